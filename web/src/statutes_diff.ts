/* In what two constitutions differ, in words. Pure. */

import type { Schemas } from "./api.ts";
import type { Language } from "./i18n.ts";
import { hasKey, translate } from "./i18n.ts";
import type { Statutes } from "./statutes.ts";
import { WORDS } from "./statutes.ts";

export type Change = Schemas["Comparison"]["changes"][number];

/* The names of groups by identifier, from both documents: the second wins. */
export function groupNames(
  documents: readonly (Statutes | null)[],
  language: Language,
): Map<string, string> {
  const groups = documents.flatMap((each) => [...(each?.categories ?? []), ...(each?.colleges ?? [])]);
  return new Map(groups.map(({ id, label }) => [id, label[language]]));
}

function say(language: Language, family: string, word: string): string {
  const key = `${family}.${word}`;
  return hasKey(key) ? translate(language, key) : word;
}

/* "/colleges/users/weight" is "Collèges › Usagers › poids". */
export function placeInWords(
  at: string,
  names: ReadonlyMap<string, string>,
  language: Language,
): string {
  const [field = "", ...rest] = at.split("/").slice(1);
  const first = say(language, "field", field);
  const isGroup = field === "colleges" || field === "categories";
  const isClass = field === "majority" || field === "quorum";
  const words = rest.map((each, index) => {
    if (index === 0 && isGroup) {
      return names.get(each) ?? each;
    }
    return say(language, index === 0 && isClass && each !== "basis" ? "class" : "statute_part", each);
  });
  return [first, ...words].join(" › ");
}

/* What stands at a place, for people: a word in words, several by name; an object as it is written. */
export function valueInWords(
  at: string,
  value: unknown,
  names: ReadonlyMap<string, string>,
  language: Language,
): string {
  const [field = "", ...rest] = at.split("/").slice(1);
  if (typeof value === "boolean") {
    return translate(language, value ? "word.yes" : "word.no");
  }
  if (typeof value === "string" && rest.length === 0 && Object.hasOwn(WORDS, field)) {
    return say(language, field, value);
  }
  if (typeof value === "string" && (rest.at(-1) === "base" || rest.at(-1) === "basis")) {
    return say(language, rest.at(-1) === "base" ? "majority_base" : "quorum_basis", value);
  }
  if (typeof value === "string" || typeof value === "number") {
    return String(value);
  }
  if (Array.isArray(value) && value.every((each) => typeof each === "string")) {
    const family = field === "unknown" ? "field" : "statute_part";
    return value.map((each) => names.get(each) ?? say(language, family, each)).join(", ");
  }
  return JSON.stringify(value) ?? "";
}

/* Statutes while they are being written: what is unknown, what was typed, what a draft would take away. Pure. */

import type { Schemas } from "./api.ts";
import { readShare, writeRatio } from "./format.ts";
import type { Language } from "./i18n.ts";
import type { CategoryRule, CollegeRule, Statutes, Threshold } from "./statutes.ts";
import { newStatutes } from "./statutes.ts";

/* The fields that statutes may leave unknown. */
export const MAY_BE_UNKNOWN = [
  "legal_form",
  "weight_basis",
  "categories",
  "has_employees",
  "college_weights",
  "college_seats",
  "college_categories",
  "transfer_rule",
  "college_base",
  "college_majority",
  "college_tie",
  "abstention",
  "silent_college",
  "empty_college",
  "min_colleges_for_weighting",
  "max_weight",
  "quorum",
  "majority",
  "proxy",
  "postal",
  "notice",
  "tie_break",
  "secrecy",
  "roll_call",
  "k_min",
] as const;
export type UnknownField = (typeof MAY_BE_UNKNOWN)[number];

/* Where each may have been read: the fields that have a source. */
export const SOURCED = ["name", "regime", "colleges", ...MAY_BE_UNKNOWN, "elections", "deliberation"] as const;

/* What stands inside each college, under the name that says it is unknown. */
const OF_COLLEGES = {
  college_weights: "weight",
  college_seats: "board_seats",
  college_categories: "categories",
} as const;

function isOfColleges(field: UnknownField): field is keyof typeof OF_COLLEGES {
  return field in OF_COLLEGES;
}

/* The statutes with a field set; it is unknown no more. */
export function setField<F extends keyof Statutes>(
  statutes: Statutes,
  field: F,
  value: Statutes[F],
): Statutes {
  return {
    ...statutes,
    [field]: value,
    unknown: statutes.unknown.filter((each) => each !== field),
  };
}

function withoutField<T extends object>(object: T, field: string): T {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== field)) as T;
}

/* The statutes with a field left out that they need not have. */
export function dropField(statutes: Statutes, field: keyof Statutes): Statutes {
  return withoutField(statutes, field);
}

function forgetOfColleges(statutes: Statutes, field: keyof typeof OF_COLLEGES): Statutes {
  const colleges = statutes.colleges.map((each) => withoutField(each, OF_COLLEGES[field]));
  return { ...statutes, colleges };
}

/* Leaves a field unknown: nothing is said of it any more. */
export function forget(statutes: Statutes, field: UnknownField): Statutes {
  const rest = isOfColleges(field)
    ? forgetOfColleges(statutes, field)
    : withoutField(statutes, field);
  return { ...rest, unknown: [...statutes.unknown.filter((each) => each !== field), field] };
}

/* What a college has inside when nobody has said otherwise. */
const EMPTY_COLLEGE = { weight: "0/1", board_seats: 0, categories: [] as string[] };

/* States a field that was unknown: as a new document has it, to be corrected. */
export function recall(statutes: Statutes, field: UnknownField): Statutes {
  const unknown = statutes.unknown.filter((each) => each !== field);
  if (isOfColleges(field)) {
    const name = OF_COLLEGES[field];
    const colleges = statutes.colleges.map((each) => ({ [name]: EMPTY_COLLEGE[name], ...each }));
    return { ...statutes, colleges, unknown };
  }
  const fresh: Record<string, unknown> = { ...newStatutes(statutes.name) };
  const recalled: Statutes = { ...statutes, [field]: fresh[field], unknown };
  return field === "quorum" ? withQuorums(recalled) : recalled;
}

/* Every class of decisions has a quorum, or none where it is zero. */
function withQuorums(statutes: Statutes): Statutes {
  const { majority, quorum } = statutes;
  if (quorum === undefined) {
    return statutes;
  }
  const none = Object.keys(majority ?? {}).map((id) => [id, { first: "0/1", second: "0/1" }]);
  return {
    ...statutes,
    quorum: { ...(Object.fromEntries(none) as Statutes["quorum"]), ...quorum },
  };
}

export function isUnknown(statutes: Statutes, field: UnknownField): boolean {
  return statutes.unknown.includes(field);
}

/* A college to be written: with what the others have inside. */
export function newCollege(statutes: Statutes): CollegeRule {
  const fields = Object.entries(OF_COLLEGES)
    .filter(([field]) => !statutes.unknown.includes(field))
    .map(([, name]) => [name, EMPTY_COLLEGE[name]]);
  return { id: "", label: { fr: "", en: "" }, ...Object.fromEntries(fields) };
}

/* --- classes of decisions ------------------------------------------------------------------------ */

/* A class of the statutes' own, with the rule of the extraordinary one to begin from. */
export function addClass(statutes: Statutes, id: string): Statutes {
  const majority = statutes.majority ?? {};
  const rule = majority["extraordinary"] ?? { threshold: "2/3", strict: false, base: "expressed" };
  const quorum = statutes.quorum;
  return {
    ...statutes,
    majority: { ...majority, [id]: structuredClone(rule) },
    ...(quorum === undefined ? {} : { quorum: { ...quorum, [id]: { first: "0/1", second: "0/1" } } }),
  };
}

export function removeClass(statutes: Statutes, id: string): Statutes {
  const { majority, quorum } = statutes;
  return {
    ...statutes,
    ...(majority === undefined ? {} : { majority: withoutField(majority, id) }),
    ...(quorum === undefined ? {} : { quorum: withoutField(quorum, id) }),
  };
}

/* "Collectivités locales" gives "collectivites_locales". */
export function idFrom(name: string): string {
  return name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, 40);
}

/* --- what was typed ------------------------------------------------------------------------------- */

/* "38 %" becomes 38/100; a fraction stays as it is, and so does what is neither. */
function tidyShare(typed: string): string {
  const share = readShare(typed);
  return share === null ? typed : writeRatio(share);
}

/* The members of an object that are shares, tidied. */
function tidyIn<T extends object>(object: T, ...names: readonly (keyof T)[]): T {
  const tidied = { ...object };
  for (const name of names) {
    const value = object[name];
    if (typeof value === "string") {
      tidied[name] = tidyShare(value) as T[keyof T];
    }
  }
  return tidied;
}

function tidyEach<T>(rules: Record<string, T>, tidied: (rule: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(rules).map(([id, rule]) => [id, tidied(rule)]));
}

function tidyMajorities(statutes: Statutes): Statutes {
  const { majority, quorum, college_majority } = statutes;
  const threshold = <T extends Omit<Threshold, "base">>(rule: T) => tidyIn(rule, "threshold");
  return {
    ...statutes,
    ...(majority === undefined
      ? {}
      : {
          majority: tidyEach(majority, (rule) => ({
            ...tidyIn(threshold(rule), "each_college_min", "members_min"),
            ...(rule.second === undefined ? {} : { second: threshold(rule.second) }),
          })),
        }),
    ...(quorum === undefined
      ? {}
      : {
          quorum: {
            ...tidyEach(quorum, (rule) => (typeof rule === "string" ? rule : tidyIn(rule, "first", "second"))),
            basis: quorum.basis,
          },
        }),
    ...(typeof college_majority === "object" ? { college_majority: threshold(college_majority) } : {}),
  };
}

/* Every share that was typed as a percentage becomes the fraction that the document has. */
export function tidy(statutes: Statutes): Statutes {
  const { deliberation } = statutes;
  return {
    ...tidyIn(tidyMajorities(statutes), "max_weight"),
    colleges: statutes.colleges.map((college) => tidyIn(college, "weight")),
    ...(deliberation === undefined
      ? {}
      : {
          deliberation: tidyIn(
            deliberation,
            "sponsors",
            "college_sponsors",
            "motion_support",
            "secret_on_request",
          ),
        }),
  };
}

/* --- what a draft takes away ---------------------------------------------------------------------- */

export interface Lost {
  readonly what: "college" | "category";
  readonly id: string;
  readonly name: string;
  readonly members: number;
}

type Group = Pick<Schemas["College"], "id" | "labels" | "members">;

function lostOf(
  what: Lost["what"],
  groups: readonly Group[],
  kept: readonly (CollegeRule | CategoryRule)[],
  language: Language,
): Lost[] {
  const ids = new Set(kept.map(({ id }) => id));
  return groups
    .filter(({ id, members }) => members > 0 && !ids.has(id))
    .map(({ id, labels, members }) => ({ what, id, name: labels[language], members }));
}

/* The colleges and categories that have members today and that a draft no longer has, under their identifier. */
export function lostGroups(
  draft: Statutes,
  colleges: readonly Group[],
  categories: readonly Group[],
  language: Language,
): Lost[] {
  /* Without colleges everybody votes in one assembly: nobody is left out. */
  return [
    ...(draft.colleges.length === 0 ? [] : lostOf("college", colleges, draft.colleges, language)),
    ...lostOf("category", categories, draft.categories ?? [], language),
  ];
}

/* The statutes as data: their form, their sentences, and a new document to start from. Pure, but for
 * classesOf, which reads those in force. */

import type { Schemas } from "./api.ts";
import { api } from "./api.ts";
import { figure, parseRatio, percent } from "./format.ts";
import type { Language } from "./i18n.ts";
import { hasKey, translate } from "./i18n.ts";

type Labels = Schemas["Labels"];

export interface CategoryRule {
  id: string;
  label: Labels;
  kind: string;
}

export interface CollegeRule {
  id: string;
  label: Labels;
  weight?: string;
  board_seats?: number;
  categories?: string[];
}

export interface Threshold {
  threshold: string;
  strict: boolean;
  base: string;
}

/* What is asked on top of it is there if the statutes have it. */
export interface MajorityRule extends Threshold {
  second?: Threshold;
  every_college?: boolean;
  each_college_min?: string;
  members_min?: string;
}

export interface QuorumRule {
  first: string;
  second: string;
}

/* What the statutes leave out of it cannot be asked. */
export interface Deliberation {
  sponsors?: string;
  college_sponsors?: string;
  debate_days: number;
  extension_days: number;
  contract_days: number;
  motion_support?: string;
  secret_on_request?: string;
  college_turns?: string;
}

/* docs/rules/constitution.md says what each field means. One that is absent stands in `unknown`. */
export interface Statutes {
  format: "palabre-constitution/1";
  name: string;
  regime: string;
  legal_form?: string;
  weight_basis?: string;
  categories?: CategoryRule[];
  has_employees?: boolean;
  colleges: CollegeRule[];
  transfer_rule?: string;
  college_base?: string;
  college_majority?: string | Omit<Threshold, "base">;
  college_tie?: string;
  abstention?: string;
  silent_college?: string;
  empty_college?: string;
  min_colleges_for_weighting?: number;
  max_weight?: string;
  quorum?: { basis: string } & Record<string, string | QuorumRule>;
  majority?: Record<string, MajorityRule>;
  proxy?: {
    allowed: boolean;
    blank_allowed: boolean;
    max_per_holder: number | "unlimited" | "law";
    scope: string;
  };
  postal?: { allowed: boolean; days_before: number };
  notice?: { first_days: number; second_days: number; requests_days: number };
  tie_break?: string;
  secrecy?: string;
  roll_call?: string;
  k_min?: number;
  elections?: { approvals: string; none_of_these: boolean; missing: string };
  deliberation?: Deliberation;
  derived_from?: { name: string; hash: string; log?: string };
  sources: Record<string, string>;
  unknown: string[];
}

export function readStatutes(document: Schemas["ConstitutionDocument"]): Statutes {
  return document as unknown as Statutes;
}

export function writeStatutes(statutes: Statutes): Schemas["ConstitutionDocument"] {
  return statutes as unknown as Schemas["ConstitutionDocument"];
}

/* The fields whose value is one word among some, with these words. */
export const WORDS = {
  regime: ["fr-scic", "fr-scop", "fr-asso", "eu-sce", "other"],
  legal_form: ["SA", "SAS", "SARL", "ASSO", "COOP"],
  weight_basis: ["statutes", "capital"],
  transfer_rule: ["proportional", "majority", "none"],
  college_base: ["expressed", "present"],
  college_tie: ["excluded", "split", "against"],
  abstention: ["excluded", "against", "for"],
  silent_college: ["renormalise", "strict"],
  empty_college: ["redistribute_equal", "redistribute_prorata", "renormalise"],
  tie_break: ["elder", "seniority", "lot"],
  secrecy: ["open", "secret", "verifiable"],
  roll_call: ["name", "pseudonym"],
} as const;
export type WordField = keyof typeof WORDS;

export const CATEGORY_KINDS = [
  "beneficiary",
  "employee",
  "producer",
  "public",
  "investor",
  "other",
];

/* A document that proposes, for a SCIC, the first value of each field; colleges are to be written. */
export function newStatutes(name: string): Statutes {
  const college = (id: string, fr: string, en: string, weight: string, kind: string) => ({
    category: { id, label: { fr, en }, kind },
    college: { id, label: { fr, en }, weight, board_seats: 1, categories: [id] },
  });
  const groups = [
    college("employees", "Salariés", "Employees", "1/3", "employee"),
    college("users", "Usagers", "Users", "1/3", "beneficiary"),
    college("supporters", "Soutiens", "Supporters", "1/3", "other"),
  ];
  return {
    format: "palabre-constitution/1",
    name,
    regime: "fr-scic",
    legal_form: "SA",
    weight_basis: "statutes",
    categories: groups.map((each) => each.category),
    has_employees: true,
    colleges: groups.map((each) => each.college),
    transfer_rule: "proportional",
    college_base: "expressed",
    college_majority: "simple",
    college_tie: "excluded",
    abstention: "excluded",
    silent_college: "renormalise",
    empty_college: "redistribute_equal",
    min_colleges_for_weighting: 3,
    max_weight: "1/2",
    quorum: {
      basis: "members",
      ordinary: { first: "1/5", second: "0/1" },
      extraordinary: { first: "1/4", second: "1/5" },
    },
    majority: {
      ordinary: { threshold: "1/2", strict: true, base: "expressed" },
      extraordinary: { threshold: "2/3", strict: false, base: "expressed" },
    },
    proxy: { allowed: true, blank_allowed: true, max_per_holder: 2, scope: "any" },
    postal: { allowed: true, days_before: 3 },
    notice: { first_days: 15, second_days: 10, requests_days: 25 },
    tie_break: "elder",
    secrecy: "open",
    roll_call: "name",
    k_min: 5,
    sources: {},
    unknown: [],
  };
}

/* The decision classes of the statutes in force; those of the law when there are none. */
export async function classesOf(): Promise<string[]> {
  const { data } = await api.get("/api/v1/constitution");
  const classes = Object.keys(readStatutes(data.document).majority ?? {}).sort(ordinaryFirst);
  return classes.length > 0 ? classes : ["ordinary", "extraordinary"];
}

/* Those of them that an assembly of this kind decides: docs/rules/assemblies.md. */
export function classesFor(kind: Schemas["Assembly"]["kind"], classes: readonly string[]): string[] {
  const reserved = { ordinary: "extraordinary", extraordinary: "ordinary" };
  const other = kind === "ordinary" || kind === "extraordinary" ? reserved[kind] : null;
  return classes.filter((each) => each !== other);
}

/* The document is in the order of names; people expect the ordinary decision first. */
export function ordinaryFirst(a: string, b: string): number {
  const rank = (id: string) => ["ordinary", "extraordinary"].indexOf(id) >>> 0;
  return rank(a) - rank(b) || a.localeCompare(b);
}

export interface Sentence {
  readonly field: string;
  readonly title: string;
  readonly text: string;
}

type Say = (key: string, values?: Record<string, string | number>) => string;

function sayer(language: Language): Say {
  return (key, values) => (hasKey(key) ? translate(language, key, values) : key);
}

/* "Ordinary decision", at the start of a sentence; a class of the statutes' own keeps its name. */
function className(id: string, say: Say): string {
  const name = say(`class.${id}`).replace(/^class\./, "");
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}

function share(ratio: string, language: Language): string {
  const parsed = parseRatio(ratio);
  /* One is everything: "100 %" reads better than "1". */
  return parsed !== null && parsed.den === 1n
    ? percent(parsed, language).text
    : figure(ratio, language);
}

function majoritySentence(id: string, rule: MajorityRule, say: Say, language: Language): string {
  return say(rule.strict ? "statutes.majority_over" : "statutes.majority_reached", {
    class: className(id, say),
    threshold: share(rule.threshold, language),
    base: say(`majority_base.${rule.base}`),
  });
}

function quorumSentence(
  id: string,
  rule: QuorumRule,
  say: Say,
  language: Language,
): string {
  const first = parseRatio(rule.first);
  const second = parseRatio(rule.second);
  const none = say("statutes.no_quorum");
  return say("statutes.quorum_of", {
    class: className(id, say),
    first: first?.num === 0n ? none : share(rule.first, language),
    second: second?.num === 0n ? none : share(rule.second, language),
  });
}

function proxySentence(proxy: NonNullable<Statutes["proxy"]>, say: Say): string {
  if (!proxy.allowed) {
    return say("statutes.proxy_none");
  }
  const scope = say(`proxy_scope.${proxy.scope}`);
  const cap =
    typeof proxy.max_per_holder === "number"
      ? say("statutes.proxy_cap", { count: proxy.max_per_holder, scope })
      : say(`statutes.proxy_${proxy.max_per_holder}`, { scope });
  return `${cap} ${say(proxy.blank_allowed ? "statutes.proxy_blank" : "statutes.proxy_no_blank")}`;
}

function wordSentences(statutes: Statutes, say: Say): Sentence[] {
  const hasColleges = statutes.colleges.length > 0;
  const ofColleges = ["transfer_rule", "college_base", "silent_college", "empty_college"];
  const fields: WordField[] = [
    "regime",
    "transfer_rule",
    "college_base",
    "abstention",
    "silent_college",
    "empty_college",
    "tie_break",
    "roll_call",
  ];
  return fields
    .filter((field) => hasColleges || !ofColleges.includes(field))
    .flatMap((field) => {
      const value = statutes[field];
      return value === undefined
        ? []
        : [{ field, title: say(`field.${field}`), text: say(`${field}.${value}`) }];
    });
}

/* The statutes in sentences, and the names of what they leave unknown. */
export function statutesInWords(
  document: Schemas["ConstitutionDocument"],
  language: Language,
): { sentences: Sentence[]; unknown: string[] } {
  const statutes = readStatutes(document);
  const say = sayer(language);
  const sentences = wordSentences(statutes, say);
  const add = (field: string, text: string) =>
    sentences.push({ field, title: say(`field.${field}`), text });
  if (statutes.majority !== undefined) {
    const each = Object.entries(statutes.majority).sort(([a], [b]) => ordinaryFirst(a, b));
    add(
      "majority",
      each.map(([id, rule]) => majoritySentence(id, rule, say, language)).join(" "),
    );
  }
  if (statutes.quorum !== undefined) {
    const classes = Object.entries(statutes.quorum)
      .sort(([a], [b]) => ordinaryFirst(a, b))
      .flatMap(([id, rule]) =>
        typeof rule === "string" ? [] : [quorumSentence(id, rule, say, language)],
      );
    const basis = say("statutes.quorum_basis", {
      basis: say(`quorum_basis.${statutes.quorum.basis}`),
    });
    add("quorum", `${basis} ${classes.join(" ")}`);
  }
  if (statutes.proxy !== undefined) {
    add("proxy", proxySentence(statutes.proxy, say));
  }
  if (statutes.postal !== undefined) {
    add(
      "postal",
      statutes.postal.allowed
        ? say("statutes.postal", { count: statutes.postal.days_before })
        : say("statutes.postal_none"),
    );
  }
  if (statutes.notice !== undefined) {
    const { first_days, second_days, requests_days } = statutes.notice;
    add(
      "notice",
      say("statutes.notice", { first: first_days, second: second_days, requests: requests_days }),
    );
  }
  return { sentences, unknown: statutes.unknown.map((field) => say(`field.${field}`)) };
}

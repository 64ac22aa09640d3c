/* The statutes as data: their form, and a new document to start from. Pure, but for classesOf, which reads
 * those in force. */

import type { Schemas } from "./api.ts";
import { api } from "./api.ts";

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

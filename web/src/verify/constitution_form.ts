/*
 * constitution_form.ts - the form that every constitution has, member by member.
 *
 * RULE docs/rules/constitution.md
 * > A document states every field or lists it under `unknown`; what is neither is refused, and so is
 * > a member that a constitution does not have. Nothing is implied.
 */
import { must, utf8 } from "./bytes.ts";
import { Fraction } from "./fraction.ts";
import { isObject, object, objects, texts, type Json, type JsonObject } from "./json.ts";

const [ID_MAX, NAME_MAX, SENTENCE_MAX, DIGITS_MAX, PARTS_MAX, LIST_MAX, SEATS_MAX, DAYS_MAX, PEOPLE_MAX] =
  [40, 200, 4000, 4096, 1_000_000, 64, 1000, 3650, 1_000_000];

/* What a value at that place must be; it refuses what is not. */
type Form = (value: Json, at: string) => void;
type Members = Record<string, Form>;

function fits(condition: boolean, at: string): asserts condition {
  must(condition, `the constitution does not have its form at ${at}`);
}

const word = (...words: string[]): Form => (value, at) => fits(typeof value === "string" && words.includes(value), at);
const words = (most: number, least = 1): Form => (value, at) => {
  const size = typeof value === "string" ? utf8(value).length : -1;
  fits(size >= least && size <= most, at);
};
const matching = (form: RegExp): Form => (value, at) => fits(typeof value === "string" && form.test(value), at);
const upTo = (most: number): Form => (value, at) => fits(typeof value === "number" && value >= 0 && value <= most, at);
const truth: Form = (value, at) => fits(typeof value === "boolean", at);
const name = words(NAME_MAX);
const id = matching(new RegExp(`^[a-z0-9_]{1,${ID_MAX}}$`));
const days = upTo(DAYS_MAX);

/* A ratio from nothing to all. */
const share: Form = (value, at) => {
  fits(typeof value === "number" || (typeof value === "string" && value.replace(/[-/]/g, "").length <= DIGITS_MAX), at);
  const parts = /^(-?[0-9]+)(?:\/([0-9]+))?$/.exec(String(value));
  fits(parts !== null && !/^0+$/.test(parts[2] ?? ""), at);
  const { num, den } = new Fraction(BigInt(parts[1]!), BigInt(parts[2] ?? "1"));
  fits(num >= 0n && num <= den && den <= BigInt(PARTS_MAX), at);
};

/* These members, those of the second list where they are there, and no other. */
const members = (required: Members, optional: Members = {}): Form => (value, at) => {
  fits(isObject(value), at);
  const forms = { ...required, ...optional };
  for (const member of Object.keys(value)) fits(Object.hasOwn(forms, member), `${at}/${member}`);
  for (const member of Object.keys(required)) fits(Object.hasOwn(value, member), `${at}/${member}`);
  for (const [member, inside] of Object.entries(value)) forms[member]!(inside, `${at}/${member}`);
};

const list = (item: Form): Form => (value, at) => {
  fits(Array.isArray(value) && value.length <= LIST_MAX, at);
  value.forEach((inside, i) => item(inside, `${at}/${i}`));
};

/* Under each name that is an id, one of these. */
const classes = (item: Form): Form => (value, at) => {
  fits(isObject(value), at);
  for (const [member, inside] of Object.entries(value)) {
    id(member, `${at}/${member}`);
    item(inside, `${at}/${member}`);
  }
};

const either = (isFirst: (value: Json) => boolean, first: Form, second: Form): Form => (value, at) =>
  (isFirst(value) ? first : second)(value, at);

/* --- the fields --------------------------------------------------------------------------------- */

const LABEL = members({ fr: name, en: name });
const THRESHOLD = { threshold: share, strict: truth };
const RULE = { ...THRESHOLD, base: word("expressed", "present", "members") };
const MAJORITY = members(RULE, { second: members(RULE), every_college: truth, each_college_min: share, members_min: share });
const QUORUM = members({ first: share, second: share });

const quorum: Form = (value, at) => {
  fits(isObject(value) && Object.hasOwn(value, "basis"), `${at}/basis`);
  const { basis, ...others } = value;
  word("members", "weighted", "per_college")(basis!, `${at}/basis`);
  classes(QUORUM)(others, at);
};

const FIELDS: Members = {
  legal_form: word("SA", "SAS", "SARL", "ASSO", "COOP"),
  weight_basis: word("statutes", "capital"),
  categories: list(members({ id, label: LABEL, kind: word("beneficiary", "employee", "producer", "public", "investor", "other") })),
  has_employees: truth,
  transfer_rule: word("proportional", "majority", "none"),
  college_base: word("expressed", "present"),
  college_majority: either(isObject, members(THRESHOLD), word("simple", "same_as_resolution")),
  college_tie: word("excluded", "split", "against"),
  abstention: word("excluded", "against", "for"),
  silent_college: word("renormalise", "strict"),
  empty_college: word("redistribute_equal", "redistribute_prorata", "renormalise"),
  min_colleges_for_weighting: upTo(LIST_MAX),
  max_weight: share,
  quorum,
  majority: classes(MAJORITY),
  proxy: members({
    allowed: truth, blank_allowed: truth, scope: word("any", "same_college"),
    max_per_holder: either((value) => typeof value === "number", upTo(PEOPLE_MAX), word("unlimited", "law")),
  }),
  postal: members({ allowed: truth, days_before: days }),
  notice: members({ first_days: days, second_days: days, requests_days: days }),
  tie_break: word("elder", "seniority", "lot"),
  secrecy: word("open", "secret", "verifiable"),
  roll_call: word("name", "pseudonym"),
  k_min: upTo(PEOPLE_MAX),
};

/* Fields that stand inside the colleges: what each is there, and its form. */
const OF_COLLEGES: Record<string, [member: string, form: Form]> = {
  college_weights: ["weight", share],
  college_seats: ["board_seats", upTo(SEATS_MAX)],
  college_categories: ["categories", list(words(Infinity, 0))],
};

const MAY_STATE: Members = {
  elections: members({ approvals: word("any", "seats"), none_of_these: truth, missing: word("vacant", "released") }),
  deliberation: members({ debate_days: days, extension_days: days, contract_days: days },
    { sponsors: share, college_sponsors: share, motion_support: share, secret_on_request: share, college_turns: id }),
  derived_from: members({ name, hash: matching(/^[0-9a-f]{64}$/) }, { log: name }),
};

const NAMES = new Set([...Object.keys(FIELDS), ...Object.keys(OF_COLLEGES)]);
const SOURCES = [...NAMES, "name", "regime", "colleges", "elections", "deliberation"];

/* --- the whole ---------------------------------------------------------------------------------- */

function readUnknown(document: JsonObject): Set<string> {
  const unknown = new Set<string>();
  const listed = Object.hasOwn(document, "unknown") ? document["unknown"] : undefined;
  fits(Array.isArray(listed), "/unknown");
  for (const [i, field] of listed.entries()) {
    fits(typeof field === "string" && NAMES.has(field) && !unknown.has(field), `/unknown/${i}`);
    unknown.add(field);
  }
  return unknown;
}

/* Every category of a college is one of the document. */
function checkCategories(document: JsonObject, unknown: Set<string>): void {
  if (unknown.has("college_categories")) return;
  const known = new Set(unknown.has("categories") ? [] : objects(document, "categories").map((category) => category["id"]));
  for (const [i, college] of objects(document, "colleges").entries()) {
    for (const [j, category] of texts(college, "categories").entries()) fits(known.has(category), `/colleges/${i}/categories/${j}`);
  }
}

/* A class has its majority and its quorum, unless one of them is unknown as a whole. */
function checkClasses(document: JsonObject, unknown: Set<string>): void {
  if (unknown.has("quorum") && unknown.has("majority")) return;
  const named = (field: string) => (unknown.has(field) ? undefined : Object.keys(object(document, field)));
  const [quorums, majorities] = [named("quorum"), named("majority")];
  fits((quorums?.length ?? 0) + (majorities?.length ?? 0) <= LIST_MAX, "/majority");
  if (quorums === undefined || majorities === undefined) return;
  const decided = quorums.filter((one) => one !== "basis");
  for (const one of majorities) fits(decided.includes(one), `/quorum/${one}`);
  for (const one of decided) fits(majorities.includes(one), `/majority/${one}`);
}

export function checkConstitutionForm(document: JsonObject): void {
  const unknown = readUnknown(document);
  const stated = Object.entries(FIELDS).filter(([field]) => !unknown.has(field));
  const inColleges = Object.entries(OF_COLLEGES).filter(([field]) => !unknown.has(field)).map(([, member]) => member);
  members({
    format: word("palabre-constitution/1"), name, regime: word("fr-scic", "fr-scop", "fr-asso", "eu-sce", "other"),
    colleges: list(members({ id, label: LABEL, ...Object.fromEntries(inColleges) })),
    sources: members({}, Object.fromEntries(SOURCES.map((field) => [field, words(SENTENCE_MAX, 0)]))),
    unknown: () => undefined, ...Object.fromEntries(stated),
  }, MAY_STATE)(document, "");
  checkCategories(document, unknown);
  checkClasses(document, unknown);
}

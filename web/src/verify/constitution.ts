/* constitution.ts - what a count needs of a constitution (docs/rules/constitution.md). */
import { checkConstitutionForm } from "./constitution_form.ts";
import { Fraction } from "./fraction.ts";
import { bool, count, get, isObject, object, objects, readCanonical, text, textOr, type JsonObject } from "./json.ts";
import { refuse } from "./bytes.ts";

export type Rule = { threshold: Fraction; strict: boolean; base: string };
export type DecisionClass = {
  quorum: { first: Fraction; second: Fraction } | undefined;
  majority: { first: Rule; second: Rule; everyCollege: boolean; eachCollegeMin?: Fraction; membersMin?: Fraction } | undefined;
};
export type Constitution = {
  document: JsonObject;
  colleges: { id: string; weight: Fraction }[];
  quorumBasis: string;
  collegeThreshold: Rule | undefined;
  word: (name: string) => string;
  minColleges: () => number;
  maxWeight: () => Fraction;
  decisionClass: (id: string) => DecisionClass;
};

/* A ratio is a text, or a whole number. */
const ratio = (from: JsonObject, name: string): Fraction => Fraction.read(String(get(from, name)));

function readRule(rule: JsonObject): Rule {
  return { threshold: ratio(rule, "threshold"), strict: bool(rule, "strict"), base: text(rule, "base") };
}

function readMajority(json: JsonObject): NonNullable<DecisionClass["majority"]> {
  const first = readRule(json);
  const share = (name: string) => (get(json, name) === undefined ? undefined : ratio(json, name));
  const [eachCollegeMin, membersMin] = [share("each_college_min"), share("members_min")];
  return {
    first, second: get(json, "second") === undefined ? first : readRule(object(json, "second")),
    everyCollege: get(json, "every_college") === true,
    ...(eachCollegeMin === undefined ? {} : { eachCollegeMin }), ...(membersMin === undefined ? {} : { membersMin }),
  };
}

function readClass(document: JsonObject, id: string): DecisionClass {
  const [quorums, majorities] = [get(document, "quorum"), get(document, "majority")];
  const quorum = isObject(quorums) ? get(quorums, id) : undefined;
  const majority = isObject(majorities) ? get(majorities, id) : undefined;
  return {
    quorum: isObject(quorum) ? { first: ratio(quorum, "first"), second: ratio(quorum, "second") } : undefined,
    majority: isObject(majority) ? readMajority(majority) : undefined,
  };
}

/* What a count needs of a document, whose form was checked. */
export function rulesOf(document: JsonObject): Constitution {
  const quorum = get(document, "quorum");
  const own = get(document, "college_majority");
  const weightOf = (college: JsonObject) => (get(college, "weight") === undefined ? Fraction.ZERO : ratio(college, "weight"));
  return {
    document,
    colleges: objects(document, "colleges").map((college) => ({ id: text(college, "id"), weight: weightOf(college) })),
    quorumBasis: isObject(quorum) ? textOr(quorum, "basis") ?? "members" : "members",
    collegeThreshold: isObject(own)
      ? { threshold: ratio(own, "threshold"), strict: bool(own, "strict"), base: "expressed" }
      : undefined,
    word: (name) => text(document, name),
    minColleges: () => count(document, "min_colleges_for_weighting"),
    maxWeight: () => ratio(document, "max_weight"),
    decisionClass: (id) => readClass(document, id),
  };
}

export function readConstitution(bytes: Uint8Array): Constitution {
  const document = readCanonical(bytes, "the constitution");
  checkConstitutionForm(document);
  return rulesOf(document);
}

export function ruleOf(decision: DecisionClass, call: string): Rule {
  const majority = decision.majority ?? refuse("the constitution has no majority for this class");
  return call === "first" ? majority.first : majority.second;
}

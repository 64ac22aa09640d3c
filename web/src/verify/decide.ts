/*
 * decide.ts - from ballots to a decision: quorum, weights, transfer, method, majority, in that order.
 *
 * RULE docs/rules/decide.md
 * > A poll is decided in this order: which votes count; the quorum, and when it is not met nothing else
 * > is computed; the weights of the colleges; what each college says; how that is carried to the
 * > assembly; the method; the majority of the class of decisions; the double majorities.
 */
import { type Ballot } from "./ballots.ts";
import { must, refuse } from "./bytes.ts";
import { Fraction } from "./fraction.ts";
import { object, text, textOr, type Json, type JsonObject } from "./json.ts";
import { methodOf, METHODS } from "./methods/registry.ts";
import { nameOf, noValidBallot, rankByTotals, tie, totalsJson } from "./methods/shared.ts";
import { decideMotion, tallyOf } from "./motion.ts";
import {
  inState, profileOf, reason, step, type Answer, type College, type Counting, type Method, type Profile, type Question,
} from "./poll_count.ts";
import { seat, seatsCounted } from "./seating.ts";
import { effectiveWeights, quorumReached, weightsCode } from "./weights.ts";

export const MOTION_VERSION = 1;

/* Is the poll one of a method, and of its version, that is known here? */
export function knows({ id, version }: { id: string; version: number }): boolean {
  return id === "motion" ? version === MOTION_VERSION : methodOf(id)?.version === version;
}

const total = (numbers: number[]): number => numbers.reduce((sum, number) => sum + number, 0);

/* --- quorum and weights ---------------------------------------------------------------------------- */

/* The member `quorum`, if there is one; null: it is there, and not met. */
function judgeQuorum(counting: Counting, required: Fraction | undefined): { json: JsonObject; met: boolean } | undefined {
  if (required === undefined) {
    step(counting, "quorum", "none");
    return undefined;
  }
  const { present, members, reached } = quorumReached(counting.constitution, counting.colleges);
  const met = reached.compare(required) >= 0;
  const figures = { present, members, reached: `${reached}`, required: `${required}` };
  step(counting, "quorum", met ? "met" : "not_met", { basis: counting.constitution.quorumBasis, ...figures });
  return { json: { ...figures, met }, met };
}

type Weights = { weights: Fraction[] | null; suspended: boolean };

function findWeights(counting: Counting, readsBallots: boolean): Weights {
  const { constitution, electorate } = counting;
  const heads = (code: string): Weights => {
    step(counting, "weights", code);
    return { weights: null, suspended: false };
  };
  if (!readsBallots) return heads("no_ballots");
  if (electorate !== undefined) return heads("one_college");
  if (constitution.colleges.length === 0) return heads("no_college");
  if (constitution.word("transfer_rule") === "none") return heads("no_transfer");
  const members = counting.colleges.map((college) => college.members);
  const weights = effectiveWeights(constitution, members);
  if (weights === null) step(counting, "weights", "suspended", { min_colleges: constitution.minColleges() });
  else step(counting, "weights", weightsCode(constitution, members));
  return { weights, suspended: weights === null };
}

/* --- elections and choices --------------------------------------------------------------------------- */

function stateOf(college: College): string {
  if (college.members === 0) return "empty";
  return inState(college, "counted") > 0 ? "counted" : "silent";
}

function collegeFigures(college: College, weight: Fraction): JsonObject {
  return {
    college: college.id, members: college.members, present: college.present, counted: inState(college, "counted"),
    blank: inState(college, "blank"), spoilt: inState(college, "spoilt"), abstaining: inState(college, "abstaining"),
    weight: `${weight}`,
  };
}

function profileWith(colleges: College[], factors: Fraction[]): Profile {
  return profileOf(colleges.flatMap(({ rows }, i) =>
    rows.map(({ ballot, count }) => ({ ballot, weight: new Fraction(count).times(factors[i] ?? Fraction.ONE) }))));
}

/*
 * RULE docs/rules/decide.md
 * > Under the proportional rule each ballot weighs the weight of its college divided by the ballots
 * > counted in it, or by the members present where the constitution says so.
 */
function weighedProfile(counting: Counting, weights: Fraction[] | null): Profile {
  if (weights === null) return profileWith(counting.colleges, []);
  const byPresent = counting.constitution.word("college_base") === "present";
  const factors = counting.colleges.map((college, i) => {
    const [weight, state] = [weights[i] ?? Fraction.ZERO, stateOf(college)];
    const base = byPresent ? college.present : inState(college, "counted");
    const factor = state === "counted" ? weight.over(new Fraction(base)) : Fraction.ZERO;
    step(counting, "college", state, { ...collegeFigures(college, weight), ballot_weight: `${factor}` });
    return factor;
  });
  step(counting, "transfer", "proportional");
  return profileWith(counting.colleges, factors);
}

type Counted = { answer: Answer; profile: Profile; states: string[] };

/*
 * RULE docs/rules/decide.md
 * > Under the majority rule each college decides by the method itself, its whole weight goes to the
 * > option that it chose, and the option with the largest sum wins.
 */
function countApart(counting: Counting, method: Method, question: Question, weights: Fraction[]): Counted {
  const shares = question.names.map(() => Fraction.ZERO);
  let valid = Fraction.ZERO;
  const states = counting.colleges.map((college, i) => {
    const weight = weights[i] ?? Fraction.ZERO;
    const own = profileWith([college], []);
    let state = stateOf(college);
    const chosen = state === "counted" ? method.decides?.(method.count(question, own), own) ?? [] : [];
    if (chosen.length > 1) state = "tied";
    const tie = counting.constitution.word("college_tie");
    const isGiven = chosen.length === 1 || (chosen.length > 1 && tie === "split");
    if (isGiven || (chosen.length > 1 && tie === "against")) valid = valid.plus(weight);
    for (const option of isGiven ? chosen : []) {
      shares[option] = (shares[option] ?? Fraction.ZERO).plus(weight.over(new Fraction(chosen.length)));
    }
    step(counting, "college", state, { ...collegeFigures(college, weight), decides: chosen.map((option) => nameOf(question, option)) });
    return state;
  });
  step(counting, "transfer", "majority");
  const profile = { ...profileOf([]), valid };
  const nobody = counting.colleges.some((college) => inState(college, "counted") > 0) ? reason("no-college-chose", "No college that weighs anything chose one option alone: nobody is elected.", {}) : noValidBallot();
  return { answer: electLargest(question, shares, valid, nobody), profile, states };
}

function electLargest(question: Question, shares: Fraction[], valid: Fraction, nobody: JsonObject): Answer {
  const totals = totalsJson(question, shares);
  const ranking = rankByTotals(shares);
  const among = question.tieOrder.filter((option) => ranking[option] === 0);
  const first = among[0] ?? refuse("a poll of no options");
  const best = shares[first] ?? Fraction.ZERO;
  if (best.isZero()) return { parts: { totals }, elected: [], totals: shares, reasons: [nobody], ties: [] };
  const option = nameOf(question, first);
  const reasons = [reason("most-votes", "{option} has the most votes: {total} of {valid}.", { option, total: best, valid })];
  if (among.length === 1) return { parts: { totals }, elected: [first], totals: shares, reasons, ties: [] };
  const sentence = "{option} comes before the others with the same total in the order settled beforehand for ties.";
  const ties = [tie(question, among, "election", "tie_order")];
  return {
    parts: { totals, ties }, elected: [first], totals: shares, ties, reasons: [...reasons, reason("tie-by-order", sentence, { option })],
  };
}

/* The answer of a method as docs/rules/count.md spells it. */
export function countJson(id: string, method: Method, question: Question, answer: Answer, counted: Profile): JsonObject {
  const { valid, blank, spoilt, abstaining } = answer.profile ?? counted;
  const ballots = { valid: `${valid}`, blank: `${blank}`, spoilt: `${spoilt}`, exhausted: `${answer.exhausted ?? Fraction.ZERO}` };
  const parameters: JsonObject = { ...question.parameters };
  for (const name of method.ratios ?? []) parameters[name] = `${Fraction.read(question.parameters[name] ?? "0")}`;
  return {
    method: id, version: method.version, parameters, options: question.names,
    ...(method.takesSeats ? { seats: question.seats } : {}),
    ballots: { ...ballots, ...(abstaining.isZero() ? {} : { abstaining: `${abstaining}` }) },
    ...(method.elects === "nobody" ? {} : { elected: answer.elected.map((option) => nameOf(question, option)) }),
    ...answer.parts, ...(answer.verdict === undefined ? {} : { verdict: answer.verdict }),
    ...(answer.reasons.length === 0 ? {} : { explanation: answer.reasons }),
  };
}

function questionOf(counting: Counting, method: Method): Question {
  const { manifest } = counting;
  const parameters: Record<string, string> = { ...method.parameters };
  for (const [name, value] of Object.entries(object(manifest.document, "parameters"))) parameters[name] = String(value);
  const budget = textOr(manifest.document, "budget");
  const costs = manifest.options.map((option) => Fraction.read(textOr(option.document, "cost") ?? "0"));
  return {
    names: manifest.options.map(({ label }) => label), seats: seatsCounted(counting, method), scale: manifest.form.scale,
    tieOrder: manifest.tieOrder, parameters, manifest, maxLength: manifest.form.maxLength,
    ...(budget === undefined ? {} : { budget: Fraction.read(budget), costs }),
  };
}

function decideChoice(counting: Counting, weights: Fraction[] | null): { outcome: string; json: JsonObject } {
  const { id, version } = counting.manifest.method;
  const method = METHODS[id] ?? refuse(`${id} is not known`);
  must(method.version === version, `${id} of version ${version} is not known`);
  const question = questionOf(counting, method);
  const isApart = weights !== null && counting.constitution.word("transfer_rule") === "majority";
  const { answer, profile, states } = isApart
    ? countApart(counting, method, { ...question, seats: counting.manifest.seats }, weights)
    : countTogether(counting, method, question, weights);
  const { valid } = answer.profile ?? profile;
  step(counting, "method", id, { valid: `${valid}` });
  const seats = seat(counting, method, answer, valid);
  const colleges = Object.fromEntries(counting.colleges.map((college, i) =>
    [college.id, { weight: `${weights?.[i] ?? Fraction.ZERO}`, state: states[i] ?? "" }]));
  return {
    outcome: answer.verdict ?? "counted",
    json: {
      count: countJson(id, method, question, answer, profile), ...(seats === undefined ? {} : { seats }),
      ...(weights === null ? {} : { colleges }),
    },
  };
}

function countTogether(counting: Counting, method: Method, question: Question, weights: Fraction[] | null): Counted {
  const profile = weighedProfile(counting, weights);
  return { answer: method.count(question, profile), profile, states: counting.colleges.map(stateOf) };
}

/*
 * RULE docs/rules/decide.md
 * > A ballot that the method refuses is spoilt.
 */
function judged(counting: Counting): College[] {
  const method = METHODS[counting.manifest.method.id] ?? refuse("a method that is not known");
  const question = questionOf(counting, method);
  return counting.colleges.map((college) => ({
    ...college,
    rows: college.rows.map(({ ballot, count }) => {
      const state = ballot.state === "counted" ? method.judge?.(ballot, question) ?? "counted" : ballot.state;
      return { ballot: state === "counted" ? ballot : { state }, count };
    }),
  }));
}

/*
 * RULE docs/rules/decide.md
 * > Who marks `abstain` in a motion abstains.
 */
function abstained(counting: Counting): College[] {
  const abstain = (ballot: Ballot): Ballot => (ballot.choice === 2 ? { state: "abstaining" } : ballot);
  return counting.colleges.map((college) => ({
    ...college,
    rows: college.rows.map(({ ballot, count }) => ({ ballot: abstain(ballot), count })),
  }));
}

/* --- the whole ------------------------------------------------------------------------------------------ */

function heads(counting: Counting, isMotion: boolean): JsonObject {
  const each = (make: (college: College) => Json) => Object.fromEntries(counting.colleges.map((college) => [college.id, make(college)]));
  return {
    tallies: each((college) => {
      const { members, present } = college;
      return isMotion ? { ...tallyOf(college) } : { members, present };
    }),
    ballots: each((college) => ({
      counted: inState(college, "counted"), blank: inState(college, "blank"), spoilt: inState(college, "spoilt"),
      abstaining: inState(college, "abstaining"), blank_proxies: college.blankProxies,
    })),
    void: counting.voids,
  };
}

/* The decision as JSON, and its outcome. */
export function decide(asked: Counting): { outcome: string; json: JsonObject } {
  const { manifest, constitution, voids } = asked;
  const { document, method } = manifest;
  const isMotion = method.id === "motion";
  const counting = { ...asked, colleges: isMotion ? abstained(asked) : judged(asked) };
  const { colleges } = counting;
  const [name, call] = [text(document, "class"), text(document, "call")];
  const decision = constitution.decisionClass(name);
  const rule = isMotion ? "docs/rules/motion.md" : METHODS[method.id]?.rule ?? "";
  must(!isMotion || method.version === MOTION_VERSION, "motion of another version is not known");
  step(counting, "roll", voids.length > 0 ? "some_void" : "all_valid", {
    present: total(colleges.map(({ present }) => present)), void: voids.length,
    blank_proxies: total(colleges.map(({ blankProxies }) => blankProxies)),
  });
  const quorum = judgeQuorum(counting, call === "first" ? decision.quorum?.first : decision.quorum?.second);
  let decided: { outcome: string; json: JsonObject } = { outcome: "no_quorum", json: {} };
  if (quorum?.met !== false) {
    const { weights, suspended } = findWeights(counting, manifest.form.kind !== "none");
    decided = isMotion ? decideMotion(counting, decision, call, weights) : decideChoice(counting, weights);
    if (suspended) decided.json["weighting_suspended"] = true;
  }
  step(counting, "decision", decided.outcome);
  const json = {
    method: { ...method, rule }, decision_class: name, call, electorate: counting.electorate ?? "assembly",
    constitution: manifest.constitution.hash, ...heads(counting, isMotion), ...(quorum === undefined ? {} : { quorum: quorum.json }),
    ...decided.json, outcome: decided.outcome, explanation: counting.steps,
  };
  return { outcome: decided.outcome, json };
}

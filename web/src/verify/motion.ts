/* motion.ts - a resolution: what the colleges bring, and whether that is the majority (docs/rules/transfer.md, majority.md). */
import { refuse } from "./bytes.ts";
import { ruleOf, type Constitution, type DecisionClass, type Rule } from "./constitution.ts";
import { Fraction } from "./fraction.ts";
import type { JsonObject } from "./json.ts";
import { step, type College, type Counting } from "./poll_count.ts";

export type Tally = { members: number; present: number; for: number; against: number; abstain: number };
type Carried = {
  college: College; tally: Tally; for: number; against: number; weight: Fraction;
  state: string; forWeight: Fraction; againstWeight: Fraction;
};
export type Verdict = { outcome: string; json: JsonObject };

const FOR = 0;
const AGAINST = 1;

/* How many of a college say for, against, or neither. */
export function tallyOf({ members, present, rows }: College): Tally {
  const saying = (choice: number) =>
    rows.filter(({ ballot }) => ballot.state === "counted" && ballot.choice === choice).reduce((sum, { count }) => sum + count, 0);
  const all = rows.reduce((sum, { count }) => sum + count, 0);
  return { members, present, for: saying(FOR), against: saying(AGAINST), abstain: all - saying(FOR) - saying(AGAINST) };
}

/*
 * RULE docs/rules/transfer.md
 * > Abstentions, blank and spoilt papers are counted first, as the constitution says: left out, or as
 * > votes against, or as votes for.
 */
function express(abstention: string, tally: Tally): { for: number; against: number } {
  return {
    for: tally.for + (abstention === "for" ? tally.abstain : 0),
    against: tally.against + (abstention === "against" ? tally.abstain : 0),
  };
}

/*
 * RULE docs/rules/majority.md
 * > An exact tie is a rejection: one half does not pass a threshold of one half, strict or not.
 */
function passes(rule: Rule, ratio: Fraction): boolean {
  const margin = ratio.compare(rule.threshold);
  if (margin === 0 && ratio.equals(Fraction.HALF)) return false;
  return rule.strict ? margin > 0 : margin >= 0;
}

/*
 * RULE docs/rules/transfer.md
 * > Where the majority of the decision is counted on all members, or on all those present, so is the
 * > share inside each college.
 */
function wholeOf(rule: Rule, tally: Tally, otherwise: number): number {
  return rule.base === "members" ? tally.members : rule.base === "present" ? tally.present : otherwise;
}

/* Which side carries a college under the majority rule: positive for, negative against, zero none. */
function sideOf(constitution: Constitution, rule: Rule, votes: { for: number; against: number }, tally: Tally): number {
  const expressed = votes.for + votes.against;
  const larger = Math.sign(votes.for - votes.against);
  const own = constitution.collegeThreshold;
  if (own !== undefined) {
    const [yes, no] = [passes(own, new Fraction(votes.for, expressed)), passes(own, new Fraction(votes.against, expressed))];
    if (yes !== no) return yes ? 1 : -1;
    return yes ? larger : 0;
  }
  if (constitution.word("college_majority") === "simple") return larger;
  return passes(rule, new Fraction(votes.for, wholeOf(rule, tally, expressed))) ? 1 : -1;
}

/*
 * RULE docs/rules/transfer.md
 * > A college that nobody carried is tied. The constitution leaves it out, or divides its weight in two
 * > halves, or counts it against.
 */
function tied(constitution: Constitution, weight: Fraction): Pick<Carried, "state" | "forWeight" | "againstWeight"> {
  const tie = constitution.word("college_tie");
  const half = weight.times(Fraction.HALF);
  if (tie === "split") return { state: "tied", forWeight: half, againstWeight: half };
  return { state: "tied", forWeight: Fraction.ZERO, againstWeight: tie === "against" ? weight : Fraction.ZERO };
}

function carry(constitution: Constitution, rule: Rule, college: College, weight: Fraction): Carried {
  const tally = tallyOf(college);
  const votes = express(constitution.word("abstention"), tally);
  const known = { college, tally, ...votes, weight, forWeight: Fraction.ZERO, againstWeight: Fraction.ZERO };
  const expressed = votes.for + votes.against;
  if (expressed === 0) return { ...known, state: tally.members === 0 ? "empty" : "silent" };
  if (constitution.word("transfer_rule") === "proportional") {
    const whole = wholeOf(rule, tally, constitution.word("college_base") === "present" ? tally.present : expressed);
    const part = (count: number) => weight.times(new Fraction(count, whole));
    return { ...known, state: "counted", forWeight: part(votes.for), againstWeight: part(votes.against) };
  }
  const side = sideOf(constitution, rule, votes, tally);
  if (side === 0) return { ...known, ...tied(constitution, weight) };
  return { ...known, state: "counted", ...(side > 0 ? { forWeight: weight } : { againstWeight: weight }) };
}

/*
 * RULE docs/rules/majority.md
 * > Where silent colleges
 * > stay in the count (`strict`), or where the base is all members, it is divided by the weight of all
 * > colleges. Where the base is those present, it is divided by the weight of the colleges in which
 * > somebody is present, and of all colleges under `strict`. A tied college that the constitution
 * > leaves out is not one of those in which somebody is present.
 */
function wholeOfWeights(constitution: Constitution, rule: Rule, carried: Carried[]): Fraction {
  const isStrict = constitution.word("silent_college") === "strict";
  if (rule.base === "expressed" && !isStrict) {
    return Fraction.sum(carried.flatMap(({ forWeight, againstWeight }) => [forWeight, againstWeight]));
  }
  const isIn = ({ state, tally }: Carried) => isStrict || rule.base === "members" ||
    (tally.present > 0 && !(state === "tied" && constitution.word("college_tie") === "excluded"));
  return Fraction.sum(carried.filter(isIn).map(({ weight }) => weight));
}

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);

function wholeOfHeads(rule: Rule, carried: Carried[]): Fraction {
  const wholes = carried.map((one) => wholeOf(rule, one.tally, one.for + one.against));
  return new Fraction(sum(wholes));
}

function tellColleges(counting: Counting, carried: Carried[]): void {
  for (const one of carried) {
    step(counting, "college", one.state, {
      college: one.college.id, members: one.tally.members, present: one.tally.present, for: one.for, against: one.against,
      abstain: one.tally.abstain, weight: `${one.weight}`, for_weight: `${one.forWeight}`, against_weight: `${one.againstWeight}`,
    });
  }
}

type Ratio = { ratio: Fraction; passes: boolean; tie: boolean } | undefined;

function judge(counting: Counting, rule: Rule, favour: Fraction, whole: Fraction, expressed: number): Ratio {
  if (expressed === 0 || whole.isZero()) {
    step(counting, "majority", expressed === 0 ? "no_vote_expressed" : "no_college_carried");
    return undefined;
  }
  const ratio = favour.over(whole);
  const [margin, isPassed] = [ratio.compare(rule.threshold), passes(rule, ratio)];
  const code = margin === 0 ? (isPassed ? "reached" : "only_reached") : margin > 0 ? "above" : "below";
  const tie = ratio.equals(Fraction.HALF);
  step(counting, "majority", code, {
    for: `${favour}`, whole: `${whole}`, ratio: `${ratio}`, threshold: `${rule.threshold}`, strict: rule.strict, base: rule.base, tie,
  });
  return { ratio, passes: isPassed, tie };
}

/*
 * RULE docs/rules/majority.md
 * > A constitution may ask for more on top: more votes for than against in each college; no college in
 * > which the share for is below a least share; votes for from a least share of all members, counted by
 * > head.
 */
function askMore(counting: Counting, decision: DecisionClass, rule: Rule, carried: Carried[], isWeighted: boolean): string[] {
  const isProportional = isWeighted && counting.constitution.word("transfer_rule") === "proportional";
  const isOfPresent = isProportional && counting.constitution.word("college_base") === "present";
  const majority = decision.majority ?? refuse("the constitution has no majority for this class");
  const missed: string[] = [];
  const ask = (name: string, isReached: boolean, codes: [string, string], figures: JsonObject, missing: string) => {
    step(counting, name, isReached ? codes[0] : codes[1], figures);
    if (!isReached) missed.push(missing);
  };
  for (const one of majority.everyCollege ? carried.filter(({ tally }) => tally.members > 0) : []) {
    const figures = { college: one.college.id, for: one.for, against: one.against };
    ask("every_college", one.for > one.against, ["carried", "not_carried"], figures, "college_not_carried");
  }
  const least = majority.eachCollegeMin;
  const isStrict = isWeighted && least !== undefined && counting.constitution.word("silent_college") === "strict";
  for (const one of least === undefined ? [] : carried) {
    const expressed = one.for + one.against;
    if (expressed === 0 && !(isStrict && one.tally.members > 0)) continue;
    const whole = wholeOf(rule, one.tally, isOfPresent ? one.tally.present : expressed);
    const share = new Fraction(one.for, expressed === 0 ? 1 : whole);
    const figures = { college: one.college.id, share: `${share}`, required: `${least}` };
    ask("each_college_min", share.compare(least ?? share) >= 0, ["reached", "below"], figures, "college_below_min");
  }
  if (majority.membersMin !== undefined) {
    const members = sum(carried.map(({ tally }) => tally.members));
    const share = new Fraction(members === 0 ? 0 : sum(carried.map((one) => one.for)), members === 0 ? 1 : members);
    const figures = { share: `${share}`, required: `${majority.membersMin}` };
    ask("members_min", members > 0 && share.compare(majority.membersMin) >= 0, ["reached", "below"], figures, "members_below_min");
  }
  return missed;
}

function collegesJson(carried: Carried[]): JsonObject {
  return Object.fromEntries(carried.map((one) => [one.college.id, {
    weight: `${one.weight}`, state: one.state, expressed: one.for + one.against, for_weight: `${one.forWeight}`,
    against_weight: `${one.againstWeight}`,
  }]));
}

/* weights: those of the colleges, or null where heads are counted. */
export function decideMotion(counting: Counting, decision: DecisionClass, call: string, weights: Fraction[] | null): Verdict {
  const { constitution, colleges } = counting;
  const rule = ruleOf(decision, call);
  /* Where heads are counted a college says what was voted in it, and brings nothing. */
  const carried = colleges.map((college, i): Carried => {
    if (weights !== null) return carry(constitution, rule, college, weights[i] ?? Fraction.ZERO);
    const tally = tallyOf(college);
    const nothing = { weight: Fraction.ZERO, forWeight: Fraction.ZERO, againstWeight: Fraction.ZERO, state: "counted" };
    return { college, tally, ...express(constitution.word("abstention"), tally), ...nothing };
  });
  const heads = { for: sum(carried.map((one) => one.for)), against: sum(carried.map((one) => one.against)) };
  const [forWeight, againstWeight] = [carried.map((one) => one.forWeight), carried.map((one) => one.againstWeight)].map(Fraction.sum);
  const brought = { for_weight: `${forWeight}`, against_weight: `${againstWeight}` };
  if (weights !== null) {
    tellColleges(counting, carried);
    step(counting, "transfer", constitution.word("transfer_rule"), brought);
  }
  const favour = weights === null ? new Fraction(heads.for) : forWeight ?? Fraction.ZERO;
  const whole = weights === null ? wholeOfHeads(rule, carried) : wholeOfWeights(constitution, rule, carried);
  const judged = judge(counting, rule, favour, whole, heads.for + heads.against);
  const missed = askMore(counting, decision, rule, carried, weights !== null);
  const reason = judged === undefined ? "no_vote_expressed" : missed[0];
  return {
    outcome: judged?.passes === true && missed.length === 0 ? "adopted" : "rejected",
    json: {
      ...(weights === null ? { heads: { ...heads, expressed: heads.for + heads.against } } : { ...brought, colleges: collegesJson(carried) }),
      ...(judged === undefined ? {} : { ratio: `${judged.ratio}` }), ...(judged?.tie ? { tie: true } : {}),
      ...(reason === undefined ? {} : { reason }),
    },
  };
}

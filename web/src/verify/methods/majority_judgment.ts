/* majority_judgment.ts - each ballot grades each option, and the best majority grade is elected. */
import { Fraction } from "../fraction.ts";
import type { JsonObject } from "../json.ts";
import { reason, type Method, type Profile, type Question } from "../poll_count.ts";
import { indexes } from "./pairwise.ts";
import { decidesByRanking, electBest, nameOf, rankBy, rankingJson, totalsJson } from "./shared.ts";

type Group = { grade: number; weight: Fraction };
/* The grades of an option, the worst first, and the middle group with what is above and below it. */
type Reading = { groups: Group[]; total: Fraction; low: number; high: number; grade: number; above: Fraction; below: Fraction };

const MAJORITY_GRADE = "{option} has the majority grade {grade}: {above} of {valid} give a better one, and {below} a worse one.";
const JOINED =
  "{option} and {other} first differ after joining {times} times: {option} then has the grade {grade}, with {above} above and {below} below.";
const BEST_GRADE = { because: "best-grade", sentence: "{option} is elected with the majority grade {total}." };

function groupsOf(question: Question, profile: Profile, option: number): Group[] {
  const isWorst = question.parameters["missing"] === "worst";
  const weights = new Map<number, Fraction>();
  for (const { ballot, weight } of profile.rows) {
    const grade = ballot.scores?.[option] ?? (isWorst ? 0 : null);
    if (grade !== null) weights.set(grade, (weights.get(grade) ?? Fraction.ZERO).plus(weight));
  }
  return [...weights].map(([grade, weight]) => ({ grade, weight })).filter(({ weight }) => !weight.isZero()).sort((a, b) => a.grade - b.grade);
}

/*
 * RULE docs/rules/majority_judgment.md
 * > The majority grade of an option is the worst grade such that at least half of the weight gives it
 * > that grade or a worse one. The ballots that give that grade are its middle group.
 */
function readingOf(groups: Group[]): Reading {
  const total = Fraction.sum(groups.map(({ weight }) => weight));
  let [above, below] = [total, Fraction.ZERO];
  for (const [i, { grade, weight }] of groups.entries()) {
    above = above.minus(weight);
    if (above.plus(above).compare(total) <= 0) return { groups, total, low: i, high: i, grade, above, below };
    below = below.plus(weight);
  }
  return { groups, total, low: 0, high: 0, grade: 0, above, below };
}

/* Positive: the better grades weigh more; negative: the worse do, or as much; zero: there are none. */
function sideOf({ above, below }: Reading): number {
  if (above.compare(below) > 0) return 1;
  return below.isZero() ? 0 : -1;
}

/*
 * RULE docs/rules/majority_judgment.md
 * > the middle group joins the group beside it on that side, takes its grade, and the two options are
 * > compared again, until they differ or there is nothing left to join.
 */
function join(reading: Reading): Reading {
  const isUp = sideOf(reading) > 0;
  const next = isUp ? reading.high + 1 : reading.low - 1;
  const { grade, weight } = reading.groups[next] ?? { grade: 0, weight: Fraction.ZERO };
  return isUp ? { ...reading, high: next, grade, above: reading.above.minus(weight) }
    : { ...reading, low: next, grade, below: reading.below.minus(weight) };
}

/* Positive: the one is better. */
function compareOnce(one: Reading, other: Reading): number {
  const [side, otherSide] = [sideOf(one), sideOf(other)];
  if (one.grade !== other.grade || side !== otherSide) return one.grade - other.grade || side - otherSide;
  const share = (reading: Reading, of: Reading) => (side > 0 ? reading.above : reading.below).times(of.total);
  const order = share(one, other).compare(share(other, one));
  return side > 0 ? order : -order;
}

function compareUntil(one: Reading, other: Reading): { order: number; one: Reading; other: Reading; times: number } {
  let times = 0;
  let order = compareOnce(one, other);
  for (; order === 0 && sideOf(one) !== 0; times++) {
    [one, other] = [join(one), join(other)];
    order = compareOnce(one, other);
  }
  return { order, one, other, times };
}

const figures = ({ grade, above, below }: Reading) => ({ grade: new Fraction(grade), above, below });

/* The figures of all who have the best majority grade, and what separates the best of them. */
function explain(question: Question, readings: Reading[], ranking: number[]): JsonObject[] {
  const reading = (option: number) => readings[option] as Reading;
  const order = indexes(question).sort((a, b) => (ranking[a] ?? 0) - (ranking[b] ?? 0) || a - b);
  const best = order.filter((option) => reading(option).grade === reading(order[0] ?? 0).grade);
  const first = best.map((option) => reason("majority-grade", MAJORITY_GRADE, {
    option: nameOf(question, option), ...figures(reading(option)), valid: reading(option).total,
  }));
  const [winner = 0, ...others] = best;
  const later = others.flatMap((option) => {
    const compared = compareUntil(reading(winner), reading(option));
    if (compared.order === 0 || compared.times === 0) return [];
    const tell = (one: number, other: number, at: Reading) => reason("majority-joined", JOINED, {
      option: nameOf(question, one), other: nameOf(question, other), times: new Fraction(compared.times), ...figures(at),
    });
    return [tell(winner, option, compared.one), tell(option, winner, compared.other)];
  });
  return [...first, ...later];
}

export const majorityJudgment: Method = {
  version: 1,
  rule: "docs/rules/majority_judgment.md",
  takesSeats: false,
  elects: "ranking",
  parameters: { missing: "worst" },
  count: (question, profile) => {
    const readings = indexes(question).map((option) => readingOf(groupsOf(question, profile, option)));
    const reading = (option: number) => readings[option] as Reading;
    const ranking = rankBy(readings.length, (a, b) => compareUntil(reading(b), reading(a)).order);
    const totals = readings.map(({ grade }) => new Fraction(grade));
    const told = profile.valid.isZero() ? [] : explain(question, readings, ranking);
    const elected = electBest(question, profile, ranking, totals, BEST_GRADE);
    return {
      parts: { totals: totalsJson(question, totals), ranking: rankingJson(question, ranking), ties: elected.ties },
      ranking, totals, ...elected, reasons: [...told, ...elected.reasons],
    };
  },
  decides: decidesByRanking,
};

/* shared.ts - what several methods have in common: rankings by totals, who is elected, what settles ties. */
import { Fraction } from "../fraction.ts";
import type { JsonObject } from "../json.ts";
import { byName, reason, type Answer, type Profile, type Question } from "../poll_count.ts";

const MOST_VOTES = "{option} has the most votes: {total} of {valid}.";
const SEAT_BY_TOTAL = "{option} takes a seat with {total} of {valid}.";
const TIE_BY_ORDER = "{option} comes before the others with the same total in the order settled beforehand for ties.";
const NO_VALID_BALLOT = "There is no valid ballot, so nobody is elected.";
const TIED_FIRST = "{option} comes first in the order settled beforehand for ties, among those that nothing else separates.";

export const nameOf = (question: Question, option: number): string => question.names[option] ?? "";

/* The place of each option, 0 the best, by a comparison of options that gives zero for equals. */
export function rankBy(options: number, compare: (a: number, b: number) => number): number[] {
  const order = Array.from({ length: options }, (_, i) => i).sort(compare);
  const ranking = new Array<number>(options).fill(0);
  let place = 0;
  for (const [i, option] of order.entries()) {
    if (i > 0 && compare(order[i - 1] ?? 0, option) !== 0) place++;
    ranking[option] = place;
  }
  return ranking;
}

/* The largest total first. */
export function rankByTotals(totals: Fraction[]): number[] {
  const total = (option: number) => totals[option] ?? Fraction.ZERO;
  return rankBy(totals.length, (a, b) => total(b).compare(total(a)));
}

/* Groups of names, the best first. */
export function rankingJson(question: Question, ranking: number[]): string[][] {
  const groups: string[][] = [];
  for (const [option, place] of ranking.entries()) (groups[place] ??= []).push(nameOf(question, option));
  return groups;
}

/* The options by place, and inside a place in the order settled for ties. */
export function inOrder(question: Question, ranking: number[]): number[] {
  return question.tieOrder.toSorted((a, b) => (ranking[a] ?? 0) - (ranking[b] ?? 0));
}

export const totalsJson = (question: Question, totals: Fraction[]): JsonObject => byName(question.names, totals.map(String));

export function tie(question: Question, among: number[], what: string, settledBy: string): JsonObject {
  return { among: among.map((option) => nameOf(question, option)), for: what, settled_by: settledBy };
}

export const noValidBallot = (): JsonObject => reason("no-valid-ballot", NO_VALID_BALLOT);

export type Elected = { elected: number[]; reasons: JsonObject[]; ties: JsonObject[] };
export type Why = { because: string; sentence: string };

/* The best of the ranking, as many as there are seats; nobody without a valid ballot. */
export function electBest(question: Question, profile: Profile, ranking: number[], totals: Fraction[], why?: Why): Elected {
  if (profile.valid.isZero()) return { elected: [], reasons: [noValidBallot()], ties: [] };
  const one = { because: "most-votes", sentence: MOST_VOTES };
  const several = { because: "seat-by-total", sentence: SEAT_BY_TOTAL };
  const { because, sentence } = why ?? (question.seats === 1 ? one : several);
  const order = inOrder(question, ranking);
  const elected = order.slice(0, question.seats);
  const last = ranking[elected.at(-1) ?? 0];
  const next = order[elected.length];
  const isTied = next !== undefined && ranking[next] === last;
  const reasons = elected.flatMap((option) => {
    const name = nameOf(question, option);
    const facts = { option: name, total: totals[option] ?? Fraction.ZERO, valid: profile.valid };
    const chosen = reason(because, sentence, facts);
    return isTied && ranking[option] === last ? [chosen, reason("tie-by-order", TIE_BY_ORDER, { option: name })] : [chosen];
  });
  const among = ranking.flatMap((place, option) => (place === last ? [option] : []));
  return { elected, reasons, ties: isTied ? [tie(question, among, "election", "tie_order")] : [] };
}

/* The option ranked first, whatever the ranking is by; the order for ties chooses among several. */
export function electFirst(question: Question, profile: Profile, ranking: number[]): Elected {
  if (profile.valid.isZero()) return { elected: [], reasons: [noValidBallot()], ties: [] };
  const among = ranking.flatMap((place, option) => (place === 0 ? [option] : []));
  const first = question.tieOrder.find((option) => among.includes(option)) ?? 0;
  if (among.length === 1) return { elected: [first], reasons: [], ties: [] };
  const chosen = reason("tied-first", TIED_FIRST, { option: nameOf(question, first) });
  return { elected: [first], reasons: [chosen], ties: [tie(question, among, "election", "tie_order")] };
}

/* A college under the majority rule chose the first of the ranking, or is tied among them. */
export function decidesByRanking(answer: Answer, profile: Profile): number[] {
  if (profile.valid.isZero()) return [];
  return (answer.ranking ?? []).flatMap((place, option) => (place === 0 ? [option] : []));
}

/* An answer of a method that ranks by totals and elects the best. */
export function answerByTotals(question: Question, profile: Profile, totals: Fraction[], why?: Why): Answer {
  const ranking = rankByTotals(totals);
  const elected = electBest(question, profile, ranking, totals, why);
  return {
    parts: { totals: totalsJson(question, totals), ranking: rankingJson(question, ranking), ties: elected.ties },
    ranking, totals, ...elected,
  };
}

/* The weight of the ballots that name each option. */
export function crosses(question: Question, profile: Profile): Fraction[] {
  const totals = question.names.map(() => Fraction.ZERO);
  for (const { ballot, weight } of profile.rows) {
    for (const option of ballot.approves ?? [ballot.choice ?? 0]) totals[option] = (totals[option] ?? Fraction.ZERO).plus(weight);
  }
  return totals;
}

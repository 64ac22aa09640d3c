/* borda.ts - points by rank, and the option with the most. */
import { Fraction } from "../fraction.ts";
import type { Method, Question } from "../poll_count.ts";
import { indexes, placesOf } from "./pairwise.ts";
import { answerByTotals, decidesByRanking, type Why } from "./shared.ts";

const MOST_POINTS: Why = { because: "most-points", sentence: "{option} has the most points: {total}, from ballots that weigh {valid}." };

/*
 * RULE docs/rules/borda.md
 * > Of n options it gives n points to
 * > the first, n-1 to the second, and so on, each multiplied by the weight of the ballot. Options at the same
 * > rank share the points of the places that they take, equally.
 *
 * The mean of the points of places from start to before end is that of the first and the last of them.
 */
function pointsOf(question: Question, ranks: number[][]): Fraction[] {
  const n = question.names.length;
  const points = indexes(question).map(() => Fraction.ZERO);
  const places = placesOf(ranks);
  const groups = ranks.map((_, place) => [...places].filter(([, own]) => own === place).map(([option]) => option));
  if (question.parameters["unranked"] === "last") groups.push(indexes(question).filter((option) => !places.has(option)));
  let start = 0;
  for (const group of groups) {
    const end = start + group.length;
    for (const option of group) points[option] = new Fraction(2 * n - start - (end - 1), 2);
    start = end;
  }
  return points;
}

export const borda: Method = {
  version: 1,
  rule: "docs/rules/borda.md",
  takesSeats: false,
  elects: "ranking",
  parameters: { unranked: "last" },
  count: (question, profile) => {
    let totals = indexes(question).map(() => Fraction.ZERO);
    for (const { ballot, weight } of profile.rows) {
      const points = pointsOf(question, ballot.ranks ?? []);
      totals = totals.map((total, option) => total.plus(weight.times(points[option] ?? Fraction.ZERO)));
    }
    return answerByTotals(question, profile, totals, MOST_POINTS);
  },
  decides: decidesByRanking,
};

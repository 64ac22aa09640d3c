/* score.ts - each ballot gives each option a score, and the options with the highest are elected. */
import { Fraction } from "../fraction.ts";
import type { Method, Profile, Question } from "../poll_count.ts";
import { answerByTotals, decidesByRanking, type Why } from "./shared.ts";

const BEST_SCORE: Why = { because: "best-score", sentence: "{option} is elected with a score of {total}." };
const BEST_MEAN: Why = { because: "best-mean", sentence: "{option} is elected with a mean score of {total}." };

/* The sum of the scores of each option, no opinion counting as 0. */
export function scoreTotals(question: Question, profile: Profile): Fraction[] {
  return question.names.map((_, option) =>
    Fraction.sum(profile.rows.map(({ ballot, weight }) => weight.times(new Fraction(ballot.scores?.[option] ?? 0)))));
}

/*
 * RULE docs/rules/score.md
 * > or, where the poll says that no opinion is ignored, that sum divided by the weight of the ballots
 * > that have an opinion of the option, and 0 where there is none.
 */
function means(totals: Fraction[], profile: Profile): Fraction[] {
  return totals.map((total, option) => {
    const judged = profile.rows.filter(({ ballot }) => (ballot.scores?.[option] ?? null) !== null);
    const weight = Fraction.sum(judged.map((row) => row.weight));
    return weight.isZero() ? Fraction.ZERO : total.over(weight);
  });
}

export const score: Method = {
  version: 1,
  rule: "docs/rules/score.md",
  takesSeats: true,
  elects: "ranking",
  parameters: { missing: "0" },
  count: (question, profile) => {
    const totals = scoreTotals(question, profile);
    const isMean = question.parameters["missing"] === "ignore";
    return answerByTotals(question, profile, isMean ? means(totals, profile) : totals, isMean ? BEST_MEAN : BEST_SCORE);
  },
  decides: decidesByRanking,
};

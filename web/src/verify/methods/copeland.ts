/* copeland.ts - whoever beats most of the others, one against one. */
import { Fraction } from "../fraction.ts";
import { reason } from "../poll_count.ts";
import { beats, indexes, pairwiseMethod } from "./pairwise.ts";
import { nameOf, rankByTotals, totalsJson } from "./shared.ts";

const VICTORIES = "Of the others {option} beats {victories} and loses to {defeats}: {total}.";

/*
 * RULE docs/rules/copeland.md
 * > The total of an option is the number of options that it beats, less the number of those that beat it.
 */
export const copeland = pairwiseMethod("copeland", { unranked: "last" }, (question, table) => {
  const options = indexes(question);
  const figures = options.map((i) => ({
    victories: options.filter((j) => beats(table, i, j)).length, defeats: options.filter((j) => beats(table, j, i)).length,
  }));
  const totals = figures.map(({ victories, defeats }) => new Fraction(victories - defeats));
  const before = figures.map(({ victories, defeats }, i) => reason("victories", VICTORIES, {
    option: nameOf(question, i), total: totals[i] ?? Fraction.ZERO, victories: new Fraction(victories), defeats: new Fraction(defeats),
  }));
  return { ranking: rankByTotals(totals), totals, parts: { totals: totalsJson(question, totals) }, before };
});

/* schulze.ts - who has the stronger path of victories to the other, among all paths. */
import { Fraction } from "../fraction.ts";
import { pairReason, at, beats, indexes, pairwiseMethod, rankUnbeaten, strengthsOf, tableJson, type Table } from "./pairwise.ts";

const STRONGEST_PATH =
  "The strongest path from {option} to {other} holds by {for}, and the strongest one back by {against}.";

/*
 * RULE docs/rules/schulze.md
 * > A path from one option to another is a chain of victories: the first option beats a second one, which
 * > beats a third, and so on to the last. A path is as strong as the weakest of its victories.
 *
 * Floyd's algorithm, with the larger of two and the smaller of two in place of less and plus.
 */
function strongestPaths(options: number[], table: Table, strengths: Table): Table {
  const paths = options.map((i) => options.map((j) => (beats(table, i, j) ? at(strengths, i, j) : Fraction.ZERO)));
  for (const k of options) {
    for (const i of options.filter((one) => one !== k)) {
      for (const j of options.filter((one) => one !== i && one !== k)) {
        const [first, second] = [at(paths, i, k), at(paths, k, j)];
        const through = first.compare(second) < 0 ? first : second;
        if (through.compare(at(paths, i, j)) > 0) (paths[i] as Fraction[])[j] = through;
      }
    }
  }
  return paths;
}

/*
 * RULE docs/rules/schulze.md
 * > One option precedes another if the strongest path from it to the other is stronger than the strongest
 * > path back; where there is no path, its strength is zero. No cycle can come of this.
 */
export const schulze = pairwiseMethod("schulze", { strength: "winning", unranked: "last" }, (question, table) => {
  const options = indexes(question);
  const paths = strongestPaths(options, table, strengthsOf(question, table));
  return {
    ranking: rankUnbeaten(options, (i, j) => at(paths, i, j).compare(at(paths, j, i)) > 0),
    parts: { strengths: tableJson(paths) },
    after: (elected) => options.filter((j) => j !== elected)
      .map((j) => pairReason("strongest-path", STRONGEST_PATH, question, paths, elected, j)),
  };
});

/* minimax.ts - the option whose worst defeat is the smallest. */
import { Fraction } from "../fraction.ts";
import { reason, type Question } from "../poll_count.ts";
import { at, beats, indexes, pairwiseMethod, strengthsOf, type Table } from "./pairwise.ts";
import { nameOf, rankBy, totalsJson } from "./shared.ts";

const WHY: Record<string, [because: string, sentence: string]> = {
  winning: ["worst-defeat", "{option} loses to {other}, whom {total} prefer: it has no worse defeat."],
  margins: ["worst-margin", "Those who prefer {other} to {option}, less those who prefer {option}, are {total}: no other margin against it is larger."],
  opposition: ["worst-opposition", "{total} prefer {other} to {option}: no other option has more against it."],
};

/*
 * RULE docs/rules/minimax.md
 * > With strength=winning, a defeat is the weight of the ballots that prefer the other, where the other
 * > beats the option; an option that nobody beats has a total of zero.
 *
 * Who inflicts its worst defeat on an option; undefined where it has none.
 */
function worstOpponent(question: Question, table: Table, strengths: Table, option: number): number | undefined {
  const isBeatenAlone = question.parameters["strength"] === "winning";
  const opponents = indexes(question).filter((j) => j !== option && (!isBeatenAlone || beats(table, j, option)));
  return opponents.reduce<number | undefined>((worst, j) =>
    (worst === undefined || at(strengths, j, option).compare(at(strengths, worst, option)) > 0 ? j : worst), undefined);
}

/*
 * RULE docs/rules/minimax.md
 * > The option whose worst defeat is the smallest is elected. The total of an option is its worst defeat.
 */
export const minimax = pairwiseMethod("minimax", { strength: "winning", unranked: "last" }, (question, table) => {
  const strengths = strengthsOf(question, table);
  const worst = indexes(question).map((option) => worstOpponent(question, table, strengths, option));
  const totals = worst.map((other, option) => (other === undefined ? Fraction.ZERO : at(strengths, other, option)));
  const [because, sentence] = WHY[question.parameters["strength"] ?? ""] ?? ["", ""];
  const before = worst.map((other, i) => {
    const option = nameOf(question, i);
    if (other === undefined) return reason("undefeated", "{option} loses to nobody.", { option });
    return reason(because, sentence, { option, other: nameOf(question, other), total: totals[i] ?? Fraction.ZERO });
  });
  const total = (option: number) => totals[option] ?? Fraction.ZERO;
  const ranking = rankBy(totals.length, (a, b) => total(a).compare(total(b)));
  return { ranking, totals, parts: { totals: totalsJson(question, totals) }, before };
});

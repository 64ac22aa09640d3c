/* ranked_pairs.ts - victories are locked one after the other, the strongest first, without a cycle. */
import type { JsonObject } from "../json.ts";
import { reason, type Question } from "../poll_count.ts";
import { at, beats, indexes, pairReason, pairwiseMethod, rankUnbeaten, strengthsOf, type Table } from "./pairwise.ts";
import { nameOf, tie } from "./shared.ts";

type Victory = { winner: number; loser: number };

const LEFT_OUT_TOLD = 1000;
const LEFT_OUT = "The victory of {option} over {other}, {for} to {against}, is left out: victories that come before it place {other} above {option}.";
const BY_ORDER =
  "Victories as strong as each other contradict each other: those of {option} come first, in the order settled beforehand for ties.";

/*
 * RULE docs/rules/ranked_pairs.md
 * > Of two victories of the same strength, with strength=winning, the one of which the loser is preferred by
 * > less weight comes first; then, as at once with strength=margins, the one whose winner comes before the
 * > other's in the order settled beforehand for ties; then, of the same winner, the one whose loser comes last
 * > in that order.
 *
 * In groups that only the order of ties tells apart: of equal margins, the loser's are equal too.
 */
function groupsOf(question: Question, table: Table): Victory[][] {
  const strengths = strengthsOf(question, table);
  const places = indexes(question).map((option) => question.tieOrder.indexOf(option));
  const place = (option: number) => places[option] ?? 0;
  const victories = indexes(question).flatMap((winner) =>
    indexes(question).filter((loser) => beats(table, winner, loser)).map((loser) => ({ winner, loser })));
  const byWeight = (a: Victory, b: Victory) => at(strengths, b.winner, b.loser).compare(at(strengths, a.winner, a.loser)) ||
    at(strengths, a.loser, a.winner).compare(at(strengths, b.loser, b.winner));
  victories.sort((a, b) => byWeight(a, b) || place(a.winner) - place(b.winner) || place(b.loser) - place(a.loser));
  const groups: Victory[][] = [];
  for (const victory of victories) {
    const last = groups.at(-1);
    if (last?.[0] !== undefined && byWeight(last[0], victory) === 0) last.push(victory);
    else groups.push([victory]);
  }
  return groups;
}

/* What is locked, and whom it places above whom. */
class Locks {
  readonly locked: boolean[][];
  readonly #above: boolean[][];

  constructor(options: number[]) {
    this.locked = options.map(() => options.map(() => false));
    this.#above = options.map(() => options.map(() => false));
  }

  isAbove(i: number, j: number): boolean {
    return this.#above[i]?.[j] === true;
  }

  copy(): Locks {
    const copy = new Locks([]);
    copy.locked.push(...this.locked.map((row) => [...row]));
    copy.#above.push(...this.#above.map((row) => [...row]));
    return copy;
  }

  lock({ winner, loser }: Victory): void {
    (this.locked[winner] as boolean[])[loser] = true;
    if (this.isAbove(winner, loser)) return;
    for (const [i, row] of this.#above.entries()) {
      if (i !== winner && !this.isAbove(i, winner)) continue;
      for (const j of row.keys()) if (j === loser || this.isAbove(loser, j)) row[j] = true;
    }
  }
}

/*
 * RULE docs/rules/ranked_pairs.md
 * > Victories that only the order of ties tells apart contradict each other where they stand in a circle:
 * > from the loser a way leads back to the winner, by others of them and by victories locked before them.
 * > Those between whose two options the latter already decide are no part of it.
 *
 * Of the open ones, between whose options nothing was decided; those of them that could be are locked.
 */
function contradicting(locks: Locks, open: Set<Victory>): Victory[] {
  const all = locks.copy();
  for (const victory of open) all.lock(victory);
  return [...open].filter(({ winner, loser }) => all.isAbove(loser, winner));
}

export const rankedPairs = pairwiseMethod("ranked_pairs", { strength: "winning", unranked: "last" }, (question, table) => {
  const options = indexes(question);
  const locks = new Locks(options);
  const before: JsonObject[] = [];
  const ties: JsonObject[] = [];
  let told = 0;
  for (const group of groupsOf(question, table)) {
    const open = new Set(group.filter(({ winner, loser }) => !locks.isAbove(loser, winner) && !locks.isAbove(winner, loser)));
    let isByOrder = false;
    for (const victory of group) {
      const { winner, loser } = victory;
      if (!locks.isAbove(loser, winner)) {
        locks.lock(victory);
        continue;
      }
      isByOrder ||= open.has(victory);
      if (told < LEFT_OUT_TOLD) before.push(pairReason("victory-left-out", LEFT_OUT, question, table, winner, loser));
      told++;
    }
    if (!isByOrder) continue;
    const circular = contradicting(locks, open);
    const among = options.filter((option) => circular.some(({ winner }) => winner === option));
    const first = question.tieOrder.find((option) => among.includes(option)) ?? 0;
    ties.push(tie(question, among, "pair", "tie_order"));
    before.push(reason("pair-by-order", BY_ORDER, { option: nameOf(question, first) }));
  }
  return { ranking: rankUnbeaten(options, (i, j) => locks.locked[i]?.[j] === true), ties, before };
});

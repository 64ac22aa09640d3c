/* committees.ts - sequential proportional approval, sequential Phragmén and equal shares. */
import { Fraction } from "../fraction.ts";
import type { Method, Profile, Question, Weighed } from "../poll_count.ts";
import { Committee, seatByLoads, weightOf, type Figure } from "./committee.ts";

const OF_COMMITTEES: Pick<Method, "version" | "takesSeats"> = { version: 1, takesSeats: true };

/*
 * RULE docs/rules/seq_pav.md
 * > A ballot that approves k of the elected counts for each other option that it approves with its weight
 * > divided by k + 1. The total of an option is what the ballots that approve it count.
 */
export const seqPav: Method = {
  ...OF_COMMITTEES, rule: "docs/rules/seq_pav.md", elects: "turn", parameters: {},
  count: (question, profile) => {
    const committee = new Committee(question, profile);
    const figure = (option: number): Fraction => Fraction.sum((committee.supporters[option] ?? []).map(({ ballot, weight }) => {
      const satisfied = committee.elected.filter((elected) => ballot.approves?.includes(elected)).length;
      return weight.over(new Fraction(satisfied + 1));
    }));
    committee.weigh(figure);
    while (!profile.valid.isZero() && !committee.isFull) {
      committee.weigh(figure);
      committee.seat("seat-by-satisfaction", false);
    }
    return committee.answer(true);
  },
};

export const seqPhragmen: Method = {
  ...OF_COMMITTEES, rule: "docs/rules/seq_phragmen.md", elects: "turn", parameters: {},
  count: (question, profile) => {
    const committee = new Committee(question, profile);
    if (!profile.valid.isZero()) seatByLoads(committee, new Map());
    return committee.answer(true);
  },
};

/*
 * RULE docs/rules/equal_shares.md
 * > The supporters of an option can pay for it if they hold at least 1 together. Then each pays the same
 * > per unit of weight, or all that it holds where that is less; the least amount per unit by which this
 * > makes 1 is the share of the option.
 */
function shareOf(rows: Weighed[], money: Map<Weighed, Fraction>): Figure {
  const held = (row: Weighed): Fraction => money.get(row) ?? Fraction.ZERO;
  let [due, payers] = [Fraction.ONE, weightOf(rows)];
  for (const row of rows.filter(({ weight }) => !weight.isZero()).sort((a, b) => held(a).compare(held(b)))) {
    if (payers.times(held(row)).compare(due) >= 0) return due.over(payers);
    due = due.minus(row.weight.times(held(row)));
    payers = payers.minus(row.weight);
  }
  return undefined;
}

function buy(question: Question, profile: Profile, committee: Committee): Map<Weighed, Fraction> {
  const share = new Fraction(question.seats).over(profile.valid);
  const money = new Map(profile.rows.map((row) => [row, share]));
  while (!committee.isFull) {
    committee.weigh((option) => shareOf(committee.supporters[option] ?? [], money));
    const chosen = committee.seat("seat-bought", true);
    if (chosen === undefined) break;
    const paid = committee.figures[chosen] ?? Fraction.ZERO;
    for (const row of committee.supporters[chosen] ?? []) {
      const left = (money.get(row) ?? Fraction.ZERO).minus(paid);
      money.set(row, left.compare(Fraction.ZERO) < 0 ? Fraction.ZERO : left);
    }
  }
  return money;
}

/*
 * RULE docs/rules/equal_shares.md
 * > Seat after seat, of the options that their supporters can pay for the one with the smallest share is
 * > elected, and its supporters pay. When there is none, the seats that are left go as the poll says.
 */
export const equalShares: Method = {
  ...OF_COMMITTEES, rule: "docs/rules/equal_shares.md", elects: "otherwise", parameters: { completion: "seq-phragmen" },
  count: (question, profile) => {
    const committee = new Committee(question, profile);
    if (profile.valid.isZero()) return committee.answer(false);
    const money = buy(question, profile, committee);
    if (committee.isFull) return committee.answer(false);
    const { seats } = question; /* those beyond the options among them */
    committee.tell("money-spent", { left: new Fraction(seats - committee.elected.length), seats: new Fraction(seats) });
    const { completion } = question.parameters;
    if (completion === "seq-phragmen") seatByLoads(committee, new Map([...money].map(([row, left]) => [row, Fraction.ZERO.minus(left)])));
    if (completion !== "approval") return committee.answer(false);
    committee.weigh((option) => weightOf(committee.supporters[option] ?? []));
    while (!committee.isFull) committee.seat("seat-by-total", false);
    return committee.answer(false);
  },
};

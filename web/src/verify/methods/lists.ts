/* lists.ts - seats for lists in proportion to their votes: highest averages, and largest remainders. */
import { Fraction } from "../fraction.ts";
import type { JsonObject } from "../json.ts";
import { byName, reason, type Answer, type Method, type Profile, type Question } from "../poll_count.ts";
import { crosses, nameOf, noValidBallot, rankByTotals, rankingJson, tie, totalsJson } from "./shared.ts";

/* A list that may have a seat, and how strong its claim to the next one is. */
type Claim = { option: number; strength: Fraction };

const BELOW_THRESHOLD = "{option} has {votes} of {valid}, less than the threshold of {threshold}, and gets no seat.";
const BY_AVERAGE = "Seat {seat} goes to {option}: its votes, {votes}, divided by {divisor}, are {average}, the most.";
const BY_QUOTA = "{option} has {votes} votes: {seats} times the quota of {quota}, and {remainder} remain.";
const BY_REMAINDER = "{option} takes one seat more with the remainder {remainder}.";
const TIE_BY_ORDER =
  "{option} comes before the others whose claim to the seat is as strong, in the order settled beforehand for ties.";

class Lists {
  readonly question: Question;
  readonly totals: Fraction[];
  readonly seats: number[];
  readonly reasons: JsonObject[] = [];
  readonly ties: JsonObject[] = [];
  readonly claims: Claim[];

  constructor(question: Question, profile: Profile) {
    this.question = question;
    this.totals = crosses(question, profile);
    this.seats = question.names.map(() => 0);
    this.claims = profile.valid.isZero() ? [] : this.#admit(profile.valid);
    if (profile.valid.isZero()) this.reasons.push(noValidBallot());
    else if (this.claims.length === 0) this.reasons.push(reason("no-list-qualifies", "No list reaches the threshold, so no seat is given."));
  }

  votes(option: number): Fraction {
    return this.totals[option] ?? Fraction.ZERO;
  }

  /*
   * RULE docs/rules/dhondt.md
   * > A list whose votes, divided by the valid votes, are below the threshold gets no seat; reaching it
   * > exactly is enough. A list without votes gets no seat.
   */
  #admit(valid: Fraction): Claim[] {
    const threshold = Fraction.read(this.question.parameters["threshold"] ?? "0");
    const needed = threshold.times(valid);
    for (const [option, votes] of this.totals.entries()) {
      if (votes.compare(needed) >= 0) continue;
      this.reasons.push(reason("list-below-threshold", BELOW_THRESHOLD, { option: nameOf(this.question, option), votes, valid, threshold }));
    }
    const admitted = this.question.tieOrder.filter((option) => !this.votes(option).isZero() && this.votes(option).compare(needed) >= 0);
    return admitted.map((option) => ({ option, strength: this.votes(option) }));
  }

  /* The strongest first; equals in the order of ties, in which claims were made. */
  inOrder(): Claim[] {
    const { tieOrder } = this.question;
    return this.claims.toSorted((a, b) => b.strength.compare(a.strength) || tieOrder.indexOf(a.option) - tieOrder.indexOf(b.option));
  }

  /* The winners of the last seats, when others had as strong a claim. */
  settle(winners: number[], losers: number[]): void {
    if (losers.length === 0) return;
    for (const option of winners) this.reasons.push(reason("seat-tie-by-order", TIE_BY_ORDER, { option: nameOf(this.question, option) }));
    this.ties.push(tie(this.question, [...winners, ...losers], "seat", "tie_order"));
  }

  answer(parts: JsonObject = {}): Answer {
    const { question, totals, seats } = this;
    const ranking = rankByTotals(totals);
    return {
      parts: {
        totals: totalsJson(question, totals), ranking: rankingJson(question, ranking), seats_by_option: byName(question.names, seats),
        ties: this.ties, ...parts,
      },
      elected: [], ranking, totals, reasons: this.reasons, ties: this.ties,
    };
  }
}

function method(id: string, count: (question: Question, profile: Profile) => Answer): Method {
  return {
    version: 1, rule: `docs/rules/${id}.md`, takesSeats: true, elects: "nobody", parameters: { threshold: "0" },
    ratios: ["threshold"], count,
  };
}

/* divisorAfter: by what votes are divided for the seat that comes after so many. */
function byAverages(id: string, divisorAfter: (seats: number) => Fraction): Method {
  return method(id, (question, profile) => {
    const lists = new Lists(question, profile);
    const claim = (one: Claim) => {
      one.strength = lists.votes(one.option).over(divisorAfter(lists.seats[one.option] ?? 0));
    };
    lists.claims.forEach(claim);
    let [winners, last]: [number[], Fraction] = [[], Fraction.ZERO];
    for (let seat = 1; lists.claims.length > 0 && seat <= question.seats; seat++) {
      const first = lists.inOrder()[0] as Claim;
      const { option, strength } = first;
      winners = strength.equals(last) ? [...winners, option] : [option];
      last = strength;
      const divisor = divisorAfter(lists.seats[option] ?? 0);
      const facts = { seat: new Fraction(seat), option: nameOf(question, option), votes: lists.votes(option), divisor, average: strength };
      lists.reasons.push(reason("seat-by-average", BY_AVERAGE, facts));
      lists.seats[option] = (lists.seats[option] ?? 0) + 1;
      claim(first);
    }
    lists.settle(winners, lists.inOrder().filter(({ strength }) => strength.equals(last)).map(({ option }) => option));
    return lists.answer();
  });
}

const odd = (seats: number): Fraction => new Fraction(2 * seats + 1);

/*
 * RULE docs/rules/dhondt.md
 * > Seat after seat goes to the list with the highest average: its votes divided by 1 while it has no
 * > seat, by 2 when it has one, by 3 when it has two, and so on.
 */
export const dhondt = byAverages("dhondt", (seats) => new Fraction(seats + 1));
export const sainteLague = byAverages("sainte-lague", odd);
export const sainteLagueModified = byAverages("sainte-lague-modified", (seats) => (seats === 0 ? new Fraction(7, 5) : odd(seats)));

/*
 * RULE docs/rules/largest-remainder.md
 * > The quota is the votes of the lists that may have seats, divided by the number of seats, exactly.
 * > Each of them gets a seat for every whole quota that its votes hold.
 */
export const largestRemainder = method("largest-remainder", (question, profile) => {
  const lists = new Lists(question, profile);
  if (lists.claims.length === 0) return lists.answer();
  const quota = Fraction.sum(lists.claims.map(({ strength }) => strength)).over(new Fraction(question.seats));
  let rest = question.seats;
  for (const one of lists.claims) {
    const votes = one.strength;
    const seats = new Fraction(votes.over(quota).floor());
    one.strength = votes.minus(seats.times(quota));
    rest -= Number(seats.num);
    lists.seats[one.option] = Number(seats.num);
    const facts = { option: nameOf(question, one.option), votes, seats, quota, remainder: one.strength };
    lists.reasons.push(reason("seats-by-quota", BY_QUOTA, facts));
  }
  const order = lists.inOrder();
  const last = order[rest - 1]?.strength;
  const isLast = ({ strength }: Claim) => last !== undefined && strength.equals(last);
  for (const { option, strength } of order.slice(0, rest)) {
    lists.seats[option] = (lists.seats[option] ?? 0) + 1;
    lists.reasons.push(reason("seat-by-remainder", BY_REMAINDER, { option: nameOf(question, option), remainder: strength }));
  }
  const optionsOf = (claims: Claim[]) => claims.filter(isLast).map(({ option }) => option);
  lists.settle(optionsOf(order.slice(0, rest)), optionsOf(order.slice(rest)));
  return lists.answer({ quota: `${quota}` });
});

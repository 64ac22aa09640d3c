/* stv_meek.ts - the single transferable vote by Meek's rule, in fixed decimals. */
import { Fraction } from "../fraction.ts";
import { byName, type Answer, type Method, type Profile, type Question } from "../poll_count.ts";
import { indexes } from "./pairwise.ts";
import { nobody, Rounds } from "./rounds.ts";
import { nameOf, rankByTotals } from "./shared.ts";

const EQUALS_MAX = 10;

/* The quotient, rounded up. */
const ceiling = (num: bigint, den: bigint): bigint => (num + den - 1n) / den;

/* What is left of a ballot, in parts of the last decimal, with the weight of the orders that leave so much. */
type Left = Map<bigint, Fraction>;

function leave(left: Left, parts: bigint, weight: Fraction): void {
  if (parts > 0n) left.set(parts, (left.get(parts) ?? Fraction.ZERO).plus(weight));
}

class Meek {
  readonly rounds: Rounds;
  readonly #profile: Profile;
  readonly #one: bigint;
  readonly #omega: bigint;
  readonly #isElected: boolean[];
  readonly #keep: bigint[];
  /* In parts, as the quota and the surplus are. */
  #votes: Fraction[];
  #quota = 0n;
  #surplus: Fraction = Fraction.ZERO;
  readonly #factorials: Fraction[];

  constructor(question: Question, profile: Profile) {
    this.rounds = new Rounds(question);
    this.#profile = profile;
    this.#one = 10n ** BigInt(question.parameters["decimals"] ?? "9");
    this.#omega = 10n ** BigInt(question.parameters["omega"] ?? "6");
    this.#isElected = indexes(question).map(() => false);
    this.#keep = indexes(question).map(() => this.#one);
    this.#votes = indexes(question).map(() => Fraction.ZERO);
    this.#factorials = [Fraction.ONE];
    for (const option of indexes(question)) this.#factorials.push((this.#factorials[option] as Fraction).times(new Fraction(option + 1)));
  }

  votesOf(option: number): Fraction {
    return this.#votes[option] ?? Fraction.ZERO;
  }

  /*
   * RULE docs/rules/stv-meek.md
   * > An option takes its keep factor of what is left of the ballot, rounded up to the last decimal; what
   * > is left goes on to the next option.
   */
  #taken(parts: bigint, option: number): bigint {
    return this.#isElected[option] === true ? ceiling(parts * (this.#keep[option] ?? 0n), this.#one) : parts;
  }

  /*
   * RULE docs/rules/stv-meek.md
   * > A ballot that ranks options equal is divided equally over all orders of each group of equals; each
   * > part is a ballot that ranks them in that order.
   *
   * What is left depends on which of the elected took before, in which order, and on nothing else: a set of them, and the weight
   * of the orders that begin with it.
   */
  #divide(group: number[], before: Left): Left {
    const elected = group.filter((option) => this.#isElected[option] === true);
    const hopeful = group.filter((option) => this.#isElected[option] !== true);
    const all = this.#factorials[group.length] ?? Fraction.ONE;
    const lists: Left[] = Array.from({ length: 1 << elected.length }, () => new Map());
    for (const [parts, weight] of before) lists[0]?.set(parts, weight.over(all));
    for (const [set, list] of lists.entries()) {
      const size = elected.filter((_, i) => (set >> i) % 2 === 1).length;
      const orders = this.#factorials[group.length - size - 1];
      if (orders === undefined) break;
      for (const [parts, weight] of list) {
        for (const option of hopeful) this.#give(option, weight.times(orders), parts);
        for (const [i, option] of elected.entries()) {
          if ((set >> i) % 2 === 1) continue;
          const taken = this.#taken(parts, option);
          this.#give(option, weight.times(orders), taken);
          leave(lists[set | (1 << i)] as Left, parts - taken, weight);
        }
      }
    }
    return hopeful.length > 0 ? new Map() : lists.at(-1) ?? new Map();
  }

  #give(option: number, weight: Fraction, parts: bigint): void {
    this.#votes[option] = this.votesOf(option).plus(weight.times(new Fraction(parts)));
  }

  #distributeOne(ranks: number[][], weight: Fraction, isExcluded: (option: number) => boolean): void {
    let left: Left = new Map([[this.#one, weight]]);
    const seen = new Set<number>();
    for (const rank of ranks) {
      const group = [...new Set(rank)].filter((option) => !seen.has(option) && !isExcluded(option));
      for (const option of group) seen.add(option);
      if (group.length > 0) left = this.#divide(group, left);
      if (left.size === 0) return;
    }
  }

  /*
   * RULE docs/rules/stv-meek.md
   * > The quota is the sum of the votes divided by one more than the number of seats, without what is
   * > beyond the decimals, plus one unit of the last decimal.
   */
  #distributeAll(): void {
    const { continues, question } = this.rounds;
    this.#votes = this.#votes.map(() => Fraction.ZERO);
    const isExcluded = (option: number) => continues[option] !== true && this.#isElected[option] !== true;
    for (const { ballot, weight } of this.#profile.rows) this.#distributeOne(ballot.ranks ?? [], weight, isExcluded);
    this.#quota = Fraction.sum(this.#votes).over(new Fraction(question.seats + 1)).floor() + 1n;
    const surpluses = indexes(question).filter((option) => this.#isElected[option] === true)
      .map((option) => this.votesOf(option).minus(new Fraction(this.#quota)));
    const surplus = Fraction.sum(surpluses);
    this.#surplus = surplus.compare(Fraction.ZERO) > 0 ? surplus : Fraction.ZERO;
  }

  #reaches(option: number): boolean {
    return this.votesOf(option).compare(new Fraction(this.#quota)) >= 0;
  }

  /*
   * RULE docs/rules/stv-meek.md
   * > The keep factor of each elected option is multiplied by the quota, rounded up, then divided by its
   * > votes, rounded up. It never exceeds 1.
   */
  #updateKeep(): void {
    for (const option of indexes(this.rounds.question)) {
      const votes = this.votesOf(option);
      if (this.#isElected[option] !== true || votes.isZero()) continue;
      const factor = ceiling((this.#keep[option] ?? 0n) * this.#quota, this.#one);
      const kept = ceiling(factor * this.#one * votes.den, votes.num);
      this.#keep[option] = kept < this.#one ? kept : this.#one;
    }
  }

  /*
   * RULE docs/rules/stv-meek.md
   * > The ballots are distributed by the new keep factors until somebody is elected, or the surplus is
   * > less than 10^-omega, or it is no smaller than it was after the distribution before, in the same
   * > round.
   */
  #distribute(): void {
    for (let before: Fraction | undefined; ; before = this.#surplus) {
      this.#distributeAll();
      const isSettled = this.#surplus.times(new Fraction(this.#omega)).compare(new Fraction(this.#one)) < 0;
      const hasWinner = this.rounds.continuing().some((option) => this.#reaches(option));
      if (hasWinner || isSettled || (before !== undefined && this.#surplus.compare(before) >= 0)) return;
      this.#updateKeep();
    }
  }

  #record(): void {
    const { question, continues } = this.rounds;
    const totals = this.totals();
    const exhausted = this.#profile.valid.minus(Fraction.sum(totals));
    const kept = indexes(question).filter((option) => continues[option] === true || this.#isElected[option] === true);
    const keep = byName(kept.map((option) => nameOf(question, option)), kept.map((option) => `${new Fraction(this.#keep[option] ?? 0n, this.#one)}`));
    this.exhausted = exhausted;
    this.rounds.begin(totals, indexes(question), exhausted, { quota: `${this.quota()}`, keep });
    this.rounds.places = rankByTotals(totals);
  }

  /*
   * RULE docs/rules/stv-meek.md
   * > Where more have it than there are seats left, those with the most votes are elected, and among equals for the
   * > last seats those who come first in the order settled beforehand for ties.
   */
  #elect(with_: "quota" | "seats"): void {
    const { question, elected } = this.rounds;
    const chosen = this.rounds.continuing().filter((option) => with_ === "seats" || this.#reaches(option));
    const sorted = this.rounds.sort(chosen);
    const seats = question.seats - elected.length;
    const placeOf = (at: number) => this.rounds.places[sorted[at] ?? 0];
    if (seats > 0 && sorted.length > seats && placeOf(seats - 1) === placeOf(seats)) {
      this.rounds.chooseByOrder(chosen.filter((option) => this.rounds.places[option] === placeOf(seats)), "election");
    }
    for (const option of sorted.slice(0, seats)) {
      const total = this.totals()[option] ?? Fraction.ZERO;
      this.rounds.elect(option);
      if (with_ === "quota") this.rounds.tell("round-quota-reached", option, { total, quota: this.quota() });
      else this.rounds.tell("round-seats-left", option, { total });
      this.#isElected[option] = true;
    }
  }

  /*
   * RULE docs/rules/stv-meek.md
   * > Whoever continues and has at most as much more than the one with the fewest votes as the surplus is,
   * > is tied with that one; the last of them in the order settled beforehand for ties is excluded.
   */
  #excludeLowest(): void {
    const [lowest = 0] = this.rounds.extremes(this.#votes, false);
    const limit = this.votesOf(lowest).plus(this.#surplus);
    const tied = this.rounds.continuing().filter((option) => this.votesOf(option).compare(limit) <= 0);
    const { option, equals } = this.rounds.chooseByOrder(tied, "exclusion");
    this.rounds.exclude(option, equals);
    const total = this.totals()[option] ?? Fraction.ZERO;
    if (this.votesOf(option).equals(this.votesOf(lowest))) this.rounds.tell("round-excluded", option, { total });
    else this.rounds.tell("round-excluded-within", option, { total, surplus: this.#surplus.over(new Fraction(this.#one)) });
    this.#keep[option] = 0n;
  }

  exhausted: Fraction = Fraction.ZERO;

  totals(): Fraction[] {
    return this.#votes.map((votes) => votes.over(new Fraction(this.#one)));
  }

  quota(): Fraction {
    return new Fraction(this.#quota, this.#one);
  }

  /*
   * RULE docs/rules/stv-meek.md
   * > A round ends with the election of all who have at least the quota, or with one exclusion. As soon as
   * > no more options continue than seats are left, they are elected in the same round. The count ends
   * > when the seats are filled.
   */
  run(): void {
    const { rounds } = this;
    const left = (): number => rounds.question.seats - rounds.elected.length;
    while (left() > 0 && rounds.continuing().length > 0) {
      this.#distribute();
      this.#record();
      if (rounds.continuing().some((option) => this.#reaches(option))) this.#elect("quota");
      else if (rounds.continuing().length > left()) this.#excludeLowest();
      if (rounds.continuing().length <= left()) this.#elect("seats");
    }
  }
}

function count(question: Question, profile: Profile): Answer {
  if (profile.valid.isZero()) return nobody(new Rounds(question), { parts: { quota: "0/1" } });
  const meek = new Meek(question, profile);
  meek.run();
  return meek.rounds.answer(meek.totals(), meek.exhausted, { parts: { quota: `${meek.quota()}` } });
}

/*
 * RULE docs/rules/stv-meek.md
 * > With more than ten seats, a ballot that ranks more than ten options equal is spoilt: its orders
 * > would be too many.
 */
export const stvMeek: Method = {
  version: 1,
  rule: "docs/rules/stv-meek.md",
  takesSeats: true,
  elects: "otherwise",
  parameters: { decimals: "9", omega: "6" },
  judge: ({ ranks = [] }, { seats }) => (seats > EQUALS_MAX && ranks.some((rank) => new Set(rank).size > EQUALS_MAX) ? "spoilt" : "counted"),
  count,
};

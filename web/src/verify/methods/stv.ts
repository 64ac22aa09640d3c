/* stv.ts - the single transferable vote: a quota, surpluses and exclusions, by the Scottish rule and in exact fractions. */
import { Fraction } from "../fraction.ts";
import type { JsonObject } from "../json.ts";
import { byName, reason, type Answer, type Method, type Profile, type Question } from "../poll_count.ts";
import { indexes } from "./pairwise.ts";
import { holdersOf, nobody, papersOf, Rounds, type Paper, type Reading } from "./rounds.ts";
import { nameOf } from "./shared.ts";

/* What one variant says otherwise than another. */
type Variant = {
  quota: (valid: Fraction, seats: number) => Fraction;
  /* Is more than the quota asked for, or the quota itself? */
  isAbove: boolean;
  round: (value: Fraction) => Fraction;
};

/*
 * RULE docs/rules/stv-scottish.md
 * > A ballot is read as far as it is clear: an equal rank, or an option that stands a second time, ends
 * > it. If its first preference is not clear, the ballot is spoilt. A rank that is skipped says nothing.
 */
const READING: Reading = { equal: "ends", repeatEnds: true, skippedMax: Infinity };
const QUOTA = "The quota is {quota}, for {valid} votes and {seats} seats.";

class Count {
  readonly rounds: Rounds;
  readonly #variant: Variant;
  readonly #valid: Fraction;
  readonly #quota: Fraction;
  readonly #held: Paper[][];
  readonly #hasSurplus = new Set<number>();
  totals: Fraction[];
  exhausted: Fraction = Fraction.ZERO;

  constructor(variant: Variant, question: Question, profile: Profile, quota: Fraction) {
    this.rounds = new Rounds(question);
    this.#variant = variant;
    this.#valid = profile.valid;
    this.#quota = quota;
    this.#held = indexes(question).map(() => []);
    this.totals = indexes(question).map(() => Fraction.ZERO);
    this.#send(papersOf(profile, READING));
  }

  #total(option: number): Fraction {
    return this.totals[option] ?? Fraction.ZERO;
  }

  /* Gives papers to their next preferences; what each option gains. */
  #send(papers: Paper[]): Fraction[] {
    const gains = this.totals.map(() => Fraction.ZERO);
    for (const paper of papers) {
      const [option] = holdersOf(paper, this.rounds.continues);
      if (option === undefined) continue;
      this.#held[option]?.push(paper);
      gains[option] = (gains[option] ?? Fraction.ZERO).plus(paper.weight.times(paper.value));
    }
    this.totals = this.totals.map((total, option) => total.plus(gains[option] ?? Fraction.ZERO));
    return gains;
  }

  #stage(transfers: JsonObject[]): void {
    this.exhausted = this.#valid.minus(Fraction.sum(this.totals));
    this.rounds.begin(this.totals, indexes(this.rounds.question), this.exhausted, { quota: `${this.#quota}`, transfers });
    this.rounds.place(this.totals);
    this.#electInStage();
  }

  /*
   * RULE docs/rules/stv-scottish.md
   * > At the end of every stage, each option that has at least the quota is elected, those with the most
   * > votes first. As soon as no more options continue than seats are left, they are elected too.
   */
  #electInStage(): void {
    const reaches = (option: number) => {
      const order = this.#total(option).compare(this.#quota);
      return this.#variant.isAbove ? order > 0 : order >= 0;
    };
    const why = this.#variant.isAbove ? "round-quota-passed" : "round-quota-reached";
    for (const option of this.rounds.sort(this.rounds.continuing().filter(reaches))) this.#elect(option, why);
    if (this.rounds.continuing().length > this.seatsLeft()) return;
    for (const option of this.rounds.sort(this.rounds.continuing())) this.#elect(option, "round-seats-left");
  }

  #elect(option: number, why: string): void {
    const total = this.#total(option);
    this.rounds.elect(option);
    if (total.compare(this.#quota) > 0) this.#hasSurplus.add(option);
    this.rounds.tell(why, option, why === "round-seats-left" ? { total } : { total, quota: this.#quota });
  }

  seatsLeft(): number {
    return this.rounds.question.seats - this.rounds.elected.length;
  }

  #transfer(option: number, why: string, papers: Paper[], kept: Fraction): JsonObject {
    this.#held[option] = [];
    this.totals[option] = kept;
    const gains = this.#send(papers);
    const to = gains.flatMap((gain, i) => (gain.isZero() ? [] : [i]));
    const { question } = this.rounds;
    return { from: nameOf(question, option), to: byName(to.map((i) => nameOf(question, i)), to.map((i) => `${gains[i]}`)), why };
  }

  /*
   * RULE docs/rules/stv-scottish.md
   * > To transfer a surplus, every ballot of the option goes to its next preference. Its new value is its
   * > old one times the surplus, divided by the votes of the option, to five decimals; what is beyond them
   * > is dropped. The option keeps the quota.
   */
  #transferSurplus(): JsonObject | undefined {
    const waiting = [...this.#hasSurplus].sort((a, b) => a - b);
    const [most] = waiting.toSorted((a, b) => this.#total(b).compare(this.#total(a)));
    if (most === undefined) return undefined;
    const largest = waiting.filter((option) => this.#total(option).equals(this.#total(most)));
    const { option } = this.rounds.choose(largest, "transfer");
    this.#hasSurplus.delete(option);
    const surplus = this.#total(option).minus(this.#quota);
    this.rounds.tell("round-surplus", option, { surplus });
    const share = surplus.over(this.#total(option));
    const papers = (this.#held[option] ?? []).map((paper) => ({ ...paper, value: this.#variant.round(paper.value.times(share)) }));
    return this.#transfer(option, "surplus", papers, this.#quota);
  }

  #excludeLowest(): JsonObject {
    const { option, equals } = this.rounds.choose(this.rounds.extremes(this.totals, false), "exclusion");
    this.rounds.exclude(option, equals);
    this.rounds.tell("round-excluded", option, { total: this.#total(option) });
    return this.#transfer(option, "exclusion", this.#held[option] ?? [], Fraction.ZERO);
  }

  /*
   * RULE docs/rules/stv-scottish.md
   * > The last exclusion is transferred too. Once the seats are filled nothing is transferred any more.
   */
  run(): void {
    this.#stage([]);
    while (this.seatsLeft() > 0 && this.rounds.continuing().length > 0) {
      this.#stage([this.#transferSurplus() ?? this.#excludeLowest()]);
    }
  }
}

function countBy(variant: Variant, question: Question, profile: Profile): Answer {
  const quota = variant.quota(profile.valid, question.seats);
  const parts = { quota: `${quota}` };
  if (profile.valid.isZero()) return nobody(new Rounds(question), { parts });
  const count = new Count(variant, question, profile, quota);
  count.rounds.reasons.push(reason("quota", QUOTA, { quota, valid: profile.valid, seats: String(question.seats) }));
  count.run();
  return count.rounds.answer(count.totals, count.exhausted, { parts });
}

function methodOf(id: string, variant: Variant): Method {
  return {
    version: 1, rule: `docs/rules/${id}.md`, takesSeats: true, elects: "otherwise", parameters: {},
    judge: ({ ranks = [] }) => (ranks.find((rank) => rank.length > 0)?.length === 1 ? "counted" : "spoilt"),
    count: (question, profile) => countBy(variant, question, profile),
  };
}

const FIVE_DECIMALS = 100000n;

/*
 * RULE docs/rules/stv-scottish.md
 * > The quota is the number of valid ballots divided by one more than the number of seats, without its
 * > fraction, plus one. It never changes.
 */
export const stvScottish = methodOf("stv-scottish", {
  quota: (valid, seats) => new Fraction(valid.over(new Fraction(seats + 1)).floor() + 1n),
  isAbove: false,
  round: (value) => new Fraction(value.times(new Fraction(FIVE_DECIMALS)).floor(), FIVE_DECIMALS),
});

/*
 * RULE docs/rules/stv-wigm.md
 * > The quota is the weight of the valid ballots divided by one more than the number of seats. An option
 * > is elected when it has more than the quota: no more options than seats can. Exactly the quota elects
 * > nobody.
 */
export const stvWigm = methodOf("stv-wigm", {
  quota: (valid, seats) => valid.over(new Fraction(seats + 1)),
  isAbove: true,
  round: (value) => value,
});

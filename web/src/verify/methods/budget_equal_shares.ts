/* budget_equal_shares.ts - every ballot holds an equal share of the budget and pays for what it approves. */
import { Fraction } from "../fraction.ts";
import type { Method, Profile, Question, Weighed } from "../poll_count.ts";
import { Spending } from "./budgets.ts";
import { indexes } from "./pairwise.ts";
import { crosses, nameOf, tie, totalsJson } from "./shared.ts";

const SHARES = "Each ballot holds {endowment} per unit of its weight.";
const RAISED = "Each ballot holds {endowment} per unit of its weight: {share} of the budget, raised {times} times by {increment}.";
const FREE = "{option} costs nothing and has a supporter, so it is funded.";
const BOUGHT =
  "{option} is bought for {cost}, at a price of {price} per unit of its utility: its supporters, who weigh {total}, pay {payment} each per unit of weight, or all that they have left.";
const BY_ORDER = "{option} comes before the others with the same price, in the order settled beforehand for ties.";
const TOO_DEAR = "{option} costs {cost}, and its supporters have only {money} left: it is not bought.";

/* An amount after so many raises, and what one more adds to it, as long as the same is bought in the same order. */
type Amount = { now: Fraction; step: Fraction };
const fixed = (now: Fraction): Amount => ({ now, step: Fraction.ZERO });
const minus = (a: Amount, b: Amount): Amount => ({ now: a.now.minus(b.now), step: a.step.minus(b.step) });
const times = (a: Amount, by: Fraction): Amount => ({ now: a.now.times(by), step: a.step.times(by) });

/* What its supporters would pay: `due` is shared by those who do not give all that they have. */
type Offer = { option: number; due: Amount; payers: Fraction; rate: Amount };

class Market {
  readonly spending: Spending;
  /* How many raises more surely change nothing of what was decided; undefined: any number. */
  idle: bigint | undefined;
  readonly #totals: Fraction[];
  readonly #supporters: Weighed[][];
  readonly #money: Map<Weighed, Amount>;
  readonly #offers = new Map<number, Offer>();
  readonly #fresh = new Set<number>();
  #live: number[] = [];

  constructor(question: Question, profile: Profile, totals: Fraction[], endowment: Amount) {
    this.spending = new Spending(question);
    this.#totals = totals;
    const rows = profile.rows.filter(({ weight }) => !weight.isZero());
    this.#supporters = indexes(question).map((option) => rows.filter(({ ballot }) => ballot.approves?.includes(option)));
    this.#money = new Map(rows.map((row) => [row, endowment]));
  }

  /* The sign of an amount; raises after which it could be another are not idle. */
  #sign({ now, step }: Amount): number {
    const sign = now.compare(Fraction.ZERO);
    const drift = step.compare(Fraction.ZERO);
    if (drift === 0 || drift === sign) return sign;
    const ratio = now.isZero() ? Fraction.ZERO : Fraction.ZERO.minus(now.over(step));
    const whole = ratio.floor();
    const most = ratio.isZero() ? 0n : ratio.den === 1n ? whole - 1n : whole;
    if (this.idle === undefined || most < this.idle) this.idle = most;
    return sign;
  }

  #held(row: Weighed): Amount {
    return this.#money.get(row) ?? fixed(Fraction.ZERO);
  }

  isSupported(option: number): boolean {
    return !(this.#totals[option] ?? Fraction.ZERO).isZero();
  }

  /*
   * RULE docs/rules/budget-equal-shares.md
   * > The price of an option is the smallest r for which its supporters can pay its cost together, each
   * > giving r times the utility per unit of weight, or all that is left where that is less.
   */
  #price(option: number): Offer | { lacks: Amount } {
    const cost = this.spending.costOf(option);
    const rows = (this.#supporters[option] ?? []).filter((row) => this.#sign(this.#held(row)) > 0);
    rows.sort((a, b) => this.#sign(minus(this.#held(a), this.#held(b))));
    let [due, payers] = [fixed(cost), Fraction.sum(rows.map(({ weight }) => weight))];
    for (const row of rows) {
      if (this.#sign(minus(times(this.#held(row), payers), due)) >= 0) {
        const utility = this.spending.question.parameters["utility"] === "cost" ? cost : Fraction.ONE;
        return { option, due, payers, rate: times(due, Fraction.ONE.over(payers.times(utility))) };
      }
      due = minus(due, times(this.#held(row), row.weight));
      payers = payers.minus(row.weight);
    }
    return { lacks: due };
  }

  #rate(option: number): Amount {
    return this.#offers.get(option)?.rate ?? fixed(Fraction.ZERO);
  }

  /* Among equals those come first whose price may have risen since it was worked out. */
  #isBefore(option: number, fresh: number): boolean {
    const order = this.#sign(minus(this.#rate(option), this.#rate(fresh)));
    const { tieOrder } = this.spending.question;
    return order !== 0 ? order < 0 : !this.#fresh.has(option) || tieOrder.indexOf(option) < tieOrder.indexOf(fresh);
  }

  /* Works out the price of the first option, and puts it in its place, or out where its supporters have too little. */
  #refresh(): void {
    const [option = 0, ...others] = this.#live;
    const offer = this.#price(option);
    this.#live = others;
    if ("lacks" in offer) {
      const cost = this.spending.costOf(option);
      this.spending.tell("not-bought", { option: nameOf(this.spending.question, option), cost, money: cost.minus(offer.lacks.now) }, TOO_DEAR);
      return;
    }
    this.#offers.set(option, offer);
    this.#fresh.add(option);
    const at = others.findIndex((other) => !this.#isBefore(other, option));
    this.#live.splice(at < 0 ? others.length : at, 0, option);
  }

  #start(): void {
    const { question } = this.spending;
    for (const option of question.tieOrder.filter((one) => this.isSupported(one))) {
      const cost = this.spending.costOf(option);
      if (cost.isZero()) {
        this.spending.fund(option);
        this.spending.tell("bought-free", { option: nameOf(question, option), cost }, FREE);
        continue;
      }
      this.#live.unshift(option);
      this.#refresh();
    }
  }

  #buy(): void {
    const { question } = this.spending;
    const [option = 0] = this.#live;
    const offer = this.#offers.get(option) as Offer;
    const named = { option: nameOf(question, option), cost: this.spending.costOf(option) };
    const payment = times(offer.due, Fraction.ONE.over(offer.payers));
    const total = this.#totals[option] ?? Fraction.ZERO;
    this.spending.tell("bought", { ...named, total, payment: payment.now, price: offer.rate.now }, BOUGHT);
    const end = this.#live.findIndex((other) => !this.#rate(other).now.equals(offer.rate.now));
    const among = this.#live.slice(0, end < 0 ? this.#live.length : end);
    if (among.length > 1) {
      this.spending.ties.push(tie(question, among, "purchase", "tie_order"));
      this.spending.tell("bought-by-order", named, BY_ORDER);
    }
    for (const row of this.#supporters[option] ?? []) {
      const left = minus(this.#held(row), payment);
      this.#money.set(row, this.#sign(left) > 0 ? left : fixed(Fraction.ZERO));
    }
    this.spending.fund(option);
    this.#live.shift();
    this.#fresh.clear();
  }

  /*
   * RULE docs/rules/budget-equal-shares.md
   * > An option that its supporters can
   * > pay for together is bought at the smallest price, and they pay; then the next one, as long as there
   * > is one.
   */
  run(): void {
    this.#start();
    for (let [first] = this.#live; first !== undefined; [first] = this.#live) {
      if (this.#fresh.has(first)) this.#buy();
      else this.#refresh();
    }
  }
}

/*
 * RULE docs/rules/budget-equal-shares.md
 * > To complete it, shares are raised and everything is bought anew, until no option with a supporter
 * > fits what is left of the budget. If the cost exceeds the budget before that, what was bought before
 * > the last raise stands.
 */
function raisesOf(question: Question, marketAfter: (raises: bigint) => Market): bigint {
  for (let raises = 0n; ;) {
    const market = marketAfter(raises);
    market.run();
    const { spending } = market;
    if (spending.left.compare(Fraction.ZERO) < 0) return raises - 1n;
    const fits = (option: number) => !spending.funded.includes(option) && market.isSupported(option) && spending.costOf(option).compare(spending.left) <= 0;
    if (!indexes(question).some(fits)) return raises;
    raises += (market.idle ?? 0n) + 1n;
  }
}

export const budgetEqualShares: Method = {
  version: 1,
  rule: "docs/rules/budget-equal-shares.md",
  takesSeats: false,
  elects: "nobody",
  parameters: { utility: "cost", completion: "none", increment: "1" },
  count: (question, profile) => {
    const totals = crosses(question, profile);
    const parts = { totals: totalsJson(question, totals) };
    if (profile.valid.isZero()) {
      const spending = new Spending(question);
      spending.tell("nothing-funded");
      return spending.answer(parts);
    }
    const share = (question.budget ?? Fraction.ZERO).over(profile.valid);
    const increment = Fraction.read(question.parameters["increment"] ?? "1");
    const endowment = (raises: bigint): Fraction => share.plus(increment.times(new Fraction(raises)));
    const marketAfter = (raises: bigint) => new Market(question, profile, totals, { now: endowment(raises), step: increment });
    const raises = question.parameters["completion"] === "add1" ? raisesOf(question, marketAfter) : 0n;
    const market = marketAfter(raises);
    const facts = { endowment: endowment(raises), share, times: new Fraction(raises), increment };
    if (raises > 0n) market.spending.tell("shares-raised", facts, RAISED);
    else market.spending.tell("shares", { endowment: share }, SHARES);
    market.run();
    return market.spending.answer(parts);
  },
};

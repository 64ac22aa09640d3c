/* budgets.ts - a budget is spent on the options with the largest totals, as far as it goes. */
import { Fraction } from "../fraction.ts";
import type { JsonObject } from "../json.ts";
import { reason, type Answer, type Facts, type Method, type Profile, type Question, type Weighed } from "../poll_count.ts";
import { indexes } from "./pairwise.ts";
import { crosses, inOrder, nameOf, rankByTotals, rankingJson, tie, totalsJson } from "./shared.ts";

const REASONS: Record<string, string> = {
  "nothing-funded": "There is no valid ballot, so nothing is funded.",
  "funded-by-total": "{option} is funded with {total}: it costs {cost}, and {left} is left.",
  "does-not-fit": "{option} has {total}, but costs {cost}, more than the {left} that is left.",
  "budget-stops": "{option} has {total} and costs {cost}, more than the {left} that is left: nothing more is funded.",
  "below-score": "{option} has {total}, less than the {minimum} required, and is not funded.",
  "tie-by-order": "{option} comes before the others with the same total in the order settled beforehand for ties.",
};

/* What is funded, and what is left. */
export class Spending {
  readonly question: Question;
  readonly funded: number[] = [];
  readonly reasons: JsonObject[] = [];
  readonly ties: JsonObject[] = [];
  cost: Fraction = Fraction.ZERO;

  constructor(question: Question) {
    this.question = question;
  }

  costOf(option: number): Fraction {
    return this.question.costs?.[option] ?? Fraction.ZERO;
  }

  get left(): Fraction {
    return (this.question.budget ?? Fraction.ZERO).minus(this.cost);
  }

  fund(option: number): void {
    this.funded.push(option);
    this.cost = this.cost.plus(this.costOf(option));
  }

  tell(because: string, facts: Facts = {}, sentence = REASONS[because] ?? ""): void {
    this.reasons.push(reason(because, sentence, facts));
  }

  answer(parts: JsonObject): Answer {
    const funded = this.funded.map((option) => nameOf(this.question, option));
    return { parts: { ...parts, ties: this.ties, funded, cost: `${this.cost}` }, elected: [], reasons: this.reasons, ties: this.ties };
  }
}

/*
 * RULE docs/rules/budget-greedy.md
 * > By rank, a ballot gives L to what it ranks first, L − 1 to what it ranks second, and so on, never
 * > less than nothing. L is the number of options that a ballot may rank where that is stated, else the
 * > number of ranks of the longest ballot that weighs something, up to its last one that names an option.
 */
function longest(rows: Weighed[]): number {
  const weighty = rows.filter(({ weight }) => !weight.isZero());
  const lengthOf = ({ ballot }: Weighed): number => 1 + (ballot.ranks ?? []).findLastIndex((rank) => rank.length > 0);
  return weighty.reduce((most, row) => Math.max(most, lengthOf(row)), 0); /* as many as there are voters: too many for arguments */
}

function byRanks(question: Question, profile: Profile): Fraction[] {
  const totals = indexes(question).map(() => Fraction.ZERO);
  const stated = question.maxLength ?? 0;
  const most = stated > 0 ? stated : longest(profile.rows);
  for (const { ballot, weight } of profile.rows) {
    const seen = new Set<number>();
    for (const [place, rank] of (ballot.ranks ?? []).entries()) {
      for (const option of rank) {
        if (place < most && !seen.has(option)) totals[option] = (totals[option] ?? Fraction.ZERO).plus(weight.times(new Fraction(most - place)));
        seen.add(option);
      }
    }
  }
  return totals;
}

function totalsOf(question: Question, profile: Profile): Fraction[] {
  const { scoring } = question.parameters;
  if (scoring === "positional") return byRanks(question, profile);
  if (scoring !== "points") return crosses(question, profile);
  return indexes(question).map((option) =>
    Fraction.sum(profile.rows.map(({ ballot, weight }) => weight.times(new Fraction(ballot.points?.[option] ?? 0)))));
}

/*
 * RULE docs/rules/budget-greedy.md
 * > Options with the same total are taken in the order settled beforehand for ties, and are tied where
 * > another order would fund others.
 */
function isTie(spending: Spending, among: number[], group: number[]): boolean {
  const fits = group.some((option) => spending.costOf(option).compare(spending.left) <= 0);
  const together = Fraction.sum(among.map((option) => spending.costOf(option)));
  return fits && among.length > 1 && together.compare(spending.left) > 0;
}

/* Options with the same total, in the order of ties; true where nothing more is funded after them. */
function spendOn(spending: Spending, group: number[], total: Fraction, stops: boolean): boolean {
  const { question } = spending;
  const fits = (option: number) => spending.costOf(option).compare(spending.left) <= 0;
  const among = group.filter((option) => stops || fits(option));
  const isTied = isTie(spending, among, group);
  if (isTied) spending.ties.push(tie(question, among, "purchase", "tie_order"));
  for (const option of group) {
    const named = { option: nameOf(question, option) };
    const isFunded = fits(option);
    if (isFunded) spending.fund(option);
    const because = isFunded ? "funded-by-total" : stops ? "budget-stops" : "does-not-fit";
    spending.tell(because, { ...named, total, cost: spending.costOf(option), left: spending.left });
    if (!isFunded && stops) return true;
    if (isFunded && isTied) spending.tell("tie-by-order", named);
  }
  return false;
}

/*
 * RULE docs/rules/budget-greedy.md
 * > The options are taken in the order of their totals, the largest first. One that costs no more than
 * > what is left of the budget is funded. One that costs more is passed over, or ends the spending where
 * > the rule is not to skip.
 */
function spend(spending: Spending, ranking: number[], totals: Fraction[]): void {
  const { question } = spending;
  const minimum = Fraction.read(question.parameters["min_score"] ?? "0");
  const order = inOrder(question, ranking);
  for (const place of new Set(order.map((option) => ranking[option] ?? 0))) {
    const group = order.filter((option) => ranking[option] === place);
    const total = totals[group[0] ?? 0] ?? Fraction.ZERO;
    if (total.compare(minimum) >= 0) {
      if (spendOn(spending, group, total, question.parameters["rule"] === "no-skip")) return;
      continue;
    }
    for (const option of group) {
      spending.tell("below-score", { option: nameOf(question, option), total, cost: spending.costOf(option), left: spending.left, minimum });
    }
  }
}

export const budgetGreedy: Method = {
  version: 1,
  rule: "docs/rules/budget-greedy.md",
  takesSeats: false,
  elects: "nobody",
  parameters: { rule: "skip", min_score: "0", scoring: "count" },
  ratios: ["min_score"],
  count: (question, profile) => {
    const totals = totalsOf(question, profile);
    const ranking = rankByTotals(totals);
    const spending = new Spending(question);
    if (profile.valid.isZero()) spending.tell("nothing-funded");
    else spend(spending, ranking, totals);
    return spending.answer({ totals: totalsJson(question, totals), ranking: rankingJson(question, ranking) });
  },
};

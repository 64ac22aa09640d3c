/* star.ts - score, then automatic runoff: the two highest totals, and of these the one preferred. */
import { Fraction } from "../fraction.ts";
import type { Json, JsonObject } from "../json.ts";
import { byName, reason, type Answer, type Facts, type Method, type Profile, type Question } from "../poll_count.ts";
import { indexes } from "./pairwise.ts";
import { scoreTotals } from "./score.ts";
import { answerByTotals, decidesByRanking, nameOf, rankByTotals, rankingJson, tie, totalsJson, type Why } from "./shared.ts";

const BEST_SCORE: Why = { because: "best-score", sentence: "{option} is elected with a score of {total}." };
const REASONS: Record<string, string> = {
  "finalist": "{option} goes to the final with a score of {total}.",
  "finalist-of-equals":
    "{option} goes to the final: of those with a score of {total} it beats {victories}, and {top} give it the highest score.",
  "final-won": "{option} wins the final: {for} prefer it to {other}, and {against} prefer {other}.",
  "final-equal": "As many prefer {option} as prefer {other}: {for}.",
  "final-by-score": "{option} has the higher score of the two, {total}, and is elected.",
  "final-by-top": "The scores of the two are equal; more ballots give {option} the highest score, {top}, and it is elected.",
  "tie-by-order": "{option} comes before the others with the same total in the order settled beforehand for ties.",
};

/* One who may reach the final. */
type Entrant = { option: number; victories: number; isEqual: boolean };

class Race {
  readonly question: Question;
  readonly totals: Fraction[];
  readonly #duels: Fraction[][];
  readonly #tops: Fraction[];
  readonly reasons: JsonObject[] = [];
  readonly ties: JsonObject[] = [];

  constructor(question: Question, profile: Profile, totals: Fraction[]) {
    this.question = question;
    this.totals = totals;
    this.#tops = indexes(question).map(() => Fraction.ZERO);
    this.#duels = indexes(question).map(() => indexes(question).map(() => Fraction.ZERO));
    for (const { ballot, weight } of profile.rows) {
      const score = (option: number) => ballot.scores?.[option] ?? 0;
      for (const one of indexes(question)) {
        if (score(one) > 0 && score(one) === question.scale) this.#tops[one] = this.top(one).plus(weight);
        for (const other of indexes(question)) {
          if (score(one) > score(other)) (this.#duels[one] as Fraction[])[other] = this.duel(one, other).plus(weight);
        }
      }
    }
  }

  top(option: number): Fraction {
    return this.#tops[option] ?? Fraction.ZERO;
  }

  /* The weight of the ballots that score the one higher. */
  duel(one: number, other: number): Fraction {
    return this.#duels[one]?.[other] ?? Fraction.ZERO;
  }

  total(option: number): Fraction {
    return this.totals[option] ?? Fraction.ZERO;
  }

  tell(because: string, option: number, facts: Facts = {}): void {
    this.reasons.push(reason(because, REASONS[because] ?? "", { option: nameOf(this.question, option), ...facts }));
  }

  /* Above zero where the one wins, at zero where only the order of ties can say. */
  final(one: number, other: number): number {
    return this.duel(one, other).compare(this.duel(other, one)) || this.total(one).compare(this.total(other)) ||
      this.top(one).compare(this.top(other));
  }
}

/*
 * RULE docs/rules/star.md
 * > Among options of equal totals those go to the final that beat most of the others one to one, being
 * > scored higher by a greater weight of ballots; then those to whom the greater weight of ballots gives
 * > the highest score of the scale; then those that come first in the order settled beforehand for ties.
 */
function entrantsOf(race: Race, ranking: number[]): Entrant[] {
  const at = (place: number) => indexes(race.question).filter((option) => ranking[option] === place);
  const first = at(0);
  const sure = first.length > 1 ? [] : first;
  const equals = first.length > 1 ? first : at(1);
  const beaten = (one: number) => equals.filter((other) => race.duel(one, other).compare(race.duel(other, one)) > 0).length;
  const entrants = equals.map((option): Entrant => ({ option, victories: beaten(option), isEqual: true }));
  entrants.sort((a, b) => b.victories - a.victories || race.top(b.option).compare(race.top(a.option)) || a.option - b.option);
  return [...sure.map((option): Entrant => ({ option, victories: 0, isEqual: false })), ...entrants];
}

/* Those before `sure` reach the final; those from there to before `open` do if the order of ties says so. */
function boundsOf(race: Race, entrants: Entrant[]): { sure: number; open: number } {
  const [second, third] = [entrants[1], entrants[2]];
  const isTied = (one: Entrant | undefined) => one !== undefined && third !== undefined && one.isEqual &&
    one.victories === third.victories && race.top(one.option).equals(race.top(third.option));
  if (!isTied(second)) return { sure: 2, open: 2 };
  const tied = entrants.flatMap((one, i) => (isTied(one) ? [i] : []));
  return { sure: tied[0] ?? 0, open: (tied.at(-1) ?? 0) + 1 };
}

function finalistsOf(race: Race, entrants: Entrant[], { sure, open }: { sure: number; open: number }): [number, number] {
  const tied = entrants.slice(sure, open).map(({ option }) => option);
  if (tied.length > 0 && open > 2) race.ties.push(tie(race.question, tied, "final", "tie_order"));
  const byOrder = race.question.tieOrder.filter((option) => tied.includes(option));
  const chosen = [...entrants.slice(0, sure).map(({ option }) => option), ...byOrder].slice(0, 2);
  for (const option of chosen) {
    const { victories, isEqual } = entrants.find((one) => one.option === option) as Entrant;
    const facts = { total: race.total(option), victories: new Fraction(victories), top: race.top(option) };
    if (entrants.length > 2 && isEqual) race.tell("finalist-of-equals", option, facts);
    else race.tell("finalist", option, { total: facts.total });
    if (tied.includes(option)) race.tell("tie-by-order", option);
  }
  return chosen as [number, number];
}

function explainWinner(race: Race, winner: number, loser: number): void {
  const isEqual = race.duel(winner, loser).equals(race.duel(loser, winner));
  const facts = { other: nameOf(race.question, loser), for: race.duel(winner, loser), against: race.duel(loser, winner) };
  race.tell(isEqual ? "final-equal" : "final-won", winner, facts);
  if (!isEqual) return;
  if (!race.total(winner).equals(race.total(loser))) race.tell("final-by-score", winner, { total: race.total(winner) });
  else if (!race.top(winner).equals(race.top(loser))) race.tell("final-by-top", winner, { top: race.top(winner) });
  else race.tell("tie-by-order", winner);
}

/*
 * RULE docs/rules/star.md
 * > The ranking puts first whoever is elected under some order of ties, then whoever reaches the final
 * > under some order of ties, then the others by their totals.
 */
function rank(race: Race, entrants: Entrant[], { sure, open }: { sure: number; open: number }, ranking: number[]): number[] {
  const inFinal = entrants.slice(0, open).map(({ option }) => option);
  const wins = new Set<number>();
  for (const [i, one] of inFinal.slice(0, sure === 0 ? open : 1).entries()) {
    for (const other of inFinal.slice(i + 1)) {
      const order = race.final(one, other);
      if (order >= 0) wins.add(one);
      if (order <= 0) wins.add(other);
    }
  }
  const others = [...new Set(indexes(race.question).filter((option) => !inFinal.includes(option)).map((option) => ranking[option] ?? 0))].sort((a, b) => a - b);
  const after = wins.size < inFinal.length ? 2 : 1;
  return ranking.map((place, option) => (inFinal.includes(option) ? (wins.has(option) ? 0 : 1) : after + others.indexOf(place)));
}

/*
 * RULE docs/rules/star.md
 * > The two options with the highest totals go to the final. There a ballot is for the one that it
 * > scores higher, and for neither when it scores both alike; the one with the greater weight of ballots
 * > is elected.
 */
function count(question: Question, profile: Profile): Answer {
  const totals = scoreTotals(question, profile);
  if (profile.valid.isZero() || question.names.length < 2) {
    const answer = answerByTotals(question, profile, totals, BEST_SCORE);
    return { ...answer, parts: { ...answer.parts, rounds: [] } };
  }
  const race = new Race(question, profile, totals);
  const byTotals = rankByTotals(totals);
  const entrants = entrantsOf(race, byTotals);
  const bounds = boundsOf(race, entrants);
  const [one, other] = finalistsOf(race, entrants, bounds);
  const order = race.final(one, other);
  if (order === 0) race.ties.push(tie(question, [one, other], "election", "tie_order"));
  const isFirst = order === 0 ? question.tieOrder.indexOf(one) < question.tieOrder.indexOf(other) : order > 0;
  const [winner, loser] = isFirst ? [one, other] : [other, one];
  explainWinner(race, winner, loser);
  const exhausted = profile.valid.minus(race.duel(one, other)).minus(race.duel(other, one));
  const named = (option: number) => nameOf(question, option);
  const excluded = indexes(question).filter((option) => option !== one && option !== other).map(named);
  const duels = byName([named(one), named(other)], [`${race.duel(one, other)}`, `${race.duel(other, one)}`]);
  const rounds: Json = [
    { totals: totalsJson(question, totals), exhausted: "0/1", elected: [], excluded, transfers: [] },
    { totals: duels, exhausted: `${exhausted}`, elected: [named(winner)], excluded: [], transfers: [] },
  ];
  const ranking = rank(race, entrants, bounds, byTotals);
  return {
    parts: { totals: totalsJson(question, totals), ranking: rankingJson(question, ranking), ties: race.ties, rounds },
    elected: [winner], ranking, totals, exhausted, reasons: race.reasons, ties: race.ties,
  };
}

export const star: Method = {
  version: 1,
  rule: "docs/rules/star.md",
  takesSeats: false,
  elects: "otherwise",
  parameters: {},
  count,
  decides: decidesByRanking,
};

/* two_round.ts - a majority, or a second round between the two first, read on the same rankings. */
import { Fraction } from "../fraction.ts";
import type { Answer, Method, Profile, Question } from "../poll_count.ts";
import { indexes, placesOf } from "./pairwise.ts";
import { nobody, Rounds } from "./rounds.ts";
import { decidesByRanking, tie } from "./shared.ts";

/*
 * RULE docs/rules/two-round.md
 * > In the first round a ballot counts for the option that it ranks first; if several share its first
 * > rank, it is divided equally between them. An option with more than half of the valid weight is
 * > elected.
 */
function firstRound(question: Question, profile: Profile): Fraction[] {
  const totals = indexes(question).map(() => Fraction.ZERO);
  for (const { ballot, weight } of profile.rows) {
    const first = new Set(ballot.ranks?.find((rank) => rank.length > 0));
    for (const option of first) totals[option] = (totals[option] ?? Fraction.ZERO).plus(weight.over(new Fraction(first.size)));
  }
  return totals;
}

/*
 * RULE docs/rules/two-round.md
 * > In the second round a ballot counts for the one of the two that it ranks before the other. If it
 * > ranks them equal, or neither of them, it is exhausted.
 */
function secondRound(question: Question, profile: Profile, one: number, other: number): Fraction[] {
  const totals = indexes(question).map(() => Fraction.ZERO);
  for (const { ballot, weight } of profile.rows) {
    const ranks = ballot.ranks ?? [];
    const places = placesOf(ranks);
    const [first, second] = [places.get(one) ?? Infinity, places.get(other) ?? Infinity];
    const shared = ranks[Math.min(first, second)] ?? [];
    if (first === second || (shared.includes(one) && shared.includes(other))) continue;
    const option = first < second ? one : other;
    totals[option] = (totals[option] ?? Fraction.ZERO).plus(weight);
  }
  return totals;
}

/* Who goes to the second round: the two first of the order of the first one. */
function sendToFinal(rounds: Rounds, order: number[], totals: Fraction[], valid: Fraction): void {
  const { question, places } = rounds;
  const [, second = 0, third] = order;
  for (const option of order.slice(0, 2)) rounds.tell("round-to-final", option, { total: totals[option] ?? Fraction.ZERO, base: valid });
  for (const option of order.slice(2)) rounds.exclude(option, []);
  if (third === undefined || places[third] !== places[second]) return;
  rounds.ties.push(tie(question, indexes(question).filter((option) => places[option] === places[second]), "final", "tie_order"));
  for (const option of order.slice(0, 2)) if (places[option] === places[second]) rounds.tell("round-tie-final", option);
}

/*
 * RULE docs/rules/two-round.md
 * > In the ranking stand the two of the second round, equal if they were equal there, then the others by
 * > their votes in the first. Who had as many votes in the first round as the one beaten in the second
 * > shares its place. If nobody was beaten, who had as many as both of the two shares theirs; who had as
 * > many as one of them only comes after both.
 */
function rank(order: number[], places: number[], winner: number, isFinalEqual: boolean): number[] {
  const ranking = places.map(() => 0);
  const [rival, ...others] = order.filter((option, i) => i > 1 || option !== winner);
  if (rival === undefined) return ranking;
  const level = isFinalEqual ? [winner, rival] : [rival];
  let place = isFinalEqual ? 0 : 1;
  ranking[rival] = place;
  for (const option of others) {
    if (!level.every((one) => places[one] === places[option])) {
      place++;
      level.length = 0;
    }
    ranking[option] = place;
    level.push(option);
  }
  return ranking;
}

function count(question: Question, profile: Profile): Answer {
  const rounds = new Rounds(question);
  const { valid } = profile;
  if (valid.isZero()) return nobody(rounds, { ranking: indexes(question).map(() => 0) });
  const totals = firstRound(question, profile);
  rounds.begin(totals, indexes(question), Fraction.ZERO);
  rounds.place(totals);
  const order = rounds.sort(indexes(question));
  const [leader = 0, rival = 0] = order;
  const best = totals[leader] ?? Fraction.ZERO;
  if (best.plus(best).compare(valid) > 0) {
    rounds.elect(leader);
    rounds.tell("round-majority", leader, { total: best, base: valid });
    return rounds.answer(totals, Fraction.ZERO, { ranking: rank(order, rounds.places, leader, false) });
  }
  sendToFinal(rounds, order, totals, valid);
  const final = secondRound(question, profile, leader, rival);
  const base = Fraction.sum(final);
  const exhausted = valid.minus(base);
  rounds.begin(final, [leader, rival].sort((a, b) => a - b), exhausted);
  const highest = rounds.extremes(final, true);
  const { option } = rounds.chooseByOrder(highest, "election");
  rounds.elect(option);
  rounds.tell("round-last-two", option, { total: final[option] ?? Fraction.ZERO, base });
  return rounds.answer(final, exhausted, { ranking: rank(order, rounds.places, option, highest.length === 2) });
}

export const twoRound: Method = {
  version: 1,
  rule: "docs/rules/two-round.md",
  takesSeats: false,
  elects: "otherwise",
  parameters: {},
  count,
  decides: decidesByRanking,
};

/* rounds.ts - a count by rounds: how options stand in this round and the earlier ones, what settles equals, the ranking at the end. */
import { Fraction } from "../fraction.ts";
import type { Json, JsonObject } from "../json.ts";
import { byName, reason, type Answer, type Facts, type Profile, type Question } from "../poll_count.ts";
import { indexes } from "./pairwise.ts";
import { nameOf, noValidBallot, rankBy, rankingJson, tie, totalsJson } from "./shared.ts";

const REASONS: Record<string, string> = {
  "round-quota-reached": "Round {round}: {option} has {total}, at least the quota of {quota}, and is elected.",
  "round-quota-passed": "Round {round}: {option} has {total}, more than the quota of {quota}, and is elected.",
  "round-surplus":
    "Round {round}: {option} has {surplus} more than the quota; this surplus goes to the next preferences on all its ballots.",
  "round-excluded": "Round {round}: {option} is excluded with {total}, and its ballots go to their next preferences; nobody has less.",
  "round-excluded-within":
    "Round {round}: {option} is excluded with {total}, and its ballots go to their next preferences; somebody has less, but by no more than the surplus, {surplus}.",
  "round-seats-left": "Round {round}: {option} is elected with {total}, as there are no more options left than seats.",
  "round-majority": "Round {round}: {option} has {total} of {base}, more than half, and is elected.",
  "round-last-two":
    "Round {round}: {option} is elected with {total} of {base}; at most two options were left, and nobody has more.",
  "round-to-final": "Round {round}: nobody has more than half of {base}; {option} goes to the second round with {total}.",
  "round-tie-final": "Round {round}: {option} goes on rather than another with as many votes, by the order settled beforehand for ties.",
  "round-tie-earlier":
    "Round {round}: {option} is chosen among equals by the most recent earlier round in which they differ.",
  "round-tie-first": "Round {round}: {option} is chosen among equals, as the first of them in the order settled beforehand for ties.",
  "round-tie-last": "Round {round}: {option} is chosen among those tied, as the last of them in the order settled beforehand for ties.",
};

type Purpose = "election" | "exclusion" | "transfer";
export type Round = { totals: JsonObject; quota?: string; exhausted: string; elected: string[]; excluded: string[]; transfers: JsonObject[]; keep?: JsonObject };

export class Rounds {
  readonly question: Question;
  readonly rounds: Round[] = [];
  readonly reasons: JsonObject[] = [];
  readonly ties: JsonObject[] = [];
  readonly elected: number[] = [];
  readonly continues: boolean[];
  /* The place of each option by this round's totals; among equals by the most recent round in which they differ. */
  places: number[];
  readonly #electedWith: { place: number; round: number }[] = [];
  readonly #excluded: { option: number; equals: number[] }[] = [];

  constructor(question: Question) {
    this.question = question;
    this.continues = indexes(question).map(() => true);
    this.places = indexes(question).map(() => 0);
  }

  continuing(): number[] {
    return indexes(this.question).filter((option) => this.continues[option] === true);
  }

  /* A round with totals of these options; the rest is filled in as it is decided. */
  begin(totals: Fraction[], of: number[], exhausted: Fraction, more: Partial<Round> = {}): Round {
    const figures = byName(of.map((option) => nameOf(this.question, option)), of.map((option) => `${totals[option] ?? Fraction.ZERO}`));
    const round = { totals: figures, exhausted: `${exhausted}`, elected: [], excluded: [], transfers: [], ...more };
    this.rounds.push(round);
    return round;
  }

  place(totals: Fraction[]): void {
    const before = this.places;
    const total = (option: number) => totals[option] ?? Fraction.ZERO;
    this.places = rankBy(totals.length, (a, b) => total(b).compare(total(a)) || (before[a] ?? 0) - (before[b] ?? 0));
  }

  tell(because: string, option: number, facts: Facts = {}): void {
    const named = { round: String(this.rounds.length), option: nameOf(this.question, option), ...facts };
    this.reasons.push(reason(because, REASONS[because] ?? "", named));
  }

  /* Those who continue and have the most, or the fewest. */
  extremes(totals: Fraction[], isMost: boolean): number[] {
    const total = (option: number) => totals[option] ?? Fraction.ZERO;
    const order = this.continuing().sort((a, b) => (isMost ? total(b).compare(total(a)) : total(a).compare(total(b))));
    return order.filter((option) => total(option).equals(total(order[0] ?? 0))).sort((a, b) => a - b);
  }

  chooseByOrder(tied: number[], purpose: Purpose): { option: number; equals: number[] } {
    const [only, ...more] = tied;
    if (only === undefined || more.length === 0) return { option: only ?? 0, equals: [] };
    const isWorst = purpose === "exclusion";
    const inOrder = this.question.tieOrder.filter((option) => tied.includes(option));
    const option = (isWorst ? inOrder.at(-1) : inOrder[0]) ?? 0;
    this.ties.push(tie(this.question, tied, purpose, "tie_order"));
    this.tell(isWorst ? "round-tie-last" : "round-tie-first", option);
    return { option, equals: tied };
  }

  /* By their places, then by the order of ties: the best for an election or a transfer, the worst for an exclusion. */
  choose(tied: number[], purpose: Purpose): { option: number; equals: number[] } {
    const places = tied.map((option) => this.places[option] ?? 0);
    const wanted = purpose === "exclusion" ? Math.max(...places) : Math.min(...places);
    const closest = tied.filter((option) => this.places[option] === wanted);
    if (closest.length < tied.length) {
      this.ties.push(tie(this.question, tied, purpose, "previous round"));
      if (closest.length === 1) this.tell("round-tie-earlier", closest[0] ?? 0);
    }
    return this.chooseByOrder(closest, purpose);
  }

  /* By place, and by the order of ties inside a place. */
  sort(options: number[]): number[] {
    const { tieOrder } = this.question;
    return options.toSorted((a, b) => (this.places[a] ?? 0) - (this.places[b] ?? 0) || tieOrder.indexOf(a) - tieOrder.indexOf(b));
  }

  elect(option: number): void {
    this.continues[option] = false;
    this.#electedWith.push({ place: this.places[option] ?? 0, round: this.rounds.length });
    this.elected.push(option);
    this.rounds.at(-1)?.elected.push(nameOf(this.question, option));
  }

  exclude(option: number, equals: number[]): void {
    this.continues[option] = false;
    this.#excluded.push({ option, equals });
    this.rounds.at(-1)?.excluded.push(nameOf(this.question, option));
  }

  /*
   * The elected in order, those who continue by their places, the excluded from the last to the first; one who was excluded
   * shares a place with those of it only if it was tied with all of them.
   */
  ranking(): number[] {
    const ranking = indexes(this.question).map(() => 0);
    let place = 0;
    let level: number[] = [];
    const step = (option: number, isEqual: boolean) => {
      if (level.length > 0 && !isEqual) {
        place++;
        level = [];
      }
      ranking[option] = place;
      level.push(option);
    };
    for (const [i, option] of this.elected.entries()) {
      const [now, before] = [this.#electedWith[i], this.#electedWith[i - 1]];
      step(option, before !== undefined && now?.round === before.round && now.place === before.place);
    }
    for (const option of this.sort(this.continuing())) step(option, this.places[option] === this.places[level[0] ?? -1]);
    for (const { option, equals } of this.#excluded.toReversed()) step(option, level.every((one) => equals.includes(one)));
    return ranking;
  }

  /* The answer of a method by rounds. */
  answer(totals: Fraction[], exhausted: Fraction, more: { ranking?: number[]; parts?: JsonObject } = {}): Answer {
    const ranking = more.ranking ?? this.ranking();
    return {
      parts: {
        ranking: rankingJson(this.question, ranking), totals: totalsJson(this.question, totals), rounds: this.rounds as unknown as Json,
        ties: this.ties, ...more.parts,
      },
      elected: this.elected, ranking, totals, exhausted, reasons: this.reasons, ties: this.ties,
    };
  }
}

/* An answer without a valid ballot. */
export function nobody(rounds: Rounds, more: { ranking?: number[]; parts?: JsonObject } = {}): Answer {
  rounds.reasons.push(noValidBallot());
  return rounds.answer(indexes(rounds.question).map(() => Fraction.ZERO), Fraction.ZERO, more);
}

/* --- how ballots are read ------------------------------------------------------------------------------ */

/* equal: what a rank of several options does. repeatEnds: an option that stands twice ends the ballot. */
export type Reading = { equal: "ends" | "passed" | "divides"; repeatEnds: boolean; skippedMax: number };

/* A ballot, as far as it is read, with the value of one unit of its weight. */
export type Paper = { ranks: number[][]; weight: Fraction; value: Fraction };

function readAsFar(ranks: number[][], reading: Reading): number[][] {
  const seen = new Set<number>();
  const read: number[][] = [];
  let skipped = 0;
  for (const rank of ranks) {
    skipped = rank.length === 0 ? skipped + 1 : 0;
    const isRepeated = rank.some((option, i) => seen.has(option) || rank.indexOf(option) < i);
    for (const option of rank) seen.add(option);
    const isShared = new Set(rank).size > 1;
    if (skipped > reading.skippedMax || (reading.repeatEnds && isRepeated) || (reading.equal === "ends" && isShared)) return read;
    if (!(reading.equal === "passed" && isShared)) read.push([...new Set(rank)]);
  }
  return read;
}

export function papersOf(profile: Profile, reading: Reading): Paper[] {
  return profile.rows.map(({ ballot, weight }) => ({ ranks: readAsFar(ballot.ranks ?? [], reading), weight, value: Fraction.ONE }));
}

/* Those who continue and stand on the first rank of the paper that has any. */
export function holdersOf(paper: Paper, continues: boolean[]): number[] {
  for (const rank of paper.ranks) {
    const holders = rank.filter((option) => continues[option] === true);
    if (holders.length > 0) return holders;
  }
  return [];
}

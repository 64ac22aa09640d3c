/* committee.ts - seats filled one after the other from approvals: who takes each, and the ranking at the end. */
import { Fraction } from "../fraction.ts";
import type { Json, JsonObject } from "../json.ts";
import { byName, reason, type Answer, type Facts, type Profile, type Question, type Weighed } from "../poll_count.ts";
import { indexes } from "./pairwise.ts";
import { nameOf, noValidBallot, rankingJson, tie } from "./shared.ts";

const ROUND_FIGURES_MAX = 20000;
const SMALL_BITS = 126n;
const REASONS: Record<string, string> = {
  "seat-by-satisfaction": "{option} takes a seat: the ballots that approve it count most for it, {total}.",
  "seat-by-load": "{option} takes a seat: its supporters carry the smallest load for it, {total} per unit of weight.",
  "seat-bought": "{option} takes a seat: its supporters pay for it, none more than {total} per unit of weight.",
  "seat-by-total": "{option} takes a seat with {total} of {valid}.",
  "seat-unsupported": "{option} takes a seat although no ballot approves it.",
  "money-spent": "No option is left that its supporters can pay for; of {seats} seats {left} are left.",
  "tie-by-order": "{option} comes before the others with the same total in the order settled beforehand for ties.",
};

/* A figure for an option, or that it has none. */
export type Figure = Fraction | undefined;

/* Weights as whole numbers of one unit outgrow what the first program counts with: it lists less. */
function outgrows(rows: Weighed[], valid: Fraction): boolean {
  let unit = 1n;
  for (const { weight: { den } } of rows) unit = new Fraction(unit, den).den * unit;
  return (valid.num * unit) / valid.den >= 1n << SMALL_BITS;
}

export class Committee {
  readonly question: Question;
  readonly supporters: Weighed[][];
  readonly seats: number;
  readonly elected: number[] = [];
  readonly reasons: JsonObject[] = [];
  readonly ties: JsonObject[] = [];
  /* What the seats are compared by, for the last seat; of the elected that of their own. */
  figures: Figure[];
  readonly #valid: Fraction;
  readonly #own = new Map<number, Figure>();
  readonly #rounds: JsonObject[] = [];
  readonly #listsAll: boolean;
  readonly #places = new Map<number, number>();
  #place = 0;
  #tied: number[] = [];
  #smallestFirst = false;

  constructor(question: Question, profile: Profile) {
    this.question = question;
    this.#valid = profile.valid;
    this.seats = Math.min(question.seats, question.names.length);
    this.supporters = indexes(question).map((option) => profile.rows.filter(({ ballot }) => ballot.approves?.includes(option)));
    this.figures = indexes(question).map(() => undefined);
    this.#listsAll = question.names.length * this.seats <= ROUND_FIGURES_MAX && !outgrows(profile.rows, profile.valid);
  }

  get isFull(): boolean {
    return this.elected.length === this.seats;
  }

  left(): number[] {
    return indexes(this.question).filter((option) => !this.elected.includes(option));
  }

  tell(because: string, facts: Facts): void {
    this.reasons.push(reason(because, REASONS[because] ?? "", facts));
  }

  /* A figure for each option that is left. */
  weigh(figure: (option: number) => Figure): void {
    for (const option of this.left()) this.figures[option] = figure(option);
  }

  /*
   * RULE docs/rules/committees.md
   * > Of those with the same figure the one that comes first in the order settled beforehand for ties is
   * > elected.
   */
  #elect(tied: number[]): number {
    const chosen = this.question.tieOrder.find((option) => tied.includes(option)) ?? 0;
    if (tied.length > 1) this.ties.push(tie(this.question, tied, "election", "tie_order"));
    if (this.elected.length > 0 && !this.#tied.includes(chosen)) this.#place++;
    this.#places.set(chosen, this.#place);
    this.elected.push(chosen);
    this.#tied = tied;
    return chosen;
  }

  #round(totals: number[], chosen: number): void {
    const names = totals.map((option) => nameOf(this.question, option));
    const figures = byName(names, totals.map((option) => `${this.figures[option] ?? Fraction.ZERO}`));
    this.#rounds.push({ totals: figures, exhausted: "0/1", elected: [nameOf(this.question, chosen)], excluded: [], transfers: [] });
  }

  #tellTie(chosen: number): void {
    if (this.#tied.length > 1) this.tell("tie-by-order", { option: nameOf(this.question, chosen) });
  }

  /* The best of those who have a figure takes the next seat; undefined: nobody has one. */
  seat(because: string, smallestFirst: boolean): number | undefined {
    this.#smallestFirst = smallestFirst;
    const standing = this.left().filter((option) => this.figures[option] !== undefined);
    const best = standing.filter((option) => standing.every((other) => this.#compare(option, other) <= 0));
    if (best.length === 0) return undefined;
    const listed = this.#listsAll ? standing : best;
    const chosen = this.#elect(best);
    this.#round(listed, chosen);
    const total = this.figures[chosen] ?? Fraction.ZERO;
    this.#own.set(chosen, total);
    this.tell(because, { option: nameOf(this.question, chosen), total, valid: this.#valid });
    this.#tellTie(chosen);
    return chosen;
  }

  /* One that no ballot approves takes it. */
  seatUnsupported(): void {
    const chosen = this.#elect(this.left());
    this.#round([], chosen);
    this.tell("seat-unsupported", { option: nameOf(this.question, chosen) });
    this.#tellTie(chosen);
  }

  /* Below zero where the one comes first. */
  #compare(one: number, other: number): number {
    const [a, b] = [this.figures[one] ?? Fraction.ZERO, this.figures[other] ?? Fraction.ZERO];
    return this.#smallestFirst ? a.compare(b) : b.compare(a);
  }

  /*
   * RULE docs/rules/committees.md
   * > The others follow by their figures for the last seat, of which nobody
   * > has one where nobody could pay for it; those who were tied for the last seat that was taken share the
   * > place of the one who took it, and those who had no figure come last together.
   */
  #ranking(): number[] {
    const ranking = indexes(this.question).map((option) => this.#places.get(option) ?? 0);
    if (this.elected.length === 0) return ranking;
    const isStanding = (option: number) => this.figures[option] !== undefined && !this.#tied.includes(option);
    const others = this.left().filter(isStanding).sort((a, b) => this.#compare(a, b));
    let place = this.#place;
    for (const [i, option] of others.entries()) {
      if (i === 0 || this.#compare(others[i - 1] ?? 0, option) !== 0) place++;
      ranking[option] = place;
    }
    for (const option of this.left()) {
      if (this.#tied.includes(option)) ranking[option] = this.#place;
      else if (this.figures[option] === undefined) ranking[option] = place + 1;
    }
    return ranking;
  }

  answer(hasTotals: boolean): Answer {
    if (this.#valid.isZero()) this.reasons.push(noValidBallot());
    const ranking = this.#ranking();
    const figures = indexes(this.question).map((option) => (this.elected.includes(option) ? this.#own.get(option) : this.figures[option]));
    const known = indexes(this.question).filter((option) => figures[option] !== undefined);
    const totals = byName(known.map((option) => nameOf(this.question, option)), known.map((option) => `${figures[option] ?? ""}`));
    return {
      parts: {
        ranking: rankingJson(this.question, ranking), rounds: this.#rounds as Json, ties: this.ties, ...(hasTotals ? { totals } : {}),
      },
      elected: this.elected, ranking, reasons: this.reasons, ties: this.ties,
    };
  }
}

const sumOf = (rows: Weighed[], value: (row: Weighed) => Fraction): Fraction => Fraction.sum(rows.map((row) => row.weight.times(value(row))));

/* The weight of the ballots that approve an option. */
export const weightOf = (rows: Weighed[]): Fraction => sumOf(rows, () => Fraction.ONE);

/*
 * RULE docs/rules/seq_phragmen.md
 * > Seat after seat, the option is elected whose supporters would carry the smallest load per unit of
 * > weight. Options that no ballot with weight approves have no load; they are elected when no others are
 * > left, in the order settled beforehand for ties.
 */
export function seatByLoads(committee: Committee, loads: Map<Weighed, Fraction>): void {
  const load = (row: Weighed): Fraction => loads.get(row) ?? Fraction.ZERO;
  while (!committee.isFull) {
    committee.weigh((option) => {
      const rows = committee.supporters[option] ?? [];
      const weight = weightOf(rows);
      return weight.isZero() ? undefined : sumOf(rows, load).plus(Fraction.ONE).over(weight);
    });
    const chosen = committee.seat("seat-by-load", true);
    if (chosen === undefined) committee.seatUnsupported();
    else for (const row of committee.supporters[chosen] ?? []) loads.set(row, committee.figures[chosen] ?? Fraction.ZERO);
  }
}

/* What a voter marks and what it becomes: the marks of each kind of ballot, what is wrong with them, and how
 * a ranking changes. Pure. */

import type { Schemas } from "./api.ts";
import { addRatios, parseRatio, writeRatio } from "./format.ts";
import type { Key, Values } from "./i18n.ts";

type Poll = Pick<
  Schemas["Poll"],
  "ballot" | "method" | "parameters" | "options" | "seats" | "scale" | "max_length"
>;
type Ballot = Schemas["Ballot"];
export type Ranks = readonly (readonly number[])[];

/* The options crossed; or a number for each option (a score, points; null: none); or the options in ranks, the
 * best first, several in one where they are equal; or a ballot that says nothing. null: nothing marked yet. */
export type Marks =
  | { readonly options: readonly number[] }
  | { readonly numbers: readonly (number | null)[] }
  | { readonly ranks: Ranks }
  | "blank"
  | "spoilt"
  | null;

export function chosenOf(marks: Marks): readonly number[] {
  return marks !== null && typeof marks === "object" && "options" in marks ? marks.options : [];
}

export function numbersOf(poll: Poll, marks: Marks): readonly (number | null)[] {
  return marks !== null && typeof marks === "object" && "numbers" in marks
    ? marks.numbers
    : poll.options.map(() => null);
}

export function ranksOf(marks: Marks): Ranks {
  return marks !== null && typeof marks === "object" && "ranks" in marks ? marks.ranks : [];
}

/* --- what they become ---------------------------------------------------------------------------- */

/* The ballot that is sent; null while nothing is marked. docs/rules/polls.md gives it one spelling. */
export function toBallot(poll: Poll, marks: Marks): Ballot | null {
  if (marks === null) {
    return null;
  }
  if (typeof marks === "string") {
    return marks === "blank" ? { blank: true } : { spoilt: true };
  }
  if ("ranks" in marks) {
    const ranks = marks.ranks.map((rank) => [...rank].sort((a, b) => a - b));
    return ranks.length === 0 ? null : { ranks };
  }
  if ("numbers" in marks) {
    if (poll.ballot === "scores") {
      return marks.numbers.every((each) => each === null) ? null : { scores: [...marks.numbers] };
    }
    const points = marks.numbers.map((each) => each ?? 0);
    return points.every((each) => each === 0) ? null : { points };
  }
  if (poll.ballot === "approves") {
    return marks.options.length === 0
      ? null
      : { approves: [...marks.options].sort((a, b) => a - b) };
  }
  const choice = marks.options[0];
  return choice === undefined ? null : { choice };
}

/* How many options are named. */
export function lengthOf(marks: Marks): number {
  if (marks === null || typeof marks === "string") {
    return 0;
  }
  if ("options" in marks) {
    return marks.options.length;
  }
  return "ranks" in marks
    ? marks.ranks.flat().length
    : marks.numbers.filter((each) => each !== null && each !== 0).length;
}

/* --- what is wrong with them --------------------------------------------------------------------- */

export interface Warning {
  readonly key: Key;
  readonly values: Values;
  /* The ballot would be spoilt, and is not taken; else it counts for less than its voter may think. */
  readonly spoils: boolean;
}

const POINTS_MAX = 2_147_483_647;
const MEEK_EQUALS_MAX = 10;

function numberWarnings(poll: Poll, numbers: readonly (number | null)[]): Warning[] {
  const most = poll.ballot === "scores" ? (poll.scale ?? 0) : POINTS_MAX;
  const isWrong = (each: number | null) =>
    each !== null && !(Number.isInteger(each) && each >= 0 && each <= most);
  return numbers.some(isWrong)
    ? [{ key: "ballot.warn_number", values: { most }, spoils: true }]
    : [];
}

/* Equal ranks mean different things to each method: docs/rules/irv.md, stv-wigm.md and stv-meek.md. */
function rankWarnings(poll: Poll, ranks: Ranks): Warning[] {
  const equal = ranks.findIndex((rank) => rank.length > 1);
  if (equal < 0) {
    return [];
  }
  const isTransferable = poll.method === "stv-scottish" || poll.method === "stv-wigm";
  if (isTransferable && equal === 0) {
    return [{ key: "ballot.warn_first_equal", values: {}, spoils: true }];
  }
  const isLong = ranks.some((rank) => rank.length > MEEK_EQUALS_MAX);
  if (poll.method === "stv-meek" && poll.seats > MEEK_EQUALS_MAX && isLong) {
    return [{ key: "ballot.warn_many_equal", values: { most: MEEK_EQUALS_MAX }, spoils: true }];
  }
  const overvote = poll.parameters["overvote"] ?? "exhaust";
  if (isTransferable || (poll.method === "irv" && overvote === "exhaust")) {
    return [{ key: "ballot.warn_stops", values: { rank: equal + 1 }, spoils: false }];
  }
  return poll.method === "irv" && overvote === "skip"
    ? [{ key: "ballot.warn_skips", values: { rank: equal + 1 }, spoils: false }]
    : [];
}

/* What is said beside the boxes, before anything is sent. */
export function warningsOf(poll: Poll, marks: Marks): Warning[] {
  if (marks === null || typeof marks === "string") {
    return [];
  }
  const length = lengthOf(marks);
  const found: Warning[] = [];
  if (poll.max_length !== undefined && length > poll.max_length) {
    const values = { count: length, most: poll.max_length };
    found.push({ key: "ballot.warn_too_many", values, spoils: true });
  }
  if ("numbers" in marks) {
    found.push(...numberWarnings(poll, marks.numbers));
  }
  if ("ranks" in marks) {
    found.push(...rankWarnings(poll, marks.ranks));
  }
  return found;
}

/* What the crossed options cost together, and the points given together: beside their limit. */
export function costOf(poll: Poll, chosen: readonly number[]): string {
  const costs = poll.options.filter(({ id }) => chosen.includes(id)).map(({ cost }) => cost);
  const zero = { num: 0n, den: 1n };
  return writeRatio(costs.map((cost) => parseRatio(cost ?? "") ?? zero).reduce(addRatios, zero));
}

/* --- a ranking changes --------------------------------------------------------------------------- */

export function placeOf(ranks: Ranks, option: number): number {
  return ranks.findIndex((rank) => rank.includes(option));
}

export function unrank(ranks: Ranks, option: number): Ranks {
  return ranks.map((rank) => rank.filter((each) => each !== option)).filter((rank) => rank.length > 0);
}

/* Alone in a rank of its own, before the rank of that index among those of the others. */
export function rankAt(ranks: Ranks, option: number, index: number): Ranks {
  const others = unrank(ranks, option);
  const at = Math.max(0, Math.min(index, others.length));
  return [...others.slice(0, at), [option], ...others.slice(at)];
}

/* A step up or down. From a rank of several it leaves them first, so that every place can be reached. */
export function moveBy(ranks: Ranks, option: number, by: -1 | 1): Ranks {
  const place = placeOf(ranks, option);
  const isAlone = ranks[place]?.length === 1;
  if (place < 0) {
    return ranks;
  }
  if (by < 0) {
    return rankAt(ranks, option, isAlone ? place - 1 : place);
  }
  return rankAt(ranks, option, place + 1);
}

/* Equal with those just above it. */
export function joinAbove(ranks: Ranks, option: number): Ranks {
  const place = placeOf(ranks, option);
  const above = ranks[place - 1];
  if (above === undefined) {
    return ranks;
  }
  const first = above[0] ?? 0;
  return unrank(ranks, option).map((rank) => (rank.includes(first) ? [...rank, option] : rank));
}

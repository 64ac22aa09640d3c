/* ballots.ts - one ballot: what it says, and its one spelling. */
import { must, refuse } from "./bytes.ts";
import { compact, type Json } from "./json.ts";

export type Kind = "none" | "choice" | "approves" | "scores" | "points" | "ranks";
export type State = "counted" | "blank" | "spoilt" | "abstaining";

/* What it says of the options, which are numbered from 0; only the list of its kind is there. */
export type Ballot = {
  state: State;
  choice?: number;
  approves?: number[];
  scores?: (number | null)[];
  points?: number[];
  ranks?: number[][];
};

/* What a ballot may say. */
export type Form = { kind: Kind; options: number; scale: number; maxLength: number };

const SPOILT = '{"spoilt":true}';
const NUMBER_MAX = 2 ** 31 - 1;

function numbers(value: unknown, most: number): number[] {
  must(Array.isArray(value), "a ballot has no list");
  for (const item of value) must(Number.isInteger(item) && item >= 0 && item <= most, "a ballot has a mark that is refused");
  return value as number[];
}

/* What the marks say, without the rule of their length. */
function readMarks(kind: Kind, value: unknown, form: Form): Ballot {
  const last = form.options - 1;
  if (kind === "choice") return { state: "counted", choice: numbers([value], last)[0] ?? 0 };
  if (kind === "approves") return { state: "counted", approves: numbers(value, last) };
  if (kind === "points") return { state: "counted", points: numbers(value, NUMBER_MAX) };
  if (kind === "scores") {
    must(Array.isArray(value), "a ballot has no list");
    numbers(value.filter((score) => score !== null), form.scale);
    return { state: "counted", scores: value as (number | null)[] };
  }
  must(Array.isArray(value), "a ballot has no list");
  return { state: "counted", ranks: value.map((rank) => numbers(rank, last)) };
}

/* How many options a ballot names. */
export function lengthOf(ballot: Ballot): number {
  if (ballot.choice !== undefined) return 1;
  if (ballot.approves !== undefined) return ballot.approves.length;
  if (ballot.scores !== undefined) return ballot.scores.filter((score) => score !== null).length;
  if (ballot.points !== undefined) return ballot.points.filter((points) => points !== 0).length;
  return (ballot.ranks ?? []).reduce((length, rank) => length + rank.length, 0);
}

/* Lists have one number per option; crosses stand in ascending order, each once. */
function checkForm(ballot: Ballot, form: Form): void {
  const { approves, scores, points } = ballot;
  for (const list of [scores, points]) must(list === undefined || list.length === form.options, "a ballot has not one mark per option");
  must(approves === undefined || approves.every((option, i) => i === 0 || option > (approves[i - 1] ?? 0)), "crosses are not in order");
  must(lengthOf(ballot) > 0, "a ballot that names nothing is not spelled as blank");
  must(form.maxLength === 0 || lengthOf(ballot) <= form.maxLength, "a ballot names more options than it may");
}

/* Reads a ballot in the one spelling that docs/rules/polls.md gives it, or refuses it. */
export function readBallot(spelled: string, form: Form): Ballot {
  let value: unknown;
  try {
    value = JSON.parse(spelled);
  } catch {
    refuse("a ballot is not JSON");
  }
  must(typeof value === "object" && value !== null && compact(value as Json) === spelled, "a ballot is not in its one spelling");
  const [name, ...more] = Object.keys(value);
  must(name !== undefined && more.length === 0, "a ballot says not one thing");
  const said = (value as Record<string, unknown>)[name];
  const states: Record<string, State> = { blank: "blank", spoilt: "spoilt", abstains: "abstaining" };
  const state = Object.hasOwn(states, name) ? states[name] : undefined;
  if (state !== undefined) {
    must(said === true, "a ballot says what is not true");
    return { state };
  }
  must(name === form.kind && form.kind !== "none", "a ballot is of another kind than the question");
  const ballot = readMarks(form.kind, said, form);
  checkForm(ballot, form);
  return ballot;
}

export const isSpoilt = (spelled: string): boolean => spelled === SPOILT;

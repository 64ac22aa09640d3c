/* poll_count.ts - what is counted: the votes of each college, and what a method is asked and answers. */
import type { Ballot, State } from "./ballots.ts";
import type { Constitution } from "./constitution.ts";
import { Fraction } from "./fraction.ts";
import type { Json, JsonObject } from "./json.ts";
import type { Manifest } from "./polls.ts";

/* Equal ballots stand together. */
export type Row = { ballot: Ballot; count: number };

/* What was cast in one college, void votes left out. */
export type College = {
  id: string;
  members: number;
  present: number;
  blankProxies: number;
  rows: Row[];
};

export type Counting = {
  manifest: Manifest;
  constitution: Constitution;
  /* Those that vote: all of them, or the one college of the electorate. */
  colleges: College[];
  electorate: string | undefined;
  voids: { vote: number; reason: string }[];
  steps: JsonObject[];
};

export function step(counting: Counting, name: string, code: string, figures: JsonObject = {}): void {
  counting.steps.push({ step: name, code, ...figures });
}

/* How many ballots of a college are in that state. */
export function inState(college: College, state: State): number {
  return college.rows.filter(({ ballot }) => ballot.state === state).reduce((total, { count }) => total + count, 0);
}

/* --- what a method is asked ------------------------------------------------------------------------ */

export type Question = {
  names: string[]; seats: number; scale: number; tieOrder: number[]; parameters: Record<string, string>; manifest: Manifest;
  /* How many options a ballot may name, what may be spent and what each option costs, where the poll has them. */
  maxLength?: number; budget?: Fraction; costs?: Fraction[];
};
export type Weighed = { ballot: Ballot; weight: Fraction };
export type Profile = { rows: Weighed[]; valid: Fraction; blank: Fraction; spoilt: Fraction; abstaining: Fraction };

export function profileOf(rows: Weighed[]): Profile {
  const sumOf = (state: State) => Fraction.sum(rows.filter(({ ballot }) => ballot.state === state).map(({ weight }) => weight));
  return {
    rows: rows.filter(({ ballot }) => ballot.state === "counted"), valid: sumOf("counted"), blank: sumOf("blank"),
    spoilt: sumOf("spoilt"), abstaining: sumOf("abstaining"),
  };
}

/* --- what it answers -------------------------------------------------------------------------------- */

/* The parts of docs/rules/count.md that a method has a notion of, and what others ask it afterwards. */
export type Answer = {
  parts: JsonObject;
  elected: number[];
  /* The place of each option, 0 the best; absent where the method ranks nobody. */
  ranking?: number[];
  totals?: Fraction[];
  exhausted?: Fraction;
  verdict?: "adopted" | "rejected";
  /* Where the method tells valid ballots otherwise than by their states. */
  profile?: Profile;
  reasons: JsonObject[];
  ties: JsonObject[];
};

export type Method = {
  version: number;
  rule: string;
  /* Does it fill several seats? How does it order whom it elects? */
  takesSeats: boolean;
  elects: "ranking" | "turn" | "otherwise" | "nobody";
  /* The defaults of its parameters. */
  parameters: Record<string, string>;
  /* Which of them are fractions: they are told in lowest terms. */
  ratios?: string[];
  /* What a ballot of its kind, in its form, is for this method; counted where it does not say. */
  judge?: (ballot: Ballot, question: Question) => State;
  count: (question: Question, profile: Profile) => Answer;
  /* Under the majority rule: the option that a college chose, or those that are tied, or none. Absent where it has no such reading. */
  decides?: (answer: Answer, profile: Profile) => number[];
};

/* The text of a figure in a sentence: a whole number without its denominator. */
const spoken = (fact: Json): string => String(fact).replace(/^(-?[0-9]+)\/1$/, "$1");

export type Facts = Record<string, string | Fraction>;

/* Why an outcome is what it is: its stable word, its figures, and the sentence with them in place of the braces. */
export function reason(because: string, sentence: string, facts: Facts = {}): JsonObject {
  const told = sentence.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const fact = facts[name] ?? "";
    return fact instanceof Fraction ? spoken(fact.toString()) : fact;
  });
  const spelled = Object.entries(facts).map(([name, fact]) => [name, fact.toString()]);
  return { because, facts: Object.fromEntries(spelled) as JsonObject, sentence: told };
}

/* An object with a member per option, whose names may be any text, `__proto__` too. */
export function byName(names: string[], values: Json[]): JsonObject {
  const object = Object.create(null) as JsonObject;
  for (const [i, name] of names.entries()) object[name] = values[i] ?? "";
  return object;
}

/* What pictures of a count are drawn from: flows between rounds, grades, votes by college. Exact; only a drawing rounds. */

import type { Schemas } from "./api.ts";
import type { Ratio } from "./format.ts";
import { addRatios, parseRatio, reduce, writeRatio } from "./format.ts";

type Decision = Schemas["Decision"];

export const ZERO: Ratio = { num: 0n, den: 1n };
const ONE: Ratio = { num: 1n, den: 1n };

export const ratioOf = (text: string | undefined): Ratio => parseRatio(text ?? "") ?? ZERO;
const minus = (a: Ratio, b: Ratio): Ratio => addRatios(a, { num: -b.num, den: b.den });
const isPositive = (ratio: Ratio) => ratio.num > 0n;
const sum = (ratios: readonly Ratio[]): Ratio => ratios.reduce(addRatios, ZERO);

/* How much of a whole, for a length; 0 of nothing. */
export function lengthOf(part: Ratio, whole: Ratio): number {
  const den = part.den * whole.num;
  return den === 0n ? 0 : Number((part.num * whole.den * 1_000_000n) / den) / 1_000_000;
}

/* --- rounds -------------------------------------------------------------------------------------- */

export interface Round {
  readonly totals: Readonly<Record<string, string>>;
  readonly exhausted: string;
  readonly elected: readonly string[];
  readonly excluded: readonly string[];
  readonly quota?: string;
  readonly transfers: readonly { readonly from: string; readonly to: Readonly<Record<string, string>> }[];
}

/* Those of a count, which docs/rules/count.md describes. */
export function roundsOf(count: NonNullable<Decision["count"]>): readonly Round[] {
  return (count["rounds"] ?? []) as readonly Round[];
}

/* What goes from one option to another between a round and the next; to null: to no one any more. */
export interface Flow {
  readonly from: string;
  readonly to: string | null;
  readonly amount: Ratio;
}

export function flowsBetween(before: Round, after: Round): Flow[] {
  const given: Flow[] = after.transfers.flatMap(({ from, to }) =>
    Object.entries(to).map(([name, amount]) => ({ from, to: name, amount: ratioOf(amount) })),
  );
  const flows: Flow[] = [];
  for (const [name, total] of Object.entries(before.totals)) {
    const comes = sum(given.filter(({ to }) => to === name).map(({ amount }) => amount));
    const goes = given.filter(({ from }) => from === name);
    const kept = minus(ratioOf(after.totals[name]), comes);
    const lost = minus(minus(ratioOf(total), kept), sum(goes.map(({ amount }) => amount)));
    flows.push({ from: name, to: name, amount: kept }, ...goes, { from: name, to: null, amount: lost });
  }
  return flows.filter(({ amount }) => isPositive(amount));
}

/* --- ballots that were published ----------------------------------------------------------------- */

export interface Published {
  readonly college: string;
  readonly ballot: Schemas["Ballot"];
}

/* What one counted ballot of a college weighs: its share, divided by the ballots counted there; 1 where heads count. */
function weightIn(decision: Decision, college: string): Ratio {
  const weight = decision.colleges?.[college]?.weight;
  const counted = decision.ballots[college]?.counted ?? 0;
  if (weight === undefined || decision.weighting_suspended === true) {
    return ONE;
  }
  const ratio = ratioOf(weight);
  return counted === 0 ? ZERO : reduce({ num: ratio.num, den: ratio.den * BigInt(counted) });
}

export interface Grades {
  /* Of each option: what gave it each grade, from 0 to the scale, and last what had no opinion. */
  readonly byOption: readonly (readonly Ratio[])[];
  readonly whole: Ratio;
  /* Weights could not be told from the record: ballots are counted by head. */
  readonly isByHead: boolean;
}

function gather(
  ballots: readonly Published[],
  weigh: (college: string) => Ratio,
  options: number,
  scale: number,
): { byOption: Ratio[][]; whole: Ratio } {
  const byOption = Array.from({ length: options }, () => Array.from({ length: scale + 2 }, () => ZERO));
  const weights: Ratio[] = [];
  for (const { college, ballot } of ballots) {
    if (ballot.scores === undefined) {
      continue;
    }
    const weight = weigh(college);
    weights.push(weight);
    ballot.scores.forEach((score, option) => {
      const row = byOption[option];
      const at = score ?? scale + 1;
      if (row?.[at] !== undefined) {
        row[at] = addRatios(row[at], weight);
      }
    });
  }
  return { byOption, whole: sum(weights) };
}

/* How the grades of each option are spread. What was weighed must be what the count says was valid. */
export function gradesOf(
  decision: Decision,
  ballots: readonly Published[],
  options: number,
  scale: number,
): Grades {
  const weighed = gather(ballots, (college) => weightIn(decision, college), options, scale);
  const valid = ratioOf(decision.count?.ballots.valid);
  if (writeRatio(reduce(weighed.whole)) === writeRatio(reduce(valid))) {
    return { ...weighed, isByHead: false };
  }
  return { ...gather(ballots, () => ONE, options, scale), isByHead: true };
}

/* Ballots of each college, in the order in which the colleges come. */
export function byCollege(ballots: readonly Published[]): Map<string, Published[]> {
  const colleges = new Map<string, Published[]>();
  for (const each of ballots) {
    const own = colleges.get(each.college) ?? [];
    own.push(each);
    colleges.set(each.college, own);
  }
  return colleges;
}

/* What of a ballot is for one option: that it is named, or put first; its score, its points. Null: no opinion. */
function given({ ballot }: Published, option: number): number | null {
  if (ballot.scores !== undefined) {
    return ballot.scores[option] ?? null;
  }
  if (ballot.points !== undefined) {
    return ballot.points[option] ?? 0;
  }
  const named = ballot.approves ?? ballot.ranks?.[0] ?? (ballot.choice === undefined ? [] : [ballot.choice]);
  return named.includes(option) ? 1 : 0;
}

/* What some ballots give each option, and how many of them say something of it. */
export interface Given {
  readonly sum: number;
  readonly opinions: number;
}

export function givenBy(ballots: readonly Published[], options: readonly number[]): Given[] {
  return options.map((option) => {
    const said = ballots.map((each) => given(each, option)).filter((each) => each !== null);
    return { sum: said.reduce((all, each) => all + each, 0), opinions: said.length };
  });
}

/* The ballots of a college that its answers share. Of consent, an abstention is one of the answers. */
export function validOf(decision: Decision, college: string): number {
  const fate = decision.ballots[college] ?? decision.ballots["all"];
  return (fate?.counted ?? 0) + (decision.method.id === "consent" ? (fate?.abstaining ?? 0) : 0);
}

/* More ballots than this are not fetched to draw a picture. */
export const DRAWN_MAX = 10_000;

export function isDrawable(decision: Decision): boolean {
  return Object.values(decision.ballots).reduce((all, { counted }) => all + counted, 0) <= DRAWN_MAX;
}

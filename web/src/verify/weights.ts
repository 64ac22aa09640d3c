/* weights.ts - quorum, and what each college weighs (docs/rules/quorum.md, docs/rules/weights.md). */
import type { Constitution } from "./constitution.ts";
import { Fraction } from "./fraction.ts";

export type Presence = { members: number; present: number };

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);
const share = ({ present, members }: Presence): Fraction => (members === 0 ? Fraction.ZERO : new Fraction(present, members));

/*
 * RULE docs/rules/quorum.md
 * > On the basis of members, what is reached is the number present divided by the number of members.
 * > On the weighted basis it is the sum, over the colleges, of the weight of the statutes times the
 * > share of the college's members who are present. By college it is the smallest share present among
 * > the colleges that have members.
 */
export function quorumReached(constitution: Constitution, colleges: Presence[]): Presence & { reached: Fraction } {
  const whole = { present: sum(colleges.map(({ present }) => present)), members: sum(colleges.map(({ members }) => members)) };
  const { colleges: weighed, quorumBasis } = constitution;
  const isWhole = weighed.length === 0 || weighed.length !== colleges.length || quorumBasis === "members";
  if (isWhole) return { ...whole, reached: share(whole) };
  if (quorumBasis === "weighted") {
    const parts = colleges.map((college, i) => share(college).times(weighed[i]?.weight ?? Fraction.ZERO));
    return { ...whole, reached: Fraction.sum(parts) };
  }
  const shares = colleges.filter(({ members }) => members > 0).map(share);
  const smallest = shares.reduce((least, one) => (one.compare(least) < 0 ? one : least), shares[0] ?? Fraction.ZERO);
  return { ...whole, reached: smallest };
}

/*
 * RULE docs/rules/weights.md
 * > Its weight is shared in equal parts between the other
 * > colleges; a college stops at the ceiling of the constitution and what is left over is shared again
 * > in equal parts between those still under it; what nobody can take is dropped.
 */
function shareEqually(weights: Fraction[], members: number[], lost: Fraction, ceiling: Fraction): Fraction[] {
  const shared = [...weights];
  for (let pool = lost; !pool.isZero();) {
    const takers = shared.map((_, i) => i).filter((i) => (members[i] ?? 0) > 0 && (shared[i] as Fraction).compare(ceiling) < 0);
    if (takers.length === 0) return shared;
    const part = pool.over(new Fraction(takers.length));
    for (const i of takers) {
      const room = ceiling.minus(shared[i] as Fraction);
      const given = part.compare(room) < 0 ? part : room;
      shared[i] = (shared[i] as Fraction).plus(given);
      pool = pool.minus(given);
    }
  }
  return shared;
}

/* The weights in this count, or null where weighting is suspended. */
export function effectiveWeights(constitution: Constitution, members: number[]): Fraction[] | null {
  const isLive = (i: number) => (members[i] ?? 0) > 0;
  const statutes = constitution.colleges.map(({ weight }) => weight);
  if (members.filter((count) => count > 0).length < constitution.minColleges()) return null;
  const weights = statutes.map((weight, i) => (isLive(i) ? weight : Fraction.ZERO));
  const lost = Fraction.sum(statutes.filter((_, i) => !isLive(i)));
  if (lost.isZero()) return weights;
  const rule = constitution.word("empty_college");
  if (rule === "redistribute_equal") return shareEqually(weights, members, lost, constitution.maxWeight());
  const kept = Fraction.sum(weights);
  return rule === "redistribute_prorata" && !kept.isZero() ? weights.map((weight) => weight.over(kept)) : weights;
}

const WEIGHTS_CODES: Record<string, string> = {
  redistribute_equal: "redistributed_equally", redistribute_prorata: "redistributed_pro_rata", renormalise: "empty_left_out",
};

/* The word for how the weights were found. */
export function weightsCode(constitution: Constitution, members: number[]): string {
  const isFull = members.every((count) => count > 0);
  return isFull ? "statutes" : WEIGHTS_CODES[constitution.word("empty_college")] ?? "statutes";
}

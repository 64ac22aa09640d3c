/* pairwise.ts - every option against every other: who is preferred to whom (docs/rules/pairwise.md). */
import { Fraction } from "../fraction.ts";
import type { Json, JsonObject } from "../json.ts";
import { reason, type Answer, type Method, type Profile, type Question } from "../poll_count.ts";
import { decidesByRanking, electFirst, nameOf, rankingJson, type Elected } from "./shared.ts";

export type Table = Fraction[][];

export const at = (table: Table, i: number, j: number): Fraction => table[i]?.[j] ?? Fraction.ZERO;
export const indexes = (question: Question): number[] => question.names.map((_, i) => i);
export const tableJson = (table: Table): Json => table.map((row) => row.map(String));

/*
 * RULE docs/rules/pairwise.md
 * > An option that a ballot ranks twice counts where it stands first. A rank in which no option stands
 * > says nothing.
 *
 * The place of each option that the ballot ranks; undefined for the others.
 */
export function placesOf(ranks: number[][]): Map<number, number> {
  const places = new Map<number, number>();
  for (const [place, rank] of ranks.entries()) {
    for (const option of rank) if (!places.has(option)) places.set(option, place);
  }
  return places;
}

/* The weight of the ballots that prefer option i to option j. */
export function preferences(question: Question, profile: Profile): Table {
  const isApart = question.parameters["unranked"] === "apart";
  const table = indexes(question).map(() => indexes(question).map(() => Fraction.ZERO));
  for (const { ballot, weight } of profile.rows) {
    const places = placesOf(ballot.ranks ?? []);
    for (const [i, place] of places) {
      for (const j of indexes(question)) {
        const other = places.get(j) ?? (isApart ? -1 : Infinity);
        const row = table[i] as Fraction[];
        if (place < other) row[j] = at(table, i, j).plus(weight);
      }
    }
  }
  return table;
}

export const beats = (table: Table, i: number, j: number): boolean => at(table, i, j).compare(at(table, j, i)) > 0;

/*
 * RULE docs/rules/pairwise.md
 * > The strength of a victory is, with strength=winning, the weight of the ballots that prefer the
 * > winner; with strength=margins, that weight less the weight of those that prefer the loser.
 */
export function strengthsOf(question: Question, table: Table): Table {
  if (question.parameters["strength"] !== "margins") return table;
  return table.map((row, i) => row.map((weight, j) => weight.minus(at(table, j, i))));
}

/* The unbeaten first, then the unbeaten of the rest, and so on; there is no cycle. */
export function rankUnbeaten(options: number[], isAbove: (i: number, j: number) => boolean): number[] {
  const ranking: number[] = [];
  let rest = options;
  for (let place = 0; rest.length > 0; place++) {
    const unbeaten = rest.filter((j) => !rest.some((i) => isAbove(i, j)));
    for (const option of unbeaten) ranking[option] = place;
    rest = rest.filter((option) => !unbeaten.includes(option));
  }
  return ranking;
}

const CONDORCET_WINNER = "{option} is preferred to every other option, one against one.";
const CONDORCET_OTHER = "{option} is preferred to every other option, one against one, and is not first by this rule.";
const NO_CONDORCET_WINNER = "No option is preferred to every other, one against one.";
const DUEL = "{option} against {other}: {for} to {against}.";

export function pairReason(because: string, sentence: string, question: Question, table: Table, i: number, j: number): JsonObject {
  const facts = { option: nameOf(question, i), other: nameOf(question, j), for: at(table, i, j), against: at(table, j, i) };
  return reason(because, sentence, facts);
}

/* Whether the elected beats everyone else, and each of its pairs. */
function explain(question: Question, table: Table, elected: number | undefined): JsonObject[] {
  const options = indexes(question);
  if (elected === undefined || options.length === 1) return [];
  const winner = options.find((i) => options.every((j) => i === j || beats(table, i, j)));
  const head = winner === undefined ? reason("no-condorcet-winner", NO_CONDORCET_WINNER)
    : winner === elected ? reason("condorcet-winner", CONDORCET_WINNER, { option: nameOf(question, winner) })
      : reason("condorcet-other", CONDORCET_OTHER, { option: nameOf(question, winner) });
  return [head, ...options.filter((j) => j !== elected).map((j) => pairReason("duel", DUEL, question, table, elected, j))];
}

/* What a rule of this family adds to its ranking; what it says before and after is said where somebody is elected. */
export type Ranked = { ranking: number[]; totals?: Fraction[]; parts?: JsonObject; ties?: JsonObject[]; before?: JsonObject[]; after?: (elected: number) => JsonObject[] };

/* An answer from the ranking that a rule makes of the table. */
export function answerByPairs(question: Question, profile: Profile, rank: (table: Table) => Ranked): Answer {
  const table = preferences(question, profile);
  const ranked = rank(table);
  const { ranking } = ranked;
  const first: Elected = electFirst(question, profile, ranking);
  const [elected] = first.elected;
  const ties = [...(ranked.ties ?? []), ...first.ties];
  const before = elected === undefined ? [] : ranked.before ?? [];
  const after = elected === undefined ? [] : ranked.after?.(elected) ?? [];
  return {
    parts: { pairwise: tableJson(table), ranking: rankingJson(question, ranking), ties, ...ranked.parts },
    elected: first.elected, ranking, ties, ...(ranked.totals === undefined ? {} : { totals: ranked.totals }),
    reasons: [...before, ...first.reasons, ...explain(question, table, elected), ...after],
  };
}

/* A method of this family: one seat, ranks, and these parameters. */
export function pairwiseMethod(name: string, parameters: Record<string, string>, rank: (question: Question, table: Table) => Ranked): Method {
  return {
    version: 1, rule: `docs/rules/${name}.md`, takesSeats: false, elects: "ranking", parameters,
    count: (question, profile) => answerByPairs(question, profile, (table) => rank(question, table)),
    decides: decidesByRanking,
  };
}

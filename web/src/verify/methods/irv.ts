/* irv.ts - the last is excluded, round after round, until somebody has a majority. */
import { Fraction } from "../fraction.ts";
import { byName, type Answer, type Method, type Profile, type Question } from "../poll_count.ts";
import { indexes } from "./pairwise.ts";
import { holdersOf, nobody, papersOf, Rounds, type Paper, type Reading } from "./rounds.ts";
import { decidesByRanking, nameOf } from "./shared.ts";

/*
 * RULE docs/rules/irv.md
 * > overvote: a rank of several options, whether they continue or not, exhausts the ballot (exhaust), is
 * > passed over (skip), or divides the ballot equally between those of them that continue (split).
 */
function readingOf({ parameters }: Question): Reading {
  const equal = { exhaust: "ends", skip: "passed", split: "divides" } as const;
  const skipped = parameters["max_skipped"];
  return {
    equal: equal[parameters["overvote"] as keyof typeof equal], repeatEnds: parameters["duplicate"] === "exhaust",
    skippedMax: skipped === undefined ? Infinity : Number(skipped),
  };
}

function addUp(papers: Paper[], rounds: Rounds): Fraction[] {
  const totals = indexes(rounds.question).map(() => Fraction.ZERO);
  for (const paper of papers) {
    const holders = holdersOf(paper, rounds.continues);
    for (const option of holders) {
      totals[option] = (totals[option] ?? Fraction.ZERO).plus(paper.weight.over(new Fraction(holders.length)));
    }
  }
  return totals;
}

/*
 * RULE docs/rules/irv.md
 * > majority: more than half of the ballots that still count in the round (continuing), or of all valid
 * > ballots (valid). When two options are left, the one with more votes is elected without it.
 */
function electInRound(rounds: Rounds, totals: Fraction[], base: Fraction): boolean {
  const highest = rounds.extremes(totals, true);
  const total = (option: number) => totals[option] ?? Fraction.ZERO;
  const first = highest[0] ?? 0;
  const isMore = total(first).plus(total(first)).compare(base) > 0;
  if (!isMore && rounds.continuing().length > 2) return false;
  const elected = isMore ? first : rounds.choose(highest, "election").option;
  rounds.elect(elected);
  rounds.tell(isMore ? "round-majority" : "round-last-two", elected, { total: total(elected), base });
  return true;
}

function count(question: Question, profile: Profile): Answer {
  const rounds = new Rounds(question);
  if (profile.valid.isZero()) return nobody(rounds);
  const papers = papersOf(profile, readingOf(question));
  let totals = addUp(papers, rounds);
  let before = totals;
  let excluded: number | undefined;
  for (;;) {
    const continuing = Fraction.sum(totals);
    const gains = rounds.continuing().map((option) => ({ option, gain: (totals[option] ?? Fraction.ZERO).minus(before[option] ?? Fraction.ZERO) }));
    const gained = gains.filter(({ gain }) => !gain.isZero());
    const to = byName(gained.map(({ option }) => nameOf(question, option)), gained.map(({ gain }) => `${gain}`));
    const transfers = excluded === undefined ? [] : [{ from: nameOf(question, excluded), to, why: "exclusion" }];
    const exhausted = profile.valid.minus(continuing);
    rounds.begin(totals, rounds.continuing(), exhausted, { transfers });
    rounds.place(totals);
    if (electInRound(rounds, totals, question.parameters["majority"] === "valid" ? profile.valid : continuing)) {
      return rounds.answer(totals, exhausted);
    }
    const lowest = rounds.choose(rounds.extremes(totals, false), "exclusion");
    excluded = lowest.option;
    rounds.exclude(excluded, lowest.equals);
    rounds.tell("round-excluded", excluded, { total: totals[excluded] ?? Fraction.ZERO });
    [before, totals] = [totals, addUp(papers, rounds)];
  }
}

export const irv: Method = {
  version: 1,
  rule: "docs/rules/irv.md",
  takesSeats: false,
  elects: "otherwise",
  parameters: { overvote: "exhaust", duplicate: "skip", majority: "continuing" },
  count,
  decides: decidesByRanking,
};

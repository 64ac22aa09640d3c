/* What pictures of a count are drawn from: nothing is lost between rounds, and grades weigh what the count says. */
import assert from "node:assert/strict";
import { test } from "node:test";

import type { Schemas } from "../../web/src/api.ts";
import { flowsBetween, gradesOf, lengthOf, byCollege, givenBy, isDrawable, validOf, type Published, ratioOf, type Round } from "../../web/src/counted.ts";
import { writeRatio } from "../../web/src/format.ts";

const round = (totals: Record<string, string>, fields: Partial<Round> = {}): Round =>
  ({ totals, exhausted: "0/1", elected: [], excluded: [], transfers: [], ...fields });

const flows = (before: Round, after: Round) =>
  flowsBetween(before, after).map(({ from, to, amount }) => `${from} → ${to ?? "nobody"} ${writeRatio(amount)}`);

test("a surplus leaves what the quota keeps", () => {
  const after = round({ Ada: "14/3", Bruno: "13/3" }, { transfers: [{ from: "Ada", to: { Bruno: "1/3" } }] });
  assert.deepEqual(flows(round({ Ada: "5/1", Bruno: "4/1" }), after),
    ["Ada → Ada 14/3", "Ada → Bruno 1/3", "Bruno → Bruno 4/1"]);
});

test("what an excluded option gives to nobody is said", () => {
  const after = round({ Ada: "6/1" }, { exhausted: "1/1", transfers: [{ from: "Bruno", to: { Ada: "1/1" } }] });
  assert.deepEqual(flows(round({ Ada: "5/1", Bruno: "2/1" }), after),
    ["Ada → Ada 5/1", "Bruno → Ada 1/1", "Bruno → nobody 1/1"]);
});

test("a length is a part of a whole, and nothing of nothing", () => {
  assert.equal(lengthOf(ratioOf("1/4"), ratioOf("1/2")), 0.5);
  assert.equal(lengthOf(ratioOf("1/4"), ratioOf("0/1")), 0);
  assert.equal(lengthOf(ratioOf(undefined), ratioOf("1/1")), 0);
});

const BALLOTS: Published[] = [
  { college: "users", ballot: { scores: [2, null] } },
  { college: "users", ballot: { scores: [0, 1] } },
  { college: "workers", ballot: { scores: [2, 2] } },
  { college: "workers", ballot: { blank: true } },
];

function decision(valid: string, fields: object = {}): Schemas["Decision"] {
  const counted = (number: number) => ({ counted: number, blank: 0, spoilt: 0, abstaining: 0, blank_proxies: 0 });
  return {
    ballots: { users: counted(2), workers: counted(1) },
    colleges: { users: { weight: "2/5", state: "counted" }, workers: { weight: "3/5", state: "counted" } },
    count: { method: "score", version: 1, options: ["Ada", "Bruno"], ballots: { valid } },
    ...fields,
  } as unknown as Schemas["Decision"];
}

const written = (grades: ReturnType<typeof gradesOf>) => grades.byOption.map((row) => row.map(writeRatio));

test("a ballot weighs the share of its college over the ballots that count there", () => {
  const grades = gradesOf(decision("1/1"), BALLOTS, 2, 2);
  assert.equal(grades.isByHead, false);
  assert.deepEqual(written(grades), [["1/5", "0/1", "4/5", "0/1"], ["0/1", "1/5", "3/5", "1/5"]]);
});

test("where that is not what the count weighed, heads are counted and it is said", () => {
  const grades = gradesOf(decision("7/1"), BALLOTS, 2, 2);
  assert.equal(grades.isByHead, true);
  assert.deepEqual(written(grades)[0], ["1/1", "0/1", "2/1", "0/1"]);
});

test("weights that are suspended are heads", () => {
  assert.equal(gradesOf(decision("3/1", { weighting_suspended: true }), BALLOTS, 2, 2).isByHead, false);
});

const given = (ballots: Published[], options = [0, 1, 2]) =>
  [...byCollege(ballots)].map(([college, own]) => [college, givenBy(own, options).map(({ sum, opinions }) => `${sum} of ${opinions}`)]);

test("choices and approvals are counted college by college", () => {
  assert.deepEqual(given([
    { college: "users", ballot: { approves: [0, 2] } }, { college: "workers", ballot: { blank: true } },
    { college: "users", ballot: { choice: 2 } },
  ]), [["users", ["1 of 2", "0 of 2", "2 of 2"]], ["workers", ["0 of 1", "0 of 1", "0 of 1"]]]);
});

test("of rankings it is what stands first, with others or alone", () => {
  assert.deepEqual(given([
    { college: "users", ballot: { ranks: [[2], [0, 1]] } }, { college: "users", ballot: { ranks: [[0, 2]] } },
  ]), [["users", ["1 of 2", "0 of 2", "2 of 2"]]]);
});

test("points add up, and scores where there is an opinion", () => {
  assert.deepEqual(given([{ college: "users", ballot: { points: [3, 0, 7] } }, { college: "users", ballot: { points: [1, 9, 0] } }]),
    [["users", ["4 of 2", "9 of 2", "7 of 2"]]]);
  assert.deepEqual(given(BALLOTS, [0, 1]), [["users", ["2 of 2", "1 of 1"]], ["workers", ["2 of 2", "2 of 2"]]]);
});

test("beyond ten thousand ballots nothing is drawn", () => {
  const of = (counted: number) => decision("1/1", { ballots: { users: { counted }, workers: { counted: 4000 } } });
  assert.deepEqual([isDrawable(of(6000)), isDrawable(of(6001))], [true, false]);
});

test("an abstention is among the ballots of a college where it is an answer, and nowhere else", () => {
  const of = (id: string) => decision("1/1", { method: { id }, ballots: { workers: { counted: 2, abstaining: 4 } } });
  assert.deepEqual([validOf(of("consent"), "workers"), validOf(of("approval"), "workers")], [6, 2]);
  assert.equal(validOf(decision("1/1", { method: { id: "score" }, ballots: { all: { counted: 3, abstaining: 1 } } }), "users"), 3);
});

/* What a voter marks: the ballot it becomes, what would spoil it, and how a ranking changes. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { costOf, joinAbove, moveBy, rankAt, type Marks, type Ranks, toBallot, unrank, warningsOf } from "../../web/src/marks.ts";

type Poll = Parameters<typeof toBallot>[0];

const options = ["400/1", "1000/3", "250/1"].map((cost, id) => ({ id, label: `Option ${id}`, by_board: false, cost }));
const poll = (fields: Partial<Poll>): Poll =>
  ({ ballot: "choice", method: "plurality", parameters: {}, seats: 1, options, ...fields });

const spelled: [string, Partial<Poll>, Marks, object | null][] = [
  ["nothing is no ballot", {}, null, null],
  ["a blank ballot says so", {}, "blank", { blank: true }],
  ["a spoilt paper says so", {}, "spoilt", { spoilt: true }],
  ["a choice is one option", {}, { options: [2] }, { choice: 2 }],
  ["approvals stand in the order of the question", { ballot: "approves" }, { options: [2, 0] }, { approves: [0, 2] }],
  ["no approval is no ballot", { ballot: "approves" }, { options: [] }, null],
  ["a score may be absent", { ballot: "scores", scale: 3 }, { numbers: [3, null, 0] }, { scores: [3, null, 0] }],
  ["no score is no ballot", { ballot: "scores", scale: 3 }, { numbers: [null, null, null] }, null],
  ["no points for an option are none", { ballot: "points" }, { numbers: [2, null, 0] }, { points: [2, 0, 0] }],
  ["no points at all are no ballot", { ballot: "points" }, { numbers: [0, null, 0] }, null],
  ["equal options stand in the order of the question", { ballot: "ranks" }, { ranks: [[2, 1], [0]] }, { ranks: [[1, 2], [0]] }],
  ["an empty ranking is no ballot", { ballot: "ranks" }, { ranks: [] }, null],
];

for (const [name, fields, marks, ballot] of spelled) {
  test(name, () => assert.deepEqual(toBallot(poll(fields), marks), ballot));
}

const judged: [string, Partial<Poll>, Marks, string | null, boolean?][] = [
  ["nothing is wrong with nothing", {}, null, null],
  ["as many approvals as one may", { ballot: "approves", max_length: 2 }, { options: [0, 1] }, null],
  ["one approval more", { ballot: "approves", max_length: 2 }, { options: [0, 1, 2] }, "ballot.warn_too_many", true],
  ["a ranking longer than it may", { ballot: "ranks", method: "schulze", max_length: 1 }, { ranks: [[0], [1]] },
    "ballot.warn_too_many", true],
  ["a score above the scale", { ballot: "scores", scale: 3 }, { numbers: [4, null, 0] }, "ballot.warn_number", true],
  ["half a point", { ballot: "points" }, { numbers: [0.5, null, 0] }, "ballot.warn_number", true],
  ["what is no number", { ballot: "points" }, { numbers: [Number.NaN, null, 0] }, "ballot.warn_number", true],
  ["equal first in a transferable vote", { ballot: "ranks", method: "stv-wigm" }, { ranks: [[0, 1], [2]] },
    "ballot.warn_first_equal", true],
  ["equal later in a transferable vote", { ballot: "ranks", method: "stv-scottish" }, { ranks: [[0], [1, 2]] },
    "ballot.warn_stops", false],
  ["equal where a rank of several exhausts", { ballot: "ranks", method: "irv" }, { ranks: [[0, 1]] }, "ballot.warn_stops", false],
  ["equal where a rank of several is skipped", { ballot: "ranks", method: "irv", parameters: { overvote: "skip" } },
    { ranks: [[0, 1]] }, "ballot.warn_skips", false],
  ["equal where votes are split", { ballot: "ranks", method: "irv", parameters: { overvote: "split" } }, { ranks: [[0, 1]] }, null],
  ["equal where options are compared in pairs", { ballot: "ranks", method: "schulze" }, { ranks: [[0, 1], [2]] }, null],
  ["eleven equal for eleven seats by Meek", { ballot: "ranks", method: "stv-meek", seats: 11 },
    { ranks: [[...Array(11).keys()]] }, "ballot.warn_many_equal", true],
];

for (const [name, fields, marks, key, spoils = false] of judged) {
  test(`${name}: ${key ?? "nothing is said"}`, () => {
    const found = warningsOf(poll(fields), marks).map((each) => [each.key, each.spoils]);
    assert.deepEqual(found, key === null ? [] : [[key, spoils]]);
  });
}

const changed: [string, Ranks, Ranks][] = [
  ["an option goes last", rankAt([[0], [1]], 2, 9), [[0], [1], [2]]],
  ["or first", rankAt([[0], [1], [2]], 2, 0), [[2], [0], [1]]],
  ["a step up", moveBy([[0], [1], [2]], 2, -1), [[0], [2], [1]]],
  ["a step up from the top changes nothing", moveBy([[0], [1]], 0, -1), [[0], [1]]],
  ["a step down", moveBy([[0], [1], [2]], 0, 1), [[1], [0], [2]]],
  ["a step up out of equals", moveBy([[0], [1, 2]], 2, -1), [[0], [2], [1]]],
  ["a step down out of equals", moveBy([[1, 2], [0]], 1, 1), [[2], [1], [0]]],
  ["who is in no rank stays out", moveBy([[0]], 1, 1), [[0]]],
  ["equal with the one above", joinAbove([[0], [1], [2]], 2), [[0], [1, 2]]],
  ["equal with several above", joinAbove([[0, 1], [2]], 2), [[0, 1, 2]]],
  ["nobody is above the first", joinAbove([[0], [1]], 0), [[0], [1]]],
  ["taken out", unrank([[0], [1, 2]], 2), [[0], [1]]],
  ["taken out of a rank of its own", unrank([[0], [1]], 0), [[1]]],
];

for (const [name, found, expected] of changed) {
  test(name, () => assert.deepEqual(found, expected));
}

test("what is crossed costs the exact sum", () => {
  assert.equal(costOf(poll({ ballot: "approves" }), [0, 1]), "2200/3");
  assert.equal(costOf(poll({ ballot: "approves" }), []), "0/1");
});

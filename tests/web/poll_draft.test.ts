/* A poll being prepared: only what belongs to its kind and its method is sent, and amounts are exact. */
import assert from "node:assert/strict";
import { test } from "node:test";

import type { Schemas } from "../../web/src/api.ts";
import { NO_OPTION, amountOf, ballotOf, bodyOf, methodsFor, newDraft, type PollDraft } from "../../web/src/poll_draft.ts";

const method = (id: string, fields: Partial<Schemas["Method"]> = {}): Schemas["Method"] =>
  ({ id, version: 1, summary: "", rule: "", ballots: "choice", seats: false, parameters: [], ...fields });

const word = (name: string) => ({ name, kind: "word" as const, values: [], summary: "" });
const METHODS = [
  method("motion", { options: ["for", "against", "abstain"], parameters: [word("threshold")] }),
  method("consent", { options: ["consent", "reserve", "object", "abstain"] }),
  method("approval", { ballots: "approves", seats: true }),
  method("score", { ballots: "scores", seats: true, parameters: [word("missing")] }),
  method("budget-greedy", { ballots: "approves", parameters: [word("scoring")] }),
];

const times = { opens: "2026-06-20T18:00", closes: "2026-06-20T20:00" };
const options = [{ ...NO_OPTION, label: "Ada", cost: "12,50", group: "women" }, { ...NO_OPTION, label: "Bruno", by_board: true }];

function body(fields: Partial<PollDraft>): Record<string, unknown> {
  const draft = newDraft({ ...times, ...fields });
  const { assembly, opens_at, closes_at, ...rest } = bodyOf(draft, { assembly: "the assembly", zone: "UTC", methods: METHODS });
  assert.deepEqual([assembly, opens_at, closes_at], ["the assembly", "2026-06-20T18:00:00Z", "2026-06-20T20:00:00Z"]);
  return rest;
}

const rows: [string, Partial<PollDraft>, object][] = [
  ["a motion is its resolution, without parameters", { resolution: "r", parameters: { threshold: "2/3" }, title: "unsent" },
    { kind: "resolution", method: "motion", parameters: {}, resolution: "r" }],
  ["an amendment is named", { kind: "amendment", amendment: "a" },
    { kind: "amendment", method: "motion", parameters: {}, amendment: "a" }],
  ["an election says who is presented by the board, and no costs",
    { kind: "election", method: "approval", title: "Conseil", seats: "2", options },
    { kind: "election", method: "approval", parameters: {}, title: "Conseil", class: "ordinary", seats: 2,
      options: [{ label: "Ada", by_board: false }, { label: "Bruno", by_board: true }] }],
  ["groups go with seats that are kept",
    { kind: "election", method: "approval", title: "Conseil", options, reserved_by: "group", missing: "released",
      groups: [{ id: "women", least: "1", most: "" }], terms: [{ seats: "1", until: "2030-01-01" }], none_of_these: true },
    { kind: "election", method: "approval", parameters: {}, title: "Conseil", class: "ordinary", seats: 1,
      options: [{ label: "Ada", by_board: false, group: "women" }, { label: "Bruno", by_board: true }],
      reserved: { by: "group", missing: "released", groups: [{ id: "women", least: 1 }] },
      terms: [{ seats: 1, until: "2030-01-01" }], none_of_these: true }],
  ["without candidates, the members of a college", { kind: "election", method: "approval", title: "Conseil", options, nominees: "college/users" },
    { kind: "election", method: "approval", parameters: {}, title: "Conseil", class: "ordinary", seats: 1, nominees: { college: "users" } }],
  ["a second round has neither options nor seats of its own",
    { kind: "election", method: "approval", title: "Conseil", options, first_round: "first", pass: "3", nominees: "all" },
    { kind: "election", method: "approval", parameters: {}, title: "Conseil", class: "ordinary", first_round: { poll: "first", pass: 3 } }],
  ["scores have their scale, and parameters that were set",
    { kind: "choice", method: "score", title: "Lieu", options, scale: "10", max_length: "1", parameters: { missing: "ignore" } },
    { kind: "choice", method: "score", parameters: { missing: "ignore" }, title: "Lieu", class: "ordinary", seats: 1, scale: 10,
      max_length: 1, options: [{ label: "Ada" }, { label: "Bruno" }] }],
  ["projects have their costs beside a budget", { kind: "choice", method: "budget-greedy", title: "Projets", options, budget: "1 000" },
    { kind: "choice", method: "budget-greedy", parameters: {}, title: "Projets", class: "ordinary", seats: 1, budget: "1000/1",
      options: [{ label: "Ada", cost: "25/2" }, { label: "Bruno" }] }],
  ["a surplus is shared out by the answers",
    { kind: "choice", method: "approval", title: "Excédent", has_surplus: true,
      surplus: { result: "1234,56", deficit: "", reserves: "10", capital: "100" },
      options: [{ ...NO_OPTION, label: "Ada", allocation: { ...NO_OPTION.allocation, legal_reserve: "185,18" } }] },
    { kind: "choice", method: "approval", parameters: {}, title: "Excédent", class: "ordinary", seats: 1,
      surplus: { result: "30864/25", reserves: "10/1", capital: "100/1" },
      options: [{ label: "Ada", allocation: { legal_reserve: "9259/50" } }] }],
  ["a secret poll says for how long it keeps its ballots", { resolution: "r", secrecy: "secret", trackers: false, kept_days: "90" },
    { kind: "resolution", method: "motion", parameters: {}, resolution: "r", secrecy: "secret", trackers: false, kept_days: 90 }],
  ["one college votes", { resolution: "r", electorate: "users", secrecy: "open" },
    { kind: "resolution", method: "motion", parameters: {}, resolution: "r", secrecy: "open", electorate: "users" }],
];

for (const [name, fields, expected] of rows) {
  test(name, () => assert.deepEqual(body(fields), expected));
}

test("a text is decided by methods that have answers of their own, and other questions by the others", () => {
  assert.deepEqual(methodsFor("amendment", METHODS).map(({ id }) => id), ["motion", "consent"]);
  assert.deepEqual(methodsFor("choice", METHODS).map(({ id }) => id), ["approval", "score", "budget-greedy"]);
});

test("a parameter may choose what ballots mark", () => {
  const scoring = (value: string) => newDraft({ parameters: { scoring: value } });
  assert.equal(ballotOf(METHODS[4], scoring("points")), "points");
  assert.equal(ballotOf(METHODS[4], scoring("positional")), "ranks");
  assert.equal(ballotOf(METHODS[4], newDraft({})), "approves");
});

test("amounts are read as people write them", () => {
  for (const [typed, amount] of [["1 234,56", "30864/25"], ["1000/3", "1000/3"], ["12", "12/1"], ["many", "many"], ["10 %", "10 %"]]) {
    assert.equal(amountOf(typed ?? ""), amount);
  }
});

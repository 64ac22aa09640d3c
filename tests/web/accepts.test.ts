/* What a method can decide, and a poll under a constitution: what the other verifier refuses is refused here too. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { checkAccepts, checkDecides } from "../../web/src/verify/accepts.ts";
import type { JsonObject } from "../../web/src/verify/json.ts";
import { kindOfMethod, type Manifest } from "../../web/src/verify/polls.ts";

type Asked = { id: string; document?: JsonObject; constitution?: JsonObject };

const OPTIONS = ["Ada", "Ben", "Cleo"].map((label) => ({ label, by_board: false }));
const CONSTITUTION: JsonObject = {
  colleges: [{ id: "workers", weight: "50/100" }, { id: "users", weight: "50/100" }],
  transfer_rule: "proportional", empty_college: "redistribute_equal", majority: { ordinary: {} }, unknown: [],
};
const COSTS = { budget: "100/1", options: OPTIONS.map((option) => ({ ...option, cost: "50/1" })) };

function judge({ id, document: said = {}, constitution = {} }: Asked): void {
  const document: JsonObject = { class: "ordinary", parameters: {}, seats: 1, options: OPTIONS, ...said };
  const scoring = (document["parameters"] as JsonObject)["scoring"];
  const form = { kind: kindOfMethod(id, String(scoring ?? "count")), options: 3, scale: Number(document["scale"] ?? 0), maxLength: 0 };
  checkAccepts(document, id, form);
  const options = (document["options"] as JsonObject[]).map((option) => ({ label: String(option["label"]), document: option }));
  const manifest = { document, form, options, seats: Number(document["seats"]), method: { id, version: 1 } };
  checkDecides(manifest as Manifest, { ...CONSTITUTION, ...constitution });
}

/* 64 colleges bring 30 words of their ballots. */
const COLLEGES = Array.from({ length: 64 }, (_, i) => ({ id: `c${i}`, weight: "1/64" }));
const MANY = Array.from({ length: 500 }, (_, i) => ({ label: `${i}` }));

const TAKEN: [name: string, asked: Asked][] = [
  ["one seat", { id: "plurality" }],
  ["several seats, by a method that fills them", { id: "approval", document: { seats: 2 } }],
  ["scores on a scale", { id: "score", document: { scale: 5 } }],
  ["a budget", { id: "budget-greedy", document: COSTS }],
  ["a least score under the rule that knows one, where heads count",
    { id: "budget-greedy", document: { ...COSTS, parameters: { rule: "threshold", min_score: "5" } }, constitution: { transfer_rule: "none" } }],
  ["whole votes where heads count", { id: "stv-scottish", document: { seats: 2 }, constitution: { transfer_rule: "none" } }],
  ["whole votes of one college", { id: "stv-scottish", document: { electorate: "users" } }],
  ["one winner under the majority rule", { id: "schulze", constitution: { transfer_rule: "majority" } }],
  ["seats kept, by a method that ranks", { id: "approval", document: { seats: 2, reserved: {} } }],
  ["a first round", { id: "plurality", document: { absolute_majority: true } }],
  ["lots, that no college weighs", { id: "sortition", document: { parameters: { seed: "1/2/3/" } }, constitution: { unknown: ["college_weights"] } }],
  ["one college, whatever is unknown of others", { id: "plurality", document: { electorate: "users" }, constitution: { unknown: ["transfer_rule"] } }],
  ["one seat of many candidates in turn", { id: "seq-phragmen", document: { options: MANY }, constitution: { colleges: COLLEGES } }],
  ["exact transfers to few seats", { id: "stv-wigm", document: { seats: 2 } }],
];

const REFUSED: [name: string, asked: Asked, why: RegExp][] = [
  ["no option", { id: "plurality", document: { options: [] } }, /no option/],
  ["several seats, by a method that fills one", { id: "plurality", document: { seats: 2 } }, /fills one seat/],
  ["scores without a scale", { id: "star" }, /without a scale/],
  ["lots without a seed", { id: "sortition" }, /without a seed/],
  ["lots of an empty seed", { id: "sortition", document: { parameters: { seed: "" } } }, /without a seed/],
  ["no budget", { id: "budget-equal-shares" }, /without a budget/],
  ["a budget, and no cost", { id: "budget-greedy", document: { budget: "100/1" } }, /without a budget/],
  ["amounts without a common unit",
    { id: "budget-greedy", document: { ...COSTS, budget: `1/1${"0".repeat(2100)}`, options: [{ label: "A", cost: `1/1${"0".repeat(2099)}1` }] } }, /common unit/],
  ["a least score that says nothing", { id: "budget-greedy", document: { ...COSTS, parameters: { min_score: "5" } } }, /says nothing/],
  ["a least score that colleges weigh", { id: "budget-greedy", document: { ...COSTS, parameters: { rule: "threshold", min_score: "5" } } }, /whole votes/],
  ["a budget raised by units that colleges weigh", { id: "budget-equal-shares", document: { ...COSTS, parameters: { completion: "add1" } } }, /whole votes/],
  ["whole votes that colleges weigh", { id: "stv-scottish", document: { seats: 2 } }, /whole votes/],
  ["several seats under the majority rule", { id: "approval", document: { seats: 2 }, constitution: { transfer_rule: "majority" } }, /a college could decide/],
  ["kept seats under the majority rule", { id: "approval", document: { reserved: {} }, constitution: { transfer_rule: "majority" } }, /a college could decide/],
  ["a budget under the majority rule", { id: "budget-greedy", document: COSTS, constitution: { transfer_rule: "majority" } }, /a college could decide/],
  ["seats kept, by transferable votes", { id: "irv", document: { reserved: {} } }, /kept seats/],
  ["a first round by points", { id: "borda", document: { absolute_majority: true } }, /no votes/],
  ["a first round of a motion", { id: "motion", document: { absolute_majority: true } }, /no votes/],
  ["nobody, where nobody is elected", { id: "budget-greedy", document: { ...COSTS, options: [...COSTS.options, { label: "none of these", none: true }] } }, /elect nobody/],
  ["nobody, where nobody votes", { id: "sortition", document: { parameters: { seed: "1/2/3/" }, options: [...OPTIONS, { label: "none of these", none: true }] } }, /elect nobody/],
  ["terms of a motion", { id: "motion", document: { terms: [] } }, /for a term/],
  ["a quorum that is not known", { id: "plurality", constitution: { unknown: ["quorum"] } }, /quorum/],
  ["a majority of no such class", { id: "motion", constitution: { majority: {} } }, /no majority of class/],
  ["weights that are not known", { id: "plurality", constitution: { unknown: ["college_weights"] } }, /college_weights/],
  ["a tie of a college that is not known", { id: "plurality", constitution: { transfer_rule: "majority", unknown: ["college_tie"] } }, /college_tie/],
  ["seats kept, of so many candidates in turn that it would take too long",
    { id: "seq-phragmen", document: { reserved: {}, options: MANY }, constitution: { colleges: COLLEGES } }, /too long/],
  ["transfers that would take too long", { id: "stv-wigm", document: { seats: 20, options: Array.from({ length: 21 }, (_, i) => ({ label: `${i}` })) },
    constitution: { colleges: [{ id: "a", weight: "1/3" }, { id: "b", weight: "1/5" }, { id: "c", weight: "7/15" }] } }, /too long/],
];

for (const [name, asked] of TAKEN) test(`taken: ${name}`, () => judge(asked));
for (const [name, asked, why] of REFUSED) test(`refused: ${name}`, () => assert.throws(() => judge(asked), why));

/* What the second verifier counts is what the program counts: motions by the cases of governance, methods by random ballots. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";

import type { Ballot, Kind } from "../../web/src/verify/ballots.ts";
import { rulesOf } from "../../web/src/verify/constitution.ts";
import { countJson, decide } from "../../web/src/verify/decide.ts";
import { Fraction } from "../../web/src/verify/fraction.ts";
import { compact, type Json, type JsonObject } from "../../web/src/verify/json.ts";
import { METHODS } from "../../web/src/verify/methods/registry.ts";
import { profileOf, type Counting, type Question, type Weighed } from "../../web/src/verify/poll_count.ts";
import { kindOfMethod, type Manifest } from "../../web/src/verify/polls.ts";

const BUILD = process.env["PALABRE_BUILD"] ?? new URL("../../build", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "palabre-recount-"));
after(() => rmSync(folder, { recursive: true }));

/* --- motions ------------------------------------------------------------------------------------------ */

type Tally = { members: number; present: number; for: number; against: number; abstain: number };
type Case = {
  id: string; title: string; kind: string; constitution?: Record<string, Json>;
  input: { decision?: string; convocation?: string; tallies: Record<string, Tally>; second_round?: object };
  expected: Record<string, Json>;
};

/* What a case leaves out (docs/rules/constitution.md), and what documents alone have. */
const DEFAULTS = {
  colleges: [], transfer_rule: "proportional", college_base: "expressed", college_majority: "simple", college_tie: "excluded",
  abstention: "excluded", silent_college: "renormalise", empty_college: "redistribute_equal", min_colleges_for_weighting: 3, max_weight: "1/2",
};

function countingOf({ constitution = {}, input }: Case): Counting {
  const majority = Object.fromEntries(Object.entries((constitution["majority"] ?? {}) as Record<string, JsonObject>)
    .map(([name, rule]) => [name, ruled(rule)]));
  const rules = rulesOf({ ...DEFAULTS, ...constitution, majority });
  const order = rules.colleges.length > 0 ? rules.colleges.map(({ id }) => id) : Object.keys(input.tallies);
  const colleges = order.map((id) => {
    const { members, present, ...votes } = input.tallies[id] as Tally;
    const row = (choice: number, count: number) => ({ ballot: { state: "counted", choice } as Ballot, count });
    return { id, members, present, blankProxies: 0, rows: [row(0, votes.for), row(1, votes.against), row(2, votes.abstain)] };
  });
  const manifest = {
    document: { class: input.decision ?? "ordinary", call: input.convocation ?? "first" }, method: { id: "motion", version: 1 },
    constitution: { hash: "" }, form: { kind: "choice" },
  } as unknown as Manifest;
  return { manifest, constitution: rules, colleges, electorate: undefined, voids: [], steps: [] };
}

function ruled(rule: JsonObject): JsonObject {
  const { second } = rule;
  const base = { base: "expressed", strict: true, ...rule };
  return second === undefined ? base : { ...base, second: { base: "expressed", strict: true, ...(second as JsonObject) } };
}

const CASES = ["../golden/governance/resolutions.json", "../../../shared/conformance/scic/cases.json"].map((path) => new URL(path, import.meta.url));

for (const path of CASES) {
  const name = path.pathname.split("/").at(-1) ?? "";
  describe(`the resolutions of ${name}`, { skip: existsSync(path) ? false : "it is not beside the source" }, () => {
    const cases = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as { cases: Case[] }).cases : [];
    /* A second round in a college belongs to meetings: no poll has one. */
    for (const one of cases.filter(({ kind, input }) => kind === "resolution" && input.second_round === undefined)) {
      test(`${one.id}: ${one.title}`, () => {
        const { json } = decide(countingOf(one));
        for (const [member, expected] of Object.entries(one.expected)) {
          if (expected === null) assert.equal(json[member], undefined, member);
          else assert.deepEqual(json[member], expected, member);
        }
      });
    }
  });
}

/* --- methods -------------------------------------------------------------------------------------------- */

/* A generator that starts from a number: the same profiles at each run. */
function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function randomBallot(kind: Kind, options: number, scale: number, draw: (below: number) => number): Record<string, unknown> {
  if (draw(12) === 0) return { blank: true };
  const some = Array.from({ length: options }, (_, i) => i).filter(() => draw(2) === 0);
  switch (kind) {
    case "choice": return { choice: draw(options) };
    case "approves": return some.length === 0 ? { blank: true } : { approves: some };
    case "scores": {
      const scores = Array.from({ length: options }, () => (draw(6) === 0 ? null : draw(scale + 1)));
      return scores.every((score) => score === null) ? { blank: true } : { scores };
    }
    case "points": {
      const points = Array.from({ length: options }, () => draw(4));
      return points.every((point) => point === 0) ? { blank: true } : { points };
    }
    default: return randomRanks(options, draw);
  }
}

function randomRanks(options: number, draw: (below: number) => number): Record<string, unknown> {
  const left = Array.from({ length: options }, (_, i) => i);
  const ranks: number[][] = [];
  while (left.length > 0 && draw(6) > 0) {
    const rank = [...left.splice(draw(left.length), 1)];
    if (left.length > 0 && draw(5) === 0) rank.push(...left.splice(draw(left.length), 1));
    if (draw(15) === 0) ranks.push([]);
    if (draw(25) === 0 && ranks[0]?.[0] !== undefined) rank.push(ranks[0][0]);
    ranks.push(rank);
  }
  if (ranks.length > 0 && draw(8) === 0) ranks.push([], []); /* ranks left empty behind the last option */
  return ranks.length === 0 ? { blank: true } : { ranks };
}

/* Parameters to try besides the defaults, by method. */
const SETTINGS: Record<string, Record<string, string>[]> = {
  "score": [{ missing: "ignore" }], "majority-judgment": [{ missing: "ignore" }], "borda": [{ unranked: "zero" }],
  "schulze": [{ strength: "margins" }, { unranked: "apart" }], "minimax": [{ strength: "margins" }, { strength: "opposition" }, { unranked: "apart" }],
  "ranked-pairs": [{ strength: "margins" }, { unranked: "apart" }], "copeland": [{ unranked: "apart" }],
  "dhondt": [{ threshold: "1/5" }], "sainte-lague": [{ threshold: "3/10" }], "largest-remainder": [{ threshold: "1/4" }],
  "sortition": [{ algorithm: "rfc3797" }],
  "stv-meek": [{ decimals: "3", omega: "2" }], "equal-shares": [{ completion: "approval" }, { completion: "none" }],
  "budget-greedy": [{ rule: "no-skip" }, { rule: "threshold", min_score: "4/3" }, { scoring: "points" }, { scoring: "positional" },
    { scoring: "positional", rule: "no-skip" }],
  "budget-equal-shares": [{ utility: "cardinality" }, { completion: "add1" }, { completion: "add1", utility: "cardinality", increment: "3" }],
  "irv": [{ overvote: "skip" }, { overvote: "split" }, { max_skipped: "0" }, { duplicate: "exhaust" }, { majority: "valid" }],
};
/* Whose options are always the same. */
const OPTIONS: Record<string, string[]> = { consent: ["consent", "reserve", "object", "abstain"] };
const WHOLE_WEIGHTS = new Set(["stv-scottish"]);
const PROFILES = 20;

function stateOf(ballot: Record<string, unknown>): Ballot {
  return "blank" in ballot ? { state: "blank" } : { state: "counted", ...ballot };
}

for (const [id, method] of Object.entries(METHODS)) {
  for (const [index, one] of [{}, ...(SETTINGS[id] ?? [])].entries()) {
    const settings: Record<string, string> = id === "sortition" ? { ...one, seed: "1/2/3/" } : one;
    const spelled = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
    test(`${id} ${spelled.join(" ")} counts as the program does`, () => {
      const draw = random(7919 * (index + 1));
      for (let profile = 0; profile < PROFILES; profile++) {
        const kind = kindOfMethod(id, settings["scoring"] ?? "count");
        const own = OPTIONS[id];
        const [options, scale] = [own?.length ?? 1 + draw(5), 1 + draw(5)];
        const seats = method.takesSeats ? 1 + draw(options + 2) : 1;
        const names = own ?? ["Ana", "Bo", "Çelik", "__proto__", "10"].slice(0, options);
        const order = names.map((name) => ({ name, place: draw(1000) })).toSorted((a, b) => a.place - b.place).map(({ name }) => name);
        const weights = WHOLE_WEIGHTS.has(id) ? ["1", "0"] : ["1", "1/3", "3/10", "0"];
        const ballots = Array.from({ length: kind === "none" ? 0 : draw(12) }, () => ({
          count: 1 + draw(3), weight: weights[draw(weights.length)] ?? "1", ...randomBallot(kind, options, scale, draw),
        }));
        const costs = names.map(() => `${draw(7)}/${1 + draw(2)}`);
        const budget = `${4 + draw(12)}/1`;
        const spends = id.startsWith("budget-") ? { budget, costs } : {};
        const file = { format: "palabre-ballots/1", options: names, seats, scale, tie_order: order, ...spends, ballots };
        const expected = byProgram(id, file, spelled);
        const question: Question = {
          names, seats, scale, tieOrder: order.map((name) => names.indexOf(name)), parameters: { ...method.parameters, ...settings },
          manifest: {} as Manifest, budget: Fraction.read(budget), costs: costs.map((cost) => Fraction.read(cost)),
        };
        const rows = ballots.map(({ count, weight, ...ballot }): Weighed => {
          const read = stateOf(ballot);
          const state = read.state === "counted" ? method.judge?.(read, question) ?? "counted" : read.state;
          return { ballot: state === "counted" ? read : { state }, weight: Fraction.read(weight).times(new Fraction(count)) };
        });
        const weighed = profileOf(rows);
        const made = countJson(id, method, question, method.count(question, weighed), weighed);
        assert.equal(compact(made), compact(expected), JSON.stringify(file));
      }
    });
  }
}

function byProgram(id: string, file: object, settings: string[]): JsonObject {
  const path = join(folder, "ballots.json");
  writeFileSync(path, JSON.stringify(file));
  const run = spawnSync(join(BUILD, "cli/palabre"), ["count", "--method", id, ...settings.flatMap((one) => ["--set", one]), path], { encoding: "utf8" });
  assert.equal(run.status, 0, `${run.stderr} ${JSON.stringify(file)}`);
  return JSON.parse(run.stdout) as JsonObject;
}

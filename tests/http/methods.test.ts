/*
 * Every counting method as a poll: what the program lists is called, voted and counted through HTTP,
 * and `palabre count` finds the same on a file made of what the poll published, whose ballots bear the
 * exact weights of their colleges. Under the majority rule, a naive reading of the colleges one by one.
 */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { Day, type Opening, type Poll, type Result } from "./assembly_day.ts";
import { Fraction, ZERO } from "./fraction.ts";
import { type Problem, STATUTES, refusal, slug } from "./society.ts";
import { type Api, palabre } from "./support.ts";

const MINUTE = 60_000;
const OPTIONS = ["Ada", "Bruno", "Chiara", "Dominique", "Élise"];
const COSTS = ["400", "1000/3", "250", "700", "120"];
const FIGURES = { scale: 5, budget: "1000" };
/* Who votes, college by college. */
const VOTERS = [
  { college: "workers", category: "employees", members: 3 },
  { college: "users", category: "users", members: 4 },
  { college: "supporters", category: "friends", members: 2 },
];

type Parameter = { name: string; kind: string; values?: string[]; default?: string };
type Method = { id: string; ballots: string; seats: boolean; options?: string[]; parameters: Parameter[] };
type Voter = { id: string; college: string; api: Api };
type Case = { method: Method; parameters: Record<string, string> };
type Ballot = Record<string, unknown>;
type Manifest = { tie_order: { order: number[] }; parameters: Record<string, string>; seats: number; options: { label: string }[] };
type Count = Record<string, any>;

const METHODS = (JSON.parse(palabre(["methods", "--json"])) as { methods: Method[] }).methods;

/* Each method as it is unless told, then with each word that its parameters may be. */
function casesOf(method: Method): Case[] {
  if (method.id === "motion") return [{ method, parameters: {} }];
  const said = method.parameters.filter(({ kind }) => kind === "word")
    .flatMap(({ name, values = [] }) => values.slice(1).map((value) => ({ [name]: value })));
  return [{}, ...said].map((parameters) => ({ method, parameters: parameters as Record<string, string> }));
}

const nameOf = ({ method, parameters }: Case): string =>
  [method.id, ...Object.entries(parameters).map(([name, value]) => `${name}=${value}`)].join(" ");

/* --- chance, the same in every run -------------------------------------------------------------- */

let state = 20240229;
function chance(below: number): number {
  state = (state + 0x6d2b79f5) | 0; /* mulberry32 */
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) % below;
}

function shuffled(count: number): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = chance(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

/* A ballot that every method of its kind takes. */
function ballotOf(kind: string, count: number): Ballot {
  switch (kind) {
    case "choice": return { choice: chance(count) };
    case "approves": return { approves: shuffled(count).slice(0, 1 + chance(count)).sort((a, b) => a - b) };
    case "scores": return { scores: Array.from({ length: count }, (_, i) => i > 0 && chance(6) === 0 ? null : chance(6)) };
    case "points": return { points: Array.from({ length: count }, (_, i) => i === 0 ? 1 + chance(3) : chance(4)) };
    case "ranks": return { ranks: shuffled(count).slice(0, 1 + chance(count)).map((option) => [option]) };
    default: throw new Error(`no ballot is of the kind ${kind}`);
  }
}

/* The slug with which the server refuses that; "" when it does not. */
async function refusalOf(act: () => Promise<unknown>): Promise<string> {
  try {
    await act();
    return "";
  } catch (error) {
    const found = /urn:palabre:problem:([\w-]+)/.exec(String(error))?.[1];
    if (!found) throw error;
    return found;
  }
}

/* --- the society -------------------------------------------------------------------------------- */

class Meeting extends Day {
  voters: Voter[] = [];

  async gather(statutes?: string): Promise<void> {
    await this.prepare(1, statutes);
    for (const { college, category, members } of VOTERS) {
      for (let i = 0; i < members; i++) this.voters.push({ id: await this.enter({ category }), college, api: this.anyone() });
    }
    await this.begin();
    for (const voter of this.voters) {
      voter.api = await this.browserOf(voter.id);
      await this.admin.put(`/api/v1/assemblies/${this.assembly}/attendance/${voter.id}`, { body: { present: true } });
    }
  }

  /* What asks that of that method; of a motion, of the resolution. */
  async question({ method, parameters }: Case, seats: number, fields: object): Promise<object> {
    const times = { opens_at: this.now.toISOString(), closes_at: new Date(this.now.getTime() + MINUTE).toISOString() };
    if (method.id === "motion") {
      return this.motion((await this.resolutions())[0], { ...times, ...fields });
    }
    const options = method.options ? {} : { options: OPTIONS.map((label, i) => ({ label, cost: COSTS[i] })), ...FIGURES };
    return {
      assembly: this.assembly, kind: "choice", title: nameOf({ method, parameters }), class: "ordinary", secrecy: "open",
      method: method.id, parameters, seats, ...options, ...times, ...fields,
    };
  }

  /* Drafts it. What a parameter needs beside it, and has no default, is said where it is asked for. */
  async drafted(asked: Case, seats: number, fields: object): Promise<{ poll: Poll; asked: Case }> {
    const body = await this.question(asked, seats, fields);
    let poll: Poll | undefined;
    const refused = await refusalOf(async () => { poll = await this.draft(body); });
    if (poll) return { poll, asked };
    assert.equal(refused, "method-parameter");
    const missing = asked.method.parameters.filter((one) => one.kind === "integer" && one.default === undefined);
    const parameters = { ...asked.parameters, ...Object.fromEntries(missing.map(({ name }) => [name, "2"])) };
    const more = { ...asked, parameters };
    return { poll: await this.draft(await this.question(more, seats, fields)), asked: more };
  }

  /* Calls it, or says why that is refused; "" when it is not. */
  tryCall(poll: Poll): Promise<string> {
    return refusalOf(() => this.act(`/api/v1/polls/${poll.id}`, "call"));
  }

  /* Opens it, has those who may vote do so, and waits for its result. */
  async decided(poll: Poll, voters: Voter[]): Promise<Result> {
    const open = (await this.act<Poll>(`/api/v1/polls/${poll.id}`, "opening")).body;
    if (open.ballot === "none") {
      const refused = await voters[0]!.api.post<Problem>(`/api/v1/polls/${open.id}/ballots`,
        { ...this.cast(open, voters[0]!.id, { blank: true }), expect: 422 });
      assert.equal(slug(refused.body), "ballot-kind");
      return this.counted(open);
    }
    const seen = new Set<string>();
    for (const { id, college, api } of voters) {
      const isBlank = seen.has(college) && chance(6) === 0;
      await this.vote(api, open, id, isBlank ? { blank: true } : ballotOf(open.ballot, open.options.length));
      seen.add(college);
    }
    return this.counted(open);
  }
}

/* --- the recount -------------------------------------------------------------------------------- */

/* What `palabre count` finds in these ballots, each with its weight. */
function recount(folder: string, asked: { method: string; parameters: Record<string, string>; seats: number; hasSeats: boolean },
  manifest: Manifest, ballots: Ballot[]): Count {
  const names = manifest.options.map(({ label }) => label);
  const isBudget = names.length === COSTS.length;
  const file = join(folder, "recount.json");
  writeFileSync(file, JSON.stringify({
    format: "palabre-ballots/1", options: names, ballots,
    tie_order: manifest.tie_order.order.map((index) => names[index]),
    ...(isBudget ? { ...FIGURES, costs: COSTS } : {}),
  }));
  const set = Object.entries(asked.parameters).flatMap(([name, value]) => ["--set", `${name}=${value}`]);
  const seats = asked.hasSeats ? ["--seats", String(asked.seats)] : [];
  return JSON.parse(palabre(["count", "--method", asked.method, ...seats, ...set, file]));
}

async function publishedBy(day: Day, poll: Poll): Promise<{ manifest: Manifest; openings: Opening[] }> {
  const manifest = (await day.anyone().get<Manifest>(`/api/v1/polls/${poll.id}/manifest`)).body;
  return { manifest, openings: await day.openings(poll.id) };
}

const WEIGHTS: Record<string, Fraction> = Object.fromEntries(
  (JSON.parse(readFileSync(STATUTES, "utf8")) as { colleges: { id: string; weight: string }[] }).colleges
    .map(({ id, weight }) => [id, new Fraction(...(weight.split("/").map(BigInt) as [bigint, bigint]))]));

/* Each opening as a ballot of a file: the weight of the college over the ballots counted there. */
function weighed(openings: Opening[], decision: Record<string, any>): Ballot[] {
  return openings.map(({ college, marks }) => {
    const counted = decision["ballots"][college].counted as number;
    const weight = counted === 0 ? ZERO : WEIGHTS[college]!.over(new Fraction(counted));
    return { ...marks, weight: weight.toString() };
  });
}

async function explained(day: Day, poll: Poll): Promise<void> {
  const { body } = await day.anyone().get<{ steps: { fr: string; en: string }[] }>(`/api/v1/polls/${poll.id}/explanation`);
  for (const { fr, en } of body.steps) {
    assert.doesNotMatch(`${fr} ${en}`, /[{}]/);
  }
}

/* --- in proportion ------------------------------------------------------------------------------ */

describe("under the proportional rule, with colleges", () => {
  const day = new Meeting();
  before(() => day.gather());
  after(() => day.close());

  for (const method of METHODS) {
    for (const one of casesOf(method)) {
      test(nameOf(one), async () => {
        const seats = method.seats ? 2 : 1;
        let { poll, asked } = await day.drafted(one, seats, {});
        let voters = day.voters;
        const refused = await day.tryCall(poll);
        if (refused !== "") {
          /* It counts whole votes: let one college vote, by head. */
          assert.equal(refused, "method-weights");
          await day.act(`/api/v1/polls/${poll.id}`, "annulment", { reason: "Des voix entières" });
          ({ poll, asked } = await day.drafted(one, seats, { electorate: "users" }));
          assert.equal(await day.tryCall(poll), "");
          voters = voters.filter(({ college }) => college === "users");
        }

        const { decision } = await day.decided(poll, voters);
        await explained(day, poll);
        const { manifest, openings } = await publishedBy(day, poll);
        const ballots = refused === "" ? weighed(openings, decision) : openings.map(({ marks }) => ({ ...marks }));
        const parameters = { ...asked.parameters, ...manifest.parameters };
        const count = recount(day.folder.path, { method: method.id, parameters, seats, hasSeats: method.seats }, manifest, ballots);
        if (method.id === "motion") {
          assert.equal(decision["outcome"], count["verdict"]);
          assert.deepEqual([decision["for_weight"], decision["against_weight"]], [count["totals"].for, count["totals"].against]);
          return;
        }
        assert.deepEqual(decision["count"], count);
        assert.equal(decision["outcome"], count["verdict"] ?? "counted");
      });
    }
  }
});

/* --- by majority -------------------------------------------------------------------------------- */

/* The colleges one by one: the whole weight of each to the one that its own count puts first; who has most
 * is elected. A college whose first are several is left out. */
function naive(counts: [string, Count][], manifest: Manifest): { totals: Record<string, string>; elected: string[] } {
  const names = manifest.options.map(({ label }) => label);
  const totals = new Map(names.map((name) => [name, ZERO]));
  for (const [college, count] of counts) {
    const first = (count["ranking"] as string[][])[0] ?? [];
    if (count["ballots"].valid === "0/1" || first.length !== 1) continue;
    totals.set(first[0]!, totals.get(first[0]!)!.plus(WEIGHTS[college]!));
  }
  const order = manifest.tie_order.order.map((index) => names[index]!);
  const best = order.reduce((a, b) => totals.get(b)!.compare(totals.get(a)!) > 0 ? b : a);
  return {
    totals: Object.fromEntries([...totals].map(([name, total]) => [name, total.toString()])),
    elected: totals.get(best)!.compare(ZERO) > 0 ? [best] : [],
  };
}

describe("under the majority rule", () => {
  const day = new Meeting();
  before(() => day.gather(day.statutes((text) => text.replace('"transfer_rule": "proportional"', '"transfer_rule": "majority"'))));
  after(() => day.close());

  for (const method of METHODS.filter(({ id }) => id !== "motion")) {
    for (const one of casesOf(method)) {
      test(nameOf(one), async () => {
        const { poll, asked } = await day.drafted(one, 1, {});
        const refused = await day.tryCall(poll);
        if (refused !== "") {
          assert.equal(refused, "method-transfer");
          return;
        }
        const { decision } = await day.decided(poll, day.voters);
        await explained(day, poll);
        const { manifest, openings } = await publishedBy(day, poll);
        if (poll.ballot === "none") return; /* nobody's vote is carried */
        const parameters = { ...asked.parameters, ...manifest.parameters };
        const counts = VOTERS.map(({ college }): [string, Count] => [college, recount(day.folder.path,
          { method: method.id, parameters, seats: 1, hasSeats: method.seats }, manifest,
          openings.filter((opening) => opening.college === college).map(({ marks }) => ({ ...marks })))]);
        const { totals, elected } = naive(counts, manifest);
        assert.deepEqual([decision["count"].totals, decision["count"].elected], [totals, elected]);
      });
    }
  }

  test("several seats, and seats kept, have no meaning under it, and the call says so of the method", async () => {
    const methodOf = (id: string): Method => METHODS.find((method) => method.id === id)!;
    const reserved = { by: "group", missing: "vacant", groups: [{ id: "women", least: 1 }] };
    for (const [id, seats, fields] of [
      ["approval", 2, {}],
      ["approval", 2, { terms: [{ seats: 2, until: "2030-06-30" }] }],
      ["approval", 1, { reserved }],
      ["approval", 2, { reserved }],
    ] as const) {
      const { poll } = await day.drafted({ method: methodOf(id), parameters: {} }, seats, { kind: "election", ...fields });
      const { etag } = await day.admin.get(`/api/v1/polls/${poll.id}`);
      const refused = await refusal(day.admin, "POST", `/api/v1/polls/${poll.id}/call`, 422, { body: {}, headers: { "if-match": etag } });
      assert.deepEqual([refused.slug, refused.pointer], ["method-transfer", "/method"], JSON.stringify(fields));
    }
  });
});

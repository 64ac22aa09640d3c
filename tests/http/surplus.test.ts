/* A surplus shared by ballot, through HTTP: lawful splits alone are put to the vote, and the winner is one of them. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";

import { Day, type Poll } from "./assembly_day.ts";
import { heldByBoth } from "./both.ts";
import { type Problem, refusal, slug } from "./society.ts";
import { type Api, palabre } from "./support.ts";

const MINUTE = 60_000;
const CATEGORIES = ["employees", "users", "users", "friends"];
/* 12 345.67 less 345.67: of 12 000, 1 800 and 5 100 go to the reserves. */
const SURPLUS = { result: "1234567/100", deficit: "34567/100", reserves: "1000", capital: "50000" };
const OPTIONS = [
  { label: "Le minimum aux réserves", allocation: { legal_reserve: "1800", statutory_reserve: "5100", interest: "5100" } },
  { label: "Tout aux réserves", allocation: { legal_reserve: "1800", statutory_reserve: "10200" } },
  { label: "Un peu à chacun", allocation: { legal_reserve: "2000", statutory_reserve: "6000", interest: "2000", other: "2000" } },
];
type Finding = { code: string; pointer: string; severity: string; fr: string; en: string };
type Shared = Omit<Poll, "options"> & { surplus: object; options: { id: number; label: string; allocation?: object }[] };

class Sharing extends Day {
  members: string[] = [];
  browsers: Api[] = [];

  async gather(statutes?: string): Promise<void> {
    await this.prepare(1, statutes);
    for (const category of CATEGORIES) this.members.push(await this.enter({ category }));
    await this.begin();
    for (const member of this.members) this.browsers.push(await this.browserOf(member));
  }

  asks(fields: object = {}): object {
    return {
      assembly: this.assembly, kind: "choice", title: "Affectation du résultat", class: "ordinary", method: "approval", parameters: {},
      secrecy: "open", surplus: SURPLUS, options: OPTIONS, opens_at: this.now.toISOString(),
      closes_at: new Date(this.now.getTime() + MINUTE).toISOString(), ...fields,
    };
  }

  async elected(fields: object, ballots: object[]): Promise<{ elected: string[]; poll: Shared }> {
    const poll = await this.opened(this.asks(fields)) as Shared;
    for (const [i, ballot] of ballots.entries()) await this.vote(this.browsers[i]!, poll, this.members[i]!, ballot);
    return { elected: (await this.counted(poll)).decision["count"].elected, poll };
  }
}

/* Everybody has the same wish, on each kind of ballot. */
const METHODS = [
  ["approval", {}, { approves: [1] }],
  ["plurality", {}, { choice: 1 }],
  ["score", { scale: 5 }, { scores: [0, 5, 2] }],
  ["majority-judgment", { scale: 5 }, { scores: [0, 5, 2] }],
  ["schulze", {}, { ranks: [[1], [2], [0]] }],
  ["irv", {}, { ranks: [[1], [2], [0]] }],
] as const;

for (const rule of ["proportional", "majority"]) {
  suite(`under the ${rule} rule`, () => {
    const day = new Sharing();
    before(async () => {
      await day.gather(rule === "proportional" ? undefined
        : day.statutes((text) => text.replace('"transfer_rule": "proportional"', '"transfer_rule": "majority"')));
    });
    after(() => day.close());
    for (const [method, fields, ballot] of METHODS) {
      test(`a split is elected by ${method}`, async () => {
        const { elected } = await day.elected({ method, ...fields }, CATEGORIES.map(() => ballot));
        assert.deepEqual(elected, ["Tout aux réserves"]);
      });
    }
  });
}

suite("what is put to the vote", () => {
  const day = new Sharing();
  before(() => day.gather());
  after(() => day.close());

  test("the surplus and its splits stand in the poll and in the manifest that is recounted, in lowest terms", async () => {
    const { elected, poll } = await day.elected({ none_of_these: true }, [{ approves: [0, 1] }, { approves: [1] }]);
    assert.deepEqual(elected, ["Tout aux réserves"]);
    const surplus = { result: "1234567/100", deficit: "34567/100", reserves: "1000/1", capital: "50000/1" };
    const splits = [
      { legal_reserve: "1800/1", statutory_reserve: "5100/1", interest: "5100/1" },
      { legal_reserve: "1800/1", statutory_reserve: "10200/1" },
      { legal_reserve: "2000/1", statutory_reserve: "6000/1", interest: "2000/1", other: "2000/1" },
      undefined,
    ];
    const { body: manifest } = await day.anyone().get<Shared>(`/api/v1/polls/${poll.id}/manifest`);
    for (const says of [poll, manifest]) {
      assert.deepEqual(says.surplus, surplus);
      assert.deepEqual(says.options.map(({ allocation }) => allocation), splits);
    }

    const file = join(day.folder.path, "review.tar");
    palabre(["review", "--db", day.db, "--years", `${day.now.getUTCFullYear()}`, "-o", file], 0, day.now);
    const { stdout } = spawnSync("tar", ["-xOf", file, "surplus.csv"], { encoding: "utf8" });
    const rows = stdout.trimEnd().split("\r\n").map((row) => row.split(",").slice(3).join());
    assert.deepEqual(rows.filter((row) => row.startsWith(",")).sort(), Object.entries(surplus).map(([line, amount]) => `,,${line},${amount}`).sort());
    assert.deepEqual(rows.filter((row) => row.startsWith("Tout")).sort(),
      ["Tout aux réserves,true,legal_reserve,1800/1", "Tout aux réserves,true,statutory_reserve,10200/1"]);
    assert.equal(rows.filter((row) => /^(Le minimum|Un peu).*,false,/.test(row)).length, 7);
  });

  test("unlawful splits are refused with every finding, in both languages", async () => {
    const options = [OPTIONS[0]!,
      { label: "Peu à la réserve légale", allocation: { legal_reserve: "1799", statutory_reserve: "10201" } },
      { label: "Tout aux parts", allocation: { legal_reserve: "1800", statutory_reserve: "0", interest: "12000", other: "-1" } }];
    const { body } = await day.admin.request<Problem & { findings: Finding[] }>("POST", "/api/v1/polls",
      { body: day.asks({ options }), expect: 422 });
    assert.deepEqual([slug(body), body.pointer], ["question-allocation", "/options/1/allocation"]);
    assert.deepEqual(body.findings.map(({ code, pointer, severity }) => [code, pointer, severity]), [
      ["legal_reserve_too_low", "/options/1/allocation", "error"],
      ["statutory_reserve_too_low", "/options/2/allocation", "error"],
      ["does_not_balance", "/options/2/allocation", "error"],
      ["negative_amount", "/options/2/allocation", "error"],
    ]);
    assert.match(body.findings[0]!.fr, /réserve légale .* 15\s%/);
    assert.match(body.findings[0]!.en, /legal reserve .* 15 %/);
  });

  test("what is no surplus is refused, with the place", async () => {
    const [first, ...others] = OPTIONS;
    for (const [fields, problem, pointer, status] of [
      [{ surplus: undefined }, "question-surplus", "/options/0/allocation", 422],
      [{ surplus: { ...SURPLUS, result: "100" } }, "question-surplus", "/surplus/result", 422],
      [{ surplus: { ...SURPLUS, gift: "100" } }, "json-unknown-member", "/surplus/gift", 400],
      [{ surplus: { result: "100", reserves: "0" } }, "json-missing", "/surplus/capital", 400],
      [{ surplus: "12000" }, "json-type", "/surplus", 400],
      [{ options: [{ label: first!.label }, ...others] }, "json-missing", "/options/0/allocation", 400],
      [{ options: [{ label: "A", allocation: [] }] }, "json-type", "/options/0/allocation", 400],
      [{ kind: "election" }, "question-surplus", "/kind", 422],
      [{ method: "sortition" }, "question-surplus", "/method", 422],
      [{ seats: 2 }, "question-surplus", "/seats", 422],
    ] as const) {
      const refused = await refusal(day.admin, "POST", "/api/v1/polls", status, { body: day.asks(fields) });
      assert.deepEqual([refused.slug, refused.pointer], [problem, pointer], JSON.stringify(fields));
    }
  });

  test("a second round shares the surplus of the first between the splits that passed", async () => {
    const round = { method: "plurality", absolute_majority: true };
    const { poll } = await day.elected(round, [{ choice: 0 }, { choice: 1 }, { choice: 1 }, { choice: 2 }]);
    const follows = { method: "plurality", options: undefined, first_round: { poll: poll.id } };
    const refused = await refusal(day.admin, "POST", "/api/v1/polls", 422, { body: day.asks(follows) });
    assert.deepEqual([refused.slug, refused.pointer], ["first-round", "/surplus"]);
    const second = await day.draft(day.asks({ ...follows, surplus: undefined })) as Shared;
    assert.deepEqual(second.surplus, poll.surplus);
    assert.deepEqual(second.options.map(({ label, allocation }) => [label, allocation]),
      [0, 1].map((i) => [poll.options[i]!.label, poll.options[i]!.allocation]));
  });

  test("both verifiers hold the record of these splits", async () => {
    await heldByBoth(day.db, day.folder.path, day.now);
  });
});

/* Elections through HTTP, as cooperatives hold them: seats kept for groups, none of these, terms, bounded ballots. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Day, type Poll } from "./assembly_day.ts";
import { heldByBoth } from "./both.ts";
import { refusal } from "./society.ts";
import type { Api } from "./support.ts";

const day = new Day();
const MINUTE = 60_000;
/* Candidates in the order of their approvals; the last votes for everybody. */
const CANDIDATES = [
  { label: "Ada", category: "employees" }, { label: "Bruno", category: "employees" }, { label: "Chiara", category: "employees" },
  { label: "Dominique", category: "users" }, { label: "Élise", category: "friends" }, { label: "Farid", category: "users" },
];
type Seats = { filled: { option: string; how: string; group?: string; until?: string }[]; vacant: { count: number; group?: string }[] };
type Option = { label: string; member?: string; group?: string; by_board?: boolean };

const members: string[] = [];
const browsers: Api[] = [];
let tellerOne: Api, tellerTwo: Api;

before(async () => {
  await day.prepare(1);
  for (const { category } of CANDIDATES) members.push(await day.enter({ category }));
  await day.begin();
  for (const member of members) browsers.push(await day.browserOf(member));
  [tellerOne, tellerTwo] = [await day.officer("teller"), await day.officer("teller")];
});
after(() => day.close());

const standing = (): Option[] => CANDIDATES.map(({ label }, i) => ({ label, member: members[i]! }));
const board = (fields: object = {}): object => ({
  assembly: day.assembly, kind: "election", title: "Conseil", class: "ordinary", method: "approval", parameters: {}, secrecy: "open",
  seats: 3, options: standing(), opens_at: day.now.toISOString(), closes_at: new Date(day.now.getTime() + MINUTE).toISOString(), ...fields,
});

/* Everybody approves as many as they are from the end: the first candidate has all approvals, the last one. */
async function elected(fields: object): Promise<{ seats: Seats; decision: Record<string, any>; poll: Poll }> {
  const poll = await day.opened(board(fields));
  for (const [i, api] of browsers.entries()) {
    const approves = Array.from({ length: CANDIDATES.length - i }, (_, k) => k).filter((k) => k < poll.options.length);
    await day.vote(api, poll, members[i]!, { approves });
  }
  const { decision } = await day.counted(poll);
  return { seats: decision["seats"] as Seats, decision, poll };
}
const seated = ({ filled }: Seats): string[] => filled.map(({ option, how, group }) => [option, how, group].filter(Boolean).join(" "));

/* --- seats kept ------------------------------------------------------------------------------ */

test("each college has the seats that the statutes give it on the board", async () => {
  const { seats, decision } = await elected({ seats: 6, reserved: { by: "college", missing: "vacant" } });
  assert.deepEqual(seated(seats), ["Ada reserved workers", "Bruno reserved workers", "Chiara reserved workers",
    "Dominique reserved users", "Élise reserved supporters", "Farid reserved users"]);
  assert.deepEqual(seats.vacant, []);
  assert.equal(decision["count"].seats, 6);
});

test("a seat kept for a category goes to its best candidate, whatever the others have", async () => {
  const { seats, poll } = await elected({
    reserved: { by: "category", missing: "vacant", groups: [{ id: "users", least: 1 }, { id: "friends", least: 1, most: 1 }] },
  });
  assert.deepEqual(seated(seats), ["Ada open", "Dominique reserved users", "Élise reserved friends"]);
  const { body } = await day.anyone().get<{ steps: { code: string; fr: string; en: string }[] }>(`/api/v1/polls/${poll.id}/explanation`);
  const kept = body.steps.find(({ code }) => code === "seat.reserved");
  assert.equal(kept?.en, "Dominique takes a seat kept for their group (users).");
  assert.equal(kept?.fr, "Dominique prend un siège réservé à son groupe (users).");
});

const PARITY = [{ id: "women", least: 2 }, { id: "men", least: 2 }];
const parity = (groups: (string | undefined)[]): Option[] =>
  standing().map((option, i) => ({ ...option, ...(groups[i] ? { group: groups[i] } : {}) }));

for (const [missing, filled, vacant] of [
  ["vacant", ["Ada reserved women", "Bruno reserved women", "Chiara open women", "Farid reserved men"], [{ group: "men", count: 1 }]],
  ["released", ["Ada reserved women", "Bruno reserved women", "Chiara open women", "Farid reserved men", "Dominique released women"], []],
] as const) {
  test(`parity with one man for two seats: ${missing}`, async () => {
    const options = parity(["women", "women", "women", "women", "women", "men"]);
    const { seats, poll } = await elected({ seats: 5, options, reserved: { by: "group", missing, groups: PARITY } });
    assert.deepEqual(seated(seats), filled);
    assert.deepEqual(seats.vacant, vacant);
    const manifest = await day.anyone().get<{ reserved: object; options: Option[] }>(`/api/v1/polls/${poll.id}/manifest`);
    assert.deepEqual(manifest.body.reserved, { by: "group", missing, groups: PARITY });
    assert.equal(manifest.body.options[5]!.group, "men");
  });
}

test("a seat kept for a candidate without a majority is not released: it waits for a second round", async () => {
  const options = parity(["men", "men", "women"]).slice(0, 3);
  const groups = [{ id: "women", least: 1 }, { id: "men", least: 0 }];
  const poll = await day.opened(board({ seats: 1, options, absolute_majority: true, reserved: { by: "group", missing: "released", groups } }));
  for (const [i, api] of browsers.entries()) await day.vote(api, poll, members[i]!, { approves: i === 0 ? [0, 2] : [0] });
  const { seats } = (await day.counted(poll)).decision as { seats: Seats };
  assert.deepEqual(seats, { filled: [], vacant: [{ count: 1, group: "women" }] });
  const second = await day.draft(board({ seats: undefined, options: undefined, first_round: { poll: poll.id, pass: 2 } }));
  assert.equal(second.options.length, 2);
});

test("what keeps seats is refused where it is wrong, with the place", async () => {
  const kept = (reserved: object, fields: object = {}): object => board({ reserved, ...fields });
  for (const [body, slug, pointer, status] of [
    [kept({ by: "age", missing: "vacant", groups: [] }), "json-value", "/reserved/by", 400],
    [kept({ by: "college", missing: "vacant" }), "question-reserved", "/reserved/groups", 422],
    [kept({ by: "college", missing: "vacant", groups: [{ id: "martians", least: 1 }] }), "unknown-college", "/reserved/groups/0/id", 422],
    [kept({ by: "category", missing: "vacant", groups: [{ id: "martians", least: 1 }] }), "unknown-category", "/reserved/groups/0/id", 422],
    [kept({ by: "college", missing: "vacant", groups: [{ id: "users", least: 1 }] },
      { options: [{ label: "Ada", member: members[0], group: "users" }] }), "question-group", "/options/0/group", 422],
    [board({ options: [{ label: "Ada", group: "users" }] }), "question-group", "/options/0/group", 422],
    [kept({ by: "group", missing: "vacant", groups: PARITY }, { options: parity(["women", "womne"]), seats: 4 }), "question-no-group", "/options/1/group", 422],
    [kept({ by: "college", missing: "vacant", groups: [{ id: "users", least: 1 }] },
      { options: [{ label: "Ada", group: "workers" }, { label: "Bruno", group: "worker" }] }), "unknown-college", "/options/1/group", 422],
    [kept({ by: "category", missing: "vacant", groups: [{ id: "users", least: 1 }] },
      { options: [{ label: "Ada", group: "friends" }, { label: "Bruno", group: "friend" }] }), "unknown-category", "/options/1/group", 422],
    [board({ terms: [{ seats: 2, until: "2030-06-30" }] }), "question-terms", "/terms", 422],
    [board({ method: "star", scale: 5, seats: 1, reserved: { by: "group", missing: "vacant", groups: [{ id: "women", least: 1 }] } }),
      "method-reserved", undefined, 422],
    [board({ method: "dhondt", none_of_these: true }), "method-none-of-these", undefined, 422],
    [board({ method: "dhondt", terms: [{ seats: 3, until: "2030-06-30" }] }), "question-terms", undefined, 422],
    [board({ max_length: 0 }), "question-length", "/max_length", 422],
    [board({ max_length: 7 }), "question-length", "/max_length", 422],
  ] as const) {
    const refused = await refusal(day.admin, "POST", "/api/v1/polls", status, { body });
    assert.deepEqual([refused.slug, refused.pointer], [slug, pointer], JSON.stringify(body));
  }
});

test("a candidate who changes college after the draft is not called in the old one", async () => {
  const before = new Date(day.now.getTime() - 5 * 24 * 60 * MINUTE).toISOString().slice(0, 10);
  const mover = await day.enter({ category: "users", applied_on: before, admitted_on: before });
  const options = [...standing().slice(0, 3), { label: "Gaëlle", member: mover }];
  const poll = await day.draft(board({ options, reserved: { by: "college", missing: "vacant", groups: [{ id: "users", least: 1 }] } }));
  const today = day.now.toISOString().slice(0, 10);
  await day.act(`/api/v1/members/${mover}`, "memberships", { category: "friends", college: "supporters", from_on: today });
  const { etag } = await day.admin.get(`/api/v1/polls/${poll.id}`);
  const refused = await refusal(day.admin, "POST", `/api/v1/polls/${poll.id}/call`, 422, { body: {}, headers: { "if-match": etag } });
  assert.deepEqual([refused.slug, refused.pointer], ["question-group", "/options/3/group"]);
});

/* --- none of these, terms -------------------------------------------------------------------- */

test("whoever comes after none of these is not elected", async () => {
  const options = standing().slice(0, 3);
  const poll = await day.opened(board({ options, none_of_these: true }));
  assert.deepEqual(poll.options.at(-1), { id: 3, label: "none of these", by_board: false, none: true });
  for (const [i, api] of browsers.entries()) {
    await day.vote(api, poll, members[i]!, { approves: i < 4 ? [0, 3] : i < 5 ? [1] : [0, 1, 2] });
  }
  const { decision } = await day.counted(poll);
  assert.deepEqual(decision["seats"], { filled: [{ option: "Ada", how: "open" }], vacant: [{ count: 2 }] });
});

test("the seats of a board end on several days", async () => {
  const terms = [{ seats: 1, until: "2030-06-30" }, { seats: 2, until: "2028-06-30" }];
  const { seats, poll } = await elected({ terms });
  assert.deepEqual(seats.filled.map(({ option, until }) => [option, until]),
    [["Ada", "2030-06-30"], ["Bruno", "2028-06-30"], ["Chiara", "2028-06-30"]]);
  assert.deepEqual((await day.admin.get<{ terms: object }>(`/api/v1/polls/${poll.id}`)).body.terms, terms);
});

test("none of these that comes last keeps nobody out, and takes no seat", async () => {
  const options = parity(["women", "men"]).slice(0, 2);
  const { seats, decision } = await elected({
    seats: 2, options, none_of_these: true, reserved: { by: "group", missing: "vacant", groups: [{ id: "women", least: 1 }, { id: "men", least: 0 }] },
  });
  assert.deepEqual([seated(seats), seats.vacant], [["Ada reserved women", "Bruno open men"], []]);
  assert.ok(!decision["explanation"].some(({ step }: { step: string }) => step === "none_of_these"));
});

/* --- ballots that may name so many ------------------------------------------------------------ */

test("a ballot that names too many is refused live, and spoilt on paper", async () => {
  const poll = await day.opened(board({ max_length: 2 }));
  const many = { approves: [0, 1, 2] };
  const path = `/api/v1/polls/${poll.id}`;
  const refused = await refusal(browsers[0]!, "POST", `${path}/ballots`, 422, day.cast(poll, members[0]!, many));
  assert.equal(refused.slug, "ballot-too-many");
  await day.vote(browsers[0]!, poll, members[0]!, { approves: [0, 1] });
  const paper = await tellerOne.post<{ id: string }>(`${path}/papers`,
    { body: { member: members[1], channel: "in_person", ballot: many }, expect: 201 });
  await tellerTwo.post(`${path}/papers/${paper.body.id}/confirmation`, { body: { ballot: many }, expect: 200 });
  const { decision } = await day.counted(poll);
  assert.equal(decision["ballots"].workers.spoilt, 1);
  assert.equal(decision["ballots"].workers.counted, 1);
});

/* --- two rounds ------------------------------------------------------------------------------- */

/* Everybody names one, in the order of the members. */
async function chosen(poll: Poll, choices: number[]): Promise<Record<string, any>> {
  for (const [i, choice] of choices.entries()) await day.vote(browsers[i]!, poll, members[i]!, { choice });
  return (await day.counted(poll)).decision;
}

test("a second round is a poll between those who passed the first", async () => {
  const round = { method: "plurality", seats: 1 };
  const first = await day.opened(board({ ...round, absolute_majority: true }));
  /* Employees weigh 40/300 each, two users 35/200 each, the friend 25/100. */
  const decision = await chosen(first, [0, 0, 1, 1, 2, 3]);
  assert.deepEqual(decision["count"].totals, { Ada: "4/15", Bruno: "37/120", Chiara: "1/4", Dominique: "7/40", Élise: "0/1", Farid: "0/1" });
  assert.deepEqual(decision["seats"], { filled: [], vacant: [{ count: 1 }] });
  const { body } = await day.anyone().get<{ steps: { code: string; en: string }[] }>(`/api/v1/polls/${first.id}/explanation`);
  assert.equal(body.steps.find(({ code }) => code === "absolute_majority.missed")?.en,
    "Bruno has 37/120 of 1, no absolute majority: the seat waits for a second round.");

  const follows = (pass?: number): object => ({ ...round, seats: undefined, options: undefined,
    first_round: { poll: first.id, ...(pass ? { pass } : {}) } });
  const three = await day.draft(board(follows(3)));
  assert.deepEqual(three.options.map(({ label }) => label), ["Ada", "Bruno", "Chiara"]);
  const second = await day.opened(board(follows()));
  assert.deepEqual(second.options.map(({ label }) => label), ["Ada", "Bruno"]);
  const manifest = await day.anyone().get<{ first_round: { poll: string; outcome: string; pass: number }; seats: number }>(
    `/api/v1/polls/${second.id}/manifest`);
  const result = await day.anyone().get<{ outcome: string }>(`/api/v1/polls/${first.id}/result`);
  assert.deepEqual(manifest.body.first_round, { poll: first.id, outcome: result.body.outcome, pass: 2 });
  assert.equal(manifest.body.seats, 1);
  const motion = await refusal(day.admin, "POST", "/api/v1/polls", 422, { body: board({ ...follows(), method: "motion" }) });
  assert.deepEqual([motion.slug, motion.pointer], ["first-round", "/method"]);
  const choice = await refusal(day.admin, "POST", "/api/v1/polls", 422, { body: board({ ...follows(), kind: "choice" }) });
  assert.deepEqual([choice.slug, choice.pointer], ["question-no-election", "/first_round"]);
  assert.deepEqual((await chosen(second, [0, 0, 0, 1, 0, 1]))["count"].elected, ["Ada"]);
});

test("a second round keeps seats and offers nobody as the first did, whatever the names", async () => {
  const kept = { seats: 3, none_of_these: true, reserved: { by: "college", missing: "vacant", groups: [{ id: "users", least: 1 }] } };
  const names = ["__proto__", "constructor", "e\u0301 \\ \"x\"", "toString", "Élise", "Farid"];
  const options = standing().map((option, i) => ({ ...option, label: names[i]!, by_board: i % 2 === 0 }));
  const first = await day.opened(board({ ...kept, options, absolute_majority: true }));
  for (const [i, api] of browsers.entries()) await day.vote(api, first, members[i]!, { approves: i === 0 ? [0] : [0, i] });
  const { seats, count } = (await day.counted(first)).decision as { seats: Seats; count: { totals: Record<string, string> } };
  assert.deepEqual(seated(seats), ["__proto__ open"]);
  assert.ok(Object.hasOwn(count.totals, "__proto__"));
  const left = seats.vacant.reduce((sum, group) => sum + group.count, 0);
  const second = await day.opened(board({ ...kept, seats: undefined, options: undefined, first_round: { poll: first.id, pass: 3 } }));
  assert.equal(second.options.at(-1)?.label, "none of these");
  const manifest = await day.anyone().get<{ seats: number; options: Option[] }>(`/api/v1/polls/${second.id}/manifest`);
  assert.equal(manifest.body.seats, left);
  assert.ok(manifest.body.options.some(({ group }) => group === "users"));
  await day.vote(browsers[5]!, second, members[5]!, { approves: [0, 1] });
  await day.counted(second);

  const open = await day.opened(board({ seats: undefined, options: undefined, none_of_these: true, first_round: { poll: first.id, pass: 3 } }));
  assert.ok(open.options.every((option) => (option as Option).group === undefined), "no seat is kept for anybody");
  await day.counted(open);
});

test("no second round where the first decided, or was no first round, or is not there yet", async () => {
  const round = { method: "plurality", seats: 1 };
  const decided = await day.opened(board({ ...round, absolute_majority: true }));
  assert.deepEqual((await chosen(decided, [0, 0, 0, 0, 0, 1]))["seats"],
    { filled: [{ option: "Ada", how: "open" }], vacant: [] });
  const open = await day.opened(board({ ...round, absolute_majority: true }));
  const plain = await day.opened(board(round));
  await chosen(plain, [0, 1, 2, 3, 4, 5]);
  for (const poll of [decided, open, plain]) {
    const body = board({ ...round, seats: undefined, options: undefined, first_round: { poll: poll.id } });
    assert.equal((await refusal(day.admin, "POST", "/api/v1/polls", 422, { body })).slug, "first-round");
  }
  /* Who had no vote does not pass, nor does none of these, which had them all. */
  const alone = await day.opened(board({ ...round, none_of_these: true, absolute_majority: true }));
  await chosen(alone, [6, 6, 6, 6, 6, 6]);
  const nobody = board({ ...round, seats: undefined, options: undefined, none_of_these: true, first_round: { poll: alone.id } });
  const refused = await refusal(day.admin, "POST", "/api/v1/polls", 422, { body: nobody });
  assert.deepEqual([refused.slug, refused.pointer], ["nobody-passes", "/first_round"]);
  const unsuited = board({ method: "borda", seats: 1, absolute_majority: true });
  assert.equal((await refusal(day.admin, "POST", "/api/v1/polls", 422, { body: unsuited })).slug, "method-absolute-majority");
});

/* --- without candidates ------------------------------------------------------------------------- */

test("in an election without candidates each voter names a member", async () => {
  const twin = await day.enter({ category: "friends", name: "Membre 1" });
  const poll = await day.opened(board({ method: "plurality", seats: 1, options: undefined, nominees: {} }));
  const labels = poll.options.map(({ label }) => label);
  assert.equal(labels.filter((label) => /^Membre 1 \(.+\)$/.test(label)).length, 2);
  assert.equal(new Set(labels).size, labels.length);
  const named = poll.options.findIndex((option) => (option as Option).member === twin);
  const decision = await chosen(poll, [named, named, named, named, named, 0]);
  assert.deepEqual(decision["count"].elected, [labels[named]]);

  const workers = await day.draft(board({ method: "plurality", seats: 1, options: undefined, nominees: { college: "workers" } }));
  assert.deepEqual(workers.options.map((option) => (option as Option).member).sort(), members.slice(0, 3).sort());
  for (const [fields, slug, pointer] of [
    [{ nominees: { college: "martians" } }, "unknown-college", "/nominees/college"],
    [{ nominees: {}, options: standing() }, "question-options", "/nominees"],
  ] as const) {
    const refused = await refusal(day.admin, "POST", "/api/v1/polls", 422,
      { body: board({ method: "plurality", seats: 1, options: undefined, ...fields }) });
    assert.deepEqual([refused.slug, refused.pointer], [slug, pointer]);
  }
});

test("where the roll is not called by name, members stand by number", async () => {
  const other = new Day();
  try {
    await other.prepare(1, other.statutes((text) => text.replace('"roll_call": "name"', '"roll_call": "pseudonym"')));
    await other.enter({ name: "Zoé", number: "1001" });
    await other.enter({ name: "Ada", number: "1002" });
    await other.begin();
    const poll = await other.draft({ assembly: other.assembly, kind: "election", title: "Conseil", class: "ordinary", method: "plurality",
      parameters: {}, secrecy: "open", nominees: {}, opens_at: other.now.toISOString(),
      closes_at: new Date(other.now.getTime() + MINUTE).toISOString() });
    assert.deepEqual(poll.options.map(({ label }) => label).filter((label) => label.startsWith("100")), ["1001", "1002"]);
  } finally {
    await other.close();
  }
});

/* --- what the statutes say ---------------------------------------------------------------------- */

test("an election follows what the statutes say of elections", async () => {
  const other = new Day();
  try {
    const elections = { approvals: "seats", none_of_these: true, missing: "released" };
    await other.prepare(1, other.statutes((text) => text.replace('"k_min": 3', `"k_min": 3, "elections": ${JSON.stringify(elections)}`)));
    await other.begin();
    const options = ["Ada", "Bruno", "Chiara", "Dominique"].map((label) => ({ label, group: label < "C" ? "first" : "last" }));
    const groups = [{ id: "first", least: 1 }, { id: "last", least: 1 }];
    const election = (fields: object = {}): object => ({
      assembly: other.assembly, kind: "election", title: "Conseil", class: "ordinary", method: "approval", parameters: {},
      secrecy: "open", seats: 2, options, reserved: { by: "group", groups }, opens_at: other.now.toISOString(),
      closes_at: new Date(other.now.getTime() + MINUTE).toISOString(), ...fields,
    });
    const poll = (await other.admin.post<Poll & { max_length: number; reserved: object }>("/api/v1/polls",
      { body: election(), expect: 201 })).body;
    assert.equal(poll.max_length, 2);
    assert.deepEqual(poll.reserved, { by: "group", missing: "released", groups });
    assert.equal(poll.options.at(-1)?.label, "none of these");
    await other.act(`/api/v1/polls/${poll.id}`, "call");

    for (const [body, pointer] of [
      [election({ max_length: 3 }), "/max_length"],
      [election({ reserved: { by: "group", missing: "vacant", groups } }), "/reserved/missing"],
    ] as const) {
      const refused = await refusal(other.admin, "POST", "/api/v1/polls", 422, { body });
      assert.deepEqual([refused.slug, refused.pointer], ["question-statutes", pointer]);
    }
    const free = options.map(({ label }) => ({ label }));
    const choice = await other.draft(election({ kind: "choice", reserved: undefined, options: free }));
    assert.equal(choice.options.length, 4); /* no election: the statutes say nothing of it */
    /* Nor does it say what only elections say, by which it would escape them. */
    for (const [fields, pointer] of [
      [{ reserved: { by: "group", missing: "vacant", groups }, options }, "/reserved"],
      [{ terms: [{ seats: 2, until: "2030-06-30" }] }, "/terms"],
      [{ absolute_majority: true }, "/absolute_majority"],
      [{ none_of_these: true }, "/none_of_these"],
    ] as const) {
      const body = election({ kind: "choice", ...{ reserved: undefined, options: free }, ...(fields as object) });
      const refused = await refusal(other.admin, "POST", "/api/v1/polls", 422, { body });
      assert.deepEqual([refused.slug, refused.pointer], ["question-no-election", pointer]);
    }
  } finally {
    await other.close();
  }
});

for (const [tie, valid] of [["against", "3/4"], ["excluded", "7/20"], ["split", "3/4"]] as const) {
  test(`by the majority rule a tied college is ${tie}`, async () => {
    const other = new Day();
    try {
      await other.prepare(1, other.statutes((text) => text.replace('"transfer_rule": "proportional"', '"transfer_rule": "majority"')
        .replace('"college_tie": "excluded"', `"college_tie": "${tie}"`)));
      /* Two employees are of two minds, two users of one, and the friend does not vote. */
      const categories = ["employees", "employees", "users", "users", "friends"];
      const entered: string[] = [];
      for (const category of categories) entered.push(await other.enter({ category }));
      await other.begin();
      const poll = await other.opened({
        assembly: other.assembly, kind: "election", title: "Conseil", class: "ordinary", method: "plurality", parameters: {},
        secrecy: "open", seats: 1, absolute_majority: true, options: ["Ada", "Bruno"].map((label) => ({ label })),
        opens_at: other.now.toISOString(), closes_at: new Date(other.now.getTime() + MINUTE).toISOString(),
      });
      for (const [i, choice] of [0, 1, 0, 0].entries()) {
        await other.vote(await other.browserOf(entered[i]!), poll, entered[i]!, { choice });
      }
      const { decision } = await other.counted(poll);
      assert.equal(decision["count"].ballots.valid, valid);
      assert.equal(decision["count"].totals.Ada, tie === "split" ? "11/20" : "7/20");
      assert.deepEqual(decision["seats"].filled.length, tie === "against" ? 0 : 1);
      await heldByBoth(other.db, other.folder.path, other.now);
    } finally {
      await other.close();
    }
  });
}

test("both verifiers hold the record of these elections", async () => {
  await heldByBoth(day.db, day.folder.path, day.now);
});

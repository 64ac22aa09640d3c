/* Keepers of urns through HTTP: their keys, who names them, and secret polls that are too small. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Day, type Poll } from "./assembly_day.ts";
import { NOBODY, type Named, type Problem, refusal } from "./society.ts";
import { type Api } from "./support.ts";

const day = new Day();
const KEY = { key: "09".padEnd(64, "0"), salt: "0a".repeat(16), ops: 3, mem: 1 << 28, nonce: "0b".repeat(24), box: "0c".repeat(48) };

let admin: Api;
let byAda: Api;
let members: string[];

before(async () => {
  await day.prepare(2);
  admin = day.admin;
  members = [await day.enter(), await day.enter(), await day.enter(), await day.enter()];
  await day.begin();
  byAda = await day.browserOf(members[0] ?? "");
});
after(() => day.close());

const secret = async (): Promise<Poll> => day.draft(day.motion(undefined, {
  kind: "choice", title: "Lieu", class: "ordinary", secrecy: "secret",
}));
const named = (who: string[]): object => ({ keepers: who.map((member) => ({ member })) });

test("a keeper's key is one's own, and kept as it was sent", async () => {
  assert.equal((await refusal(byAda, "GET", "/api/v1/me/keeper", 404)).slug, "not-found");
  await byAda.put("/api/v1/me/keeper", { body: KEY, expect: 200 });
  assert.deepEqual((await byAda.get("/api/v1/me/keeper", { expect: 200 })).body, KEY);
  for (const [body, pointer, slug] of [
    [{ ...KEY, mem: 1024 }, "/mem", "json-value"], [{ ...KEY, ops: 0 }, "/ops", "json-value"],
    [{ ...KEY, box: "00" }, "/box", "not-hexadecimal"], [{ ...KEY, passphrase: "x" }, "/passphrase", "json-unknown-member"],
  ] as const) {
    const refused = await refusal(byAda, "PUT", "/api/v1/me/keeper", 400, { body });
    assert.deepEqual([refused.slug, refused.pointer], [slug, pointer]);
  }
});

test("three who have keys are named by who runs polls, before the call", async () => {
  const poll = await secret();
  const path = `/api/v1/polls/${poll.id}`;
  const three = members.slice(0, 3);
  for (const member of three.slice(1)) await (await day.browserOf(member)).put("/api/v1/me/keeper", { body: KEY });
  assert.equal((await refusal(byAda, "PUT", `${path}/keepers`, 403, { body: named(three) })).slug, "forbidden");
  for (const [who, slug, status] of [
    [[], "keepers-missing", 409], [three.slice(1), "keepers-missing", 409], [[...three.slice(1), members[3]], "keepers-missing", 409],
    [[three[0], three[1], three[0]], "keepers-missing", 409], [[NOBODY, three[1], three[2]], "not-found", 404],
  ] as const) {
    assert.equal((await refusal(admin, "PUT", `${path}/keepers`, status, { body: named(who as string[]) })).slug, slug);
  }
  const { etag } = await admin.get(path);
  assert.equal((await refusal(admin, "POST", `${path}/call`, 409, { body: {}, headers: { "if-match": etag } })).slug,
    "keepers-missing");
  const reply = await admin.put<{ items: { index: number; person: Named; key: string }[] }>(`${path}/keepers`,
    { body: named(three), expect: 200 });
  assert.deepEqual(reply.body.items.map(({ index }) => index), [1, 2, 3]);
  const people = reply.body.items.map(({ person }) => ({ person: person.id }));
  await admin.put(`${path}/keepers`, { body: { keepers: people }, expect: 200 });
});

test("a secret poll that is too small for secrecy is waived with a reason, which the log has", async () => {
  const poll = await secret();
  const path = `/api/v1/polls/${poll.id}`;
  await admin.put(`${path}/keepers`, { body: named(members.slice(0, 3)), expect: 200 });
  await day.enter({ category: "employees" });
  const { etag } = await admin.get(path);
  const refused = await admin.post<Problem & { colleges: string[] }>(`${path}/call`,
    { body: {}, headers: { "if-match": etag }, expect: 409 });
  assert.equal(refused.body.type, "urn:palabre:problem:college-too-small");
  assert.deepEqual(refused.body.colleges, ["workers"]);
  assert.equal((await refusal(byAda, "POST", `${path}/waiver`, 403, { body: { reason: "x" } })).slug, "forbidden");
  const waived = await day.act<Poll & { waived: boolean; secrecy: string }>(path, "waiver", { reason: "Tous d’accord" });
  assert.deepEqual([waived.body.waived, waived.body.secrecy], [true, "secret"]);
  await day.act(path, "call");
});

test("who names keepers sees beforehand who has made a key", async () => {
  type Found = { name: string; has_keeper_key: boolean };
  const { id } = await secret();
  const path = `/api/v1/polls/${id}/keepers/candidates`;
  const [keeper, other] = [await day.enter({ name: "Ghjulia Nova" }), await day.enter({ name: "Ghjaseppu Nova" })];
  await (await day.browserOf(keeper)).put("/api/v1/me/keeper", { body: KEY, expect: 200 });
  const town = await day.enter({ kind: "legal", name: "Nova Corte", category: "towns" });
  const found = (await admin.get<{ items: Found[] }>(`${path}?q=nova`, { expect: 200 })).body.items;
  assert.deepEqual(Object.fromEntries(found.map(({ name, has_keeper_key }) => [name, has_keeper_key])),
    { "Ghjaseppu Nova": false, "Ghjulia Nova": true, "Nova Corte": false }, `nobody acts for ${town} yet`);
  await refusal(byAda, "GET", `${path}?q=nova`, 403);
  await refusal(admin, "GET", `${path}?q=n`, 400);
  for (const member of [keeper, other]) await admin.post("/api/v1/offices", { body: { member, role: "teller" }, expect: 201 });
  type Office = { person?: { name: string }; has_keeper_key?: boolean };
  const offices = async (by: Api): Promise<(boolean | undefined)[]> =>
    (await by.get<{ items: Office[] }>("/api/v1/offices?limit=100", { expect: 200 })).body.items
      .filter(({ person }) => person?.name.endsWith(" Nova")).map((each) => each.has_keeper_key);
  assert.deepEqual(await offices(admin), [true, false]);
  assert.deepEqual(await offices(byAda), [undefined, undefined]);
});

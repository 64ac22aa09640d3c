/*
 * What a server says and leaves behind while a secret poll is open: nothing of what was voted, nor of how
 * many have (numbers: the list of attacks). tests/core/test_secret_forensics.c looks into the file as it
 * is after the close, and says how well it can be guessed from.
 */
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { after, before, test } from "node:test";

import { drawChance } from "../../web/src/booth.ts";
import { type Poll } from "./assembly_day.ts";
import { SecretDay } from "./secret_day.ts";
import { type Api, contract, settled } from "./support.ts";

const VOTERS = 30;
const PLAIN = ["PALABRE1", '{"choice":', "trois gardiens"];
/* What counts requests and seconds of the server, whatever they were about. */
const COUNTERS = new Set(["/metrics"]);

const day = new SecretDay();
const voters: { member: string; by: Api }[] = [];

before(async () => {
  await day.gather();
  for (let i = 0; i < VOTERS; i++) {
    const member = await day.enter();
    voters.push({ member, by: await day.browserOf(member) });
  }
});
after(() => day.close());

/* Every file that stands beside the database, and what the server has printed. */
function remains(): { name: string; bytes: Buffer }[] {
  const files = readdirSync(day.folder.path).map((name) =>
    ({ name, bytes: readFileSync(`${day.folder.path}/${name}`) }));
  return [...files, { name: "what it printed", bytes: Buffer.from(day.server.output) }];
}

/* Every row of every table but those named, as text. */
function rows(): Map<string, string> {
  const db = new DatabaseSync(day.db, { readOnly: true });
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all() as { name: string }[];
  const all = new Map<string, string>();
  for (const { name } of tables) {
    const found = db.prepare(`SELECT * FROM "${name}"`).all() as Record<string, unknown>[];
    all.set(name, found.map((row) => JSON.stringify(row, (_, value) =>
      value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value)).sort().join("\n"));
  }
  db.close();
  return all;
}

test("29: what thirty voters chose is in no file and in no log of the server, after none of the votes", async () => {
  const poll = await day.openedInSecret();
  const secrets = PLAIN.map((text) => Buffer.from(text));
  for (const [i, { member, by }] of voters.entries()) {
    const chance = drawChance();
    secrets.push(Buffer.from(chance.tracker));
    const seal = await day.seal(poll, member, { choice: i % 2 }, { chance });
    secrets.push(Buffer.from(seal.made.tracker.slice(0, 19)));
    await day.send(by, poll, seal);
    for (const { name, bytes } of remains()) {
      for (const secret of secrets) assert.ok(!bytes.includes(secret), `${name} after ${i + 1} votes`);
    }
    assert.ok(!day.server.output.includes(seal.made.reference), "the server prints no reference");
    assert.ok(!day.server.output.includes(member), "nor who voted");
  }
  await day.countedInSecret(poll);
  assert.equal((await day.lines(poll, "opened.csv")).length, 1 + VOTERS);
});

test("29: a vote changes the mark, the right and the urn, and no other row of any table", async () => {
  const poll = await day.openedInSecret();
  const [first, second] = [voters[0], voters[1]] as [typeof voters[0] & {}, typeof voters[1] & {}];
  await day.send(first.by, poll, await day.seal(poll, first.member, { choice: 0 }));
  const seal = await day.seal(poll, second.member, { choice: 0 });
  const earlier = rows();
  await day.send(second.by, poll, seal);
  const later = rows();
  const changed = [...later].filter(([name, text]) => earlier.get(name) !== text).map(([name]) => name);
  assert.deepEqual(changed.sort(), ["mark", "roll", "urn"]);
});

async function isPurged(): Promise<void> {
  for (const deadline = Date.now() + 20_000; ;) {
    const db = new DatabaseSync(day.db, { readOnly: true });
    const { freelist_count: free } = db.prepare("PRAGMA freelist_count").get() as { freelist_count: number };
    db.close();
    const ahead = readFileSync(`${day.db}-wal`).length;
    if (free === 0 && ahead === 0) return;
    assert.ok(Date.now() < deadline, `${free} free pages, ${ahead} bytes ahead`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

test("29: after the close and after the count no page is free and the log ahead of the file is empty", async () => {
  const poll = await day.openedInSecret();
  for (const { member, by } of voters.slice(0, 5)) {
    await day.send(by, poll, await day.seal(poll, member, { choice: 1 }));
  }
  await day.closed(poll);
  await isPurged();
  await day.giveShare(poll, 0, 200);
  await day.giveShare(poll, 2, 202);
  await day.until(poll.id, "published");
  await isPurged();
});

test("29, 49: a file that a server did not come to write anew is written when it starts again", async () => {
  const due = (db: DatabaseSync): unknown => (db.prepare("SELECT poll_id FROM rewriting").get() as { poll_id: unknown }).poll_id;
  await day.restart({}, (db) => {
    assert.equal(due(db), null);
    db.exec("CREATE TABLE junk AS SELECT randomblob(40000) AS bytes; DROP TABLE junk");
    db.exec("UPDATE rewriting SET poll_id = (SELECT max(id) FROM poll WHERE secrecy = 'secret')");
  });
  await isPurged();
  await day.restart({}, (db) => assert.equal(due(db), null));
});

/* Everything that can be read without a body, of that poll and of what belongs to it. */
async function everything(poll: Poll, by: Api): Promise<Map<string, string>> {
  const names: Record<string, string> = { poll: poll.id, assembly: day.assembly, member: voters[2]?.member ?? "" };
  const said = new Map<string, string>();
  for (const { method, template } of contract.operations) {
    const wanted = [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");
    const isApart = template.endsWith("/events") || COUNTERS.has(template);
    if (method !== "GET" || isApart || wanted.some((name) => !names[name])) continue;
    const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => names[name] ?? "");
    const reply = await settled(day.server.url + filled, by.credentials(method));
    said.set(filled, `${reply.status} ${reply.headers.get("etag")} ${await reply.text()}`);
  }
  return said;
}

test("31: what anybody and whoever runs the poll can read is the same after some have voted as before", async () => {
  const poll = await day.openedInSecret();
  const readers = { anyone: day.anyone(), administrator: day.admin, voter: voters[2]?.by as Api };
  for (const [who, by] of Object.entries(readers)) {
    const earlier = await everything(poll, by);
    assert.ok(earlier.size > 20, `${earlier.size} addresses`);
    const [voter] = voters.splice(3, 1) as [typeof voters[0] & {}];
    await day.send(voter.by, poll, await day.seal(poll, voter.member, { choice: 0 }));
    const later = await everything(poll, by);
    for (const [path, text] of later) assert.equal(text, earlier.get(path), `${path}, as ${who}`);
  }
});

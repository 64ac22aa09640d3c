/*
 * A server that is killed at any moment, again and again: while votes come in, while a poll opens,
 * closes and is counted, while a register is imported. Whatever was acknowledged is there, nothing is
 * half done, and the log verifies from its genesis.
 *
 * With those of the other kind of poll they are two hundred; PALABRE_CRASHES asks for more of these.
 */
import assert from "node:assert/strict";
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { DatabaseSync } from "node:sqlite";
import { after, before, test } from "node:test";

import { Day, type Poll, type Receipt, type Result } from "./assembly_day.ts";
import { Raw } from "./raw.ts";
import { Api, imported } from "./support.ts";
import { verifyLog } from "./tree.ts";

const CRASHES = Number(process.env["PALABRE_CRASHES"] ?? 110);
const MEMBERS = 1500;
const CONNECTIONS = 16;
const IMPORTED = 400;

type Voter = { member: string; token: string };
type Cast = { poll: string; member: string; entry: number; commitment: string };

const day = new Day();
const voters: Voter[] = [];
let resolutions: string[] = [];
let register = 0; /* members that are known to be there */
let admin: Api;

/* A milliseconds' count from 0 to `most`, short ones more often. */
const moment = (most: number): number => most * Math.random() ** 2;
const file = (first: number, count: number, name = "Membre"): string =>
  `number,name,category\n${Array.from({ length: count }, (_, i) => `${first + i},${name} ${first + i},users`).join("\n")}\n`;

before(async () => {
  await day.prepare(CRASHES);
  assert.equal((await imported(day.admin, file(1, MEMBERS))).state, "done");
  register = MEMBERS;
  await day.begin();
  resolutions = await day.resolutions();
  await day.restart({}, (db) => {
    const insert = db.prepare("INSERT INTO token (uuid, hash, person_id, label, scopes, created_us)" +
      " VALUES (?, ?, ?, 'crash', 'vote', 0)");
    db.exec("BEGIN");
    for (const { uuid, person } of db.prepare("SELECT uuid, person_id AS person FROM member ORDER BY id").all()) {
      const token = randomBytes(32).toString("base64url");
      const hex = Buffer.from(uuid as Uint8Array).toString("hex");
      const member = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
      insert.run(Buffer.from(randomUUID().replaceAll("-", ""), "hex"), createHash("sha256").update(token).digest(), person ?? 0);
      voters.push({ member, token });
    }
    db.exec("COMMIT");
  });
  admin = day.admin;
});
after(() => day.close());

/* --- what must hold after each ----------------------------------------------------------------- */

type Counts = { poll: string; state: string; ballots: number; used: number; roll: number; manifest: number };

function counts(): Counts[] {
  const db = new DatabaseSync(day.db, { readOnly: true });
  const rows = db.prepare(`SELECT lower(hex(poll.uuid)) AS poll, state,
    (SELECT count(*) FROM ballot WHERE poll_id = poll.id AND void IS NULL) AS ballots,
    (SELECT count(*) FROM roll WHERE poll_id = poll.id AND used = 1) AS used,
    (SELECT count(*) FROM roll WHERE poll_id = poll.id) AS roll,
    manifest IS NOT NULL AS manifest FROM poll`).all() as Counts[];
  db.close();
  return rows;
}

/* Starts it again, and holds everything against what it had said. */
async function comesBack(acknowledged: Cast[]): Promise<void> {
  await day.restart({ kill: true });
  const health = await fetch(`${day.server.url}/healthz`).then((answer) => answer.json()) as { status: string };
  assert.equal(health.status, "ok");
  const { body } = await day.anyone().get<{ log: { vkey: string } }>("/api/v1/society");
  const { entries } = await verifyLog(day.server.url, body.log.vkey);
  const said = entries.map((entry) => JSON.parse(entry.toString()) as { t: string; d: Record<string, string> });
  for (const { poll, entry, commitment } of acknowledged) {
    assert.deepEqual(said[entry]?.d, { c: commitment, poll }, "an acknowledged vote is in the log");
  }
  for (const { poll, state, ballots, used, roll, manifest } of counts()) {
    const id = poll.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
    const casts = said.filter(({ t, d }) => t === "ballot.cast" && d["poll"] === id).length;
    assert.deepEqual([used, casts], [ballots, ballots], "a ballot, a used right and an entry are one");
    const isOpened = !["draft", "called"].includes(state);
    assert.deepEqual([roll > 0, manifest === 1], [isOpened, isOpened], `a poll that is ${state}`);
    assert.equal(said.some(({ t, d }) => t === "poll.open" && d["poll"] === id), isOpened);
  }
}

/* --- what is going on when it dies -------------------------------------------------------------- */

async function freshPoll(): Promise<Poll> {
  const resolution = resolutions.shift();
  assert.ok(resolution, "resolutions are left");
  return day.called(day.motion(resolution));
}

/* Votes on 16 connections until the server dies. Gives what was acknowledged. */
async function castUntilDeath(poll: Poll, from: Voter[], ms: number): Promise<Cast[]> {
  const queue = from.values();
  const done: Cast[] = [];
  const raws = await Promise.all(Array.from({ length: CONNECTIONS }, () => Raw.open(day.server.url)));
  const work = raws.map(async (raw) => {
    for (const { member, token } of queue) {
      const body = JSON.stringify({ member, ballot: { choice: done.length % 3 }, text_hash: poll.text_hash });
      raw.send(`POST /api/v1/polls/${poll.id}/ballots HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
      const reply = await raw.reply(30_000).catch(() => undefined);
      if (!reply) break;
      assert.equal(reply.status, 201, reply.body);
      const { receipt } = JSON.parse(reply.body) as Receipt;
      done.push({ poll: poll.id, member, entry: receipt.entry, commitment: receipt.commitment });
    }
    raw.close();
  });
  await sleep(ms);
  await day.server.kill();
  await Promise.all(work);
  return done;
}

/* Does something that the server may not live to answer. True when it answered well. */
async function isAnswered(deed: () => Promise<unknown>, ms: number): Promise<boolean> {
  const answer = deed().then(() => true, () => false);
  await sleep(ms);
  await day.server.kill();
  return answer;
}

const stateOf = async (poll: Poll): Promise<string> =>
  (await admin.get<Poll>(`/api/v1/polls/${poll.id}`, { expect: 200 })).body.state;

async function opening(): Promise<void> {
  const poll = await freshPoll();
  const isDone = await isAnswered(() => day.act(`/api/v1/polls/${poll.id}`, "opening"), moment(60));
  await comesBack([]);
  /* What is due opens by itself: called was seen in the file before, by comesBack. */
  const state = await stateOf(poll);
  assert.ok(state === "open" || (!isDone && state === "called"), state);
}

async function closing(): Promise<void> {
  const { id } = await freshPoll();
  const poll = (await day.act<Poll>(`/api/v1/polls/${id}`, "opening")).body;
  const some = voters.slice(0, 20);
  for (const { member, token } of some) await day.vote(new Api(day.server.url, { token }), poll, member, { choice: 0 });
  const isDone = await isAnswered(() => day.act(`/api/v1/polls/${id}`, "closing", { reason: "All have voted." }), moment(80));
  await comesBack([]);
  if (!isDone && await stateOf(poll) === "open") {
    await day.act(`/api/v1/polls/${id}`, "closing", { reason: "All have voted." });
  }
  /* A count that the kill cut short begins again by itself. */
  await day.until(id, "published");
  const { body } = await day.anyone().get<Result>(`/api/v1/polls/${id}/result`, { expect: 200 });
  assert.equal(body.decision["outcome"], "no_quorum");
  assert.equal(body.decision["quorum"].present, some.length);
}

async function importing(): Promise<void> {
  /* A small file is entered in the loop, a large one beside it. */
  const body = file(register + 1, IMPORTED, Math.random() < 0.5 ? "Membre" : "Membre".repeat(30));
  const isDone = await isAnswered(() => imported(admin, body), moment(150));
  await comesBack([]);
  const db = new DatabaseSync(day.db, { readOnly: true });
  const { members } = db.prepare("SELECT count(*) AS members FROM member").get() as { members: number };
  db.close();
  assert.ok(members === register + IMPORTED || (!isDone && members === register), `${members} of ${register}`);
  register = members;
}

let open: { poll: Poll; left: Voter[]; cast: Cast[] } | undefined;

async function casting(): Promise<void> {
  if (!open || open.left.length < MEMBERS / 4) {
    const { id } = await freshPoll();
    open = { poll: (await day.act<Poll>(`/api/v1/polls/${id}`, "opening")).body, left: [...voters], cast: [] };
  }
  const { poll, left, cast } = open;
  cast.push(...await castUntilDeath(poll, left, moment(250)));
  await comesBack(cast);
  const db = new DatabaseSync(day.db, { readOnly: true });
  const used = new Set((db.prepare("SELECT lower(hex(member.uuid)) AS member FROM roll JOIN member ON member.id = roll.member_id" +
    " JOIN poll ON poll.id = roll.poll_id WHERE used = 1 AND lower(hex(poll.uuid)) = ?")
    .all(poll.id.replaceAll("-", "")) as { member: string }[]).map(({ member }) => member));
  db.close();
  for (const { member } of cast) assert.ok(used.has(member.replaceAll("-", "")), "an acknowledged vote is marked on the roll");
  open.left = left.filter(({ member }) => !used.has(member.replaceAll("-", "")));
}

const kinds = [casting, casting, casting, opening, closing, casting, importing, casting, casting, closing];
for (let i = 1; i <= CRASHES; i++) {
  const kind = kinds[i % kinds.length] ?? casting;
  test(`49: killed for the ${i}. time, while ${kind.name}`, kind);
}

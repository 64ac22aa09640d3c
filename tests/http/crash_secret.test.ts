/*
 * A server that is killed at any moment of a secret poll, again and again: while it opens, while sealed
 * ballots come in, while it closes, while it is opened and counted, while its record is written. Every
 * receipt that was given is honoured, no ballot is there without its mark, and the log verifies from its
 * genesis.
 *
 * With those of the other kind of poll they are two hundred; PALABRE_CRASHES asks for more of these.
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DatabaseSync } from "node:sqlite";
import { after, before, test } from "node:test";

import { readUrn, sealBallot } from "../../web/src/booth.ts";
import { type Poll } from "./assembly_day.ts";
import { Raw } from "./raw.ts";
import { type Note, SecretDay } from "./secret_day.ts";
import { BUILD, imported, palabre } from "./support.ts";
import { verifyLog } from "./tree.ts";

const CRASHES = Number(process.env["PALABRE_CRASHES"] ?? 90);
const MEMBERS = 400;
const CONNECTIONS = 16;
const FEW = 5;

type Voter = { member: string; token: string };
/* What a voter's browser has: what it sealed, its hash, and whether a receipt came. */
type Sealed = Voter & { sealed: string; hash: string; receipt?: string };

const day = new SecretDay();
const voters: Voter[] = [];

/* A milliseconds' count from 0 to `most`, short ones more often. */
const moment = (most: number): number => most * Math.random() ** 2;
const dashed = (hex: string): string => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

before(async () => {
  await day.gather();
  const lines = Array.from({ length: MEMBERS }, (_, i) => `${i + 1000},Membre ${i + 1000},users`);
  assert.equal((await imported(day.admin, `number,name,category\n${lines.join("\n")}\n`)).state, "done");
  await day.restart({}, (db) => {
    const insert = db.prepare("INSERT INTO token (uuid, hash, person_id, label, scopes, created_us)" +
      " VALUES (?, ?, ?, 'crash', 'vote', 0)");
    db.exec("BEGIN");
    for (const { uuid, person } of db.prepare("SELECT uuid, person_id AS person FROM member ORDER BY id").all()) {
      const token = randomBytes(32).toString("base64url");
      insert.run(Buffer.from(randomUUID().replaceAll("-", ""), "hex"), createHash("sha256").update(token).digest(), person ?? 0);
      voters.push({ member: dashed(Buffer.from(uuid as Uint8Array).toString("hex")), token });
    }
    db.exec("COMMIT");
  });
});
after(() => day.close());

/* --- what must hold after each ----------------------------------------------------------------- */

type Counts = { poll: string; state: string; ballots: number; used: number; marks: number; shares: number; secrecy: string };

function counts(): Counts[] {
  const db = new DatabaseSync(day.db, { readOnly: true });
  const rows = db.prepare(`SELECT lower(hex(poll.uuid)) AS poll, state, secrecy,
    (SELECT count(*) FROM urn WHERE poll_id = poll.id) AS ballots,
    (SELECT count(*) FROM roll WHERE poll_id = poll.id AND used = 1) AS used,
    (SELECT count(*) FROM mark WHERE poll_id = poll.id) AS marks,
    (SELECT count(*) FROM keeper WHERE poll_id = poll.id AND sealed IS NOT NULL) AS shares FROM poll`).all() as Counts[];
  db.close();
  return rows;
}

function hashesOf(poll: Poll): Set<string> {
  const db = new DatabaseSync(day.db, { readOnly: true });
  const rows = db.prepare("SELECT lower(hex(hash)) AS hash FROM urn JOIN poll ON poll.id = urn.poll_id" +
    " WHERE lower(hex(poll.uuid)) = ?").all(poll.id.replaceAll("-", "")) as { hash: string }[];
  db.close();
  return new Set(rows.map(({ hash }) => hash));
}

/* Starts it again, and holds everything against what it had said. */
async function comesBack(): Promise<void> {
  await day.restart({ kill: true });
  const health = await fetch(`${day.server.url}/healthz`).then((answer) => answer.json()) as { status: string };
  assert.equal(health.status, "ok");
  const { body } = await day.anyone().get<{ log: { vkey: string } }>("/api/v1/society");
  const { entries } = await verifyLog(day.server.url, body.log.vkey);
  const said = entries.map((entry) => JSON.parse(entry.toString()) as { t: string; d: Record<string, string> });
  assert.ok(!said.some(({ t }) => t === "ballot.cast"), "no entry speaks of a secret vote");
  for (const { poll, state, ballots, used, marks, shares } of counts()) {
    assert.deepEqual([used, marks], [ballots, ballots], "a sealed ballot, a mark and a used right are one");
    const isOpened = !["draft", "called"].includes(state);
    assert.equal(shares, isOpened ? 3 : 0, `the keepers of a poll that is ${state}`);
    assert.equal(said.some(({ t, d }) => t === "poll.open" && d["poll"] === dashed(poll)), isOpened);
    assert.equal(said.some(({ t, d }) => t === "poll.count" && d["poll"] === dashed(poll)), state === "published");
  }
}

function expectHonoured(poll: Poll, sealed: Sealed[]): void {
  const there = hashesOf(poll);
  for (const { receipt, hash } of sealed) {
    if (receipt === undefined) continue;
    assert.equal(receipt, hash);
    assert.ok(there.has(receipt), "a receipt is of a ballot in the urn");
  }
}

/* --- what is going on when it dies -------------------------------------------------------------- */

async function called(): Promise<Poll> {
  const draft = await day.draft(day.question());
  await day.nameKeepers(draft.id);
  return (await day.act<Poll>(`/api/v1/polls/${draft.id}`, "call")).body;
}

async function sealAll(poll: Poll, from: Voter[]): Promise<Sealed[]> {
  const urn = readUrn(await day.manifest(poll.id));
  return from.map((voter, i) => {
    const made = sealBallot(urn, "users", JSON.stringify({ choice: i % 3 }));
    return { ...voter, sealed: Buffer.from(made.sealed).toString("base64"), hash: Buffer.from(made.hash).toString("hex") };
  });
}

const connections = (count: number): Promise<Raw[]> =>
  Promise.all(Array.from({ length: count }, () => Raw.open(day.server.url)));

/* Sends them on these connections, as long as the server answers. */
async function send(poll: Poll, sealed: Sealed[], raws: Raw[]): Promise<void> {
  const queue = sealed.values();
  await Promise.all(raws.map(async (raw) => {
    for (const ballot of queue) {
      const body = JSON.stringify({ member: ballot.member, college: "users", sealed: ballot.sealed });
      raw.send(`POST /api/v1/polls/${poll.id}/ballots HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${ballot.token}\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
      const reply = await raw.reply(30_000).catch(() => undefined);
      if (!reply) break;
      assert.equal(reply.status, 201, reply.body);
      ballot.receipt = (JSON.parse(reply.body) as Note).receipt.hash;
    }
    raw.close();
  }));
}

/* Does something that the server may not live to answer. True when it answered well. */
async function isAnswered(deed: () => Promise<unknown>, ms: number): Promise<boolean> {
  const answer = deed().then(() => true, () => false);
  await sleep(ms);
  await day.server.kill();
  return answer;
}

const stateOf = async (poll: Poll): Promise<string> =>
  (await day.admin.get<Poll>(`/api/v1/polls/${poll.id}`, { expect: 200 })).body.state;

const act = (poll: Poll, action: string, body: object = {}): Promise<unknown> =>
  day.act(`/api/v1/polls/${poll.id}`, action, body);
const close = (poll: Poll): Promise<unknown> => act(poll, "closing", { reason: "Everybody has voted." });

async function withKeepers(): Promise<void> {
  for (const keeper of day.keepers) keeper.by = await day.browserOf(keeper.member);
}

async function opening(): Promise<void> {
  const poll = await called();
  const isDone = await isAnswered(() => act(poll, "opening"), moment(80));
  await comesBack();
  const state = await stateOf(poll); /* what is due opens by itself */
  assert.ok(state === "open" || (!isDone && state === "called"), state);
}

let open: { poll: Poll; left: Sealed[]; sent: Sealed[] } | undefined;

async function casting(): Promise<void> {
  if (!open || open.left.length < MEMBERS / 4) {
    const poll = await called();
    await act(poll, "opening");
    open = { poll, left: await sealAll(poll, voters), sent: [] };
  }
  const { poll, left, sent } = open;
  const dying = send(poll, left, await connections(CONNECTIONS));
  await sleep(moment(250));
  await day.server.kill();
  await dying;
  await comesBack();
  expectHonoured(poll, [...sent, ...left]);
  /* Whoever got no answer sends the same again, and is given the receipt of a ballot that is there once. */
  const there = hashesOf(poll);
  const unsure = left.filter(({ hash, receipt }) => receipt === undefined && there.has(hash));
  await send(poll, unsure, await connections(1));
  for (const { hash, receipt } of unsure) assert.equal(receipt, hash);
  assert.equal(hashesOf(poll).size, there.size);
  sent.push(...left.filter(({ hash }) => there.has(hash)));
  open.left = left.filter(({ hash }) => !there.has(hash));
}

/* A poll with a few votes in it. */
async function voted(): Promise<{ poll: Poll; sealed: Sealed[] }> {
  const poll = await called();
  await act(poll, "opening");
  const sealed = await sealAll(poll, voters.slice(0, FEW));
  await send(poll, sealed, await connections(1));
  return { poll, sealed };
}

/* Brings it to its result from wherever it is. */
async function finish(poll: Poll, sealed: Sealed[]): Promise<void> {
  if (await stateOf(poll) === "open") await close(poll);
  if (await stateOf(poll) === "closed") {
    await withKeepers();
    await day.giveShare(poll, 1, 200);
    await day.giveShare(poll, 2, 202);
  }
  await day.until(poll.id, "published");
  assert.deepEqual(await day.lines(poll, "urn"), sealed.map(({ hash }) => hash).sort());
  assert.equal((await day.lines(poll, "opened.csv")).length, 1 + sealed.length);
}

async function closing(): Promise<void> {
  const { poll, sealed } = await voted();
  const isDone = await isAnswered(() => close(poll), moment(120));
  await comesBack();
  expectHonoured(poll, sealed);
  const state = await stateOf(poll);
  assert.ok(state === "closed" || (!isDone && state === "open"), state);
  await finish(poll, sealed);
}

async function counting(): Promise<void> {
  const { poll, sealed } = await voted();
  await close(poll);
  await withKeepers();
  await day.giveShare(poll, 0, 200);
  await isAnswered(() => day.giveShare(poll, 2, 202), 40 + moment(120));
  await comesBack();
  expectHonoured(poll, sealed);
  const state = await stateOf(poll); /* the shares are forgotten, unless it was counted */
  assert.ok(["closed", "published"].includes(state), state);
  await finish(poll, sealed);
}

/* The program that writes a record beside the server is killed: what then has the name of a record, or of
 * its signature, is whole. The same society gives the same bytes again. */
async function exporting(): Promise<void> {
  const { poll, sealed } = await voted();
  await finish(poll, sealed);
  const [first, again] = ["first", "again"].map((name) => join(day.folder.path, name));
  const write = (folder = ""): string[] => ["export", "--db", day.db, "--poll", poll.id, "-o", join(folder, "record.tar")];
  for (const folder of [first, again]) {
    rmSync(folder ?? "", { recursive: true, force: true });
    mkdirSync(folder ?? "");
  }
  const child = spawn(join(BUILD, "cli/palabre"), write(first), { stdio: "ignore" });
  await sleep(moment(100));
  child.kill("SIGKILL");
  if (child.exitCode === null && child.signalCode === null) await once(child, "close");
  palabre(write(again));
  for (const name of ["record.tar", "record.tar.minisig"]) {
    const [left, whole] = [first, again].map((folder) => join(folder ?? "", name)) as [string, string];
    if (existsSync(left)) assert.deepEqual(readFileSync(left), readFileSync(whole), name);
  }
}

const kinds = [casting, opening, casting, closing, casting, counting, casting, exporting];
for (let i = 1; i <= CRASHES; i++) {
  const kind = kinds[i % kinds.length] ?? casting;
  test(`49: killed for the ${i}. time in secret, while ${kind.name}`, kind);
}

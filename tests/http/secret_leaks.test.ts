/* What a secret poll must not tell, and how it ends: leaks, what electors check, destruction (numbers: the list of attacks). */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { closeSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { after, before, test } from "node:test";

import { type Poll } from "./assembly_day.ts";
import { type Named, refusal } from "./society.ts";
import { SecretDay } from "./secret_day.ts";
import { type Api, Server, contract, filesOf, settled } from "./support.ts";

const day = new SecretDay();
const FOR = { choice: 0 };
const AGAINST = { choice: 1 };
const DAY_MS = 86_400_000;

let ada: string, bruno: string;
let byAda: Api, byBruno: Api;

before(async () => {
  await day.gather();
  [ada, bruno] = [await day.enter(), await day.enter()];
  [byAda, byBruno] = [await day.browserOf(ada), await day.browserOf(bruno)];
});
after(() => day.close());

/* --- 31: before the close --------------------------------------------------------------------- */

/* Every address that can be read, with what it names. */
function addresses(poll: Poll): string[] {
  const ids: Record<string, string> = { poll: poll.id, member: ada, assembly: day.assembly, record: poll.id, number: "1" };
  const known = contract.operations.filter(({ method, template }) => method === "GET" && template !== "/api/v1/events");
  return known.map(({ template }) => template.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? poll.id))
    .concat([`/api/v1/polls/${poll.id}/roll?limit=500`, `/api/v1/polls?assembly=${day.assembly}`, "/api/v1/log?limit=500"]);
}

/* What that person is shown there: status, tag and bytes. */
async function shown(who: Api, poll: Poll): Promise<Map<string, string>> {
  const all = new Map<string, string>();
  for (const path of addresses(poll)) {
    const cookie: Record<string, string> = who.cookie ? { cookie: who.cookie } : {};
    const reply = await settled(day.server.url + path, cookie);
    all.set(path, `${reply.status} ${reply.headers.get("etag")} ${await reply.text()}`);
  }
  return all;
}

test("31: nothing that anybody can read says that somebody has voted", async () => {
  const poll = await day.openedInSecret();
  const officer = await day.officer("secretary");
  const teller = await day.officer("teller");
  const readers = [day.anyone(), byBruno, officer, teller];
  const before = await Promise.all(readers.map((who) => shown(who, poll)));
  await day.voteInSecret(byAda, poll, ada, FOR);
  for (const [i, who] of readers.entries()) {
    const now = await shown(who, poll);
    for (const [path, text] of before[i] ?? []) assert.equal(now.get(path), text, path);
  }
  const mine = await byAda.get<{ votes: { poll: string; used: boolean }[] }>("/api/v1/me");
  assert.equal(mine.body.votes.find((vote) => vote.poll === poll.id)?.used, true);
});

/* A pack is kept for a minute, and as long as the log does not grow: after both, and by another server, it is made anew. */
test("31: a reviewer's pack that is made after a vote is the one that was made before it", async () => {
  const poll = await day.openedInSecret();
  const { cookie = "" } = await day.officer("secretary");
  const pack = async () => Buffer.from(await (await settled(`${day.server.url}/api/v1/review.tar`, { cookie })).arrayBuffer());
  day.wait(61_000);
  const before = await pack();
  assert.ok(filesOf(before).size > 3);
  await day.voteInSecret(byAda, poll, ada, FOR);
  const { host } = new URL(day.server.url);
  await day.server.stop();
  day.server = await Server.start({ db: day.db, clock: day.now, listen: host });
  const now = filesOf(await pack());
  for (const [name, bytes] of filesOf(before)) assert.equal(now.get(name)?.toString(), bytes.toString(), name);
});

test("31: who is refused is told the same before and after somebody else has voted", async () => {
  const poll = await day.openedInSecret();
  const path = `/api/v1/polls/${poll.id}/ballots`;
  const { college, sealed } = await day.seal(poll, ada, AGAINST);
  const body = { member: ada, college, sealed };
  const before = await refusal(byBruno, "POST", path, 403, { body });
  await day.voteInSecret(byAda, poll, ada, FOR);
  assert.deepEqual(await refusal(byBruno, "POST", path, 403, { body }), before);
  const stats = await (await fetch(`${day.server.url}/metrics`)).text();
  assert.ok(!stats.includes("turn") && !stats.includes("requests"), stats);
});

test("31: the log of access has no line of a cast", async () => {
  const { host } = new URL(day.server.url);
  await day.server.stop();
  day.server = await Server.start({ db: day.db, clock: day.now, listen: host, args: ["--log"] });
  for (const keeper of day.keepers) keeper.by = await day.browserOf(keeper.member);
  [byAda, byBruno] = [await day.browserOf(ada), await day.browserOf(bruno)];
  const poll = await day.openedInSecret();
  await day.voteInSecret(byAda, poll, ada, FOR);
  assert.ok(day.server.output.includes("/api/v1/polls/{poll}/opening"));
  assert.ok(!day.server.output.includes("/ballots"));
});

/* --- 66: what the server's memory holds ---------------------------------------------------------- */

/* How often they stand in memory that the server can write; undefined where the kernel lets nobody look. */
function inMemory(pid: number, wanted: Buffer): number | undefined {
  let count = 0;
  let memory;
  try {
    memory = openSync(`/proc/${pid}/mem`, "r");
  } catch {
    return undefined;
  }
  for (const line of readFileSync(`/proc/${pid}/maps`, "latin1").split("\n")) {
    const [, from = "", to = ""] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? [];
    const size = Number(BigInt(`0x${to || 0}`) - BigInt(`0x${from || 0}`));
    if (size === 0 || size > 2 ** 28) continue;
    const bytes = Buffer.alloc(size);
    try {
      readSync(memory, bytes, 0, size, BigInt(`0x${from}`));
    } catch {
      continue; /* of the kernel's */
    }
    for (let at = bytes.indexOf(wanted); at >= 0; at = bytes.indexOf(wanted, at + 1)) count++;
  }
  closeSync(memory);
  return count;
}

test("66: a share that was given is nowhere in the server's memory as it came in", async (t) => {
  const poll = await day.openedInSecret();
  await day.voteInSecret(byAda, poll, ada, FOR);
  await day.closed(poll);
  const { share } = await day.shareOf(poll, 0);
  await day.giveShare(poll, 0, 200);
  /* The first bytes of what is freed are soon written over. */
  const count = inMemory(day.server.pid, Buffer.from(share.slice(32)));
  if (count === undefined) return t.skip("the kernel lets nobody look into another's memory");
  assert.ok((inMemory(day.server.pid, Buffer.from(poll.id)) ?? 0) > 0, "what is looked through is the server's memory");
  assert.equal(count, 0);
  await day.giveShare(poll, 2, 202);
  await day.until(poll.id, "published");
  assert.equal(inMemory(day.server.pid, Buffer.from(share, "hex").subarray(16)), 0);
});

test("32: every voter sees where few vote with them", async () => {
  await day.enter({ category: "employees" });
  const draft = await day.draft(day.question());
  await day.nameKeepers(draft.id);
  await day.act(`/api/v1/polls/${draft.id}`, "waiver", { reason: "Un seul salarié, d’accord" });
  await day.act(`/api/v1/polls/${draft.id}`, "call");
  await day.act(`/api/v1/polls/${draft.id}`, "opening");
  const { body } = await day.anyone().get<{ waived: boolean; small_colleges: string[] }>(`/api/v1/polls/${draft.id}`);
  assert.deepEqual([body.waived, body.small_colleges], [true, ["workers"]]);
  await day.act(`/api/v1/polls/${draft.id}`, "closing", { reason: "Personne d’autre" });
  await day.act(`/api/v1/polls/${draft.id}`, "annulment", { reason: "Essai" });
});

/* --- 24, 26: what an elector checks ------------------------------------------------------------ */

type Proof = { format: string; roll: { rank: number; line: string; salt: string }; mark?: { salt: string; used: boolean } };

function frame(label: string, ...items: Buffer[]): Buffer {
  const prefixed = [Buffer.from(label), ...items].flatMap((item) => {
    const size = Buffer.alloc(4);
    size.writeUInt32BE(item.length);
    return [size, item];
  });
  return Buffer.concat([Buffer.from("palabre/v1\0"), ...prefixed]);
}

test("26: who has not voted can check that they are marked so, and nobody else can", async () => {
  const waived = await day.draft(day.question());
  await day.nameKeepers(waived.id);
  await day.act(`/api/v1/polls/${waived.id}`, "waiver", { reason: "Un seul salarié, d’accord" });
  await day.act(`/api/v1/polls/${waived.id}`, "call");
  const poll = (await day.act<Poll>(`/api/v1/polls/${waived.id}`, "opening")).body;
  await day.voteInSecret(byAda, poll, ada, FOR);
  const path = (member: string): string => `/api/v1/polls/${poll.id}/roll/${member}/proof`;
  assert.equal((await byBruno.get<Proof>(path(bruno))).body.mark, undefined);
  assert.equal((await refusal(byBruno, "GET", path(ada), 403)).slug, "right-not-held");
  assert.equal((await refusal(day.admin, "GET", path(ada), 403)).slug, "right-not-held");
  await day.closed(poll);
  const [mine, theirs] = [(await byAda.get<Proof>(path(ada))).body, (await byBruno.get<Proof>(path(bruno))).body];
  assert.deepEqual([mine.mark?.used, theirs.mark?.used], [true, false]);
  const roll = JSON.parse(Buffer.from(await day.manifest(poll.id)).toString()) as { voters: number };
  assert.ok(theirs.roll.rank >= 1 && theirs.roll.rank <= roll.voters);
  const rank = Buffer.from(String(theirs.roll.rank));
  const line = frame("roll", Buffer.from(poll.id.replaceAll("-", ""), "hex"), Buffer.from(bruno.replaceAll("-", ""), "hex"),
    Buffer.from("users"), rank);
  assert.equal(theirs.roll.line, line.toString("hex"));
  assert.notEqual(theirs.mark?.salt, theirs.roll.salt);
  await day.giveShare(poll, 0, 200);
  await day.giveShare(poll, 1, 202);
  await day.until(poll.id, "published");
});

/* --- the end ----------------------------------------------------------------------------------- */

test("after the appeal period the sealed ballots and the shares are gone, and their hashes stay", async () => {
  const draft = await day.draft(day.question({ kept_days: 3 }));
  const path = `/api/v1/polls/${draft.id}`;
  await day.nameKeepers(draft.id);
  await day.act(path, "waiver", { reason: "Un seul salarié, d’accord" });
  await day.act(path, "call");
  const poll = (await day.act<Poll>(path, "opening")).body;
  const { sealed } = await day.voteInSecret(byAda, poll, ada, FOR);
  await day.countedInSecret(poll);
  const listed = await day.lines(poll, "urn");
  const { etag } = await day.admin.get(path);
  assert.equal((await refusal(day.admin, "POST", `${path}/destruction`, 409, { body: {}, headers: { "if-match": etag } })).slug,
    "urn-kept");
  assert.equal((await refusal(byAda, "POST", `${path}/destruction`, 403, { body: {} })).slug, "forbidden");

  /* By itself, when the time has come. */
  day.wait(4 * DAY_MS);
  for (let tries = 0; ; tries++) {
    const { body } = await day.admin.get<{ destroyed_at?: string }>(path);
    if (body.destroyed_at) break;
    assert.ok(tries < 500, "the urn is destroyed when its time has come");
    await new Promise((done) => setTimeout(done, 20));
  }
  assert.deepEqual(await day.lines(poll, "urn"), listed);
  assert.equal((await day.lines(poll, "opened.csv")).length, 2);
  await day.server.stop();
  const db = new DatabaseSync(day.db);
  const uuid = Buffer.from(poll.id.replaceAll("-", ""), "hex");
  const left = db.prepare("SELECT count(*) AS n FROM urn WHERE sealed IS NOT NULL AND poll_id = (SELECT id FROM poll WHERE uuid = ?)").get(uuid);
  assert.equal(left?.["n"], 0);
  db.close();
  const { readFileSync, existsSync } = await import("node:fs");
  const files = [day.db, `${day.db}-wal`].filter((file) => existsSync(file) && statSync(file).size > 0);
  const needle = Buffer.from(sealed);
  for (const file of files) assert.equal(readFileSync(file).indexOf(needle), -1, file);
  assert.equal(listed[0]?.length, createHash("sha256").digest("hex").length);
  day.server = await Server.start({ db: day.db, clock: day.now });
  const entries = await day.anyone().get<{ items: { entry: string }[] }>("/api/v1/log?limit=500");
  const destroyed = entries.body.items.map(({ entry }) => JSON.parse(entry) as { t: string; d: Named & { count: number; poll: string } })
    .find(({ t, d }) => t === "urn.destroy" && d.poll === poll.id);
  assert.equal(destroyed?.d.count, 1);
});

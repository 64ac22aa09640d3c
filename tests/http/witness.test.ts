/*
 * witness.test.ts - the log under the eyes of others: real witnesses on the loopback, what they cosign,
 * what they refuse, and what they tell of copies of a society that go on by themselves.
 */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { copyFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { LOG, type Policy, Witness, policyOf, untilPolicy } from "./palabre_witness.ts";
import { Society } from "./society.ts";
import { Server, freePort, scratch } from "./support.ts";
import { readEntries, root } from "./tree.ts";

const leaf = (entry: Uint8Array): Buffer => createHash("sha256").update(Buffer.from([0])).update(entry).digest();
const node = (a: Buffer, b: Buffer): Buffer => createHash("sha256").update(Buffer.from([1])).update(a).update(b).digest();

function rootOf(leaves: Buffer[]): Buffer {
  if (leaves.length === 1) return leaves[0]!;
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  return node(rootOf(leaves.slice(0, half)), rootOf(leaves.slice(half)));
}

/* RFC 6962 §2.1.2, as it is written there. */
function consistency(old: number, leaves: Buffer[], whole = true): Buffer[] {
  const n = leaves.length;
  if (old === n) return whole ? [] : [rootOf(leaves)];
  let half = 1;
  while (half * 2 < n) half *= 2;
  return old <= half
    ? [...consistency(old, leaves.slice(0, half), whole), rootOf(leaves.slice(half))]
    : [...consistency(old - half, leaves.slice(half), false), rootOf(leaves.slice(0, half))];
}

const day = new Society();
const folder = scratch();
const [ann, bob, eve] = ["ann", "bob", "eve"].map((name) => new Witness(name, folder.path)) as [Witness, Witness, Witness];

const policyNow = (): Promise<Policy> => policyOf(day);
const until = (what: (policy: Policy) => boolean): Promise<Policy> => untilPolicy(day, what);
const checkpoint = (): Promise<string> => fetch(`${day.server.url}/log/checkpoint`).then((answer) => answer.text());
const sizeOf = (note: string): number => Number(note.split("\n")[1]);
const ours = (note: string): string => note.split("\n").filter((line) => !/^— (ann|bob|eve)\./.test(line)).join("\n");

async function request(old: number): Promise<string> {
  const note = ours(await checkpoint());
  const leaves = (await readEntries(day.server.url, sizeOf(note))).map(leaf);
  const proof = old === 0 ? [] : consistency(old, leaves);
  return [`old ${old}`, ...proof.map((hash) => hash.toString("base64")), "", note].join("\n");
}

const enters = (): Promise<string> => day.enter();

before(async () => {
  await day.open();
  const { body } = await day.anyone().get<{ log: { vkey: string } }>("/api/v1/society", { expect: 200 });
  for (const witness of [ann, bob, eve]) await witness.start(body.log.vkey);
});
after(async () => {
  for (const witness of [ann, bob, eve]) await witness.stop();
  await day.close();
  folder.remove();
});

describe("a witness", () => {
  test("keeps its key to itself", () => {
    assert.equal(statSync(ann.keyFile).mode & 0o777, 0o400);
    assert.match(ann.key, /^ann\.example\+[0-9a-f]{8}\+/);
  });

  test("cosigns a log that only grew, and says so to whoever asks", async () => {
    assert.equal((await eve.shown()).status, 404);
    const first = await request(0);
    const done = await eve.add(first);
    assert.equal(done.status, 200);
    assert.match(done.text, /^— eve\.example \S+\n$/);
    const shown = await (await eve.shown()).text();
    assert.equal(shown, `${ours(await checkpoint())}${done.text}`);

    const old = sizeOf(ours(await checkpoint()));
    await enters();
    const next = await request(old);
    assert.equal((await eve.add(next)).status, 200);
    const again = await eve.add(next); /* what it has cosigned since is larger */
    assert.deepEqual([again.status, again.type], [409, "text/x.tlog.size"]);
    assert.equal(again.text, `${sizeOf(ours(await checkpoint()))}\n`);
  });

  test("refuses what it cannot read, does not know, nobody signed, or is not proven", async () => {
    const old = sizeOf(ours(await checkpoint()));
    await enters();
    const good = await request(old);
    const status = async (body: string): Promise<number> => (await eve.add(body)).status;
    assert.equal(await status("hello"), 400);
    assert.equal(await status(good.replace(/^old \d+/, "old 999999")), 400);
    assert.equal(await status(good.replaceAll(LOG, "other.example/log")), 404);
    assert.equal(await status(good.replace(/— (\S+) (.{20})./, "— $1 $2!")), 400);
    const lines = good.split("\n");
    const at = lines.findIndex((line) => line.startsWith("—"));
    const signature = Buffer.from(lines[at]!.split(" ")[2]!, "base64");
    signature[40]! ^= 1;
    const forged = lines.with(at, `— ${LOG} ${signature.toString("base64")}`).join("\n");
    assert.equal(await status(forged), 403);
    const proof = lines[1]!;
    assert.ok(proof.length === 44, "there is a proof");
    const changed = Buffer.from(proof, "base64");
    changed[0]! ^= 1;
    assert.equal(await status(lines.with(1, changed.toString("base64")).join("\n")), 422);
    assert.equal(await status([lines[0], proof, ...lines.slice(1)].join("\n")), 422, "a proof too long");
    assert.equal(await status(good), 200);
    assert.equal((await fetch(`${eve.url}/add-checkpoint`)).status, 405);
    assert.equal((await fetch(`${eve.url}/../etc/passwd`)).status, 404);
    assert.equal(await status("x".repeat(1 << 19)), 413);
  });

  test("cosigns one of two requests that come together, and never goes back", async () => {
    const old = sizeOf(ours(await checkpoint()));
    await enters();
    const smaller = await request(old);
    await enters();
    const larger = await request(old);
    const answers = await Promise.all([smaller, larger, smaller, larger, smaller, larger].map((body) => eve.add(body)));
    assert.equal(answers.filter((answer) => answer.status === 200).length, 1);
    assert.equal(answers.filter((answer) => answer.status === 409).length, 5);
  });

  test("remembers what it cosigned when it comes back", async () => {
    const before = await (await eve.shown()).text();
    await eve.stop();
    await eve.start((await day.anyone().get<{ log: { vkey: string } }>("/api/v1/society")).body.log.vkey);
    assert.equal(await (await eve.shown()).text(), before);
    assert.equal((await eve.add(await request(0))).status, 409);
  });
});

describe("the log's witnesses", () => {
  const setPolicy = (policy: string, status: number) =>
    day.admin.put<Policy>("/api/v1/log/policy", { body: { policy }, expect: status });

  test("are named by an administrator, in a policy that holds together", async () => {
    assert.deepEqual((await policyNow()).witnesses, []);
    assert.equal((await policyNow()).witnessed, true, "nobody is asked for");
    await day.anyone().put("/api/v1/log/policy", { body: { policy: "quorum none\n" }, expect: 401 });
    await setPolicy("quorum nobody\n", 400);
    await setPolicy("quorum none", 400);
    await setPolicy(`log ${(await day.anyone().get<{ log: { vkey: string } }>("/api/v1/society")).body.log.vkey}\nquorum none\n`, 400);
  });

  test("cosign soon, and whoever is away holds up nobody", async () => {
    const gone = await freePort();
    const lines = [ann, bob].map((witness) => `witness ${witness.name} ${witness.key} ${witness.url}`);
    const away = `witness eve ${eve.key} http://127.0.0.1:${gone}`;
    await setPolicy([away, ...lines, "group two 2 ann bob eve", "quorum two", ""].join("\n"), 200);
    const policy = await until(({ witnessed }) => witnessed);
    assert.deepEqual(policy.witnesses.map(({ name, size }) => [name, size > 0]), [["eve", false], ["ann", true], ["bob", true]]);
    const note = await checkpoint();
    assert.equal(note.split("\n").filter((line) => /^— (ann|bob)\.example /.test(line)).length, 2);
    const entries = await readEntries(day.server.url, sizeOf(note));
    assert.equal(root(entries).toString("base64"), note.split("\n")[2]);
    const proof = await (await fetch(`${day.server.url}/log/proof/1.tlog-proof`)).text();
    assert.ok(proof.endsWith(note), "a proof carries the cosignatures");
  });

  /* Stops the server, changes its files, serves them again, and sees what it says of itself. */
  async function serves(change: () => void): Promise<{ log: string; detail: string; evidence?: string; writes: number }> {
    const { host } = new URL(day.server.url);
    await day.server.stop();
    change();
    day.server = await Server.start({ db: day.db, listen: host });
    const health = (await (await fetch(`${day.server.url}/healthz`)).json()) as { log: string; detail: string; evidence?: string };
    const written = await day.admin.post("/api/v1/members",
      { body: { kind: "natural", name: "After", category: "users", state: "admitted" }, expect: health.log === "ok" ? 201 : 503 });
    return { ...health, writes: written.status };
  }

  const copy = (from: string, to: string): void => {
    for (const suffix of ["", ".key"]) {
      rmSync(to + suffix, { force: true });
      copyFileSync(from + suffix, to + suffix);
    }
    for (const suffix of ["-wal", "-shm", ".anchor"]) rmSync(to + suffix, { force: true });
  };

  test("54: know of an old backup whose anchor was put back with it", async () => {
    const old = join(folder.path, "old");
    const now = join(folder.path, "now");
    const same = await serves(() => copy(day.db, old));
    assert.deepEqual([same.log, same.writes], ["ok", 201]);
    const { policy } = await policyNow();
    await setPolicy(policy, 200); /* what is urgent: the witnesses see it at once */
    const { size } = await until(({ witnessed }) => witnessed);
    const { log, detail, evidence, writes } = await serves(() => { copy(day.db, now); copy(old, day.db); });
    assert.deepEqual([log, writes], ["rollback", 503]);
    assert.equal(sizeOf(evidence ?? ""), size, "what they signed is shown");
    assert.match(detail, /old copy|ancienne copie/);
    assert.ok((await policyNow()).size < size);
    assert.equal((await serves(() => copy(now, day.db))).log, "ok");
  });

  test("18, 55: know of a clone that went on by itself, even with as many entries", async () => {
    const here = join(folder.path, "here");
    const { policy } = await policyNow();
    await serves(() => copy(day.db, here)); /* enters one here */
    await setPolicy(policy, 200);
    await until(({ witnessed }) => witnessed);
    /* The clone, out of their sight, makes as many entries and more. */
    for (const witness of [ann, bob]) await witness.stop();
    const served = await serves(() => copy(here, day.db));
    assert.equal(served.log, "ok", "nobody can tell");
    for (let i = 0; i < 3; i++) await enters();
    const { log: { vkey } } = (await day.anyone().get<{ log: { vkey: string } }>("/api/v1/society")).body;
    for (const witness of [ann, bob]) await witness.start(vkey, new URL(witness.url).host);
    const { log, detail, evidence = "", writes } = await serves(() => undefined);
    assert.deepEqual([log, writes], ["fork", 503]);
    /* Two notes under one key, which nobody can have signed who has one log. */
    const key = /^— society\.example\/log \S{5}/m; /* the key’s number */
    assert.equal(key.exec(evidence)?.[0], key.exec(await checkpoint())?.[0]);
    const entries = (await readEntries(day.server.url, sizeOf(await checkpoint()))).slice(0, sizeOf(evidence));
    assert.equal(entries.length, sizeOf(evidence));
    assert.notEqual(root(entries).toString("base64"), evidence.split("\n")[2]);
    assert.match(detail, /another log|autre journal/);
  });
});

test("55: a second server on the same file is refused", async () => {
  await assert.rejects(Server.start({ db: day.db }), /store-locked/);
});

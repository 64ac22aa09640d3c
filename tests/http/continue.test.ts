/*
 * continue.test.ts - the disk dies, the backup of the night before is back, and the society goes on under a log of another
 * name: votes, exports, and what both verifiers say to whoever saw more.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import type { Order, Told } from "../../web/src/verification.ts";
import { sourceOfBytes, verifyRecord } from "../../web/src/verify.ts";
import { type Poll } from "./assembly_day.ts";
import { heldByBoth } from "./both.ts";
import { Witness, untilPolicy } from "./palabre_witness.ts";
import { SecretDay } from "./secret_day.ts";
import { SCOPES } from "./society.ts";
import { Api, BUILD, Server, palabre, scratch, tokensIn } from "./support.ts";

const NEXT = "society.example/log2";
const REASON = "The disk died; the backup of the night before is back.";
const FOR = { choice: 0 };

const day = new SecretDay();
const folder = scratch();
const ann = new Witness("ann", folder.path);
const path = (name: string): string => join(folder.path, name);
type LogOf = { origin: string; vkey: string; former?: { origin: string; entry: number }[] };
const logOf = async (): Promise<LogOf> =>
  (await day.anyone().get<{ log: LogOf }>("/api/v1/society", { expect: 200 })).body.log;
const checkpoint = async (): Promise<string> => (await fetch(`${day.server.url}/log/checkpoint`)).text();
const goOn = (status: number, ...more: string[]): string =>
  palabre(["continue-log", "--db", day.db, "--log-name", NEXT, "--reason", REASON, ...more], status, day.now);
const cli = (...args: string[]): string => palabre(args, 0, day.now);

async function serve(): Promise<{ log: string; evidence?: string }> {
  day.server = await Server.start({ db: day.db, clock: day.now, listen: host });
  return (await (await fetch(`${day.server.url}/healthz`)).json()) as { log: string; evidence?: string };
}

let ada: string, open: Poll, secret: Poll, sealed: Poll, receipt: string, seen: string, lost: string, lostReceipt: string;
let host: string;

before(async () => {
  await day.gather(3);
  ada = await day.enter();
  const byAda = await day.browserOf(ada);
  secret = await day.openedInSecret();
  const seal = await day.seal(secret, ada, FOR);
  receipt = (await day.send(byAda, secret, seal)).body.receipt.note;
  await day.countedInSecret(secret);
  const [first] = await day.resolutions();
  open = await day.opened(day.motion(first));
  sealed = await day.openedInSecret();
  seen = await checkpoint();
  cli("backup", "--db", day.db, "-o", path("backup"), "--with-key");

  await day.vote(byAda, open, ada, FOR);
  lostReceipt = (await day.send(byAda, sealed, await day.seal(sealed, ada, FOR))).body.receipt.note;
  await day.enter();
  lost = await checkpoint();
  host = new URL(day.server.url).host;
});
after(async () => {
  await ann.stop();
  await day.close();
  folder.remove();
});

test("a society that lost nothing does not change its name", async () => {
  await day.server.stop();
  assert.throws(() => goOn(0), /log-sound/);
  assert.equal((await serve()).log, "ok");
  await day.server.stop();
});

test("the backup of the night before is an old copy, and only reads", async () => {
  for (const suffix of ["", ".key", "-wal", "-shm"]) rmSync(day.db + suffix, { force: true });
  cli("restore", path("backup"), "--db", day.db);
  const { log, evidence } = await serve();
  assert.deepEqual([log, evidence], ["rollback", lost]);
  await day.server.stop();
});

test("what is lost is said before anything is", () => {
  const said = goOn(0, "--dry-run");
  const [known, here] = [lost, seen].map((note) => Number(note.split("\n")[1])) as [number, number];
  assert.match(said, new RegExp(`has ${here} entries here, and a checkpoint of ${known} was signed: at least ${known - here} are lost`));
  assert.ok(said.includes(`void: ${open.title} (${open.id})`));
  assert.match(said, /Nothing was changed/);
});

test("it goes on under another name, and everybody signs in anew", async () => {
  const printed = goOn(0).trim().split("\n").at(-1);
  const link = tokensIn(cli("link", "--db", day.db, "--administrator"))[0] ?? "";
  assert.equal((await serve()).log, "ok");
  const { origin, vkey, former } = await logOf();
  assert.deepEqual([origin, vkey], [NEXT, printed]);
  assert.deepEqual(former, [{ origin: "society.example/log", entry: Number(seen.split("\n")[1]) }]);
  await day.admin.get("/api/v1/me", { expect: 401 });
  const by = day.anyone();
  await by.signIn(link);
  const { token } = (await by.post<{ token: string }>("/api/v1/tokens", { body: { label: "tests", scopes: SCOPES }, expect: 201 })).body;
  day.admin = new Api(day.server.url, { token });
  const { state, void_reason } = (await day.admin.get<Poll>(`/api/v1/polls/${open.id}`)).body;
  assert.deepEqual([state, void_reason], ["void", REASON]);
});

test("a new poll votes on the same text, and its witnesses cosign the new name", async () => {
  const { vkey } = await logOf();
  await ann.start(vkey);
  const policy = `witness ann ${ann.key} ${ann.url}\nquorum ann\n`;
  await day.admin.put("/api/v1/log/policy", { body: { policy }, expect: 200 });
  const [first] = await day.resolutions();
  const poll = await day.opened(day.motion(first));
  await day.vote(await day.browserOf(ada), poll, ada, FOR);
  assert.match((await day.counted(poll)).outcome, /^[0-9a-f]{64}$/);
  await untilPolicy(day, ({ witnessed, size, witnesses }) => witnessed && witnesses[0]?.size === size);
});

test("both verifiers hold its record, rebuilt or not, and a receipt of before", async () => {
  const files = await heldByBoth(day.db, folder.path, day.now);
  assert.ok(files.has(`polls/${secret.id}/manifest.json`) && files.has(`polls/${open.id}/manifest.json`));
  const manifest = JSON.parse(String(files.get(`polls/${secret.id}/manifest.json`))) as { log: string };
  assert.equal(manifest.log, "society.example/log");
  await day.server.stop();
  cli("rebuild", "--db", day.db);
  assert.equal((await serve()).log, "ok");
  await heldByBoth(day.db, folder.path, day.now);
});

/* What each of both says of the record, to whoever asks. */
async function said(check: string, asked: { since?: string; receipt?: string }): Promise<{ state: string; figures: string[] }> {
  const file = path(`asked-${performance.now()}.tar`);
  cli("export", "--db", day.db, "--all", "-o", file);
  const args = Object.entries(asked).flatMap(([name, text]) => {
    writeFileSync(path(name), text);
    return [`--${name}`, path(name)];
  });
  const run = spawnSync(join(BUILD, "cli/palabre-verify"), [file, "--json", ...args], { encoding: "utf8" });
  const one = (JSON.parse(run.stdout) as { checks: { check: string; state: string; figure: string }[] }).checks;
  const given = Object.fromEntries(Object.entries(asked).map(([name, text]) => [name, new TextEncoder().encode(text)]));
  const other = await verifyRecord(sourceOfBytes(new Uint8Array(readFileSync(file))),
    { minisig: new Uint8Array(readFileSync(`${file}.minisig`)), ...given });
  const lines = [one, other.checks].map((checks) => checks.find((line) => line.check === check)!);
  assert.equal(lines[0]!.state, lines[1]!.state);
  return { state: lines[0]!.state, figures: lines.map(({ figure }) => figure) };
}

test("whoever saw no more than the backup has is content, and an observer sees the change of name", async () => {
  assert.equal((await said("V4", { since: seen })).state, "ok");
  const { state, figures } = await said("V2", {});
  assert.equal(state, "ok");
  for (const figure of figures) assert.match(figure, /CONTINUED .*society\.example\/log before entry \d+/);
  const { state: mine } = await said("V18", { receipt });
  assert.equal(mine, "ok");
});

test("whoever has the receipt of a ballot that was lost is told that its poll is void", async () => {
  const { state, figures } = await said("V18", { receipt: lostReceipt });
  assert.equal(state, "failed");
  for (const figure of figures) assert.match(figure, /void before it was closed/);
});

test("whoever saw what is lost is told which entries are not there", async () => {
  const { state, figures } = await said("V4", { since: lost });
  assert.equal(state, "failed");
  const [known, here] = [lost, seen].map((note) => Number(note.split("\n")[1])) as [number, number];
  for (const figure of figures) {
    assert.ok(figure.includes(`continued under another name at entry ${here}`), figure);
    assert.ok(figure.includes(`${here} to ${known - 1} are not in it`), figure);
  }
});

/* What the page's worker says of V4, to a browser that remembers that checkpoint. */
async function toldByWorker(order: Order): Promise<string | undefined> {
  let hear: (event: { data: Order }) => void = () => undefined;
  const told = new Promise<Told>((resolve) => {
    const postMessage = (message: Told) => (message.told === "report" || message.told === "failure") && resolve(message);
    Object.assign(globalThis, { postMessage, addEventListener: (_: string, listener: typeof hear) => (hear = listener) });
  });
  await import(`../../web/src/verify_worker.ts?${performance.now()}`);
  hear({ data: order });
  const end = await told;
  return end.told === "report" ? end.report.checks.find(({ check }) => check === "V4")?.state : undefined;
}

test("a browser is told so of what it remembers, and is content with what it saw before", async () => {
  const file = path("remembered.tar");
  cli("export", "--db", day.db, "--all", "-o", file);
  const [tar, minisig] = [file, `${file}.minisig`].map((name) => new Blob([readFileSync(name)])) as [Blob, Blob];
  assert.equal(await toldByWorker({ tar, minisig, remembered: lost }), "failed");
  assert.equal(await toldByWorker({ tar, minisig, remembered: seen }), "ok");
  assert.equal(await toldByWorker({ tar, minisig, remembered: lost.replace("society.example", "other.example") }), "absent");
});

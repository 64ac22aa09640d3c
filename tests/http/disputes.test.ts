/* What a receipt is good for after the close: the ballot is in the urn, and is opened again before its voter. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { type SealedBallot, drawChance } from "../../web/src/booth.ts";
import { unhex } from "../../web/src/verify/bytes.ts";
import { includes, leafHash } from "../../web/src/verify/tree.ts";
import { sourceOfBytes, verifyRecord } from "../../web/src/verify.ts";
import { type Poll } from "./assembly_day.ts";
import { refusal } from "./society.ts";
import { SecretDay } from "./secret_day.ts";
import { type Api, BUILD, scratch } from "./support.ts";

type Place = { is_in_urn: boolean; hash: string; reference: string; count: number; root: string; index?: number; path?: string[] };
type Opening = Record<"format" | "poll" | "college" | "sealed" | "proof", string>;
type Dispute = { state: string; opening?: Opening };
type Signed = { tar: Uint8Array; minisig: Uint8Array };
type Shares = { given: number[]; needed: number; disputes: number };

const day = new SecretDay();
const beside = scratch();
let voters: { member: string; by: Api }[];
let poll: Poll, other: Poll;
let receipts: string[], others: string[];

before(async () => {
  await day.gather(2);
  const members = [await day.enter(), await day.enter(), await day.enter()];
  voters = await Promise.all(members.map(async (member) => ({ member, by: await day.browserOf(member) })));
  poll = await day.openedInSecret();
  other = await day.openedInSecret({ trackers: false });
  receipts = await cast(poll, [{ choice: 0 }, { choice: 1 }, { choice: 7 }]);
  others = await cast(other, [{ choice: 0 }, { choice: 1 }]);
});
after(async () => {
  await day.close();
  beside.remove();
});

async function cast(to: Poll, marks: object[]): Promise<string[]> {
  const notes: string[] = [];
  for (const [i, said] of marks.entries()) {
    const { member, by } = voters[i] as { member: string; by: Api };
    const seal: { made: SealedBallot; member: string; college: string; sealed: string } =
      await day.seal(to, member, said, { chance: drawChance(42 + i) });
    notes.push((await day.send(by, to, seal)).body.receipt.note);
  }
  return notes;
}

const path = (of: Poll, part: string): string => `/api/v1/polls/${of.id}/${part}`;
const ask = async (of: Poll, receipt = "", expect = 200): Promise<Dispute> =>
  (await day.anyone().post<Dispute>(path(of, "disputes"), { body: { receipt }, expect })).body;
const find = async (of: Poll, receipt = ""): Promise<Place> =>
  (await day.anyone().post<Place>(path(of, "receipts"), { body: { receipt }, expect: 200 })).body;
const shares = async (): Promise<Shares> =>
  (await (day.keepers[0] as { by: Api }).by.get<Shares>(path(poll, "shares"), { expect: 200 })).body;
const canonical = (value: Opening): string => JSON.stringify(Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))));

/* The states of V18 that both verifiers give for an opening. */
async function verdicts({ tar, minisig }: Signed, opening: string): Promise<{ states: string[]; figures: string[] }> {
  const [file, shown] = [join(beside.path, "record.tar"), join(beside.path, "opening.json")];
  writeFileSync(file, tar);
  writeFileSync(`${file}.minisig`, minisig);
  writeFileSync(shown, opening);
  const run = spawnSync(join(BUILD, "cli/palabre-verify"), ["--json", "--opening", shown, file], { encoding: "utf8" });
  const asked = { minisig, opening: new Uint8Array(Buffer.from(opening)) };
  const lines = [JSON.parse(run.stdout), await verifyRecord(sourceOfBytes(tar), asked)].map(({ checks }) => checks[17]);
  return { states: lines.map(({ state }) => state), figures: lines.map(({ figure }) => figure) };
}

test("before the close a receipt is shown nothing", async () => {
  for (const part of ["receipts", "disputes"]) {
    const { slug } = await refusal(day.anyone(), "POST", path(poll, part), 409, { body: { receipt: receipts[0] } });
    assert.equal(slug, part === "receipts" ? "poll-not-counted" : "wrong-state");
  }
});

test("21: a receipt that is edited, forged or of another poll is not ours", async () => {
  const receipt = receipts[0] ?? "";
  for (const [body, slug, status] of [
    [receipt.replace("palabre-receipt", "Palabre-receipt"), "receipt", 400], [receipt.slice(0, -20), "receipt", 400],
    [receipt.replace(poll.id, other.id), "note-signature", 422],
  ] as const) {
    assert.equal((await refusal(day.anyone(), "POST", path(poll, "receipts"), status, { body: { receipt: body } })).slug, slug);
  }
  const elsewhere = await refusal(day.anyone(), "POST", path(poll, "receipts"), 400, { body: { receipt: others[0] } });
  assert.deepEqual([elsewhere.slug, elsewhere.pointer], ["receipt-elsewhere", "/receipt"]);
});

test("after the close a receipt leads to its ballot, by a path to the root of the box", async () => {
  await day.closed(poll);
  await day.closed(other);
  const listed = await day.lines(poll, "urn");
  for (const receipt of receipts) {
    const place = await find(poll, receipt);
    assert.equal(place.is_in_urn, true);
    assert.deepEqual([place.count, listed[place.index ?? -1]], [3, place.hash]);
    const hashes = (place.path ?? []).map((spelled) => unhex(spelled, 32, "a hash"));
    const leaf = leafHash(unhex(place.hash, 32, "a hash"));
    assert.ok(includes(unhex(place.root, 32, "a root"), place.count, place.index ?? -1, leaf, hashes));
  }
  const { slug } = await refusal(day.anyone(), "POST", path(poll, "disputes"), 409, { body: { receipt: receipts[0] } });
  assert.equal(slug, "wrong-state");
});

test("a ballot is opened again before whoever brings its receipt, once two keepers give their shares again", async () => {
  await day.countedInSecret(poll);
  const early = await day.shareOf(poll, 0);
  const keeper = (day.keepers[0] as { by: Api }).by;
  assert.equal((await refusal(keeper, "POST", path(poll, "shares"), 409, { body: early })).slug, "wrong-state");
  for (const receipt of [...receipts, receipts[0]]) assert.deepEqual(await ask(poll, receipt), { state: "waiting" });
  assert.deepEqual(await shares(), { given: [], needed: 2, disputes: 3 });
  await day.giveShare(poll, 1, 200);
  assert.deepEqual(await ask(poll, receipts[0]), { state: "waiting" });
  await day.giveShare(poll, 2, 200);
  assert.deepEqual(await shares(), { given: [], needed: 2, disputes: 0 });
  const log = await day.admin.get<{ items: { entry: string }[] }>("/api/v1/log?limit=500");
  const entry = JSON.parse(log.body.items.at(-1)?.entry ?? "{}");
  assert.deepEqual([entry.t, entry.d], ["urn.show", { count: 3, poll: poll.id }]);
});

test("both verifiers hold an opening against the record, and refuse one that was changed", async () => {
  await day.countedInSecret(other);
  assert.deepEqual(await ask(other, others[1]), { state: "waiting" });
  await day.giveShare(other, 0, 200);
  await day.giveShare(other, 1, 200);
  const file = await day.recordOf(poll);
  const says = ['{"choice":0}', '{"choice":1}', '{"spoilt":true}'];
  const openings: Opening[] = [];
  for (const receipt of receipts) openings.push((await ask(poll, receipt)).opening as Opening);
  for (const [i, opening] of openings.entries()) {
    const { states, figures } = await verdicts(file, canonical(opening));
    assert.deepEqual(states, ["ok", "ok"], figures.join());
    for (const figure of figures) assert.equal(figure, `the ballot opened again says ${says[i]}`);
  }
  const untracked = (await ask(other, others[1])).opening as Opening;
  assert.deepEqual((await verdicts(await day.recordOf(other), canonical(untracked))).states, ["ok", "ok"]);

  const [first, second] = openings as [Opening, Opening];
  const flipped = (spelled: string, at: number): string => spelled.slice(0, at) + (spelled[at] === "0" ? "1" : "0") + spelled.slice(at + 1);
  for (const [name, changed] of [
    ["another format", { ...first, format: "palabre-opening/2" }], ["another poll", { ...first, poll: other.id }],
    ["no poll", { ...first, poll: poll.id.replaceAll(/[0-9]/g, "0") }], ["no college", { ...first, college: "nobody" }],
    ["the proof of another ballot", { ...first, proof: second.proof }], ["a point that is none", { ...first, proof: `ff${first.proof.slice(2)}` }],
    ["another challenge", { ...first, proof: flipped(first.proof, 70) }], ["another response", { ...first, proof: flipped(first.proof, 130) }],
    ["a scalar above the order", { ...first, proof: `${first.proof.slice(0, 190)}ff` }],
    ["the neutral point", { ...first, proof: "00".repeat(32) + first.proof.slice(64) }],
    ["a ballot with a byte changed", { ...first, sealed: flipped(first.sealed, 100) }], ["a ballot cut short", { ...first, sealed: first.sealed.slice(2) }],
    ["a proof cut short", { ...first, proof: first.proof.slice(2) }],
  ] as const) {
    assert.deepEqual((await verdicts(file, canonical(changed))).states, ["failed", "failed"], name);
  }
  assert.deepEqual((await verdicts(file, "{")).states, ["failed", "failed"]);
  assert.deepEqual((await verdicts(file, '{"format":"palabre-opening/1"}')).states, ["failed", "failed"]);
});

test("an open poll has no receipts", async () => {
  const open = await day.opened(day.motion(undefined, { kind: "choice", title: "Lieu", class: "ordinary" }));
  assert.equal((await refusal(day.anyone(), "POST", path(open, "receipts"), 404, { body: { receipt: receipts[0] } })).slug, "not-found");
});

test("once its urn is destroyed nothing is opened again, and the receipt still leads to its hash", async () => {
  day.at(new Date(Date.parse(poll.closes_at) + 40 * 86400000));
  for (let tries = 0; ; tries++) {
    if ((await day.admin.get<{ destroyed_at?: string }>(`/api/v1/polls/${poll.id}`)).body.destroyed_at) break;
    assert.ok(tries < 500, "the urn is destroyed when its time has come");
    await new Promise((done) => setTimeout(done, 20));
  }
  assert.equal((await refusal(day.anyone(), "POST", path(poll, "disputes"), 409, { body: { receipt: receipts[0] } })).slug, "wrong-state");
  assert.equal((await find(poll, receipts[0])).is_in_urn, true);
});

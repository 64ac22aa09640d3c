/*
 * amendments.test.ts - a text is amended through HTTP: proposed on a version, supported, put in order, voted on,
 * put in the text; and what is refused. Both verifiers follow the record of it.
 */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { sourceOfBytes, verifyRecord, type Report } from "../../web/src/verify.ts";
import { contentOf, readTar, writeTar } from "../../web/src/verify/tar.ts";
import { Day, type Poll } from "./assembly_day.ts";
import { type List, NOBODY, type Named, type Problem, refusal, slug } from "./society.ts";
import { type Api, BUILD, palabre } from "./support.ts";
import { readEntries } from "./tree.ts";

type Run = { op: string; text: string };
type Amendment = Named & {
  resolution: string; version: number; parent?: string; state: string; distance: number; supporters: number; hash: string;
  poll?: string; consolidated: boolean; author: { pseudonym: string; name?: string; college?: string };
  text: string; reasons: string; diff?: Run[]; mine?: boolean; supported?: boolean;
};
type Resolution = Named & { version: number; text: string; title: string; hash: string };

const TEXT = "L’assemblée donne dix mille euros au fonds. Le bureau en rend compte en juin, par écrit.";
const TWENTY = TEXT.replace("dix", "vingt");
const MILLION = TEXT.replace("dix mille", "un million d’");
const MAY = TEXT.replace("juin", "mai");
const MINUTE = 60_000;
const FOR = { choice: 0 };
const AGAINST = { choice: 1 };

const day = new Day();
let [resolution, file, ada, bruno, chiara] = ["", "", "", "", ""];
let [byAda, byBruno, byChiara]: Api[] = [];

const under = (id = resolution): string => `/api/v1/resolutions/${id}/amendments`;
const at = (id: string): string => `/api/v1/amendments/${id}`;

async function propose(by: Api, text: string, fields: object = {}): Promise<Amendment> {
  const body = { version: 1, text, reasons: "Pour le fonds.", ...fields };
  return (await by.post<Amendment>(under(), { body, expect: 201 })).body;
}
const read = async (id: string, by: Api = day.anyone()): Promise<Amendment> =>
  (await by.get<Amendment>(at(id), { expect: 200 })).body;
const refused = async (by: Api, path: string, expect: number, body: object = {}): Promise<string> =>
  (await refusal(by, "POST", path, expect, { body })).slug;

async function act(id: string, action: string, by: Api, expect = 200): Promise<Amendment & Problem> {
  const { etag } = await by.get(at(id), { expect: 200 });
  return (await by.post<Amendment & Problem>(`${at(id)}/${action}`, { body: {}, headers: { "if-match": etag }, expect })).body;
}
async function consolidate(expect: number): Promise<Resolution & Problem> {
  const path = `/api/v1/resolutions/${resolution}`;
  const { etag } = await day.admin.get(path, { expect: 200 });
  return (await day.admin.post<Resolution & Problem>(`${path}/consolidation`,
    { body: {}, headers: { "if-match": etag }, expect })).body;
}
async function callFails(id: string): Promise<string> {
  const { etag } = await day.admin.get(`/api/v1/polls/${id}`, { expect: 200 });
  const reply = await day.admin.post<Problem>(`/api/v1/polls/${id}/call`,
    { body: {}, headers: { "if-match": etag }, expect: 409 });
  return slug(reply.body);
}
const asks = (amendment: string): object => ({
  ...day.motion(undefined, { kind: "amendment", amendment, closes_at: new Date(day.now.getTime() + MINUTE).toISOString() }),
});
async function decide(amendment: string, ballots: object[]): Promise<Poll> {
  const poll = await day.opened(asks(amendment));
  const voters: [Api | undefined, string][] = [[byAda, ada], [byBruno, bruno], [byChiara, chiara]];
  for (const [i, ballot] of ballots.entries()) await day.vote(voters[i]![0]!, poll, voters[i]![1], ballot);
  await day.counted(poll);
  return poll;
}

before(async () => {
  await day.open(day.now);
  const meets = new Date(day.now.getTime() + 20 * 86_400_000).toISOString();
  day.assembly = (await day.admin.post<Named>("/api/v1/assemblies",
    { body: { kind: "ordinary", title: "Assemblée", place: "Corte", meets_at: meets }, expect: 201 })).body.id;
  const body = { class: "ordinary", origin: "board", title: "Le fonds", text: TEXT };
  resolution = (await day.admin.post<Named>(`/api/v1/assemblies/${day.assembly}/resolutions`, { body, expect: 201 })).body.id;
  const sent = await fetch(`${day.server.url}/api/v1/resolutions/${resolution}/attachments?name=fonds.txt`, {
    method: "POST", body: "Ce qu’il reste.", headers: { ...day.admin.credentials("POST"), "content-type": "application/octet-stream" },
  });
  file = (await sent.json() as { hash: string }).hash;
  [ada, bruno, chiara] = [await day.enter({ category: "employees", name: "Ada Colonna" }),
    await day.enter({ category: "employees" }), await day.enter()];
  await day.act(`/api/v1/assemblies/${day.assembly}`, "notice");
  await day.begin();
  [byAda, byBruno, byChiara] = [await day.browserOf(ada), await day.browserOf(bruno), await day.browserOf(chiara)];
});
after(() => day.close());

describe("an amendment", () => {
  let first: Amendment;

  test("is proposed by a member, and shows what it changes", async () => {
    first = await propose(byAda!, TWENTY);
    assert.deepEqual([first.state, first.version, first.distance, first.supporters], ["proposed", 1, 2, 0]);
    assert.deepEqual(first.diff, [{ op: "keep", text: "L’assemblée donne " }, { op: "remove", text: "dix" },
      { op: "add", text: "vingt" }, { op: "keep", text: TEXT.slice(TEXT.indexOf(" mille")) }]);
    const { body } = await day.anyone().get<List<Amendment>>(under(), { expect: 200 });
    assert.deepEqual(body.items.map(({ id }) => id), [first.id]);
  });

  test("names its author to members alone, and nobody in the log", async () => {
    assert.equal((await read(first.id, byBruno)).author.name, "Ada Colonna");
    const { author } = await read(first.id);
    assert.equal(author.name, undefined);
    assert.match(author.pseudonym, /^[0-9A-HJKMNP-TV-Z]{16}$/);
    const note = await (await fetch(`${day.server.url}/log/checkpoint`)).text();
    const entries = await readEntries(day.server.url, Number(note.split("\n")[1]));
    assert.ok(!entries.some((entry) => entry.includes("Colonna") || entry.includes("vingt")));
    assert.ok(entries.some((entry) => entry.includes('"amendment.propose"') && entry.includes(author.pseudonym)));
  });

  test("on an outdated version is refused with the current number", async () => {
    const reply = await byAda!.post<Problem & { version: number }>(under(), { body: { version: 2, text: MAY }, expect: 409 });
    assert.deepEqual([slug(reply.body), reply.body.version], ["amendment-outdated", 1]);
  });

  test("is supported, and no longer", async () => {
    await byBruno!.put(`${at(first.id)}/support`, { body: { member: bruno }, expect: 200 });
    await byChiara!.put(`${at(first.id)}/support`, { body: {}, expect: 200 });
    assert.equal((await read(first.id)).supporters, 2);
    const seen = async (by?: Api) => { const { mine, supported } = await read(first.id, by); return [mine, supported]; };
    assert.deepEqual([await seen(byAda), await seen(byChiara), await seen(day.admin), await seen()],
      [[true, false], [undefined, true], [undefined, undefined], [undefined, undefined]]);
    await byBruno!.delete(`${at(first.id)}/support?member=${bruno}`, { expect: 200 });
    await byChiara!.delete(`${at(first.id)}/support`, { expect: 200 });
    assert.equal((await read(first.id)).supporters, 0);
    const other = await byBruno!.put<Problem>(`${at(first.id)}/support`, { body: { member: ada }, expect: 403 });
    assert.equal(slug(other.body), "forbidden");
  });

  test("goes round in no circle, and has no third degree", async () => {
    const circle = { version: 1, parent: first.id, text: TEXT };
    assert.equal(await refused(byAda!, under(), 422, circle), "amendment-circular");
    assert.equal(await refused(byAda!, under(), 422, { version: 1, text: TEXT }), "amendment-same");
    const below = await propose(byBruno!, TWENTY.replace("juin", "mars"), { parent: first.id });
    assert.equal(below.parent, first.id);
    assert.equal(await refused(byAda!, under(), 422, { version: 1, parent: below.id, text: MAY }), "amendment-depth");
    assert.equal(await refused(byAda!, under(), 404, { version: 1, parent: NOBODY, text: MAY }), "not-found");
    assert.equal(slug(await act(below.id, "withdrawal", byAda!, 403)), "amendment-other");
    assert.equal((await act(below.id, "withdrawal", byBruno!)).state, "withdrawn");
    assert.equal(slug(await act(below.id, "withdrawal", byBruno!, 409)), "wrong-state");
  });

  test("is not for who is not a member, nor for who is not signed in", async () => {
    assert.equal(await refused(day.anyone(), under(), 401, { version: 1, text: MAY }), "unauthenticated");
    assert.equal(slug(await act(first.id, "acceptance", byAda!, 403)), "forbidden");
    assert.equal((await refusal(byAda!, "GET", at(NOBODY), 404)).slug, "not-found");
    assert.equal((await refusal(byAda!, "GET", under(NOBODY), 404)).slug, "not-found");
  });
});

describe("a text that is amended", () => {
  let near: Amendment, far: Amendment, may: Amendment, below: Amendment, gone: Amendment;

  test("has an order of votes: the furthest first, those on one before it", async () => {
    const { body: { items } } = await day.anyone().get<List<Amendment>>(under(), { expect: 200 });
    near = items.find(({ state }) => state === "proposed")!;
    far = await propose(byBruno!, MILLION);
    may = await propose(byChiara!, MAY);
    below = await propose(byChiara!, TWENTY.replace("écrit", "affichage"), { parent: near.id });
    const { body } = await day.anyone().get<List<Amendment>>(`${under()}/order`, { expect: 200 });
    const [last, before_last] = near.id < may.id ? [[may.id], [below.id, near.id]] : [[below.id, near.id], [may.id]];
    assert.deepEqual(body.items.map(({ id }) => id), [far.id, ...before_last, ...last]);
  });

  test("is voted on in that order, and not before", async () => {
    const early = await day.draft(asks(near.id));
    assert.equal(await callFails(early.id), "amendment-order");
    await day.act(`/api/v1/polls/${early.id}`, "annulment", { reason: "Trop tôt" });
    const final = await day.draft(day.motion(resolution));
    assert.equal(await callFails(final.id), "amendment-undecided");
    assert.equal(slug(await consolidate(409)), "amendment-undecided");
    await day.act(`/api/v1/polls/${final.id}`, "annulment", { reason: "Trop tôt" });
  });

  test("keeps what its polls adopt, and no more", async () => {
    const poll = await decide(far.id, [AGAINST, AGAINST, FOR]);
    assert.equal(poll.text_hash, far.hash);
    assert.equal((await read(far.id)).state, "rejected");
    assert.equal((await read(far.id)).poll, poll.id);
    const { body } = await day.anyone().get<{ steps: { fr: string; en: string }[] }>(`/api/v1/polls/${poll.id}/explanation`);
    assert.deepEqual([body.steps.at(-1)?.fr, body.steps.at(-1)?.en], ["L’amendement est rejeté.", "The amendment is rejected."]);
    await decide(below.id, [FOR, FOR, FOR]);
    near = await read(near.id);
    assert.equal(near.text, TWENTY.replace("écrit", "affichage"));
    const rival = await propose(byBruno!, TEXT.replace("dix", "trente"));
    assert.ok(near.distance > rival.distance, "it is put to the vote first");
    await decide(near.id, [FOR, FOR, FOR]);
    assert.equal((await read(near.id)).state, "adopted");
    assert.equal((await read(rival.id)).state, "lapsed");
    assert.equal(await refused(byAda!, under(), 409, { version: 1, text: MILLION }), "amendment-contrary");
  });

  test("has a tie and a poll without quorum against an amendment", async () => {
    const tied = await propose(byAda!, TEXT.replace("Le bureau", "Le conseil"));
    await decide(tied.id, []);
    assert.equal((await read(tied.id)).state, "rejected");
  });

  test("61: is removed where it was rejected, and not while its words are still to be put in the text", async () => {
    const redact = (document: string, expect: number) =>
      day.admin.post<Problem>("/api/v1/redactions", { body: { document, ground: "GDPR art. 17" }, expect });
    assert.equal(slug((await redact(near.hash, 409)).body), "text-frozen");
    const { body } = await day.anyone().get<List<Amendment>>(under(), { expect: 200 });
    gone = body.items.findLast(({ state }) => state === "rejected")!;
    await redact(gone.hash, 200);
    const now = await read(gone.id) as Amendment & { removed?: boolean };
    assert.deepEqual([now.removed, now.text, now.reasons, now.diff, now.hash], [true, "", "", undefined, gone.hash]);
    assert.equal(slug((await redact(gone.hash, 404)).body), "not-found");
  });

  test("has them all in its next version, which is the one that is put to the vote", async () => {
    assert.equal((await act(may.id, "acceptance", day.admin)).state, "accepted");
    const early = await day.draft(day.motion(resolution));
    assert.equal(await callFails(early.id), "amendment-pending");
    const now = await consolidate(200);
    assert.deepEqual([now.version, now.title], [2, "Le fonds"]);
    assert.equal(now.text, TWENTY.replace("juin", "mai").replace("écrit", "affichage"));
    assert.equal((await read(near.id)).consolidated, true);
    assert.equal(slug(await consolidate(409)), "amendment-none");
    const poll = (await day.act<Poll>(`/api/v1/polls/${early.id}`, "call")).body;
    assert.equal(poll.text_hash, now.hash);
    const open = (await day.act<Poll>(`/api/v1/polls/${poll.id}`, "opening")).body;
    await day.vote(byAda!, open, ada, FOR);
    await day.vote(byChiara!, open, chiara, FOR);
    assert.equal((await day.counted(open)).decision["outcome"], "adopted");
  });

  test("has a record that both verifiers follow, with every amendment in it", async () => {
    const file = join(day.folder.path, "record.tar");
    palabre(["export", "--db", day.db, "--all", "-o", file]);
    const said = execFileSync(join(BUILD, "cli/palabre-verify"), [file], { encoding: "utf8" });
    assert.match(said, /^The record holds\.$/m);
    const { checks } = await verifyRecord(sourceOfBytes(readFileSync(file)), { minisig: readFileSync(`${file}.minisig`) });
    assert.deepEqual(checks.filter(({ state }) => state === "failed"), []);
    const tar = readFileSync(file, "latin1");
    assert.ok(tar.includes("tables/amendments.csv") && tar.includes(`texts/${near.hash}.json`));
    assert.ok(!tar.includes(`texts/${gone.hash}.json`), "it was removed, and both verifiers know");
    assert.ok(tar.includes(`texts/${far.hash}.json`) && tar.includes(`${near.id},${resolution},1`));
  });

  test("has in the record of its poll the files of the text that it changes, and both verifiers miss them", async () => {
    const record = join(day.folder.path, "one.tar");
    palabre(["export", "--db", day.db, "--poll", (await read(near.id)).poll ?? "", "-o", record]);
    const states = async (): Promise<string[][]> => {
      const run = spawnSync(join(BUILD, "cli/palabre-verify"), [record, "--json"], { encoding: "utf8" });
      const [one, other] = [JSON.parse(run.stdout) as Report,
        await verifyRecord(sourceOfBytes(readFileSync(record)), { minisig: readFileSync(`${record}.minisig`) })];
      return [one, other].map(({ checks }) => checks.filter(({ state }) => state === "failed").map(({ check }) => check));
    };
    assert.deepEqual(await states(), [[], []]);
    const tar = await readTar(sourceOfBytes(readFileSync(record)));
    const names = [...tar.files.keys()];
    assert.ok(names.includes(`attachments/${file}`) && names.includes(`texts/${file}.json`));
    const left = names.filter((name) => !name.includes(file));
    writeFileSync(record, writeTar(await Promise.all(left.map(async (name): Promise<[string, Uint8Array]> => [name, await contentOf(tar, name)]))));
    assert.deepEqual(await states(), [["V1", "V6"], ["V1", "V6"]]);
  });
});

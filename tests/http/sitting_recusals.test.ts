/* Recusals through HTTP: who sets them, the roll without them, the explanation, and both verifiers. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { sourceOfBytes, verifyRecord } from "../../web/src/verify.ts";
import { Day, type Poll } from "./assembly_day.ts";
import { NOBODY, type Named, refusal } from "./society.ts";
import { type Api, BUILD } from "./support.ts";

type Recusals = { items: { member: Named & { name: string }; reason: string }[] };
type Step = { code: string; en: string; fr: string; figures: Record<string, string> };

const day = new Day();
let ada: string, bruno: string, chiara: string;
let byAda: Api, byBruno: Api;
let path = "";
let poll: Poll;

before(async () => {
  await day.prepare(1);
  [ada, bruno, chiara] = [await day.enter({ name: "Ada" }), await day.enter({ name: "Bruno" }), await day.enter()];
  await day.begin();
  [byAda, byBruno] = [await day.browserOf(ada), await day.browserOf(bruno)];
  path = `/api/v1/resolutions/${(await day.resolutions())[0]}/recusals`;
});
after(() => day.close());

test("a member recuses themselves, and nobody else", async () => {
  const body = { reason: "agreement" };
  assert.equal((await refusal(byAda, "PUT", `${path}/${bruno}`, 403, { body })).slug, "forbidden");
  const told = await refusal(byAda, "PUT", `${path}/${ada}`, 400, { body: { reason: "mood" } });
  assert.deepEqual([told.slug, told.pointer], ["json-value", "/reason"]);
  const set = await byAda.put<Recusals>(`${path}/${ada}`, { body, expect: 200 });
  assert.deepEqual(set.body.items.map(({ member, reason }) => [member.name, reason]), [["Ada", "agreement"]]);
  assert.equal((await refusal(day.admin, "PUT", `${path}/${NOBODY}`, 404, { body })).slug, "not-found");
});

test("who holds the sitting notes one and lifts it", async () => {
  await day.admin.put(`${path}/${bruno}`, { body: { reason: "office" }, expect: 200 });
  assert.equal((await byBruno.get<Recusals>(path)).body.items.length, 2);
  const left = await day.admin.delete<Recusals>(`${path}/${bruno}`, { expect: 200 });
  assert.equal(left.body.items.length, 1);
  assert.equal((await refusal(day.admin, "DELETE", `${path}/${bruno}`, 404)).slug, "not-found");
});

test("a recused member is no elector, and the manifest says how many there are", async () => {
  const [resolution] = await day.resolutions();
  poll = await day.opened(day.motion(resolution));
  const told = await refusal(byAda, "POST", `/api/v1/polls/${poll.id}/ballots`, 403, day.cast(poll, ada, { choice: 0 }));
  assert.equal(told.slug, "recused");
  await day.vote(byBruno, poll, bruno, { choice: 0 });
  const manifest = (await day.anyone().get<{ voters: number; colleges: { id: string; recused?: number }[] }>(
    `/api/v1/polls/${poll.id}/manifest`)).body;
  assert.deepEqual([manifest.voters, manifest.colleges.find(({ id }) => id === "users")?.recused], [2, 1]);
  assert.equal((await refusal(day.admin, "DELETE", `${path}/${ada}`, 409)).slug, "wrong-state");
  await day.counted(poll);
});

test("the explanation says who is counted in no base, by college", async () => {
  const { body } = await day.anyone().get<{ steps: Step[] }>(`/api/v1/polls/${poll.id}/explanation`);
  const step = body.steps.find(({ code }) => code === "recused.some");
  assert.equal(step?.figures["recused"], "1");
  assert.match(step?.en ?? "", /recused from this resolution: 1/);
  assert.match(step?.fr ?? "", /récusés sur cette résolution\u00a0: 1/);
});

test("both verifiers hold the record for sound", async () => {
  let record: { tar: string; minisig: string } | undefined;
  for (let tries = 0; record === undefined && tries < 400; tries++) {
    const { status, body } = await day.anyone().get<{ tar: string; minisig: string }>(`/api/v1/records/${poll.id}`);
    if (status === 200) record = body;
    else await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.ok(record, "the record is made");
  const bytes = async (address: string) => new Uint8Array(await (await fetch(day.server.url + address)).arrayBuffer());
  const [tar, minisig] = [await bytes(record.tar), await bytes(record.minisig)];
  const file = join(day.folder.path, "record.tar");
  writeFileSync(file, tar);
  writeFileSync(`${file}.minisig`, minisig);
  const run = spawnSync(join(BUILD, "cli/palabre-verify"), [file], { encoding: "utf8" });
  assert.equal(run.status, 0, run.stdout + run.stderr);
  const report = await verifyRecord(sourceOfBytes(tar), { minisig });
  assert.deepEqual(report.checks.filter(({ state }) => state === "failed"), []);
  assert.ok(chiara);
});

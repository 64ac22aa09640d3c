/* Procedural motions through HTTP: made and supported by members, carried by the share of the statutes. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Day } from "./assembly_day.ts";
import { heldByBoth } from "./both.ts";
import { type List, NOBODY, type Named, refusal } from "./society.ts";
import type { Api } from "./support.ts";

type Motion = Named & { kind: string; carried: boolean; support: number; base: number; college?: string };

const SAYS = `"deliberation": {"debate_days": 0, "extension_days": 0, "contract_days": 0, "motion_support": "1/2",
  "secret_on_request": "0/1"}, "unknown"`;
const day = new Day();
let ada: string, bruno: string, chiara: string;
let byAda: Api, byBruno: Api;
let path = "";

before(async () => {
  await day.prepare(2, day.statutes((text) => text.replace('"unknown"', SAYS)));
  path = `/api/v1/assemblies/${day.assembly}`;
  [ada, bruno, chiara] = [await day.enter(), await day.enter(), await day.enter()];
  await day.begin();
  [byAda, byBruno] = [await day.browserOf(ada), await day.browserOf(bruno)];
  for (const member of [ada, bruno, chiara]) await day.admin.put(`${path}/attendance/${member}`, { body: { present: true } });
});
after(() => day.close());

test("a motion is carried by half of the room, and done", async () => {
  const body = { kind: "suspend", member: ada };
  assert.equal((await refusal(byBruno, "POST", `${path}/motions`, 403, { body })).slug, "forbidden");
  assert.equal((await refusal(byAda, "POST", `${path}/motions`, 400, { body: { ...body, kind: "sing" } })).slug, "json-value");
  const made = await byAda.post<Motion>(`${path}/motions`, { body, expect: 201 });
  assert.deepEqual([made.body.carried, made.body.support, made.body.base], [false, 1, 3]);
  const support = `${path}/motions/${made.body.id}/support`;
  const elsewhere = `/api/v1/assemblies/${NOBODY}/motions/${made.body.id}/support`;
  assert.equal((await refusal(byBruno, "PUT", elsewhere, 404, { body: { member: bruno, value: true } })).slug, "not-found");
  const carried = await byBruno.put<Motion>(support, { body: { member: bruno, value: true }, expect: 200 });
  assert.deepEqual([carried.body.carried, carried.body.support], [true, 2]);
  const { body: sitting } = await day.anyone().get<{ suspended: boolean; suspensions: { by_motion: boolean }[] }>(`${path}/sitting`);
  assert.deepEqual([sitting.suspended, sitting.suspensions[0]?.by_motion], [true, true]);
  await day.admin.post(`${path}/resumption`, { body: {}, expect: 200 });
});

test("one member asks for a secret ballot, and open polls are refused from then on", async () => {
  const [first, second] = await day.resolutions();
  const made = await byAda.post<Motion>(`${path}/motions`,
    { body: { kind: "secret_ballot", member: ada, resolution: first }, expect: 201 });
  assert.equal(made.body.carried, true);
  const told = await refusal(day.admin, "POST", "/api/v1/polls", 409, { body: day.motion(first) });
  assert.deepEqual([told.slug, told.pointer], ["secret-ballot-asked", "/secrecy"]);
  await day.draft(day.motion(second));
});

test("what the statutes do not have cannot be moved", async () => {
  const [, second] = await day.resolutions();
  const body = { kind: "reclassify", member: ada, resolution: second };
  assert.equal((await refusal(byAda, "POST", `${path}/motions`, 409, { body })).slug, "no-such-motion");
  const { body: shown } = await day.anyone().get<List<Motion>>(`${path}/motions`, { expect: 200 });
  assert.deepEqual(shown.items.map(({ kind, carried }) => [kind, carried]), [["suspend", true], ["secret_ballot", true]]);
});

test("both verifiers hold the record of a day with motions", async () => {
  const [, second] = await day.resolutions();
  const body = { kind: "close_debate", member: ada, resolution: second };
  const { body: made } = await byAda.post<Motion>(`${path}/motions`, { body, expect: 201 });
  const support = `${path}/motions/${made.id}/support`;
  assert.equal((await byBruno.put<Motion>(support, { body: { member: bruno, value: true }, expect: 200 })).body.carried, true);
  await heldByBoth(day.db, day.folder.path, day.now);
});

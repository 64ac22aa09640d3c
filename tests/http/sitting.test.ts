/* The sitting through HTTP: calendar, officers, sheet, quorum as it is now, floor, suspensions, debates. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Day } from "./assembly_day.ts";
import { heldByBoth } from "./both.ts";
import { type List, NOBODY, type Named, refusal } from "./society.ts";
import { type Api, tokensIn } from "./support.ts";

type Row = { code: string; on: string; state: string; label: { fr: string; en: string } };
type Bureau = { formed: boolean; chair?: Named; secretary?: Named; secretary_name?: string; scrutineers: Named[] };
type Line = { member: string; part: string; votes: number; holder?: string; blank?: boolean; stays: { left_at?: string }[] };
type Speech = Named & {
  state: string; member?: { name: string }; pseudonym?: string; college?: string; started_at?: string; ended_at?: string;
};
type Reached = { present: number; members: number; reached: string };
type Quorum = { heads: Reached; weights?: Reached; colleges: (Reached & Named)[] };

const day = new Day();
let admin: Api, byAda: Api, byBruno: Api;
let ada: string, bruno: string, chiara: string, dora: string;
let path = "";

before(async () => {
  await day.prepare(2);
  admin = day.admin;
  path = `/api/v1/assemblies/${day.assembly}`;
  [ada, bruno, chiara, dora] = [
    await day.enter({ category: "employees", name: "Ada" }), await day.enter({ name: "Bruno <b>" }),
    await day.enter({ name: "=Chiara" }), await day.enter({ name: "Dora" }),
  ];
});
after(() => day.close());

const mark = (member: string, present: boolean, expect = 200) =>
  admin.request("PUT", `${path}/attendance/${member}`, { body: { present }, expect });

test("the calendar says what is done and what is to come, in both languages", async () => {
  const { body } = await day.anyone().get<{ items: Row[] }>(`${path}/calendar`, { expect: 200 });
  assert.deepEqual(body.items.map(({ code, state }) => [code, state]),
    [["requests", "done"], ["notice", "done"], ["postal", "ahead"], ["meeting", "ahead"]]);
  for (const { label, on } of body.items) assert.ok(label.fr !== label.en && on <= body.items.at(-1)!.on);
  assert.equal((await refusal(day.anyone(), "GET", `/api/v1/assemblies/${NOBODY}/calendar`, 404)).slug, "not-found");
});

test("whoever convenes sees the deadlines of a date that they think of, and nothing of it stays", async () => {
  type Asked = { items: (Row & { on: string })[] };
  const { body: log } = await day.anyone().get("/api/v1/log?limit=1");
  const meets_at = new Date(day.now.getTime() + 100 * 86_400_000).toISOString();
  const asked = (await day.admin.get<Asked>(`/api/v1/calendar?meets_at=${meets_at}`, { expect: 200 })).body;
  const { id } = (await day.admin.post<Named>("/api/v1/assemblies",
    { body: { kind: "ordinary", title: "Plus tard", place: "", meets_at }, expect: 201 })).body;
  assert.deepEqual(asked, (await day.admin.get<Asked>(`/api/v1/assemblies/${id}/calendar`)).body);
  const second = (await day.admin.get<Asked>(`/api/v1/calendar?meets_at=${meets_at}&call=second`, { expect: 200 })).body;
  const noticeOf = ({ items }: Asked) => items.find(({ code }) => code === "notice")?.on ?? "";
  assert.ok(noticeOf(second) > noticeOf(asked), "a second call has a shorter notice");
  for (const query of ["", "?meets_at=tomorrow", `?meets_at=${meets_at}&call=third`]) await refusal(day.admin, "GET", `/api/v1/calendar${query}`, 400);
  await refusal(day.anyone(), "GET", `/api/v1/calendar?meets_at=${meets_at}`, 401);
  assert.deepEqual((await day.anyone().get("/api/v1/log?limit=1")).body, log);
});

type Entrant = Named & { name: string; present: boolean };
const clerk = { name: "Ysé Mancini", role: "teller" };
let teller = "";

async function byTeller(): Promise<Api> {
  const { body } = await admin.post<{ url: string }>(`/api/v1/persons/${teller}/links`, { body: {}, expect: 201 });
  const api = day.anyone();
  await api.signIn(tokensIn(body.url)[0] ?? "");
  return api;
}

test("a teller finds nobody long before the meeting", async () => {
  teller = (await admin.post<{ person: Named }>("/api/v1/offices", { body: clerk, expect: 201 })).body.person.id;
  const api = await byTeller();
  assert.equal((await refusal(api, "GET", `${path}/entrants?q=Chiara`, 409)).slug, "wrong-state");
  await refusal(api, "GET", "/api/v1/members?q=Chiara", 403);
});

test("nobody leaves a room into which they did not come", async () => {
  await day.begin();
  [byAda, byBruno] = [await day.browserOf(ada), await day.browserOf(bruno)];
  const told = await refusal(admin, "PUT", `${path}/attendance/${dora}`, 409, { body: { present: false } });
  assert.equal(told.slug, "not-in-the-room");
});

test("the quorum is shown as it is now, on every basis", async () => {
  const before = (await byAda.get<Quorum>(`${path}/quorum`)).body;
  assert.equal(before.heads.present, 0);
  for (const member of [ada, bruno, chiara]) await mark(member, true);
  const { body } = await byAda.get<Quorum>(`${path}/quorum`);
  assert.deepEqual(body.heads, { present: 3, members: 4, reached: "3/4" });
  const workers = body.colleges.find(({ present }) => present === 1);
  assert.equal(workers?.reached, "1/1");
  assert.match(body.weights?.reached ?? "", /^\d+\/\d+$/);
});

test("and then who comes in, by two letters of their name", async () => {
  const api = await byTeller();
  const { body } = await api.get<List<Entrant>>(`${path}/entrants?q=Dora`, { expect: 200 });
  assert.deepEqual(body.items.map(({ id, name, present }) => [id, name, present]), [[dora, "Dora", false]]);
  assert.equal((await api.get<List<Entrant>>(`${path}/entrants?q=Ada`)).body.items[0]?.present, true);
  assert.equal((await refusal(api, "GET", `${path}/entrants?q=D`, 400)).slug, "parameter");
  assert.equal((await refusal(byAda, "GET", `${path}/entrants?q=Dora`, 403)).slug, "forbidden");
});

test("officers are members who are there; the secretary may be anybody", async () => {
  const none = await byAda.get<Bureau>(`${path}/bureau`, { expect: 200 });
  assert.deepEqual(none.body, { formed: false, scrutineers: [] });
  const body = { chair: ada, secretary_name: "Pascal Orsoni", scrutineers: [bruno, chiara] };
  assert.equal((await refusal(byAda, "PUT", `${path}/bureau`, 403, { body })).slug, "forbidden");
  const made = await admin.request<Bureau>("PUT", `${path}/bureau`, { body, expect: 200 });
  assert.deepEqual([made.body.chair?.id, made.body.secretary_name], [ada, "Pascal Orsoni"]);
  assert.deepEqual(made.body.scrutineers.map(({ id }) => id), [bruno, chiara]);
  const { secretary_name: _, ...rest } = body;
  const inside = await admin.request<Bureau>("PUT", `${path}/bureau`, { body: { ...rest, secretary: dora }, expect: 200 });
  assert.equal(inside.body.secretary?.id, dora);
});

for (const [what, change, status, refused, pointer] of [
  ["a scrutineer who is not there", { scrutineers: ["dora", "chiara"] }, 422, "bureau", "/scrutineers/0"],
  ["one scrutineer", { scrutineers: ["bruno"] }, 422, "bureau", "/scrutineers"],
  ["a scrutineer who is no text", { scrutineers: [1, 2] }, 400, "json-type", "/scrutineers/0"],
  ["a scrutineer who is no identifier", { scrutineers: ["x", "y"] }, 400, "not-an-identifier", "/scrutineers/0"],
  ["a secretary twice", { secretary: "ada" }, 400, "json-value", "/secretary"],
  ["a chair who is nobody", { chair: NOBODY }, 404, "not-found", "/chair"],
] as const) {
  test(`officers: ${what} is refused`, async () => {
    const known: Record<string, string> = { ada, bruno, chiara, dora };
    const named = (value: unknown): unknown => Array.isArray(value) ? value.map(named) : known[String(value)] ?? value;
    const body = { chair: ada, secretary_name: "Pascal", scrutineers: [bruno, chiara],
      ...Object.fromEntries(Object.entries(change).map(([name, value]) => [name, named(value)])) };
    const told = await refusal(admin, "PUT", `${path}/bureau`, status, { body });
    assert.deepEqual([told.slug, told.pointer], [refused, pointer]);
  });
}

test("the sheet lists who takes part, with their times and votes", async () => {
  await byAda.post("/api/v1/proxies", { body: { assembly: day.assembly, principal: ada, blank: true }, expect: 201 });
  const byDora = await day.browserOf(dora);
  const given = await byDora.post<Named>("/api/v1/proxies",
    { body: { assembly: day.assembly, principal: dora, holder: bruno }, expect: 201 });
  await day.act(`/api/v1/proxies/${given.body.id}`, "acceptance", {}, byBruno);
  day.wait(60_000);
  await mark(chiara, false);
  const { body } = await admin.get<List<Line>>(`${path}/sheet`, { expect: 200 });
  const of = (member: string) => body.items.find((line) => line.member === member);
  assert.deepEqual([of(ada)?.part, of(ada)?.votes], ["present", 1]);
  assert.deepEqual([of(bruno)?.part, of(bruno)?.votes], ["present", 2]);
  assert.deepEqual([of(dora)?.part, of(dora)?.votes, of(dora)?.holder], ["represented", 0, "Bruno <b>"]);
  assert.ok(of(chiara)?.stays[0]?.left_at);
  assert.equal((await refusal(byAda, "GET", `${path}/sheet`, 403)).slug, "forbidden");
  const first = await admin.get<List<Line>>(`${path}/sheet?limit=1`);
  const rest = await admin.get<List<Line>>(`${path}/sheet?limit=9&after=${first.body.next}`);
  assert.deepEqual([...first.body.items, ...rest.body.items], body.items);
});

test("the sheet is a table for spreadsheets, and a page to sign", async () => {
  const french = { headers: { "accept-language": "fr" } };
  const table = await admin.get<string>(`${path}/sheet.csv`, { ...french, expect: 200 });
  const lines = table.body.trimEnd().split("\r\n");
  assert.equal(lines[0], "Numéro;Nom;Collège;Participation;Entrées et sorties;Mandataire;Voix;Émargement");
  assert.equal(lines.length, 5);
  assert.ok(lines.some((line) => line.includes(";'=Chiara;") && /;\d\d:\d\d-\d\d:\d\d;/.test(line)));
  const english = await admin.get<string>(`${path}/sheet.csv`, { headers: { "accept-language": "en" }, expect: 200 });
  assert.match(english.body, /^Number,Name,College,/);
  const page = await admin.get<string>(`${path}/sheet.html`, { ...french, expect: 200 });
  assert.match(page.body, /<h1>Feuille de présence<\/h1>/);
  assert.match(page.body, /Bruno &lt;b&gt;/);
  assert.doesNotMatch(page.body, /<b>/);
  assert.match(page.body, /Certifiée exacte par le bureau/);
});

test("the floor is asked for, given and taken back, with its times", async () => {
  const [resolution] = await day.resolutions();
  const asked = await byAda.post<Speech>(`${path}/speakers`, { body: { member: ada, resolution }, expect: 201 });
  assert.equal(asked.body.member?.name, "Ada");
  assert.equal((await refusal(byAda, "POST", `${path}/speakers`, 409, { body: { member: ada } })).slug, "floor-asked");
  assert.equal((await refusal(byAda, "POST", `${path}/speakers`, 403, { body: { member: bruno } })).slug, "forbidden");
  assert.equal((await refusal(admin, "POST", `${path}/speakers`, 409, { body: { member: dora } })).slug, "not-in-the-room");
  const next = await admin.post<Speech>(`${path}/speakers`, { body: { member: bruno }, expect: 201 });
  const speech = `${path}/speakers/${asked.body.id}`;
  assert.equal((await refusal(byAda, "POST", `${speech}/start`, 403, { body: {} })).slug, "forbidden");
  await admin.post(`${speech}/start`, { body: {}, expect: 200 });
  assert.equal((await refusal(admin, "POST", `${path}/speakers/${next.body.id}/start`, 409, { body: {} })).slug,
    "floor-taken");
  day.wait(30_000);
  const ended = await admin.post<Speech>(`${speech}/end`, { body: {}, expect: 200 });
  assert.equal(Date.parse(ended.body.ended_at!) - Date.parse(ended.body.started_at!), 30_000);
  const elsewhere = `/api/v1/assemblies/${NOBODY}/speakers/${next.body.id}/withdrawal`;
  assert.equal((await refusal(byBruno, "POST", elsewhere, 404, { body: {} })).slug, "not-found");
  const given = await byBruno.post<Speech>(`${path}/speakers/${next.body.id}/withdrawal`, { body: {}, expect: 200 });
  assert.equal(given.body.state, "withdrawn");
});

test("members see who spoke, others a pseudonym and the college", async () => {
  const seen = (await byBruno.get<List<Speech>>(`${path}/speakers`)).body.items[0];
  assert.deepEqual([seen?.member?.name, seen?.pseudonym, seen?.state], ["Ada", undefined, "done"]);
  const shown = (await day.anyone().get<List<Speech>>(`${path}/speakers`, { expect: 200 })).body.items[0];
  assert.equal(shown?.member, undefined);
  assert.match(shown?.pseudonym ?? "", /^[0-9A-Z]{16}$/);
  assert.equal(shown?.college, "workers");
  const log = await day.anyone().get<List<{ entry: string }>>("/api/v1/log?limit=500");
  const logged = log.body.items.find(({ entry }) => entry.includes("sitting.speech"));
  assert.ok(logged?.entry.includes(`"speaker":"${shown?.pseudonym}"`));
});

test("a sitting is suspended and resumed; nobody is given the floor meanwhile", async () => {
  const asked = await byAda.post<Speech>(`${path}/speakers`, { body: { member: ada }, expect: 201 });
  assert.equal((await refusal(admin, "POST", `${path}/resumption`, 409, { body: {} })).slug, "wrong-state");
  await admin.post(`${path}/suspension`, { body: {}, expect: 200 });
  assert.equal((await refusal(admin, "POST", `${path}/speakers/${asked.body.id}/start`, 409, { body: {} })).slug,
    "sitting-suspended");
  day.wait(1000);
  const { body } = await admin.post<{ suspended: boolean; suspensions: { resumed_at?: string; by_motion: boolean }[] }>(
    `${path}/resumption`, { body: {}, expect: 200 });
  assert.equal(body.suspended, false);
  assert.ok(body.suspensions[0]?.resumed_at && !body.suspensions[0].by_motion);
  await day.anyone().get(`${path}/sitting`, { expect: 200 });
});

test("anybody reads which text the sitting is on, and how many are in the room", async () => {
  type Sitting = { discussed?: { resolution: string; from: string } };
  const [first] = await day.resolutions();
  const body = { resolution: first };
  assert.equal((await refusal(byAda, "PUT", `${path}/discussion`, 403, { body })).slug, "forbidden");
  const wrong = await refusal(admin, "PUT", `${path}/discussion`, 404, { body: { resolution: NOBODY } });
  assert.deepEqual([wrong.slug, wrong.pointer], ["not-found", "/resolution"]);
  await admin.request<Sitting>("PUT", `${path}/discussion`, { body, expect: 200 });
  const seen = (await day.anyone().get<Sitting>(`${path}/sitting`, { expect: 200 })).body.discussed;
  assert.equal(seen?.resolution, first);
  const counted = await day.anyone().get<Quorum>(`${path}/quorum`, { expect: 200 });
  assert.ok(counted.body.heads.present > 0);
  const left = await admin.request<Sitting>("PUT", `${path}/discussion`, { body: {}, expect: 200 });
  assert.equal(left.body.discussed, undefined);
});

test("incidents are told to members, and nothing of their words to the log", async () => {
  const body = { text: "Dora a perdu la connexion" };
  assert.equal((await refusal(byAda, "POST", `${path}/incidents`, 403, { body })).slug, "forbidden");
  assert.equal((await refusal(admin, "POST", `${path}/incidents`, 400, { body: { text: "" } })).slug, "empty-text");
  await admin.post(`${path}/incidents`, { body, expect: 201 });
  const { body: told } = await byAda.get<List<{ text: string }>>(`${path}/incidents`);
  assert.deepEqual(told.items.map(({ text }) => text), [body.text]);
  assert.doesNotMatch(JSON.stringify((await day.anyone().get("/api/v1/log?limit=500")).body), /connexion/);
});

test("a debate is closed, and reopened until its poll is called", async () => {
  const [, resolution] = await day.resolutions();
  const at = `/api/v1/resolutions/${resolution}`;
  assert.equal((await refusal(byAda, "POST", `${at}/debate/closing`, 403, { body: {} })).slug, "forbidden");
  const closed = await admin.post<{ open: boolean }>(`${at}/debate/closing`, { body: {}, expect: 200 });
  assert.equal(closed.body.open, false);
  assert.ok((await admin.get<{ debate_closed_at?: string }>(at)).body.debate_closed_at);
  assert.equal((await refusal(admin, "POST", `${at}/debate/closing`, 409, { body: {} })).slug, "wrong-state");
  await admin.post(`${at}/debate/reopening`, { body: {}, expect: 200 });
  await admin.post(`${at}/debate/closing`, { body: {}, expect: 200 });
  await day.called(day.motion(resolution));
  assert.equal((await refusal(admin, "POST", `${at}/debate/reopening`, 409, { body: {} })).slug, "wrong-state");
});

test("both verifiers hold the record of a sitting that was suspended", async () => {
  await heldByBoth(day.db, day.folder.path, day.now);
});

/*
 * procedures.test.ts - how a text comes to its vote, through HTTP: sponsored, debated long enough, by consent or by
 * an election among those who were named; and what colleges think before.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Day } from "./assembly_day.ts";
import { heldByBoth } from "./both.ts";
import { type List, NOBODY, type Named, type Problem, refusal } from "./society.ts";
import type { Api } from "./support.ts";

type Initiative = Named & {
  state: string; open: boolean; until?: string; sponsors: number; counted: number; base: number; required?: string;
  sponsored?: boolean; resolution?: string; shown?: boolean; title: string; author: { pseudonym: string; name?: string };
  colleges: { college: string; sponsors: number; base: number }[];
};
type Procedure = {
  procedure: string; obstacles: string[]; opens_from?: string; debate: { days: number; until?: string; extended: boolean };
  contract?: { days: number; until?: string }; concerns: { open: number };
  extension: { open: boolean; support: number; base: number; required?: string; asked?: boolean };
};
type Temperature = { open: boolean; k_min?: number; mine?: string; colleges: { college?: string; count: number; support: number }[] };
type Nominations = { open: boolean; mine?: string; items: { named: number; refused: boolean; nominee: { name?: string } }[] };

const SAYS = `"deliberation": {"sponsors": "2/7", "debate_days": 5, "extension_days": 3,
  "contract_days": 60, "motion_support": "3/7"}, "unknown"`;
const DAY = 86_400_000;
const NAMES = ["Ada Colonna", "Bruno Paoli", "Chiara Rossi", "Dominique Santini", "Elsa Vico", "Flora Mattei", "Gaia Luciani"];
const day = new Day();
const members: string[] = [];
const by: Api[] = [];
let [assembly, roof, role, terms] = ["", "", "", ""];

const of = (resolution: string, what: string): string => `/api/v1/resolutions/${resolution}/${what}`;
const from = (days: number): object => ({
  opens_at: new Date(day.now.getTime() + days * DAY).toISOString(), closes_at: new Date(day.now.getTime() + (days + 1) * DAY).toISOString(),
});

/* Days later, when everybody signs in anew. */
async function later(days: number): Promise<void> {
  day.wait(days * DAY);
  for (const [i, member] of members.entries()) by[i] = await day.browserOf(member);
}

async function table(title: string, procedure?: string): Promise<string> {
  const body = { class: "ordinary", origin: "board", title, text: "Approuvé." };
  const { id } = (await day.admin.post<Named>(`/api/v1/assemblies/${assembly}/resolutions`, { body, expect: 201 })).body;
  if (procedure === undefined) return id;
  const { etag } = await day.admin.get(of(id, "procedure"), { expect: 200 });
  const options = { body: { procedure }, headers: { "if-match": etag }, expect: 200 };
  assert.equal((await day.admin.put<Procedure>(of(id, "procedure"), options)).body.procedure, procedure);
  return id;
}

before(async () => {
  await day.open(day.now, day.statutes((text) => text.replace('"unknown"', SAYS)));
  const body = { kind: "ordinary", title: "Assemblée", place: "Corte", meets_at: new Date(day.now.getTime() + 40 * DAY).toISOString() };
  assembly = (await day.admin.post<Named>("/api/v1/assemblies", { body, expect: 201 })).body.id;
  for (const name of NAMES) members.push(await day.enter({ name }));
  await later(0);
});
after(() => day.close());

describe("an initiative", () => {
  const path = (): string => `/api/v1/assemblies/${assembly}/initiatives`;
  const body = { class: "ordinary", title: "Un jardin", text: "Plantons.", reasons: "Les abeilles." };

  test("is proposed where an assembly takes any", async () => {
    const { body: calls } = await by[0]!.get<{ items: (Initiative & { assembly: string })[] }>("/api/v1/initiatives/calls", { expect: 200 });
    assert.deepEqual(calls.items.map((call) => [call.assembly, call.required]), [[assembly, "2/7"]]);
    await refusal(day.anyone(), "GET", "/api/v1/initiatives/calls", 401);
    assert.equal((await refusal(by[0]!, "POST", path(), 422, { body: { ...body, class: "whim" } })).pointer, "/class");
    assert.equal((await refusal(by[0]!, "POST", path(), 403, { body: { ...body, member: members[1] } })).slug, "forbidden");
    assert.equal((await refusal(by[0]!, "POST", `/api/v1/assemblies/${NOBODY}/initiatives`, 404, { body })).slug, "not-found");
  });

  test("is sponsored and no longer, and on the agenda once enough do", async () => {
    const made = (await by[0]!.post<Initiative>(path(), { body, expect: 201 })).body;
    assert.deepEqual([made.state, made.open, made.sponsors, made.sponsored, made.base], ["open", true, 1, true, 7]);
    assert.deepEqual([made.author.name, made.colleges.length > 0, made.until?.length], [NAMES[0], true, 10]);
    const sponsorship = `/api/v1/initiatives/${made.id}/sponsorship`;
    await by[0]!.delete(sponsorship, { expect: 200 });
    assert.equal((await by[1]!.get<Initiative>(`/api/v1/initiatives/${made.id}`, { expect: 200 })).body.sponsored, false);
    await by[1]!.put(sponsorship, { body: {}, expect: 200 });
    const now = (await by[2]!.put<Initiative>(sponsorship, { body: { member: members[2] }, expect: 200 })).body;
    assert.deepEqual([now.state, now.sponsors, now.open, now.shown], ["tabled", 2, false, false]);
    await by[2]!.get(`/api/v1/resolutions/${now.resolution}`, { expect: 404 });
    assert.equal((await day.admin.get<Initiative>(`/api/v1/initiatives/${made.id}`, { expect: 200 })).body.shown, true);
    const { body: tabled } = await day.admin.get<{ origin: string; title: string }>(`/api/v1/resolutions/${now.resolution}`, { expect: 200 });
    assert.deepEqual([tabled.origin, tabled.title], ["members", "Un jardin"]);
    assert.equal((await refusal(by[3]!, "PUT", sponsorship, 409, { body: {} })).slug, "wrong-state");
    const { body: all } = await by[3]!.get<List<Initiative>>(path(), { expect: 200 });
    assert.deepEqual(all.items.map(({ state, title }) => [state, title]), [["tabled", "Un jardin"]]);
  });

  test("is withdrawn by its author alone, and refused too late with the date", async () => {
    const made = (await by[3]!.post<Initiative>(path(), { body: { ...body, title: "Une mare" }, expect: 201 })).body;
    const withdrawal = `/api/v1/initiatives/${made.id}/withdrawal`;
    assert.equal((await refusal(by[4]!, "POST", withdrawal, 403, { body: {} })).slug, "initiative-other");
    assert.equal((await by[3]!.post<Initiative>(withdrawal, { body: {}, expect: 200 })).body.state, "withdrawn");
    const other = (await by[4]!.post<Initiative>(path(), { body: { ...body, title: "Un four" }, expect: 201 })).body;
    await later(16);
    const late = await by[5]!.put<Problem & { until: string }>(`/api/v1/initiatives/${other.id}/sponsorship`, { body: {}, expect: 422 });
    assert.deepEqual([late.body.type, late.body.until], ["urn:palabre:problem:request-too-late", other.until]);
    assert.deepEqual((await by[5]!.get<{ items: object[] }>("/api/v1/initiatives/calls", { expect: 200 })).body.items, []);
  });
});

describe("a debate", () => {
  before(async () => {
    roof = await table("Toit", "consent");
    role = await table("Coordination", "election_without_candidates");
    terms = await table("Conditions", "contract_change");
    await day.act(`/api/v1/assemblies/${assembly}`, "notice");
  });

  test("lasts its days, which members make longer once", async () => {
    const seen = (await day.anyone().get<Procedure>(of(roof, "procedure"), { expect: 200 })).body;
    assert.deepEqual([seen.obstacles, seen.debate.days, seen.extension.open, seen.extension.required], [["debate"], 5, true, "3/7"]);
    const options = { headers: { "if-match": (await day.admin.get(of(roof, "procedure"))).etag }, body: { procedure: "resolution" } };
    assert.equal((await refusal(day.admin, "PUT", of(roof, "procedure"), 409, options)).slug, "agenda-closed");
    for (const api of by.slice(0, 2)) await api.put(of(roof, "extension"), { body: {}, expect: 200 });
    await by[1]!.delete(of(roof, "extension"), { expect: 200 });
    await by[2]!.put(of(roof, "extension"), { body: {}, expect: 200 });
    const longer = (await by[3]!.put<Procedure>(of(roof, "extension"), { body: {}, expect: 200 })).body;
    assert.deepEqual([longer.debate.days, longer.debate.extended, longer.extension.asked, longer.extension.open], [8, true, true, false]);
    assert.equal((await refusal(by[4]!, "PUT", of(roof, "extension"), 409, { body: {} })).slug, "wrong-state");
  });

  test("is waited for, and so are concerns and the notice of a contract", async () => {
    assert.equal((await refusal(day.admin, "POST", "/api/v1/polls", 422, { body: day.motion(roof, { assembly }) })).slug, "procedure-poll");
    const said = { kind: "concern", text: "Et la pluie ?" };
    const { body: concern } = await by[0]!.post<Named>(of(roof, "contributions"), { body: said, expect: 201 });
    const poll = await day.draft(day.motion(roof, { assembly, method: "consent", ...from(8) }));
    const call = async (id: string, expect: number): Promise<string> => {
      const { etag } = await day.admin.get(`/api/v1/polls/${id}`);
      const { body } = await day.admin.post<Partial<Problem> & { opens_from?: string }>(`/api/v1/polls/${id}/call`,
        { body: {}, headers: { "if-match": etag }, expect });
      return `${body.type} ${body.opens_from}`;
    };
    assert.match(await call(poll.id, 409), /concerns-open /);
    const { etag } = await by[0]!.get(`/api/v1/contributions/${concern.id}`);
    await by[0]!.post(`/api/v1/contributions/${concern.id}/settlement`, { body: { how: "met" }, headers: { "if-match": etag }, expect: 200 });
    await call(poll.id, 200);
    const early = await day.draft(day.motion(terms, { assembly, ...from(59) }));
    const told = await call(early.id, 409);
    const { body: calendar } = await day.anyone().get<{ items: { code: string }[] }>(`/api/v1/assemblies/${assembly}/calendar`, { expect: 200 });
    assert.ok(calendar.items.some(({ code }) => code === "contract"));
    const { body: whole } = await day.anyone().get<Procedure>(of(terms, "procedure"), { expect: 200 });
    assert.deepEqual([whole.contract?.days, whole.opens_from], [60, whole.contract?.until]);
    assert.equal(told, `urn:palabre:problem:contract-notice ${whole.opens_from}`);
  });

  test("is no longer made longer once it has run", async () => {
    await later(5);
    const late = await by[0]!.put<Problem & { until: string }>(of(role, "extension"), { body: {}, expect: 409 });
    assert.deepEqual([late.body.type, late.body.until.length], ["urn:palabre:problem:extension-too-late", 10]);
  });
});

describe("what colleges think", () => {
  const say = async (api: Api, says: string): Promise<Temperature> =>
    (await api.put<Temperature>(of(terms, "temperature"), { body: { says }, expect: 200 })).body;

  test("is figures of k_min words, and never one more", async () => {
    const least = (await day.anyone().get<Temperature>(of(terms, "temperature"), { expect: 200 })).body.k_min ?? 0;
    assert.ok(least >= 2 && least < NAMES.length, `k_min is ${least}`);
    for (const api of by.slice(0, least - 1)) assert.deepEqual((await say(api, "support")).colleges, []);
    const shown = await say(by[least - 1]!, "support");
    assert.deepEqual(shown.colleges.map(({ college, count, support }) => [college, count, support]), [["users", least, least]]);
    assert.deepEqual((await say(by[least]!, "oppose")).colleges, shown.colleges);
    const back = (await by[0]!.delete<Temperature>(of(terms, "temperature"), { expect: 200 })).body;
    assert.deepEqual([back.mine, back.colleges], [undefined, shown.colleges]);
    assert.equal((await by[1]!.get<Temperature>(of(terms, "temperature"))).body.mine, "support");
    assert.equal((await day.anyone().get<Temperature>(of(terms, "temperature"))).body.mine, undefined);
    assert.equal((await refusal(by[1]!, "PUT", of(terms, "temperature"), 400, { body: { says: "love" } })).pointer, "/says");
  });
});

describe("an election without candidates", () => {
  test("is among those who were named and do not refuse", async () => {
    const name = async (api: Api, nominee: string | undefined): Promise<Nominations> =>
      (await api.put<Nominations>(of(role, "nomination"), { body: { nominee }, expect: 200 })).body;
    await name(by[0]!, members[1]);
    await name(by[1]!, members[2]);
    await name(by[2]!, members[3]);
    assert.equal((await name(by[0]!, members[2])).mine, members[2]);
    assert.equal((await by[4]!.put<Nominations>(of(role, "nomination"), { body: { nominee: members[4] }, expect: 200 })).body.items.length, 3);
    await by[4]!.delete(of(role, "nomination"), { expect: 200 });
    await by[3]!.put(of(role, "refusal"), { body: {}, expect: 200 });
    await by[2]!.put(of(role, "refusal"), { body: {}, expect: 200 });
    await by[2]!.delete(of(role, "refusal"), { expect: 200 });
    const { body: open } = await day.anyone().get<Nominations>(of(role, "nominations"), { expect: 200 });
    assert.deepEqual(open.items.map(({ named, refused }) => [named, refused]).sort(), [[1, true], [2, false]]);
    assert.ok(open.items.every(({ nominee }) => nominee.name === undefined), "no name for who is not signed in");
    assert.equal((await refusal(by[0]!, "PUT", of(terms, "nomination"), 409, { body: { nominee: members[1] } })).slug, "other-procedure");
    assert.equal((await refusal(by[0]!, "PUT", of(role, "nomination"), 404, { body: { nominee: NOBODY } })).slug, "not-found");

    const found = await by[0]!.get<List<{ name: string }>>(of(role, "nominees?q=Paoli"), { expect: 200 });
    assert.deepEqual(found.body.items.map(({ name: who }) => who), ["Bruno Paoli"]);
    assert.equal((await refusal(by[0]!, "GET", of(role, "nominees?q=P"), 400)).slug, "parameter");
    assert.equal((await refusal(by[0]!, "GET", of(terms, "nominees?q=Paoli"), 409)).slug, "other-procedure");
    await day.anyone().get(of(role, "nominees?q=Paoli"), { expect: 401 });

    const body = { ...day.motion(role, { assembly, kind: "election", method: "approval", nominees: {} }), ...from(0) };
    const poll = await day.opened(body);
    assert.deepEqual(poll.options.map(({ label }) => label), [NAMES[2]]);
    assert.equal((await refusal(by[0]!, "PUT", of(role, "nomination"), 409, { body: { nominee: members[1] } })).slug, "wrong-state");
    for (const [i, api] of by.entries()) await day.vote(api, poll, members[i]!, { approves: [0] });
    assert.equal((await refusal(by[0]!, "GET", of(role, "nominees?q=Paoli"), 409)).slug, "wrong-state");
    await day.counted(poll);
    assert.equal((await day.anyone().get<{ state: string }>(`/api/v1/resolutions/${role}`)).body.state, "decided");
  });
});

test("its record has the tables of all that, and holds", async () => {
  const files = await heldByBoth(day.db, day.folder.path, day.now);
  const rows = (name: string): string[] => files.get(`tables/${name}.csv`)?.toString().trimEnd().split("\r\n").slice(1) ?? [];
  assert.deepEqual(rows("initiatives").map((row) => row.split(",")[4]), ["tabled", "withdrawn", "open"]);
  const open = rows("initiatives")[2]?.split(",").at(-1);
  assert.ok(open?.length === 64 && !files.has(`texts/${open}.json`), "its words were for members");
  assert.ok(![...files.values()].some((content) => content.includes("Un four")));
  assert.match(rows("extensions").join(), new RegExp(`^${roof},3,3,7,\\S+$`));
  assert.match(rows("temperatures")[0] ?? "", new RegExp(`^${terms},users,1,`));
  assert.equal(rows("nominations").length, 2);
  assert.ok(rows("resolutions").some((row) => row.startsWith(roof) && row.includes(",consent,")));
  const tables = [...files].filter(([name]) => name.startsWith("tables/"));
  assert.ok(!tables.some(([, content]) => NAMES.some((name) => content.toString().includes(name))), "no name");
});

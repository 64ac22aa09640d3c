/*
 * names.test.ts - who agrees to it is shown by name to everyone, beside what they say and their offices, until they
 * take it back: at once, in every reply, whatever was kept of it; and never in the log nor in a record.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { Day } from "./assembly_day.ts";
import { type List, type Named, refusal } from "./society.ts";
import { type Api, palabre } from "./support.ts";
import { readEntries } from "./tree.ts";

type Author = { pseudonym: string; college?: string; name?: string; member?: string };
type Said = Named & { author: Author; hash: string };
type Speech = Named & { pseudonym?: string; name?: string; member?: { name: string } };
type Office = Named & { role: string; name?: string; person?: Named & { name: string } };
type Consents = { mail: boolean; name: boolean; history: { mail?: boolean; name?: boolean; source: string; at: string }[] };

const day = new Day();
const TEXT = "L’assemblée donne dix mille euros au fonds.";
let [resolution, ada, bruno, contribution, amendment] = ["", "", "", "", ""];
let byAda: Api, byBruno: Api;

const agree = (by: Api, name: boolean) =>
  by.put<Consents>("/api/v1/me/consents", { body: { name }, expect: 200 });
const seen = async (path: string, by: Api = day.anyone()): Promise<Author> =>
  (await by.get<Said>(path, { expect: 200 })).body.author;

/* Every reply in which an observer may read a name, and the names in it. */
const places = (): string[] => [
  `/api/v1/contributions/${contribution}`, `/api/v1/resolutions/${resolution}/contributions`,
  `/api/v1/assemblies/${day.assembly}/questions`,
  `/api/v1/amendments/${amendment}`, `/api/v1/resolutions/${resolution}/amendments`,
  `/api/v1/resolutions/${resolution}/amendments/order`,
  `/api/v1/assemblies/${day.assembly}/speakers`, "/api/v1/offices",
];
async function placesThatSay(name: string): Promise<string[]> {
  const told: string[] = [];
  for (const path of places()) {
    const { body } = await day.anyone().get(path, { expect: 200 });
    if (JSON.stringify(body).includes(name)) told.push(path);
  }
  return told;
}

before(async () => {
  await day.open(day.now);
  const meets = new Date(day.now.getTime() + 20 * 86_400_000).toISOString();
  day.assembly = (await day.admin.post<Named>("/api/v1/assemblies",
    { body: { kind: "ordinary", title: "Assemblée", place: "Corte", meets_at: meets }, expect: 201 })).body.id;
  const body = { class: "ordinary", origin: "board", title: "Le fonds", text: TEXT };
  resolution = (await day.admin.post<Named>(`/api/v1/assemblies/${day.assembly}/resolutions`, { body, expect: 201 })).body.id;
  ada = await day.enter({ category: "employees", name: "Ada Colonna" });
  bruno = await day.enter({ name: "Bruno Paoli" });
  await day.act(`/api/v1/assemblies/${day.assembly}`, "notice");
  await day.begin();
  [byAda, byBruno] = [await day.browserOf(ada), await day.browserOf(bruno)];
  contribution = (await byAda.post<Said>(`/api/v1/resolutions/${resolution}/contributions`,
    { body: { kind: "question", text: "Pourquoi dix ?" }, expect: 201 })).body.id;
  amendment = (await byAda.post<Said>(`/api/v1/resolutions/${resolution}/amendments`,
    { body: { version: 1, text: TEXT.replace("dix", "vingt"), reasons: "Pour le fonds." }, expect: 201 })).body.id;
  await day.admin.post("/api/v1/offices", { body: { member: ada, role: "moderator" }, expect: 201 });
  await day.admin.put(`/api/v1/assemblies/${day.assembly}/attendance/${ada}`, { body: { present: true } });
});
after(() => day.close());

describe("a name that is shown to everyone", () => {
  test("is shown by nobody who did not agree", async () => {
    assert.deepEqual(await placesThatSay("Colonna"), []);
    assert.deepEqual(Object.keys(await seen(places()[0]!)).sort(), ["college", "pseudonym"]);
  });

  test("is one's own to give, in a browser of one's own", async () => {
    await refusal(day.anyone(), "PUT", "/api/v1/me/consents", 401, { body: { name: true } });
    assert.deepEqual(await refusal(byAda, "PUT", "/api/v1/me/consents", 400, { body: {} }), { slug: "json-missing", pointer: "/mail" });
    await refusal(byAda, "PUT", "/api/v1/me/consents", 400, { body: { name: "yes" } });
    const said = await refusal(day.admin, "PUT", `/api/v1/members/${ada}/consents`, 403, { body: { name: true } });
    assert.equal(said.slug, "forbidden");
    assert.deepEqual(await placesThatSay("Colonna"), []);
  });

  test("stands beside what they say, on the floor and at their office, with its pseudonym and no more", async () => {
    await byAda.post(`/api/v1/assemblies/${day.assembly}/speakers`, { body: { member: ada }, expect: 201 });
    const { body } = await agree(byAda, true);
    assert.deepEqual([body.name, body.mail], [true, false]);
    assert.deepEqual(await placesThatSay("Colonna"), places());
    const author = await seen(places()[0]!);
    assert.deepEqual([author.name, author.member, author.college], ["Ada Colonna", undefined, "workers"]);
    assert.match(author.pseudonym, /^[0-9A-HJKMNP-TV-Z]{16}$/);
    const speeches = await day.anyone().get<List<Speech>>(`/api/v1/assemblies/${day.assembly}/speakers`);
    assert.deepEqual(speeches.body.items.map(({ name, member }) => [name, member]), [["Ada Colonna", undefined]]);
    const offices = await day.anyone().get<List<Office>>("/api/v1/offices");
    assert.deepEqual(offices.body.items.map(({ role, name, person }) => [role, name, person]),
      [["administrator", undefined, undefined], ["moderator", "Ada Colonna", undefined]]);
    assert.deepEqual(await placesThatSay("Paoli"), []);
    assert.deepEqual(await placesThatSay(ada), [], "nobody is told which row of the register it is");
  });

  test("goes from every reply when it is taken back, and no copy is good any more", async () => {
    const shown = new Map<string, string>();
    for (const path of places()) {
      const reply = await day.anyone().get(path, { expect: 200 });
      assert.equal(reply.headers.get("cache-control"), "no-store", path);
      if (reply.headers.has("etag")) shown.set(path, reply.etag);
    }
    assert.deepEqual([...shown.keys()], [places()[0], places()[3]]);
    const again = async (path: string, etag: string): Promise<number> =>
      (await fetch(day.server.url + path, { headers: { "if-none-match": etag } })).status;
    for (const [path, etag] of shown) assert.equal(await again(path, etag), 304, path);
    await agree(byAda, false);
    for (const path of places()) {
      if (shown.has(path)) assert.equal(await again(path, shown.get(path)!), 200, path);
    }
    assert.deepEqual(await placesThatSay("Colonna"), []);
    assert.equal((await seen(places()[0]!, byBruno)).name, "Ada Colonna", "members see names as before");
    const { body } = await byAda.get<Consents>("/api/v1/me/consents");
    assert.deepEqual(body.history.map(({ name, mail, source }) => [name, mail, source]),
      [[true, undefined, "person"], [false, undefined, "person"]]);
    const own = await byAda.get<{ consents: object[] }>("/api/v1/me/export");
    assert.equal(own.body.consents.length, 2);
  });

  test("is taken back in their place by who keeps the register", async () => {
    await agree(byAda, true);
    await day.admin.put(`/api/v1/members/${ada}/consents`, { body: { name: false }, expect: 200 });
    assert.deepEqual(await placesThatSay("Colonna"), []);
  });

  test("is not shown with what a moderator hid", async () => {
    await agree(byAda, true);
    const path = `/api/v1/contributions/${contribution}`;
    await day.act(path, "concealment", { reason: "Hors sujet." }, await day.officer("moderator"));
    assert.equal((await seen(path)).name, undefined);
    assert.ok((await placesThatSay("Colonna")).length > 0);
  });

  test("never stands in the log nor in a record", async () => {
    const { body } = await day.anyone().get<{ log: { size: number } }>("/api/v1/society");
    const entries = await readEntries(day.server.url, body.log.size);
    assert.ok(!entries.some((entry) => /Colonna|consent/.test(entry.toString())));
    const file = join(day.folder.path, "record.tar");
    palabre(["export", "--db", day.db, "--all", "-o", file]);
    assert.ok(!readFileSync(file, "latin1").includes("Colonna"));
  });
});

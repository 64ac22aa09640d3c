/* The society, its register, its offices and its sessions, through HTTP, as the document says. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";

import { Api, Server, imported, palabre, scratch, tokensIn } from "./support.ts";

const STATUTES = resolve(import.meta.dirname, "../support/constitution.json");
const NOBODY = "00000000-0000-4000-8000-000000000000";
const folder = scratch();
const db = join(folder.path, "sept.palabre");

type Member = { id: string; number: string; name: string; college?: string; state: string };
type Problem = { type: string; pointer?: string; findings?: unknown[] };
type List<T> = { items: T[]; next?: string };

let server: Server;
let admin: Api;

const today = new Date().toISOString().slice(0, 10);
const anyone = () => new Api(server.url);
const slug = (problem: Problem) => problem.type.replace("urn:palabre:problem:", "");

/* Sends what must be refused, and says how it was. */
async function refusal(api: Api, method: string, path: string, expect: number, request: object = {}) {
  const reply = await api.request<Problem>(method, path, { ...request, expect });
  return { slug: slug(reply.body), pointer: reply.body.pointer, body: reply.body };
}

let count = 0;
async function enter(fields: object = {}) {
  count += 1;
  return admin.post<Member>("/api/v1/members", {
    body: { kind: "natural", name: `Membre ${count}`, category: "users", state: "admitted", ...fields },
    expect: 201,
  });
}

async function linkOf(member: string, by = admin) {
  const reply = await by.post<{ url: string }>(`/api/v1/members/${member}/links`, { body: {}, expect: 201 });
  return tokensIn(reply.body.url)[0] ?? "";
}

async function signedIn(member: string) {
  const api = anyone();
  await api.signIn(await linkOf(member));
  return api;
}

before(async () => {
  const founded = palabre([
    "init", "--db", db, "--log-name", "sept.example.coop/log", "--constitution", STATUTES,
    "--admin-name", "Pascal Orsoni", "--time-zone", "UTC",
  ]);
  server = await Server.start({ db });
  admin = new Api(server.url);
  await admin.signIn(tokensIn(founded)[0] ?? "");
});

after(async () => {
  await server.stop();
  folder.remove();
});

/* --- without a session ---------------------------------------------------------------------- */

const PRIVATE: [string, string, object?][] = [
  ["PATCH", "/api/v1/society", { name: "X" }],
  ["POST", "/api/v1/constitution/versions", {}],
  ["GET", "/api/v1/members"],
  ["POST", "/api/v1/members", {}],
  ["POST", "/api/v1/members/imports"],
  ["GET", `/api/v1/members/${NOBODY}`],
  ["PATCH", `/api/v1/members/${NOBODY}`, {}],
  ["POST", `/api/v1/members/${NOBODY}/state`, {}],
  ["POST", `/api/v1/members/${NOBODY}/memberships`, {}],
  ["POST", `/api/v1/members/${NOBODY}/representatives`, {}],
  ["DELETE", `/api/v1/members/${NOBODY}/representatives/${NOBODY}`],
  ["POST", `/api/v1/members/${NOBODY}/links`, {}],
  ["POST", `/api/v1/persons/${NOBODY}/links`, {}],
  ["POST", "/api/v1/offices", {}],
  ["DELETE", `/api/v1/offices/${NOBODY}`],
  ["DELETE", "/api/v1/session"],
  ["GET", "/api/v1/tokens"],
  ["POST", "/api/v1/tokens", {}],
  ["DELETE", `/api/v1/tokens/${NOBODY}`],
];

for (const [method, path, body] of PRIVATE) {
  test(`${method} ${path.replaceAll(NOBODY, "…")} is not for who is not signed in`, async () => {
    const request = body ? { body } : {};
    assert.equal((await refusal(anyone(), method, path, 401, request)).slug, "unauthenticated");
  });
}

test("a member who is no officer reads themselves and nobody else", async () => {
  const ada = await enter();
  const bruno = await enter();
  const api = await signedIn(ada.body.id);
  const own = await api.get<Member>(`/api/v1/members/${ada.body.id}`);
  assert.equal(own.body.name, ada.body.name);
  assert.equal((await refusal(api, "GET", `/api/v1/members/${bruno.body.id}`, 403)).slug, "forbidden");
  assert.equal((await refusal(api, "GET", `/api/v1/members/${NOBODY}`, 403)).slug, "forbidden");
  for (const [method, path, body] of PRIVATE.filter(([, path]) => /society|versions|members$|offices/.test(path))) {
    const request = body ? { body } : {};
    assert.equal((await refusal(api, method, path, 403, request)).slug, "forbidden", `${method} ${path}`);
  }
});

/* --- the society ---------------------------------------------------------------------------- */

test("the society says what it is, and changes it with the tag that was read", async () => {
  const read = await anyone().get<{ name: string; log: { origin: string } }>("/api/v1/society");
  assert.equal(read.body.name, "Les Sept");
  assert.equal(read.body.log.origin, "sept.example.coop/log");
  const change = { body: { contact: "bonjour@example.org" } };
  assert.equal((await refusal(admin, "PATCH", "/api/v1/society", 428, change)).slug, "match-required");
  const changed = await admin.patch<{ contact: string }>("/api/v1/society", { ...change, headers: { "if-match": read.etag } });
  assert.equal(changed.body.contact, "bonjour@example.org");
  assert.notEqual(changed.etag, read.etag);
  const stale = { ...change, headers: { "if-match": read.etag } };
  assert.equal((await refusal(admin, "PATCH", "/api/v1/society", 412, stale)).slug, "stale");
  const match = { "if-match": changed.etag };
  for (const [body, refused, pointer] of [
    [{ time_zone: "Indian/Reunion" }, "json-unknown-member", "/time_zone"],
    [{ language: "de" }, "json-value", "/language"],
    [{ name: "" }, "empty-text", "/name"],
    [{ name: 7 }, "json-type", "/name"],
  ] as const) {
    const refused_so = await refusal(admin, "PATCH", "/api/v1/society", 400, { body, headers: match });
    assert.deepEqual([refused_so.slug, refused_so.pointer], [refused, pointer]);
  }
});

/* --- the constitution ----------------------------------------------------------------------- */

test("the constitution is judged, entered from a day on, and refused with its findings", async () => {
  const document = JSON.parse(readFileSync(STATUTES, "utf8"));
  const schema = await anyone().get<{ $schema: string }>("/api/v1/constitution/schema");
  assert.match(schema.body.$schema, /json-schema/);
  const first = await anyone().get<{ number: number; findings: unknown[] }>("/api/v1/constitution");
  assert.equal(first.body.number, 1);
  const capital = { ...document, weight_basis: "capital" };
  const judged = await anyone().post<{ valid: boolean; findings: { code: string }[] }>("/api/v1/constitution/checks", {
    body: { document: capital }, expect: 200,
  });
  assert.equal(judged.body.valid, false);
  assert.equal(judged.body.findings[0]?.code, "capital_weighting_forbidden");
  const refused = await refusal(admin, "POST", "/api/v1/constitution/versions", 422, {
    body: { document: capital, effective_on: today },
  });
  assert.equal(refused.slug, "constitution-invalid");
  assert.equal(refused.body.findings?.length, 1);
  const strange = await refusal(anyone(), "POST", "/api/v1/constitution/checks", 400, {
    body: { document: { ...document, moon: 1 } },
  });
  assert.deepEqual([strange.slug, strange.pointer], ["json-unknown-member", "/document/moon"]);
  const past = { body: { document, effective_on: "2020-01-01" } };
  const late = await refusal(admin, "POST", "/api/v1/constitution/versions", 422, past);
  assert.deepEqual([late.slug, late.pointer], ["version-date", "/effective_on"]);
  const orphan = { body: { document, effective_on: today, adopted_by: NOBODY } };
  const lost = await refusal(admin, "POST", "/api/v1/constitution/versions", 404, orphan);
  assert.deepEqual([lost.slug, lost.pointer], ["not-found", "/adopted_by"]);

  const entered = await admin.post<{ id: string; number: number }>("/api/v1/constitution/versions", {
    body: { document: { ...document, transfer_rule: "majority" }, effective_on: "2099-01-01" }, expect: 201,
  });
  assert.equal(entered.body.number, 2);
  assert.equal(entered.headers.get("location"), `/api/v1/constitution/versions/${entered.body.id}`);
  await anyone().get(`/api/v1/constitution/versions/${entered.body.id}`, { expect: 200 });
  await anyone().get(`/api/v1/constitution/versions/${NOBODY}`, { expect: 404 });
  const versions = await anyone().get<List<{ number: number }>>("/api/v1/constitution/versions?limit=1");
  assert.deepEqual(versions.body.items.map((version) => version.number), [1]);
  assert.match(versions.headers.get("link") ?? "", /rel="next"/);
  const rest = await anyone().get<List<{ number: number }>>(`/api/v1/constitution/versions?after=${versions.body.next}`);
  assert.deepEqual(rest.body.items.map((version) => version.number), [2]);
  assert.equal((await anyone().get<{ number: number }>("/api/v1/constitution")).body.number, 1);
});

/* --- the registry --------------------------------------------------------------------------- */

test("anyone may read who decides here, and no name of a member", async () => {
  await enter({ name: "Secrète Casanova", category: "towns", kind: "legal" });
  const registry = await anyone().get<{
    colleges: { id: string; weight: string; members: number }[]; members: { admitted: number }; offices: { role: string }[];
  }>("/api/v1/registry");
  assert.deepEqual(registry.body.colleges.map((college) => college.weight), ["2/5", "7/20", "1/4"]);
  const sum = registry.body.colleges.reduce((all, college) => all + college.members, 0);
  assert.equal(sum, registry.body.members.admitted);
  assert.ok(registry.body.offices.some((office) => office.role === "administrator"));
  assert.doesNotMatch(JSON.stringify(registry.body), /Casanova/);
  const page = await anyone().get<List<{ id: string }>>("/api/v1/colleges?limit=2");
  assert.deepEqual(page.body.items.map((college) => college.id), ["workers", "users"]);
  const next = await anyone().get<List<{ id: string }>>(`/api/v1/colleges?limit=2&after=${page.body.next}`);
  assert.deepEqual(next.body, { items: next.body.items });
  assert.deepEqual(next.body.items.map((college) => college.id), ["supporters"]);
  assert.equal((await anyone().get<List<object>>("/api/v1/categories")).body.items.length, 4);
  assert.equal((await refusal(anyone(), "GET", "/api/v1/colleges?after=moon", 400)).pointer, "after");
  assert.equal((await refusal(anyone(), "GET", "/api/v1/colleges?moon=1", 400)).pointer, "moon");
});

/* --- members -------------------------------------------------------------------------------- */

const REFUSED: [string, object, number, string, string][] = [
  ["without a name", { name: "" }, 400, "empty-text", "/name"],
  ["of a kind that does not exist", { kind: "moon" }, 400, "json-value", "/kind"],
  ["suspended from the start", { state: "suspended" }, 400, "json-value", "/state"],
  ["in an unknown college", { college: "moon" }, 422, "unknown-college", "/college"],
  ["in an unknown category", { category: "moon" }, 422, "unknown-category", "/category"],
  ["in a college of other categories", { college: "workers" }, 422, "category-outside-college", "/college"],
  ["with a member that is not known", { moon: 1 }, 400, "json-unknown-member", "/moon"],
  ["with shares below zero", { shares: -1 }, 400, "json-value", "/shares"],
  ["with an address that is none", { person: { email: "moon" } }, 422, "email", "/person/email"],
  ["with a day that does not exist", { admitted_on: "2026-02-30" }, 400, "not-a-date", "/admitted_on"],
  ["admitted in the future", { admitted_on: "2099-01-01" }, 422, "member-date", "/admitted_on"],
  ["of legal kind with a phone", { kind: "legal", person: { phone: "0" } }, 422, "member-kind", "/person"],
  ["with control characters", { name: "A\u0007" }, 400, "control-characters", "/name"],
  ["with characters that turn the writing", { name: "A\u202eB" }, 400, "control-characters", "/name"],
];

for (const [what, fields, status, refused, pointer] of REFUSED) {
  test(`a member ${what} is refused at ${pointer}`, async () => {
    const body = { kind: "natural", name: "A", category: "users", state: "admitted", ...fields };
    const problem = await refusal(admin, "POST", "/api/v1/members", status, { body });
    assert.deepEqual([problem.slug, problem.pointer], [refused, pointer]);
  });
}

test("a member is entered once, however often the same request is sent", async () => {
  const body = { kind: "natural", name: "Idem Potent", category: "users", state: "admitted" };
  const headers = { "idempotency-key": "members-0001" };
  const first = await admin.post<Member>("/api/v1/members", { body, headers, expect: 201 });
  const again = await admin.post<Member>("/api/v1/members", { body, headers, expect: 201 });
  assert.equal(again.body.id, first.body.id);
  assert.equal(again.headers.get("idempotency-replayed"), "true");
  const other = { body: { ...body, name: "Autre" }, headers };
  assert.equal((await refusal(admin, "POST", "/api/v1/members", 422, other)).slug, "idempotency-key-reused");
});

test("a member is corrected, moved, suspended and leaves, each with the tag that was read", async () => {
  const entered = await enter({ admitted_on: "2026-01-15", person: { email: "a@example.org", language: "fr" } });
  const path = `/api/v1/members/${entered.body.id}`;
  assert.equal(entered.headers.get("location"), path);
  assert.equal((await refusal(admin, "PATCH", path, 428, { body: { name: "B" } })).slug, "match-required");
  const corrected = await admin.patch<Member & { person: object }>(path, {
    body: { name: "B", person: { phone: "01" } }, headers: { "if-match": entered.etag },
  });
  assert.equal(corrected.body.name, "B");
  assert.partialDeepStrictEqual(corrected.body.person, { email: "a@example.org", phone: "01" });
  const stale = { body: { name: "C" }, headers: { "if-match": entered.etag } };
  assert.equal((await refusal(admin, "PATCH", path, 412, stale)).slug, "stale");
  const taken = { body: { number: "1" }, headers: { "if-match": corrected.etag } };
  assert.equal((await refusal(admin, "PATCH", path, 409, taken)).slug, "member-number-taken");

  const moved = await admin.post<Member & { memberships: object[] }>(`${path}/memberships`, {
    body: { category: "employees", from_on: "2026-02-01" }, headers: { "if-match": corrected.etag },
  });
  assert.equal(moved.body.memberships.length, 2);
  const before = { body: { category: "friends", from_on: "2026-01-31" }, headers: { "if-match": moved.etag } };
  assert.equal((await refusal(admin, "POST", `${path}/memberships`, 409, before)).slug, "member-in-two-colleges");
  const righted = await admin.post<Member & { category: string }>(`${path}/memberships`, {
    body: { category: "friends", from_on: "2026-02-01" }, headers: { "if-match": moved.etag },
  });
  assert.equal(righted.body.category, "friends");

  const suspended = await admin.post<Member>(`${path}/state`, {
    body: { state: "suspended", on: today }, headers: { "if-match": righted.etag },
  });
  assert.equal(suspended.body.state, "suspended");
  const again = { body: { state: "suspended", on: today }, headers: { "if-match": suspended.etag } };
  assert.equal((await refusal(admin, "POST", `${path}/state`, 409, again)).slug, "wrong-state");
  const applied = { body: { state: "applied", on: today }, headers: { "if-match": suspended.etag } };
  assert.equal((await refusal(admin, "POST", `${path}/state`, 400, applied)).pointer, "/state");
  const left = await admin.post<Member>(`${path}/state`, {
    body: { state: "left", on: today }, headers: { "if-match": suspended.etag },
  });
  assert.deepEqual([left.body.state, left.body.college], ["left", undefined]);
});

test("the register is read page by page, and searched by the start of a name", async () => {
  for (const name of ["Zoé Zicavo", "Zélie Zonza", "Zacharie Zuani"]) await enter({ name, category: "friends" });
  const names: string[] = [];
  let after = "";
  do {
    const page = await admin.get<List<Member>>(`/api/v1/members?college=supporters&limit=2${after}`);
    assert.ok(page.body.items.length <= 2);
    names.push(...page.body.items.map((member) => member.name));
    after = page.body.next ? `&after=${page.body.next}` : "";
  } while (after);
  assert.ok(names.includes("Zoé Zicavo") && names.includes("Zacharie Zuani"));
  assert.deepEqual(names, [...names].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
  const found = await admin.get<List<Member>>("/api/v1/members?q=zonz");
  assert.deepEqual(found.body.items.map((member) => member.name), ["Zélie Zonza"]);
  assert.equal((await admin.get<List<Member>>("/api/v1/members?q=%25")).body.items.length, 0);
  assert.equal((await refusal(admin, "GET", "/api/v1/members?state=moon", 400)).pointer, "state");
  assert.equal((await refusal(admin, "GET", "/api/v1/members?after=moon", 400)).pointer, "after");
  assert.equal((await refusal(admin, "GET", "/api/v1/members?limit=501", 400)).slug, "parameter");
});

test("a legal person acts through representatives, who come and go", async () => {
  const town = await enter({ kind: "legal", name: "Commune de Corte", category: "towns" });
  const path = `/api/v1/members/${town.body.id}`;
  assert.equal((await refusal(admin, "POST", `${path}/links`, 409, { body: {} })).slug, "nobody-acts");
  const body = { name: "Félix Grimaldi", email: "felix@example.org", rank: "full", authority: "Délibération", from_on: today };
  const named = await admin.post<{ id: string }>(`${path}/representatives`, { body, expect: 201 });
  const felix = await signedIn(town.body.id);
  const session = await felix.get<{ members: { name: string; how: string }[] }>("/api/v1/session");
  assert.deepEqual(session.body.members.map(({ name, how }) => [name, how]), [["Commune de Corte", "full"]]);
  await felix.get(path, { expect: 200 });
  const self = { body: { ...body, rank: "self" } };
  assert.equal((await refusal(admin, "POST", `${path}/representatives`, 400, self)).pointer, "/rank");
  await admin.delete(`${path}/representatives/${named.body.id}`, { expect: 204 });
  assert.equal((await refusal(admin, "DELETE", `${path}/representatives/${named.body.id}`, 409)).slug, "wrong-state");
  await felix.get(path, { expect: 403 });
  const adult = await enter();
  const refused = await refusal(admin, "POST", `/api/v1/members/${adult.body.id}/representatives`, 422, { body });
  assert.equal(refused.slug, "member-kind");
});

/* --- import --------------------------------------------------------------------------------- */

test("a file is imported whole, tried without being kept, or refused with its lines", async () => {
  const csv = { "content-type": "text/csv" };
  const path = "/api/v1/members/imports";
  const file = "Numéro;Nom;Catégorie\r\n9001;Un;users\r\n9002;Deux;towns\r\n";
  const tried = await imported(admin, file, "?dry_run=true");
  assert.deepEqual([tried.state, tried.result?.colleges], ["done", { workers: 0, users: 1, supporters: 1 }]);
  assert.equal((await admin.get<List<Member>>("/api/v1/members?q=9001")).body.items.length, 0);
  const bad = file.replace("towns", "moon");
  const triedBad = await imported(admin, bad, "?dry_run=true");
  assert.deepEqual([triedBad.state, triedBad.result?.errors.length], ["done", 1]);
  const refused = await imported(admin, bad);
  assert.deepEqual([refused.state, refused.problem?.type], ["failed", "urn:palabre:problem:import-line"]);
  assert.deepEqual(refused.result?.errors.map(({ line, code }) => [line, code]), [[3, "unknown-category"]]);
  assert.equal((await admin.get<List<Member>>("/api/v1/members?q=9001")).body.items.length, 0);
  const done = await imported(admin, file);
  assert.deepEqual([done.state, done.result?.rows, done.progress], ["done", 2, { done: file.length + 2, total: file.length + 2 }]);
  assert.equal((await admin.get<List<Member>>("/api/v1/members?q=9001")).body.items.length, 1);
  const json = { body: file, headers: { "content-type": "application/json" } };
  assert.equal((await refusal(admin, "POST", path, 415, json)).slug, "media-type");
  const separator = { body: file, headers: csv };
  assert.equal((await refusal(admin, "POST", `${path}?separator=x`, 400, separator)).pointer, "separator");
});

/* --- offices, links, sessions, tokens ------------------------------------------------------- */

test("offices give and take; the last administrator stays; names are for who is signed in", async () => {
  const secretary = await enter();
  const api = await signedIn(secretary.body.id);
  await api.get("/api/v1/members", { expect: 403 });
  const body = { member: secretary.body.id, role: "secretary" };
  const office = await admin.post<{ id: string; person: { name: string } }>("/api/v1/offices", { body, expect: 201 });
  assert.equal(office.body.person.name, secretary.body.name);
  assert.equal((await refusal(admin, "POST", "/api/v1/offices", 409, { body })).slug, "office-held");
  await api.get("/api/v1/members", { expect: 200 });
  await api.post("/api/v1/offices", { body, expect: 403 });
  const offices = await anyone().get<List<{ id: string; role: string; person?: object }>>("/api/v1/offices");
  assert.ok(offices.body.items.every((item) => item.person === undefined));
  const administrator = offices.body.items.find((item) => item.role === "administrator");
  const path = `/api/v1/offices/${administrator?.id}`;
  assert.equal((await refusal(admin, "DELETE", path, 409)).slug, "last-administrator");
  for (const [wrong, status, pointer] of [
    [{ ...body, role: "king" }, 400, "/role"],
    [{ role: "teller" }, 400, "/person"],
    [{ ...body, person: NOBODY }, 400, "/person"],
    [{ ...body, role: "chair", from: "2020-01-01T00:00:00Z" }, 422, undefined],
  ] as const) {
    const request = { body: wrong };
    assert.equal((await refusal(admin, "POST", "/api/v1/offices", status, request)).pointer, pointer);
  }
  /* A secretary makes links for members, and none to become administrator. */
  await linkOf((await enter()).body.id, api);
  const session = await admin.get<{ person: { id: string } }>("/api/v1/session");
  const steal = await refusal(api, "POST", `/api/v1/persons/${session.body.person.id}/links`, 403, { body: {} });
  assert.equal(steal.slug, "forbidden");
  await admin.delete(`/api/v1/offices/${office.body.id}`, { expect: 204 });
  await api.get("/api/v1/members", { expect: 403 });
});

test("someone who is not a member is given an office, and signs in", async () => {
  type Office = { id: string; person: { id: string; name: string } };
  const clerk = { name: "Ysé Mancini", email: "yse@example.org", phone: "+33 4 95 00 00 00", language: "fr" };
  const { body } = await admin.post<Office>("/api/v1/offices", { body: { ...clerk, role: "auditor" }, expect: 201 });
  assert.equal(body.person.name, clerk.name);
  const link = await admin.post<{ url: string }>(`/api/v1/persons/${body.person.id}/links`, { body: {}, expect: 201 });
  const api = anyone();
  await api.signIn(tokensIn(link.body.url)[0] ?? "");
  const me = await api.get<{ person: object; members: object[]; offices: string[] }>("/api/v1/me", { expect: 200 });
  assert.deepEqual(me.body.person, { id: body.person.id, ...clerk });
  assert.deepEqual([me.body.members, me.body.offices], [[], ["auditor"]]);
  await api.get("/api/v1/members", { expect: 200 });
  const member = (await enter()).body.id;
  for (const [wrong, status, slug, pointer] of [
    [{ name: "" }, 400, "empty-text", "/name"],
    [{ ...clerk, member }, 400, "json-unknown-member", "/name"],
    [{ ...clerk, person: body.person.id }, 400, "json-unknown-member", "/name"],
    [{ member, email: clerk.email }, 400, "json-missing", "/name"],
    [{ ...clerk, email: "moon" }, 422, "email", "/email"],
    [{ ...clerk, language: "co" }, 400, "json-value", "/language"],
  ] as const) {
    const found = await refusal(admin, "POST", "/api/v1/offices", status, { body: { ...wrong, role: "auditor" } });
    assert.deepEqual([found.slug, found.pointer], [slug, pointer]);
  }
});

test("a link signs in once, and a newer one replaces it", async () => {
  const member = await enter();
  const first = await linkOf(member.body.id);
  const second = await linkOf(member.body.id);
  assert.equal((await refusal(anyone(), "POST", "/api/v1/session", 401, { body: { token: first } })).slug, "link-spent");
  const api = anyone();
  await api.signIn(second);
  assert.match(api.cookie ?? "", /^palabre=/);
  assert.equal((await refusal(anyone(), "POST", "/api/v1/session", 401, { body: { token: second } })).slug, "link-spent");
  await api.get(`/api/v1/members/${member.body.id}`, { expect: 200 });
  const cookie = api.cookie ?? "";
  await api.delete("/api/v1/session", { expect: 204 });
  await anyone().get(`/api/v1/members/${member.body.id}`, { headers: { cookie }, expect: 401 });
  assert.equal((await anyone().get<{ person: null }>("/api/v1/session")).body.person, null);
});

test("the register tells who keeps it whom no link reaches", async () => {
  type Row = { id: string; acting?: { person: string; reached: boolean } };
  const member = await enter();
  const town = await enter({ kind: "legal", name: "Commune d’Aullène", category: "towns" });
  const rowOf = async (id: string, by = admin): Promise<Row | undefined> => {
    const { body: { name } } = await admin.get<Member>(`/api/v1/members/${id}`);
    return (await by.get<List<Row>>(`/api/v1/members?q=${encodeURIComponent(name)}`)).body.items.find((row) => row.id === id);
  };
  const before = await rowOf(member.body.id);
  assert.equal(before?.acting?.reached, false);
  assert.equal((await rowOf(town.body.id))?.acting, undefined);
  const made = { body: {}, expect: 201 };
  await admin.post(`/api/v1/persons/${before.acting.person}/links`, made);
  assert.deepEqual((await rowOf(member.body.id))?.acting, { person: before.acting.person, reached: true });

  const auditor = await enter();
  await admin.post("/api/v1/offices", { body: { member: auditor.body.id, role: "auditor" }, expect: 201 });
  const reader = await signedIn(auditor.body.id);
  assert.equal((await rowOf(member.body.id, reader))?.acting, undefined);
  assert.equal((await rowOf(auditor.body.id))?.acting?.reached, true);
});

test("a page of another site does not write with our cookie", async () => {
  const member = await enter();
  const api = await signedIn(member.body.id);
  for (const headers of [{ origin: "https://evil.example" }, { "sec-fetch-site": "cross-site" }]) {
    const problem = await refusal(api, "DELETE", "/api/v1/session", 403, { headers });
    assert.equal(problem.slug, "foreign-origin");
  }
  await api.get(`/api/v1/members/${member.body.id}`, { expect: 200 });
});

test("a token may what its scopes say, until it is revoked", async () => {
  const body = { label: "registre", scopes: ["read", "register"] };
  const made = await admin.post<{ id: string; token: string }>("/api/v1/tokens", { body, expect: 201 });
  const program = new Api(server.url, { token: made.body.token });
  await program.get("/api/v1/members", { expect: 200 });
  await program.patch("/api/v1/society", { body: { name: "X" }, expect: 403 });
  await program.post("/api/v1/tokens", { body, expect: 403 });
  const tokens = await admin.get<List<{ id: string }>>("/api/v1/tokens");
  assert.ok(tokens.body.items.some((token) => token.id === made.body.id));
  assert.doesNotMatch(JSON.stringify(tokens.body), new RegExp(made.body.token));
  await admin.delete(`/api/v1/tokens/${made.body.id}`, { expect: 204 });
  assert.equal((await refusal(program, "GET", "/api/v1/members", 401)).slug, "unauthenticated");
  assert.equal((await refusal(admin, "DELETE", `/api/v1/tokens/${made.body.id}`, 404)).slug, "not-found");
  for (const [wrong, pointer] of [
    [{ ...body, scopes: [] }, "/scopes"],
    [{ ...body, scopes: ["moon"] }, "/scopes/0"],
    [{ ...body, label: "" }, "/label"],
    [{ ...body, expires_at: "2020-01-01T00:00:00Z" }, "/expires_at"],
  ] as const) {
    assert.equal((await refusal(admin, "POST", "/api/v1/tokens", 400, { body: wrong })).pointer, pointer);
  }
});

test("the programs beside a server refuse to write, and import when it has stopped", async () => {
  palabre(["link", "--db", db, "--administrator"], 1);
  await server.stop();
  assert.equal(tokensIn(palabre(["link", "--db", db, "--administrator"])).length, 1);
  assert.equal(tokensIn(palabre(["link", "--db", db, "--member", "1"])).length, 1);
  palabre(["link", "--db", db, "--member", "moon"], 1);
  palabre(["link", "--db", db], 2);
  palabre(["init", "--db", db, "--log-name", "a.coop/log", "--constitution", STATUTES, "--admin-name", "A"], 1);
  palabre(["rebuild", "--db", db]);
  server = await Server.start({ db });
  assert.equal((await anyone().get<{ name: string }>("/api/v1/society")).body.name, "Les Sept");
});

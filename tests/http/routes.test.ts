/*
 * Every route of the table: the document of the API describes it as it is, and whatever its handler
 * does, it refuses who may not, what cannot be read, and what nobody asked for.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";

import { type List, NOBODY, type Named, type Problem, SCOPES, Society, slug } from "./society.ts";
import { Raw } from "./raw.ts";
import { type Api, contract } from "./support.ts";

const BUILD = resolve(process.env["PALABRE_BUILD"] ?? "build");
const MOON = '{"moon":1}';
const DAY = 86_400_000;

type Route = {
  method: string; pattern: string; capability: string; body_bytes: number; query: string[];
  creates: boolean; reads: boolean; doc: string;
};

function table(): Route[] {
  const run = spawnSync(join(BUILD, "tests/routes_list"), { encoding: "utf8" });
  assert.equal(run.status, 0, run.stderr);
  return JSON.parse(run.stdout) as Route[];
}

const routes = table();
const name = (route: Route): string => `${route.method} ${route.pattern}`;
/* The client's own pages are no part of the API. */
const described = routes.filter((route) => route.pattern !== "/{page...}");
const isOpen = (route: Route): boolean => ["read", "sign_in"].includes(route.capability);
const writes = (route: Route): boolean => route.method !== "GET" && !route.reads;

/* --- the document --------------------------------------------------------------------------- */

type Parameter = { name: string; in: string };
type Operation = {
  "x-capability": string; summary?: string; responses: Record<string, unknown>;
  parameters?: (Parameter | { $ref: string })[]; requestBody?: { content: Record<string, unknown> };
};

const operationOf = (route: Route): Operation | undefined =>
  contract.operations.find(({ method, template }) =>
    method === route.method && template === route.pattern.replace("...}", "}"))?.value as Operation | undefined;

/* The names of the query in the document; those of components/parameters are called alike. */
function queryOf(operation: Operation): string[] {
  const parameters = operation.parameters ?? [];
  const shared = parameters.flatMap((each) => "$ref" in each ? [each.$ref.split("/").at(-1) ?? ""] : []);
  const own = parameters.flatMap((each) => "in" in each && each.in === "query" ? [each.name] : []);
  return [...own, ...shared.filter((each) => ["limit", "after"].includes(each))].sort();
}

const has = (operation: Operation, shared: string): boolean =>
  (operation.parameters ?? []).some((each) => "$ref" in each && each.$ref.endsWith(`/${shared}`));

for (const route of described) {
  test(`the document says of ${name(route)} what the table does`, () => {
    const operation = operationOf(route);
    assert.ok(operation, "it is described");
    const documented = Object.keys(operation.responses);
    const says = (status: number): boolean => documented.includes(String(status));
    assert.equal(operation["x-capability"], `PAL_MAY_${route.capability.toUpperCase()}`);
    assert.deepEqual(queryOf(operation), [...route.query].sort());
    assert.equal("requestBody" in operation, route.body_bytes > 0, "a body");
    assert.equal(has(operation, "idempotency_key"), route.creates, "an Idempotency-Key");

    assert.ok(documented.some((status) => status.startsWith("2")), "a success");
    assert.ok(says(201) || !route.creates, "what creates answers 201");
    assert.equal(says(401), !isOpen(route), "401 where somebody must be signed in");
    assert.equal(says(403), !isOpen(route) || route.capability === "sign_in", "403 where rights are asked for");
    assert.ok(says(404) || !route.pattern.includes("{"), "404 where a thing is named");
    assert.equal(says(413) && says(415), route.body_bytes > 0, "413 and 415 where there is a body");
    assert.equal(says(412) && says(428), has(operation, "if_match"), "412 and 428 where a tag is asked for");
    assert.equal(says(400), route.body_bytes > 0 || route.query.length > 0, "400 where there is something to read");
    assert.ok(says(503) || !writes(route), "503 where something is written");
  });
}

test("the document has no route that the table has not", () => {
  const known = described.map((route) => name(route).replace("...}", "}")).sort();
  assert.deepEqual(contract.operations.map(({ method, template }) => `${method} ${template}`).sort(), known);
});

/* --- the society of the sweep ---------------------------------------------------------------- */

const society = new Society();
const ids: Record<string, string> = {};
const tokens = { everything: "", onlyRead: "", principal: "", holder: "" };

async function tokenOf(by: Api, scopes = SCOPES): Promise<string> {
  const body = { label: scopes.join(), scopes };
  return (await by.post<{ token: string }>("/api/v1/tokens", { body, expect: 201 })).body.token;
}

async function create(path: string, body: object, by = society.admin): Promise<string> {
  return (await by.post<Named>(path, { body, expect: 201 })).body.id;
}

const inDays = (days: number): string => new Date(Date.now() + days * DAY).toISOString();

/* A meeting that is called, and its resolution. */
async function convene(): Promise<{ assembly: string; resolution: string }> {
  const assembly = await create("/api/v1/assemblies",
    { kind: "ordinary", title: "Convoquée", place: "Corte", meets_at: inDays(40) });
  const resolution = await create(`/api/v1/assemblies/${assembly}/resolutions`,
    { class: "ordinary", origin: "board", title: "Comptes", text: "Approuvés." });
  await society.act(`/api/v1/assemblies/${assembly}`, "notice");
  return { assembly, resolution };
}

/* Its two sides have each what only they may do. */
async function giveProxy(assembly: string): Promise<void> {
  const [principal, holder] = [await society.enter(), await society.enter()];
  const byPrincipal = await society.browserOf(principal);
  ids["proxy"] = await create("/api/v1/proxies", { assembly, principal, holder }, byPrincipal);
  tokens.principal = await tokenOf(byPrincipal);
  tokens.holder = await tokenOf(await society.browserOf(holder));
}

/* A poll that is called, and a paper that came by post. */
async function callPoll({ assembly, resolution }: { assembly: string; resolution: string }): Promise<void> {
  const poll = await create("/api/v1/polls", {
    assembly, resolution, kind: "resolution", method: "motion", parameters: {}, secrecy: "open",
    opens_at: inDays(40), closes_at: inDays(41),
  });
  await society.act(`/api/v1/polls/${poll}`, "call");
  const paper = { member: await society.enter(), channel: "postal", ballot: { choice: 0 } };
  ids["poll"] = poll;
  ids["paper"] = await create(`/api/v1/polls/${poll}/papers`, paper);
}

/* Who may do it: whoever has every office, but for what a member does for themselves. */
function ableTo(route: Route): string {
  if (/\/proxies\/.*\/(acceptance|refusal)$/.test(route.pattern)) return tokens.holder;
  return route.pattern.endsWith("/revocation") ? tokens.principal : tokens.everything;
}

/* One object for each name that stands in braces. */
before(async () => {
  await society.open();
  const { admin } = society;
  tokens.everything = await tokenOf(admin);
  tokens.onlyRead = await tokenOf(admin, ["read"]);
  const versions = await admin.get<List<Named>>("/api/v1/constitution/versions");
  const session = await admin.get<{ person: Named }>("/api/v1/session");
  const programs = await admin.get<List<Named>>("/api/v1/tokens");
  const offices = await admin.get<List<Named>>("/api/v1/offices");
  ids["version"] = versions.body.items[0]?.id ?? "";
  ids["person"] = session.body.person.id;
  ids["token"] = programs.body.items[0]?.id ?? "";
  ids["office"] = offices.body.items[0]?.id ?? "";
  ids["job"] = NOBODY; /* none has run */

  ids["member"] = await society.enter({ kind: "legal", name: "Commune de Corte", category: "towns" });
  ids["representative"] = await create(`/api/v1/members/${ids["member"]}/representatives`, {
    name: "Félix Grimaldi", rank: "full", authority: "Délibération", from_on: new Date().toISOString().slice(0, 10),
  });
  ids["assembly"] = await create("/api/v1/assemblies",
    { kind: "ordinary", title: "Assemblée", place: "Corte", meets_at: inDays(40) });
  ids["resolution"] = await create(`/api/v1/assemblies/${ids["assembly"]}/resolutions`,
    { class: "ordinary", origin: "board", title: "Comptes", text: "Approuvés." });
  const attached = await society.admin.post<Named>(`/api/v1/resolutions/${ids["resolution"]}/attachments?name=a.txt`,
    { body: "a", headers: { "content-type": "application/octet-stream" }, expect: 201 });
  ids["attachment"] = attached.body.id;
  const called = await convene();
  await giveProxy(called.assembly);
  await callPoll(called);
  const writer = await society.browserOf(await society.enter());
  ids["contribution"] = await create(`/api/v1/resolutions/${called.resolution}/contributions`,
    { kind: "question", text: "Combien ?" }, writer);
  ids["amendment"] = await create(`/api/v1/resolutions/${(await convene()).resolution}/amendments`,
    { version: 1, text: "Refusés." }, writer);
  ids["motion"] = NOBODY; /* the statutes have none */
  ids["initiative"] = NOBODY; /* the same */
  ids["speech"] = NOBODY; /* nobody asks before the day */
  ids["number"] = "1";
  ids["template"] = "scop";
  for (const name of ["minutes", "decision", "step"]) ids[name] = NOBODY; /* no assembly has ended */
  ids["path..."] = "0/000.p/1";
  ids["file"] = "0.tlog-proof";
  ids["page..."] = "";
});
after(() => society.close());

function pathOf(route: Route): string {
  return route.pattern.replaceAll(/\{([\w.]+)\}/g, (_, parameter: string) => {
    const id = ids[parameter];
    assert.ok(id !== undefined, `the sweep has a ${parameter}`);
    return id;
  });
}

type Answer = { status: number; slug: string; problem: Problem; headers: Map<string, string> };
type Sent = { token?: string; type?: string; body?: string | Buffer; bytes?: number; method?: string };

/* Sends bytes as they are, and holds what comes against the document. */
async function ask(route: Route, path: string, sent: Sent): Promise<Answer> {
  const method = sent.method ?? route.method;
  const body = Buffer.from(sent.body ?? "");
  const headers = [
    `${method} ${path} HTTP/1.1`, "Host: localhost", "Connection: close", `Content-Length: ${sent.bytes ?? body.length}`,
    ...(sent.token ? [`Authorization: Bearer ${sent.token}`] : []),
    ...(method === "GET" ? [] : [`Content-Type: ${sent.type ?? "application/json"}`, "If-Match: *"]),
  ];
  const raw = await Raw.open(society.server.url);
  try {
    raw.send(Buffer.concat([Buffer.from(`${headers.join("\r\n")}\r\n\r\n`), body]));
    const reply = await raw.reply(30_000);
    const problem = JSON.parse(reply.body) as Problem;
    if (described.includes(route)) {
      contract.check({
        method: route.method, path, sent: undefined, status: reply.status,
        headers: new Headers([...reply.headers]), body: problem,
      });
    }
    return { status: reply.status, slug: slug(problem), problem, headers: reply.headers };
  } finally {
    raw.close();
  }
}

/* --- who may not ----------------------------------------------------------------------------- */

for (const route of routes.filter((each) => !isOpen(each))) {
  test(`${name(route)} is not for who is not signed in`, async () => {
    const answer = await ask(route, pathOf(route), { body: route.body_bytes > 0 ? "{}" : "" });
    assert.deepEqual([answer.status, answer.slug], [401, "unauthenticated"]);
    assert.match(answer.headers.get("www-authenticate") ?? "", /^Bearer/);
  });
}

for (const route of routes.filter((each) => writes(each) && !isOpen(each))) {
  test(`${name(route)} is not for a program that may only read`, async () => {
    const answer = await ask(route, pathOf(route), { token: tokens.onlyRead, body: route.body_bytes > 0 ? "{}" : "" });
    assert.deepEqual([answer.status, answer.slug], [403, "forbidden"]);
  });
}

/* --- what cannot be read --------------------------------------------------------------------- */

const BODIES: [string, Sent, number, string][] = [
  ["nothing", { body: "" }, 400, "json-syntax"],
  ["half of an object", { body: '{"moon":' }, 400, "json-syntax"],
  ["two objects", { body: "{}{}" }, 400, "json-syntax"],
  ["a list", { body: "[]" }, 400, "json-type"],
  ["a member that stands twice", { body: '{"moon":1,"moon":1}' }, 400, "json-duplicate-key"],
  ["a member that is not known", { body: MOON }, 400, "json-unknown-member"],
  ["objects in objects without end", { body: '{"moon":'.repeat(1000) }, 400, "too-deep"],
  ["bytes that are not UTF-8", { body: Buffer.from('{"moon":"\xff"}', "latin1") }, 400, "not-utf8"],
  ["a number that is no integer", { body: '{"moon":0.5}' }, 400, "json-number"],
  ["half of a surrogate pair", { body: '{"moon":"\\ud83d"}' }, 400, "json-escape"],
  ["a form", { body: "moon=1", type: "application/x-www-form-urlencoded" }, 415, "media-type"],
  ["a text", { body: "{}", type: "text/plain" }, 415, "media-type"],
];

/* Does this route read JSON? The others read a file. */
const readsJson = (route: Route): boolean =>
  "application/json" in (operationOf(route)?.requestBody?.content ?? {});

for (const route of routes.filter(readsJson)) {
  test(`${name(route)} refuses what is not JSON of its own`, async () => {
    for (const [what, sent, status, refused] of BODIES) {
      const answer = await ask(route, pathOf(route), { token: ableTo(route), ...sent });
      assert.deepEqual([answer.status, answer.slug], [status, refused], what);
    }
  });
}

for (const route of routes.filter((each) => each.body_bytes > 0 && !readsJson(each))) {
  test(`${name(route)} refuses another media type`, async () => {
    const answer = await ask(route, pathOf(route), { token: ableTo(route), body: "{}" });
    assert.deepEqual([answer.status, answer.slug], [415, "media-type"]);
  });
}

for (const route of routes) {
  test(`${name(route)} refuses one byte more than it reads`, async () => {
    const answer = await ask(route, pathOf(route), { token: ableTo(route), bytes: route.body_bytes + 1 });
    assert.deepEqual([answer.status, answer.slug], [413, "too-large"]);
  });

  test(`${name(route)} refuses a parameter that it does not know, or one that stands twice`, async () => {
    const unknown = await ask(route, `${pathOf(route)}?moon=1`, { token: ableTo(route) });
    assert.deepEqual([unknown.status, unknown.slug, unknown.problem.pointer], [400, "parameter", "moon"]);
    const twice = await ask(route, `${pathOf(route)}?limit=1&limit=1`, { token: ableTo(route) });
    assert.deepEqual([twice.status, twice.slug], [400, "parameter"]);
  });
}

for (const route of routes.filter((each) => each.query.includes("limit"))) {
  test(`${name(route)} gives pages of 1 to 500 items`, async () => {
    for (const limit of ["0", "-1", "501", "ten", "18446744073709551617", ""]) {
      const answer = await ask(route, `${pathOf(route)}?limit=${limit}`, { token: ableTo(route) });
      assert.deepEqual([answer.status, answer.slug], [400, "parameter"], `limit=${limit}`);
    }
  });
}

/* --- methods --------------------------------------------------------------------------------- */

const takesRest = (route: Route): boolean => route.pattern.endsWith("...}");
const patterns = new Set(routes.filter((route) => !takesRest(route)).map((route) => route.pattern));

for (const pattern of patterns) {
  test(`${pattern} says which methods it has to whoever uses another`, async () => {
    const own = routes.filter((route) => route.pattern === pattern);
    const [route] = own;
    assert.ok(route);
    const known = own.map((each) => each.method);
    const allowed = [...known, ...(known.includes("GET") ? ["HEAD"] : []), "OPTIONS"].sort();
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "TRACE"].filter((each) => !known.includes(each))) {
      const answer = await ask(route, pathOf(route), { method, token: ableTo(route) });
      assert.deepEqual([answer.status, answer.slug], [405, "method-not-allowed"], method);
      assert.deepEqual((answer.headers.get("allow") ?? "").split(", ").sort(), allowed);
    }
  });
}

/* A stream of events has no end: HEAD must come without it. */
for (const route of routes.filter((each) => each.method === "GET")) {
  test(`HEAD ${route.pattern} says what GET does, without its body`, async () => {
    const url = society.server.url + pathOf(route) + (route.query.includes("q") ? "?q=corte" : "");
    const headers = { authorization: `Bearer ${ableTo(route)}`, "accept-encoding": "identity" };
    const got = await fetch(url, { headers });
    const isStream = got.headers.get("content-type")?.startsWith("text/event-stream") ?? false;
    const body = isStream ? await got.body?.cancel() : await got.arrayBuffer();
    const head = await fetch(url, { method: "HEAD", headers });
    assert.deepEqual([head.status, head.headers.get("content-type")], [got.status, got.headers.get("content-type")]);
    /* 202 says how far the making has come, and that grows between the two. */
    if (body && got.status !== 202) assert.equal(head.headers.get("content-length"), String(body.byteLength));
    assert.equal((await head.arrayBuffer()).byteLength, 0);
  });
}

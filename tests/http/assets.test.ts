/*
 * The files of the web client: as they are or compressed, whichever the reader takes, each under its own tag; and
 * nothing else is compressed.
 */
import assert from "node:assert/strict";
import { once } from "node:events";
import { type IncomingHttpHeaders, request } from "node:http";
import { after, before, test } from "node:test";
import { gunzipSync } from "node:zlib";

import { STATUTES } from "./society.ts";
import { Server, palabre, scratch } from "./support.ts";

const folder = scratch();
const db = `${folder.path}/society.palabre`;
let server: Server;
let app = ""; /* the address of the client's script */

before(async () => {
  palabre(["init", "--db", db, "--log-name", "coop.example/log", "--constitution", STATUTES, "--admin-name", "Pascal Orsoni"]);
  server = await Server.start({ db });
  app = /"(\/app-[A-Z0-9]+\.js)"/.exec((await get("/")).body.toString("utf8"))?.[1] ?? "";
});
after(async () => {
  await server?.stop();
  folder.remove();
});

type Answer = { status: number; headers: IncomingHttpHeaders; body: Buffer };

/* As it comes over the wire: fetch() would add what it accepts, and inflate what it gets. */
async function get(path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Answer> {
  const sent = request(`${server.url}${path}`, { method, headers });
  sent.end();
  const [answer] = await once(sent, "response");
  const pieces: Buffer[] = [];
  for await (const piece of answer) pieces.push(piece as Buffer);
  return { status: answer.statusCode, headers: answer.headers, body: Buffer.concat(pieces) };
}

/* All that the client's script fetches, and what that fetches. */
async function scripts(): Promise<string> {
  const seen = new Map<string, string>();
  const waiting = [app];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue;
    const text = (await get(path)).body.toString("utf8");
    seen.set(path, text);
    waiting.push(...[...text.matchAll(/"\.?\/(part-[A-Z0-9]+\.js)"/g)].map(([, file]) => `/${file}`));
  }
  return [...seen.values()].join("\n");
}

const GZIP = { "accept-encoding": "gzip, deflate, br" };

test("a browser is sent the script compressed, and reads the same", async () => {
  const [plain, gzip] = [await get(app), await get(app, GZIP)];
  assert.equal(plain.headers["content-encoding"], undefined);
  assert.equal(gzip.headers["content-encoding"], "gzip");
  assert.equal(gzip.headers["content-length"], String(gzip.body.length));
  assert.ok(gzip.body.length < plain.body.length / 2, `${gzip.body.length} of ${plain.body.length}`);
  assert.deepEqual(gunzipSync(gzip.body), plain.body);
  assert.equal(gzip.headers["content-type"], plain.headers["content-type"]);
  assert.match(gzip.headers["cache-control"] ?? "", /immutable/);
});

test("who refuses gzip, or says nothing, gets the bytes as they are", async () => {
  for (const accepted of ["gzip;q=0", "identity", "br", "*;q=0", "gzip;q=0.1, identity;q=0.2"]) {
    const answer = await get(app, { "accept-encoding": accepted });
    assert.equal(answer.headers["content-encoding"], undefined, accepted);
    assert.equal(answer.status, 200, accepted);
  }
});

test("a cache in between keeps the two forms apart", async () => {
  for (const headers of [{}, GZIP]) {
    const answer = await get("/", headers);
    assert.ok((answer.headers.vary ?? "").split(", ").includes("Accept-Encoding"), answer.headers.vary);
  }
  assert.notEqual((await get(app)).headers.etag, (await get(app, GZIP)).headers.etag);
});

test("each form is known again by its own tag alone", async () => {
  const tags = { plain: (await get("/")).headers.etag ?? "", gzip: (await get("/", GZIP)).headers.etag ?? "" };
  assert.match(tags.gzip, /^"[0-9a-f]{32}"$/, "a strong tag");
  const again = await get("/", { ...GZIP, "if-none-match": tags.gzip });
  assert.equal(again.status, 304);
  assert.equal(again.body.length, 0);
  assert.equal(again.headers["content-encoding"], undefined);
  assert.equal(again.headers.etag, tags.gzip);
  assert.ok((again.headers.vary ?? "").includes("Accept-Encoding"));
  assert.equal((await get("/", { "if-none-match": tags.plain })).status, 304);
  assert.equal((await get("/", { "if-none-match": tags.gzip })).status, 200);
  assert.equal((await get("/", { ...GZIP, "if-none-match": tags.plain })).status, 200);
});

test("HEAD says of each form what GET does", async () => {
  for (const headers of [{}, GZIP]) {
    const [head, whole] = [await get(app, headers, "HEAD"), await get(app, headers)];
    assert.equal(head.status, 200);
    assert.equal(head.body.length, 0);
    for (const name of ["content-encoding", "content-length", "content-type", "etag", "vary", "cache-control"]) {
      assert.equal(head.headers[name], whole.headers[name], name);
    }
  }
});

test("the page of every screen is compressed like the first", async () => {
  const answer = await get("/decisions", GZIP);
  assert.equal(answer.headers["content-encoding"], "gzip");
  assert.match(gunzipSync(answer.body).toString("utf8"), /<!doctype html>/i);
});

/* One directive of the policy, as a list of words. */
function directive(answer: Answer, name: string): string[] | undefined {
  const policy = String(answer.headers["content-security-policy"] ?? "");
  return policy.split(";").map((each) => each.trim().split(/\s+/)).find(([first]) => first === name)?.slice(1);
}

test("the client's files alone may compile WebAssembly, and nothing may evaluate", async () => {
  const worker = /"\/(keeper-[A-Z0-9]+\.js)"/.exec(await scripts())?.[1] ?? "";
  for (const path of ["/", "/decisions", app, `/${worker}`]) {
    const answer = await get(path);
    assert.equal(answer.status, 200, path);
    assert.deepEqual(directive(answer, "script-src"), ["'self'", "'wasm-unsafe-eval'"], path);
    assert.deepEqual(directive(answer, "worker-src"), ["'self'"], path);
  }
  for (const path of ["/api/v1/society", "/api/v1/me", "/api/v1/openapi.json", "/nowhere.js", "/api/v1/nowhere", "/healthz"]) {
    const answer = await get(path);
    assert.deepEqual(directive(answer, "script-src"), ["'self'"], path);
    assert.deepEqual(directive(answer, "default-src"), ["'none'"], path);
  }
});

test("what is not the client's is never compressed: its length would tell", async () => {
  for (const path of ["/api/v1/society", "/api/v1/openapi.json", "/api/v1/me", "/nowhere.js", "/healthz"]) {
    const answer = await get(path, GZIP);
    assert.equal(answer.headers["content-encoding"], undefined, path);
    assert.ok(!(answer.headers.vary ?? "").includes("Accept-Encoding"), path);
  }
});

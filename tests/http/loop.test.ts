/*
 * The loop: durable before acknowledged, at once when there is nothing to wait for, and deaf to
 * those who would hold it up.
 */
import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";

import { assertHeld, residentKiB, within } from "./bounds.ts";
import { Raw } from "./raw.ts";
import { Api, Server, imported, palabre, scratch, tokensIn } from "./support.ts";

const CONSTITUTION = resolve(import.meta.dirname, "../support/constitution.json");
const folder = scratch();
const db = join(folder.path, "coop.palabre");
let server: Server;
let ada: Api;
let token = "";
let members = 0;

type Page = { items: { index: number }[] };

before(async () => {
  const said = palabre(["init", "--db", db, "--log-name", "vote.coop.example/log", "--constitution", CONSTITUTION,
    "--admin-name", "Ada Colonna"]);
  server = await Server.start({ db });
  ada = new Api(server.url);
  await ada.signIn(tokensIn(said)[0] ?? "");
  const made = await ada.post<{ token: string }>("/api/v1/tokens",
    { body: { label: "loop", scopes: ["read", "register"] }, expect: 201 });
  token = made.body.token;
});

after(async () => {
  await server.stop();
  folder.remove();
});

function member(name: string): string {
  return JSON.stringify({ kind: "natural", name, category: "employees", state: "applied" });
}

/* A whole request in one write. */
function request(method: string, path: string, body = "", extra = ""): string {
  const length = Buffer.byteLength(body);
  return `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n${extra}` +
    `Content-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${body}`;
}

function enter(name: string): string {
  members += 1;
  return request("POST", "/api/v1/members", member(name));
}

async function logSize(): Promise<number> {
  const text = await fetch(`${server.url}/log/checkpoint`).then((answer) => answer.text());
  return Number(text.split("\n")[1]);
}

test("a write on a single idle connection is answered at once", async () => {
  const raw = await Raw.open(server.url);
  for (let i = 0; i < 10; i += 1) {
    const start = performance.now();
    raw.send(enter(`Idle ${i}`));
    assert.equal((await raw.reply()).status, 201);
    /* Without waking, the wait is the whole interval of the poll: seconds. */
    assert.ok(performance.now() - start < within(1000));
  }
  raw.close();
});

test("64 connections write at the same time, and each write is one", async () => {
  const size = await logSize();
  const work = Array.from({ length: 64 }, async (_, i) => {
    const raw = await Raw.open(server.url);
    const numbers: string[] = [];
    for (let j = 0; j < 10; j += 1) {
      raw.send(enter(`Writer ${i} ${j}`));
      const reply = await raw.reply(30_000);
      assert.equal(reply.status, 201, reply.body);
      numbers.push((JSON.parse(reply.body) as { number: string }).number);
    }
    raw.close();
    return numbers;
  });
  const numbers = (await Promise.all(work)).flat();
  assert.equal(new Set(numbers).size, 640);
  assert.equal(await logSize(), size + 640);
});

test("a connection may send its next request before the reply", async () => {
  const raw = await Raw.open(server.url);
  raw.send(enter("First of two") + enter("Second of two"));
  assert.equal((await raw.reply()).status, 201);
  assert.equal((await raw.reply()).status, 201);
  raw.close();
});

test("a body without a length is cut at its bound, and memory with it", async (t) => {
  const raw = await Raw.open(server.url);
  const before = residentKiB(server.pid);
  raw.send(`POST /api/v1/members HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n` +
    "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
  const piece = Buffer.from(`1000\r\n${" ".repeat(0x1000)}\r\n`);
  for (let sent = 0; sent < 1 << 26 && raw.received === ""; sent += 0x1000) {
    raw.send(piece);
    await new Promise((done) => setTimeout(done, 1));
  }
  await raw.until((text) => text.includes("urn:palabre:problem:too-large"));
  assert.match(raw.received, /^HTTP\/1\.1 413 /);
  assertHeld(t, residentKiB(server.pid) - before, 16 << 10);
  raw.close();

  /* Who never looks is cut off all the same, after no more than what the socket holds. */
  const deaf = await Raw.open(server.url);
  deaf.socket.pause();
  deaf.send(`POST /api/v1/members HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n` +
    "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (let i = 0; i < 4096 && !deaf.isEnded; i += 1) {
    deaf.send(piece);
    if (i % 64 === 0) await new Promise((done) => setTimeout(done, 1));
  }
  assert.ok(deaf.isEnded);
  assertHeld(t, residentKiB(server.pid) - before, 16 << 10);
});

test("a length beyond the bound is refused before the body", async () => {
  const raw = await Raw.open(server.url);
  raw.send(`POST /api/v1/members HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n` +
    "Content-Type: application/json\r\nContent-Length: 1000000000\r\n\r\n");
  assert.equal((await raw.reply()).status, 413);
  raw.close();
});

test("300 requests that never end hold nobody up", async () => {
  const slow = await Promise.all(Array.from({ length: 300 }, () => Raw.open(server.url)));
  for (const raw of slow) raw.send("POST /api/v1/members HTTP/1.1\r\nHost: loc");
  const raw = await Raw.open(server.url);
  const start = performance.now();
  raw.send(enter("Quick"));
  assert.equal((await raw.reply()).status, 201);
  assert.ok(performance.now() - start < within(1000));
  for (const each of [raw, ...slow]) each.close();
});

test("who listens hears of what happened after the id that they had", async () => {
  const raw = await Raw.open(server.url);
  raw.send("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
  await raw.until((text) => text.includes("retry:"));
  assert.match(raw.received, /\r\ncontent-type: text\/event-stream\r\n/i);
  raw.close();

  const late = await Raw.open(server.url);
  late.send("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: 1\r\n\r\n");
  await late.until((text) => text.includes('{"type":"reset"}'));
  late.close();
});

for (const path of ["/log/tile/../../etc/passwd", "/log/tile/%2e%2e/%2e%2e/etc", "//healthz", "/log//checkpoint",
  "/log/tile/0/x0", "/log/tile/8/000", "/log/tile/0/000.p/0", "/log/tile/0/000.p/257", "/log/tile/64/000",
  "/log/proof/-1.tlog-proof", "/log/proof/01.tlog-proof", "/log/proof/18446744073709551616.tlog-proof",
  "/healthz%00", "/%ff", "/a%2fb"]) {
  test(`nothing is at ${path}`, async () => {
    const raw = await Raw.open(server.url);
    raw.send(request("GET", path));
    const reply = await raw.reply();
    assert.equal(reply.status, 404, reply.body);
    raw.close();
  });
}

test("HEAD says of every public page what GET does, without its body", async () => {
  for (const path of ["/", "/healthz", "/log/checkpoint", "/api/v1/society", "/api/v1/openapi.json"]) {
    const headers = { "accept-encoding": "identity" };
    const got = await fetch(server.url + path, { headers });
    const body = await got.arrayBuffer();
    const head = await fetch(server.url + path, { method: "HEAD", headers });
    assert.equal(head.status, got.status, path);
    assert.equal(head.headers.get("content-length"), String(body.byteLength), path);
    assert.equal((await head.arrayBuffer()).byteLength, 0, path);
  }
});

test("another site's page reads what is public, and nothing else", async () => {
  const headers = { origin: "https://elsewhere.example" };
  const open = await fetch(`${server.url}/api/v1/society`, { headers });
  assert.equal(open.headers.get("access-control-allow-origin"), "*");
  const preflight = await fetch(`${server.url}/api/v1/members`, { method: "OPTIONS", headers });
  assert.equal(preflight.headers.get("access-control-allow-origin"), null);
  const write = await fetch(`${server.url}/api/v1/members`, {
    method: "POST", body: member("From elsewhere"),
    headers: { ...headers, cookie: ada.cookie ?? "", "content-type": "application/json" },
  });
  assert.equal(write.status, 403);
  assert.equal(write.headers.get("access-control-allow-origin"), null);
});

test("while a register comes in nobody is held up: one reads what was before, and is told to come again to write", async () => {
  const rows = 20_000;
  const csv = `number,name,category,state\n${Array.from({ length: rows }, (_, i) => `R${i},Registre ${i},users,applied`).join("\n")}\n`;
  const size = await logSize();
  let isOver = false;
  const ending = imported(new Api(server.url, { token }), csv).finally(() => (isOver = true));
  const raw = await Raw.open(server.url);
  const ask = async (text: string): Promise<{ status: number; body: string; ms: number }> => {
    const start = performance.now();
    raw.send(text);
    const { status, body } = await raw.reply(30_000);
    return { status, body, ms: performance.now() - start };
  };
  const writes: number[] = [];
  const begun = performance.now();
  let slowest = 0;
  while (!isOver) {
    const read = await ask(request("GET", "/api/v1/members?limit=1&q=Registre"));
    const write = await ask(request("POST", "/api/v1/members", member("Beside the register")));
    writes.push(write.status);
    slowest = Math.max(slowest, read.ms, write.ms);
    const entries = await logSize() - size - writes.filter((status) => status === 201).length;
    assert.ok((JSON.parse(read.body) as Page).items.length <= entries, "nobody is seen before the log says so");
  }
  const { state, result } = await ending;
  assert.deepEqual([state, result?.rows], ["done", rows]);
  assert.ok(writes.includes(503), `all were let write: ${writes.join(" ")}`);
  const whole = performance.now() - begun;
  assert.ok(slowest < whole / 2, `somebody waited ${slowest} ms of the ${whole} that it took`);
  raw.close();
});

test("what was acknowledged is there after a kill, and nothing is half done", async () => {
  /* Another process: the lines that one reached are counted only where it ends in order. */
  await server.stop();
  server = await Server.start({ db });
  const raws = await Promise.all(Array.from({ length: 16 }, () => Raw.open(server.url)));
  let acknowledged = 0;
  const work = raws.map(async (raw, i) => {
    for (let j = 0; j < 1000; j += 1) {
      raw.send(enter(`Before the cut ${i} ${j}`));
      const reply = await raw.reply(30_000).catch(() => undefined);
      if (reply?.status !== 201) return;
      acknowledged += 1;
    }
  });
  const size = await logSize();
  await new Promise((done) => setTimeout(done, 300));
  await server.kill();
  await Promise.all(work);
  for (const raw of raws) raw.close();

  server = await Server.start({ db });
  assert.deepEqual(await fetch(`${server.url}/healthz`).then(async (answer) =>
    ((await answer.json()) as { status: string }).status), "ok");
  const kept = await logSize() - size;
  assert.ok(acknowledged > 0 && kept >= acknowledged - 16, `${acknowledged} acknowledged, ${kept} kept`);
  const page = await new Api(server.url, { token }).get<Page>("/api/v1/members?limit=500&q=Before");
  assert.ok(page.body.items.length >= Math.min(acknowledged, 500));
});

/*
 * attachments.test.ts - files of a resolution: what is taken, how it is handed out, and what hostile names and bodies come to.
 */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createHash, randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { after, before, describe, test } from "node:test";

import { assertHeld, residentKiB } from "./bounds.ts";
import { heldByBoth } from "./both.ts";
import { Raw } from "./raw.ts";
import { type Named, type Problem, Society, refusal, slug } from "./society.ts";
import { type Api, type Reply, Server, palabre } from "./support.ts";

type Attachment = {
  id: string; hash: string; name?: string; media_type?: string; size?: number; sha256?: string; removed?: boolean;
  detached_at?: string; reason?: string;
};
type Resolution = Named & { attachments: Attachment[] };

const MIB = 1 << 10; /* in the KiB of /proc */
const LIMIT = 8 << 20;
const PDF = Buffer.from("%PDF-1.7\naccounts of the year\n");
const BYTES = { "content-type": "application/octet-stream" };
const day = new Society();
let resolution = "";
let officers = "";

const path = (): string => `/api/v1/resolutions/${resolution}/attachments`;

/* Sends a file with fetch alone: the contract knows no bodies but text. */
async function send(name: string, bytes: Buffer, headers: Record<string, string> = {}, by: Api = day.admin):
  Promise<{ status: number; body: Attachment & Problem; location: string | null; replayed: string | null }> {
  const answer = await fetch(`${day.server.url}${path()}?name=${encodeURIComponent(name)}`,
    { method: "POST", headers: { ...by.credentials("POST"), ...BYTES, ...headers }, body: new Uint8Array(bytes) });
  return { status: answer.status, body: await answer.json() as Attachment & Problem,
    location: answer.headers.get("location"), replayed: answer.headers.get("idempotency-replayed") };
}

const take = (address: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(day.server.url + address, { headers: { ...day.admin.credentials("GET"), ...headers } });

const read = async (by: Api = day.admin): Promise<Reply<Resolution>> =>
  by.get<Resolution>(`/api/v1/resolutions/${resolution}`, { expect: 200 });

before(async () => {
  await day.open();
  const meets = new Date(Date.now() + 40 * 86_400_000).toISOString();
  officers = (await day.admin.post<Named>("/api/v1/assemblies",
    { body: { kind: "ordinary", title: "Assemblée", place: "Corte", meets_at: meets }, expect: 201 })).body.id;
  resolution = (await day.admin.post<Named>(`/api/v1/assemblies/${officers}/resolutions`,
    { body: { class: "ordinary", origin: "board", title: "Comptes", text: "Sont approuvés." }, expect: 201 })).body.id;
});
after(() => day.close());

describe("a file of a resolution", () => {
  test("is attached, listed and handed out as it was", async () => {
    const before = (await read()).etag;
    const sent = await send("Comptes de l’été 2025.pdf", PDF);
    assert.equal(sent.status, 201);
    assert.equal(sent.location, `${path()}/${sent.body.id}`);
    const { body, etag } = await read();
    assert.notEqual(etag, before);
    assert.deepEqual(body.attachments, [sent.body]);
    assert.equal(sent.body.sha256, createHash("sha256").update(PDF).digest("hex"));
    const answer = await take(sent.location ?? "");
    assert.deepEqual(Buffer.from(await answer.arrayBuffer()), PDF);
    assert.equal(answer.headers.get("content-type"), "application/pdf");
    assert.equal(answer.headers.get("content-disposition"),
      "attachment; filename=\"document.pdf\"; filename*=UTF-8''Comptes%20de%20l%E2%80%99%C3%A9t%C3%A9%202025.pdf");
    assert.equal(answer.headers.get("x-content-type-options"), "nosniff");
    assert.match(answer.headers.get("content-security-policy") ?? "", /^default-src 'none'; sandbox;/);
    const known = await take(sent.location ?? "", { "if-none-match": answer.headers.get("etag") ?? "" });
    assert.equal(known.status, 304);
    await day.admin.get(sent.location ?? "", { expect: 200 }); /* the contract has it */
  });

  test("is seen with its agenda, and by nobody before", async () => {
    const { body } = await read();
    const address = `${path()}/${body.attachments[0]?.id}`;
    await day.anyone().get(address, { expect: 404 });
    const member = await day.browserOf(await day.enter());
    await member.get(address, { expect: 404 });
    assert.equal((await send("a.pdf", PDF, {}, member)).status, 403);
    assert.equal((await send("a.pdf", PDF, {}, day.anyone())).status, 401);
  });

  test("is attached once under one key, and another file is not taken for it", async () => {
    const key = { "idempotency-key": "a-key-of-this-test" };
    const one = await send("once.txt", Buffer.from("one"), key);
    const again = await send("once.txt", Buffer.from("one"), key);
    assert.deepEqual([one.status, again.status, again.replayed], [201, 201, "true"]);
    assert.equal(one.body.id, again.body.id);
    const other = await send("once.txt", Buffer.from("two"), key);
    assert.deepEqual([other.status, slug(other.body)], [422, "idempotency-key-reused"]);
  });

  test("is taken off with a reason, and stays readable", async () => {
    const sent = await send("draft.txt", Buffer.from("a draft"));
    await refusal(day.admin, "DELETE", sent.location ?? "", 400);
    const { body } = await day.admin.delete<Attachment>(`${sent.location}?reason=The%20wrong%20year`, { expect: 200 });
    assert.equal(body.reason, "The wrong year");
    assert.equal(await (await take(sent.location ?? "")).text(), "a draft");
    await day.admin.delete(`${sent.location}?reason=again`, { expect: 409 });
  });
});

describe("an assembly that was cancelled in preparation", () => {
  test("is shown to nobody afterwards, nor its texts and files", async () => {
    const meets = new Date(Date.now() + 50 * 86_400_000).toISOString();
    const { id } = (await day.admin.post<Named>("/api/v1/assemblies",
      { body: { kind: "ordinary", title: "Annulée", place: "Corte", meets_at: meets }, expect: 201 })).body;
    const text = (await day.admin.post<Named>(`/api/v1/assemblies/${id}/resolutions`,
      { body: { class: "ordinary", origin: "board", title: "Vente", text: "À vendre." }, expect: 201 })).body.id;
    const kept = resolution;
    resolution = text;
    const sent = await send("offer.pdf", PDF);
    resolution = kept;
    await day.act(`/api/v1/assemblies/${id}`, "cancellation", { reason: "Le lieu" });
    for (const address of [`/api/v1/assemblies/${id}`, `/api/v1/resolutions/${text}`, sent.location ?? ""]) {
      await day.anyone().get(address, { expect: 404 });
      assert.equal((await take(address)).status, 200);
    }
    const { body } = await day.anyone().get<{ items: Named[] }>("/api/v1/assemblies", { expect: 200 });
    assert.ok(!body.items.some((one) => one.id === id));
  });
});

describe("39, 63: hostile names and bodies", () => {
  const refused: [string, string, Buffer, number, string][] = [
    ["a name that leads elsewhere", "../../etc/passwd.pdf", PDF, 422, "attachment-name"],
    ["a name of another system's folders", "..\\a.pdf", PDF, 422, "attachment-name"],
    ["a name that is turned around", "a\u202efdp.txt", Buffer.from("a"), 400, "parameter"],
    ["a name with a mark of direction", "a\u200f.txt", Buffer.from("a"), 422, "attachment-name"],
    ["a name of two lines", "a\r\nSet-Cookie: b=c.txt", Buffer.from("a"), 400, "parameter"],
    ["a page", "a.html", Buffer.from("<script>alert(1)</script>"), 422, "attachment-type"],
    ["a drawing that runs", "a.svg", Buffer.from("<svg onload=alert(1)>"), 422, "attachment-type"],
    ["a page that says it is a picture", "a.png", Buffer.from("<script>alert(1)</script>"), 422, "attachment-type"],
    ["a program", "a.pdf", Buffer.from("MZ\0\0"), 422, "attachment-type"],
    ["text that is none", "a.txt", randomBytes(4096), 422, "attachment-type"],
    ["nothing", "a.txt", Buffer.alloc(0), 422, "attachment-empty"],
  ];
  for (const [what, name, bytes, status, expected] of refused) {
    test(`${what} is refused`, async () => {
      const { body: before } = await read();
      const sent = await send(name, bytes);
      assert.deepEqual([sent.status, slug(sent.body)], [status, expected]);
      assert.deepEqual((await read()).body.attachments, before.attachments);
    });
  }

  test("a name with a zero byte is refused", async () => {
    const answer = await fetch(`${day.server.url}${path()}?name=a%00.pdf`,
      { method: "POST", headers: { ...day.admin.credentials("POST"), ...BYTES }, body: new Uint8Array(PDF) });
    assert.ok(answer.status === 400 || answer.status === 404, String(answer.status));
    await answer.text();
  });

  test("a file without a name, or of another type of body, is refused", async () => {
    const post = (query: string, type: string): Promise<Response> => fetch(day.server.url + path() + query,
      { method: "POST", headers: { ...day.admin.credentials("POST"), "content-type": type }, body: new Uint8Array(PDF) });
    assert.equal((await post("", BYTES["content-type"])).status, 400);
    assert.equal((await post("?name=a.pdf", "application/pdf")).status, 415);
    assert.equal((await post("?name=a.pdf", "multipart/form-data; boundary=x")).status, 415);
  });

  test("what looks like markup is data alone", async () => {
    const name = "<img src=x onerror=alert(1)>\"; filename=\"b.html;.txt";
    const sent = await send(name, Buffer.from("<script>alert(1)</script>"));
    assert.equal(sent.status, 201);
    const answer = await take(sent.location ?? "");
    assert.equal(answer.headers.get("content-type"), "text/plain; charset=utf-8");
    assert.equal(answer.headers.get("content-disposition"),
      `attachment; filename="document.txt"; filename*=UTF-8''${encodeURIComponent(name).replaceAll(/[()]/g,
        (one) => `%${one.charCodeAt(0).toString(16)}`)}`);
  });
});

describe("43: files without end", () => {
  test("the largest file is taken and handed out ten times, and never held in memory", async (t) => {
    const bytes = Buffer.concat([PDF, randomBytes(LIMIT - PDF.length)]);
    const before = residentKiB(day.server.pid);
    let most = before;
    const sent = await send("large.pdf", bytes);
    assert.equal(sent.status, 201);
    const taken = await Promise.all(Array.from({ length: 10 }, async () => {
      const answer = await take(sent.location ?? "");
      const hash = createHash("sha256");
      const reader = answer.body?.getReader();
      for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
        hash.update(part.value);
        most = Math.max(most, residentKiB(day.server.pid));
      }
      return hash.digest("hex");
    }));
    assert.deepEqual([...new Set(taken)], [sent.body.sha256]);
    assertHeld(t, most - before, 24 * MIB);
    const { hash } = (await send("again.pdf", bytes)).body;
    await day.admin.post("/api/v1/redactions", { body: { document: hash, ground: "GDPR art. 17" }, expect: 200 });
  });

  test("one byte too many is refused before it comes", async () => {
    const raw = await Raw.open(day.server.url);
    raw.send(`POST ${path()}?name=a.txt HTTP/1.1\r\nHost: localhost\r\n` +
      `Authorization: ${day.admin.credentials("POST")["authorization"]}\r\n` +
      `Content-Type: application/octet-stream\r\nContent-Length: ${LIMIT + 1}\r\n\r\n`);
    assert.equal((await raw.reply()).status, 413);
    raw.close();
  });

  test("a body that goes on is cut at its bound", async () => {
    const raw = await Raw.open(day.server.url);
    const { authorization } = day.admin.credentials("POST");
    raw.send(`POST ${path()}?name=a.txt HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${authorization}\r\n` +
      "Content-Type: application/octet-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
    const chunk = Buffer.concat([Buffer.from("10000\r\n"), Buffer.alloc(65536, "a"), Buffer.from("\r\n")]);
    let sent = 0;
    while (sent < 64 << 20 && raw.received === "" && !raw.isEnded) {
      if (raw.socket.writableLength < 1 << 20) {
        raw.send(chunk);
        sent += chunk.length;
      } else await sleep(1);
      if (sent % (1 << 20) < chunk.length) await sleep(0);
    }
    /* Who goes on sending may be cut off before they have read why. */
    if (!raw.isEnded) await raw.until((text) => text !== "" || raw.isEnded).catch(() => "");
    if (raw.received !== "") assert.match(raw.received, /^HTTP\/1\.1 413 /);
    assert.ok(raw.isEnded || raw.received !== "", "it is neither answered nor cut");
    assert.ok(sent < LIMIT + (16 << 20), `${sent} bytes were taken`);
    raw.close();
  });
});

describe("61: a file that was removed", () => {
  const MARK = "Xylophagie-3141592653";
  const files = (): string => ["", "-wal"].map((suffix) => day.db + suffix).filter(existsSync)
    .map((file) => readFileSync(file, "latin1")).join("");

  test("is nowhere in the database, nor in its journal", async () => {
    const key = { "idempotency-key": "a-key-of-what-goes" }; /* as the client sends one */
    const sent = await send(`${MARK}.txt`, Buffer.from(MARK.repeat(20_000)), key);
    assert.ok(files().includes(MARK), "it was there");
    await day.admin.post("/api/v1/redactions", { body: { document: sent.body.hash, ground: "GDPR art. 17" }, expect: 200 });
    assert.ok(!files().includes(MARK));
    const { body } = await read();
    const left = body.attachments.find(({ id }) => id === sent.body.id);
    assert.deepEqual([left?.removed, left?.name, left?.sha256], [true, undefined, undefined]);
    assert.equal((await take(sent.location ?? "")).status, 404);
    assert.ok(!files().includes(sent.body.sha256 ?? "none"), "not what it was either");
  });
});

describe("once the notice is sent", () => {
  test("everybody may take the files, and nobody changes which they are", async () => {
    const { etag } = await day.admin.get(`/api/v1/assemblies/${officers}`, { expect: 200 });
    await day.admin.post(`/api/v1/assemblies/${officers}/notice`, { body: {}, headers: { "if-match": etag }, expect: 200 });
    const { body } = await read(day.anyone());
    const address = `${path()}/${body.attachments[0]?.id}`;
    assert.equal((await fetch(day.server.url + address)).status, 200);
    const late = await send("late.pdf", PDF);
    assert.deepEqual([late.status, slug(late.body)], [409, "agenda-closed"]);
    await day.admin.delete(`${address}?reason=late`, { expect: 409 });
  });

  test("the record has each of them as it was, but for what was removed", async () => {
    const { body } = await read();
    const files = await heldByBoth(day.db, day.folder.path);
    const there = body.attachments.filter(({ removed }) => removed !== true);
    assert.ok(there.length > 4 && there.length < body.attachments.length);
    assert.ok(there.some(({ detached_at }) => detached_at !== undefined), "what was taken off is there");
    const names = [...files.keys()].filter((name) => name.startsWith("attachments/"));
    assert.deepEqual(names, there.map(({ hash }) => `attachments/${hash}`).sort());
    for (const { hash, sha256 } of there) {
      assert.equal(createHash("sha256").update(files.get(`attachments/${hash}`) ?? "").digest("hex"), sha256);
    }
  });

  test("the views are made again from the log, and are the same", async () => {
    const { body } = await read();
    const { host } = new URL(day.server.url);
    await day.server.stop();
    palabre(["rebuild", "--db", day.db]);
    day.server = await Server.start({ db: day.db, listen: host });
    assert.deepEqual((await read()).body.attachments, body.attachments);
  });
});

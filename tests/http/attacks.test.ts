/*
 * What is sent to a server to break it, numbered as the project's list of attacks has them: each is
 * refused with a precise answer, and afterwards everything is as it was.
 */
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";

import { assertHeld, residentKiB, within } from "./bounds.ts";
import { Raw } from "./raw.ts";
import { NOBODY, type Problem, Society, slug } from "./society.ts";
import { contract } from "./support.ts";
import { verifyLog } from "./tree.ts";

type Page = { items: Record<string, unknown>[] };
type Named = { id: string };

const MIB = 1 << 10; /* in the KiB of /proc */
const BODY_MAX = 1 << 20; /* of a request in JSON */
const CSV_HEAD = "number,kind,name,email,category\n";

/* What others put into texts to reach the database, or a page, through them. */
const INJECTIONS = [
  "'; DROP TABLE member; --",
  "Robert'); DELETE FROM log_entry;--",
  "' OR '1'='1",
  "\" OR \"\"=\"",
  "') UNION SELECT hash FROM token --",
  "1; UPDATE office SET role = 'administrator'",
  "x' || (SELECT hex(hash) FROM session) || '",
  "\\'; PRAGMA writable_schema=1; --",
  "%_[a-z]^*?",
  ":id @id $id ?1",
  "${7*7} {{7*7}} %s%n %00",
  "<script>alert(1)</script>",
];

describe("attacks", () => {
  const society = new Society();
  let token = "";

  before(async () => {
    await society.open();
    const made = await society.admin.post<{ token: string }>("/api/v1/tokens",
      { body: { label: "attacks", scopes: ["read", "vote", "register", "assembly", "polls", "admin"] }, expect: 201 });
    token = made.body.token;
  });

  after(async () => {
    const { body } = await society.anyone().get<{ log: { vkey: string } }>("/api/v1/society", { expect: 200 });
    await verifyLog(society.server.url, body.log.vkey);
    await society.close();
  });

  const resident = (): number => residentKiB(society.server.pid);

  const head = (method: string, path: string, headers: Record<string, string>): string =>
    [`${method} ${path} HTTP/1.1`, "Host: localhost", `Authorization: Bearer ${token}`,
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)].join("\r\n") + "\r\n\r\n";

  /* Sends bytes as a JSON body, and gives the answer. */
  const sendJson = async (path: string, body: Buffer | string, method = "POST"): Promise<Problem> => {
    const raw = await Raw.open(society.server.url);
    const length = String(Buffer.byteLength(body));
    raw.send(head(method, path, { "Content-Type": "application/json", "Content-Length": length }));
    raw.send(body);
    const reply = await raw.reply(30_000);
    raw.close();
    return { ...JSON.parse(reply.body) as Problem, status: reply.status };
  };

  /* A vote, or as good as one: a change that must be on disk before it is answered. */
  const enters = async (name: string): Promise<number> => {
    const raw = await Raw.open(society.server.url);
    const body = JSON.stringify({ kind: "natural", name, category: "employees", state: "applied" });
    const began = performance.now();
    raw.send(head("POST", "/api/v1/members",
      { "Content-Type": "application/json", "Content-Length": String(Buffer.byteLength(body)) }) + body);
    assert.equal((await raw.reply(60_000)).status, 201);
    raw.close();
    return performance.now() - began;
  };

  describe("43: bodies without end", () => {
    /* Sends pieces until somebody answers or the whole gigabyte is sent; gives what came. */
    const pour = async (raw: Raw, piece: Buffer, watch: () => void): Promise<number> => {
      let sent = 0;
      while (sent < 1 << 30 && raw.received === "" && !raw.isEnded) {
        if (raw.socket.writableLength < 1 << 20) {
          raw.send(piece);
          sent += piece.length;
        } else {
          await sleep(1);
        }
        watch();
        if (sent % (1 << 22) < piece.length) await sleep(0);
      }
      return sent;
    };

    test("a gigabyte of a register is cut at its bound, and is never held in memory", async (t) => {
      const before = resident();
      let most = before;
      const raw = await Raw.open(society.server.url);
      raw.send(head("POST", "/api/v1/members/imports", { "Content-Type": "text/csv", "Transfer-Encoding": "chunked" }));
      const line = `,natural,${"a".repeat(100)},,employees\n`;
      const block = Buffer.from(line.repeat(Math.floor(65536 / line.length)));
      const chunk = Buffer.concat([Buffer.from(`${block.length.toString(16)}\r\n`), block, Buffer.from("\r\n")]);
      raw.send(Buffer.from(`${CSV_HEAD.length.toString(16)}\r\n${CSV_HEAD}\r\n`));
      const sent = await pour(raw, chunk, () => (most = Math.max(most, resident())));
      await raw.until((text) => text.startsWith("HTTP/1.1 413 "));
      assert.ok(sent < 300 << 20, `${sent} bytes were taken`);
      assertHeld(t, most - before, 32 * MIB);
      raw.close();
    });

    test("nobody sends anything without signing in", async () => {
      const raw = await Raw.open(society.server.url);
      raw.send("POST /api/v1/members/imports HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\n" +
        "Content-Length: 200000000\r\n\r\n");
      assert.equal((await raw.reply()).status, 401);
      raw.close();
    });

    test("a body that was pressed is refused unread", async () => {
      const bomb = gzipSync(Buffer.alloc(64 << 20, "["));
      const raw = await Raw.open(society.server.url);
      raw.send(head("POST", "/api/v1/constitution/checks",
        { "Content-Type": "application/json", "Content-Encoding": "gzip", "Content-Length": String(bomb.length) }));
      assert.equal((await raw.reply()).status, 415);
      raw.close();
    });
  });

  describe("44: JSON that no reader should read", () => {
    const CHECKS = "/api/v1/constitution/checks";
    const brackets = (size: number): string => `{"document":${"[".repeat(size)}`;
    const text = (bytes: Buffer): Buffer =>
      Buffer.concat([Buffer.from('{"document":{"name":"'), bytes, Buffer.from('"}}')]);
    const rows: [name: string, body: Buffer | string, slug: string][] = [
      ["a million brackets", brackets(BODY_MAX - 20), "too-deep"],
      ["17 levels, all closed", `{"document":${"[".repeat(16)}${"]".repeat(16)}}`, "too-deep"],
      ["a number of a hundred thousand digits", `{"document":{"max_weight":${"9".repeat(100_000)}}}`, "json-number"],
      ["an integer beyond 64 bits", '{"document":{"max_weight":9223372036854775808}}', "json-number"],
      ["a number with a point", '{"document":{"max_weight":0.5}}', "json-number"],
      ["an exponent", '{"document":{"max_weight":1e400}}', "json-number"],
      ["a member twice", '{"document":{},"document":{}}', "json-duplicate-key"],
      ["a member twice, spelled in two ways", '{"document":{"a":1,"\\u0061":2}}', "json-duplicate-key"],
      ["a NUL in a text", text(Buffer.from("\\u0000")), "json-escape"],
      ["a NUL in the body", text(Buffer.from([0])), "not-utf8"],
      ["bytes that are not UTF-8", text(Buffer.from([0xc3, 0x28])), "not-utf8"],
      ["an overlong slash", text(Buffer.from([0xc0, 0xaf])), "not-utf8"],
      ["half a surrogate in UTF-8", text(Buffer.from([0xed, 0xa0, 0x80])), "not-utf8"],
      ["half a surrogate, escaped", text(Buffer.from("\\ud800")), "json-escape"],
      ["two halves the wrong way round", text(Buffer.from("\\udc00\\ud800")), "json-escape"],
      ["something after the end", '{"document":{}}{}', "json-syntax"],
      ["nothing", "", "json-syntax"],
      ["a member of which nobody knows", '{"document":{},"else":1}', "json-unknown-member"],
    ];
    for (const [name, body, expected] of rows) {
      test(`${name} is refused`, async () => {
        const problem = await sendJson(CHECKS, body);
        assert.equal(slug(problem), expected);
        assert.equal(problem.status, 400);
      });
    }
    test("sixteen levels are read", async () => {
      const answer = await sendJson(CHECKS, `{"document":${"[".repeat(15)}${"]".repeat(15)}}`);
      assert.ok(answer.type === undefined || slug(answer) !== "too-deep");
    });
  });

  describe("45: those who hold a connection and say nothing", () => {
    test("two thousand idle connections do not keep a vote out", async () => {
      const idle: Raw[] = [];
      for (let i = 0; i < 2000; i += 100) {
        idle.push(...await Promise.all(Array.from({ length: 100 }, () => Raw.open(society.server.url))));
      }
      for (let i = 0; i < 5; i++) {
        const ms = await enters(`Beside the idle ${i}`);
        assert.ok(ms < 5000, `a change took ${ms} ms`);
      }
      for (const raw of idle) raw.close();
      assert.ok(await enters("After the idle") < within(5000));
    });

    test("whoever sends a byte at a time holds nobody up, and is cut off at last", { timeout: 90_000 }, async () => {
      const slow = await Promise.all(Array.from({ length: 200 }, () => Raw.open(society.server.url)));
      const request = "POST /api/v1/members HTTP/1.1\r\nHost: localhost\r\nX-A: ";
      for (let i = 0; i < 20; i++) {
        for (const raw of slow) raw.send(request.charAt(i));
        assert.ok(await enters(`Beside the slow ${i}`) < within(2000));
      }
      const began = performance.now();
      while (!slow.every((raw) => raw.isEnded) && performance.now() - began < 60_000) await sleep(200);
      assert.ok(slow.every((raw) => raw.isEnded), "silence ends a connection");
    });

    test("whoever does not read what they asked for holds nobody up", async (t) => {
      const deaf = await Promise.all(Array.from({ length: 50 }, () => Raw.open(society.server.url)));
      for (const raw of deaf) {
        raw.socket.pause();
        for (let i = 0; i < 50; i++) raw.send(head("GET", "/api/v1/openapi.json", {}));
      }
      const before = resident();
      for (let i = 0; i < 10; i++) assert.ok(await enters(`Beside the deaf ${i}`) < within(2000));
      assertHeld(t, resident() - before, 16 * MIB);
      for (const raw of deaf) raw.close();
    });
  });

  describe("46: addresses that climb", () => {
    for (const path of ["/../../../../etc/passwd", "/assets/../../etc/passwd", "/assets/%2e%2e/%2e%2e/etc/passwd",
      "/assets/..%2f..%2fetc%2fpasswd", "/assets/..\\..\\etc\\passwd", "/log/tile/../checkpoint", "/log/tile/0/../../x",
      "/log/tile/%00", "/log/tile/0/000%00", "/log/tile//0/000", "/log/tile/0/x001/000/", "/log/tile/0/-01",
      "/log/tile/entries/000.p/0", "/log/proof/../../etc/passwd", "/log/proof/0x1.tlog-proof", "/log/proof/1",
      "/api/v1/../../etc/passwd", "/api/v1//members", "/api/v1/members/", "/.git/config", "/coop.palabre"]) {
      test(`nothing is at ${path}`, async () => {
        const raw = await Raw.open(society.server.url);
        raw.send(head("GET", path, {}));
        const { status, body } = await raw.reply();
        assert.ok(status === 404 || status === 400, `${status} ${body}`);
        assert.ok(!/root:|\[core\]/.test(body));
        raw.close();
      });
    }
  });

  describe("47: SQL in texts", () => {
    const isKept = async (path: string, expected: Record<string, unknown>): Promise<void> => {
      const { body } = await society.admin.get<Record<string, unknown>>(path, { expect: 200 });
      for (const [name, value] of Object.entries(expected)) assert.equal(body[name], value, name);
    };
    const change = async (path: string, body: Record<string, unknown>): Promise<void> => {
      const { etag } = await society.admin.get(path, { expect: 200 });
      await society.admin.patch(path, { body, headers: { "if-match": etag }, expect: 200 });
    };
    let assembly = "";

    before(async () => {
      const meets_at = new Date(Date.now() + 40 * 86_400_000).toISOString();
      const made = await society.admin.post<Named>("/api/v1/assemblies",
        { body: { kind: "ordinary", title: "Annual", place: "Here", meets_at }, expect: 201 });
      assembly = made.body.id;
    });

    for (const text of INJECTIONS) {
      test(`${text} is a text like any other`, async () => {
        await change("/api/v1/society", { name: text, licence: text, contact: text, data_notice: text });
        await isKept("/api/v1/society", { name: text, licence: text, contact: text, data_notice: text });

        const person = { email: "", phone: text, language: "fr" };
        const member = await society.admin.post<Named>("/api/v1/members", { expect: 201,
          body: { kind: "legal", name: text, number: text, category: "towns", state: "admitted" } });
        await isKept(`/api/v1/members/${member.body.id}`, { name: text, number: text });
        const represented = await society.admin.post<{ person: { name: string }; authority: string }>(
          `/api/v1/members/${member.body.id}/representatives`, { expect: 201,
            body: { name: text, phone: person.phone, rank: "full", authority: text, from_on: "2026-01-01" } });
        assert.deepEqual([represented.body.person.name, represented.body.authority], [text, text]);
        const found = await society.admin.get<Page>(`/api/v1/members?q=${encodeURIComponent(text)}`, { expect: 200 });
        assert.deepEqual(found.body.items.map(({ name }) => name), [text]);

        await change(`/api/v1/assemblies/${assembly}`, { title: text, place: text });
        await isKept(`/api/v1/assemblies/${assembly}`, { title: text, place: text });
        const tabled = await society.admin.post<Named>(`/api/v1/assemblies/${assembly}/resolutions`, { expect: 201,
          body: { class: "ordinary", origin: "board", title: text, text, reasons: text } });
        await isKept(`/api/v1/resolutions/${tabled.body.id}`, { title: text, text, reasons: text });

        await society.admin.post("/api/v1/tokens", { body: { label: text, scopes: ["read"] }, expect: 201 });
        const tokens = await society.admin.get<Page>("/api/v1/tokens?limit=500", { expect: 200 });
        assert.ok(tokens.body.items.some(({ label }) => label === text));
      });
    }

    test("a text that a pattern would match finds only those who have it", async () => {
      await society.enter({ name: "Cent pour cent 100% _" });
      const found = { "100%": ["Cent pour cent 100% _"], _: ["Cent pour cent 100% _"], "1__": [], "1%": [], "C%_": [] };
      for (const [pattern, names] of Object.entries(found)) {
        const { body } = await society.admin.get<Page>(`/api/v1/members?q=${encodeURIComponent(pattern)}`);
        assert.deepEqual(body.items.map(({ name }) => name), names, pattern);
      }
    });

    /* Every parameter that the document has, in every address, with every text of the list. */
    const fill = (template: string): string =>
      template.replace("{assembly}", assembly).replace(/\{(path|file|number)\}/g, "1").replace(/\{\w+\}/g, NOBODY);
    test("every parameter of every address takes them for what they are", async () => {
      for (const operation of contract.operations) {
        const { template, method } = operation;
        if (method !== "GET" || template === "/api/v1/events") continue;
        for (const query of contract.queries(operation)) {
          for (const text of INJECTIONS) {
            const path = `${fill(template)}?${query}=${encodeURIComponent(text)}`;
            const { status } = await fetch(society.server.url + path, { headers: { authorization: `Bearer ${token}` } });
            assert.ok(status < 500, `${status} ${path}`);
          }
        }
        for (const name of template.match(/\{\w+\}/g) ?? []) {
          for (const text of INJECTIONS) {
            const path = fill(template.replace(name, encodeURIComponent(text).replaceAll(".", "%2e")));
            const { status } = await fetch(society.server.url + path, { headers: { authorization: `Bearer ${token}` } });
            assert.ok([400, 403, 404].includes(status), `${status} ${path}`);
          }
        }
      }
    });
  });

  describe("48: numbers that do not fit", () => {
    const shares = (value: string): string =>
      `{"kind":"natural","name":"Big","category":"users","state":"admitted","shares":${value}}`;
    for (const [value, expected] of [["9223372036854775808", "json-number"], ["-1", ""], ["-9223372036854775808", ""],
      ["1e3", "json-number"], ["18446744073709551617", "json-number"]] as const) {
      test(`${value} shares are refused`, async () => {
        const problem = await sendJson("/api/v1/members", shares(value));
        assert.ok(problem.status === 400 || problem.status === 422, String(problem.status));
        if (expected) assert.equal(slug(problem), expected);
      });
    }
    for (const weight of ["2147483648/1", "1/2147483648", "1/0", "-1/2", "9223372036854775807/9223372036854775808",
      `1/${"9".repeat(5000)}`, "0x10/1", "1/2/3"]) {
      test(`a weight of ${weight.slice(0, 40)} is refused`, async () => {
        const { body } = await society.anyone().get<{ document: { colleges: { weight: string }[] } }>(
          "/api/v1/constitution", { expect: 200 });
        for (const college of body.document.colleges) college.weight = weight;
        const reply = await sendJson("/api/v1/constitution/checks", JSON.stringify({ document: body.document }));
        const report = reply as unknown as { valid?: boolean; status: number };
        assert.ok(report.valid === false || report.status === 422 || report.status === 400, JSON.stringify(reply));
      });
    }
    for (const path of ["/log/tile/64/000", "/log/tile/8/000", "/log/tile/-1/000", "/log/tile/0/x999/x999/x999/x999/x999/x999/999",
      "/log/tile/18446744073709551616/000", "/log/proof/9223372036854775808.tlog-proof", "/log/proof/-1.tlog-proof"]) {
      test(`nothing is at ${path}`, async () => {
        assert.equal((await fetch(society.server.url + path)).status, 404);
      });
    }
    for (const query of ["limit=0", "limit=-1", "limit=501", "limit=9223372036854775808", "limit=1e2", "after=-1",
      "after=9223372036854775808", "after=1.5", "after=%00"]) {
      test(`a page of the log by ${query} is refused`, async () => {
        const reply = await society.anyone().get<Problem>(`/api/v1/log?${query}`, { expect: 400 });
        assert.equal(slug(reply.body), "parameter");
      });
    }
    test("a page beyond the end is empty", async () => {
      const { body } = await society.anyone().get<Page>("/api/v1/log?after=9223372036854775807", { expect: 200 });
      assert.deepEqual(body.items, []);
    });
  });
});

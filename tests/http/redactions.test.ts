/*
 * redactions.test.ts - a text that may no longer be kept is removed: nothing of it stays in the file, and
 * every proof stays as it was.
 */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { after, before, describe, test } from "node:test";

import { type Named, type Problem, Society, slug } from "./society.ts";
import { Server, palabre } from "./support.ts";
import { readEntries, root } from "./tree.ts";

type Resolution = Named & { title: string; text: string; hash: string; removed?: boolean };

const MARK = "Xylophagie-2718281828";
const day = new Society();
let assembly = "";
let kept: Resolution;
let gone: Resolution;

async function table(text: string): Promise<Resolution> {
  const body = { class: "ordinary", origin: "board", title: `On ${text}`, text };
  const headers = { "idempotency-key": `key-${Buffer.from(text).toString("hex")}` }; /* as the client sends one */
  return (await day.admin.post<Resolution>(`/api/v1/assemblies/${assembly}/resolutions`, { body, headers, expect: 201 })).body;
}

const redact = (document: string, expect: number) =>
  day.admin.post<Problem & { entry: number }>("/api/v1/redactions",
    { body: { document, ground: "GDPR art. 17" }, expect });

const read = async (id: string): Promise<Resolution> =>
  (await day.admin.get<Resolution>(`/api/v1/resolutions/${id}`, { expect: 200 })).body;

/* Every byte of the database and of its journal. */
function files(): string {
  return ["", "-wal"].map((suffix) => day.db + suffix).filter(existsSync)
    .map((file) => readFileSync(file, "latin1")).join("");
}

async function served(change: () => void): Promise<string> {
  const { host } = new URL(day.server.url);
  await day.server.stop();
  change();
  day.server = await Server.start({ db: day.db, listen: host });
  return ((await (await fetch(`${day.server.url}/healthz`)).json()) as { log: string }).log;
}

before(async () => {
  await day.open();
  const meets = new Date(Date.now() + 40 * 86_400_000).toISOString();
  assembly = (await day.admin.post<Named>("/api/v1/assemblies",
    { body: { kind: "ordinary", title: "Assemblée", place: "Corte", meets_at: meets }, expect: 201 })).body.id;
  kept = await table("what stays");
  gone = await table(MARK);
});
after(() => day.close());

describe("61: a text that was removed", () => {
  test("is nowhere in the file, nor in its journal", async () => {
    assert.ok(files().includes(MARK), "it was there");
    const { body } = await redact(gone.hash, 200);
    assert.ok(!files().includes(MARK));
    assert.equal(typeof body.entry, "number");
  });

  test("leaves its hash in the log, and every proof", async () => {
    const note = await (await fetch(`${day.server.url}/log/checkpoint`)).text();
    const size = Number(note.split("\n")[1]);
    const entries = await readEntries(day.server.url, size);
    assert.equal(root(entries).toString("base64"), note.split("\n")[2]);
    const said = JSON.parse(entries[size - 1]!.toString()) as { t: string; d: Record<string, unknown> };
    assert.equal(said.t, "redact");
    assert.deepEqual([said.d["hash"], said.d["ground"], said.d["role"]], [gone.hash, "GDPR art. 17", "administrator"]);
    const named = JSON.parse(entries[said.d["entry"] as number]!.toString()) as { t: string; d: Record<string, unknown> };
    assert.deepEqual([named.t, named.d["hash"]], ["resolution.table", gone.hash]);
    assert.ok(!entries.some((entry) => entry.includes(MARK)));
  });

  test("is said to be removed, and others are as they were", async () => {
    const now = await read(gone.id);
    assert.deepEqual([now.removed, now.title, now.text, now.hash], [true, "—", "", gone.hash]);
    assert.deepEqual(await read(kept.id), kept);
  });

  test("does not come back by itself, and is not known again where it is written again", async () => {
    assert.equal(slug((await redact(gone.hash, 404)).body), "not-found");
    const again = await table(MARK);
    assert.notEqual(again.hash, gone.hash);
    assert.deepEqual([(await read(again.id)).text, (await read(gone.id)).text], [MARK, ""]);
    await redact(again.hash, 200);
    assert.ok(!files().includes(MARK));
    assert.equal(await served(() => palabre(["rebuild", "--db", day.db])), "ok");
    assert.deepEqual([(await read(gone.id)).title, (await read(kept.id)).title], ["—", kept.title]);
  });

  test("is a text of a resolution, removed by an administrator on a ground", async () => {
    const { body } = await day.anyone().get<{ constitution: string }>("/api/v1/society", { expect: 200 });
    assert.ok(body.constitution);
    const version = (await day.anyone().get<{ hash: string }>(`/api/v1/constitution/versions/${body.constitution}`)).body;
    assert.equal(slug((await redact(version.hash, 422)).body), "document-kept");
    await redact("0".repeat(64), 404);
    await redact("x", 400);
    const document = kept.hash;
    await day.admin.post("/api/v1/redactions", { body: { document, ground: "" }, expect: 400 });
    await day.anyone().post("/api/v1/redactions", { body: { document, ground: "x" }, expect: 401 });
  });

  test("that no entry says was removed is a damaged database", async () => {
    const health = await served(() => {
      const db = new DatabaseSync(day.db);
      db.exec("DROP TRIGGER document_is_never_changed");
      db.exec(`UPDATE document SET bytes = NULL, removed_by = 1 WHERE hash = x'${kept.hash}'`);
      db.close();
    });
    assert.equal(health, "broken");
  });
});

/* The record through HTTP: whoever has no account takes it away, and it is what `palabre export` writes. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";

import { Day, type Poll } from "./assembly_day.ts";
import { type List, NOBODY, type Problem, slug } from "./society.ts";
import { SecretDay } from "./secret_day.ts";
import { BUILD, filesOf, palabre } from "./support.ts";

const MINUTE = 60_000;
type Record = { tar: string; minisig: string; bytes: number; size: number; checkpoint: string };
type Summary = { poll: string; title: string; record: string };

class Recorded extends Day {
  polls: Poll[] = [];

  async vote_all(): Promise<void> {
    await this.prepare(2);
    const members = [await this.enter(), await this.enter({ category: "employees" })];
    await this.begin();
    const browsers = [await this.browserOf(members[0]!), await this.browserOf(members[1]!)];
    const poll = await this.opened(this.asks("Premier"));
    for (const [i, member] of members.entries()) await this.vote(browsers[i]!, poll, member, { approves: [i] });
    await this.counted(poll);
    this.polls.push(poll);
    await this.opened(this.asks("Second"));
  }

  asks(title: string): object {
    return {
      assembly: this.assembly, kind: "choice", title, class: "ordinary", method: "approval", parameters: {}, secrecy: "open",
      options: [{ label: "=Oui" }, { label: "Non" }], opens_at: this.now.toISOString(),
      closes_at: new Date(this.now.getTime() + MINUTE).toISOString(),
    };
  }

  /* Asked for without an account until it is made. */
  async record(of: string): Promise<Record> {
    for (let tries = 0; tries < 400; tries++) {
      const reply = await this.anyone().get<Record>(`/api/v1/records/${of}`);
      if (reply.status === 200) return reply.body;
      assert.equal(reply.status, 202);
      const { progress } = reply.body as unknown as { progress?: { done: number; total: number } };
      if (progress !== undefined) assert.ok(progress.done <= progress.total, "so many files of so many");
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`the record of ${of} is not made`);
  }

  async bytes(address: string, headers: { [name: string]: string } = {}): Promise<{ status: number; body: Buffer; headers: Headers }> {
    const reply = await fetch(this.server.url + address, { headers });
    return { status: reply.status, body: Buffer.from(await reply.arrayBuffer()), headers: reply.headers };
  }
}

suite("a record", () => {
  const day = new Recorded();
  before(() => day.vote_all());
  after(() => day.close());

  test("is listed for whoever has no account, once its poll is published", async () => {
    const list = await day.anyone().get<List<Summary>>("/api/v1/records", { expect: 200 });
    assert.deepEqual(list.body.items.map((item) => item.poll), [day.polls[0]!.id]);
    assert.equal(list.body.items[0]!.record, `/api/v1/records/${day.polls[0]!.id}`);
  });

  test("is the tar that its address says, and its signature holds", async () => {
    const record = await day.record(day.polls[0]!.id);
    const tar = await day.bytes(record.tar);
    const minisig = await day.bytes(record.minisig);
    assert.deepEqual([tar.status, minisig.status], [200, 200]);
    assert.equal(tar.body.length, record.bytes);
    assert.equal(tar.headers.get("content-type"), "application/x-tar");
    assert.match(tar.headers.get("content-disposition") ?? "", /palabre-.*\.tar/);
    assert.equal(tar.headers.get("access-control-allow-origin"), "*");
    const files = filesOf(tar.body);
    assert.equal(files.get("log/checkpoint")!.toString(), record.checkpoint);
    assert.equal(JSON.parse(files.get("RECORD.json")!.toString()).size, record.size);
    const note = createHash("sha256").update(record.checkpoint).digest("hex");
    assert.ok(record.tar.endsWith(`/${record.size}-${note.slice(0, 16)}.tar`));

    const path = join(day.folder.path, "taken.tar");
    writeFileSync(path, tar.body);
    writeFileSync(`${path}.minisig`, minisig.body);
    const key = await day.bytes("/api/v1/records/minisign.pub");
    writeFileSync(join(day.folder.path, "minisign.pub"), key.body);
    assert.deepEqual(key.body, files.get("minisign.pub"));
    const said = execFileSync("minisign", ["-Vm", path, "-p", join(day.folder.path, "minisign.pub")], { encoding: "utf8" });
    assert.match(said, new RegExp(`record=${day.polls[0]!.id} log=society.example/log size=${record.size} `));
  });

  test("is what palabre export writes beside the server", async () => {
    const record = await day.record("all");
    const path = join(day.folder.path, "exported.tar");
    palabre(["export", "--db", day.db, "--all", "-o", path]);
    assert.deepEqual((await day.bytes(record.tar)).body, readFileSync(path));
    assert.deepEqual((await day.bytes(record.minisig)).body, readFileSync(`${path}.minisig`));
  });

  test("has a table that spreadsheets do not run", async () => {
    const files = filesOf((await day.bytes((await day.record("all")).tar)).body);
    const table = files.get(`polls/${day.polls[0]!.id}/result-fr.csv`)!.toString();
    assert.match(table, /;'=Oui;total;/);
  });

  test("is not sent again to whoever has it", async () => {
    const record = await day.record("all");
    const first = await day.bytes(record.tar);
    const again = await day.bytes(record.tar, { "If-None-Match": first.headers.get("etag") ?? "" });
    assert.equal(again.status, 304);
    assert.equal(again.body.length, 0);
    assert.match(first.headers.get("cache-control") ?? "", /immutable/);
  });

  test("is gone when the log has grown and another is made, and not before", async () => {
    const old = await day.record("all");
    await day.enter();
    assert.deepEqual(await day.record("all"), old, "a minute is not over");
    day.wait(2 * MINUTE);
    const fresh = await day.record("all");
    assert.notEqual(fresh.tar, old.tar);
    assert.equal((await day.bytes(old.tar)).status, 404);
    assert.equal((await day.bytes(old.minisig)).status, 404);
    assert.equal((await day.bytes(fresh.tar)).status, 200);
  });

  test("leaves no file beside the database", () => {
    const left = execFileSync("ls", [day.folder.path], { encoding: "utf8" }).split("\n");
    assert.deepEqual(left.filter((name) => name.includes("record")), []);
  });

  for (const [what, address, status, expected] of [
    ["a poll that does not exist", () => `/api/v1/records/${NOBODY}`, 404, "not-found"],
    ["what is no identifier", () => "/api/v1/records/everything", 404, "not-found"],
    ["a file of another end", () => "/api/v1/records/all/1-0000000000000000.zip", 404, "not-found"],
    ["a file without an end", () => "/api/v1/records/all/tar", 404, "not-found"],
    ["another checkpoint", () => "/api/v1/records/all/1-0000000000000000.tar", 404, "not-found"],
    ["its signature", () => "/api/v1/records/all/1-0000000000000000.tar.minisig", 404, "not-found"],
  ] as const) {
    test(`is refused of ${what}`, async () => {
      const reply = await day.anyone().get<Problem>(address(), { expect: status });
      assert.deepEqual([reply.status, slug(reply.body)], [status, expected]);
    });
  }

  test("is refused of a poll that is open", async () => {
    const poll = await day.opened(day.asks("Troisième"));
    const reply = await day.anyone().get<Problem>(`/api/v1/records/${poll.id}`, { expect: 409 });
    assert.deepEqual([reply.status, slug(reply.body)], [409, "poll-not-counted"]);
  });

  test("may be read by many at once, and by those who leave", async () => {
    const record = await day.record("all");
    const whole = (await day.bytes(record.tar)).body;
    const readers = Array.from({ length: 16 }, () => day.bytes(record.tar));
    for (const reader of await Promise.all(readers)) assert.deepEqual(reader.body, whole);
    for (let i = 0; i < 8; i++) {
      const leaving = new AbortController();
      const reply = await fetch(day.server.url + record.tar, { signal: leaving.signal });
      leaving.abort();
      await reply.arrayBuffer().catch(() => undefined);
    }
    assert.deepEqual((await day.bytes(record.tar)).body, whole);
  });
});

suite("the record of secret polls", () => {
  const day = new SecretDay();
  const verifier = join(BUILD, "cli/palabre-verify");
  const polls: Poll[] = [];
  before(async () => {
    await day.gather(1);
    const member = await day.enter();
    const browser = await day.browserOf(member);
    for (const [method, ballot] of [["approval", { approves: [1] }], ["schulze", { ranks: [[1], [0]] }]] as const) {
      const options = [{ label: "Ici" }, { label: "Là" }];
      const poll = await day.openedInSecret({ method, options });
      await day.voteInSecret(browser, poll, member, ballot);
      await day.voteInSecret(day.keepers[0]!.by, poll, day.keepers[0]!.member, { blank: true });
      polls.push(await day.countedInSecret(poll));
    }
  });
  after(() => day.close());

  test("has the urn, the marks and the opened list, and holds", () => {
    const path = join(day.folder.path, "secret.tar");
    palabre(["export", "--db", day.db, "--all", "-o", path]);
    const files = filesOf(readFileSync(path));
    for (const poll of polls) {
      const file = (name: string): string => files.get(`polls/${poll.id}/${name}`)!.toString();
      assert.equal(file("urn.txt").split("\n").length, 3);
      assert.equal(file("marks.txt").split("\n").length, file("roll.txt").split("\n").length);
      assert.equal(file("opened.csv").split("\r\n")[0], "college,tracker,ballot");
      assert.equal(files.has(`polls/${poll.id}/openings.jsonl`), false);
    }
    const lines = (name: string): string[] => files.get(name)!.toString().split("\n").filter((line) => /^1[: ]/.test(line)).sort();
    assert.deepEqual(lines(`polls/${polls[0]!.id}/ballots.abif`), ["1:", "1:c2/1"]);
    assert.deepEqual(lines(`polls/${polls[1]!.id}/ballots.abif`), ["1:", "1:c2>c1"]);
    assert.deepEqual(lines(`polls/${polls[1]!.id}/ballots.blt`), ["1 0", "1 2 1 0"]);
    const said = spawnSync(verifier, [path], { encoding: "utf8" });
    assert.equal(said.status, 0, said.stdout + said.stderr);
    assert.match(said.stdout, /The record holds/);
  });

  test("has the urn of a poll that was annulled after its close", async () => {
    const poll = await day.openedInSecret({ options: [{ label: "Ici" }, { label: "Là" }], method: "approval" });
    await day.voteInSecret(day.keepers[0]!.by, poll, day.keepers[0]!.member, { approves: [0] });
    await day.closed(poll);
    await day.act(`/api/v1/polls/${poll.id}`, "annulment", { reason: "Le mauvais texte" });
    const path = join(day.folder.path, "void.tar");
    palabre(["export", "--db", day.db, "--poll", poll.id, "-o", path]);
    assert.ok(filesOf(readFileSync(path)).has(`polls/${poll.id}/urn.txt`));
    const said = spawnSync(verifier, [path], { encoding: "utf8" });
    assert.equal(said.status, 0, said.stdout + said.stderr);
  });
});

test("minisign is there to check signatures", () => {
  assert.equal(spawnSync("minisign", ["-v"]).status, 0);
});

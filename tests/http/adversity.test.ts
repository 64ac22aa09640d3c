/*
 * What goes wrong around a server: the disk, the clock, the file, a second server. Each is said
 * precisely, loses nothing, and heals when its cause is gone.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, beforeEach, describe, test } from "node:test";

import { Day, type Poll } from "./assembly_day.ts";
import { STATUTES, type Problem, Society, slug } from "./society.ts";
import { Api, Server, palabre, scratch, tokensIn } from "./support.ts";
import { verifyLog } from "./tree.ts";

type Health = { status: string; log: string; detail: string };
type Refused = { status: number; slug: string };

const HOUR = 3_600_000;

async function health(url: string): Promise<Health & { code: number }> {
  const answer = await fetch(`${url}/healthz`, { headers: { "accept-language": "en" } });
  return { ...await answer.json() as Health, code: answer.status };
}

async function verify(url: string): Promise<number> {
  const { body } = await new Api(url).get<{ log: { vkey: string } }>("/api/v1/society", { expect: 200 });
  return (await verifyLog(url, body.log.vkey)).size;
}

/* Sends a change, whatever comes of it. */
async function enters(api: Api, name: string): Promise<Refused> {
  const { status, body } = await api.request<Problem>("POST", "/api/v1/members",
    { body: { kind: "natural", name, category: "users", state: "applied" } }).catch((error: Error) => {
    const [, code = "0", said = ""] = /→ (\d+), not[^\n]*\n(.*)/s.exec(error.message) ?? [];
    if (said === "") throw error;
    return { status: Number(code), body: JSON.parse(said) as Problem };
  });
  return { status, slug: status < 300 ? "" : slug(body) };
}

async function names(api: Api): Promise<Set<string>> {
  const all = new Set<string>();
  for (let next = ""; ;) {
    const { body }: { body: { items: { name: string }[]; next?: string } } =
      await api.get(`/api/v1/members?limit=500${next}`, { expect: 200 });
    for (const { name } of body.items) all.add(name);
    if (!body.next) return all;
    next = `&after=${encodeURIComponent(body.next)}`;
  }
}

describe("a file, a clock and another server", () => {
  const day = new Day();
  let voter: string;
  let browser: Api;

  before(async () => {
    await day.prepare(4);
    voter = await day.enter();
    await day.begin();
    browser = await day.browserOf(voter);
  });
  after(() => day.close());
  beforeEach(async () => assert.equal((await health(day.server.url)).status, "ok"));

  /* Ends the server, lets `meddle` at its files, starts it again; afterwards gives back what was there. */
  async function meanwhile(meddle: () => void, look: (url: string) => Promise<void>): Promise<void> {
    const { host } = new URL(day.server.url);
    await day.server.stop();
    for (const suffix of ["", ".anchor"]) copyFileSync(day.db + suffix, `${day.db}.kept${suffix}`);
    meddle();
    day.server = await Server.start({ db: day.db, clock: day.now, listen: host });
    try {
      await look(day.server.url);
    } finally {
      await day.server.stop();
      for (const suffix of ["-wal", "-shm"]) rmSync(day.db + suffix, { force: true });
      for (const suffix of ["", ".anchor"]) copyFileSync(`${day.db}.kept${suffix}`, day.db + suffix);
      day.server = await Server.start({ db: day.db, clock: day.now, listen: host });
    }
  }

  const readsOnly = async (url: string, log: string, said: RegExp): Promise<void> => {
    const found = await health(url);
    assert.deepEqual([found.code, found.status, found.log], [503, "read-only", log]);
    assert.match(found.detail, said);
    const before = await fetch(`${url}/log/checkpoint`).then((answer) => answer.text());
    assert.deepEqual(await enters(day.admin, "Refused"), { status: 503, slug: "read-only" });
    await new Api(url).get("/api/v1/registry", { expect: 200 });
    assert.equal(await fetch(`${url}/log/checkpoint`).then((answer) => answer.text()), before, "nothing is signed");
  };

  test("14: a clock set back stops all writing, and nothing closes twice", async () => {
    const [resolution] = await day.resolutions();
    const poll = await day.opened(day.motion(resolution));
    await day.vote(browser, poll, voter, { choice: 0 });
    const { now } = day;
    day.at(new Date(now.getTime() - HOUR));
    await readsOnly(day.server.url, "clock", /clock/);
    day.at(now);
    assert.equal((await health(day.server.url)).status, "ok");
    assert.equal((await enters(day.admin, "After the clock")).status, 201);

    const result = await day.counted(poll);
    day.at(new Date(day.now.getTime() - HOUR / 2));
    assert.equal((await day.anyone().get<Poll>(`/api/v1/polls/${poll.id}`, { expect: 200 })).body.state, "published");
    day.at(new Date(day.now.getTime() + HOUR / 2));
    const again = await day.anyone().get(`/api/v1/polls/${poll.id}/result`, { expect: 200 });
    assert.deepEqual(again.body, result);
  });

  test("14: a clock set forward past the end closes the poll, once", async () => {
    const [, resolution] = await day.resolutions();
    const poll = await day.opened(day.motion(resolution));
    day.at(new Date(new Date(poll.closes_at).getTime() + HOUR));
    const late = { ...day.cast(poll, voter, { choice: 0 }), expect: 410 };
    assert.equal(slug((await browser.post<Problem>(`/api/v1/polls/${poll.id}/ballots`, late)).body), "poll-closed");
    await day.until(poll.id, "published");
  });

  test("16: one byte of one entry, changed in the file, is found at the start", async () => {
    await meanwhile(() => {
      const db = new DatabaseSync(day.db);
      db.exec("DROP TRIGGER log_entry_is_never_changed");
      db.exec("UPDATE log_entry SET bytes = CAST(replace(CAST(bytes AS TEXT), 'society.found', 'society.fount') AS BLOB) WHERE instr(bytes, CAST('society.found' AS BLOB)) > 0");
      db.close();
    }, (url) => readsOnly(url, "broken", /damaged/));
  });

  test("17: an old copy put back under its anchor is only read", async () => {
    const { host } = new URL(day.server.url);
    const old = join(day.folder.path, "old");
    await day.server.stop();
    copyFileSync(day.db, old);
    day.server = await Server.start({ db: day.db, clock: day.now, listen: host });
    assert.equal((await enters(day.admin, "After the copy")).status, 201);
    await meanwhile(() => copyFileSync(old, day.db), (url) => readsOnly(url, "rollback", /old copy/));
  });

  test("17: a log whose end was cut off with its checkpoints is only read", async () => {
    await meanwhile(() => {
      const db = new DatabaseSync(day.db);
      for (const table of ["log_entry", "log_node", "log_tile", "checkpoint"]) db.exec(`DROP TRIGGER ${table}_is_never_removed`);
      const { last } = db.prepare("SELECT max(size) AS last FROM checkpoint").get() as { last: number };
      db.exec(`DELETE FROM checkpoint WHERE size = ${last}`);
      const { size } = db.prepare("SELECT max(size) AS size FROM checkpoint").get() as { size: number };
      db.exec(`DELETE FROM log_entry WHERE idx >= ${size}`);
      db.exec(`DELETE FROM log_node WHERE (idx + 1) * (1 << level) > ${size}`);
      db.exec(`DELETE FROM log_tile WHERE (idx + 1) * 256 > ${size}`);
      db.close();
    }, (url) => readsOnly(url, "rollback", /old copy/));
  });

  test("18: another log under the anchor of this one is only read", async () => {
    const clone = join(day.folder.path, "clone");
    const { host } = new URL(day.server.url);
    await day.server.stop();
    for (const suffix of ["", ".key", ".anchor"]) copyFileSync(day.db + suffix, clone + suffix);
    const other = await Server.start({ db: clone, clock: day.now });
    const { body } = await new Api(other.url).get<{ id: string }>("/api/v1/society", { expect: 200 });
    assert.ok(body.id);
    await other.stop();
    day.server = await Server.start({ db: day.db, clock: day.now, listen: host });
    assert.equal((await enters(day.admin, "Here")).status, 201);
    /* The clone goes on by itself: as many entries, others. */
    palabre(["link", "--db", clone, "--member", "1"], 0, day.now);
    palabre(["link", "--db", clone, "--member", "1"], 0, day.now);
    await meanwhile(() => {
      copyFileSync(clone, day.db);
    }, (url) => readsOnly(url, "fork", /another log/));
  });

  test("25: a poll whose roll was added to is counted once its own roll is back", async () => {
    const [, , resolution] = await day.resolutions();
    const poll = await day.opened(day.motion(resolution));
    await day.vote(browser, poll, voter, { choice: 0 });
    const ghost = (await day.admin.post<{ id: string }>("/api/v1/members",
      { body: { kind: "natural", name: "Ghost", category: "users", state: "admitted" }, expect: 201 })).body.id;
    const added = "poll_id = (SELECT id FROM poll WHERE uuid = unhex(?)) AND member_id = (SELECT id FROM member WHERE uuid = unhex(?))";
    const ids = [poll.id, ghost].map((id) => id.replaceAll("-", ""));
    await day.restart({}, (db) => db.prepare(`INSERT INTO roll (poll_id, member_id, college, rank)
      SELECT poll.id, member.id, 'users', 100000 FROM poll, member WHERE poll.uuid = unhex(?) AND member.uuid = unhex(?)`).run(...ids));

    const { body: { job } } = await day.act<{ job: string }>(`/api/v1/polls/${poll.id}`, "closing", { reason: "Fini" });
    type Job = { state: string; problem?: Problem };
    let ended: Job;
    do ended = (await day.admin.get<Job>(`/api/v1/jobs/${job}`)).body;
    while (ended.state === "waiting" || ended.state === "running");
    assert.deepEqual([ended.state, ended.problem && slug(ended.problem)], ["failed", "log-broken"]);

    await day.restart({}, (db) => db.prepare(`DELETE FROM roll WHERE ${added}`).run(...ids));
    assert.equal((await day.until(poll.id, "published")).state, "published");
  });

  test("55: a second server on the same file is turned away", () => {
    const said = spawnSync(join(process.env["PALABRE_BUILD"] ?? "build", "cli/palabre"),
      ["serve", "--db", day.db, "--listen", "127.0.0.1:0"], { encoding: "utf8" });
    assert.equal(said.status, 1);
    assert.match(said.stderr, /store-locked/);
    const command = spawnSync(join(process.env["PALABRE_BUILD"] ?? "build", "cli/palabre"),
      ["rebuild", "--db", day.db], { encoding: "utf8" });
    assert.equal(command.status, 1);
    assert.match(command.stderr, /store-locked/);
  });

  test("a database from a later version is left alone", async () => {
    const later = join(day.folder.path, "later");
    await day.server.stop();
    for (const suffix of ["", ".key", ".anchor"]) copyFileSync(day.db + suffix, later + suffix);
    day.server = await Server.start({ db: day.db, clock: day.now, listen: new URL(day.server.url).host });
    const db = new DatabaseSync(later);
    db.exec("PRAGMA user_version = 9999");
    db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    db.close();
    const bytes = readFileSync(later);
    for (const command of [["serve", "--listen", "127.0.0.1:0"], ["migrate"], ["rebuild"]]) {
      const [name = "", ...rest] = command;
      const said = spawnSync(join(process.env["PALABRE_BUILD"] ?? "build", "cli/palabre"),
        [name, "--db", later, ...rest], { encoding: "utf8" });
      assert.equal(said.status, 1, `${name} ${said.stderr}`);
      assert.match(said.stderr, /store-later/);
    }
    assert.deepEqual(readFileSync(later), bytes);
  });

  test("a database whose tables are not those of its version says so, and is not called up to date", async () => {
    const { host } = new URL(day.server.url);
    await day.server.stop();
    const program = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
      spawnSync(join(process.env["PALABRE_BUILD"] ?? "build", "cli/palabre"), args, { encoding: "utf8" });
    const changes = {
      lacking: "DROP TABLE attachment_piece",
      narrower: `PRAGMA writable_schema=ON; UPDATE sqlite_schema SET sql = replace(sql, ', ''refusal''', '') WHERE name = 'mail'`,
    };
    for (const [name, change] of Object.entries(changes)) {
      const early = join(day.folder.path, name);
      for (const suffix of ["", ".key", ".anchor"]) copyFileSync(day.db + suffix, early + suffix);
      const db = new DatabaseSync(early, { defensive: false });
      db.exec("ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)");
      assert.match(program("migrate", "--db", early).stdout, /up to date/);
      db.exec(`${change}; PRAGMA wal_checkpoint(TRUNCATE)`);
      db.close();
      for (const args of [["migrate"], ["migrate", "--dry-run"], ["serve", "--listen", "127.0.0.1:0"]]) {
        const said = program(...args, "--db", early);
        assert.deepEqual([said.status, said.stdout], [1, ""], `${name} ${args[0]}`);
        assert.match(said.stderr, /store-schema/);
        assert.match(said.stderr, /never released/);
      }
    }
    day.server = await Server.start({ db: day.db, clock: day.now, listen: host });
  });
});

describe("51: a disk that is full", () => {
  const folder = scratch();
  const disk = join(folder.path, "disk");
  mkdirSync(disk);
  /* Its own small disk, which root alone may attach. */
  const isMounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=6m", "tmpfs", disk]).status === 0;
  const reason = isMounted ? false : "a small disk is needed, and only root may attach one";
  let server: Server;
  let admin: Api;
  const db = join(disk, "society.palabre");
  const filler = join(disk, "filler");

  before(async () => {
    if (!isMounted) return;
    const said = palabre(["init", "--db", db, "--log-name", "society.example/log", "--constitution", STATUTES,
      "--admin-name", "Pascal Orsoni", "--time-zone", "UTC"]);
    server = await Server.start({ db });
    const first = new Api(server.url);
    await first.signIn(tokensIn(said)[0] ?? "");
    const made = await first.post<{ token: string }>("/api/v1/tokens",
      { body: { label: "disk", scopes: ["read", "register"] }, expect: 201 });
    admin = new Api(server.url, { token: made.body.token });
  });
  after(async () => {
    if (isMounted) {
      await server.stop();
      assert.equal(spawnSync("umount", [disk]).status, 0);
    }
    folder.remove();
  });

  /* Takes what room is left. */
  const fill = (): void => {
    for (let size = 1 << 20; size >= 512; size /= 2) {
      for (let wrote = true; wrote;) {
        try {
          writeFileSync(filler, Buffer.alloc(size), { flag: "a" });
        } catch {
          wrote = false;
        }
      }
    }
  };

  for (const [round, many] of [["one", 1], ["two", 16]] as const) {
    test(`round ${round}: changes are refused, none is lost, and it goes on when there is room`, { skip: reason }, async () => {
      const told = new Map<string, number>();
      const slugs = new Set<string>();
      const enter = async (name: string): Promise<void> => {
        const { status, slug: said } = await enters(admin, name);
        told.set(name, status);
        if (status !== 201) slugs.add(said);
      };
      const wave = (from: number): Promise<void[]> =>
        Promise.all(Array.from({ length: many }, (_, i) => enter(`Round ${round} ${from + i}`)));
      await wave(0);
      fill();
      for (let i = 1; i < 400 / many && slugs.size === 0; i++) await wave(i * many);
      for (let i = 500; i < 505; i++) await wave(i * many);
      assert.deepEqual([...slugs], ["store-full"]);
      assert.ok([...told.values()].every((status) => status === 201 || status === 503));

      rmSync(filler);
      await enter(`Round ${round}, with room`);
      assert.equal(told.get(`Round ${round}, with room`), 201);
      const there = await names(admin);
      for (const [name, status] of told) assert.equal(there.has(name), status === 201, `${name}: ${status}`);
      await verify(server.url);
    });
  }

  test("afterwards a start finds everything well", { skip: reason }, async () => {
    const before = await names(admin);
    const { host } = new URL(server.url);
    await server.kill();
    server = await Server.start({ db, listen: host });
    assert.equal((await health(server.url)).status, "ok");
    assert.deepEqual(await names(admin), before);
    await verify(server.url);
  });
});

describe("51: a file that may not grow, by a quota or a limit", () => {
  const society = new Society();
  const told = new Map<string, number>();
  const enter = async (name: string): Promise<string> => {
    const { status, slug: said } = await enters(society.admin, name);
    told.set(name, status);
    return said;
  };
  const startAgain = async (under: string[]): Promise<void> => {
    const { host } = new URL(society.server.url);
    await society.server.stop();
    society.server = await Server.start({ db: society.db, listen: host, under });
  };

  before(() => society.open());
  after(() => society.close());

  test("changes are refused, and it goes on when there is room", async () => {
    await startAgain(["prlimit", `--fsize=${1 << 20}:`]);
    let said = "";
    for (let i = 0; i < 400 && said === ""; i++) said = await enter(`Within ${i}`);
    for (let i = 0; i < 5; i++) assert.equal(await enter(`Beyond ${i}`), "store-full");
    assert.deepEqual([said, ...new Set(told.values())], ["store-full", 201, 503]);

    const more = spawnSync("prlimit", ["--pid", String(society.server.pid), "--fsize=unlimited:"], { encoding: "utf8" });
    assert.equal(more.status, 0, more.stderr);
    assert.equal(await enter("With room"), "");
  });

  test("afterwards a start finds what was acknowledged, and nothing else", async () => {
    await startAgain([]);
    assert.equal((await health(society.server.url)).status, "ok");
    const there = await names(society.admin);
    for (const [name, status] of told) assert.equal(there.has(name), status === 201, `${name}: ${status}`);
    await verify(society.server.url);
  });
});

describe("51: a file of a resolution that finds no room", () => {
  const society = new Society();
  let path = "";
  let kept = 0;
  const restart = async (under: string[]): Promise<void> => {
    const { host } = new URL(society.server.url);
    await society.server.stop();
    society.server = await Server.start({ db: society.db, listen: host, under });
  };
  const send = async (size: number): Promise<Refused> => {
    const answer = await fetch(`${society.server.url}${path}/attachments?name=a.txt`, { method: "POST", body: "x".repeat(size),
      headers: { ...society.admin.credentials("POST"), "content-type": "application/octet-stream" } });
    kept += answer.status === 201 ? 1 : 0;
    return { status: answer.status, slug: answer.status === 201 ? "" : slug(await answer.json() as Problem) };
  };
  const there = async (): Promise<number> =>
    (await society.admin.get<{ attachments: unknown[] }>(path, { expect: 200 })).body.attachments.length;

  before(async () => {
    await society.open();
    const meets = new Date(Date.now() + 40 * 24 * HOUR).toISOString();
    const { id } = (await society.admin.post<{ id: string }>("/api/v1/assemblies",
      { body: { kind: "ordinary", title: "Assemblée", place: "Corte", meets_at: meets }, expect: 201 })).body;
    path = `/api/v1/resolutions/${(await society.admin.post<{ id: string }>(`/api/v1/assemblies/${id}/resolutions`,
      { body: { class: "ordinary", origin: "board", title: "Comptes", text: "Sont approuvés." }, expect: 201 })).body.id}`;
  });
  after(() => society.close());

  test("while it comes in, and in the database: it is refused whole, and taken when there is room", async () => {
    await restart(["prlimit", `--fsize=${1 << 20}:`]);
    assert.deepEqual(await send(3 << 20), { status: 503, slug: "store-full" });
    let said: Refused = { status: 201, slug: "" };
    for (let i = 0; i < 20 && said.status === 201; i++) said = await send(200_000);
    assert.deepEqual(said, { status: 503, slug: "store-full" });
    assert.equal(await there(), kept);

    const more = spawnSync("prlimit", ["--pid", String(society.server.pid), "--fsize=unlimited:"], { encoding: "utf8" });
    assert.equal(more.status, 0, more.stderr);
    assert.equal((await send(3 << 20)).status, 201);
    assert.equal(await there(), kept);
  });

  test("afterwards a start, which hashes every file, finds what was acknowledged", async () => {
    await restart([]);
    assert.equal((await health(society.server.url)).status, "ok");
    assert.equal(await there(), kept);
    await verify(society.server.url);
  });
});

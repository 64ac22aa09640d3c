/*
 * A record that the program exports holds for the second verifier; changed in one place it fails where it should; and
 * both verifiers say the same of each.
 */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { utf8 } from "../../web/src/verify/bytes.ts";
import { contentOf, readTar, writeTar } from "../../web/src/verify/tar.ts";
import { sourceOfBlob, sourceOfBytes, verifyRecord, type Asked, type Report } from "../../web/src/verify.ts";

const BUILD = process.env["PALABRE_BUILD"] ?? new URL("../../build", import.meta.url).pathname;
const PALABRE = join(BUILD, "cli/palabre");
const PALABRE_VERIFY = join(BUILD, "cli/palabre-verify");
const folder = mkdtempSync(join(tmpdir(), "palabre-verify-"));
const path = (name: string) => join(folder, name);
const bytesOf = (name: string) => new Uint8Array(readFileSync(path(name)));
after(() => rmSync(folder, { recursive: true }));

type Files = [name: string, content: Uint8Array][];

/* The demonstration: an invented society with polls of several methods that were counted. */
async function makeSociety(db: string): Promise<void> {
  const server = spawn(PALABRE, ["demo", "--db", db, "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise((resolve) => server.once("exit", resolve));
  await new Promise<void>((resolve, reject) => {
    let said = "";
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes("observer ")) resolve();
    };
    server.stdout.on("data", listen);
    server.stderr.on("data", listen);
    ended.then(() => reject(new Error(`the demonstration ended: ${said}`)));
  });
  server.kill("SIGTERM");
  await ended;
}

function exportRecord(db: string, output: string, ...what: string[]): void {
  const run = spawnSync(PALABRE, ["export", "--db", db, ...what, "-o", path(output)], { encoding: "utf8" });
  assert.equal(run.status, 0, run.stderr);
}

async function filesOf(tar: Uint8Array): Promise<Files> {
  const read = await readTar(sourceOfBytes(tar));
  return Promise.all([...read.files.keys()].map(async (name): Promise<Files[number]> => [name, await contentOf(read, name)]));
}

const statesOf = ({ checks }: Report): string => checks.map(({ check, state }) => `${check} ${state}`).join("\n");
const failedOf = ({ checks }: Report): string => checks.filter(({ state }) => state === "failed").map(({ check }) => check).join(" ");

/* What the verifier in C says of the same file with the same questions. */
function byProgram(tar: Uint8Array, asked: Asked): Report {
  const file = path("asked.tar");
  writeFileSync(file, tar);
  writeFileSync(`${file}.minisig`, asked.minisig ?? "");
  const given: string[] = (asked.keys ?? []).flatMap((key) => ["--key", key]);
  for (const name of ["policy", "since", "receipt", "elector"] as const) {
    const content = asked[name];
    if (content === undefined) continue;
    writeFileSync(path(name), content);
    given.push(`--${name}`, path(name));
  }
  if (asked.tracker !== undefined) given.push("--tracker", asked.tracker);
  const run = spawnSync(PALABRE_VERIFY, [file, "--json", ...given], { encoding: "utf8" });
  assert.ok(run.status === 0 || run.status === 1, `${run.status} ${run.stderr}`);
  return JSON.parse(run.stdout) as Report;
}

async function verify(tar: Uint8Array, asked: Asked): Promise<Report> {
  const report = await verifyRecord(sourceOfBytes(tar), asked);
  assert.equal(report.holds, failedOf(report) === "");
  const other = byProgram(tar, asked);
  assert.equal(statesOf(report), statesOf(other), JSON.stringify([report.checks, other.checks], null, 1));
  assert.equal(report.holds, other.holds);
  return report;
}

let whole: Uint8Array;
let one: Uint8Array;
let minisig: Uint8Array;
let poll = "";
before(async () => {
  const db = path("demo.palabre");
  await makeSociety(db);
  exportRecord(db, "all.tar", "--all");
  [whole, minisig] = [bytesOf("all.tar"), bytesOf("all.tar.minisig")];
  const polls = (await filesOf(whole)).map(([name]) => /^polls\/([^/]+)\/ballots\.abif$/.exec(name)?.[1]);
  poll = polls.find((id) => id !== undefined) ?? "";
  exportRecord(db, "one.tar", "--poll", poll);
  one = bytesOf("one.tar");
}, { timeout: 60000 });

describe("a record as it was exported", () => {
  test("of a whole society holds", async () => {
    const report = await verify(whole, { minisig });
    assert.equal(failedOf(report), "");
    const ok = report.checks.filter(({ state }) => state === "ok").map(({ check }) => check);
    assert.deepEqual(ok, ["V1", "V2", "V3", "V5", "V6", "V7", "V8", "V9", "V16", "V20"]);
  });

  test("of one poll holds, and goes on from an earlier checkpoint", async () => {
    const since = await contentOf(await readTar(sourceOfBytes(one)), "log/checkpoint");
    const report = await verify(one, { minisig: bytesOf("one.tar.minisig"), since });
    assert.equal(failedOf(report), "");
    assert.equal(report.checks.find(({ check }) => check === "V4")?.state, "ok");
  });

  test("is read from a file of the browser, and told how far it is", async () => {
    const told = new Set<string>();
    const report = await verifyRecord(sourceOfBlob(new Blob([whole as Uint8Array<ArrayBuffer>])), { minisig }, (what) => told.add(what));
    assert.equal(report.holds, true);
    assert.deepEqual([...told].sort(), ["hash", "polls"]);
  });

  test("is written again byte for byte from its files", async () =>
    assert.equal(Buffer.compare(writeTar(await filesOf(whole)), whole), 0));

  test("is told by the program as by the page", () => {
    const program = new URL("../../web/src/verify.ts", import.meta.url).pathname;
    const run = spawnSync(process.execPath, [program, path("all.tar"), "--json"], { encoding: "utf8" });
    assert.equal(run.status, 0, run.stderr);
    const report = JSON.parse(run.stdout);
    assert.deepEqual([report.holds, report.checks.length], [true, 20]);
    assert.equal(spawnSync(process.execPath, [program, "--nonsense"]).status, 2);
    assert.equal(spawnSync(process.execPath, [program, path("none.tar")]).status, 2);
  });

  test("says that its keys are those that it names itself, unless one is given", async () => {
    const figureOf = async (asked: object) =>
      (await verifyRecord(sourceOfBytes(whole), { minisig, ...asked })).checks.find(({ check }) => check === "V2")?.figure ?? "";
    const said = await figureOf({});
    const [, key = ""] = /one that the record itself names \((\S+)\): give one/.exec(said) ?? [];
    assert.match(key, /\+[0-9a-f]{8}\+/);
    assert.match(await figureOf({ keys: [key] }), /the key is one that was given$/);
  });

  test("is not believed under another key or policy", async () => {
    const key = "demo.invalid/log+ffffffff+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    const report = await verifyRecord(sourceOfBytes(whole), { minisig, keys: [key] });
    assert.equal(failedOf(report), "V2");
  });
});

/* Replaces text in the file of that name; `*` stands for the folder of the poll. */
function edit(name: string, from: string | RegExp, to: string): (files: Files) => Files {
  return (files) => files.map(([own, content]) => {
    if (own !== name.replace("*", `polls/${poll}`)) return [own, content];
    const text = Buffer.from(content).toString("latin1");
    const changed = text.replace(from, to);
    assert.notEqual(changed, text, `nothing to change in ${own}`);
    return [own, new Uint8Array(Buffer.from(changed, "latin1"))];
  });
}

const without = (name: string) => (files: Files): Files => files.filter(([own]) => own !== name.replace("*", `polls/${poll}`));
const withFile = (name: string, content: string) => (files: Files): Files => [...files, [name, utf8(content)]];

/* A change of the record, and the checks that fail besides V1, which always does: the signature is of another file. */
const tampered: [string, (files: Files) => Files, string][] = [
  ["a ballot that says something else", edit("*/openings.jsonl", "[0,2]", "[0,1]"), "V9 V16"],
  ["an opening less", edit("*/openings.jsonl", /.*\n$/, ""), "V8 V9 V16"],
  ["two openings the other way round", edit("*/openings.jsonl", /^(.*\n)(.*\n)/, "$2$1"), ""],
  ["a leaf of the roll that is another's", edit("*/roll.txt", /^[0-9a-f]{8}/, "00000000"), "V7"],
  ["a line of the roll less", edit("*/roll.txt", /^.*\n/, ""), "V7 V8"],
  ["a line of the roll that is none", edit("*/roll.txt", /^.*\n/, "x\n"), "V7 V8"],
  ["another outcome", edit("*/outcome.json", '"verdict":"counted"', '"verdict":"adopted"'), "V6 V16"],
  ["another title in the manifest", edit("*/manifest.json", '"title":"', '"title":"X'), "V6 V7 V8 V9 V16"],
  ["another box", edit("*/box.json", /"used":\d/, '"used":9'), "V6 V7 V8 V9 V16"],
  ["another question", edit("*/question.json", '"title":"', '"title":"X'), "V6"],
  ["another figure for readers", edit("*/result.csv", "outcome,counted", "outcome,adopted"), "V16"],
  ["another figure for French readers", edit("*/result-fr.csv", "42", "43"), "V16"],
  ["another result for programs", edit("*/result.json", '"verdict":"counted"', '"verdict":"adopted"'), "V16"],
  ["other ballots for other programs", edit("*/ballots.abif", "c1/1", "c2/1"), "V16"],
  ["no ballots for other programs", without("*/ballots.abif"), "V16"],
  ["no list of the roll", without("*/roll.txt"), "V7 V8 V20"],
  ["a file that nobody knows", withFile("extra.txt", "x"), "V20"],
  ["a list of trackers in an open poll", (files) => withFile(`polls/${poll}/opened.csv`, "x")(files), "V20"],
  ["a table that the log does not make", withFile("tables/README.md", "x"), "V20"],
  ["no licence", without("LICENSE"), ""],
  ["keys that are not the log's", edit("keys.txt", "quorum none", "quorum  none"), "V2"],
  ["another key of signatures", edit("minisign.pub", /^untrusted comment/, "Untrusted comment"), ""],
  ["another society", edit("RECORD.json", '"society":"', '"society":"X'), "V6"],
  ["another size", edit("RECORD.json", /"size":\d+/, '"size":1'), "V20"],
  ["a tile of hashes that is another's", edit("log/tile/0/000", /^./, "\u0001"), "V3"],
  ["an entry that says something else", edit("log/tile/entries/000", "demo.invalid/log", "demo.invalid/lob"), "V2 V3 V5"],
  ["an entry of another size, so that those after it begin elsewhere", edit("log/tile/entries/000", /^\0/, "\u0004"), "V2 V3 V5 V6 V7 V8 V9 V16 V20"],
  ["an entry that is no JSON", edit("log/tile/entries/000", '"t":"society.found"', '"t":"society.foul_"'), "V3 V5 V6 V20"],
  ["a signature of the log that does not hold", edit("log/checkpoint", /\n(\d+)\n/, "\n1$1\n"), ""],
];

describe("a record with", () => {
  for (const [name, change, failed] of tampered) {
    test(`${name} fails where it should`, async () => {
      const tar = writeTar(change(await filesOf(one)));
      const report = await verify(tar, { minisig: bytesOf("one.tar.minisig") });
      assert.match(failedOf(report), /^V1\b/);
      if (failed !== "") assert.equal(failedOf(report), `V1 ${failed}`, JSON.stringify(report.checks));
    });
  }

  test("one bit turned fails, wherever it is", async () => {
    for (let at = 40; at < one.length; at += Math.floor(one.length / 60)) {
      const changed = one.slice();
      changed[at] = (changed[at] ?? 0) ^ 4;
      const asked = { minisig: bytesOf("one.tar.minisig") };
      const reports = [await verifyRecord(sourceOfBytes(changed), asked), byProgram(changed, asked)];
      assert.equal(failedOf(reports[0] as Report), failedOf(reports[1] as Report), `byte ${at}`);
      assert.equal(reports[0]?.checks[0]?.state, "failed", `byte ${at}`);
    }
  });

  const cut: [string, (tar: Uint8Array) => Uint8Array][] = [
    ["nothing in it", () => new Uint8Array()], ["its end cut", (tar) => tar.subarray(0, -1024)], ["half of it", (tar) => tar.subarray(0, tar.length >> 1)],
    ["more after its end", (tar) => Buffer.concat([tar, new Uint8Array(512)])],
  ];
  for (const [name, spoil] of cut) {
    test(`${name} fails in every check that applies`, async () => {
      const report = await verify(spoil(one), { minisig: bytesOf("one.tar.minisig") });
      assert.equal(failedOf(report), "V1 V2 V3 V5 V6 V7 V8 V9 V16 V20");
    });
  }

  test("no signature fails the first check alone", async () =>
    assert.equal(failedOf(await verify(one, {})), "V1"));

  test("the signature of another record fails the first check alone", async () =>
    assert.equal(failedOf(await verify(one, { minisig })), "V1"));
});

test("what is asked for and is not there fails", async () => {
  const asked = { minisig: bytesOf("one.tar.minisig"), tracker: "WEWR-MKD3-3897-TJYY", receipt: utf8("x"), elector: utf8("{}"), since: utf8("x") };
  assert.equal(failedOf(await verify(one, asked)), "V4 V18 V19");
});

/* What Meson reads of the tests in TypeScript: each counts once, whatever suites it stands in. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";

const TAP = resolve(import.meta.dirname, "../../tools/tap.ts");
const folder = mkdtempSync(join(tmpdir(), "palabre-"));
after(() => rmSync(folder, { recursive: true }));

/* The lines of a file of tests that are results, and how it exits. */
function results(tests: string): { lines: string[]; status: number | null } {
  const file = join(folder, "some.test.ts");
  writeFileSync(file, `import { before, describe, test } from "node:test";\n${tests}`);
  const { stdout, stderr, status } = spawnSync(process.execPath, [`--test-reporter=${TAP}`, file], { encoding: "utf8" });
  assert.equal(stderr, "");
  return { lines: stdout.split("\n").filter((line) => line !== "" && !line.startsWith("#")), status };
}

const ok = `() => {}`;
const fails = `() => { throw new Error("not so"); }`;
/* What it is, the tests, what is printed between the version and the plan, the exit. */
const rows: [string, string, string[], number][] = [
  ["a test is a line", `test("one", ${ok})`, ["ok 1 - one"], 0],
  ["a test in suites has their names, and they no line",
    `describe("of", () => { describe("in", () => { test("one", ${ok}); }); test("two", ${ok}); })`,
    ["ok 1 - of: in: one", "ok 2 - of: two"], 0],
  ["a failure is one line, whatever its suites", `describe("of", () => test("one", ${fails})); test("two", ${ok})`,
    ["not ok 1 - of: one", "ok 2 - two"], 1],
  ["a suite that cannot begin has failed itself",
    `describe("of", () => { before(${fails}); test("one", ${ok}); })`,
    ["not ok 1 - of: one", "not ok 2 - of"], 1],
  ["what is left out says why", `test("one", { skip: "no disk" }, ${ok}); test("two", { skip: true }, ${ok})`,
    ["ok 1 - one # SKIP no disk", "ok 2 - two # SKIP"], 0],
  ["a suite that is left out is a line", `describe("of", { skip: "no disk" }, () => test("one", ${ok}))`,
    ["ok 1 - of # SKIP no disk"], 0],
  ["a name says nothing to the reader of TAP", `test("one # SKIP\\nnot ok", ${ok})`, ["ok 1 - one no. SKIP not ok"], 0],
];

for (const [name, tests, lines, status] of rows) {
  test(name, () => {
    const plan = `1..${lines.length}`;
    assert.deepEqual(results(tests), { lines: ["TAP version 13", ...lines, plan], status });
  });
}

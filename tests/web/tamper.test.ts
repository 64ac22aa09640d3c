/*
 * Both verifiers see every change: the records of tests/support/tamper.c and the voters' files of mine.c, of
 * which made_records says what the first verifier found. What stands on what was changed may fail in one of them too.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

import { sourceOfBytes, verifyRecord } from "../../web/src/verify.ts";

interface Made {
  name: string;
  file: string;
  asked: { receipt?: string; tracker?: string; elector?: string };
  check: number;
  states: string[];
}

const BUILD = process.env["PALABRE_BUILD"] ?? new URL("../../build", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "palabre-tamper-"));
after(() => rmSync(folder, { recursive: true }));

const run = spawnSync(join(BUILD, "tests/made_records"), [folder], { encoding: "utf8" });
assert.equal(run.status, 0, run.stderr);
const bytesOf = (name: string) => new Uint8Array(readFileSync(join(folder, name)));
const index = JSON.parse(readFileSync(join(folder, "index.json"), "utf8")) as Made[];
assert.ok(index.length > 60);

const given = ({ receipt, tracker, elector }: Made["asked"]) => ({
  ...(receipt === undefined ? {} : { receipt: new TextEncoder().encode(receipt) }),
  ...(tracker === undefined ? {} : { tracker }),
  ...(elector === undefined ? {} : { elector: new TextEncoder().encode(elector) }),
});

for (const { name, file, asked, check, states } of index) {
  test(name, async () => {
    const report = await verifyRecord(sourceOfBytes(bytesOf(file)), { minisig: bytesOf(`${file}.minisig`), ...given(asked) });
    const found = report.checks.map(({ state }) => state);
    assert.equal(report.holds, check === 0);
    if (check > 0) assert.equal(states[check - 1], "failed");
    assert.deepEqual(found, states, JSON.stringify(report.checks.filter(({ state }) => state === "failed")));
  });
}

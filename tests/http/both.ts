/* both.ts - the record of a society, exported beside its server and held by both verifiers. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { sourceOfBytes, verifyRecord } from "../../web/src/verify.ts";
import { BUILD, filesOf, palabre } from "./support.ts";

/* Its files, once neither found anything wrong with it. */
export async function heldByBoth(db: string, folder: string, clock?: Date): Promise<Map<string, Buffer>> {
  const file = join(folder, `record-${performance.now()}.tar`);
  palabre(["export", "--db", db, "--all", "-o", file], 0, clock);
  const run = spawnSync(join(BUILD, "cli/palabre-verify"), [file], { encoding: "utf8" });
  assert.equal(run.status, 0, run.stdout + run.stderr);
  const [tar, minisig] = [readFileSync(file), readFileSync(`${file}.minisig`)];
  const { checks } = await verifyRecord(sourceOfBytes(new Uint8Array(tar)), { minisig: new Uint8Array(minisig) });
  assert.deepEqual(checks.filter(({ state }) => state === "failed"), []);
  return filesOf(tar);
}

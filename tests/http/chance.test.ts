/*
 * Whatever members and officers do, in whatever order the server takes it, both verifiers hold the record of it: a check that
 * refuses what was done honestly is worth less than none. Chance is the same in every run; PALABRE_CHANCES asks for more of it.
 */
import assert from "node:assert/strict";
import { test } from "node:test";

import { ready } from "../../web/src/booth.ts";
import { heldByBoth } from "./both.ts";
import { ChanceDay } from "./chance.ts";

const CHANCES = Number(process.env["PALABRE_CHANCES"] ?? 4);
const DEEDS = 250;

for (let seed = 1; seed <= CHANCES; seed++) {
  test(`both verifiers hold what chance ${seed} did`, async () => {
    const day = new ChanceDay(seed);
    try {
      await ready();
      await day.start();
      const taken = await day.live(DEEDS);
      assert.ok(taken > DEEDS / 3, `the server took ${taken}`);
      await heldByBoth(day.db, day.folder.path, day.now);
    } finally {
      await day.close();
    }
  });
}

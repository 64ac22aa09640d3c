/* The same ballots under two transfer rules, through HTTP: C01 and C02 of the acceptance cases, in small. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { Day } from "./assembly_day.ts";

const FOR = { choice: 0 };
const AGAINST = { choice: 1 };

for (const [rule, outcome, ratio] of [["proportional", "rejected", "21/50"], ["majority", "adopted", "7/10"]] as const) {
  test(`the ${rule} rule gives ${ratio}: ${outcome}`, async () => {
    const other = new Day();
    try {
      await other.prepare(1, other.statutes((text) => text.replace("40/100", "30/100").replace("35/100", "40/100")
        .replace("25/100", "30/100").replace('"proportional"', `"${rule}"`)));
      const voters: [string, object][] = [];
      for (const [category, favour, against] of [["employees", 6, 4], ["users", 6, 4], ["friends", 0, 5]] as const) {
        for (let i = 0; i < favour + against; i++) {
          voters.push([await other.enter({ category }), i < favour ? FOR : AGAINST]);
        }
      }
      await other.begin();
      const poll = await other.opened(other.motion((await other.resolutions())[0]));
      for (const [member, ballot] of voters) await other.vote(await other.browserOf(member), poll, member, ballot);
      const { decision } = await other.counted(poll);
      assert.deepEqual([decision["outcome"], decision["ratio"]], [outcome, ratio]);
      const { body } = await other.anyone().get<{ steps: { code: string; fr: string; en: string }[] }>(
        `/api/v1/polls/${poll.id}/explanation`);
      const majority = body.steps.find(({ code }) => code.startsWith("majority."));
      assert.match(majority?.fr ?? "", new RegExp(`soit ${ratio}\\s: `));
      assert.match(majority?.en ?? "", new RegExp(`is ${ratio}: `));
      assert.ok(body.steps.some(({ en }) => en.startsWith("Work: 6 for, 4 against")));
    } finally {
      await other.close();
    }
  });
}

/* What comes due by itself, beside what cannot. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Day } from "./assembly_day.ts";

const day = new Day();
const HOUR = 3_600_000;

before(() => day.prepare(1));
after(() => day.close());

test("polls that nobody can vote in hold up no other, however many they are", async () => {
  const ada = await day.enter({ category: "employees" });
  await day.begin();
  /* They are due, and cannot open: the college has no member. All stand before the poll that can be closed. */
  const longer = new Date(day.now.getTime() + 3 * HOUR).toISOString();
  for (let i = 0; i < 70; i++) {
    await day.called(day.motion(undefined, { kind: "choice", title: `Question ${i}`, class: "ordinary",
      electorate: "supporters", closes_at: longer }));
  }
  const poll = await day.opened(day.motion((await day.resolutions())[0]));
  await day.vote(await day.browserOf(ada), poll, ada, { choice: 0 });
  const { decision } = await day.counted(poll);
  assert.equal(decision["outcome"], "adopted");
});

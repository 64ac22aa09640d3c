/*
 * witnessed_close.test.ts - the box of a secret poll whose log has witnesses opens once a quorum of them has seen
 * its close: whoever opened it before could still have changed what is in it.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Witness, untilPolicy } from "./palabre_witness.ts";
import { SecretDay } from "./secret_day.ts";
import { refusal } from "./society.ts";
import { scratch } from "./support.ts";

const day = new SecretDay();
const folder = scratch();
const ann = new Witness("ann", folder.path);
const MINUTE = 60_000;
let log = "";

/* Time goes on until the witness is asked and has answered. */
const untilWitnessed = (): Promise<unknown> =>
  untilPolicy(day, ({ witnessed }) => {
    day.wait(MINUTE);
    return witnessed;
  });

before(async () => {
  await day.gather();
  log = (await day.anyone().get<{ log: { vkey: string } }>("/api/v1/society", { expect: 200 })).body.log.vkey;
  await ann.start(log);
  const policy = `witness ann ${ann.key} ${ann.url}\nquorum ann\n`;
  await day.admin.put("/api/v1/log/policy", { body: { policy }, expect: 200 });
  await untilWitnessed();
});
after(async () => {
  await ann.stop();
  await day.close();
  folder.remove();
});

test("no share is taken before the witnesses have seen the close, and each is after it", async () => {
  const poll = await day.openedInSecret();
  const { member, by } = day.keepers[0] as { member: string; by: typeof day.admin };
  await day.voteInSecret(by, poll, member, { blank: true });
  await ann.stop();
  await day.closed(poll);
  const body = await day.shareOf(poll, 0);
  const early = await refusal(by, "POST", `/api/v1/polls/${poll.id}/shares`, 409, { body });
  assert.equal(early.slug, "not-witnessed");
  const { body: shares } = await by.get<{ given: number[] }>(`/api/v1/polls/${poll.id}/shares`, { expect: 200 });
  assert.deepEqual(shares.given, [], "a share that is refused is not kept");

  await ann.start(log, new URL(ann.url).host);
  await untilWitnessed();
  await day.giveShare(poll, 0, 200);
  await day.giveShare(poll, 2, 202);
  assert.equal((await day.until(poll.id, "published")).state, "published");
});

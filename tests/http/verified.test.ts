/* Records of secret polls, from the booth to both verifiers: what a voter kept is found, and what is not theirs is not. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";

import { drawChance, type SealedBallot } from "../../web/src/booth.ts";
import { sourceOfBytes, verifyRecord, type Asked, type Report } from "../../web/src/verify.ts";
import { type Poll } from "./assembly_day.ts";
import { SecretDay } from "./secret_day.ts";
import { STATUTES } from "./society.ts";
import { BUILD, scratch } from "./support.ts";

const VERIFY = join(BUILD, "cli/palabre-verify");
const utf8 = (text: string) => new TextEncoder().encode(text);

type Made = { poll: Poll; ballot: SealedBallot; receipt: string; tar: Uint8Array; minisig: Uint8Array };

const statesOf = ({ checks }: Report): string => checks.map(({ check, state }) => `${check} ${state}`).join("\n");
const failedOf = ({ checks }: Report): string => checks.filter(({ state }) => state === "failed").map(({ check }) => check).join(" ");
const stateOf = ({ checks }: Report, name: string) => checks.find(({ check }) => check === name);

class Verified extends SecretDay {
  readonly beside = scratch();

  /* A secret poll with three ballots, one of them Ada's, counted and taken away as a record. */
  async make(fields: object = {}): Promise<Made> {
    const [ada, bruno, chiara] = [await this.enter(), await this.enter(), await this.enter()];
    const poll = await this.openedInSecret(fields);
    const seal = await this.seal(poll, ada, { choice: 0 }, { chance: drawChance(420) });
    const { body } = await this.send(await this.browserOf(ada), poll, seal);
    await this.voteInSecret(await this.browserOf(bruno), poll, bruno, { choice: 1 });
    await this.voteInSecret(await this.browserOf(chiara), poll, chiara, { blank: true });
    await this.countedInSecret(poll);
    return { poll, ballot: seal.made, receipt: body.receipt.note, ...(await this.recordOf(poll)) };
  }

  /* By both, which say the same. */
  async verify({ tar, minisig }: Made, asked: Asked = {}): Promise<Report> {
    const report = await verifyRecord(sourceOfBytes(tar), { minisig, ...asked });
    const file = join(this.beside.path, "record.tar");
    writeFileSync(file, tar);
    writeFileSync(`${file}.minisig`, minisig);
    const given: string[] = asked.tracker === undefined ? [] : ["--tracker", asked.tracker];
    if (asked.receipt !== undefined) {
      writeFileSync(`${file}.receipt`, asked.receipt);
      given.push("--receipt", `${file}.receipt`);
    }
    const run = spawnSync(VERIFY, [file, "--json", ...given], { encoding: "utf8" });
    assert.ok(run.status === 0 || run.status === 1, run.stderr);
    const other = JSON.parse(run.stdout) as Report;
    assert.equal(statesOf(report), statesOf(other), JSON.stringify([report.checks, other.checks], null, 1));
    return report;
  }
}

suite("the record of a secret poll", () => {
  const day = new Verified();
  let first: Made, second: Made, untracked: Made;
  before(async () => {
    await day.gather(4);
    [first, second, untracked] = [await day.make(), await day.make(), await day.make({ trackers: false })];
  });
  after(async () => {
    await day.close();
    day.beside.remove();
  });

  test("holds, with its urn, its marks and its opened list", async () => {
    for (const made of [first, second, untracked]) {
      const report = await day.verify(made);
      assert.equal(failedOf(report), "", JSON.stringify(report.checks));
      for (const check of ["V6", "V7", "V8", "V9", "V16", "V20"]) assert.equal(stateOf(report, check)?.state, "ok");
    }
  });

  test("has the ballot of a receipt, and of a tracker with its pin and without", async () => {
    const { tracker } = first.ballot;
    for (const typed of [tracker, tracker.slice(0, 19), tracker.toLowerCase().replaceAll("-", "")]) {
      const report = await day.verify(first, { receipt: utf8(first.receipt), tracker: typed });
      assert.equal(failedOf(report), "", typed);
      assert.match(stateOf(report, "V18")?.figure ?? "", /\{"choice":0\}/);
    }
  });

  test("has no ballot of another poll's receipt or tracker", async () => {
    assert.equal(failedOf(await day.verify(first, { receipt: utf8(second.receipt) })), "V18");
    assert.equal(failedOf(await day.verify(first, { tracker: second.ballot.tracker })), "V18");
    assert.equal(failedOf(await day.verify(untracked, { tracker: untracked.ballot.tracker })), "V18");
    assert.equal(failedOf(await day.verify(untracked, { receipt: utf8(untracked.receipt) })), "");
  });

  test("refuses a receipt that was edited", async () => {
    const edited = first.receipt.replace("palabre-receipt/v1", "palabre-receipt/v2");
    assert.equal(failedOf(await day.verify(first, { receipt: utf8(edited) })), "V18");
  });

  test("holds where the statutes got another k_min after secrecy was waived", async () => {
    const draft = await day.draft(day.question());
    const path = `/api/v1/polls/${draft.id}`;
    await day.nameKeepers(draft.id);
    await day.act(path, "waiver", { reason: "Un seul salarié, d’accord" });
    const document = { ...(JSON.parse(readFileSync(STATUTES, "utf8")) as object), k_min: 4 };
    await day.admin.post("/api/v1/constitution/versions", { body: { document, effective_on: day.now.toISOString().slice(0, 10) }, expect: 201 });
    await day.act(path, "call");
    const poll = (await day.act<Poll>(path, "opening")).body;
    const { urn } = JSON.parse(Buffer.from(await day.manifest(poll.id)).toString()) as { urn: { k_min: number; waived: boolean } };
    assert.deepEqual([urn.k_min, urn.waived], [4, true]);
    await day.countedInSecret(poll);
    const report = await day.verify({ ...first, poll, ...(await day.recordOf(poll)) });
    assert.equal(failedOf(report), "", JSON.stringify(report.checks));
  });

  test("of a poll that draws lots holds, with the seed that was committed to and is shown at the opening", async () => {
    const poll = await day.opened(day.motion(undefined, {
      kind: "choice", title: "Jury", class: "ordinary", method: "sortition", seats: 2, options: [{ label: "Ada" }, { label: "Bo" }, { label: "Cy" }],
    }));
    await day.counted(poll);
    const report = await day.verify({ ...first, poll, ...(await day.recordOf(poll)) });
    assert.equal(failedOf(report), "", JSON.stringify(report.checks));
  });
});

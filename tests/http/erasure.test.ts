/*
 * erasure.test.ts - a member who left is erased: not a byte of who they are stays in the file, and every record
 * holds as before.
 */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";

import { Day, type Poll } from "./assembly_day.ts";
import { heldByBoth } from "./both.ts";
import { type Named, refusal } from "./society.ts";
import type { Api } from "./support.ts";

type Member = Named & { name: string; number: string; shares: number; state: string };
type Said = Named & { author: { pseudonym: string; name?: string }; text: string };
type Opening = { voter: string; voter_name: string; marks: string; salt: string };

const day = new Day();
const SECRETS = ["Xylander", "zenobie@example.org", "+33 6 12 34 56 78", "NUM-7741"];
let [gone, stays] = ["", ""];
let browser: Api;
let poll: Poll;
let said: Said;
const path = (): string => `/api/v1/members/${gone}`;
const ground = { ground: "GDPR art. 17" };

/* Every byte of the database and of its journal. */
const bytes = (): string => ["", "-wal"].map((suffix) => day.db + suffix).filter(existsSync)
  .map((file) => readFileSync(file, "utf8")).join("");
const openingsOf = (files: Map<string, Buffer>): Opening[] =>
  (files.get(`polls/${poll.id}/openings.jsonl`)?.toString() ?? "").trim().split("\n").map((line) => JSON.parse(line) as Opening);

before(async () => {
  await day.prepare(1);
  gone = await day.enter({ name: "Zénobie Xylander", number: "NUM-7741", shares: 12,
    person: { email: "zenobie@example.org", phone: "+33 6 12 34 56 78" } });
  stays = await day.enter();
  browser = await day.browserOf(gone);
  const [resolution = ""] = await day.resolutions();
  said = (await browser.post<Said>(`/api/v1/resolutions/${resolution}/contributions`,
    { body: { kind: "for", text: "I agree." }, expect: 201 })).body;
  await day.begin();
  [browser, poll] = [await day.browserOf(gone), await day.opened(day.motion(resolution))];
  await day.vote(browser, poll, gone, { choice: 0 });
  await day.vote(await day.browserOf(stays), poll, stays, { choice: 1 });
});
after(() => day.close());

describe("an erasure", () => {
  test("is for an administrator, of who left, once every poll is over", async () => {
    assert.equal((await refusal(day.anyone(), "POST", `${path()}/erasure`, 401, { body: ground })).slug, "unauthenticated");
    assert.equal((await refusal(browser, "POST", `${path()}/erasure`, 403, { body: ground })).slug, "forbidden");
    assert.equal((await refusal(day.admin, "POST", `${path()}/erasure`, 428, { body: ground })).slug, "match-required");
    const erase = async (body: object, expect: number): Promise<string> => {
      const { etag } = await day.admin.get(path(), { expect: 200 });
      return (await refusal(day.admin, "POST", `${path()}/erasure`, expect, { body, headers: { "if-match": etag } })).slug;
    };
    assert.equal(await erase(ground, 409), "wrong-state");
    await day.act(path(), "state", { state: "left", on: day.now.toISOString().slice(0, 10) });
    assert.equal(await erase(ground, 409), "erasure-poll");
    await day.counted(poll);
    assert.equal(await erase({ ground: "" }, 400), "empty-text");
  });

  test("leaves not a byte of who they were, and every record as it held", async () => {
    const old = await heldByBoth(day.db, day.folder.path, day.now);
    for (const secret of SECRETS) assert.ok(bytes().includes(secret), `${secret} was there`);
    const { body } = await day.act<Member>(path(), "erasure", ground);
    assert.deepEqual([body.name, body.shares, body.state], ["—", 0, "left"]);
    for (const secret of SECRETS) assert.ok(!bytes().includes(secret), `${secret} is gone`);

    const now = await heldByBoth(day.db, day.folder.path, day.now);
    for (const name of ["roll.txt", "box.json", "outcome.json", "manifest.json"]) {
      assert.deepEqual(now.get(`polls/${poll.id}/${name}`), old.get(`polls/${poll.id}/${name}`), name);
    }
    const [first, second] = [openingsOf(old), openingsOf(now)];
    assert.deepEqual(second.map(({ voter, marks, salt }) => [voter, marks, salt]),
      first.map(({ voter, marks, salt }) => [voter, marks, salt]));
    assert.deepEqual(first.map(({ voter_name }) => voter_name === "Zénobie Xylander"), [true, false]);
    assert.deepEqual(second.map(({ voter_name }) => voter_name === "—"), [true, false]);
    assert.ok(![...now.values()].some((file) => file.includes("Xylander")));
  });

  test("ends what they could do, and leaves what they said to nobody", async () => {
    await refusal(browser, "GET", "/api/v1/me", 401);
    const { body } = await day.admin.get<Said>(`/api/v1/contributions/${said.id}`, { expect: 200 });
    assert.deepEqual([body.text, body.author.name, body.author.pseudonym], ["I agree.", undefined, said.author.pseudonym]);
    const { etag } = await day.admin.get(path(), { expect: 200 });
    const again = { body: ground, headers: { "if-match": etag } };
    assert.equal((await refusal(day.admin, "POST", `${path()}/erasure`, 409, again)).slug, "wrong-state");
  });
});

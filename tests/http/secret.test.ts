/* Secret polls through HTTP: from the booth to the count, and what must fail (numbers: the list of attacks). */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { checkReceipt, drawChance, readUrn } from "../../web/src/booth.ts";
import { type Poll, type Result, hashOf } from "./assembly_day.ts";
import { type Problem, refusal, slug } from "./society.ts";
import { type Note, SecretDay } from "./secret_day.ts";
import { type Api } from "./support.ts";

const day = new SecretDay();
const FOR = { choice: 0 };
const AGAINST = { choice: 1 };
const BLANK = { blank: true };

let ada: string, bruno: string, chiara: string;
let byAda: Api, byBruno: Api, byChiara: Api;

before(async () => {
  await day.gather(4);
  [ada, bruno, chiara] = [await day.enter(), await day.enter(), await day.enter()];
  [byAda, byBruno, byChiara] = [await day.browserOf(ada), await day.browserOf(bruno), await day.browserOf(chiara)];
});
after(() => day.close());

const ballotsOf = (poll: Poll): string => `/api/v1/polls/${poll.id}/ballots`;
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

test("a secret poll goes from the booth to its result, and each voter finds their ballot", async () => {
  const poll = await day.openedInSecret();
  const seal = await day.seal(poll, ada, FOR, { chance: drawChance(420) });
  const cast = await day.send(byAda, poll, seal);
  const { receipt } = cast.body;
  assert.deepEqual([receipt.hash, receipt.reference, receipt.poll], [hex(seal.made.hash), seal.made.reference, poll.id]);
  checkReceipt(readUrn(await day.manifest(poll.id)), seal.made.hash, receipt.note);
  await day.voteInSecret(byBruno, poll, bruno, AGAINST);
  await day.voteInSecret(byChiara, poll, chiara, BLANK);
  assert.equal((await refusal(day.anyone(), "GET", `/api/v1/polls/${poll.id}/urn`, 409)).slug, "poll-not-counted");
  assert.equal((await refusal(day.anyone(), "GET", `/api/v1/polls/${poll.id}/opened.csv`, 409)).slug, "poll-not-counted");

  await day.closed(poll);
  const hashes = await day.lines(poll, "urn");
  assert.equal(hashes.length, 3);
  assert.deepEqual(hashes, [...hashes].sort());
  assert.ok(hashes.includes(receipt.hash));
  const urn = `/api/v1/polls/${poll.id}/urn`;
  const pages = [];
  for (let at: string | undefined = `${urn}?limit=2`; at !== undefined; at = pages.at(-1)?.next) {
    const reply: Response = await fetch(`${day.server.url}${at}`);
    pages.push({ text: await reply.text(), next: /^<([^>]*)>; rel="next"$/.exec(reply.headers.get("Link") ?? "")?.[1] });
  }
  assert.deepEqual(pages.map(({ text }) => text), [`${hashes[0]}\n${hashes[1]}\n`, `${hashes[2]}\n`]);
  assert.equal((await refusal(day.anyone(), "GET", `${urn}?after=x`, 400)).slug, "parameter");
  assert.equal((await refusal(day.anyone(), "GET", `/api/v1/polls/${poll.id}/opened.csv`, 409)).slug, "poll-not-counted");

  await day.giveShare(poll, 0, 200);
  await day.giveShare(poll, 2, 202);
  await day.until(poll.id, "published");
  const opened = await day.lines(poll, "opened.csv");
  assert.equal(opened[0], "college,tracker,ballot");
  assert.deepEqual(opened.slice(1).map((line) => line.split(",").slice(2).join()).sort(),
    ['"{""blank"":true}"', '"{""choice"":0}"', '"{""choice"":1}"']);
  assert.ok(opened.includes(`users,${seal.made.tracker},"{""choice"":0}"`));
  const { decision } = (await day.anyone().get<Result>(`/api/v1/polls/${poll.id}/result`)).body;
  assert.equal(decision["tallies"].users.for, 1);
  const log = await day.admin.get<{ items: { entry: string }[] }>("/api/v1/log?limit=500");
  const entries = log.body.items.map(({ entry }) => JSON.parse(entry) as { t: string; d: Record<string, string> });
  const count = entries.find(({ t, d }) => t === "poll.count" && d["poll"] === poll.id);
  assert.equal(count?.d["opened"], hashOf(`${opened.join("\r\n")}\r\n`));
  assert.ok(!entries.some(({ t, d }) => t === "ballot.cast" && d["poll"] === poll.id));
});

test("1, 60: a right is used once, by one sealed ballot", async () => {
  const poll = await day.openedInSecret();
  await day.voteInSecret(byAda, poll, ada, FOR);
  const second = await day.seal(poll, ada, AGAINST);
  const { member, college, sealed } = second;
  assert.equal((await refusal(byAda, "POST", ballotsOf(poll), 409, { body: { member, college, sealed } })).slug, "already-voted");
  await day.closed(poll);
  assert.equal((await day.lines(poll, "urn")).length, 1);
});

test("2: of fifty ballots sent at once from two sessions one is in the urn", async () => {
  const poll = await day.openedInSecret();
  const other = await day.browserOf(ada);
  const seals = await Promise.all(Array.from({ length: 50 }, (_, i) => day.seal(poll, ada, i % 2 === 0 ? FOR : AGAINST)));
  const replies = await Promise.all(seals.map(({ member, college, sealed }, i) =>
    fetch(day.server.url + ballotsOf(poll), {
      method: "POST", body: JSON.stringify({ member, college, sealed }),
      headers: { "content-type": "application/json", cookie: (i % 2 === 0 ? byAda : other).cookie ?? "", origin: day.server.url },
    }).then((reply) => reply.status)));
  assert.deepEqual(replies.filter((status) => status === 201).length, 1, replies.join());
  assert.ok(replies.every((status) => [201, 409].includes(status)), replies.join());
  await day.closed(poll);
  assert.equal((await day.lines(poll, "urn")).length, 1);
});

test("3: the same sealed ballot sent again gives the same receipt, and no second ballot", async () => {
  const poll = await day.openedInSecret();
  const seal = await day.seal(poll, ada, FOR);
  const [first, second] = [await day.send(byAda, poll, seal), await day.send(byAda, poll, seal)];
  assert.deepEqual(first.body, second.body);
  await day.closed(poll);
  assert.equal((await day.lines(poll, "urn")).length, 1);
});

test("4: a ballot that somebody else recorded is no use to them, and leaves their right unused", async () => {
  const poll = await day.openedInSecret();
  const seal = await day.seal(poll, ada, FOR);
  await day.send(byAda, poll, seal);
  const { college, sealed } = seal;
  const path = ballotsOf(poll);
  assert.equal((await refusal(byBruno, "POST", path, 403, { body: { member: ada, college, sealed } })).slug, "right-not-held");
  assert.equal((await refusal(byBruno, "POST", path, 409, { body: { member: bruno, college, sealed } })).slug, "ballot-copied");
  await day.voteInSecret(byBruno, poll, bruno, AGAINST);
});

test("7: what is not a sealed ballot of this poll is refused, with the place", async () => {
  const poll = await day.openedInSecret();
  const good = await day.seal(poll, ada, FOR);
  const bytes = Buffer.from(good.sealed, "base64");
  const changed = (change: (copy: Buffer) => Buffer): object =>
    ({ member: ada, college: "users", sealed: change(Buffer.from(bytes)).toString("base64") });
  for (const [body, expected, pointer, status] of [
    [changed((copy) => copy.subarray(1)), "sealed-size", "/sealed", 422],
    [changed((copy) => copy.fill(0, 0, 32)), "not-a-point", "/sealed", 422],
    [changed((copy) => copy.fill(255, 0, 32)), "not-a-point", "/sealed", 422],
    [{ member: ada, college: "users", sealed: "?" }, "not-base64", "/sealed", 400],
    [{ member: ada, sealed: good.sealed }, "json-missing", "/college", 400],
    [{ member: ada, college: "martians", sealed: good.sealed }, "ballot-college", "/college", 422],
    [{ member: ada, college: "workers", sealed: good.sealed }, "ballot-college", undefined, 422],
    [{ member: ada, college: "users", sealed: good.sealed, ballot: FOR }, "json-unknown-member", "/ballot", 400],
    [{ member: ada, ballot: FOR }, "other-secrecy", undefined, 422],
  ] as const) {
    const refused = await refusal(byAda, "POST", ballotsOf(poll), status, { body });
    assert.deepEqual([refused.slug, refused.pointer], [expected, pointer], JSON.stringify(body));
  }
  const open = await day.opened(day.motion((await day.resolutions())[0]));
  const { member, college, sealed } = good;
  const body = { member, college, sealed, text_hash: open.text_hash };
  assert.equal((await refusal(byAda, "POST", ballotsOf(open), 422, { body })).slug, "other-secrecy");
});

test("8: a ballot that was sealed for another poll is spoilt", async () => {
  const [poll, other] = [await day.openedInSecret(), await day.openedInSecret()];
  const seal = await day.seal(other, ada, FOR);
  await day.send(byAda, poll, seal);
  await day.voteInSecret(byBruno, poll, bruno, FOR);
  await day.voteInSecret(byChiara, poll, chiara, FOR);
  await day.countedInSecret(poll);
  assert.ok((await day.lines(poll, "opened.csv")).includes('users,,"{""spoilt"":true}"'));
  const { decision } = (await day.anyone().get<Result>(`/api/v1/polls/${poll.id}/result`)).body;
  assert.equal(decision["tallies"].users.for, 2);
});

test("12: the urn is not opened before the close, nor with a share of somebody else's, nor by one keeper", async () => {
  const poll = await day.openedInSecret();
  await day.voteInSecret(byAda, poll, ada, FOR);
  const path = `/api/v1/polls/${poll.id}/shares`;
  const [share, other] = [await day.shareOf(poll, 0), await day.shareOf(poll, 1)];
  const [first, second] = [day.keepers[0]?.by as Api, day.keepers[1]?.by as Api];
  assert.equal((await refusal(first, "POST", path, 409, { body: share })).slug, "wrong-state");
  await day.closed(poll);
  assert.equal((await refusal(second, "POST", path, 403, { body: share })).slug, "right-not-held");
  assert.equal((await refusal(byAda, "POST", path, 403, { body: share })).slug, "right-not-held");
  assert.equal((await refusal(first, "POST", path, 422, { body: { ...share, share: other.share } })).slug, "share-wrong");
  assert.equal((await refusal(first, "POST", path, 400, { body: { ...share, share: "ff".repeat(31) } })).slug, "not-hexadecimal");
  for (let i = 0; i < 2; i++) {
    const given = await first.post<{ given: number[]; needed: number }>(path, { body: share, expect: 200 });
    assert.deepEqual(given.body, { given: [1], needed: 2, disputes: 0 });
  }
  assert.equal((await day.admin.get<Poll>(`/api/v1/polls/${poll.id}`)).body.state, "closed");

  /* A server that ends has forgotten the share, and waits for keepers again. */
  await day.restart({});
  for (const keeper of day.keepers) keeper.by = await day.browserOf(keeper.member);
  [byAda, byBruno, byChiara] = [await day.browserOf(ada), await day.browserOf(bruno), await day.browserOf(chiara)];
  assert.deepEqual((await byAda.get<{ given: number[] }>(path)).body.given, []);
  await day.giveShare(poll, 1, 200);
  await day.giveShare(poll, 2, 202);
  await day.until(poll.id, "published");
});

test("13: nothing is received from the announced end on", async () => {
  const poll = await day.openedInSecret();
  const [early, late] = [await day.seal(poll, ada, FOR), await day.seal(poll, bruno, FOR)];
  day.at(new Date(new Date(poll.closes_at).getTime() - 1000));
  await day.send(byAda, poll, early);
  day.at(new Date(poll.closes_at));
  const { member, college, sealed } = late;
  assert.equal((await refusal(byBruno, "POST", ballotsOf(poll), 410, { body: { member, college, sealed } })).slug, "poll-closed");
  await day.until(poll.id, "closed");
  assert.deepEqual(await day.lines(poll, "urn"), [hex(early.made.hash)]);
});

test("13: of two hundred ballots that race the close, those with a receipt are in the urn and no others", async () => {
  const voters = await Promise.all(Array.from({ length: 200 }, () => day.enter()));
  const browsers = await Promise.all(voters.map((voter) => day.browserOf(voter)));
  const poll = await day.openedInSecret();
  const seals = await Promise.all(voters.map((voter) => day.seal(poll, voter, FOR)));
  /* The hashes of those who were given a receipt; everybody else was told that the poll is closed. */
  const received = async (first: number, end: number): Promise<string[]> => {
    const receipts = await Promise.all(seals.slice(first, end).map(async ({ made, member, college, sealed }, i) => {
      const { cookie = "" } = browsers[first + i] as Api;
      const reply = await fetch(day.server.url + ballotsOf(poll), {
        method: "POST", body: JSON.stringify({ member, college, sealed }),
        headers: { "content-type": "application/json", cookie, origin: day.server.url },
      });
      if (reply.status !== 201) assert.equal(slug(await reply.json() as Problem), "poll-closed");
      return reply.status === 201 ? [hex(made.hash)] : [];
    }));
    return receipts.flat();
  };
  const early = await received(0, 20);
  const path = `/api/v1/polls/${poll.id}`;
  const { etag } = await day.admin.get(path, { expect: 200 });
  const first = received(20, 60);
  const closing = day.admin.post(`${path}/closing`, { body: { reason: "Fini" }, headers: { "if-match": etag }, expect: 202 });
  const raced = [...await received(60, 180), ...await first];
  await closing;
  await day.until(poll.id, "closed");
  assert.deepEqual([early.length, (await received(180, 200)).length], [20, 0]);
  const urn = await (await fetch(`${day.server.url}${path}/urn?limit=200`)).text();
  assert.deepEqual(urn.split("\n").slice(0, -1), [...early, ...raced].sort());
});

test("21: a receipt of another poll, or an edited one, is none", async () => {
  const [poll, other] = [await day.openedInSecret(), await day.openedInSecret()];
  const seal = await day.seal(poll, ada, FOR);
  const { note } = (await day.send(byAda, poll, seal)).body.receipt;
  const [urn, elsewhere] = [readUrn(await day.manifest(poll.id)), readUrn(await day.manifest(other.id))];
  checkReceipt(urn, seal.made.hash, note);
  assert.throws(() => checkReceipt(elsewhere, seal.made.hash, note));
  assert.throws(() => checkReceipt(urn, seal.made.hash, note.replace(poll.id, other.id)));
  assert.throws(() => checkReceipt(urn, (Uint8Array.from(seal.made.hash)).reverse(), note));
});

test("23: a tracker that two ballots share stands twice in the list", async () => {
  const poll = await day.openedInSecret();
  const chance = drawChance(7);
  const same = { ...drawChance(7), tracker: chance.tracker };
  const [first, second] = [await day.seal(poll, ada, FOR, { chance }), await day.seal(poll, bruno, FOR, { chance: same })];
  await day.send(byAda, poll, first);
  await day.send(byBruno, poll, second);
  await day.countedInSecret(poll);
  const rows = (await day.lines(poll, "opened.csv")).filter((line) => line.includes(first.made.tracker));
  assert.equal(rows.length, 2);
});

test("25, 27: a ballot that is taken out of the urn stops the close, or the count", async () => {
  const [poll, other] = [await day.openedInSecret(), await day.openedInSecret()];
  for (const each of [poll, other]) {
    await day.voteInSecret(byAda, each, ada, FOR);
    await day.voteInSecret(byBruno, each, bruno, FOR);
  }
  const take = "DELETE FROM urn WHERE hash = (SELECT hash FROM urn WHERE poll_id = (SELECT id FROM poll WHERE uuid = ?) LIMIT 1)";
  const uuid = (id: string): Buffer => Buffer.from(id.replaceAll("-", ""), "hex");
  await day.restart({}, (db) => {
    db.exec("DROP TRIGGER urn_is_never_emptied");
    db.prepare(take).run(uuid(poll.id));
  });
  day.at(new Date(poll.closes_at));
  await day.until(other.id, "closed");
  assert.equal((await day.admin.get<Poll>(`/api/v1/polls/${poll.id}`)).body.state, "open");
  await day.restart({}, (db) => db.prepare(take).run(uuid(other.id)));
  for (const keeper of day.keepers) keeper.by = await day.browserOf(keeper.member);
  [byAda, byBruno, byChiara] = [await day.browserOf(ada), await day.browserOf(bruno), await day.browserOf(chiara)];
  await day.giveShare(other, 0, 200);
  const { job } = (await day.giveShare(other, 1, 202)).body;
  for (let state = ""; state !== "failed";) {
    state = (await day.admin.get<{ state: string }>(`/api/v1/jobs/${job}`)).body.state;
    assert.notEqual(state, "done");
  }
  assert.equal((await day.admin.get<Poll>(`/api/v1/polls/${other.id}`)).body.state, "closed");
  await day.act(`/api/v1/polls/${poll.id}`, "annulment", { reason: "Urne incomplète" });
});

test("30: sealed ballots have one length, whatever they say", async () => {
  const poll = await day.openedInSecret();
  const sizes = await Promise.all([FOR, AGAINST, BLANK, { abstains: true }].map(async (marks) =>
    (await day.seal(poll, ada, marks)).made.sealed.length));
  assert.equal(new Set(sizes).size, 1);
});

test("32: a result in which a college voted alike says that its voters have no secret", async () => {
  const codes = async (poll: Poll): Promise<string[]> => {
    const { body } = await day.anyone().get<{ steps: { code: string; figures: Record<string, string> }[] }>(
      `/api/v1/polls/${poll.id}/explanation`, { expect: 200 });
    return body.steps.filter(({ code }) => code.startsWith("secret")).map(({ code, figures }) => `${code} ${figures["college"]} ${figures["ballots"]}`);
  };
  const [alone, alike, apart] = [await day.openedInSecret(), await day.openedInSecret(), await day.openedInSecret()];
  await day.voteInSecret(byAda, alone, ada, FOR);
  for (const poll of [alike, apart]) await day.voteInSecret(byAda, poll, ada, FOR);
  await day.voteInSecret(byBruno, alike, bruno, FOR);
  await day.voteInSecret(byBruno, apart, bruno, AGAINST);
  for (const poll of [alone, alike, apart]) await day.countedInSecret(poll);
  assert.deepEqual([await codes(alone), await codes(alike), await codes(apart)],
    [["secret.one users 1"], ["secret.alike users 2"], []]);
});

test("a poll without trackers publishes none", async () => {
  const poll = await day.openedInSecret({ trackers: false });
  await day.voteInSecret(byAda, poll, ada, FOR);
  await day.countedInSecret(poll);
  assert.deepEqual(await day.lines(poll, "opened.csv"), ["college,tracker,ballot", 'users,,"{""choice"":0}"']);
});

test("a secret cast bears no Idempotency-Key", async () => {
  const poll = await day.openedInSecret();
  const { member, college, sealed } = await day.seal(poll, ada, FOR);
  const request = { body: { member, college, sealed }, headers: { "idempotency-key": "again-and-again" } };
  assert.equal((await refusal(byAda, "POST", ballotsOf(poll), 400, request)).slug, "secret-without-key");
  await byAda.post<Note>(ballotsOf(poll), { body: { member, college, sealed }, expect: 201 });
});

test("a keeper's key stays while it keeps an urn", async () => {
  const poll = await day.openedInSecret();
  const { by } = day.keepers[0] as { by: Api };
  const { body } = await by.get<object>("/api/v1/me/keeper");
  assert.equal((await refusal(by, "PUT", "/api/v1/me/keeper", 409, { body })).slug, "keeper-key-in-use");
  const people = { keepers: day.keepers.map(({ member }) => ({ member })) };
  const reply = await day.admin.put<Problem>(`/api/v1/polls/${poll.id}/keepers`, { body: people, expect: 409 });
  assert.equal(slug(reply.body), "wrong-state");
});

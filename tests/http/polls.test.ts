/* Polls through HTTP: their life, their ballots by every channel, their result, and what is refused. */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { after, before, test } from "node:test";

import { checkParameters } from "../../web/src/verify/parameters.ts";
import { Day, type Opening, type Poll, commitment, hashOf } from "./assembly_day.ts";
import { type List, NOBODY, type Named, type Problem, refusal, slug } from "./society.ts";
import { Api } from "./support.ts";

const day = new Day();
const SECOND = 1000;
const FOR = { choice: 0 };
const AGAINST = { choice: 1 };

let admin: Api;
let resolutions: string[];
let ada: string, bruno: string, chiara: string, dominique: string;
let byAda: Api, byBruno: Api, byChiara: Api, byDominique: Api;
let teller: Api;

before(async () => {
  await day.prepare(45);
  admin = day.admin;
  resolutions = await day.resolutions();
  ada = await day.enter({ category: "employees", person: { born_on: "1980-05-04" } });
  [bruno, chiara, dominique] = [await day.enter({ category: "employees", person: { born_on: "1975-11-30" } }),
    await day.enter({ person: { born_on: "1990-02-28" } }), await day.enter({ category: "friends" })];
  await day.begin();
  [byAda, byBruno, byChiara, byDominique] = [await day.browserOf(ada), await day.browserOf(bruno),
    await day.browserOf(chiara), await day.browserOf(dominique)];
  [teller] = [await day.officer("teller"), await day.officer("teller")];
});
after(() => day.close());

const fresh = (): string | undefined => resolutions.shift();
const opened = (fields: object = {}): Promise<Poll> => day.opened(day.motion(fresh(), fields));
const ballotsOf = (poll: Poll): string => `/api/v1/polls/${poll.id}/ballots`;
const election = (fields: object = {}): object => ({
  ...day.motion(undefined), resolution: undefined, kind: "election", title: "Conseil", class: "ordinary",
  method: "approval", seats: 2, options: [{ label: "Ada", member: ada }, { label: "Bruno", member: bruno, by_board: true },
    { label: "Chiara", member: chiara }], ...fields,
});

/* --- who may --------------------------------------------------------------------------------- */

const WRITES: [string, string][] = [
  ["POST", "/api/v1/polls"],
  ["POST", `/api/v1/polls/${NOBODY}/call`],
  ["POST", `/api/v1/polls/${NOBODY}/opening`],
  ["POST", `/api/v1/polls/${NOBODY}/closing`],
  ["POST", `/api/v1/polls/${NOBODY}/annulment`],
  ["GET", `/api/v1/polls/${NOBODY}/roll`],
  ["GET", `/api/v1/polls/${NOBODY}/roll/${NOBODY}`],
  ["GET", `/api/v1/polls/${NOBODY}/papers`],
  ["POST", `/api/v1/polls/${NOBODY}/papers`],
  ["POST", `/api/v1/polls/${NOBODY}/papers/${NOBODY}/confirmation`],
  ["DELETE", `/api/v1/polls/${NOBODY}/papers/${NOBODY}`],
];
const SIGNED_IN: [string, string][] = [["POST", `/api/v1/polls/${NOBODY}/ballots`], ["GET", "/api/v1/me"]];

for (const [method, path] of [...WRITES, ...SIGNED_IN]) {
  const request = method === "POST" ? { body: {} } : {};
  test(`${method} ${path.replaceAll(NOBODY, "…")} is not for who is not signed in`, async () => {
    assert.equal((await refusal(day.anyone(), method, path, 401, request)).slug, "unauthenticated");
  });
}
for (const [method, path] of WRITES) {
  const request = method === "POST" ? { body: {} } : {};
  test(`${method} ${path.replaceAll(NOBODY, "…")} is not for a member without an office`, async () => {
    assert.equal((await refusal(byAda, method, path, 403, request)).slug, "forbidden");
  });
}

test("a program without the scope of voting does not vote", async () => {
  const poll = await opened();
  const made = await byAda.post<{ token: string }>("/api/v1/tokens", { body: { label: "read", scopes: ["read"] }, expect: 201 });
  const reader = new Api(day.server.url, { token: made.body.token });
  assert.equal((await refusal(reader, "POST", ballotsOf(poll), 403, day.cast(poll, ada, FOR))).slug, "forbidden");
});

/* --- drafting -------------------------------------------------------------------------------- */

test("a draft is refused where it is wrong, with the place", async () => {
  const good = day.motion(resolutions[0]);
  const later = (ms: number): string => new Date(day.now.getTime() + ms).toISOString();
  for (const [body, expected, pointer, status] of [
    [{ ...good, kind: "survey" }, "json-value", "/kind", 400],
    [{ ...good, secrecy: "verifiable" }, "secrecy", "/secrecy", 422],
    [{ ...good, colour: "red" }, "json-unknown-member", "/colour", 400],
    [{ ...good, resolution: undefined }, "json-missing", "/resolution", 400],
    [{ ...good, resolution: NOBODY }, "not-found", "/resolution", 404],
    [{ ...good, assembly: NOBODY }, "not-found", "/assembly", 404],
    [{ ...good, method: "astrology" }, "method-unknown", "/method", 422],
    [{ ...good, parameters: { threshold: "2/3" } }, "method-parameter", "/parameters", 422],
    [{ ...good, options: [{ label: "Oui" }] }, "question-options", "/options", 422],
    [{ ...good, class: "extraordinary" }, "decision-class", "/class", 422],
    [{ ...good, electorate: "martians" }, "unknown-college", "/electorate", 422],
    [{ ...good, closes_at: good["opens_at" as keyof object] }, "poll-dates", "/closes_at", 422],
    [{ ...good, opens_at: later(-7200 * SECOND), closes_at: later(-3600 * SECOND) }, "poll-dates", "/closes_at", 422],
    [{ ...good, opens_at: "demain" }, "not-an-instant", "/opens_at", 400],
    [{ ...good, seats: 0 }, "question-seats", "/seats", 422],
    [{ ...good, seats: 2 }, "question-seats", "/seats", 422],
    [{ ...good, absolute_majority: true }, "question-no-election", "/absolute_majority", 422],
    [{ ...good, none_of_these: true }, "method-none-of-these", "/none_of_these", 422],
    [election({ title: undefined }), "empty-text", "/title", 400],
    [election({ class: undefined }), "json-missing", "/class", 400],
    [election({ options: [] }), "question-options", "/options", 422],
    [election({ method: "score" }), "question-scale", "/scale", 422],
    [election({ method: "budget-greedy", seats: 1 }), "question-budget", "/budget", 422],
    [election({ options: [{ label: "Ada" }, { label: "Ada" }] }), "question-option-names", "/options/1/label", 422],
    [election({ options: [{ label: "a\u202eb" }] }), "control-characters", "/options/0/label", 400],
    [election({ options: [{ label: "Ada", member: NOBODY }] }), "not-found", "/options/0/member", 404],
    [election({ options: [{ label: "Ada", votes: 3 }] }), "json-unknown-member", "/options/0/votes", 400],
    [election({ parameters: { flavour: "sweet" } }), "method-parameter", "/parameters/flavour", 422],
    [election({ method: "budget-greedy", seats: 1, parameters: { min_score: "1" } }), "method-parameter", "/parameters/min_score", 422],
  ] as const) {
    const refused = await refusal(admin, "POST", "/api/v1/polls", status, { body });
    assert.deepEqual([refused.slug, refused.pointer], [expected, pointer], JSON.stringify(body));
  }
});

test("a draft is for those who prepare it, and is made once under one key", async () => {
  const body = election();
  const headers = { "idempotency-key": "poll-once" };
  const first = await admin.post<Poll>("/api/v1/polls", { body, headers, expect: 201 });
  const second = await admin.post<Poll>("/api/v1/polls", { body, headers, expect: 201 });
  assert.equal(first.body.id, second.body.id);
  assert.equal(second.headers.get("idempotency-replayed"), "true");
  assert.equal(first.body.ballot, "approves");
  for (const api of [day.anyone(), byAda]) {
    assert.equal((await refusal(api, "GET", `/api/v1/polls/${first.body.id}`, 404)).slug, "not-found");
    const listed = await api.get<List<Named>>("/api/v1/polls");
    assert.ok(!listed.body.items.some(({ id }) => id === first.body.id));
  }
  const drafts = await admin.get<List<Named>>(`/api/v1/polls?state=draft&assembly=${day.assembly}`);
  assert.ok(drafts.body.items.some(({ id }) => id === first.body.id));
  for (const query of ["state=lost", "assembly=x", "limit=0", "after=-1", "colour=red"]) {
    assert.equal((await refusal(admin, "GET", `/api/v1/polls?${query}`, 400)).slug, "parameter", query);
  }
});

test("a resolution is in one poll that lives", async () => {
  const resolution = fresh();
  const poll = await day.draft(day.motion(resolution));
  assert.equal((await refusal(admin, "POST", "/api/v1/polls", 409, { body: day.motion(resolution) })).slug, "wrong-state");
  const voided = await day.act<Poll>(`/api/v1/polls/${poll.id}`, "annulment", { reason: "Erreur de texte" });
  assert.deepEqual([voided.body.state, voided.body.void_reason], ["void", "Erreur de texte"]);
  await day.draft(day.motion(resolution));
});

/* --- life ------------------------------------------------------------------------------------ */

test("a poll goes from draft to its result, and nothing of it is shown too early", async () => {
  const opens = new Date(day.now.getTime() + 600 * SECOND);
  const closes = new Date(day.now.getTime() + 1200 * SECOND);
  const draft = await day.draft(day.motion(fresh(), { opens_at: opens.toISOString(), closes_at: closes.toISOString() }));
  const path = `/api/v1/polls/${draft.id}`;
  const { etag } = await admin.get(path);
  assert.equal((await refusal(admin, "POST", `${path}/call`, 428, { body: {} })).slug, "match-required");
  assert.equal((await refusal(admin, "POST", `${path}/opening`, 409, { body: {}, headers: { "if-match": etag } })).slug,
    "wrong-state");
  const called = await day.act<Poll>(path, "call");
  assert.equal((await refusal(admin, "POST", `${path}/call`, 412, { body: {}, headers: { "if-match": etag } })).slug, "stale");
  assert.match(called.body.text_hash ?? "", /^[0-9a-f]{64}$/);
  assert.equal((await refusal(day.anyone(), "GET", `${path}/manifest`, 404)).slug, "not-found");

  /* Neither an opening nor a vote before its time. */
  const early = { body: {}, headers: { "if-match": called.etag } };
  assert.equal((await refusal(admin, "POST", `${path}/opening`, 409, early)).slug, "poll-too-early");
  assert.equal((await refusal(byAda, "POST", `${path}/ballots`, 409, day.cast(called.body, ada, FOR))).slug, "poll-not-open");

  day.at(opens);
  const open = await day.until(draft.id, "open");
  assert.equal(open.eligible, 6);
  const manifest = await fetch(`${day.server.url}${path}/manifest`).then((reply) => reply.text());
  assert.equal(hashOf(manifest), open.manifest);
  assert.equal(JSON.parse(manifest).text, called.body.text_hash);

  await day.vote(byAda, open, ada, FOR);
  for (const part of ["result", "explanation"]) {
    assert.equal((await refusal(day.anyone(), "GET", `${path}/${part}`, 409)).slug, "poll-not-counted");
  }
  assert.equal((await refusal(day.anyone(), "GET", `${path}/ballots`, 409)).slug, "poll-not-counted");

  /* Nobody closes it before its time without saying why. */
  const tag = (await admin.get(path)).etag;
  assert.equal((await refusal(admin, "POST", `${path}/closing`, 409, { body: {}, headers: { "if-match": tag } })).slug,
    "poll-too-early");
  await day.vote(byChiara, open, chiara, AGAINST);
  const result = await day.counted(open);
  assert.equal(result.manifest, open.manifest);
  assert.equal(result.decision["outcome"], "adopted");
  assert.equal((await refusal(admin, "POST", `${path}/annulment`, 409,
    { body: { reason: "Trop tard" }, headers: { "if-match": (await admin.get(path)).etag } })).slug, "wrong-state");
});

test("in the sitting a poll closes early, with a reason, and its count is a job", async () => {
  const poll = await opened();
  await day.vote(byAda, poll, ada, FOR);
  const accepted = await day.act<{ job: string }>(`/api/v1/polls/${poll.id}`, "closing", { reason: "Tous ont voté" });
  assert.equal(accepted.status, 202);
  assert.equal(accepted.headers.get("location"), `/api/v1/jobs/${accepted.body.job}`);
  assert.equal((await refusal(byBruno, "POST", ballotsOf(poll), 410, day.cast(poll, bruno, FOR))).slug, "poll-closed");
  const published = await day.until(poll.id, "published");
  assert.equal(published.verdict, "no_quorum");
  const job = await admin.get<{ state: string; object: string; result: object }>(`/api/v1/jobs/${accepted.body.job}`);
  assert.deepEqual([job.body.state, job.body.object, job.body.result], ["done", poll.id, { verdict: "no_quorum" }]);
});

test("an annulled poll takes no ballot and gives none", async () => {
  const poll = await opened();
  await day.vote(byAda, poll, ada, FOR);
  await day.act(`/api/v1/polls/${poll.id}`, "annulment", { reason: "Mauvais texte" });
  assert.equal((await refusal(byBruno, "POST", ballotsOf(poll), 409, day.cast(poll, bruno, FOR))).slug, "poll-not-open");
  assert.equal((await refusal(day.anyone(), "GET", ballotsOf(poll), 409)).slug, "poll-not-counted");
});

/* --- ballots --------------------------------------------------------------------------------- */

test("a ballot that says nothing, or too much, is refused with its place", async () => {
  const poll = await opened();
  const approval = await day.opened(election());
  for (const [on, ballot, expected, status] of [
    [poll, {}, "ballot-says", 422],
    [poll, { choice: 0, blank: true }, "ballot-says", 422],
    [poll, { approves: [0] }, "ballot-kind", 422],
    [poll, { choice: 3 }, "ballot-option", 422],
    [poll, { choice: -1 }, "ballot-option", 422],
    [poll, { choice: "for" }, "json-type", 400],
    [poll, { choice: 0, why: "because" }, "json-unknown-member", 400],
    [poll, { spoilt: true }, "ballot-says", 422],
    [approval, { approves: [0, 0] }, "ballot-mark", 422],
    [approval, { approves: [9] }, "ballot-option", 422],
  ] as const) {
    const refused = await refusal(byAda, "POST", ballotsOf(on), status, day.cast(on, ada, ballot));
    assert.equal(refused.slug, expected, JSON.stringify(ballot));
    assert.match(refused.pointer ?? "", /^\/ballot/, JSON.stringify(ballot));
  }
  const other = { body: { member: ada, ballot: FOR, text_hash: "0".repeat(64) } };
  assert.equal((await refusal(byAda, "POST", ballotsOf(poll), 409, other)).slug, "other-text");
  assert.equal((await refusal(byAda, "POST", ballotsOf(poll), 400, { body: { member: ada, ballot: FOR } })).slug, "json-missing");
  assert.equal((await refusal(byAda, "POST", ballotsOf(poll), 413,
    { body: `{"x":"${"x".repeat(1 << 15)}"}`, headers: { "content-type": "application/json" } })).slug, "too-large");
  await day.vote(byAda, poll, ada, FOR);
});

test("a second vote is refused, by whatever session", async () => {
  const poll = await opened();
  await day.vote(byAda, poll, ada, FOR);
  const again = await day.browserOf(ada);
  for (const api of [byAda, again]) {
    assert.equal((await refusal(api, "POST", ballotsOf(poll), 409, day.cast(poll, ada, AGAINST))).slug, "already-voted");
  }
});

test("of fifty votes at once from two sessions one counts", async () => {
  const poll = await opened();
  const program = await byAda.post<{ token: string }>("/api/v1/tokens", { body: { label: "vote", scopes: ["vote"] }, expect: 201 });
  const sessions = [byAda, new Api(day.server.url, { token: program.body.token })];
  const replies = await Promise.all(Array.from({ length: 50 }, async (_, i) =>
    (await sessions[i % 2]!.post(ballotsOf(poll), { ...day.cast(poll, ada, FOR), expect: undefined } as object)
      .catch((error: Error) => ({ status: Number(/→ (\d+)/.exec(error.message)?.[1]) }))).status));
  assert.deepEqual([replies.filter((s) => s === 201).length, replies.filter((s) => s === 409).length], [1, 49]);
  await day.counted(poll);
  assert.equal((await day.openings(poll.id)).length, 1);
});

test("a cast that is sent again under its key gives the same receipt", async () => {
  const poll = await opened();
  const request = { ...day.cast(poll, ada, FOR), headers: { "idempotency-key": "ada-votes-once" }, expect: 201 };
  const [first, second] = [await byAda.post(ballotsOf(poll), request), await byAda.post(ballotsOf(poll), request)];
  assert.deepEqual(first.body, second.body);
  assert.equal(second.headers.get("idempotency-replayed"), "true");
});

test("a cast that another member replays is not theirs to send", async () => {
  const poll = await opened();
  const recorded = day.cast(poll, ada, FOR);
  assert.equal((await refusal(byBruno, "POST", ballotsOf(poll), 403, recorded)).slug, "right-not-held");
  assert.equal((await refusal(byAda, "POST", ballotsOf(poll), 403, day.cast(poll, NOBODY, FOR))).slug, "not-on-roll");
  await day.vote(byAda, poll, ada, FOR);
  assert.equal((await refusal(byBruno, "POST", ballotsOf(poll), 403, recorded)).slug, "right-not-held");
});

test("the last second counts, and the end does not", async () => {
  const poll = await opened();
  const closes = new Date(poll.closes_at).getTime();
  day.at(new Date(closes - SECOND));
  await day.vote(byAda, poll, ada, FOR);
  for (const late of [0, SECOND]) {
    day.at(new Date(closes + late));
    assert.equal((await refusal(byBruno, "POST", ballotsOf(poll), 410, day.cast(poll, bruno, FOR))).slug, "poll-closed");
  }
  await day.until(poll.id, "published");
  assert.equal((await day.openings(poll.id)).length, 1);
});

test("what comes in while the poll closes is in the box or is told that it came too late", async () => {
  const members = await Promise.all(Array.from({ length: 200 }, () => day.enter()));
  const tokens: Api[] = [];
  for (const member of members) tokens.push(await day.browserOf(member));
  const poll = await opened();
  let done = 0;
  const casting = members.map(async (member, i) => {
    const reply = await fetch(day.server.url + ballotsOf(poll), {
      method: "POST", body: JSON.stringify(day.cast(poll, member, FOR).body),
      headers: { "content-type": "application/json", cookie: tokens[i]!.cookie ?? "", origin: day.server.url },
    });
    done += 1;
    if (done === 60) day.at(new Date(poll.closes_at));
    return { status: reply.status, body: await reply.json() as { receipt?: { commitment: string } } & Problem };
  });
  const replies = await Promise.all(casting);
  day.at(new Date(poll.closes_at));
  await day.until(poll.id, "published");
  const held = new Set((await day.openings(poll.id)).map((opening) => commitment(poll.id, opening)));
  const kept = replies.filter(({ status }) => status === 201);
  assert.ok(kept.length >= 60);
  assert.equal(held.size, kept.length);
  for (const { body } of kept) assert.ok(held.has(body.receipt?.commitment ?? ""));
  for (const { status, body } of replies.filter((reply) => reply.status !== 201)) {
    assert.deepEqual([status, slug(body)], [410, "poll-closed"]);
  }
});

/* --- proxies ---------------------------------------------------------------------------------- */

test("a holder votes for who is away; a principal in the room suspends it; what is used is used", async () => {
  const offered = await byChiara.post<Named>("/api/v1/proxies",
    { body: { assembly: day.assembly, principal: chiara, holder: bruno }, expect: 201 });
  await day.act(`/api/v1/proxies/${offered.body.id}`, "acceptance", {}, byBruno).catch(async () => {
    const { etag } = await byBruno.get(`/api/v1/proxies/${offered.body.id}`);
    return byBruno.post(`/api/v1/proxies/${offered.body.id}/acceptance`, { body: {}, headers: { "if-match": etag } });
  });
  const first = await opened();
  const rights = await byBruno.get<{ votes: { poll: string; how: string; used: boolean; suspended: boolean; member: Named }[] }>("/api/v1/me");
  const mine = rights.body.votes.filter(({ poll }) => poll === first.id);
  assert.deepEqual(mine.map(({ how, member }) => [how, member.id]).sort(), [["proxy", chiara], ["self", bruno]].sort());
  await day.vote(byBruno, first, chiara, FOR);
  assert.equal((await refusal(byChiara, "POST", ballotsOf(first), 409, day.cast(first, chiara, AGAINST))).slug, "already-voted");
  assert.equal((await refusal(byDominique, "POST", ballotsOf(first), 403, day.cast(first, chiara, FOR))).slug, "right-not-held");

  const second = await opened();
  const place = `/api/v1/assemblies/${day.assembly}/attendance/${chiara}`;
  await admin.put(place, { body: { present: true } });
  assert.equal((await refusal(byBruno, "POST", ballotsOf(second), 409, day.cast(second, chiara, FOR))).slug, "proxy-suspended");
  await day.vote(byChiara, second, chiara, AGAINST);
  await admin.put(place, { body: { present: false } });
  assert.equal((await refusal(byBruno, "POST", ballotsOf(second), 409, day.cast(second, chiara, FOR))).slug, "already-voted");

  const third = await opened();
  await day.act(`/api/v1/proxies/${offered.body.id}`, "revocation", {}, byChiara);
  assert.equal((await refusal(byBruno, "POST", ballotsOf(third), 403, day.cast(third, chiara, FOR))).slug, "right-not-held");

  await day.counted(first);
  const [opening] = await day.openings(first.id);
  assert.equal(opening?.channel, "proxy");
  const [present] = await day.openings((await day.counted(second), second.id));
  assert.equal(present?.channel, "in_person");
});

test("58: of those who use one right at once, one does", async () => {
  const { id } = (await byChiara.post<Named>("/api/v1/proxies",
    { body: { assembly: day.assembly, principal: chiara, holder: bruno }, expect: 201 })).body;
  await day.act(`/api/v1/proxies/${id}`, "acceptance", {}, byBruno);
  const votes = (by: Api, poll: Poll) => by.post(ballotsOf(poll), { ...day.cast(poll, chiara, FOR), expect: 201 });
  for (let round = 0; round < 4; round++) {
    const poll = await opened();
    const said = await Promise.allSettled([byBruno, byChiara, byBruno, byChiara].map((by) => votes(by, poll)));
    assert.equal(said.filter(({ status }) => status === "fulfilled").length, 1);
    for (const each of said) if (each.status === "rejected") assert.match(String(each.reason), /→ 409.*already-voted/s);
  }
  const last = await opened();
  const [held] = await Promise.allSettled([votes(byBruno, last), day.act(`/api/v1/proxies/${id}`, "revocation", {}, byChiara)]);
  if (held.status === "rejected") await votes(byChiara, last);
  else assert.equal((await refusal(byChiara, "POST", ballotsOf(last), 409, day.cast(last, chiara, FOR))).slug, "already-voted");
  await day.counted(last);
  assert.equal((await day.openings(last.id)).length, 1);
});

/* --- the result ------------------------------------------------------------------------------ */

test("whoever has the openings makes the log's commitments again", async () => {
  const poll = await day.opened(election());
  const receipts = [await day.vote(byAda, poll, ada, { approves: [2, 0] }), await day.vote(byBruno, poll, bruno, { blank: true })];
  await day.counted(poll);
  const openings = await day.openings(poll.id);
  assert.deepEqual(openings.map((opening: Opening) => opening.marks), [{ approves: [0, 2] }, { blank: true }]);
  for (const [i, opening] of openings.entries()) {
    assert.equal(commitment(poll.id, opening), receipts[i]?.commitment);
    assert.equal(opening.entry, receipts[i]?.entry);
    const page = await day.anyone().get<List<{ index: number; entry: string }>>(`/api/v1/log?limit=9&after=${Math.max(0, opening.entry - 5)}`);
    const entry = page.body.items.find(({ index }) => index === opening.entry)?.entry ?? "{}";
    assert.deepEqual(JSON.parse(entry).d, { c: receipts[i]?.commitment, poll: poll.id });
  }
  assert.match(openings[0]?.voter_name ?? "", /^Membre/);
});

test("the result is explained in two languages with exact figures", async () => {
  const poll = await opened();
  await day.vote(byAda, poll, ada, FOR);
  await day.vote(byBruno, poll, bruno, AGAINST);
  await day.vote(byChiara, poll, chiara, FOR);
  await day.vote(byDominique, poll, dominique, FOR);
  for (const [i, member] of [...Array(40)].entries()) {
    const voter = await day.enter({ category: "friends", name: `Ami ${i} ${member ?? ""}` });
    assert.ok(voter);
  }
  const result = await day.counted(poll);
  const { body } = await day.anyone().get<{ steps: { code: string; fr: string; en: string; figures: Record<string, string> }[] }>(
    `/api/v1/polls/${poll.id}/explanation`);
  assert.ok(body.steps.length >= 3);
  for (const step of body.steps) {
    assert.doesNotMatch(step.fr + step.en, /[{}]/);
    assert.notEqual(step.fr, step.en);
  }
  assert.equal(body.steps.at(-1)?.code, `decision.${result.decision["outcome"]}`);
});

test("the roll shows officers who has voted, and by which channel", async () => {
  const poll = await opened();
  await day.vote(byAda, poll, ada, FOR);
  const line = await admin.get<{ used: boolean; channel: string; college: string }>(`/api/v1/polls/${poll.id}/roll/${ada}`);
  assert.deepEqual([line.body.used, line.body.channel, line.body.college], [true, "remote", "workers"]);
  const rows = await teller.get<List<{ used: boolean }>>(`/api/v1/polls/${poll.id}/roll?limit=500`);
  assert.equal(rows.body.items.filter(({ used }) => used).length, 1);
  assert.equal((await refusal(admin, "GET", `/api/v1/polls/${poll.id}/roll/${NOBODY}`, 404)).slug, "not-found");
});

type Parameter = { name: string; kind: string; values: string[]; default?: string };

test("the methods say their parameters, which are those that the verifier of the web knows", async () => {
  const { body } = await day.anyone().get<List<{ id: string; ballots: string; parameters: Parameter[] }>>("/api/v1/methods");
  assert.deepEqual(body.items.map(({ id }) => id).filter((id) => ["motion", "plurality", "approval"].includes(id)).length, 3);
  for (const { id, parameters } of body.items) {
    const says = (name: string, value: string) => () => checkParameters({ parameters: { [name]: value } }, id);
    assert.throws(says("mood", "good"), id);
    for (const parameter of id === "motion" ? [] : parameters) {
      for (const value of [...parameter.values, parameter.default ?? "7"]) assert.doesNotThrow(says(parameter.name, value), `${id} ${value}`);
      if (parameter.kind !== "text") assert.throws(says(parameter.name, "-1"), id);
    }
  }
});

test("a poll that was closed when the server ended is counted when it starts again", async () => {
  const poll = await opened();
  await day.vote(byAda, poll, ada, FOR);
  day.at(new Date(poll.closes_at));
  await day.restart({});
  assert.equal((await day.until(poll.id, "published")).verdict, "no_quorum");
});

/* --- who writes in the file itself ----------------------------------------------------------- */

test("a roll, a manifest or an end that is changed in the file is found out", async () => {
  const [ended, opening, rolled] = [await opened(), await opened(), await opened()];
  for (const poll of [ended, opening, rolled]) await day.vote(byAda, poll, ada, FOR);
  const ghost = await day.enter();
  const id = "(SELECT id FROM poll WHERE uuid = unhex(?))";
  const hex = (uuid: string): string => uuid.replaceAll("-", "");
  await day.restart({}, (db) => {
    db.prepare(`UPDATE poll SET closes_us = closes_us + 86400000000 WHERE id = ${id}`).run(hex(ended.id));
    db.prepare(`INSERT INTO roll (poll_id, member_id, college, rank)
      SELECT ${id}, id, 'users', 100000 FROM member WHERE uuid = unhex(?)`).run(hex(rolled.id), hex(ghost));
  });
  /* A manifest that is not the one of the log, changed beside the server, is obeyed by nobody. */
  const beside = new DatabaseSync(day.db);
  beside.exec("DROP TRIGGER document_is_never_changed");
  beside.prepare(`UPDATE document SET bytes = CAST(replace(CAST(bytes AS TEXT), 'against', 'agajnst') AS BLOB)
    WHERE hash = (SELECT manifest FROM poll WHERE id = ${id})`).run(hex(opening.id));
  beside.close();
  assert.equal((await refusal(byBruno, "POST", ballotsOf(opening), 500, day.cast(opening, bruno, FOR))).slug, "log-broken");
  /* A roll that is not the one of the manifest is not counted. */
  const closing = await day.act<{ job: string }>(`/api/v1/polls/${rolled.id}`, "closing", { reason: "Fini" });
  type Job = { state: string; problem?: Problem };
  let job: Job;
  do job = (await admin.get<Job>(`/api/v1/jobs/${closing.body.job}`)).body;
  while (job.state === "waiting" || job.state === "running");
  assert.deepEqual([job.state, job.problem && slug(job.problem)], ["failed", "log-broken"]);
  /* An end that is moved in the row does not move. */
  day.at(new Date(ended.closes_at));
  assert.equal((await refusal(byBruno, "POST", ballotsOf(ended), 410, day.cast(ended, bruno, FOR))).slug, "poll-closed");
  await day.restart({}); /* and found before anything is asked */
  const health = await fetch(`${day.server.url}/healthz`).then((answer) => answer.json()) as Record<string, unknown>;
  assert.deepEqual([health["status"], health["log"]], ["read-only", "broken"]);
});

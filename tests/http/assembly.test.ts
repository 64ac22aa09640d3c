/*
 * One real assembly, from founding to result: Sporting Club de Bastia and its ten thousand members,
 * proxies, postal forms and blank proxies, three polls, five thousand ballots on 64 connections; and
 * every figure of every result computed again here, by other code.
 */
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";

import { COLLEGES, type CollegeId, MEMBERS, collegeOf, constitution, register } from "./bastia.ts";
import { Fraction, ZERO } from "./fraction.ts";
import { Api, Server, imported, palabre, scratch, tokensIn } from "./support.ts";
import { verifyLog } from "./tree.ts";

const CONNECTIONS = 64;
/* Days from now: `init` works under the machine's clock, the rest under the tests'. */
const NOW = Date.now();
const day = (days: number, hours = 0) => new Date(NOW + (days * 24 + hours) * 3_600_000);
const FOUNDED = day(0, 1);
const MEETS = day(24);
const CLOSES = day(24, 4);
const at = (instant: Date, minutes: number) => new Date(instant.getTime() + minutes * 60_000);

type Named = { id: string };
type Member = Named & { number: string; college: CollegeId };
type Poll = Named & { state: string; text_hash?: string; title: string };
type Proxy = Named & { state: string };
type Paper = Named & { state: string; void?: string };
type Ballot = Record<string, unknown>;

/* Who does what, by number on the register. Nobody does two things. */
const HOLDERS = range(2001, 2040);
const principalsOf = (holder: number) => [2000 + 2 * (holder - 2000) + 999, 2000 + 2 * (holder - 2000) + 1000];
const BLANK = range(1301, 1400);
const POSTAL = range(1501, 1540);
const LATE = range(1541, 1545);
const ATTENDING = range(401, 420);
const isRemote = (number: number) =>
  number <= 40 || (number > 40 && number <= 400 && number % 2 === 0) || number > 9900 ||
  (number > 4000 && number <= 9900 && number % 3 === 0);
const REMOTE = range(1, MEMBERS).filter(isRemote);

/* What each says: a function of the number alone. */
const motionOf = (number: number) => (number % 10 < 5 ? 0 : number % 10 < 8 ? 1 : 2);
const seatsOf = (number: number): Ballot =>
  number % 11 === 0 ? { blank: true } : { approves: [[0, 1], [1, 2], [3], [0, 3]][number % 4] ?? [] };
const worksOf = (number: number): Ballot => ({ approves: number % 3 === 0 ? [0] : number % 3 === 1 ? [1, 2] : [2] });

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/* Does the work on so many connections at once, each request after the other on its own. */
async function onConnections<T>(items: T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  await Promise.all(Array.from({ length: CONNECTIONS }, async () => {
    for (const item of queue) await work(item);
  }));
}

/* --- the figures, counted here ------------------------------------------------------------------ */

type Tally = { members: number; present: number; for: number; against: number; abstain: number };
type Vote = { number: number; choice: number };

function tallies(votes: Vote[], present: Set<number>): Record<CollegeId, Tally> {
  const colleges = Object.fromEntries(COLLEGES.map(({ id, members }) =>
    [id, { members, present: 0, for: 0, against: 0, abstain: 0 }])) as Record<CollegeId, Tally>;
  for (const number of present) colleges[collegeOf(number)].present++;
  const names = ["for", "against", "abstain"] as const;
  for (const { number, choice } of votes) colleges[collegeOf(number)][names[choice] ?? "abstain"]++;
  return colleges;
}

/* Each college brings its weight in proportion to its votes expressed. */
function weigh(counted: Record<CollegeId, Tally>): { favour: Fraction; against: Fraction } {
  let [favour, against] = [ZERO, ZERO];
  for (const { id, percent } of COLLEGES) {
    const expressed = counted[id].for + counted[id].against;
    if (expressed === 0) continue;
    const weight = new Fraction(percent, 100);
    favour = favour.plus(weight.times(new Fraction(counted[id].for, expressed)));
    against = against.plus(weight.times(new Fraction(counted[id].against, expressed)));
  }
  return { favour, against };
}

/* Sum over colleges of weight x approvals / ballots that are not blank. */
function approvals(ballots: { number: number; ballot: Ballot }[], options: number): Fraction[] {
  const totals = Array.from({ length: options }, () => ZERO);
  for (const { id, percent } of COLLEGES) {
    const marks = ballots.filter(({ number, ballot }) => collegeOf(number) === id && !ballot["blank"])
      .map(({ ballot }) => ballot["approves"] as number[]);
    if (marks.length === 0) continue;
    for (let option = 0; option < options; option++) {
      const votes = marks.filter((approved) => approved.includes(option)).length;
      const part = new Fraction(percent, 100).times(new Fraction(votes, marks.length));
      totals[option] = (totals[option] ?? ZERO).plus(part);
    }
  }
  return totals;
}

const folder = scratch();
const db = join(folder.path, "bastia.palabre");
let server: Server;
let secretary: Api; /* a program with every scope: it outlives a session */
let token = "";
let tellers: Api[] = [];
const members = new Map<number, Member>();
const sessions = new Map<number, Api>();
let assembly = "";
const polls = new Map<string, Poll>();

const member = (number: number): Member => {
  const found = members.get(number);
  assert.ok(found, `member ${number}`);
  return found;
};

/* The browser of a member, signed in by a link that the secretary makes. */
const browserOf = async (number: number): Promise<Api> => {
  const known = sessions.get(number);
  if (known) return known;
  const { body } = await secretary.post<{ url: string }>(`/api/v1/members/${member(number).id}/links`,
    { body: {}, expect: 201 });
  const browser = new Api(server.url);
  await browser.signIn(tokensIn(body.url)[0] ?? "");
  sessions.set(number, browser);
  return browser;
};

const state = async (poll: string): Promise<Poll> =>
  (await secretary.get<Poll>(`/api/v1/polls/${poll}`, { expect: 200 })).body;

const reached = async (poll: string, wanted: string): Promise<Poll> => {
  for (let tries = 0; tries < 600; tries++) {
    const now = await state(poll);
    if (now.state === wanted) return now;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`the poll is ${(await state(poll)).state}, not ${wanted}`);
};

const move = async (path: string, action: string): Promise<void> => {
  const { etag } = await secretary.get(path, { expect: 200 });
  await secretary.post(`${path}/${action}`, { body: {}, headers: { "if-match": etag } });
};

const cast = async (poll: Poll, number: number, holder: number, ballot: Ballot): Promise<void> => {
  const browser = await browserOf(holder);
  const body = { member: member(number).id, ballot, ...(poll.text_hash ? { text_hash: poll.text_hash } : {}) };
  await browser.post(`/api/v1/polls/${poll.id}/ballots`, { body, expect: 201 });
};

const poll = (name: string): Poll => {
  const found = polls.get(name);
  assert.ok(found, name);
  return found;
};

before(async () => {
  const statutes = join(folder.path, "statutes.json");
  writeFileSync(statutes, JSON.stringify(constitution()));
  const printed = palabre(["init", "--db", db, "--log-name", "vote.bastia.example/log",
    "--constitution", statutes, "--admin-name", "Ghjuvanna", "--language", "fr"]);
  server = await Server.start({ db, clock: FOUNDED });
  const administrator = new Api(server.url);
  await administrator.signIn(tokensIn(printed)[0] ?? "");
  const scopes = ["read", "vote", "register", "assembly", "polls", "papers", "admin"];
  const made = await administrator.post<{ token: string }>("/api/v1/tokens",
    { body: { label: "the secretary's program", scopes }, expect: 201 });
  token = made.body.token;
  secretary = new Api(server.url, { token });
});

after(async () => {
  await server.stop();
  folder.remove();
});

test("its colleges are those that are published", () => {
  const published = resolve(import.meta.dirname, "../../../shared/conformance/constitutions/constitutions.json");
  if (!existsSync(published)) return;
  const { constitutions } = JSON.parse(readFileSync(published, "utf8")) as
    { constitutions: { id: string; colleges: { id: string; weight: string; board_seats: number }[] }[] };
  const bastia = constitutions.find(({ id }) => id === "sc-bastia");
  assert.deepEqual(bastia?.colleges.map(({ id, weight, board_seats }) => ({ id, weight, board_seats })),
    COLLEGES.map(({ id, percent, seats }) => ({ id, weight: `${percent}/100`, board_seats: seats })));
});

test("ten thousand members are imported from a file, after a look at what it would do", async () => {
  const file = register();
  const colleges = Object.fromEntries(COLLEGES.map(({ id, members: count }) => [id, count]));
  const report = { rows: MEMBERS, admitted: MEMBERS, errors: [], colleges };
  const dry = await imported(secretary, file, "?dry_run=true");
  assert.deepEqual(dry.result, report);
  const none = await secretary.get<{ items: Member[] }>("/api/v1/members?limit=1");
  assert.equal(none.body.items.length, 0);
  const done = await imported(secretary, file);
  assert.deepEqual([done.state, done.result], ["done", report]);

  let next: string | undefined;
  do {
    const after = next ? `&after=${encodeURIComponent(next)}` : "";
    const page = await secretary.get<{ items: Member[]; next?: string }>(`/api/v1/members?limit=500${after}`);
    for (const item of page.body.items) members.set(Number(item.number), item);
    next = page.body.next;
  } while (next);
  assert.equal(members.size, MEMBERS);
  for (const [number, { college }] of members) assert.equal(college, collegeOf(number));
});

test("it is convened in time, with its resolution and the board's opinion", async () => {
  const created = await secretary.post<Named>("/api/v1/assemblies", {
    body: { kind: "ordinary", title: "Assemblée générale", place: "Stade de Furiani", meets_at: MEETS.toISOString() },
    expect: 201,
  });
  assembly = created.body.id;
  const resolution = await secretary.post<Named>(`/api/v1/assemblies/${assembly}/resolutions`, {
    body: { class: "ordinary", origin: "board", title: "Comptes", text: "L’assemblée approuve les comptes." },
    expect: 201,
  });
  await secretary.put(`/api/v1/resolutions/${resolution.body.id}/opinion`,
    { body: { opinion: "approved" }, headers: { "if-match": resolution.etag }, expect: 200 });
  await move(`/api/v1/assemblies/${assembly}`, "notice");

  const window = { assembly, parameters: {}, secrecy: "open", opens_at: MEETS.toISOString(), closes_at: CLOSES.toISOString() };
  const candidates = [11, 12, 13, 14].map((number, i) =>
    ({ label: `Candidat ${number}`, member: member(number).id, by_board: i < 3 }));
  const questions: Record<string, Record<string, unknown>> = {
    accounts: { ...window, kind: "resolution", resolution: resolution.body.id, method: "motion" },
    seats: { ...window, kind: "election", title: "Deux sièges", class: "ordinary", method: "approval", seats: 2,
      options: candidates },
    works: { ...window, kind: "choice", title: "Travaux", class: "ordinary", method: "approval",
      options: [{ label: "Tribune" }, { label: "Pelouse" }, { label: "Éclairage" }] },
  };
  for (const [name, body] of Object.entries(questions)) {
    const made = await secretary.post<Poll>("/api/v1/polls", { body, expect: 201 });
    await move(`/api/v1/polls/${made.body.id}`, "call");
    polls.set(name, await state(made.body.id));
    assert.equal(poll(name).state, "called");
  }
});

test("on its day proxies are given, accepted and left blank", async () => {
  server.setClock(at(MEETS, -240));
  await onConnections(HOLDERS, async (holder) => {
    for (const principal of principalsOf(holder)) {
      const given = await (await browserOf(principal)).post<Proxy>("/api/v1/proxies", {
        body: { assembly, principal: member(principal).id, holder: String(holder) }, expect: 201 });
      await (await browserOf(holder)).post(`/api/v1/proxies/${given.body.id}/acceptance`,
        { body: {}, headers: { "if-match": given.etag }, expect: 200 });
    }
  });
  await onConnections(BLANK, async (principal) => {
    await (await browserOf(principal)).post("/api/v1/proxies",
      { body: { assembly, principal: member(principal).id, blank: true }, expect: 201 });
  });
  const [holder = 0] = HOLDERS;
  await (await browserOf(2999)).post("/api/v1/proxies",
    { body: { assembly, principal: member(2999).id, holder: String(holder) }, expect: 409 });
});

test("two tellers enter the postal forms", async () => {
  for (const number of [1, 2]) {
    await secretary.post("/api/v1/offices", { body: { member: member(number).id, role: "teller" }, expect: 201 });
  }
  tellers = [await browserOf(1), await browserOf(2)];
  const [first, second] = tellers;
  assert.ok(first && second);
  const papers = `/api/v1/polls/${poll("accounts").id}/papers`;
  await onConnections([...POSTAL, ...LATE], async (number) => {
    const received = LATE.includes(number) ? at(MEETS, -24 * 60) : at(MEETS, -10 * 24 * 60);
    const ballot = { choice: motionOf(number) };
    const entered = await first.post<Paper>(papers, { expect: 201, body: {
      member: member(number).id, channel: "postal", received_at: received.toISOString(), ballot } });
    await second.post(`${papers}/${entered.body.id}/confirmation`, { body: { ballot }, expect: 200 });
  });
});

test("five thousand ballots are cast on 64 connections", async () => {
  server.setClock(at(MEETS, 1));
  await move(`/api/v1/assemblies/${assembly}`, "opening");
  for (const [name, { id }] of polls) polls.set(name, await reached(id, "open"));
  await onConnections(ATTENDING, async (number) => {
    await secretary.put(`/api/v1/assemblies/${assembly}/attendance/${member(number).id}`,
      { body: { present: true }, expect: 200 });
  });
  await onConnections(REMOTE, async (number) => {
    await cast(poll("accounts"), number, number, { choice: motionOf(number) });
    await cast(poll("seats"), number, number, seatsOf(number));
    await cast(poll("works"), number, number, worksOf(number));
  });
  await onConnections(HOLDERS, async (holder) => {
    for (const principal of principalsOf(holder)) {
      await cast(poll("accounts"), principal, holder, { choice: motionOf(principal) });
    }
  });
  assert.ok(REMOTE.length * 3 + HOLDERS.length * 2 >= 5000, `${REMOTE.length * 3 + HOLDERS.length * 2} ballots`);
});

test("they close by themselves and are counted", async () => {
  server.setClock(at(CLOSES, 1));
  for (const [name, { id }] of polls) polls.set(name, await reached(id, "published"));
});

type Result = { outcome: string; decision: {
  outcome: string; ratio: string; for_weight: string; against_weight: string;
  quorum: { present: number; members: number; reached: string; met: boolean };
  tallies: Record<string, Tally>; void: { reason: string }[];
  count: { elected: string[]; totals: Record<string, string> };
} };
const observer = () => new Api(server.url);
const resultOf = async (name: string): Promise<Result> =>
  (await observer().get<Result>(`/api/v1/polls/${poll(name).id}/result`, { expect: 200 })).body;

test("the figures of the resolution are those computed here", async () => {
  const proxied = HOLDERS.flatMap(principalsOf);
  const votes: Vote[] = [...REMOTE, ...proxied, ...POSTAL].map((number) => ({ number, choice: motionOf(number) }));
  votes.push(...BLANK.map((number) => ({ number, choice: 0 }))); /* the board approves */
  const present = new Set([...votes.map(({ number }) => number), ...ATTENDING]);
  const counted = tallies(votes, present);
  const { favour, against } = weigh(counted);
  const { decision } = await resultOf("accounts");
  for (const { id } of COLLEGES) assert.deepEqual(decision.tallies[id], counted[id], id);
  assert.equal(decision.for_weight, String(favour));
  assert.equal(decision.against_weight, String(against));
  assert.equal(decision.ratio, String(favour.over(favour.plus(against))));
  assert.equal(decision.outcome, favour.compare(against) > 0 ? "adopted" : "rejected");
  assert.equal(decision.quorum.present, present.size);
  assert.equal(decision.quorum.members, MEMBERS);
  assert.equal(decision.quorum.reached, String(new Fraction(present.size, MEMBERS)));
  assert.deepEqual(decision.void.map(({ reason }) => reason), LATE.map(() => "postal_late"));
});

test("the seats go to the best scores", async () => {
  const ballots = REMOTE.map((number) => ({ number, ballot: seatsOf(number) }));
  ballots.push(...BLANK.map((number) => ({ number, ballot: { approves: [0, 1, 2] } }))); /* the board's candidates */
  const totals = approvals(ballots, 4);
  const labels = [11, 12, 13, 14].map((number) => `Candidat ${number}`);
  const { decision } = await resultOf("seats");
  assert.deepEqual(decision.count.totals, Object.fromEntries(labels.map((label, i) => [label, String(totals[i])])));
  const best = [0, 1, 2, 3].sort((a, b) => (totals[b] ?? ZERO).compare(totals[a] ?? ZERO) || a - b).slice(0, 2);
  assert.deepEqual(decision.count.elected, best.map((i) => labels[i]));
  assert.equal(decision.outcome, "counted");
});

test("the works are approved in proportion to each college", async () => {
  const totals = approvals(REMOTE.map((number) => ({ number, ballot: worksOf(number) })), 3);
  const { decision } = await resultOf("works");
  assert.deepEqual(decision.count.totals,
    { Tribune: String(totals[0]), Pelouse: String(totals[1]), "Éclairage": String(totals[2]) });
});

test("the openings are the ballots that were cast, without a name", async () => {
  const seen = new Map<string, number>();
  let next = "";
  do {
    const page = await observer().get<{ items: { channel: string; void?: string; voter: string }[]; next?: string }>(
      `/api/v1/polls/${poll("accounts").id}/ballots?limit=500${next ? `&after=${next}` : ""}`, { expect: 200 });
    for (const { channel, void: reason } of page.body.items) {
      const key = reason ?? channel;
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
    assert.ok(page.body.items.every(({ voter }) => !/Membre/.test(voter)));
    next = page.body.next ?? "";
  } while (next);
  assert.equal(seen.get("remote"), REMOTE.length);
  assert.equal(seen.get("proxy"), HOLDERS.length * 2);
  assert.equal(seen.get("postal"), POSTAL.length);
  assert.equal(seen.get("postal_late"), LATE.length);
});

test("a restarted server has the same results and a log that verifies from its genesis", async () => {
  const before = await Promise.all([...polls.keys()].map(resultOf));
  await server.stop();
  server = await Server.start({ db, clock: at(CLOSES, 2) });
  secretary = new Api(server.url, { token });
  assert.deepEqual(await Promise.all([...polls.keys()].map(resultOf)), before);

  const { body } = await observer().get<{ log: { vkey: string; size: number } }>("/api/v1/society");
  const { size, entries } = await verifyLog(server.url, body.log.vkey);
  assert.equal(size, body.log.size);
  const types = entries.map((entry) => (JSON.parse(entry.toString()) as { t: string }).t);
  assert.equal(types[0], "log.genesis");
  assert.ok(types.filter((type) => type === "ballot.cast").length >= 5000);
  const text = Buffer.concat(entries).toString();
  assert.ok(!text.includes("Membre"), "no name stands in the log");
  for (const { id } of polls.values()) {
    assert.ok(entries.some((entry) => entry.includes(id) && entry.includes("poll.count")), id);
  }
});

test("rebuilt from its log, it says the same", async () => {
  const before = await Promise.all([...polls.keys()].map(resultOf));
  await server.stop();
  palabre(["rebuild", "--db", db], 0, at(CLOSES, 3));
  server = await Server.start({ db, clock: at(CLOSES, 4) });
  secretary = new Api(server.url, { token });
  assert.deepEqual(await Promise.all([...polls.keys()].map(resultOf)), before);
});

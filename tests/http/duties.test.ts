/* What awaits an officer: each kind of duty is there for who may do the act, in the order of the dates, and gone once it is done. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Day, type Poll } from "./assembly_day.ts";
import { type List, type Named, refusal } from "./society.ts";
import type { Api } from "./support.ts";

type Duty = { kind: string; object: string; title: string; count: number; due_on?: string; due_at?: string };

const HOUR = 3_600_000;
const FOR = { choice: 0 };
const AGAINST = { choice: 1 };
const day = new Day();
const members: Record<string, string> = {};
const officers: Record<string, Api> = {};
let [ada, bruno] = ["", ""];
let member: Api;

/* A session does not last from the notice to the sitting. */
async function signIn(): Promise<void> {
  for (const [role, id] of Object.entries(members)) officers[role] = await day.browserOf(id);
  member = await day.browserOf(ada);
}

before(async () => {
  await day.prepare(2);
  for (const role of ["chair", "secretary", "teller", "moderator", "auditor"]) {
    members[role] = await day.enter();
    await day.admin.post("/api/v1/offices", { body: { member: members[role], role }, expect: 201 });
  }
  [ada, bruno] = [await day.enter({ category: "employees" }), await day.enter({ category: "employees" })];
  await signIn();
});
after(() => day.close());

async function dutiesOf(api: Api | undefined): Promise<Duty[]> {
  return (await api!.get<List<Duty>>("/api/v1/me/duties", { expect: 200 })).body.items;
}

/* Those of that object, and of whom: an administrator, a secretary, … */
async function waiting(object: string): Promise<Record<string, Duty>> {
  const found: Record<string, Duty> = {};
  for (const [role, api] of Object.entries({ administrator: day.admin, ...officers, member })) {
    const mine = (await dutiesOf(api)).filter((duty) => duty.object === object);
    assert.ok(mine.length <= 1, JSON.stringify(mine));
    if (mine[0]) found[role] = mine[0];
  }
  return found;
}
const who = async (object: string): Promise<string> => Object.keys(await waiting(object)).join(" ");

test("nothing awaits anybody where nothing waits, and nobody asks who is not signed in", async () => {
  for (const api of [day.admin, ...Object.values(officers), member]) assert.deepEqual(await dutiesOf(api), []);
  assert.equal((await refusal(day.anyone(), "GET", "/api/v1/me/duties", 401)).slug, "unauthenticated");
});

test("a draft waits for its notice until the day that the statutes state, for who convenes", async () => {
  const meets = new Date(day.now.getTime() + 40 * 24 * HOUR);
  const { id } = (await day.admin.post<Named>("/api/v1/assemblies", {
    body: { kind: "ordinary", title: "Plus tard", place: "", meets_at: meets.toISOString() }, expect: 201 })).body;
  await day.admin.post(`/api/v1/assemblies/${id}/resolutions`,
    { body: { class: "ordinary", origin: "board", title: "Toit", text: "Refait." }, expect: 201 });
  const found = await waiting(id);
  assert.deepEqual(Object.keys(found), ["administrator", "chair", "secretary"]);
  const { body } = await day.admin.get<{ deadlines: { notice_by: string } }>(`/api/v1/assemblies/${id}`);
  assert.deepEqual(found["secretary"],
    { kind: "notice", object: id, title: "Plus tard", count: 1, due_on: body.deadlines.notice_by });
  /* A key of a program shows what it may do. */
  const key = async (scopes: string[]) => day.anyone().get<List<Duty>>("/api/v1/me/duties", { expect: 200, headers: {
    authorization: `Bearer ${(await officers["chair"]!.post<{ token: string }>("/api/v1/tokens", { body: { label: "x", scopes }, expect: 201 })).body.token}` } });
  assert.deepEqual((await key(["read", "polls"])).body.items, []);
  assert.equal((await key(["read", "assembly"])).body.items.length, 1);
  await day.act(`/api/v1/assemblies/${id}`, "notice");
  assert.equal(await who(id), "");
});

test("a question waits for the board until it is answered, or the debate takes no answer", async () => {
  const [resolution = ""] = await day.resolutions();
  const path = `/api/v1/resolutions/${resolution}/contributions`;
  const say = async (by: Api, body: object) => (await by.post<Named>(path, { body, expect: 201 })).body.id;
  const ask = () => say(member, { kind: "question", text: "Pourquoi ?" });
  const first = await ask();
  const second = await ask();
  const { body } = await day.admin.get<{ meets_at: string }>(`/api/v1/assemblies/${day.assembly}`);
  const found = await waiting(resolution);
  assert.deepEqual(Object.keys(found), ["administrator", "chair", "secretary"]);
  assert.deepEqual(found["chair"],
    { kind: "questions", object: resolution, title: "Résolution 1", count: 2, due_at: body.meets_at });
  await say(member, { kind: "reply", text: "Je ne sais pas.", parent: first });
  await say(officers["chair"]!, { kind: "reply", text: "Pour le toit.", parent: first, official: true });
  assert.equal((await waiting(resolution))["chair"]?.count, 1);
  await day.act(`/api/v1/contributions/${second}`, "withdrawal", {}, member);
  assert.equal(await who(resolution), "");
});

test("a poll that is prepared waits for its call, a paper for who did not enter it, what comes first first", async () => {
  await day.begin();
  await signIn();
  const [resolution, other] = await day.resolutions();
  const later = await day.draft(day.motion(other, { opens_at: new Date(day.now.getTime() + HOUR).toISOString(),
    closes_at: new Date(day.now.getTime() + 3 * HOUR).toISOString() }));
  const poll = await day.draft(day.motion(resolution));
  assert.equal(await who(poll.id), "administrator chair secretary");
  assert.deepEqual((await dutiesOf(officers["chair"])).map(({ kind, object }) => [kind, object]),
    [["call", poll.id], ["call", later.id]]);
  const called = (await day.act<Poll>(`/api/v1/polls/${poll.id}`, "call")).body;
  assert.equal(await who(poll.id), "");
  await day.act(`/api/v1/polls/${poll.id}`, "opening");
  await day.act(`/api/v1/polls/${later.id}`, "annulment", { reason: "Erreur" });
  assert.equal(await who(later.id), "");

  const papers = `/api/v1/polls/${poll.id}/papers`;
  const enter = async (of: string) => (await officers["teller"]!.post<Named>(papers,
    { body: { member: of, channel: "in_person", ballot: FOR }, expect: 201 })).body.id;
  const paper = await enter(ada);
  const found = await waiting(poll.id);
  assert.deepEqual(found, { administrator:
    { kind: "papers", object: poll.id, title: "Résolution 1", count: 1, due_at: called.closes_at } });
  await enter(bruno);
  assert.equal((await waiting(poll.id))["administrator"]?.count, 2);
  /* Where they do not agree, either may have erred. */
  const confirm = (ballot: object, expect: number) => day.admin.post(`${papers}/${paper}/confirmation`, { body: { ballot }, expect });
  await confirm(AGAINST, 409);
  assert.equal(await who(poll.id), "administrator teller");
  assert.equal((await waiting(poll.id))["teller"]?.count, 1);
  await confirm(FOR, 200);
  assert.equal(await who(poll.id), "administrator");
  await day.counted(called);
  assert.equal(await who(poll.id), "");
});

test("changes that were adopted or taken in wait for the next version of the text, once none is undecided", async () => {
  const [, other = ""] = await day.resolutions();
  const path = `/api/v1/resolutions/${other}`;
  const propose = async (text: string) => (await member.post<Named>(`${path}/amendments`,
    { body: { version: 1, text, reasons: "Mieux." }, expect: 201 })).body.id;
  const taken = await propose("Approuvés à demi.");
  const rival = await propose("Approuvés sans réserve.");
  await day.act(`/api/v1/amendments/${taken}`, "acceptance");
  assert.equal(await who(other), "");
  await day.act(`/api/v1/amendments/${rival}`, "withdrawal", {}, member);
  const found = await waiting(other);
  assert.deepEqual(Object.keys(found), ["administrator", "chair", "secretary"]);
  assert.deepEqual(found["chair"], { kind: "version", object: other, title: "Résolution 2", count: 1 });
  await day.act(path, "consolidation");
  assert.equal(await who(other), "");
});

test("a decision waits for its steps that have a last day, the register for who has applied", async () => {
  const { body: { items } } = await day.admin.get<List<Named & { title: string }>>("/api/v1/decisions");
  const [decision] = items;
  assert.ok(decision);
  const path = `/api/v1/decisions/${decision.id}/steps`;
  const add = async (body: object) => (await day.admin.post<Named>(path, { body, expect: 201 })).body.id;
  await add({ text: "Publier" });
  assert.equal(await who(decision.id), "");
  const steps = [await add({ text: "Signer", due_on: "2030-05-02" }), await add({ text: "Payer", due_on: "2030-03-01", state: "doing" })];
  assert.deepEqual(await waiting(decision.id),
    { administrator: { kind: "steps", object: decision.id, title: decision.title, count: 2, due_on: "2030-03-01" } });
  for (const [step, state] of [[steps[0], "done"], [steps[1], "dropped"]]) {
    const { etag } = await day.admin.get(`${path}/${step}`);
    await day.admin.patch(`${path}/${step}`, { body: { state }, headers: { "if-match": etag }, expect: 200 });
  }
  assert.equal(await who(decision.id), "");

  const applied = await day.enter({ name: "Ghjulia Nova", state: "applied" });
  const found = await waiting(applied);
  assert.deepEqual(Object.keys(found), ["administrator", "secretary"]);
  assert.deepEqual(found["secretary"], { kind: "application", object: applied, title: "Ghjulia Nova", count: 1 });
  for (let i = 0; i < 20; i++) await day.enter({ state: "applied" });
  const listed = await dutiesOf(officers["secretary"]);
  assert.equal(listed.filter(({ kind }) => kind === "application").length, 20);
  await day.act(`/api/v1/members/${applied}`, "state", { state: "admitted", on: day.now.toISOString().slice(0, 10) });
  assert.equal(await who(applied), "");
});

test("who asks to be erased waits for an administrator, until they take it back or are answered", async () => {
  type Request = { state: string; answer_by?: string; reason?: string };
  const mine = "/api/v1/me/erasure";
  const theirs = `/api/v1/members/${ada}/erasure`;
  assert.deepEqual((await member.get<Request>(mine, { expect: 200 })).body, { state: "none" });
  const ask = async () => (await member.put<Request>(mine, { body: {}, expect: 200 })).body;
  const asked = await ask();
  assert.deepEqual([asked.state, await ask()], ["waiting", asked], "asked once");
  const answerBy = new Date(day.now.getTime() + 28 * 24 * HOUR).toISOString().slice(0, 10);
  assert.equal(asked.answer_by, answerBy);
  const { body: { name } } = await day.admin.get<{ name: string }>(`/api/v1/members/${ada}`, { expect: 200 });
  assert.deepEqual(await waiting(ada),
    { administrator: { kind: "erasure", object: ada, title: name, count: 1, due_on: answerBy } });
  await member.delete(mine, { expect: 200 });
  assert.equal(await who(ada), "");

  await ask();
  for (const [by, status] of [[day.anyone(), 401], [member, 403], [officers["secretary"]!, 403]] as const) {
    await refusal(by, "GET", theirs, status);
    await refusal(by, "POST", `${theirs}/refusal`, status, { body: { reason: "Non." } });
  }
  assert.equal((await refusal(day.admin, "POST", `${theirs}/refusal`, 400, { body: { reason: " " } })).slug, "empty-text");
  const { body: log } = await day.anyone().get<{ size: number }>("/api/v1/log?limit=1");
  await day.admin.post(`${theirs}/refusal`, { body: { reason: "Vous êtes encore membre." }, expect: 200 });
  assert.equal((await refusal(day.admin, "POST", `${theirs}/refusal`, 409, { body: { reason: "Non." } })).slug, "wrong-state");
  assert.equal(await who(ada), "");
  const { body: answer } = await member.get<Request>(mine, { expect: 200 });
  assert.deepEqual([answer.state, answer.reason], ["refused", "Vous êtes encore membre."]);
  assert.deepEqual((await day.admin.get<Request>(theirs)).body, answer);
  const { body: own } = await member.get<{ members: { erasure: Request }[] }>("/api/v1/me/export", { expect: 200 });
  assert.deepEqual(own.members.map(({ erasure }) => erasure), [answer]);
  assert.deepEqual((await day.anyone().get("/api/v1/log?limit=1")).body, log, "nothing of it is in the log");
  await refusal(member, "PUT", mine, 403, { body: { member: bruno } });
});

test("minutes wait to be drawn, then for the approval of each officer of the sitting", async () => {
  const path = `/api/v1/assemblies/${day.assembly}`;
  assert.equal(await who(day.assembly), "");
  await day.act(path, "ending");
  const found = await waiting(day.assembly);
  assert.deepEqual(Object.keys(found), ["administrator", "chair", "secretary"]);
  assert.deepEqual(found["secretary"], { kind: "minutes", object: day.assembly, title: "Assemblée", count: 1 });
  const { id } = (await officers["secretary"]!.post<Named>(`${path}/minutes`, { body: {}, expect: 201 })).body;
  const drawn = await waiting(day.assembly);
  assert.deepEqual(Object.keys(drawn), ["chair", "secretary"]);
  assert.equal(drawn["chair"]?.kind, "approval");

  const minutes = `/api/v1/minutes/${id}`;
  const approve = async (by: Api) => {
    const { body, etag } = await by.get<{ hash: string }>(minutes, { expect: 200 });
    await by.post(`${minutes}/approval`, { body: { hash: body.hash }, headers: { "if-match": etag }, expect: 200 });
  };
  await approve(officers["chair"]!);
  assert.equal(await who(day.assembly), "secretary");
  /* Another version waits for all of them. */
  const { etag } = await officers["secretary"]!.get(minutes);
  await officers["secretary"]!.patch(minutes, { body: { remarks: "Rien." }, headers: { "if-match": etag }, expect: 200 });
  assert.equal(await who(day.assembly), "chair secretary");
  await approve(officers["chair"]!);
  await approve(officers["secretary"]!);
  assert.equal(await who(day.assembly), "");
});

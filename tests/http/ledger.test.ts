/* What a proxy says, how long it holds, and how many votes are in how few hands. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Day, type Poll } from "./assembly_day.ts";
import { NOBODY, type Named, type Problem, slug } from "./society.ts";
import { type Api } from "./support.ts";

type Proxy = Named & { state: string; expired: boolean; assembly: string; assembly_title: string; blank: boolean };
type Instructions = { instructions: { resolution: string; choice: string }[] };
type Concentration = { members: number; held: number; blank: number; most: number; holders: { proxies: number; holders: number }[]; votes_of_five: number; share_of_five: string };

const day = new Day();
const FOR = { choice: 0 };
const AGAINST = { choice: 1 };
const ABSTAIN = { choice: 2 };
const browsers = new Map<string, Api>();
let [ada, bruno, chiara, dominique] = ["", "", "", ""];
let resolutions: string[] = [];

/* Sessions last twelve hours. */
async function signAllIn(): Promise<void> {
  for (const id of browsers.keys()) browsers.set(id, await day.browserOf(id));
}

before(async () => {
  await day.prepare(2);
  for (const category of ["users", "users", "employees", "friends"]) browsers.set(await day.enter({ category }), day.anyone());
  await signAllIn();
  [ada = "", bruno = "", chiara = "", dominique = ""] = [...browsers.keys()];
  resolutions = await day.resolutions();
});
after(() => day.close());

const by = (member: string): Api => browsers.get(member) ?? day.anyone();

async function given(principal: string, holder: string, assembly = day.assembly): Promise<string> {
  const made = await by(principal).post<Proxy>("/api/v1/proxies", { body: { assembly, principal, holder }, expect: 201 });
  await by(holder).post(`/api/v1/proxies/${made.body.id}/acceptance`, { body: {}, headers: { "if-match": made.etag } });
  return made.body.id;
}

async function refused(api: Api, method: string, path: string, expect: number, request: object = {}) {
  const { body } = await api.request<Problem>(method, path, { ...request, expect });
  return [slug(body), body.pointer];
}

async function instruct(proxy: string, principal: string, instructions: object[], expect = 200) {
  const path = `/api/v1/proxies/${proxy}/instructions`;
  const { etag } = await by(principal).get(path);
  return by(principal).put<Instructions & Problem>(path, { body: { instructions }, headers: { "if-match": etag }, expect });
}

let proxy = "";

test("59: nobody gives, answers or takes back a proxy in another's name, whatever their office", async () => {
  const size = async (): Promise<number> => (await day.anyone().get<{ log: { size: number } }>("/api/v1/society")).body.log.size;
  const before_all = await size();
  for (const to of [{ holder: bruno }, { blank: true }]) {
    const offer = { body: { assembly: day.assembly, principal: ada, ...to } };
    for (const other of [day.admin, by(bruno)]) assert.deepEqual((await refused(other, "POST", "/api/v1/proxies", 403, offer))[0], "forbidden");
    assert.deepEqual((await refused(day.anyone(), "POST", "/api/v1/proxies", 401, offer))[0], "unauthenticated");
  }
  assert.equal(await size(), before_all, "what was refused is in no log");
  const offered = await by(dominique).post<Proxy>("/api/v1/proxies",
    { body: { assembly: day.assembly, principal: dominique, holder: chiara }, expect: 201 });
  const path = `/api/v1/proxies/${offered.body.id}`;
  const tagged = { body: {}, headers: { "if-match": offered.etag } };
  for (const other of [day.admin, by(bruno)]) {
    for (const action of ["acceptance", "refusal", "revocation"]) await refused(other, "POST", `${path}/${action}`, 403, tagged);
  }
  assert.equal((await by(chiara).get<Proxy>(path, { expect: 200 })).body.state, "offered");
  const { body: { title } } = await day.anyone().get<{ title: string }>(`/api/v1/assemblies/${day.assembly}`, { expect: 200 });
  const { body: { proxies_to_answer } } = await by(chiara).get<{ proxies_to_answer: Proxy[] }>("/api/v1/me", { expect: 200 });
  assert.deepEqual(proxies_to_answer.map((one) => one.assembly_title), [title]);
  await by(dominique).post(`${path}/revocation`, { ...tagged, expect: 200 });
});

test("a principal says how to vote, and only the two whom it binds can read it", async () => {
  proxy = await given(ada, bruno);
  const path = `/api/v1/proxies/${proxy}/instructions`;
  assert.deepEqual((await by(bruno).get<Instructions>(path)).body.instructions, []);
  const wanted = [{ resolution: resolutions[0], choice: "against" }];
  assert.deepEqual((await instruct(proxy, ada, wanted)).body.instructions, wanted);
  assert.deepEqual((await by(bruno).get<Instructions>(path)).body.instructions, wanted);
  assert.deepEqual(await refused(by(chiara), "GET", path, 404), ["not-found", undefined]);
  assert.deepEqual(await refused(day.admin, "GET", path, 404), ["not-found", undefined]);
});

test("instructions that cannot be given are refused in their place", async () => {
  const path = `/api/v1/proxies/${proxy}/instructions`;
  const { etag } = await by(ada).get(path);
  const put = (instructions: unknown, expect: number, api = by(ada), headers: object = { "if-match": etag }) =>
    refused(api, "PUT", path, expect, { body: { instructions }, headers });
  const [first, second] = resolutions;
  assert.deepEqual(await put([], 403, by(bruno)), ["forbidden", undefined]);
  assert.deepEqual(await put([], 404, by(chiara)), ["not-found", undefined]);
  assert.deepEqual(await put([], 412, by(ada), { "if-match": '"1"' }), ["stale", undefined]);
  assert.deepEqual(await put([{ resolution: first, choice: "maybe" }], 400), ["json-value", "/instructions/0/choice"]);
  assert.deepEqual(await put([{ resolution: NOBODY, choice: "for" }], 404), ["not-found", "/instructions/0/resolution"]);
  assert.deepEqual(await put([{ resolution: first, choice: "for" }, { resolution: first, choice: "against" }], 400),
    ["json-value", "/instructions/1/resolution"]);
  assert.deepEqual(await put([{ resolution: second }], 400), ["json-missing", "/instructions/0/choice"]);
  assert.deepEqual(await put(7, 400), ["json-type", "/instructions"]);
  assert.deepEqual(await put(Array(1001).fill({ resolution: first, choice: "for" }), 400), ["too-many", "/instructions"]);
  const kept = await by(ada).get<Instructions>(path);
  assert.deepEqual(kept.body.instructions, [{ resolution: first, choice: "against" }]);
});

test("a blank proxy follows the board and takes no instruction", async () => {
  const made = await by(dominique).post<Proxy>("/api/v1/proxies", {
    body: { assembly: day.assembly, principal: dominique, blank: true }, expect: 201,
  });
  const reply = await instruct(made.body.id, dominique, [{ resolution: resolutions[0], choice: "for" }], 422);
  assert.equal(slug(reply.body), "proxy-blank");
});

test("how many votes are in how few hands is shown without names", async () => {
  const { body } = await by(chiara).get<Concentration>(`/api/v1/assemblies/${day.assembly}/concentration`);
  assert.deepEqual(body, {
    members: 4, held: 1, blank: 1, most: 1, holders: [{ proxies: 1, holders: 1 }], votes_of_five: 2, share_of_five: "1/2",
  });
  assert.equal((await refused(day.anyone(), "GET", `/api/v1/assemblies/${day.assembly}/concentration`, 401))[0], "unauthenticated");
});

test("the holder votes as asked or not at all; then the instruction stands", async () => {
  await day.begin();
  await signAllIn();
  const poll = await day.opened(day.motion(resolutions[0]));
  const path = `/api/v1/polls/${poll.id}/ballots`;
  for (const ballot of [FOR, ABSTAIN, { blank: true }]) {
    assert.deepEqual(await refused(by(bruno), "POST", path, 422, day.cast(poll, ada, ballot)), ["proxy-instruction", "/ballot"]);
  }
  await day.vote(by(bruno), poll, ada, AGAINST);
  await day.vote(by(bruno), poll, bruno, FOR);
  const late = await instruct(proxy, ada, [{ resolution: resolutions[0], choice: "for" }], 409);
  assert.equal(slug(late.body), "proxy-used");
  await day.counted(poll);
});

test("without an instruction the vote is the holder's, and an abstention can be asked", async () => {
  const other = await given(chiara, bruno);
  await instruct(other, chiara, [{ resolution: resolutions[1], choice: "abstain" }]);
  const poll: Poll = await day.opened(day.motion(resolutions[1]));
  await day.vote(by(bruno), poll, ada, FOR);
  assert.equal((await refused(by(bruno), "POST", `/api/v1/polls/${poll.id}/ballots`, 422, day.cast(poll, chiara, FOR)))[0], "proxy-instruction");
  await day.vote(by(bruno), poll, chiara, ABSTAIN);
  await day.act(`/api/v1/polls/${poll.id}`, "annulment", { reason: "Le texte était faux." });
});

test("a proxy ends with its assembly, and holds for the second call with what it says", async () => {
  await day.act(`/api/v1/assemblies/${day.assembly}`, "ending");
  const ended = await by(ada).get<Proxy>(`/api/v1/proxies/${proxy}`);
  assert.deepEqual([ended.body.state, ended.body.expired], ["accepted", true]);
  const meets = new Date(day.now.getTime() + 30 * 86_400_000).toISOString();
  const second = await day.admin.post<Named>("/api/v1/assemblies", {
    body: { kind: "ordinary", title: "Seconde convocation", place: "Corte", meets_at: meets, second_of: day.assembly }, expect: 201,
  });
  assert.deepEqual((await by(ada).get<{ items: Proxy[] }>(`/api/v1/proxies?assembly=${second.body.id}`)).body.items, []);
  await day.act(`/api/v1/assemblies/${second.body.id}`, "notice");
  const carried = (await by(ada).get<{ items: Proxy[] }>(`/api/v1/proxies?assembly=${second.body.id}`)).body.items;
  assert.deepEqual(carried.map((each) => [each.state, each.expired, each.blank]), [["accepted", false, false]]);
  assert.notEqual(carried[0]?.id, proxy);
  const asked = (await by(chiara).get<{ items: Proxy[] }>(`/api/v1/proxies?assembly=${second.body.id}`)).body.items[0];
  const said = await by(chiara).get<Instructions>(`/api/v1/proxies/${asked?.id}/instructions`);
  assert.deepEqual(said.body.instructions.map(({ choice }) => choice), ["abstain"]);
  assert.notEqual(said.body.instructions[0]?.resolution, resolutions[1]);
  const blank = (await by(dominique).get<{ items: Proxy[] }>(`/api/v1/proxies?assembly=${second.body.id}`)).body.items;
  assert.deepEqual(blank.map((each) => [each.state, each.blank]), [["accepted", true]]);
  const { etag } = await by(ada).get(`/api/v1/proxies/${carried[0]?.id}`);
  await by(ada).post(`/api/v1/proxies/${carried[0]?.id}/revocation`, { body: {}, headers: { "if-match": etag } });
});

test("an instruction is on the text that it was given on, and each of two alike is carried by itself", async () => {
  const other = new Day();
  try {
    await other.open(other.now);
    const meets_at = new Date(other.now.getTime() + 20 * 86_400_000).toISOString();
    const draft = { kind: "ordinary", title: "Assemblée", place: "Corte", meets_at };
    other.assembly = (await other.admin.post<Named>("/api/v1/assemblies", { body: draft, expect: 201 })).body.id;
    const alike = { class: "ordinary", origin: "board", title: "Un don", text: "Nous donnons cent euros." };
    for (let i = 0; i < 2; i++) {
      await other.admin.post(`/api/v1/assemblies/${other.assembly}/resolutions`, { body: alike, expect: 201 });
    }
    await other.act(`/api/v1/assemblies/${other.assembly}`, "notice");
    const [first = "", second = ""] = await other.resolutions();
    const [principal, holder] = [await other.enter(), await other.enter()];
    let byHolder = await other.browserOf(holder);
    const byPrincipal = await other.browserOf(principal);
    const made = await byPrincipal.post<Proxy>("/api/v1/proxies", { body: { assembly: other.assembly, principal, holder }, expect: 201 });
    await byHolder.post(`/api/v1/proxies/${made.body.id}/acceptance`, { body: {}, headers: { "if-match": made.etag } });
    const path = `/api/v1/proxies/${made.body.id}/instructions`;
    const instructions = [{ resolution: first, choice: "for" }, { resolution: second, choice: "against" }];
    const { etag } = await byPrincipal.get(path);
    await byPrincipal.put(path, { body: { instructions }, headers: { "if-match": etag }, expect: 200 });

    await other.begin();
    byHolder = await other.browserOf(holder);
    const amendment = await byHolder.post<Named>(`/api/v1/resolutions/${first}/amendments`, {
      body: { version: 1, text: "Nous donnons mille euros.", reasons: "C'est trop peu.", member: holder }, expect: 201,
    });
    await other.act(`/api/v1/amendments/${amendment.body.id}`, "acceptance");
    await other.act(`/api/v1/resolutions/${first}`, "consolidation");
    const said = await byHolder.get<Instructions>(path);
    assert.deepEqual(said.body.instructions, [{ resolution: first, choice: "for", amended: true }, { resolution: second, choice: "against" }]);
    const poll = await other.opened(other.motion(first));
    await other.vote(byHolder, poll, principal, AGAINST);
    await other.act(`/api/v1/polls/${poll.id}`, "annulment", { reason: "Il est tard." });
    await other.act(`/api/v1/assemblies/${other.assembly}`, "ending");

    const later = { ...draft, second_of: other.assembly, meets_at: new Date(other.now.getTime() + 20 * 86_400_000).toISOString() };
    const again = (await other.admin.post<Named>("/api/v1/assemblies", { body: later, expect: 201 })).body.id;
    await other.act(`/api/v1/assemblies/${again}`, "notice");
    const carried = (await byHolder.get<{ items: Proxy[] }>(`/api/v1/proxies?assembly=${again}`)).body.items[0];
    const kept = await byHolder.get<Instructions>(`/api/v1/proxies/${carried?.id}/instructions`);
    assert.deepEqual(kept.body.instructions.map((each) => ({ ...each, resolution: "" })),
      [{ resolution: "", choice: "for", amended: true }, { resolution: "", choice: "against" }]);
  } finally {
    await other.close();
  }
});

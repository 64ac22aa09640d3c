/*
 * annual.test.ts - a year of a cooperative in six colleges, from ninety days before its combined assembly to thirty days after: a first call
 * without a quorum, a second one that is held, and everything that leads from the first argument to the published minutes.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { COLLEGES, type CollegeId, Year, expectGolden, listing, numbered, plain } from "./annual_year.ts";
import { type Poll, type Result } from "./assembly_day.ts";
import { heldByBoth } from "./both.ts";
import { PostOffice } from "./post.ts";
import { type List, type Named, type Problem, refusal, slug } from "./society.ts";
import { type Api, tokensIn } from "./support.ts";

type Contribution = Named & { kind: string; state: string; html?: string; answered?: boolean; endorsements: number };
type Amendment = Named & { state: string; text: string; parent?: string; diff?: { op: string; text: string }[] };
type Resolution = Named & { version: number; text: string; title: string; hash: string };
type Proxy = Named & { state: string; blank: boolean };
type Motion = Named & { carried: boolean; base: number };
type Minutes = Named & { version: number; state: string; hash: string; document: { held: boolean; items: { polls: { text: string }[] }[] } };

const ROOF = "La coopérative refait le toit de la halle pour dix mille euros. Le bureau en rend compte en juin.";

const year = new Year();
let [first, second] = ["", ""];
let [accounts, roof, statutes, lease] = ["", "", "", ""];
const polls: Record<string, Poll> = {};
const [FOR, AGAINST, ABSTAIN] = [{ choice: 0 }, { choice: 1 }, { choice: 2 }];

const m = (college: CollegeId, number: number): string => year.member(college, number);
const by = (college: CollegeId, number: number): Promise<Api> => year.by(m(college, number));

/* A poll on a resolution of the second call, from now on, for an hour. */
const asks = (resolution: string, fields: object = {}): object => ({
  assembly: second, resolution, kind: "resolution", method: "motion", parameters: {}, secrecy: "open",
  opens_at: year.now.toISOString(), closes_at: new Date(year.now.getTime() + 3_600_000).toISOString(), ...fields,
});

async function teller(college: CollegeId, number: number): Promise<Api> {
  await year.admin.post("/api/v1/offices", { body: { member: m(college, number), role: "teller" }, expect: 201 });
  return by(college, number);
}

/* Approved by those who sign: the officers of the sitting, or else the chair and the secretary of the society. */
async function publish({ id, hash }: Minutes, officers: [CollegeId, number][]): Promise<Minutes> {
  for (const [college, number] of officers) {
    await (await by(college, number)).post(`/api/v1/minutes/${id}/approval`, { body: { hash }, expect: 200 });
  }
  return (await year.anyone().get<Minutes>(`/api/v1/minutes/${id}`, { expect: 200 })).body;
}

before(async () => {
  year.office = await PostOffice.reserve();
  await year.found(-90);
});
after(() => year.close());

describe("ninety days before", () => {
  test("the six colleges are entered, and the towns act through their mayors", async () => {
    await year.enterAll();
    const { body } = await year.anyone().get<{ colleges: { id: string; members: number }[] }>("/api/v1/registry", { expect: 200 });
    assert.deepEqual(body.colleges.map(({ id, members }) => [id, members]), COLLEGES.map(({ id }) => [id, 4]));
    const mayor = await (await by("towns", 1)).get<{ person: { name: string } }>("/api/v1/session", { expect: 200 });
    assert.equal(mayor.body.person.name, "Maire 1");
  });

  test("each college can see how often it decides", async () => {
    type Power = { classes: { class: string; colleges: { college: string; swings: string; veto: boolean }[] }[] };
    const { body } = await year.anyone().get<Power>("/api/v1/constitution/power", { expect: 200 });
    const ordinary = body.classes.find((each) => each.class === "ordinary");
    /* Of the 32 sets of the other five, those that it turns from at most ten twentieths into more: 4, 4, 4, 3, 3 and 2 have them. */
    assert.deepEqual(ordinary?.colleges.map(({ college, swings }) => [college, swings]),
      [["employees", "13"], ["producers", "13"], ["users", "13"], ["towns", "9"], ["supporters", "9"], ["founders", "3"]]);
    assert.ok(ordinary.colleges.every(({ veto }) => !veto));
  });

  test("the assembly is prepared, with its deadlines", async () => {
    first = (await year.admin.post<Named>("/api/v1/assemblies", { expect: 201, body: {
      kind: "combined", title: "Assemblée générale mixte 2026", place: "Ponte-Leccia, salle des fêtes", meets_at: Year.on(-14).toISOString(),
    } })).body.id;
    accounts = await year.add(first, { class: "ordinary", title: "Comptes de 2025", text: "Les comptes de 2025 sont approuvés." });
    roof = await year.add(first, { class: "ordinary", title: "Le toit de la halle", text: ROOF, reasons: "Il **pleut** dedans." });
    statutes = await year.add(first, { class: "extraordinary", title: "Siège", text: "Le siège est transféré à Corte." });
    lease = await year.add(first, { class: "ordinary", origin: "members", title: "Bail", text: "Le bail avec le fondateur est approuvé." });
    const { etag } = await year.admin.get(`/api/v1/resolutions/${accounts}`);
    await year.admin.put(`/api/v1/resolutions/${accounts}/opinion`, { body: { opinion: "approved" }, headers: { "if-match": etag }, expect: 200 });
    const { body } = await year.admin.get<List<{ code: string; on: string; state: string }>>(`/api/v1/assemblies/${first}/calendar`, { expect: 200 });
    assert.deepEqual(body.items.map(({ code, on, state }) => [code, on, state]), [
      ["requests", "2026-05-12", "ahead"], ["notice", "2026-05-22", "ahead"], ["postal", "2026-06-03", "ahead"], ["meeting", "2026-06-06", "ahead"],
    ]);
  });
});

describe("sixty days before", () => {
  test("a notice that would come too late is refused", async () => {
    year.go(-60);
    const meets = Year.on(-50).toISOString();
    const late = (await year.admin.post<Named>("/api/v1/assemblies", { expect: 201, body: {
      kind: "ordinary", title: "Trop tôt", place: "Corte", meets_at: meets } })).body.id;
    await year.add(late, { class: "ordinary", title: "Rien", text: "Rien." });
    const path = `/api/v1/assemblies/${late}`;
    const { etag } = await year.admin.get(path);
    assert.equal((await refusal(year.admin, "POST", `${path}/notice`, 422, { body: {}, headers: { "if-match": etag } })).slug, "notice-too-short");
    await year.act(path, "cancellation", { reason: "Date trop proche" });
  });

  test("the notice goes to who agreed to it by mail, and the log proves it", async () => {
    for (const member of year.everyone()) await year.admin.put(`/api/v1/members/${member}/consents`, { body: { mail: true }, expect: 200 });
    await year.admin.put(`/api/v1/members/${m("founders", 4)}/consents`, { body: { mail: false }, expect: 200 });
    await year.office.start();
    await year.admin.put("/api/v1/society/mail", { body: { url: year.office.url, from: "bureau@golo.example", starttls: false }, expect: 200 });
    await year.act(`/api/v1/assemblies/${first}`, "notice", { send: true });
    assert.deepEqual(await year.sent(first), [23, 1]);
    const [letter] = year.office.to("users1@example.org");
    assert.match(letter?.text ?? "", /1\. Comptes de 2025\n {2}2\. Le toit de la halle\n {2}3\. Siège\n {2}4\. Bail/);
    const browser = year.anyone();
    await browser.signIn(tokensIn(letter?.text ?? "")[0] ?? "");
    await browser.get("/api/v1/me", { expect: 200 });
  });
});

/* --- what is said under the roof ---------------------------------------------------------------- */

const under = (path: string): string => `/api/v1/resolutions/${roof}/${path}`;

async function say(api: Api, kind: string, text: string, more: object = {}): Promise<Contribution> {
  return (await api.post<Contribution>(under("contributions"), { body: { kind, text, ...more }, expect: 201 })).body;
}

describe("fifty days before", () => {
  test("arguments are exchanged, endorsed, written anew", async () => {
    year.go(-50);
    const favour = await say(await by("users", 1), "for", "Il *pleut* sur les étals.");
    await (await by("towns", 1)).put(`/api/v1/contributions/${favour.id}/endorsement`, { body: {}, expect: 200 });
    await say(await by("founders", 1), "against", "C’est cher.");
    const fact = await say(await by("producers", 1), "information", "Un devis est à dix mille euros.");
    const { etag } = await year.anyone().get(`/api/v1/contributions/${fact.id}`);
    await (await by("producers", 1)).patch(`/api/v1/contributions/${fact.id}`,
      { body: { text: "Deux devis sont à dix mille euros." }, headers: { "if-match": etag }, expect: 200 });
  });

  test("the board answers the question that it owes an answer", async () => {
    const asked = await say(await by("supporters", 1), "question", "Who pays?");
    const owed = async () => (await year.anyone().get<List<Contribution>>(`/api/v1/assemblies/${first}/questions`)).body.items.map(({ answered }) => answered);
    assert.deepEqual(await owed(), [false]);
    await year.admin.post("/api/v1/offices", { body: { member: m("employees", 1), role: "chair" }, expect: 201 });
    await year.admin.post("/api/v1/offices", { body: { member: m("employees", 2), role: "secretary" }, expect: 201 });
    await year.admin.post("/api/v1/offices", { body: { member: m("users", 4), role: "moderator" }, expect: 201 });
    await say(await by("employees", 1), "reply", "La réserve d’entretien.", { parent: asked.id, official: true });
    assert.deepEqual(await owed(), [true]);
  });

  test("a concern is met, and what insults is hidden and shown again", async () => {
    const concern = await say(await by("producers", 2), "concern", "Et le marché pendant les travaux ?");
    const answer = await say(await by("towns", 1), "information", "La commune prête la place.");
    await year.command(await by("producers", 2), `/api/v1/contributions/${concern.id}`, "settlement", { how: "met", by: answer.id });
    const rude = await say(await by("founders", 2), "against", "Bande d’ânes.");
    const moderator = await by("users", 4);
    const path = `/api/v1/contributions/${rude.id}`;
    assert.equal((await year.command<Contribution>(moderator, path, "concealment", { reason: "Injure" })).state, "hidden");
    assert.equal((await year.anyone().get<Contribution>(path)).body.html, undefined);
    assert.equal((await year.command<Contribution>(moderator, path, "restoration", { reason: "Citation d’une fable" })).state, "visible");
  });
});

describe("forty days before", () => {
  test("the text is amended on its numbered version, in no circle", async () => {
    year.go(-40);
    const propose = async (api: Api, text: string, more: object = {}) =>
      (await api.post<Amendment>(under("amendments"), { body: { version: 1, text, reasons: "", ...more }, expect: 201 })).body;
    const may = await propose(await by("users", 2), ROOF.replace("juin", "mai"));
    assert.deepEqual(may.diff?.filter(({ op }) => op !== "keep"), [{ op: "remove", text: "juin" }, { op: "add", text: "mai" }]);
    const below = await propose(await by("towns", 2), ROOF.replace("juin", "mai, par écrit"), { parent: may.id });
    const circle = { version: 1, parent: may.id, text: ROOF };
    assert.equal((await refusal(await by("users", 3), "POST", under("amendments"), 422, { body: circle })).slug, "amendment-circular");
    await (await by("supporters", 2)).put(`/api/v1/amendments/${may.id}/support`, { body: {}, expect: 200 });
    await year.command(await by("towns", 2), `/api/v1/amendments/${below.id}`, "withdrawal");
    await year.command(year.admin, `/api/v1/amendments/${may.id}`, "acceptance");
    const made = await year.command<Resolution>(year.admin, `/api/v1/resolutions/${roof}`, "consolidation");
    assert.deepEqual([made.version, made.text], [2, ROOF.replace("juin", "mai")]);
    const stale = { version: 1, text: ROOF.replace("dix", "cent") };
    assert.equal((await refusal(await by("users", 2), "POST", under("amendments"), 409, { body: stale })).slug, "amendment-outdated");
  });

  test("no item comes onto an agenda that was sent", async () => {
    const body = { class: "ordinary", origin: "members", title: "Une de plus", text: "Oui." };
    assert.equal((await refusal(year.admin, "POST", `/api/v1/assemblies/${first}/resolutions`, 409, { body })).slug, "agenda-closed");
  });
});

/* --- proxies ------------------------------------------------------------------------------------ */

async function give(principal: string, to: { holder: string } | { blank: true }): Promise<Proxy> {
  const api = await year.by(principal);
  const made = await api.post<Proxy>("/api/v1/proxies", { body: { assembly: first, principal, ...to }, expect: 201 });
  if ("blank" in to) return made.body;
  return year.command<Proxy>(await year.by(to.holder), `/api/v1/proxies/${made.body.id}`, "acceptance");
}

describe("twenty days before", () => {
  test("proxies are given, with what they say, and refused beyond their cap", async () => {
    year.go(-20);
    const proxy = await give(m("employees", 3), { holder: m("employees", 1) });
    const path = `/api/v1/proxies/${proxy.id}/instructions`;
    const { etag } = await (await by("employees", 3)).get(path);
    await (await by("employees", 3)).put(path,
      { body: { instructions: [{ resolution: accounts, choice: "for" }] }, headers: { "if-match": etag }, expect: 200 });
    await give(m("employees", 4), { holder: m("employees", 1) });
    const third = { assembly: first, principal: m("users", 3), holder: m("employees", 1) };
    assert.equal((await refusal(await by("users", 3), "POST", "/api/v1/proxies", 409, { body: third })).slug, "proxy-cap");
    const self = { ...third, holder: m("users", 3) };
    assert.equal((await refusal(await by("users", 3), "POST", "/api/v1/proxies", 422, { body: self })).slug, "proxy-self");
    assert.equal((await give(m("producers", 4), { blank: true })).blank, true);
    assert.equal((await give(m("towns", 2), { blank: true })).blank, true);
  });

  test("how many votes are in how few hands is shown", async () => {
    type Concentration = { held: number; blank: number; most: number };
    const { body } = await (await by("users", 1)).get<Concentration>(`/api/v1/assemblies/${first}/concentration`, { expect: 200 });
    assert.deepEqual([body.held, body.blank, body.most], [2, 2, 2]);
  });
});

describe("the first call", () => {
  test("does not reach its quorum, and gives the text back", async () => {
    year.go(-14);
    await year.act(`/api/v1/assemblies/${first}`, "opening");
    for (const [college, number] of [["employees", 1], ["users", 1], ["towns", 1]] as const) {
      await year.admin.put(`/api/v1/assemblies/${first}/attendance/${m(college, number)}`, { body: { present: true }, expect: 200 });
    }
    const { body } = await (await by("users", 1)).get<{ items: { class: string; met: boolean; required: string }[] }>(`/api/v1/assemblies/${first}/quorum`);
    assert.deepEqual(body.items.map(({ met, required }) => [met, required]), [[false, "1/3"], [false, "1/2"]]);
    const motion = { assembly: first, resolution: accounts, kind: "resolution", method: "motion", parameters: {}, secrecy: "open",
      opens_at: year.now.toISOString(), closes_at: Year.on(-14, 1).toISOString() };
    const poll = await year.opened(motion);
    await year.vote(await by("employees", 1), poll, m("employees", 1), FOR);
    assert.equal((await year.counted(poll)).decision["outcome"], "no_quorum");
    await year.act(`/api/v1/assemblies/${first}`, "ending");
  });

  test("has minutes that say so", async () => {
    const { body } = await (await by("employees", 2)).post<Minutes>(`/api/v1/assemblies/${first}/minutes`, { body: {}, expect: 201 });
    assert.equal(body.document.held, false);
    await publish(body, [["employees", 1], ["employees", 2]]);
    const { body: page } = await year.anyone().get<string>(`/api/v1/minutes/${body.id}/minutes.md?language=fr`, { expect: 200 });
    assert.match(plain(page), /Procès-verbal de carence/);
  });

  test("is followed by a second, with its agenda, its proxies and a lower quorum", async () => {
    year.go(-13);
    second = (await year.admin.post<Named>("/api/v1/assemblies", { expect: 201, body: {
      kind: "combined", title: "Assemblée générale mixte 2026, seconde convocation", place: "Ponte-Leccia, salle des fêtes",
      meets_at: Year.on(0).toISOString(), second_of: first } })).body.id;
    await year.act(`/api/v1/assemblies/${second}`, "notice", { send: true });
    assert.deepEqual(await year.sent(second), [23, 1]);
    const { agenda } = (await year.admin.get<{ agenda: Named[] }>(`/api/v1/assemblies/${second}`)).body;
    [accounts = "", roof = "", statutes = "", lease = ""] = agenda.map(({ id }) => id);
    const { body: text } = await year.anyone().get<Resolution>(`/api/v1/resolutions/${roof}`, { expect: 200 });
    assert.equal(text.text, ROOF.replace("juin", "mai"));
    const { body } = await (await by("employees", 3)).get<List<Proxy>>(`/api/v1/proxies?assembly=${second}`, { expect: 200 });
    assert.deepEqual(body.items.map(({ state }) => state), ["accepted"]);
  });
});

/* --- the sitting -------------------------------------------------------------------------------- */

const PRESENT: [CollegeId, number][] = [
  ["employees", 1], ["employees", 2], ["producers", 1], ["producers", 2], ["producers", 3], ["users", 1], ["users", 2], ["users", 4],
  ["supporters", 1], ["supporters", 2], ["founders", 1], ["founders", 2], ["founders", 3],
];
const sitting = (path: string): string => `/api/v1/assemblies/${second}/${path}`;
const attend = (college: CollegeId, number: number, present: boolean, expect = 200) =>
  year.admin.put<Problem>(sitting(`attendance/${m(college, number)}`), { body: { present }, expect });

describe("the second call", () => {
  test("opens; nobody leaves who did not come; the quorum is shown as it is", async () => {
    year.go(0);
    await year.act(`/api/v1/assemblies/${second}`, "opening");
    assert.equal(slug((await attend("founders", 4, false, 409)).body), "not-in-the-room");
    for (const [college, number] of PRESENT) await attend(college, number, true);
    await year.admin.put(sitting("bureau"), { expect: 200, body: {
      chair: m("employees", 1), secretary: m("employees", 2), scrutineers: [m("users", 1), m("producers", 1)] } });
    type Quorum = { heads: { present: number; members: number }; items: { class: string; met: boolean; required: string; reached: string }[] };
    const { body } = await (await by("users", 1)).get<Quorum>(sitting("quorum"), { expect: 200 });
    assert.deepEqual(body.heads, { present: 17, members: 24, reached: "17/24" });
    assert.deepEqual(body.items.map(({ required, reached, met }) => [required, reached, met]), [["0/1", "17/24", true], ["1/4", "17/24", true]]);
  });

  test("gives the floor in turn, is suspended by a motion and tells its incidents", async () => {
    const asked = await (await by("founders", 1)).post<Named>(sitting("speakers"), { body: { member: m("founders", 1), resolution: roof }, expect: 201 });
    await year.admin.post(sitting(`speakers/${asked.body.id}/start`), { body: {}, expect: 200 });
    year.wait(120_000);
    await year.admin.post(sitting(`speakers/${asked.body.id}/end`), { body: {}, expect: 200 });
    const motion = await (await by("users", 1)).post<Motion>(sitting("motions"), { body: { kind: "suspend", member: m("users", 1) }, expect: 201 });
    assert.deepEqual([motion.body.carried, motion.body.base], [false, 13]);
    for (const [college, number] of PRESENT.filter(([college]) => college !== "users").slice(0, 6)) {
      await (await by(college, number)).put(sitting(`motions/${motion.body.id}/support`), { body: { member: m(college, number), value: true }, expect: 200 });
    }
    assert.equal((await year.anyone().get<{ suspended: boolean }>(sitting("sitting"))).body.suspended, true);
    await year.admin.post(sitting("incidents"), { body: { text: "L’électricité a manqué." }, expect: 201 });
    year.wait(600_000);
    await year.admin.post(sitting("resumption"), { body: {}, expect: 200 });
    await attend("founders", 3, false);
    year.wait(60_000);
    await attend("founders", 3, true);
  });

  test("decides on the accounts, with a proxy that says how, forms and blank proxies", async () => {
    const poll = await year.draft(asks(accounts));
    const tellers = [await teller("supporters", 3), await teller("founders", 4)];
    await year.act(`/api/v1/polls/${poll.id}`, "call");
    const form = { member: m("users", 3), channel: "postal", received_at: Year.on(-4).toISOString(), ballot: FOR };
    const paper = await tellers[0]!.post<Named>(`/api/v1/polls/${poll.id}/papers`, { body: form, expect: 201 });
    const confirmation = `/api/v1/polls/${poll.id}/papers/${paper.body.id}/confirmation`;
    assert.equal((await refusal(tellers[1]!, "POST", confirmation, 409, { body: { ballot: AGAINST } })).slug, "tellers-disagree");
    await tellers[1]!.post(confirmation, { body: { ballot: FOR }, expect: 200 });
    const open = (await year.act<Poll>(`/api/v1/polls/${poll.id}`, "opening")).body;
    const ballots: [CollegeId, number, object][] = [
      ["employees", 1, FOR], ["employees", 2, FOR], ["producers", 1, FOR], ["producers", 2, FOR], ["producers", 3, AGAINST],
      ["users", 1, AGAINST], ["users", 2, FOR], ["towns", 1, FOR], ["supporters", 1, FOR], ["supporters", 2, ABSTAIN],
      ["founders", 1, AGAINST], ["founders", 2, FOR], ["founders", 3, FOR],
    ];
    for (const [college, number, ballot] of ballots) await year.vote(await by(college, number), open, m(college, number), ballot);
    const holder = await by("employees", 1);
    const against = year.cast(open, m("employees", 3), AGAINST);
    assert.equal((await refusal(holder, "POST", `/api/v1/polls/${open.id}/ballots`, 422, against)).slug, "proxy-instruction");
    await year.vote(holder, open, m("employees", 3), FOR);
    polls["accounts"] = open;
    const { decision } = await year.counted(open);
    /* 1/5 + 1/5 · 3/4 + 1/5 · 2/3 + 3/20 + 3/20 + 1/10 · 2/3: two blank proxies follow the board. */
    assert.deepEqual([decision["outcome"], decision["for_weight"], decision["against_weight"]], ["adopted", "17/20", "3/20"]);
  });

  test("amends the text from the floor", async () => {
    const text = ROOF.replace("juin", "mai").replace("dix", "douze");
    const { body } = await (await by("producers", 1)).post<Amendment>(under("amendments"), { body: { version: 1, text, reasons: "" }, expect: 201 });
    const poll = await year.opened({ ...asks(roof, { kind: "amendment", amendment: body.id }), resolution: undefined });
    for (const [college, number] of PRESENT) await year.vote(await by(college, number), poll, m(college, number), college === "founders" ? AGAINST : FOR);
    const { decision } = await year.counted(poll);
    /* The blank proxies of a producer and of a town are against what the board did not take in: 1/5 + 1/5 · 3/4 + 1/5 + 0 + 3/20, of the whole. */
    assert.deepEqual([decision["outcome"], decision["for_weight"]], ["adopted", "7/10"]);
    const made = await year.command<Resolution>(year.admin, `/api/v1/resolutions/${roof}`, "consolidation");
    assert.equal(made.text, text);
  });

  test("votes in secret because one member asks for it", async () => {
    const motion = { kind: "secret_ballot", member: m("supporters", 2), resolution: roof };
    assert.equal((await (await by("supporters", 2)).post<Motion>(sitting("motions"), { body: motion, expect: 201 })).body.carried, true);
    assert.equal((await refusal(year.admin, "POST", "/api/v1/polls", 409, { body: asks(roof) })).slug, "secret-ballot-asked");
    await year.nameKeepersOf([m("users", 1), m("producers", 1), m("supporters", 1)]);
    const draft = await year.draft(asks(roof, { secrecy: "secret" }));
    await year.nameKeepers(draft.id);
    await year.act(`/api/v1/polls/${draft.id}`, "call");
    const poll = (await year.act<Poll>(`/api/v1/polls/${draft.id}`, "opening")).body;
    const ballots: [CollegeId, number, object][] = [
      ["employees", 1, FOR], ["employees", 2, FOR], ["producers", 1, FOR], ["users", 1, FOR], ["towns", 1, FOR], ["supporters", 1, FOR],
      ["founders", 1, AGAINST],
    ];
    for (const [college, number, marks] of ballots) {
      const seal = await year.seal(poll, m(college, number), marks, { college });
      await year.send(await by(college, number), poll, seal);
    }
    await year.countedInSecret(poll);
    polls["roof"] = poll;
    const { body: { decision } } = await year.anyone().get<Result>(`/api/v1/polls/${poll.id}/result`);
    /* 1/5 + 1/5 · 1/2 + 1/5 + 3/20 · 1/2 + 3/20. */
    assert.deepEqual([decision["outcome"], decision["for_weight"], decision["against_weight"]], ["adopted", "29/40", "11/40"]);
  });

  test("decides on an agreement without the founder whom it concerns, in the class that a college asks for", async () => {
    await (await by("founders", 1)).put(`/api/v1/resolutions/${lease}/recusals/${m("founders", 1)}`, { body: { reason: "agreement" }, expect: 200 });
    const motion = await (await by("users", 1)).post<Motion>(sitting("motions"),
      { body: { kind: "reclassify", member: m("users", 1), resolution: lease }, expect: 201 });
    await (await by("users", 2)).put(sitting(`motions/${motion.body.id}/support`), { body: { member: m("users", 2), value: true }, expect: 200 });
    await year.admin.post(`/api/v1/resolutions/${lease}/debate/closing`, { body: {}, expect: 200 });
    const poll = await year.opened(asks(lease));
    const own = year.cast(poll, m("founders", 1), FOR);
    assert.equal((await refusal(await by("founders", 1), "POST", `/api/v1/polls/${poll.id}/ballots`, 403, own)).slug, "recused");
    for (const [college, number] of PRESENT.filter(([college, number]) => college !== "founders" || number !== 1)) {
      await year.vote(await by(college, number), poll, m(college, number), college === "producers" && number < 3 ? AGAINST : FOR);
    }
    const { decision } = await year.counted(poll);
    /* 1/5 + 1/5 · 1/4 + 1/5 + 0 + 3/20 + 1/10: the board has no opinion, so that blank proxies are against. Two thirds are asked for. */
    assert.deepEqual([decision["outcome"], decision["for_weight"]], ["adopted", "7/10"]);
  });

  test("changes the statutes by two thirds, or does not", async () => {
    const poll = await year.opened(asks(statutes));
    for (const [college, number] of PRESENT) {
      await year.vote(await by(college, number), poll, m(college, number), college === "users" || college === "producers" ? AGAINST : FOR);
    }
    const { decision } = await year.counted(poll);
    assert.equal(decision["outcome"], "rejected");
  });

  test("elects its board, with the seats of each college", async () => {
    const names: [CollegeId, number][] = [["employees", 1], ["employees", 2], ["employees", 4], ["producers", 1], ["producers", 2], ["users", 1],
      ["users", 2], ["towns", 1], ["supporters", 1], ["founders", 1], ["founders", 2]];
    const options = names.map(([college, number]) => ({ label: `${college} ${number}`, member: m(college, number) }));
    const poll = await year.opened({ ...asks(accounts, { kind: "election", title: "Conseil", class: "ordinary", method: "approval", seats: 9,
      options, reserved: { by: "college", missing: "vacant" } }), resolution: undefined });
    for (const [college, number] of PRESENT) {
      await year.vote(await by(college, number), poll, m(college, number), { approves: [0, 1, 3, 4, 5, 6, 7, 8, college === "founders" ? 10 : 9] });
    }
    const { decision } = await year.counted(poll);
    assert.deepEqual([decision["seats"].vacant.length, decision["seats"].filled.length], [0, 9]);
  });

  test("ends, with a sheet to sign", async () => {
    const sheet = await year.admin.get<string>(sitting("sheet.csv"), { headers: { "accept-language": "fr" }, expect: 200 });
    assert.equal(sheet.body.trimEnd().split("\r\n").length, 1 + 13 + 2 + 2 + 2);
    await year.act(`/api/v1/assemblies/${second}`, "ending");
  });
});

/* --- afterwards --------------------------------------------------------------------------------- */

let minutes: Minutes;

describe("a week later", () => {
  test("the minutes are drawn, completed by the secretary, approved and published", async () => {
    year.go(7);
    const secretary = await by("employees", 2);
    const drawn = await secretary.post<Minutes>(`/api/v1/assemblies/${second}/minutes`, { body: {}, expect: 201 });
    const body = { mode: "par courriel", summary: "La halle a occupé l’assemblée.", documents: ["Comptes de 2025", "Devis du toit"] };
    minutes = (await secretary.patch<Minutes>(`/api/v1/minutes/${drawn.body.id}`, { body, headers: { "if-match": drawn.etag }, expect: 200 })).body;
    minutes = await publish(minutes, [["employees", 1], ["employees", 2], ["users", 1], ["producers", 1]]);
    assert.deepEqual([minutes.state, minutes.version, minutes.document.held], ["published", 2, true]);
  });

  for (const language of ["fr", "en"]) {
    test(`the minutes say what happened, in ${language}`, async () => {
      const { body } = await year.anyone().get<string>(`/api/v1/minutes/${minutes.id}/minutes.md?language=${language}`, { expect: 200 });
      expectGolden(`minutes.${language}.md`, numbered(plain(body)));
    });
  }

  test("their PDF reads back with every figure", async () => {
    const read = plain(await year.readPdf(minutes.id, "fr"));
    for (const figure of ["17/20", "3/20", "7/10", "29/40", "11/40", "2/3", "≈ 85,00 %", "Collectivités"]) {
      assert.ok(read.includes(figure), figure);
    }
    assert.ok(read.replaceAll(" ", "").includes(minutes.hash));
  });
});

describe("thirty days later", () => {
  test("what was decided is followed", async () => {
    year.go(30);
    const step = await year.admin.post<Named>(`/api/v1/decisions/${polls["roof"]!.id}/steps`, { body: { text: "Signer le devis", due_on: "2026-07-31" }, expect: 201 });
    const path = `/api/v1/decisions/${polls["roof"]!.id}/steps/${step.body.id}`;
    const { etag } = await year.anyone().get(path);
    await year.admin.patch(path, { body: { text: "Signer le devis", state: "done", due_on: null }, headers: { "if-match": etag }, expect: 200 });
    type Decision = { verdict: string; steps: { state: string }[] };
    const { body } = await year.anyone().get<Decision>(`/api/v1/decisions/${polls["roof"]!.id}`, { expect: 200 });
    assert.deepEqual([body.verdict, body.steps.map(({ state }) => state)], ["adopted", ["done"]]);
    const atom = await (await fetch(`${year.server.url}/feeds/decisions.atom`)).text();
    assert.equal(atom.split("<entry>").length - 1, 7);
    const calendar = await (await fetch(`${year.server.url}/feeds/assemblies.ics`)).text();
    assert.match(calendar, /Assemblée générale mixte 2026/);
  });

  test("a member takes away what is kept of them, leaves and is erased", async () => {
    const leaver = m("supporters", 2);
    const { body } = await (await year.by(leaver)).get<{ person: { name: string } }>("/api/v1/me/export", { expect: 200 });
    assert.equal(body.person.name, "Soutiens 2");
    await year.act(`/api/v1/members/${leaver}`, "state", { state: "left", on: "2026-07-20" });
    const path = `/api/v1/members/${leaver}`;
    const { etag } = await year.admin.get(path);
    const request = { body: { ground: "RGPD, art. 17" }, headers: { "if-match": etag } };
    assert.equal((await refusal(year.admin, "POST", `${path}/erasure`, 409, request)).slug, "erasure-poll");
    const { body: manifest } = await year.anyone().get<{ urn: { kept_until: number } }>(`/api/v1/polls/${polls["roof"]!.id}/manifest`);
    year.at(new Date(manifest.urn.kept_until * 1000));
    const urn = async () => (await year.anyone().get<{ destroyed_at?: string }>(`/api/v1/polls/${polls["roof"]!.id}`)).body;
    await year.passUntil(async () => (await urn()).destroyed_at !== undefined, "the end of the urn");
    await year.act(path, "erasure", request.body);
  });

  test("both verifiers hold the record, in which the ballots carry the text that the minutes print", async () => {
    const files = await heldByBoth(year.db, year.folder.path, year.now);
    const read = (name: string): string => files.get(name)?.toString() ?? "";
    const poll = polls["accounts"]!.id;
    const printed = minutes.document.items[0]?.polls[0]?.text;
    const text = read(`texts/${printed}.json`);
    assert.equal((JSON.parse(text) as { text: string }).text, "Les comptes de 2025 sont approuvés.");
    assert.equal((JSON.parse(read(`polls/${poll}/manifest.json`)) as { text: string }).text, printed);
    assert.equal(read(`polls/${poll}/openings.jsonl`).trim().split("\n").length, 15);
    assert.ok(![...files.values()].some((content) => content.includes("Soutiens 2") || content.includes("Maire 1")));
    expectGolden("record.txt", numbered(listing(files)));
  });

  test("the page of the decision tells how it came about", async () => {
    const poll = polls["roof"]!.id;
    const decision = await year.anyone().get(`/api/v1/decisions/${poll}`, { expect: 200 });
    const { body } = await year.anyone().get<{ steps: { code: string; fr: string }[] }>(`/api/v1/polls/${poll}/explanation`, { expect: 200 });
    const words = body.steps.map(({ code, fr }) => `${code}: ${fr}`).join("\n");
    expectGolden("decision.txt", numbered(plain(`${JSON.stringify(decision.body, null, 1)}\n${words}\n`)));
  });
});

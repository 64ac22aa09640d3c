/*
 * annual_before.ts - from ninety days before the combined assembly to the notice of its second call: what members said, proposed and
 * gave, and a first call to which too few came. annual.test.ts goes on from there.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { COLLEGES, type CollegeId, Year, plain } from "./annual_year.ts";
import { PostOffice } from "./post.ts";
import { type List, type Named, refusal } from "./society.ts";
import { Raw } from "./raw.ts";
import { Api, Server, palabre, tokensIn } from "./support.ts";

type Contribution = Named & { kind: string; state: string; html?: string; answered?: boolean; endorsements: number };
export type Amendment = Named & { state: string; text: string; parent?: string; diff?: { op: string; text: string }[] };
export type Resolution = Named & { version: number; text: string; title: string; hash: string; continues?: string };
type Proxy = Named & { state: string; blank: boolean };
type Initiative = Named & { state: string; resolution?: string };
export type Minutes = Named & { version: number; state: string; hash: string;
  document: { held: boolean; items: { polls: { text: string }[] }[] } };

export const ROOF = "La coopérative refait le toit de la halle pour dix mille euros. Le bureau en rend compte en juin.";
export const [FOR, AGAINST, ABSTAIN] = [{ choice: 0 }, { choice: 1 }, { choice: 2 }];

const TEXTS_A_DAY = 20;

export const year = new Year();
/* The two calls, and the texts: of the first call, then of the second. */
export let [first, second] = ["", ""];
export let [accounts, roof, statutes, charter, contract, delegate, lease] = ["", "", "", "", "", "", ""];

export const m = (college: CollegeId, number: number): string => year.member(college, number);
export const by = (college: CollegeId, number: number): Promise<Api> => year.by(m(college, number));

/* Approved by those who sign: the officers of the sitting, or else the chair and the secretary of the society. */
export async function publish({ id, hash }: Minutes, officers: [CollegeId, number][]): Promise<Minutes> {
  for (const [college, number] of officers) {
    await (await by(college, number)).post(`/api/v1/minutes/${id}/approval`, { body: { hash }, expect: 200 });
  }
  return (await year.anyone().get<Minutes>(`/api/v1/minutes/${id}`, { expect: 200 })).body;
}

/* How many sets of the others a college turns into more than half, all of them tried. */
function swingsOf(percents: number[], college: number): number {
  const others = percents.filter((_, i) => i !== college);
  let swings = 0;
  for (let set = 0; set < 2 ** others.length; set++) {
    const sum = others.reduce((total, percent, i) => total + (set & (1 << i) ? percent : 0), 0);
    if (sum <= 50 && sum + (percents[college] ?? 0) > 50) swings++;
  }
  return swings;
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

  test("the statutes are given away, and a draft of others is compared and measured", async () => {
    const { body: own } = await year.anyone().get<{ id: string; hash: string }>("/api/v1/constitution", { expect: 200 });
    type Given = { document: { derived_from: { hash: string; log: string }; colleges: { id: string; weight: string }[] } };
    const { body: { document } } = await year.anyone().get<Given>(`/api/v1/constitution/versions/${own.id}/template`, { expect: 200 });
    assert.deepEqual([document.derived_from.hash, document.derived_from.log], [own.hash, "golo.example/log"]);
    const percents = [45, 15, 10, 10, 10, 10];
    document.colleges.forEach((college, i) => (college.weight = `${percents[i]}/100`));
    const { body: { changes } } = await year.anyone().post<{ changes: { at: string; to: string }[] }>("/api/v1/constitution/comparisons",
      { body: { from: { version: own.id }, to: { document } }, expect: 200 });
    assert.deepEqual(changes.map(({ at, to }) => [at, to]), COLLEGES.flatMap(({ id, percent }, i) =>
      (percents[i] === percent ? [] : [[`/colleges/${id}/weight`, `${percents[i]}/100`]])));
    type Power = { classes: { class: string; colleges: { swings: string; veto: boolean }[] }[] };
    const { body } = await year.anyone().post<Power>("/api/v1/constitution/power", { body: { document }, expect: 200 });
    const ordinary = body.classes.find((each) => each.class === "ordinary");
    assert.deepEqual(ordinary?.colleges.map(({ swings }) => Number(swings)), percents.map((_, i) => swingsOf(percents, i)));
  });

  test("a member brings in so many texts a day, and not one more", async () => {
    const body = { kind: "ordinary", title: "Réunion d’automne", place: "Corte", meets_at: Year.on(90).toISOString() };
    const autumn = (await year.admin.post<Named>("/api/v1/assemblies", { body, expect: 201 })).body.id;
    const propose = { body: { class: "ordinary", title: "Encore", text: "Encore une." } };
    const path = `/api/v1/assemblies/${autumn}/initiatives`;
    for (let i = 0; i < TEXTS_A_DAY; i++) await (await by("founders", 3)).post(path, { ...propose, expect: 201 });
    assert.equal((await refusal(await by("founders", 3), "POST", path, 429, propose)).slug, "daily-quota");
    await year.act(`/api/v1/assemblies/${autumn}`, "cancellation", { reason: "Reportée" });
  });

  test("the assembly is prepared, with its deadlines", async () => {
    first = (await year.admin.post<Named>("/api/v1/assemblies", { expect: 201, body: {
      kind: "combined", title: "Assemblée générale mixte 2026", place: "Ponte-Leccia, salle des fêtes", meets_at: Year.on(-14).toISOString(),
    } })).body.id;
    accounts = await year.add(first, { class: "ordinary", title: "Comptes de 2025", text: "Les comptes de 2025 sont approuvés." });
    roof = await year.add(first, { class: "ordinary", title: "Le toit de la halle", text: ROOF, reasons: "Il **pleut** dedans." });
    statutes = await year.add(first, { class: "extraordinary", title: "Siège", text: "Le siège est transféré à Corte." });
    charter = await year.add(first, { class: "ordinary", title: "Charte d’accueil", text: "La charte d’accueil est adoptée." });
    contract = await year.add(first, { class: "ordinary", title: "Contrat des producteurs", text: "Le prix du lait suit l’indice." });
    delegate = await year.add(first, { class: "ordinary", title: "Référent", text: "Un référent est élu sans candidat." });
    for (const [id, procedure] of [[charter, "consent"], [contract, "contract_change"], [delegate, "election_without_candidates"]] as const) {
      const { etag } = await year.admin.get(`/api/v1/resolutions/${id}/procedure`);
      await year.admin.put(`/api/v1/resolutions/${id}/procedure`, { body: { procedure }, headers: { "if-match": etag }, expect: 200 });
    }
    const { etag } = await year.admin.get(`/api/v1/resolutions/${accounts}`);
    await year.admin.put(`/api/v1/resolutions/${accounts}/opinion`, { body: { opinion: "approved" }, headers: { "if-match": etag }, expect: 200 });
    const { body } = await year.admin.get<List<{ code: string; on: string; state: string }>>(`/api/v1/assemblies/${first}/calendar`, { expect: 200 });
    assert.deepEqual(body.items.map(({ code, on, state }) => [code, on, state]), [
      ["contract", "2026-05-07", "ahead"], ["requests", "2026-05-12", "ahead"], ["debate", "2026-05-17", "ahead"],
      ["notice", "2026-05-22", "ahead"], ["postal", "2026-06-03", "ahead"], ["meeting", "2026-06-06", "ahead"],
    ]);
  });

  test("members bring a text onto the agenda, once a sixth of them sponsor it", async () => {
    const path = `/api/v1/assemblies/${first}/initiatives`;
    const body = { class: "ordinary", title: "Bail", text: "Le bail avec le fondateur est approuvé." };
    const made = (await (await by("founders", 2)).post<Initiative>(path, { body, expect: 201 })).body;
    const sponsor = async (college: CollegeId, number: number): Promise<Initiative> =>
      (await (await by(college, number)).put<Initiative>(`/api/v1/initiatives/${made.id}/sponsorship`, { body: {}, expect: 200 })).body;
    assert.equal((await sponsor("users", 1)).state, "open");
    assert.equal((await sponsor("producers", 1)).state, "open");
    const tabled = await sponsor("towns", 1);
    assert.equal(tabled.state, "tabled");
    lease = tabled.resolution ?? "";
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
    assert.match(letter?.text ?? "", /1\. Comptes de 2025\n {2}2\. Le toit de la halle\n {2}3\. Siège\n[^]*\n {2}7\. Bail/);
    const browser = year.anyone();
    await browser.signIn(tokensIn(letter?.text ?? "")[0] ?? "");
    await browser.get("/api/v1/me", { expect: 200 });
  });
});

/* --- what is said under the roof ---------------------------------------------------------------- */

export const under = (path: string): string => `/api/v1/resolutions/${roof}/${path}`;

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
    const author = await by("producers", 1);
    const { etag } = await author.get(`/api/v1/contributions/${fact.id}`);
    await author.patch(`/api/v1/contributions/${fact.id}`,
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

describe("forty-five days before", () => {
  test("what colleges think is shown by college, and of none that is too few", async () => {
    year.go(-45);
    const says = async (college: CollegeId, number: number, word: string) =>
      (await by(college, number)).put(`/api/v1/resolutions/${roof}/temperature`, { body: { says: word }, expect: 200 });
    for (const [number, word] of [[1, "support"], [2, "support"], [3, "oppose"], [4, "reserve"]] as const) await says("users", number, word);
    for (const number of [1, 2]) await says("employees", number, "support");
    type Temperature = { colleges: { college: string; count: number; support: number; oppose: number }[] };
    const { body } = await year.anyone().get<Temperature>(`/api/v1/resolutions/${roof}/temperature`, { expect: 200 });
    assert.deepEqual(body.colleges.map(({ college, count, support, oppose }) => [college, count, support, oppose]), [["users", 3, 2, 1]]);
  });

  test("a debate is made longer by half of the members, and no vote opens before it has run", async () => {
    type Procedure = { debate: { until?: string; extended: boolean }; contract?: { until?: string } };
    const path = `/api/v1/resolutions/${roof}/extension`;
    const half = year.everyone().slice(0, 12);
    for (const member of half.slice(1)) await (await year.by(member)).put(path, { body: {}, expect: 200 });
    const { body } = await (await year.by(half[0]!)).put<Procedure>(path, { body: {}, expect: 200 });
    assert.deepEqual(body.debate, { days: 25, from: "2026-04-21", until: "2026-05-16", extended: true });
    const early = { assembly: first, resolution: roof, kind: "resolution", method: "motion", parameters: {}, secrecy: "open",
      opens_at: Year.on(-44).toISOString(), closes_at: Year.on(-14, 3).toISOString() };
    const poll = await year.draft(early);
    const { etag } = await year.admin.get(`/api/v1/polls/${poll.id}`);
    const told = await refusal(year.admin, "POST", `/api/v1/polls/${poll.id}/call`, 409, { body: {}, headers: { "if-match": etag } });
    assert.equal(told.slug, "debate-runs");
    await year.act(`/api/v1/polls/${poll.id}`, "annulment", { reason: "Trop tôt" });
    const { body: change } = await year.anyone().get<Procedure>(`/api/v1/resolutions/${contract}/procedure`, { expect: 200 });
    assert.equal(change.contract?.until, "2026-05-21");
  });

  test("an objection to the charter opens work on it", async () => {
    const path = `/api/v1/resolutions/${charter}/contributions`;
    await (await by("users", 3)).post(path, { body: { kind: "concern", text: "Et les horaires ?" }, expect: 201 });
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
    const { body: order } = await year.anyone().get<List<Named>>(under("amendments/order"), { expect: 200 });
    assert.deepEqual(order.items.map(({ id }) => id), [below.id, may.id]);
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

describe("sixteen days before", () => {
  test("the sitting is rehearsed beside the society, in which that leaves no trace", async () => {
    year.go(-16);
    type Society = { name: string; rehearsal?: boolean; log: { size: number } };
    const society = async (api: Api) => (await api.get<Society>("/api/v1/society", { expect: 200 })).body;
    const { log: { size } } = await society(year.anyone());
    const db = join(year.folder.path, "rehearsal.palabre");
    const said = palabre(["rehearse", "--db", year.db, "--into", db], 0, year.now);
    const server = await Server.start({ db, clock: year.now });
    try {
      const admin = new Api(server.url);
      await admin.signIn(tokensIn(said)[0] ?? "");
      const { name, rehearsal } = await society(admin);
      assert.deepEqual([name, rehearsal], ["Répétition\u00a0: Les Communs du Golo", true]);
      const { body } = await admin.get<List<Named & { title: string; state: string }>>("/api/v1/assemblies", { expect: 200 });
      const path = `/api/v1/assemblies/${body.items.find(({ state }) => state === "convened")?.id}`;
      const { etag } = await admin.get(path, { expect: 200 });
      await admin.post(`${path}/opening`, { body: {}, headers: { "if-match": etag }, expect: 200 });
    } finally {
      await server.stop();
    }
    assert.equal((await society(year.anyone())).log.size, size);
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
    const live = await Raw.open(year.server.url);
    live.send("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
    await live.until((text) => text.includes("retry:"));
    const poll = await year.opened(motion);
    await live.until((text) => text.includes(`data: {"type":"poll.opened","object":"${poll.id}"}`));
    live.close();
    await year.vote(await by("employees", 1), poll, m("employees", 1), FOR);
    year.office.letters.length = 0;
    await year.admin.post(`/api/v1/polls/${poll.id}/reminders`, { body: {}, expect: 202 });
    await year.passUntil(() => year.office.letters.length === 22, "the reminders");
    assert.equal(year.office.to("employees1@example.org").length, 0, "who has voted is not reminded");
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
    const before_roof = roof;
    [accounts = "", roof = "", statutes = "", charter = "", contract = "", delegate = "", lease = ""] = agenda.map(({ id }) => id);
    const { body: text } = await year.anyone().get<Resolution>(`/api/v1/resolutions/${roof}`, { expect: 200 });
    assert.deepEqual([text.text, text.continues], [ROOF.replace("juin", "mai"), before_roof]);
    const { body } = await (await by("employees", 3)).get<List<Proxy>>(`/api/v1/proxies?assembly=${second}`, { expect: 200 });
    assert.deepEqual(body.items.map(({ state }) => state), ["accepted"]);
  });
});

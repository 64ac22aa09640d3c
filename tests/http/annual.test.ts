/*
 * annual.test.ts - a year of a cooperative in six colleges, from ninety days before its combined assembly to thirty days after: a first call
 * without a quorum, a second one that is held, and everything that leads from the first argument to the published minutes.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, test } from "node:test";

import {
  ABSTAIN, AGAINST, type Amendment, FOR, type Minutes, ROOF, type Resolution, accounts, by, charter, contract, delegate, lease, m, publish,
  roof, second, statutes, under, year,
} from "./annual_before.ts";
import { type CollegeId, Year, expectGolden, listing, numbered, plain } from "./annual_year.ts";
import { type Poll, type Result } from "./assembly_day.ts";
import { heldByBoth } from "./both.ts";
import { type Named, type Problem, refusal, slug } from "./society.ts";
import { type Api, palabre } from "./support.ts";

type Motion = Named & { carried: boolean; base: number };

const polls: Record<string, Poll> = {};

/* A poll on a resolution of the second call, from now on, for an hour. */
const asks = (resolution: string, fields: object = {}): object => ({
  assembly: second, resolution, kind: "resolution", method: "motion", parameters: {}, secrecy: "open",
  opens_at: year.now.toISOString(), closes_at: new Date(year.now.getTime() + 3_600_000).toISOString(), ...fields,
});

async function teller(college: CollegeId, number: number): Promise<Api> {
  await year.admin.post("/api/v1/offices", { body: { member: m(college, number), role: "teller" }, expect: 201 });
  return by(college, number);
}

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
    type Reached = { present: number; members: number; reached: string };
    type Quorum = { heads: Reached; weights: Reached; colleges: (Reached & { id: string })[]; items: { class: string; met: boolean; required: string; reached: string }[] };
    const { body } = await (await by("users", 1)).get<Quorum>(sitting("quorum"), { expect: 200 });
    assert.deepEqual(body.heads, { present: 17, members: 24, reached: "17/24" });
    /* 1/5 + 1/5 + 1/5 · 3/4 + 3/20 · 1/4 + 3/20 · 2/4 + 1/10 · 3/4. */
    assert.equal(body.weights.reached, "59/80");
    assert.deepEqual(body.colleges.map(({ id, present }) => [id, present]), [
      ["employees", 4], ["producers", 4], ["users", 3], ["towns", 1], ["supporters", 2], ["founders", 3]]);
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
    const onPaper = { member: m("users", 4), channel: "in_person", ballot: ABSTAIN };
    const slip = await tellers[0]!.post<Named>(`/api/v1/polls/${poll.id}/papers`, { body: onPaper, expect: 201 });
    await tellers[1]!.post(`/api/v1/polls/${poll.id}/papers/${slip.body.id}/confirmation`, { body: { ballot: ABSTAIN }, expect: 200 });
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
    const closing = await (await by("supporters", 1)).post<Motion>(sitting("motions"),
      { body: { kind: "close_debate", member: m("supporters", 1), resolution: lease }, expect: 201 });
    for (const [college, number] of PRESENT.filter(([college]) => college !== "supporters").slice(0, 6)) {
      await (await by(college, number)).put(sitting(`motions/${closing.body.id}/support`), { body: { member: m(college, number), value: true }, expect: 200 });
    }
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

  test("works on an objection until none is open, then asks for consent on record", async () => {
    const opened = async (): Promise<Poll> => year.opened(asks(charter, { method: "consent" }));
    const draft = await year.draft(asks(charter, { method: "consent" }));
    const { etag } = await year.admin.get(`/api/v1/polls/${draft.id}`);
    const told = await refusal(year.admin, "POST", `/api/v1/polls/${draft.id}/call`, 409, { body: {}, headers: { "if-match": etag } });
    assert.equal(told.slug, "concerns-open");
    await year.act(`/api/v1/polls/${draft.id}`, "annulment", { reason: "Une objection est ouverte" });
    const { body: text } = await year.anyone().get<Resolution>(`/api/v1/resolutions/${charter}`);
    type Contributions = { items: Named[] };
    const { body } = await year.anyone().get<Contributions>(`/api/v1/resolutions/${text.continues}/contributions?kind=concern`);
    await year.command(await by("users", 3), `/api/v1/contributions/${body.items[0]?.id}`, "settlement", { how: "met", note: "Elle est ouverte le samedi." });
    const poll = await opened();
    for (const [college, number] of PRESENT) await year.vote(await by(college, number), poll, m(college, number), FOR);
    assert.equal((await year.counted(poll)).decision["outcome"], "adopted");
  });

  test("changes a contract whose notice has run, and elects whom members named", async () => {
    const change = await year.opened(asks(contract));
    for (const [college, number] of PRESENT) await year.vote(await by(college, number), change, m(college, number), FOR);
    assert.equal((await year.counted(change)).decision["outcome"], "adopted");
    for (const [i, [college, number]] of PRESENT.entries()) {
      const body = { nominee: i % 3 === 0 ? m("users", 1) : m("producers", 1) };
      await (await by(college, number)).put(`/api/v1/resolutions/${delegate}/nomination`, { body, expect: 200 });
    }
    const poll = await year.opened(asks(delegate, { kind: "election", title: "Référent", class: "ordinary", method: "plurality", seats: 1, nominees: {} }));
    assert.equal(poll.options.length, 2);
    for (const [college, number] of PRESENT) await year.vote(await by(college, number), poll, m(college, number), { choice: 1 });
    await year.counted(poll);
  });

  test("ends, with a sheet to sign", async () => {
    const sheet = await year.admin.get<string>(sitting("sheet.csv"), { headers: { "accept-language": "fr" }, expect: 200 });
    assert.equal(sheet.body.trimEnd().split("\r\n").length, 1 + 13 + 2 + 2 + 2);
    await year.act(`/api/v1/assemblies/${second}`, "ending");
    type Given = { items: { state: string; expired: boolean }[] };
    const { body } = await (await by("employees", 3)).get<Given>(`/api/v1/proxies?assembly=${second}`, { expect: 200 });
    assert.deepEqual(body.items.map(({ state, expired }) => [state, expired]), [["accepted", true]]);
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

  test("their page has the same figures, and no name", async () => {
    const { body } = await year.anyone().get<string>(`/api/v1/minutes/${minutes.id}/minutes.html?language=fr`, { expect: 200 });
    for (const figure of ["17/20", "29/40", "Collectivités", minutes.hash]) assert.ok(body.includes(figure), figure);
    assert.ok(!body.includes("Soutiens 1") && !body.includes("Maire 1"));
  });

  test("their PDF reads back with every figure", async () => {
    const read = plain(await year.readPdf(minutes.id, "fr"));
    for (const figure of ["17/20", "3/20", "7/10", "29/40", "11/40", "19/24", "≈ 85,00 %", "Collectivités"]) {
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
    assert.equal(atom.split("<entry>").length - 1, 10);
    const calendar = await (await fetch(`${year.server.url}/feeds/assemblies.ics`)).text();
    assert.match(calendar, /Assemblée générale mixte 2026/);
    assert.equal(calendar.split("BEGIN:VEVENT").length - 1, 2 + 10, "two calls and their polls");
  });

  test("the reviewer gets a pack, and everybody reads what is kept of whom for how long", async () => {
    const file = join(year.folder.path, "review.tar");
    palabre(["review", "--db", year.db, "--years", "2026", "-o", file], 0, year.now);
    const { stdout } = spawnSync("tar", ["-tf", file], { encoding: "utf8" });
    for (const name of ["colleges.csv", "constitutions.csv", "decisions.csv"]) assert.ok(stdout.includes(name), name);
    await year.admin.put("/api/v1/society/retention", { body: { tokens: 30 }, expect: 200 });
    const { body } = await year.anyone().get<{ items: { code: string; days?: number }[] }>("/api/v1/data", { expect: 200 });
    assert.equal(body.items.find(({ code }) => code === "tokens")?.days, 30);
    const { body: consents } = await year.admin.get<{ mail: boolean; changes: unknown[] }>(`/api/v1/members/${m("founders", 4)}/consents`, { expect: 200 });
    assert.equal(consents.mail, false);
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
    assert.equal(read(`polls/${poll}/openings.jsonl`).trim().split("\n").length, 16);
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

/* What awaits officers, on the screen where they begin: the secretary sees a notice to send, a question to answer, amendments to
 * put in a text, a poll to announce, minutes to draw and to approve, a teller papers, an administrator steps to follow up and
 * who has applied; each follows the link, does the act, and it is gone. A member sees none of it. In French, and the teller
 * on a small screen by the keyboard, in English. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";

import { Day, type Poll } from "../http/assembly_day.ts";
import type { Named } from "../http/society.ts";
import type { Api } from "../http/support.ts";
import { NARROW, Visitor, openBrowser } from "./support.ts";

const DAYS = 24 * 3_600_000;
const STEP = 30_000;
const TITLE = "Assemblée d’automne";
const ROOF = "Refaire le toit";
const NBSP = "\u00a0";
const says = (act: string, title: string): string => `${act}${NBSP}: ${title}`;

const day = new Day();
const people: Record<string, string> = {};
let [resolution, other] = ["", ""];
let browser: Browser;
let secretary: Visitor;
let member: Visitor;

before(async () => {
  await day.open(day.now);
  for (const [role, name] of [["secretary", "Bruno Paoli"], ["chair", "Ada Colonna"], ["teller", "Dora Luca"], ["administrator", "Enza Mori"], ["member", "Chiara Rossi"]] as const) {
    people[role] = await day.enter({ name });
    if (role !== "member") await day.admin.post("/api/v1/offices", { body: { member: people[role], role }, expect: 201 });
  }
  const meets = new Date(day.now.getTime() + 30 * DAYS).toISOString();
  day.assembly = (await day.admin.post<Named>("/api/v1/assemblies",
    { body: { kind: "ordinary", title: TITLE, place: "Corte", meets_at: meets }, expect: 201 })).body.id;
  for (const title of [ROOF, "Planter une haie"]) {
    await day.admin.post(`/api/v1/assemblies/${day.assembly}/resolutions`,
      { body: { class: "ordinary", origin: "board", title, text: `${title}.` }, expect: 201 });
  }
  [resolution = "", other = ""] = await day.resolutions();
  browser = await openBrowser();
  await everybodyComes();
});

after(async () => {
  await browser?.close();
  await day.close();
});

async function come(api: Api, locale = "fr-FR", viewport = { width: 1280, height: 900 }): Promise<Visitor> {
  const visitor = await Visitor.enter(browser, day.server.url, { viewport, locale });
  visitor.page.setDefaultTimeout(STEP);
  await visitor.page.clock.setFixedTime(day.now);
  const [name = "", value = ""] = (api.cookie ?? "").split("=");
  await visitor.page.context().addCookies([{ name, value, url: day.server.url }]);
  return visitor;
}

async function everybodyComes(): Promise<void> {
  secretary = await come(await day.browserOf(people["secretary"] ?? ""));
  member = await come(await day.browserOf(people["member"] ?? ""), "fr-FR", NARROW);
}

async function see(visitor: Visitor, heading: string): Promise<void> {
  await visitor.page.getByRole("heading", { level: 1, name: heading, exact: true }).waitFor();
  await visitor.page.waitForFunction(() => document.querySelector(".waiting") === null);
}

/* What the section of the offices lists, in its order; nothing where there is none. */
async function listed(visitor: Visitor, me = "Ce qui m’attend", title = "Dans vos fonctions"): Promise<string[]> {
  await visitor.page.goto("/me");
  await see(visitor, me);
  const { page } = visitor;
  const section = page.locator("section").filter({ has: page.getByRole("heading", { level: 2, name: title, exact: true }) });
  return section.getByRole("link").allInnerTexts();
}

/* From there to where it is done. */
async function follow(visitor: Visitor, act: string, heading: string): Promise<void> {
  await visitor.page.getByRole("link", { name: act, exact: true }).click();
  await see(visitor, heading);
}

async function press({ page }: Visitor, name: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click();
  await page.getByRole("group", { name, exact: true }).getByRole("button", { name, exact: true }).click();
}

test("the secretary sends the notice by the day that the statutes state, and it awaits nobody any more", async () => {
  const notice = says("Envoyer la convocation", TITLE);
  assert.deepEqual(await listed(member), []);
  assert.deepEqual(await listed(secretary), [notice]);
  await secretary.page.getByText(/^au plus tard le /).waitFor();
  await secretary.expectAccessible("what awaits a secretary");
  await secretary.page.setViewportSize(NARROW);
  await secretary.expectAccessible("what awaits a secretary, on a small screen");
  await secretary.expectTargets("what awaits a secretary, on a small screen");
  await secretary.page.setViewportSize({ width: 1280, height: 900 });
  await follow(secretary, notice, TITLE);
  await press(secretary, "Envoyer la convocation");
  await secretary.page.getByRole("definition").filter({ hasText: /^convoquée$/ }).waitFor();
  assert.deepEqual(await listed(secretary), []);
});

test("an amendment that the board took in is put in the text", async () => {
  const proposer = await day.browserOf(people["member"] ?? "");
  const { id } = (await proposer.post<Named>(`/api/v1/resolutions/${resolution}/amendments`,
    { body: { version: 1, text: `${ROOF} en ardoise.`, reasons: "" }, expect: 201 })).body;
  await day.act(`/api/v1/amendments/${id}`, "acceptance");
  const put = says("Inscrire 1 amendement dans le texte", ROOF);
  assert.deepEqual(await listed(secretary), [put]);
  await follow(secretary, put, ROOF);
  await press(secretary, "Inscrire les amendements dans le texte");
  await secretary.page.getByRole("button", { name: "Inscrire les amendements dans le texte", exact: true }).waitFor({ state: "detached" });
  assert.deepEqual(await listed(secretary), []);
});

test("what comes while the screen is shown appears there, what comes first first; each is done where the link leads", async () => {
  const question = says("Répondre à 1 question", ROOF);
  const announce = says("Annoncer le scrutin", ROOF);
  assert.deepEqual(await listed(secretary), []);
  const asker = await day.browserOf(people["member"] ?? "");
  await asker.post(`/api/v1/resolutions/${resolution}/contributions`,
    { body: { kind: "question", text: "Combien cela coûte-t-il ?" }, expect: 201 });
  await secretary.page.getByRole("link", { name: question, exact: true }).waitFor();
  const poll = await day.draft(day.motion(resolution, { opens_at: new Date(day.now.getTime() + DAYS).toISOString(),
    closes_at: new Date(day.now.getTime() + 31 * DAYS).toISOString() }));
  await secretary.page.getByRole("link", { name: announce, exact: true }).waitFor();
  assert.deepEqual(await listed(secretary), [announce, question]);

  await follow(secretary, question, ROOF);
  const { page } = secretary;
  const asked = page.locator("article, li").filter({ hasText: "Combien cela coûte-t-il ?" }).last();
  await asked.getByRole("button", { name: /^Répondre/ }).first().click();
  const form = page.getByRole("form", { name: "Répondre" });
  await form.getByLabel("Votre réponse").fill("Douze mille.");
  await form.getByLabel("Répondre au nom du conseil").check();
  await form.getByRole("button", { name: "Publier" }).click();
  await page.getByText("Douze mille.").waitFor();
  assert.deepEqual(await listed(secretary), [announce]);

  await follow(secretary, announce, ROOF);
  await press(secretary, "Annoncer le scrutin");
  await day.until(poll.id, "called");
  await day.act(`/api/v1/polls/${poll.id}`, "annulment", { reason: "Erreur" });
  assert.deepEqual(await listed(secretary), []);
  assert.deepEqual(await listed(member), []);
});

test("a teller finds the papers to enter a second time by the keyboard, on a small screen", async () => {
  for (const visitor of [secretary, member]) await visitor.leave();
  day.wait(30 * DAYS);
  await day.act(`/api/v1/assemblies/${day.assembly}`, "opening");
  await everybodyComes();
  const poll: Poll = await day.opened(day.motion(other));
  const papers = `/api/v1/polls/${poll.id}/papers`;
  await day.admin.post(papers, { body: { member: people["member"], channel: "in_person", ballot: { choice: 0 } }, expect: 201 });
  const teller = await come(await day.browserOf(people["teller"] ?? ""), "en-GB", NARROW);
  const again = "Enter 1 paper a second time: Planter une haie";
  assert.deepEqual(await listed(teller, "What awaits me", "In your offices"), [again]);
  await teller.page.getByText(/^before /).waitFor();
  await teller.expectAccessible("what awaits a teller");
  await teller.tabTo(teller.page.getByRole("link", { name: again, exact: true }));
  await teller.page.keyboard.press("Enter");
  await see(teller, "Paper votes: Planter une haie");
  const card = teller.page.locator("li.card").filter({ hasText: "Chiara Rossi" });
  await card.locator("summary").click();
  await card.getByRole("radio", { name: "For", exact: true }).check();
  await card.locator("form button[type=submit]").click();
  await teller.page.locator("li.card .tag.good").waitFor();
  assert.deepEqual(await listed(teller, "What awaits me", "In your offices"), []);
  await teller.leave();
  assert.deepEqual(await listed(secretary), []);
  await day.counted(poll);
});

test("an administrator follows up a decision by its day, and admits who has applied", async () => {
  const [decision] = (await day.admin.get<{ items: Named[] }>("/api/v1/decisions")).body.items;
  await day.admin.post(`/api/v1/decisions/${decision?.id}/steps`,
    { body: { text: "Acheter les plants", due_on: "2020-03-01" }, expect: 201 });
  await day.enter({ name: "Ghjulia Nova", state: "applied" });
  const administrator = await come(await day.browserOf(people["administrator"] ?? ""));
  const { page } = administrator;
  const [step, admit] = [says("Suivre 1 étape", "Planter une haie"), says("Admettre ou refuser", "Ghjulia Nova")];
  assert.deepEqual(await listed(administrator), [step, admit]);
  await page.locator(".row", { hasText: step }).getByText("en retard", { exact: true }).waitFor();
  await administrator.expectAccessible("what awaits an administrator");
  await follow(administrator, step, "Planter une haie");
  await page.locator("summary", { hasText: "Modifier cette étape" }).click();
  const form = page.getByRole("form", { name: "Modifier cette étape" });
  await form.getByLabel("État").selectOption({ value: "done" });
  await form.getByRole("button", { name: "Enregistrer" }).click();
  await page.locator(".tag", { hasText: "en retard" }).waitFor({ state: "detached" });
  assert.deepEqual(await listed(administrator), [admit]);

  await follow(administrator, admit, "Ghjulia Nova");
  await page.locator("summary", { hasText: "Changer l’état" }).click();
  await page.getByRole("button", { name: "Changer l’état", exact: true }).click();
  await page.locator("main").getByText("admis", { exact: true }).first().waitFor();
  assert.deepEqual(await listed(administrator), []);
  await administrator.leave();
});

test("a member asks to be erased, takes it back, asks again, and reads why an administrator refuses", async () => {
  const { page } = member;
  const title = "Demander l’effacement de mes données";
  const answer = says("Répondre à qui demande son effacement", "Chiara Rossi");
  await page.goto("/me/data");
  await see(member, "Mes données");
  await press(member, title);
  await page.getByText(/^La demande attend les administrateurs, qui répondent au plus tard le /).waitFor();
  await member.expectAccessible("an erasure that is asked for, on a small screen");
  await member.expectTargets("an erasure that is asked for, on a small screen");
  await page.getByRole("button", { name: "Reprendre la demande", exact: true }).click();
  await press(member, title);
  await page.getByRole("button", { name: "Reprendre la demande", exact: true }).waitFor();

  const administrator = await come(await day.browserOf(people["administrator"] ?? ""));
  assert.deepEqual(await listed(administrator), [answer]);
  assert.deepEqual(await listed(secretary), []);
  await follow(administrator, answer, "Chiara Rossi");
  const form = administrator.page.getByRole("form", { name: "Refuser l’effacement" });
  await administrator.page.getByText(/^La personne est encore membre/).waitFor();
  await form.getByLabel("Pourquoi non").fill("Votre départ n’est pas noté.");
  await administrator.expectAccessible("an erasure to answer");
  await form.getByRole("button").click();
  await form.waitFor({ state: "detached" });
  assert.deepEqual(await listed(administrator), []);
  await administrator.leave();
  await page.reload();
  await page.getByText(/^Il a été refusé le .* Votre départ n’est pas noté\.$/).waitFor();
  await page.getByRole("button", { name: title, exact: true }).waitFor();
  await page.goto("/me");
  const told = page.locator("section.notice", { hasText: "L’effacement de Chiara Rossi a été refusé" });
  await told.getByText(/^Il a été refusé le .* Votre départ n’est pas noté\.$/).waitFor();
  await told.getByText(/saisir l’autorité de protection des données/).waitFor();
  await member.expectAccessible("an erasure that was refused, among what awaits one");
});

test("after the sitting its minutes are drawn, and approved by its officers", async () => {
  await day.act(`/api/v1/assemblies/${day.assembly}`, "ending");
  const draw = says("Établir le procès-verbal", TITLE);
  const approve = says("Approuver le procès-verbal", TITLE);
  assert.deepEqual(await listed(secretary), [draw]);
  await follow(secretary, draw, says("Procès-verbal", TITLE));
  await secretary.page.getByRole("button", { name: "Établir le procès-verbal", exact: true }).click();
  await secretary.page.getByRole("heading", { level: 2, name: "Écrire le procès-verbal", exact: true }).waitFor();

  const chair = await come(await day.browserOf(people["chair"] ?? ""));
  for (const officer of [secretary, chair]) {
    assert.deepEqual(await listed(officer), [approve]);
    await follow(officer, approve, says("Procès-verbal", TITLE));
    await press(officer, "Approuver cette version");
    await officer.page.getByRole("button", { name: "Approuver cette version", exact: true }).waitFor({ state: "detached" });
    assert.deepEqual(await listed(officer), []);
  }
  assert.deepEqual(await listed(member), []);
  for (const visitor of [secretary, chair, member]) await visitor.leave();
});

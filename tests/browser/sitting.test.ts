/* A sitting held from the screen, in French: the secretary orders the agenda, sends the notice by mail, brings members in,
 * names the officers, gives the floor, opens and closes the vote; the screen on the wall, where nobody is signed in,
 * sees what is discussed, the quorum and the result arrive, and no figure before; the minutes are drawn, written,
 * approved by their officers, published and printed. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";

import { Day } from "../http/assembly_day.ts";
import { PostOffice } from "../http/post.ts";
import type { Named } from "../http/society.ts";
import type { Api } from "../http/support.ts";
import { NARROW, Visitor, openBrowser } from "./support.ts";

const WIDE = { width: 1280, height: 900 };
const HOUR = 3_600_000;
const DAYS = 24 * HOUR;
const STEP = 30_000;

const TITLE = "Assemblée de printemps";
const ACCOUNTS = "Approbation des comptes";
const SHOP = "Ouvrir une deuxième boutique";
/* What the statutes have to say of motions. */
const DELIBERATION = `"deliberation": {"debate_days": 0, "extension_days": 0, "contract_days": 0,
  "motion_support": "1/2", "secret_on_request": "1/2"}, "unknown"`;

const day = new Day();
const people: Record<string, { id: string; api: Api }> = {};
let office: PostOffice;
let browser: Browser;
let secretary: Visitor;
let chair: Visitor;
let member: Visitor;
let wall: Visitor;
const visitors = new Set<Visitor>();

before(async () => {
  await day.open(day.now, day.statutes((text) => text.replace('"unknown"', DELIBERATION)));
  for (const [name, category, role] of [["Ada Colonna", "employees", "chair"], ["Bruno Paoli", "users", "secretary"],
    ["Chiara Rossi", "users", ""], ["Dora Luca", "users", ""]] as const) {
    const email = `${name.split(" ")[0]?.toLowerCase()}@example.org`;
    const id = await day.enter({ name, category, person: { email, language: "fr" } });
    if (role !== "") await day.admin.post("/api/v1/offices", { body: { member: id, role }, expect: 201 });
    people[name] = { id, api: await day.browserOf(id) };
  }
  office = await PostOffice.reserve();
  await office.start();
  await day.admin.put("/api/v1/society/mail",
    { body: { url: office.url, from: "bureau@lessept.example", starttls: false }, expect: 200 });
  for (const name of ["Ada Colonna", "Chiara Rossi"]) {
    await day.admin.put(`/api/v1/members/${people[name]?.id}/consents`, { body: { mail: true }, expect: 200 });
  }
  browser = await openBrowser();
  secretary = await enter("Bruno Paoli");
});

after(async () => {
  await browser?.close();
  await office?.stop();
  await day.close();
});

/* Someone comes whose own clock says what the server's says. */
async function enter(name?: string, viewport = WIDE): Promise<Visitor> {
  const visitor = await Visitor.enter(browser, day.server.url, { viewport, locale: "fr-FR" });
  visitor.page.setDefaultTimeout(STEP);
  visitors.add(visitor);
  await visitor.page.clock.setFixedTime(day.now);
  const [cookie = "", value = ""] = (name === undefined ? "" : people[name]?.api.cookie ?? "").split("=");
  if (cookie !== "") await visitor.page.context().addCookies([{ name: cookie, value, url: day.server.url }]);
  return visitor;
}

/* Everybody's clock moves on, and the server looks at its own. */
async function pass(milliseconds: number): Promise<void> {
  day.wait(milliseconds);
  for (const visitor of visitors) await visitor.page.clock.setFixedTime(day.now);
  await day.anyone().get("/healthz");
}

async function see(visitor: Visitor, heading: string, level = 1): Promise<void> {
  await visitor.page.getByRole("heading", { level, name: heading, exact: true }).waitFor();
  await visitor.page.waitForFunction(() => document.querySelector(".waiting") === null);
}

async function follow(visitor: Visitor, link: string, heading: string): Promise<void> {
  await visitor.page.getByRole("link", { name: link, exact: true }).first().click();
  await see(visitor, heading);
}

/* A button that asks "sure?" in place. */
async function press({ page }: Visitor, name: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click();
  await page.getByRole("group", { name, exact: true }).getByRole("button", { name, exact: true }).click();
}

const unfold = ({ page }: Visitor, name: string) => page.locator("summary", { hasText: name }).first().click();
const button = ({ page }: Visitor, name: string) => page.getByRole("button", { name, exact: true });
const says = ({ page }: Visitor, text: string | RegExp) => page.getByText(text).first().waitFor();
const path = () => `/assemblies/${day.assembly}`;

test("the secretary prepares an assembly, and puts its texts in another order", async () => {
  const { page } = secretary;
  const meets = new Date(day.now.getTime() + 30 * DAYS);
  await page.goto("/admin/assemblies/new");
  await see(secretary, "Préparer une assemblée");
  await page.getByLabel("Titre").fill(TITLE);
  await page.getByLabel("Date et heure").fill(meets.toISOString().slice(0, 16));
  await page.getByLabel("Lieu").fill("Corte");
  const asked = page.waitForEvent("dialog");
  const clicked = page.getByRole("navigation").getByRole("link", { name: "Assemblées", exact: true }).click();
  const dialog = await asked;
  assert.match(dialog.message(), /commencé à écrire/);
  await dialog.dismiss();
  await clicked;
  assert.equal(await page.getByLabel("Titre").inputValue(), TITLE, "what was half written is lost by a link");
  await button(secretary, "Créer l’assemblée").click();
  await see(secretary, TITLE);
  day.assembly = page.url().split("/").at(-1) ?? "";
  for (const title of [SHOP, ACCOUNTS]) {
    await day.admin.post(`/api/v1${path()}/resolutions`,
      { body: { class: "ordinary", origin: "board", title, text: `${title}.` }, expect: 201 });
  }
  await page.reload();
  await see(secretary, TITLE);
  await unfold(secretary, "Changer l’ordre des résolutions");
  await button(secretary, `Monter : ${ACCOUNTS}`).click();
  await page.getByRole("link", { name: `1. ${ACCOUNTS}` }).waitFor();
  await page.getByRole("link", { name: `2. ${SHOP}` }).waitFor();
  await secretary.expectAccessible("an assembly in preparation");
});

test("and sends the notice by mail, sees how far it is, and whom it did not reach", async () => {
  await secretary.page.getByLabel("Envoyer aussi la convocation par courrier électronique à qui l’accepte").check();
  await press(secretary, "Envoyer la convocation");
  await secretary.page.getByRole("definition").filter({ hasText: /^convoquée$/ }).waitFor();
  await follow(secretary, "Envoi des convocations", `Convocations : ${TITLE}`);
  const over = secretary.page.locator(".card").getByText("terminé", { exact: true });
  for (let seconds = 0; seconds < 60 && !(await over.isVisible()); seconds++) {
    await pass(1000);
    await new Promise((done) => setTimeout(done, 200));
  }
  await over.waitFor();
  const sent = secretary.page.locator(".card").filter({ hasText: "Envoyés" });
  assert.match((await sent.innerText()).replaceAll(/\s+/g, " "), /Envoyés 2 En attente 0 Non joints 2/);
  await secretary.page.getByRole("row", { name: /Dora Luca n’a pas accepté/ }).waitFor();
  assert.equal(office.to("chiara@example.org").length, 1);
  await secretary.expectAccessible("notices that were sent");
  visitors.delete(secretary);
  await secretary.leave();
});

test("on the day the secretary opens the sitting, and brings members in by their names", async () => {
  await pass(30 * DAYS);
  for (const person of Object.values(people)) person.api = await day.browserOf(person.id);
  secretary = await enter("Bruno Paoli");
  wall = await enter();
  await wall.page.goto(`${path()}/room`);
  await see(wall, TITLE);
  await says(wall, "0 présents ou représentés sur 4 membres.");

  await secretary.page.goto(path());
  await see(secretary, TITLE);
  await follow(secretary, "Tenir la séance", `Séance : ${TITLE}`);
  await press(secretary, "Ouvrir la séance");
  await button(secretary, "Suspendre la séance").waitFor();
  await follow(secretary, "Feuille de présence", "Feuille de présence");
  for (const name of Object.keys(people)) {
    await secretary.page.getByLabel("Faire entrer un membre").fill(name.slice(0, 4));
    await secretary.page.getByRole("button", { name: `Faire entrer : ${name}` }).click();
    await secretary.page.getByRole("button", { name: `Sortie maintenant : ${name}` }).waitFor();
  }
  await unfold(secretary, "Qui prend part, et avec combien de voix");
  await secretary.page.getByRole("row", { name: /Chiara Rossi présent 1/ }).waitFor();
  await secretary.expectAccessible("an attendance sheet");
  const [printed] = await Promise.all([secretary.page.waitForEvent("popup"),
    secretary.page.getByRole("link", { name: "Feuille à imprimer et à signer" }).click()]);
  await printed.getByText("Chiara Rossi").waitFor();
  await printed.close();
  await says(wall, "4 présents ou représentés sur 4 membres.");
  await wall.page.getByText("Quorum atteint", { exact: true }).waitFor();
});

test("the officers are named among who is in the room", async () => {
  const { page } = secretary;
  await page.goto(`${path()}/sitting`);
  await see(secretary, `Séance : ${TITLE}`);
  await unfold(secretary, "Former le bureau");
  const choose = (label: string, name: string) => page.getByRole("combobox", { name: label, exact: true }).selectOption({ label: name });
  await choose("Présidence de séance", "Ada Colonna");
  await choose("Scrutateur 1", "Chiara Rossi");
  await choose("Scrutateur 2", "Chiara Rossi");
  await choose("Secrétariat de séance", "Bruno Paoli");
  await button(secretary, "Former le bureau").click();
  await page.getByRole("alert").waitFor();
  await secretary.expectAccessible("officers who are refused");
  secretary.forgive(/status of 4\d\d/);
  await choose("Scrutateur 2", "Dora Luca");
  await button(secretary, "Former le bureau").click();
  await page.getByRole("definition").filter({ hasText: "Ada Colonna" }).waitFor();
});

test("the sitting takes up a text, which the wall and the members see", async () => {
  await button(secretary, `Mettre en discussion : ${ACCOUNTS}`).click();
  await button(secretary, `Quitter ce point : ${ACCOUNTS}`).waitFor();
  await wall.page.locator(".room-now", { hasText: `1. ${ACCOUNTS}` }).waitFor();
  await wall.expectAccessible("the room, where a text is discussed");
  chair = await enter("Ada Colonna");
  member = await enter("Chiara Rossi", NARROW);
  await member.page.goto(path());
  await see(member, TITLE);
  await follow(member, "Suivre la séance", `Séance : ${TITLE}`);
  await member.page.locator(".current", { hasText: ACCOUNTS }).waitFor();
});

test("a member asks for the floor, has it, and a clock runs", async () => {
  await button(member, "Demander la parole").click();
  await button(secretary, "Donner la parole : Chiara Rossi").click();
  await button(secretary, "Terminer l’intervention : Chiara Rossi").waitFor();
  await wall.page.getByText("Usage", { exact: true }).first().waitFor();
  assert.equal(await wall.page.getByText("Chiara Rossi").count(), 0);
  await pass(65_000);
  await secretary.page.locator(".row.current", { hasText: "Chiara Rossi" }).getByText("1:05").waitFor();
  await member.expectAccessible("a sitting on a small screen");
  await button(secretary, "Terminer l’intervention : Chiara Rossi").click();
  await secretary.page.locator("summary", { hasText: "1 intervention terminée" }).waitFor();
});

test("a motion that half of the room supports suspends the sitting, and the chair resumes it", async () => {
  await unfold(member, "Déposer une motion de procédure");
  await button(member, "Déposer une motion de procédure").click();
  await says(member, "1 soutien sur 4");
  await chair.page.goto(`${path()}/sitting`);
  await see(chair, `Séance : ${TITLE}`);
  await button(chair, "Soutenir : Suspendre la séance, Ada Colonna").click();
  await wall.page.locator(".room-now", { hasText: "séance suspendue" }).waitFor();
  await button(chair, "Reprendre la séance").click();
  await button(chair, "Suspendre la séance").waitFor();
  await wall.page.locator(".room-now", { hasText: "séance suspendue" }).waitFor({ state: "detached" });
});

test("a member is recused from a text, and an incident is noted", async () => {
  const { page } = secretary;
  const shop = page.getByRole("listitem").filter({ has: page.getByRole("link", { name: `2. ${SHOP}` }) }).first();
  await shop.locator("summary", { hasText: "Récusations" }).click();
  await shop.getByLabel("Motif").selectOption({ label: "intérêt personnel" });
  await shop.getByLabel("Membre à récuser").fill("Dora");
  await shop.getByRole("button", { name: "Récuser : Dora Luca" }).click();
  await shop.getByRole("button", { name: "Lever la récusation : Dora Luca" }).waitFor();
  await unfold(secretary, "Noter un incident");
  await page.getByLabel("Ce qui s’est passé").fill("Une coupure de courant.");
  await button(secretary, "Noter un incident").click();
  await says(secretary, /Une coupure de courant/);
  await secretary.expectAccessible("a sitting");
});

test("a poll is called, opened and closed from the sitting; the wall shows its result, and nothing before", async () => {
  const [accounts] = await day.resolutions();
  const poll = await day.draft(day.motion(accounts));
  await secretary.page.reload();
  await press(secretary, "Annoncer le scrutin");
  await press(secretary, "Ouvrir le scrutin");
  await wall.page.getByRole("heading", { name: "Vote en cours" }).waitFor();
  const now = (await day.admin.get<typeof poll>(`/api/v1/polls/${poll.id}`)).body;
  for (const [name, choice] of [["Ada Colonna", 0], ["Chiara Rossi", 0], ["Dora Luca", 1]] as const) {
    const voter = people[name];
    assert.ok(voter);
    await day.vote(voter.api, now, voter.id, { choice });
  }
  await member.page.getByRole("link", { name: `Voter : ${ACCOUNTS}, Chiara Rossi` }).waitFor();
  await wall.page.reload();
  await wall.page.getByRole("heading", { name: "Vote en cours" }).waitFor();
  assert.equal(await wall.page.getByRole("heading", { name: "Résultat" }).count(), 0);
  await unfold(secretary, "Clore et dépouiller");
  await secretary.page.getByLabel("Motif", { exact: true }).last().fill("Tous ont voté.");
  await press(secretary, "Clore et dépouiller");
  await wall.page.getByText("Adoptée", { exact: true }).waitFor();
  await wall.expectAccessible("the room, where the result stands");
  await secretary.page.getByText("Adoptée", { exact: true }).first().waitFor();
});

test("a wall that lost its connection says so, keeps what it knew, and finds what it missed", async () => {
  await wall.page.context().setOffline(true);
  await day.admin.put(`/api/v1${path()}/attendance/${people["Dora Luca"]?.id}`, { body: { present: false }, expect: 200 });
  await says(wall, /Connexion perdue/);
  await says(wall, "4 présents ou représentés sur 4 membres.");
  await wall.expectAccessible("the room, without a connection");
  await wall.page.context().setOffline(false);
  await says(wall, "3 présents ou représentés sur 4 membres.");
  await wall.page.getByText(/Connexion perdue/).waitFor({ state: "detached" });
  wall.forgive(/ERR_/);
});

test("the sitting ends, and its minutes are drawn, written, and approved by its officers", async () => {
  const { page } = secretary;
  await press(secretary, "Lever la séance");
  await follow(secretary, "Procès-verbal", `Procès-verbal : ${TITLE}`);
  await button(secretary, "Établir le procès-verbal").click();
  await see(secretary, "Écrire le procès-verbal", 2);
  await page.getByLabel("Documents remis à l’assemblée").fill("Comptes de l’exercice\nRapport de gestion");
  await page.getByLabel("Résumé des débats").fill("Les comptes ont été présentés, puis discutés.");
  await page.getByLabel(`Débats sur : 1. ${ACCOUNTS}`).fill("Une question sur le loyer.");
  await button(secretary, "Enregistrer une nouvelle version").click();
  await page.locator("summary", { hasText: "2 versions" }).waitFor();
  await page.locator(".minutes", { hasText: "Une question sur le loyer." }).waitFor();
  await secretary.expectAccessible("minutes being written");

  await wall.page.goto(`${path()}/minutes`);
  await says(wall, "Le procès-verbal n’est pas publié.");
  await press(secretary, "Approuver cette version");
  for (const officer of [chair, member, await enter("Dora Luca")]) {
    await officer.page.goto(`${path()}/minutes`);
    await see(officer, `Procès-verbal : ${TITLE}`);
    await press(officer, "Approuver cette version");
    await button(officer, "Approuver cette version").waitFor({ state: "detached" });
  }
  await secretary.page.getByText("publié", { exact: true }).waitFor();
});

test("and anybody reads them, and downloads them", async () => {
  const { page } = wall;
  await page.reload();
  await see(wall, `Procès-verbal : ${TITLE}`);
  await page.locator(".minutes", { hasText: "Les comptes ont été présentés, puis discutés." }).waitFor();
  assert.equal(await page.getByText("Ada Colonna").count(), 0);
  const [markdown] = await Promise.all([
    page.waitForEvent("download"), page.getByRole("link", { name: "Texte (Markdown)" }).click()]);
  assert.equal(markdown.suggestedFilename(), "minutes.md");
  await button(wall, "Préparer le PDF").click();
  await page.getByRole("link", { name: "Télécharger le PDF" }).waitFor();
  await wall.expectAccessible("minutes that are published");
  await page.setViewportSize(NARROW);
  await wall.expectFits("minutes on a small screen");
  await follow(wall, ACCOUNTS, ACCOUNTS);
  await page.getByRole("listitem").getByRole("link", { name: "Le procès-verbal est publié" }).waitFor();
  await follow(wall, "Procès-verbal de l’assemblée", `Procès-verbal : ${TITLE}`);
  const { body } = await day.anyone().get<Named & { minutes?: string }>(`/api/v1${path()}`);
  assert.ok(body.minutes);
});

test("and nothing went wrong in anybody's browser", async () => {
  for (const visitor of visitors) await visitor.leave();
});

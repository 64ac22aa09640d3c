/* One assembly, by its people, each in a browser of their own: an administrator founds, imports, convenes and opens;
 * members of different colleges vote by their links, one of them for another too; the administrator closes, and
 * someone without an account reads what was decided. No screen on the way breaks a rule of accessibility.
 *
 * The administrator reads French on a large screen, the members and the observer have small ones. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser, Locator, Page } from "playwright-core";

import { Fraction, ZERO } from "../http/fraction.ts";
import { Server, palabre, scratch, tokensIn } from "../http/support.ts";
import { NARROW, Visitor, openBrowser } from "./support.ts";

const STATUTES = join(import.meta.dirname, "../../docs/constitutions/scic.json");
const WIDE = { width: 1280, height: 900 };
const FRENCH = { viewport: WIDE, locale: "fr-FR" };
const SMALL = { viewport: NARROW, locale: "en-GB" };
const SMALL_FRENCH = { viewport: NARROW, locale: "fr-FR" };

/* Four weeks, with a change of season between: the hour that is announced is that of the clock on the wall. */
const FOUNDED = new Date("2026-03-02T09:00:00Z");
const MEETS = { typed: "2026-03-30T18:00", instant: new Date("2026-03-30T16:00:00Z") };
const MORNING = new Date("2026-03-30T07:00:00Z");

const MEETING = "Assemblée de printemps";
const QUESTION = "Ouvrir une deuxième boutique";
const TEXT = "Une deuxième boutique ouvre dans la vieille ville.";

/* The colleges as the administrator types them, in the order of the statutes, and who is in them. */
const COLLEGES = [
  { fr: "Usagers", en: "Users", typed: "38 %", percent: 38, members: 3, for: 1, against: 1, inTheRoom: 0 },
  { fr: "Salariés", en: "Employees", typed: "22/100", percent: 22, members: 2, for: 1, against: 0, inTheRoom: 0 },
  { fr: "Maraîchers", en: "Growers", typed: "0,2", percent: 20, members: 1, for: 0, against: 0, inTheRoom: 1 },
  { fr: "Collectivités", en: "Local authorities", typed: "1/10", percent: 10, members: 0, for: 0, against: 0,
    inTheRoom: 0 },
  { fr: "Soutiens", en: "Supporters", typed: "10 %", percent: 10, members: 1, for: 0, against: 0, inTheRoom: 0 },
] as const;
type College = (typeof COLLEGES)[number];

const REGISTER = [
  "number;kind;name;email;category;college;admitted_on",
  "100;natural;Bo Mattei;bo@example.org;employees;employees;2026-01-01",
  "101;natural;Cy Rossi;cy@example.org;employees;employees;2026-01-01",
  "102;natural;Di Luca;di@example.org;users;users;2026-01-01",
  "103;natural;Ed Santini;ed@example.org;users;users;2026-01-01",
  "104;natural;Flo Paoli;flo@example.org;users;users;2026-01-01",
  "105;natural;Gil Orsini;gil@example.org;growers;growers;2026-01-01",
  "106;natural;Hélène Élie;helene@example.org;supporters;soutiens;2026-01-01",
  "",
].join("\r\n");

const folder = scratch();
const db = join(folder.path, "coop.palabre");
const links: Record<string, string> = {};
/* What each voter was told to keep: the entry of the log that has their ballot. */
const receipts: Record<string, string> = {};
let server: Server;
let browser: Browser;
let officer: Visitor;

before(async () => {
  links["the administrator"] = palabre(["init", "--db", db, "--log-name", "demo.invalid/log",
    "--admin-name", "Ada Colonna", "--constitution", STATUTES], 0, FOUNDED);
  server = await Server.start({ db, clock: FOUNDED });
  browser = await openBrowser();
  officer = await enter(FRENCH, FOUNDED);
});

after(async () => {
  await browser?.close();
  await server?.stop();
  folder.remove();
});

/* Someone comes, whose own clock says the same as the server's. */
async function enter(options: typeof FRENCH, now: Date): Promise<Visitor> {
  const visitor = await Visitor.enter(browser, server.url, options);
  await visitor.page.clock.setFixedTime(now);
  return visitor;
}

/* What still loads is not the screen yet. */
async function see(visitor: Visitor, heading: string): Promise<void> {
  await visitor.page.getByRole("heading", { name: heading, exact: true }).first().waitFor();
  await visitor.page.waitForFunction(() => document.querySelector(".waiting") === null);
  await visitor.expectAccessible(heading);
}

async function openLink(visitor: Visitor, who: string, title: string): Promise<void> {
  const [token] = tokensIn(links[who] ?? "");
  assert.ok(token, `${who} has a link`);
  await visitor.page.goto(`/#t=${token}`);
  await see(visitor, title);
}

async function signIn(visitor: Visitor, who: string): Promise<void> {
  const isFrench = await visitor.page.evaluate(() => navigator.language === "fr-FR");
  await openLink(visitor, who, isFrench ? "Entrer : La Ruche du Marais" : "Sign in: La Ruche du Marais");
  await visitor.page.getByRole("button", { name: isFrench ? "Entrer" : "Sign in", exact: true }).click();
  await see(visitor, isFrench ? "Ce qui m’attend" : "What awaits me");
}

/* A button that asks "sure?" in place. */
async function press(visitor: Visitor, name: string): Promise<void> {
  await visitor.page.getByRole("button", { name, exact: true }).click();
  const question = visitor.page.getByRole("group", { name, exact: true });
  await question.waitFor();
  await visitor.expectAccessible(`${name}?`);
  await question.getByRole("button", { name, exact: true }).click();
}

async function follow(visitor: Visitor, link: string, heading: string): Promise<void> {
  await visitor.page.getByRole("link", { name: link, exact: true }).first().click();
  await see(visitor, heading);
}

const told = (page: Page, text: string | RegExp) => page.getByRole("definition").filter({ hasText: text }).waitFor();

test("the administrator signs in by a link that is spent by its button, not by being opened", async () => {
  await openLink(officer, "the administrator", "Entrer : La Ruche du Marais");
  await signIn(officer, "the administrator");
  await officer.page.getByText("Ada Colonna").first().waitFor();
});

function collegeFields(page: Page, name: string): Locator {
  const colleges = page.locator("section").filter({ has: page.getByRole("heading", { name: "Collèges" }) });
  return colleges.getByRole("group", { name, exact: true });
}

test("and gives the colleges their weights, which the law judges while they are typed", async () => {
  const { page } = officer;
  await follow(officer, "Statuts et collèges", "Statuts et collèges");
  await page.getByText("Rien ne s’oppose à ces statuts.").first().waitFor();
  await collegeFields(page, "Usagers").getByLabel("Poids").fill("55 %");
  await collegeFields(page, "Salariés").getByLabel("Poids").fill("5 %");
  await page.getByText("Le collège « users » a plus de 50 % des droits de vote").first().waitFor();
  await page.getByText("Le collège « employees » a moins de 10 % des droits de vote").first().waitFor();
  await officer.expectAccessible("unlawful statutes");
  await page.getByRole("button", { name: "Enregistrer une nouvelle version" }).click();
  await page.getByRole("alert").getByText("Le collège « users » a plus de 50 % des droits de vote").waitFor();

  await page.getByRole("button", { name: "Ajouter un collège" }).click();
  await page.getByText("/colleges/4/id").first().waitFor();
  await officer.expectAccessible("a college without a name");
  await collegeFields(page, "Nouveau collège").getByLabel("Nom en français").fill("Soutiens");
  for (const { fr, en, typed } of COLLEGES) {
    await collegeFields(page, fr).getByLabel("Nom en anglais").fill(en);
    await collegeFields(page, fr).getByLabel("Poids").fill(typed);
  }
  await collegeFields(page, "Usagers").getByRole("checkbox", { name: "Soutiens" }).uncheck();
  await collegeFields(page, "Soutiens").getByRole("checkbox", { name: "Soutiens" }).check();
  await page.getByText("Total des poids : 1 (100 %)").waitFor();
  await page.getByText("Rien ne s’oppose à ces statuts.").first().waitFor();
  await officer.expectAccessible("lawful statutes");
  /* The refusal above, and the checks of a college while it had no name yet. */
  officer.forgive(/status of 4(00|22)/);
  await page.getByRole("button", { name: "Enregistrer une nouvelle version" }).click();
  await page.getByRole("status").getByText("Enregistré.").waitFor();
});

test("and anyone reads who decides", async () => {
  const { page } = officer;
  await follow(officer, "Qui décide ici", "Qui décide ici");
  await page.getByText("Version 2 des statuts. En vigueur depuis le 2 mars 2026.").waitFor();
  const cards = page.locator("ul.cards > li");
  assert.deepEqual(await cards.getByRole("heading").allInnerTexts(), COLLEGES.map(({ fr }) => fr));
  assert.deepEqual(await said(cards, "Poids"),
    COLLEGES.map(({ percent }) => `${new Fraction(percent, 100)} (${percent} %)`));
});

test("and imports the register, after a look at what the file would do", async () => {
  const { page } = officer;
  await follow(officer, "Registre des membres", "Registre des membres");
  await follow(officer, "Importer un fichier", "Importer le registre");
  const file = (text: string) => ({ name: "membres.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  await page.getByLabel("Fichier CSV").setInputFiles(file(REGISTER.replace("growers;growers", "growers;nowhere")));
  await page.getByRole("button", { name: "Voir ce que ferait le fichier" }).click();
  await page.getByRole("row", { name: /^7 6 / }).waitFor();
  await officer.expectAccessible("a file with a bad line");
  await page.getByLabel("Fichier CSV").setInputFiles(file(REGISTER));
  await page.getByRole("button", { name: "Voir ce que ferait le fichier" }).click();
  await page.getByText("Le fichier est bon : 7 membres seraient admis.").waitFor();
  await officer.expectAccessible("a good file");
  await page.getByRole("button", { name: "Importer", exact: true }).click();
  await page.getByRole("heading", { name: "Importé : 7 membres admis." }).waitFor();
  await officer.expectAccessible("an imported file");
});

/* The files of the resolution that is on the screen: one refused, one attached, one attached and taken off. */
async function attach(): Promise<void> {
  const { page } = officer;
  const choose = (name: string, text: string) => page.getByLabel("Joindre un document")
    .setInputFiles({ name, mimeType: "application/x-anything", buffer: Buffer.from(text) });
  await choose("plan.html", "<script>alert(1)</script>");
  await page.getByRole("alert").getByText("Le fichier n’est d’aucune des sortes acceptées").waitFor();
  officer.forgive(/status of 422/);
  await choose("Comptes <b>2025.pdf", "%PDF-1.7 comptes");
  await page.getByRole("link", { name: "Comptes <b>2025.pdf" }).waitFor();
  await choose("brouillon.txt", "Un brouillon.");
  await page.getByRole("link", { name: "brouillon.txt" }).waitFor();
  await page.locator("summary", { hasText: "Retirer" }).nth(1).click();
  await page.getByLabel("Pourquoi il est retiré").last().fill("Mauvaise année");
  await page.setViewportSize(NARROW);
  await officer.expectAccessible("files of a resolution");
  await page.setViewportSize(WIDE);
  await page.getByRole("button", { name: "Retirer", exact: true }).last().click();
  await page.getByText("Mauvaise année").waitFor();
  const [file] = await Promise.all([page.waitForEvent("download"),
    page.getByRole("link", { name: "Comptes <b>2025.pdf" }).click()]);
  assert.equal(readFileSync((await file.path()) ?? "", "utf8"), "%PDF-1.7 comptes");
  await officer.expectAccessible("a file that was taken off");
}

test("and prepares an assembly, with its resolution and the board's opinion, and convenes it", async () => {
  const { page } = officer;
  await follow(officer, "Assemblées", "Assemblées");
  await follow(officer, "Préparer une assemblée", "Préparer une assemblée");
  await page.getByLabel("Titre").fill(MEETING);
  await page.getByLabel("Date et heure").fill(MEETS.typed);
  await page.getByLabel("Lieu").fill("Salle des fêtes");
  await page.getByRole("button", { name: "Créer l’assemblée" }).click();
  await see(officer, MEETING);
  await page.locator("summary", { hasText: "Inscrire une résolution" }).click();
  await page.getByLabel("Titre", { exact: true }).first().fill(QUESTION);
  await page.getByLabel("Texte", { exact: true }).fill(TEXT);
  await officer.expectAccessible("a resolution being written");
  await page.getByRole("button", { name: "Inscrire une résolution" }).click();
  await follow(officer, `1. ${QUESTION}`, QUESTION);
  await page.getByRole("button", { name: "avis favorable du conseil", exact: true }).click();
  await told(page, /^avis favorable du conseil$/);
  await attach();
  await follow(officer, MEETING, MEETING);
  await press(officer, "Envoyer la convocation");
  await told(page, /^convoquée$/);
  await officer.expectAccessible("an assembly that is convened");
});

test("and calls a poll, which will open when the assembly meets", async () => {
  const { page } = officer;
  await follow(officer, "Préparer un scrutin", "Préparer un scrutin");
  assert.equal(await page.getByLabel("Ouverture").inputValue(), MEETS.typed);
  await page.getByRole("button", { name: "Créer le scrutin" }).click();
  await see(officer, QUESTION);
  await press(officer, "Annoncer le scrutin");
  await told(page, /^annoncé$/);
  await see(officer, QUESTION);
  await officer.leave();
});

/* Four weeks later nobody is signed in any more, and who runs the server makes the administrator a link. */
test("on the day, the administrator comes again and gives three members their links", async () => {
  await server.stop();
  links["the administrator"] = palabre(["link", "--db", db, "--administrator"], 0, MORNING);
  server = await Server.start({ db, clock: MORNING });
  officer = await enter(FRENCH, MORNING);
  await signIn(officer, "the administrator");
  for (const name of ["Bo Mattei", "Di Luca", "Flo Paoli"]) {
    await officer.page.goto("/admin/register");
    await follow(officer, name, name);
    await officer.page.getByRole("button", { name: "Faire un lien de connexion" }).click();
    links[name] = await officer.page.getByLabel("Lien à remettre, affiché une seule fois").inputValue();
  }
  await officer.expectAccessible("a link to give");
});

let di: Visitor;

test("a member gives a proxy, and who holds it accepts", async () => {
  const flo = await enter(SMALL_FRENCH, MORNING);
  await signIn(flo, "Flo Paoli");
  await follow(flo, "Mes procurations", "Mes procurations");
  await flo.page.getByLabel("Chercher un membre").fill("di");
  await flo.page.getByRole("button", { name: "Di Luca" }).click();
  await flo.expectAccessible("a proxy being given");
  await flo.page.getByRole("button", { name: "Donner cette procuration" }).click();
  await see(flo, "Flo Paoli à Di Luca");
  await flo.leave();

  di = await enter(SMALL, MORNING);
  await signIn(di, "Di Luca");
  await di.page.getByRole("button", { name: "Accept" }).click();
  await di.page.getByText("No proxy awaits your answer.").waitFor();
  await di.expectAccessible("a proxy accepted");
  await follow(di, "My proxies", "Flo Paoli to Di Luca");
  await di.page.goto("/me");
  await di.page.getByRole("heading", { name: "Polls announced" }).waitFor();
});

test("the hour comes: the administrator opens the sitting, the poll opens, and who waited sees it", async () => {
  const { page } = officer;
  server.setClock(MEETS.instant);
  await di.page.getByRole("link", { name: /^Vote.*For yourself/ }).waitFor();
  await officer.page.goto("/assemblies");
  await follow(officer, MEETING, MEETING);
  await press(officer, "Ouvrir la séance");
  await page.getByRole("heading", { name: "Quorum", exact: true }).waitFor();
  await follow(officer, "Feuille de présence", "Feuille de présence");
  for (const name of ["Bo Mattei", "Gil Orsini"]) {
    await page.getByLabel("Faire entrer un membre").fill(name.slice(0, 3));
    await page.getByRole("button", { name: `Faire entrer : ${name}` }).click();
    await page.getByRole("button", { name: `Sortie maintenant : ${name}` }).waitFor();
  }
  await see(officer, "Feuille de présence");
});

async function vote(voter: Visitor, whose: string, mark: string): Promise<string> {
  const { page } = voter;
  await page.goto("/me");
  await page.getByRole("link", { name: `Vote: ${QUESTION}, ${whose}` }).click();
  await page.getByText(TEXT).waitFor();
  await voter.expectAccessible("a ballot");
  await page.getByRole("radio", { name: mark }).check();
  await page.getByRole("button", { name: "Review my ballot" }).click();
  await page.getByText(mark, { exact: true }).waitFor();
  await voter.expectAccessible("a ballot under review");
  await page.getByRole("button", { name: "Cast this ballot" }).click();
  await see(voter, "Your ballot is in the box");
  return receipt(page, "Entry of the log");
}

const receipt = (page: Page, term: string) =>
  page.locator(".definition", { has: page.getByText(term, { exact: true }) }).locator("dd").innerText();

test("a member votes from afar, for herself and otherwise for the member who gave her a proxy", async () => {
  receipts["Di"] = await vote(di, "For yourself", "For");
  receipts["Flo"] = await vote(di, "For Flo Paoli, who gave you a proxy", "Against");
  await di.page.goto("/me");
  const used = di.page.getByText("This right to vote has been used.");
  await used.nth(1).waitFor();
  assert.equal(await used.count(), 2);
  assert.equal(await di.page.getByRole("link", { name: /^Vote/ }).count(), 0);
  await see(di, "What awaits me");
  await di.leave();
});

test("another, in the room, does everything by the keyboard alone", async () => {
  const bo = await enter(SMALL_FRENCH, MEETS.instant);
  const { page } = bo;
  await openLink(bo, "Bo Mattei", "Entrer : La Ruche du Marais");
  await bo.tabTo(page.getByRole("button", { name: "Entrer", exact: true }));
  await page.keyboard.press("Enter");
  await see(bo, "Ce qui m’attend");
  await bo.tabTo(page.getByRole("link", { name: `Voter : ${QUESTION}, Pour vous-même` }));
  await page.keyboard.press("Enter");
  await see(bo, `Voter : ${QUESTION}`);
  await bo.tabTo(page.getByRole("radio", { name: "Pour", exact: true }));
  await page.keyboard.press("Space");
  await bo.tabTo(page.getByRole("button", { name: "Relire mon bulletin" }));
  await page.keyboard.press("Enter");
  await see(bo, "Relisez votre bulletin");
  await bo.tabTo(page.getByRole("button", { name: "Déposer ce bulletin" }));
  await page.keyboard.press("Enter");
  await see(bo, "Votre bulletin est dans l’urne");
  receipts["Bo"] = await receipt(page, "Entrée du journal");
  await bo.leave();
});

test("the administrator closes, before time and saying why, and ends the sitting", async () => {
  const { page } = officer;
  await follow(officer, "Voir l’assemblée", MEETING);
  await follow(officer, QUESTION, QUESTION);
  await page.locator("summary", { hasText: "Clore ou annuler" }).click();
  await page.getByLabel("Motif").fill("Tous les présents ont voté.");
  await press(officer, "Clore et dépouiller");
  await see(officer, "Résultat");
  await follow(officer, "Voir l’assemblée", MEETING);
  await press(officer, "Lever la séance");
  await told(page, /^terminée$/);
  await officer.leave();
});

/* What each college weighs, from the statutes: the weight of those without a member goes to the others in equal
 * parts, and a college that expressed nothing is left out. */
const weightless = COLLEGES.filter(({ members }) => members === 0)
  .reduce((sum, { percent }) => sum.plus(new Fraction(percent, 100)), ZERO);
const given = weightless.over(new Fraction(COLLEGES.filter(({ members }) => members > 0).length));
const weightOf = ({ members, percent }: College) =>
  members === 0 ? ZERO : new Fraction(percent, 100).plus(given);
const brings = (college: College, votes: number) => votes === 0 ? ZERO
  : weightOf(college).times(new Fraction(votes, college.for + college.against));
const sum = (of: (college: College) => Fraction) => COLLEGES.reduce((all, each) => all.plus(of(each)), ZERO);
const presentIn = (college: College) => college.for + college.against + college.inTheRoom;

/* A fraction as the page writes it in English: exact, then in hundredths with one decimal, said to be rounded. */
function written({ num, den }: Fraction): string {
  const tenths = (num * 2000n + den) / (den * 2n);
  const percent = tenths % 10n === 0n ? `${tenths / 10n}%` : `${tenths / 10n}.${tenths % 10n}%`;
  const mark = (num * 1000n) % den === 0n ? "" : "≈ ";
  return `${den === 1n ? num : `${num}/${den}`} (${mark}${percent})`;
}

async function said(within: Locator, term: string): Promise<string[]> {
  const found = within.locator(".definition", { has: within.page().getByText(term, { exact: true }) }).locator("dd");
  return (await found.allInnerTexts()).map((text) => text.replace(/\s+/g, " ").trim());
}

/* The length of each part of a bar, in millionths of the whole. */
async function lengths(bar: Locator): Promise<Record<string, number>> {
  const parts = await bar.locator("rect").evaluateAll((rects) =>
    rects.map((rect) => [rect.getAttribute("class") ?? "", Number(rect.getAttribute("width"))] as const));
  return Object.fromEntries(parts.filter(([name]) => /^bar-(for|against|abstain)$/.test(name))
    .map(([name, width]) => [name.replace("bar-", ""), Math.round(width * 10_000)]));
}

const length = ({ num, den }: Fraction) => Number((num * 1_000_000n) / den);

async function readResult(result: Locator): Promise<void> {
  const [yes, no] = [sum((each) => brings(each, each.for)), sum((each) => brings(each, each.against))];
  const ratio = yes.over(yes.plus(no));
  assert.ok(ratio.compare(new Fraction(1, 2)) > 0, "the figures of this test adopt the resolution");
  await result.getByText("Adopted", { exact: true }).waitFor();
  assert.deepEqual(await said(result, "Share of the votes for"), [written(ratio)]);
  assert.deepEqual(await said(result, "More than"), ["1/2 (50%) of the votes expressed"]);
  assert.deepEqual(await said(result, "Weight for"), [written(yes)]);
  assert.deepEqual(await said(result, "Weight against"), [written(no)]);
  assert.deepEqual(await lengths(result.locator("> svg.bar")), { for: length(ratio) });
  assert.deepEqual(await lengths(result.locator("figure svg.bar")), { for: length(yes), against: length(no) });

  const present = COLLEGES.reduce((all, each) => all + presentIn(each), 0);
  const members = COLLEGES.reduce((all, each) => all + each.members, 0);
  assert.deepEqual(await said(result, "Reached"), [written(new Fraction(present, members))]);
  assert.deepEqual(await said(result, "Required"), ["1/5 (20%)"]);
}

async function readCollege(card: Locator, college: College): Promise<void> {
  const present = presentIn(college);
  const part = (votes: number) => present === 0 ? 0 : length(new Fraction(votes, present));
  const isHeard = college.for + college.against > 0;
  const state = isHeard ? [] : [college.members === 0 ? "without members" : "nobody expressed a vote"];
  assert.deepEqual({
    bar: await lengths(card.locator("svg.bar")),
    for: await said(card, "For"),
    against: await said(card, "Against"),
    present: await said(card, "Voters and present"),
    weight: await said(card, "Weight"),
    state: await said(card, "Situation"),
    bringsFor: await said(card, "Brings for"),
    bringsAgainst: await said(card, "Brings against"),
  }, {
    bar: { for: part(college.for), against: part(college.against), abstain: 0 },
    for: [String(college.for)],
    against: [String(college.against)],
    present: [`${present} of ${college.members} members`],
    weight: [written(weightOf(college))],
    state,
    bringsFor: [written(brings(college, college.for))],
    bringsAgainst: [written(brings(college, college.against))],
  }, college.en);
}

test("someone without an account reads the result, whose figures are right", async () => {
  const observer = await enter(SMALL, MEETS.instant);
  const { page } = observer;
  await page.goto("/");
  await see(observer, "Who decides here");
  await follow(observer, "Decisions", "Decisions");
  await follow(observer, QUESTION, QUESTION);
  await observer.page.getByRole("heading", { name: "From the first argument to the decision" }).waitFor();
  await observer.expectAccessible("a decision");
  await follow(observer, "The vote in full", "Result");
  const result = page.locator(".result");
  await readResult(result);
  const cards = result.locator("ul.cards > li");
  assert.deepEqual(await cards.getByRole("heading").allInnerTexts(), COLLEGES.map(({ en }) => en));
  for (const [index, college] of COLLEGES.entries()) await readCollege(cards.nth(index), college);

  await page.locator("summary", { hasText: "Published ballots" }).click();
  const rows = page.getByRole("region", { name: "Published ballots" }).locator("tbody tr");
  await rows.nth(2).waitFor();
  const published = await rows.evaluateAll((all) => all.map((row) => {
    const [entry, , college, channel, mark] = [...row.children].map((cell) => cell.textContent?.trim() ?? "");
    return [entry, college, channel?.replace(/ \(.*/, ""), mark];
  }));
  assert.deepEqual(published.sort(([a], [b]) => Number(a) - Number(b)), [
    [receipts["Di"], "Users", "remote", "For"],
    [receipts["Flo"], "Users", "by proxy", "Against"],
    [receipts["Bo"], "Employees", "in the room", "For"],
  ]);
  await observer.expectAccessible("the published ballots");
  await page.getByRole("button", { name: "Français" }).click();
  await page.getByText("Adoptée", { exact: true }).waitFor();
  await see(observer, "Résultat");
  await observer.leave();
});

/* Every screen, on a small screen and a large one, in both languages: it breaks no rule of accessibility, it is
 * said in the reader's language, and nothing of it needs a sideways scroll. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";

import { Api, Server, palabre, scratch, tokensIn } from "../http/support.ts";
import { NARROW, Visitor, openBrowser } from "./support.ts";

const SOURCE = join(import.meta.dirname, "../..");
const WIDE = { width: 1280, height: 900 };
const LANGUAGES = { fr: "fr-FR", en: "en-GB" };

const folder = scratch();
const api = { url: "" };
let server: Server;
let browser: Browser;
let officer: Api;
let member = "";
let organisation = "";

async function enterMembers(): Promise<void> {
  const ada = await officer.post<{ id: string }>("/api/v1/members", {
    body: {
      kind: "natural", name: "Ada Colonna", person: { email: "ada@example.org", language: "fr" },
      category: "users", college: "users", state: "admitted", admitted_on: "2026-01-15",
    },
  });
  member = ada.body.id;
  const town = await officer.post<{ id: string }>("/api/v1/members", {
    body: {
      kind: "legal", name: "Ville de Bastia", category: "municipalities", college: "public", state: "admitted",
      admitted_on: "2026-01-15",
    },
  });
  organisation = town.body.id;
  await officer.post(`/api/v1/members/${organisation}/representatives`, {
    body: { name: "Bo Mattei", rank: "full", authority: "Décision du 3 mars 2026", from_on: "2026-03-03" },
  });
}

before(async () => {
  const db = join(folder.path, "coop.palabre");
  const founded = palabre(["init", "--db", db, "--log-name", "demo.invalid/log", "--admin-name", "Cy Rossi",
    "--constitution", join(SOURCE, "docs/constitutions/scic.json")]);
  server = await Server.start({ db });
  api.url = server.url;
  officer = new Api(server.url);
  await officer.signIn(tokensIn(founded)[0] ?? "");
  await enterMembers();
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
  folder.remove();
});

type Language = keyof typeof LANGUAGES;
type Screen = { name: string; path: () => string; title: Record<Language, string> };

const screen = (name: string, path: () => string, fr: string, en = fr): Screen => ({ name, path, title: { fr, en } });

const SOCIETY = "La Ruche du Marais";

const forAnyone: Screen[] = [
  screen("who decides here", () => "/", "Qui décide ici", "Who decides here"),
  screen("an address where nothing is", () => "/nothing", "Page introuvable", "Page not found"),
  screen("a page that asks to sign in", () => "/me", "Connexion nécessaire", "Sign in first"),
  screen("a sign-in link", () => "/#t=abc", `Entrer\u00a0: ${SOCIETY}`, `Sign in: ${SOCIETY}`),
];

const forOfficers: Screen[] = [
  screen("the register", () => "/admin/register", "Registre des membres", "Register of members"),
  screen("a member", () => `/admin/register/${member}`, "Ada Colonna"),
  screen("an organisation", () => `/admin/register/${organisation}`, "Ville de Bastia"),
  screen("entering a member", () => "/admin/register/new", "Inscrire un membre", "Enter a member"),
  screen("importing", () => "/admin/register/import", "Importer le registre", "Import the register"),
  screen("the statutes", () => "/admin/constitution", "Statuts et collèges", "Statutes and colleges"),
  screen("the offices", () => "/admin/offices", "Fonctions", "Offices"),
];

/* What is folded is part of the screen, and what still loads is not the screen yet. */
async function show(visitor: Visitor, path: string, title: string): Promise<void> {
  await visitor.page.goto(path);
  await visitor.page.getByRole("heading", { level: 1, name: title, exact: true }).waitFor();
  await visitor.page.waitForFunction(() => document.querySelector(".waiting") === null);
  await visitor.page.evaluate(() => document.querySelectorAll("details").forEach((each) => (each.open = true)));
  await visitor.page.waitForFunction(() => document.querySelector(".waiting") === null);
}

async function checkAll(screens: Screen[], language: Language, viewport: typeof NARROW, cookie?: string): Promise<void> {
  const colorScheme = viewport === NARROW ? "light" : "dark";
  const visitor = await Visitor.enter(browser, api.url, { viewport, locale: LANGUAGES[language], colorScheme });
  if (cookie !== undefined) {
    const [name = "", value = ""] = cookie.split("=");
    await visitor.page.context().addCookies([{ name, value, url: api.url }]);
  }
  for (const { name, path, title } of screens) {
    await show(visitor, path(), title[language]);
    assert.equal(await visitor.page.locator("html").getAttribute("lang"), language, name);
    assert.equal(await visitor.page.title(), `${title[language]} · ${SOCIETY}`);
    await visitor.expectAccessible(`${name}, ${language}, ${viewport.width}`);
  }
  await visitor.leave();
}

for (const language of Object.keys(LANGUAGES) as Language[]) {
  for (const viewport of [NARROW, WIDE]) {
    const where = `in ${language}, ${viewport.width} pixels wide`;
    test(`what anyone sees, ${where}`, () => checkAll(forAnyone, language, viewport));
    test(`what an officer sees, ${where}`, () => checkAll(forOfficers, language, viewport, officer.cookie));
  }
}

/* Every screen, on a small screen and a large one, in both languages: it breaks no rule of accessibility, it is
 * said in the reader's language, and nothing of it needs a sideways scroll. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";

import { Api, Server, scratch, tokensIn } from "../http/support.ts";
import { NARROW, Visitor, openBrowser } from "./support.ts";

const WIDE = { width: 1280, height: 900 };
const LANGUAGES = { fr: "fr-FR", en: "en-GB" };

const folder = scratch();
const api = { url: "" };
let server: Server;
let browser: Browser;
let officer: Api;
let person: Api;

/* What the screens show, found in the demonstration by what it is. */
type Found = { id: string; title: string };
type What = "society" | "member" | "organisation" | "sitting" | "ended" | "resolution" | "motion" | "election" | "open";
const found: Record<What, Found> = {
  society: { id: "", title: "" },
  member: { id: "", title: "" },
  organisation: { id: "", title: "" },
  sitting: { id: "", title: "" },
  ended: { id: "", title: "" },
  resolution: { id: "", title: "" },
  motion: { id: "", title: "" },
  election: { id: "", title: "" },
  open: { id: "", title: "" },
};
/* The member who votes, in the open poll. */
let voter = "";

type Row = { id: string; name?: string; title?: string; kind?: string; state?: string };

function keep(what: What, row: Row | undefined): void {
  assert.ok(row, `the demonstration has no ${what}`);
  found[what] = { id: row.id, title: row.title ?? row.name ?? "" };
}

async function list(path: string): Promise<Row[]> {
  return (await officer.get<{ items: Row[] }>(path)).body.items;
}

async function find(): Promise<void> {
  keep("society", (await officer.get<Row>("/api/v1/society")).body);
  const members = await list("/api/v1/members?limit=500");
  keep("member", members.find(({ kind }) => kind === "natural"));
  keep("organisation", members.find(({ kind }) => kind === "legal"));
  const assemblies = await list("/api/v1/assemblies");
  keep("sitting", assemblies.find(({ state }) => state === "sitting"));
  keep("ended", assemblies.find(({ state }) => state === "ended"));
  const ended = await officer.get<{ agenda: Row[] }>(`/api/v1/assemblies/${found.ended.id}`);
  keep("resolution", ended.body.agenda[0]);
  const polls = await list("/api/v1/polls");
  const published = polls.filter(({ state }) => state === "published");
  keep("motion", published.find(({ kind }) => kind === "resolution"));
  keep("election", published.find(({ kind }) => kind === "election"));
  const me = await person.get<{ votes: { poll: string; how: string; member: { id: string } }[] }>("/api/v1/me");
  const right = me.body.votes.find(({ how }) => how === "self");
  keep("open", polls.find(({ id }) => id === right?.poll));
  voter = right?.member.id ?? "";
}

/* Someone to whom the demonstration gives a link. */
async function signedIn(who: "administrator" | "member"): Promise<Api> {
  const line = server.output.split("\n").find((each) => each.trim().startsWith(who));
  const someone = new Api(server.url);
  await someone.signIn(tokensIn(line ?? "")[0] ?? "");
  return someone;
}

before(async () => {
  server = await Server.start({ command: "demo", db: join(folder.path, "demo.palabre") });
  api.url = server.url;
  officer = await signedIn("administrator");
  person = await signedIn("member");
  await find();
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
  folder.remove();
});

type Language = keyof typeof LANGUAGES;
type Screen = { name: string; path: () => string; title: Record<Language, () => string> };

const screen = (name: string, path: () => string, fr: string, en: string): Screen =>
  ({ name, path, title: { fr: () => fr, en: () => en } });

/* The screen of a thing, whose name is the same in both languages. */
const screenOf = (name: string, what: What, path: (id: string) => string): Screen => {
  const title = () => found[what].title;
  return { name, path: () => path(found[what].id), title: { fr: title, en: title } };
};

const forAnyone: Screen[] = [
  screen("who decides here", () => "/", "Qui décide ici", "Who decides here"),
  screen("the assemblies", () => "/assemblies", "Assemblées", "Assemblies"),
  screenOf("an assembly", "ended", (id) => `/assemblies/${id}`),
  screen("the decisions", () => "/decisions", "Décisions", "Decisions"),
  screenOf("the result of a motion", "motion", (id) => `/polls/${id}`),
  screenOf("the result of an election", "election", (id) => `/polls/${id}`),
  screenOf("a resolution", "resolution", (id) => `/resolutions/${id}`),
  screen("an address where nothing is", () => "/nothing", "Page introuvable", "Page not found"),
  screen("a page that asks to sign in", () => "/me", "Connexion nécessaire", "Sign in first"),
];

const forMembers: Screen[] = [
  screen("what awaits me", () => "/me", "Ce qui m’attend", "What awaits me"),
  screen("my proxies", () => "/proxies", "Mes procurations", "My proxies"),
  {
    name: "a ballot",
    path: () => `/polls/${found.open.id}/vote/${voter}`,
    title: { fr: () => `Voter\u00a0: ${found.open.title}`, en: () => `Vote: ${found.open.title}` },
  },
];

const forOfficers: Screen[] = [
  screenOf("an open poll", "open", (id) => `/polls/${id}`),
  {
    name: "paper votes",
    path: () => `/admin/polls/${found.open.id}/papers`,
    title: { fr: () => `Votes papier\u00a0: ${found.open.title}`, en: () => `Paper votes: ${found.open.title}` },
  },
  screen("the register", () => "/admin/register", "Registre des membres", "Register of members"),
  screenOf("a member", "member", (id) => `/admin/register/${id}`),
  screenOf("an organisation", "organisation", (id) => `/admin/register/${id}`),
  screen("entering a member", () => "/admin/register/new", "Inscrire un membre", "Enter a member"),
  screen("importing", () => "/admin/register/import", "Importer le registre", "Import the register"),
  screen("the statutes", () => "/admin/constitution", "Statuts et collèges", "Statutes and colleges"),
  screen("the offices", () => "/admin/offices", "Fonctions", "Offices"),
  screen("preparing an assembly", () => "/admin/assemblies/new", "Préparer une assemblée", "Prepare an assembly"),
  screenOf("a sitting", "sitting", (id) => `/assemblies/${id}`),
  screen("attendance", () => `/admin/assemblies/${found.sitting.id}/attendance`, "Feuille de présence", "Attendance"),
  screen("preparing a poll", () => `/admin/assemblies/${found.sitting.id}/polls/new`,
    "Préparer un scrutin", "Prepare a poll"),
];

/* What is folded is part of the screen, and what still loads is not the screen yet. */
async function show(visitor: Visitor, path: string, title: string): Promise<void> {
  await visitor.page.goto(path);
  await visitor.page.getByRole("heading", { level: 1, name: title, exact: true }).waitFor();
  await visitor.page.waitForFunction(() => document.querySelector(".waiting") === null);
  await visitor.page.evaluate(() => document.querySelectorAll("details").forEach((each) => (each.open = true)));
  await visitor.page.waitForFunction(() => document.querySelector(".waiting") === null);
}

async function checkAll(
  screens: Screen[], language: Language, viewport: typeof NARROW, cookie?: string,
): Promise<void> {
  const colorScheme = viewport === NARROW ? "light" : "dark";
  const visitor = await Visitor.enter(browser, api.url, { viewport, locale: LANGUAGES[language], colorScheme });
  if (cookie !== undefined) {
    const [name = "", value = ""] = cookie.split("=");
    await visitor.page.context().addCookies([{ name, value, url: api.url }]);
  }
  for (const { name, path, title } of screens) {
    await show(visitor, path(), title[language]());
    assert.equal(await visitor.page.locator("html").getAttribute("lang"), language, name);
    assert.equal(await visitor.page.title(), `${title[language]()} · ${found.society.title}`);
    await visitor.expectAccessible(`${name}, ${language}, ${viewport.width}`);
  }
  await visitor.leave();
}

for (const language of Object.keys(LANGUAGES) as Language[]) {
  for (const viewport of [NARROW, WIDE]) {
    const where = `in ${language}, ${viewport.width} pixels wide`;
    test(`what anyone sees, ${where}`, () => checkAll(forAnyone, language, viewport));
    test(`what a member sees, ${where}`, () => checkAll(forMembers, language, viewport, person.cookie));
    test(`what an officer sees, ${where}`, () => checkAll(forOfficers, language, viewport, officer.cookie));
  }
}

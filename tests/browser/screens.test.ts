/* Every screen of the router, on a small screen and a large one, enlarged twice, in both languages and both themes:
 * it breaks no rule of accessibility, all that takes the keyboard has a name and a role, it is said in the reader's language,
 * nothing of it needs a sideways scroll, and it can be printed. A screen without a row here does not compile. PALABRE_SCREENS=poll,me looks at these alone. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";

import { type Parameters, type Screen, pathOf } from "../../web/src/router.ts";
import { Api, Server, scratch, tokensIn } from "../http/support.ts";
import { NARROW, Visitor, openBrowser } from "./support.ts";

const WIDE = { width: 1280, height: 900 };
/* What is left of the large one when its reader makes everything twice as large. */
const ENLARGED = { width: 640, height: 450 };
const LANGUAGES = { fr: "fr-FR", en: "en-GB" };
type Language = keyof typeof LANGUAGES;

const folder = scratch();
let server: Server;
let browser: Browser;
let officer: Api;
let person: Api;

/* What the screens show, found in the demonstration by what it is. */
type Found = { id: string; title: string };
const WHATS = ["society", "member", "organisation", "sitting", "ended", "resolution", "motion", "election",
  "open", "convened", "debated", "amendment", "called", "initiative"] as const;
type What = (typeof WHATS)[number];
const found = Object.fromEntries(WHATS.map((what) => [what, { id: "", title: "" }])) as Record<What, Found>;
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

/* What the demonstration has none of: a text that is debated, and changed. */
async function debate(): Promise<void> {
  const { body: { document } } = await officer.get<{ document: object }>("/api/v1/constitution");
  const deliberation = { sponsors: "1/1", debate_days: 0, extension_days: 0, contract_days: 0 };
  const { body: { time_zone: timeZone } } = await officer.get<{ time_zone: string }>("/api/v1/society");
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone }).format(new Date()); /* as YYYY-MM-DD */
  await officer.post("/api/v1/constitution/versions",
    { body: { document: { ...document, deliberation }, effective_on: today } });
  const meets_at = new Date(Date.now() + 60 * 86_400_000).toISOString();
  const meeting = { kind: "ordinary", title: "Assemblée de printemps", place: "Corte", meets_at };
  keep("convened", (await officer.post<Row>("/api/v1/assemblies", { body: meeting })).body);
  const assembly = found.convened.id;
  const text = "Le toit est refait cet été, en tuiles.";
  const resolution = (await officer.post<Row>(`/api/v1/assemblies/${assembly}/resolutions`,
    { body: { class: "ordinary", origin: "board", title: "Refaire le toit", text } })).body;
  keep("debated", resolution);
  await officer.post(`/api/v1/assemblies/${assembly}/notice`, { body: {}, headers: { "if-match": "*" } });
  const say = (by: Api, body: object) => by.post<Row>(`/api/v1/resolutions/${resolution.id}/contributions`, { body });
  const { body: session } = await person.get<{ members: { id: string }[] }>("/api/v1/session");
  const member = session.members[0]?.id;
  for (const kind of ["question", "for", "against", "concern", "information"]) {
    const said = await say(person, { kind, member, text: "## Il pleut\n\nDepuis *longtemps*, dit [le journal](https://example.org/)." });
    if (kind === "question") {
      await say(officer, { kind: "reply", parent: said.body.id, official: true, text: "Oui." });
    }
  }
  keep("called", (await officer.post<Row>("/api/v1/assemblies", { body: { ...meeting, title: "Assemblée d’été" } })).body);
  keep("initiative", (await person.post<Row>(`/api/v1/assemblies/${found.called.id}/initiatives`,
    { body: { class: "ordinary", member, title: "Planter une haie", text: "Une haie est plantée.", reasons: "Le vent." } })).body);
  const amended = `/api/v1/resolutions/${resolution.id}/amendments`;
  const first = (await person.post<Row & { author: { name: string } }>(amended,
    { body: { version: 1, member, text: text.replace("tuiles", "ardoises"), reasons: "Elles durent." } })).body;
  found.amendment = { id: first.id, title: first.author.name };
  await person.post(amended, { body: { version: 1, member, text: text.replace("cet été", "en mai") } });
  await person.post(amended,
    { body: { version: 1, member, parent: first.id, text: text.replace("en tuiles", "en belles ardoises") } });
}

before(async () => {
  server = await Server.start({ command: "demo", db: join(folder.path, "demo.palabre") });
  officer = await signedIn("administrator");
  person = await signedIn("member");
  await find();
  await debate();
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
  folder.remove();
});

type Who = "anyone" | "member" | "officer";
/* A screen as someone sees it: what it shows, and its title. */
interface Look<P> {
  readonly who: Who;
  readonly name: string;
  readonly title: (language: Language) => string;
  readonly parameters: () => P;
}

const none = () => ({});

/* A title that differs by language. */
const said = (who: Who, fr: string, en: string): Look<object> =>
  ({ who, name: en, title: (language) => (language === "fr" ? fr : en), parameters: none });

/* The screen of a thing of the demonstration, whose title is what the thing is called, within a sentence or alone. */
const thing = <P>(who: Who, what: What, parameters: (id: string) => P, fr = "*", en = "*"): Look<P> => ({
  who,
  name: what,
  title: (language) => (language === "fr" ? fr : en).replace("*", found[what].title),
  parameters: () => parameters(found[what].id),
});

/* In the order of the router. Several looks of one screen are several rows. */
const screens: { readonly [S in Screen]: readonly [Look<Parameters<S>>, ...Look<Parameters<S>>[]] } = {
  registry: [said("anyone", "Qui décide ici", "Who decides here")],
  signIn: [said("anyone", "Se connecter", "Sign in")],
  assemblies: [said("anyone", "Assemblées", "Assemblies")],
  assembly: [
    thing("anyone", "ended", (assembly) => ({ assembly })),
    thing("officer", "sitting", (assembly) => ({ assembly })),
    thing("member", "convened", (assembly) => ({ assembly })),
  ],
  room: [
    thing("anyone", "sitting", (assembly) => ({ assembly })),
    { ...thing("anyone", "ended", (assembly) => ({ assembly })), name: "a room that is empty" },
  ],
  minutes: [
    thing("anyone", "ended", (assembly) => ({ assembly }), "Procès-verbal\u00a0: *", "Minutes: *"),
    thing("officer", "ended", (assembly) => ({ assembly }), "Procès-verbal\u00a0: *", "Minutes: *"),
  ],
  resolution: [
    thing("anyone", "resolution", (resolution) => ({ resolution })),
    thing("member", "debated", (resolution) => ({ resolution })),
    thing("officer", "debated", (resolution) => ({ resolution })),
  ],
  amendment: [thing("member", "amendment", (amendment) => ({ amendment }), "Amendement de *", "Amendment of *")],
  decisions: [said("anyone", "Décisions", "Decisions")],
  decision: [
    thing("anyone", "motion", (decision) => ({ decision })),
    thing("officer", "election", (decision) => ({ decision })),
  ],
  log: [said("anyone", "Journal public", "Public log")],
  entry: [{ ...said("anyone", "Entrée 0 du journal", "Entry 0 of the log"), parameters: () => ({ entry: "0" }) }],
  records: [said("anyone", "Archives à vérifier", "Records to verify")],
  verifyRecord: [thing("anyone", "motion", (poll) => ({ poll }), "Vérifier une archive", "Verify a record")],
  verify: [said("anyone", "Vérifier une archive", "Verify a record")],
  templates: [said("anyone", "Modèles de statuts", "Model statutes")],
  poll: [
    thing("anyone", "motion", (poll) => ({ poll })),
    thing("anyone", "election", (poll) => ({ poll })),
    thing("officer", "open", (poll) => ({ poll })),
  ],
  receipt: [
    thing("anyone", "motion", (poll) => ({ poll }), "Vérifier un vote", "Check a vote"),
    thing("member", "open", (poll) => ({ poll }), "Vérifier un vote", "Check a vote"),
  ],

  vote: [thing("member", "open", (poll) => ({ poll, member: voter }), "Voter\u00a0: *", "Vote: *")],
  sitting: [
    thing("member", "sitting", (assembly) => ({ assembly }), "Séance\u00a0: *", "Sitting: *"),
    thing("officer", "sitting", (assembly) => ({ assembly }), "Séance\u00a0: *", "Sitting: *"),
  ],
  urn: [thing("member", "open", (poll) => ({ poll }), "Ouvrir l’urne", "Open the box")],
  keeper: [said("member", "Ma clé de gardien", "My keeper’s key")],
  me: [said("member", "Ce qui m’attend", "What awaits me"), { ...said("officer", "Ce qui m’attend", "What awaits me"), name: "what awaits an officer" }, said("anyone", "Connexion nécessaire", "Sign in first")],
  amendmentNew: [thing("member", "debated", (resolution) => ({ resolution }), "Amender\u00a0: *", "Amend: *")],
  amendmentOf: [{
    ...thing("member", "debated", () => ({ amendment: found.amendment.id }), "Amender\u00a0: *", "Amend: *"),
    name: "changing an amendment",
  }],
  initiatives: [{
    ...said("member", "Propositions des membres", "Proposals of members"), parameters: () => ({ assembly: found.called.id }),
  }],
  initiative: [thing("member", "initiative", (initiative) => ({ initiative }))],
  data: [said("member", "Mes données", "My data")],
  proxies: [said("member", "Mes procurations", "My proxies")],
  tokens: [said("member", "Clés pour programmes", "Keys for programs")],

  founding: [said("officer", "Fondation", "Founding")],
  settings: [said("officer", "Réglages", "Settings")],
  mail: [said("officer", "Courrier", "Mail")],
  witnesses: [said("officer", "Témoins du journal", "Witnesses of the log")],
  audit: [said("officer", "Actes d’administration", "Administrative acts")],
  constitution: [said("officer", "Statuts et collèges", "Statutes and colleges")],
  offices: [said("officer", "Fonctions", "Offices")],
  register: [said("officer", "Registre des membres", "Register of members")],
  memberNew: [said("officer", "Inscrire un membre", "Enter a member")],
  memberImport: [said("officer", "Importer le registre", "Import the register")],
  memberLinks: [said("officer", "Liens de connexion pour plusieurs membres", "Sign-in links for many members")],
  member: [
    thing("officer", "member", (member) => ({ member })),
    thing("officer", "organisation", (member) => ({ member })),
  ],
  assemblyNew: [said("officer", "Préparer une assemblée", "Prepare an assembly")],
  notices: [thing("officer", "sitting", (assembly) => ({ assembly }), "Convocations\u00a0: *", "Notices: *")],
  attendance: [thing("officer", "sitting", (assembly) => ({ assembly }), "Feuille de présence", "Attendance")],
  pollNew: [thing("officer", "sitting", (assembly) => ({ assembly }), "Préparer un scrutin", "Prepare a poll")],
  papers: [thing("officer", "open", (poll) => ({ poll }), "Votes papier\u00a0: *", "Paper votes: *")],
  keepers: [thing("officer", "open", (poll) => ({ poll }), "Gardiens de l’urne", "Keepers of the box")],
};

interface Shown {
  readonly name: string;
  readonly who: Who;
  readonly path: () => string;
  readonly title: (language: Language) => string;
}

const wanted = process.env["PALABRE_SCREENS"]?.split(",");

const shown: Shown[] = Object.entries(screens)
  .filter(([screen]) => wanted?.includes(screen) ?? true)
  .flatMap(([screen, looks]) => (looks as readonly Look<object>[]).map(({ who, name, title, parameters }) => {
    /* Any screen will do for the compiler: the table above has given each its own parameters. */
    const path = () => pathOf(screen as "assembly", parameters() as Parameters<"assembly">);
    return { name: `${screen} (${name})`, who, title, path };
  }));
if (wanted === undefined) {
  const title = (language: Language) => (language === "fr" ? "Page introuvable" : "Page not found");
  shown.push({ name: "an address where nothing is", who: "anyone", path: () => "/nothing", title });
}

/* What is folded is part of the screen, and what still loads is not the screen yet. */
async function show({ page }: Visitor, path: string, title: string): Promise<void> {
  await page.goto(path);
  await page.getByRole("heading", { level: 1, name: title, exact: true }).waitFor();
  await page.waitForFunction(() => document.querySelector(".waiting") === null);
  await page.evaluate(() => document.querySelectorAll("details").forEach((each) => (each.open = true)));
  await page.waitForFunction(() => document.querySelector(".waiting") === null);
}

/* In both themes, whose only difference is colours, and where the screen is large, enlarged too. */
async function look(visitor: Visitor, screen: Shown, language: Language, viewport: typeof NARROW): Promise<void> {
  const { page } = visitor;
  const where = `${screen.name}, ${language}, ${viewport.width}`;
  await show(visitor, screen.path(), screen.title(language));
  assert.equal(await page.locator("html").getAttribute("lang"), language, where);
  assert.equal(await page.title(), `${screen.title(language)} · ${found.society.title}`);
  await visitor.expectAccessible(where);
  await visitor.expectTargets(where);
  await visitor.expectNames(where);
  await page.emulateMedia({ colorScheme: "dark" });
  await visitor.expectContrast(`${where}, dark`);
  await page.emulateMedia({ colorScheme: "light" });
  if (viewport === WIDE) {
    await page.setViewportSize(ENLARGED);
    await visitor.expectFits(`${where}, enlarged`);
    await page.setViewportSize(WIDE);
    await visitor.expectPrints(where);
  }
}

/* All of them even when one fails: what is wrong is told at once. */
async function lookAt(screens: Shown[], language: Language, viewport: typeof NARROW, cookie?: string): Promise<void> {
  const visitor = await Visitor.enter(browser, server.url, { viewport, locale: LANGUAGES[language] });
  if (cookie !== undefined) {
    const [name = "", value = ""] = cookie.split("=");
    await visitor.page.context().addCookies([{ name, value, url: server.url }]);
  }
  const wrong: string[] = [];
  for (const screen of screens) {
    await look(visitor, screen, language, viewport).catch((error: Error) =>
      wrong.push(`${screen.name}: ${error.message}`));
  }
  assert.deepEqual(wrong, [], wrong.join("\n\n"));
  /* A keeper's key that was never made is looked for, and not found. */
  visitor.forgive(/status of 404 .*\/api\/v1\/me\/keeper\)$/);
  await visitor.leave();
}

const cookies: Record<Who, () => string | undefined> = {
  anyone: () => undefined,
  member: () => person.cookie,
  officer: () => officer.cookie,
};

const words: Record<Who, string> = { anyone: "anyone", member: "a member", officer: "an officer" };

/* French, whose words are longer, where there is the least room. PALABRE_ALL_WIDTHS=1 looks at the two others as well. */
const pairs: [Language, typeof NARROW][] = [["fr", NARROW], ["en", WIDE]];
if (process.env["PALABRE_ALL_WIDTHS"] === "1") pairs.push(["fr", WIDE], ["en", NARROW]);

for (const [language, viewport] of pairs) {
  for (const [who, cookie] of Object.entries(cookies)) {
    const theirs = shown.filter((each) => each.who === who);
    test(`what ${words[who as Who]} sees, in ${language}, ${viewport.width} pixels wide`,
      { skip: theirs.length === 0 }, () => lookAt(theirs, language, viewport, cookie()));
  }
}

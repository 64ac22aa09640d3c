/* Pictures of the main screens, for who reads docs/ before installing anything. They are drawn and
 * written to docs/screenshots when PALABRE_SCREENSHOTS=1 says so: a run leaves the tree as it was, and screens.test.ts
 * draws every screen anyway. Which are main is said of each screen of the router. */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";

import { type Screen, pathOf } from "../../web/src/router.ts";
import { Api, Server, scratch, tokensIn } from "../http/support.ts";
import { shrink } from "./png.ts";
import { NARROW, Visitor, openBrowser } from "./support.ts";

const FOLDER = resolve(import.meta.dirname, "../../docs/screenshots");
const LIMIT = 40_000;
const LIMIT_OF_ALL = 900_000;
const WIDTHS = { wide: { width: 1280, height: 800 }, narrow: NARROW };
const isWriting = process.env["PALABRE_SCREENSHOTS"] === "1";

const folder = scratch();
let server: Server;
let browser: Browser;
let officer: Api;
let person: Api;
const ids: Record<string, string> = {};
const idOf = (name: string): string => ids[name] ?? "";

type Row = { id: string; kind?: string; state?: string };

async function signedIn(who: "administrator" | "member"): Promise<Api> {
  const line = server.output.split("\n").find((each) => each.trim().startsWith(who));
  const someone = new Api(server.url);
  await someone.signIn(tokensIn(line ?? "")[0] ?? "");
  return someone;
}

const list = async (path: string) => (await officer.get<{ items: Row[] }>(path)).body.items;

before(async () => {
  if (!isWriting) return;
  server = await Server.start({ command: "demo", db: join(folder.path, "demo.palabre") });
  officer = await signedIn("administrator");
  person = await signedIn("member");
  const decisions = await list("/api/v1/decisions");
  ids["motion"] = decisions.find(({ kind }) => kind === "resolution")?.id ?? "";
  ids["election"] = decisions.find(({ kind }) => kind === "election")?.id ?? "";
  const assemblies = await list("/api/v1/assemblies");
  ids["sitting"] = assemblies.find(({ state }) => state === "sitting")?.id ?? "";
  ids["ended"] = assemblies.find(({ state }) => state === "ended")?.id ?? "";
  const { body: held } = await officer.get<{ agenda: Row[] }>(`/api/v1/assemblies/${ids["ended"]}`);
  ids["resolution"] = held.agenda[0]?.id ?? "";
  const me = await person.get<{ votes: { poll: string; how: string; member: { id: string } }[] }>("/api/v1/me");
  const right = me.body.votes.find(({ how }) => how === "self");
  ids["open"] = right?.poll ?? "";
  ids["voter"] = right?.member.id ?? "";
  for (const [name, id] of Object.entries(ids)) assert.notEqual(id, "", `the demonstration has no ${name}`);
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
  folder.remove();
});

type Who = "anyone" | "member" | "officer";
interface Picture {
  readonly who: Who;
  readonly path: () => string;
  readonly of?: string; /* where one screen has several */
}
const of = (who: Who, path: () => string, name?: string): Picture => ({ who, path, ...(name === undefined ? {} : { of: name }) });

/* Every screen of the router: its pictures, or why it is no main one. A screen without a row does not compile, and the list in
 * README.md is held against this one. */
const MAIN: { readonly [S in Screen]: readonly Picture[] | string } = {
  registry: [of("anyone", () => pathOf("registry"))],
  signIn: [of("anyone", () => pathOf("signIn"))],
  assemblies: [of("anyone", () => pathOf("assemblies"))],
  assembly: [of("officer", () => pathOf("assembly", { assembly: idOf("sitting") }))],
  room: [of("anyone", () => pathOf("room", { assembly: idOf("sitting") }))],
  minutes: [of("anyone", () => pathOf("minutes", { assembly: idOf("ended") }))],
  resolution: [of("anyone", () => pathOf("resolution", { resolution: idOf("resolution") }))],
  amendmentNew: "a form under a resolution",
  amendment: "stands under its resolution, and the demonstration has none",
  amendmentOf: "the form of an amendment once more",
  decisions: [of("anyone", () => pathOf("decisions"))],
  decision: [of("anyone", () => pathOf("decision", { decision: idOf("motion") }))],
  log: [of("anyone", () => pathOf("log"))],
  entry: "one line of the log",
  records: [of("anyone", () => pathOf("records"))],
  verifyRecord: [of("anyone", () => pathOf("verifyRecord", { poll: idOf("motion") }))],
  verify: "the same, of a file that one has",
  templates: "statutes to begin with, which the constitution shows",
  poll: [
    of("anyone", () => pathOf("poll", { poll: idOf("motion") })),
    of("anyone", () => pathOf("poll", { poll: idOf("election") }), "election"),
  ],
  receipt: "two fields, for who kept a receipt",
  vote: [of("member", () => pathOf("vote", { poll: idOf("open"), member: idOf("voter") }))],
  sitting: [of("officer", () => pathOf("sitting", { assembly: idOf("sitting") }))],
  urn: "for keepers of a secret poll, of which the demonstration has none",
  keeper: "two fields, for a passphrase",
  me: [of("member", () => pathOf("me"))],
  initiatives: "needs an assembly that is being called, and the demonstration has none",
  initiative: "the same",
  data: [of("member", () => pathOf("data"))],
  proxies: [of("member", () => pathOf("proxies"))],
  tokens: "for programs",
  founding: [of("officer", () => pathOf("founding"))],
  settings: [of("officer", () => pathOf("settings"))],
  mail: "one of the settings",
  witnesses: "one of the settings",
  audit: [of("officer", () => pathOf("audit"))],
  constitution: [of("officer", () => pathOf("constitution"))],
  offices: [of("officer", () => pathOf("offices"))],
  register: [of("officer", () => pathOf("register"))],
  memberNew: "a form of the register",
  memberImport: "a form of the register",
  memberLinks: "a form of the register",
  member: "a line of the register",
  assemblyNew: "the form of an assembly, which its own screen has too",
  notices: "how a mailing goes, and the demonstration sends none",
  attendance: [of("officer", () => pathOf("attendance", { assembly: idOf("sitting") }))],
  pollNew: [of("officer", () => pathOf("pollNew", { assembly: idOf("sitting") }))],
  papers: [of("officer", () => pathOf("papers", { poll: idOf("open") }))],
  keepers: "for a secret poll, of which the demonstration has none",
};

const kebab = (screen: string) => screen.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/* An officer sits before a large screen; members and everybody else may hold a small one. */
const pictures = Object.entries(MAIN).flatMap(([screen, made]) => (typeof made === "string" ? [] : made.map((picture) => ({
  ...picture,
  screen,
  name: kebab(screen) + (picture.of === undefined ? "" : `-${picture.of}`),
  widths: picture.who === "officer" ? (["wide"] as const) : (["wide", "narrow"] as const),
}))));

/* What only a click shows. */
const acts: Record<string, (visitor: Visitor) => Promise<void>> = {
  verifyRecord: async ({ page }) => {
    await page.getByRole("button", { name: "Verify", exact: true }).click();
    await page.getByText("Everything agrees.").waitFor();
  },
};

async function draw(screen: string, who: Who, path: string, viewport: typeof NARROW): Promise<Buffer> {
  const visitor = await Visitor.enter(browser, server.url, { viewport, colorScheme: "light", reducedMotion: "reduce" });
  const cookie = { anyone: undefined, member: person.cookie, officer: officer.cookie }[who];
  if (cookie !== undefined) {
    const [key = "", value = ""] = cookie.split("=");
    await visitor.page.context().addCookies([{ name: key, value, url: server.url }]);
  }
  await visitor.page.goto(path);
  await visitor.page.getByRole("heading", { level: 1 }).waitFor();
  await visitor.page.waitForFunction(() => document.querySelector(".waiting") === null);
  await acts[screen]?.(visitor);
  await visitor.page.evaluate(() => scrollTo(0, 0));
  const picture = await visitor.page.screenshot({ type: "png", scale: "css", animations: "disabled" });
  await visitor.leave();
  return shrink(picture);
}

for (const { name, screen, who, path, widths } of pictures) {
  test(`${name} is drawn, and each picture is light`, { skip: !isWriting }, async () => {
    for (const width of widths) {
      const picture = await draw(screen, who, path(), WIDTHS[width]);
      const file = `${name}-${width}.png`;
      assert.ok(picture.length < LIMIT, `${file} has ${picture.length} bytes`);
      mkdirSync(FOLDER, { recursive: true });
      writeFileSync(join(FOLDER, file), picture);
    }
  });
}

const files = pictures.flatMap(({ name, widths }) => widths.map((width) => `${name}-${width}.png`)).sort();

test("each of them is there, no other is, and all together are light", () => {
  assert.deepEqual(readdirSync(FOLDER).sort(), files);
  const sizes = files.map((file) => readFileSync(join(FOLDER, file)).length);
  const whole = sizes.reduce((all, each) => all + each, 0);
  assert.ok(Math.max(...sizes) < LIMIT && whole < LIMIT_OF_ALL, `${whole} bytes`);
});

test("README.md shows each of them", () => {
  const text = readFileSync(resolve(FOLDER, "../../README.md"), "utf8");
  const linked = [...text.matchAll(/docs\/screenshots\/([a-z-]+\.png)/g)].map((match) => match[1] ?? "");
  assert.deepEqual([...new Set(linked)].sort(), files);
});

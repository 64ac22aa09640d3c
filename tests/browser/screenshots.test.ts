/* Pictures of the main screens, for who reads docs/ before installing anything. They are drawn and
 * written to docs/screenshots when PALABRE_SCREENSHOTS=1 says so: a run leaves the tree as it was, and screens.test.ts
 * draws every screen anyway. */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";

import { Api, Server, scratch, tokensIn } from "../http/support.ts";
import { shrink } from "./png.ts";
import { NARROW, Visitor, openBrowser } from "./support.ts";

const FOLDER = resolve(import.meta.dirname, "../../docs/screenshots");
const LIMIT = 60_000;
const WIDTHS = { wide: { width: 1280, height: 800 }, narrow: NARROW };
const isWriting = process.env["PALABRE_SCREENSHOTS"] === "1";

const folder = scratch();
let server: Server;
let browser: Browser;
let officer: Api;
let person: Api;
const ids: Record<string, string> = {};

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
  ids["sitting"] = (await list("/api/v1/assemblies")).find(({ state }) => state === "sitting")?.id ?? "";
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

/* The name of the picture, who sees it, where. The list in README.md is held against this one. */
const pictures: [name: string, who: Who, path: () => string][] = [
  ["registry", "anyone", () => "/"],
  ["decisions", "anyone", () => "/decisions"],
  ["decision", "anyone", () => `/decisions/${ids["motion"]}`],
  ["result", "anyone", () => `/polls/${ids["motion"]}`],
  ["election", "anyone", () => `/polls/${ids["election"]}`],
  ["log", "anyone", () => "/log"],
  ["verification", "anyone", () => `/records/${ids["motion"]}/verify`],
  ["me", "member", () => "/me"],
  ["ballot", "member", () => `/polls/${ids["open"]}/vote/${ids["voter"]}`],
  ["assembly", "officer", () => `/assemblies/${ids["sitting"]}`],
  ["statutes", "officer", () => "/admin/constitution"],
  ["register", "officer", () => "/admin/register"],
];

/* What only a click shows. */
const acts: Record<string, (visitor: Visitor) => Promise<void>> = {
  verification: async ({ page }) => {
    await page.getByRole("button", { name: "Verify", exact: true }).click();
    await page.getByText("Everything agrees.").waitFor();
  },
};

async function draw(name: string, who: Who, path: string, viewport: typeof NARROW): Promise<Buffer> {
  const visitor = await Visitor.enter(browser, server.url, { viewport, colorScheme: "light", reducedMotion: "reduce" });
  const cookie = { anyone: undefined, member: person.cookie, officer: officer.cookie }[who];
  if (cookie !== undefined) {
    const [key = "", value = ""] = cookie.split("=");
    await visitor.page.context().addCookies([{ name: key, value, url: server.url }]);
  }
  await visitor.page.goto(path);
  await visitor.page.getByRole("heading", { level: 1 }).waitFor();
  await visitor.page.waitForFunction(() => document.querySelector(".waiting") === null);
  await acts[name]?.(visitor);
  await visitor.page.evaluate(() => scrollTo(0, 0));
  const picture = await visitor.page.screenshot({ type: "png", scale: "css", animations: "disabled" });
  await visitor.leave();
  return shrink(picture);
}

for (const [name, who, path] of pictures) {
  test(`${name} is drawn, large and small, and each picture is light`, { skip: !isWriting }, async () => {
    for (const [width, viewport] of Object.entries(WIDTHS)) {
      const picture = await draw(name, who, path(), viewport);
      const file = `${name}-${width}.png`;
      assert.ok(picture.length < LIMIT, `${file} has ${picture.length} bytes`);
      if (isWriting) {
        mkdirSync(FOLDER, { recursive: true });
        writeFileSync(join(FOLDER, file), picture);
      }
    }
  });
}

test("README.md shows each of them", () => {
  const text = readFileSync(resolve(FOLDER, "../../README.md"), "utf8");
  const linked = [...text.matchAll(/docs\/screenshots\/([a-z-]+)\.png/g)].map((match) => match[1] ?? "");
  const made = pictures.flatMap(([name]) => Object.keys(WIDTHS).map((width) => `${name}-${width}`));
  assert.deepEqual([...new Set(linked)].sort(), made.sort());
});

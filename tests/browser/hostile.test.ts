/* Attacks 37 to 40 and 63: texts that would run where they are shown, requests that another site sends, frames,
 * what an assembly leaves. Nothing runs, nothing breaks, and what was written is shown as it was written. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";

import { type Screen, pathOf, routes } from "../../web/src/router.ts";
import { type Api, contract, tokensIn } from "../http/support.ts";
import { HostileDay, LONG, SHORT } from "./hostile_day.ts";
import { enterHostile, expectHarmless } from "./hostile_visit.ts";
import { type Visitor, openBrowser } from "./support.ts";

const day = new HostileDay();
let browser: Browser;

before(async () => {
  await day.hold();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await day.close();
});

const enter = (by?: Api): Promise<Visitor> => enterHostile(browser, day, by);

/* Every screen of the router whose address names only what this society has. */
function screens(): [screen: string, path: string][] {
  return (Object.keys(routes) as Screen[]).map((screen) => {
    const names = [...routes[screen].matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
    for (const name of names) assert.ok(day.ids[name], `${screen}: this society has no ${name}: give it one in hostile_day.ts`);
    return [screen, pathOf(screen as "assembly", day.ids as { assembly: string })];
  });
}

async function look(visitor: Visitor, screen: string, path: string): Promise<string> {
  const { page } = visitor;
  await page.goto(path);
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await page.waitForFunction(() => document.querySelector(".waiting") === null);
  await page.evaluate(() => document.querySelectorAll("details").forEach((each) => (each.open = true)));
  await page.waitForFunction(() => document.querySelector(".waiting") === null);
  assert.equal(await page.locator("h1").count(), 1, `${screen}: its title alone is a title of a page`);
  await expectHarmless(visitor, screen);
  await visitor.expectFits(screen);
  return page.locator("body").innerText();
}

async function lookAtAll(by: Api | undefined, wanted: (screen: string) => boolean): Promise<Map<string, string>> {
  const visitor = await enter(by);
  const shown = new Map<string, string>();
  for (const [screen, path] of screens()) {
    if (wanted(screen)) shown.set(screen, await look(visitor, screen, path));
  }
  /* A keeper's key that was never made is looked for, and not found. */
  visitor.forgive(/status of 404 .*\/api\/v1\/me\/keeper\)$/);
  await visitor.leave();
  return shown;
}

describe("39: what somebody wrote", () => {
  const OPEN = ["registry", "assemblies", "assembly", "resolution", "amendment", "decisions", "poll"];

  test("runs on no screen of who administers, and is shown as it was written", async () => {
    const shown = await lookAtAll(day.people["administrator"], () => true);
    for (const screen of ["assembly", "resolution", "amendment", "poll", "register", "member", "registry"]) {
      assert.match(shown.get(screen) ?? "", /taken\(\)/, `${screen} shows what was written`);
    }
    assert.ok(SHORT.every((text) => shown.get("poll")?.includes(text)), "each answer of a poll as it was written");
  });

  test("runs on no screen of a member, nor of a passer-by", async () => {
    await lookAtAll(day.people["member"], (screen) => !/^\/admin/.test(routes[screen as Screen]));
    await lookAtAll(undefined, (screen) => OPEN.includes(screen));
  });

  test("runs in no preview, nor in the words that differ, nor in a field that one edits", async () => {
    const visitor = await enter(day.people["member"]);
    const { page } = visitor;
    await page.goto(`/resolutions/${day.ids["resolution"]}`);
    await page.getByRole("button", { name: "Take part in the debate" }).click();
    await page.getByLabel("Your text").fill(LONG);
    await page.getByRole("button", { name: "Preview" }).click();
    await page.locator(".preview .written").waitFor();
    await expectHarmless(visitor, "a preview");
    await page.getByText("2 versions").first().click();
    await page.locator("details .diff").first().waitFor();
    await expectHarmless(visitor, "versions");
    await page.goto(`/resolutions/${day.ids["resolution"]}/amendments/new`);
    const field = page.getByLabel("The text as it would become");
    await field.fill((await field.inputValue()).replaceAll("taken()", "taken ( )"));
    await page.locator("ins").first().waitFor();
    await expectHarmless(visitor, "an amendment being written");
    await visitor.leave();
  });
});

describe("38: what another site sends", () => {
  const evil = createServer((request, response) => {
    const target = day.server.url;
    const cast = `${target}/api/v1/resolutions/${day.ids["resolution"]}/contributions`;
    const json = JSON.stringify({ kind: "for", text: "From elsewhere" });
    const pages: Record<string, string> = {
      "/fetch": `<script>
        for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]) {
          fetch("${cast}", { method: "POST", mode: "no-cors", credentials: "include", headers: { "content-type": type }, body: ${JSON.stringify(json)} }).catch(() => {});
        }
        fetch("${cast}", { method: "POST", credentials: "include", headers: { "content-type": "application/json" }, body: ${JSON.stringify(json)} }).catch(() => {});
        fetch("${target}/api/v1/session", { method: "DELETE", credentials: "include" }).catch(() => {});
        fetch("${target}/api/v1/me", { credentials: "include" }).then((answer) => answer.text()).then((text) => { document.title = "read " + text.length; }).catch(() => { document.title = "refused"; });
      </script>`,
      "/form": `<form method="post" enctype="text/plain" action="${cast}"><input name='{"kind":"for","text":"From elsewhere","x":"' value='"}'></form>
        <script>document.forms[0].submit()</script>`,
      "/frame": `<iframe id="frame" src="${target}/polls/${day.ids["open"]}"></iframe>`,
    };
    response.setHeader("content-type", "text/html");
    response.end(`<!doctype html><title>elsewhere</title>${pages[request.url ?? ""] ?? ""}`);
  });
  let origin = "";

  before(async () => {
    await new Promise<void>((done) => evil.listen(0, "127.0.0.1", done));
    origin = `http://127.0.0.1:${(evil.address() as AddressInfo).port}`;
  });
  after(() => evil.close());

  const said = async (): Promise<string> => JSON.stringify((await day.anyone().get<object>(
    `/api/v1/resolutions/${day.ids["resolution"]}/contributions?limit=500`)).body);

  /* A browser that has a session here, on a page of there; what it complains of is the attack's. */
  async function visit(path: string): Promise<Visitor> {
    const visitor = await enter(day.people["member"]);
    await visitor.page.goto(origin + path);
    await visitor.page.waitForLoadState("networkidle");
    return visitor;
  }
  async function forget(visitor: Visitor): Promise<void> {
    visitor.forgive(/./);
    await visitor.leave();
  }

  test("by scripts changes nothing, and reads nothing that is one's own", async () => {
    const visitor = await visit("/fetch");
    await visitor.page.waitForFunction(() => document.title !== "elsewhere");
    assert.equal(await visitor.page.title(), "refused");
    assert.doesNotMatch(await said(), /From elsewhere/);
    await day.people["member"]?.get("/api/v1/me", { expect: 200 });
    await forget(visitor);
  });

  test("by a form changes nothing", async () => {
    const visitor = await visit("/form");
    await visitor.page.waitForURL(/contributions$/);
    assert.match(await visitor.page.locator("body").innerText(), /urn:palabre:problem:/);
    assert.doesNotMatch(await said(), /From elsewhere/);
    await forget(visitor);
  });

  test("is refused by where it comes from, before anything of it is read", async () => {
    const path = `/api/v1/resolutions/${day.ids["resolution"]}/contributions`;
    const headers = { ...day.people["member"]?.credentials("GET"), "content-type": "application/json" };
    const body = JSON.stringify({ kind: "for", text: "From elsewhere" });
    const rows: [name: string, headers: Record<string, string>, status: number][] = [
      ["another origin", { origin: "https://elsewhere.example" }, 403],
      ["no origin that could be named", { origin: "null" }, 403],
      ["another site, as the browser says", { "sec-fetch-site": "cross-site" }, 403],
      ["a site beside ours", { "sec-fetch-site": "same-site", origin }, 403],
      ["a type that a form can send", { origin: day.server.url, "content-type": "text/plain" }, 415],
    ];
    for (const [name, more, status] of rows) {
      const answer = await fetch(day.server.url + path, { method: "POST", headers: { ...headers, ...more }, body });
      await answer.arrayBuffer();
      assert.equal(answer.status, status, name);
    }
    assert.doesNotMatch(await said(), /From elsewhere/);
  });

  test("40: shows nothing of ours in a frame", async () => {
    const visitor = await visit("/frame");
    const frame = visitor.page.frames()[1];
    assert.ok(frame);
    assert.equal(await frame.locator("#app").count(), 0, "a ballot in a frame");
    await forget(visitor);
    for (const path of ["/", "/me", "/nothing", "/api/v1/society", "/api/v1/me", "/log/checkpoint", "/feeds/decisions.atom"]) {
      const answer = await fetch(day.server.url + path);
      await answer.arrayBuffer();
      assert.match(answer.headers.get("content-security-policy") ?? "", /frame-ancestors 'none'/, path);
      assert.equal(answer.headers.get("x-frame-options"), "DENY", path);
      assert.equal(answer.headers.get("x-content-type-options"), "nosniff", path);
    }
  });
});

describe("37: a session", () => {
  test("is in a cookie that no script reads, and its link is spent and forgotten", async () => {
    const link = await day.admin.post<{ url: string }>(`/api/v1/members/${day.ids["member"]}/links`, { body: {}, expect: 201 });
    const [token = ""] = tokensIn(link.body.url);
    const visitor = await enter();
    const { page } = visitor;
    const asked: string[] = [];
    page.on("request", (request) => asked.push(`${request.url()} ${request.headers()["referer"] ?? ""}`));
    await page.goto(`/#t=${token}`);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "What awaits me" }).waitFor();
    assert.equal(await page.evaluate(() => document.cookie), "");
    const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.length, location.href]));
    assert.ok(!kept.includes(token), "the token is kept nowhere");
    assert.ok(!asked.some((line) => line.includes(token)), "and in no address that was asked for");
    const [cookie] = await page.context().cookies();
    assert.deepEqual([cookie?.httpOnly, cookie?.sameSite, cookie?.path], [true, "Strict", "/"]);
    await page.goBack().catch(() => undefined);
    assert.ok(!page.url().includes(token), "nor in the history");
    await page.goto(`/#t=${token}`);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("alert").waitFor();
    visitor.forgive(/401|410/);
    await visitor.leave();
  });
});

describe("39: once the assembly is over", () => {
  before(() => day.conclude());

  test("its minutes, its sheet and its feeds run nothing", async () => {
    const visitor = await enter(day.people["administrator"]);
    const pages = [`/api/v1/minutes/${day.ids["minutes"]}/minutes.html`, `/api/v1/assemblies/${day.assembly}/sheet.html`];
    for (const path of pages) {
      await visitor.page.goto(path);
      await visitor.page.locator("h1").first().waitFor();
      await expectHarmless(visitor, path);
      assert.match(await visitor.page.locator("body").innerText(), /taken\(\)/, path);
    }
    for (const path of ["/feeds/decisions.atom", "/feeds/assemblies.ics", `/feeds/assemblies/${day.assembly}.ics`, "/log/checkpoint"]) {
      const answer = await fetch(day.server.url + path);
      const text = await answer.text();
      assert.equal(answer.status, 200, path);
      assert.doesNotMatch(answer.headers.get("content-type") ?? "", /html/, path);
      if (path.endsWith(".atom")) assert.doesNotMatch(text, /<(script|img|svg|iframe|base|object)\b/, path);
      if (path.endsWith(".ics")) assert.ok(text.split("\r\n").every((line) => /^([A-Z-]+[;:]| |$)/.test(line)), path);
    }
    await visitor.leave();
  });

  test("runs on no screen either", async () => {
    await lookAtAll(day.people["administrator"], (screen) => /assembly|resolution|decision|poll|minutes|log|record/i.test(screen));
  });

  test("every text that the API takes was tried", () => {
    const missing = [...textFields()].filter((field) => !day.reached.has(field) && !ELSEWHERE.has(field));
    assert.deepEqual(missing, []);
  });
});

/* Texts that are shown to nobody, or that are figures and names of the API's own. */
const ELSEWHERE = new Set([
  "PUT /api/v1/society/mail /user", "PUT /api/v1/society/mail /password",
  "POST /api/v1/previews /text", /* by the browser, above */
  "POST /api/v1/members/imports ", "POST /api/v1/resolutions/{resolution}/attachments ", /* files, in hostile_files.test.ts */
  "POST /api/v1/proxies /holder", /* a member's number or identifier */
  "POST /api/v1/polls/{poll}/ballots /sealed", "POST /api/v1/polls/{poll}/receipts /receipt",
  "POST /api/v1/polls/{poll}/disputes /receipt", /* bytes that are checked */
  "POST /api/v1/polls/{poll}/waiver /reason", /* of a secret poll; shown as the reasons of others are */
  "POST /api/v1/polls /method", "POST /api/v1/polls /budget", "POST /api/v1/polls /options[]/cost",
  "POST /api/v1/polls /options[]/group", "POST /api/v1/polls /reserved/groups[]/id",
  ...["interest", "legal_reserve", "other", "statutory_reserve"].map((of) => `POST /api/v1/polls /options[]/allocation/${of}`),
  ...["capital", "deficit", "reserves", "result"].map((of) => `POST /api/v1/polls /surplus/${of}`),
  ...["from", "to"].flatMap((side) => ["template", "version"].map((of) => `POST /api/v1/constitution/comparisons /${side}/${of}`)),
]);

type Schema = {
  $ref?: string; type?: string; enum?: unknown[]; const?: unknown; pattern?: string; format?: string;
  oneOf?: Schema[]; anyOf?: Schema[]; allOf?: Schema[]; items?: Schema; properties?: Record<string, Schema>;
};

/* Of the bodies that the API's document describes: every free text, by its place. */
function textFields(): Set<string> {
  const file = new URL("../../http/openapi.json", import.meta.url);
  const document = JSON.parse(readFileSync(file, "utf8")) as { components: { schemas: Record<string, Schema> } };
  const fields = new Set<string>();
  const walk = (schema: Schema, at: string, field: string, seen: readonly string[]): void => {
    if (schema.$ref !== undefined) {
      const name = schema.$ref.split("/").at(-1) ?? "";
      if (!seen.includes(name)) walk(document.components.schemas[name] ?? {}, at, field, [...seen, name]);
      return;
    }
    for (const each of [...(schema.oneOf ?? []), ...(schema.anyOf ?? []), ...(schema.allOf ?? [])]) walk(each, at, field, seen);
    const isFree = schema.type === "string" && schema.enum === undefined && schema.const === undefined &&
      schema.pattern === undefined && schema.format === undefined;
    if (isFree) fields.add(`${field} ${at}`);
    if (schema.items !== undefined) walk(schema.items, `${at}[]`, field, seen);
    for (const [name, each] of Object.entries(schema.properties ?? {})) walk(each, `${at}/${name}`, field, seen);
  };
  for (const { method, template, value } of contract.operations) {
    const body = (value as { requestBody?: { content: Record<string, { schema: Schema }> } }).requestBody;
    for (const { schema } of Object.values(body?.content ?? {})) walk(schema, "", `${method} ${template}`, []);
  }
  return fields;
}

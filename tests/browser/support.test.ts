/* The browser tests' own instruments: a screen that breaks a rule must not pass. */
import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";

import { NARROW, Visitor, openBrowser } from "./support.ts";

const page = (body: string) => `<!doctype html><html lang="en"><meta charset="utf-8">
  <meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>A page</title>
  <main><h1>A page</h1>${body}</main></html>`;

const PAGES: Record<string, string> = {
  "/good": page("<p>Good.</p>"),
  "/unlabelled": page("<input>"),
  "/wide": page('<pre>a line that is much longer than the narrowest window can ever show at once</pre>'),
  "/dim": page("<style>@media (prefers-color-scheme: dark) { p { color: #ccc } }</style><p>Seen by day.</p>"),
  "/mute": page('<div tabindex="0"></div><button></button><div role="button" tabindex="0"> </div>'),
  "/nameless": page('<div tabindex="0">Only a place.</div>'),
  "/named": page('<button>Go</button><div role="button" tabindex="0" aria-label="Also">x</div>'),
  "/printed": page('<style>@media print { nav { display: none } }</style><nav><a href="/">Home</a></nav><p>Dark.</p>'),
  "/signposted": page('<nav aria-label="Ways"><a href="/">Home</a></nav>'),
  "/faint": page('<p style="color: white; background: black">White on black, of which paper has the white.</p>'),
  "/night": page("<style>@media (prefers-color-scheme: dark) { body { color: #eee; background: #111 } }</style><p>Read at night.</p>"),
  "/cut": page('<p style="width: 5rem; overflow: hidden; white-space: nowrap">Words that are too long.</p>'),
  "/lost": page('<img alt="" src="/nothing.png">'),
  "/throws": page("<script>missing();</script>"),
  "/elsewhere": page('<img alt="" src="http://elsewhere.invalid/a.png">'),
};

const server = createServer((request, response) => {
  const policy = request.url === "/throws" ? {} : { "content-security-policy": "script-src 'none'; object-src 'none'" };
  const body = PAGES[request.url ?? ""];
  response.writeHead(body === undefined ? 404 : 200, { "content-type": "text/html; charset=utf-8", ...policy }).end(body);
});
let browser: Browser;
let origin: string;

before(async () => {
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  server.closeAllConnections();
  server.close();
});

async function visit(path: string): Promise<Visitor> {
  const visitor = await Visitor.enter(browser, origin, { viewport: NARROW });
  await visitor.page.goto(path, { waitUntil: "load" });
  return visitor;
}

test("a good page passes, under a policy that allows no script", async () => {
  const visitor = await visit("/good");
  await visitor.expectAccessible("good");
  await visitor.leave();
});

for (const [path, says] of [["/mute", /button/], ["/nameless", /generic/], ["/good", /nothing takes the keyboard/]] as const) {
  test(`what takes the keyboard has a name and a role: ${path}`, async () => {
    const visitor = await visit(path);
    await assert.rejects(visitor.expectNames(path), says);
    await visitor.leave();
  });
}

test("what has both passes", async () => {
  const visitor = await visit("/named");
  await visitor.expectNames("named");
  await visitor.leave();
});

for (const [path, says] of [["/signposted", /Ways/], ["/faint", /White on black/], ["/night", /Read at night/]] as const) {
  test(`paper has no navigation, and words that can be read: ${path}`, async () => {
    const visitor = await visit(path);
    await assert.rejects(visitor.expectPrints(path), says);
    await visitor.leave();
  });
}

test("a page for paper passes", async () => {
  const visitor = await visit("/printed");
  await visitor.expectPrints("printed");
  await visitor.leave();
});

test("words that a box hides are cut", async () => {
  const visitor = await visit("/cut");
  await assert.rejects(visitor.expectWhole("cut"), /Words that are too long/);
  await visitor.leave();
});

test("a field without a label is a violation", async () => {
  const visitor = await visit("/unlabelled");
  await assert.rejects(visitor.expectAccessible("unlabelled"), /label/);
  await visitor.leave();
});

test("a page wider than a small screen is refused", async () => {
  const visitor = await visit("/wide");
  await assert.rejects(visitor.expectAccessible("wide"), /pixels wider/);
  await visitor.leave();
});

test("letters that the dark theme alone makes too faint are a violation in it", async () => {
  const visitor = await visit("/dim");
  await visitor.expectAccessible("by day");
  await visitor.page.emulateMedia({ colorScheme: "dark" });
  await assert.rejects(visitor.expectContrast("by night"), /color-contrast/);
  await visitor.leave();
});

test("a page that throws fails its test, unless the test forgives it", async () => {
  const visitor = await visit("/throws");
  assert.match(visitor.complaints.join(), /missing is not defined/);
  visitor.forgive(/missing is not defined/);
  await visitor.leave();
});

test("what is not found is named, so that a test forgives this and nothing else", async () => {
  const visitor = await visit("/lost");
  assert.match(visitor.complaints.join(), /status of 404 .*\/nothing\.png\)$/);
  visitor.forgive(/status of 404 .*\/something\.png\)$/);
  await assert.rejects(visitor.leave(), /nothing\.png/);
});

test("a page that asks another server fails its test", async () => {
  const visitor = await visit("/elsewhere");
  await assert.rejects(visitor.leave(), /asks elsewhere: http:\/\/elsewhere.invalid/);
});

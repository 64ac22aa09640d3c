/* What the browser of a member fetches to see a ballot for the first time, as it came over the wire; and the policy under
 * which all of it runs. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser, Response } from "playwright-core";

import { Api, Server, scratch, tokensIn } from "../http/support.ts";
import { NARROW, Visitor, openBrowser } from "./support.ts";

const BUDGET = 120_000;

const folder = scratch();
let server: Server;
let browser: Browser;
let person: Api;
let ballot = "";

before(async () => {
  server = await Server.start({ command: "demo", db: join(folder.path, "demo.palabre") });
  const line = server.output.split("\n").find((each) => each.trim().startsWith("member"));
  person = new Api(server.url);
  await person.signIn(tokensIn(line ?? "")[0] ?? "");
  const me = await person.get<{ votes: { poll: string; how: string; member: { id: string } }[] }>("/api/v1/me");
  const right = me.body.votes.find(({ how }) => how === "self");
  assert.ok(right, "the demonstration gives its member nothing to vote on");
  ballot = `/polls/${right.poll}/vote/${right.member.id}`;
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
  folder.remove();
});

interface File {
  readonly path: string;
  readonly type: string;
  readonly body: Buffer;
  readonly headers: Record<string, string>;
  readonly sent: number; /* bytes that came, with their headers */
}

/* Everything that one screen asks for until it is there, but the events, which never end. */
async function load(path: string, title: RegExp, cookie?: string): Promise<File[]> {
  const visitor = await Visitor.enter(browser, server.url, { viewport: NARROW });
  if (cookie !== undefined) {
    const [name = "", value = ""] = cookie.split("=");
    await visitor.page.context().addCookies([{ name, value, url: server.url }]);
  }
  const responses: Response[] = [];
  visitor.page.on("response", (response) => responses.push(response));
  await visitor.page.goto(path);
  await visitor.page.getByRole("heading", { level: 1, name: title }).waitFor();
  await visitor.page.waitForFunction(() => document.querySelector(".waiting") === null);
  const ended = responses.filter((each) => !each.url().endsWith("/api/v1/events"));
  const files = await Promise.all(ended.map(async (response) => {
    const headers = await response.allHeaders();
    const type = (headers["content-type"] ?? "").split(";")[0] ?? "";
    const body = await response.body();
    const { responseBodySize, responseHeadersSize } = await response.request().sizes();
    return { path: new URL(response.url()).pathname, type, body, headers, sent: responseBodySize + responseHeadersSize };
  }));
  await visitor.leave();
  return files;
}

const weigh = (files: File[]) => files.reduce((sum, { sent }) => sum + sent, 0);
const list = (files: File[]) => files.map(({ path, sent, body }) => `${sent} of ${body.length} ${path}`).join("\n");

test(`a member's first ballot costs less than ${BUDGET / 1000} kB, with all that the server says of it`, async () => {
  const files = await load(ballot, /^Vote:/, person.cookie);
  assert.ok(files.some(({ path }) => /^\/app-/.test(path)), "the client itself is counted");
  assert.ok(files.some(({ path }) => path.startsWith("/api/v1/polls/")), "and what it asks for");
  const bytes = weigh(files);
  assert.ok(bytes < BUDGET, `${bytes} bytes\n${list(files)}`);
  for (const { path, headers, body } of files.filter(({ type }) => /javascript|css|html/.test(type))) {
    assert.ok(headers["content-encoding"] === "gzip" || body.length < 200, `${path} came as it is`);
  }
});

test("neither the booth nor the verifier comes before it is needed", async () => {
  const files = await load(ballot, /^Vote:/, person.cookie);
  for (const { path, body } of files.filter(({ type }) => type === "text/javascript")) {
    assert.ok(!body.includes("crypto_box_seal"), `${path} holds the booth`);
    assert.ok(!path.startsWith("/verify-"), `${path} is the verifier`);
  }
});

test("one language is fetched, the one that is read", async () => {
  const files = await load("/decisions", /^Decisions$/);
  const scripts = files.filter(({ type }) => type === "text/javascript").map(({ body }) => body.toString("utf8"));
  assert.equal(scripts.filter((each) => each.includes('"decisions.register":')).length, 1);
  assert.ok(!scripts.some((each) => each.includes("Registre des décisions")));
});

/* One directive of the policy, as a list of words. */
function directive(policy: string, name: string): string[] | undefined {
  const found = policy.split(";").map((each) => each.trim().split(/\s+/)).find(([first]) => first === name);
  return found?.slice(1);
}

test("the policy lets run what the server sends and nothing else, and nobody frames it", async () => {
  const files = await load("/decisions", /^Decisions$/);
  const page = files.find(({ type }) => type === "text/html");
  assert.ok(page !== undefined);
  for (const { path, headers } of files) {
    const policy = headers["content-security-policy"] ?? "";
    assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|unsafe-hashes|\*|https?:/, path);
    assert.deepEqual(directive(policy, "default-src"), ["'none'"], path);
    assert.deepEqual(directive(policy, "frame-ancestors"), ["'none'"], path);
    assert.deepEqual(directive(policy, "base-uri"), ["'none'"], path);
    assert.deepEqual(directive(policy, "style-src"), ["'self'"], path);
    assert.equal(directive(policy, "script-src")?.filter((word) => word !== "'wasm-unsafe-eval'").join(), "'self'", path);
    assert.equal(headers["x-content-type-options"], "nosniff", path);
    assert.equal(headers["x-frame-options"], "DENY", path);
    assert.equal(headers["referrer-policy"], "no-referrer", path);
  }
  const html = page.body.toString("utf8");
  assert.doesNotMatch(html, /<script(?![^>]*\ssrc=)|<style|\son\w+=|\sstyle=/, "the page has a script or a style within");
});

test("what has its content in its name is kept for ever, and the page never", async () => {
  const files = await load("/decisions", /^Decisions$/);
  for (const { path, type, headers } of files) {
    const isNamed = /-[A-Z0-9]{8}\.(js|css)$/.test(path);
    if (isNamed) assert.match(headers["cache-control"] ?? "", /immutable/, path);
    if (type === "text/html") assert.match(headers["cache-control"] ?? "", /no-cache|no-store/, path);
  }
  assert.ok(files.some(({ path }) => /-[A-Z0-9]{8}\.js$/.test(path)));
});

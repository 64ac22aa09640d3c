/*
 * How an operator serves: behind a proxy, on IPv6, with a line per request, with whom to tell about a
 * flaw. And what the server says of itself to browsers and to strangers.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { type Problem, STATUTES, slug } from "./society.ts";
import { Api, Server, freePort, palabre, scratch, tokensIn } from "./support.ts";

const folder = scratch();
const db = `${folder.path}/society.palabre`;
const URL_TOLD = "https://vote.coop.example";

before(() => {
  palabre(["init", "--db", db, "--log-name", "coop.example/log", "--constitution", STATUTES, "--admin-name", "Pascal Orsoni"]);
});
after(() => folder.remove());

/* A fresh link of the administrator: a server must not hold the database meanwhile. */
const link = (): string => tokensIn(palabre(["link", "--db", db, "--administrator"]))[0] ?? "";

describe("behind a proxy that speaks https", () => {
  let server: Server;
  let token: string;

  before(async () => {
    token = link();
    server = await Server.start({ db, listen: `127.0.0.1:${await freePort()}`, args: ["--url", URL_TOLD, "--trust-proxy", "127.0.0.1", "--contact",
      "mailto:security@coop.example", "--log"] });
  });
  after(() => server.stop());

  const signIn = (said: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${server.url}/api/v1/session`, { method: "POST", body: JSON.stringify({ token: said }),
      headers: { "content-type": "application/json", origin: URL_TOLD, ...headers } });

  test("who guesses links is soon asked to wait, and nobody else is", async () => {
    const from = (address: string): Record<string, string> => ({ "x-forwarded-for": `198.51.100.1, ${address}` });
    const statuses: number[] = [];
    let last: Response | undefined;
    for (let i = 0; i < 50 && last?.status !== 429; i++) {
      last = await signIn("A".repeat(43), from("203.0.113.7"));
      statuses.push(last.status);
    }
    assert.equal(last?.status, 429, statuses.join(" "));
    assert.equal(last.headers.get("retry-after"), "60");
    assert.equal(slug(await last.json() as Problem), "too-often");
    assert.deepEqual([...new Set(statuses)], [401, 429]);
    const other = await signIn("A".repeat(43), from("203.0.113.8"));
    assert.equal(other.status, 401);
  });

  test("the cookie of a session is for https alone, and the browser remembers to use it", async () => {
    const answer = await signIn(token);
    assert.equal(answer.status, 201);
    const cookie = answer.headers.get("set-cookie") ?? "";
    assert.match(cookie, /^__Host-palabre=[\w-]{43}; /);
    for (const word of ["Secure", "HttpOnly", "SameSite=Strict", "Path=/"]) assert.ok(cookie.includes(word), cookie);
    assert.match(answer.headers.get("strict-transport-security") ?? "", /^max-age=\d+$/);
  });

  test("who finds a flaw reads whom to tell, and until when that is true", async () => {
    const answer = await fetch(`${server.url}/.well-known/security.txt`);
    assert.equal(answer.headers.get("content-type"), "text/plain; charset=utf-8");
    const text = await answer.text();
    assert.match(text, /^Contact: mailto:security@coop\.example\n/);
    assert.match(text, /^Canonical: https:\/\/vote\.coop\.example\/\.well-known\/security\.txt$/m);
    const expires = new Date(/^Expires: (.*)$/m.exec(text)?.[1] ?? "").getTime();
    assert.ok(expires > Date.now() && expires < Date.now() + 366 * 86_400_000, text);
  });

  test("a line per request says its address, its route and its end, and no secret", async () => {
    await fetch(`${server.url}/api/v1/registry?moon=hidden`, { headers: { "x-forwarded-for": "203.0.113.9" } });
    const told = () => server.output.split("\n").filter((line) => line.startsWith("203.0.113.9 "));
    for (let tries = 0; tries < 100 && told().length === 0; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 50)); /* it is written once the reply has gone out */
    }
    const lines = told();
    assert.deepEqual(lines, ["203.0.113.9 GET /api/v1/registry 400"]);
    for (const secret of ["hidden", token, "Orsoni"]) assert.ok(!server.output.includes(secret), secret);
  });
});

describe("on the loopback of IPv6", () => {
  let server: Server;

  before(async () => {
    server = await Server.start({ db, listen: "[::1]:0" });
  });
  after(() => server.stop());

  test("the address that is told leads there", async () => {
    assert.match(server.url, /^http:\/\/\[::1\]:\d+$/);
    await new Api(server.url).get("/api/v1/society", { expect: 200 });
  });

  test("nobody is told of, where no contact was given", async () => {
    assert.equal((await fetch(`${server.url}/.well-known/security.txt`)).status, 404);
  });

  test("another site may ask before it reads what is public", async () => {
    const headers = { origin: "https://elsewhere.example", "access-control-request-method": "GET" };
    const answer = await fetch(`${server.url}/api/v1/registry`, { method: "OPTIONS", headers });
    assert.equal(answer.status, 204);
    assert.equal(answer.headers.get("access-control-allow-origin"), "*");
    assert.equal(answer.headers.get("access-control-allow-methods"), "GET, HEAD");
    assert.equal(answer.headers.get("access-control-allow-credentials"), null);
  });

  test("who comes back to the events with an id of another server reads everything again", async () => {
    const answer = await fetch(`${server.url}/api/v1/events`, { headers: { "last-event-id": "yesterday" } });
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    while (reader && !text.includes("data:")) text += (await reader.read()).value ?? "";
    assert.match(text, /\{"type":"reset"\}/);
    await reader?.cancel();
  });
});

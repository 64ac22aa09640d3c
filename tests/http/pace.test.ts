/*
 * How fast one account may ask: a program that floods the server in its member's name is told to wait, and
 * nobody else is. The clock stands still unless it is told.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { type Problem, Society, slug } from "./society.ts";
import type { Api } from "./support.ts";

const AT_ONCE = 1200;
const CONNECTIONS = 32;

describe("an account that floods the server", () => {
  const society = new Society();
  const start = Date.now() + 3_600_000; /* after the founding, under the machine's clock */
  let member: Api;
  let other: Api;

  before(async () => {
    await society.open(new Date(start));
    member = await society.browserOf(await society.enter());
    other = await society.browserOf(await society.enter());
  });
  after(() => society.close());

  const ask = async (by: Api, times: number): Promise<void> => {
    let left = times;
    await Promise.all(Array.from({ length: CONNECTIONS }, async () => {
      while (left-- > 0) await by.get("/api/v1/session", { expect: 200 });
    }));
  };

  test("a member has a page's requests hundreds of times over, then waits", async () => {
    await ask(member, AT_ONCE);
    const reply = await member.get<Problem>("/api/v1/me", { expect: 429 });
    assert.equal(slug(reply.body), "too-often");
    assert.equal(reply.headers.get("retry-after"), "60");
    assert.equal(reply.headers.get("content-type"), "application/problem+json");
  });

  test("so do requests that would be refused", async () => {
    await member.get("/api/v1/members", { expect: 429 });
    await member.post("/api/v1/polls", { body: {}, expect: 429 });
  });

  test("another member and the administrator go on, and so does the public", async () => {
    await other.get("/api/v1/me", { expect: 200 });
    await society.anyone().get("/api/v1/registry", { expect: 200 });
    await ask(society.admin, AT_ONCE + 100);
  });

  test("time gives it back", async () => {
    society.server.setClock(new Date(start + 1000));
    await ask(member, 20);
    await member.get("/api/v1/session", { expect: 429 });
    society.server.setClock(new Date(start + 62_000));
    await member.get("/api/v1/me", { expect: 200 });
  });
});

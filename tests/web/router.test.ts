/* Addresses lead to their screen, and only there. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { matchPath, pathOf, routes, signInToken } from "../../web/src/router.ts";

test("every screen is reached by the address that it gives", () => {
  for (const [screen, pattern] of Object.entries(routes)) {
    const path = pattern.replace(/\{\w+\}/g, "0b3f6d4e-2f5a-4a51-9d0e-7c1d1f0a0b01");
    assert.equal(matchPath(path)?.screen, screen, path);
  }
});

test("a parameter is decoded, and encoded again", () => {
  const path = pathOf("poll", { poll: "a b/é" });
  assert.equal(path, "/polls/a%20b%2F%C3%A9");
  assert.deepEqual(matchPath(path), { screen: "poll", parameters: { poll: "a b/é" } });
});

test("a slash at the end changes nothing", () => assert.equal(matchPath("/decisions/")?.screen, "decisions"));

test("what is nowhere leads nowhere", () => {
  for (const path of ["/nothing", "/polls", "/polls//vote/x", "/polls/%E0%A4%A", ""]) {
    assert.equal(matchPath(path), null, path);
  }
});

const hashes: [string, string | null][] = [
  ["#t=Zm9v-_8", "Zm9v-_8"], ["", null], ["#t=", null], ["#main", null], ["#t=<script>", null], ["#x&t=a", null],
];

for (const [hash, token] of hashes) {
  test(`'${hash.replace("#", "")}' holds ${token === null ? "no token" : "a token"}`, () =>
    assert.equal(signInToken(hash), token));
}

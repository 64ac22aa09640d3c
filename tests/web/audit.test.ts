/* Acts of office as they are read from the log: which entries they are, and what of them people read. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import en from "../../web/src/locales/en.json" with { type: "json" };
import { actOf, byDay, detailOf } from "../../web/src/audit_words.ts";
import { dutyOf, DUTIES, FAMILIES, familyOf } from "../../web/src/entry_types.ts";

const released = readFileSync(new URL("../../audit/types.c", import.meta.url), "utf8");
const ofProgram = [...released.matchAll(/^    \{"([a-z._]+)",/gm)].map((match) => match[1] ?? "");
const documented = readFileSync(new URL("../../docs/log.md", import.meta.url), "utf8");
const types = [...documented.matchAll(/^### (\S+)$/gm)].map((match) => match[1] ?? "");
const entry = (t: string, d: object = {}, ts = 0) => ({ index: 7, entry: JSON.stringify({ d, id: "x", t, ts, v: 1 }), leaf: "" });

test("every act is an entry of the log, with its words and the office that it needs", () => {
  const acts = types.filter((type) => actOf(entry(type)) !== null);
  assert.ok(acts.length > 40);
  for (const type of acts) assert.ok(`entry.${type}` in en, type);
  for (const duty of DUTIES) assert.ok(`duty.${duty}` in en, duty);
});

test("every type that the log can hold is of a family, and no family is empty or without its words", () => {
  assert.ok(ofProgram.length > 80 && ofProgram.includes("log.genesis") && ofProgram.includes("urn.destroy"));
  assert.deepEqual(ofProgram.filter((type) => familyOf(type) === null), []);
  assert.deepEqual(FAMILIES.filter((family) => !ofProgram.some((type) => familyOf(type) === family)), []);
  for (const family of FAMILIES) assert.ok(`entry_family.${family}` in en, family);
});

test("a type that is newer than the client is of no family, and no act", () => {
  for (const type of ["poll.reverse", "constructor", ""]) {
    assert.deepEqual([familyOf(type), dutyOf(type)], [null, null], type);
  }
});

test("what members say, and ballots, are no acts of office", () => {
  for (const type of ["ballot.cast", "contribution.post", "proxy.offer", "constructor"]) {
    assert.equal(actOf(entry(type)), null, type);
  }
});

test("an act has its place, its instant, and what of it is no hash nor identifier", () => {
  const act = actOf(entry("office.grant", { role: "teller", office: "u", holder: "h", until: 9, reason: {} }, 86_400));
  assert.deepEqual([act?.index, act?.duty, act?.at.toISOString()], [7, "administer", "1970-01-02T00:00:00.000Z"]);
  assert.deepEqual(act && detailOf(act), [{ name: "role", value: "teller" }]);
});

test("acts stand under their day, in their order", () => {
  const acts = [90_000, 86_400, 10].flatMap((ts) => actOf(entry("link.make", {}, ts)) ?? []);
  const days = byDay(acts, (at) => at.toISOString().slice(0, 10));
  assert.deepEqual(days.map((each) => [each.day, each.acts.length]), [["1970-01-02", 2], ["1970-01-01", 1]]);
});

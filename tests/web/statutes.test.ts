/* Statutes in sentences, and the document that a new society starts from. */
import { Ajv2020 } from "ajv/dist/2020.js";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { languages, loadLanguage } from "../../web/src/i18n.ts";
import { newStatutes, WORDS, writeStatutes } from "../../web/src/statutes.ts";
import type { Statutes } from "../../web/src/statutes.ts";
import { statutesInWords } from "../../web/src/statutes_words.ts";

await Promise.all(languages.map(loadLanguage));

const schema = JSON.parse(readFileSync(new URL("../../ballots/rules/constitution.schema.json", import.meta.url), "utf8"));
const conforms = new Ajv2020({ strict: false }).compile(schema);

function sentences(statutes: Statutes, language: "fr" | "en"): Map<string, string> {
  const { sentences: all } = statutesInWords(writeStatutes(statutes), language);
  return new Map(all.map(({ field, text }) => [field, text]));
}

test("the document to start from has the form of a constitution", () => {
  assert.ok(conforms(newStatutes("Coop")), JSON.stringify(conforms.errors));
});

test("a document that leaves fields unknown has that form too", () => {
  const { tie_break: _, ...rest } = newStatutes("Coop");
  assert.ok(conforms({ ...rest, unknown: ["tie_break"] }), JSON.stringify(conforms.errors));
});

test("what is said of deliberation has that form, all of it or none", () => {
  const deliberation = {
    sponsors: "1/20", debate_days: 21, extension_days: 7, contract_days: 30,
    motion_support: "1/3", secret_on_request: "0/1", college_turns: "extraordinary",
  };
  assert.ok(conforms({ ...newStatutes("Coop"), deliberation }), JSON.stringify(conforms.errors));
  const { contract_days: _, ...rest } = deliberation;
  assert.ok(!conforms({ ...newStatutes("Coop"), deliberation: rest }));
});

/* Statutes that state all that statutes can. */
const elections = { approvals: "seats", none_of_these: true, missing: "vacant" };
const deliberation = {
  sponsors: "1/20", college_sponsors: "1/10", debate_days: 21, extension_days: 7, contract_days: 30,
  motion_support: "1/3", secret_on_request: "0/1", college_turns: "extraordinary",
};
const derived_from = { name: "La Voisine", hash: "0".repeat(64) };
const whole: Statutes = { ...newStatutes("Coop"), elections, deliberation, derived_from };
/* A name of the document that no sentence was found for. */
const BARE = /\w[._]\w|[{}]/;

for (const language of languages) {
  test(`each section of the statutes is told in ${language}, in its place and in words`, () => {
    assert.ok(conforms(whole), JSON.stringify(conforms.errors));
    const told = sentences(whole, language);
    const apart = ["format", "name", "sources", "unknown"];
    const sections = Object.keys(schema.properties).filter((name) => !apart.includes(name));
    assert.deepEqual(sections.filter((name) => !told.has(name)), []);
    for (const { field, title, text } of statutesInWords(writeStatutes(whole), language).sentences) {
      assert.doesNotMatch(`${title} ${text}`, BARE, field);
      assert.match(text, /^\S.*\.$/, field);
    }
  });

  test(`every word of every field has a sentence in ${language}`, () => {
    for (const [field, words] of Object.entries(WORDS)) {
      for (const value of words) {
        const text = sentences({ ...newStatutes("Coop"), [field]: value }, language).get(field);
        assert.doesNotMatch(text ?? "", BARE, `${field}: ${value}`);
      }
    }
  });

  test(`what is unknown is named in ${language}, and not said`, () => {
    const { quorum: _, ...rest } = newStatutes("Coop");
    const statutes = { ...rest, unknown: ["quorum"] };
    assert.equal(sentences(statutes, language).get("quorum"), undefined);
    assert.deepEqual(statutesInWords(writeStatutes(statutes), language).unknown, ["Quorum"]);
  });
}

test("a majority says whether its threshold must be exceeded", () => {
  const majority = sentences(newStatutes("Coop"), "en").get("majority");
  assert.equal(majority, "Ordinary decision: more than 1/2 of the votes expressed. " +
    "Extraordinary decision: at least 2/3 of the votes expressed.");
});

test("a majority says what else is asked", () => {
  const rule = { threshold: "1/2", strict: true, base: "expressed" };
  const more = { second: { threshold: "1/4", strict: false, base: "members" }, every_college: true,
    each_college_min: "1/3", members_min: "1/5" };
  const told = sentences({ ...whole, majority: { ordinary: { ...rule, ...more } } }, "en").get("majority");
  assert.equal(told, "Ordinary decision: more than 1/2 of the votes expressed, and at least 1/4 of the votes of all members, " +
    "with every college in favour, and in each college at least 1/3 in favour, and at least 1/5 of all members in favour.");
});

const deliberations: [string, object, RegExp][] = [
  ["support of all members", { college_sponsors: undefined }, /^A resolution of members is on the agenda once 1\/20 of all members support it\./],
  ["support within a college", { sponsors: undefined }, /once 1\/10 of the members of a college support it\./],
  ["no resolution of members", { sponsors: undefined, college_sponsors: undefined }, /^No number of members can/],
  ["a debate of no length", { debate_days: 0, extension_days: 0, contract_days: 0 },
    /No time of debate is asked .* It cannot be extended\. A change of contract is put to the vote without notice/],
  ["one person who asks for secrecy", {}, /A vote is secret where one person in the room asks for it\./],
  ["a share who ask for secrecy", { secret_on_request: "1/4" }, /A vote is secret where 1\/4 of those in the room ask for it\./],
  ["nothing to ask in the room", { motion_support: undefined, secret_on_request: undefined, college_turns: undefined },
    /Nobody in the room can move .* cannot ask for a secret vote\. A college cannot ask for more/],
];

for (const [name, change, told] of deliberations) {
  test(`deliberation is told: ${name}`, () => {
    const changed = JSON.parse(JSON.stringify({ ...whole, deliberation: { ...deliberation, ...change } })) as Statutes;
    assert.ok(conforms(changed), JSON.stringify(conforms.errors));
    assert.match(sentences(changed, "en").get("deliberation") ?? "", told);
  });
}

test("colleges are told with their weight, their seats and whom they take", () => {
  assert.match(sentences(whole, "en").get("colleges") ?? "", /^Employees: 1\/3 of the votes, 1 seat on the board, for Employees\. /);
  const none = sentences({ ...whole, colleges: [] }, "en");
  assert.equal(none.get("colleges"), "None: each member has one vote.");
  assert.ok(!none.has("transfer_rule") && !none.has("max_weight"));
});

test("a quorum of nothing is said to be none", () => {
  assert.match(sentences(newStatutes("Coop"), "en").get("quorum") ?? "", /1\/5 on first call, none on second/);
});

test("proxies are told with their cap, their scope and the blank ones", () => {
  assert.equal(sentences(newStatutes("Coop"), "en").get("proxy"),
    "2 proxies at most for a holder, to any member. Blank proxies are allowed.");
});

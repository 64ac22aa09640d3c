/* Statutes in sentences, and the document that a new society starts from. */
import { Ajv2020 } from "ajv/dist/2020.js";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { languages, loadLanguage } from "../../web/src/i18n.ts";
import { newStatutes, statutesInWords, WORDS, writeStatutes } from "../../web/src/statutes.ts";
import type { Statutes } from "../../web/src/statutes.ts";

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

for (const language of languages) {
  test(`every word of every field has a sentence in ${language}`, () => {
    for (const [field, words] of Object.entries(WORDS)) {
      for (const value of words) {
        const text = sentences({ ...newStatutes("Coop"), [field]: value }, language).get(field);
        assert.ok(text === undefined || /^\S+\s/.test(text), `${field}: ${value}: ${text}`);
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

test("a quorum of nothing is said to be none", () => {
  assert.match(sentences(newStatutes("Coop"), "en").get("quorum") ?? "", /1\/5 on first call, none on second/);
});

test("proxies are told with their cap, their scope and the blank ones", () => {
  assert.equal(sentences(newStatutes("Coop"), "en").get("proxy"),
    "2 proxies at most for a holder, to any member. Blank proxies are allowed.");
});

/* What a check found: the words of the verifier, byte for byte, and a sentence in each language for every part. */
import assert from "node:assert/strict";
import { test } from "node:test";

import en from "../../web/src/locales/en.json" with { type: "json" };
import fr from "../../web/src/locales/fr.json" with { type: "json" };
import { figure, part, textOfFigure, WORDS, type Figure } from "../../web/src/verify/figures.ts";

const said: [Figure, string][] = [
  [figure("files", { count: 12 }), "12 files"],
  [figure("not_asked"), "not asked for"],
  [[[part("origin", { origin: "example.org/log" }), part("no_witness")]], "example.org/log, no witness"],
  [[[part("named_documents", { count: 3 })], [part("poll_documents", { count: 2 }), part("of_polls", { count: 1 })]],
    "3 documents under their hash; 2 documents of polls, 1 polls"],
  [figure("seen_before", { count: 5, size: 1234 }), "5 of 1234 entries were seen before"],
  [figure("voted_often", { tracker: "ABCD", marks: ["yes", "no"], count: 2 }), "ABCD voted yes and no (it stands 2 times)"],
  [figure("voted", { tracker: "ABCD", marks: ["{count}"] }), "ABCD voted {count}"],
];

for (const [given, text] of said) {
  test(`the verifier says: ${text.replace(/[#{}]/g, "")}`, () => assert.equal(textOfFigure(given), text));
}

const valuesIn = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name).sort();
const formOf = (message: unknown) => (typeof message === "string" ? message : (message as { other: string }).other);

for (const [language, locale] of Object.entries({ en, fr })) {
  const messages = locale as Readonly<Record<string, unknown>>;
  test(`every part of a figure is said in ${language}, with its values`, () => {
    for (const [what, words] of Object.entries(WORDS)) {
      assert.deepEqual(valuesIn(formOf(messages[`figure.${what}`])), valuesIn(words), what);
    }
  });

  test(`every check that can fail says what that means in ${language}`, () => {
    const checks = Object.keys(messages).filter((key) => /^check\.V\d+$/.test(key));
    assert.equal(checks.length, 20);
    const built = checks.filter((key) => !formOf(messages[key]).startsWith("("));
    assert.ok(built.length >= 13);
    assert.deepEqual(built.filter((key) => !(key.replace("check.", "check_failed.") in messages)), []);
  });
}

/* Both languages say everything, with the same values in their sentences. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { chooseLanguage, languages, loadLanguage, translate } from "../../web/src/i18n.ts";
import en from "../../web/src/locales/en.json" with { type: "json" };
import fr from "../../web/src/locales/fr.json" with { type: "json" };

type Locale = Record<string, string | { one: string; other: string }>;
const locales: Record<string, Locale> = { en, fr };
await Promise.all(languages.map(loadLanguage));
const sources = new URL("../../web/src/", import.meta.url);

function forms(message: Locale[string]): string[] {
  return typeof message === "string" ? [message] : [message.one, message.other];
}

function valuesIn(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "").sort();
}

test("French and English have the same keys, in order", () => {
  assert.deepEqual(Object.keys(fr), Object.keys(en));
  assert.deepEqual(Object.keys(fr), Object.keys(fr).sort());
});

for (const [language, locale] of Object.entries(locales)) {
  test(`no sentence is empty in ${language}`, () => {
    for (const [key, message] of Object.entries(locale)) {
      for (const form of forms(message)) assert.notEqual(form.trim(), "", key);
    }
  });
}

test("a sentence asks for the same values in both languages", () => {
  for (const [key, message] of Object.entries(locales["en"] ?? {})) {
    const other = locales["fr"]?.[key];
    assert.ok(other !== undefined, key);
    assert.equal(typeof message, typeof other, key);
    const [wanted, given] = [forms(message).at(-1) ?? "", forms(other).at(-1) ?? ""].map(valuesIn);
    assert.deepEqual(given, wanted, key);
  }
});

/* "l'assemblée", and not "members'" nor a word of SQL between two of them. */
const STRAIGHT = /(?<![\p{L}'’])(?:[cdjlmnst]|qu|jusqu|lorsqu|presqu|puisqu|quoiqu|aujourd|quelqu)'(?=\p{L})/iu;
const STRING = /"(?:\\.|[^"\\\n])*"/g;
/* What people may have written at the head of the columns of their own files. */
const TYPED_BY_PEOPLE = "core/import_columns.c";

test("French has the apostrophe of print, in the client, in the program, and in the models of statutes", () => {
  const root = new URL("../../", import.meta.url);
  const layers = ["include", "base", "ballots", "audit", "core", "http", "cli", "docs/constitutions"];
  const files = layers.flatMap((layer) =>
    readdirSync(new URL(`${layer}/`, root), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.(?:[ch]|json)$/.test(name))
      .map((name) => `${layer}/${name}`),
  );
  assert.ok(files.includes("ballots/rules/findings.c") && files.includes(TYPED_BY_PEOPLE));
  const faults = [...files, "web/src/locales/fr.json"].flatMap((file) =>
    [...readFileSync(new URL(file, root), "utf8").matchAll(STRING)]
      .filter(([text]) => file !== TYPED_BY_PEOPLE && STRAIGHT.test(text))
      .map(([text]) => `${file}: ${text}`),
  );
  assert.deepEqual(faults, []);
});

/*
 * RULE docs/rules/minutes.md
 * > narrow no-break space stands before `;`, `!`, `?` and `%` and inside quotation marks, and a no-break space before the colon.
 */
const LOOSE = /[ \u00a0](?:[;!?»]|%%|%(?![a-zA-Z.*%]))|«[ \u00a0]|[ \u202f]:(?=\s|$)|[\p{L}\d)][;!?»](?=\s|$)|[\p{L}\d)]:(?=\s|$)|«(?=\S)(?!\u202f)/u;
/* What the program says to people as it is; sheets, minutes and records are typeset when they are made. */
const SAID = ["http/french.c", "http/letter_words.c", "http/explain.c", "http/explain_count.c", "http/on_data.c",
  "http/on_server.c", "http/on_feeds.c", "ballots/rules/findings.c"];
const IS_FRENCH = /[àâçéèêëîïôùûœ’«»]/iu;

test("no sign of French begins a line alone, or is torn from its words", () => {
  const root = new URL("../../", import.meta.url);
  const client = Object.entries(fr as Locale).flatMap(([key, message]) =>
    forms(message).filter((form) => LOOSE.test(form)).map((form) => `${key}: ${form}`));
  assert.deepEqual(client, []);
  const program = SAID.flatMap((file) =>
    [...readFileSync(new URL(file, root), "utf8").matchAll(STRING)]
      .map(([text]) => text.slice(1, -1).replaceAll("\\n", "\n"))
      .filter((text) => IS_FRENCH.test(text) && LOOSE.test(text))
      .map((text) => `${file}: ${text}`));
  assert.deepEqual(program, []);
});

function* sourceFiles(folder: URL): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) yield* sourceFiles(new URL(`${entry.name}/`, folder));
    else if (/\.tsx?$/.test(entry.name)) yield readFileSync(new URL(entry.name, folder), "utf8");
  }
}

/* "} : {", "}: ${", "> : ", but no type and no choice between two. */
const GLUED = /[>}] ?:(?:\{" "\}|[ \u00a0](?=[<{$]|\{)| *<\/)|`[^`\n?]*\} ?: ?\$\{|`[ \u00a0]?: ?\$\{|\\u00a0:/u;

test("no screen puts a colon between two things by itself: each language has its own, in text.pair", () => {
  const views = [new URL("views/", sources), new URL("components/", sources)];
  const faults = views.flatMap((folder) => [...sourceFiles(folder)]).flatMap((code) =>
    code.split("\n").filter((line) => GLUED.test(line) && !/ \? |^\s*\}: \{|props: \{|= \(\{|const \{.*\}: /.test(line)));
  assert.deepEqual(faults, []);
  assert.equal(translate("en", "text.pair", { name: "Move down", value: "Bruno" }), "Move down: Bruno");
  assert.equal(translate("fr", "text.pair", { name: "Descendre", value: "Bruno" }), "Descendre\u00a0: Bruno");
});

test("no sentence is kept that no screen says", () => {
  const code = [...sourceFiles(sources)].join("\n");
  const families = new Set([...code.matchAll(/word\("(\w+)",/g)].map((match) => match[1] ?? ""));
  const made = ["field", "class", "majority_base", "proxy_scope", "quorum_basis", "statutes", "regime",
    "transfer_rule", "college_base", "abstention", "silent_college", "empty_college", "tie_break", "roll_call",
    "legal_form", "weight_basis", "college_tie", "secrecy", "statute_part"];
  const unused = Object.keys(en).filter((key) => {
    const family = key.split(".")[0] ?? "";
    return !code.includes(`"${key}"`) && !families.has(family) && !made.includes(family);
  });
  assert.deepEqual(unused, []);
});

test("the reader's choice comes first, then the browser's, then French", () => {
  assert.equal(chooseLanguage("en", ["fr-FR"]), "en");
  assert.equal(chooseLanguage(null, ["de-DE", "en-GB", "fr"]), "en");
  assert.equal(chooseLanguage("de", ["co"]), "fr");
});

test("one and several are told apart as each language does", () => {
  assert.equal(translate("en", "register.found", { count: 0 }), "0 members");
  assert.equal(translate("fr", "register.found", { count: 0 }), "0 membre");
  assert.equal(translate("en", "register.found", { count: 1 }), "1 member");
  assert.equal(translate("en", "register.found", { count: 10000 }), "10,000 members");
});

test("every type of entry of the log has a sentence", () => {
  const page = readFileSync(new URL("../../docs/log.md", import.meta.url), "utf8");
  const types = [...page.matchAll(/^### (\S+)$/gm)].map((match) => match[1] ?? "");
  assert.ok(types.includes("log.genesis"));
  assert.deepEqual(types.filter((type) => !Object.hasOwn(en, `entry.${type}`)), []);
});

test("every field that docs/log.md lists has a name in words", () => {
  const log = readFileSync(new URL("../../docs/log.md", import.meta.url), "utf8");
  const fields = new Set([...log.matchAll(/^\| (\w+) \| (?!kind )/gm)].map(([, name]) => `entry_field.${name}`));
  assert.ok(fields.size > 90);
  const named = Object.keys(fr).filter((key) => key.startsWith("entry_field."));
  assert.deepEqual(named, [...fields].sort());
});

/* The words that differ between two texts: the same as the server finds, whose rows these are. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { type Run, diffWords } from "../../web/src/diff.ts";

const MARKS: Record<Run["op"], string> = { keep: "=", remove: "-", add: "+" };
const shown = (runs: readonly Run[]) => runs.map(({ op, text }) => `[${MARKS[op]}${text}]`).join("");

/* Those of tests/base/test_diff.c. */
const rows: [name: string, base: string, text: string, runs: string, distance: number][] = [
  ["the same text differs in nothing", "un deux", "un deux", "[=un deux]", 0],
  ["two empty texts are the same", "", "", "", 0],
  ["everything comes", "", "un deux", "[+un deux]", 2],
  ["everything goes", "un, deux", "", "[-un, deux]", 3],
  ["a word replaced counts two", "cinq cents euros", "cinq mille euros", "[=cinq ][-cents][+mille][= euros]", 2],
  ["a word added brings one of its blanks", "un trois", "un deux trois", "[=un ][+deux ][=trois]", 1],
  ["blanks do not count", "un deux", "un  deux", "[=un][- ][+  ][=deux]", 0],
  ["a comma is a sign of its own", "un deux", "un, deux", "[=un][+,][= deux]", 1],
  ["an apostrophe parts two words", "l'assemblée", "l'association", "[=l'][-assemblée][+association]", 2],
  ["upper and lower case differ", "le Conseil", "le conseil", "[=le ][-Conseil][+conseil]", 2],
  ["a mark that combines is of its word", "cafe\u0301 noir", "cafe noir", "[-cafe\u0301][+cafe][= noir]", 2],
  ["words of any script are words", "是 否", "是 空", "[=是 ][-否][+空]", 2],
  ["changes with a blank between them are one", "un deux trois quatre", "un 2 3 quatre",
    "[=un ][-deux trois][+2 3][= quatre]", 4],
  ["changes with a word between them are two", "un deux trois quatre", "1 deux 3 quatre",
    "[-un][+1][= deux ][-trois][+3][= quatre]", 4],
  ["the end of a line is a blank", "un\ndeux", "un\ntrois", "[=un\n][-deux][+trois]", 2],
];

for (const [name, base, text, runs, distance] of rows) {
  test(name, () => {
    const diff = diffWords(base, text);
    assert.equal(shown(diff.runs), runs);
    assert.equal(diff.distance, distance);
    assert.equal(diff.isCoarse, false);
  });
}

test("what is kept and removed is the base, what is kept and added is the text", () => {
  const words = ["le", "la", ",", " ", "\n", "toit", "mur", "🙂", "é"];
  let seed = 7;
  const next = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
  for (let i = 0; i < 300; i++) {
    const make = () => Array.from({ length: Math.floor(next() * 12) }, () => words[Math.floor(next() * words.length)]).join("");
    const [base, text] = [make(), make()];
    const { runs } = diffWords(base, text);
    const side = (left: Run["op"]) => runs.filter(({ op }) => op !== left).map((run) => run.text).join("");
    assert.deepEqual([side("add"), side("remove")], [base, text]);
  }
});

test("texts that differ too much are one change, which is said", () => {
  const far = (word: string) => `début ${Array.from({ length: 1500 }, (_, i) => `${word}${i}`).join(" , ")} fin`;
  const diff = diffWords(far("a"), far("b"));
  assert.equal(diff.isCoarse, true);
  assert.deepEqual(diff.runs.map(({ op }) => op), ["keep", "remove", "add", "keep"]);
});

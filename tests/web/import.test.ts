/* The look at a file of members before it is sent: its separator, its first lines. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { findSeparator, firstLines } from "../../web/src/import_run.ts";

test("the separator is the one that stands most often in the first line", () => {
  assert.equal(findSeparator("number;name, first name;kind\n1,2,3,4,5,6"), ";");
  assert.equal(findSeparator("number,name\r\n1;2;3"), ",");
  assert.equal(findSeparator("number\tname"), "\t");
  assert.equal(findSeparator(""), ",");
});

test("the first lines are shown as they will be read", () => {
  const text = '\ufeffnom;mot\r\n"Élie; Hélène";"elle dit ""oui"""\r\n\r\nBo;"deux\nlignes"\nCy;';
  assert.deepEqual(firstLines(text, ";", 10), [
    ["nom", "mot"], ["Élie; Hélène", 'elle dit "oui"'], ["Bo", "deux\nlignes"], ["Cy", ""],
  ]);
  assert.deepEqual(firstLines(text, ";", 2), [["nom", "mot"], ["Élie; Hélène", 'elle dit "oui"']]);
  assert.deepEqual(firstLines("", ",", 2), []);
  assert.deepEqual(firstLines("a,b", ",", 2), [["a", "b"]]);
});

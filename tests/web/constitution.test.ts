/*
 * The form of a constitution as the second verifier judges it: the rows of tests/ballots/constitutions.json, of which the
 * reader of ballots/ says the same (tests/ballots/test_constitution_form.c), and the examples of docs/.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";

import { Refusal, utf8 } from "../../web/src/verify/bytes.ts";
import { readConstitution } from "../../web/src/verify/constitution.ts";
import { compact, readCanonical } from "../../web/src/verify/json.ts";

interface Row {
  name: string;
  source?: string;
  find: string;
  put: string;
  item?: string;
  count?: number;
  between?: string;
  error: string;
  at: string;
}

const EXAMPLES = new URL("../../docs/constitutions/", import.meta.url);
const exampleOf = (name: string): string => readFileSync(new URL(name, EXAMPLES), "utf8");
const rows: Row[] = JSON.parse(readFileSync(new URL("../ballots/constitutions.json", import.meta.url), "utf8"));
const canonical = (text: string) => utf8(compact(JSON.parse(text)));
const read = (text: string) => readConstitution(canonical(text));

function documentOf({ source = "scic", find, put, item, count = 0, between }: Row): string {
  const items = Array.from({ length: count }, (_, i) => item?.replace("#", String(i))).join(between);
  const example = exampleOf(`${source}.json`);
  assert.ok(example.includes(find));
  return example.replace(find, () => (count > 0 ? put.replace("@", () => items) : put));
}

/* What is not canonical has no form to look into. */
function isUnread(text: string): boolean {
  try {
    return readCanonical(canonical(text), "it") === undefined;
  } catch (error) {
    return error instanceof Refusal;
  }
}

describe("a constitution with one change", () => {
  for (const row of rows) {
    test(row.name, () => {
      const text = documentOf(row);
      if (row.error === "") return void read(text);
      assert.throws(() => read(text), (error) => error instanceof Refusal && (isUnread(text) || error.message.endsWith(` at ${row.at}`)));
    });
  }
});

test("every example is read", () => {
  for (const name of readdirSync(EXAMPLES).filter((one) => one !== "catalogue.json")) read(exampleOf(name));
});

/* What the server makes is followed by its name, whoever looks: begun once, told how far, ready or failed. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { ProblemError } from "../../web/src/api.ts";
import { Makings } from "../../web/src/makings.ts";

test("a work is begun once, says how far it is, and stays ready", async () => {
  let begun = 0;
  let end: (made: string) => void = () => undefined;
  const ended = new Promise<string>((resolve) => (end = resolve));
  const records = new Makings<string>("records", (name, tell) => {
    begun += 1;
    tell(2, 5);
    return ended.then((made) => `${name} ${made}`);
  });
  assert.equal(records.of("all"), null);
  const both = [records.begin("all"), records.begin("all")];
  assert.deepEqual(records.of("all"), { state: "making", done: 2, total: 5, made: null, problem: null });
  assert.equal(records.of("other"), null);
  end("made");
  await Promise.all(both);
  assert.deepEqual([begun, records.of("all")?.state, records.of("all")?.made], [1, "ready", "all made"]);
});

test("a work that failed says why, and may be begun again", async () => {
  const problem = { type: "urn:palabre:problem:not-found", title: "Not found", status: 404, detail: "" };
  let isThere = false;
  const pdfs = new Makings<true>("pdfs", () => (isThere ? Promise.resolve(true) : Promise.reject(new ProblemError(problem))));
  await pdfs.begin("a");
  assert.deepEqual([pdfs.of("a")?.state, pdfs.of("a")?.problem?.problem.status], ["failed", 404]);
  isThere = true;
  await pdfs.begin("a");
  assert.deepEqual([pdfs.of("a")?.state, pdfs.of("a")?.problem], ["ready", null]);
});

test("what is not a refusal is not hidden", async () => {
  const broken = new Makings<true>("broken", () => Promise.reject(new Error("a mistake of ours")));
  await assert.rejects(broken.begin("a"), /a mistake of ours/);
  assert.equal(broken.of("a")?.state, "failed");
});

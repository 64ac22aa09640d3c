/* Statutes while they are written: what is unknown, what was typed, what a draft takes away, in what two differ. */
import { Ajv2020 } from "ajv/dist/2020.js";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";

import { languages, loadLanguage } from "../../web/src/i18n.ts";
import { newStatutes, writeStatutes } from "../../web/src/statutes.ts";
import type { Statutes } from "../../web/src/statutes.ts";
import { groupNames, placeInWords, valueInWords } from "../../web/src/statutes_diff.ts";
import {
  addClass, forget, lostGroups, MAY_BE_UNKNOWN, newCollege, recall, removeClass, setField, tidy,
} from "../../web/src/statutes_edit.ts";

const schema = JSON.parse(readFileSync(new URL("../../ballots/rules/constitution.schema.json", import.meta.url), "utf8"));
const conforms = new Ajv2020({ strict: false }).compile(schema);

function expectForm(statutes: Statutes, what: string): void {
  assert.ok(conforms(statutes), `${what}: ${JSON.stringify(conforms.errors)}`);
}

before(() => Promise.all(languages.map(loadLanguage)));

test("every field that may be unknown is left out and stated again, and the document keeps its form", () => {
  assert.deepEqual([...MAY_BE_UNKNOWN].sort(), [...schema.properties.unknown.items.enum].sort());
  for (const field of MAY_BE_UNKNOWN) {
    const without = forget(newStatutes("Coop"), field);
    expectForm(without, `without ${field}`);
    assert.deepEqual(without.unknown, [field]);
    const again = recall(without, field);
    expectForm(again, `with ${field} again`);
    assert.deepEqual(again.unknown, []);
  }
});

test("what is unknown of colleges is unknown of a new one too", () => {
  const statutes = forget(newStatutes("Coop"), "college_weights");
  assert.ok(statutes.colleges.every((college) => college.weight === undefined));
  assert.deepEqual(Object.keys(newCollege(statutes)).sort(), ["board_seats", "categories", "id", "label"]);
  assert.equal(newCollege(newStatutes("Coop")).weight, "0/1");
});

test("a field that is stated is unknown no more", () => {
  const statutes = setField(forget(newStatutes("Coop"), "tie_break"), "tie_break", "lot");
  assert.deepEqual([statutes.tie_break, statutes.unknown], ["lot", []]);
});

test("a class of the statutes' own has a majority and a quorum, and goes with both", () => {
  const statutes = addClass(newStatutes("Coop"), "bylaws");
  expectForm(statutes, "with bylaws");
  assert.equal(statutes.majority?.["bylaws"]?.threshold, "2/3");
  assert.deepEqual(statutes.quorum?.["bylaws"], { first: "0/1", second: "0/1" });
  assert.deepEqual(removeClass(statutes, "bylaws"), newStatutes("Coop"));
  const again = recall(forget(statutes, "quorum"), "quorum");
  assert.deepEqual(again.quorum?.["bylaws"], { first: "0/1", second: "0/1" });
});

test("shares that were typed as people write them become fractions, everywhere", () => {
  const fresh = newStatutes("Coop");
  const [college, ...colleges] = fresh.colleges;
  const typed: Statutes = {
    ...fresh,
    max_weight: "50 %",
    college_majority: { threshold: "60 %", strict: true },
    colleges: [{ ...college!, weight: "33,5 %" }, ...colleges],
    majority: {
      ordinary: {
        threshold: "0,5", strict: true, base: "expressed", each_college_min: "10 %", members_min: "1/4",
        second: { threshold: "40 %", strict: false, base: "present" },
      },
    },
    quorum: { basis: "members", ordinary: { first: "20 %", second: "0" } } as NonNullable<Statutes["quorum"]>,
    deliberation: { debate_days: 1, extension_days: 0, contract_days: 0, sponsors: "5 %", secret_on_request: "moon" },
  };
  const tidied = tidy(typed);
  assert.equal(tidied.max_weight, "50/100");
  assert.deepEqual(tidied.college_majority, { threshold: "60/100", strict: true });
  assert.equal(tidied.colleges[0]?.weight, "335/1000");
  assert.deepEqual(tidied.majority?.["ordinary"], {
    threshold: "5/10", strict: true, base: "expressed", each_college_min: "10/100", members_min: "1/4",
    second: { threshold: "40/100", strict: false, base: "present" },
  });
  assert.deepEqual(tidied.quorum, { basis: "members", ordinary: { first: "20/100", second: "0/1" } });
  assert.equal(tidied.deliberation?.sponsors, "5/100");
  assert.equal(tidied.deliberation?.secret_on_request, "moon", "what is no share stays, to be refused");
});

const group = (id: string, members: number) => ({ id, members, labels: { fr: `${id} (fr)`, en: `${id} (en)` } });

test("a group with members that a draft no longer has is told, by its name; one without members is not", () => {
  const draft = newStatutes("Coop");
  const colleges = [group("users", 3), group("growers", 2), group("towns", 0)];
  const categories = [group("growers", 2), group("supporters", 1)];
  assert.deepEqual(lostGroups(draft, colleges, categories, "en"), [
    { what: "college", id: "growers", name: "growers (en)", members: 2 },
    { what: "category", id: "growers", name: "growers (en)", members: 2 },
  ]);
  assert.deepEqual(lostGroups({ ...draft, colleges: [] }, colleges, [], "fr"), [], "without colleges all vote together");
});

test("the place and the value of a difference are said in words", () => {
  const names = groupNames([null, newStatutes("Coop")], "en");
  const said = (at: string, value: unknown) => [placeInWords(at, names, "en"), valueInWords(at, value, names, "en")];
  assert.deepEqual(said("/colleges/users/weight", "1/3"), ["Colleges › Users › weight", "1/3"]);
  assert.deepEqual(said("/colleges/users/categories", ["users", "moon"]), ["Colleges › Users › categories", "Users, moon"]);
  assert.deepEqual(said("/majority/extraordinary/strict", true), ["Majorities › extraordinary decision › exceed", "yes"]);
  assert.deepEqual(said("/quorum/basis", "weighted")[0], "Quorum › counted");
  assert.deepEqual(said("/tie_break", "lot")[1]?.includes("tie_break"), false);
  assert.deepEqual(said("/proxy/max_per_holder", 2), ["Proxies › per holder", "2"]);
  assert.deepEqual(said("/moon", { a: 1 }), ["moon", '{"a":1}']);
});

test("a draft is written as the document that it is", () => {
  assert.deepEqual(writeStatutes(newStatutes("Coop")), newStatutes("Coop"));
});

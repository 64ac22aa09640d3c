/* How often each college decides: under the constitution in force with the members of today, and under a draft. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";

import { Api, Server, palabre, scratch, tokensIn } from "./support.ts";

type College = { college: string; members: number; weight: string; swings: string; power: string; share: string; veto: boolean; decides: boolean };
type Power = { constitution: string; classes: { class: string; call: string; weighted: boolean; colleges: College[] }[] };
type Problem = { type: string; pointer?: string };

const STATUTES = resolve(import.meta.dirname, "../../docs/constitutions/scic.json");
const ASSOCIATION = resolve(import.meta.dirname, "../../docs/constitutions/association.json");
const folder = scratch();
const document = JSON.parse(readFileSync(STATUTES, "utf8"));

let server: Server;
let admin: Api;
const anyone = () => new Api(server.url);

before(async () => {
  const db = join(folder.path, "ruche.palabre");
  const founded = palabre([
    "init", "--db", db, "--log-name", "ruche.example.coop/log", "--constitution", STATUTES,
    "--admin-name", "Pascale Orsini", "--time-zone", "UTC",
  ]);
  server = await Server.start({ db });
  admin = new Api(server.url);
  await admin.signIn(tokensIn(founded)[0] ?? "");
});
after(async () => {
  await server.stop();
  folder.remove();
});

async function refusal(body: object, expect: number) {
  const reply = await anyone().post<Problem>("/api/v1/constitution/power", { body, expect });
  return [reply.body.type.replace("urn:palabre:problem:", ""), reply.body.pointer];
}
const of = (power: Power, name = "ordinary", call = "first") =>
  power.classes.find((each) => each.class === name && each.call === call);
const swings = (power: Power) => of(power)?.colleges.map((each) => each.swings);
const listed = (power: Power) => power.classes.map((each) => `${each.class} ${each.call}`).sort();

test("nobody has power where there is nobody", async () => {
  const { body } = await anyone().get<Power>("/api/v1/constitution/power");
  assert.deepEqual(swings(body), ["0", "0", "0", "0"]);
});

test("with members in every college each has what its weight lets it decide", async () => {
  let number = 0;
  for (const category of ["users", "employees", "growers", "municipalities"]) {
    number += 1;
    await admin.post("/api/v1/members", {
      body: { kind: "natural", name: `Membre ${number}`, category, state: "admitted" }, expect: 201,
    });
  }
  const { body } = await anyone().get<Power>("/api/v1/constitution/power");
  assert.deepEqual(listed(body), ["extraordinary first", "ordinary first"]);
  assert.deepEqual(swings(body), ["5", "3", "3", "1"]);
  assert.deepEqual(of(body)?.colleges[0], {
    college: "users", members: 1, weight: "7/20", swings: "5", power: "5/8", share: "5/12", veto: false, decides: false,
  });
});

test("a draft is measured before it is adopted: 50, 25 and 25 hundredths give a veto", async () => {
  const draft = structuredClone(document);
  draft.colleges = draft.colleges.slice(0, 3);
  ["50/100", "25/100", "25/100"].forEach((weight, i) => { draft.colleges[i].weight = weight; });
  draft.colleges[0].categories.push("municipalities");
  const { body } = await anyone().post<Power>("/api/v1/constitution/power", { body: { document: draft }, expect: 200 });
  assert.deepEqual(swings(body), ["3", "1", "1"]);
  assert.deepEqual(of(body)?.colleges.map((each) => each.veto), [true, false, false]);
  const empty = await anyone().post<Power>("/api/v1/constitution/power", {
    body: { document: draft, members: { users: 0, employees: 2, growers: 2 } }, expect: 200,
  });
  assert.equal(of(empty.body)?.weighted, false);
  assert.deepEqual(swings(empty.body), ["0", "1", "1"]);
});

test("another majority on second call is measured apart", async () => {
  const draft = structuredClone(document);
  draft.majority.ordinary.second = { threshold: "1/4", strict: true, base: "expressed" };
  const { body } = await anyone().post<Power>("/api/v1/constitution/power", { body: { document: draft }, expect: 200 });
  assert.deepEqual(listed(body), ["extraordinary first", "ordinary first", "ordinary second"]);
  assert.equal(of(body, "ordinary", "second")?.colleges[0]?.decides, true);
});

test("what cannot be measured is refused in its place", async () => {
  const association = JSON.parse(readFileSync(ASSOCIATION, "utf8"));
  assert.deepEqual(await refusal({ document: association }, 422), ["power-colleges", "/document/colleges"]);
  const { empty_college: _, ...unknown } = structuredClone(document);
  unknown.unknown = ["empty_college"];
  assert.deepEqual(await refusal({ document: unknown }, 422), ["constitution-unknown", "/document/empty_college"]);
  assert.deepEqual(await refusal({ document, members: { moon: 1 } }, 400), ["json-unknown-member", "/members/moon"]);
  assert.deepEqual(await refusal({ document, members: { users: -1 } }, 400), ["too-many", "/members/users"]);
  assert.deepEqual(await refusal({ document, members: { users: "1" } }, 400), ["json-type", "/members/users"]);
  assert.deepEqual(await refusal({ document: { ...document, moon: 1 } }, 400), ["json-unknown-member", "/document/moon"]);
  assert.deepEqual(await refusal({ document, moon: 1 }, 400), ["json-unknown-member", "/moon"]);
});

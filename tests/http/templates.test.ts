/* Constitutions to begin from, one's own to give away, and in what two of them differ. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";

import { Api, Server, palabre, scratch, tokensIn } from "./support.ts";

type Document = { name: string; derived_from?: { name: string; hash: string; log?: string }; [field: string]: unknown };
type Template = { id: string; kind: string; title: { fr: string; en: string }; warnings: unknown[]; unknown: string[]; findings: { severity: string }[]; document?: Document };
type Change = { op: string; at: string; from?: unknown; to?: unknown };
type Problem = { type: string; pointer?: string };

const NOBODY = "00000000-0000-4000-8000-000000000000";
const STATUTES = resolve(import.meta.dirname, "../../docs/constitutions/scic.json");
const folder = scratch();
const document = JSON.parse(readFileSync(STATUTES, "utf8"));

let server: Server;
let admin: Api;
let version = "";
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
  const { body } = await anyone().get<{ id: string }>("/api/v1/constitution");
  version = body.id;
});
after(async () => {
  await server.stop();
  folder.remove();
});

async function compare(from: object, to: object) {
  const { body } = await anyone().post<{ changes: Change[] }>("/api/v1/constitution/comparisons", { body: { from, to }, expect: 200 });
  return body.changes;
}
async function refusal(body: object, expect: number) {
  const reply = await anyone().post<Problem>("/api/v1/constitution/comparisons", { body, expect });
  return [reply.body.type.replace("urn:palabre:problem:", ""), reply.body.pointer];
}

test("profiles are whole and lawful, examples say what is unknown, and one is told to be unlawful", async () => {
  const { body } = await anyone().get<{ items: Template[] }>("/api/v1/constitution/templates");
  assert.equal(body.items.length, 12);
  for (const item of body.items) {
    const isLawful = item.findings.every((each) => each.severity !== "error");
    assert.equal(isLawful, item.id !== "aurora-5r", item.id);
    assert.ok(item.title.fr !== "" && item.title.en !== "");
    if (item.kind === "example") assert.ok(item.unknown.length > 0 && item.warnings.length > 0, item.id);
  }
});

test("a society is founded on a template, and its constitution says from which", async () => {
  const { body } = await anyone().get<Template>("/api/v1/constitution/templates/scic-majority");
  const origin = body.document?.derived_from;
  assert.deepEqual([origin?.name, origin?.log], ["Votre SCIC", undefined]);
  const entered = await admin.post<{ id: string; document: Document }>("/api/v1/constitution/versions", {
    body: { document: { ...body.document, name: "Les Semeurs" }, effective_on: "2099-01-01" }, expect: 201,
  });
  assert.deepEqual(entered.body.document.derived_from, origin);
  assert.deepEqual(await compare({ template: "scic-majority" }, { version: entered.body.id }),
    [{ op: "replace", at: "/name", from: "Votre SCIC", to: "Les Semeurs" }]);
  await anyone().get("/api/v1/constitution/templates/moon", { expect: 404 });
});

test("a version is given away under the name of the log in which it stands", async () => {
  const { body } = await anyone().get<{ document: Document }>(`/api/v1/constitution/versions/${version}/template`);
  const { body: own } = await anyone().get<{ hash: string }>("/api/v1/constitution");
  assert.deepEqual(body.document.derived_from, { name: document.name, hash: own.hash, log: "ruche.example.coop/log" });
  assert.deepEqual(await compare({ version }, { document: body.document }), []);
  await anyone().get(`/api/v1/constitution/versions/${NOBODY}/template`, { expect: 404 });
});

test("a draft is compared with the version in force, college by college", async () => {
  const draft = structuredClone(document);
  draft.colleges.reverse();
  draft.colleges[0].board_seats = 9;
  const id = draft.colleges[0].id;
  const changes = await compare({ version }, { document: draft });
  assert.deepEqual(changes.map(({ op, at, to }) => [op, at, to]), [["replace", `/colleges/${id}/board_seats`, 9]]);
});

test("what cannot be compared is refused in its place", async () => {
  const to = { document };
  assert.deepEqual(await refusal({ from: { template: "moon" }, to }, 404), ["not-found", "/from/template"]);
  assert.deepEqual(await refusal({ from: { version: NOBODY }, to }, 404), ["not-found", "/from/version"]);
  assert.deepEqual(await refusal({ from: {}, to }, 400), ["json-missing", "/from/document"]);
  assert.deepEqual(await refusal({ from: { template: "scop", version }, to }, 400), ["json-value", "/from"]);
  assert.deepEqual(await refusal({ from: to, to: { document: { ...document, moon: 1 } } }, 400), ["json-unknown-member", "/to/document/moon"]);
  assert.deepEqual(await refusal({ from: to, to: { moon: 1 } }, 400), ["json-unknown-member", "/to/moon"]);
  assert.deepEqual(await refusal({ from: to }, 400), ["json-missing", "/to"]);
});

/* Minutes through HTTP: drawn from the log, written, approved, published; read as HTML, Markdown and PDF; decisions followed. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";

import { sourceOfBytes, verifyRecord } from "../../web/src/verify.ts";
import { Day, type Poll, hashOf } from "./assembly_day.ts";
import { type List, NOBODY, refusal } from "./society.ts";
import { type Api, BUILD, palabre } from "./support.ts";

type Linked = { minutes?: string };
type Officer = { role: string; name?: string; yours?: boolean; approved_at?: string };
type Minutes = {
  id: string; version: number; state: string; hash: string; officers: Officer[]; versions: { hash: string }[];
  document: { items: { resolution: string; text: string; polls: { text: string; verdict: string; colleges: Record<string, unknown>[] }[] }[]; held: boolean };
};
type Step = { id: string; text: string; state: string; due_on?: string };
type Decision = { id: string; verdict: string; text?: string; steps: Step[] };

/* What pdftotext reads, each space one space. */
function readBack(pdf: Buffer): string {
  const read = spawnSync("pdftotext", ["-raw", "-", "-"], { input: pdf, encoding: "utf8" });
  assert.equal(read.status, 0, read.stderr);
  return read.stdout.replaceAll(/\s+/g, " ");
}

const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, " ");

class Held extends Day {
  chair!: Api;
  secretary!: Api;
  member!: Api;
  poll!: Poll;
  minutes!: Minutes;

  async hold(): Promise<void> {
    await this.prepare(2);
    await this.begin();
    this.chair = await this.officer("chair");
    this.secretary = await this.officer("secretary");
    const workers = [await this.enter({ category: "employees" }), await this.enter({ category: "employees" })];
    this.member = await this.browserOf(workers[0]!);
    for (const id of workers) {
      await this.admin.request("PUT", `/api/v1/assemblies/${this.assembly}/attendance/${id}`, { body: { present: true }, expect: 200 });
    }
    this.poll = await this.opened(this.motion((await this.resolutions())[0]));
    await this.vote(this.member, this.poll, workers[0]!, { choice: 0 });
    await this.vote(await this.browserOf(workers[1]!), this.poll, workers[1]!, { choice: 1 });
    await this.counted(this.poll);
  }

  get path(): string {
    return `/api/v1/minutes/${this.minutes.id}`;
  }

  /* Printed by a job: asked for until it is there. */
  async pdf(language: string, reader: Api = this.anyone()): Promise<Buffer> {
    for (let tries = 0; tries < 600; tries++) {
      const reply = await fetch(`${this.server.url}${this.path}/minutes.pdf?language=${language}`, { headers: reader.credentials("GET") });
      if (reply.status === 200) return Buffer.from(await reply.arrayBuffer());
      assert.equal(reply.status, 202, await reply.text());
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error("the minutes are not printed");
  }

  async page(file: string, language: string, reader: Api = this.anyone()): Promise<string> {
    return plain((await reader.get<string>(`${this.path}/${file}?language=${language}`, { expect: 200 })).body);
  }
}

suite("minutes", () => {
  const day = new Held();
  before(() => day.hold());
  after(() => day.close());

  test("are not drawn before the assembly has ended", async () => {
    const refused = await refusal(day.secretary, "POST", `/api/v1/assemblies/${day.assembly}/minutes`, 409, { body: {} });
    assert.equal(refused.slug, "minutes-too-early");
    assert.equal((await refusal(day.anyone(), "GET", `/api/v1/assemblies/${day.assembly}/minutes`, 404)).slug, "not-found");
  });

  test("are drawn by the secretary once it has", async () => {
    await day.act(`/api/v1/assemblies/${day.assembly}`, "ending");
    await refusal(day.member, "POST", `/api/v1/assemblies/${day.assembly}/minutes`, 403, { body: {} });
    day.minutes = (await day.secretary.post<Minutes>(`/api/v1/assemblies/${day.assembly}/minutes`, { body: {}, expect: 201 })).body;
    assert.equal(day.minutes.version, 1);
    assert.equal(day.minutes.state, "draft");
    assert.equal(day.minutes.document.held, true);
    assert.deepEqual(day.minutes.officers.map(({ role, yours }) => [role, yours]),
      [["chair", false], ["secretary", true]]);
    const linked = async (api: Api) => (await api.get<Linked>(`/api/v1/assemblies/${day.assembly}`)).body.minutes;
    assert.deepEqual([await linked(day.secretary), await linked(day.chair), await linked(day.anyone())],
      [day.minutes.id, day.minutes.id, undefined]);
    const item = day.minutes.document.items[0]!;
    assert.equal(item.text, day.poll.text_hash);
    assert.equal(item.polls[0]!.text, day.poll.text_hash);
    assert.equal((await refusal(day.secretary, "POST", `/api/v1/assemblies/${day.assembly}/minutes`, 409, { body: {} })).slug, "minutes-exist");
  });

  test("are for those who prepare and sign them until they are published", async () => {
    await day.chair.get(day.path, { expect: 200 });
    await refusal(day.anyone(), "GET", day.path, 404);
    await refusal(day.member, "GET", day.path, 404);
    await refusal(day.member, "GET", `${day.path}/minutes.html`, 404);
    await refusal(day.admin, "GET", `/api/v1/minutes/${NOBODY}`, 404);
  });

  test("take the words of the secretary, and none of anybody else", async () => {
    const { etag } = await day.secretary.get(day.path, { expect: 200 });
    const body = {
      mode: "par courriel", summary: "Débat vif : <script>alert(1)</script> & *un* | deux",
      remarks: "Un écran s’éteint à 18 h.", documents: ["Comptes 2025"],
      items: [{ resolution: day.minutes.document.items[0]!.resolution, summary: "Une question sur le résultat." }],
    };
    await refusal(day.member, "PATCH", day.path, 403, { body, headers: { "if-match": etag } });
    assert.equal((await refusal(day.secretary, "PATCH", day.path, 428, { body })).slug, "match-required");
    const changed = await day.secretary.request<Minutes>("PATCH", day.path, { body, headers: { "if-match": etag }, expect: 200 });
    assert.equal(changed.body.version, 2);
    assert.equal(changed.body.versions.length, 2);
    day.minutes = changed.body;
    const wrong = { items: [{ resolution: NOBODY, summary: "x" }] };
    const refused = await refusal(day.secretary, "PATCH", day.path, 404, { body: wrong, headers: { "if-match": changed.etag } });
    assert.equal(refused.pointer, "/items/0/resolution");
    await refusal(day.secretary, "PATCH", day.path, 412, { body, headers: { "if-match": etag } });
  });

  test("are published when every officer has approved that version", async () => {
    const hash = day.minutes.hash;
    assert.equal((await refusal(day.chair, "POST", `${day.path}/approval`, 409, { body: { hash: day.minutes.versions[0]!.hash } })).slug, "minutes-other");
    assert.equal((await refusal(day.admin, "POST", `${day.path}/approval`, 403, { body: { hash } })).slug, "minutes-officer");
    const first = await day.chair.post<Minutes>(`${day.path}/approval`, { body: { hash }, expect: 200 });
    assert.equal(first.body.state, "draft");
    const second = await day.secretary.post<Minutes>(`${day.path}/approval`, { body: { hash }, expect: 200 });
    assert.equal(second.body.state, "published");
    assert.equal((await day.anyone().get<Linked>(`/api/v1/assemblies/${day.assembly}`)).body.minutes, day.minutes.id);
    const public_ = await day.anyone().get<Minutes>(`/api/v1/assemblies/${day.assembly}/minutes`, { expect: 200 });
    assert.ok(public_.body.officers.every(({ name, approved_at }) => name === undefined && approved_at !== undefined));
    assert.ok((await day.member.get<Minutes>(day.path)).body.officers.every(({ name }) => name !== undefined));
    const { etag } = await day.secretary.get(day.path, { expect: 200 });
    assert.equal((await refusal(day.secretary, "PATCH", day.path, 409, { body: { remarks: "x" }, headers: { "if-match": etag } })).slug, "minutes-published");
  });

  test("are the bytes whose hash is in the log", async () => {
    const bytes = await (await fetch(`${day.server.url}${day.path}/minutes.json`)).text();
    assert.equal(hashOf(bytes), day.minutes.hash);
    assert.ok(!bytes.includes("Membre"));
  });

  test("print in French, with their fractions exact and their percentages said to be rounded", async () => {
    const html = await day.page("minutes.html", "fr");
    for (const words of [
      "<html lang=\"fr\">", "Procès-verbal : assemblée générale ordinaire", "Les fractions sont exactes",
      "Mode de convocation : par courriel", "Comptes 2025", "Un écran s’éteint à 18 h.", "Une question sur le résultat.",
      "1/2 (≈ 50,00 %)", "La résolution est rejetée.", day.poll.text_hash!, day.minutes.hash, "Président de séance", "Approuvés.",
    ]) assert.ok(html.includes(words), words);
    assert.ok(html.includes("&lt;script&gt;") && !/<script|onload|style=/.test(html));
    assert.ok(!html.includes("Membre"));
    assert.ok((await day.page("minutes.html", "fr", day.member)).includes("Membre"));
  });

  test("print in English, and as Markdown in which no text of a member acts", async () => {
    const markdown = await day.page("minutes.md", "en");
    for (const words of [
      "# Minutes: ordinary general meeting", "1/2 (≈ 50.00%)", "The resolution is rejected.",
      "\\<script\\>alert(1)\\</script\\> \\& \\*un\\* \\| deux",
    ]) assert.ok(markdown.includes(words), words);
    await refusal(day.anyone(), "GET", `${day.path}/minutes.html?language=de`, 400);
    await refusal(day.anyone(), "GET", `${day.path}/minutes.doc`, 404);
  });

  test("print as PDF, in which pdftotext reads every figure back", async () => {
    const english = readBack(await day.pdf("en"));
    for (const words of ["Minutes: ordinary general meeting", "1/2 (≈ 50.00%)", "The resolution is rejected."]) {
      assert.ok(english.includes(words), words);
    }
    const french = readBack(await day.pdf("fr", day.member));
    const figures = day.minutes.document.items[0]!.polls[0]!.colleges.flatMap((college) => Object.values(college));
    for (const words of [
      "Procès-verbal : assemblée générale ordinaire", "Président de séance", "Membre 1", "Un écran s’éteint à 18 h.",
      "Une question sur le résultat.", "1/2 (≈ 50,00 %)", "Débat vif : <script>alert(1)</script> & *un* | deux",
      ...figures.filter((figure) => /\/(?!1$)/.test(`${figure}`)).map(String),
    ]) assert.ok(french.includes(words), words);
    assert.ok(french.replaceAll(" ", "").includes(day.minutes.hash));
    assert.ok(!readBack(await day.pdf("fr")).includes("Membre 1"));
  });

  test("stand in the record, where each ballot carried the hash of the text that they print", async () => {
    const step = await day.admin.post<Step>(`/api/v1/decisions/${day.poll.id}/steps`, { body: { text: "Publier" }, expect: 201 });
    assert.equal(step.body.state, "to_do");
    const file = join(day.folder.path, "all.tar");
    palabre(["export", "--db", day.db, "--all", "-o", file], 0, day.now);
    const said = spawnSync(join(BUILD, "cli/palabre-verify"), [file], { encoding: "utf8" });
    assert.equal(said.status, 0, said.stdout + said.stderr);
    const tar = readFileSync(file);
    const report = await verifyRecord(sourceOfBytes(tar), { minisig: readFileSync(`${file}.minisig`) });
    assert.ok(report.checks.every(({ state }) => state !== "failed"), JSON.stringify(report.checks));
    const held = tar.toString("utf8");
    assert.ok(held.includes(`texts/${day.minutes.hash}.json`));
    const printed = day.minutes.document.items[0]!.polls[0]!;
    assert.ok(held.includes(`texts/${printed.text}.json`) && held.includes(`"text":"Publier"`));
    const manifest = await day.anyone().get<{ text: string }>(`/api/v1/polls/${day.poll.id}/manifest`, { expect: 200 });
    assert.equal(manifest.body.text, printed.text);
    const { body } = await day.anyone().get<{ items: { type: string; d: { poll?: string; text?: string } }[] }>("/api/v1/log?limit=500", { expect: 200 });
    const call = JSON.stringify(body.items).includes(`${printed.text}`);
    assert.ok(call);
  });

  test("have a style that prints", async () => {
    const { body } = await day.anyone().get<string>("/api/v1/print.css", { expect: 200 });
    assert.match(body, /@media print/);
  });
});

suite("minutes of a SARL for want of a quorum", () => {
  const day = new Day();
  before(() => day.prepare(1, day.statutes((text) => text.replace(/"legal_form": *"[A-Z]+"/, '"legal_form": "SARL"'))));
  after(() => day.close());

  test("say so, and what was on the agenda", async () => {
    await day.begin();
    const late = await day.enter({ name: "Livia Mattei" });
    for (let i = 0; i < 15; i++) await day.enter();
    await day.admin.put(`/api/v1/assemblies/${day.assembly}/attendance/${late}`, { body: { present: true }, expect: 200 });
    await day.officer("chair");
    const secretary = await day.officer("secretary");
    await day.act(`/api/v1/assemblies/${day.assembly}`, "ending");
    const { body } = await secretary.post<Minutes>(`/api/v1/assemblies/${day.assembly}/minutes`, { body: {}, expect: 201 });
    assert.equal(body.document.held, false);
    const { body: page } = await secretary.get<string>(`/api/v1/minutes/${body.id}/minutes.html?language=fr`, { expect: 200 });
    const html = plain(page);
    assert.ok(html.includes("Procès-verbal de carence"));
    assert.ok(html.includes("non atteint") && html.includes("1 / 18") && html.includes("Résolution 1"));
    for (const words of ["Bureau et signatures", "Contributions écrites : questions 0", "La séance n’a été ni suspendue ni troublée.",
      "présents 1, représentés 0", "voix qui prennent part au vote : 1", "entrées, racine", "Ordre du jour", "Lieu"]) assert.ok(html.includes(words), words);
  });

  test("name who was there, with their votes, to members alone", async () => {
    const { body } = await day.admin.get<Minutes>(`/api/v1/assemblies/${day.assembly}/minutes`, { expect: 200 });
    const { body: page } = await day.admin.get<string>(`/api/v1/minutes/${body.id}/minutes.md?language=en`, { expect: 200 });
    assert.match(page, /\| 1 \| Livia Mattei \| Use \| present \|  \| 1 \|/);
    assert.ok(!JSON.stringify(body.document).includes("Livia"));
  });
});

suite("decisions", () => {
  const day = new Held();
  before(() => day.hold());
  after(() => day.close());
  const steps = (): string => `/api/v1/decisions/${day.poll.id}/steps`;

  test("are listed for everybody, whatever they decided", async () => {
    const { body } = await day.anyone().get<List<Decision>>("/api/v1/decisions", { expect: 200 });
    assert.deepEqual(body.items.map(({ id, verdict }) => [id, verdict]), [[day.poll.id, "rejected"]]);
    assert.equal(body.items[0]!.text, day.poll.text_hash);
    const called = await day.called(day.motion((await day.resolutions())[1]));
    await refusal(day.anyone(), "GET", `/api/v1/decisions/${called.id}`, 404);
  });

  test("are followed by steps, which administrators write", async () => {
    const body = { text: "Déposer les comptes", due_on: "2026-12-31" };
    await refusal(day.member, "POST", steps(), 403, { body });
    const made = await day.admin.post<Step>(steps(), { body, expect: 201 });
    assert.equal(made.body.state, "to_do");
    const path = `${steps()}/${made.body.id}`;
    assert.equal((await refusal(day.admin, "POST", steps(), 400, { body: { text: "x", state: "later" } })).pointer, "/state");
    assert.equal((await refusal(day.admin, "POST", steps(), 400, { body: { text: " " } })).slug, "empty-text");
    const { etag } = await day.anyone().get(path, { expect: 200 });
    const change = { state: "done", due_on: null, text: "Comptes déposés" };
    await day.admin.request("PATCH", path, { body: change, headers: { "if-match": etag }, expect: 200 });
    await refusal(day.admin, "PATCH", path, 412, { body: change, headers: { "if-match": etag } });
    const { body: decision } = await day.anyone().get<Decision>(`/api/v1/decisions/${day.poll.id}`, { expect: 200 });
    assert.deepEqual(decision.steps.map(({ text, state, due_on }) => [text, state, due_on]), [["Comptes déposés", "done", undefined]]);
    await refusal(day.anyone(), "GET", `${steps()}/${NOBODY}`, 404);
  });
});

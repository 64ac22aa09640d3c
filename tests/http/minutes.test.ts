/* Minutes through HTTP: drawn from the log, written, approved, published; read as HTML and Markdown; decisions followed. */
import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";

import { Day, type Poll, hashOf } from "./assembly_day.ts";
import { type List, NOBODY, refusal } from "./society.ts";
import type { Api } from "./support.ts";

type Officer = { role: string; name?: string; approved_at?: string };
type Minutes = {
  id: string; version: number; state: string; hash: string; officers: Officer[]; versions: { hash: string }[];
  document: { items: { resolution: string; text: string; polls: { text: string; verdict: string }[] }[]; held: boolean };
};
type Step = { id: string; text: string; state: string; due_on?: string };
type Decision = { id: string; verdict: string; text?: string; steps: Step[] };

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
    assert.deepEqual(day.minutes.officers.map(({ role }) => role), ["chair", "secretary"]);
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

  test("have a style that prints", async () => {
    const { body } = await day.anyone().get<string>("/api/v1/print.css", { expect: 200 });
    assert.match(body, /@media print/);
  });
});

suite("minutes for want of a quorum", () => {
  const day = new Day();
  before(() => day.prepare(1));
  after(() => day.close());

  test("say so, and what was on the agenda", async () => {
    await day.begin();
    for (let i = 0; i < 3; i++) await day.enter();
    await day.officer("chair");
    const secretary = await day.officer("secretary");
    await day.act(`/api/v1/assemblies/${day.assembly}`, "ending");
    const { body } = await secretary.post<Minutes>(`/api/v1/assemblies/${day.assembly}/minutes`, { body: {}, expect: 201 });
    assert.equal(body.document.held, false);
    const { body: page } = await secretary.get<string>(`/api/v1/minutes/${body.id}/minutes.html?language=fr`, { expect: 200 });
    const html = plain(page);
    assert.ok(html.includes("Procès-verbal de carence"));
    assert.ok(html.includes("non atteint") && html.includes("0 / 5") && html.includes("Résolution 1"));
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

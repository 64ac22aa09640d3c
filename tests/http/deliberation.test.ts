/*
 * deliberation.test.ts - what is said under a resolution: who may say what, who reads names, what is refused; and
 * that nothing of it runs in a page, or disappears without a word.
 */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";

import { heldByBoth } from "./both.ts";
import { type List, NOBODY, type Named, type Problem, Society, refusal } from "./society.ts";
import { Raw } from "./raw.ts";
import type { Api, Reply } from "./support.ts";
import { readEntries } from "./tree.ts";

type Contribution = Named & {
  resolution: string; parent?: string; kind: string; state: string; official: boolean; reason?: string; version: number;
  author: { pseudonym: string; college?: string; name?: string; member?: string }; mine?: boolean; hash: string;
  text?: string; html?: string; removed?: boolean; endorsements: number; endorsed?: boolean; replies: number;
  answered?: boolean; concern?: { how: string; by?: string; note?: { text?: string; hash: string } };
};

const day = new Society();
/* It plays in one minute, a little after the society is founded; then a day later. */
const start = Date.now() + 60_000;
const inDays = (days: number): Date => new Date(start + days * 86_400_000);
const dateOf = (instant: Date): string => instant.toISOString().slice(0, 10);
let [assembly, resolution, other, draft] = ["", "", "", ""];
let ana: Api, ben: Api, felix: Api, chair: Api, moderator: Api;
let [anaId, townId] = ["", ""];

const under = (id = resolution): string => `/api/v1/resolutions/${id}/contributions`;
const at = (id: string): string => `/api/v1/contributions/${id}`;

async function say(by: Api, kind: string, text: string, more: object = {}): Promise<Contribution> {
  return (await by.post<Contribution>(under(), { body: { kind, text, ...more }, expect: 201 })).body;
}
const read = async (id: string, by: Api = day.anyone()): Promise<Contribution> =>
  (await by.get<Contribution>(at(id), { expect: 200 })).body;
const list = async (query = "", by: Api = day.anyone()): Promise<List<Contribution>> =>
  (await by.get<List<Contribution>>(under() + query, { expect: 200 })).body;

/* A command on a contribution, with the tag that it has. */
async function command(by: Api, id: string, action: string, body: object, expect = 200): Promise<Contribution & Problem> {
  const { etag } = await by.get(at(id), { expect: 200 });
  return (await by.post<Contribution & Problem>(`${at(id)}/${action}`, { body, headers: { "if-match": etag }, expect })).body;
}
const slugOf = (problem: Problem): string => problem.type.replace("urn:palabre:problem:", "");
const refused = async (by: Api, id: string, action: string, body: object, expect: number): Promise<string> =>
  slugOf(await command(by, id, action, body, expect));

async function edit(by: Api, id: string, text: string, expect = 200): Promise<Reply<Contribution & Problem>> {
  const { etag } = await by.get(at(id), { expect: 200 });
  return by.patch(at(id), { body: { text }, headers: { "if-match": etag }, expect });
}

async function meeting(): Promise<string> {
  const body = { kind: "ordinary", title: "Assemblée", place: "Corte", meets_at: inDays(60).toISOString() };
  return (await day.admin.post<Named>("/api/v1/assemblies", { body, expect: 201 })).body.id;
}
async function table(title: string, on: string): Promise<string> {
  const body = { class: "ordinary", origin: "board", title, text: "Le toit est refait." };
  return (await day.admin.post<Named>(`/api/v1/assemblies/${on}/resolutions`, { body, expect: 201 })).body.id;
}

before(async () => {
  await day.open(inDays(0));
  assembly = await meeting();
  [resolution, other] = [await table("Toit", assembly), await table("Murs", assembly)];
  await day.act(`/api/v1/assemblies/${assembly}`, "notice");
  draft = await table("Plus tard", await meeting());
  anaId = await day.enter({ name: "Ana Colonna" });
  [ana, ben] = [await day.browserOf(anaId), await day.browserOf(await day.enter({ name: "Ben Paoli" }))];
  [chair, moderator] = [await day.officer("chair"), await day.officer("moderator")];
  townId = await day.enter({ kind: "legal", name: "Commune de Corte", category: "towns" });
  await day.admin.post(`/api/v1/members/${townId}/representatives`,
    { body: { name: "Félix Grimaldi", rank: "full", authority: "Délibération", from_on: dateOf(inDays(0)) }, expect: 201 });
  felix = await day.browserOf(townId);
});
after(() => day.close());

describe("a contribution", () => {
  test("is said by a member, and read by anyone without a name", async () => {
    const said = await say(ana, "for", "It *leaks*.");
    assert.deepEqual([said.kind, said.state, said.official, said.version, said.mine], ["for", "visible", false, 1, true]);
    assert.equal(said.html, "<p>It <em>leaks</em>.</p>\n");
    assert.deepEqual([said.author.name, said.author.member, said.author.college], ["Ana Colonna", anaId, "users"]);
    const { author, mine, endorsed } = await read(said.id);
    assert.deepEqual(Object.keys(author).sort(), ["college", "pseudonym"]);
    assert.deepEqual([mine, endorsed], [undefined, undefined]);
    assert.equal((await read(said.id, ben)).author.name, "Ana Colonna");
  });

  test("leaves no name in the log, and another pseudonym under another resolution", async () => {
    const body = { kind: "information", text: "Elsewhere." };
    const elsewhere = (await ana.post<Contribution>(under(other), { body, expect: 201 })).body;
    const here = await say(ana, "information", "Here.");
    assert.notEqual(elsewhere.author.pseudonym, here.author.pseudonym);
    const note = await (await fetch(`${day.server.url}/log/checkpoint`)).text();
    const entries = await readEntries(day.server.url, Number(note.split("\n")[1]));
    const last = JSON.parse(entries.at(-1)!.toString()) as { t: string; d: Record<string, unknown> };
    assert.deepEqual([last.t, last.d["author"], last.d["hash"]], ["contribution.post", here.author.pseudonym, here.hash]);
    assert.ok(!entries.some((entry) => entry.includes("Colonna") || entry.includes("Elsewhere")));
  });

  test("is listed by kind and state, in pages", async () => {
    const concern = await say(ben, "concern", "And the rain?");
    const found = await list("?kind=concern");
    assert.deepEqual(found.items.map(({ id }) => id), [concern.id]);
    assert.equal((await list("?state=withdrawn")).items.length, 0);
    const first = await list("?limit=1");
    assert.equal(first.items.length, 1);
    const second = await list(`?limit=1&after=${first.next}`);
    assert.notEqual(second.items[0]?.id, first.items[0]?.id);
    assert.equal((await refusal(day.anyone(), "GET", `${under()}?kind=aside`, 400)).pointer, "kind");
    assert.equal((await refusal(day.anyone(), "GET", `${under()}?state=lost`, 400)).pointer, "state");
    await refusal(day.anyone(), "GET", under(NOBODY), 404);
    await refusal(day.anyone(), "GET", at(NOBODY), 404);
  });

  test("is shown before it is said, to who is signed in, and nothing of it is kept", async () => {
    const preview = (by: Api, text: string, expect: number) =>
      by.post<{ html: string } & Problem>("/api/v1/previews", { body: { text }, expect });
    const { body } = await preview(ana, "It *leaks*. <script>alert(1)</script>", 200);
    assert.equal(body.html, "<p>It <em>leaks</em>. alert(1)</p>\n");
    assert.equal(slugOf((await preview(day.anyone(), "x", 401)).body), "unauthenticated");
    const long = (await preview(ana, "é".repeat(40_000), 400)).body;
    assert.deepEqual([slugOf(long), long.pointer], ["text-too-long", "/text"]);
    assert.equal((await preview(ana, `${"> ".repeat(60)}deep`, 422)).body.pointer, "/text");
    assert.ok((await list("?limit=500")).items.every(({ text }) => !text?.includes("alert")));
  });

  test("under a draft is for those who prepare it", async () => {
    await refusal(ana, "GET", under(draft), 404);
    await refusal(ana, "POST", under(draft), 404, { body: { kind: "for", text: "Yes." } });
    assert.equal((await chair.get<List<Contribution>>(under(draft), { expect: 200 })).body.items.length, 0);
  });

  test("comes from a member, for whom the person speaks", async () => {
    const body = { kind: "for", text: "Yes." };
    assert.equal((await refusal(day.anyone(), "POST", under(), 401, { body })).slug, "unauthenticated");
    assert.equal((await refusal(day.admin, "POST", under(), 403, { body })).slug, "forbidden");
    assert.equal((await refusal(ben, "POST", under(), 403, { body: { ...body, member: anaId } })).slug, "forbidden");
    assert.equal((await refusal(ben, "POST", under(), 404, { body: { ...body, member: NOBODY } })).pointer, "/member");
    const town = await say(felix, "for", "The town agrees.");
    assert.deepEqual([town.author.name, town.author.college], ["Commune de Corte", "supporters"]);
    assert.equal((await refusal(ana, "POST", under(), 400, { body: { kind: "aside", text: "x" } })).pointer, "/kind");
    assert.equal((await refusal(ana, "POST", under(), 400, { body: { kind: "for" } })).pointer, "/text");
    assert.equal((await refusal(ana, "POST", under(), 400, { body: { kind: "for", text: " " } })).slug, "empty-text");
    const twice = { body, headers: { "idempotency-key": "contribution-1" }, expect: 201 };
    const [one, same] = [await ana.post<Named>(under(), twice), await ana.post<Named>(under(), twice)];
    assert.equal(one.body.id, same.body.id);
  });

  test("has versions that its author writes", async () => {
    const said = await say(ana, "for", "One.");
    await edit(ana, said.id, "Two.");
    const now = await read(said.id);
    assert.deepEqual([now.version, now.text], [2, "Two."]);
    for (const [number, text] of [[1, "One."], [2, "Two."]] as const) {
      const { body } = await day.anyone().get<{ text: string }>(`${at(said.id)}/versions/${number}`, { expect: 200 });
      assert.equal(body.text, text);
    }
    await refusal(day.anyone(), "GET", `${at(said.id)}/versions/3`, 404);
    await refusal(day.anyone(), "GET", `${at(said.id)}/versions/one`, 404);
    assert.equal(slugOf((await edit(ben, said.id, "Three.", 403)).body), "forbidden");
    assert.equal((await refusal(ana, "PATCH", at(said.id), 428, { body: { text: "x" } })).slug, "match-required");
    const stale = { body: { text: "x" }, headers: { "if-match": '"1"' } };
    assert.equal((await refusal(ana, "PATCH", at(said.id), 412, stale)).slug, "stale");
  });

  test("that was withdrawn stays readable, and is done with", async () => {
    const said = await say(ana, "against", "No.");
    assert.equal(await refused(ben, said.id, "withdrawal", {}, 403), "forbidden");
    assert.equal((await command(ana, said.id, "withdrawal", {})).state, "withdrawn");
    assert.equal((await read(said.id)).text, "No.");
    assert.equal(await refused(ana, said.id, "withdrawal", {}, 409), "wrong-state");
    assert.equal(slugOf((await edit(ana, said.id, "Yes.", 409)).body), "wrong-state");
    assert.equal((await refusal(ben, "PUT", `${at(said.id)}/endorsement`, 409, { body: {} })).slug, "wrong-state");
    const body = { kind: "reply", text: "Why?", parent: said.id };
    assert.equal((await refusal(ben, "POST", under(), 422, { body })).slug, "contribution-parent");
  });

  test("is endorsed once, and no longer", async () => {
    const said = await say(ana, "for", "Zinc lasts.");
    const path = `${at(said.id)}/endorsement`;
    for (let i = 0; i < 2; i++) {
      const { body } = await ben.put<Contribution>(path, { body: {}, expect: 200 });
      assert.deepEqual([body.endorsements, body.endorsed], [1, true]);
    }
    assert.equal((await refusal(ana, "PUT", path, 403, { body: {} })).slug, "own-contribution");
    assert.equal((await felix.put<Contribution>(path, { body: { member: townId }, expect: 200 })).body.endorsements, 2);
    assert.equal((await refusal(ben, "PUT", path, 403, { body: { member: anaId } })).slug, "forbidden");
    assert.equal((await felix.delete<Contribution>(`${path}?member=${townId}`, { expect: 200 })).body.endorsements, 1);
    const { body } = await ben.delete<Contribution>(path, { expect: 200 });
    assert.deepEqual([body.endorsements, body.endorsed], [0, false]);
    assert.equal((await read(said.id)).endorsements, 0);
    await refusal(day.admin, "PUT", path, 403, { body: {} });
  });
});

describe("a question", () => {
  test("is answered by a reply of the board, and owed until then", async () => {
    const asked = await say(ben, "question", "How much?");
    const owed = async (): Promise<boolean | undefined> => {
      const path = `/api/v1/assemblies/${assembly}/questions`;
      const { body } = await day.anyone().get<List<Contribution>>(path, { expect: 200 });
      return body.items.find(({ id }) => id === asked.id)?.answered;
    };
    assert.equal(await owed(), false);
    const plain = await say(ana, "reply", "A lot.", { parent: asked.id });
    assert.deepEqual([plain.parent, plain.official, await owed()], [asked.id, false, false]);

    const body = { kind: "reply", text: "Twelve thousand.", parent: asked.id, official: true };
    const mine = await refusal(ana, "POST", under(), 403, { body });
    assert.deepEqual([mine.slug, mine.pointer], ["official-answer", "/official"]);
    const answer = (await chair.post<Contribution>(under(), { body, expect: 201 })).body;
    assert.deepEqual([answer.official, answer.author.college, await owed()], [true, undefined, true]);
    assert.deepEqual([(await read(asked.id)).replies, (await read(asked.id)).answered], [2, true]);
    const said = await say(chair, "for", "I, for one, agree.");
    assert.notEqual(said.author.pseudonym, answer.author.pseudonym);

    const speech = { ...body, kind: "information", parent: undefined };
    assert.equal((await refusal(chair, "POST", under(), 403, { body: speech })).slug, "official-answer");
    await refusal(day.anyone(), "GET", `/api/v1/assemblies/${NOBODY}/questions`, 404);
  });

  test("and its reply stand under the same resolution", async () => {
    const asked = await say(ben, "question", "When?");
    const reply = { kind: "reply", text: "Soon." };
    const of = (body: object, id = resolution): Promise<{ slug: string; pointer: string | undefined }> =>
      refusal(ana, "POST", under(id), 422, { body });
    assert.equal((await of(reply)).slug, "contribution-parent");
    assert.equal((await of({ ...reply, parent: asked.id }, other)).slug, "contribution-parent");
    assert.equal((await of({ ...reply, parent: NOBODY })).pointer, "/parent");
    assert.equal((await of({ kind: "for", text: "So.", parent: asked.id })).slug, "contribution-parent");
  });
});

describe("a concern", () => {
  test("is met or maintained, as its author says", async () => {
    const concern = await say(ana, "concern", "And the snow?");
    const fact = await say(ben, "information", "The slope is of thirty degrees.");
    assert.equal(concern.concern?.how, "open");
    assert.equal(await refused(ben, concern.id, "settlement", { how: "met" }, 403), "forbidden");
    const kept = await command(ana, concern.id, "settlement", { how: "maintained", note: "Not *that* much." });
    assert.deepEqual([kept.concern?.how, kept.concern?.note?.text], ["maintained", "Not *that* much."]);
    const met = await command(ana, concern.id, "settlement", { how: "met", by: fact.id });
    assert.deepEqual([met.concern?.how, met.concern?.by, met.concern?.note], ["met", fact.id, undefined]);
    assert.deepEqual((await read(concern.id)).concern, { how: "met", by: fact.id });
    for (const [body, pointer] of [[{ how: "open" }, "/how"], [{ how: "won" }, "/how"], [{ how: "met", by: NOBODY }, "/by"],
      [{ how: "maintained", by: fact.id }, "/by"]] as const) {
      const problem = await command(ana, concern.id, "settlement", body, 400);
      assert.deepEqual([slugOf(problem), problem.pointer], ["json-value", pointer]);
    }
    assert.equal(await refused(ben, fact.id, "settlement", { how: "met" }, 422), "not-a-concern");
  });
});

describe("moderation", () => {
  test("hides with a reason, and shows again with another", async () => {
    const rude = await say(ana, "concern", "You fool.");
    assert.equal(await refused(ben, rude.id, "concealment", { reason: "x" }, 403), "forbidden");
    assert.equal((await command(moderator, rude.id, "concealment", { reason: "" }, 400)).pointer, "/reason");
    const hidden = await command(moderator, rude.id, "concealment", { reason: "Insults a member" });
    assert.deepEqual([hidden.state, hidden.reason, hidden.text], ["hidden", "Insults a member", "You fool."]);
    for (const by of [day.anyone(), ben]) {
      const shown = await read(rude.id, by);
      assert.deepEqual([shown.reason, shown.text, shown.html, shown.kind], ["Insults a member", undefined, undefined, "concern"]);
      await refusal(by, "GET", `${at(rude.id)}/versions/1`, 404);
    }
    assert.equal((await read(rude.id, ana)).text, "You fool.");
    assert.ok(!JSON.stringify(await list("?limit=500")).includes("You fool"));

    assert.equal(slugOf((await edit(ana, rude.id, "Dear friend.", 409)).body), "contribution-hidden");
    assert.equal((await refusal(ben, "PUT", `${at(rude.id)}/endorsement`, 409, { body: {} })).slug, "contribution-hidden");
    const body = { kind: "reply", text: "Oh.", parent: rude.id };
    assert.equal((await refusal(ben, "POST", under(), 409, { body })).slug, "contribution-hidden");
    assert.equal(await refused(ana, rude.id, "settlement", { how: "met" }, 409), "contribution-hidden");
    assert.equal(await refused(moderator, rude.id, "concealment", { reason: "Again" }, 409), "wrong-state");
    assert.equal((await command(moderator, rude.id, "restoration", { reason: "A quotation" })).state, "visible");
    assert.deepEqual([(await read(rude.id)).text, (await read(rude.id)).reason], ["You fool.", undefined]);
    assert.equal(await refused(moderator, rude.id, "restoration", { reason: "Again" }, 409), "wrong-state");
  });

  test("is for others, and says by which office", async () => {
    const own = await say(moderator, "for", "Mine.");
    assert.equal(await refused(moderator, own.id, "concealment", { reason: "x" }, 403), "own-contribution");
    await command(day.admin, own.id, "concealment", { reason: "Off topic" });
    const { body } = await day.anyone().get<List<{ entry: string }>>("/api/v1/log?limit=500");
    const said = body.items.map(({ entry }) => JSON.parse(entry) as { t: string; d: { role: string } });
    assert.deepEqual(said.filter(({ t }) => t === "contribution.conceal").map(({ d }) => d.role), ["moderator", "administrator"]);
    assert.equal(await refused(moderator, own.id, "restoration", { reason: "x" }, 403), "own-contribution");
  });
});

/* Every byte of the database and of its journal. */
const bytes = (): string => ["", "-wal"].map((suffix) => day.db + suffix).filter(existsSync)
  .map((file) => readFileSync(file, "latin1")).join("");

describe("the record of a deliberation", () => {
  test("61: has what was said, not what is hidden nor what was removed, and holds", async () => {
    const [kept, hidden] = [await say(ana, "for", "Kept-3141592653."), await say(ana, "for", "Hidden-3141592653.")];
    const gone = await say(ana, "for", "Gone-3141592653, my address.");
    await command(moderator, hidden.id, "concealment", { reason: "Off topic" });
    const redaction = { document: gone.hash, ground: "GDPR art. 17" };
    assert.ok(bytes().includes("Gone-3141592653"));
    await day.admin.post("/api/v1/redactions", { body: redaction, expect: 200 });
    assert.ok(!bytes().includes("Gone-3141592653"), "not a byte stays in the file");
    const now = await read(gone.id, ana);
    assert.deepEqual([now.removed, now.text, now.hash, now.state], [true, undefined, gone.hash, "visible"]);
    assert.equal((await refusal(day.admin, "POST", "/api/v1/redactions", 404, { body: redaction })).slug, "not-found");

    const files = await heldByBoth(day.db, day.folder.path);
    assert.match(files.get(`texts/${kept.hash}.json`)?.toString() ?? "", /Kept-3141592653/);
    for (const hash of [hidden.hash, gone.hash]) assert.ok(!files.has(`texts/${hash}.json`));
    const table = files.get("tables/contributions.csv")?.toString() ?? "";
    const line = (of: Contribution): string => table.split("\r\n").find((row) => row.startsWith(of.id)) ?? "";
    assert.match(line(kept), new RegExp(`^${kept.id},${resolution},,for,visible,false,${kept.author.pseudonym},users,.*,${kept.hash}$`));
    assert.match(line(hidden), /,hidden,.*,Off topic,$/);
    assert.ok(![...files.values()].some((content) => /Hidden-3141592653|Ana Colonna/.test(content.toString())));
  });

  test("62: has no hash that a likely text gives", async () => {
    const [one, two] = [await say(ana, "for", "oui"), await say(ben, "for", "oui")];
    assert.notEqual(one.hash, two.hash);
    const files = await heldByBoth(day.db, day.folder.path);
    const document = JSON.parse(files.get(`texts/${one.hash}.json`)?.toString() ?? "") as { salt: string; text: string };
    assert.match(document.salt, /^[0-9a-f]{64}$/);
    assert.equal(document.text, "oui");
  });
});

describe("attacks", () => {
  test("39: what runs in a page is not in what a page shows", async () => {
    const payloads = ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[a](javascript:alert(1))",
      "![a](data:image/svg+xml;base64,PHN2Zz4=)", "<svg onload=alert(1)>", "[a]: vbscript:x\n\n[a]",
      "`<script>`", "[a](https://x.example/\"onclick=\"alert(1))", "<a href=\"javascript:x\">b</a>", "<!-- --!><script>"];
    for (const payload of payloads) {
      const { text, html = "" } = await say(ben, "information", `Look: ${payload} there.`);
      assert.equal(text, `Look: ${payload} there.`);
      assert.doesNotMatch(html, /<(?!\/?(p|a|code)\b)/, payload);
      assert.doesNotMatch(html, /href="(?!https:)|<[^>]* on\w+=|<img|data:/, payload);
    }
    const image = await say(ben, "information", "![The roof](https://elsewhere.example/roof.png)");
    assert.equal(image.html, '<p><a href="https://elsewhere.example/roof.png">The roof</a></p>\n');
  });

  test("63: nothing hides in the characters of a text", async () => {
    const problem = await refusal(ben, "POST", under(), 400, { body: { kind: "for", text: "a\u202Eb" } });
    assert.deepEqual([problem.slug, problem.pointer], ["control-characters", "/text"]);
    assert.equal((await say(ben, "for", "cafe\u0301")).text, "caf\u00E9");
    const of = await say(ben, "concern", "Hm.");
    assert.equal(await refused(moderator, of.id, "concealment", { reason: "a\u2066b" }, 400), "control-characters");
  });

  test("70: a text of ten megabytes, a tower of quotations, a flood", async () => {
    const raw = await Raw.open(day.server.url);
    const { cookie } = ben.credentials("GET");
    raw.send([`POST ${under()} HTTP/1.1`, "Host: localhost", `Cookie: ${cookie}`, `Origin: ${day.server.url}`,
      "Content-Type: application/json", `Content-Length: ${10 << 20}`, "", '{"kind":"for","text":"'].join("\r\n"));
    assert.equal((await raw.reply()).status, 413);
    raw.close();
    const long = { kind: "for", text: "\u00e9".repeat(33_000) };
    assert.equal((await refusal(ben, "POST", under(), 400, { body: long })).slug, "text-too-long");
    const tower = { kind: "for", text: `${"> ".repeat(1000)}a` };
    assert.equal((await refusal(ben, "POST", under(), 422, { body: tower })).slug, "too-nested");

    const member = await day.enter();
    const flood = await day.browserOf(member);
    const text = "a".repeat(60_000);
    let last = "";
    for (let i = 0; i < 50; i++) last = (await say(flood, "information", text)).id;
    const note = async (): Promise<string> => (await (await fetch(`${day.server.url}/log/checkpoint`)).text());
    const before = await note();
    const over = await flood.post<Problem & { frees_on: string }>(under(), { body: { kind: "for", text: "x" }, expect: 429 });
    assert.deepEqual([slugOf(over.body), over.body.frees_on], ["daily-quota", dateOf(inDays(1))]);
    assert.equal(slugOf((await edit(flood, last, "x", 429)).body), "daily-quota");
    assert.equal(await note(), before, "the log is as it was");
    /* What is sent at once stays small however much was said. */
    const page = await day.anyone().get<List<Contribution>>(`${under()}?limit=500`, { expect: 200 });
    assert.ok(JSON.stringify(page.body).length < 3 << 20);
    assert.ok(page.body.next);
    const seen = page.body.items.map(({ id }) => id);
    for (let after: string | undefined = page.body.next; after !== undefined;) {
      const following = await list(`?limit=500&after=${after}`);
      seen.push(...following.items.map(({ id }) => id));
      after = following.next;
    }
    assert.deepEqual([new Set(seen).size, seen.at(-1)], [seen.length, last]);
    day.server.setClock(inDays(1));
    await say(await day.browserOf(member), "for", "And a new day.");
  });
});

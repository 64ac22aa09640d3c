/*
 * hostile_day.ts - a society whose every text tries to be something else: what members and officers may write, written
 * by someone who wants it to run where others read it.
 *
 * What is sent is watched: each text of it is first sent with a character that turns the direction of writing, which
 * must be refused, and the fields that were reached are remembered, to be held against the API's document.
 */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { Day, type Poll } from "../http/assembly_day.ts";
import { type Named, type Problem, STATUTES, slug } from "../http/society.ts";
import type { Api } from "../http/support.ts";

/* Every one of them has this word: where it is shown, it is shown as a word. */
export const MARK = "taken";

/* What has run somewhere, once. Each has room in a field of 200 characters. */
export const SHORT = [
  `"><img class=taken src=x onerror=taken()>`,
  `'><svg class=taken onload=taken()></svg>`,
  `<script class=taken>taken()</script>`,
  `</title></textarea><iframe class=taken srcdoc="<script>parent.taken()</script>"></iframe>`,
  `javascript:taken()//`,
  "{{constructor.constructor('taken()')()}} ${taken()} #{taken()}",
  `<a class=taken href="javascript:taken()">taken</a>`,
  `<math><mtext></form><form><mglyph><style></math><img class=taken src onerror=taken()>`,
  `&lt;img class=taken src=x onerror=taken()&gt;`,
  `taken'/*\`/*--></noscript></style></template></script><svg class=taken onload=taken()>`,
  `=HYPERLINK("https://elsewhere.example/?taken","taken")`,
  `@SUM(1+1)*cmd|' /C taken'!A0`,
  `<base class=taken href=//elsewhere.example/><form class=taken action=//elsewhere.example/><button>taken`,
  `<style class=taken>*{background:url(//elsewhere.example/taken)}</style>`,
  `<object class=taken data=//elsewhere.example/></object><embed class=taken src=//elsewhere.example/>`,
  "__proto__ taken constructor prototype",
];

/* In Markdown, what has become more than words. */
const MARKDOWN = [
  "[taken](javascript:taken())", "[taken](  JaVaScRiPt&colon;taken())", "[taken](&#106;avascript:taken())",
  "![taken](x\"onerror=\"taken())", "![taken](https://elsewhere.example/taken.png)", "<javascript:taken()>",
  "[taken](data:text/html;base64,PHNjcmlwdD50YWtlbigpPC9zY3JpcHQ+)", "[taken](vbscript:taken())",
  "[taken](https://elsewhere.example/\"onclick=\"taken())", "[taken]: javascript:taken()\n\n[taken]",
  "[taken](https://elsewhere.example 'x\"onmouseover=\"taken()')", "`<img class=taken src=x onerror=taken()>`",
  "<details class=taken open ontoggle=taken()>", "<taken@x\"onclick=\"taken()>", "[taken](//elsewhere.example/)",
  "# taken\n\n<h1 class=taken>taken</h1>", "| taken |\n| --- |\n| <img class=taken onerror=taken()> |",
];
export const LONG = [...SHORT, ...MARKDOWN].join("\n\n");
const POLYGLOT = SHORT[9] ?? "";

/* Files of a resolution: names that the server takes and the words of each file, which are shown to nobody. */
export const FILES: Record<string, string> = {
  [`"><img class=taken src=x onerror=taken()>.csv`]: `=HYPERLINK("https://elsewhere.example/?taken"),<script>taken()</script>\n`,
  [`=HYPERLINK("https:taken","taken").csv`]: "@SUM(1+1)*cmd|' /C taken'!A0\n",
  [`taken"; filename="taken.html.txt`]: "<!doctype html><script>taken()</script>",
  "taken%0d%0aSet-Cookie: taken=1%22.txt": "<svg onload=taken()></svg>",
  "javascript:taken().pdf": "%PDF-1.7\n1 0 obj <</OpenAction <</S /JavaScript /JS (taken())>>>> endobj\n",
  "{{constructor.constructor('taken()')()}}.md": "[taken](javascript:taken())",
  "__proto__ taken constructor.txt": "<iframe srcdoc='<script>parent.taken()</script>'>",
  "CON.taken.exe.txt": "MZ, says a text",
  "~taken $(taken) `taken` ; taken’é 𝟙.txt": "<base href=//elsewhere.example/>",
};

type Template = { readonly [name: string]: string };
type Sent = { body: object; to?: Template; tag?: string; expect?: number };

/* The texts of a body with the mark, by pointer; places in lists are written "[]". */
function* textsOf(value: unknown, at = ""): Generator<[pointer: string, with_: (text: string) => unknown]> {
  if (typeof value === "string") {
    if (value.includes(MARK)) yield [at, (text) => text];
  } else if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) {
      for (const [pointer, change] of textsOf(item, `${at}[]`)) {
        yield [pointer, (text) => value.map((each: unknown, j) => (i === j ? change(text) : each))];
      }
    }
  } else if (value !== null && typeof value === "object") {
    for (const [name, item] of Object.entries(value)) {
      for (const [pointer, change] of textsOf(item, `${at}/${name}`)) {
        yield [pointer, (text) => ({ ...value, [name]: change(text) })];
      }
    }
  }
}

export class HostileDay extends Day {
  /* "POST /api/v1/assemblies /title" of each text that was sent. */
  readonly reached = new Set<string>();
  /* What the addresses of screens and pages name. */
  readonly ids: Record<string, string> = {};
  readonly people: Record<string, Api> = {};
  #next = 0;

  /* One of the corpus after the other. */
  get short(): string {
    this.#next += 1;
    return SHORT[this.#next % SHORT.length] ?? "";
  }

  /* Sends it once its texts were refused with a turn of direction in them, and with what Unicode may yet put in another order. */
  async send<T = Named>(by: Api, method: string, template: string, { body, to = {}, tag, expect }: Sent): Promise<T> {
    const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => to[name] ?? "");
    const path = fill(template);
    const headers = async (): Promise<Record<string, string>> =>
      tag === undefined ? {} : { "if-match": (await by.get(fill(tag), { expect: 200 })).etag };
    for (const [pointer, change] of textsOf(body)) {
      for (const [text, refused] of [["a\u202Eb", "control-characters"], ["e\u0316\u0378", "characters-too-new"]] as const) {
        const answer = await by.request<Problem>(method, path, { body: change(text), headers: await headers(), expect: 400 });
        assert.equal(slug(answer.body), refused, `${method} ${template} ${pointer}`);
      }
      this.reached.add(`${method} ${template} ${pointer}`);
    }
    const sent = { body, headers: await headers() };
    return (await by.request<T>(method, path, expect === undefined ? sent : { ...sent, expect })).body;
  }

  /* What takes no such text: an address, a figure. */
  async refuses(by: Api, method: string, template: string, { body, to = {} }: Sent): Promise<void> {
    const path = template.replace(/\{(\w+)\}/g, (_, name: string) => to[name] ?? "");
    for (const [pointer] of textsOf(body)) this.reached.add(`${method} ${template} ${pointer}`);
    const reply = await by.request<Problem>(method, path, { body, headers: { "if-match": "*" } }).then(
      () => assert.fail(`${method} ${template} takes it`), (error: Error) => error.message);
    assert.match(reply, /→ 4(00|01|09|10|22)/, `${method} ${template}`);
  }

  /* Statutes whose labels are of the corpus. */
  #statutes(): string {
    const document = JSON.parse(readFileSync(STATUTES, "utf8")) as {
      name: string; colleges: { label: object }[]; categories: { label: object }[]; deliberation: object;
    };
    document.name = POLYGLOT;
    document.deliberation = { sponsors: "1/1", debate_days: 0, extension_days: 0, contract_days: 0 };
    for (const each of [...document.colleges, ...document.categories]) each.label = { fr: this.short, en: this.short };
    const file = join(this.folder.path, "statutes.json");
    writeFileSync(file, JSON.stringify(document));
    return file;
  }

  /* Founds it, fills it, holds its assembly. */
  async hold(): Promise<void> {
    await this.open(this.now, this.#statutes());
    this.ids["entry"] = "3"; /* of the log */
    await this.#society();
    await this.#register();
    await this.#debate();
    await this.#sitting();
    await this.#afterwards();
  }

  async #society(): Promise<void> {
    const { admin } = this;
    const body = { name: POLYGLOT, licence: this.short, contact: this.short, data_notice: LONG };
    await this.send(admin, "PATCH", "/api/v1/society", { body, tag: "/api/v1/society" });
    await this.send(admin, "POST", "/api/v1/tokens", { body: { label: this.short, scopes: ["read"] } });
    const mail = { url: "smtp://127.0.0.1:1", from: "a@example.org", starttls: false };
    for (const field of ["url", "from"]) {
      await this.refuses(admin, "PUT", "/api/v1/society/mail", { body: { ...mail, [field]: POLYGLOT } });
    }
    await this.refuses(admin, "PUT", "/api/v1/log/policy", { body: { policy: LONG } });
    await this.refuses(this.anyone(), "POST", "/api/v1/session/links", { body: { email: POLYGLOT } });
    await this.refuses(this.anyone(), "POST", "/api/v1/session", { body: { token: POLYGLOT } });
    await this.refuses(this.anyone(), "POST", "/api/v1/session", { body: { ticket: "taken", code: "taken" } });
  }

  async #register(): Promise<void> {
    const { admin } = this;
    const enter = async (fields: object): Promise<string> => {
      const body = { kind: "natural", category: "users", state: "admitted", ...fields };
      return (await this.send(admin, "POST", "/api/v1/members", { body, expect: 201 })).id;
    };
    for (const name of SHORT) {
      await enter({ name, number: `taken ${(this.#next += 1)}`, person: { phone: this.short } });
    }
    await this.refuses(admin, "POST", "/api/v1/members", {
      body: { kind: "natural", category: "users", state: "admitted", name: "A", person: { email: POLYGLOT } } });
    this.ids["member"] = await enter({ name: POLYGLOT });
    const member = { member: this.ids["member"] };
    const at = "/api/v1/members/{member}";
    await this.send(admin, "PATCH", at, {
      body: { name: SHORT[3], number: `${SHORT[0]}1`, person: { phone: SHORT[1] } }, to: member, tag: at });
    await this.refuses(admin, "PATCH", at, { body: { person: { email: POLYGLOT } }, to: member });
    const town = { member: await enter({ kind: "legal", category: "towns", name: this.short }) };
    const named = { name: SHORT[1], phone: this.short, authority: this.short, rank: "full", from_on: "2026-01-01" };
    await this.send(admin, "POST", `${at}/representatives`, { body: named, to: town, expect: 201 });
    await this.refuses(admin, "POST", `${at}/representatives`, { body: { ...named, email: POLYGLOT }, to: town });
    this.ids["town"] = town.member;
    const office = { role: "auditor", name: this.short, phone: this.short };
    await this.send(admin, "POST", "/api/v1/offices", { body: office, expect: 201 });
    await this.refuses(admin, "POST", "/api/v1/offices", { body: { ...office, email: POLYGLOT } });
    const gone = { member: await enter({ name: this.short }) };
    await this.act(`/api/v1/members/${gone.member}`, "state", { state: "left", on: this.now.toISOString().slice(0, 10) });
    await this.send(admin, "POST", `${at}/erasure`, { body: { ground: this.short }, to: gone, tag: at });
    for (const role of ["moderator", "administrator", "secretary", "chair"]) {
      const holder = (this.ids[role] = await this.enter());
      await admin.post("/api/v1/offices", { body: { member: holder, role }, expect: 201 });
    }
    await this.#signIn();
    const asks = this.people["member"];
    const who = { member: this.ids["member"] ?? "" };
    await asks?.put("/api/v1/me/erasure", { body: {}, expect: 200 });
    await this.send(admin, "POST", `${at}/erasure/refusal`, { body: { reason: this.short }, to: who });
  }

  /* A session does not last until the assembly. */
  async #signIn(): Promise<void> {
    for (const name of ["member", "moderator", "administrator"]) this.people[name] = await this.browserOf(this.ids[name] ?? "");
    const { member } = this.people;
    assert.ok(member);
    const own = "/api/v1/me/contacts";
    await this.send(member, "PATCH", own, { body: { phone: this.short }, tag: own });
    await this.refuses(member, "PATCH", own, { body: { email: POLYGLOT } });
    await this.refuses(member, "POST", `${own}/confirmation`, { body: { code: "taken" } });
  }

  async #attach(resolution: string): Promise<void> {
    for (const [name, words] of Object.entries(FILES)) {
      const path = `/api/v1/resolutions/${resolution}/attachments?name=${encodeURIComponent(name)}`;
      const reply = await fetch(this.server.url + path, { method: "POST", body: words,
        headers: { ...this.admin.credentials("POST"), "content-type": "application/octet-stream" } });
      assert.equal(reply.status, 201, await reply.text());
    }
  }

  async #debate(): Promise<void> {
    const { admin, ids } = this;
    const meets_at = new Date(this.now.getTime() + 20 * 86_400_000).toISOString();
    const meeting = async (more: object = {}): Promise<string> => (await this.send(admin, "POST", "/api/v1/assemblies",
      { body: { kind: "ordinary", title: this.short, place: this.short, meets_at, ...more }, expect: 201 })).id;
    const later = { assembly: await meeting({ meets_at: new Date(this.now.getTime() + 60 * 86_400_000).toISOString() }) };
    const member = this.people["member"];
    assert.ok(member);
    ids["initiative"] = (await this.send(member, "POST", "/api/v1/assemblies/{assembly}/initiatives",
      { body: { class: "ordinary", title: SHORT[9], text: LONG, reasons: LONG }, to: later, expect: 201 })).id;
    const cancelled = { assembly: await meeting() };
    await this.send(admin, "POST", "/api/v1/assemblies/{assembly}/cancellation",
      { body: { reason: this.short }, to: cancelled, tag: "/api/v1/assemblies/{assembly}" });
    this.assembly = await meeting();
    ids["assembly"] = this.assembly;
    const to = { assembly: this.assembly };
    await this.send(admin, "PATCH", "/api/v1/assemblies/{assembly}",
      { body: { title: SHORT[0], place: SHORT[6] }, to, tag: "/api/v1/assemblies/{assembly}" });
    const draft = { class: "ordinary", origin: "board", title: SHORT[1], text: LONG, reasons: LONG };
    const table = "/api/v1/assemblies/{assembly}/resolutions";
    ids["resolution"] = (await this.send(admin, "POST", table, { body: draft, to, expect: 201 })).id;
    ids["voted"] = (await this.send(admin, "POST", table, { body: draft, to, expect: 201 })).id;
    ids["draft"] = (await this.send(admin, "POST", table, { body: draft, to: later, expect: 201 })).id;
    const of = { resolution: ids["resolution"] };
    await this.#attach(ids["resolution"]);
    await this.send(admin, "PATCH", "/api/v1/resolutions/{resolution}", {
      body: { title: SHORT[2], text: `${LONG}\n\nEnd.`, reasons: `${LONG}\n` }, to: of, tag: "/api/v1/resolutions/{resolution}" });
    await this.act(`/api/v1/assemblies/${this.assembly}`, "notice");
    await this.#contributions(of);
    await this.#amendments(of);
  }

  async #contributions(to: Template): Promise<void> {
    const { people } = this;
    const [member, moderator] = [people["member"], people["moderator"]];
    assert.ok(member && moderator);
    const at = "/api/v1/contributions/{contribution}";
    const say = async (by: Api, kind: string, more: object = {}): Promise<Template> => ({
      contribution: (await this.send(by, "POST", "/api/v1/resolutions/{resolution}/contributions",
        { body: { kind, text: LONG, ...more }, to, expect: 201 })).id });
    for (const kind of ["question", "for", "against"]) await say(member, kind);
    const edited = await say(member, "information");
    await this.send(member, "PATCH", at, { body: { text: `${LONG}\n\nAnd more.` }, to: edited, tag: at });
    const concern = await say(member, "concern");
    await say(moderator, "reply", { parent: concern["contribution"] });
    await this.send(member, "POST", `${at}/settlement`, { body: { how: "met", note: LONG }, to: concern, tag: at });
    const hidden = await say(member, "against");
    const reason = { reason: this.short };
    await this.send(moderator, "POST", `${at}/concealment`, { body: reason, to: hidden, tag: at });
    await this.send(moderator, "POST", `${at}/restoration`, { body: reason, to: hidden, tag: at });
    await this.send(moderator, "POST", `${at}/concealment`, { body: reason, to: hidden, tag: at });
  }

  async #amendments(to: Template): Promise<void> {
    const { ids, people } = this;
    const member = people["member"];
    assert.ok(member);
    const body = { version: 2, text: `${LONG}\n\nThe end.`, reasons: LONG };
    const propose = async (more: object): Promise<string> => (await this.send(member, "POST",
      "/api/v1/resolutions/{resolution}/amendments", { body: { ...body, ...more }, to, expect: 201 })).id;
    ids["amendment"] = await propose({});
    await propose({ parent: ids["amendment"], text: `${LONG}\n\nThe very end.` });
  }

  async #sitting(): Promise<void> {
    const { admin, ids } = this;
    const to = { assembly: this.assembly };
    const at = "/api/v1/assemblies/{assembly}";
    await this.begin();
    await this.#signIn();
    const workers = [await this.enter({ name: SHORT[10], category: "employees" }), await this.enter({ name: SHORT[11], category: "employees" })];
    for (const id of [ids["member"], ...workers]) {
      await admin.put(`/api/v1/assemblies/${this.assembly}/attendance/${id}`, { body: { present: true }, expect: 200 });
    }
    await this.send(admin, "PUT", `${at}/bureau`,
      { body: { chair: workers[0], secretary_name: this.short, scrutineers: [ids["member"], workers[1]] }, to });
    await this.send(admin, "POST", `${at}/incidents`, { body: { text: LONG.slice(0, 3500) }, to, expect: 201 });
    const vote = async (poll: Poll, ballot: object): Promise<void> => {
      for (const id of workers) await this.vote(await this.browserOf(id), poll, id, ballot);
    };
    const motion = await this.opened(this.motion(ids["voted"]));
    await vote(motion, { choice: 0 });
    const draft = this.motion(undefined, { kind: "choice", method: "approval", class: "ordinary", title: SHORT[4],
      options: SHORT.map((label) => ({ label })) });
    const drafted = async (): Promise<{ poll: string }> =>
      ({ poll: (await this.send(admin, "POST", "/api/v1/polls", { body: draft, expect: 201 })).id });
    const elected = await drafted();
    await this.act(`/api/v1/polls/${elected.poll}`, "call");
    const choice = (await this.act<Poll>(`/api/v1/polls/${elected.poll}`, "opening")).body;
    await vote(choice, { approves: [0, 1] });
    const voided = await drafted();
    await this.send(admin, "POST", "/api/v1/polls/{poll}/annulment",
      { body: { reason: this.short }, to: voided, tag: "/api/v1/polls/{poll}" });
    ids["called"] = (await drafted()).poll;
    await this.act(`/api/v1/polls/${ids["called"]}`, "call");
    const open = { poll: (await this.opened(this.motion(undefined, { kind: "choice", class: "ordinary", title: SHORT[5] }))).id };
    ids["open"] = open.poll;
    await this.send(admin, "POST", "/api/v1/polls/{poll}/closing",
      { body: { reason: this.short }, to: elected, tag: "/api/v1/polls/{poll}" });
    await this.until(elected.poll, "published");
    ids["poll"] = elected.poll;
    ids["motion"] = motion.id;
  }

  async #afterwards(): Promise<void> {
    const { admin, ids } = this;
    const steps = "/api/v1/decisions/{decision}/steps";
    ids["decision"] = ids["poll"] ?? "";
    const to = { decision: ids["decision"] };
    const step = await this.send(admin, "POST", steps, { body: { text: LONG.slice(0, 3500) }, to, expect: 201 });
    await this.send(admin, "PATCH", `${steps}/{step}`,
      { body: { text: LONG.slice(0, 3400) }, to: { ...to, step: step.id }, tag: `${steps}/{step}` });
  }
  /* The assembly ends, its minutes are written, and a text is removed. */
  async conclude(): Promise<void> {
    const { admin, ids } = this;
    for (const poll of [ids["open"] ?? "", ids["motion"] ?? ""]) {
      await this.act(`/api/v1/polls/${poll}`, "closing", { reason: "Enough." });
      await this.until(poll, "published");
    }
    await this.act(`/api/v1/polls/${ids["called"]}`, "annulment", { reason: "Enough." });
    await this.act(`/api/v1/assemblies/${this.assembly}`, "ending");
    const drawn = await admin.post<Named & { document: { items: { resolution: string }[] } }>(
      `/api/v1/assemblies/${this.assembly}/minutes`, { body: {}, expect: 201 });
    ids["minutes"] = drawn.body.id;
    const items = drawn.body.document.items.map(({ resolution }) => ({ resolution, summary: LONG }));
    await this.send(admin, "PATCH", "/api/v1/minutes/{minutes}", {
      body: { mode: this.short, summary: LONG, remarks: LONG, documents: SHORT, items },
      to: { minutes: ids["minutes"] }, tag: "/api/v1/minutes/{minutes}" });
    const { body: { versions } } = await admin.get<{ versions: { hash: string }[] }>(`/api/v1/resolutions/${ids["resolution"]}`);
    await this.send(admin, "POST", "/api/v1/redactions",
      { body: { document: versions[0]?.hash, ground: this.short }, expect: 200 });
  }
}

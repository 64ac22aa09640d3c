/*
 * The minutes of one whole sitting, on fixed days: a debate with questions, concerns and amendments, speakers, motions, a
 * suspension, an incident, a recusal, blank proxies, a notice sent by mail; compared word for word with those that are
 * expected, in French and in English, and read back from the PDF.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";

import { Day, type Poll, frame } from "./assembly_day.ts";
import { PostOffice, until } from "./post.ts";
import { type Named, SCOPES, STATUTES, refusal } from "./society.ts";
import { Api, BUILD, Server, palabre, tokensIn } from "./support.ts";

const MINUTE = 60_000;
const TEXT = "L’assemblée donne dix mille euros au fonds. Le bureau en rend compte en juin, par écrit.";
const DELIBERATION = `"deliberation": {"debate_days": 0, "extension_days": 0, "contract_days": 0, "motion_support": "1/2",
  "secret_on_request": "0/1"}, "unknown"`;

type Attached = Named & { hash: string; sha256: string };
const ACCOUNTS = "Comptes *2025* & <annexes>.txt";
const NAMES = "Salaires nommés.txt";
const FILES: Record<string, string> = { [ACCOUNTS]: "Résultat : 1 234,56 €\n", [NAMES]: "Ada Colonna, 2 000 €\n" };

type Minutes = Named & { hash: string; document: Record<string, any> };

class Whole extends Day {
  readonly members: Record<string, string> = {};
  readonly by: Record<string, Api> = {};
  office!: PostOffice;
  chair!: Api;
  secretary!: Api;
  moderator!: Api;
  minutes!: Minutes;
  fund = "";
  accounts = "";
  concern = "";
  attached: Attached[] = [];

  /* On days that do not change: what is printed is the same each year. */
  override async open(clock: Date, statutes = STATUTES): Promise<void> {
    const founded = palabre(["init", "--db", this.db, "--log-name", "society.example/log", "--constitution", statutes,
      "--admin-name", "Pascal Orsoni", "--time-zone", "Europe/Paris"], 0, clock);
    this.server = await Server.start({ db: this.db, clock });
    const first = this.anyone();
    await first.signIn(tokensIn(founded)[0] ?? "");
    const made = await first.post<{ token: string }>("/api/v1/tokens", { body: { label: "tests", scopes: SCOPES }, expect: 201 });
    this.admin = new Api(this.server.url, { token: made.body.token });
  }

  async found(): Promise<void> {
    this.now = new Date("2026-03-02T09:00:00Z");
    await this.open(this.now, this.statutes((text) => text.replace('"unknown"', DELIBERATION)));
    this.office = await PostOffice.reserve();
    await this.office.start();
    await this.admin.put("/api/v1/society/mail",
      { body: { url: this.office.url, from: "bureau@lessept.example", starttls: false }, expect: 200 });
    for (const [name, category] of [["Ada Colonna", "employees"], ["Bruno Paoli", "employees"], ["Chiara Rossi", "users"],
      ["Dominique Santini", "users"], ["Elsa Vico", "friends"]] as const) {
      const first = name.split(" ")[0]!;
      this.members[first] = await this.enter({ name, category, person: { email: `${first.toLowerCase()}@example.org` } });
    }
    for (const first of ["Ada", "Chiara"]) {
      await this.admin.put(`/api/v1/members/${this.members[first]}/consents`, { body: { mail: true }, expect: 200 });
    }
    for (const first of ["Ada", "Bruno", "Chiara"]) this.by[first] = await this.browserOf(this.members[first]!);
  }

  async officers(): Promise<void> {
    for (const [first, role] of [["Bruno", "chair"], ["Chiara", "secretary"]] as const) {
      await this.admin.post("/api/v1/offices", { body: { member: this.members[first], role }, expect: 201 });
    }
    [this.chair, this.secretary] = [await this.browserOf(this.members["Bruno"]!), await this.browserOf(this.members["Chiara"]!)];
    await this.admin.post("/api/v1/offices", { body: { member: this.members["Elsa"], role: "moderator" }, expect: 201 });
    this.moderator = await this.browserOf(this.members["Elsa"]!);
  }

  async convene(): Promise<void> {
    const meets = new Date(this.now.getTime() + 20 * 24 * 60 * MINUTE).toISOString();
    this.assembly = (await this.admin.post<Named>("/api/v1/assemblies",
      { body: { kind: "ordinary", title: "Assemblée de printemps", place: "Corte", meets_at: meets }, expect: 201 })).body.id;
    const table = async (title: string, text: string): Promise<string> =>
      (await this.admin.post<Named>(`/api/v1/assemblies/${this.assembly}/resolutions`,
        { body: { class: "ordinary", origin: "board", title, text, reasons: "Le conseil le propose." }, expect: 201 })).body.id;
    this.fund = await table("Le fonds", TEXT);
    this.accounts = await table("Les comptes de 2025", "Ils sont approuvés.");
    const wrong = await this.attach("Comptes de 2024.txt", "Une autre année.");
    await this.admin.delete(`/api/v1/resolutions/${this.accounts}/attachments/${wrong.id}?reason=2024`, { expect: 200 });
    for (const [name, bytes] of Object.entries(FILES)) this.attached.push(await this.attach(name, bytes));
    await this.admin.put(`/api/v1/resolutions/${this.accounts}/opinion`, { body: { opinion: "approved" },
      headers: { "if-match": (await this.admin.get(`/api/v1/resolutions/${this.accounts}`)).etag }, expect: 200 });
    await this.act(`/api/v1/assemblies/${this.assembly}`, "notice", { send: true });
    this.wait(5000); /* the mailer looks at the clock */
    await until(async () => {
      const { body } = await this.admin.get<{ items: { ended_at?: string }[] }>(
        `/api/v1/assemblies/${this.assembly}/notice/sending`, { expect: 200 });
      return body.items[0]?.ended_at !== undefined;
    }, "the end of the mailing");
  }

  async attach(name: string, bytes: string): Promise<Attached> {
    const reply = await fetch(`${this.server.url}/api/v1/resolutions/${this.accounts}/attachments?name=${encodeURIComponent(name)}`,
      { method: "POST", headers: { ...this.admin.credentials("POST"), "content-type": "application/octet-stream" }, body: bytes });
    assert.equal(reply.status, 201);
    return await reply.json() as Attached;
  }

  async say(by: Api, kind: string, text: string, fields: object = {}): Promise<string> {
    return (await by.post<Named>(`/api/v1/resolutions/${this.fund}/contributions`,
      { body: { kind, text, ...fields }, expect: 201 })).body.id;
  }

  async command(by: Api, id: string, action: string, body: object): Promise<void> {
    const path = `/api/v1/contributions/${id}`;
    const { etag } = await by.get(path, { expect: 200 });
    await by.post(`${path}/${action}`, { body, headers: { "if-match": etag }, expect: 200 });
  }

  async debate(): Promise<void> {
    const { Ada, Bruno, Chiara } = this.by as Record<string, Api>;
    const asked = await this.say(Chiara!, "question", "Combien reste-t-il au fonds, à ce jour ?");
    await this.say(this.chair, "reply", "Il reste 2 345,67 €, arrêtés au 28 février.", { parent: asked, official: true });
    const argument = await this.say(Ada!, "for", "Le fonds aide ceux qui commencent.");
    await Bruno!.put(`/api/v1/contributions/${argument}/endorsement`, { body: {}, expect: 200 });
    await this.say(Bruno!, "against", "C’est beaucoup.");
    const fact = await this.say(Bruno!, "information", "Le fonds est audité chaque été.");
    const kept = await this.say(Chiara!, "concern", "Et si l’année est mauvaise ?");
    await this.command(Chiara!, kept, "settlement", { how: "maintained", note: "Le risque demeure." });
    const met = await this.say(Ada!, "concern", "Qui contrôle ?");
    await this.command(Ada!, met, "settlement", { how: "met", by: fact });
    this.concern = kept;
    await this.command(Bruno!, await this.say(Bruno!, "for", "Je me suis trompé."), "withdrawal", {});
    await this.command(this.moderator, await this.say(Bruno!, "against", "Sottises de Dominique !"), "concealment",
      { reason: "Une attaque contre une personne." });
  }

  async propose(by: Api, text: string, reasons: string): Promise<string> {
    return (await by.post<Named>(`/api/v1/resolutions/${this.fund}/amendments`,
      { body: { version: 1, text, reasons }, expect: 201 })).body.id;
  }

  async decide(body: object, ballots: [string, number][]): Promise<Poll> {
    const closes_at = new Date(this.now.getTime() + 5 * MINUTE).toISOString();
    const poll = await this.opened({ ...body, closes_at });
    for (const [first, choice] of ballots) {
      await this.vote(await this.browserOf(this.members[first]!), poll, this.members[first]!, { choice });
    }
    await this.counted(poll);
    return poll;
  }

  async amend(): Promise<void> {
    const twenty = await this.propose(this.by["Ada"]!, TEXT.replace("dix", "vingt"), "Dix mille ne suffisent pas.");
    const may = await this.propose(this.by["Bruno"]!, TEXT.replace("juin", "mai"), "Avant l’été.");
    const paper = await this.propose(this.by["Chiara"]!, TEXT.replace("par écrit", "oralement"), "Plus vivant.");
    await this.by["Bruno"]!.put(`/api/v1/amendments/${twenty}/support`, { body: {}, expect: 200 });
    await this.act(`/api/v1/amendments/${paper}`, "withdrawal", {}, this.by["Chiara"]!);
    await this.act(`/api/v1/amendments/${may}`, "acceptance");
    await this.decide(this.motion(undefined, { kind: "amendment", amendment: twenty }), [["Ada", 0], ["Bruno", 1], ["Chiara", 0]]);
    await this.act(`/api/v1/resolutions/${this.fund}`, "consolidation");
  }

  async speak(first: string, seconds: number, resolution?: string): Promise<void> {
    const path = `/api/v1/assemblies/${this.assembly}/speakers`;
    const member = this.members[first];
    const { body } = await this.by[first]!.post<Named>(path,
      { body: { member, ...(resolution ? { resolution } : {}) }, expect: 201 });
    await this.admin.post(`${path}/${body.id}/start`, { body: {}, expect: 200 });
    this.wait(seconds * 1000);
    await this.admin.post(`${path}/${body.id}/end`, { body: {}, expect: 200 });
  }

  async sit(): Promise<void> {
    const path = `/api/v1/assemblies/${this.assembly}`;
    await this.moderator.post("/api/v1/proxies",
      { body: { assembly: this.assembly, principal: this.members["Elsa"], blank: true }, expect: 201 });
    await this.begin();
    for (const first of ["Ada", "Bruno", "Chiara"]) {
      this.by[first] = await this.browserOf(this.members[first]!);
      await this.admin.put(`${path}/attendance/${this.members[first]}`, { body: { present: true }, expect: 200 });
    }
    await this.admin.put(`${path}/attendance/${this.members["Dominique"]}`, { body: { present: true }, expect: 200 });
    const scrutineers = [this.members["Ada"], this.members["Dominique"]];
    await this.admin.put(`${path}/bureau`, { body: { chair: this.members["Bruno"], secretary: this.members["Chiara"],
      scrutineers }, expect: 200 });
    await this.speak("Bruno", 200);
    await this.speak("Ada", 65, this.fund);
    await this.speak("Chiara", 3600 + 5, this.fund);
    await this.amend();
    await this.admin.post(`${path}/suspension`, { body: {}, expect: 200 });
    await this.admin.post(`${path}/incidents`, { body: { text: "Dominique Santini se trouve mal ; la séance est suspendue." }, expect: 201 });
    this.wait(10 * MINUTE);
    await this.admin.post(`${path}/resumption`, { body: {}, expect: 200 });
    await this.by["Ada"]!.post(`${path}/motions`, { body: { kind: "suspend", member: this.members["Ada"] }, expect: 201 });
    const motion = await this.by["Ada"]!.post<Named>(`${path}/motions`,
      { body: { kind: "close_debate", member: this.members["Ada"], resolution: this.fund }, expect: 201 });
    await this.by["Bruno"]!.put(`${path}/motions/${motion.body.id}/support`,
      { body: { member: this.members["Bruno"], value: true }, expect: 200 });
    await this.admin.put(`/api/v1/resolutions/${this.accounts}/recusals/${this.members["Dominique"]}`,
      { body: { reason: "office" }, expect: 200 });
    await this.decide(this.motion(this.fund), [["Ada", 0], ["Bruno", 1], ["Chiara", 0]]);
    await this.decide(this.motion(this.accounts), [["Ada", 0], ["Bruno", 2], ["Chiara", 1]]);
    await this.act(path, "ending");
  }

  async draw(): Promise<void> {
    const drawn = await this.admin.post<Minutes>(`/api/v1/assemblies/${this.assembly}/minutes`, { body: {}, expect: 201 });
    const body = { mode: "par courriel et par lettre", documents: ["Comptes de 2025", "Rapport de gestion"],
      items: [{ resolution: this.fund, summary: "Le débat porte sur le montant." }], remarks: "La salle ferme à 23 h." };
    this.minutes = (await this.admin.request<Minutes>("PATCH", `/api/v1/minutes/${drawn.body.id}`,
      { body, headers: { "if-match": drawn.etag }, expect: 200 })).body;
    for (const first of ["Ada", "Bruno", "Chiara", "Dominique"]) {
      await (await this.browserOf(this.members[first]!)).post(`/api/v1/minutes/${this.minutes.id}/approval`,
        { body: { hash: this.minutes.hash }, expect: 200 });
    }
  }

  async page(file: string, language: string, reader: Api): Promise<string> {
    return (await reader.get<string>(`/api/v1/minutes/${this.minutes.id}/${file}?language=${language}`, { expect: 200 })).body;
  }

  async pdf(language: string, reader: Api): Promise<Buffer> {
    const address = `${this.server.url}/api/v1/minutes/${this.minutes.id}/minutes.pdf?language=${language}`;
    for (let tries = 0; tries < 600; tries++) {
      const reply = await fetch(address, { headers: reader.credentials("GET") });
      if (reply.status === 200) return Buffer.from(await reply.arrayBuffer());
      assert.equal(reply.status, 202, await reply.text());
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error("the minutes are not printed");
  }
}

/* What is drawn by lot has the name of its kind, and its number where it comes again. */
function settled(page: string): string {
  const seen = new Map<string, string>();
  const name = (kind: string) => (found: string): string => {
    const known = seen.get(found) ?? `${kind}-${[...seen.values()].filter((one) => one.startsWith(kind)).length + 1}`;
    seen.set(found, known);
    return known;
  };
  return page.replaceAll(/\b[0-9a-f]{64}\b/g, name("HASH"))
    .replaceAll(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, name("ID"))
    .replaceAll(/\b[0-9A-HJKMNP-TV-Z]{16}\b/g, name("WHO"));
}

suite("the minutes of a whole sitting", () => {
  const day = new Whole();
  before(async () => {
    await day.found();
    await day.officers();
    await day.convene();
    await day.debate();
    await day.sit();
    await day.draw();
  });
  after(async () => {
    await day.office.stop();
    await day.close();
  });

  for (const language of ["fr", "en"]) {
    for (const [reader, who] of [["anyone", "anybody"], ["member", "a member"]] as const) {
      test(`are those that are expected, for ${who}, in ${language}`, async () => {
        const file = join(import.meta.dirname, `expected/minutes.${reader}.${language}.md`);
        const api = reader === "anyone" ? day.anyone() : await day.browserOf(day.members["Dominique"]!);
        const page = settled(await day.page("minutes.md", language, api));
        if (process.env["PALABRE_EXPECT"]) writeFileSync(file, page);
        assert.equal(page, readFileSync(file, "utf8"));
      });
    }
  }

  test("have the figures of the log as data", async () => {
    const { document } = day.minutes;
    const [fund, accounts] = document["items"];
    assert.deepEqual(fund.debate.contributions, { question: 1, for: 1, against: 1, concern: 2, information: 1, reply: 1 });
    assert.deepEqual([fund.debate.hidden, fund.debate.withdrawn, fund.debate.endorsements], [1, 1, 1]);
    assert.deepEqual(fund.debate.concerns.map(({ state }: { state: string }) => state), ["maintained", "met"]);
    assert.equal(fund.debate.answers.length, 1);
    assert.deepEqual(fund.amendments.map(({ state, supporters, consolidated, polls }: Record<string, any>) =>
      [state, supporters, consolidated, polls.length]),
      [["adopted", 1, true, 1], ["accepted", 0, true, 0], ["withdrawn", 0, false, 0]]);
    assert.deepEqual(fund.polls.length, 1);
    assert.deepEqual(document["polls"], []);
    assert.deepEqual(fund.speeches.length, 2);
    assert.deepEqual(document["speeches"].length, 1);
    assert.deepEqual(accounts.recusals, [{ college: "users", count: 1 }]);
    assert.deepEqual([fund.attachments, accounts.attachments], [[], day.attached.map(({ hash }) => hash)]);
    assert.deepEqual(document["motions"].map(({ kind, carried, support, base }: Record<string, any>) => [kind, carried, support, base]),
      [["suspend", false, undefined, undefined], ["close_debate", true, 2, 4]]);
    assert.deepEqual(document["sheet"], { present: 4, represented: 1, postal: 0, remote: 0, votes: 5, named: false });
    const [sending] = document["notice"].sendings;
    assert.deepEqual([sending.count, sending.failed], [2, 3]);
    const { body } = await day.anyone().get<{ items: object[] }>(
      `/api/v1/log?limit=500`, { expect: 200 });
    assert.ok(JSON.stringify(body.items[sending.entry]).includes(sending.root));
  });

  test("name nobody to who is not signed in", async () => {
    const bytes = JSON.stringify(day.minutes.document);
    for (const name of ["Colonna", "Paoli", "Rossi", "Santini", "Vico"]) assert.ok(!bytes.includes(name), name);
    const page = await day.page("minutes.html", "fr", day.anyone());
    for (const name of ["Colonna", "Paoli", "Santini", "Sottises"]) assert.ok(!page.includes(name), name);
  });

  for (const language of ["fr", "en"]) {
    test(`stand in the PDF to the last word, accents and fractions, in ${language}`, async () => {
      const reader = await day.browserOf(day.members["Dominique"]!);
      const read = spawnSync("pdftotext", ["-raw", "-", "-"], { input: await day.pdf(language, reader), encoding: "utf8" });
      assert.equal(read.status, 0, read.stderr);
      const printed = read.stdout.replaceAll(/\s+/g, "");
      const body = (await day.page("minutes.html", language, reader)).replace(/^[^]*<body[^>]*>/, "");
      const plain = body.replaceAll(/<[^>]*>/g, " ").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"')
        .replaceAll("&#39;", "'").replaceAll("&amp;", "&");
      const words = new Set(plain.split(/\s+/).filter((word) => word !== ""));
      assert.ok(words.size > 300, `${words.size} words`);
      for (const word of words) assert.ok(printed.includes(word), word);
      for (const figure of ["11/20", "7/20", "345,67"]) assert.ok(words.has(figure) && printed.includes(figure), figure);
    });
  }

  test("stand in the record beside tables of what happened, without a name", () => {
    const file = join(day.folder.path, "all.tar");
    palabre(["export", "--db", day.db, "--all", "-o", file], 0, day.now);
    const said = spawnSync(join(BUILD, "cli/palabre-verify"), [file], { encoding: "utf8" });
    assert.equal(said.status, 0, said.stdout + said.stderr);
    const table = (name: string): string[][] => {
      const read = spawnSync("tar", ["-xOf", file, `tables/${name}.csv`], { encoding: "utf8" });
      return read.stdout.trimEnd().split("\r\n").map((line) => line.split(","));
    };
    const column = (name: string, column: string): (string | undefined)[] => {
      const [head, ...rows] = table(name);
      return rows.map((row) => row[head!.indexOf(column)]);
    };
    assert.deepEqual(column("motions", "kind"), ["suspend", "close_debate"]);
    assert.deepEqual(column("motions", "support"), ["", "2"]);
    assert.deepEqual(column("suspensions", "by"), ["chair"]);
    assert.deepEqual(column("speeches", "resolution"), ["", day.fund, day.fund]);
    const spoken = day.minutes.document["items"][0].speeches.map(({ speaker }: { speaker: string }) => speaker);
    assert.deepEqual(column("speeches", "speaker").slice(1), spoken);
    assert.deepEqual(table("recusals")[1], [day.accounts, "office", "1"]);
    assert.deepEqual(column("incidents", "assembly"), [day.assembly]);
    const [sending] = day.minutes.document["notice"].sendings;
    assert.deepEqual([column("notices", "entry"), column("notices", "count"), column("notices", "failed"), column("notices", "root")],
      [[String(sending.entry)], ["2"], ["3"], [sending.root]]);
    for (const name of ["incidents", "motions", "notices", "recusals", "speeches", "suspensions"]) assert.ok(!JSON.stringify(table(name)).includes("Colonna"));
  });

  test("tell of a notice of which each member checks that it was sent to them", async () => {
    type Proof = { entry: number; id: string; letter: string; salt: string; leaf: string; root: string; index: number; size: number; path: string[] };
    const sha256 = (...parts: Buffer[]): Buffer => createHash("sha256").update(Buffer.concat(parts)).digest();
    const path = `/api/v1/assemblies/${day.assembly}/notice/proof`;
    await refusal(day.anyone(), "GET", path, 401);
    const [sending] = day.minutes.document["notice"].sendings;
    const leaves = new Set<string>();
    for (const [first, state] of [["Ada", "sent"], ["Bruno", "failed"], ["Chiara", "sent"], ["Dominique", "failed"], ["Elsa", "failed"]]) {
      const browser = await day.browserOf(day.members[first!]!);
      const { body } = await browser.get<{ items: Proof[] }>(path, { expect: 200 });
      const [proof] = body.items;
      assert.ok(proof);
      assert.deepEqual([proof.entry, proof.root, proof.size, body.items.length], [sending.entry, sending.root, 5, 1]);
      const letter = JSON.parse(proof.letter) as Record<string, string>;
      assert.deepEqual([letter["state"], letter["notice"]], [state, sending.hash]);
      if (state === "sent") assert.equal(letter["address"], `${first!.toLowerCase()}@example.org`);
      const leaf = sha256(frame("commit", Buffer.from(proof.salt, "hex"), Buffer.from(proof.letter)));
      assert.equal(leaf.toString("hex"), proof.leaf);
      leaves.add(proof.leaf);
      let [hash, at, last] = [sha256(Buffer.of(0), leaf), proof.index, proof.size - 1];
      for (const beside of proof.path.map((each) => Buffer.from(each, "hex"))) {
        if (at % 2 === 1 || at === last) {
          hash = sha256(Buffer.of(1), beside, hash);
          while (at % 2 === 0 && at > 0) [at, last] = [at >> 1, last >> 1];
        } else hash = sha256(Buffer.of(1), hash, beside);
        [at, last] = [at >> 1, last >> 1];
      }
      assert.deepEqual([hash.toString("hex"), last], [sending.root, 0]);
    }
    assert.equal(leaves.size, 5);
    const own = await (await day.browserOf(day.members["Ada"]!)).get<{ members: { notices: Proof[] }[] }>("/api/v1/me/export");
    assert.deepEqual(own.body.members[0]?.notices.map(({ root }) => root), [sending.root]);
    const ada = await day.browserOf(day.members["Ada"]!);
    await refusal(ada, "GET", `${path}?member=${day.members["Bruno"]}`, 403);
    await refusal(ada, "GET", `${path}?member=x`, 400);
    await ada.get(`${path}?member=${day.members["Ada"]}`, { expect: 200 });
  });

  test("go into the reviewer's pack, which nobody else gets", async () => {
    const address = "/api/v1/review.tar?years=2025-2026";
    const ada = await day.browserOf(day.members["Ada"]!);
    await refusal(day.anyone(), "GET", address, 401);
    await refusal(ada, "GET", address, 403);
    await day.admin.post("/api/v1/offices", { body: { member: day.members["Dominique"], role: "auditor" }, expect: 201 });
    const auditor = await day.browserOf(day.members["Dominique"]!);
    for (const years of ["2026-2025", "26", "2025-", "x"]) {
      const told = await refusal(auditor, "GET", `/api/v1/review.tar?years=${years}`, 400);
      assert.deepEqual([told.slug, told.pointer], ["review-years", "/years"]);
    }
    let tar = Buffer.alloc(0);
    await until(async () => {
      const reply = await fetch(day.server.url + address, { headers: auditor.credentials("GET") });
      tar = Buffer.from(await reply.arrayBuffer());
      if (reply.status === 200) assert.match(reply.headers.get("content-disposition") ?? "", /palabre-review-2025-2026\.tar/);
      else assert.equal(reply.status, 202, tar.toString());
      return reply.status === 200;
    }, "the pack");
    const file = join(day.folder.path, "review.tar");
    palabre(["review", "--db", day.db, "--years", "2025-2026", "-o", file], 0, day.now);
    assert.ok(readFileSync(file).equals(tar), "the command and the server make the same bytes");
    palabre(["review", "--db", day.db, "-o", file], 1, day.now);
    palabre(["review", "--db", day.db, "--years", "no", "-o", `${file}.2`], 1, day.now);

    const read = (name: string): Buffer => {
      const got = spawnSync("tar", ["-xOf", file, name]);
      assert.equal(got.status, 0, `${name}: ${got.stderr}`);
      return got.stdout;
    };
    const table = (name: string): string[] => read(name).toString().trimEnd().split("\r\n").slice(1);
    const readme = read("README.md").toString();
    assert.ok(readme.includes("Ce dossier est destiné") && readme.includes("This folder is for") && readme.includes("Les Sept, 2025–2026"));
    assert.equal(table("members.csv").length, 5);
    assert.match(table("members.csv").find((line) => line.includes("Ada Colonna")) ?? "", /^1,Ada Colonna,natural,admitted,employees,workers,/);
    assert.deepEqual(table("colleges.csv").map((line) => line.split(",").filter((_, i) => i !== 3 && i !== 4).join()),
      ["2026-03-22,1,workers,2/5,2/5,2", "2026-03-22,1,users,7/20,7/20,2", "2026-03-22,1,supporters,1/4,1/4,1"]);
    assert.equal(table("categories.csv").find((line) => line.includes(",friends,"))?.split(",").at(-1), "1");
    assert.equal(table("changes.csv").filter((line) => line.includes(",admitted,")).length, 5);
    assert.equal(table("constitutions.csv").length, 1);
    assert.match(table("assemblies.csv")[0] ?? "", /,2026-03-22,ordinary,first,,,Assemblée de printemps,Corte,ended,.*,published$/);
    const sheet = table(`sheets/${day.assembly}.csv`);
    assert.deepEqual(sheet.map((line) => line.split(",").slice(1, 6).join()), ["Ada Colonna,workers,present,,1", "Bruno Paoli,workers,present,,1",
      "Chiara Rossi,users,present,,1", "Dominique Santini,users,present,,1", "Elsa Vico,supporters,represented,,0"]);
    const [sending] = day.minutes.document["notice"].sendings;
    const [notice] = table("notices.csv");
    assert.equal(notice, [day.assembly, sending.at, 2, 3, sending.hash, sending.root, sending.entry].join());
    assert.equal(createHash("sha256").update(read(`notices/${sending.entry}-${sending.hash.slice(0, 16)}.json`)).digest("hex"), sending.hash);
    assert.deepEqual(table("attachments.csv").map((line) => line.split(",").filter((_, i) => i !== 7).join()),
      day.attached.map(({ hash, sha256 }, i) => [day.assembly, day.accounts, hash, Object.keys(FILES)[i], '"text/plain; charset=utf-8"',
        Buffer.byteLength(Object.values(FILES)[i]!), sha256, `attachments/${day.assembly}/${hash.slice(0, 16)}.txt`].join()));
    assert.deepEqual(day.attached.map(({ hash }) => read(`attachments/${day.assembly}/${hash.slice(0, 16)}.txt`).toString()), Object.values(FILES));
    assert.equal(table("decisions.csv").length, 3);
    assert.ok(table("decisions.csv").every((line) => line.includes(",adopted,1,")));
    assert.deepEqual(table("surplus.csv"), []);
    const folder = `minutes/${day.assembly}`;
    assert.equal(createHash("sha256").update(read(`${folder}/minutes.json`)).digest("hex"), day.minutes.hash);
    assert.equal(read(`${folder}/minutes.fr.md`).toString(), await day.page("minutes.md", "fr", auditor));
    for (const language of ["fr", "en"]) {
      assert.ok(read(`${folder}/minutes.${language}.html`).toString().includes(`<html lang="${language}">`));
      assert.ok(read(`${folder}/minutes.${language}.pdf`).toString("latin1").includes(`/Lang (${language})`));
    }
    assert.ok(read("checkpoint").toString().startsWith("society.example/log\n"));
  });

  test("name each file that was put before the assembly, and none that a redaction removed", async () => {
    const [kept, gone] = day.attached as [Attached, Attached];
    const forms = { html: "Comptes *2025* &amp; &lt;annexes&gt;.txt", md: "Comptes \\*2025\\* \\& \\<annexes\\>.txt" };
    const texts = async (language: string): Promise<[string, string][]> => [
      ["html", await day.page("minutes.html", language, day.anyone())], ["md", await day.page("minutes.md", language, day.anyone())],
      ["pdf", spawnSync("pdftotext", ["-raw", "-", "-"], { input: await day.pdf(language, day.anyone()), encoding: "utf8" }).stdout]];
    const flat = (text: string): string => text.replaceAll(/\s+/g, "");
    const check = async (isThere: boolean): Promise<void> => {
      for (const [language, size, removed] of [["fr", "octets", "Un fichier a été retiré"], ["en", "bytes", "A file was removed"]] as const) {
        for (const [form, text] of await texts(language)) {
          const line = `${forms[form as "html"] ?? ACCOUNTS} (${Buffer.byteLength(FILES[ACCOUNTS]!)} ${size}), SHA-256 ${kept.sha256}`;
          assert.ok(flat(text).includes(flat(line)), `${form} ${language}: ${line}`);
          for (const word of [NAMES, gone.sha256]) assert.equal(flat(text).includes(flat(word)), isThere, `${form} ${language}: ${word}`);
          for (const word of [removed, gone.hash]) assert.equal(flat(text).includes(flat(word)), !isThere, `${form} ${language}: ${word}`);
          assert.ok(!text.includes("Comptes de 2024"), "it was taken off before the notice");
        }
      }
    };
    await check(true);
    await day.admin.post("/api/v1/redactions", { body: { document: gone.hash, ground: "RGPD, art. 17" }, expect: 200 });
    await check(false);
    const reply = await fetch(`${day.server.url}/api/v1/minutes/${day.minutes.id}/minutes.json`);
    const bytes = Buffer.from(await reply.arrayBuffer());
    assert.equal(createHash("sha256").update(bytes).digest("hex"), day.minutes.hash, "what the log has stands");
    assert.ok(!bytes.includes(NAMES) && bytes.includes(gone.hash));
    const pack = join(day.folder.path, "redacted.tar");
    palabre(["review", "--db", day.db, "--years", "2026", "-o", pack], 0, day.now);
    const whole = readFileSync(pack);
    assert.ok(whole.includes(kept.sha256) && whole.includes(gone.hash) && whole.includes(FILES[ACCOUNTS]!));
    for (const word of [NAMES, gone.sha256, FILES[NAMES]!]) assert.ok(!whole.includes(word), word);
  });

  test("no longer print what is hidden once they are published", async () => {
    const words = "Et si l’année est mauvaise ?";
    assert.ok((await day.page("minutes.md", "fr", day.anyone())).includes(words));
    await day.command(await day.browserOf(day.members["Elsa"]!), day.concern, "concealment", { reason: "Sans objet." });
    const page = await day.page("minutes.md", "fr", day.anyone());
    assert.ok(!page.includes(words));
    assert.match(page, /Masquée par la modération\s: Sans objet\./);
    const read = spawnSync("pdftotext", ["-raw", "-", "-"], { input: await day.pdf("fr", await day.browserOf(day.members["Ada"]!)), encoding: "utf8" });
    assert.ok(!read.stdout.includes("mauvaise") && read.stdout.includes("Sans objet."));
  });
});

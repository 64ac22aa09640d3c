/*
 * mail.test.ts - letters through a real mail server: notices and reminders, in the language of whoever reads
 * them, to who agreed; a server that is down, slow, refuses, or has no encryption; and what the log says.
 */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";

import { sourceOfBytes, verifyRecord } from "../../web/src/verify.ts";
import { PostOffice, Time, until } from "./post.ts";
import { type Named, Society, refusal } from "./society.ts";
import { Api, BUILD, Server, palabre, tokensIn } from "./support.ts";
import { readEntries } from "./tree.ts";

type Mailing = { id: string; hash: string; queued: number; sent: number; failed: number; ended_at?: string; entry?: number };
type Sending = { items: Mailing[] };
type Failures = { items: { member: string; number: string; name: string; error: string }[] };
type MailServer = { failures: number; error?: string; next_at?: string; has_password: boolean };

type Entry = { t: string; d: Record<string, unknown> };

const DAY = 86_400;

/* "mercredi 1er avril 2026" */
function inFrench(day: Date): string {
  const said = day.toLocaleDateString("fr-FR", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  return said.replace(/ 1 /, " 1er ");
}

describe("mail", () => {
  const society = new Society();
  let office: PostOffice;
  let time: Time;
  let ada: string;
  let bruno: string;

  before(async () => {
    office = await PostOffice.reserve();
    time = new Time(society);
    await society.open(time.at);
    ada = await society.enter({ name: "Ada Colonna", person: { email: "ada@example.org", language: "en" } });
    bruno = await society.enter({ name: "Bruno Paoli", person: { email: "bruno@example.org", language: "fr" } });
    await society.enter({ name: "Chiara Rossi", person: { email: "chiara@example.org" } });
  });
  after(async () => {
    await office.stop();
    await society.close();
  });

  const agree = (member: string, mail = true) =>
    society.admin.put(`/api/v1/members/${member}/consents`, { body: { mail }, expect: 200 });
  const setServer = (fields: object = {}) =>
    society.admin.put<MailServer>("/api/v1/society/mail",
      { body: { url: office.url, from: "bureau@lessept.example", starttls: false, ...fields }, expect: 200 });
  const readServer = async () => (await society.admin.get<MailServer>("/api/v1/society/mail", { expect: 200 })).body;

  /* An assembly that meets in thirty days, convened; its notice is sent by mail. */
  async function convene(fields: object = {}, body: object = { send: true }): Promise<string> {
    const meets = new Date(time.at.getTime() + 30 * DAY * 1000).toISOString();
    const made = await society.admin.post<Named>("/api/v1/assemblies",
      { body: { kind: "ordinary", title: "Assemblée de l’été", place: "Corte", meets_at: meets, ...fields }, expect: 201 });
    await society.admin.post(`/api/v1/assemblies/${made.body.id}/resolutions`,
      { body: { class: "ordinary", origin: "board", title: "Les comptes de 2025", text: "Ils sont approuvés.", reasons: "" }, expect: 201 });
    await society.act(`/api/v1/assemblies/${made.body.id}`, "notice", body);
    return made.body.id;
  }
  const sending = async (assembly: string): Promise<Mailing> => {
    const { body } = await society.admin.get<Sending>(`/api/v1/assemblies/${assembly}/notice/sending`, { expect: 200 });
    const [latest] = body.items;
    assert.ok(latest);
    return latest;
  };
  const ended = (assembly: string) =>
    time.passUntil(async () => (await sending(assembly)).ended_at !== undefined, "the end of a mailing");

  beforeEach(async () => {
    office.letters.length = 0;
  });

  test("without a mail server nothing is sent, and it is said", async () => {
    await agree(ada);
    await agree(bruno);
    const assembly = await convene({}, {});
    const path = `/api/v1/assemblies/${assembly}/notice/sending`;
    assert.equal((await refusal(society.admin, "POST", path, 409, { body: {} })).slug, "mail-none");
    assert.equal((await refusal(society.admin, "GET", "/api/v1/society/mail", 404)).slug, "not-found");
    await society.admin.delete("/api/v1/society/mail", { expect: 409 });
  });

  test("a password is kept and not shown, and never sent in clear", async () => {
    const body = { url: "smtp://mail.example", from: "bureau@lessept.example", user: "sept", password: "secret", starttls: false };
    const said = await refusal(society.admin, "PUT", "/api/v1/society/mail", 422, { body });
    assert.deepEqual(said, { slug: "mail-password-in-clear", pointer: "/starttls" });
    const { body: kept } = await setServer({ user: "sept", password: "secret" });
    assert.equal(kept.has_password, true);
    assert.ok(!JSON.stringify(kept).includes("secret"));
    await society.admin.delete("/api/v1/society/mail", { expect: 204 });
  });

  test("a notice goes to who agreed, in their language, with a link that signs in once", async () => {
    await office.start();
    await setServer();
    const start = time.at;
    const assembly = await convene();
    await ended(assembly);
    const progress = await sending(assembly);
    assert.deepEqual([progress.queued, progress.sent, progress.failed], [0, 2, 1]);
    const [english] = office.to("ada@example.org");
    const [french] = office.to("bruno@example.org");
    assert.ok(english && french && office.letters.length === 2);
    assert.equal(english.headers["subject"], "Notice: Assemblée de l’été");
    assert.equal(french.headers["subject"], "Convocation\u00a0: Assemblée de l’été");
    assert.match(english.text, /Hello Ada Colonna,[^]*Agenda:\n {2}1\. Les comptes de 2025/);
    const meets = new Date(start.getTime() + 30 * DAY * 1000);
    assert.match(french.text, new RegExp(`Bonjour Bruno Paoli,[^]*Quand\u00a0: ${inFrench(meets)} à \\d+h\\d\\d\nOù\u00a0: Corte`));
    for (const letter of [english, french]) {
      assert.equal(letter.sender, "bureau@lessept.example");
      assert.deepEqual(letter.defects, []);
      assert.equal(letter.headers["auto-submitted"], "auto-generated");
      assert.equal(letter.headers["content-language"], letter === english ? "en" : "fr");
      assert.match(letter.headers["message-id"] ?? "", /^<[0-9a-f-]{36}@lessept\.example>$/);
      assert.ok(Math.abs(Date.parse(letter.headers["date"] ?? "") - time.at.getTime()) < 60_000);
      assert.match(letter.headers["date"] ?? "", /^\w{3}, \d\d \w{3} 20\d\d \d\d:\d\d:\d\d \+0000$/);
      assert.ok(letter.raw.split("\r\n").every((line) => line.length <= 78), "no line is longer than 78 characters");
    }
    const browser = new Api(society.server.url);
    const [token = ""] = tokensIn(english.text);
    const session = await browser.signIn(token);
    assert.equal((session.body as { person: { name: string } }).person.name, "Ada Colonna");
    assert.equal((await refusal(society.anyone(), "POST", "/api/v1/session", 401, { body: { token } })).slug, "link-spent");
  });

  test("the log says how many letters went out, how many did not, and what they said", async () => {
    const assembly = await convene();
    await ended(assembly);
    const progress = await sending(assembly);
    const { body } = await society.anyone().get<{ items: { entry: string }[] }>(
      `/api/v1/log?limit=1&after=${progress.entry ?? 0}`, { expect: 200 });
    const entry = JSON.parse(body.items[0]?.entry ?? "") as { t: string; d: Record<string, unknown> };
    assert.equal(entry.t, "notice.send");
    const { root, ...d } = entry.d;
    assert.deepEqual(d, { assembly, count: 2, failed: 1, hash: progress.hash });
    assert.match(String(root), /^[0-9a-f]{64}$/);
    const failures = await society.admin.get<Failures>(`/api/v1/assemblies/${assembly}/notice/failures`, { expect: 200 });
    assert.deepEqual(failures.body.items.map(({ name, error }) => [name, error]), [["Chiara Rossi", "no_consent"]]);
    await society.admin.post(`/api/v1/assemblies/${assembly}/notice/sending`, { body: {}, expect: 202 });
    assert.deepEqual(await sending(assembly).then(({ sent, failed }) => [sent, failed]), [0, 1]);
  });

  test("a mail server that is down for an hour loses nothing and sends nothing twice", async () => {
    await office.stop();
    await setServer();
    const assembly = await convene();
    await time.passUntil(async () => (await readServer()).failures > 0, "a failure");
    assert.equal((await sending(assembly)).queued, 2);
    for (let minutes = 0; minutes < 60; minutes += 5) await time.pass(300);
    await time.passUntil(async () => (await readServer()).failures >= 2, "more failures");
    assert.match((await readServer()).error ?? "", /connect/i);
    await office.start();
    await time.pass(1800);
    await ended(assembly);
    const progress = await sending(assembly);
    assert.deepEqual([progress.sent, progress.failed], [2, 1]);
    assert.equal(office.letters.length, 2);
    assert.equal((await readServer()).failures, 0);
  });

  test("what waits survives a restart", async () => {
    await office.stop();
    await setServer();
    const assembly = await convene();
    await time.passUntil(async () => (await readServer()).failures > 0, "a failure");
    await society.server.kill();
    await office.start();
    time.at = new Date(time.at.getTime() + 7200 * 1000);
    const before = society.server.url;
    society.server = await Server.start({ db: society.db, clock: time.at, listen: new URL(before).host });
    await ended(assembly);
    assert.equal(office.letters.length, 2);
    assert.equal((await sending(assembly)).sent, 2);
  });

  test("a letter that is refused fails at once, one that is put off is tried again", async () => {
    const later = await society.enter({ name: "Dominique", person: { email: "later@example.org" } });
    const refused = await society.enter({ name: "Elsa", person: { email: "refused@example.org" } });
    await agree(later);
    await agree(refused);
    await setServer();
    const assembly = await convene();
    await time.passUntil(async () => (await sending(assembly)).sent === 2, "two letters");
    const progress = await sending(assembly);
    assert.deepEqual([progress.queued, progress.sent, progress.failed], [1, 2, 2]);
    const { body } = await society.admin.get<Failures>(`/api/v1/assemblies/${assembly}/notice/failures`);
    assert.deepEqual(body.items.map(({ error }) => error).sort(), ["550 5.1.1 no such user", "no_consent"]);
    assert.equal((await readServer()).failures, 0);
    for (let days = 0; days < 6; days += 1) await time.pass(DAY);
    await ended(assembly);
    assert.equal((await sending(assembly)).failed, 3);
    await agree(later, false);
    await agree(refused, false);
  });

  test("a mail server that hangs over a letter holds up no other letter, and no vote", async () => {
    const slow = await society.enter({ name: "Félix", person: { email: "slow@example.org" } });
    await agree(slow);
    const assembly = await convene();
    const start = Date.now();
    await time.pass(2);
    for (let i = 0; i < 20; i += 1) await society.anyone().get("/api/v1/society", { expect: 200 });
    assert.ok(Date.now() - start < 5000, "others are answered meanwhile");
    await until(async () => (await sending(assembly)).sent === 2, "two letters", 40_000);
    assert.equal((await readServer()).failures, 0);
    await time.pass(6 * DAY);
    await ended(assembly);
    await agree(slow, false);
  });

  test("where encryption is asked for nothing is sent without it, nor to who cannot prove who they are", async () => {
    await setServer({ starttls: true });
    const bare = await convene();
    await time.passUntil(async () => (await readServer()).failures > 0, "a refusal");
    assert.equal((await sending(bare)).sent, 0);
    const certificate = join(society.folder.path, "mail.pem");
    const key = join(society.folder.path, "mail.key");
    const made = spawnSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
      "-out", certificate, "-keyout", key]);
    assert.equal(made.status, 0);
    await office.stop();
    await office.start(["--certificate", certificate, "--key", key]);
    await setServer({ starttls: true });
    await time.passUntil(async () => (await readServer()).failures > 0, "a refusal");
    assert.match((await readServer()).error ?? "", /certificate/i);
    assert.equal(office.letters.length, 0);
    await office.stop();
  });

  test("whoever the mail server does not know sends nothing, and no letter is blamed", async () => {
    await office.start(["--auth"]);
    await setServer({ user: "sept", password: "wrong" });
    await time.passUntil(async () => (await readServer()).failures > 0, "a refusal");
    assert.equal(office.letters.length, 0);
    await setServer({ user: "sept", password: "secret" });
    await time.passUntil(() => office.to("ada@example.org").length > 0, "a letter");
    assert.equal(office.letters[0]?.user, "sept");
    await office.stop();
  });

  test("a reminder goes to who has not voted, once a day", async () => {
    await office.start();
    await setServer();
    const assembly = await convene();
    await ended(assembly);
    office.letters.length = 0;
    const { body: read } = await society.admin.get<{ agenda: Named[] }>(`/api/v1/assemblies/${assembly}`);
    const opens = new Date(time.at.getTime() + 60_000).toISOString();
    const closes = new Date(time.at.getTime() + 3 * DAY * 1000).toISOString();
    const { body: poll } = await society.admin.post<Named>("/api/v1/polls", { expect: 201, body: { assembly, kind: "resolution",
      resolution: read.agenda[0]?.id, method: "motion", parameters: {}, secrecy: "open", opens_at: opens, closes_at: closes } });
    const path = `/api/v1/polls/${poll.id}`;
    assert.equal((await refusal(society.admin, "POST", `${path}/reminders`, 409, { body: {} })).slug, "poll-not-open");
    await society.act(path, "call");
    await time.pass(61);
    await time.passUntil(async () => (await society.admin.get<{ state: string }>(path)).body.state === "open", "the opening");
    const browser = await society.browserOf(ada);
    const { body: open } = await society.admin.get<{ text_hash: string }>(path);
    await browser.post(`${path}/ballots`, { body: { member: ada, text_hash: open.text_hash, ballot: { choice: 0 } }, expect: 201 });
    await society.admin.post(`${path}/reminders`, { body: {}, expect: 202 });
    await time.passUntil(() => office.to("bruno@example.org").length > 0, "a reminder");
    await time.pass(5);
    assert.equal(office.to("ada@example.org").length, 0);
    assert.match(office.to("bruno@example.org")[0]?.headers["subject"] ?? "", /^Il vous reste à voter\u00a0: /);
    assert.equal((await refusal(society.admin, "POST", `${path}/reminders`, 409, { body: {} })).slug, "mail-too-soon");
    await time.pass(DAY);
    await society.admin.post(`${path}/reminders`, { body: {}, expect: 202 });
  });

  test("who is refused an erasure is told so, and not why; who did not agree to mail is told among what awaits them", async () => {
    const reason = "Votre départ n’est pas noté.";
    const chiara = await society.enter({ name: "Chiara Luca", person: { email: "chiara.luca@example.org" } });
    const answers = (address: string) => office.to(address).filter(({ headers }) => /^(Answer|Réponse)/.test(headers["subject"] ?? ""));
    for (const member of [ada, bruno, chiara]) {
      await (await society.browserOf(member)).put("/api/v1/me/erasure", { body: {}, expect: 200 });
      await society.admin.post(`/api/v1/members/${member}/erasure/refusal`, { body: { reason }, expect: 200 });
    }
    await time.passUntil(() => answers("ada@example.org").length + answers("bruno@example.org").length > 1, "two letters");
    await time.pass(5);
    const [english, french] = ["ada@example.org", "bruno@example.org"].map((address) => answers(address)[0]);
    assert.deepEqual(office.to("chiara.luca@example.org"), []);
    assert.match(english?.headers["subject"] ?? "", /^Answer to what you asked: /);
    assert.match(french?.headers["subject"] ?? "", /^Réponse à votre demande\u00a0: /);
    assert.ok(english?.text.includes("turn to the data protection authority") && french?.text.includes("la CNIL"));
    for (const letter of [english, french]) assert.ok(!letter?.raw.includes("noté") && !letter?.text.includes(reason), "the reason is not mailed");
    const [token = ""] = tokensIn(french?.text ?? "");
    const browser = new Api(society.server.url);
    await browser.signIn(token);
    for (const api of [browser, await society.browserOf(chiara)]) {
      const { body } = await api.get<{ erasures_refused: { reason: string }[] }>("/api/v1/me", { expect: 200 });
      assert.deepEqual(body.erasures_refused.map((each) => each.reason), [reason]);
    }
  });

  test("a hostile title writes no header", async () => {
    const path = "/api/v1/assemblies";
    const meets_at = new Date(time.at.getTime() + 30 * DAY * 1000).toISOString();
    const body = { kind: "ordinary", title: "Été\r\nBcc: everybody@example.org", place: "Corte", meets_at };
    assert.equal((await refusal(society.admin, "POST", path, 400, { body })).slug, "control-characters");
    office.letters.length = 0;
    const assembly = await convene({ title: "=?UTF-8?Q?a?= Bcc: x@example.org <b@c> \u2028 \"q\" 𝔸𝔸𝔸𝔸𝔸𝔸𝔸𝔸𝔸𝔸𝔸𝔸𝔸𝔸𝔸" });
    await ended(assembly);
    const [letter] = office.to("ada@example.org");
    assert.ok(letter);
    assert.equal(letter.headers["subject"], "Notice: =?UTF-8?Q?a?= Bcc: x@example.org <b@c> \u2028 \"q\" 𝔸𝔸𝔸𝔸𝔸𝔸𝔸𝔸𝔸𝔸𝔸𝔸𝔸𝔸𝔸");
    assert.deepEqual(letter.recipients, ["ada@example.org"]);
    assert.equal(letter.count, 10);
    assert.equal(letter.headers["bcc"], undefined);
  });

  test("the record has the notices that were sent, and both verifiers follow it", async () => {
    const { body } = await society.anyone().get<{ log: { size: number } }>("/api/v1/society");
    const entries = (await readEntries(society.server.url, body.log.size)).map((each) => JSON.parse(each.toString()) as Entry);
    const named = entries.filter(({ t }) => t === "notice.send").map(({ d }) => String(d["hash"]));
    assert.ok(named.length > 0);
    const file = join(society.folder.path, "record.tar");
    palabre(["export", "--db", society.db, "--all", "-o", file]);
    const said = execFileSync(join(BUILD, "cli/palabre-verify"), [file], { encoding: "utf8" });
    assert.match(said, /^The record holds\.$/m);
    const { checks } = await verifyRecord(sourceOfBytes(readFileSync(file)), { minisig: readFileSync(`${file}.minisig`) });
    assert.deepEqual(checks.filter(({ state }) => state === "failed"), []);
    const tar = readFileSync(file, "latin1");
    for (const hash of named) assert.ok(tar.includes(`texts/${hash}.json`), hash);
  });
});

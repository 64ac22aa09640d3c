/*
 * sign_in.test.ts - signing in by a letter, and who would get in by it: the attacks of that kind, under
 * their numbers.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { PostOffice, Time } from "./post.ts";
import { Raw } from "./raw.ts";
import { Society, refusal } from "./society.ts";
import { Api, tokensIn } from "./support.ts";

type Ticket = { ticket: string; expires_at: string };
type Alarms = { items: { bound: string; since: string; last: string; times: number }[] };
type Session = { person: { name: string } | null };

const HOUR = 3600;

describe("signing in by mail", () => {
  const society = new Society();
  let office: PostOffice;
  let time: Time;

  before(async () => {
    office = await PostOffice.reserve();
    time = new Time(society);
    await society.open(time.at);
    await office.start();
  });
  after(async () => {
    await office.stop();
    await society.close();
  });

  const ask = (email: string) => society.anyone().post<Ticket>("/api/v1/session/links", { body: { email }, expect: 202 });
  async function listen(by?: Api): Promise<Raw> {
    const raw = await Raw.open(society.server.url);
    const credentials = Object.entries(by?.credentials("GET") ?? {}).map(([name, value]) => `${name}: ${value}\r\n`).join("");
    raw.send(`GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n${credentials}\r\n`);
    await raw.until((text) => text.includes("retry:"));
    return raw;
  }
  const figure = async (): Promise<number> =>
    Number(/^palabre_alarms_total (\d+)$/m.exec(await (await fetch(`${society.server.url}/metrics`)).text())?.[1]);
  let people = 0;
  async function somebody(): Promise<string> {
    people += 1;
    const email = `person${people}@example.org`;
    await society.enter({ name: `Personne ${people}`, person: { email } });
    return email;
  }
  async function letterTo(email: string, count = 1) {
    await time.passUntil(() => office.to(email).length >= count, "a letter");
    const letter = office.to(email)[count - 1];
    assert.ok(letter);
    const code = /(?:^|\D)(\d{8})(?:\D|$)/.exec(letter.text)?.[1] ?? "";
    return { letter, code, token: tokensIn(letter.text)[0] ?? "" };
  }
  const spent = async (body: object) =>
    assert.equal((await refusal(society.anyone(), "POST", "/api/v1/session", 401, { body })).slug, "link-spent");

  test("without a mail server nobody is promised a letter", async () => {
    const body = { email: "ada@example.org" };
    assert.equal((await refusal(society.anyone(), "POST", "/api/v1/session/links", 409, { body })).slug, "mail-none");
    await society.admin.put("/api/v1/society/mail",
      { body: { url: office.url, from: "bureau@lessept.example", starttls: false }, expect: 200 });
  });

  test("the ticket of a browser and the code of its letter sign in", async () => {
    const email = await somebody();
    const { body } = await ask(email.toUpperCase());
    const { code, letter } = await letterTo(email);
    assert.match(letter.headers["subject"] ?? "", /^Se connecter\s: ./);
    const browser = new Api(society.server.url);
    await browser.post("/api/v1/session", { body: { ticket: body.ticket, code }, expect: 201 });
    const session = await browser.get<Session>("/api/v1/session");
    assert.match(session.body.person?.name ?? "", /^Personne/);
    for (const half of [{ ticket: body.ticket }, { code }]) {
      assert.equal((await refusal(society.anyone(), "POST", "/api/v1/session", 400, { body: half })).slug, "json-missing");
    }
    for (const wrong of [{ email: "" }, { email: "x".repeat(300) }, {}, { email: "a@b.c", also: 1 }]) {
      const sent = await fetch(`${society.server.url}/api/v1/session/links`,
        { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(wrong) });
      assert.ok(sent.status === 400 || sent.status === 422, JSON.stringify(wrong));
    }
  });

  /* What a request gets, but for what is drawn, and how long it takes. */
  async function timed(path: string, asks: object): Promise<{ shape: string; took: number; body: string }> {
    const start = performance.now();
    const answer = await fetch(`${society.server.url}/api/v1/session${path}`,
      { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(asks) });
    const body = await answer.text();
    const took = performance.now() - start;
    const headers = [...answer.headers.keys()].filter((name) => name !== "date").sort().join(" ");
    return { shape: `${answer.status} ${headers} ${body.replace(/"ticket":"[\w-]{43}"/, "").replace(/\d/g, "0")}`, took, body };
  }
  const asked = (email: string) => timed("/links", { email });

  /*
   * How often what was asked for a known address took longer: half the time, where nothing tells the two apart. The bounds are
   * five standard deviations away.
   */
  function nothingTellsApart({ known, unknown }: { known: number[]; unknown: number[] }): void {
    const longer = known.flatMap((one) => unknown.filter((other) => one > other)).length / (known.length * unknown.length);
    assert.ok(longer > 0.08 && longer < 0.92, `${longer}`);
  }
  const ROUNDS = 24;

  test("33: whoever asks for strangers learns nothing of who is a member", async () => {
    const members: string[] = [];
    while (members.length < ROUNDS) members.push(await somebody());
    await time.pass(HOUR);
    const took = { known: [] as number[], unknown: [] as number[] };
    const shapes = new Set<string>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const emails = { known: members[round] ?? "", unknown: `nobody${round}@example.org` };
      const order = round % 2 === 0 ? (["known", "unknown"] as const) : (["unknown", "known"] as const);
      await Promise.all(order.map(async (who) => {
        const answer = await asked(emails[who]);
        shapes.add(answer.shape);
        took[who].push(answer.took);
      }));
    }
    assert.equal(shapes.size, 1);
    assert.match([...shapes][0] ?? "", /^202 /);
    assert.ok(Math.min(...took.known, ...took.unknown) >= 290, "no answer before the floor");
    nothingTellsApart(took);
    const { body: log } = await society.anyone().get<{ items: { entry: string }[] }>("/api/v1/log?limit=500");
    assert.ok(log.items.every(({ entry }) => !entry.includes("sign_in")));
    assert.deepEqual((await society.admin.get<Alarms>("/api/v1/society/alarms")).body.items, []);
  });

  test("33: a wrong code says as little, of a ticket that somebody's letter goes with and of one that nobody's does", async () => {
    const took = { known: [] as number[], unknown: [] as number[] };
    const shapes = new Set<string>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const emails = { known: await somebody(), unknown: `stranger${round}@example.org` };
      const order = round % 2 === 0 ? (["known", "unknown"] as const) : (["unknown", "known"] as const);
      const tickets = { known: "", unknown: "" };
      await Promise.all(order.map(async (who) => {
        tickets[who] = (JSON.parse((await asked(emails[who])).body) as { ticket: string }).ticket;
      }));
      await time.passUntil(() => office.to(emails.known).length === 1, "the letter of who is known");
      for (const who of order) {
        const answer = await timed("", { ticket: tickets[who], code: "00000000" });
        shapes.add(answer.shape);
        took[who].push(answer.took);
      }
      await time.pass(HOUR / ROUNDS);
    }
    assert.equal(shapes.size, 1);
    assert.match([...shapes][0] ?? "", /^401 /);
    nothingTellsApart(took);
    await time.pass(HOUR);
  });

  test("33: what is refused before anybody is asked for waits as long", async () => {
    const start = performance.now();
    await refusal(society.anyone(), "POST", "/api/v1/session/links", 400, { body: { email: "" } });
    assert.ok(performance.now() - start >= 290);
  });

  test("33: whoever leaves before the answer holds up nobody", async () => {
    const head = "POST /api/v1/session/links HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ";
    for (let i = 0; i < 20; i += 1) {
      const body = JSON.stringify({ email: `gone${i}@example.org` });
      const raw = await Raw.open(society.server.url);
      raw.send(`${head}${body.length}\r\n\r\n${body}`);
      await society.anyone().get("/api/v1/society", { expect: 200 });
      raw.close();
    }
    assert.match((await asked("somebody@elsewhere.example")).shape, /^202 /);
  });

  test("34: too many requests are told to the office, and refused in the same words", async () => {
    await time.pass(HOUR);
    const bruno = await society.browserOf(await society.enter({ name: "Bruno" }));
    const email = await somebody();
    const office_ = await listen(society.admin);
    const anyone = await listen();
    const before = await figure();
    const first = await asked(email);
    const rest = await Promise.all(Array.from({ length: 9 }, () => asked(email)));
    assert.deepEqual(new Set(rest.map(({ shape }) => shape)), new Set([first.shape]));
    const { body } = await society.admin.get<Alarms>("/api/v1/society/alarms", { expect: 200 });
    assert.deepEqual(body.items.map(({ bound, times }) => [bound, times]), [["address", 5]]);
    await office_.until((text) => text.includes('data: {"type":"sign_in.alarm"'));
    assert.equal(await figure(), before + 1, "told once");
    assert.equal(society.server.output.match(/^alarm sign_in$/gm)?.length, 1);
    assert.doesNotMatch(anyone.received, /alarm/, "whoever tries does not hear that it is noticed");
    for (const each of [office_, anyone]) each.close();
    assert.ok(!JSON.stringify(body).includes("example.org"));
    await refusal(society.anyone(), "GET", "/api/v1/society/alarms", 401);
    await refusal(bruno, "GET", "/api/v1/society/alarms", 403);
    await time.passUntil(() => office.to(email).length > 0, "a letter");
    await time.pass(24 * HOUR);
    assert.deepEqual((await society.admin.get<Alarms>("/api/v1/society/alarms")).body.items, []);
  });

  test("34: one source asks for no more than the members there are, and some; and is told so by nothing", async () => {
    await time.pass(HOUR);
    const { body } = await society.admin.get<{ items: object[] }>("/api/v1/members?limit=500");
    const allowed = 60 + body.items.length;
    const email = await somebody(); /* one member more */
    const all = await Promise.all(Array.from({ length: allowed + 1 }, (_, i) => asked(`nobody${i}@elsewhere.example`)));
    const beyond = await asked(email);
    assert.deepEqual(new Set([...all, beyond].map(({ shape }) => shape)).size, 1);
    const { body: alarms } = await society.admin.get<Alarms>("/api/v1/society/alarms");
    assert.deepEqual(alarms.items.map(({ bound, times }) => [bound, times]), [["source", 1]]);
    await time.pass(30);
    assert.equal(office.to(email).length, 0);
    await time.pass(HOUR);
    await ask(email);
    await letterTo(email);
  });

  test("34: five wrong codes, one after the other or at once, and the ticket is worth nothing", async () => {
    const email = await somebody();
    const { body: first } = await ask(email);
    const { code } = await letterTo(email);
    for (let i = 0; i < 5; i += 1) await spent({ ticket: first.ticket, code: "00000000x" });
    await spent({ ticket: first.ticket, code });

    const { body: second } = await ask(email);
    const { code: next } = await letterTo(email, 2);
    const wrong = (n: number) => String((Number(next) + n + 1) % 100_000_000).padStart(8, "0");
    await Promise.all(Array.from({ length: 16 }, (_, n) => spent({ ticket: second.ticket, code: wrong(n) })));
    await spent({ ticket: second.ticket, code: next });
    for (let i = 0; i < 10; i += 1) await ask(email);
    await time.passUntil(() => office.to(email).length === 5, "five letters");
    await time.pass(5);
    assert.equal(office.to(email).length, 5, "five letters an hour");
    await time.pass(HOUR);
  });

  test("35: a scanner that follows the links of a letter uses none of them", async () => {
    const email = await somebody();
    await ask(email);
    const { letter, token } = await letterTo(email);
    const [link = ""] = /http\S+#t=\S+/.exec(letter.text) ?? [];
    for (const url of [link, link.replace("#", "?"), `${society.server.url}/api/v1/session?t=${token}`]) {
      for (const method of ["GET", "HEAD"]) {
        const answer = await fetch(url, { method });
        await answer.text();
        assert.equal(answer.headers.get("set-cookie"), null, url);
      }
    }
    await society.anyone().post("/api/v1/session", { body: { token }, expect: 201 });
  });

  test("36: a link or a code is good once, in its time, and for nobody else", async () => {
    const [email, other] = [await somebody(), await somebody()];
    const { body: mine } = await ask(email);
    const { body: theirs } = await ask(other);
    const { code, token } = await letterTo(email);
    await spent({ ticket: theirs.ticket, code });
    const browser = society.anyone();
    await browser.post("/api/v1/session", { body: { token }, expect: 201 });
    await spent({ token });
    await browser.delete("/api/v1/session", { expect: 204 });
    await spent({ token });
    await society.anyone().post("/api/v1/session", { body: { ticket: mine.ticket, code }, expect: 201 });
    await spent({ ticket: mine.ticket, code });

    const late = await somebody();
    const { body: asked } = await ask(late);
    const letter = await letterTo(late);
    await time.pass(600);
    await spent({ ticket: asked.ticket, code: letter.code });
    await time.pass(1200);
    await spent({ token: letter.token });
  });
});

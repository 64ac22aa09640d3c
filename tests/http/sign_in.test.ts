/*
 * sign_in.test.ts - signing in by a letter, and who would get in by it: the attacks of that kind, under
 * their numbers.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { PostOffice, Time } from "./post.ts";
import { Society, refusal } from "./society.ts";
import { Api, tokensIn } from "./support.ts";

type Ticket = { ticket: string; expires_at: string };
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
    assert.match(letter.headers["subject"] ?? "", /^Se connecter : ./);
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

  test("33: whoever asks for strangers learns nothing of who is a member", async () => {
    const known = await somebody();
    const answers = new Map<string, { shapes: Set<string>; times: number[] }>();
    for (let round = 0; round < 20; round += 1) {
      for (const [who, email] of [["known", round < 4 ? known : await somebody()], ["unknown", `nobody${round}@example.org`]] as const) {
        const start = performance.now();
        const answer = await fetch(`${society.server.url}/api/v1/session/links`,
          { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ email }) });
        const body = await answer.text();
        const took = performance.now() - start;
        const seen = answers.get(who) ?? { shapes: new Set(), times: [] };
        const headers = [...answer.headers.keys()].filter((name) => name !== "date").sort().join(" ");
        seen.shapes.add(`${answer.status} ${headers} ${body.replace(/"ticket":"[\w-]{43}"/, "").replace(/\d/g, "0")}`);
        seen.times.push(took);
        answers.set(who, seen);
      }
    }
    const [known_, unknown] = [answers.get("known"), answers.get("unknown")];
    assert.ok(known_ && unknown);
    assert.deepEqual([...known_.shapes], [...unknown.shapes]);
    assert.equal(known_.shapes.size, 1);
    const median = (times: number[]) => times.sort((a, b) => a - b)[times.length / 2] ?? 0;
    assert.ok(Math.abs(median(known_.times) - median(unknown.times)) < 20, "nobody is looked up before the reply");
    const { body: log } = await society.anyone().get<{ items: { entry: string }[] }>("/api/v1/log?limit=500");
    assert.ok(log.items.every(({ entry }) => !entry.includes("sign_in")));
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

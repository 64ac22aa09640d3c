/* How members are reached, as they correct it themselves: nothing serves that was not proved, and the former address is told. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { type Letter, PostOffice, Time } from "./post.ts";
import { Society, refusal } from "./society.ts";
import type { Api } from "./support.ts";

type Contacts = { email?: string; phone?: string; language?: string; pending?: { email: string; expires_at: string } };
type Mails = { mail: { kind: string; address: string }[] };

const PATH = "/api/v1/me/contacts";
const society = new Society();
let office: PostOffice;
let time: Time;
let ada = "";
let browser: Api;

before(async () => {
  office = await PostOffice.reserve();
  await office.start();
  time = new Time(society);
  await society.open(time.at);
  ada = await society.enter({ name: "Ada Colonna", person: { email: "ada@example.org", language: "en", phone: "04 95" } });
  browser = await society.browserOf(ada);
});
after(async () => {
  await society.close();
  await office.stop();
});

async function setMailServer(): Promise<void> {
  await society.admin.put("/api/v1/society/mail", { body: { url: office.url, from: "bureau@lessept.example", starttls: false }, expect: 200 });
}

const read = async (by = browser): Promise<Contacts> => (await by.get<Contacts>(PATH, { expect: 200 })).body;

async function correct(body: object, by = browser): Promise<Contacts> {
  const { etag } = await by.get(PATH);
  return (await by.patch<Contacts>(PATH, { body, headers: { "if-match": etag }, expect: 200 })).body;
}

/* Why a correction is refused. */
async function refused(body: object, status: number, by = browser): Promise<{ slug: string; pointer: string | undefined }> {
  const { etag } = await by.get(PATH);
  return refusal(by, "PATCH", PATH, status, { body, headers: { "if-match": etag } });
}

/* The next letter to an address. */
async function letterTo(address: string, had = 0): Promise<Letter> {
  await time.passUntil(() => office.to(address).length > had, `a letter to ${address}`);
  return office.to(address)[had] as Letter;
}

const codeOf = (letter: Letter): string => /\b\d{8}\b/.exec(letter.text)?.[0] ?? "";
const wrong = (code: string): string => String((Number(code) + 1) % 100_000_000).padStart(8, "0");
const prove = (code: string, by = browser) => by.post<Contacts>(`${PATH}/confirmation`, { body: { code }, expect: 200 });
const proveInVain = (code: string, by = browser) => refusal(by, "POST", `${PATH}/confirmation`, 422, { body: { code } });

test("a telephone number and a language hold at once", async () => {
  assert.deepEqual(await correct({ phone: "06 12", language: "fr" }), { email: "ada@example.org", phone: "06 12", language: "fr" });
  assert.equal((await correct({ phone: "" })).phone, undefined);
  assert.equal((await correct({ language: "en" })).language, "en");
});

test("who has an old version is told so, and what cannot be is refused with its place", async () => {
  const { etag } = await browser.get(PATH);
  await correct({ phone: "07" });
  await refusal(browser, "PATCH", PATH, 412, { body: { phone: "08" }, headers: { "if-match": etag } });
  await refusal(browser, "PATCH", PATH, 428, { body: { phone: "08" } });
  assert.equal((await refused({ email: "nobody" }, 422)).pointer, "/email");
  assert.equal((await refused({ email: "é@example.org" }, 422)).pointer, "/email");
  assert.equal((await refused({ email: `${"a".repeat(300)}@example.org` }, 400)).pointer, "/email");
  assert.equal((await refused({ language: "co" }, 400)).pointer, "/language");
  assert.equal((await refused({ name: "Ada" }, 400)).pointer, "/name");
  await refusal(society.anyone(), "GET", PATH, 401);
});

test("a program changes no address: who holds it would sign in with more than the program may", async () => {
  const { body } = await browser.post<{ token: string }>("/api/v1/tokens", { body: { label: "all", scopes: ["read", "vote"] }, expect: 201 });
  const headers = { authorization: `Bearer ${body.token}` };
  const { etag } = await society.anyone().get(PATH, { headers, expect: 200 });
  await refusal(society.anyone(), "PATCH", PATH, 403, { body: { phone: "09" }, headers: { ...headers, "if-match": etag } });
  await refusal(society.anyone(), "POST", `${PATH}/confirmation`, 403, { body: { code: "00000000" }, headers });
});

test("without a mail server nobody can prove an address", async () => {
  assert.equal((await refused({ email: "ada@new.example" }, 409)).slug, "mail-none");
  assert.equal((await read()).pending, undefined);
  await setMailServer();
});

test("a new address waits for its code, and until then serves for nothing", async () => {
  const { email, pending } = await correct({ email: " ada@new.example " });
  assert.equal(email, "ada@example.org");
  assert.equal(pending?.email, "ada@new.example");
  assert.equal(Date.parse(pending.expires_at) - time.at.getTime(), 30 * 60_000);
  const letter = await letterTo("ada@new.example");
  assert.doesNotMatch(letter.text, /#t=|https?:|Colonna/, "it names nobody, and signs nobody in");
  await society.anyone().post("/api/v1/session/links", { body: { email: "ada@new.example" }, expect: 202 });
  await society.anyone().post("/api/v1/session/links", { body: { email: "ada@example.org" }, expect: 202 });
  await letterTo("ada@example.org");
  assert.equal(office.to("ada@new.example").length, 1, "nobody signs in by it");
  assert.equal((await proveInVain(wrong(codeOf(letter)))).pointer, "/code");
  assert.equal((await prove(codeOf(letter))).body.email, "ada@new.example");
  assert.equal((await read()).pending, undefined);
  assert.equal((await proveInVain(codeOf(letter))).slug, "contact-code", "a code is good once");
});

test("the former address is told, and the link that was sent there signs nobody in", async () => {
  const sent = office.to("ada@example.org");
  const link = /#t=([\w-]{43})/.exec(sent[0]?.text ?? "")?.[1] ?? "";
  assert.notEqual(link, "");
  const told = await letterTo("ada@example.org", 1);
  assert.match(told.text, /no longer come to this address/);
  assert.doesNotMatch(told.text, /#t=|new\.example/);
  await refusal(society.anyone(), "POST", "/api/v1/session", 401, { body: { token: link } });
});

test("after five wrong codes the right one is worth nothing either", async () => {
  await correct({ email: "ada@five.example" });
  const code = codeOf(await letterTo("ada@five.example"));
  for (let i = 0; i < 5; i++) await proveInVain(wrong(code));
  await proveInVain(code);
  assert.equal((await read()).pending, undefined);
});

test("after half an hour a code is worth nothing, and what waited is removed", async () => {
  await correct({ email: "ada@late.example" });
  const code = codeOf(await letterTo("ada@late.example"));
  await time.pass(30 * 60);
  assert.equal((await read()).pending, undefined);
  await proveInVain(code);
});

test("who asks again, or says the present address, has one waiting at most", async () => {
  await time.pass(3600);
  await correct({ email: "ada@first.example" });
  await correct({ email: "ada@second.example" });
  const first = codeOf(await letterTo("ada@first.example"));
  await letterTo("ada@second.example");
  await proveInVain(first);
  assert.equal((await read()).pending?.email, "ada@second.example");
  assert.equal((await correct({ email: "ada@new.example" })).pending, undefined);
});

test("one person is sent five codes an hour", async () => {
  await time.pass(3600);
  for (let i = 0; i < 5; i++) await correct({ email: `ada${i}@many.example` });
  await refused({ email: "ada@more.example" }, 429);
  await time.pass(3600);
  await correct({ email: "ada@more.example" });
});

test("who takes their address away is told there, and has what was sent in their export", async () => {
  const had = office.to("ada@new.example").length;
  assert.deepEqual(await correct({ email: "" }), { phone: "07", language: "en" });
  assert.match((await letterTo("ada@new.example", had)).text, /no longer signs you in/);
  const { body } = await browser.get<Mails>("/api/v1/me/export", { expect: 200 });
  assert.ok(body.mail.some(({ kind, address }) => kind === "confirm" && address === "ada@new.example"));
  assert.ok(body.mail.some(({ kind, address }) => kind === "moved" && address === "ada@example.org"));
});

test("what waits goes with who is erased", async () => {
  await society.act(`/api/v1/members/${ada}`, "state", { state: "left", on: time.at.toISOString().slice(0, 10) });
  await time.pass(3600);
  await correct({ email: "ada@gone.example" });
  await society.act(`/api/v1/members/${ada}`, "erasure", { ground: "request" });
  await refusal(browser, "GET", PATH, 401);
});

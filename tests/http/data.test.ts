/* data.test.ts - what is kept of people: the page that says so, its clocks, and each one's own. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Time } from "./post.ts";
import { Society, refusal } from "./society.ts";

type Data = { controller: string; mail_server?: string; items: { code: string; days?: number; what: { fr: string; en: string } }[] };
type Export = { person: { name: string; email?: string }; offices: string[]; consents: { mail: boolean; source: string }[];
  mail: object[]; members: { name: string; memberships: { category: string }[]; rights: object[] }[] };
type Log = { items: { entry: string }[] };

const DAY = 86_400;

describe("data", () => {
  const society = new Society();
  let time: Time;
  let ada: string;
  before(async () => {
    time = new Time(society);
    await society.open(time.at);
    ada = await society.enter({ name: "Ada Colonna", person: { email: "ada@example.org", language: "en" } });
  });
  after(() => society.close());

  test("anyone reads what is kept, why and how long, as it is set", async () => {
    await society.admin.put("/api/v1/society/retention", { body: { contacts: 30 }, expect: 200 });
    const { body } = await society.anyone().get<Data>("/api/v1/data", { expect: 200 });
    assert.equal(body.items.find(({ code }) => code === "contacts")?.days, 30);
    assert.equal(body.items.find(({ code }) => code === "mail")?.days, 1096);
    assert.ok(body.items.every(({ what }) => what.fr !== "" && what.en !== "" && what.fr !== what.en));
    const says = (kind: string) => body.items.find(({ code }) => code === kind)?.what.en ?? "";
    assert.match(says("sign_ins"), /change an address/, "so are letters with the code of a new address kept");
    assert.match(says("pending"), /waits for its code/);
    assert.equal(body.mail_server, undefined);
    await society.admin.put("/api/v1/society/mail",
      { body: { url: "smtp://mail.example:587", from: "bureau@lessept.example", starttls: true }, expect: 200 });
    assert.equal((await society.anyone().get<Data>("/api/v1/data")).body.mail_server, "mail.example:587");
    await society.admin.delete("/api/v1/society/mail", { expect: 204 });
    for (const [body_, status] of [[{ mail: 0 }, 400], [{ mail: 40_000 }, 400], [{ cats: 1 }, 400]] as const) {
      await refusal(society.admin, "PUT", "/api/v1/society/retention", status, { body: body_ });
    }
  });

  test("each clock is set by itself, and the page says all of them", async () => {
    type Clocks = Record<string, number>;
    const path = "/api/v1/society/retention";
    const { body: before } = await society.anyone().get<Clocks>(path, { expect: 200 });
    assert.deepEqual(before, { mail: 1096, proofs: 1826, sign_ins: 30, contacts: 30, consents: 1826, tokens: 90, opinions: 90,
      attendance: 2192, proxies: 2192, papers: 1096, erasures: 1096 });
    for (const [i, kind] of Object.keys(before).filter((each) => each !== "contacts").entries()) {
      const { body } = await society.admin.put<Clocks>(path, { body: { [kind]: 1000 + i }, expect: 200 });
      assert.equal(body[kind], 1000 + i);
      const { body: page } = await society.anyone().get<Data>("/api/v1/data");
      assert.equal(page.items.find(({ code }) => code === kind)?.days, 1000 + i);
    }
    await society.admin.put(path, { body: { ...before }, expect: 200 });
    await refusal(society.anyone(), "PUT", path, 401, { body: before });
  });

  test("each says for themselves whether they agree to mail, and every change stays", async () => {
    const browser = await society.browserOf(ada);
    await browser.put("/api/v1/me/consents", { body: { mail: true }, expect: 200 });
    await browser.put("/api/v1/me/consents", { body: { mail: false }, expect: 200 });
    const { body } = await browser.get<{ mail: boolean; history: { mail: boolean; source: string }[] }>("/api/v1/me/consents");
    assert.equal(body.mail, false);
    assert.deepEqual(body.history.map(({ mail, source }) => [mail, source]), [[true, "person"], [false, "person"]]);
    await refusal(society.anyone(), "GET", "/api/v1/me/consents", 401);
    await refusal(browser, "PUT", `/api/v1/members/${ada}/consents`, 403, { body: { mail: true } });
  });

  test("each takes away everything about them, and nothing about others", async () => {
    await society.enter({ name: "Bruno Paoli", person: { email: "bruno@example.org" } });
    const browser = await society.browserOf(ada);
    const { body, headers } = await browser.get<Export>("/api/v1/me/export", { expect: 200 });
    assert.equal(body.person.name, "Ada Colonna");
    assert.equal(body.person.email, "ada@example.org");
    assert.equal(body.consents.length, 2);
    assert.deepEqual(body.members.map(({ name }) => name), ["Ada Colonna"]);
    assert.deepEqual(body.members[0]?.memberships.map(({ category }) => category), ["users"]);
    assert.ok(!JSON.stringify(body).includes("bruno"));
    assert.match(headers.get("content-disposition") ?? "", /my-data\.json/);
    await refusal(society.anyone(), "GET", "/api/v1/me/export", 401);
  });

  test("contacts go by themselves when their time is over, and the log says how many", async () => {
    const email = async () => JSON.stringify((await society.admin.get(`/api/v1/members/${ada}`)).body).includes("ada@example.org");
    const on = time.at.toISOString().slice(0, 10);
    await society.act(`/api/v1/members/${ada}`, "state", { state: "left", on });
    await time.pass(29 * DAY);
    assert.equal(await email(), true);
    await time.pass(DAY);
    await time.passUntil(async () => !(await email()), "the end of the contacts");
    const { body } = await society.anyone().get<Log>("/api/v1/log?limit=500");
    const entries = body.items.map(({ entry }) => JSON.parse(entry) as { t: string; d: object });
    assert.deepEqual(entries.filter(({ t }) => t === "retention.apply").map(({ d }) => d), [{ count: 1, days: 30, kind: "contacts" }]);
  });
});

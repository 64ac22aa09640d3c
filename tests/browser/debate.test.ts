/* A text is debated and changed by its people, each in a browser of their own: asked, answered, endorsed, edited,
 * settled, moderated, amended by editing it, put together; a proxy with instructions, one's own data, and coming in by
 * a code that is asked for by mail. No screen on the way breaks a rule of accessibility. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import type { Browser, Locator, Page } from "playwright-core";

import { PostOffice, Time } from "../http/post.ts";
import { type Named, Society } from "../http/society.ts";
import type { Api } from "../http/support.ts";
import { NARROW, Visitor, openBrowser } from "./support.ts";

const TEXT = "Le toit est refait cet été, en tuiles. Le bureau choisit l’entreprise.";
const WIDE = { width: 1280, height: 900 };
const DAY_MS = 86_400_000;

const society = new Society();
const time = new Time(society);
const people: Record<string, Api> = {};
const ids: Record<string, string> = {};
let office: PostOffice;
let browser: Browser;
let [assembly, resolution] = ["", ""];

async function join(name: string, email?: string): Promise<void> {
  ids[name] = await society.enter({ name, ...(email === undefined ? {} : { person: { email } }) });
  people[name] = await society.browserOf(ids[name]);
}

before(async () => {
  await society.open(time.at);
  office = await PostOffice.reserve();
  await office.start();
  await society.admin.put("/api/v1/society/mail",
    { body: { url: office.url, from: "bureau@lessept.example", starttls: false } });
  const meets_at = new Date(time.at.getTime() + 60 * DAY_MS).toISOString();
  assembly = (await society.admin.post<Named>("/api/v1/assemblies",
    { body: { kind: "ordinary", title: "Assemblée de printemps", place: "Corte", meets_at } })).body.id;
  const body = { class: "ordinary", origin: "board", title: "Refaire le toit", text: TEXT };
  resolution = (await society.admin.post<Named>(`/api/v1/assemblies/${assembly}/resolutions`, { body })).body.id;
  await society.act(`/api/v1/assemblies/${assembly}`, "notice");
  for (const name of ["Ana Colonna", "Ben Paoli", "Chiara Luca"]) await join(name, `${name.split(" ")[0]?.toLowerCase()}@example.org`);
  for (const role of ["chair", "moderator", "administrator"]) {
    const member = await society.enter({ name: `La ${role}` });
    await society.admin.post("/api/v1/offices", { body: { member, role }, expect: 201 });
    people[role] = await society.browserOf(member);
  }
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await office?.stop();
  await society.close();
});

type Options = { locale?: string; viewport?: typeof NARROW };

/* Someone at a screen, signed in already; nobody where there is no name. */
async function enter(name: string | undefined, path: string, options: Options = {}): Promise<Visitor> {
  const visitor = await Visitor.enter(browser, society.server.url, { viewport: NARROW, ...options });
  const cookie = name === undefined ? undefined : people[name]?.cookie;
  assert.equal(cookie === undefined, name === undefined, name);
  if (cookie !== undefined) {
    const at = cookie.indexOf("=");
    const url = society.server.url;
    await visitor.page.context().addCookies([{ name: cookie.slice(0, at), value: cookie.slice(at + 1), url }]);
  }
  visitor.page.setDefaultTimeout(30_000);
  await visitor.page.goto(path);
  await settled(visitor.page);
  return visitor;
}

async function settled(page: Page): Promise<void> {
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.waitForFunction(() => document.querySelector(".waiting") === null);
}

/* A contribution, by words of its own text; replies are within it. */
const said = (page: Page, words: string): Locator =>
  page.locator("article.said").filter({ has: page.locator(":scope > .written", { hasText: words }) });
/* What stands on it itself, not on a reply. */
const tag = (one: Locator, words: string): Locator => one.locator(":scope > .row-facts .tag", { hasText: words });
const button = (one: Locator, name: string | RegExp): Locator =>
  one.locator(":scope > .buttons").getByRole("button", { name });

async function say({ page }: Visitor, kind: string, text: string): Promise<void> {
  await page.getByRole("button", { name: "Take part in the debate" }).click();
  await page.getByRole("radio", { name: kind }).check();
  await page.getByLabel("Your text").fill(text);
  await page.getByRole("button", { name: "Publish" }).click();
  await said(page, text.replaceAll("*", "")).waitFor();
}

/* Replies to what has those words. */
async function reply({ page }: Visitor, words: string, text: string, forBoard = false): Promise<void> {
  const one = said(page, words);
  await button(one, /^Reply/).click();
  const form = one.getByRole("form", { name: "Reply" });
  await form.getByLabel("Your reply").fill(text);
  if (forBoard) await form.getByLabel("Answer for the board").check();
  await form.getByRole("button", { name: "Publish" }).click();
  await said(page, text).waitFor();
}

const debated = (): string => `/resolutions/${resolution}`;

describe("a debate", () => {
  let ana: Visitor;
  let ben: Visitor;

  before(async () => {
    ana = await enter("Ana Colonna", debated());
    ben = await enter("Ben Paoli", debated());
  });
  after(async () => {
    await ana.leave();
    await ben.leave();
  });

  test("shows a text before it is published, and then in its thread", async () => {
    const { page } = ana;
    await page.getByText("Nobody has said anything yet.").waitFor();
    await page.getByRole("button", { name: "Take part in the debate" }).click();
    await page.getByRole("radio", { name: "a question" }).check();
    await page.getByLabel("Your text").fill("Who pays for the *roof*?\n\n<script>document.title = 'taken'</script>");
    await page.getByRole("button", { name: "Preview" }).click();
    await page.locator(".preview em", { hasText: "roof" }).waitFor();
    await ana.expectAccessible("a text to be published");
    await page.getByRole("button", { name: "Publish" }).click();
    await page.getByRole("heading", { name: "Questions (1)" }).waitFor();
    const question = said(page, "Who pays for the roof?");
    await question.getByRole("heading", { name: "Ana Colonna" }).waitFor();
    await tag(question, "awaits an answer of the board").waitFor();
    assert.equal(await button(question, /^I endorse/).count(), 0, "nobody endorses their own");
    assert.match(await page.title(), /^Refaire le toit/);
  });

  test("is seen by others as it happens, who endorse and reply", async () => {
    const question = said(ben.page, "Who pays for the roof?");
    await question.waitFor();
    const endorse = button(question, /^I endorse this/);
    await endorse.click();
    await ben.page.locator('button[aria-pressed="true"]', { hasText: "I endorse this (1)" }).waitFor();
    await endorse.click();
    await ben.page.locator('button[aria-pressed="false"]', { hasText: "I endorse this (0)" }).waitFor();
    await endorse.click();
    await reply(ben, "Who pays for the roof?", "The members, I fear.");
    const below = said(ana.page, "Who pays for the roof?").locator("article.said");
    await below.filter({ hasText: "The members, I fear." }).waitFor();
    await said(ana.page, "Who pays").getByText("1 endorsement", { exact: true }).waitFor();
    await ben.expectAccessible("a thread");
  });

  test("has the board's answer, which is marked", async () => {
    const chair = await enter("chair", debated(), { viewport: WIDE });
    await reply(chair, "Who pays for the roof?", "The reserves do.", true);
    await chair.leave();
    const answer = said(ana.page, "The reserves do.");
    await tag(answer, "official answer").waitFor();
    await answer.getByRole("heading", { name: "La chair, for the board" }).waitFor();
    await tag(said(ana.page, "Who pays"), "answered").waitFor();
  });

  test("keeps every version of what was edited, and shows what was withdrawn as such", async () => {
    const { page } = ana;
    await say(ana, "an argument for", "It leaks in winter.");
    await button(said(page, "It leaks in winter."), /^Edit/).click();
    const form = page.getByRole("form", { name: "Edit" });
    await form.getByLabel("Your text").fill("It leaks in spring.");
    await form.getByRole("button", { name: "Save" }).click();
    const one = said(page, "It leaks in spring.");
    await one.getByText("2 versions").click();
    await one.locator("del", { hasText: "winter" }).waitFor();
    await one.locator("ins", { hasText: "spring" }).waitFor();
    await ana.expectAccessible("versions of a contribution");
    await button(one, "Withdraw").click();
    await one.getByRole("group", { name: "Withdraw" }).getByRole("button", { name: "Withdraw" }).click();
    await tag(one, "withdrawn by its author").waitFor();
    assert.equal(await button(one, /^(Reply|Edit)/).count(), 0);
  });

  test("tells how a concern ended, in the words of who had it", async () => {
    const { page } = ben;
    await say(ben, "a concern", "The noise in July.");
    await tag(said(page, "The noise in July."), "concern open").waitFor();
    await reply(ana, "The noise in July.", "Work begins at ten.");
    await said(page, "Work begins at ten.").waitFor();
    await button(said(page, "The noise in July."), /^Say how it ends/).click();
    const form = page.getByRole("form", { name: "Say how it ends" });
    await form.getByLabel("What met it").selectOption({ label: "Ana Colonna, Use: Work begins at ten." });
    await form.getByLabel("Explanation").fill("Ten is fine.");
    await ben.expectAccessible("a concern being settled");
    await form.getByRole("button", { name: "Save" }).click();
    const concern = said(page, "The noise in July.");
    await tag(concern, "concern met").waitFor();
    await concern.getByText("Ten is fine.").waitFor();
    await concern.getByRole("link", { name: "Work begins at ten." }).waitFor();
  });

  test("is moderated with a reason, which stands where the text was", async () => {
    await say(ben, "an information", "The builder is a thief.");
    const moderator = await enter("moderator", debated());
    await button(said(moderator.page, "The builder is a thief."), /^Hide/).click();
    const form = moderator.page.getByRole("form", { name: "Hide" });
    await form.getByLabel("Reason").fill("Rule 4: no accusations");
    await form.getByRole("button", { name: "Hide" }).click();
    const why = "Hidden by a moderator: Rule 4: no accusations";
    await moderator.page.getByText(why).waitFor();
    await ana.page.getByText(why).waitFor();
    assert.equal(await ana.page.getByText("The builder is a thief.").count(), 0, "others do not read it");
    await ben.page.getByText("Read the hidden text").click();
    await ben.page.getByText("The builder is a thief.").waitFor();
    await ben.expectAccessible("what was hidden, for its author");
    const hidden = moderator.page.locator("article.said").filter({ has: moderator.page.locator(":scope > .notice", { hasText: why }) });
    await button(hidden, /^Show again/).click();
    const again = moderator.page.getByRole("form", { name: "Show again" });
    await again.getByLabel("Reason").fill("A witness confirmed it");
    await again.getByRole("button", { name: "Show again" }).click();
    await said(ana.page, "The builder is a thief.").waitFor();
    await moderator.leave();
  });

  test("names nobody to a passer-by, who writes nothing", async () => {
    const nobody = await enter(undefined, debated(), { locale: "fr-FR", viewport: WIDE });
    const { page } = nobody;
    await page.getByRole("heading", { name: "Questions (1)" }).waitFor();
    await page.getByRole("heading", { name: /^Membre [0-9A-Z]{8}, Usage$/ }).first().waitFor();
    assert.doesNotMatch(await page.locator("main").innerText(), /Colonna|Paoli|La chair/);
    assert.equal(await page.getByRole("button", { name: /Prendre part|Répondre|soutiens/ }).count(), 0);
    await nobody.expectAccessible("a debate");
    await nobody.leave();
  });

  test("has its questions under the agenda, with those that wait", async () => {
    await say(ana, "a question", "Which colour?");
    await ana.page.goto(`/assemblies/${assembly}`);
    await ana.page.getByText("2 questions, 1 without an answer of the board.").waitFor();
    const first = ana.page.locator("li.said").first();
    await first.getByText("Which colour?").waitFor();
    await first.getByRole("link", { name: "See under the resolution" }).click();
    await ana.page.getByRole("heading", { level: 1, name: "Refaire le toit" }).waitFor();
  });
});

describe("an amendment", () => {
  let ana: Visitor;
  let ben: Visitor;
  let board: Visitor;

  before(async () => {
    ana = await enter("Ana Colonna", debated());
    ben = await enter("Ben Paoli", debated());
    board = await enter("administrator", debated(), { viewport: WIDE });
  });
  after(async () => {
    for (const visitor of [ana, ben, board]) await visitor.leave();
  });

  /* Proposes it by editing what stands in the field. */
  async function propose(visitor: Visitor, from: string, to: string): Promise<void> {
    const { page } = visitor;
    const field = page.getByLabel("The whole text").or(page.getByLabel("The text as it would become"));
    await field.fill((await field.inputValue()).replace(from, to));
    await page.locator("ins", { hasText: to }).waitFor();
    await page.locator("del", { hasText: from }).waitFor();
    await visitor.expectAccessible("an amendment being written");
    await page.getByRole("button", { name: "Propose this amendment" }).click();
    await page.getByRole("heading", { level: 1, name: /^Amendment of / }).waitFor();
  }

  test("is proposed by editing the text, whose words that change are shown", async () => {
    await ana.page.getByRole("link", { name: "Propose an amendment" }).click();
    await ana.page.getByText("No word changes.").waitFor();
    assert.ok(await ana.page.getByRole("button", { name: "Propose this amendment" }).isDisabled());
    await propose(ana, "tuiles", "ardoises");
    await ana.page.getByRole("heading", { name: "Amendment of Ana Colonna" }).waitFor();
    await ana.page.locator("del", { hasText: "tuiles" }).waitFor();
    await ana.expectAccessible("an amendment");
  });

  test("is supported by others, and changed by them in turn", async () => {
    const { page } = ben;
    await page.getByRole("link", { name: "Amendment of Ana Colonna" }).click();
    await page.getByRole("button", { name: "Support" }).click();
    await page.locator('button[aria-pressed="true"]', { hasText: "Support" }).waitFor();
    await page.getByText("1 supporter", { exact: true }).waitFor();
    await page.getByRole("link", { name: "Propose to change this amendment" }).click();
    await propose(ben, "ardoises", "lauzes");
    await page.getByRole("heading", { name: "Amendment of Ben Paoli" }).waitFor();
    await ana.page.getByRole("link", { name: "Amendment of Ben Paoli" }).waitFor();
  });

  test("is taken in by the board once those on it are decided, and not before", async () => {
    const { page } = board;
    await page.reload();
    await page.getByRole("link", { name: "Amendment of Ana Colonna" }).click();
    const accept = async () => {
      await page.getByRole("button", { name: "Take it in for the board" }).click();
      const sure = page.getByRole("group", { name: "Take it in for the board" });
      await sure.getByRole("button", { name: "Take it in for the board" }).click();
    };
    await accept();
    await page.getByRole("alert").waitFor();
    board.forgive(/409/);
    await ben.page.getByRole("button", { name: "Withdraw my amendment" }).click();
    const sure = ben.page.getByRole("group", { name: "Withdraw my amendment" });
    await sure.getByRole("button", { name: "Withdraw my amendment" }).click();
    await ben.page.locator(".tag", { hasText: "withdrawn" }).waitFor();
    await page.reload();
    await accept();
    await page.locator(".tag", { hasText: "taken in by the board" }).waitFor();
  });

  test("is put to the vote in the order of its distance, and lapses when it is withdrawn", async () => {
    const under = `/api/v1/resolutions/${resolution}/amendments`;
    const proposed: { by: string; id: string }[] = [];
    const texts = { "Ben Paoli": TEXT.replace("été", "automne"), "Chiara Luca": TEXT.replace("Le bureau", "L’assemblée") };
    for (const [name, text] of Object.entries(texts)) {
      const made = await people[name]?.post<Named>(under, { body: { version: 1, text }, expect: 201 });
      proposed.push({ by: name, id: made?.body.id ?? "" });
    }
    const { page } = ana;
    await page.goto(debated());
    await page.getByRole("heading", { name: "Order of the vote" }).waitFor();
    const order = page.locator("ol", { has: page.getByText(/words? changed/) }).getByRole("listitem");
    assert.match(await order.first().innerText(), /^Amendment of Chiara Luca, \d+ words changed$/);
    await ana.expectAccessible("amendments in the order of their vote");
    for (const id of proposed) {
      const { by, path } = { by: people[id.by], path: `/api/v1/amendments/${id.id}` };
      const { etag } = await society.admin.get(path);
      await by?.post(`${path}/withdrawal`, { body: {}, headers: { "if-match": etag }, expect: 200 });
    }
    await page.getByRole("heading", { name: "Order of the vote" }).waitFor({ state: "detached" });
  });

  test("is put in the text, of which two versions are compared", async () => {
    const { page } = board;
    await page.goto(debated());
    await page.getByRole("button", { name: "Put the amendments in the text" }).click();
    const sure = page.getByRole("group", { name: "Put the amendments in the text" });
    await sure.getByRole("button", { name: "Put the amendments in the text" }).click();
    await page.getByText(TEXT.replace("tuiles", "ardoises")).waitFor();
    await page.getByText("2 versions").first().click();
    await page.locator("details del", { hasText: "tuiles" }).waitFor();
    await page.locator("details ins", { hasText: "ardoises" }).waitFor();
    await board.expectAccessible("two versions compared");
  });
});

describe("a debate that is closed", () => {
  test("says so, and takes nothing more", async () => {
    await people["chair"]?.post(`/api/v1/resolutions/${resolution}/debate/closing`, { body: {}, expect: 200 });
    const ana = await enter("Ana Colonna", debated(), { locale: "fr-FR" });
    await ana.page.getByText(/^Le débat est clos depuis le /).waitFor();
    assert.equal(await ana.page.getByRole("button", { name: /Prendre part|Répondre|Je soutiens/ }).count(), 0);
    assert.equal(await ana.page.getByRole("link", { name: "Proposer un amendement" }).count(), 0);
    await ana.leave();
    await people["chair"]?.post(`/api/v1/resolutions/${resolution}/debate/reopening`, { body: {}, expect: 200 });
  });
});

describe("a proxy", () => {
  test("has its instructions from who gives it, which its holder reads", async () => {
    const body = { assembly, principal: ids["Ana Colonna"], holder: ids["Ben Paoli"] };
    await people["Ana Colonna"]?.post("/api/v1/proxies", { body, expect: 201 });
    const ana = await enter("Ana Colonna", "/proxies");
    await ana.page.getByText("Say how to vote").click();
    await ana.page.getByLabel("1. Refaire le toit").selectOption({ label: "vote against" });
    await ana.expectAccessible("instructions of a proxy");
    await ana.page.getByRole("button", { name: "Save" }).click();
    await ana.page.getByText("Saved.").waitFor();
    await ana.leave();
    const ben = await enter("Ben Paoli", "/proxies");
    await ben.page.getByText("Voting instructions").click();
    await ben.page.getByText("Refaire le toit: vote against").waitFor();
    await ben.page.goto(`/assemblies/${assembly}`);
    await ben.page.getByRole("heading", { name: "Calendar", exact: true }).waitFor();
    await ben.leave();
  });

  test("is seen to come by who is to hold it, and to be accepted by who gave it", async () => {
    const [chiara, ben] = [await enter("Chiara Luca", "/proxies"), await enter("Ben Paoli", "/proxies")];
    const card = (page: Page) => page.locator("li.card", { hasText: "Chiara Luca to Ben Paoli" });
    const body = { assembly, principal: ids["Chiara Luca"], holder: ids["Ben Paoli"] };
    await people["Chiara Luca"]?.post("/api/v1/proxies", { body, expect: 201 });
    await card(chiara.page).getByText("awaiting an answer").waitFor();
    const awaiting = await enter("Ben Paoli", "/me");
    for (const { page } of [chiara, awaiting]) {
      await card(page).getByRole("link", { name: "Assemblée de printemps", exact: true }).waitFor();
    }
    await awaiting.leave();
    await card(ben.page).getByRole("button", { name: "Accept" }).click();
    await card(chiara.page).getByText("accepted", { exact: true }).waitFor();
    await chiara.leave();
    await ben.leave();
  });

  test("is taken back by who gave it, and refused by who was to hold it", async () => {
    const [chiara, ben] = [await enter("Chiara Luca", "/proxies"), await enter("Ben Paoli", "/proxies")];
    const card = (page: Page, state: string) => page.locator("li.card", { hasText: "Chiara Luca to Ben Paoli" }).filter({ hasText: state });
    await card(chiara.page, "accepted").getByRole("button", { name: "Take back" }).click();
    const sure = chiara.page.getByRole("group", { name: "Take back", exact: true });
    await sure.getByText("Take this proxy back?").waitFor();
    await chiara.expectAccessible("a proxy being taken back");
    await sure.getByRole("button", { name: "Take back", exact: true }).click();
    for (const { page } of [chiara, ben]) {
      await card(page, "taken back").waitFor();
      assert.equal(await card(page, "taken back").getByRole("button").count(), 0);
    }

    const body = { assembly, principal: ids["Chiara Luca"], holder: ids["Ben Paoli"] };
    const given = await people["Chiara Luca"]?.post<Named>("/api/v1/proxies", { body, expect: 201 });
    await card(ben.page, "awaiting an answer").getByRole("button", { name: "Refuse" }).click();
    for (const { page } of [chiara, ben]) {
      await card(page, "refused").waitFor();
      assert.equal(await card(page, "refused").getByRole("button").count(), 0);
    }
    const now = await people["Chiara Luca"]?.get<{ state: string }>(`/api/v1/proxies/${given?.body.id}`);
    assert.equal(now?.body.state, "refused");
    await chiara.leave();
    await ben.leave();
  });
});

describe("what colleges think before the vote", () => {
  test("is said to nobody, and takes figures of enough", async () => {
    const ana = await enter("Ana Colonna", debated());
    const { page } = ana;
    await page.getByText("Too few opinions to publish figures.").waitFor();
    const says = page.getByRole("group", { name: "What do you think of it?" });
    await says.getByRole("button", { name: "reserved" }).click();
    await says.locator('button[aria-pressed="true"]', { hasText: "reserved" }).waitFor();
    await people["Ben Paoli"]?.put(`/api/v1/resolutions/${resolution}/temperature`, { body: { says: "support" }, expect: 200 });
    await people["Chiara Luca"]?.put(`/api/v1/resolutions/${resolution}/temperature`, { body: { says: "oppose" }, expect: 200 });
    await page.reload();
    const card = page.locator(".card", { has: page.getByRole("heading", { name: "Use", exact: true }) });
    await card.getByText("reserved: 1").waitFor();
    await ana.expectAccessible("what colleges think");
    await ana.leave();
  });
});

describe("my data", () => {
  test("is shown, taken away, and mail is agreed to or not", async () => {
    const ana = await enter("Ana Colonna", "/me/data");
    const { page } = ana;
    await page.getByText("ana@example.org").waitFor();
    await page.getByText("you get no e-mail").waitFor();
    await page.getByRole("button", { name: "I agree to receive e-mail" }).click();
    await page.getByText("you get e-mail").waitFor();
    await page.getByText("History").click();
    await page.getByText(/agreed, by yourself$/).waitFor();
    await page.getByRole("button", { name: "No more e-mail" }).click();
    await page.getByText(/taken back, by yourself$/).waitFor();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Download my data" }).click()]);
    const taken = JSON.parse(readFileSync(await download.path(), "utf8")) as { person: { name: string }; consents: unknown[] };
    assert.deepEqual([taken.person.name, taken.consents.length], ["Ana Colonna", 2]);
    await ana.expectAccessible("my data");
    await ana.leave();
  });
});

describe("signing in by mail", () => {
  test("asks for a code, which a wrong one is not, and comes in by it", async () => {
    const visitor = await enter(undefined, "/me");
    const { page } = visitor;
    await page.getByRole("main").getByRole("link", { name: "Sign in" }).click();
    await page.getByLabel("Your e-mail address").fill("chiara@example.org");
    await page.getByRole("button", { name: "Get a code" }).click();
    await page.getByLabel("Code received").waitFor();
    await time.passUntil(() => office.to("chiara@example.org").length > 0, "a letter");
    const code = /(?:^|\D)(\d{8})(?:\D|$)/.exec(office.to("chiara@example.org")[0]?.text ?? "")?.[1] ?? "";
    assert.match(code, /^\d{8}$/);
    await page.reload(); /* the letter was read on the same phone */
    await page.getByLabel("Code received").fill(code === "00000000" ? "11111111" : "00000000");
    await visitor.expectAccessible("a code asked for");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("alert").waitFor();
    visitor.forgive(/401/);
    await page.getByLabel("Code received").fill(`${code.slice(0, 4)} ${code.slice(4)}`);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "What awaits me" }).waitFor();
    await page.getByText("Chiara Luca").first().waitFor();
    await visitor.leave();
  });
});

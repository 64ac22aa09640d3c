/* Pages that follow what happens: a poll appears as soon as it is prepared or called; a connection that is lost is said,
 * and what was missed is shown when it is back; what is being sent meanwhile is kept, and arrives once. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";

import { Day } from "../http/assembly_day.ts";
import type { List } from "../http/society.ts";
import { type Api, Server } from "../http/support.ts";
import { NARROW, Visitor, openBrowser } from "./support.ts";

const STEP = 60_000;
const LOST = "The connection to the server is lost";
const day = new Day();
let browser: Browser;
let member: Api;
let ada: string;
let officer: Api;
let resolutions: string[];

before(async () => {
  await day.prepare(7);
  ada = await day.enter({ name: "Ada Colonna" });
  resolutions = await day.resolutions();
  await day.begin();
  [member, officer] = [await day.browserOf(ada), await day.officer("secretary")];
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await day.close();
});

async function come(who?: Api, url = day.server.url): Promise<Visitor> {
  const visitor = await Visitor.enter(browser, url, { viewport: NARROW });
  visitor.page.setDefaultTimeout(STEP);
  const [name = "", value = ""] = (who?.cookie ?? "").split("=");
  if (value !== "") await visitor.page.context().addCookies([{ name, value, url }]);
  await visitor.page.clock.setFixedTime(day.now);
  return visitor;
}

const motion = (title: string, at: number): object => ({ ...day.motion(resolutions[at]), title });
const line = (page: Page, title: string) => page.getByRole("link", { name: title, exact: false });

/* The server ends, and begins again where it was: every line is lost meanwhile. */
async function restart(meanwhile: () => Promise<void>): Promise<void> {
  const listen = new URL(day.server.url).host;
  await day.server.stop();
  await meanwhile();
  day.server = await Server.start({ db: day.db, clock: day.now, listen });
}

test("an assembly shows a poll once it is called, and to its officers once it is prepared", async () => {
  const [office, reader] = [await come(officer), await come(member)];
  for (const { page } of [office, reader]) {
    await page.goto(`/assemblies/${day.assembly}`);
    await page.getByRole("heading", { level: 1, name: "Assemblée" }).waitFor();
    await page.waitForFunction(() => document.querySelector(".waiting") === null);
  }
  const poll = await day.draft(motion("Un scrutin qui se prépare", 0));
  await line(office.page, "Un scrutin qui se prépare").first().waitFor();
  assert.equal(await line(reader.page, "Un scrutin qui se prépare").count(), 0);
  await day.act(`/api/v1/polls/${poll.id}`, "call");
  await line(reader.page, "Un scrutin qui se prépare").first().waitFor();
  await office.leave();
  await reader.leave();
});

for (const [name, path] of [["the sitting", "/sitting"], ["an assembly", ""]] as const) {
  test(`${name} says that its line is lost, and shows what was missed when it is back`, async () => {
    const visitor = await come(officer);
    const { page } = visitor;
    await page.goto(`/assemblies/${day.assembly}${path}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.waitForFunction(() => document.querySelector(".waiting") === null);
    const heading = await page.getByRole("heading", { level: 1 }).innerText();
    await restart(async () => {
      await page.getByText(LOST, { exact: false }).waitFor();
      await visitor.expectAccessible(`${name} without a line`);
      assert.equal(await page.getByRole("heading", { level: 1 }).innerText(), heading, "what was shown stays");
    });
    const title = `Appelé après coup, ${name}`;
    await day.called(motion(title, path === "" ? 1 : 2));
    await page.getByText(title).first().waitFor();
    await page.getByText(LOST, { exact: false }).waitFor({ state: "detached" });
    visitor.forgive(/net::ERR_/);
    await visitor.leave();
  });
}

test("what cannot be loaded again stays, with what someone writes in it, until it can", async () => {
  const visitor = await come(officer);
  const { page } = visitor;
  await page.goto(`/assemblies/${day.assembly}/sitting`);
  await page.getByText("Note an incident").first().click();
  const field = page.getByRole("textbox", { name: "What happened" });
  await field.fill("Une panne de courant");
  await page.route(`**/api/v1/assemblies/${day.assembly}`, (route) => route.abort("connectionreset"));
  await day.called(motion("Appelé pendant la coupure", 5));
  await page.getByRole("alert").getByRole("button", { name: "Try again" }).waitFor();
  assert.equal(await field.inputValue(), "Une panne de courant");
  assert.ok(await field.evaluate((each) => each === document.activeElement), "the focus stays");
  await visitor.expectAccessible("a sitting that could not be loaded again");
  await page.unroute(`**/api/v1/assemblies/${day.assembly}`);
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await line(page, "Appelé pendant la coupure").first().waitFor();
  assert.equal(await page.getByRole("button", { name: "Try again" }).count(), 0);
  assert.equal(await field.inputValue(), "Une panne de courant");
  visitor.forgive(/net::ERR_/);
  await visitor.leave();
});

test("whose session ends while they write keeps what they wrote, and goes on once signed in again", async () => {
  const visitor = await come(member);
  const { page } = visitor;
  const text = "Combien de temps durerait le chantier ?";
  const entered = await page.context().cookies();
  await page.goto(`/resolutions/${resolutions[4]}`);
  await page.getByRole("button", { name: "Take part in the debate" }).click();
  const form = page.getByRole("form", { name: "Take part in the debate" });
  await form.getByRole("textbox").fill(text);
  await page.context().clearCookies();
  await form.getByRole("button", { name: "Publish" }).click();
  await page.getByText("Your session has ended", { exact: false }).waitFor();
  assert.equal(await form.getByRole("textbox").inputValue(), text);
  assert.equal(await page.getByRole("link", { name: "Sign in in another window" }).getAttribute("target"), "_blank");
  await visitor.expectAccessible("a contribution whose author is signed in no more");
  await page.getByRole("button", { name: "Done, go on" }).click();
  await page.getByText("Your session has ended", { exact: false }).waitFor();
  await page.context().addCookies(entered);
  await page.getByRole("button", { name: "Done, go on" }).click();
  await page.getByText("Your session has ended", { exact: false }).waitFor({ state: "detached" });
  await form.getByRole("button", { name: "Publish" }).click();
  await page.locator("article, li", { hasText: text }).first().waitFor();
  await visitor.leave(/status of 401/);
});

test("who goes elsewhere once their session has ended, or signs out in another window, leaves nothing to be seen", async () => {
  const visitor = await come(member);
  const { page } = visitor;
  const needed = page.getByRole("heading", { level: 1, name: "Sign in first" });
  const entered = await page.context().cookies();
  await page.goto("/me");
  await page.getByRole("heading", { level: 1, name: "What awaits me" }).waitFor();
  const other = await page.context().newPage();
  await other.goto(`${day.server.url}/`);
  await other.evaluate(() => localStorage.setItem("palabre.signed_out", "1"));
  await needed.waitFor();
  await other.close();
  /* The session lasts until all that is one's own has come: what is asked next finds that it has ended. */
  const own = ["/api/v1/me", "/api/v1/initiatives/calls"].map((path) => page.waitForResponse(`**${path}`));
  await page.goto("/me");
  await Promise.all(own);
  await page.context().clearCookies();
  await page.getByRole("link", { name: "My proxies" }).first().click();
  await page.getByText("Your session has ended", { exact: false }).waitFor();
  await page.getByRole("link", { name: "What awaits me" }).first().click();
  await needed.waitFor();
  await page.context().addCookies(entered);
  await visitor.leave(/status of 401/);
});

test("a screen of what is not there, or may not be seen, has a title and a way out", async () => {
  const visitor = await come(member);
  const { page } = visitor;
  const heading = (name: string) => page.getByRole("heading", { level: 1, name, exact: true });
  await page.goto("/polls/00000000-0000-4000-8000-000000000000");
  await heading("Page not found").waitFor();
  assert.match(await page.title(), /^Page not found · /);
  assert.equal(await page.getByRole("button", { name: "Try again" }).count(), 0, "what is not there will not come");
  await visitor.expectAccessible("a poll that is not there");
  await page.route("**/api/v1/decisions*", (route) => route.abort("connectionreset"));
  await page.getByRole("link", { name: "Decisions", exact: true }).click();
  await page.getByRole("heading", { level: 1 }).and(page.locator(":focus")).waitFor();
  await page.unroute("**/api/v1/decisions*");
  await page.getByRole("button", { name: "Try again" }).click();
  await heading("Decisions").waitFor();
  visitor.forgive(/net::ERR_|status of 404/);
  await visitor.leave();
});

test("the room keeps what it shows, says since when, and shows the rest when its line is back", async () => {
  const visitor = await come();
  const { page } = visitor;
  const poll = await day.draft(motion("Ouvert sans ligne", 3));
  await page.goto(`/assemblies/${day.assembly}/room`);
  await page.getByRole("heading", { level: 1, name: "Assemblée" }).waitFor();
  await restart(async () => {
    await page.getByText("Connection lost; last heard of at", { exact: false }).waitFor();
    assert.equal(await page.getByRole("heading", { level: 1 }).innerText(), "Assemblée", "what was shown stays");
  });
  await day.act(`/api/v1/polls/${poll.id}`, "call");
  await day.act(`/api/v1/polls/${poll.id}`, "opening");
  await page.getByText("Ouvert sans ligne").first().waitFor();
  await page.getByText("Connection lost", { exact: false }).waitFor({ state: "detached" });
  visitor.forgive(/net::ERR_/);
  await visitor.leave();
});

test("who waits for a record sees how many of its files are made", async () => {
  const visitor = await come();
  const { page } = visitor;
  const job = "0b3f6d4e-2f5a-4a51-9d0e-7c1d1f0a0b01";
  const said = [{ done: 0, total: 0 }, { done: 3, total: 8 }];
  let release = (): void => undefined;
  const isSeen = new Promise<void>((done) => (release = done));
  await page.route("**/api/v1/records/all", async (route) => {
    const progress = said.shift();
    if (progress !== undefined) return route.fulfill({ status: 202, json: { job, progress } });
    await isSeen;
    return route.continue();
  });
  await page.goto("/records");
  await page.getByRole("button", { name: /^Prepare the archive/ }).first().click();
  await page.getByText("3 of 8 files").waitFor();
  const bar = page.getByRole("progressbar", { name: "The archive is being made…" });
  assert.deepEqual(await bar.evaluate((each: HTMLProgressElement) => [each.value, each.max]), [3, 8]);
  await visitor.expectAccessible("a record being made");
  release();
  await page.getByRole("link", { name: /^The archive \(\.tar/ }).first().waitFor();
  await visitor.leave();
});

test("who sends a file of members sees how much of it has left", async () => {
  const visitor = await come(officer);
  const { page } = visitor;
  const rows = Array.from({ length: 8000 }, (_, i) => `M${i},Membre du registre numéro ${i},users,2020-01-01`);
  const register = ["number,name,category,admitted_on", ...rows].join("\n");
  await page.goto("/admin/register/import");
  await page.locator("input[type=file]").setInputFiles({ name: "register.csv", mimeType: "text/csv", buffer: Buffer.from(register) });
  const line = await page.context().newCDPSession(page);
  const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: Buffer.byteLength(register) / 4 };
  await line.send("Network.emulateNetworkConditions", slow);
  await page.getByRole("button", { name: "See what the file would do" }).click();
  const bar = page.getByRole("progressbar", { name: /^The file is being sent: / });
  await bar.waitFor();
  await page.waitForFunction(() => {
    const { value, max } = document.querySelector("progress") ?? { value: 0, max: 0 };
    return value > 0 && value < max;
  });
  await line.send("Network.emulateNetworkConditions", { ...slow, uploadThroughput: -1 });
  await page.getByText("members would be admitted", { exact: false }).first().waitFor();
  await visitor.leave();
});

test("what is being said when the line drops is kept, sent again by itself, and said once", async () => {
  const visitor = await come(member);
  const { page } = visitor;
  const text = "Combien cela coûtera-t-il aux petits producteurs ?";
  const keys: (string | undefined)[] = [];
  await page.route("**/contributions", async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    keys.push(route.request().headers()["idempotency-key"]);
    if (keys.length > 1) return route.continue();
    await route.fetch(); /* the server has it, and its answer is lost */
    await page.context().setOffline(true);
    return route.abort("connectionreset");
  });
  await page.goto(`/resolutions/${resolutions[4]}`);
  await page.getByRole("button", { name: "Take part in the debate" }).click();
  const form = page.getByRole("form", { name: "Take part in the debate" });
  await form.getByRole("textbox").fill(text);
  await form.getByRole("button", { name: "Publish" }).click();
  await page.getByText("What you wrote is kept here", { exact: false }).waitFor();
  assert.equal(await form.getByRole("textbox").inputValue(), text);
  await visitor.expectAccessible("a contribution that waits for a connection");
  await page.context().setOffline(false);
  await page.locator("article, li", { hasText: text }).first().waitFor();
  assert.equal(keys.length, 2);
  assert.ok(keys[0] !== undefined && keys[0] === keys[1], "the same request");
  const { body } = await member.get<List<{ text?: string }>>(`/api/v1/resolutions/${resolutions[4]}/contributions`);
  assert.equal(body.items.filter((each) => each.text === text).length, 1);
  visitor.forgive(/net::ERR_/);
  await visitor.leave();
});

test("a ballot is not left by mistake: back from the review are the marks, and what is on its way is held", async () => {
  const visitor = await come(member);
  const { page } = visitor;
  const poll = await day.opened(motion("Un bulletin en chemin", 6));
  const ballots = `**/api/v1/polls/${poll.id}/ballots`;
  const questions: string[] = [];
  page.on("dialog", (dialog) => {
    questions.push(dialog.message());
    void dialog.dismiss();
  });
  await page.goto(`/polls/${poll.id}`);
  await page.getByRole("link", { name: "Vote: Un bulletin en chemin, Ada Colonna" }).click();
  await page.getByLabel("For", { exact: true }).check();
  await page.getByRole("button", { name: "Review my ballot" }).click();
  await page.getByRole("heading", { name: "Read your ballot again" }).waitFor();
  await page.goBack();
  await page.getByRole("heading", { name: /^Your ballot, in the name of/ }).and(page.locator(":focus")).waitFor();
  assert.ok(await page.getByLabel("For", { exact: true }).isChecked());
  await page.getByRole("button", { name: "Review my ballot" }).click();
  await page.route(ballots, (route) => route.abort("connectionreset"));
  await page.getByRole("button", { name: "Cast this ballot" }).click();
  await page.getByRole("button", { name: "Try now" }).waitFor();
  await page.waitForFunction(() => document.activeElement !== document.body); /* the focus is where things happen */
  await page.getByRole("link", { name: "My proxies" }).click();
  const asked = page.waitForEvent("dialog");
  await page.evaluate(() => history.back());
  await asked;
  assert.equal(questions.length, 2, "who leaves is asked, by a link and by the history");
  await page.unroute(ballots);
  await page.getByRole("button", { name: "Try now" }).click();
  await page.getByRole("heading", { name: "Your ballot is in the box" }).and(page.locator(":focus")).waitFor();
  await visitor.expectAccessible("the receipt of an open ballot");
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save the receipt" }).click();
  const kept = readFileSync(await (await saved).path(), "utf8");
  const entry = await page.locator(".receipt a.code").innerText();
  assert.match(kept, new RegExp(`^Un bulletin en chemin\n.*[0-9a-f]{64}\n.*${entry}\nhttp.*/polls/${poll.id}/receipt\n$`));
  assert.equal(await page.getByRole("link", { name: "Check this receipt" }).count(), 1);
  await page.evaluate(() => history.back());
  await page.getByText("This right to vote has been used.").waitFor();
  await page.goto(`/polls/${poll.id}`);
  await page.getByText("This right to vote has been used. Un bulletin en chemin, Ada Colonna").waitFor();
  assert.equal(questions.length, 2, "and nobody is asked any more");
  visitor.forgive(/net::ERR_/);
  await visitor.leave();
});

/* Where the statutes have the roll called by name, and where they do not. */
for (const [rollCall, says] of [
  ["name", "Beside it stands the name of the member whose vote it is"],
  ["pseudonym", "Beside it stands a pseudonym, made for this poll alone, and no name."],
] as const) {
  test(`a voter reads before an open ballot that a ${rollCall} stands beside it, and who sees it before the close`, async () => {
    const other = new Day();
    try {
      await other.prepare(1, other.statutes((text) => text.replace('"roll_call": "name"', `"roll_call": "${rollCall}"`)));
      const id = await other.enter({ name: "Ada Colonna" });
      await other.begin();
      const poll = await other.draft(other.motion((await other.resolutions())[0]));
      for (const act of ["call", "opening"]) await other.act(`/api/v1/polls/${poll.id}`, act);
      const visitor = await come(await other.browserOf(id), other.server.url);
      await visitor.page.goto(`/polls/${poll.id}/vote/${id}`);
      const level = visitor.page.locator(".level");
      await level.getByText(says, { exact: false }).waitFor();
      await level.getByText("Before the close, this site shows your ballot to nobody.", { exact: false }).waitFor();
      await visitor.expectAccessible("who will see an open ballot");
      await visitor.leave();
    } finally {
      await other.close();
    }
  });
}

test("a choice of several answers says how many are kept, and its decision says which", async () => {
  const visitor = await come(member);
  const { page } = visitor;
  const poll = await day.opened({
    assembly: day.assembly, kind: "choice", title: "Deux chantiers", class: "ordinary", method: "approval", parameters: {},
    secrecy: "open", seats: 2, options: ["Four", "Serre", "Vélos"].map((label) => ({ label })),
    opens_at: day.now.toISOString(), closes_at: new Date(day.now.getTime() + 3_600_000).toISOString(),
  });
  await page.goto(`/polls/${poll.id}/vote/${ada}`);
  await page.getByText("2 answers will be kept", { exact: false }).waitFor();
  await day.vote(member, poll, ada, { approves: [0, 2] });
  await day.counted(poll);
  await page.goto(`/decisions/${poll.id}`);
  await page.getByText(/^Chosen: (Four and Vélos|Vélos and Four)$/).waitFor();
  await visitor.expectAccessible("a decision of a choice");
  await visitor.leave();
});

test("a screen of which nothing arrives says so once", async () => {
  const visitor = await come(member);
  const { page } = visitor;
  await page.route(/\/api\/v1\/(registry|constitution)/, (route) => route.abort());
  await page.goto("/");
  await page.getByText("The server does not answer.").first().waitFor();
  await page.waitForTimeout(200);
  await page.unrouteAll({ behavior: "wait" });
  visitor.forgive(/net::ERR_/);
  await visitor.leave();
});

test("a screen whose code did not arrive comes when there is a connection", async () => {
  const visitor = await come(member);
  const { page } = visitor;
  const heading = (name: string) => page.getByRole("heading", { level: 1, name, exact: true });
  await page.goto("/");
  await heading("Who decides here").waitFor();
  await page.context().setOffline(true);
  await page.getByRole("link", { name: "Verify", exact: true }).click();
  await heading("This page could not be shown").and(page.locator(":focus")).waitFor();
  await page.getByRole("button", { name: "Try again" }).click();
  await heading("This page could not be shown").waitFor();
  await page.context().setOffline(false);
  await heading("Records to verify").waitFor();
  visitor.forgive(/net::ERR_/);
  await visitor.leave();
});

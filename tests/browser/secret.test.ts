/* A secret ballot by its people, each in a browser of their own: a keeper makes a key, an officer prepares the poll, names the
 * keepers and opens it, a member votes while the connection fails and keeps a receipt, two keepers open the box, and what
 * was kept finds the ballot again. What seals ballots is loaded in the booth and nowhere else. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import type { Browser, Locator, Page, Route } from "playwright-core";

import { type Poll } from "../http/assembly_day.ts";
import { SecretDay } from "../http/secret_day.ts";
import { type Api } from "../http/support.ts";
import { NARROW, Visitor, openBrowser } from "./support.ts";

const WIDE = { width: 1280, height: 900 };
const STEP = { timeout: 60_000 };
const OWN_PASSPHRASE = "un chêne, deux palabres";
const PASSPHRASE = "trois gardiens, deux suffisent"; /* of the keys that secret_day.ts makes */
const QUESTION = "Nom de la salle";
const OPTIONS = ["Chêne", "Baobab", "Tilleul"];
/* The wasm is much larger than any other part of the client, compressed as they all come. */
const BOOTH_BYTES = 100_000;

const day = new SecretDay();
let browser: Browser;
let officer: Api;
let voter: Api;
let member = "";
let poll: Poll;
/* What the voter keeps. */
const kept = { note: "", code: "", file: "" };

before(async () => {
  await day.gather(1);
  member = await day.enter({ name: "Vera Poli" });
  voter = await day.browserOf(member);
  officer = await day.officer("administrator");
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await day.close();
});

async function come(who: Api, viewport = WIDE): Promise<Visitor> {
  const visitor = await Visitor.enter(browser, day.server.url, { viewport, acceptDownloads: true });
  const [name = "", value = ""] = (who.cookie ?? "").split("=");
  if (value !== "") await visitor.page.context().addCookies([{ name, value, url: day.server.url }]);
  await visitor.page.clock.setFixedTime(day.now);
  visitor.page.setDefaultTimeout(STEP.timeout);
  return visitor;
}

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

/* The key of a keeper, in fours, as they read it on their own page. */
async function ownKey(by: Api): Promise<string> {
  const { body } = await by.get<{ key: string }>("/api/v1/me/keeper");
  return body.key.match(/.{4}/g)?.join(" ") ?? "";
}

/* A button that asks "sure?" in place. */
async function confirm(page: Page, name: string): Promise<void> {
  await press(page, name);
  await page.getByRole("group", { name, exact: true }).getByRole("button", { name, exact: true }).click();
}

/* To try a passphrase costs seconds: they are a worker's. What is returned fails unless the page went on meanwhile, said
 * what was going on, and loaded nothing of the booth itself. */
async function staysAwake(page: Page): Promise<(text: string) => Promise<void>> {
  const workers: string[] = [];
  page.on("worker", (worker) => workers.push(new URL(worker.url()).pathname));
  await page.evaluate(() => {
    const seen: Record<string, number> = {};
    setInterval(() => {
      const label = document.querySelector("progress")?.getAttribute("aria-label") ?? "";
      seen[label] = (seen[label] ?? 0) + 1;
    }, 20);
    Object.assign(globalThis, { seen });
  });
  return async (text) => {
    assert.equal(workers.length, 1);
    assert.match(workers[0] ?? "", /^\/keeper-[A-Z0-9]{8}\.js$/);
    const seen = await page.evaluate(() => (globalThis as unknown as { seen: Record<string, number> }).seen);
    assert.ok((seen[text] ?? 0) >= 10, `the page was held up: ${JSON.stringify(seen)}`);
    const loaded = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
    assert.deepEqual(loaded.filter((name) => /\/booth-/.test(name)), []);
  };
}

test("a keeper makes a key under a passphrase that is typed twice", async () => {
  const keeper = await come(day.keepers[0]?.by as Api, NARROW);
  const { page } = keeper;
  await page.goto("/me/keeper");
  const before = await page.locator(".notice .code").innerText();
  assert.equal(before, await ownKey(day.keepers[0]?.by as Api));
  await page.locator("summary", { hasText: "Make another key" }).click();
  await page.getByLabel("Passphrase", { exact: true }).fill(OWN_PASSPHRASE);
  await page.getByLabel("The same passphrase, once more").fill("another one altogether");
  await press(page, "Make my key");
  await page.getByRole("alert").getByText("The two passphrases are not the same.").waitFor();
  await keeper.expectAccessible("a key being made");
  for (const label of ["Passphrase", "The same passphrase, once more"]) await page.getByLabel(label, { exact: true }).fill("short");
  await press(page, "Make my key");
  await page.getByRole("alert").getByText("at least twelve characters").waitFor();
  for (const label of ["Passphrase", "The same passphrase, once more"]) {
    await page.getByLabel(label, { exact: true }).fill(OWN_PASSPHRASE);
  }
  const awake = await staysAwake(page);
  await press(page, "Make my key");
  await page.waitForFunction((old) => {
    const now = document.querySelector(".notice .code")?.textContent;
    return now !== undefined && now !== null && now !== old;
  }, before);
  await awake("The key is being made; this takes some seconds.");
  await keeper.leave();
});

test("an officer prepares a secret poll, names its keepers, announces and opens it", async () => {
  const visitor = await come(officer);
  const { page } = visitor;
  await page.goto(`/admin/assemblies/${day.assembly}/polls/new`);
  await page.getByRole("radio", { name: "choice", exact: false }).check();
  await page.getByLabel("Question").fill(QUESTION);
  await press(page, "Add an answer");
  for (const [index, label] of OPTIONS.entries()) await page.getByLabel(`Answer ${index + 1}`, { exact: true }).fill(label);
  await page.getByLabel("Method", { exact: true }).selectOption("schulze");
  await page.getByRole("radio", { name: /^Secret ballot/ }).check();
  await page.getByLabel("Who votes").selectOption("users");
  await visitor.expectAccessible("a secret poll being prepared");
  await press(page, "Create the poll");
  await page.getByRole("heading", { level: 1, name: QUESTION }).waitFor();

  await page.getByRole("link", { name: "Keepers of the box" }).click();
  await page.getByRole("heading", { level: 1, name: "Keepers of the box" }).waitFor();
  await page.getByText(/^Without a key yet: /).waitFor();
  const without = (await day.admin.get<{ name: string }>(`/api/v1/members/${await day.enter({ name: "Orso Sans Clé" })}`)).body.name;
  await page.getByLabel("Look for a member").fill(without);
  await page.getByText(`${without} has no key yet`).waitFor();
  for (const { member: id } of day.keepers) {
    const { body } = await day.admin.get<{ name: string }>(`/api/v1/members/${id}`);
    await page.getByLabel("Look for a member").fill(body.name);
    await page.getByRole("button", { name: new RegExp(`^Name keeper: ${body.name} `) }).click();
    await page.getByRole("list", { name: "Keepers" }).getByText(body.name, { exact: true }).waitFor();
  }
  await visitor.expectAccessible("keepers being named");
  await press(page, "Name these keepers");
  await page.getByRole("status").getByText("Saved.").waitFor();
  for (const { by } of day.keepers) await page.locator(".card .code", { hasText: await ownKey(by) }).waitFor();
  await page.getByText("Each keeper compares this key with the one on their page", { exact: false }).waitFor();
  await visitor.expectAccessible("keepers named, and their keys");

  await page.getByRole("link", { name: QUESTION }).click();
  await confirm(page, "Call the poll");
  await page.getByRole("definition").filter({ hasText: /^called$/ }).waitFor();
  await confirm(page, "Open the poll");
  await page.getByRole("definition").filter({ hasText: /^open$/ }).waitFor();
  await page.getByRole("definition").filter({ hasText: /^secret poll, urn sealed until the close$/ }).waitFor();
  const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  poll = (await officer.get<Poll>(`/api/v1/polls/${id}`)).body;
  assert.equal(poll.state, "open");
  await visitor.leave();
});

test("a member is told what is secret, votes, and the connection fails after the box has the ballot", async () => {
  const visitor = await come(voter, NARROW);
  const { page } = visitor;
  const large: string[] = [];
  page.on("response", (response) => {
    if (Number(response.headers()["content-length"] ?? 0) > BOOTH_BYTES) large.push(response.url());
  });
  const sent: (string | null)[] = [];
  await page.route("**/ballots", async (route) => {
    sent.push(route.request().postData());
    if (sent.length > 1) return route.continue();
    await route.fetch();
    return route.abort("connectionreset");
  });
  await page.goto(`/polls/${poll.id}/vote/${member}`);
  await page.getByRole("heading", { name: "Secret ballot" }).waitFor();
  await page.getByText("Nobody can read it before the close.", { exact: false }).waitFor();
  assert.deepEqual(large, [], "the booth is not loaded to read a ballot");
  for (const label of ["Baobab", "Chêne"]) await page.getByRole("button", { name: new RegExp(`^Rank: .*${label}`) }).click();
  await press(page, "Review my ballot");
  const digits = page.getByLabel("Four digits of your choice");
  await digits.fill("42");
  assert.ok(await page.getByRole("button", { name: "Cast this ballot" }).isDisabled());
  await digits.fill("0420");
  await visitor.expectAccessible("a secret ballot under review");
  await press(page, "Cast this ballot");
  assert.equal(large.length, 1, "and it is what seals one");
  await page.getByText("The connection is lost", { exact: false }).waitFor();
  await press(page, "Try now");
  await page.getByRole("heading", { name: "Your ballot is in the box" }).waitFor();
  assert.equal(sent.length, 2);
  assert.equal(sent[0], sent[1], "the same sealed ballot");
  assert.doesNotMatch(sent[0] ?? "", /ranks/);
  await visitor.expectAccessible("a receipt");

  const signed = page.locator(".receipt pre");
  assert.ok(!(await signed.isVisible()));
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  assert.ok(await signed.isVisible(), "what is checked later stands on paper");
  await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
  assert.ok(!(await signed.isVisible()));
  kept.code = await page.locator(".definition", { hasText: "Your own code" }).locator("dd").innerText();
  assert.match(kept.code, /^([0-9A-Z]{4}-){4}0420$/);
  const [download] = await Promise.all([page.waitForEvent("download"), press(page, "Save the receipt")]);
  kept.file = await download.path();
  kept.note = readFileSync(kept.file, "utf8");
  assert.match(download.suggestedFilename(), /^receipt-[0-9A-Z-]{19}\.txt$/);
  assert.match(kept.note, /^palabre-receipt\/v1\n/);
  visitor.forgive(/net::ERR_/);
  await visitor.leave();
});

test("before the close a receipt is known to be genuine, and one that was changed is refused", async () => {
  const anyone = await come(day.anyone(), NARROW);
  const { page } = anyone;
  await page.goto(`/polls/${poll.id}/receipt`);
  const paste = async (text: string) => {
    await page.getByLabel("Or paste the receipt").fill(text);
    await press(page, "Check");
  };
  await paste(kept.note);
  await page.getByText("This receipt is genuine.").waitFor();
  await page.getByText("Come back after the close", { exact: false }).waitFor();
  const lines = kept.note.split("\n");
  lines[4] = `${lines[4]?.startsWith("A") ? "B" : "A"}${lines[4]?.slice(1)}`;
  await paste(lines.join("\n"));
  await page.getByRole("alert").getByText("The signature of this receipt is not the server’s", { exact: false }).waitFor();
  await paste("palabre-receipt/v1");
  await page.getByRole("alert").getByText("This is not a whole receipt.", { exact: false }).waitFor();
  await anyone.expectAccessible("a receipt that is refused");
  await anyone.leave();
});

test("another votes with the keyboard alone, from the poll to the receipt", async () => {
  const by = day.keepers[1]?.member ?? "";
  const visitor = await come(await day.browserOf(by));
  const { page } = visitor;
  const pressAt = async (target: Locator, ...keys: string[]): Promise<void> => {
    await visitor.tabTo(target);
    for (const key of keys) await page.keyboard.press(key);
  };
  await page.goto(`/polls/${poll.id}`);
  await pressAt(page.getByRole("link", { name: /^Vote/ }).first(), "Enter");
  await page.getByRole("heading", { name: "Secret ballot" }).waitFor();
  await pressAt(page.getByRole("checkbox", { name: "Blank ballot" }), "Space");
  await pressAt(page.getByRole("button", { name: "Review my ballot" }), "Enter");
  await page.getByRole("heading", { name: "Read your ballot again" }).and(page.locator(":focus")).waitFor();
  await pressAt(page.getByLabel("Four digits of your choice"), ..."0421");
  await visitor.expectNames("a secret ballot under review");
  await pressAt(page.getByRole("button", { name: "Cast this ballot" }), "Enter");
  await page.getByRole("heading", { name: "Your ballot is in the box" }).and(page.locator(":focus")).waitFor();
  await visitor.expectNames("a receipt");
  const saved = page.waitForEvent("download");
  await pressAt(page.getByRole("button", { name: "Save the receipt" }), "Enter");
  assert.match((await saved).suggestedFilename(), /^receipt-/);
  await visitor.leave();
});

test("two keepers open the box, each with their passphrase", async () => {
  await day.closed(poll);
  const first = await come(day.keepers[0]?.by as Api, NARROW);
  await first.page.goto(`/polls/${poll.id}`);
  await first.page.getByText("Two keepers must open the box before the count.", { exact: false }).waitFor();
  await first.page.getByRole("link", { name: "Open the box" }).click();
  for (const { by } of day.keepers) await first.page.locator(".card .code", { hasText: await ownKey(by) }).waitFor();
  await first.page.getByLabel("Passphrase").fill("not the right passphrase");
  await press(first.page, "Give my share");
  await first.page.getByRole("alert").getByText("This is not the passphrase").waitFor();
  await first.expectAccessible("a box to open");
  await first.page.getByLabel("Passphrase").fill(OWN_PASSPHRASE);
  const awake = await staysAwake(first.page);
  await press(first.page, "Give my share");
  await first.page.getByText("Your share is given. Another one is needed.").waitFor();
  await awake("Your key is being opened; this takes some seconds.");

  const second = await come(day.keepers[1]?.by as Api, NARROW);
  await second.page.goto(`/polls/${poll.id}/urn`);
  await second.page.getByLabel("Passphrase").fill(PASSPHRASE);
  /* Until its end is told, whoever gave the first share, and whoever comes back, sees that it is under way. */
  const held = `**/api/v1/polls/${poll.id}`;
  const stillClosed = async (route: Route) => {
    const reply = await route.fetch();
    const told = (await reply.json()) as object;
    return route.fulfill({ response: reply, json: { ...told, state: "closed" } });
  };
  await first.page.route(held, stillClosed);
  await first.page.route(`${held}/shares`, async (route) => {
    const reply = await route.fetch();
    return route.fulfill({ response: reply, json: { given: [1, 2], needed: 2, disputes: 0 } });
  });
  await press(second.page, "Give my share");
  await second.page.getByText("The box has been opened.").waitFor();
  for (const comesBack of [false, true]) {
    if (comesBack) await first.page.reload();
    await first.page.getByRole("progressbar", { name: "The ballots are being opened and counted." }).waitFor();
    assert.equal(await first.page.getByText("Another one is needed.", { exact: false }).count(), 0);
  }
  await first.page.unroute(held);
  await first.page.unroute(`${held}/shares`);
  await first.page.getByText("The box has been opened.").waitFor();
  await second.expectAccessible("a box that was opened");
  await first.leave();
  await second.leave();
  await day.until(poll.id, "published");
});

test("anyone reads the opened ballots, without names", async () => {
  const anyone = await come(day.anyone());
  const { page } = anyone;
  await page.goto(`/polls/${poll.id}`);
  await page.getByRole("heading", { name: "Result", exact: true }).waitFor();
  await page.locator("summary", { hasText: "Opened ballots" }).click();
  const rows = page.getByRole("region", { name: "Opened ballots" }).locator("tbody tr");
  await rows.nth(1).waitFor();
  const said = await rows.evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent?.trim())));
  assert.equal(said.length, 2);
  assert.deepEqual(said.find(([, code]) => code === kept.code)?.[2], "1. Baobab ; 2. Chêne");
  assert.ok(said.some(([, , marks]) => marks === "Blank ballot"));
  await anyone.expectAccessible("opened ballots");
  const first = page.locator("section").filter({ has: page.getByRole("heading", { name: "What each college put first", exact: true }) });
  await first.getByText("Baobab: 1 of 1 ballot", { exact: false }).waitFor();
  await first.getByText("Chêne: 0 of 1 ballot", { exact: false }).waitFor();

  /* Where there are too many ballots, the pictures are left out in words. */
  await page.route(`**/api/v1/polls/${poll.id}/result`, async (route) => {
    const reply = await route.fetch();
    const told = await reply.text();
    return route.fulfill({ response: reply, body: told.replaceAll('"counted":1,', '"counted":10001,') });
  });
  await page.reload();
  await page.getByText(/^There are more than 10,000 ballots: the pictures by college/).waitFor();
  await first.waitFor({ state: "detached" });
  await anyone.leave();
});

test("the member finds their ballot again: in the box by the receipt, in the list by the code, and on the register", async () => {
  const visitor = await come(voter, NARROW);
  const { page } = visitor;
  await page.goto(`/polls/${poll.id}/receipt`);
  await page.getByLabel("Open the file of the receipt").setInputFiles({
    name: "receipt.txt", mimeType: "text/plain", buffer: Buffer.from(kept.note),
  });
  await press(page, "Check");
  await page.getByText("The sealed ballot that it speaks of is in the box.", { exact: false }).waitFor();
  await page.getByLabel("Your own code").fill(kept.code.toLowerCase().replaceAll("-", ""));
  await press(page, "Find");
  await page.getByText("1. Baobab ; 2. Chêne").waitFor();
  await page.getByText("The register says that you voted.").waitFor();
  await visitor.expectAccessible("what was kept, checked");
  await confirm(page, "Ask that this ballot be opened again before me");
  await page.getByText("It is asked for.", { exact: false }).waitFor();
  await visitor.leave();
});

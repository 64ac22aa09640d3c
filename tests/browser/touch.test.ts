/* A ranking by a finger: an answer is dragged to its place, the page under it stays where it is, and what was ranked is
 * what is cast. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";

import { Day } from "../http/assembly_day.ts";
import { Visitor, openBrowser } from "./support.ts";

const STEP = 60_000;
const OPTIONS = ["Ada", "Bruno", "Chiara", "Dora"];
const day = new Day();
let browser: Browser;
let visitor: Visitor;
let page: Page;

before(async () => {
  await day.prepare(1);
  const member = await day.enter({ name: "Vera Poli" });
  await day.begin();
  const voter = await day.browserOf(member);
  const poll = await day.opened({
    assembly: day.assembly, kind: "choice", title: "Nom de la salle", class: "ordinary", method: "copeland", parameters: {},
    secrecy: "open", options: OPTIONS.map((label) => ({ label })), opens_at: day.now.toISOString(),
    closes_at: new Date(day.now.getTime() + 3_600_000).toISOString(),
  });
  browser = await openBrowser();
  visitor = await Visitor.enter(browser, day.server.url, { viewport: { width: 390, height: 720 }, hasTouch: true, isMobile: true });
  page = visitor.page;
  page.setDefaultTimeout(STEP);
  const [name = "", value = ""] = (voter.cookie ?? "").split("=");
  await page.context().addCookies([{ name, value, url: day.server.url }]);
  await page.clock.setFixedTime(day.now);
  await page.goto(`/polls/${poll.id}/vote/${member}`);
  for (const each of OPTIONS) await page.getByRole("button", { name: new RegExp(`^Rank: .*${each}`) }).tap();
});

after(async () => {
  await browser?.close();
  await day.close();
});

/* A finger goes from the handle of one answer to where another one is, and a little above. */
async function drag(moved: string, above: string): Promise<void> {
  const handle = page.getByRole("button", { name: new RegExp(`^Move ${moved}`) });
  await handle.scrollIntoViewIfNeeded();
  const from = await handle.boundingBox();
  const to = await page.getByRole("button", { name: new RegExp(`^Move ${above}`) }).boundingBox();
  assert.ok(from && to);
  const touch = await page.context().newCDPSession(page);
  const [x, start] = [from.x + from.width / 2, from.y + from.height / 2];
  await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [{ x, y: start }] });
  for (let step = 1; step <= 8; step++) {
    const y = start + ((to.y - 4 - start) * step) / 8;
    await touch.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: [{ x, y }] });
  }
  await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await touch.detach();
}

const order = async () => (await page.locator(".ranked .option-text").allInnerTexts()).map((text) => text.split(/\s/)[0]);

test("an answer follows the finger over several others, up and down", async () => {
  assert.deepEqual(await order(), OPTIONS);
  const scrolled = await page.evaluate(() => scrollY);
  await drag("Dora", "Ada");
  assert.deepEqual(await order(), ["Dora", "Ada", "Bruno", "Chiara"]);
  await drag("Ada", "Chiara");
  assert.deepEqual(await order(), ["Dora", "Bruno", "Ada", "Chiara"]);
  assert.ok(Math.abs((await page.evaluate(() => scrollY)) - scrolled) < 200, "the page did not scroll away");
  assert.equal(await page.locator(".handle.held").count(), 0, "nothing is held any more");
});

test("what was ranked by the finger is what is reviewed", async () => {
  await page.getByRole("button", { name: "Review my ballot" }).click();
  await page.getByRole("button", { name: "Cast this ballot" }).click();
  await page.getByRole("heading", { name: "Your ballot is in the box" }).waitFor();
  await visitor.leave();
});

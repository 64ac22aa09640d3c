/* A browser that saw what a broken disk took: it says so of each record of the log that was continued under another name, until its
 * reader, who knows why, goes on from there. */
import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";

import { Day } from "../http/assembly_day.ts";
import { Server, palabre, scratch } from "../http/support.ts";
import { NARROW, Visitor, openBrowser } from "./support.ts";

const day = new Day();
const folder = scratch();
let browser: Browser;
let lost: string;

before(async () => {
  await day.prepare(1);
  const checkpoint = async (): Promise<string> => (await fetch(`${day.server.url}/log/checkpoint`)).text();
  const backup = join(folder.path, "backup");
  const run = (...args: string[]) => palabre(args, 0, day.now);
  run("backup", "--db", day.db, "-o", backup, "--with-key");
  await day.enter();
  lost = await checkpoint();
  const listen = new URL(day.server.url).host;
  await day.server.stop();
  for (const suffix of ["", ".key", "-wal", "-shm"]) rmSync(day.db + suffix, { force: true });
  run("restore", backup, "--db", day.db);
  run("continue-log", "--db", day.db, "--log-name", "society.example/log2", "--reason", "The disk died.");
  day.server = await Server.start({ db: day.db, clock: day.now, listen });
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await day.close();
  folder.remove();
});

test("what this browser saw is not in the log: its reader is told, keeps it, and goes on from there", async () => {
  const visitor = await Visitor.enter(browser, day.server.url, { viewport: NARROW, locale: "en-GB" });
  const { page } = visitor;
  await page.clock.setFixedTime(day.now);
  const verify = async (): Promise<void> => {
    await page.goto("/records/all/verify");
    await page.getByRole("button", { name: "Verify", exact: true }).click();
    await page.getByRole("button", { name: "Verify something else" }).waitFor();
  };
  await page.goto("/verify");
  await page.evaluate((text) => localStorage.setItem("palabre.checkpoint", text), lost);
  await verify();
  await page.getByText("1 check failed: do not rely on this record.").waitFor();
  const last = Number(lost.split("\n")[1]) - 1;
  const said = new RegExp(`continued under another name at entry (\\d+); entries \\1 to ${last}, which this browser knew of, are not in it`);
  await page.getByText(said).waitFor();
  await page.getByRole("heading", { name: "Part of what this browser saw is no longer in the log" }).waitFor();
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save what this browser saw" }).click();
  assert.equal(readFileSync(await (await saved).path(), "utf8"), lost);
  await visitor.expectAccessible("a log that was continued");

  /* Nothing is forgotten until it is meant. */
  await verify();
  await page.getByRole("button", { name: "Go on from this record" }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await verify();
  await page.getByRole("button", { name: "Go on from this record" }).click();
  await page.getByRole("group", { name: "Go on from this record" }).getByRole("button", { name: "Go on from this record" }).click();
  await page.getByText("From now on this browser compares with this record.").waitFor();
  await verify();
  await page.getByText("Everything agrees.").waitFor();
  await page.locator("main ol.rows > li").filter({ hasText: "The log continues the one" }).getByText("checked", { exact: true }).waitFor();
  await visitor.leave();
});

test("a browser that saw another log, or whose record fails otherwise, is offered nothing", async () => {
  const visitor = await Visitor.enter(browser, day.server.url, { viewport: NARROW, locale: "en-GB" });
  const { page } = visitor;
  await page.clock.setFixedTime(day.now);
  await page.goto("/verify");
  /* The first line of a signature is changed: it is no checkpoint of this log any more. */
  const forged = lost.replace(/(— \S+ .{8})./, (_, before: string) => `${before}${before.endsWith("A") ? "B" : "A"}`);
  await page.evaluate((text) => localStorage.setItem("palabre.checkpoint", text), forged);
  await page.goto("/records/all/verify");
  await page.getByRole("button", { name: "Verify", exact: true }).click();
  await page.getByText("1 check failed: do not rely on this record.").waitFor();
  assert.equal(await page.getByRole("button", { name: "Go on from this record" }).count(), 0);
  await visitor.leave();
});

/* What the server makes is left and found again where it is, what is half written is not lost unasked, and a date that is typed
 * says its deadlines: a secretary after a sitting, in English. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Route } from "playwright-core";

import { Day } from "../http/assembly_day.ts";
import type { Named } from "../http/society.ts";
import { Visitor, openBrowser } from "./support.ts";

const STEP = 30_000;
const day = new Day();
let browser: Browser;
let secretary: Visitor;
let [minutes, holder] = ["", ""];

before(async () => {
  await day.prepare(1);
  holder = await day.enter({ name: "Bruno Paoli" });
  await day.admin.post("/api/v1/offices", { body: { member: holder, role: "secretary" }, expect: 201 });
  await day.admin.post("/api/v1/offices", { body: { member: await day.enter(), role: "chair" }, expect: 201 });
  await day.begin();
  await day.act(`/api/v1/assemblies/${day.assembly}`, "ending");
  minutes = (await day.admin.post<Named>(`/api/v1/assemblies/${day.assembly}/minutes`, { body: {}, expect: 201 })).body.id;
  browser = await openBrowser();
  secretary = await Visitor.enter(browser, day.server.url, { viewport: { width: 1280, height: 900 }, locale: "en-GB" });
  secretary.page.setDefaultTimeout(STEP);
  const [name = "", value = ""] = ((await day.browserOf(holder)).cookie ?? "").split("=");
  await secretary.page.context().addCookies([{ name, value, url: day.server.url }]);
});
after(async () => {
  await browser?.close();
  await day.close();
});

async function see(heading: string): Promise<void> {
  await secretary.page.getByRole("heading", { level: 1, name: heading, exact: true }).waitFor();
}

/* To another screen by a link, and back by the browser's own way. */
async function leaveAndReturn(heading: string): Promise<void> {
  const { page } = secretary;
  await page.getByRole("link", { name: "Assemblies", exact: true }).first().click();
  await see("Assemblies");
  await page.goBack();
  await see(heading);
}

test("a record that is being made is found where it is, after another screen and after the page is loaded anew", async () => {
  const { page } = secretary;
  let isMade = false;
  await page.route("**/api/v1/records/all", (route: Route) =>
    isMade ? route.continue() : route.fulfill({ status: 202, json: { job: "record", progress: { done: 3, total: 12 } } }));
  await page.goto("/records");
  await see("Records to verify");
  const all = page.locator("section").filter({ has: page.getByRole("button", { name: /^Prepare the archive/ }) }).first();
  await all.getByRole("button", { name: /^Prepare the archive/ }).first().click();
  const progress = page.getByRole("progressbar", { name: "The archive is being made…" });
  await progress.waitFor();
  await leaveAndReturn("Records to verify");
  await progress.waitFor();
  assert.equal(await progress.getAttribute("value"), "3");
  await page.reload();
  await progress.waitFor();
  isMade = true;
  await page.getByRole("link", { name: /signature/i }).first().waitFor();
  await leaveAndReturn("Records to verify");
  await page.getByRole("link", { name: /signature/i }).first().waitFor();
  assert.equal(await progress.count(), 0);
});

test("a PDF of minutes that is being printed is found again, and ready", async () => {
  const { page } = secretary;
  let isPrinted = false;
  await page.route(`**/api/v1/minutes/${minutes}/minutes.pdf?*`, (route: Route) =>
    route.fulfill({ status: isPrinted ? 200 : 202, body: "" }));
  await page.goto(`/assemblies/${day.assembly}/minutes`);
  await see("Minutes: Assemblée");
  await page.getByRole("button", { name: "Prepare the PDF" }).click();
  const printing = page.getByRole("status").getByText("The PDF is being prepared…");
  await printing.waitFor();
  await leaveAndReturn("Minutes: Assemblée");
  await printing.waitFor();
  await page.reload();
  await printing.waitFor();
  isPrinted = true;
  await page.getByRole("link", { name: "Download the PDF" }).waitFor();
  await leaveAndReturn("Minutes: Assemblée");
  await page.getByRole("link", { name: "Download the PDF" }).waitFor();
});

test("minutes, a poll and a member that are half written are not left unasked", async () => {
  const { page } = secretary;
  const { id } = (await day.admin.post<Named>("/api/v1/assemblies", { body: { kind: "ordinary", title: "Automne", place: "",
    meets_at: new Date(day.now.getTime() + 60 * 86_400_000).toISOString() }, expect: 201 })).body;
  const questions: string[] = [];
  page.on("dialog", (dialog) => {
    /* The browser's own, where the test itself goes elsewhere. */
    if (dialog.type() === "beforeunload") return void dialog.accept();
    questions.push(dialog.message());
    return void dialog.dismiss();
  });
  for (const [at, heading, label] of [
    [`/assemblies/${day.assembly}/minutes`, "Minutes: Assemblée", "Remarks and reservations"],
    [`/admin/assemblies/${id}/polls/new`, "Prepare a poll", "Question"],
    ["/admin/register/new", "Enter a member", "Name"],
  ] as const) {
    await page.goto(at);
    await see(heading);
    const before = questions.length;
    await page.getByRole("link", { name: "Assemblies", exact: true }).first().click();
    await see("Assemblies");
    assert.equal(questions.length, before, `nothing is written in ${at} yet`);
    await page.goBack();
    await see(heading);
    await page.getByLabel(label, { exact: true }).fill("Half of it");
    await page.getByRole("link", { name: "Assemblies", exact: true }).first().click();
    assert.equal(questions.length, before + 1, at);
    await see(heading);
    assert.equal(await page.getByLabel(label, { exact: true }).inputValue(), "Half of it");
  }
});

test("the proof that a notice was sent is a link to its entry", async () => {
  const { page } = secretary;
  const round = { id: day.assembly, hash: "0".repeat(64), made_at: day.now.toISOString(), ended_at: day.now.toISOString(),
    entry: 3, queued: 0, sent: 1, failed: 0 };
  await page.route("**/notice/sending", (route: Route) => route.fulfill({ json: { items: [round] } }));
  await page.goto(`/admin/assemblies/${day.assembly}/notice`);
  await page.getByRole("link", { name: "entry 3 of the log" }).click();
  await page.waitForURL("**/entries/3");
});

test("a proxy that is offered is seen where one looks, at once", async () => {
  const { page } = secretary;
  const path = "/api/v1/assemblies";
  const { id } = (await day.admin.post<Named>(path, { body: { kind: "ordinary", title: "Hiver", place: "",
    meets_at: new Date(day.now.getTime() + 60 * 86_400_000).toISOString() }, expect: 201 })).body;
  await day.admin.post(`${path}/${id}/resolutions`, { body: { class: "ordinary", origin: "board", title: "Toit", text: "Refait." }, expect: 201 });
  await day.act(`${path}/${id}`, "notice");
  await page.goto("/me");
  await see("What awaits me");
  await page.getByRole("heading", { level: 2, name: "Proxies to answer" }).waitFor();
  const giver = await day.enter({ name: "Ghjulia Nova" });
  await (await day.browserOf(giver)).post("/api/v1/proxies", { body: { assembly: id, principal: giver, holder }, expect: 201 });
  await page.locator(".card", { hasText: "Ghjulia Nova" }).getByRole("button", { name: "Accept" }).waitFor();
});

test("a date that is typed says its deadlines before the assembly is there", async () => {
  const { page } = secretary;
  await page.goto("/admin/assemblies/new");
  await see("Prepare an assembly");
  await page.getByLabel("Date and time").fill("2031-06-20T18:00");
  await page.getByRole("heading", { level: 2, name: "Deadlines for this date" }).waitFor();
  await page.locator(".row", { hasText: "Last day to send the notice." }).waitFor();
  await secretary.expectAccessible("an assembly being prepared, with its deadlines");
  await secretary.leave();
});

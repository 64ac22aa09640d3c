/* One assembly, by its people, each in a browser of their own: an administrator founds, imports, convenes and opens;
 * members of different colleges vote by their links, one of them for another too; the administrator closes, and
 * someone without an account reads what was decided. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";

import { Api, Server, palabre, scratch, tokensIn } from "../http/support.ts";
import { NARROW, Visitor, openBrowser } from "./support.ts";

const SOURCE = join(import.meta.dirname, "../..");
const MEETING = "General meeting of the spring";
const QUESTION = "Open a second shop";
const REGISTER = [
  "number,kind,name,email,category,college,admitted_on",
  "100,natural,Bo Mattei,bo@example.org,employees,employees,2026-01-01",
  "101,natural,Cy Rossi,cy@example.org,employees,employees,2026-01-01",
  "102,natural,Di Luca,di@example.org,growers,growers,2026-01-01",
  "103,natural,Ed Santini,ed@example.org,users,users,2026-01-01",
  "104,natural,Flo Paoli,flo@example.org,users,users,2026-01-01",
  "",
].join("\n");

const folder = scratch();
const links: Record<string, string> = {};
let server: Server;
let browser: Browser;
let founders: string;
let officer: Visitor;

before(async () => {
  const db = join(folder.path, "coop.palabre");
  founders = palabre(["init", "--db", db, "--log-name", "demo.invalid/log", "--admin-name", "Ada Colonna",
    "--constitution", join(SOURCE, "docs/constitutions/scic.json")]);
  server = await Server.start({ db });
  browser = await openBrowser();
  officer = await Visitor.enter(browser, server.url);
});

after(async () => {
  await browser?.close();
  await server?.stop();
  folder.remove();
});

async function signIn(visitor: Visitor, text: string): Promise<Page> {
  const { page } = visitor;
  await page.goto(`/#t=${tokensIn(text)[0]}`);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "What awaits me" }).waitFor();
  return page;
}

/* A button that asks "sure?" in place. */
async function press(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click();
  await page.getByRole("group", { name, exact: true }).getByRole("button", { name, exact: true }).click();
}

const local = (instant: number) => new Date(instant).toLocaleString("sv", { timeZone: "Europe/Paris" }).slice(0, 16)
  .replace(" ", "T");

test("the administrator imports the register, after a look at what the file would do", async () => {
  const page = await signIn(officer, founders);
  await page.getByRole("link", { name: "Register of members" }).click();
  await page.getByRole("link", { name: "Import a file" }).click();
  const file = (text: string) => ({ name: "members.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  await page.getByLabel("CSV file").setInputFiles(file(REGISTER.replace("growers,growers", "growers,nowhere")));
  await page.getByRole("button", { name: "See what the file would do" }).click();
  await page.getByRole("row", { name: /^4 6 / }).waitFor();
  await page.getByLabel("CSV file").setInputFiles(file(REGISTER));
  await page.getByRole("button", { name: "See what the file would do" }).click();
  await page.getByText("The file is good: 5 members would be admitted.").waitFor();
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await page.getByText("Imported: 5 members admitted.").waitFor();
});

test("and gives three members their links", async () => {
  const { page } = officer;
  for (const name of ["Bo Mattei", "Di Luca", "Ed Santini"]) {
    await page.goto("/admin/register");
    await page.getByRole("link", { name }).click();
    await page.getByRole("button", { name: "Make a sign-in link" }).click();
    links[name] = await page.getByLabel("Link to give, shown once").inputValue();
  }
});

test("and prepares an assembly, with its resolution and the board's opinion, and convenes it", async () => {
  const { page } = officer;
  await page.goto("/admin/assemblies/new");
  await page.getByLabel("Title").fill(MEETING);
  await page.getByLabel("Date and time").fill(local(Date.now() + 20 * 86_400_000));
  await page.getByRole("button", { name: "Create the assembly" }).click();
  await page.getByRole("heading", { name: MEETING }).waitFor();
  await page.locator("summary", { hasText: "Add a resolution" }).click();
  await page.getByLabel("Title", { exact: true }).first().fill(QUESTION);
  await page.getByLabel("Text", { exact: true }).fill("A second shop opens in the old town.");
  await page.getByRole("button", { name: "Add a resolution" }).click();
  await page.getByRole("link", { name: `1. ${QUESTION}` }).click();
  await page.getByRole("button", { name: "approved by the board", exact: true }).click();
  await page.getByRole("definition").filter({ hasText: /^approved by the board$/ }).waitFor();
  await page.getByRole("link", { name: MEETING }).click();
  await press(page, "Send the notice");
  await page.getByRole("definition").filter({ hasText: /^convened$/ }).waitFor();
});

test("a member gives a proxy, and its holder accepts it", async () => {
  const principal = await Visitor.enter(browser, server.url);
  const bo = await signIn(principal, links["Bo Mattei"] ?? "");
  await bo.getByRole("link", { name: "My proxies" }).first().click();
  await bo.getByLabel("Find a member").fill("Di");
  await bo.getByRole("button", { name: "Di Luca" }).click();
  await bo.getByRole("button", { name: "Give this proxy" }).click();
  await bo.getByRole("heading", { name: "Bo Mattei to Di Luca" }).waitFor();
  await principal.leave();
});

test("the administrator opens the sitting, and calls the poll, which opens", async () => {
  const { page } = officer;
  await press(page, "Open the sitting");
  await page.getByRole("heading", { name: "Quorum" }).waitFor();
  await page.getByRole("link", { name: "Prepare a poll" }).click();
  await page.getByRole("button", { name: "Create the poll" }).click();
  await page.getByRole("heading", { name: QUESTION }).waitFor();
  await press(page, "Call the poll");
  /* Its time has come: it opens by itself, and the page hears of it. */
  await page.getByRole("definition").filter({ hasText: /^open$/ }).waitFor();
});

async function vote(page: Page, whose: RegExp, mark: string): Promise<void> {
  await page.goto("/me");
  await page.getByRole("link", { name: whose }).click();
  await page.getByText("A second shop opens in the old town.").waitFor();
  await page.getByRole("radio", { name: mark }).check();
  await page.getByRole("button", { name: "Review my ballot" }).click();
  await page.getByText(mark, { exact: true }).waitFor();
  await page.getByRole("button", { name: "Cast this ballot" }).click();
  await page.getByRole("heading", { name: "Your ballot is in the box" }).waitFor();
}

test("one votes for herself and by proxy, on a small screen; another votes against", async () => {
  const grower = await Visitor.enter(browser, server.url, { viewport: NARROW });
  const di = await signIn(grower, links["Di Luca"] ?? "");
  await di.getByRole("button", { name: "Accept" }).click();
  await di.getByText("No proxy awaits your answer.").waitFor();
  await vote(di, /^Vote.*For yourself/, "For");
  await vote(di, /^Vote.*For Bo Mattei/, "For");
  await di.goto("/me");
  const used = di.getByText("This right to vote has been used.");
  await used.first().waitFor();
  assert.equal(await used.count(), 2);
  await grower.leave();

  const user = await Visitor.enter(browser, server.url);
  await vote(await signIn(user, links["Ed Santini"] ?? ""), /^Vote.*For yourself/, "Against");
  await user.leave();
});

test("the administrator closes, before time and saying why", async () => {
  const { page } = officer;
  await page.locator("summary", { hasText: "Close or annul" }).click();
  await page.getByLabel("Reason").fill("Everyone present has voted.");
  await press(page, "Close and count");
  await page.getByRole("heading", { name: "Result", exact: true }).waitFor();
  await officer.leave();
});

/* Colleges of 35, 25, 25 and 15 hundredths. Nobody is in the last, whose weight the others share: 40, 30, 30. Growers
 * and employees, the latter by proxy, are for: 3/5. Users are against: 2/5. */
test("someone without an account reads the result, and its figures are right", async () => {
  const observer = await Visitor.enter(browser, server.url, { viewport: NARROW });
  const { page } = observer;
  await page.goto("/decisions");
  await page.getByRole("link", { name: QUESTION }).click();
  await page.getByRole("heading", { name: "Result", exact: true }).waitFor();
  await page.getByText("Adopted", { exact: true }).waitFor();
  const said = async (term: string) =>
    (await page.locator(".result .definition", { has: page.getByText(term, { exact: true }) }).allInnerTexts())
      .map((text) => text.split("\n").at(-1));
  assert.deepEqual(await said("Share of the votes for"), ["3/5 (60%)"]);
  assert.deepEqual(await said("More than"), ["1/2 (50%) of the votes expressed"]);
  assert.deepEqual(await said("Weight against"), ["2/5 (40%)"]);
  assert.deepEqual(await said("Weight"), ["2/5 (40%)", "3/10 (30%)", "3/10 (30%)", "0 (0%)"]);
  assert.deepEqual(await said("For"), ["0", "1", "1", "0"]);
  assert.deepEqual(await said("Voters and present"),
    ["1 of 2 members", "1 of 2 members", "1 of 1 members", "0 of 0 members"]);
  await observer.expectAccessible("the result");
  await observer.leave();

  const anyone = new Api(server.url);
  const polls = await anyone.get<{ items: { id: string }[] }>("/api/v1/polls");
  const result = await anyone.get<{ decision: { ratio: string; outcome: string } }>(
    `/api/v1/polls/${polls.body.items[0]?.id}/result`);
  assert.equal(result.body.decision.ratio, "3/5");
  assert.equal(result.body.decision.outcome, "adopted");
});

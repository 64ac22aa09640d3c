/* What someone without an account reads and checks: the decisions and what followed, the log with its proofs, the
 * records, and a verification in the browser that finds what was changed. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";

import { Api, Server, scratch, tokensIn } from "../http/support.ts";
import { NARROW, Visitor, openBrowser } from "./support.ts";

const folder = scratch();
let server: Server;
let browser: Browser;
let officer: Api;
/* A published poll of the demonstration, on a resolution, which nothing follows yet. */
let decided: { id: string; title: string };

before(async () => {
  server = await Server.start({ command: "demo", db: join(folder.path, "demo.palabre") });
  const line = server.output.split("\n").find((each) => each.trim().startsWith("administrator"));
  officer = new Api(server.url);
  await officer.signIn(tokensIn(line ?? "")[0] ?? "");
  type Row = { id: string; title: string; kind: string; steps: object[] };
  const { body } = await officer.get<{ items: Row[] }>("/api/v1/decisions");
  const found = body.items.find(({ kind, steps }) => kind === "resolution" && steps.length === 0);
  assert.ok(found, "the demonstration has decided nothing");
  decided = found;
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
  folder.remove();
});

const observer = () => Visitor.enter(browser, server.url, { viewport: NARROW });

async function signedIn(): Promise<Visitor> {
  const visitor = await Visitor.enter(browser, server.url, { locale: "fr-FR" });
  const [name = "", value = ""] = (officer.cookie ?? "").split("=");
  await visitor.page.context().addCookies([{ name, value, url: server.url }]);
  return visitor;
}

const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { name, exact: true }).waitFor();
const row = (page: Page, text: string) => page.getByRole("listitem").filter({ hasText: text });

test("an administrator notes what follows a decision, late at first, then done", async () => {
  const visitor = await signedIn();
  const { page } = visitor;
  await page.goto(`/decisions/${decided.id}`);
  await heading(page, "Ce qui a suivi");
  await page.locator("summary", { hasText: "Ajouter une étape" }).click();
  const form = page.getByRole("form", { name: "Ajouter une étape" });
  await form.getByLabel("Ce qui est à faire").fill("Signer le bail de l’Épicerie");
  await form.getByLabel("Échéance").fill("2020-02-01");
  await form.getByRole("button", { name: "Ajouter une étape" }).click();
  await row(page, "Signer le bail").getByText("en retard").waitFor();
  await visitor.expectAccessible("a decision that is followed");

  await page.goto("/decisions");
  await page.getByLabel("Suites", { exact: true }).selectOption("late");
  await row(page, decided.title).getByText("0 étape sur 1 achevée").waitFor();

  await page.goto(`/decisions/${decided.id}`);
  await page.locator("summary", { hasText: "Modifier cette étape" }).click();
  const change = page.getByRole("form", { name: "Modifier cette étape" });
  await change.getByLabel("État").selectOption("done");
  await change.getByRole("button", { name: "Enregistrer" }).click();
  await row(page, "Signer le bail").locator(".tag", { hasText: /^fait$/ }).waitFor();
  await visitor.leave();
});

test("anyone finds a decision by words without accents, and reads the way to it", async () => {
  const visitor = await observer();
  const { page } = visitor;
  await page.goto("/decisions");
  await page.getByLabel("Words of the title or of what followed").fill("epicerie BAIL");
  await page.getByText("1 decision found").first().waitFor();
  await page.getByLabel("Follow-up").selectOption("late");
  await page.getByText("0 decisions found").first().waitFor();
  await page.getByLabel("Follow-up").selectOption("done");
  await page.getByRole("link", { name: decided.title }).click();
  await heading(page, "From the first argument to the decision");
  const way = await page.locator("ol.stages > li").allInnerTexts();
  assert.match(way[0] ?? "", /The text is tabled/);
  assert.match(way.at(-1) ?? "", /The (result is published|sitting ends)/);
  assert.equal(await page.locator("form").count(), 0, "who only reads changes nothing");
  await page.getByRole("link", { name: "The vote in full" }).click();
  await heading(page, "Result");
  await visitor.leave();
});

test("a vote says what it is on: an election has no text, an amendment has the title of its text", async () => {
  const visitor = await observer();
  const { page } = visitor;
  type Rows = { items: { id: string; kind: string; title: string; state: string }[] };
  const { items } = (await officer.get<Rows>("/api/v1/decisions")).body;
  await page.goto(`/decisions/${items.find(({ kind }) => kind === "election")?.id}`);
  await page.locator("ol.stages > li", { hasText: /The poll is announced$/ }).waitFor();

  const { body: meetings } = await officer.get<Rows>("/api/v1/assemblies");
  await page.goto(`/assemblies/${meetings.items.find(({ state }) => state === "sitting")?.id}/room`);
  await page.locator(".room-line", { hasText: /^Vote on an amendment: ./ }).waitFor();
  await visitor.leave();
});

test("the feeds are linked, and are what they say", async () => {
  const visitor = await observer();
  const { page } = visitor;
  await page.goto("/decisions");
  const feed = page.getByRole("link", { name: /Atom/ });
  const reply = await page.request.get((await feed.getAttribute("href")) ?? "");
  assert.match(reply.headers()["content-type"] ?? "", /atom\+xml/);
  await visitor.leave();
});

test("an entry of the log is proved in the browser", async () => {
  const visitor = await observer();
  const { page } = visitor;
  await page.goto("/");
  await page.getByRole("contentinfo").getByRole("link", { name: "Public log" }).click();
  await heading(page, "The entries");
  const numbers = await page.locator("li.row .row-facts").evaluateAll((all) =>
    all.map((each) => Number(/no\.\s([\d,]+)/.exec(each.textContent ?? "")?.[1]?.replaceAll(",", ""))));
  assert.deepEqual(numbers, numbers.toSorted((a, b) => b - a), "the latest first");
  await page.getByLabel("Show only").selectOption("poll");
  await page.getByRole("link", { name: "A result is published" }).first().click();
  await page.getByText("This entry is in the log").waitFor();
  await page.locator("summary", { hasText: "How it is proved" }).click();
  await page.getByText(/Your browser computed/).waitFor();
  await visitor.expectAccessible("an entry that is proved");
  await visitor.leave();
});

test("and earlier ones are fetched until the first", async () => {
  const visitor = await observer();
  const { page } = visitor;
  await page.goto("/log");
  await page.getByLabel("Number of an entry").fill("999999999");
  await page.getByText("The log has no entry of that number.").waitFor();
  await page.getByLabel("Number of an entry").fill("");
  const earlier = page.getByRole("button", { name: "Earlier entries" });
  await earlier.waitFor();
  while (await earlier.count() > 0) {
    const before = await page.locator("li.row").count();
    await earlier.click();
    await page.waitForFunction((n) => document.querySelectorAll("li.row").length > n, before);
  }
  await page.getByRole("link", { name: "The log begins" }).waitFor();
  await visitor.leave();
});

test("an entry that is not the one that was signed is not proved", async () => {
  const visitor = await observer();
  const { page } = visitor;
  await page.route("**/log/tile/entries/**", async (route) => {
    const reply = await route.fetch();
    const body = Buffer.from((await reply.body()).toString("latin1").replace(/palabre (\d)/, "palabrE $1"), "latin1");
    await route.fulfill({ response: reply, body });
  });
  await page.goto("/entries/0");
  await page.getByText("This entry is not proved.").waitFor();
  await page.getByText("Technical detail").click();
  await page.getByText("the proof does not lead from this entry").waitFor();
  await visitor.leave();
});

test("the record is verified here, while its reader reads elsewhere", async () => {
  const visitor = await observer();
  const { page } = visitor;
  await page.goto("/records");
  await row(page, decided.title).getByRole("link", { name: "Verify here" }).click();
  await page.getByText(`The record to verify: ${decided.title}`).waitFor();
  await page.getByRole("button", { name: "Verify", exact: true }).click();
  await heading(page, `Verification: ${decided.title}`);
  await page.getByRole("link", { name: "Assemblies" }).click();
  await heading(page, "Assemblies");
  await page.getByRole("link", { name: /^Verification (under way|finished)/ }).click();
  await page.getByText("Everything agrees.").waitFor();
  const checks = page.locator("main ol.rows > li");
  assert.equal(await checks.count(), 20);
  assert.equal(await checks.getByText("failed", { exact: true }).count(), 0);
  await visitor.expectAccessible("a record that holds");
  await page.getByRole("button", { name: "Français" }).click();
  await checks.filter({ hasText: "Le journal est entier" }).getByText(/^V3\s: \d+ entrées, \d+ blocs? du journal$/).waitFor();
  assert.equal(await page.locator("main [lang=en]").count(), 0);
  await page.getByRole("button", { name: "English" }).click();

  /* The second time this browser remembers how long the log was. */
  await page.getByRole("button", { name: "Verify something else" }).click();
  await page.goto(`/records/${decided.id}/verify`);
  await page.getByText("This browser remembers a state of the log").waitFor();
  await page.getByRole("button", { name: "Verify", exact: true }).click();
  await page.getByText("Everything agrees.").waitFor();
  await checks.filter({ hasText: "The log continues the one" }).getByText("checked", { exact: true }).waitFor();
  await visitor.leave();
});

test("a record is taken away, and what was changed in it is found", async () => {
  const visitor = await observer();
  const { page } = visitor;
  await page.goto("/records");
  await row(page, decided.title).getByRole("button", { name: "Prepare the archive" }).click();
  const links = row(page, decided.title);
  await links.getByRole("link", { name: /\.tar/ }).waitFor();
  const read = async (name: RegExp) => {
    const address = await links.getByRole("link", { name }).getAttribute("href");
    return (await page.request.get(address ?? "")).body();
  };
  const [tar, minisig] = [await read(/^The archive/), await read(/minisig/)];
  const file = (name: string, buffer: Buffer) => ({ name, mimeType: "application/octet-stream", buffer });

  await page.goto("/verify");
  await page.getByLabel("The record, a .tar file").setInputFiles(file("record.tar", tar));
  await page.getByLabel("Its signature, the .minisig file").setInputFiles(file("record.tar.minisig", minisig));
  await page.getByRole("button", { name: "Verify", exact: true }).click();
  await page.getByText("Everything agrees.").waitFor();

  /* One ballot says the contrary: its length is the same. */
  const changed = Buffer.from(tar);
  const at = changed.indexOf('"marks":"') + '"marks":"'.length;
  assert.ok(at > 100, "the record has no opened ballot");
  changed[at] = changed[at] === 0x31 ? 0x32 : 0x31;
  await page.getByRole("button", { name: "Verify something else" }).click();
  await page.getByLabel("The record, a .tar file").setInputFiles(file("changed.tar", changed));
  await page.getByLabel("Its signature, the .minisig file").setInputFiles(file("record.tar.minisig", minisig));
  await page.getByRole("button", { name: "Verify", exact: true }).click();
  await page.getByText(/checks? failed: do not rely on this record/).waitFor();
  const failed = page.locator("main ol.rows > li").filter({ has: page.getByText("failed", { exact: true }) });
  assert.ok((await failed.allInnerTexts()).some((each) => each.includes("The file is signed")));
  await page.getByText("Counting again does not give what was published").waitFor();
  await visitor.expectAccessible("a record that was changed");
  await visitor.leave();
});

test("what is no record at all fails every check, and says so", async () => {
  const visitor = await observer();
  const { page } = visitor;
  await page.goto("/verify");
  await page.getByLabel("The record, a .tar file").setInputFiles(
    { name: "<b>x</b>.tar", mimeType: "application/x-tar", buffer: Buffer.from("not a tar") });
  await page.getByRole("button", { name: "Verify", exact: true }).click();
  await heading(page, "Verification: <b>x</b>.tar");
  await page.getByText(/checks failed: do not rely on this record/).waitFor();
  await visitor.leave();
});

test("why a check failed is said in the reader's language, and the verifier's own words are folded below", async () => {
  const visitor = await Visitor.enter(browser, server.url, { viewport: NARROW, locale: "fr-FR" });
  const { page } = visitor;
  await page.goto("/verify");
  await page.locator("input[type=file]").first().setInputFiles(
    { name: "x.tar", mimeType: "application/x-tar", buffer: Buffer.from("not a tar") });
  await page.getByRole("button", { name: "Vérifier", exact: true }).click();
  const check = row(page, "Le journal est entier");
  await check.getByText("Une entrée du journal manque, ou a été changée.").waitFor();
  const words = check.locator("details p[lang=en]");
  assert.ok(!(await words.isVisible()), "the words of the program are in the way");
  await check.getByText("V3\u00a0: détail technique, en anglais").click();
  assert.ok((await words.innerText()).length > 10);
  await visitor.expectAccessible("a record that is none");
  await visitor.leave();
});

test("a log that is not what it says is refused in the reader's language", async () => {
  const visitor = await Visitor.enter(browser, server.url, { viewport: NARROW, locale: "fr-FR" });
  const { page } = visitor;
  await page.goto("/entries/0");
  await page.getByRole("term").filter({ hasText: /^version des règles du journal spec$/ }).waitFor();
  await page.goto("/entries/99999999");
  await page.getByText("Le journal n’a pas d’entrée de ce numéro.").waitFor();
  await page.route("**/log/checkpoint", (route) => route.fulfill({ body: "another log\n" }));
  await page.goto("/entries/0");
  await page.getByText("n’est pas ce que les règles demandent").waitFor();
  await page.getByText("Détail technique, en anglais").click();
  assert.match(await page.locator("main [role=alert] p[lang=en]").innerText(), /checkpoint/);
  await visitor.expectAccessible("a log that is refused");
  await visitor.leave();
});

const DAY_MS = 24 * 3600 * 1000;

/* A log with one witness, who attested it so long ago. */
async function witnessed(visitor: Visitor, ago: number | null, isWhole: boolean): Promise<void> {
  const at = ago === null ? {} : { cosigned_at: new Date(Date.now() - ago).toISOString() };
  const witness = { name: "witness.example/w", key: "witness.example/w+00000000+AAAA", size: ago === null ? 0 : 5, ...at };
  await visitor.page.route("**/api/v1/log/policy", (route) =>
    route.fulfill({ json: { policy: "", size: 9, witnessed: isWhole, witnesses: [witness] } }));
}

const warnings: [string, number | null, boolean, RegExp | null][] = [
  ["attested an hour ago", DAY_MS / 24, false, null],
  ["that grew, and was attested two days ago", 2 * DAY_MS, false, /No witness has attested this log since/],
  ["that a poll should make grow, and was attested two days ago", 2 * DAY_MS, true, /No witness has attested this log since/],
  ["that was never attested", null, false, /No witness has attested this log yet/],
];

for (const [name, ago, isWhole, said] of warnings) {
  test(`a log ${name} ${said === null ? "asks for no warning" : "is warned of on every screen"}`, async () => {
    const visitor = await observer();
    const { page } = visitor;
    await witnessed(visitor, ago, isWhole);
    const asked = page.waitForResponse("**/api/v1/log/policy");
    await page.goto("/assemblies");
    await heading(page, "Assemblies");
    await asked;
    if (said === null) {
      assert.equal(await page.getByText(/No witness has attested/).count(), 0);
    } else {
      await page.getByText(said).waitFor();
      await visitor.expectAccessible(`a log ${name}`);
      await page.getByRole("link", { name: "Decisions" }).click();
      await heading(page, "Decisions");
      await page.getByText(said).waitFor();
    }
    await visitor.leave();
  });
}

test("statutes of other cooperatives are read in words", async () => {
  const visitor = await observer();
  const { page } = visitor;
  await page.goto("/");
  await page.getByRole("link", { name: "Model statutes" }).click();
  await heading(page, "Model statutes");
  const first = page.locator("details").first();
  await first.locator("summary").click();
  await first.locator("dd").first().waitFor();
  assert.notEqual(await first.locator("dd").first().innerText(), "");
  await visitor.leave();
});

/* Attacks 39 and 63: files with hostile names and contents, wherever a file is taken or handed out. Nothing of them runs, and a
 * download is one, under a name that leads nowhere. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";

import { palabre } from "../http/support.ts";
import { FILES, HostileDay, SHORT } from "./hostile_day.ts";
import { enterHostile, expectHarmless } from "./hostile_visit.ts";
import { openBrowser } from "./support.ts";

const day = new HostileDay();
let browser: Browser;

before(async () => {
  await day.hold();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await day.close();
});

type Attachment = { id: string; name: string; sha256: string };
const attached = async (resolution = "resolution"): Promise<Attachment[]> => (await day.admin.get<{ attachments: Attachment[] }>(
  `/api/v1/resolutions/${day.ids[resolution]}`, { expect: 200 })).body.attachments;
const address = ({ id }: Attachment): string => `/api/v1/resolutions/${day.ids["resolution"]}/attachments/${id}`;

describe("39: a file of a resolution", () => {
  test("is listed under the name that it has, and taken under one that leads nowhere", async () => {
    const visitor = await enterHostile(browser, day);
    const { page } = visitor;
    await page.goto(`/resolutions/${day.ids["resolution"]}`);
    await page.getByRole("heading", { name: "Documents", exact: true }).waitFor();
    await expectHarmless(visitor, "the files of a resolution");
    await visitor.expectFits("the files of a resolution");
    const all = await attached();
    assert.deepEqual(all.map(({ name }) => name), Object.keys(FILES));
    for (const file of all) {
      const link = page.getByRole("link", { name: file.name, exact: true });
      assert.equal(await link.getAttribute("href"), address(file));
      const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
      const taken = download.suggestedFilename();
      assert.doesNotMatch(taken, /[\\/:"<>|\0-\x1f]|^\.|\.(html?|svg|exe|js)$/, file.name);
      assert.equal(taken.split(".").at(-1), file.name.split(".").at(-1), "of the kind that it is");
      assert.equal(readFileSync(await download.path(), "utf8"), FILES[file.name]);
    }
    await expectHarmless(visitor, "the files of a resolution, once taken");
    await visitor.leave();
  });

  test("is never a page, not even by its address", async () => {
    const visitor = await enterHostile(browser, day, day.people["member"]);
    const { page } = visitor;
    await page.goto("/assemblies");
    for (const file of await attached()) {
      const [download] = await Promise.all([page.waitForEvent("download"), page.goto(address(file)).catch(() => undefined)]);
      await download.cancel();
      assert.match(page.url(), /\/assemblies$/, file.name);
      const reply = await fetch(day.server.url + address(file));
      await reply.arrayBuffer();
      const disposition = reply.headers.get("content-disposition") ?? "";
      const [, plain = "", full = ""] = /^attachment; filename="(document\.[a-z]+)"; filename\*=UTF-8''([A-Za-z0-9%._~!$&+^`|-]+)$/.exec(disposition) ?? [];
      assert.deepEqual([decodeURIComponent(full), plain.split(".")[1]], [file.name, file.name.split(".").at(-1)], disposition);
      assert.equal(reply.headers.get("set-cookie"), null, file.name);
      assert.equal(reply.headers.get("x-content-type-options"), "nosniff");
      assert.match(reply.headers.get("content-security-policy") ?? "", /^default-src 'none'; sandbox;/);
      assert.doesNotMatch(reply.headers.get("content-type") ?? "", /html|xml|script/);
    }
    await visitor.leave();
  });

  const choose = (page: Page, name: string, words: string): Promise<void> =>
    page.getByLabel("Attach a document").setInputFiles({ name, mimeType: "text/html", buffer: Buffer.from(words) });

  test("is attached from the screen as what it is, or refused, and taken off", async () => {
    const visitor = await enterHostile(browser, day, day.people["administrator"]);
    const { page } = visitor;
    await page.goto(`/resolutions/${day.ids["draft"]}`);
    for (const name of ["..\\..\\taken.csv", ".taken.csv", "taken.html", "taken.svg", "taken.csv.exe", "taken.csv\u202etxt.csv", "a\u200ftaken.csv"]) {
      const answer = page.waitForResponse((each) => each.url().includes("/attachments?"));
      await choose(page, name, "<svg onload=taken()><script>taken()</script></svg>");
      assert.match(String((await answer).status()), /^4(00|22)$/, name);
      await page.getByRole("alert").first().waitFor();
      await expectHarmless(visitor, name);
    }
    visitor.forgive(/status of 4(00|22)/);
    assert.deepEqual(await attached("draft"), [], "none of them is kept");
    for (const [name, words] of Object.entries(FILES)) {
      await choose(page, name, words);
      await page.getByRole("link", { name, exact: true }).waitFor();
    }
    await expectHarmless(visitor, "files that were attached");
    const [first = ""] = Object.keys(FILES);
    await page.getByLabel(`Take off “${first}”`).click();
    await page.getByLabel("Why it is taken off").first().fill(SHORT[0] ?? "");
    await page.getByRole("button", { name: "Take off", exact: true }).first().click();
    await page.getByText("taken off", { exact: true }).waitFor();
    await expectHarmless(visitor, "a file that was taken off");
    assert.ok((await page.locator("main").innerText()).includes(SHORT[0] ?? ""), "the reason, as it was written");
    await visitor.expectFits("files that were attached");
    await visitor.leave();
  });
});

describe("39, 63: a file of the register", () => {
  const NAMES = [`"><img class=taken src=x onerror=taken()>.csv`, "..\\..\\taken.csv", "taken.csv\u202Efdp.exe", "taken;rm -rf.csv"];

  test("of a hostile name is read for what is in it", async () => {
    const visitor = await enterHostile(browser, day, day.people["administrator"]);
    const { page } = visitor;
    await page.goto("/admin/register/import");
    for (const name of NAMES) {
      const buffer = Buffer.from("number,kind,name,email,category,college,admitted_on\n9001,natural,Zoé,,users,users,2026-01-01\n");
      await page.locator('input[type="file"]').setInputFiles({ name, mimeType: "text/csv", buffer });
      await page.getByRole("button", { name: "See what the file would do" }).click();
      await page.getByRole("heading", { name: "The file is good: 1 member would be admitted." }).waitFor();
      await expectHarmless(visitor, name);
    }
    await visitor.leave();
  });

  test("of hostile contents is refused line by line, or kept as the words that it has", async () => {
    const head = "number,kind,name,email,category,college,admitted_on\n";
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const files: [name: string, contents: Buffer, status: number][] = [
      ["a page", Buffer.from("<!doctype html><script>taken()</script>"), 400],
      ["columns that are elements", Buffer.from(`${SHORT.map(quoted).join(",")}\n`), 400],
      ["rows that are elements", Buffer.from(head + SHORT.map((text) => `,${quoted(text)},${quoted(text)},${quoted(text)},${quoted(text)},,\n`).join("")), 400],
      ["another encoding", Buffer.from(`\ufeff${head}1,natural,Zoé,,users,users,2026-01-01\n`, "utf16le"), 400],
      ["a NUL", Buffer.from(`${head}1,natural,Z\0oé,,users,users,2026-01-01\n`), 400],
      ["a quotation without end", Buffer.from(`${head}1,natural,"Zoé`), 400],
      ["ten thousand columns", Buffer.from(`${"name,".repeat(10_000)}\n`), 400],
      ["a turn of direction", Buffer.from(`${head}1,natural,a\u202Eb,,users,users,2026-01-01\n`), 400],
    ];
    const visitor = await enterHostile(browser, day, day.people["administrator"]);
    const { page } = visitor;
    await page.goto("/admin/register/import");
    for (const [name, buffer] of files) {
      await page.locator('input[type="file"]').setInputFiles({ name: "taken.csv", mimeType: "text/csv", buffer });
      await page.getByRole("button", { name: "See what the file would do" }).click();
      await page.locator(".notice.bad").first().waitFor();
      await expectHarmless(visitor, name);
      await visitor.expectFits(name);
    }
    visitor.forgive(/4(00|22)/);
    await visitor.leave();
    const register = await day.admin.get<{ items: unknown[] }>("/api/v1/members?q=Zo&limit=500", { expect: 200 });
    assert.equal(register.body.items.length, 0, "nothing of them was kept");
  });

  test("for a spreadsheet runs no formula", async () => {
    for (const language of ["fr", "en"]) {
      const { body } = await day.admin.get<string>(`/api/v1/assemblies/${day.assembly}/sheet.csv`,
        { headers: { "accept-language": language }, expect: 200 });
      const separator = language === "fr" ? ";" : ",";
      const cells = body.split("\r\n").flatMap((line) => line.split(separator));
      assert.ok(cells.some((cell) => cell.includes("'=HYPERLINK")), "they are there, as words");
      assert.deepEqual(cells.filter((cell) => /^"?[=+@\t]/.test(cell)), []);
    }
  });
});

describe("39: statutes of a file", () => {
  test("are read for what they are, whatever the file is called", async () => {
    const visitor = await enterHostile(browser, day, day.people["administrator"]);
    const { page } = visitor;
    await page.goto("/admin/constitution");
    await page.getByText("Begin from a template or a file, take this text away").click();
    const field = page.getByLabel("Start from a JSON file");
    const { body: { document } } = await day.admin.get<{ document: object }>("/api/v1/constitution", { expect: 200 });
    const open = (name: string, words: string): Promise<void> =>
      field.setInputFiles({ name, mimeType: "application/json", buffer: Buffer.from(words) });
    await open("taken.json", "<script>taken()</script>");
    await page.getByText("This file is not a JSON document.").waitFor();
    await open("taken.json", `{"__proto__": {"taken": 1}, "format": "palabre-constitution/1", "<img class=taken src=x onerror=taken()>": 1}`);
    await page.getByRole("alert").getByText("/document/").first().waitFor();
    await expectHarmless(visitor, "statutes that are refused");
    visitor.forgive(/status of 4(00|22)/);
    for (const name of Object.keys(FILES)) {
      await open(name, JSON.stringify(document));
      await page.getByRole("status").getByText(`Text of ${name} opened.`).waitFor();
      await expectHarmless(visitor, name);
    }
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download this text (JSON)" }).click()]);
    assert.match(download.suggestedFilename(), /^[a-z0-9-]+\.json$/);
    await visitor.leave();
  });
});

describe("39, 63: once the assembly is over", () => {
  before(() => day.conclude());

  test("minutes and the reviewer's pack have hostile names as words", async () => {
    const visitor = await enterHostile(browser, day, day.people["administrator"]);
    const { page } = visitor;
    for (const [language, size] of [["fr", "octets"], ["en", "bytes"]]) {
      await page.goto(`/api/v1/minutes/${day.ids["minutes"]}/minutes.html?language=${language}`);
      const words = await page.locator("body").innerText();
      for (const { name, sha256 } of await attached()) {
        assert.ok(words.includes(`${name} (${Buffer.byteLength(FILES[name] ?? "")} ${size}), SHA-256 ${sha256}`), name);
      }
      await expectHarmless(visitor, `minutes in ${language}`);
    }
    await visitor.leave();
    const pack = join(day.folder.path, "review.tar");
    palabre(["review", "--db", day.db, "-o", pack], 0, day.now);
    const tar = (...args: string[]): string => spawnSync("tar", [...args], { encoding: "utf8" }).stdout;
    assert.doesNotMatch(tar("-tf", pack), /[^A-Za-z0-9/._\n-]|(^|\/)\./m, "no name in it is one that somebody chose");
    const table = tar("-xOf", pack, "attachments.csv");
    for (const [i, line] of table.trimEnd().split("\r\n").slice(1).entries()) {
      const cells = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "");
      const name = Object.keys(FILES)[i] ?? "";
      assert.equal(cells[3], name.startsWith("=") ? `'${name}` : name);
      assert.equal(tar("-xOf", pack, cells[8] ?? ""), FILES[name]);
    }
  });
});

/* A cooperative founded from the screen alone, out of an empty society: its settings, statutes from a template with
 * the law beside them, a register from a file, offices for a member and for somebody else, its mail. Then what comes
 * after: who leaves and is erased, a college that members would lose, keys for programs, the audit of all of it.
 *
 * Once in French on the smallest screen and once in English on a large one. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser, Locator, Page } from "playwright-core";

import type { Key, Language, Values } from "../../web/src/i18n.ts";
import { loadLanguage, translate } from "../../web/src/i18n.ts";
import { Server, palabre, scratch, tokensIn } from "../http/support.ts";
import { NARROW, Visitor, openBrowser } from "./support.ts";

const WIDE = { width: 1280, height: 900 };
const NAME = "Les Semeurs";
const TEMPLATE = "scic-majority";
const REGISTER = [
  "number;name;email;category;college;admitted_on",
  "1;Ada Colonna;ada@example.org;users;users;2026-01-01",
  '2;"Bo; Mattei";bo@example.org;employees;employees;2026-01-01',
  "3;Cy Rossi;cy@example.org;producers;producers;2026-01-01",
  "4;Di Luca;di@example.org;supporters;users;2026-01-01",
  "",
].join("\r\n");

const file = (name: string, text: string) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) });

let browser: Browser;

before(async () => {
  browser = await openBrowser();
  await Promise.all([loadLanguage("fr"), loadLanguage("en")]);
});
after(() => browser?.close());

/* Somebody on a screen of ours, in their language. */
class Person {
  readonly visitor: Visitor;
  readonly language: Language;

  constructor(visitor: Visitor, language: Language) {
    this.visitor = visitor;
    this.language = language;
    visitor.page.setDefaultTimeout(30_000);
  }

  get page() {
    return this.visitor.page;
  }

  t(key: Key, values?: Values): string {
    return translate(this.language, key, values);
  }

  /* What still loads is not the screen yet. */
  async see(heading: string): Promise<void> {
    await this.page.getByRole("heading", { name: heading, exact: true }).first().waitFor();
    await this.page.waitForFunction(() => document.querySelector(".waiting") === null);
    await this.visitor.expectAccessible(heading);
  }

  async follow(name: string, heading: string): Promise<void> {
    await this.page.getByRole("link", { name, exact: true }).first().click();
    await this.see(heading);
  }

  button(key: Key): Locator {
    return this.page.getByRole("button", { name: this.t(key), exact: true });
  }

  field(key: Key): Locator {
    return this.page.getByLabel(this.t(key), { exact: true });
  }

  summary(key: Key): Locator {
    return this.page.locator("summary", { hasText: this.t(key) });
  }

  text(key: Key, values?: Values): Locator {
    return this.page.getByText(this.t(key, values)).first();
  }

  /* Asks "sure?" in place. */
  async press(name: string): Promise<void> {
    await this.page.getByRole("button", { name, exact: true }).click();
    const question = this.page.getByRole("group", { name, exact: true });
    await question.getByRole("button", { name, exact: true }).click();
  }

  async saved(): Promise<void> {
    await this.page.locator("p.announcement").getByText(this.t("state.saved")).waitFor();
  }

  /* By the link that the program prints, and the keyboard alone. */
  async signIn(said: string): Promise<void> {
    const [token] = tokensIn(said);
    assert.ok(token, said);
    await this.page.goto(`/#t=${token}`);
    const enter = this.button("action.sign_in");
    await this.visitor.tabTo(enter);
    await this.page.keyboard.press("Enter");
    await this.see(this.t("me.title"));
  }
}

/* No check of statutes comes back until what this gives is called. */
async function unjudged(page: Page): Promise<() => Promise<void>> {
  let judge = (): void => undefined;
  const isJudged = new Promise<void>((resolve) => (judge = resolve));
  await page.route("**/api/v1/constitution/checks", async (route) => {
    await isJudged;
    await route.continue();
  });
  return async () => {
    judge();
    await page.unrouteAll({ behavior: "wait" });
  };
}

function found(language: Language, viewport: typeof NARROW): void {
  const folder = scratch();
  const db = join(folder.path, "coop.palabre");
  const options = { viewport, locale: language === "fr" ? "fr-FR" : "en-GB", acceptDownloads: true };
  let server: Server;
  let ada: Person;

  before(async () => {
    const said = palabre(["init", "--db", db, "--log-name", "demo.invalid/log", "--name", NAME,
      "--admin-name", "Ada Colonna"]);
    server = await Server.start({ db });
    ada = new Person(await Visitor.enter(browser, server.url, options), language);
    await ada.signIn(said);
  });

  after(async () => {
    await server?.stop();
    folder.remove();
  });

  const college = (name: string) => ada.page.getByRole("group", { name, exact: true }).last();
  const next = (step: Key) => ada.t("founding.next", { step: ada.t(step) });

  test("an empty society shows the way, and what waits for what", async () => {
    await ada.follow(ada.t("nav.founding"), ada.t("founding.title"));
    await ada.text("founding.progress", { count: 0, total: 5 }).waitFor();
    const register = ada.page.getByRole("listitem").filter({ hasText: ada.t("founding_text.register") });
    assert.equal(await register.getByRole("link").count(), 0, "nobody is a member before there are statutes");
    assert.equal(await ada.page.locator("li[aria-current=step]").count(), 1);
  });

  test("it says what it is, by the keyboard alone", async () => {
    const { page, visitor } = ada;
    const doIt = page.getByRole("link", { name: ada.t("founding_step.society") });
    await visitor.tabTo(doIt);
    await page.keyboard.press("Enter");
    await ada.see(ada.t("settings.title"));
    await visitor.tabTo(ada.field("settings.contact"));
    await page.keyboard.type("semeurs@example.org");
    await visitor.tabTo(ada.button("settings.notice_propose"));
    await page.keyboard.press("Enter");
    assert.match(await ada.field("settings.notice").inputValue(), /Les Semeurs .*semeurs@example\.org/s);
    await visitor.tabTo(ada.field("settings.retention_mail"));
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Enter");
    await ada.saved();
    await page.locator("footer").getByText("semeurs@example.org").first().waitFor();
    await ada.follow(next("founding_step.statutes"), ada.t("constitution.title"));
  });

  test("its statutes begin from a template, and the law judges them while they are typed", async () => {
    const { page } = ada;
    const judge = await unjudged(page);
    await page.reload();
    await ada.text("constitution.checking").waitFor();
    assert.equal(await ada.text("constitution.valid").count(), 0, "nobody judged them yet");
    await judge();
    let send = (): void => undefined;
    const isSent = new Promise<void>((resolve) => (send = resolve));
    await page.route("**/api/v1/constitution/templates/*", async (route) => {
      await isSent;
      await route.continue();
    });
    await ada.field("template.choose").selectOption(TEMPLATE);
    await ada.button("template.take").click();
    await ada.field("field.name").fill("Les Semis");
    send();
    await ada.text("template.late").waitFor();
    await page.unrouteAll({ behavior: "wait" });
    assert.equal(await ada.field("field.name").inputValue(), "Les Semis", "what was typed meanwhile is kept");
    await ada.summary("constitution.begin").click(); /* closed once there is something of one's own */
    const take = ada.t("template.take");
    await ada.button("template.take").click();
    await page.getByRole("group", { name: take }).getByRole("button", { name: take, exact: true }).click();
    await ada.text("constitution.derived", { name: "Votre SCIC" }).waitFor();
    await ada.text("constitution.valid").waitFor();
    assert.equal(await ada.field("field.name").inputValue(), NAME);
    await college(language === "fr" ? "Usagers" : "Users").getByLabel(ada.t("college.weight")).fill("55 %");
    await page.getByText(language === "fr" ? "Le collège « users » a plus de 50 %" : "more than 50").first().waitFor();
    await ada.visitor.expectAccessible("unlawful statutes");
    await college(language === "fr" ? "Usagers" : "Users").getByLabel(ada.t("college.weight")).fill("40 %");
    await college(language === "fr" ? "Salariés" : "Employees").getByLabel(ada.t("college.weight")).fill("10 %");
    await ada.text("constitution.valid").waitFor();
  });

  test("what is being written waits in the browser, with every field and who would decide", async () => {
    const { page } = ada;
    await page.getByRole("group", { name: ada.t("field.deliberation") })
      .getByLabel(ada.t("constitution.deliberation_stated")).check();
    await page.getByLabel(ada.t("deliberation_ask.sponsors")).check();
    await page.getByLabel(ada.t("deliberation.sponsors")).fill("5 %");
    await page.getByLabel(ada.t("constitution.elections_stated")).check();
    await ada.summary("constitution.add_class").click();
    await ada.field("constitution.class_name").fill("By-laws");
    await ada.button("constitution.add_class").click();
    await page.getByRole("group", { name: "by_laws" }).waitFor();
    await ada.text("constitution.valid").waitFor();
    await page.waitForTimeout(700); /* the draft is kept once the hands rest */
    const judge = await unjudged(page);
    await page.reload();
    await ada.text("constitution.kept").waitFor();
    await page.getByRole("group", { name: "by_laws" }).waitFor();
    assert.equal(await page.getByLabel(ada.t("deliberation.sponsors")).inputValue(), "5 %");

    await ada.summary("power.title").click();
    await ada.text("power.nobody").waitFor();
    assert.equal(await ada.text("power.unlawful").count(), 0, "nobody judged them yet");
    await judge();
    await page.getByRole("columnheader", { name: ada.t("power.draft") }).first().waitFor();
    await page.locator("summary", { hasText: ada.t("constitution.since_origin", { name: "Votre SCIC" }) }).click();
    await page.getByRole("row").filter({ hasText: "40/100" }).first().waitFor();
    await ada.visitor.expectAccessible("a draft, its power and its differences");
  });

  test("a text is taken away as a file, and one that is none is refused", async () => {
    const { page } = ada;
    await ada.summary("constitution.begin").click();
    const [download] = await Promise.all([page.waitForEvent("download"), ada.button("constitution.take_away").click()]);
    assert.equal(download.suggestedFilename(), "les-semeurs.json");
    const text = readFileSync((await download.path()) ?? "", "utf8");
    assert.equal(JSON.parse(text).deliberation.sponsors, "5/100");
    await ada.field("constitution.open").setInputFiles(file("a.json", "[1]"));
    await ada.text("constitution.not_json").waitFor();
    await ada.field("constitution.open").setInputFiles(file("b.json", '{"format": "palabre-constitution/1", "moon": 1}'));
    await page.getByRole("alert").getByText("/document/moon").waitFor();
    ada.visitor.forgive(/status of 4(00|22)/);
    await ada.field("constitution.open").setInputFiles(file("les-semeurs.json", text));
    await page.getByRole("alert").getByText("/document/moon").waitFor({ state: "detached" });
    await ada.text("constitution.valid").waitFor();
    await ada.button("constitution.save").click();
    await ada.saved();
    await page.getByRole("heading", { name: ada.t("constitution.version_number", { number: 1 }) }).waitFor();
    await ada.follow(next("founding_step.register"), ada.t("register.title"));
  });

  test("the register comes from a file, whose lines are shown and judged before anything is kept", async () => {
    const { page } = ada;
    await ada.follow(ada.t("register.import"), ada.t("import.title"));
    await ada.field("import.file").setInputFiles(file("bad.csv", REGISTER.replace("producers;producers", "producers;moon")));
    await page.getByRole("cell", { name: "Bo; Mattei" }).waitFor();
    await ada.button("import.preview").click();
    /* On a narrow screen each cell says its column. */
    const [line, column] = [ada.t("import.line"), ada.t("import.column")];
    await page.getByRole("row", { name: new RegExp(`^(?:${line} )?4 (?:${column} )?5 `) }).waitFor();
    await ada.visitor.expectAccessible("a file with a bad line");
    await ada.field("import.file").setInputFiles(file("<img src=x onerror=alert(1)>.csv", REGISTER));
    await page.getByText("<img src=x onerror=alert(1)>.csv").waitFor();
    await ada.button("import.preview").click();
    await ada.text("import.would", { count: 4 }).waitFor();
    /* The answer is slow, one looks elsewhere, and finds it when one comes back. */
    await page.route("**/members/imports**", async (route) => {
      await new Promise((done) => setTimeout(done, 1500));
      await route.continue();
    });
    await ada.button("import.import").click();
    await page.getByRole("progressbar").waitFor();
    await ada.follow(ada.t("nav.register"), ada.t("register.title"));
    await page.goBack();
    await ada.text("import.done", { count: 4 }).waitFor();
    await page.unroute("**/members/imports**");
    await ada.visitor.expectAccessible("an imported file");
    await ada.follow(ada.t("nav.register"), ada.t("register.title"));
    await ada.text("register.found", { count: 4 }).waitFor();
    await ada.follow(next("founding_step.offices"), ada.t("offices.title"));
  });

  test("offices go to a member and to someone who is not one, who signs in by their link", async () => {
    const { page, visitor } = ada;
    await ada.field("offices.role").selectOption("secretary");
    await ada.field("offices.member").fill("Cy");
    await page.getByRole("button", { name: /Cy Rossi/ }).click();
    await ada.button("offices.grant").click();
    await page.getByRole("heading", { name: /Cy Rossi/ }).waitFor();

    await ada.field("offices.role").selectOption("auditor");
    await visitor.tabTo(page.getByRole("radio", { checked: true }));
    await page.keyboard.press("ArrowDown");
    await visitor.tabTo(ada.field("member.name"));
    await page.keyboard.type("Ysé Mancini");
    await visitor.tabTo(ada.button("offices.grant"));
    await page.keyboard.press("Enter");
    const card = page.locator("li.card").filter({ has: page.getByRole("heading", { name: /Ysé Mancini/ }) });
    await card.getByRole("button", { name: ada.t("link.make") }).click();
    const link = await card.getByLabel(ada.t("link.label")).inputValue();
    await visitor.expectAccessible("a link for an auditor");
    const auditor = new Person(await Visitor.enter(browser, server.url, options), language);
    await auditor.signIn(link);
    await auditor.follow(auditor.t("nav.register"), auditor.t("register.title"));
    await auditor.visitor.leave();
  });

  test("its mail has a server, and the society is founded", async () => {
    await ada.follow(next("founding_step.mail"), ada.t("mail.title"));
    await ada.field("mail.url").fill("smtp://127.0.0.1:9");
    await ada.field("mail.from").fill("semeurs@example.org");
    await ada.field("mail.starttls").uncheck();
    await ada.button("action.save").click();
    await ada.text("mail.well", { url: "smtp://127.0.0.1:9" }).waitFor();
    await ada.visitor.expectAccessible("a mail server");
    await ada.follow(ada.t("founding.all"), ada.t("founding.title"));
    await ada.text("founding.progress", { count: 5, total: 5 }).waitFor();
    await ada.page.getByRole("link", { name: ada.t("founding.assembly") }).waitFor();
  });

  test("whoever takes a college from its members is told, and must mean it", async () => {
    const { page } = ada;
    await ada.follow(ada.t("nav.constitution"), ada.t("constitution.title"));
    const name = language === "fr" ? "Producteurs" : "Producers";
    await college(name).getByLabel(ada.t("constitution.label_fr")).fill("Maraîchers");
    assert.equal(await ada.text("constitution.lost").count(), 0, "a group that has another name keeps its members");
    await college(language === "fr" ? "Maraîchers" : name)
      .getByRole("button", { name: ada.t("action.remove"), exact: false }).click();
    await ada.text("constitution.lost").waitFor();
    assert.ok(await ada.button("constitution.save").isDisabled());
    await ada.field("constitution.lost_meant").check();
    assert.ok(!(await ada.button("constitution.save").isDisabled()));
    await ada.visitor.expectAccessible("a college that members would lose");
    await page.waitForTimeout(700);
    await page.reload();
    await ada.press(ada.t("constitution.forget"));
    await college(name).waitFor();
    ada.visitor.forgive(/status of 4(00|22)/);
  });

  test("a member moves, is corrected, leaves, and is erased", async () => {
    const { page } = ada;
    await ada.follow(ada.t("nav.register"), ada.t("register.title"));
    await ada.follow("Di Luca", "Di Luca");
    await ada.summary("member.correct").click();
    await ada.field("member.phone").fill("+33 4 95 00 00 00");
    await ada.field("member.shares").fill("3");
    await ada.button("action.save").click();
    await page.getByRole("definition").filter({ hasText: "+33 4 95 00 00 00" }).waitFor();
    await ada.summary("member.consents").click();
    await ada.field("member.consent_mail").click();
    await page.getByRole("listitem").filter({ hasText: ada.t("consent_source.secretary") }).waitFor();
    await ada.summary("member.move").click();
    const move = page.locator("details", { has: ada.summary("member.move") });
    await move.getByLabel(ada.t("member.category")).selectOption("employees");
    await move.getByRole("button", { name: ada.t("member.move") }).click();
    /* The names of the columns, where they stood, and where they stand. */
    await page.getByRole("table").getByRole("row").nth(2).waitFor();
    await ada.visitor.expectAccessible("a member over time");
    await ada.summary("member.change_state").click();
    const state = page.locator("details", { has: ada.summary("member.change_state") });
    await state.getByLabel(ada.t("member.state")).selectOption("left");
    await state.getByRole("button", { name: ada.t("member.change_state") }).click();
    await ada.summary("member.erase").click();
    await ada.field("member.ground").fill("Demande du 3 mars");
    assert.ok(await ada.button("member.erase").isDisabled());
    await page.getByLabel(ada.t("member.erase_confirm", { number: "4" })).fill("4");
    await ada.visitor.expectAccessible("an erasure to confirm");
    await ada.button("member.erase").click();
    await page.getByRole("status").getByText(ada.t("member.erased")).waitFor();
    await page.getByText("Di Luca").first().waitFor({ state: "detached" });
  });

  test("a program gets a key that is shown once, and loses it", async () => {
    await ada.follow(ada.t("nav.settings"), ada.t("settings.title"));
    await ada.follow(ada.t("tokens.title"), ada.t("tokens.title"));
    await ada.field("tokens.label").fill("Export");
    await ada.page.getByLabel(ada.t("scope.register")).check();
    await ada.button("tokens.make").click();
    const secret = await ada.page.getByLabel(ada.t("tokens.secret", { label: "Export" })).inputValue();
    await ada.visitor.expectAccessible("a key");
    const asked = () => fetch(`${server.url}/api/v1/members`, { headers: { authorization: `Bearer ${secret}` } });
    assert.equal((await asked()).status, 200);
    await ada.press(`${ada.t("tokens.revoke")} Export`);
    await ada.saved();
    assert.equal((await asked()).status, 401);
  });

  test("all of it is read in the audit, under the office that it needed", async () => {
    await ada.follow(ada.t("nav.settings"), ada.t("settings.title"));
    await ada.follow(ada.t("audit.title"), ada.t("audit.title"));
    const acts = ada.page.locator("li.row .row-title");
    for (const key of ["entry.constitution.enter", "entry.register.import", "entry.office.grant"] as const) {
      await acts.filter({ hasText: ada.t(key) }).first().waitFor();
    }
    await ada.page.locator("li.row").filter({ hasText: ada.t("entry.office.grant") })
      .filter({ hasText: "Ysé Mancini" }).first().waitFor();
    await ada.field("audit.duty").selectOption("keep_register");
    await ada.page.locator("li.row").filter({ hasText: ada.t("audit_what.erased") }).first().waitFor();
    assert.equal(await acts.filter({ hasText: ada.t("entry.office.grant") }).count(), 0);
    await ada.visitor.expectAccessible("the audit");
    await ada.visitor.leave();
  });
}

describe("in French, 320 pixels wide", () => found("fr", NARROW));
describe("in English, 1280 pixels wide", () => found("en", WIDE));

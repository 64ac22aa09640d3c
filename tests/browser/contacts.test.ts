/* A member corrects how they are reached from the screen: a telephone number at once, an address once its code is entered. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";

import { PostOffice, Time } from "../http/post.ts";
import { Society } from "../http/society.ts";
import { NARROW, Visitor, openBrowser } from "./support.ts";

const STEP = 60_000;
const society = new Society();
let office: PostOffice;
let time: Time;
let browser: Browser;
let visitor: Visitor;

before(async () => {
  office = await PostOffice.reserve();
  await office.start();
  time = new Time(society);
  await society.open(time.at);
  await society.admin.put("/api/v1/society/mail",
    { body: { url: office.url, from: "bureau@lessept.example", starttls: false }, expect: 200 });
  /* No space in it, and longer than a narrow screen is wide. */
  const ada = await society.enter({ name: "Ada".repeat(20), person: { email: "ada@example.org", language: "fr" } });
  const api = await society.browserOf(ada);
  browser = await openBrowser();
  visitor = await Visitor.enter(browser, society.server.url, { viewport: NARROW, locale: "fr-FR" });
  visitor.page.setDefaultTimeout(STEP);
  const [name = "", value = ""] = (api.cookie ?? "").split("=");
  await visitor.page.context().addCookies([{ name, value, url: society.server.url }]);
});

after(async () => {
  await browser?.close();
  await office?.stop();
  await society.close();
});

test("a member gives another address, proves it by the code of its letter, and sees it hold", async () => {
  const { page } = visitor;
  await page.goto("/me/data");
  const section = page.locator("section", { has: page.getByRole("heading", { name: "Comment me joindre" }) });
  await section.getByRole("definition").filter({ hasText: "ada@example.org" }).waitFor();
  await section.locator("summary").click();
  await visitor.expectAccessible("contacts being corrected");
  await page.getByLabel("Adresse de courriel").fill("ada@nouvelle.example");
  await page.getByLabel("Téléphone", { exact: true }).fill("06 12 34");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await section.getByText("ada@nouvelle.example reçoit une lettre avec un code.", { exact: false }).waitFor();
  await section.getByRole("definition").filter({ hasText: "06 12 34" }).waitFor();
  await section.getByRole("definition").filter({ hasText: "ada@example.org" }).waitFor();
  await visitor.expectAccessible("an address that waits for its code");

  await time.passUntil(() => office.to("ada@nouvelle.example").length > 0, "the letter");
  const code = /\b\d{8}\b/.exec(office.to("ada@nouvelle.example")[0]?.text ?? "")?.[0] ?? "";
  await page.getByLabel("Les huit chiffres de la lettre").fill("0000 0000");
  await page.getByRole("button", { name: "Confirmer cette adresse" }).click();
  await section.getByText("Ce code n’est pas celui qui a été envoyé", { exact: false }).first().waitFor();
  await page.getByLabel("Les huit chiffres de la lettre").fill(`${code.slice(0, 4)} ${code.slice(4)}`);
  await page.getByRole("button", { name: "Confirmer cette adresse" }).click();
  await section.getByRole("definition").filter({ hasText: "ada@nouvelle.example" }).waitFor();
  assert.equal(await page.getByLabel("Les huit chiffres de la lettre").count(), 0);
  await time.passUntil(() => office.to("ada@example.org").length > 0, "the letter to the former address");
  visitor.forgive(/status of 422/);
  await visitor.leave();
});

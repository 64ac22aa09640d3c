/*
 * consents.test.ts - from the screens: a member agrees to be named to everyone and takes it back, a visitor sees it at
 * once; and an administrator is told, while they look, that somebody floods the sign-in by mail.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";

import { Day } from "../http/assembly_day.ts";
import type { Named } from "../http/society.ts";
import type { Api } from "../http/support.ts";
import { NARROW, Visitor, openBrowser } from "./support.ts";

const STEP = 60_000;
const day = new Day();
let [resolution, contribution] = ["", ""];
let browser: Browser;
let ada: Visitor, bureau: Visitor, visitor: Visitor;

async function enter(api?: Api): Promise<Visitor> {
  const each = await Visitor.enter(browser, day.server.url, { viewport: NARROW, locale: "fr-FR" });
  each.page.setDefaultTimeout(STEP);
  const [name = "", value = ""] = (api?.cookie ?? "").split("=");
  if (api !== undefined) await each.page.context().addCookies([{ name, value, url: day.server.url }]);
  return each;
}

before(async () => {
  await day.prepare(1);
  [resolution = ""] = await day.resolutions();
  const member = await day.enter({ name: "Ada Colonna" });
  const by = await day.browserOf(member);
  contribution = (await by.post<Named>(`/api/v1/resolutions/${resolution}/contributions`,
    { body: { kind: "for", text: "Oui, pour le toit." }, expect: 201 })).body.id;
  await day.admin.put("/api/v1/society/mail",
    { body: { url: "smtp://127.0.0.1:9", from: "bureau@lessept.example", starttls: false }, expect: 200 });
  const officer = await day.officer("administrator");
  browser = await openBrowser();
  [ada, bureau, visitor] = [await enter(by), await enter(officer), await enter()];
});
after(async () => {
  await browser?.close();
  await day.close();
});

test("a member shows their name to everyone, and takes it back", async () => {
  const section = ada.page.locator("section", { has: ada.page.getByRole("heading", { name: "Ce que j’accepte" }) });
  const look = async (shown: boolean) => {
    await visitor.page.goto(`/resolutions/${resolution}`);
    await visitor.page.getByText("Oui, pour le toit.").first().waitFor();
    assert.equal(await visitor.page.getByText("Ada Colonna").count() > 0, shown);
  };
  await look(false);
  await ada.page.goto("/me/data");
  await section.getByText("seuls les membres voient votre nom").waitFor();
  await section.getByRole("button", { name: "Montrer mon nom à tout le monde" }).click();
  await section.getByText("tout le monde voit votre nom", { exact: true }).waitFor();
  await ada.expectAccessible("a name that is shown");
  await look(true);
  await section.getByRole("button", { name: "Ne plus montrer mon nom" }).click();
  await section.getByText("seuls les membres voient votre nom").waitFor();
  await section.getByText("Historique").click();
  assert.equal(await section.getByRole("listitem").count(), 2);
  await look(false);
  assert.notEqual(contribution, "");
});

test("an administrator sees an alarm as it is raised, and what it is about", async () => {
  await bureau.page.goto("/admin/settings");
  await bureau.page.getByRole("heading", { name: "Durées de conservation" }).waitFor();
  const alarm = bureau.page.getByRole("alert").filter({ hasText: "Quelqu’un essaie peut-être d’entrer" });
  assert.equal(await alarm.count(), 0);
  for (let i = 0; i < 6; i += 1) {
    await day.anyone().post("/api/v1/session/links", { body: { email: "ada@example.org" }, expect: 202 });
  }
  await alarm.getByText("pour une même adresse", { exact: false }).waitFor();
  await bureau.expectAccessible("an alarm");
  for (const each of [ada, bureau, visitor]) await each.leave();
});

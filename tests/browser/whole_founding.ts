/*
 * whole_founding.ts - what the administrator does first: the society founded in steps, and its assembly prepared and
 * convened.
 */
import assert from "node:assert/strict";

import type { Key } from "../../web/src/i18n.ts";
import { ADA, HEDGE, MEETING, MEETS, MEMBERS, type Person, ROOF, type World, addressOf } from "./whole_people.ts";

const TEMPLATE = "scic-majority";

/* The colleges of the template, with the weights that the founders give them. */
export const COLLEGES = [
  { id: "users", fr: "Usagers", en: "Users", percent: 40 },
  { id: "employees", fr: "Salariés", en: "Employees", percent: 30 },
  { id: "producers", fr: "Producteurs", en: "Producers", percent: 20 },
  { id: "public", fr: "Collectivités publiques", en: "Public bodies", percent: 10 },
] as const;

const register = () => [
  "number;name;email;category;college;admitted_on",
  ...MEMBERS.map(({ name, category }, index) =>
    [index + 1, name, addressOf(name), category, category, "2026-01-01"].join(";")),
  "",
].join("\r\n");

export async function comes(world: World): Promise<Person> {
  const ada = await world.enter();
  await ada.signInByLink(world.firstLink);
  await ada.reads(ADA);
  await ada.readsKey("me.no_member");
  await ada.follow(ada.t("nav.founding"), ada.t("founding.title"));
  await ada.readsKey("founding.progress", { count: 0, total: 5 });
  return ada;
}

const goOn = (ada: Person, step: Key, heading: Key) =>
  ada.follow(ada.t("founding.next", { step: ada.t(step) }), ada.t(heading));

export async function says(ada: Person): Promise<void> {
  await ada.page.getByRole("link", { name: ada.t("founding_step.society") }).click();
  await ada.see(ada.t("settings.title"));
  await ada.field("settings.contact").fill("semeurs@example.org");
  await ada.button("settings.notice_propose").click();
  await ada.button("action.save").first().click();
  await ada.saved();
  await goOn(ada, "founding_step.statutes", "constitution.title");
}

/* From a template, with other weights; the law is with them while they are typed. */
export async function givesStatutes(ada: Person): Promise<void> {
  const { page } = ada;
  const { language } = ada.world.place;
  await ada.field("template.choose").selectOption(TEMPLATE);
  await ada.button("template.take").click();
  await page.locator("p.announcement").getByText(ada.t("template.taken")).waitFor();
  await ada.readsKey("constitution.valid");
  const college = (name: string) => page.getByRole("group", { name, exact: true }).last();
  await college(COLLEGES[0][language]).getByLabel(ada.t("college.weight")).fill("60 %");
  await ada.reads(language === "fr" ? "Le collège « users » a plus de 50 %" : "more than 50");
  for (const each of COLLEGES) {
    await college(each[language]).getByLabel(ada.t("college.weight")).fill(`${each.percent} %`);
  }
  await ada.readsKey("constitution.valid");
  const allowed = ada.field("constitution.proxy_allowed");
  assert.ok(await allowed.isChecked());
  await ada.field("constitution.max_per_holder").fill("1");
  await ada.readsKey("constitution.valid");
  await ada.button("constitution.save").click();
  await ada.saved();
  await page.getByRole("heading", { name: ada.t("constitution.version_number", { number: 1 }) }).waitFor();
  await goOn(ada, "founding_step.register", "register.title");
}

/* Drops the file of the members on the screen. */
export async function entersMembers(ada: Person): Promise<void> {
  const { page } = ada;
  await ada.follow(ada.t("register.import"), ada.t("import.title"));
  const dropped = await page.evaluateHandle((text) => {
    const files = new DataTransfer();
    files.items.add(new File([text], "membres.csv", { type: "text/csv" }));
    return files;
  }, register());
  await page.locator(".drop").dispatchEvent("drop", { dataTransfer: dropped });
  await page.getByRole("cell", { name: addressOf(MEMBERS[0].name) }).waitFor();
  await ada.button("import.preview").click();
  await ada.readsKey("import.would", { count: MEMBERS.length });
  await ada.button("import.import").click();
  await ada.readsKey("import.done", { count: MEMBERS.length });
  await ada.follow(ada.t("nav.register"), ada.t("register.title"));
  await ada.readsKey("register.found", { count: MEMBERS.length });
  await goOn(ada, "founding_step.offices", "offices.title");
}

/* Two tellers, without whom no paper vote counts; then the server of the mail. */
export async function givesOffices(ada: Person): Promise<void> {
  const { page, world } = ada;
  for (const name of ["Gil Orsini", "Ida Colonna"]) {
    await ada.field("offices.role").selectOption("teller");
    await ada.field("offices.member").fill(name.slice(0, 3));
    await page.getByRole("button", { name }).click();
    await ada.button("offices.grant").click();
    await page.getByRole("heading", { level: 3, name: `${ada.t("role.teller")} · ${name}` }).waitFor();
  }
  await goOn(ada, "founding_step.mail", "mail.title");
  await ada.field("mail.url").fill(world.office.url);
  await ada.field("mail.from").fill("semeurs@example.org");
  await ada.field("mail.starttls").uncheck();
  await ada.button("action.save").click();
  await ada.readsKey("mail.well", { url: world.office.url });
  await ada.follow(ada.t("founding.all"), ada.t("founding.title"));
  await ada.readsKey("founding.progress", { count: 5, total: 5 });
}

export async function preparesAssembly(ada: Person): Promise<void> {
  await ada.follow(ada.t("founding.assembly"), ada.t("assemblies.new"));
  await ada.field("assembly.title").fill(MEETING);
  await ada.field("assembly.meets").fill(MEETS.typed);
  await ada.field("assembly.place").fill("Corte");
  await ada.button("assembly.create").click();
  await ada.see(MEETING);
  const form = await ada.unfold("resolution.add");
  for (const [index, { title, text }] of [ROOF, HEDGE].entries()) {
    await ada.field("resolution.title", form).fill(title);
    await ada.field("resolution.text", form).fill(text);
    await ada.button("resolution.add", "", form).click();
    await ada.page.getByRole("link", { name: `${index + 1}. ${title}` }).waitFor();
  }
  await ada.page.getByRole("heading", { name: ada.t("calendar.title"), exact: true }).waitFor();
  await ada.confirm("assembly.convene");
  await ada.stands("assembly_state.convened");
  await ada.settle();
  await ada.visitor.expectAccessible("an assembly that is convened");
}

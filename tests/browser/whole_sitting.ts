/*
 * whole_sitting.ts - the day of the assembly: the administrator opens the sitting, brings members in, names the
 * officers, and puts a motion, an election and a second motion to the vote; everybody votes as they can; she closes,
 * two keepers open the box, and the minutes are drawn, written and approved.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { AMENDED, passphraseOf } from "./whole_before.ts";
import { CANDIDATES, ELECTION, HEDGE, MEETING, MEMBERS, type Name, type Person, ROOF, type World } from "./whole_people.ts";

/* Ed stays at home, and Bo has given his vote to Cy. */
export const PRESENT = ["Cy Rossi", "Di Luca", "Flo Paoli", "Gil Orsini", "Ida Colonna"] as const;
const BUREAU = [["chair", "Cy Rossi"], ["secretary", "Di Luca"]] as const;
const SCRUTINEERS = ["Gil Orsini", "Ida Colonna"] as const;
const DIGITS = "0420";

const toMeeting = async (person: Person): Promise<void> => {
  await person.follow(person.t("nav.assemblies"), person.t("assemblies.title"));
  await person.follow(MEETING, MEETING);
};

async function toSitting(ada: Person): Promise<void> {
  await toMeeting(ada);
  await ada.follow(ada.t("sitting.go"), ada.t("sitting.title", { title: MEETING }));
}

/* --- the room --------------------------------------------------------------------------------------- */

/* The screen on the wall, where nobody is signed in. */
export async function wallHangs(world: World): Promise<Person> {
  const wall = await world.enter();
  await wall.page.goto("/");
  await toMeeting(wall);
  const room = await wall.page.getByRole("link", { name: wall.t("room.open") }).getAttribute("href");
  await wall.page.goto(room ?? "");
  await wall.see(MEETING);
  return wall;
}

export async function adaOpens(ada: Person, wall: Person): Promise<void> {
  const { page } = ada;
  await toSitting(ada);
  await ada.confirm("assembly.open");
  await ada.button("sitting.suspend").waitFor();
  await ada.follow(ada.t("attendance.title"), ada.t("attendance.title"));
  for (const name of PRESENT) {
    await ada.field("attendance.add").fill(name.slice(0, 3));
    await page.getByRole("button", { name: ada.t("text.pair", { name: ada.t("attendance.enter"), value: name }) }).click();
    await ada.button("attendance.leave", name).waitFor();
  }
  const quorum = { present: PRESENT.length + 1, members: MEMBERS.length };
  await wall.readsKey("quorum.present", quorum);
  await wall.page.locator(".tag", { hasText: wall.t("quorum.met") }).waitFor();
}

/* Names the officers among those in the room, and takes up the first text. */
export async function adaSteers(ada: Person, wall: Person): Promise<void> {
  const { page } = ada;
  await toSitting(ada);
  await ada.readsKey("quorum.present", { present: PRESENT.length + 1, members: MEMBERS.length });
  await ada.unfold("bureau.form");
  const choose = (label: string, name: string) =>
    page.getByRole("combobox", { name: label, exact: true }).selectOption({ label: name });
  for (const [role, name] of BUREAU) await choose(ada.t(`bureau.${role}`), name);
  for (const [index, name] of SCRUTINEERS.entries()) await choose(ada.t("bureau.scrutineer", { number: index + 1 }), name);
  await ada.button("bureau.form").click();
  await page.getByRole("definition").filter({ hasText: "Cy Rossi" }).first().waitFor();
  await ada.button("sitting.take_up", ROOF.title).click();
  await ada.button("sitting.leave", ROOF.title).waitFor();
  await wall.page.locator(".room-now", { hasText: ROOF.title }).waitFor();
}

/* --- polls ------------------------------------------------------------------------------------------ */

async function opens(ada: Person): Promise<void> {
  await ada.confirm("poll.call");
  await ada.stands("poll_state.called");
  await ada.confirm("poll.open");
  await ada.stands("poll_state.open");
}

export async function adaPutsMotion(ada: Person, title: string): Promise<void> {
  await toSitting(ada);
  await ada.follow(ada.t("text.pair", { name: ada.t("poll.new"), value: title }), ada.t("poll.new"));
  const chosen = ada.field("poll.resolution").locator("option:checked");
  assert.match(await chosen.innerText(), new RegExp(`${title}$`));
  await ada.button("poll.create").click();
  await ada.see(title);
  await opens(ada);
}

/* In secret, in one college, with three keepers. */
export async function adaCallsElection(ada: Person): Promise<void> {
  const { page } = ada;
  await toMeeting(ada);
  await ada.follow(ada.t("poll.new"), ada.t("poll.new"));
  await ada.radio("poll_kind.election").check();
  await ada.field("poll.title").fill(ELECTION);
  for (const [index, name] of CANDIDATES.entries()) {
    await page.getByLabel(ada.t("poll.candidate", { number: index + 1 }), { exact: true }).fill(name);
  }
  await ada.field("poll.electorate").selectOption("users");
  await ada.radio("poll.secrecy_secret").check();
  await ada.button("poll.create").click();
  await ada.see(ELECTION);
  await ada.follow(ada.t("poll.keepers"), ada.t("keepers.title"));
  for (const name of ["Cy Rossi", "Di Luca", "Gil Orsini"]) {
    await ada.field("keepers.search").fill(name.slice(0, 3));
    await page.getByRole("button", { name: ada.t("text.pair", { name: ada.t("keepers.add"), value: name }) }).first().click();
    await page.getByRole("list", { name: ada.t("urn.keepers") }).getByText(name, { exact: true }).waitFor();
  }
  await ada.button("keepers.name").click();
  await ada.saved();
  await ada.follow(ELECTION, ELECTION);
  await opens(ada);
}

/* --- votes ------------------------------------------------------------------------------------------ */

async function toBallot(person: Person, title: string, whose: string): Promise<void> {
  await person.follow(person.t("nav.me"), person.t("me.title"));
  await person.follow(person.t("text.pair", { name: person.t("action.vote"), value: `${title}, ${whose}` }), person.t("ballot.title", { title }));
}

async function reviews(person: Person): Promise<void> {
  await person.button("ballot.to_review").click();
  await person.page.getByRole("heading", { name: person.t("ballot.review") }).waitFor();
  await person.settle();
  await person.visitor.expectFits("a ballot under review");
}

async function casts(person: Person): Promise<void> {
  await person.button("ballot.confirm").click();
  await person.page.getByRole("heading", { name: person.t("ballot.cast") }).waitFor();
}

export async function votes(person: Person, title: string, mark: "for" | "against", principal?: Name): Promise<void> {
  const whose = principal === undefined ? person.t("me.for_self") : person.t("me.for_principal", { name: principal });
  await toBallot(person, title, whose);
  if (title === ROOF.title) await person.reads(AMENDED);
  await person.readsKey("ballot.open_vote");
  await person.radio(`motion.${mark}`).check();
  await reviews(person);
  await casts(person);
}

/* What the voter of a secret poll keeps. */
export interface Kept {
  readonly code: string;
  readonly file: string;
}

export async function votesInSecret(person: Person, approved: readonly string[]): Promise<Kept> {
  const { page } = person;
  await toBallot(person, ELECTION, person.t("me.for_self"));
  await person.readsKey("secret.promise");
  for (const name of approved) await page.getByRole("checkbox", { name, exact: true }).check();
  await reviews(person);
  await person.field("secret.digits").fill(DIGITS);
  await casts(person);
  await person.visitor.expectAccessible("what a voter in secret keeps");
  const code = await page.locator(".definition", { hasText: person.t("secret.code") }).locator("dd").innerText();
  assert.match(code, new RegExp(`-${DIGITS}$`));
  const [download] = await Promise.all([page.waitForEvent("download"), person.button("receipt.save").click()]);
  return { code, file: readFileSync((await download.path()) ?? "", "utf8") };
}

/* Flo votes on paper: one teller enters it, then another, who does not see what the first read. */
export async function entersPaper(teller: Person): Promise<void> {
  const { page } = teller;
  await toMeeting(teller);
  await teller.follow(teller.t("sitting.join"), teller.t("sitting.title", { title: MEETING }));
  await teller.follow(teller.t("text.pair", { name: teller.t("poll.papers"), value: HEDGE.title }), teller.t("papers.title", { title: HEDGE.title }));
  await teller.field("papers.search").fill("Flo");
  await page.getByRole("button", { name: /Flo Paoli/ }).click();
  await teller.radio("motion.for").check();
  await teller.button("papers.enter").click();
  await page.getByRole("heading", { level: 3, name: "Flo Paoli" }).waitFor();
  await teller.readsKey("papers.other_teller");
}

export async function confirmsPaper(teller: Person): Promise<void> {
  await teller.follow(teller.t("nav.me"), teller.t("me.title"));
  await teller.follow(teller.t("text.pair", { name: teller.t("me.see_poll"), value: HEDGE.title }), HEDGE.title);
  await teller.follow(teller.t("poll.papers"), teller.t("papers.title", { title: HEDGE.title }));
  const card = teller.page.locator("li.card").filter({ hasText: "Flo Paoli" });
  const form = await teller.unfold("papers.confirm", card);
  await teller.radio("motion.for", form).check();
  await teller.button("papers.confirm", "", form).click();
  await card.locator(".tag", { hasText: teller.t("paper_state.cast") }).waitFor();
}

/* --- the close -------------------------------------------------------------------------------------- */

export async function adaCloses(ada: Person, wall: Person): Promise<void> {
  const { page } = ada;
  await wall.page.getByRole("heading", { name: wall.t("room.vote") }).first().waitFor();
  assert.equal(await wall.page.getByRole("heading", { name: wall.t("result.title") }).count(), 0);
  await toSitting(ada);
  for (const title of [ROOF.title, HEDGE.title, ELECTION]) {
    const summary = page.locator("summary", { hasText: ada.t("text.pair", { name: ada.t("poll.close"), value: title }) });
    const closing = page.locator("details").filter({ has: summary }).last();
    await summary.click();
    await ada.field("poll.reason", closing).fill("Tous les présents ont voté.");
    await ada.confirm("poll.close", closing);
    await summary.waitFor({ state: "detached" });
  }
  await wall.page.getByText(wall.t("verdict.adopted"), { exact: true }).waitFor();
}

export async function givesShare(keeper: Person, name: Name): Promise<void> {
  await keeper.follow(keeper.t("nav.me"), keeper.t("me.title"));
  await keeper.follow(keeper.t("text.pair", { name: keeper.t("poll.open_urn"), value: ELECTION }), keeper.t("urn.title"));
  await keeper.field("keeper.passphrase").fill(passphraseOf(name));
  await keeper.button("urn.give").click();
}

/* --- the minutes ------------------------------------------------------------------------------------ */

const DEBATE = "Le choix des ardoises a été expliqué.";

export async function adaDraws(ada: Person): Promise<void> {
  const { page } = ada;
  await toSitting(ada);
  await ada.confirm("assembly.end");
  await ada.follow(ada.t("minutes.title"), ada.t("minutes.of", { title: MEETING }));
  await ada.button("minutes.draw").click();
  await page.getByLabel(ada.t("minutes.item", { title: `1. ${ROOF.title}` })).fill(DEBATE);
  await ada.button("minutes.save").click();
  await page.locator("summary", { hasText: ada.t("minutes.versions", { count: 2 }) }).waitFor();
  await page.locator(".minutes", { hasText: DEBATE }).waitFor();
  await ada.visitor.expectAccessible("minutes being written");
}

export async function approves(officer: Person): Promise<void> {
  await toMeeting(officer);
  await officer.follow(officer.t("minutes.title"), officer.t("minutes.of", { title: MEETING }));
  await officer.page.locator(".minutes", { hasText: DEBATE }).waitFor();
  await officer.confirm("minutes.approve");
  await officer.button("minutes.approve").waitFor({ state: "detached" });
}

export async function readsMinutes(reader: Person): Promise<void> {
  const { page } = reader;
  await toMeeting(reader);
  await reader.follow(reader.t("minutes.title"), reader.t("minutes.of", { title: MEETING }));
  await page.getByText(reader.t("minutes_state.published"), { exact: true }).waitFor();
  await page.locator(".minutes", { hasText: DEBATE }).waitFor();
  const [markdown] = await Promise.all([
    page.waitForEvent("download"), page.getByRole("link", { name: reader.t("minutes.markdown") }).click()]);
  const text = readFileSync((await markdown.path()) ?? "", "utf8");
  assert.ok(text.includes(AMENDED), "the minutes have the text that was voted");
  await reader.button("minutes.pdf").click();
  const [pdf] = await Promise.all([
    page.waitForEvent("download"), page.getByRole("link", { name: reader.t("minutes.pdf_ready") }).click()]);
  assert.equal(readFileSync((await pdf.path()) ?? "").subarray(0, 5).toString(), "%PDF-");
}

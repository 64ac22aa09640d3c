/*
 * whole_before.ts - what members do once they are convened: they read and write about a text, one changes it and others
 * support the change, one gives a proxy, three make the keys of the box; the board takes the change in.
 */
import { ADA, MEETING, type Name, type Person, ROOF, type World } from "./whole_people.ts";

export const ARGUMENT = "Il pleut dans la salle depuis l’automne.";
export const [FROM, TO] = ["tuiles", "ardoises"];
export const AMENDED = ROOF.text.replace(FROM, TO);

const contribution = ({ page }: Person, words: string) =>
  page.locator("article.said").filter({ has: page.locator(":scope > .written", { hasText: words }) });

/* From what awaits them to the first text of the agenda. */
async function opensRoof(person: Person): Promise<void> {
  await person.follow(MEETING, MEETING);
  await person.follow(`1. ${ROOF.title}`, ROOF.title);
}

/* Bo has a link that Ada made for him on the screen, and hands to him. */
export async function boComes(world: World, ada: Person): Promise<Person> {
  await ada.follow(ada.t("nav.register"), ada.t("register.title"));
  await ada.follow("Bo Mattei", "Bo Mattei");
  await ada.button("link.make").click();
  const link = await ada.field("link.label").inputValue();
  const bo = await world.enter();
  await bo.signInByLink(link);
  return bo;
}

export async function boWrites(bo: Person): Promise<void> {
  const { page } = bo;
  await opensRoof(bo);
  await bo.reads(ROOF.text);
  await bo.button("debate.write").click();
  await bo.radio("contribution_kind.for").check();
  await bo.field("debate.text").fill(ARGUMENT);
  await bo.button("debate.publish").click();
  await contribution(bo, ARGUMENT).waitFor();

  await bo.follow(bo.t("amendments.propose"), bo.t("amendment_new.title", { title: ROOF.title }));
  await bo.field("amendment_new.text").fill(AMENDED);
  await page.locator("ins", { hasText: TO }).waitFor();
  await page.locator("del", { hasText: FROM }).waitFor();
  await bo.button("amendment_new.submit").click();
  await bo.see(bo.t("amendment.of", { author: "Bo Mattei" }));
}

export async function boGivesProxy(bo: Person): Promise<void> {
  const { page } = bo;
  await bo.follow(bo.t("nav.proxies"), bo.t("proxies.title"));
  await bo.field("proxy.search").fill("Cy");
  await page.getByRole("button", { name: "Cy Rossi" }).click();
  await bo.button("proxy.give").click();
  await page.getByRole("heading", { name: bo.t("proxy.from_to", { principal: "Bo Mattei", holder: "Cy Rossi" }) }).waitFor();
  await bo.world.leave(bo);
}

/* Cy answers the proxy, endorses what Bo wrote and supports his amendment. */
export async function cyAnswers(cy: Person): Promise<void> {
  const { page } = cy;
  await cy.button("proxy.accept").click();
  await cy.readsKey("me.no_proxy");
  await opensRoof(cy);
  const said = contribution(cy, ARGUMENT);
  await said.getByRole("button", { name: cy.t("debate.endorse") }).click();
  await said.locator('button[aria-pressed="true"]', { hasText: `${cy.t("debate.endorse")} (1)` }).waitFor();
  const amendment = cy.t("amendment.of", { author: "Bo Mattei" });
  await cy.follow(amendment, amendment);
  await cy.button("amendment.do_support").click();
  await page.locator('button[aria-pressed="true"]', { hasText: cy.t("amendment.do_support") }).waitFor();
}

export const passphraseOf = (name: Name): string => `la maison de ${name} est bleue`;

export async function makesKey(person: Person, name: Name): Promise<void> {
  await person.follow(person.t("nav.me"), person.t("me.title"));
  await person.follow(person.t("keeper.title"), person.t("keeper.title"));
  await person.readsKey("keeper.none");
  await person.field("keeper.passphrase").fill(passphraseOf(name));
  await person.field("keeper.again").fill(passphraseOf(name));
  await person.button("keeper.make").click();
  await person.readsKey("keeper.have");
  await person.settle();
  /* The key was looked for before it was made. */
  person.visitor.forgive(/status of 404 .*\/api\/v1\/me\/keeper\)$/);
}

/* For the board, the words of the amendment go in the text. */
export async function adaTakesIn(ada: Person): Promise<void> {
  await ada.follow(ada.t("nav.assemblies"), ada.t("assemblies.title"));
  await opensRoof(ada);
  const amendment = ada.t("amendment.of", { author: "Bo Mattei" });
  await ada.follow(amendment, amendment);
  await ada.readsKey("amendment.supporters", { count: 1 });
  await ada.confirm("amendment.accept");
  await ada.page.locator(".tag", { hasText: ada.t("amendment_state.accepted") }).waitFor();
  await ada.follow(ROOF.title, ROOF.title);
  await ada.confirm("amendments.consolidate");
  await ada.reads(AMENDED);
  await ada.page.locator("summary", { hasText: ada.t("resolution.versions", { count: 2 }) }).waitFor();
  await ada.reads(ADA);
}

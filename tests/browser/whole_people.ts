/*
 * whole_people.ts - who takes part in the whole assembly of whole.test.ts: each in a browser of their own, in one
 * language and on one size of screen, by links and codes that they get as people do. All clocks are one.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";

import type { Key, Language, Values } from "../../web/src/i18n.ts";
import { translate } from "../../web/src/i18n.ts";
import { matchPath } from "../../web/src/router.ts";
import { PostOffice, until } from "../http/post.ts";
import { Server, palabre, scratch, tokensIn } from "../http/support.ts";
import { NARROW, Visitor } from "./support.ts";

const STEP_MS = 60_000;

/* Four weeks, with a change of season between. */
const FOUNDED = new Date("2026-03-02T09:00:00Z");
export const MEETS = { typed: "2026-03-30T18:00", at: new Date("2026-03-30T16:00:00Z") };

export const SOCIETY = "Les Semeurs";
export const MEETING = "Assemblée de printemps";
export const ROOF = { title: "Refaire le toit", text: "Le toit est refait cet été, en tuiles. Le bureau choisit l’entreprise." };
export const HEDGE = { title: "Planter une haie", text: "Une haie est plantée au nord du terrain." };
export const ELECTION = "Qui représente les usagers";
export const CANDIDATES = ["Ed Santini", "Flo Paoli"] as const;

/* Who is in the register, in its order. Ada, who founds the society, is not a member. */
export const MEMBERS = [
  { name: "Bo Mattei", category: "users" },
  { name: "Cy Rossi", category: "users" },
  { name: "Di Luca", category: "users" },
  { name: "Ed Santini", category: "users" },
  { name: "Flo Paoli", category: "users" },
  { name: "Gil Orsini", category: "employees" },
  { name: "Ida Colonna", category: "producers" },
] as const;
export type Name = (typeof MEMBERS)[number]["name"] | "Ada Venturi";
export const ADA = "Ada Venturi";

export const addressOf = (name: string): string => `${name.split(" ")[0]?.toLowerCase()}@example.org`;

export interface Place {
  readonly language: Language;
  readonly viewport: typeof NARROW;
  readonly colorScheme: "light" | "dark";
}

/* The society, its clock, its mail, and the browsers of those who take part. */
export class World {
  readonly place: Place;
  readonly office: PostOffice;
  readonly firstLink: string;
  /* Screens on which every rule of accessibility was looked at. */
  readonly seen = new Set<string>();
  now = FOUNDED;
  readonly #folder: ReturnType<typeof scratch>;
  readonly #server: Server;
  readonly #browser: Browser;
  readonly #people: Person[] = [];

  private constructor(place: Place, browser: Browser, parts: { folder: ReturnType<typeof scratch>; server: Server;
    office: PostOffice; firstLink: string; }) {
    this.place = place;
    this.office = parts.office;
    this.firstLink = parts.firstLink;
    this.#folder = parts.folder;
    this.#server = parts.server;
    this.#browser = browser;
  }

  /* An empty society: all that the command line does of this story. */
  static async begin(place: Place, browser: Browser): Promise<World> {
    const folder = scratch();
    const db = join(folder.path, "coop.palabre");
    const firstLink = palabre(["init", "--db", db, "--log-name", "semeurs.example/log", "--name", SOCIETY,
      "--admin-name", ADA, "--admin-email", addressOf(ADA)], 0, FOUNDED);
    const server = await Server.start({ db, clock: FOUNDED });
    const office = await PostOffice.reserve();
    await office.start();
    return new World(place, browser, { folder, server, office, firstLink });
  }

  async end(): Promise<void> {
    await this.office.stop();
    await this.#server.stop();
    this.#folder.remove();
  }

  /* Somebody opens a browser. */
  async enter(): Promise<Person> {
    const { language, viewport, colorScheme } = this.place;
    const locale = language === "fr" ? "fr-FR" : "en-GB";
    const visitor = await Visitor.enter(this.#browser, this.#server.url, { viewport, colorScheme, locale, acceptDownloads: true });
    visitor.page.setDefaultTimeout(STEP_MS);
    await visitor.page.clock.setFixedTime(this.now);
    const person = new Person(visitor, this);
    this.#people.push(person);
    return person;
  }

  async enterByCode(name: Name): Promise<Person> {
    const person = await this.enter();
    await person.signInByCode(name);
    return person;
  }

  /* Everybody's clock says that it is then; a request wakes the server, which looks at its own. */
  async goTo(instant: Date): Promise<void> {
    this.now = instant;
    this.#server.setClock(instant);
    for (const { page } of this.#people) await page.clock.setFixedTime(instant);
    await (await fetch(`${this.#server.url}/healthz`)).arrayBuffer();
  }

  /* The text of the next letter to an address, of which there were so many. */
  async letterTo(address: string, before: number): Promise<string> {
    await until(async () => {
      if (this.office.to(address).length > before) return true;
      await this.goTo(new Date(this.now.getTime() + 1000));
      return false;
    }, `a letter to ${address}`);
    return this.office.to(address).at(-1)?.text ?? "";
  }

  async leave(person: Person): Promise<void> {
    this.#people.splice(this.#people.indexOf(person), 1);
    await person.visitor.leave();
  }

  /* Nothing went wrong in anybody's browser. */
  async leaveAll(): Promise<void> {
    for (const person of [...this.#people]) await this.leave(person);
  }
}

/* Somebody at a screen. Names of what they press and read are looked up in their language. */
export class Person {
  readonly visitor: Visitor;
  readonly world: World;

  constructor(visitor: Visitor, world: World) {
    this.visitor = visitor;
    this.world = world;
  }

  get page(): Page {
    return this.visitor.page;
  }

  t(key: Key, values?: Values): string {
    return translate(this.world.place.language, key, values);
  }

  /* --- what they see -------------------------------------------------------------------------------- */

  /* What still loads is not the screen yet. Its rules are looked at the first time that anybody is there. */
  async see(heading: string): Promise<void> {
    await this.page.getByRole("heading", { level: 1, name: heading, exact: true }).waitFor();
    await this.settle();
    const screen = matchPath(new URL(this.page.url()).pathname)?.screen ?? heading;
    if (this.world.seen.has(screen)) {
      await this.visitor.expectFits(heading);
    } else {
      this.world.seen.add(screen);
      await this.visitor.expectAccessible(heading);
    }
  }

  async settle(): Promise<void> {
    await this.page.waitForFunction(() => document.querySelector(".waiting") === null);
  }

  /* Whatever the place on it that they look at. */
  async reads(text: string | RegExp, within: Page | Locator = this.page): Promise<void> {
    await within.getByText(text).first().waitFor();
  }

  async readsKey(key: Key, values?: Values): Promise<void> {
    await this.reads(this.t(key, values));
  }

  async saved(): Promise<void> {
    await this.page.locator("p.announcement").getByText(this.t("state.saved")).waitFor();
  }

  /* The state of the thing on the screen, in a word of that family. */
  async stands(key: Key): Promise<void> {
    await this.page.getByRole("definition").filter({ hasText: new RegExp(`^${this.t(key)}$`) }).first().waitFor();
  }

  /* --- what they do --------------------------------------------------------------------------------- */

  async follow(link: string | RegExp, heading: string): Promise<void> {
    await this.page.getByRole("link", typeof link === "string" ? { name: link, exact: true } : { name: link }).first().click();
    await this.see(heading);
  }

  /* The button of that name, or of that act about something. */
  button(key: Key, about = "", within: Page | Locator = this.page): Locator {
    const name = about === "" ? this.t(key) : this.t("text.pair", { name: this.t(key), value: about });
    return within.getByRole("button", { name, exact: true });
  }

  field(key: Key, within: Page | Locator = this.page): Locator {
    return within.getByLabel(this.t(key), { exact: true });
  }

  radio(key: Key, within: Page | Locator = this.page): Locator {
    return within.getByRole("radio", { name: this.t(key), exact: true });
  }

  /* What is folded under those words. */
  folded(key: Key, within: Page | Locator = this.page): Locator {
    return within.locator("details").filter({ has: this.page.locator("summary", { hasText: this.t(key) }) }).last();
  }

  async unfold(key: Key, within: Page | Locator = this.page): Promise<Locator> {
    const folded = this.folded(key, within);
    await folded.locator("summary").first().click();
    return folded;
  }

  /* A button that asks "sure?" in place. */
  async confirm(key: Key, within: Page | Locator = this.page): Promise<void> {
    const name = this.t(key);
    await within.getByRole("button", { name, exact: true }).click();
    await within.getByRole("group", { name, exact: true }).getByRole("button", { name, exact: true }).click();
  }

  /* --- how they come in ----------------------------------------------------------------------------- */

  async signInByLink(said: string): Promise<void> {
    const [token] = tokensIn(said);
    assert.ok(token, said);
    await this.page.goto(`/#t=${token}`);
    await this.see(this.t("signin.title", { society: SOCIETY }));
    await this.button("action.sign_in").click();
    await this.see(this.t("me.title"));
  }

  /* By a code that is asked for on the screen, and read in a letter. */
  async signInByCode(name: Name): Promise<void> {
    const address = addressOf(name);
    const before = this.world.office.to(address).length;
    await this.page.goto("/");
    await this.follow(this.t("code.title"), this.t("code.title"));
    await this.field("code.email").fill(address);
    await this.button("code.ask").click();
    await this.field("code.code").waitFor();
    const letter = await this.world.letterTo(address, before);
    const code = /(?:^|\D)(\d{8})(?:\D|$)/.exec(letter)?.[1];
    assert.ok(code, letter);
    await this.field("code.code").fill(code);
    await this.button("action.sign_in").click();
    await this.see(this.t("me.title"));
    await this.reads(name);
  }
}

/* A whole assembly by its users, from the founding of the society to the verification of what it decided, each in a
 * browser of their own: an administrator founds, prepares and convenes; members write, amend, give a proxy, keep the
 * box, vote in the open, in secret and on paper; a sitting is held and its minutes published; someone without an
 * account reads the decision from the first argument to the result, and verifies it. The command line gives the very
 * first link; all the rest is done on the screens.
 *
 * Once in French on the smallest screen and at night, once in English on a large one. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";

import { loadLanguage } from "../../web/src/i18n.ts";
import { NARROW, openBrowser } from "./support.ts";
import * as reading from "./whole_after.ts";
import * as debate from "./whole_before.ts";
import * as founding from "./whole_founding.ts";
import { ADA, CANDIDATES, HEDGE, MEETS, type Name, type Person, type Place, ROOF, World } from "./whole_people.ts";
import * as sitting from "./whole_sitting.ts";

const WIDE = { width: 1280, height: 900 };
const MINUTE_MS = 60_000;

let browser: Browser;

before(async () => {
  browser = await openBrowser();
  await Promise.all([loadLanguage("fr"), loadLanguage("en")]);
});
after(() => browser?.close());

/* A society, from its founding on, in one language and on one size of screen. */
class Story {
  world!: World;
  readonly people = new Map<Name | "the wall" | "an observer", Person>();
  /* What a voter in secret kept. */
  kept: sitting.Kept = { code: "", file: "" };

  readonly of = (name: Name | "the wall" | "an observer"): Person => {
    const person = this.people.get(name);
    assert.ok(person, `${name} has not come yet`);
    return person;
  };

  /* What somebody does, a minute later than what was done before. */
  step(title: string, act: () => Promise<void>): void {
    test(title, async () => {
      await this.world.goTo(new Date(this.world.now.getTime() + MINUTE_MS));
      await act();
    });
  }
}

/* The society is founded, and its assembly convened. */
function founds(story: Story): void {
  const { of } = story;
  story.step("an administrator comes by the first link, and finds the way to found the society", async () => {
    story.people.set(ADA, await founding.comes(story.world));
  });
  story.step("she says what it is", () => founding.says(of(ADA)));
  story.step("gives it statutes from a template, with weights of their own", () => founding.givesStatutes(of(ADA)));
  story.step("enters the members from a file that she drops", () => founding.entersMembers(of(ADA)));
  story.step("gives offices, and a server to the mail", () => founding.givesOffices(of(ADA)));
  story.step("prepares an assembly with two resolutions, and convenes it", () => founding.preparesAssembly(of(ADA)));
}

/* Members take part before the day. */
function debates(story: Story): void {
  const { of } = story;
  story.step("a member comes by a link that she makes, reads a text, writes about it and amends it", async () => {
    story.people.set("Bo Mattei", await debate.boComes(story.world, of(ADA)));
    await debate.boWrites(of("Bo Mattei"));
  });
  story.step("and gives a proxy", () => debate.boGivesProxy(of("Bo Mattei")));
  story.step("who holds it accepts, endorses and supports", async () => {
    story.people.set("Cy Rossi", await story.world.enterByCode("Cy Rossi"));
    await debate.cyAnswers(of("Cy Rossi"));
  });
  story.step("three people make the keys of the box", async () => {
    await debate.makesKey(of("Cy Rossi"), "Cy Rossi");
    for (const name of ["Di Luca", "Gil Orsini"] as const) {
      story.people.set(name, await story.world.enterByCode(name));
      await debate.makesKey(of(name), name);
    }
  });
  story.step("the board takes the amendment in, and the text has its words", async () => {
    await debate.adaTakesIn(of(ADA));
    await story.world.leaveAll();
  });
}

/* The sitting opens, and three polls. */
function sits(story: Story): void {
  const { of } = story;
  story.step("four weeks later a screen hangs on the wall, the sitting opens, and the quorum grows", async () => {
    await story.world.goTo(MEETS.at);
    story.people.set("the wall", await sitting.wallHangs(story.world));
    story.people.set(ADA, await story.world.enterByCode(ADA));
    await sitting.adaOpens(of(ADA), of("the wall"));
  });
  story.step("officers are named, and the first text is taken up", () => sitting.adaSteers(of(ADA), of("the wall")));
  story.step("the second text is put to the vote, on paper too", () => sitting.adaPutsMotion(of(ADA), HEDGE.title));
  story.step("and an election in secret, whose keepers are named", () => sitting.adaCallsElection(of(ADA)));
  story.step("and the first text", () => sitting.adaPutsMotion(of(ADA), ROOF.title));
}

/* Everybody votes as they can. */
function votes(story: Story): void {
  const { of } = story;
  story.step("a member votes for himself, for the one who gave him a proxy, and in secret", async () => {
    story.people.set("Cy Rossi", await story.world.enterByCode("Cy Rossi"));
    await sitting.votes(of("Cy Rossi"), ROOF.title, "for");
    await sitting.votes(of("Cy Rossi"), ROOF.title, "for", "Bo Mattei");
    await sitting.votesInSecret(of("Cy Rossi"), CANDIDATES);
  });
  story.step("another votes, and keeps her receipt", async () => {
    story.people.set("Di Luca", await story.world.enterByCode("Di Luca"));
    await sitting.votes(of("Di Luca"), ROOF.title, "against");
    story.kept = await sitting.votesInSecret(of("Di Luca"), [CANDIDATES[0]]);
  });
  story.step("two tellers enter a paper, one after the other, and vote too", async () => {
    for (const name of ["Gil Orsini", "Ida Colonna"] as const) story.people.set(name, await story.world.enterByCode(name));
    await sitting.votes(of("Gil Orsini"), ROOF.title, "for");
    await sitting.entersPaper(of("Gil Orsini"));
    await sitting.votes(of("Ida Colonna"), ROOF.title, "against");
    await sitting.votes(of("Ida Colonna"), HEDGE.title, "against");
    await sitting.confirmsPaper(of("Ida Colonna"));
  });
}

/* What was voted is counted, and told in the minutes. */
function closes(story: Story): void {
  const { of } = story;
  story.step("the polls are closed, and the wall shows a result and nothing before", () => sitting.adaCloses(of(ADA), of("the wall")));
  story.step("two keepers open the box", async () => {
    await sitting.givesShare(of("Cy Rossi"), "Cy Rossi");
    await of("Cy Rossi").readsKey("urn.wait");
    await sitting.givesShare(of("Di Luca"), "Di Luca");
    for (const name of ["Cy Rossi", "Di Luca"] as const) await of(name).readsKey("urn.opened");
  });
  story.step("the sitting ends, and its minutes are drawn and written", () => sitting.adaDraws(of(ADA)));
  story.step("its officers approve them, which publishes them", async () => {
    for (const name of ["Cy Rossi", "Gil Orsini", "Ida Colonna", "Di Luca"] as const) await sitting.approves(of(name));
    await of(ADA).page.getByText(of(ADA).t("minutes_state.published"), { exact: true }).waitFor();
  });
}

/* Someone without an account reads and verifies, and a voter checks. */
function reads(story: Story): void {
  const { of } = story;
  story.step("someone without an account reads the minutes, and takes them away", async () => {
    story.people.set("an observer", await story.world.enter());
    await of("an observer").page.goto("/");
    await sitting.readsMinutes(of("an observer"));
  });
  story.step("reads the way from the first argument to the decision", () => reading.readsDecision(of("an observer")));
  story.step("reads the results, whose figures are right", () => reading.readsResults(of("an observer")));
  story.step("and takes the record away, and verifies it in the browser", () => reading.verifies(of("an observer")));
  story.step("the member finds her ballot again by what she kept", () =>
    reading.checksReceipt(of("Di Luca"), story.kept, CANDIDATES[0]));
  story.step("and nothing went wrong in anybody's browser", () => story.world.leaveAll());
}

function live(place: Place): void {
  const story = new Story();
  before(async () => {
    story.world = await World.begin(place, browser);
  });
  after(() => story.world?.end());
  for (const part of [founds, debates, sits, votes, closes, reads]) part(story);
}

describe("in French, 320 pixels wide, at night", () =>
  live({ language: "fr", viewport: NARROW, colorScheme: "dark" }));
describe("in English, 1280 pixels wide", () =>
  live({ language: "en", viewport: WIDE, colorScheme: "light" }));

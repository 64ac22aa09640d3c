/* Ballots: by every method that the program has, with the keyboard alone, and in French at twice the size; what would spoil one is said and cannot be sent;
 * a ranking by dragging; a cast whose connection is lost, before the server has it and after. What was marked on the
 * screen is what the poll publishes. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, Locator, Page } from "playwright-core";

import { Day, type Poll } from "../http/assembly_day.ts";
import { type Api } from "../http/support.ts";
import { NARROW, Visitor, openBrowser } from "./support.ts";

type Method = { id: string; ballots: string; seats: boolean; options?: string[]; parameters: { name: string; kind: string; default?: string }[] };
type Marks = Record<string, unknown>;

const OPTIONS = ["Ada", "Bruno", "Chiara"];
const COSTS = ["400", "1000/3", "250"];
const SCALE = 5;
const STEP = { timeout: 30_000 };

const day = new Day();
let browser: Browser;
let member = "";
let voter: Api;
let visitor: Visitor;
let page: Page;

before(async () => {
  await day.prepare(4);
  member = await day.enter({ name: "Vera Poli" });
  await day.begin();
  voter = await day.browserOf(member);
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await day.close();
});

/* What is left of a large screen when its reader makes everything twice as large. */
const ENLARGED = { width: 640, height: 450 };

async function come(viewport = NARROW, who = voter, locale = "en-GB"): Promise<Visitor> {
  const someone = await Visitor.enter(browser, day.server.url, { viewport, locale });
  const [name = "", value = ""] = (who.cookie ?? "").split("=");
  await someone.page.context().addCookies([{ name, value, url: day.server.url }]);
  await someone.page.clock.setFixedTime(day.now);
  return someone;
}

async function methods(): Promise<Method[]> {
  return (await day.anyone().get<{ items: Method[] }>("/api/v1/methods")).body.items;
}

let resolutions: string[] = [];

/* A poll by that method, open, for one college, which votes by head: some methods count whole votes alone. */
async function opened(method: Method, fields: object = {}): Promise<Poll> {
  if (method.options) {
    resolutions = resolutions.length > 0 ? resolutions : await day.resolutions();
    return day.opened(day.motion(resolutions.pop(), { method: method.id, electorate: "users", ...fields }));
  }
  const missing = method.parameters.filter(({ kind, default: value }) => kind === "integer" && value === undefined);
  return day.opened(day.motion(undefined, {
    kind: "choice", title: `Par ${method.id}`, class: "ordinary", method: method.id, electorate: "users",
    parameters: Object.fromEntries(missing.map(({ name }) => [name, "2"])), seats: method.seats ? 2 : 1,
    options: OPTIONS.map((label, i) => ({ label, cost: COSTS[i] })), scale: SCALE, budget: "1000", ...fields,
  }));
}

async function enterBooth(poll: Poll): Promise<void> {
  await page.goto(`/polls/${poll.id}/vote/${member}`);
  await page.getByRole("heading", { name: "Your ballot, in the name of Vera Poli" }).waitFor(STEP);
}

/* --- the keyboard alone --------------------------------------------------------------------------- */

async function pressAt(target: Locator, ...keys: string[]): Promise<void> {
  await visitor.tabTo(target);
  for (const key of keys) await page.keyboard.press(key);
}

/* From the top of the page again: Tab goes one way. */
async function fromTheTop(): Promise<void> {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
}

/* Marks a ballot of that kind, and says what it is then. */
const MARKING: Record<string, (poll: Poll) => Promise<Marks>> = {
  /* The second answer: Tab comes to the first of them, an arrow goes on and chooses. */
  choice: async (poll) => {
    await pressAt(page.getByRole("radio").first(), "Space", "ArrowDown");
    assert.ok(await page.getByRole("radio").nth(1).isChecked());
    return { choice: poll.options[1]?.id };
  },
  approves: async () => {
    await pressAt(page.getByRole("checkbox", { name: /^Ada/ }), "Space");
    await pressAt(page.getByRole("checkbox", { name: /^Chiara/ }), "Space");
    return { approves: [0, 2] };
  },
  /* In each group Tab comes to "no opinion", which is marked at first; the arrow before it is the lowest grade. */
  scores: async () => {
    const group = (name: string) => page.getByRole("group", { name, exact: true });
    await pressAt(group("Ada").getByRole("radio").last(), "ArrowUp");
    await pressAt(group("Chiara").getByRole("radio").last(), "ArrowUp", "ArrowUp", "ArrowUp");
    return { scores: [0, null, 2] };
  },
  points: async () => {
    await pressAt(page.getByRole("spinbutton", { name: /^Ada/ }), "3");
    await pressAt(page.getByRole("spinbutton", { name: /^Chiara/ }), "2", "Backspace", "1");
    await page.getByText("Points given in all: 4").waitFor(STEP);
    return { points: [3, 0, 1] };
  },
  /* Ranked one after the other, then moved: each change is said, and the focus stays with what was moved. */
  ranks: async () => {
    const said = page.locator(".announcement");
    await pressAt(page.getByRole("button", { name: /^Rank: .*Bruno/ }), "Enter");
    await said.getByText("Bruno: rank 1 of 1.").waitFor(STEP);
    await pressAt(page.getByRole("button", { name: /^Rank: .*Ada/ }), "Enter");
    const handle = page.getByRole("button", { name: "Move Ada, at rank 2 of 2", exact: true });
    await handle.and(page.locator(":focus")).waitFor(STEP);
    await page.keyboard.press("ArrowUp");
    await said.getByText("Ada: rank 1 of 2.").waitFor(STEP);
    await pressAt(page.getByRole("button", { name: /^Rank: .*Chiara/ }), "Enter", "ArrowUp", "ArrowDown");
    await said.getByText("Chiara: rank 3 of 3.").waitFor(STEP);
    return { ranks: [[0], [1], [2]] };
  },
};

async function castByKeyboard(): Promise<void> {
  await pressAt(page.getByRole("button", { name: "Review my ballot" }), "Enter");
  const review = page.getByRole("heading", { name: "Read your ballot again" });
  await review.and(page.locator(":focus")).waitFor(STEP);
  await visitor.expectAccessible("a ballot under review");
  await pressAt(page.getByRole("button", { name: "Cast this ballot" }), "Enter");
  await page.getByRole("heading", { name: "Your ballot is in the box" }).waitFor(STEP);
}

const cast: { poll: Poll; marks: Marks }[] = [];

test("a vote by every method, with the keyboard alone", async (context) => {
  visitor = await come();
  page = visitor.page;
  const large = await come(ENLARGED, voter, "fr-FR");
  for (const method of await methods()) {
    await context.test(method.id, async () => {
      const poll = await opened(method);
      if (poll.ballot === "none") {
        await page.goto(`/polls/${poll.id}/vote/${member}`);
        await page.getByText("Lots are drawn here: nobody votes.").waitFor(STEP);
        return;
      }
      await large.page.goto(`/polls/${poll.id}/vote/${member}`);
      await large.page.getByRole("heading", { name: "Votre bulletin, au nom de Vera Poli" }).waitFor(STEP);
      await large.expectFits(`a ballot by ${method.id}, in French, twice as large`);
      await large.expectWhole(`a ballot by ${method.id}, in French, twice as large`);
      await enterBooth(poll);
      await visitor.expectNames(`a ballot by ${method.id}`);
      await fromTheTop();
      const mark = MARKING[poll.ballot];
      assert.ok(mark, `the test marks ballots of the kind ${poll.ballot}`);
      const marks = await mark(poll);
      await visitor.expectAccessible(`a ballot by ${method.id}`);
      await castByKeyboard();
      cast.push({ poll, marks });
    });
  }
  await visitor.leave();
  await large.leave();
});

/* --- what would spoil a ballot -------------------------------------------------------------------- */

const review = () => page.getByRole("button", { name: "Review my ballot" });
const find = async (id: string) => (await methods()).find((method) => method.id === id) as Method;

describe("a mark that would spoil the ballot", () => {
  before(async () => {
    visitor = await come();
    page = visitor.page;
  });
  after(() => visitor.leave());

  test("one approval too many is said, and the ballot cannot be sent until it is taken back", async () => {
    await enterBooth(await opened(await find("approval"), { max_length: 2 }));
    for (const name of OPTIONS) await page.getByRole("checkbox", { name: new RegExp(`^${name}`) }).check();
    await page.getByRole("alert").getByText("Your ballot names 3 answers; it may name no more than 2.").waitFor(STEP);
    assert.ok(await review().isDisabled());
    await visitor.expectAccessible("a ballot that would be spoilt");
    await page.getByRole("checkbox", { name: /^Bruno/ }).uncheck();
    await page.getByText("2 answers ticked, of 2 at most").waitFor(STEP);
    assert.ok(await review().isEnabled());
  });

  test("a score above the scale, where scores are typed", async () => {
    await enterBooth(await opened(await find("score"), { scale: 100 }));
    await page.getByRole("spinbutton", { name: /^Ada/ }).fill("101");
    await page.getByRole("alert").getByText("Numbers must be whole, from 0 to 100.").waitFor(STEP);
    assert.ok(await review().isDisabled());
    await page.getByRole("spinbutton", { name: /^Ada/ }).fill("100");
    assert.ok(await review().isEnabled());
  });

  test("two in the first place of a transferable vote; and a later equality, which stops the ballot there", async () => {
    await enterBooth(await opened(await find("stv-wigm")));
    for (const name of OPTIONS) await page.getByRole("button", { name: new RegExp(`^Rank: .*${name}`) }).click();
    await page.getByRole("button", { name: /Equal with the answer above: Bruno/ }).click();
    await page.getByRole("alert").getByText("Only one answer can be first.").waitFor(STEP);
    assert.ok(await review().isDisabled());
    await page.getByRole("button", { name: /Move down: Bruno/ }).click();
    assert.ok(await review().isEnabled());
    await page.getByRole("button", { name: /Equal with the answer above: Chiara/ }).click();
    await page.getByRole("alert").getByText("At rank 2 several answers are equal").waitFor(STEP);
    assert.ok(await review().isEnabled(), "it is no spoilt ballot");
  });

  test("what projects cost together stands beside the budget", async () => {
    await enterBooth(await opened(await find("budget-greedy")));
    await page.getByRole("checkbox", { name: /^Ada/ }).check();
    await page.getByText("The answers ticked cost 400 together; the budget is 1,000.").waitFor(STEP);
  });

  test("a blank ballot is an answer like another", async () => {
    const poll = await opened(await find("schulze"));
    await enterBooth(poll);
    await page.getByRole("checkbox", { name: "Blank ballot" }).check();
    await review().click();
    await page.getByText("Blank ballot", { exact: true }).waitFor(STEP);
    await page.getByRole("button", { name: "Cast this ballot" }).click();
    await page.getByRole("heading", { name: "Your ballot is in the box" }).waitFor(STEP);
    cast.push({ poll, marks: { blank: true } });
  });
});

test("answers are dragged into their places", async () => {
  visitor = await come({ width: 1280, height: 900 });
  page = visitor.page;
  const poll = await opened(await find("borda"));
  await enterBooth(poll);
  for (const name of OPTIONS) await page.getByRole("button", { name: new RegExp(`^Rank: .*${name}`) }).click();
  const places = page.locator(".ranked .option-text");
  const from = await page.getByRole("button", { name: /^Move Chiara/ }).boundingBox();
  const to = await page.getByRole("button", { name: /^Move Ada/ }).boundingBox();
  assert.ok(from && to);
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(to.x + to.width / 2, to.y - 4, { steps: 8 });
  await page.mouse.up();
  const order = (await places.allInnerTexts()).map((text) => text.split(" ")[0]);
  assert.deepEqual(order, ["Chiara", "Ada", "Bruno"]);
  await review().click();
  await page.getByRole("button", { name: "Cast this ballot" }).click();
  await page.getByRole("heading", { name: "Your ballot is in the box" }).waitFor(STEP);
  cast.push({ poll, marks: { ranks: [[2], [0], [1]] } });
  await visitor.leave();
});

/* --- a connection that fails ---------------------------------------------------------------------- */

describe("a connection lost while a ballot is cast", () => {
  before(async () => {
    visitor = await come();
    page = visitor.page;
  });
  after(async () => {
    visitor.forgive(/net::ERR_/);
    await visitor.leave();
  });

  async function confirmChoice(method: string): Promise<Poll> {
    const poll = await opened(await find(method));
    await enterBooth(poll);
    await page.getByRole("radio").first().check();
    await review().click();
    return poll;
  }

  const confirm = () => page.getByRole("button", { name: "Cast this ballot" }).click();
  const isLost = () => page.getByText("The connection is lost", { exact: false }).waitFor(STEP);
  const isCast = () => page.getByRole("heading", { name: "Your ballot is in the box" }).waitFor(STEP);

  test("before the server has it: it stays in the page, which sends it when the connection is back", async () => {
    const poll = await confirmChoice("plurality");
    await page.context().setOffline(true);
    await confirm();
    await isLost();
    await visitor.expectAccessible("a ballot that waits for a connection");
    await page.context().setOffline(false);
    await isCast();
    cast.push({ poll, marks: { choice: 0 } });
  });

  test("after the server has it, before its answer: it is sent again, and counts once", async () => {
    const poll = await confirmChoice("dhondt");
    const keys: (string | undefined)[] = [];
    await page.route("**/ballots", async (route) => {
      keys.push(route.request().headers()["idempotency-key"]);
      if (keys.length > 1) return route.continue();
      await route.fetch();
      return route.abort("connectionreset");
    });
    await confirm();
    await isLost();
    await page.getByRole("button", { name: "Try now" }).click();
    await isCast();
    await page.unroute("**/ballots");
    assert.equal(keys.length, 2);
    assert.ok(keys[0] !== undefined && keys[0] === keys[1], "the same request");
    cast.push({ poll, marks: { choice: 0 } });
  });
});

/* --- paper ---------------------------------------------------------------------------------------- */

test("two tellers enter a paper: where they disagree both are shown what was read, and where they agree it is cast", async () => {
  await day.enter({ name: "Paule Papier" });
  const poll = await opened(await find("majority-judgment"));
  const desks = [await come({ width: 1280, height: 900 }, await day.officer("teller")),
    await come({ width: 1280, height: 900 }, await day.officer("teller"))] as const;
  const grade = (scope: Locator, name: string, word: string) =>
    scope.getByRole("group", { name, exact: true }).getByRole("radio", { name: word, exact: true }).check();
  const enter = async (word: string) => {
    const [desk] = desks;
    await desk.page.goto(`/admin/polls/${poll.id}/papers`);
    await desk.page.getByLabel("Find a member").fill("Paule");

    await desk.page.getByRole("button", { name: /Paule Papier/ }).click();
    await grade(desk.page.locator("form").first(), "Ada", word);
    await desk.page.getByRole("button", { name: "Enter a paper", exact: true }).click();
    await desk.page.getByRole("heading", { level: 3, name: "Paule Papier" }).waitFor(STEP);
  };
  const again = async (word: string) => {
    const [, desk] = desks;
    const card = desk.page.locator("li.card").filter({ hasText: "Paule Papier" }).filter({ has: desk.page.locator("summary") });
    await card.locator("summary").click();
    await grade(card, "Ada", word);
    await card.locator("form button[type=submit]").click();
    return card;
  };
  await desks[1].page.goto(`/admin/polls/${poll.id}/papers`);
  await desks[1].page.getByText("No paper has been entered.").waitFor(STEP);
  await enter("Very good");
  const card = await again("Good"); /* what was entered meanwhile is there */
  await card.getByRole("alert").waitFor(STEP);
  await desks[1].expectAccessible("tellers who disagree");
  desks[1].forgive(/status of 409/);
  await desks[0].page.getByText("First entry: Ada: Very good. Second entry: Ada: Good.", { exact: false }).waitFor(STEP);
  await desks[0].expectAccessible("two entries that differ");
  await desks[1].page.goto(`/admin/polls/${poll.id}/papers`);
  await again("Very good");
  for (const { page } of desks) await page.locator("li.card .tag.good").waitFor(STEP);
  cast.push({ poll, marks: { scores: [5, null, null] } });
  for (const desk of desks) await desk.leave();
});

/* --- results -------------------------------------------------------------------------------------- */

/* Polls with ballots of several members, whose results have something to explain. */
const GROUPS = OPTIONS.map((label, i) => ({ label, group: i === 0 ? "women" : "men" }));
const ELECTION = {
  kind: "election", title: "Conseil", options: GROUPS, scale: undefined, budget: undefined, seats: 2,
  reserved: { by: "group", missing: "vacant", groups: [{ id: "women", least: 1 }, { id: "men" }] },
};
const STORIES: { method: string; ballots: Marks[]; fields?: object; sees: (shown: Locator) => Promise<void> }[] = [
  {
    method: "irv",
    ballots: [{ ranks: [[0]] }, { ranks: [[0], [1]] }, { ranks: [[1]] }, { ranks: [[1], [0]] }, { ranks: [[2], [1]] }],
    sees: async (shown) => {
      const table = shown.getByRole("region", { name: "Round by round" });
      assert.deepEqual(await table.locator("tbody tr").nth(1).locator("td").allInnerTexts(), ["2", "3 chosen"]);
      assert.deepEqual(await table.locator("tbody tr").nth(2).locator("td").allInnerTexts(), ["1 eliminated", ""]);
      const picture = shown.getByRole("img", { name: /^Votes pass from one answer to another/ });
      assert.equal(await picture.locator("path").count(), 3, "Ada and Bruno stay, and Chiara goes to Bruno");
    },
  },
  {
    method: "schulze",
    ballots: [{ ranks: [[0], [1], [2]] }, { ranks: [[0], [2], [1]] }, { ranks: [[1], [0], [2]] }],
    sees: async (shown) => {
      const table = shown.getByRole("region", { name: "Each answer against each other" });
      const duels = await table.locator("tbody tr").first().locator("td").allInnerTexts();
      assert.deepEqual(duels.map((text) => text.replace(/\s+/g, " ")), ["·", "2 (won)", "3 (won)"]);
      assert.equal(await table.locator("td.won").count(), 3);
    },
  },
  {
    method: "majority-judgment",
    ballots: [{ scores: [5, 1, null] }, { scores: [4, 1, 0] }, { scores: [5, 5, 0] }],
    sees: async (shown) => {
      await shown.getByRole("heading", { name: "How the grades are spread" }).waitFor(STEP);
      const widths = await shown.locator("svg.stack").first().locator("rect").evaluateAll((rects) =>
        rects.map((rect) => Math.round(Number(rect.getAttribute("width")))));
      assert.deepEqual(widths.slice(0, 3), [67, 33, 0], "two of three very good, one of three good");
      await shown.locator("summary", { hasText: "The figures of these bars" }).click();
      const cells = shown.getByRole("region", { name: "How the grades are spread" }).locator("tbody tr").first().locator("td");
      assert.deepEqual((await cells.allInnerTexts()).slice(0, 2), ["2", "1"]);
    },
  },
  {
    method: "dhondt", fields: { seats: 3 },
    ballots: [{ choice: 0 }, { choice: 0 }, { choice: 1 }],
    sees: async (shown) => {
      const rows = shown.getByRole("region", { name: "Seats by list" }).locator("tbody tr");
      assert.deepEqual(await rows.evaluateAll((all) => all.map((row) => row.children[2]?.textContent)), ["2", "1", "0"]);
      await shown.getByText("2 of 3 ballots").waitFor(STEP);
    },
  },
  {
    method: "budget-greedy",
    ballots: [{ approves: [0, 1] }, { approves: [0] }],
    sees: async (shown) => {
      await shown.getByText("The projects funded cost 2,950/3, of a budget of 1,000:").waitFor(STEP);
      const rows = shown.getByRole("region", { name: "The budget" }).locator("tbody tr");
      assert.deepEqual(await rows.evaluateAll((all) => all.map((row) => row.children[2]?.textContent)), ["funded", "funded", "funded"]);
    },
  },
  {
    method: "approval", fields: ELECTION,
    ballots: [{ approves: [1, 2] }, { approves: [1] }, { approves: [0] }],
    sees: async (shown) => {
      const rows = shown.getByRole("region", { name: "The seats" }).locator("tbody tr");
      const said = await rows.evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));
      assert.deepEqual(said.sort(), [["Ada", "kept for a group", "women"], ["Bruno", "open", "men"]]);
    },
  },
];
const told: { poll: Poll; story: (typeof STORIES)[number] }[] = [];

test("several members vote in polls whose results will be explained", async () => {
  const members: [string, Api][] = [];
  for (let i = 0; i < 5; i++) {
    const id = await day.enter();
    members.push([id, await day.browserOf(id)]);
  }
  for (const story of STORIES) {
    const poll = await opened(await find(story.method), story.fields ?? {});
    for (const [index, ballot] of story.ballots.entries()) {
      const [id, api] = members[index] ?? ["", voter];
      await day.vote(api, poll, id, ballot);
    }
    told.push({ poll, story });
  }
});

let isOver = false;

/* The announced end of every poll here. */
function end(): void {
  if (!isOver) day.wait(3_600_000);
  isOver = true;
}

test("what was marked on the screens is what the polls publish", async () => {
  end();
  for (const { poll, marks } of cast) {
    await day.until(poll.id, "published");
    assert.deepEqual((await day.openings(poll.id)).map((opening) => opening.marks), [marks], poll.id);
  }
});

test("whoever kept the entry of the log finds their ballot by it", async () => {
  visitor = await come();
  page = visitor.page;
  const known = cast.find(({ marks }) => "ranks" in marks);
  assert.ok(known);
  const [opening] = await day.openings(known.poll.id);
  await page.goto(`/polls/${known.poll.id}/receipt`);
  await page.getByLabel("Entry of the log").fill(String(opening?.entry));
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByText("The ballot of this entry says:").waitFor(STEP);
  await visitor.expectAccessible("a ballot that was found");
  await visitor.leave();
});

test("results are explained: rounds, duels, grades, lists, a budget, seats", async (context) => {
  end();
  visitor = await come();
  page = visitor.page;
  for (const { poll, story } of told) {
    await context.test(story.method, async () => {
      await day.until(poll.id, "published");
      await page.goto(`/polls/${poll.id}`);
      await page.getByRole("heading", { name: "Result", exact: true }).waitFor(STEP);
      await page.waitForFunction(() => document.querySelector(".waiting") === null);
      await story.sees(page.locator(".result"));
      await visitor.expectAccessible(`a result by ${story.method}`);
      await page.emulateMedia({ colorScheme: "dark" });
      await visitor.expectContrast(`a result by ${story.method}, dark`);
      await page.emulateMedia({ colorScheme: "light" });
    });
  }
  await visitor.leave();
});

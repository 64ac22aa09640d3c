/* A transferable vote with a surplus, whole votes and weighted ones: on the screen, the tables and the picture of the flows say what the
 * count's rounds say. Which bar each band joins, and how thick it is, is read off the picture. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Locator } from "playwright-core";

import { figure } from "../../web/src/format.ts";
import { locales } from "../../web/src/i18n.ts";
import en from "../../web/src/locales/en.json" with { type: "json" };
import fr from "../../web/src/locales/fr.json" with { type: "json" };
import { Day, type Poll } from "../http/assembly_day.ts";
import type { Api } from "../http/support.ts";
import { NARROW, Visitor, openBrowser } from "./support.ts";

type Round = {
  totals: Record<string, string>; quota?: string; exhausted: string; elected: string[]; excluded: string[];
  transfers: { from: string; to: Record<string, string>; why: string }[];
};

const NAMES = ["Ada", "Bo", "Cy", "Di"];
const WORDS = { fr, en };
/* Ada has far more than she needs; of her ballots one names nobody else. */
const BALLOTS = [[0, 1], [0, 1], [0, 1], [0, 2], [0], [1, 2], [2, 3], [2], [3, 2]];
const HEIGHT = 240; /* of all votes in the picture */
const CLOSE = 0.01; /* lengths are drawn with six decimals */

const day = new Day();
const voters: [id: string, api: Api][] = [];
let browser: Browser;

before(async () => {
  await day.prepare(1);
  const enter = async (category: string, count: number): Promise<string[]> =>
    Promise.all(Array.from({ length: count }, () => day.enter({ category })));
  const [users, workers] = [await enter("users", BALLOTS.length), await enter("employees", 3)];
  await day.begin();
  for (const id of [...users, ...workers]) voters.push([id, await day.browserOf(id)]);
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await day.close();
});

/* The last of those who vote: workers are, where they do. */
async function counted(method: string, fields: object, last: number): Promise<{ poll: Poll; rounds: Round[] }> {
  const poll = await day.opened(day.motion(undefined, { kind: "choice", title: `Par ${method}`, class: "ordinary", method,
    seats: 2, options: NAMES.map((label) => ({ label })), ...fields }));
  for (const [i, ranks] of BALLOTS.entries()) {
    const [id, api] = voters[last - BALLOTS.length + i] ?? ["", day.admin];
    await day.vote(api, poll, id, { ranks: ranks.map((each) => [each]) });
  }
  return { poll, rounds: (await day.counted(poll)).decision["count"].rounds };
}

const amount = (ratio = "0/1"): number => {
  const [num, den] = ratio.split("/").map(Number);
  return (num ?? 0) / (den ?? 1);
};

/* "1 Ada → Bo": what passes from a round to the next, by the rounds alone; "" is nobody. What stays, stays. */
function expectedFlows(rounds: Round[]): Map<string, number> {
  const flows = new Map<string, number>();
  const add = (key: string, value: number) => void (value > CLOSE / HEIGHT && flows.set(key, value));
  for (const [i, { totals, exhausted }] of rounds.slice(0, -1).entries()) {
    const next = rounds[i + 1] as Round;
    const gained = (name: string) => next.transfers.reduce((all, { to }) => all + amount(to[name]), 0);
    for (const { from, to } of next.transfers) {
      for (const [name, value] of Object.entries(to)) add(`${i} ${from} → ${name}`, amount(value));
    }
    for (const name of Object.keys(totals)) {
      const kept = amount(next.totals[name]) - gained(name);
      const given = next.transfers.filter(({ from }) => from === name).flatMap(({ to }) => Object.values(to).map(amount));
      add(`${i} ${name} → ${name}`, kept);
      add(`${i} ${name} → `, amount(totals[name]) - kept - given.reduce((all, each) => all + each, 0));
    }
    add(`${i}  → `, amount(exhausted));
  }
  return flows;
}

type Bar = { column: number; label: string; top: number; bottom: number; height: number };

async function barsOf(picture: Locator): Promise<Bar[]> {
  return picture.evaluate((svg) => [...svg.querySelectorAll(":scope > g")].flatMap((column, index) =>
    [...column.querySelectorAll("rect")].map((rect) => {
      const [y, height] = [Number(rect.getAttribute("y")), Number(rect.getAttribute("height"))];
      return { column: index, label: rect.nextElementSibling?.textContent ?? "", top: y, bottom: y + height, height };
    })));
}

/* The same of what is drawn: each band from the bar that its left side touches to the one that its right side touches. */
async function drawnFlows(picture: Locator, bars: Bar[], nobody: string): Promise<Map<string, number>> {
  const paths = await picture.locator("path").evaluateAll((all) => all.map((path) => path.getAttribute("d") ?? ""));
  const flows = new Map<string, number>();
  const sides = new Map<string, [top: number, bottom: number][]>();
  const lefts = [...new Set(paths.map((path) => Number(path.split(" ")[1])))].sort((a, b) => a - b);
  for (const path of paths) {
    const at = path.match(/-?[\d.]+/g)?.map(Number) ?? [];
    const [left = 0, from = 0, , , , , , to = 0, , end = 0] = at;
    const column = lefts.indexOf(left);
    const touched = (index: number, top: number, bottom: number): string => {
      const found = bars.filter((bar) => bar.column === index && bar.top - CLOSE <= top && bottom <= bar.bottom + CLOSE);
      assert.equal(found.length, 1, `${path} touches one bar`);
      return found[0]?.label === nobody ? "" : found[0]?.label ?? "";
    };
    for (const [side, top, bottom] of [[`${column} right`, from, from + end - to], [`${column + 1} left`, to, end]] as const) {
      const beside = sides.get(side) ?? [];
      assert.ok(beside.every((each) => each[1] <= top + CLOSE || bottom <= each[0] + CLOSE), `${path} lies over another on the ${side}`);
      sides.set(side, [...beside, [top, bottom]]);
    }
    const key = `${column} ${touched(column, from, from + end - to)} → ${touched(column + 1, to, end)}`;
    assert.ok(!flows.has(key), `${key} is drawn once`);
    flows.set(key, end - to);
  }
  return flows;
}

const STORIES: [what: string, method: string, fields: object, last: number][] = [
  ["whole votes", "stv-scottish", { electorate: "users" }, BALLOTS.length],
  ["votes by head", "stv-wigm", { electorate: "users" }, BALLOTS.length],
  ["votes weighted by college", "stv-wigm", {}, BALLOTS.length + 3],
];

for (const [what, method, fields, last] of STORIES) {
  test(`a surplus is drawn and listed as it was counted: ${method}, ${what}`, async () => {
    const { poll, rounds } = await counted(method, fields, last);
    assert.ok(rounds.some(({ transfers }) => transfers.some(({ why }) => why === "surplus")), "there is a surplus");
    const whole = Object.values(rounds[0]?.totals ?? {}).map(amount).reduce((all, each) => all + each, amount(rounds[0]?.exhausted));
    for (const language of ["fr", "en"] as const) {
      const words = WORDS[language];
      const visitor = await Visitor.enter(browser, day.server.url, { viewport: NARROW, locale: locales[language] });
      const { page } = visitor;
      await page.clock.setFixedTime(day.now);
      await page.goto(`/polls/${poll.id}`);
      const rows = page.getByRole("region", { name: words["rounds.title"] }).locator("tbody tr");
      await rows.first().waitFor();
      const cells = await rows.evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent.trim())));
      for (const [i, { totals, elected, excluded, exhausted, quota }] of rounds.entries()) {
        const said = Object.fromEntries(cells.map(([name = "", ...figures]) => [name, figures[i]]));
        const of = (ratio: string): string => figure(ratio, locales[language]);
        for (const name of Object.keys(totals)) {
          const fate = [elected.includes(name) && words["result.seat"], excluded.includes(name) && words["rounds.excluded"]];
          assert.equal(said[name], [of(totals[name] ?? ""), ...fate].filter(Boolean).join(" "), `${name} in round ${i + 1}`);
        }
        assert.equal(said[words["rounds.quota"]], quota === undefined ? undefined : of(quota));
        if (amount(exhausted) > 0) assert.equal(said[words["rounds.exhausted"]], of(exhausted));
      }
      const picture = page.getByRole("img", { name: words["rounds.picture_text"] });
      const bars = await barsOf(picture);
      for (const [column, { totals, exhausted }] of rounds.entries()) {
        const tall = Object.entries({ ...totals, [words["rounds.exhausted"]]: exhausted }).filter(([, ratio]) => amount(ratio) > 0);
        const drawn = bars.filter((bar) => bar.column === column).map(({ label, height }) => [label, Math.round(height * 100)]);
        assert.deepEqual(drawn, tall.map(([label, ratio]) => [label, Math.round(amount(ratio) / whole * HEIGHT * 100)]), `round ${column + 1}`);
      }
      const [drawn, expected] = [await drawnFlows(picture, bars, words["rounds.exhausted"]), expectedFlows(rounds)];
      assert.deepEqual([...drawn.keys()].sort(), [...expected.keys()].sort());
      for (const [key, value] of expected) {
        assert.ok(Math.abs((drawn.get(key) ?? 0) - value / whole * HEIGHT) < CLOSE, `${key}: ${drawn.get(key)}`);
      }
      await page.getByText(words["rounds.transfers"], { exact: true }).click();
      const listed = await page.getByRole("region", { name: words["rounds.transfers"] }).locator("tbody tr")
        .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));
      const passes = [...expected].filter(([key]) => !/ (.*) → \1$/.test(key) && !/^\d+  →/.test(key));
      assert.equal(listed.length, passes.length);
      for (const [when, from, to, votes] of listed) {
        const round = rounds.findIndex((_, i) => words["rounds.round"].replace("{number}", String(i + 2)) === when);
        const key = `${round} ${from} → ${to === words["rounds.nobody"] ? "" : to}`;
        assert.ok(Math.abs((expected.get(key) ?? 0) - amount(votes)) < 1e-9, `${key}: ${votes}`);
      }
      assert.deepEqual(await picture.locator(".flow-round").allTextContents(),
        rounds.map((_, i) => words["rounds.round"].replace("{number}", String(i + 1))));
      await visitor.expectAccessible(`a surplus in ${language}`);
      await visitor.leave();
    }
  });
}

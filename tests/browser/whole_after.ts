/*
 * whole_after.ts - what was decided, for someone without an account: the way from the first argument to the result,
 * whose figures are computed here once more, and the record, taken away and verified; and for a member who voted in
 * secret, what she kept.
 */
import assert from "node:assert/strict";
import type { Locator } from "playwright-core";

import { Fraction, ZERO } from "../http/fraction.ts";
import { COLLEGES } from "./whole_founding.ts";
import { CANDIDATES, ELECTION, HEDGE, MEMBERS, type Person, ROOF } from "./whole_people.ts";
import { type Kept, PRESENT } from "./whole_sitting.ts";

const CHECKS = 20;

/* How each college voted on the first text, Bo through Cy, and on the second, where Cy kept to his own vote. */
const VOTES = {
  [ROOF.title]: { users: [2, 1], employees: [1, 0], producers: [0, 1], public: [0, 0] },
  [HEDGE.title]: { users: [1, 0], employees: [0, 0], producers: [0, 1], public: [0, 0] },
} as const;

/* --- the figures ------------------------------------------------------------------------------------ */

type College = (typeof COLLEGES)[number];
type Side = 0 | 1;

/* From the statutes: the weight of the colleges without members goes to the others in equal parts. */
function weightOf(college: College): Fraction {
  const isEmpty = ({ id }: College) => !MEMBERS.some(({ category }) => category === id);
  const share = ({ percent }: College) => new Fraction(percent, 100);
  const empty = COLLEGES.filter(isEmpty);
  const given = empty.map(share).reduce((all, each) => all.plus(each), ZERO);
  return isEmpty(college) ? ZERO : share(college).plus(given.over(new Fraction(COLLEGES.length - empty.length)));
}

/* A college gives its whole weight to the side that most of its votes are on. */
function broughtTo(side: Side, title: string): Fraction {
  const won = COLLEGES.filter(({ id }) => {
    const votes = VOTES[title]?.[id] ?? [0, 0];
    return votes[side] > votes[1 - side as Side];
  });
  return won.map(weightOf).reduce((all, each) => all.plus(each), ZERO);
}

/* A fraction as the page writes it: exact, then in hundredths with one decimal, said to be rounded. */
function written(person: Person, { num, den }: Fraction): string {
  const { language } = person.world.place;
  const tenths = (num * 2000n + den) / (den * 2n);
  const percent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 }).format(Number(tenths) / 1000);
  const mark = (num * 1000n) % den === 0n ? "" : "≈ ";
  return plain(`${den === 1n ? num : `${num}/${den}`} (${mark}${percent})`);
}

const plain = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

async function said(within: Locator, term: string): Promise<string[]> {
  const found = within.locator(".definition", { has: within.page().getByText(term, { exact: true }) }).locator("dd");
  return (await found.allInnerTexts()).map(plain);
}

async function expectMotion(reader: Person, title: string): Promise<Locator> {
  const result = reader.page.locator(".result");
  const [yes, no] = [broughtTo(0, title), broughtTo(1, title)];
  const ratio = yes.over(yes.plus(no));
  assert.ok(ratio.compare(new Fraction(1, 2)) > 0, "the figures of this test adopt the resolution");
  await result.getByText(reader.t("verdict.adopted"), { exact: true }).waitFor();
  assert.deepEqual(await said(result, reader.t("result.ratio")), [written(reader, ratio)]);
  assert.deepEqual(await said(result, reader.t("result.for_weight")), [written(reader, yes)]);
  assert.deepEqual(await said(result, reader.t("result.against_weight")), [written(reader, no)]);
  assert.deepEqual(await said(result, reader.t("quorum.reached")),
    [written(reader, new Fraction(PRESENT.length + 1, MEMBERS.length))]);
  return result;
}

async function expectColleges(reader: Person, title: string, result: Locator): Promise<void> {
  const { language } = reader.world.place;
  for (const college of COLLEGES) {
    const card = result.locator("ul.cards > li").filter({ has: reader.page.getByRole("heading", { name: college[language] }) });
    const votes = VOTES[title]?.[college.id] ?? [];
    assert.deepEqual(await said(card, reader.t("motion.for")), [String(votes[0])], college.id);
    assert.deepEqual(await said(card, reader.t("motion.against")), [String(votes[1])], college.id);
    assert.deepEqual(await said(card, reader.t("college.weight")), [written(reader, weightOf(college))], college.id);
  }
}

/* --- who reads -------------------------------------------------------------------------------------- */

async function toDecision(reader: Person, title: string): Promise<void> {
  await reader.follow(reader.t("nav.decisions"), reader.t("decisions.title"));
  await reader.follow(title, title);
}

/* The way to the decision tells all that happened, in its order. */
export async function readsDecision(reader: Person): Promise<void> {
  await toDecision(reader, ROOF.title);
  const stages = (await reader.page.locator("ol.stages > li").allInnerTexts()).map(plain);
  const keys = ["way.tabled", "way.noticed", "way.first_said", "way.version", "way.sitting_opened",
    "way.called", "way.opened", "way.closed", "way.published", "way.sitting_ended"] as const;
  const told = keys.map((key) => plain(reader.t(key, { number: 2 })));
  const places = told.map((words) => stages.findIndex((stage) => stage.includes(words)));
  assert.ok(places.every((place) => place >= 0), `${told.join("; ")}\n${stages.join("\n")}`);
  assert.deepEqual(places, places.toSorted((a, b) => a - b), stages.join("\n"));
  assert.ok(stages.some((stage) => stage.includes(plain(reader.t("way.said_for", { count: 1 })))), stages.join("\n"));
  assert.ok(stages.some((stage) => stage.includes(plain(reader.t("way.amended", { count: 1 })))), stages.join("\n"));
}

export async function readsResults(reader: Person): Promise<void> {
  const { page } = reader;
  await reader.follow(reader.t("decision.result"), ROOF.title);
  await expectColleges(reader, ROOF.title, await expectMotion(reader, ROOF.title));

  await toDecision(reader, HEDGE.title);
  await reader.follow(reader.t("decision.result"), HEDGE.title);
  await expectMotion(reader, HEDGE.title);

  await toDecision(reader, ELECTION);
  await reader.follow(reader.t("decision.result"), ELECTION);
  const rows = page.locator(".result ol.rows > li");
  assert.deepEqual(await rows.locator(".row-title").allInnerTexts().then((all) => all.map(plain)),
    [`${CANDIDATES[0]} ${reader.t("result.seat")}`, CANDIDATES[1]]);
  assert.deepEqual(await said(rows, reader.t("result.share")),
    [written(reader, new Fraction(1)), written(reader, new Fraction(1, 2))]);
}

/* Takes everything away, and has it verified in the browser, by a worker. */
export async function verifies(reader: Person): Promise<void> {
  const { page } = reader;
  await reader.follow(reader.t("nav.records"), reader.t("records.title"));
  const all = page.locator("section").filter({ has: page.getByRole("heading", { name: reader.t("records.all"), exact: true }) });
  await all.getByRole("button", { name: reader.t("records.take") }).click();
  const link = all.getByRole("link", { name: /\.tar/ });
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  assert.match(download.suggestedFilename(), /\.tar$/);
  await all.getByRole("link", { name: reader.t("records.verify") }).click();
  await reader.see(reader.t("verify.title"));
  await reader.button("verify.begin").click();
  await reader.readsKey("verify.holds");
  const checks = page.locator("main ol.rows > li");
  assert.equal(await checks.count(), CHECKS);
  assert.equal(await checks.getByText(reader.t("check_state.failed"), { exact: true }).count(), 0);
  await reader.visitor.expectAccessible("a record that holds");
}

/* What the voter kept finds her ballot: in the box, in the list of the opened ones, and on the register. */
export async function checksReceipt(voter: Person, kept: Kept, approved: string): Promise<void> {
  const { page } = voter;
  await toDecision(voter, ELECTION);
  await voter.follow(voter.t("decision.result"), ELECTION);
  await voter.follow(voter.t("poll.check"), voter.t("receipt.title"));
  await voter.field("receipt.open_file").setInputFiles({
    name: "receipt.txt", mimeType: "text/plain", buffer: Buffer.from(kept.file) });
  await voter.button("receipt.check").click();
  await voter.readsKey("receipt_place.there");
  await voter.field("secret.code").fill(kept.code);
  await voter.button("receipt.find").click();
  await page.locator("strong", { hasText: approved }).waitFor();
  await voter.readsKey("receipt.marked");
  await voter.visitor.expectAccessible("what was kept, checked");
}

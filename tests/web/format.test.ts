/* Figures and instants as people read them: exact where they are exact, and said to be rounded where not. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { addRatios, amount, barLength, elapsed, figure, fileSize, fromWallClock, hour, isSameDay, parseRatio, percent, readShare, reduce, toWallClock, today, writeRatio } from "../../web/src/format.ts";

const ratio = (text: string) => {
  const parsed = parseRatio(text);
  assert.ok(parsed, text);
  return parsed;
};

const percentages: [string, string, string, boolean][] = [
  ["a whole percentage is exact", "19/50", "38%", false],
  ["one decimal is exact", "77/200", "38.5%", false],
  ["a third is rounded", "1/3", "33.3%", true],
  ["two thirds are rounded up", "2/3", "66.7%", true],
  ["half of a tenth goes up, and is said to be rounded", "1/2000", "0.1%", true],
  ["just under half is shown as a rounded half", "4999999/10000000", "50%", true],
  ["nothing is exactly nothing", "0/1", "0%", false],
  ["everything is exactly everything", "1/1", "100%", false],
  ["a negative margin keeps its sign", "-1/4", "-25%", false],
  ["what outgrows a double is still right", "9007199254740993/18014398509481986", "50%", false],
];

for (const [name, given, text, rounded] of percentages) {
  test(name, () => assert.deepEqual(percent(ratio(given), "en"), { text, rounded }));
}

test("what is not a fraction is none", () => {
  for (const bad of ["", "1", "1/0", "a/b", "1/2/3", "1.5/2", "1/-2"]) assert.equal(parseRatio(bad), null, bad);
});

const typed: [string, string | null][] = [
  ["38/100", "19/50"], [" 1/3 ", "1/3"], ["38 %", "19/50"], ["38,5 %", "77/200"], ["0.385", "77/200"], ["1", "1/1"],
  ["", null], ["abc", null], ["1/0", null], ["%", null], ["-1/2 %", null],
];

for (const [given, wanted] of typed) {
  test(`a person who types '${given}' means ${wanted ?? "no share"}`, () => {
    const read = readShare(given);
    assert.equal(read === null ? null : writeRatio(reduce(read)), wanted);
  });
}

test("sums stay in lowest terms", () => {
  const sum = ["38/100", "22/100", "20/100", "10/100", "10/100"].map(ratio).reduce(addRatios);
  assert.equal(writeRatio(sum), "1/1");
});

test("a whole count is written without its denominator", () => {
  assert.equal(figure("5000/1", "en"), "5,000");
  assert.equal(figure("21/50", "en"), "21/50");
  assert.equal(figure("Ada", "en"), "Ada");
});

test("a bar is never longer than the whole nor shorter than nothing", () => {
  assert.equal(barLength(ratio("3/2")), 1);
  assert.equal(barLength(ratio("-1/2")), 0);
  assert.equal(barLength(ratio("1/4")), 0.25);
});

const PARIS = "Europe/Paris";
const clocks: [string, string, string][] = [
  ["in winter", "2026-01-15T18:00", "2026-01-15T17:00:00Z"],
  ["in summer", "2026-06-20T18:00", "2026-06-20T16:00:00Z"],
  ["in the hour that spring skips", "2026-03-29T02:30", "2026-03-29T01:30:00Z"],
  ["in the hour that autumn repeats", "2026-10-25T02:30", "2026-10-25T00:30:00Z"],
];

for (const [name, local, instant] of clocks) {
  test(`a clock in Paris is read ${name}`, () => assert.equal(fromWallClock(local, PARIS), instant));
}

test("an instant goes to the clock and back", () => {
  assert.equal(toWallClock("2026-06-20T16:00:00Z", PARIS), "2026-06-20T18:00");
  assert.equal(fromWallClock("", PARIS), null);
  assert.equal(fromWallClock("2026-13-40T99:99", PARIS), null);
});

test("whether an instant is of today is asked of the society's clocks", () => {
  const late = new Date("2026-06-20T21:30:00Z");
  assert.ok(isSameDay("2026-06-20T21:59:00Z", late, PARIS));
  assert.ok(!isSameDay("2026-06-20T22:00:00Z", late, PARIS));
  assert.ok(!isSameDay("2027-06-20T21:30:00Z", late, PARIS));
});

test("today is the society's", () => {
  assert.equal(today(new Date("2026-06-20T23:30:00Z"), PARIS), "2026-06-21");
});

test("the hour is that of the society's clock", () => {
  assert.equal(hour("2026-06-20T16:05:00Z", "fr-FR", PARIS), "18:05");
});

const durations: [string, number, string][] = [
  ["less than a minute", 5_999, "0:05"],
  ["minutes and seconds", 125_000, "2:05"],
  ["an hour", 3_725_000, "1:02:05"],
  ["what a clock that is late would say is nothing", -4_000, "0:00"],
];

for (const [name, milliseconds, shown] of durations) {
  test(`a clock shows ${name}`, () => assert.equal(elapsed(milliseconds), shown));
}

const amounts: [string, string, string][] = [
  ["cents are decimals", "1234567/100", "12,345.67"],
  ["a whole amount has none", "1000", "1,000"],
  ["nor has one that is a fraction of one", "800/8", "100"],
  ["less than one keeps its zero", "5/100", "0.05"],
  ["what has no decimals stays a fraction", "1000/3", "1,000/3"],
  ["below zero", "-1/2", "-0.5"],
  ["what is no amount is shown as it is", "many", "many"],
];

for (const [name, text, written] of amounts) {
  test(name, () => assert.equal(amount(text, "en-GB"), written));
}

test("the size of a file is said in the words of the reader", () => {
  const plain = (bytes: number, locale: string) => fileSize(bytes, locale).replaceAll(/\s/g, " ");
  assert.equal(plain(812, "en-GB"), "812 bytes");
  assert.equal(plain(812, "fr-FR"), "812 octets");
  assert.equal(plain(45_600, "fr-FR"), "46 ko");
  assert.equal(plain(8_388_608, "en-GB"), "8.4 MB");
  assert.equal(plain(8_388_608, "fr-FR"), "8,4 Mo");
});

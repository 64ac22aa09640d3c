/* rounds.ts - a second round against the first, where a record has both. */
import { must, refuse } from "./bytes.ts";
import { Fraction } from "./fraction.ts";
import { compact, count, get, isObject, object, objects, readCanonical, same, text, type Json, type JsonObject } from "./json.ts";
import type { Log } from "./log.ts";
import { PollFiles } from "./polls.ts";
import type { Poll } from "./states.ts";
import type { Tar } from "./tar.ts";

/* The decision of an outcome, which is spelled there, in whole numbers: names of options are any text. */
function readDecision(outcome: JsonObject): JsonObject {
  const spelled = text(outcome, "decision");
  let value: unknown;
  try {
    value = JSON.parse(spelled, (_, one: unknown) => (typeof one === "number" && !Number.isInteger(one) ? refuse("it has parts") : one));
  } catch {
    refuse("the decision of a first round is not JSON, or not in whole numbers");
  }
  must(compact(value as Json) === spelled, "the decision of a first round is spelled otherwise than an outcome is");
  return isObject(value as Json) ? (value as JsonObject) : refuse("the decision of a first round is no object");
}

function votesIn(totals: JsonObject, option: JsonObject): Fraction {
  const total = get(totals, text(option, "label"));
  return typeof total === "number" ? new Fraction(total) : Fraction.read(text(totals, text(option, "label")));
}

/*
 * RULE docs/rules/second_round.md
 * > Of those who stood and were not elected, the first so many pass, by their votes; whoever is level
 * > with the last of them passes too. Whoever had no vote does not pass.
 */
function passing(options: JsonObject[], decision: JsonObject, pass: number): JsonObject[] {
  const [totals, seats] = [object(object(decision, "count"), "totals"), object(decision, "seats")];
  const seated = new Set(objects(seats, "filled").map((seat) => text(seat, "option")));
  const all = new Map(options.map((option) => [option, votesIn(totals, option)]));
  const votes = (option: JsonObject): Fraction => all.get(option) ?? Fraction.ZERO;
  const stands = options.filter((option) => get(option, "none") === undefined && !seated.has(text(option, "label")))
    .filter((option) => votes(option).compare(Fraction.ZERO) > 0);
  const order = stands.map(votes).sort((a, b) => b.compare(a));
  const last = order[Math.min(pass, order.length) - 1] ?? Fraction.ZERO;
  return stands.filter((option) => votes(option).compare(last) >= 0);
}

/*
 * RULE docs/rules/second_round.md
 * > Whoever passes stands as in the first round, of a group only where the second keeps seats too.
 */
function standsAgain(before: JsonObject, now: JsonObject | undefined, keepsSeats: boolean): boolean {
  if (now === undefined) return false;
  const isOfGroup = !keepsSeats || get(before, "group") === undefined || same(get(before, "group"), get(now, "group"));
  return isOfGroup && ["allocation", "by_board", "label", "member"].every((name) => same(get(before, name), get(now, name)));
}

/*
 * RULE docs/rules/second_round.md
 * > Its options are those that pass, and it fills the seats that are left.
 */
async function checkLeft(question: JsonObject, pass: number, files: PollFiles): Promise<void> {
  const before = readCanonical(await files.bytes("question.json"), "the question of a first round");
  const outcome = readCanonical(await files.bytes("outcome.json"), "the outcome of a first round");
  const decision = readDecision(outcome);
  const isFirst = get(before, "absolute_majority") !== undefined && get(decision, "seats") !== undefined && get(decision, "count") !== undefined;
  must(isFirst && pass > 0, "a second round of a poll that was no first");
  const options = objects(question, "options");
  const passed = passing(objects(before, "options"), decision, pass);
  const others = options.slice(passed.length);
  const isNobody = others.length === 1 && get(others[0] ?? {}, "none") !== undefined;
  must(others.length === 0 || isNobody, "somebody stands in a second round who did not pass");
  must(passed.every((option, i) => standsAgain(option, options[i], get(question, "reserved") !== undefined)), "somebody who passed stands otherwise in the second round, or not");
  const vacant = objects(object(decision, "seats"), "vacant").reduce((sum, group) => sum + count(group, "count"), 0);
  must(vacant > 0 && count(question, "seats") === vacant, "a second round fills other seats than were left");
  must(same(get(question, "surplus"), get(before, "surplus")), "a second round splits another surplus");
}

/*
 * RULE docs/rules/verify.md
 * > The `first_round` is a poll that was published before this one was created, and `outcome` is its outcome.
 */
export async function checkRounds(question: JsonObject, { create }: Poll, log: Log, tar: Tar): Promise<void> {
  if (get(question, "first_round") === undefined) return;
  const first = object(question, "first_round");
  const before = log.states.polls.get(text(first, "poll"));
  const isPublished = before?.state === "published" && (before.publish?.at ?? Infinity) <= create.at;
  must(isPublished && before.counted?.d["outcome"] === text(first, "outcome"), "a second round of a first that was not published so");
  const files = new PollFiles(tar, before);
  const isThere = [...tar.files.keys()].some((name) => name.startsWith(`polls/${before.id}/`));
  if (isThere) await checkLeft(question, count(first, "pass"), files);
}

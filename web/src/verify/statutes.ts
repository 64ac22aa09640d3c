/* statutes.ts - what a poll asks is what the constitution that it was called under lets be asked. */
import { must } from "./bytes.ts";
import { checkConstitutionForm } from "./constitution_form.ts";
import { Fraction } from "./fraction.ts";
import { count, get, isObject, object, objects, text, type Json, type JsonObject } from "./json.ts";
import { methodOf } from "./methods/registry.ts";
import type { Manifest } from "./polls.ts";

/*
 * RULE docs/rules/polls.md
 * > Where seats are kept by college or by category the groups are those of the constitution.
 */
function checkGroups(document: JsonObject, constitution: JsonObject): void {
  if (get(document, "reserved") === undefined) return;
  const reserved = object(document, "reserved");
  const by = text(reserved, "by");
  if (by === "group") return;
  const field = by === "college" ? "colleges" : "categories";
  const known = get(constitution, field) === undefined ? [] : objects(constitution, field).map((one) => get(one, "id"));
  for (const group of objects(reserved, "groups")) {
    must(known.includes(text(group, "id")), `seats are kept for ${text(group, "id")}, which the constitution does not have`);
  }
}

/* Does the method elect somebody by ballots? */
function electsByVote({ method, form }: Manifest): boolean {
  const elects = methodOf(method.id)?.elects;
  return elects !== undefined && elects !== "nobody" && form.kind !== "none";
}

/*
 * RULE docs/rules/constitution.md
 * > It holds for polls that are elections:
 * > one that says otherwise is refused, and one that says nothing follows it.
 */
function checkElection(manifest: Manifest, constitution: JsonObject): void {
  if (get(constitution, "elections") === undefined) return;
  const rule = object(constitution, "elections");
  const { document, form, options, seats } = manifest;
  const isBounded = form.maxLength > 0 && form.maxLength <= seats;
  const isFree = text(rule, "approvals") === "any" || form.kind !== "approves" || seats >= options.length;
  must(isBounded || isFree, "a ballot approves more options than there are seats");
  const isOffered = options.some((option) => get(option.document, "none") !== undefined);
  must(isOffered === (get(rule, "none_of_these") === true && electsByVote(manifest)), "none of these is offered otherwise than the constitution says");
  const reserved = get(document, "reserved");
  must(!isObject(reserved) || get(reserved, "missing") === get(rule, "missing"), "seats that nobody takes go otherwise than the constitution says");
}

/*
 * RULE docs/rules/polls.md
 * > A poll of another kind keeps no seats and has no terms. It offers none of these, asks for an absolute majority and
 * > has a second round only where it states a `surplus`.
 */
function checkNoElection({ document, options }: Manifest): void {
  const says = (name: string): boolean => get(document, name) !== undefined;
  const isOfElections = ["reserved", "terms"].some(says);
  const isOfRounds = ["absolute_majority", "first_round"].some(says) || options.some((option) => get(option.document, "none") !== undefined);
  must(!isOfElections && (!isOfRounds || says("surplus")), "a poll that is no election says what only elections say");
}

const amount = (from: JsonObject, name: string): Fraction =>
  get(from, name) === undefined ? Fraction.ZERO : Fraction.read(text(from, name));

/*
 * RULE docs/rules/reserves.md
 * > A proposal is tested with its own legal reserve: half of what that leaves. It gives out exactly what
 * > there is to share.
 */
function isLawful(split: JsonObject, base: Fraction, legalMin: Fraction): boolean {
  const [legal, statutory, interest, other] =
    ["legal_reserve", "statutory_reserve", "interest", "other"].map((name) => amount(split, name)) as [Fraction, Fraction, Fraction, Fraction];
  const isNegative = [legal, statutory, interest, other].some((part) => part.compare(Fraction.ZERO) < 0);
  const isEnough = legal.compare(legalMin) >= 0 && statutory.plus(statutory).compare(base.minus(legal)) >= 0;
  return !isNegative && isEnough && Fraction.sum([legal, statutory, interest, other]).equals(base);
}

/*
 * RULE docs/rules/reserves.md
 * > A surplus is put to the vote under the regime whose law this is, that of a SCIC.
 *
 * > What is shared is the result of the year less the deficit brought forward. Fifteen hundredths of it
 * > go to the legal reserve while the reserves are below the capital.
 */
function checkSurplus(manifest: Manifest, constitution: JsonObject): void {
  const { document, seats, options } = manifest;
  if (get(document, "surplus") === undefined) return;
  const isForOne = text(document, "kind") !== "election" && seats === 1 && electsByVote(manifest);
  must(isForOne && text(constitution, "regime") === "fr-scic", "a surplus is put to a vote that does not choose one split under the law of a SCIC");
  const surplus = object(document, "surplus");
  const [result, deficit, reserves, capital] =
    ["result", "deficit", "reserves", "capital"].map((name) => amount(surplus, name)) as [Fraction, Fraction, Fraction, Fraction];
  const base = result.minus(deficit);
  const isSound = [deficit, reserves, capital].every((figure) => figure.compare(Fraction.ZERO) >= 0) && base.compare(Fraction.ZERO) > 0;
  must(isSound, "a surplus is none");
  const legalMin = reserves.compare(capital) < 0 ? base.times(new Fraction(3, 20)) : Fraction.ZERO;
  for (const { document: option, label } of options) {
    const isNobody = get(option, "none") !== undefined;
    must(isNobody || isLawful(object(option, "allocation"), base, legalMin), `${label} splits a surplus as the law does not let it be`);
  }
}

/*
 * RULE docs/rules/verify.md
 * > What is asked is what the constitution of the call lets be asked
 */
export function checkStatutes(manifest: Manifest, constitution: JsonObject): void {
  checkGroups(manifest.document, constitution);
  if (text(manifest.document, "kind") === "election") checkElection(manifest, constitution);
  else checkNoElection(manifest);
  checkSurplus(manifest, constitution);
}

/*
 * RULE docs/rules/verify.md
 * > `k_min` of a `poll.waive` is that of the version in force, or, of a poll that was called, of the one that it was called under.
 *
 * Why a waiver is not one under that constitution, or undefined.
 */
export const whyNotWaived = (d: JsonObject, constitution: JsonObject): string | undefined =>
  constitution["k_min"] === count(d, "k_min") ? undefined : "a waiver is of another k_min than the constitution";

/*
 * RULE docs/rules/assemblies.md
 * > Where the statutes have another majority for the second call, what the first rejected is not decided
 * > yet.
 *
 * Why what was rejected is decided for good, or undefined.
 */
export function whyDecided(decisionClass: string, constitution: JsonObject): string | undefined {
  checkConstitutionForm(constitution);
  const majorities = get(constitution, "majority");
  const first = isObject(majorities) ? get(majorities, decisionClass) : undefined;
  const second = isObject(first) ? get(first, "second") : undefined;
  const spell = (rule: Json | undefined): string =>
    isObject(rule) ? [Fraction.read(String(get(rule, "threshold"))), get(rule, "strict"), get(rule, "base")].join() : "";
  const isOpen = second !== undefined && spell(second) !== spell(first);
  return isOpen ? undefined : "what was rejected is taken up, and the constitution decides it no otherwise";
}

/*
 * asked.ts - the form of what a poll asks: its parts, in the document of a question and in a manifest.
 *
 * RULE docs/rules/verify.md
 * > What is asked has this form in both documents, and no other member.
 */
import { must, utf8 } from "./bytes.ts";
import { count, get, object, objects, text, textOr, type JsonObject } from "./json.ts";
import { checkForm } from "./types.ts";

const QUESTION = "absolute_majority?:bool ballot:text budget?:ratio first_round?:object format:text max_length?:count method:text " +
  "options:array parameters:object reserved?:object scale?:count seats:count surplus?:object terms?:array title:text";
const OPTION = "allocation?:object by_board:bool cost?:ratio group?:text label:text member?:uuid";
const NOBODY = "by_board:bool label:text none:bool";
const ALLOCATION = "interest?:ratio legal_reserve:ratio other?:ratio statutory_reserve:ratio";
const SURPLUS = "capital:ratio deficit?:ratio reserves:ratio result:ratio";
const FIRST_ROUND = "outcome:hash pass:count poll:uuid";
const GROUP = "id:text least?:count most?:count";

const [SEATS_MAX, SCALE_MAX, OPTIONS_MAX, NAME_MAX, GROUPS_MAX] = [1000, 1_000_000, 1000, 200, 64];
const isName = (name: string): boolean => utf8(name).length <= NAME_MAX;

/* A number that is left out where it says nothing. */
function checkNumber(from: JsonObject, name: string, most: number): void {
  const value = get(from, name) === undefined ? 1 : count(from, name);
  must(value >= 1 && value <= most, `${name} is out of its bounds`);
}

function checkPart(from: JsonObject, name: string, form: string): void {
  if (get(from, name) !== undefined) checkForm(name, object(from, name), form);
}

/*
 * RULE docs/rules/polls.md
 * > *None of these* is the last option, named so, and clients say it in their language.
 */
function checkNobody(option: JsonObject, isLast: boolean): void {
  checkForm("none of these", option, NOBODY);
  const isNobody = get(option, "none") === true && get(option, "by_board") === false && text(option, "label") === "none of these";
  must(isLast && isNobody, "an option is nobody that is not none of these");
}

function checkOption(document: JsonObject, option: JsonObject): void {
  checkForm("an option", option, OPTION);
  checkPart(option, "allocation", ALLOCATION);
  const group = textOr(option, "group");
  must(group === undefined || (get(document, "reserved") !== undefined && isName(group)), "an option is of a group that is none");
  const isSplit = get(option, "allocation") !== undefined;
  must(isSplit === (get(document, "surplus") !== undefined), "an option has an allocation of no surplus, or none");
}

/* Seats that are kept for groups, no more than there are. */
function checkReserved(reserved: JsonObject, seats: number): void {
  checkForm("reserved", reserved, "by:text groups:array missing:text");
  must(["college", "category", "group"].includes(text(reserved, "by")), "seats are kept by what is no group");
  must(["vacant", "released"].includes(text(reserved, "missing")), "seats that nobody takes are neither vacant nor released");
  const groups = objects(reserved, "groups");
  const figure = (group: JsonObject, name: string, otherwise: number): number => (get(group, name) === undefined ? otherwise : count(group, name));
  for (const group of groups) {
    checkForm("a group", group, GROUP);
    const [least, most] = [figure(group, "least", 0), figure(group, "most", SEATS_MAX)];
    must(isName(text(group, "id")) && least <= most && most <= SEATS_MAX, "a group has a figure that is refused");
  }
  must(groups.length <= GROUPS_MAX && new Set(groups.map((group) => group["id"])).size === groups.length, "a group stands twice");
  must(groups.reduce((kept, group) => kept + figure(group, "least", 0), 0) <= seats, "more seats are kept than there are");
}

function checkTerms(terms: JsonObject[], seats: number): void {
  for (const term of terms) checkForm("a term", term, "seats:count until:date");
  must(terms.every((term) => count(term, "seats") > 0), "a term is of no seat");
  must(terms.reduce((sum, term) => sum + count(term, "seats"), 0) === seats, "the terms do not fill the seats");
}

/*
 * As far as a question and a manifest share it.
 *
 * RULE docs/rules/polls.md
 * > A motion has no parameter: its majority is that of its class in the constitution.
 */
export function checkAsked(document: JsonObject, method: string): void {
  must(method !== "motion" || Object.keys(object(document, "parameters")).length === 0, "a motion has a parameter");
  const options = objects(document, "options");
  must(options.length <= OPTIONS_MAX, "there are too many options");
  for (const [i, option] of options.entries()) {
    if (get(option, "none") === undefined) checkOption(document, option);
    else checkNobody(option, i === options.length - 1);
  }
  const members = options.flatMap((option) => get(option, "member") ?? []);
  must(new Set(members).size === members.length, "who stands twice would be elected twice");
  const seats = count(document, "seats");
  for (const [name, most] of [["max_length", options.length], ["seats", SEATS_MAX], ["scale", SCALE_MAX]] as const) checkNumber(document, name, most);
  must([true, undefined].includes(get(document, "absolute_majority") as boolean | undefined), "absolute_majority is not true");
  const budget = get(document, "budget");
  if (budget !== undefined) checkForm("what may be spent", { budget }, "budget:ratio");
  checkPart(document, "surplus", SURPLUS);
  checkPart(document, "first_round", FIRST_ROUND);
  if (get(document, "first_round") !== undefined) checkNumber(object(document, "first_round"), "pass", Infinity);
  if (get(document, "reserved") !== undefined) checkReserved(object(document, "reserved"), seats);
  if (get(document, "terms") !== undefined) checkTerms(objects(document, "terms"), seats);
}

/*
 * RULE docs/rules/verify.md
 * > `question.json` has the members of docs/rules/polls.md and no other, and a `title` and a `ballot` that are texts.
 */
export function checkQuestion(document: JsonObject): void {
  checkForm("the question", document, QUESTION);
  checkAsked(document, text(document, "method"));
}

/* accepts.ts - which questions a method can decide, and a poll under a constitution. */
import { must } from "./bytes.ts";
import type { Form } from "./ballots.ts";
import { Fraction, gcd } from "./fraction.ts";
import { count, get, object, objects, text, texts, textOr, type JsonObject } from "./json.ts";
import { methodOf } from "./methods/registry.ts";
import type { Method } from "./poll_count.ts";
import type { Manifest } from "./polls.ts";

const COIN_DIGITS_MAX = 4096;
const WORD_BITS = 64;
const [BALLOTS_BITS, COLLEGES_BITS] = [22, 7];

const lcm = (a: bigint, b: bigint): bigint => (a / gcd(a, b)) * b;
const denominators = (ratios: string[]): bigint => ratios.map((ratio) => Fraction.read(ratio).den).reduce(lcm, 1n);
const bitsOf = (n: bigint): number => n.toString(2).length;

const parameterOf = (document: JsonObject, method: Method | undefined, name: string): string | undefined =>
  textOr(object(document, "parameters"), name) ?? method?.parameters[name];

/* The common denominator of all amounts. */
function coinOf(document: JsonObject): bigint {
  const costs = objects(document, "options").flatMap((option) => textOr(option, "cost") ?? []);
  return denominators([textOr(document, "budget") ?? "0", ...costs]);
}

const hasLeastScore = (document: JsonObject, method: Method | undefined): boolean =>
  Fraction.read(parameterOf(document, method, "min_score") ?? "0").compare(Fraction.ZERO) > 0;

/*
 * Can the question of a manifest be decided by its method?
 *
 * RULE docs/rules/verify.md
 * > The method can decide what is asked
 */
export function checkAccepts(document: JsonObject, id: string, { kind, scale }: Form): void {
  const method = methodOf(id);
  const options = objects(document, "options");
  must(options.length > 0, "a poll has no option");
  must(method?.takesSeats === true || count(document, "seats") === 1, `${id} fills one seat`);
  must(kind !== "scores" || scale >= 1, `${id} is asked without a scale`);
  must(kind !== "none" || (parameterOf(document, method, "seed") ?? "") !== "", `${id} is asked without a seed`);
  if (!id.startsWith("budget-")) return;
  const isBudget = get(document, "budget") !== undefined && options.some((option) => get(option, "cost") !== undefined);
  must(isBudget, `${id} is asked without a budget and costs`);
  must(String(coinOf(document)).length <= COIN_DIGITS_MAX, "the amounts of a budget have no common unit of that many digits");
  const isUsed = parameterOf(document, method, "rule") === "threshold" || !hasLeastScore(document, method);
  must(id !== "budget-greedy" || isUsed, "min_score says nothing under that rule");
}

/* --- the board ------------------------------------------------------------------------------------- */

function checkBoard({ document, options, form }: Manifest, method: Method | undefined, id: string): void {
  const elects = method?.elects ?? "nobody";
  const isOrdered = elects === "turn" || elects === "ranking";
  must(get(document, "reserved") === undefined || isOrdered, `${id} gives no order in which kept seats could be filled`);
  const countsVotes = elects === "ranking" && ["choice", "approves"].includes(form.kind);
  must(get(document, "absolute_majority") === undefined || countsVotes, `the totals of ${id} are no votes`);
  const offersNobody = options.some((option) => get(option.document, "none") !== undefined);
  must(!offersNobody || (elects !== "nobody" && form.kind !== "none"), `${id} cannot elect nobody`);
  must(get(document, "terms") === undefined || elects !== "nobody", `${id} elects nobody for a term`);
}

/* --- the weights ------------------------------------------------------------------------------------- */

/*
 * RULE docs/rules/decide.md
 * > A method that counts whole votes, or holds sums against a stated number of votes, is refused
 * > under the proportional rule.
 */
function readsShares(document: JsonObject, method: Method | undefined, id: string): boolean {
  if (id === "stv-scottish") return false;
  if (id === "budget-equal-shares") return parameterOf(document, method, "completion") !== "add1";
  return id !== "budget-greedy" || !hasLeastScore(document, method);
}

/*
 * RULE docs/rules/committees.md
 * > Weights as whole numbers of one unit take so many words of 64 bits; where their square, times the
 * > options, times the square of the seats, is more than 2^36, the ballots are refused.
 *
 * RULE docs/rules/stv-wigm.md
 * > Weights as whole numbers of one unit take so many words of 64 bits; where these, doubled once for
 * > every seat, are more than 2^20, the ballots are refused, unless there are seats for all.
 *
 * RULE docs/rules/budget-equal-shares.md
 * > Weights as whole numbers of one unit take so many words of 64 bits, and so does the common denominator
 * > of the budget and all costs; where the square of both together, times the third power of the options,
 * > is more than 2^36, the ballots are refused.
 */
function bears({ document, options: { length }, seats: filled }: Manifest, id: string, bits: number): boolean {
  const isWhole = get(document, "reserved") !== undefined && methodOf(id)?.elects === "turn"; /* counted with as many as candidates */
  const seats = isWhole ? length : filled;
  const words = Math.ceil(bits / WORD_BITS);
  if (id === "equal-shares" || id === "seq-phragmen") return words ** 2 * length * Math.min(seats, length) ** 2 <= 2 ** 36;
  if (id === "stv-wigm") return seats >= length || (seats <= 20 && words * 2 ** seats <= 2 ** 20);
  const all = words + Math.ceil(bitsOf(coinOf(document)) / WORD_BITS);
  return id !== "budget-equal-shares" || all ** 2 * length ** 3 <= 2 ** 36;
}

/*
 * RULE docs/rules/decide.md
 * > One whose figures grow with every seat is refused where ballots as many as there can be, and the
 * > statutes' own weights where these count, would take it longer than can be waited for.
 */
function bitsOfWeights(constitution: JsonObject, isProportional: boolean): number {
  if (!isProportional) return BALLOTS_BITS;
  const colleges = objects(constitution, "colleges");
  const weights = colleges.map((college) => get(college, "weight")).filter((weight) => weight !== undefined);
  return bitsOf(denominators(weights.map(String))) + colleges.length * (BALLOTS_BITS + COLLEGES_BITS);
}

/* --- the constitution -------------------------------------------------------------------------------- */

/*
 * RULE docs/rules/constitution.md
 * > A field that is unknown stops the polls that need it, and no other.
 */
function needed(constitution: JsonObject, { document, form }: Manifest, isMotion: boolean): string[] {
  const always = isMotion ? ["quorum", "majority", "abstention"] : ["quorum"];
  if (textOr(document, "electorate") !== undefined) return always;
  const transfer = textOr(constitution, "transfer_rule");
  const ofAll = [...always, "transfer_rule"];
  const isCarried = objects(constitution, "colleges").length > 0 && transfer !== "none" && form.kind !== "none";
  if (!isCarried) return ofAll;
  const ofColleges = [...ofAll, "college_weights", "empty_college", "min_colleges_for_weighting"];
  if (textOr(constitution, "empty_college") === "redistribute_equal") ofColleges.push("max_weight");
  ofColleges.push(transfer === "majority" ? "college_tie" : "college_base");
  if (isMotion && transfer === "majority") ofColleges.push("college_majority");
  return isMotion ? [...ofColleges, "silent_college"] : ofColleges;
}

/* Refuses a poll that its constitution does not let be decided by its method. */
export function checkDecides(manifest: Manifest, constitution: JsonObject): void {
  const { document, form, method: { id }, seats } = manifest;
  const [method, isMotion] = [methodOf(id), id === "motion"];
  const unknown = texts(constitution, "unknown");
  for (const field of needed(constitution, manifest, isMotion)) must(!unknown.includes(field), `the constitution does not say ${field}`);
  const decidedAs = text(document, "class");
  must(!isMotion || get(object(constitution, "majority"), decidedAs) !== undefined, `the constitution has no majority of class ${decidedAs}`);
  checkBoard(manifest, method, id);
  const isCarried = textOr(document, "electorate") === undefined && objects(constitution, "colleges").length > 0 && form.kind !== "none";
  const transfer = isCarried ? textOr(constitution, "transfer_rule") : "none";
  must(bears(manifest, id, bitsOfWeights(constitution, transfer === "proportional")), `${id} would take too long with these weights`);
  must(transfer !== "proportional" || readsShares(document, method, id), `${id} counts whole votes, and colleges weigh them`);
  if (transfer !== "majority" || isMotion) return;
  const transfers = get(document, "reserved") === undefined && method?.decides !== undefined && seats === 1;
  must(transfers, `${id} says nothing that a college could decide`);
}

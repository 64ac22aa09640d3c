/* parameters.ts - what the parameters of a method may say. */
import { must, TURNS } from "./bytes.ts";
import { Fraction } from "./fraction.ts";
import { object, text, type JsonObject } from "./json.ts";

const DIGITS_MAX = 4096;
const INTEGER_MAX = 2n ** 63n - 1n;

type Form = (value: string) => boolean;

const word = (...words: string[]): Form => (value) => words.includes(value);
/* From nothing to that much. */
const ratio = (most: bigint): Form => (value) => {
  if (!/^-?[0-9]+(\/0*[1-9][0-9]*)?$/.test(value) || value.replace(/[-/]/g, "").length > DIGITS_MAX) return false;
  const { num, den } = Fraction.read(value);
  return num >= 0n && num <= most * den;
};
const integer = (least: bigint, most: bigint = INTEGER_MAX): Form => (value) =>
  /^(0|[1-9][0-9]{0,18})$/.test(value) && BigInt(value) >= least && BigInt(value) <= most;

const UNRANKED = word("last", "apart");
const CONDORCET = { strength: word("winning", "margins"), unranked: UNRANKED };
const LISTS = { threshold: ratio(1n) };

const PARAMETERS: Record<string, Record<string, Form>> = {
  "borda": { unranked: word("last", "zero") },
  "budget-equal-shares": { utility: word("cost", "cardinality"), completion: word("none", "add1"), increment: integer(1n) },
  "budget-greedy": { rule: word("skip", "no-skip", "threshold"), min_score: ratio(INTEGER_MAX), scoring: word("count", "points", "positional") },
  "copeland": { unranked: UNRANKED },
  "dhondt": LISTS,
  "equal-shares": { completion: word("seq-phragmen", "approval", "none") },
  "irv": {
    overvote: word("exhaust", "skip", "split"), duplicate: word("skip", "exhaust"), majority: word("continuing", "valid"),
    max_skipped: integer(0n),
  },
  "largest-remainder": LISTS,
  "majority-judgment": { missing: word("worst", "ignore") },
  "minimax": { strength: word("winning", "margins", "opposition"), unranked: UNRANKED },
  "ranked-pairs": CONDORCET,
  "sainte-lague": LISTS,
  "sainte-lague-modified": LISTS,
  "schulze": CONDORCET,
  "score": { missing: word("0", "ignore") },
  "sortition": { algorithm: word("sha256", "rfc3797"), seed: (value) => !TURNS.test(value) },
  "stv-meek": { decimals: integer(1n, 18n), omega: integer(1n, 18n) },
};

/* Is the method asked with parameters that it has, and values that they may have? */
export function checkParameters(document: JsonObject, method: string): void {
  const forms = Object.hasOwn(PARAMETERS, method) ? PARAMETERS[method] ?? {} : {};
  const parameters = object(document, "parameters");
  for (const name of Object.keys(parameters)) {
    const form = Object.hasOwn(forms, name) ? forms[name] : undefined;
    must(form !== undefined && form(text(parameters, name)), `${method} has no parameter ${name} of that value`);
  }
}

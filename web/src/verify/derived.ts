/* derived.ts - the files that say again what the documents say, for people and programs (docs/rules/record.md). */
import { equal, hashOf, must, utf8 } from "./bytes.ts";
import { readBallot, type Ballot } from "./ballots.ts";
import { Fraction } from "./fraction.ts";
import { compact, get, isObject, objects, readCanonical, text, type Json, type JsonObject } from "./json.ts";
import type { Manifest, PollFiles } from "./polls.ts";

type Row = { part: string; college: string; option: string; figure: string; value: Json };

const FRACTION = /^-?[0-9]+\/[0-9]+$/;
const MILLION = 1000000n;

/* --- result.json ------------------------------------------------------------------------------------ */

function resultJson(manifest: Manifest, outcome: JsonObject, hash: string): string {
  const { document, options, poll } = manifest;
  const members: [string, string][] = [
    ["decision", text(outcome, "decision")], ["format", '"palabre-result/1"'], ["manifest", JSON.stringify(manifest.hash)],
    ["method", compact(document["method"] ?? "")], ["options", compact(options.map(({ label }) => label))],
    ["outcome", JSON.stringify(hash)], ["poll", JSON.stringify(poll)], ["title", JSON.stringify(text(document, "title"))],
    ["verdict", JSON.stringify(text(outcome, "verdict"))],
  ];
  return `{${members.map(([name, value]) => `"${name}":${value}`).join(",")}}`;
}

/* --- result.csv ------------------------------------------------------------------------------------- */

const OF_COLLEGES: [part: string, member: string, figures: string[]][] = [
  ["votes", "tallies", ["members", "present", "for", "against", "abstain"]],
  ["ballots", "ballots", ["counted", "blank", "spoilt", "abstaining", "blank_proxies"]],
];
const WEIGHTS: [string, string, string[]] = ["weights", "colleges", ["weight", "state", "expressed", "for_weight", "against_weight"]];

const memberOf = (of: JsonObject | undefined, name: string): JsonObject => {
  const value = of === undefined ? undefined : get(of, name);
  return isObject(value) ? value : {};
};

function figuresOf(part: string, of: JsonObject, figures: string[], college = ""): Row[] {
  return figures.flatMap((figure) => {
    const value = get(of, figure);
    return value === undefined ? [] : [{ part, college, option: "", figure, value }];
  });
}

const place = (list: Json | undefined, label: string): number => (Array.isArray(list) ? list.indexOf(label) + 1 : 0);

/* The figures of one option in the member `count`. */
function optionRows(count: JsonObject, label: string): Row[] {
  const row = (figure: string, value: Json | undefined): Row[] =>
    value === undefined || value === 0 && figure !== "seats" ? [] : [{ part: "option", college: "", option: label, figure, value }];
  const ranking = get(count, "ranking");
  const rank = Array.isArray(ranking) ? ranking.findIndex((group) => Array.isArray(group) && group.includes(label)) + 1 : 0;
  return [
    ...row("total", get(memberOf(count, "totals"), label)), ...row("rank", rank), ...row("elected", place(get(count, "elected"), label)),
    ...row("seats", get(memberOf(count, "seats_by_option"), label)), ...row("funded", place(get(count, "funded"), label)),
  ];
}

function seatRows(decision: JsonObject): Row[] {
  const seats = memberOf(decision, "seats");
  const rowsOf = (part: string, list: string, figures: string[]) => (get(seats, list) === undefined ? [] : objects(seats, list)).flatMap((seat) =>
    figuresOf(part, seat, figures, String(get(seat, "group") ?? "")).map((row) => ({ ...row, option: String(get(seat, "option") ?? "") })));
  return [...rowsOf("seat", "filled", ["how", "until"]), ...rowsOf("vacant", "vacant", ["count"])];
}

function rowsOf(manifest: Manifest, decision: JsonObject): Row[] {
  const colleges = ([part, member, figures]: [string, string, string[]]) => manifest.colleges.flatMap(({ id }) =>
    figuresOf(part, memberOf(memberOf(decision, member), id), figures, id));
  const method = memberOf(decision, "method");
  const count = memberOf(decision, "count");
  const named = { method: get(method, "id") ?? "", method_version: get(method, "version") ?? "" };
  return [
    ...figuresOf("poll", decision, ["outcome", "decision_class", "call", "electorate"]), ...figuresOf("poll", named, ["method", "method_version"]),
    ...OF_COLLEGES.flatMap(colleges), ...figuresOf("quorum", memberOf(decision, "quorum"), ["present", "members", "reached", "required", "met"]),
    ...colleges(WEIGHTS), ...figuresOf("motion", memberOf(decision, "heads"), ["for", "against", "expressed"]),
    ...figuresOf("motion", decision, ["for_weight", "against_weight", "ratio", "tie", "reason"]),
    ...figuresOf("count", memberOf(count, "ballots"), ["valid", "blank", "spoilt", "exhausted", "abstaining"]),
    ...figuresOf("count", count, ["seats", "quota", "cost", "verdict"]),
    ...manifest.options.flatMap(({ label }) => optionRows(count, label)), ...seatRows(decision),
  ];
}

/*
 * RULE docs/rules/record.md
 * > for n/d that is the whole part of (2·10^6·|n| + d) / 2d, with a minus where n is negative and the rounded number is not zero.
 */
function rounded(fraction: string): string {
  const { num, den } = Fraction.read(fraction);
  const positive = num < 0n ? -num : num;
  const millionths = (2n * MILLION * positive + den) / (2n * den);
  const digits = String(millionths % MILLION).padStart(6, "0");
  return `${num < 0n && millionths > 0n ? "-" : ""}${millionths / MILLION}.${digits}`;
}

const quoted = (field: string): string => (/[,;"\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);

const table = (lines: string[][], separator: string): string =>
  lines.map((fields) => `${fields.map(quoted).join(separator)}\r\n`).join("");

function resultCsv(manifest: Manifest, rows: Row[]): string {
  const lines = rows.map(({ part, college, option, figure, value }) => {
    const spelled = String(value);
    return [manifest.poll, part, college, option, figure, spelled, FRACTION.test(spelled) ? rounded(spelled) : ""];
  });
  return table([["poll", "part", "college", "option", "figure", "value", "rounded"], ...lines], ",");
}

/*
 * RULE docs/rules/record.md
 * > A text that begins with `=`, `+`, `-`, `@` or a tabulator stands after an apostrophe in this file, since spreadsheets would run it.
 */
const harmless = (field: string): string => (/^[=+\-@\t]/.test(field) ? `'${field}` : field);

function resultFrCsv(manifest: Manifest, rows: Row[]): string {
  const lines = rows.map(({ part, college, option, figure, value }) => {
    const spelled = String(value);
    const [num = "", den = ""] = FRACTION.test(spelled) ? spelled.split("/") : [];
    const shown = den === "" ? harmless(spelled) : "";
    const decimal = den === "" ? "" : rounded(spelled).replace(".", ",");
    return [manifest.poll, part, harmless(college), harmless(option), figure, shown, num, den, decimal];
  });
  const columns = ["scrutin", "partie", "college", "option", "chiffre", "valeur", "numerateur", "denominateur", "arrondi"];
  return `\ufeff${table([columns, ...lines], ";")}`;
}

/* --- ballots.abif and ballots.blt ------------------------------------------------------------------------ */

const isPlain = (order: number[]): boolean => order.every((option, place) => option === place);

function abifBallot({ approves, scores, ranks }: Ballot): string {
  const name = (option: number) => `c${option + 1}`;
  if (ranks !== undefined) return ranks.map((rank) => rank.map(name).join("=")).join(">");
  if (approves !== undefined) return approves.map((option) => `${name(option)}/1`).join(",");
  return (scores ?? []).flatMap((score, option) => (score === null ? [] : [`${name(option)}/${score}`])).join(",");
}

function abif(manifest: Manifest, ballots: Ballot[]): string | undefined {
  const { form, options, seats, tieOrder } = manifest;
  const skips = ballots.some(({ ranks }) => ranks?.some((rank) => rank.length === 0));
  const isOdd = options.some(({ label }) => /[\]\n]/.test(label));
  if (!["approves", "scores", "ranks"].includes(form.kind) || skips || isOdd) return undefined;
  const scale = form.kind === "scores" ? form.scale || 1 : 1;
  const lines = [
    ...(form.kind === "ranks" ? [] : [`{"max_rating": ${scale}}`]), ...(seats > 1 ? [`{"seats": ${seats}}`] : []),
    ...(isPlain(tieOrder) ? [] : [`{"tie_order": [${tieOrder.map((option) => `"c${option + 1}"`).join(", ")}]}`]),
    ...options.map(({ label }, i) => `=c${i + 1}:[${label}]`), ...ballots.map((ballot) => `1:${abifBallot(ballot)}`),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function blt(manifest: Manifest, ballots: Ballot[]): string | undefined {
  const { form, options, seats, tieOrder } = manifest;
  if (form.kind !== "ranks") return undefined;
  const spelled = (rank: number[]) => (rank.length === 0 ? "-" : rank.map((option) => option + 1).join("="));
  const lines = [
    `${options.length} ${seats}`, ...(isPlain(tieOrder) ? [] : [`[tie ${tieOrder.toReversed().map((option) => option + 1).join(" ")}]`]),
    ...ballots.map(({ ranks = [] }) => ["1", ...ranks.map(spelled), "0"].join(" ")), "0",
    ...options.map(({ label }) => `"${label.replaceAll('"', '""')}"`), '""',
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/* --- the whole ----------------------------------------------------------------------------------------------- */

/* Refuses files that are not what the documents give. cast: each ballot in its order, and whether it counts. */
export async function derive(files: PollFiles, manifest: Manifest, cast: { marks: string; counts: boolean }[]): Promise<void> {
  const bytes = await files.bytes("outcome.json");
  const outcome = readCanonical(bytes, "the outcome");
  const decision = JSON.parse(text(outcome, "decision")) as Json;
  must(isObject(decision), "the decision is no object");
  const rows = rowsOf(manifest, decision);
  const ballots = cast.filter(({ counts }) => counts).map(({ marks }) => readBallot(marks, manifest.form))
    .filter(({ state }) => state === "counted" || state === "blank");
  const made: [string, string | undefined][] = [
    ["result.json", resultJson(manifest, outcome, hashOf(bytes))], ["result.csv", resultCsv(manifest, rows)],
    ["result-fr.csv", resultFrCsv(manifest, rows)], ["ballots.abif", abif(manifest, ballots)], ["ballots.blt", blt(manifest, ballots)],
  ];
  for (const [name, content] of made) {
    must(files.has(name) === (content !== undefined), `${name} is there, or is not there, against docs/rules/record.md`);
    if (content !== undefined) must(equal(await files.bytes(name), utf8(content)), `${name} is not what the documents give`);
  }
}

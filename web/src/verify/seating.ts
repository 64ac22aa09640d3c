/* seating.ts - who is seated after a count: seats kept for groups, none of these, terms (docs/rules/reserved.md). */
import { refuse } from "./bytes.ts";
import { Fraction } from "./fraction.ts";
import { count, get, isObject, objects, text, textOr, type JsonObject } from "./json.ts";
import { step, type Answer, type Counting, type Method } from "./poll_count.ts";

type Group = { id: string; least: number; most: number };
type Board = {
  reserved: boolean; released: boolean; groups: Group[]; groupOf: (Group | undefined)[]; none: number;
  absolute: boolean; terms: { seats: number; until: string }[];
};
type Seat = { option: number; how: "reserved" | "open" | "released" };

function readGroups(reserved: JsonObject | undefined): Group[] {
  const optional = (group: JsonObject, name: string, otherwise: number) => (get(group, name) === undefined ? otherwise : count(group, name));
  const groups = reserved === undefined ? [] : objects(reserved, "groups");
  return groups.map((group) => ({ id: text(group, "id"), least: optional(group, "least", 0), most: optional(group, "most", Infinity) }));
}

/* What the manifest states beside the method; undefined where it states nothing. */
export function boardOf({ manifest }: Counting): Board | undefined {
  const { document, options } = manifest;
  const reserved = get(document, "reserved");
  const groups = readGroups(isObject(reserved) ? reserved : undefined);
  const board: Board = {
    reserved: reserved !== undefined, released: isObject(reserved) && get(reserved, "missing") === "released", groups,
    groupOf: options.map((option) => groups.find(({ id }) => id === textOr(option.document, "group"))),
    none: options.findIndex((option) => get(option.document, "none") !== undefined),
    absolute: get(document, "absolute_majority") === true,
    terms: get(document, "terms") === undefined ? [] : objects(document, "terms").map((term) => ({ seats: count(term, "seats"), until: text(term, "until") })),
  };
  const isEmpty = !board.reserved && board.none < 0 && !board.absolute && board.terms.length === 0;
  return isEmpty ? undefined : board;
}

/*
 * RULE docs/rules/reserved.md
 * > Where the method ranks the candidates whatever the seats, the order is its ranking, and equals stand
 * > in the order settled for ties.
 */
function orderOf(board: Board, method: Method, answer: Answer, counting: Counting, valid: Fraction): number[] {
  const { ranking } = answer;
  if (!board.reserved || method.elects !== "ranking" || ranking === undefined || valid.isZero()) return [...answer.elected];
  const places = counting.manifest.tieOrder;
  return places.toSorted((a, b) => (ranking[a] ?? 0) - (ranking[b] ?? 0)); /* stable: equals stay in that order */
}

/* Those before none of these, and with more than half where that is asked for. */
function eligible(order: number[], board: Board, answer: Answer, counting: Counting, valid: Fraction): number[] {
  const nameOf = (option: number) => counting.manifest.options[option]?.label ?? "";
  const at = board.none < 0 ? -1 : order.indexOf(board.none);
  if (at >= 0) {
    const after = order.slice(at + 1).map(nameOf);
    const code = after.length === 0 ? "elected" : "before_others";
    if (after.length > 0 || at < counting.manifest.seats) step(counting, "none_of_these", code, { options: after });
  }
  const before = at < 0 ? order : order.slice(0, at);
  if (!board.absolute) return before;
  return before.filter((option) => {
    const total = answer.totals?.[option] ?? refuse("an absolute majority of no totals");
    const isMore = total.plus(total).compare(valid) > 0;
    step(counting, "absolute_majority", isMore ? "reached" : "missed", { option: nameOf(option), total: `${total}`, valid: `${valid}` });
    return isMore;
  });
}

/*
 * RULE docs/rules/reserved.md
 * > One takes a seat kept for their
 * > group while there is one, else an open one while there is one. A group that has as many seats as it
 * > may have takes no more.
 */
function fill(board: Board, order: number[], seats: number): { filled: Seat[]; left: Map<Group, number>; open: number } {
  const left = new Map(board.groups.map((group) => [group, group.least]));
  const taken = new Map<Group, number>();
  const filled: Seat[] = [];
  let open = seats - board.groups.reduce((sum, { least }) => sum + least, 0);
  const mayHaveMore = (group: Group | undefined) => group === undefined || (taken.get(group) ?? 0) < group.most;
  const seat = (option: number, how: Seat["how"]) => {
    const group = board.groupOf[option];
    filled.push({ option, how });
    if (group !== undefined) taken.set(group, (taken.get(group) ?? 0) + 1);
  };
  for (const option of order) {
    const group = board.groupOf[option];
    const kept = group === undefined ? 0 : left.get(group) ?? 0;
    if (group !== undefined && kept > 0) {
      left.set(group, kept - 1);
      seat(option, "reserved");
    } else if (open > 0 && mayHaveMore(group)) {
      open--;
      seat(option, "open");
    }
  }
  const seated = new Set(filled.map(({ option }) => option));
  /* Who may not be seated is a candidate all the same: only what no candidate could have taken is released. */
  const spare = new Map(board.groups.map((group) => [group, Math.max(0, group.least - board.groupOf.filter((own) => own === group).length)]));
  for (const option of board.released ? order.filter((candidate) => !seated.has(candidate)) : []) {
    const from = board.groups.find((group) => (spare.get(group) ?? 0) > 0);
    if (from === undefined) break;
    if (!mayHaveMore(board.groupOf[option])) continue;
    spare.set(from, (spare.get(from) ?? 0) - 1);
    left.set(from, (left.get(from) ?? 0) - 1);
    seat(option, "released");
  }
  return { filled, left, open };
}

/* Which term the seat of that number has. */
function untilOf(board: Board, seat: number): string | undefined {
  let before = 0;
  return board.terms.find(({ seats }) => seat < (before += seats))?.until;
}

/* Equals of whom some are seated and some are not: the order settled for ties chose. */
function tellTies(counting: Counting, order: number[], ranking: number[], seated: Set<number>): void {
  const places = [...new Set(order.map((option) => ranking[option] ?? 0))];
  for (const place of places) {
    const among = order.filter((option) => ranking[option] === place);
    const count = among.filter((option) => seated.has(option)).length;
    if (count === 0 || count === among.length) continue;
    step(counting, "seat_tie", "tie_order", { among: among.map((option) => counting.manifest.options[option]?.label ?? "") });
  }
}

/* The member `seats` of a decision; nothing where the poll states no more than its method is told. */
export function seat(counting: Counting, method: Method, answer: Answer, valid: Fraction): JsonObject | undefined {
  const board = boardOf(counting);
  if (board === undefined) return undefined;
  const order = eligible(orderOf(board, method, answer, counting, valid), board, answer, counting, valid);
  const { filled, left, open } = fill(board, order, counting.manifest.seats);
  const seats = filled.map(({ option, how }, i): JsonObject => {
    const label = counting.manifest.options[option]?.label ?? "";
    const group = board.groupOf[option]?.id;
    const until = untilOf(board, i);
    const who = { option: label, ...(group === undefined ? {} : { group }) };
    step(counting, "seat", how, who);
    if (until !== undefined) step(counting, "term", "until", { option: label, until });
    return { ...who, how, ...(until === undefined ? {} : { until }) };
  });
  const vacant: JsonObject[] = [];
  for (const [group, count] of [...left, [undefined, open] as const]) {
    if (count === 0) continue;
    const figures = { count, ...(group === undefined ? {} : { group: group.id }) };
    step(counting, "vacant", group === undefined ? "open" : "reserved", figures);
    vacant.push(figures);
  }
  if (board.reserved && answer.ranking !== undefined) tellTies(counting, order, answer.ranking, new Set(filled.map(({ option }) => option)));
  return { filled: seats, vacant };
}

/* With how many seats the method counts: as many as candidates where their order is what is asked for. */
export function seatsCounted(counting: Counting, method: Method): number {
  const isWhole = boardOf(counting)?.reserved === true && method.elects === "turn";
  return isWhole ? counting.manifest.options.length : counting.manifest.seats;
}

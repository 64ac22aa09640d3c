/* A poll being prepared: what its form holds, and the request that it becomes. Pure. */

import type { Schemas } from "./api.ts";
import { fromWallClock, parseRatio, readShare, reduce, writeRatio } from "./format.ts";

type PollCreate = Schemas["PollCreate"];
type Method = Schemas["Method"];

export interface OptionDraft {
  readonly label: string;
  readonly by_board: boolean;
  /* Ties between candidates are settled by what the register says of them. */
  readonly member?: string;
  readonly cost: string;
  readonly group: string;
  readonly allocation: Readonly<Record<ShareOfSurplus, string>>;
}

export const SHARES = ["legal_reserve", "statutory_reserve", "interest", "other"] as const;
export type ShareOfSurplus = (typeof SHARES)[number];
export const YEAR = ["result", "deficit", "reserves", "capital"] as const;
export type FigureOfYear = (typeof YEAR)[number];

export interface GroupDraft {
  readonly id: string;
  readonly least: string;
  readonly most: string;
}

export interface TermDraft {
  readonly seats: string;
  readonly until: string;
}

/* Every field as it is typed; what does not belong to its kind or method is not sent. */
export interface PollDraft {
  readonly kind: PollCreate["kind"];
  readonly resolution: string;
  readonly amendment: string;
  readonly title: string;
  readonly class: string;
  readonly method: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly seats: string;
  readonly scale: string;
  readonly max_length: string;
  readonly budget: string;
  readonly options: readonly OptionDraft[];
  /* Who may be elected: those who are listed, or the admitted members, all or of a college ("college/ID"). */
  readonly nominees: string;
  readonly none_of_these: boolean;
  readonly absolute_majority: boolean;
  readonly first_round: string;
  readonly pass: string;
  readonly reserved_by: "" | Schemas["Reserved"]["by"];
  readonly missing: "" | "vacant" | "released";
  readonly groups: readonly GroupDraft[];
  readonly terms: readonly TermDraft[];
  readonly has_surplus: boolean;
  readonly surplus: Readonly<Record<FigureOfYear, string>>;
  readonly electorate: string;
  readonly secrecy: "" | "open" | "secret";
  readonly trackers: boolean;
  readonly kept_days: string;
  readonly opens: string;
  readonly closes: string;
}

export const NO_OPTION: OptionDraft = {
  label: "",
  by_board: false,
  cost: "",
  group: "",
  allocation: { legal_reserve: "", statutory_reserve: "", interest: "", other: "" },
};

export function newDraft(fields: Partial<PollDraft>): PollDraft {
  return {
    kind: "resolution",
    resolution: "",
    amendment: "",
    title: "",
    class: "ordinary",
    method: "motion",
    parameters: {},
    seats: "1",
    scale: "5",
    max_length: "",
    budget: "",
    options: [NO_OPTION, NO_OPTION],
    nominees: "",
    none_of_these: false,
    absolute_majority: false,
    first_round: "",
    pass: "",
    reserved_by: "",
    missing: "",
    groups: [],
    terms: [],
    has_surplus: false,
    surplus: { result: "", deficit: "", reserves: "", capital: "" },
    electorate: "",
    secrecy: "",
    trackers: true,
    kept_days: "30",
    opens: "",
    closes: "",
    ...fields,
  };
}

/* --- what belongs to it -------------------------------------------------------------------------- */

export const isOnText = (kind: PollCreate["kind"]) => kind === "resolution" || kind === "amendment";

/* The methods that a poll of this kind may have: a text is decided by those that have answers of their own. */
export function methodsFor(kind: PollCreate["kind"], methods: readonly Method[]): Method[] {
  return methods.filter(({ options }) => (options !== undefined) === isOnText(kind));
}

/* What ballots mark, by the parameter that chooses it where there is one. */
export function ballotOf(method: Method | undefined, draft: PollDraft): Method["ballots"] {
  const scoring = draft.parameters["scoring"];
  const chosen: Record<string, Method["ballots"]> = { points: "points", positional: "ranks" };
  return (scoring === undefined ? undefined : chosen[scoring]) ?? method?.ballots ?? "choice";
}

export const hasBudget = (draft: PollDraft) => !isOnText(draft.kind) && draft.method.startsWith("budget-");

/* Does the poll list its options? Else they are those of its method, of a first round, or of the register. */
export function hasOptions(draft: PollDraft): boolean {
  return !isOnText(draft.kind) && draft.first_round === "" && draft.nominees === "";
}

/* --- what is sent -------------------------------------------------------------------------------- */

/* What people type for an amount, "1 234,56" or "1000/3", as the API has it; itself when it is none, to be refused
 * where it stands. */
export function amountOf(typed: string): string {
  const ratio = parseRatio(typed.replaceAll(/\s/g, "")) ?? readShare(typed.replace("%", "?"));
  return ratio === null ? typed : writeRatio(reduce(ratio));
}

const given = <T>(name: string, typed: string, value: (typed: string) => T) =>
  typed.trim() === "" ? {} : { [name]: value(typed) };

function optionOf(option: OptionDraft, draft: PollDraft): object {
  const isElection = draft.kind === "election";
  const needsGroup = isElection && draft.reserved_by !== "";
  const shares = SHARES.map((share) => given(share, option.allocation[share], amountOf));
  return {
    label: option.label,
    ...(isElection ? { by_board: option.by_board } : {}),
    ...(isElection && option.member !== undefined ? { member: option.member } : {}),
    ...(hasBudget(draft) ? given("cost", option.cost, amountOf) : {}),
    ...(needsGroup ? given("group", option.group, (group) => group) : {}),
    ...(draft.kind === "choice" && draft.has_surplus
      ? { allocation: Object.assign({}, ...shares) as object }
      : {}),
  };
}

function reservedOf(draft: PollDraft): object {
  if (draft.reserved_by === "") {
    return {};
  }
  const groups = draft.groups.map(({ id, least, most }) => ({
    id,
    ...given("least", least, Number),
    ...given("most", most, Number),
  }));
  return {
    reserved: {
      by: draft.reserved_by,
      ...(draft.missing === "" ? {} : { missing: draft.missing }),
      ...(groups.length === 0 ? {} : { groups }),
    },
  };
}

/* What an election has besides its options. */
function electionOf(draft: PollDraft): object {
  const college = draft.nominees.startsWith("college/") ? { college: draft.nominees.slice(8) } : {};
  return {
    ...reservedOf(draft),
    ...(draft.terms.length === 0
      ? {}
      : { terms: draft.terms.map(({ seats, until }) => ({ seats: Number(seats), until })) }),
    ...(draft.none_of_these ? { none_of_these: true } : {}),
    ...(draft.absolute_majority ? { absolute_majority: true } : {}),
    ...(draft.nominees === "" || draft.first_round !== "" ? {} : { nominees: college }),
    ...(draft.first_round === ""
      ? {}
      : { first_round: { poll: draft.first_round, ...given("pass", draft.pass, Number) } }),
  };
}

function surplusOf(draft: PollDraft): object {
  const figures = YEAR.map((figure) => given(figure, draft.surplus[figure], amountOf));
  return draft.has_surplus ? { surplus: Object.assign({}, ...figures) as object } : {};
}

/* The question where it is no text: its options, and the figures that its method reads. */
function questionOf(draft: PollDraft, method: Method | undefined): object {
  const ballot = ballotOf(method, draft);
  return {
    title: draft.title,
    class: draft.class,
    ...(draft.first_round === "" ? { seats: method?.seats === true ? Number(draft.seats) : 1 } : {}),
    ...(ballot === "scores" ? given("scale", draft.scale, Number) : {}),
    ...(ballot === "choice" || ballot === "none" ? {} : given("max_length", draft.max_length, Number)),
    ...(hasBudget(draft) ? given("budget", draft.budget, amountOf) : {}),
    ...(hasOptions(draft) ? { options: draft.options.map((each) => optionOf(each, draft)) } : {}),
    ...(draft.kind === "election" ? electionOf(draft) : {}),
    ...(draft.kind === "choice" ? surplusOf(draft) : {}),
  };
}

/* A motion has no parameter: its majority is that of its class in the constitution. */
function parametersOf(draft: PollDraft, method: Method | undefined): Record<string, string> {
  const known = draft.method === "motion" ? [] : (method?.parameters ?? []);
  return Object.fromEntries(
    known.flatMap(({ name }) => {
      const value = draft.parameters[name]?.trim() ?? "";
      return value === "" ? [] : [[name, value]];
    }),
  );
}

export function bodyOf(
  draft: PollDraft,
  place: { readonly assembly: string; readonly zone: string; readonly methods: readonly Method[] },
): PollCreate {
  const method = place.methods.find(({ id }) => id === draft.method);
  const text =
    draft.kind === "resolution" ? { resolution: draft.resolution } : { amendment: draft.amendment };
  const secret = { trackers: draft.trackers, ...given("kept_days", draft.kept_days, Number) };
  return {
    assembly: place.assembly,
    kind: draft.kind,
    method: draft.method,
    parameters: parametersOf(draft, method),
    ...(isOnText(draft.kind) ? text : questionOf(draft, method)),
    ...(draft.electorate === "" ? {} : { electorate: draft.electorate }),
    ...(draft.secrecy === "" ? {} : { secrecy: draft.secrecy }),
    ...(draft.secrecy === "secret" ? secret : {}),
    opens_at: fromWallClock(draft.opens, place.zone) ?? "",
    closes_at: fromWallClock(draft.closes, place.zone) ?? "",
  };
}

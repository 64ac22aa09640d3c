/* polls.ts - the documents of one poll, read once and in their form. */
import { checkAccepts } from "./accepts.ts";
import { checkAsked } from "./asked.ts";
import { hashOf, hex, must, refuse, textOf, TURNS, unhex, utf8 } from "./bytes.ts";
import type { Form, Kind } from "./ballots.ts";
import { readConstitution, type Constitution } from "./constitution.ts";
import { knows } from "./decide.ts";
import {
  array, bool, count, get, object, objects, only, readCanonical, text, textOr, type Json, type JsonObject,
} from "./json.ts";
import { readLeaves } from "./layout.ts";
import { checkParameters } from "./parameters.ts";
import type { Poll } from "./states.ts";
import { contentOf, type Tar } from "./tar.ts";
import { UUID } from "./types.ts";

const SIZES = [96, 160, 256, 512, 1024, 2048, 4096, 8192, 16384];

const MANIFEST = [
  "format", "poll", "log", "assembly", "call", "kind", "title", "class", "method", "parameters", "seats", "options", "scale?",
  "max_length?", "budget?", "reserved?", "terms?", "surplus?", "absolute_majority?", "first_round?", "tie_order", "text?",
  "resolution?", "amendment?", "board_opinion", "electorate?", "secrecy", "roll_call", "opens_at", "closes_at", "constitution", "colleges",
  "voters", "roll_root", "urn?",
];
const URN = ["profile", "key", "size", "trackers", "k_min", "waived", "threshold", "keepers", "receipt", "kept_until"];

export type Urn = {
  key: Uint8Array;
  size: number;
  trackers: boolean;
  kMin: number;
  waived: boolean;
  keepers: { key: Uint8Array; share: Uint8Array }[];
  receipt: string;
};

export type Manifest = {
  hash: string;
  document: JsonObject;
  poll: string;
  secret: boolean;
  method: { id: string; version: number };
  options: { label: string; document: JsonObject }[];
  seats: number;
  tieOrder: number[];
  constitution: { id: string; number: number; hash: string };
  colleges: { id: string; voters: number }[];
  voters: number;
  urn: Urn | undefined;
  form: Form;
};

export type BoxCollege = { id: string; blankProxies: number; attending: number; count: number; used: number };
export type Box = { hash: string; count: number; void: number; used: number; root: string; marks: string; colleges: BoxCollege[] };

const hash32 = (object: JsonObject, name: string): string => hex(unhex(text(object, name), 32, name));

function readUrn(document: JsonObject): Urn {
  only(document, URN, "the urn");
  must(text(document, "profile") === "keepers" && count(document, "threshold") === 2, "the urn is of another profile");
  must(SIZES.includes(count(document, "size")), "the urn has a size that is refused");
  count(document, "kept_until");
  const keepers = objects(document, "keepers").map((keeper) => {
    only(keeper, ["key", "share"], "a keeper");
    return { key: unhex(text(keeper, "key"), 32, "a keeper's key"), share: unhex(text(keeper, "share"), 32, "a share") };
  });
  must(keepers.length === 3, "the urn has not three keepers");
  return {
    key: unhex(text(document, "key"), 32, "the key of the urn"), size: count(document, "size"), trackers: bool(document, "trackers"),
    kMin: count(document, "k_min"), waived: bool(document, "waived"), keepers, receipt: text(document, "receipt"),
  };
}

function readTieOrder(document: JsonObject, options: number): number[] {
  const ties = object(document, "tie_order");
  only(ties, ["order", "rule?", "seed?"], "tie_order");
  const order = array(ties, "order");
  const sorted = order.toSorted((a, b) => Number(a) - Number(b));
  must(order.length === options && sorted.every((option, i) => option === i), "tie_order does not order the options");
  return order as number[];
}

/* The kinds of ballots of the methods; a budget takes one of three, which its parameters and its question say. */
const KINDS: Record<string, Kind> = {
  "motion": "choice", "plurality": "choice", "consent": "choice", "dhondt": "choice", "sainte-lague": "choice",
  "sainte-lague-modified": "choice", "largest-remainder": "choice", "approval": "approves", "seq-pav": "approves",
  "seq-phragmen": "approves", "equal-shares": "approves", "budget-equal-shares": "approves", "score": "scores",
  "star": "scores", "majority-judgment": "scores", "sortition": "none", "two-round": "ranks", "irv": "ranks",
  "stv-scottish": "ranks", "stv-wigm": "ranks", "stv-meek": "ranks", "schulze": "ranks", "ranked-pairs": "ranks",
  "minimax": "ranks", "borda": "ranks", "copeland": "ranks",
};
const BUDGET_KINDS: Record<string, Kind> = { count: "approves", points: "points", positional: "ranks" };

export function kindOfMethod(method: string, scoring: string): Kind {
  const kind = method === "budget-greedy" ? BUDGET_KINDS[scoring] : KINDS[method];
  return kind ?? refuse(`${method} is a method that is not known`);
}

const [LABEL_MAX, VOTERS_MAX, COLLEGES_MAX] = [200, 1_000_000, 64];
/* Methods that have the same options in every question. */
const OWN_OPTIONS: Record<string, string> = { motion: "for,against,abstain", consent: "consent,reserve,object,abstain" };

function readOptions(document: JsonObject, method: string): Manifest["options"] {
  const options = objects(document, "options").map((option) => ({ label: text(option, "label"), document: option }));
  const own = OWN_OPTIONS[method];
  must(own === undefined || own === options.map(({ label }) => label).join(), `${method} is asked with other options than its own`);
  must(new Set(options.map(({ label }) => label)).size === options.length, "two options have the same label");
  for (const { label } of options) {
    must(utf8(label).length <= LABEL_MAX && /[^ \t\n\r]/.test(label) && !TURNS.test(label), `${label} is no label of an option`);
  }
  return options;
}

function readColleges(document: JsonObject): Manifest["colleges"] {
  const colleges = objects(document, "colleges").map((college) => {
    only(college, ["id", "recused?", "voters"], "a college");
    must(get(college, "recused") === undefined || count(college, "recused") > 0, "nobody is recused, and it is said");
    return { id: text(college, "id"), voters: count(college, "voters") };
  });
  must(colleges.length > 0 && colleges.length <= COLLEGES_MAX, "the manifest has no college, or too many");
  return colleges;
}

/* Its figures, and what is compared with the log elsewhere. */
function checkFigures(document: JsonObject): void {
  for (const name of ["opens_at", "closes_at"]) count(document, name);
  for (const name of ["assembly", "kind", "log", "title", "class", "board_opinion", "roll_call"]) text(document, name);
  hash32(document, "roll_root");
  for (const uuid of [text(document, "poll"), text(object(document, "constitution"), "id")]) must(UUID.test(uuid), `${uuid} is no identifier`);
  hash32(object(document, "constitution"), "hash");
  if (get(document, "text") !== undefined) hash32(document, "text");
  must(["first", "second"].includes(text(document, "call")), "the manifest is of no call that there is");
  must(count(document, "voters") <= VOTERS_MAX, "the manifest has too many voters");
}

export function readManifest(bytes: Uint8Array): Manifest {
  const document = readCanonical(bytes, "the manifest");
  only(document, MANIFEST, "the manifest");
  must(text(document, "format") === "palabre-manifest/1", "the manifest is of another format");
  const secrecy = text(document, "secrecy");
  must(secrecy === "open" || secrecy === "secret", `the manifest is of a poll that is ${secrecy}`);
  const [method, constitution] = [object(document, "method"), object(document, "constitution")];
  only(method, ["id", "version"], "the method");
  only(constitution, ["hash", "id", "number"], "the constitution");
  const optional = (name: string) => (get(document, name) === undefined ? 0 : count(document, name));
  const id = text(method, "id");
  const options = readOptions(document, id);
  checkFigures(document);
  checkAsked(document, id);
  checkParameters(document, id);
  must(knows({ id, version: count(method, "version") }), `${id} of that version is not known`);
  const kind = kindOfMethod(id, textOr(object(document, "parameters"), "scoring") ?? "count");
  const form = { kind, options: options.length, scale: optional("scale"), maxLength: optional("max_length") };
  checkAccepts(document, id, form);
  const secret = secrecy === "secret";
  must(secret === (get(document, "urn") !== undefined), "the manifest has an urn that it should not have, or has none");
  return {
    hash: hashOf(bytes), document, poll: text(document, "poll"), secret,
    method: { id, version: count(method, "version") }, options, seats: count(document, "seats"),
    tieOrder: readTieOrder(document, options.length),
    constitution: { id: text(constitution, "id"), number: count(constitution, "number"), hash: text(constitution, "hash") },
    colleges: readColleges(document), voters: count(document, "voters"), urn: secret ? readUrn(object(document, "urn")) : undefined,
    form,
  };
}

/* No box holds more ballots than this. */
const BALLOTS_MAX = 4_000_000;

function figure(object: JsonObject, name: string): number {
  const value = count(object, name);
  must(value <= BALLOTS_MAX, `${name} of the box is too large`);
  return value;
}

export function readBox(bytes: Uint8Array, { poll, hash, secret, colleges: voting }: Manifest): Box {
  const document = readCanonical(bytes, "the box");
  only(document, ["colleges", "count", "format", "manifest", "poll", "root", "used", "void", ...(secret ? ["marks"] : [])], "the box");
  must(text(document, "format") === "palabre-box/1", "the box is of another format");
  must(text(document, "poll") === poll && text(document, "manifest") === hash, "the box is of another poll");
  const colleges = objects(document, "colleges").map((college) => {
    only(college, ["attending", "blank_proxies", "id", ...(secret ? ["count", "used"] : [])], "a college of the box");
    return {
      id: text(college, "id"), blankProxies: figure(college, "blank_proxies"), attending: figure(college, "attending"),
      count: secret ? figure(college, "count") : 0, used: secret ? figure(college, "used") : 0,
    };
  });
  must(colleges.map(({ id }) => id).join() === voting.map(({ id }) => id).join(), "the box has other colleges than the manifest");
  return {
    hash: hashOf(bytes), count: figure(document, "count"), void: figure(document, "void"), used: figure(document, "used"),
    root: hash32(document, "root"), marks: secret ? hash32(document, "marks") : "", colleges,
  };
}

/* One poll of a record: its part of the log, and its files, each read when it is asked for and then kept. */
export class PollFiles {
  readonly id: string;
  readonly log: Poll;
  readonly #tar: Tar;
  readonly #kept = new Map<string, Promise<unknown>>();

  constructor(tar: Tar, log: Poll) {
    this.id = log.id;
    this.log = log;
    this.#tar = tar;
  }

  has(name: string): boolean {
    return this.#tar.files.has(`polls/${this.id}/${name}`);
  }

  bytes(name: string): Promise<Uint8Array> {
    return contentOf(this.#tar, `polls/${this.id}/${name}`);
  }

  async text(name: string): Promise<string> {
    return textOf(await this.bytes(name), name);
  }

  #keep<T>(name: string, make: (bytes: Uint8Array) => T): Promise<T> {
    const kept = this.#kept.get(name) ?? this.bytes(name).then(make);
    this.#kept.set(name, kept);
    return kept as Promise<T>;
  }

  /* The documents are those that the log names: others are not looked into. */
  manifest(): Promise<Manifest> {
    return this.#keep("manifest.json", (bytes) => {
      must(hashOf(bytes) === this.log.open?.d["manifest"], "manifest.json has not the hash that the log gives it");
      return readManifest(bytes);
    });
  }

  async box(): Promise<Box> {
    const manifest = await this.manifest();
    return this.#keep("box.json", (bytes) => {
      must(hashOf(bytes) === this.log.close?.d["box"], "box.json has not the hash that the log gives it");
      return readBox(bytes, manifest);
    });
  }

  async constitution(): Promise<Constitution> {
    const { hash } = (await this.manifest()).constitution;
    const name = `constitutions/${hash}.json`;
    const bytes = await contentOf(this.#tar, name);
    must(hashOf(bytes) === hash, `${name} has not the hash that is its name`);
    return readConstitution(bytes);
  }

  /* What the other checks of a poll stand on. */
  async ground(): Promise<void> {
    const { state, open, close } = this.log;
    must(["counted", "published", "void"].includes(state), `the poll is ${state}`);
    if (open === undefined) return;
    await this.manifest();
    if (close !== undefined) await this.box();
  }

  /* Was it opened, closed and counted, as far as the log says? Else there is nothing to count again. */
  get isCounted(): boolean {
    const { open, close, counted } = this.log;
    return open !== undefined && close !== undefined && counted !== undefined;
  }

  /* The constitution, where the manifest is one of polls under it: who votes are its colleges, or one of them. */
  async suited(): Promise<Constitution> {
    const [constitution, { colleges, document }] = [await this.constitution(), await this.manifest()];
    const ids = constitution.colleges.map(({ id }) => id);
    must(colleges.map(({ id }) => id).join() === (ids.length === 0 ? ["all"] : ids).join(), "the manifest has not the colleges of the constitution");
    const electorate = textOr(document, "electorate");
    must(electorate === undefined || ids.includes(electorate), `no college ${electorate} votes`);
    return constitution;
  }

  leaves(name: string): Promise<string[]> {
    return this.#keep(name, (bytes) => readLeaves(textOf(bytes, name), name));
  }
}

/* What the two documents say under that name, or absent in both. */
export function agree(a: JsonObject, b: JsonObject, name: string, what: string): void {
  const [one, other]: (Json | undefined)[] = [get(a, name), get(b, name)];
  const equal = one === undefined || other === undefined ? one === other : JSON.stringify(one) === JSON.stringify(other);
  must(equal, `${name} of the manifest is not that of ${what}`);
}

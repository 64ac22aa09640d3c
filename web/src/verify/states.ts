/* states.ts - what an entry speaks of is in a state that lets it: assemblies, resolutions, polls over the log. */
import { must, refuse } from "./bytes.ts";
import { count, text, textOr } from "./json.ts";
import type { Entry } from "./types.ts";

export type Assembly = { state: string; call: string };
export type Resolution = { assembly: string; state: string; text: string };

/* All that the log says of a poll, but its ballots. */
export type Poll = {
  id: string;
  state: string;
  secret: boolean;
  create: Entry;
  assembly: Assembly;
  resolution: Resolution | undefined;
  call?: Entry;
  waive?: Entry;
  open?: Entry;
  close?: Entry;
  counted?: Entry;
  opinion: string;
  casts: { index: number; commitment: string }[];
};

/* From which states an entry may come, and to which it leads. */
const ASSEMBLY_MOVES: Record<string, [from: string[], to?: string]> = {
  "assembly.change": [["draft"]],
  "assembly.convene": [["draft"], "convened"],
  "assembly.open": [["convened"], "sitting"],
  "assembly.end": [["sitting"], "ended"],
  "assembly.cancel": [["draft", "convened"], "cancelled"],
};
const RESOLUTION_MOVES: Record<string, [from: string[], to?: string]> = {
  "resolution.amend": [["draft"]],
  "resolution.consolidate": [["draft"]],
  "resolution.move": [["draft"]],
  "resolution.opinion": [["draft"]],
  "resolution.withdraw": [["draft"], "withdrawn"],
};
const POLL_MOVES: Record<string, [from: string[], to?: string]> = {
  "poll.call": [["draft"], "called"],
  "poll.waive": [["draft", "called"]],
  "poll.open": [["called"], "open"],
  "ballot.cast": [["open"]],
  "poll.close": [["open"], "closed"],
  "poll.count": [["closed"], "counted"],
  "poll.publish": [["counted"], "published"],
  "poll.void": [["draft", "called", "open", "closed"], "void"],
  "urn.destroy": [["counted", "published", "void"]],
};

function move(thing: { state: string }, [from, to]: [string[], string?], type: string): void {
  must(from.includes(thing.state), `${type} of what is ${thing.state}`);
  if (to !== undefined) thing.state = to;
}

export class States {
  readonly assemblies = new Map<string, Assembly>();
  readonly resolutions = new Map<string, Resolution>();
  readonly polls = new Map<string, Poll>();
  readonly constitutions = new Map<string, { number: number; hash: string }>();
  readonly #opinions = new Map<string, string>();
  #last = 0;

  /* Takes the next entry, or refuses it; what a refused one says is noted all the same, for other checks to judge. */
  take(entry: Entry): void {
    const isLater = entry.at >= this.#last;
    this.#last = entry.at;
    this.#apply(entry);
    must(isLater, "its second is before that of the entry before");
    must((entry.type === "log.genesis") === (entry.index === 0), "log.genesis is the first entry, and no other");
  }

  #apply(entry: Entry): void {
    if (entry.type === "constitution.enter") this.#enter(entry);
    else if (entry.type.startsWith("assembly.")) this.#takeAssembly(entry);
    else if (/^(attendance|proxy)\./.test(entry.type)) this.#assemblyOf(entry);
    else if (entry.type.startsWith("resolution.")) this.#takeResolution(entry);
    else if (/^(poll|ballot|urn)\./.test(entry.type)) this.#takePoll(entry);
  }

  #enter({ d }: Entry): void {
    must(count(d, "number") === this.constitutions.size + 1, "versions of the constitution are not numbered 1, 2, …");
    must(!this.constitutions.has(text(d, "constitution")), "a version of the constitution is entered twice");
    this.constitutions.set(text(d, "constitution"), { number: count(d, "number"), hash: text(d, "hash") });
  }

  #assemblyOf({ d, type }: Entry): Assembly {
    return this.assemblies.get(text(d, "assembly")) ?? refuse(`${type} of an assembly that is not there`);
  }

  #takeAssembly(entry: Entry): void {
    const { d, type } = entry;
    if (type === "assembly.create") {
      const [id, first] = [text(d, "assembly"), textOr(d, "second_of")];
      must(!this.assemblies.has(id), "an assembly is created twice");
      must(first === undefined || this.assemblies.has(first), "a second call of an assembly that is not there");
      this.assemblies.set(id, { state: "draft", call: text(d, "call") });
      return;
    }
    const assembly = this.#assemblyOf(entry);
    if (type === "assembly.convene") must(this.constitutions.has(text(d, "constitution")), "a constitution that is not there");
    move(assembly, ASSEMBLY_MOVES[type] ?? [[]], type);
  }

  #takeResolution(entry: Entry): void {
    const { d, type } = entry;
    const id = text(d, "resolution");
    if (type === "resolution.table") {
      must(!this.resolutions.has(id), "a resolution is tabled twice");
      this.#assemblyOf(entry);
      this.resolutions.set(id, { assembly: text(d, "assembly"), state: "draft", text: text(d, "hash") });
      return;
    }
    const resolution = this.resolutions.get(id) ?? refuse(`${type} of a resolution that is not there`);
    move(resolution, RESOLUTION_MOVES[type] ?? [[]], type);
    if (type === "resolution.amend" || type === "resolution.consolidate") resolution.text = text(d, "hash");
    if (type === "resolution.opinion") this.#opinions.set(id, text(d, "opinion"));
  }

  #createPoll(create: Entry): void {
    const { d } = create;
    const id = text(d, "poll");
    must(!this.polls.has(id), "a poll is created twice");
    const assembly = this.#assemblyOf(create);
    const on = textOr(d, "resolution");
    const resolution = on === undefined ? undefined : this.resolutions.get(on);
    must(on === undefined || resolution?.assembly === text(d, "assembly"), "a poll on a resolution of no such assembly");
    must(count(d, "opens_at") < count(d, "closes_at"), "a poll closes before it opens");
    const secrecy = text(d, "secrecy");
    must(secrecy === "open" || secrecy === "secret", `a poll is ${secrecy}`);
    const secret = secrecy === "secret";
    this.polls.set(id, { id, state: "draft", secret, create, assembly, resolution, opinion: "none", casts: [] });
  }

  #takePoll(entry: Entry): void {
    if (entry.type === "poll.create") return this.#createPoll(entry);
    const poll = this.polls.get(text(entry.d, "poll")) ?? refuse(`${entry.type} of a poll that is not there`);
    this.#note(poll, entry);
    this.#judgePoll(poll, entry);
    const wasCalled = poll.state !== "draft";
    move(poll, POLL_MOVES[entry.type] ?? [[]], entry.type);
    this.#follow(poll, entry, wasCalled);
  }

  /* What an entry asks for besides the state of the poll. */
  #judgePoll(poll: Poll, { type, d, at }: Entry): void {
    const meets = ["convened", "sitting"].includes(poll.assembly.state);
    const [opensAt, closesAt] = [count(poll.create.d, "opens_at"), count(poll.create.d, "closes_at")];
    if (type === "poll.call") {
      must(meets && this.constitutions.has(text(d, "constitution")), "poll.call without a convened assembly or a constitution");
      must(textOr(d, "text") === poll.resolution?.text, "poll.call names another text than the resolution's");
    }
    if (type === "poll.waive" || type === "urn.destroy") must(poll.secret, `${type} of a poll that is not secret`);
    if (type === "poll.open") must(meets && opensAt <= at && at < closesAt, "poll.open out of its time");
    if (type === "ballot.cast") must(!poll.secret && at < closesAt, "ballot.cast out of its time, or in a secret poll");
    if (type === "poll.close" && at < closesAt) {
      must(poll.assembly.state === "sitting" && textOr(d, "reason") !== undefined, "poll.close before its time");
    }
  }

  #note(poll: Poll, entry: Entry): void {
    const { type, d } = entry;
    if (type === "poll.call") poll.call = entry;
    if (type === "poll.waive") poll.waive = entry;
    if (type === "poll.close") poll.close = entry;
    if (type === "poll.count") poll.counted = entry;
    if (type === "ballot.cast") poll.casts.push({ index: entry.index, commitment: text(d, "c") });
    if (type !== "poll.open") return;
    poll.open = entry;
    poll.opinion = this.#opinions.get(textOr(poll.create.d, "resolution") ?? "") ?? "none";
  }

  /* What becomes of the resolution, when an entry was let. */
  #follow({ resolution }: Poll, { type, d }: Entry, wasCalled: boolean): void {
    if (resolution === undefined) return;
    if (type === "poll.call") move(resolution, [["draft"], "frozen"], type);
    if (type === "poll.void" && wasCalled) move(resolution, [["frozen"], "draft"], type);
    if (type === "poll.count") {
      move(resolution, [["frozen"], text(d, "verdict") === "no_quorum" ? "draft" : "decided"], type);
    }
  }
}

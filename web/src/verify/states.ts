/* states.ts - what an entry speaks of is in a state that lets it: assemblies, resolutions, polls over the log. */
import { Attaching } from "./attaching.ts";
import { refuse } from "./bytes.ts";
import { Gates, type Asked, whyEarly, whyOther } from "./gates.ts";
import { array, count, get, text, textOr, type JsonObject } from "./json.ts";
import { whyDecided, whyNotWaived } from "./statutes.ts";
import type { Entry } from "./types.ts";

const [DAY, WEST, EAST] = [86_400, 12 * 3_600, 14 * 3_600];

/*
 * `follows` is what a second call takes up: the assembly of the first, or a resolution of it. Hushed is where a motion for
 * a secret ballot was carried.
 */
export type Assembly = { state: string; kind: string; call: string; college: string | undefined; convened: boolean; noticed: number; follows: string | undefined; hushed: boolean; suspended: boolean; uncounted: number };
export type Resolution = {
  assembly: string; state: string; class: string; text: string; follows: string | undefined; origin: string; procedure: string;
  rejected: boolean; takenBy: string | undefined;
  closed: boolean; extended: boolean; days: number; asking: number; concerns: number; polls: number; hushed: boolean;
};
export type Amendment = { resolution: string; parent: string | undefined; state: string; text: string; polls: number };

/* A poll of the first that waits for its count stands in its way, and another second call that was not cancelled. */
const mayFollow = (first: Assembly | undefined, second: Assembly, other: Assembly | undefined): boolean =>
  second.call === "second" && first?.state === "ended" && first.uncounted === 0 && first.call === "first" && first.kind === second.kind &&
  first.college === second.college && (other === undefined || other.state === "cancelled");

/* A version of the constitution: its day is counted from 1970. */
type Version = { number: number; hash: string; day: number };

/* All that the log says of a poll, but its ballots. */
export type Poll = {
  id: string;
  state: string;
  secret: boolean;
  create: Entry;
  assembly: Assembly | undefined;
  resolution: Resolution | undefined;
  amendment: Amendment | undefined;
  call?: Entry;
  waive?: Entry;
  open?: Entry;
  close?: Entry;
  counted?: Entry;
  publish?: Entry;
  opinion: string;
  /* The name of the log when it was opened. */
  log: string;
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
  "resolution.procedure": [["draft"]],
  "resolution.withdraw": [["draft"], "withdrawn"],
};
const AMENDMENT_MOVES: Record<string, [from: string[], to?: string]> = {
  "amendment.amend": [["draft"]],
  "amendment.support": [["draft"]],
  "amendment.withdraw": [["draft"], "lapsed"],
  "amendment.accept": [["draft"], "accepted"],
};
const POLL_MOVES: Record<string, [from: string[], to?: string]> = {
  "poll.call": [["draft"], "called"],
  "poll.waive": [["draft", "called"]],
  "poll.open": [["called"], "open"],
  "ballot.cast": [["open"]],
  "poll.close": [["open"], "closed"],
  "poll.count": [["closed"], "counted"],
  "poll.publish": [["counted"], "published"],
  "poll.void": [["draft", "called", "open", "closed", "lost"], "void"],
  "urn.show": [["counted", "published"]],
  "urn.destroy": [["counted", "published", "void"]],
};

export class States {
  /* The log's name, as far as its entries are taken. */
  origin = "";
  readonly assemblies = new Map<string, Assembly>();
  readonly resolutions = new Map<string, Resolution>();
  readonly amendments = new Map<string, Amendment>();
  readonly #attaching = new Attaching((condition, reason) => this.#let(condition, reason));
  readonly polls = new Map<string, Poll>();
  /* The last second call of an assembly. */
  readonly #seconds = new Map<string, Assembly>();
  readonly constitutions = new Map<string, Version>();
  /* What the documents of constitutions judge. */
  readonly asked: Asked[] = [];
  readonly #gates = new Gates(this.assemblies, this.resolutions, (condition, reason) => this.#let(condition, reason));
  readonly #opinions = new Map<string, string>();
  #last = 0;
  /* Why the entry that is being taken is refused: the first reason. */
  #wrong: string | undefined;

  /*
   * RULE docs/rules/verify.md
   * > An entry that is refused for what it speaks of is taken all the same, and what it speaks of goes where it leads
   */
  take(entry: Entry): void {
    this.#wrong = undefined;
    this.#apply(entry);
    this.#let(entry.at >= this.#last, "its second is before that of the entry before");
    this.#last = entry.at;
    this.#let((entry.type === "log.genesis") === (entry.index === 0), "log.genesis is the first entry, and no other");
    if (this.#wrong !== undefined) refuse(this.#wrong);
  }

  #let(condition: boolean, reason: string): boolean {
    if (!condition) this.#wrong ??= reason;
    return condition;
  }

  #move(thing: { state: string } | undefined, [from, to]: [string[], string?], type: string): void {
    this.#let(thing !== undefined && from.includes(thing.state), `${type} of what is ${thing?.state ?? "not there"}`);
    if (thing !== undefined && to !== undefined) thing.state = to;
  }

  #apply(entry: Entry): void {
    if (entry.type === "constitution.enter") this.#enter(entry);
    else if (entry.type.startsWith("assembly.")) this.#takeAssembly(entry);
    else if (/^(attendance|proxy)\./.test(entry.type)) this.#let(this.#assemblyOf(entry) !== undefined, "an assembly that is not there");
    else if (entry.type.startsWith("resolution.")) this.#takeResolution(entry);
    else if (entry.type.startsWith("amendment.")) this.#takeAmendment(entry);
    else if (/^(poll|ballot|urn)\./.test(entry.type)) this.#takePoll(entry);
    else if (entry.type === "log.continue") this.#lose();
    else this.#gates.take(entry);
    if (["debate.extend", "motion.carry", "initiative.table"].includes(entry.type)) this.#ask(entry);
  }

  /*
   * RULE docs/rules/verify.md
   * > A poll that was open, or closed and not counted, when the log was continued can only be void, and is at the end.
   */
  #lose(): void {
    for (const poll of this.polls.values()) if (poll.state === "open" || poll.state === "closed") this.#turn(poll, () => (poll.state = "lost"));
  }

  #enter({ d }: Entry): void {
    const id = text(d, "constitution");
    if (!this.#let(!this.constitutions.has(id), "a version of the constitution is entered twice")) return;
    const day = Date.parse(text(d, "effective_on")) / (DAY * 1000);
    this.constitutions.set(id, { number: count(d, "number"), hash: text(d, "hash"), day });
    this.#let(count(d, "number") === this.constitutions.size, "versions of the constitution are not numbered 1, 2, …");
  }

  /*
   * RULE docs/rules/verify.md
   * > In force on a day is, of the versions entered so far whose day has come, the one whose day came last, and of
   * > several the last entered.
   *
   * > Which day it is depends on the zone: it is enough that it is so in one, from 12 hours behind UTC to 14 before it.
   */
  #inForce({ at }: Entry): Version[] {
    const found = new Set<Version>();
    for (let day = Math.floor((at - WEST) / DAY); day <= Math.floor((at + EAST) / DAY); day++) {
      const come = [...this.constitutions.values()].filter((version) => version.day <= day);
      const last = come.reduce<Version | undefined>((held, version) => (held !== undefined && held.day > version.day ? held : version), undefined);
      if (last !== undefined) found.add(last);
    }
    return [...found];
  }

  #isInForce(entry: Entry): boolean {
    const named = this.constitutions.get(text(entry.d, "constitution"));
    return named !== undefined && this.#inForce(entry).includes(named);
  }

  /* Of one of the versions that may be in force, as far as the log says. */
  #askThose(entry: Entry, why: Asked["why"]): void {
    this.asked.push({ index: entry.index, under: this.#inForce(entry).map(({ hash }) => hash), why });
  }

  #ask(entry: Entry): void {
    const kind = this.#gates.kindOf(textOr(entry.d, "motion") ?? "");
    this.#askThose(entry, (constitution) => whyOther(entry, constitution, kind));
  }

  #assemblyOf({ d }: Entry): Assembly | undefined {
    return this.assemblies.get(text(d, "assembly"));
  }

  #takeAssembly(entry: Entry): void {
    const { d, type } = entry;
    if (type === "assembly.create") {
      const [id, first] = [text(d, "assembly"), textOr(d, "second_of")];
      if (!this.#let(!this.assemblies.has(id), "an assembly is created twice")) return;
      const kind = text(d, "kind");
      this.#let(["ordinary", "extraordinary", "combined", "college", "written"].includes(kind), "an assembly of a kind that there is not");
      const made = { state: "draft", kind, call: text(d, "call"), college: textOr(d, "college"), convened: false, noticed: 0, follows: first, hushed: false, suspended: false, uncounted: 0 };
      const isRight = first === undefined ? made.call === "first" : mayFollow(this.assemblies.get(first), made, this.#seconds.get(first));
      this.#let(isRight, "a second call that does not follow a first");
      if (first !== undefined) this.#seconds.set(first, made);
      this.assemblies.set(id, made);
      return;
    }
    const assembly = this.#assemblyOf(entry);
    if (type === "assembly.convene") {
      if (!this.#let(this.constitutions.has(text(d, "constitution")), "a constitution that is not there")) return;
      this.#let(this.#isInForce(entry), "a notice is sent under a constitution that is not in force");
      if (assembly?.state === "draft") [assembly.convened, assembly.noticed] = [true, entry.at];
    }
    this.#move(assembly, ASSEMBLY_MOVES[type] ?? [[]], type);
  }

  /*
   * RULE docs/rules/verify.md
   * > What is taken up was not withdrawn, nor decided but where it was rejected; it is taken up once in that call, with its
   * > class, its origin and its last text.
   */
  #table(entry: Entry, assembly: Assembly | undefined): void {
    const { d } = entry;
    const [follows, by] = [textOr(d, "continues"), text(d, "assembly")];
    this.#let(assembly?.state === "draft", "a resolution of an assembly that is no draft");
    this.#gates.decides(assembly, text(d, "class"));
    const isSecond = assembly?.call === "second";
    this.#let(isSecond === (follows !== undefined), "a first call takes up a text, or a second one has another");
    const before = this.resolutions.get(follows ?? "");
    if (!isSecond || assembly.state !== "draft") return;
    if (!this.#let(before !== undefined && before.assembly === assembly.follows, "a text takes up one that is not of the first call")) return;
    if (before === undefined) return;
    const isLeft = ["draft", "frozen"].includes(before.state) || (before.state === "decided" && before.rejected);
    this.#let(isLeft && before.takenBy !== by, "a text is taken up that is decided, withdrawn or taken up already");
    if (before.state === "decided") this.#askThose(entry, (document) => whyDecided(text(d, "class"), document));
    before.takenBy = by;
    const isSame = before.text === text(d, "hash") && before.class === text(d, "class");
    const isBoth = (before.origin === "members") === (text(d, "origin") === "members");
    this.#let(isSame && isBoth, "a text is taken up otherwise than the first call left it");
  }

  /*
   * RULE docs/rules/verify.md
   * > The agenda is that of the notice: a text is tabled, changed or moved as long as its assembly is draft, and in a second
   * > call it is only taken up.
   */
  #mayChange(resolution: Resolution): boolean {
    const assembly = this.assemblies.get(resolution.assembly);
    return assembly?.state === "draft" && assembly.call !== "second";
  }

  /*
   * RULE docs/rules/verify.md
   * > How it is decided is said by then, and in a second call as it was in the first.
   */
  #choose(resolution: Resolution, procedure: string): void {
    const isAsBefore = this.resolutions.get(resolution.follows ?? "")?.procedure === procedure;
    const isDraft = this.assemblies.get(resolution.assembly)?.state === "draft";
    resolution.procedure = procedure;
    const isKnown = ["resolution", "consent", "election_without_candidates", "contract_change"].includes(procedure);
    this.#let(isKnown && (this.#mayChange(resolution) || (isAsBefore && isDraft)), "a procedure is chosen once the agenda is fixed");
  }

  #takeResolution(entry: Entry): void {
    const { d, type } = entry;
    const id = text(d, "resolution");
    if (type === "resolution.table") {
      if (!this.#let(!this.resolutions.has(id), "a resolution is tabled twice")) return;
      const [assembly, follows] = [text(d, "assembly"), textOr(d, "continues")];
      this.#table(entry, this.assemblies.get(assembly));
      this.resolutions.set(id, { assembly, state: "draft", class: text(d, "class"), text: text(d, "hash"), follows, origin: text(d, "origin"),
        procedure: "resolution", rejected: false, takenBy: undefined, closed: false, extended: false, days: 0, asking: 0, concerns: 0, polls: 0, hushed: false });
      return;
    }
    const resolution = this.resolutions.get(id);
    if (type === "resolution.attach" || type === "resolution.detach") {
      const assembly = this.assemblies.get(resolution?.assembly ?? "");
      const isDraft = resolution?.state === "draft" && assembly?.state === "draft";
      return this.#attaching.take(entry, { id, follows: resolution?.follows, isDraft, isSecond: assembly?.call === "second" });
    }
    this.#move(resolution, RESOLUTION_MOVES[type] ?? [[]], type);
    if (resolution === undefined) return;
    if (type === "resolution.amend" || type === "resolution.move") this.#let(this.#mayChange(resolution), `${type} once the agenda is fixed`);
    if (type === "resolution.procedure") this.#choose(resolution, text(d, "procedure"));
    if (type === "resolution.consolidate") this.#checkAdopted(id, array(d, "adopted"));
    if (type === "resolution.amend" || type === "resolution.consolidate") resolution.text = text(d, "hash");
    if (type !== "resolution.opinion") return;
    const opinion = text(d, "opinion");
    this.#opinions.set(id, opinion === "none" || opinion === "approved" ? opinion : "not_approved");
  }

  #checkAdopted(resolution: string, adopted: unknown[]): void {
    this.#let(adopted.length > 0, "a version has the words of no amendment");
    for (const id of adopted) {
      const amendment = typeof id === "string" ? this.amendments.get(id) : undefined;
      const isTaken = amendment?.state === "accepted" || amendment?.state === "adopted";
      this.#let(isTaken && amendment.resolution === resolution && amendment.parent === undefined,
        "a version has the words of an amendment that was not adopted");
    }
  }

  #propose({ d }: Entry): void {
    const [id, resolution, parent] = [text(d, "amendment"), text(d, "resolution"), textOr(d, "parent")];
    this.#let(this.resolutions.get(resolution)?.state === "draft", "an amendment of what is not a draft");
    if (parent !== undefined) {
      const above = this.amendments.get(parent);
      this.#let(above?.state === "draft" && above.resolution === resolution && above.parent === undefined,
        "an amendment of an amendment that cannot have one");
    }
    if (!this.#let(!this.amendments.has(id), "an amendment is proposed twice")) return;
    this.amendments.set(id, { resolution, parent, state: "draft", text: text(d, "hash"), polls: 0 });
  }

  /*
   * RULE docs/rules/verify.md
   * > The poll of a fate is counted. Adopted or rejected is the amendment that it was on; others lapse.
   */
  #decide(amendment: Amendment, { d }: Entry): void {
    const poll = this.polls.get(text(d, "poll"));
    const isCounted = poll?.state === "counted" && poll.amendment !== undefined;
    if (!this.#let(isCounted, "a fate of no counted poll on an amendment")) return;
    const [fate, isOwn] = [text(d, "fate"), poll?.amendment === amendment];
    if (fate === "lapsed") {
      this.#let(!isOwn, "an amendment lapses by its own poll");
      return this.#move(amendment, [["draft", "frozen", "accepted"], "lapsed"], "amendment.fate");
    }
    const verdict = poll?.counted === undefined ? "" : text(poll.counted.d, "verdict");
    const expected = verdict === "adopted" ? "adopted" : "rejected";
    this.#let(isOwn && fate === expected, "the fate is not the one that the poll gave");
    this.#move(amendment, [["frozen"], fate === "adopted" ? "adopted" : "rejected"], "amendment.fate");
  }

  #takeAmendment(entry: Entry): void {
    const { d, type } = entry;
    if (type === "amendment.propose") return this.#propose(entry);
    const amendment = this.amendments.get(text(d, "amendment"));
    if (!this.#let(amendment !== undefined, `${type} of an amendment that is not there`) || amendment === undefined) return;
    if (type === "amendment.fate") return this.#decide(amendment, entry);
    const isOfResolution = type !== "amendment.accept" && type !== "amendment.amend" || amendment.parent === undefined;
    this.#let(isOfResolution, `${type} of an amendment of an amendment`);
    if (type === "amendment.amend") amendment.text = text(d, "hash");
    this.#move(amendment, AMENDMENT_MOVES[type] ?? [[]], type);
  }

  /*
   * RULE docs/rules/verify.md
   * > A poll on a resolution is of kind `resolution` or `election`, one on an amendment is a motion of kind `amendment`, and
   * > another of kind `election` or `choice`. No other poll on the same text is drafted, called, open or closed.
   */
  #suitsText(voted: Resolution | Amendment | undefined, d: JsonObject): void {
    const [kind, isOnAmendment] = [text(d, "kind"), textOr(d, "amendment") !== undefined];
    const kinds = textOr(d, "resolution") === undefined ? ["election", "choice"] : ["election", "resolution"];
    const isSuited = isOnAmendment ? kind === "amendment" && text(d, "method") === "motion" : kinds.includes(kind);
    this.#let(isSuited, "a poll of another kind than what it is on");
    this.#let(voted === undefined || (voted.state === "draft" && voted.polls === 0), "a poll on what is no draft, or has another poll");
  }

  /*
   * RULE docs/rules/verify.md
   * > In a college's meeting its `electorate` is that college. `kept_days` and `trackers` are there of a secret poll alone.
   */
  #suitsAssembly(assembly: Assembly | undefined, d: JsonObject): void {
    const isHeld = ["draft", "convened", "sitting"].includes(assembly?.state ?? "");
    this.#let(isHeld, "a poll of an assembly that is over, or not there");
    this.#let(assembly?.college === undefined || assembly.college === textOr(d, "electorate"), "a poll of others than the college that meets");
    const isPlain = get(d, "kept_days") === undefined && get(d, "trackers") === undefined;
    this.#let(text(d, "secrecy") === "secret" || isPlain, "an open poll keeps what is sealed");
  }

  #createPoll(create: Entry): void {
    const { d } = create;
    const id = text(d, "poll");
    const assembly = this.#assemblyOf(create);
    const on = textOr(d, "resolution");
    const resolution = on === undefined ? undefined : this.resolutions.get(on);
    const secrecy = text(d, "secrecy");
    this.#suitsAssembly(assembly, d);
    this.#let(on === undefined || resolution?.assembly === text(d, "assembly"), "a poll on a resolution of no such assembly");
    const changed = textOr(d, "amendment");
    const amendment = changed === undefined ? undefined : this.amendments.get(changed);
    const amended = this.resolutions.get(amendment?.resolution ?? "");
    const isOfAssembly = on === undefined && amended?.assembly === text(d, "assembly");
    this.#let(changed === undefined || isOfAssembly, "a poll on an amendment of no such assembly");
    this.#let(count(d, "opens_at") < count(d, "closes_at"), "a poll closes before it opens");
    this.#let(secrecy === "open" || secrecy === "secret", `a poll is ${secrecy}`);
    this.#gates.decides(assembly, text(d, "class"));
    this.#gates.suits({ resolution, amendment, create });
    const [known, voted] = [this.polls.get(id), amendment ?? resolution];
    if (known !== undefined) known.create = create;
    this.#suitsText(voted, d);
    if (!this.#let(known === undefined, "a poll is created twice")) return;
    if (voted !== undefined) voted.polls++;
    const secret = secrecy === "secret";
    this.polls.set(id, { id, state: "draft", secret, create, assembly, resolution, amendment, opinion: "none", log: "", casts: [] });
  }

  #takePoll(entry: Entry): void {
    if (entry.type === "poll.create") return this.#createPoll(entry);
    const poll = this.polls.get(text(entry.d, "poll"));
    this.#let(poll !== undefined, `${entry.type} of a poll that is not there`);
    if (poll === undefined) return;
    this.#note(poll, entry);
    const isLet = this.#judgePoll(poll, entry);
    if (entry.type === "poll.call") this.#judgeCall(poll, entry);
    if (entry.type === "poll.waive") this.#judgeWaiver(poll, entry);
    this.#follow(poll, entry, isLet);
    this.#turn(poll, () => this.#move(poll, POLL_MOVES[entry.type] ?? [[]], entry.type));
  }

  /* How many polls of an assembly are closed and not counted. */
  #turn(poll: Poll, turn: () => unknown): void {
    const wasClosed = poll.state === "closed";
    turn();
    if (poll.assembly !== undefined) poll.assembly.uncounted += Number(poll.state === "closed") - Number(wasClosed);
  }

  /* What an entry asks for besides the state of the poll. */
  #judgePoll(poll: Poll, { type, d, at }: Entry): boolean {
    const meets = ["convened", "sitting"].includes(poll.assembly?.state ?? "");
    const [opensAt, closesAt] = [count(poll.create.d, "opens_at"), count(poll.create.d, "closes_at")];
    if (type === "poll.call") {
      const isMet = this.#let(meets && this.constitutions.has(text(d, "constitution")), "poll.call without a convened assembly or a constitution");
      return this.#let(textOr(d, "text") === (poll.amendment ?? poll.resolution)?.text, "poll.call names another text than its subject's") && isMet;
    }
    if (type === "poll.waive" || type.startsWith("urn.")) return this.#let(poll.secret, `${type} of a poll that is not secret`);
    if (type === "poll.open") return this.#let(meets && opensAt <= at && at < closesAt, "poll.open out of its time");
    if (type === "ballot.cast") return this.#let(!poll.secret && at < closesAt, "ballot.cast out of its time, or in a secret poll");
    if (type !== "poll.close" || at >= closesAt) return true;
    return this.#let(poll.assembly?.state === "sitting" && textOr(d, "reason") !== undefined, "poll.close before its time");
  }

  /*
   * RULE docs/rules/verify.md
   * > A motion has no `lot`, and every other poll that is called has one.
   */
  #judgeCall(poll: Poll, entry: Entry): void {
    this.#gates.call(poll);
    const isMotion = text(poll.create.d, "method") === "motion";
    this.#let((get(entry.d, "lot") === undefined) === isMotion, "a poll is called with a lot that it needs not, or without");
    this.#let(this.#isInForce(entry), "a poll is called under a constitution that is not in force");
    const constitution = this.constitutions.get(text(entry.d, "constitution"))?.hash;
    const wait = this.#gates.wait(poll);
    if (constitution === undefined || wait === undefined) return;
    this.asked.push({ index: entry.index, under: [constitution], why: (document) => whyEarly(wait, document) });
  }

  #judgeWaiver({ call }: Poll, entry: Entry): void {
    const why: Asked["why"] = (document) => whyNotWaived(entry.d, document);
    const under = call === undefined ? undefined : this.constitutions.get(text(call.d, "constitution"))?.hash;
    if (under === undefined) this.#askThose(entry, why);
    else this.asked.push({ index: entry.index, under: [under], why });
  }

  #note(poll: Poll, entry: Entry): void {
    const { type, d } = entry;
    if (type === "poll.call") poll.call = entry;
    if (type === "poll.waive") poll.waive = entry;
    if (type === "poll.close") poll.close = entry;
    if (type === "poll.count") poll.counted = entry;
    if (type === "poll.publish") poll.publish = entry;
    if (type === "ballot.cast") poll.casts.push({ index: entry.index, commitment: text(d, "c") });
    if (type !== "poll.open") return;
    poll.open = entry;
    poll.log = this.origin;
    poll.opinion = poll.resolution === undefined ? "none" : this.#opinions.get(textOr(poll.create.d, "resolution") ?? "") ?? "none";
  }

  /* What becomes of the resolution or the amendment. */
  #follow({ resolution, amendment, state }: Poll, { type, d }: Entry, isLet: boolean): void {
    const [voted, ends] = [amendment ?? resolution, type === "poll.count" || type === "poll.void"];
    if (voted !== undefined && ends && (POLL_MOVES["poll.void"] ?? [[]])[0].includes(state)) voted.polls--;
    if (amendment !== undefined) {
      if (type === "poll.call" && isLet) this.#move(amendment, [["draft"], "frozen"], type);
      const isBack = type === "poll.void" && state !== "draft" && amendment.state !== "lapsed";
      if (isBack) this.#move(amendment, [["frozen"], "draft"], type);
      return;
    }
    if (resolution === undefined) return;
    if (type === "poll.call" && isLet) this.#move(resolution, [["draft"], "frozen"], type);
    if (type === "poll.void" && state !== "draft") this.#move(resolution, [["frozen"], "draft"], type);
    if (type === "poll.count") {
      resolution.rejected = text(d, "verdict") === "rejected";
      this.#move(resolution, [["frozen"], text(d, "verdict") === "no_quorum" ? "draft" : "decided"], type);
    }
  }
}

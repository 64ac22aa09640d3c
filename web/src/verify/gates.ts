/* gates.ts - what a debate asks for before a vote: concerns, days, extensions, motions, sponsors. */
import { Fraction } from "./fraction.ts";
import { bool, count, get, isObject, text, textOr, type Json, type JsonObject } from "./json.ts";
import type { Assembly, Poll, Resolution } from "./states.ts";
import type { Entry } from "./types.ts";

const [DAY, HOUR] = [86_400, 3_600];

/* A concern is open as long as it is shown and not settled. */
export type Concern = { resolution: string; state: "shown" | "hidden" | "withdrawn"; settled: boolean };
/* Of procedure; `kind` is what it asks for. */
export type Motion = { assembly: string; resolution: string | undefined; kind: string; state: "made" | "carried" | "done"; supporters: number };
export type Initiative = { assembly: string; state: string; class: string; text: string; sponsors: number };

/*
 * What an entry asks of a constitution that is in force, as far as the log says: the documents that may be it, by their
 * hashes, and why one is not; undefined where it is. That one of them is will do.
 */
export type Asked = { index: number; under: string[]; why: (constitution: JsonObject) => string | undefined };

/* What is asked of a vote by its days: how long it waited, in seconds. */
export type Wait = { waited: number; extended: number; contract: boolean };

/*
 * RULE docs/rules/verify.md
 * > A share is reached where somebody asked, no more than the log has, and they are `required` of `base` or more.
 */
export function isReached(asked: number, count: number, base: number, required: string): boolean {
  const [num = "1", den = "1"] = required.split("/");
  return count > 0 && count <= base && count <= asked && BigInt(count) * BigInt(den) >= BigInt(base) * BigInt(num);
}

const days = (deliberation: JsonObject, name: string): number | undefined => {
  const value = deliberation[name];
  return typeof value === "number" ? value : undefined;
};

/*
 * RULE docs/rules/verify.md
 * > A vote that waits for N civil days opens more than N - 1 times 24 hours after the notice, less one hour that a
 * > clock may have lost.
 *
 * Why a vote has not waited long enough, or undefined. A constitution that states no days asks for none.
 */
export function whyEarly(wait: Wait, constitution: JsonObject): string | undefined {
  const says = constitution["deliberation"] ?? { debate_days: 0, contract_days: 0 };
  const [debate, contract] = isObject(says) ? [days(says, "debate_days"), days(says, "contract_days")] : [];
  if (debate === undefined || contract === undefined) return "the constitution of a vote cannot be read";
  const isEarly = (count: number): boolean => count > 0 && wait.waited <= (count - 1) * DAY - HOUR;
  if (isEarly(debate + wait.extended)) return "a vote opens before its debate has run";
  return wait.contract && isEarly(contract) ? "a vote opens before the notice of its contract has run" : undefined;
}

/* The same fraction, in whatever terms. */
const isSame = (share: Json | undefined, required: string): boolean =>
  share !== undefined && Fraction.read(String(share)).compare(Fraction.read(required)) === 0;

/*
 * RULE docs/rules/verify.md
 * > `required` and `days` of an extension are the `motion_support` and the `extension_days` of the version in force
 *
 * > `required` of a motion is its `secret_on_request` for a secret ballot, else its `motion_support`, and `class` its `college_turns`;
 *
 * > `required` of an initiative is its `sponsors`, or where there is a `college` its `college_sponsors`.
 *
 * Why an entry asked for another share than a constitution, or undefined. A motion is of that kind.
 */
export function whyOther({ type, d }: Entry, constitution: JsonObject, kind?: string): string | undefined {
  const says = constitution["deliberation"];
  const share = (name: string): Json | undefined => (isObject(says) ? get(says, name) : undefined);
  const required = text(d, "required");
  if (type === "debate.extend") {
    const isSo = isSame(share("motion_support"), required) && isObject(says) && days(says, "extension_days") === count(d, "days");
    return isSo ? undefined : "a debate is extended otherwise than the constitution says";
  }
  if (type === "motion.carry") {
    const [becomes, turns] = [textOr(d, "class"), share("college_turns")];
    const isSo = isSame(share(kind === "secret_ballot" ? "secret_on_request" : "motion_support"), required);
    return isSo && (becomes === undefined || becomes === turns) ? undefined : "a motion is carried otherwise than the constitution says";
  }
  const asks = share(textOr(d, "college") === undefined ? "sponsors" : "college_sponsors");
  return isSame(asks, required) ? undefined : "an initiative is on the agenda otherwise than the constitution says";
}

/* From which state an entry may take a concern, and to which. */
const MOVES: Record<string, [from: Concern["state"], to: Concern["state"]]> = {
  "contribution.withdraw": ["shown", "withdrawn"],
  "contribution.conceal": ["shown", "hidden"],
  "contribution.restore": ["hidden", "shown"],
};

/* In which states of its assembly something happens in a sitting. */
const SITTINGS: Record<string, string[]> = {
  "sitting.bureau": ["convened", "sitting"],
  "sitting.suspend": ["sitting"],
  "sitting.resume": ["sitting"],
  "sitting.discuss": ["sitting"],
  "sitting.incident": ["convened", "sitting", "ended"],
  "sitting.speech": ["sitting", "ended"],
};

export type Let = (condition: boolean, reason: string) => boolean;

export class Gates {
  readonly #assemblies: ReadonlyMap<string, Assembly>;
  readonly #resolutions: ReadonlyMap<string, Resolution>;
  readonly #concerns = new Map<string, Concern>();
  readonly #initiatives = new Map<string, Initiative>();
  readonly #motions = new Map<string, Motion>();
  readonly #let: Let;

  constructor(assemblies: ReadonlyMap<string, Assembly>, resolutions: ReadonlyMap<string, Resolution>, judge: Let) {
    this.#assemblies = assemblies;
    this.#resolutions = resolutions;
    this.#let = judge;
  }

  /* Of contributions that are no concern the form is all that is asked, but where they are posted. */
  take(entry: Entry): void {
    const { type, d } = entry;
    if (type === "contribution.post") this.#post(d);
    else if (/^(contribution|concern)\./.test(type)) this.#change(type, d);
    else if (type.startsWith("debate.")) this.#debate(type, d);
    else if (type.startsWith("initiative.")) this.#initiative(type, d);
    else if (type.startsWith("motion.")) this.#motion(type, d);
    else if (type.startsWith("sitting.")) this.#sit(type, d);
  }

  /*
   * RULE docs/rules/assemblies.md
   * > An ordinary assembly does not decide what the statutes reserve to an extraordinary one, nor an
   * > extraordinary assembly what is ordinary; a combined assembly decides both.
   */
  decides(assembly: Assembly | undefined, decidedAs: string): void {
    const isAnothers = (assembly?.kind === "ordinary" && decidedAs === "extraordinary") || (assembly?.kind === "extraordinary" && decidedAs === "ordinary");
    this.#let(!isAnothers, "a class that an assembly of that kind does not decide");
  }

  /* What a motion asks for. */
  kindOf(motion: string): string | undefined {
    return this.#motions.get(motion)?.kind;
  }

  /*
   * RULE docs/rules/verify.md
   * > A motion asks for what can still be done: a suspension of an assembly that sits and is not suspended; of a resolution of
   * > its assembly that is draft, that a debate which is not closed be closed, or another class where its class is `ordinary`.
   */
  #canBeDone({ assembly: of, resolution: on, kind }: Motion): boolean {
    const { state, suspended } = this.#assemblies.get(of) ?? {};
    if (state !== "sitting" && (kind === "suspend" || state !== "convened")) return false;
    if (kind === "suspend" && suspended === true) return false;
    if (on === undefined) return kind !== "close_debate" && kind !== "reclassify";
    const resolution = this.#resolutions.get(on);
    if (resolution?.state !== "draft" || resolution.assembly !== of) return false;
    return !(kind === "close_debate" && resolution.closed) && (kind !== "reclassify" || resolution.class === "ordinary");
  }

  #motion(type: string, d: JsonObject): void {
    const id = text(d, "motion");
    const known = this.#motions.get(id);
    if (type === "motion.make") {
      if (!this.#let(known === undefined, "a motion is made twice")) return;
      const [kind, resolution] = [text(d, "kind"), textOr(d, "resolution")];
      const made: Motion = { assembly: text(d, "assembly"), resolution, kind, state: "made", supporters: 0 };
      this.#motions.set(id, made);
      const isKnown = ["suspend", "close_debate", "secret_ballot", "reclassify"].includes(kind);
      const isOfCollege = (textOr(d, "college") !== undefined) === (kind === "reclassify");
      this.#let(isKnown && isOfCollege && this.#canBeDone(made), "a motion that cannot be made");
      return;
    }
    if (!this.#let(known !== undefined, `${type} of a motion that is not there`) || known === undefined) return;
    this.#let(known.state === "made", `${type} of a motion that was carried`);
    this.#let(this.#canBeDone(known), `${type} of a motion for what cannot be done`);
    if (type === "motion.carry") this.#carry(known, d);
    else this.#let((known.supporters += bool(d, "value") ? 1 : -1) >= 0, "more leave a motion than supported it");
  }

  /*
   * RULE docs/rules/verify.md
   * > Its class is that of `resolution.table`, or of the last `motion.carry` on it that has one.
   */
  #carry(motion: Motion, d: JsonObject): void {
    const isAsked = isReached(motion.supporters, count(d, "support"), count(d, "base"), text(d, "required"));
    const [resolution, decidedAs] = [this.#resolutions.get(motion.resolution ?? ""), textOr(d, "class")];
    this.#let(isAsked && (decidedAs !== undefined) === (motion.kind === "reclassify"), "a motion is carried that too few support");
    motion.state = "carried";
    if (decidedAs !== undefined) this.decides(this.#assemblies.get(motion.assembly), decidedAs);
    if (resolution !== undefined && decidedAs !== undefined) resolution.class = decidedAs;
    const about = resolution ?? this.#assemblies.get(motion.assembly);
    if (about !== undefined && motion.kind === "secret_ballot") about.hushed = true;
  }

  /*
   * RULE docs/rules/verify.md
   * > Where `debate.close` or `sitting.suspend` names a motion, it is one that asked for that, was carried, and did nothing yet.
   */
  #done(d: JsonObject, kind: "suspend" | "close_debate"): void {
    const id = textOr(d, "motion");
    if (id === undefined) return;
    const motion = this.#motions.get(id);
    const isIts = kind === "suspend" ? motion?.assembly === text(d, "assembly") : motion?.resolution === text(d, "resolution");
    this.#let(motion?.state === "carried" && motion.kind === kind && isIts, "what a motion asked for that was not carried, or for something else");
    if (motion !== undefined) motion.state = "done";
  }

  /*
   * RULE docs/rules/sitting.md
   * > The chair suspends the sitting and resumes it;
   */
  #sit(type: string, d: JsonObject): void {
    const assembly = this.#assemblies.get(text(d, "assembly"));
    const within = SITTINGS[type] ?? [];
    if (!this.#let(assembly !== undefined, `${type} of an assembly that is not there`) || assembly === undefined) return;
    this.#let(within.includes(assembly.state), `${type} of an assembly that is ${assembly.state}`);
    if (type === "sitting.suspend" || type === "sitting.resume") {
      const suspends = type === "sitting.suspend";
      this.#let(assembly.suspended !== suspends, `${type} of a sitting that is so already`);
      assembly.suspended = suspends;
      if (suspends) this.#done(d, "suspend");
      return;
    }
    const on = textOr(d, "resolution");
    if (on === undefined || (type !== "sitting.discuss" && type !== "sitting.speech")) return;
    const resolution = this.#resolutions.get(on);
    const isThere = resolution?.assembly === text(d, "assembly") && (type === "sitting.speech" || resolution.state !== "withdrawn");
    this.#let(isThere, `${type} on what is not on the agenda`);
  }

  /*
   * RULE docs/rules/verify.md
   * > A contribution is posted under a resolution that is draft or frozen, and whose debate is not closed.
   */
  #post(d: JsonObject): void {
    const resolution = this.#resolutions.get(text(d, "resolution"));
    const isLive = resolution?.state === "draft" || resolution?.state === "frozen";
    this.#let(isLive && !resolution.closed, "a contribution to a debate that is not open");
    if (resolution === undefined || text(d, "kind") !== "concern") return;
    const id = text(d, "contribution");
    if (!this.#let(!this.#concerns.has(id), "a concern is posted twice")) return;
    this.#concerns.set(id, { resolution: text(d, "resolution"), state: "shown", settled: false });
    resolution.concerns++;
  }

  #change(type: string, d: JsonObject): void {
    const concern = this.#concerns.get(text(d, "contribution"));
    if (concern === undefined) {
      this.#let(type !== "concern.settle", "what is no concern is settled");
      return;
    }
    const isOpen = (): number => (concern.state === "shown" && !concern.settled ? 1 : 0);
    const before = isOpen();
    if (type === "concern.settle") {
      this.#let(["met", "maintained"].includes(text(d, "how")) && concern.state === "shown", "a concern that cannot be settled so");
      concern.settled = true;
    }
    const [from, to] = MOVES[type] ?? [];
    if (from !== undefined && to !== undefined) {
      this.#let(concern.state === from, `${type} of a concern that is ${concern.state}`);
      concern.state = to;
    }
    const resolution = this.#resolutions.get(concern.resolution);
    if (resolution !== undefined) resolution.concerns += isOpen() - before;
  }

  #debate(type: string, d: JsonObject): void {
    const resolution = this.#resolutions.get(text(d, "resolution"));
    if (!this.#let(resolution !== undefined, `${type} of a resolution that is not there`) || resolution === undefined) return;
    const isFrozen = type === "debate.close" && resolution.state === "frozen";
    this.#let(resolution.state === "draft" || isFrozen, `${type} of a resolution that is ${resolution.state}`);
    if (type === "debate.ask") this.#let((resolution.asking += bool(d, "value") ? 1 : -1) >= 0, "more take back than asked");
    else if (type === "debate.extend") this.#extend(resolution, d);
    else {
      const closes = type === "debate.close";
      this.#done(d, "close_debate");
      this.#let(resolution.closed !== closes, `${type} of a debate that is so already`);
      resolution.closed = closes;
    }
  }

  #extend(resolution: Resolution, d: JsonObject): void {
    const assembly = this.#assemblies.get(resolution.assembly);
    const isConvened = assembly?.state === "convened" || assembly?.state === "sitting";
    this.#let(isConvened && assembly.call !== "second" && !resolution.extended, "a debate that cannot be extended");
    const isAsked = isReached(resolution.asking, count(d, "support"), count(d, "base"), text(d, "required"));
    this.#let(isAsked && count(d, "days") > 0, "a debate is extended that too few asked for");
    resolution.extended = true;
    resolution.days += count(d, "days");
  }

  #initiative(type: string, d: JsonObject): void {
    const id = text(d, "initiative");
    const known = this.#initiatives.get(id);
    if (type === "initiative.propose") {
      const assembly = this.#assemblies.get(text(d, "assembly"));
      this.#let(assembly?.state === "draft" && assembly.call !== "second", "an initiative for an agenda that takes none");
      this.decides(assembly, text(d, "class"));
      if (!this.#let(known === undefined, "an initiative is proposed twice")) return;
      this.#initiatives.set(id, { assembly: text(d, "assembly"), state: "open", class: text(d, "class"), text: text(d, "hash"), sponsors: 0 });
      return;
    }
    if (!this.#let(known?.state === "open", `${type} of an initiative that is ${known?.state ?? "not there"}`) && known === undefined) return;
    if (known === undefined) return;
    if (type === "initiative.withdraw") known.state = "withdrawn";
    else if (type === "initiative.table") this.#table(known, d);
    else {
      this.#let(this.#assemblies.get(known.assembly)?.state === "draft", "an initiative is sponsored after the notice");
      this.#let((known.sponsors += bool(d, "value") ? 1 : -1) >= 0, "more sponsors go than came");
    }
  }

  /*
   * RULE docs/rules/verify.md
   * > The resolution of an initiative is one of members in its assembly, with the text and the class that were proposed.
   */
  #table(initiative: Initiative, d: JsonObject): void {
    const resolution = this.#resolutions.get(text(d, "resolution"));
    const isOwn = resolution?.state === "draft" && resolution.origin === "members" && resolution.assembly === initiative.assembly;
    this.#let(isOwn && resolution.text === initiative.text && resolution.class === initiative.class, "an initiative is on the agenda as another resolution");
    const { sponsors } = initiative;
    this.#let(isReached(sponsors, count(d, "sponsors"), count(d, "base"), text(d, "required")), "an initiative that too few sponsor is on the agenda");
    initiative.state = "tabled";
  }

  /*
   * RULE docs/rules/verify.md
   * > A poll on a resolution, or on an amendment of one, is created and called in the class that the resolution has then.
   *
   * > A poll in that assembly is secret where a motion for a secret ballot was carried, on that resolution, or on none.
   */
  #suitsMotions(about: Resolution | undefined, d: JsonObject): void {
    this.#let(about === undefined || about.class === text(d, "class"), "a poll of another class than its resolution");
    const isHushed = about?.hushed === true || this.#assemblies.get(text(d, "assembly"))?.hushed === true;
    this.#let(!isHushed || text(d, "secrecy") === "secret", "a poll is open that was to be secret");
  }

  /*
   * RULE docs/rules/verify.md
   * > By consent its method is `consent`; in an election without candidates, and in no other procedure, its kind is `election`.
   */
  suits({ resolution, amendment, create: { d } }: Pick<Poll, "resolution" | "amendment" | "create">): void {
    this.#suitsMotions(resolution ?? this.#resolutions.get(amendment?.resolution ?? ""), d);
    const [kind, method] = [text(d, "kind"), text(d, "method")];
    const isConsent = kind === "resolution" && method === "consent";
    this.#let(resolution?.procedure !== "consent" || isConsent, "a poll by another method than consent");
    const isElection = resolution?.procedure === "election_without_candidates";
    this.#let(resolution === undefined || isElection === (kind === "election"), "an election that is none, or a poll that should be one");
  }

  /*
   * RULE docs/rules/verify.md
   * > By consent no concern is open that is shown, of the resolution or of the one that it takes up.
   */
  call(poll: Poll): void {
    this.suits(poll);
    const { resolution } = poll;
    if (resolution?.procedure !== "consent") return;
    const before = this.#resolutions.get(resolution.follows ?? "");
    this.#let(resolution.concerns === 0 && (before?.concerns ?? 0) === 0, "a poll is called over an open concern");
  }

  /* How long the text of a poll has waited; undefined where it waits for nothing. */
  wait({ resolution, assembly, create }: Poll): Wait | undefined {
    if (resolution === undefined || assembly === undefined) return undefined;
    const noticed = (assembly.follows === undefined ? assembly : this.#assemblies.get(assembly.follows))?.noticed ?? 0;
    const waited = count(create.d, "opens_at") - noticed;
    const extended = resolution.days + (this.#resolutions.get(resolution.follows ?? "")?.days ?? 0);
    return { waited, extended, contract: resolution.procedure === "contract_change" };
  }
}

/*
 * chance.ts - a society in which chance says who does what next: all that may be done to a text, from its tabling to a
 * second call. What the server refuses is not done.
 */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { makeKeeperKey } from "../../web/src/booth.ts";
import { type Poll } from "./assembly_day.ts";
import { MEM_BYTES, PASSPHRASE, SecretDay } from "./secret_day.ts";
import { type Named, STATUTES } from "./society.ts";
import { Api } from "./support.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FIRST_MEMBERS = 7;
const KEEPERS = 3;
const CATEGORIES = ["employees", "users", "friends", "towns"];
const CLASSES = ["ordinary", "ordinary", "extraordinary", "statutory"];
const KINDS = ["ordinary", "extraordinary", "combined", "combined", "college", "written"];
const PROCEDURES = ["resolution", "consent", "election_without_candidates", "contract_change"];
const MOTIONS = ["suspend", "close_debate", "secret_ballot", "reclassify"];
const SAID = ["question", "for", "against", "information", "concern", "concern", "concern"];

type Kind = "assemblies" | "resolutions" | "amendments" | "contributions" | "initiatives" | "polls";
type Item = Named & { state: string };
type Assembly = Item & { kind: string; college?: string; meets_at: string; agenda: Item[] };
type Resolution = Item & { version: number; assembly: string };
type Amendment = Item & { resolution: string };
type Deed = [name: string, weight: number, run: () => Promise<unknown>];

/* There is nothing that this could be done to. */
class Idle extends Error {}

/* The server takes no part in this; it is no fault of it. */
const isRefusal = (error: unknown): boolean => error instanceof Error && /→ 4\d\d, not/.test(error.message);

export class ChanceDay extends SecretDay {
  #state: number;
  readonly #members: string[] = [];
  readonly #tokens = new Map<string, Api>();
  readonly #authors = new Map<string, Api>();
  readonly #motions: { assembly: string; id: string }[] = [];
  readonly #made: Record<Kind, string[]> =
    { assemblies: [], resolutions: [], amendments: [], contributions: [], initiatives: [], polls: [] };
  readonly #deeds: Deed[];

  constructor(seed: number) {
    super();
    this.#state = seed;
    const often = (name: string): number => (/^(assemble|convene|open|ask|vote)$/.test(name) ? 1 : this.#any([0, 1, 1, 2, 5]));
    this.#deeds = this.#all().map(([name, weight, run]) => [name, weight * often(name), run]);
  }

  /* --- chance ---------------------------------------------------------------------------------- */

  #chance(below: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0; /* mulberry32 */
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  }

  #any<T>(list: readonly T[]): T {
    if (list.length === 0) throw new Idle();
    return list[this.#chance(list.length)] as T;
  }

  /* One of the last, mostly. */
  #late<T>(list: readonly T[]): T {
    return this.#any(this.#chance(3) === 0 ? list : list.slice(-6));
  }

  #who(): { id: string; by: Api } {
    const id = this.#any(this.#members);
    return { id, by: this.#tokens.get(id) ?? this.admin };
  }

  /* Who wrote it, mostly. */
  #its(id: string): Api {
    return this.#chance(5) === 0 ? this.#who().by : this.#authors.get(id) ?? this.admin;
  }

  #in(milliseconds: number): string {
    return new Date(this.now.getTime() + milliseconds).toISOString();
  }

  /* --- what is there ------------------------------------------------------------------------------ */

  async #read<T>(kind: string, id: string): Promise<T> {
    return (await this.admin.get<T>(`/api/v1/${kind}/${id}`, { expect: 200 })).body;
  }

  async #one<T extends Item>(kind: Kind, states: string[]): Promise<T> {
    for (let tries = 0; tries < 8; tries++) {
      const found = await this.#read<T>(kind, this.#late(this.#made[kind]));
      if (states.includes(found.state)) return found;
    }
    throw new Idle();
  }

  /* A text of an assembly that is in one of these states; a draft, mostly. */
  async #text(...states: string[]): Promise<string> {
    const { agenda } = await this.#one<Assembly>("assemblies", states);
    return this.#any(agenda.filter(({ state }) => state === "draft" || this.#chance(6) === 0)).id;
  }

  async #make(by: Api, path: string, body: object, into: string[]): Promise<string> {
    const { id } = (await by.post<Named>(path, { body })).body;
    into.push(id);
    this.#authors.set(id, by);
    return id;
  }

  /* Changes it with the tag that it has. */
  async #change(by: Api, method: string, path: string, body: object | undefined, of = path): Promise<void> {
    const headers = { "if-match": (await this.admin.get(of, { expect: 200 })).etag };
    await by.request(method, path, { headers, ...(body === undefined ? {} : { body }) });
  }

  /* --- what may be done ------------------------------------------------------------------------------ */

  #all(): Deed[] {
    return [...this.#ofAssemblies(), ...this.#ofTexts(), ...this.#ofDebates(), ...this.#ofAmendments(), ...this.#ofPolls()];
  }

  #ofAssemblies(): Deed[] {
    const on = async (action: string, body: object, ...states: string[]): Promise<unknown> =>
      this.act(`/api/v1/assemblies/${(await this.#one("assemblies", states)).id}`, action, body);
    return [
      ["assemble", 8, () => this.#assemble()],
      ["convene", 8, () => on("notice", {}, "draft")],
      ["open", 9, () => this.#openOne()],
      ["resume", 2, async () => this.admin.post(`/api/v1/assemblies/${(await this.#one("assemblies", ["sitting"])).id}/resumption`, { body: {} })],
      ["end", 4, () => on("ending", {}, "sitting")],
      ["call again", 6, () => this.#callAgain()],
      ["cancel", 1, () => on("cancellation", { reason: "La salle est fermée." }, "draft", "convened")],
      ["move", 10, () => this.#move()],
      ["support", 8, () => this.#support()],
      ["new statutes", 2, () => this.admin.post("/api/v1/constitution/versions",
        { body: { document: this.#statutes(), effective_on: this.#in(this.#any([0, DAY, 2 * DAY])).slice(0, 10) } })],
      ["admit", 1, () => this.#admit()],
      ["wait", 6, async () => this.wait(this.#any([60_000, HOUR, 6 * HOUR, DAY]))],
    ];
  }

  async #assemble(): Promise<void> {
    const kind = this.#any(KINDS);
    const college = kind === "college" ? { college: this.#any(["workers", "users", "supporters"]) } : {};
    const body = { kind, title: "Assemblée", place: "Corte", meets_at: this.#in(this.#any([4, 5, 7]) * DAY), ...college };
    const assembly = await this.#make(this.admin, "/api/v1/assemblies", body, this.#made.assemblies);
    for (let i = 0; i < 3; i++) {
      const of = KINDS.indexOf(kind) < 2 ? kind : this.#any(CLASSES);
      const text = { class: of, origin: this.#any(["board", "board", "members"]), title: `Texte ${i}`, text: "Approuvé." };
      await this.#make(this.admin, `/api/v1/assemblies/${assembly}/resolutions`, text, this.#made.resolutions);
    }
  }

  async #openOne(): Promise<void> {
    const assembly = await this.#one<Assembly>("assemblies", ["convened"]);
    const left = Date.parse(assembly.meets_at) - this.now.getTime();
    if (left > 0 && (left < DAY / 4 || this.#chance(3) === 0)) this.wait(left);
    await this.act(`/api/v1/assemblies/${assembly.id}`, "opening");
    for (const member of this.#members.filter(() => this.#chance(4) > 0)) {
      const path = `/api/v1/assemblies/${assembly.id}/attendance/${member}`;
      await this.admin.put(path, { body: { present: true } }).catch((error: unknown) => assert.ok(isRefusal(error), String(error)));
    }
  }

  async #callAgain(): Promise<void> {
    const { id, kind, college } = await this.#one<Assembly>("assemblies", ["ended"]);
    const body = { kind, call: "second", second_of: id, title: "Seconde", place: "Corte", meets_at: this.#in(2 * DAY), ...(college ? { college } : {}) };
    const again = await this.#make(this.admin, "/api/v1/assemblies", body, this.#made.assemblies);
    this.#made.resolutions.push(...(await this.#read<Assembly>("assemblies", again)).agenda.map((item) => item.id));
  }

  async #move(): Promise<void> {
    const { id: assembly, agenda } = await this.#one<Assembly>("assemblies", ["convened", "sitting"]);
    const { id: member, by } = this.#who();
    const on = this.#chance(4) === 0 ? {} : { resolution: this.#any(agenda).id };
    const { body } = await by.post<Named>(`/api/v1/assemblies/${assembly}/motions`, { body: { kind: this.#any(MOTIONS), member, ...on } });
    this.#motions.push({ assembly, id: body.id });
  }

  async #support(): Promise<void> {
    const { assembly, id } = this.#late(this.#motions);
    const { id: member, by } = this.#who();
    await by.put(`/api/v1/assemblies/${assembly}/motions/${id}/support`, { body: { member, value: this.#chance(4) > 0 } });
  }

  async #admit(): Promise<void> {
    const id = await this.enter({ category: this.#any(CATEGORIES) });
    const label = { label: "chance", scopes: ["read", "vote"] };
    const { token } = (await (await this.browserOf(id)).post<{ token: string }>("/api/v1/tokens", { body: label, expect: 201 })).body;
    this.#members.push(id);
    this.#tokens.set(id, new Api(this.server.url, { token }));
  }

  #ofTexts(): Deed[] {
    const text = (): Promise<string> => this.#text("draft");
    return [
      ["rewrite", 3, async () => this.#change(this.admin, "PATCH", `/api/v1/resolutions/${await text()}`, this.#any([{ text: `Mot ${this.#chance(99)}` }, { position: 1 }]))],
      ["opine", 2, async () => {
        const of = `/api/v1/resolutions/${await this.#text("draft", "convened", "sitting")}`;
        await this.#change(this.admin, "PUT", `${of}/opinion`, { opinion: this.#any(["approved", "not_approved", "none"]) }, of);
      }],
      ["proceed", 5, async () => this.#change(this.admin, "PUT", `/api/v1/resolutions/${await text()}/procedure`, { procedure: this.#any(PROCEDURES) })],
      ["attach", 2, async () => {
        const of = `/api/v1/resolutions/${await text()}`;
        const headers = { "content-type": "application/octet-stream", "if-match": (await this.admin.get(of)).etag };
        await this.admin.post(`${of}/attachments?name=${encodeURIComponent(this.#any(["note.txt", "été.CSV", "日本 — 1.md"]))}`, { body: "Écrit.", headers });
      }],
      ["withdraw", 1, async () => this.act(`/api/v1/resolutions/${await this.#text("draft", "convened")}`, "withdrawal")],
      ["propose", 5, async () => this.#make(this.#who().by, `/api/v1/assemblies/${(await this.#one("assemblies", ["draft"])).id}/initiatives`,
        { class: this.#any(CLASSES), title: "Un four", text: "Bâtissons." }, this.#made.initiatives)],
      ["sponsor", 6, async () => {
        const path = `/api/v1/initiatives/${this.#late(this.#made.initiatives)}/sponsorship`;
        const { by } = this.#who();
        const { body } = await (this.#chance(5) === 0 ? by.delete<{ resolution?: string }>(path) : by.put<{ resolution?: string }>(path, { body: {} }));
        if (body.resolution !== undefined) this.#made.resolutions.push(body.resolution);
      }],
    ];
  }

  #ofDebates(): Deed[] {
    const path = async (what: string): Promise<string> => `/api/v1/resolutions/${await this.#text("convened", "sitting")}/${what}`;
    const on = (action: string, by: (id: string) => Api, body: object) => async () => {
      const id = this.#late(this.#made.contributions);
      await this.#change(by(id), "POST", `/api/v1/contributions/${id}/${action}`, body, `/api/v1/contributions/${id}`);
    };
    const chair = (): Api => this.admin;
    const author = (id: string): Api => this.#its(id);
    return [
      ["say", 9, async () => this.#make(this.#who().by, await path("contributions"), { kind: this.#any(SAID), text: "Je crains pour le toit." }, this.#made.contributions)],
      ["take back", 3, on("withdrawal", author, {})],
      ["settle", 6, on("settlement", author, { how: this.#any(["met", "maintained"]) })],
      ["conceal", 3, on("concealment", chair, { reason: "Hors sujet." })],
      ["restore", 3, on("restoration", chair, { reason: "Après tout." })],
      ["ask for days", 5, async () => this.#who().by.put(await path("extension"), { body: {} })],
      ["ask for none", 1, async () => this.#who().by.delete(await path("extension"))],
      ["close the debate", 2, async () => this.admin.post(await path("debate/closing"), { body: {} })],
      ["open the debate", 2, async () => this.admin.post(await path("debate/reopening"), { body: {} })],
      ["name", 2, async () => this.#who().by.put(await path("nomination"), { body: { nominee: this.#any(this.#members) } })],
    ];
  }

  #ofAmendments(): Deed[] {
    const on = (action: string, by: (id: string) => Api) => async () => {
      const id = this.#late(this.#made.amendments);
      await this.#change(by(id), "POST", `/api/v1/amendments/${id}/${action}`, {}, `/api/v1/amendments/${id}`);
    };
    return [
      ["amend", 8, async () => {
        const { id, version } = await this.#read<Resolution>("resolutions", await this.#text("convened", "sitting"));
        const parent = this.#made.amendments.length > 0 && this.#chance(4) === 0 ? { parent: this.#late(this.#made.amendments) } : {};
        await this.#make(this.#who().by, `/api/v1/resolutions/${id}/amendments`, { version, text: `Mot ${this.#chance(9)}`, ...parent }, this.#made.amendments);
      }],
      ["let go", 1, on("withdrawal", (id) => this.#its(id))],
      ["accept", 3, on("acceptance", () => this.admin)],
      ["consolidate", 4, async () => {
        const { resolution } = await this.#read<Amendment>("amendments", this.#late(this.#made.amendments));
        await this.#change(this.admin, "POST", `/api/v1/resolutions/${resolution}/consolidation`, {}, `/api/v1/resolutions/${resolution}`);
      }],
    ];
  }

  #ofPolls(): Deed[] {
    const on = (action: string, body: object, ...states: string[]) => async () =>
      this.act(`/api/v1/polls/${(await this.#one("polls", states)).id}`, action, body);
    return [
      ["ask", 12, async () => {
        const resolution = await this.#text("convened", "sitting", "sitting");
        const { assembly } = await this.#read<Resolution>("resolutions", resolution);
        const { procedure } = await this.#read<{ procedure: string }>("resolutions", `${resolution}/procedure`);
        const byName = { kind: "election", title: "Qui ?", method: "approval", nominees: {} };
        const asked = procedure === "election_without_candidates" ? byName : { kind: "resolution", method: procedure === "consent" ? "consent" : "motion" };
        await this.#ask({ assembly, resolution, ...asked });
      }],
      ["ask of an amendment", 6, async () => {
        const { id, resolution } = await this.#read<Amendment>("amendments", this.#late(this.#made.amendments));
        const { assembly } = await this.#read<Resolution>("resolutions", resolution);
        await this.#ask({ assembly, amendment: id, kind: "amendment", method: "motion" });
      }],
      ["ask where", 3, async () => this.#ask({
        assembly: (await this.#one("assemblies", ["convened", "sitting"])).id, kind: "choice", title: "Où ?", class: this.#any(CLASSES),
        method: this.#any(["plurality", "approval", "schulze"]), options: [{ label: "Corte" }, { label: "Bastia" }],
      })],
      ["call", 4, on("call", {}, "draft")],
      ["open a poll", 4, on("opening", {}, "called")],
      ["close a poll", 3, on("closing", { reason: "Tous ont voté." }, "open")],
      ["annul", 2, on("annulment", { reason: "Une erreur." }, "draft", "called", "open", "closed")],
      ["vote", 14, () => this.#vote()],
    ];
  }

  async #ask(fields: object): Promise<void> {
    const [opens, lasts] = [this.#any([0, 0, 0, HOUR, DAY]), this.#any([HOUR, 6 * HOUR])];
    const secrecy = this.#any(["open", "open", "open", "secret"]);
    const body = { parameters: {}, secrecy, opens_at: this.#in(opens), closes_at: this.#in(opens + lasts), ...fields };
    const poll = await this.#make(this.admin, "/api/v1/polls", body, this.#made.polls);
    if (secrecy === "secret") await this.nameKeepers(poll);
    await this.act(`/api/v1/polls/${poll}`, "call");
    if (opens === 0) await this.act(`/api/v1/polls/${poll}`, "opening");
  }

  async #vote(): Promise<void> {
    const poll = await this.#one<Poll & { secrecy: string }>("polls", ["open"]);
    if (poll.secrecy === "secret") throw new Idle();
    const choice = this.#chance(poll.options.length);
    const ballot = { choice: { choice }, approves: { approves: [choice] }, ranks: { ranks: [[choice]] } }[poll.ballot] ?? { blank: true };
    for (let i = 0; i < 4; i++) {
      const { id, by } = this.#who();
      await by.post(`/api/v1/polls/${poll.id}/ballots`, this.cast(poll, id, ballot)).catch((error: unknown) => assert.ok(isRefusal(error), String(error)));
    }
  }

  /* --- from the founding on ---------------------------------------------------------------------------- */

  #statutes(): object {
    const said = JSON.parse(readFileSync(STATUTES, "utf8")) as { quorum: object; majority: object };
    const second = this.#chance(2) === 0 ? { second: { threshold: "1/3", strict: true, base: "expressed" } } : {};
    return {
      ...said, regime: "other", notice: { first_days: 1 + this.#chance(3), second_days: 1, requests_days: 1 }, k_min: 1,
      quorum: { ...said.quorum, statutory: { first: "1/4", second: "0/1" } },
      majority: {
        ...said.majority, ordinary: { threshold: "1/2", strict: true, base: "expressed", ...second },
        statutory: { threshold: "3/4", strict: false, base: "members" },
      },
      deliberation: {
        sponsors: this.#any(["1/12", "1/4"]), college_sponsors: this.#any(["1/4", "1/2"]), debate_days: this.#any([0, 1, 3]),
        extension_days: 1 + this.#chance(3), contract_days: this.#any([0, 5]), motion_support: this.#any(["1/20", "1/4"]),
        secret_on_request: this.#any(["0/1", "1/4"]), college_turns: "extraordinary",
      },
    };
  }

  async start(): Promise<void> {
    const statutes = join(this.folder.path, "statutes.json");
    writeFileSync(statutes, JSON.stringify(this.#statutes()));
    await this.open(this.now, statutes);
    for (let i = 0; i < FIRST_MEMBERS; i++) await this.#admit();
    for (const member of this.#members.slice(0, KEEPERS)) {
      const by = await this.browserOf(member);
      await by.put("/api/v1/me/keeper", { body: makeKeeperKey(PASSPHRASE, 1, MEM_BYTES), expect: 200 });
      this.keepers.push({ member, by });
    }
  }

  /* Tries so many things, and says how many the server took. */
  async live(deeds: number): Promise<number> {
    const total = this.#deeds.reduce((sum, [, weight]) => sum + weight, 0);
    let [tried, taken] = [0, 0];
    while (tried < deeds) {
      let at = this.#chance(total);
      const [name, , run] = this.#deeds.find(([, weight]) => (at -= weight) < 0) as Deed;
      try {
        await run();
        taken++;
        tried++;
      } catch (error) {
        assert.ok(error instanceof Idle || isRefusal(error), `${name}: ${String(error)}`);
        tried += error instanceof Idle ? 0 : 1;
      }
    }
    return taken;
  }
}

/*
 * annual_year.ts - a cooperative in six colleges, and the year around its combined assembly, on a clock that stands where a
 * test puts it: day 0 is the day of the second call.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { makeKeeperKey, ready } from "../../web/src/booth.ts";
import { PostOffice, until } from "./post.ts";
import { MEM_BYTES, PASSPHRASE, SecretDay } from "./secret_day.ts";
import { SCOPES, type Named } from "./society.ts";
import { Api, Server, palabre, tokensIn } from "./support.ts";

/* Saturday, the twentieth of June 2026, at two o'clock in Paris. */
const DAY_ZERO = Date.UTC(2026, 5, 20, 12);
const HOUR = 3_600_000;

export const COLLEGES = [
  { id: "employees", fr: "Salariés", en: "Employees", kind: "employee", percent: 20, seats: 2 },
  { id: "producers", fr: "Producteurs", en: "Producers", kind: "producer", percent: 20, seats: 2 },
  { id: "users", fr: "Usagers", en: "Users", kind: "beneficiary", percent: 20, seats: 2 },
  { id: "towns", fr: "Collectivités", en: "Towns", kind: "public", percent: 15, seats: 1 },
  { id: "supporters", fr: "Soutiens", en: "Supporters", kind: "other", percent: 15, seats: 1 },
  { id: "founders", fr: "Fondateurs", en: "Founders", kind: "other", percent: 10, seats: 1 },
] as const;

export type CollegeId = (typeof COLLEGES)[number]["id"];
const EACH = 4;

export const constitution = {
  format: "palabre-constitution/1",
  name: "Les Communs du Golo",
  regime: "fr-scic",
  legal_form: "SA",
  weight_basis: "statutes",
  categories: COLLEGES.map(({ id, fr, en, kind }) => ({ id, label: { fr, en }, kind })),
  has_employees: true,
  colleges: COLLEGES.map(({ id, fr, en, percent, seats }) => ({
    id, label: { fr, en }, weight: `${percent}/100`, board_seats: seats, categories: [id],
  })),
  transfer_rule: "proportional",
  college_base: "expressed",
  college_majority: "simple",
  college_tie: "excluded",
  abstention: "excluded",
  silent_college: "renormalise",
  empty_college: "redistribute_equal",
  min_colleges_for_weighting: 3,
  max_weight: "1/2",
  quorum: { basis: "members", ordinary: { first: "1/3", second: "0/1" }, extraordinary: { first: "1/2", second: "1/4" } },
  majority: {
    ordinary: { threshold: "1/2", strict: true, base: "expressed" },
    extraordinary: { threshold: "2/3", strict: false, base: "expressed" },
  },
  proxy: { allowed: true, blank_allowed: true, max_per_holder: 2, scope: "any" },
  postal: { allowed: true, days_before: 3 },
  notice: { first_days: 15, second_days: 10, requests_days: 25 },
  tie_break: "elder",
  secrecy: "open",
  roll_call: "pseudonym",
  k_min: 3,
  deliberation: {
    sponsors: "1/6", debate_days: 20, extension_days: 5, contract_days: 30, motion_support: "1/2", secret_on_request: "0/1",
    college_turns: "extraordinary",
  },
  sources: {},
  unknown: [],
};

export class Year extends SecretDay {
  office = new PostOffice();
  readonly #browsers = new Map<string, { by: Api; until: number }>();
  readonly members = new Map<CollegeId, string[]>();

  /* So many days before or after the day of the second call, at two in the afternoon in Paris; and so many hours later. */
  static on(days: number, hours = 0): Date {
    return new Date(DAY_ZERO + (days * 24 + hours) * HOUR);
  }

  async found(days: number): Promise<void> {
    this.now = Year.on(days);
    const statutes = join(this.folder.path, "statutes.json");
    writeFileSync(statutes, JSON.stringify(constitution));
    const said = palabre(["init", "--db", this.db, "--log-name", "golo.example/log", "--constitution", statutes,
      "--admin-name", "Pascal Orsoni", "--time-zone", "Europe/Paris"], 0, this.now);
    this.now = Year.on(days, 1);
    this.server = await Server.start({ db: this.db, clock: this.now });
    const first = this.anyone();
    await first.signIn(tokensIn(said)[0] ?? "");
    const { body } = await first.post<{ token: string }>("/api/v1/tokens", { body: { label: "secretary", scopes: SCOPES }, expect: 201 });
    this.admin = new Api(this.server.url, { token: body.token });
  }

  /* Four in each college; the towns act through a mayor, whose substitute is recorded beside the mayor. */
  async enterAll(): Promise<void> {
    for (const { id, fr } of COLLEGES) {
      const found: string[] = [];
      for (let i = 1; i <= EACH; i++) {
        const born_on = `19${50 + i}-${`${1 + COLLEGES.findIndex((each) => each.id === id)}`.padStart(2, "0")}-01`;
        const person = { email: `${id}${i}@example.org`, language: id === "supporters" ? "en" : "fr", born_on };
        const fields = id === "towns" ? { kind: "legal", name: `Commune ${i}` } : { name: `${fr} ${i}`, person };
        found.push(await this.enter({ category: id, admitted_on: "2024-01-15", ...fields }));
        if (id === "towns") await this.nameMayors(found.at(-1) ?? "", i, person);
      }
      this.members.set(id, found);
    }
  }

  async nameMayors(town: string, i: number, person: object): Promise<void> {
    for (const rank of ["full", "substitute"]) {
      const contact = rank === "full" ? person : {};
      await this.admin.post(`/api/v1/members/${town}/representatives`, { expect: 201, body: {
        name: `${rank === "full" ? "Maire" : "Adjointe"} ${i}`, rank, authority: "Délibération du 12 janvier 2026", from_on: "2026-01-12", ...contact,
      } });
    }
  }

  /* A member by college and number, from 1. */
  member(college: CollegeId, number: number): string {
    const found = this.members.get(college)?.[number - 1];
    if (found === undefined) throw new RangeError(`${college} ${number}`);
    return found;
  }

  everyone(): string[] {
    return [...this.members.values()].flat();
  }

  /* The browser of a member; a session lasts twelve hours, and a link is then made anew. */
  async by(member: string): Promise<Api> {
    const known = this.#browsers.get(member);
    if (known !== undefined && known.until > this.now.getTime()) return known.by;
    const by = await this.browserOf(member);
    this.#browsers.set(member, { by, until: this.now.getTime() + 11 * HOUR });
    return by;
  }

  go(days: number, hours = 0): void {
    this.at(Year.on(days, hours));
  }

  /*
   * Passes second by second until it is so: what waits for its time looks at the clock when a request comes. Half a minute
   * passes at most, however long a busy machine needs, since the minutes tell the time of what is waited for.
   */
  async passUntil(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
    const latest = this.now.getTime() + 30_000;
    await until(async () => {
      if (this.now.getTime() < latest) this.wait(1000);
      await fetch(`${this.server.url}/healthz`).then((answer) => answer.arrayBuffer());
      return isSo();
    }, what);
  }

  /* How many letters of a notice went out, and how many could not, once the last one has. */
  async sent(assembly: string): Promise<[number, number]> {
    const path = `/api/v1/assemblies/${assembly}/notice/sending`;
    type Mailing = { sent: number; failed: number; ended_at?: string };
    const latest = async () => (await this.admin.get<{ items: Mailing[] }>(path, { expect: 200 })).body.items[0];
    await this.passUntil(async () => (await latest())?.ended_at !== undefined, "the end of the notice");
    const mailing = await latest();
    return [mailing?.sent ?? 0, mailing?.failed ?? 0];
  }

  async add(assembly: string, fields: { class: string; title: string; text: string; origin?: string; reasons?: string }): Promise<string> {
    const body = { origin: "board", ...fields };
    return (await this.admin.post<Named>(`/api/v1/assemblies/${assembly}/resolutions`, { body, expect: 201 })).body.id;
  }

  /* Three members who keep the urns from now on, each with a key of their own. */
  async nameKeepersOf(members: string[]): Promise<void> {
    await ready();
    for (const member of members) {
      const by = await this.by(member);
      await by.put("/api/v1/me/keeper", { body: makeKeeperKey(PASSPHRASE, 1, MEM_BYTES), expect: 200 });
      this.keepers.push({ member, by });
    }
  }

  /* A command on an object with the tag that its actor sees. */
  async command<T>(by: Api, path: string, action: string, body: object = {}, expect = 200): Promise<T> {
    const { etag } = await by.get(path, { expect: 200 });
    return (await by.post<T>(`${path}/${action}`, { body, headers: { "if-match": etag }, expect })).body;
  }

  /* The PDF of minutes, printed by a job and asked for until it is there, as pdftotext reads it: each space one space. */
  async readPdf(minutes: string, language: string): Promise<string> {
    for (let tries = 0; tries < 600; tries++) {
      const reply = await fetch(`${this.server.url}/api/v1/minutes/${minutes}/minutes.pdf?language=${language}`);
      if (reply.status === 200) {
        const read = spawnSync("pdftotext", ["-raw", "-", "-"], { input: Buffer.from(await reply.arrayBuffer()), encoding: "utf8" });
        if (read.status !== 0) throw new Error(read.stderr);
        return read.stdout.replaceAll(/\s+/g, " ");
      }
      if (reply.status !== 202) throw new Error(await reply.text());
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error("the minutes are not printed");
  }

  override async close(): Promise<void> {
    await this.office.stop();
    await super.close();
  }
}

export const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, " ");

/* What differs from run to run, identifiers, hashes and pseudonyms, numbered in the order in which they come. */
export function numbered(text: string): string {
  const seen = new Map<string, string>();
  const names: Record<number, string> = { 64: "hash", 36: "id", 16: "pseudonym" };
  const patterns = /\b(?:[0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9A-HJKMNP-TV-Z]{16})\b/g;
  return text.replaceAll(patterns, (found) => {
    const known = seen.get(found) ?? `${names[found.length]}-${seen.size + 1}`;
    seen.set(found, known);
    return known;
  });
}

/*
 * Holds a text against the file that a person has read. PALABRE_GOLDEN=write writes another one, and the test has failed
 * all the same: what was written is read by a person, and holds when the test runs again without it.
 */
export function expectGolden(name: string, text: string): void {
  const file = join(resolve(import.meta.dirname, "../golden/annual"), name);
  const known = readFileSync(file, "utf8");
  if (process.env["PALABRE_GOLDEN"] === "write" && known !== text) {
    assert.equal(process.env["CI"], undefined, "nobody reads what is written here");
    writeFileSync(file, text);
  }
  assert.equal(text, known);
}

/* The files of a record by kind, and how many lines its tables have: what is left when identifiers are taken away. */
export function listing(files: Map<string, Buffer>): string {
  const counts = new Map<string, number>();
  for (const name of files.keys()) {
    const kind = name.replaceAll(/[0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "*").replace(/^(log\/tile\/).*/, "$1*");
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const lines = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, count]) => `${count} ${kind}`);
  const tables = [...files].filter(([name]) => name.startsWith("tables/") && name.endsWith(".csv")).sort(([a], [b]) => (a < b ? -1 : 1));
  return [...lines, "", ...tables.map(([name, content]) => `${name}: ${content.toString().trimEnd().split("\r\n").length - 1} rows`), ""].join("\n");
}

/*
 * assembly_day.ts - a society on the day of its assembly, under the tests' clock, for the tests of polls.
 */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { STATUTES, type Named, Society } from "./society.ts";
import { type Api, type Reply, Server } from "./support.ts";

const HOUR = 3_600_000;
const DAYS_AHEAD = 20;

export type Poll = Named & {
  title: string;
  state: string; verdict?: string; text_hash?: string; manifest?: string; eligible?: number; closes_at: string;
  options: { id: number; label: string }[]; ballot: string; void_reason?: string;
};
export type Receipt = { receipt: { poll: string; commitment: string; entry: number } };
export type Opening = {
  entry: number; college: string; channel: string; voter: string; voter_name?: string; holder?: string;
  marks: Record<string, unknown>; salt: string; void?: string;
};
export type Result = { outcome: string; manifest: string; decision: Record<string, any> };

export class Day extends Society {
  assembly = "";
  /* A whole second, after what founding it under the machine's clock takes. */
  now = new Date(Math.ceil(Date.now() / 1000) * 1000 + 60_000);

  /* Founds it, and prepares an assembly that meets in twenty days with so many resolutions. */
  async prepare(resolutions = 1, statutes = STATUTES): Promise<void> {
    await this.open(this.now, statutes);
    const meets = new Date(this.now.getTime() + DAYS_AHEAD * 24 * HOUR);
    this.assembly = (await this.admin.post<Named>("/api/v1/assemblies", {
      body: { kind: "ordinary", title: "Assemblée", place: "Corte", meets_at: meets.toISOString() }, expect: 201,
    })).body.id;
    for (let i = 1; i <= resolutions; i++) {
      await this.admin.post(`/api/v1/assemblies/${this.assembly}/resolutions`, {
        body: { class: "ordinary", origin: "board", title: `Résolution ${i}`, text: "Approuvés." }, expect: 201,
      });
    }
    await this.act(`/api/v1/assemblies/${this.assembly}`, "notice");
  }

  /* The day has come, and the sitting opens. */
  async begin(): Promise<void> {
    this.wait(DAYS_AHEAD * 24 * HOUR);
    await this.act(`/api/v1/assemblies/${this.assembly}`, "opening");
  }

  wait(milliseconds: number): void {
    this.at(new Date(this.now.getTime() + milliseconds));
  }

  at(instant: Date): void {
    this.now = instant;
    this.server.setClock(instant);
  }

  async resolutions(): Promise<string[]> {
    const { body } = await this.admin.get<{ agenda: Named[] }>(`/api/v1/assemblies/${this.assembly}`);
    return body.agenda.map(({ id }) => id);
  }

  /* What makes a motion on a resolution, from now on, for an hour. */
  motion(resolution: string | undefined, fields: object = {}): object {
    return {
      assembly: this.assembly, resolution, kind: "resolution", method: "motion", parameters: {}, secrecy: "open",
      opens_at: this.now.toISOString(), closes_at: new Date(this.now.getTime() + HOUR).toISOString(), ...fields,
    };
  }

  async draft(body: object): Promise<Poll> {
    return (await this.admin.post<Poll>("/api/v1/polls", { body, expect: 201 })).body;
  }

  async called(body: object): Promise<Poll> {
    const { id } = await this.draft(body);
    return (await this.act<Poll>(`/api/v1/polls/${id}`, "call")).body;
  }

  async opened(body: object): Promise<Poll> {
    const { id } = await this.called(body);
    return (await this.act<Poll>(`/api/v1/polls/${id}`, "opening")).body;
  }

  /* What casts a ballot, on the text that the poll has. */
  cast(poll: Poll, member: string, ballot: object): { body: object } {
    return { body: { member, ballot, ...(poll.text_hash ? { text_hash: poll.text_hash } : {}) } };
  }

  async vote(api: Api, poll: Poll, member: string, ballot: object): Promise<Receipt["receipt"]> {
    const path = `/api/v1/polls/${poll.id}/ballots`;
    return (await api.post<Receipt>(path, { ...this.cast(poll, member, ballot), expect: 201 })).body.receipt;
  }

  /* The poll, once it has come to that state by itself. */
  async until(poll: string, state: string): Promise<Poll> {
    const deadline = Date.now() + 30_000;
    for (;;) {
      const { body } = await this.admin.get<Poll>(`/api/v1/polls/${poll}`);
      if (body.state === state) return body;
      if (Date.now() > deadline) throw new Error(`the poll is ${body.state}, not ${state}`);
      await new Promise((done) => setTimeout(done, 20));
    }
  }

  /* Its end comes; it is counted and published. */
  async counted(poll: Poll): Promise<Result> {
    this.at(new Date(poll.closes_at));
    await this.until(poll.id, "published");
    return (await this.anyone().get<Result>(`/api/v1/polls/${poll.id}/result`)).body;
  }

  async openings(poll: string): Promise<Opening[]> {
    const items: Opening[] = [];
    for (let next = ""; ;) {
      const page: Reply<{ items: Opening[]; next?: string }> =
        await this.anyone().get(`/api/v1/polls/${poll}/ballots?limit=500${next}`);
      items.push(...page.body.items);
      if (!page.body.next) return items;
      next = `&after=${page.body.next}`;
    }
  }

  /* Ends the server, lets somebody at its file, and starts it again at the same address. */
  async restart({ kill = false }: { kill?: boolean }, meddle?: (db: DatabaseSync) => void): Promise<void> {
    const { host } = new URL(this.server.url);
    await (kill ? this.server.kill() : this.server.stop());
    if (meddle) {
      const db = new DatabaseSync(this.db);
      meddle(db);
      db.close();
    }
    this.server = await Server.start({ db: this.db, clock: this.now, listen: host });
  }

  /* The statutes with some words replaced, in a file of their own. */
  statutes(replace: (text: string) => string): string {
    const file = join(this.folder.path, "statutes.json");
    writeFileSync(file, replace(readFileSync(STATUTES, "utf8")));
    return file;
  }
}

/* --- docs/rules/polls.md, once more: what a commitment is made of -------------------------------- */

const sha256 = (...parts: Buffer[]): Buffer => createHash("sha256").update(Buffer.concat(parts)).digest();
const bytes = (text: string): Buffer => Buffer.from(text, "utf8");

export function frame(label: string, ...items: Buffer[]): Buffer {
  const prefixed = [bytes(label), ...items].map((item) => {
    const size = Buffer.alloc(4);
    size.writeUInt32BE(item.length);
    return Buffer.concat([size, item]);
  });
  return Buffer.concat([bytes("palabre/v1\0"), ...prefixed]);
}

export function commitment(poll: string, opening: Opening): string {
  const marks = JSON.stringify(opening.marks); /* one member: nothing to sort */
  const content = frame("ballot", Buffer.from(poll.replaceAll("-", ""), "hex"), bytes(opening.voter),
    bytes(opening.college), bytes(opening.channel), bytes(opening.holder ?? ""), bytes(marks), bytes(opening.void ?? ""));
  return sha256(frame("commit", Buffer.from(opening.salt, "hex"), content)).toString("hex");
}

export const hashOf = (text: string): string => sha256(bytes(text)).toString("hex");

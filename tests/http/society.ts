/*
 * society.ts - a small society for the tests through HTTP: founded, served, with members who sign in.
 */
import { join, resolve } from "node:path";

import { Api, type Reply, Server, palabre, scratch, tokensIn } from "./support.ts";

export const STATUTES = resolve(import.meta.dirname, "../support/constitution.json");
export const NOBODY = "00000000-0000-4000-8000-000000000000";
export const SCOPES = ["read", "vote", "register", "assembly", "polls", "papers", "admin"];

export type Named = { id: string };
export type Problem = { type: string; pointer?: string; status: number };
export type List<T> = { items: T[]; next?: string };

export const slug = (problem: Problem): string => problem.type.replace("urn:palabre:problem:", "");

export class Society {
  readonly folder = scratch();
  readonly db = join(this.folder.path, "society.palabre");
  server!: Server;
  admin!: Api;
  #count = 0;

  /* Founds it under the machine's clock, then serves it under the tests' where one is given. */
  async open(clock?: Date, statutes = STATUTES): Promise<void> {
    const founded = palabre(["init", "--db", this.db, "--log-name", "society.example/log", "--constitution", statutes,
      "--admin-name", "Pascal Orsoni", "--time-zone", "UTC"]);
    this.server = await Server.start({ db: this.db, ...(clock ? { clock } : {}) });
    const first = this.anyone();
    await first.signIn(tokensIn(founded)[0] ?? "");
    const made = await first.post<{ token: string }>("/api/v1/tokens",
      { body: { label: "tests", scopes: SCOPES }, expect: 201 });
    this.admin = new Api(this.server.url, { token: made.body.token });
  }

  async close(): Promise<void> {
    await this.server.stop();
    this.folder.remove();
  }

  anyone(): Api {
    return new Api(this.server.url);
  }

  /* A member, admitted; in the college of the users unless told. */
  async enter(fields: Record<string, unknown> = {}): Promise<string> {
    this.#count += 1;
    const reply = await this.admin.post<Named>("/api/v1/members", {
      body: { kind: "natural", name: `Membre ${this.#count}`, category: "users", state: "admitted", ...fields },
      expect: 201,
    });
    return reply.body.id;
  }

  /* The browser of a member, by a link of the secretary. */
  async browserOf(member: string): Promise<Api> {
    const link = await this.admin.post<{ url: string }>(`/api/v1/members/${member}/links`, { body: {}, expect: 201 });
    const browser = this.anyone();
    await browser.signIn(tokensIn(link.body.url)[0] ?? "");
    return browser;
  }

  /* A member with that office, signed in. */
  async officer(role: string): Promise<Api> {
    const member = await this.enter();
    await this.admin.post("/api/v1/offices", { body: { member, role }, expect: 201 });
    return this.browserOf(member);
  }

  /* Does what an action of an object is, with the tag that it has now. */
  async act<T = unknown>(path: string, action: string, body: object = {}, by = this.admin): Promise<Reply<T>> {
    const { etag } = await this.admin.get(path, { expect: 200 });
    return by.post<T>(`${path}/${action}`, { body, headers: { "if-match": etag } });
  }
}

/* Sends what must be refused, and says how it was. */
export async function refusal(api: Api, method: string, path: string, expect: number, request: object = {}):
  Promise<{ slug: string; pointer: string | undefined }> {
  const reply = await api.request<Problem>(method, path, { ...request, expect });
  return { slug: slug(reply.body), pointer: reply.body.pointer };
}

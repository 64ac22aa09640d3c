/*
 * secret_day.ts - a society that votes in secret, for the tests of secret polls: who keeps its urns, and a
 * booth for each member.
 */
import { type SealedBallot, drawChance, makeKeeperKey, openShare, readUrn, ready, sealBallot } from "../../web/src/booth.ts";
import { Day, type Poll } from "./assembly_day.ts";
import { type Api, type Reply } from "./support.ts";

export const PASSPHRASE = "trois gardiens, deux suffisent";
export const MEM_BYTES = 8 << 20; /* the least that is taken: tests open many */

export type Note = { receipt: { poll: string; hash: string; reference: string; note: string } };
type Keepers = { items: { index: number; person: { id: string }; key: string; sealed?: string }[] };
export type Seal = { member: string; college: string; sealed: string };

const textOf = ({ text_hash }: Poll): object => (text_hash === undefined ? {} : { text_hash });

export class SecretDay extends Day {
  keepers: { member: string; by: Api }[] = [];

  /* Members of the college of the users, and three of them with keepers' keys; the sitting is open. */
  async gather(resolutions = 1): Promise<void> {
    await ready();
    await this.prepare(resolutions);
    for (let i = 0; i < 3; i++) this.keepers.push({ member: await this.enter(), by: this.admin });
    await this.begin();
    for (const keeper of this.keepers) {
      keeper.by = await this.browserOf(keeper.member);
      await keeper.by.put("/api/v1/me/keeper", { body: makeKeeperKey(PASSPHRASE, 1, MEM_BYTES), expect: 200 });
    }
  }

  question(fields: object = {}): object {
    return this.motion(undefined, { kind: "choice", title: "Lieu", class: "ordinary", secrecy: "secret", ...fields });
  }

  async nameKeepers(poll: string): Promise<void> {
    const keepers = this.keepers.map(({ member }) => ({ member }));
    await this.admin.put(`/api/v1/polls/${poll}/keepers`, { body: { keepers }, expect: 200 });
  }

  async openedInSecret(fields: object = {}): Promise<Poll> {
    const draft = await this.draft(this.question(fields));
    await this.nameKeepers(draft.id);
    await this.act(`/api/v1/polls/${draft.id}`, "call");
    return (await this.act<Poll>(`/api/v1/polls/${draft.id}`, "opening")).body;
  }

  /* The bytes as the server sends them: their hash is what ballots are bound to. */
  async manifest(poll: string): Promise<Uint8Array> {
    return new Uint8Array(await (await fetch(`${this.server.url}/api/v1/polls/${poll}/manifest`)).arrayBuffer());
  }

  async seal(poll: Poll, member: string, marks: object, { college = "users", chance = drawChance() } = {}):
    Promise<Seal & { made: SealedBallot }> {
    const made = sealBallot(readUrn(await this.manifest(poll.id)), college, JSON.stringify(marks), chance);
    return { member, college, sealed: Buffer.from(made.sealed).toString("base64"), made };
  }

  /* Sends what was sealed. */
  async send(by: Api, poll: Poll, { member, college, sealed }: Seal, request: object = { expect: 201 }): Promise<Reply<Note>> {
    return by.post<Note>(`/api/v1/polls/${poll.id}/ballots`, { body: { member, college, sealed, ...textOf(poll) }, ...request });
  }

  async voteInSecret(by: Api, poll: Poll, member: string, marks: object): Promise<SealedBallot> {
    const seal = await this.seal(poll, member, marks);
    await this.send(by, poll, seal);
    return seal.made;
  }

  async closed(poll: Poll): Promise<Poll> {
    this.at(new Date(poll.closes_at));
    return this.until(poll.id, "closed");
  }

  /* The share of a keeper, from 0, as their browser opens it. */
  async shareOf(poll: Poll, keeper: number): Promise<{ keeper: number; share: string }> {
    const { by } = this.keepers[keeper] as { by: Api };
    const { body } = await by.get<Keepers>(`/api/v1/polls/${poll.id}/keepers`, { expect: 200 });
    const kept = (await by.get<ReturnType<typeof makeKeeperKey>>("/api/v1/me/keeper", { expect: 200 })).body;
    const shown = JSON.parse(Buffer.from(await this.manifest(poll.id)).toString()).urn.keepers[keeper].share as string;
    const sealed = Buffer.from(body.items[keeper]?.sealed ?? "", "base64");
    const share = openShare(kept, PASSPHRASE, new Uint8Array(sealed), new Uint8Array(Buffer.from(shown, "hex")));
    return { keeper: keeper + 1, share: Buffer.from(share).toString("hex") };
  }

  async giveShare(poll: Poll, keeper: number, expect: number): Promise<Reply<{ given: number[]; job?: string }>> {
    const body = await this.shareOf(poll, keeper);
    const { by } = this.keepers[keeper] as { by: Api };
    return by.post(`/api/v1/polls/${poll.id}/shares`, { body, expect });
  }

  /* Closed, opened by two keepers, counted. */
  async countedInSecret(poll: Poll): Promise<Poll> {
    await this.closed(poll);
    await this.giveShare(poll, 0, 200);
    await this.giveShare(poll, 2, 202);
    return this.until(poll.id, "published");
  }

  /* The record of a poll, once it is made. */
  async recordOf(poll: Poll): Promise<{ tar: Uint8Array; minisig: Uint8Array }> {
    for (let tries = 0; tries < 400; tries++) {
      const { status, body } = await this.anyone().get<{ tar: string; minisig: string }>(`/api/v1/records/${poll.id}`);
      if (status === 200) return { tar: await this.bytes(body.tar), minisig: await this.bytes(body.minisig) };
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error("the record is not made");
  }

  async bytes(address: string): Promise<Uint8Array> {
    return new Uint8Array(await (await fetch(this.server.url + address)).arrayBuffer());
  }

  async lines(poll: Poll, part: "urn" | "opened.csv"): Promise<string[]> {
    const reply = await fetch(`${this.server.url}/api/v1/polls/${poll.id}/${part}`);
    if (!reply.ok) throw new Error(`${part} → ${reply.status}`);
    return (await reply.text()).split(part === "urn" ? "\n" : "\r\n").slice(0, -1);
  }
}

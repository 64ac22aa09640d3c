/* keys.ts - the keys of a log over its life, read from its entries alone. */
import { equal, frame, must, unbase64, utf8 } from "./bytes.ts";
import { sha256 } from "@noble/hashes/sha2.js";
import { count, text } from "./json.ts";
import { readMinisignKey, verifyEd25519, type MinisignKey } from "./minisign.ts";
import { readCheckpoint, readKey, readNote, verifyNote, type Checkpoint, type Key, type Note } from "./notes.ts";
import { keysText, NO_POLICY, readPolicy } from "./policy.ts";
import type { Head } from "./tree.ts";
import type { Entry } from "./types.ts";

const OVERLAP_SECONDS = 30 * 24 * 60 * 60;
const KEYS_MAX = 64;

export type Life = { key: Key; first: number; last: number; endsAt: number; revoked: boolean; destroyed: boolean };

/* A name of the log, the size from which on it has it, and with every name but the first the checkpoint of the one before. */
type Name = { origin: string; first: number; quoted: Head | undefined };

/* The name of a log: HOST/path. */
const isOrigin = (name: string): boolean => /^[a-z0-9._-]+(\/[a-z0-9._-]+)+$/.test(name) && name.length <= 200;

export class Keys {
  policy: string | undefined;
  readonly names: Name[] = [];
  readonly lives: Life[] = [];
  /* Each with the key of the log whose seed gives it: they are revoked together. */
  readonly receipts: { key: Key; by: Life; last: number }[] = [];
  readonly records: { key: MinisignKey; by: Life }[] = [];

  /* Takes what an entry says of keys; refuses what docs/rules/witness.md does not allow. */
  take(entry: Entry): void {
    if (entry.type === "log.genesis") this.#found(entry);
    if (entry.type === "log.continue") this.#continue(entry);
    if (entry.type === "key.announce") this.#announce(entry);
    if (entry.type === "key.rotate") this.#rotate(entry);
    if (entry.type === "key.revoke") this.#revoke(entry);
    if (entry.type === "key.destroy") this.#destroy(entry);
    if (entry.type === "log.policy") this.#setPolicy(entry);
  }

  /* The name in force; of a size, the one that it has. */
  get origin(): string {
    return this.originAt(Infinity);
  }

  originAt(size: number): string {
    return this.names.findLast(({ first }, i) => first <= size || i === 0)?.origin ?? "";
  }

  #isKnown(key: Uint8Array): boolean {
    const all = [...this.lives, ...this.receipts, ...this.records].map((life) => life.key);
    return all.some((other) => equal(other.key, key));
  }

  #add(key: Key, index: number): void {
    must(key.type === 1 && !this.#isKnown(key.key) && this.lives.length < KEYS_MAX, `the key ${key.text} is refused`);
    this.lives.push({ key, first: index + 1, last: Infinity, endsAt: Infinity, revoked: false, destroyed: false });
  }

  #found(entry: Entry): void {
    const [origin, key] = [text(entry.d, "origin"), readKey(text(entry.d, "vkey"))];
    must(entry.index === 0 && isOrigin(origin) && key.name === origin, "log.genesis gives the log no name, or another key's");
    this.#add(key, 0);
    this.names.push({ origin, first: 1, quoted: undefined });
  }

  /*
   * RULE docs/rules/witness.md
   * > The checkpoint is one of the name before: one line at least of a key of that name that is good for its size is there,
   * > whatever its second, and all such lines hold.
   */
  #verifyWhenever(note: Note, { origin, size }: Checkpoint, what: string): void {
    verifyNote(note, this.#keysOf(origin, size).map(({ key }) => key), what);
  }

  /*
   * RULE docs/rules/witness.md
   * > It gives the new name, which the log never had, the first key under it, the checkpoint that is known and is not of this
   * > copy, and a signature by the key in force of frame("log-continue", name before, key before, new key, checkpoint), the
   * > keys spelled as verification keys.
   */
  #continue(entry: Entry): void {
    const [origin, spelled, quoted] = [text(entry.d, "origin"), text(entry.d, "vkey"), text(entry.d, "checkpoint")];
    const [key, before] = [readKey(spelled), this.lives.at(-1)?.key];
    const isNew = isOrigin(origin) && key.name === origin && !this.names.some((name) => name.origin === origin);
    must(isNew && before !== undefined, "log.continue gives the log no name, one that it had, or another key's");
    const note = readNote(utf8(quoted), "the checkpoint that is quoted");
    const checkpoint = readCheckpoint(note, "the checkpoint that is quoted");
    must(checkpoint.origin === this.origin, "the checkpoint that is quoted is of another log");
    this.#verifyWhenever(note, checkpoint, "the checkpoint that is quoted");
    const message = frame("log-continue", utf8(this.origin), utf8(before.text), utf8(spelled), utf8(quoted));
    const signature = unbase64(text(entry.d, "signature"), "the signature of log.continue");
    must(verifyEd25519(signature, message, before.key), "the signature of log.continue does not hold");
    this.#add(key, entry.index);
    this.names.push({ origin, first: entry.index + 1, quoted: checkpoint });
  }

  /* Of a checkpoint of a former name that is larger than the log was under it: how many of its entries the log has at most. */
  keptOf(note: Note, checkpoint: Checkpoint): number | undefined {
    const next = this.names.find(({ first }, i) => this.names[i - 1]?.origin === checkpoint.origin && checkpoint.size >= first);
    if (next === undefined) return undefined;
    this.#verifyWhenever(note, checkpoint, "the earlier checkpoint");
    return next.first - 1;
  }

  #announce(entry: Entry): void {
    const [spelled, purpose] = [text(entry.d, "key"), text(entry.d, "purpose")];
    const by = this.lives.at(-1);
    must(by !== undefined, "a key is announced before the log has a name");
    if (purpose === "receipt") {
      const key = readKey(spelled);
      must(key.name === `${this.origin.split("/")[0]}/receipt` && key.type === 1, "the key for receipts has another's name");
      must(!this.#isKnown(key.key) && this.receipts.length < KEYS_MAX, "a key for receipts has another purpose");
      const before = this.receipts.at(-1);
      if (before !== undefined) before.last = Math.min(before.last, entry.index);
      this.receipts.push({ key, by, last: Infinity });
      return;
    }
    must(purpose === "record", `a key is announced for ${purpose}`);
    const key = readMinisignKey(spelled);
    const number = sha256(frame("record-key-number", key.key)).subarray(0, 8);
    must(equal(number, key.number) && !this.#isKnown(key.key), "the key for records is refused");
    must(this.records.length < KEYS_MAX, "too many keys");
    this.records.push({ key, by });
  }

  /*
   * RULE docs/rules/witness.md
   * > key.rotate names the old key, which is the one in force, the new one under the same name, and a signature by the old
   * > key of frame("key-rotate", log's name, old key, new key), the keys spelled as verification keys.
   */
  #rotate(entry: Entry): void {
    const [before, after] = [text(entry.d, "old"), text(entry.d, "new")];
    const life = this.lives.at(-1);
    const key = readKey(after);
    must(life !== undefined && life.key.text === before && key.name === this.origin, "key.rotate names keys that are refused");
    const message = frame("key-rotate", utf8(this.origin), utf8(before), utf8(after));
    const signature = unbase64(text(entry.d, "signature"), "the signature of key.rotate");
    must(verifyEd25519(signature, message, life.key.key), "the signature of key.rotate does not hold");
    this.#add(key, entry.index);
    life.endsAt = entry.at + OVERLAP_SECONDS;
  }

  #revoke(entry: Entry): void {
    const [spelled, last] = [text(entry.d, "key"), count(entry.d, "last_size")];
    const life = this.lives.find(({ key }) => key.text === spelled);
    must(life !== undefined && life !== this.lives.at(-1), "key.revoke names a key that is in force, or none");
    must(!life.revoked && last <= entry.index, "key.revoke revokes again, or believes what is to come");
    life.last = last;
    life.revoked = true;
    for (const receipt of this.receipts.filter(({ by }) => by === life)) receipt.last = Math.min(receipt.last, last);
  }

  /*
   * RULE docs/rules/witness.md
   * > key.destroy names a key of the log whose seed was destroyed, once, when it signs no more: it was revoked, its time is over,
   * > or its name was left.
   */
  #destroy(entry: Entry): void {
    const life = this.lives.find(({ key }) => key.text === text(entry.d, "key"));
    must(life !== undefined && !life.destroyed, "key.destroy names no key, or one that was destroyed");
    must(!this.goodFor(entry.index + 1, entry.at).includes(life.key), "key.destroy names a key that signs still");
    life.destroyed = true;
  }

  #setPolicy(entry: Entry): void {
    const spelled = text(entry.d, "policy");
    must(this.origin !== "" && readPolicy(utf8(spelled)).logs.length === 0, "a policy of the log names logs");
    this.policy = spelled;
  }

  /* Is it not a key that was revoked for that size? */
  believes(key: Key, size: number): boolean {
    return !this.lives.some((life) => life.revoked && size > life.last && equal(life.key.key, key.key));
  }

  /* The keys that are good for a size whose last entry was made at that second. */
  goodFor(size: number, madeAt: number): Key[] {
    const good = this.#keysOf(this.originAt(size), size).filter(({ endsAt }) => madeAt < endsAt);
    return good.map(({ key }) => key);
  }

  #keysOf(origin: string, size: number): Life[] {
    return this.lives.filter(({ key, first, last }) => key.name === origin && first <= size && size <= last);
  }

  /* The policy as it is in keys.txt, and the whole of that file. */
  policyText(): string {
    return this.policy ?? NO_POLICY;
  }

  file(): Uint8Array {
    return keysText(this.lives.map(({ key }) => key), this.policyText());
  }
}

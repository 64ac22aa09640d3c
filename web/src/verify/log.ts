/* log.ts - the log of a record: its entries, the tree over them, and what they say. */
import { equal, Refusal } from "./bytes.ts";
import { Keys } from "./keys.ts";
import { States } from "./states.ts";
import type { Tar } from "./tar.ts";
import { entriesOf } from "./tiles.ts";
import { leafHash, rootOfHashes, type Head } from "./tree.ts";
import { readEntry, type Entry } from "./types.ts";

/* Of the document of a file attached to a resolution. */
export const ATTACHMENT = "palabre-attachment/1";

/* The formats of words that may be removed, by the types of the entries that name them. */
const FORMATS: Record<string, string> = {
  "resolution.table": "palabre-resolution/2", "resolution.amend": "palabre-resolution/2", "resolution.consolidate": "palabre-resolution/2",
  "initiative.propose": "palabre-resolution/2", "amendment.propose": "palabre-amendment/2", "amendment.amend": "palabre-amendment/2",
  "resolution.attach": ATTACHMENT,
  "contribution.post": "palabre-contribution/1", "contribution.edit": "palabre-contribution/1", "concern.settle": "palabre-contribution/1",
};

/* The first thing that is wrong, and where. */
export type Fault = { index: number; reason: string };

export class Log {
  readonly leaves: Uint8Array[] = [];
  readonly keys: Keys = new Keys();
  readonly states: States = new States();
  /* Second of each entry; hashes of documents that entries name, by the field that names them; what was redacted. */
  readonly seconds: number[] = [];
  readonly named = { constitution: new Set<string>(), society: new Set<string>(), text: new Set<string>() };
  readonly redacted = new Set<string>();
  /* The format of each document of words that may be removed. */
  readonly words = new Map<string, string>();
  /* Each text with its resolution; the last document that says what the society is. */
  readonly texts: { hash: string; resolution: string; isFile: boolean }[] = [];
  society: string | undefined;
  fault: Fault | undefined;
  /* Was every bundle what it should be? */
  isWhole = true;

  /* An entry that is refused is a leaf all the same; the first refusal is kept for the check of entries. */
  take(bytes: Uint8Array): void {
    const index = this.leaves.length;
    this.leaves.push(leafHash(bytes));
    this.seconds.push(this.seconds.at(-1) ?? 0);
    this.#judge(index, () => {
      const entry = readEntry(bytes, index);
      this.seconds[index] = entry.at;
      this.#note(entry);
      this.#judge(index, () => this.keys.take(entry));
      this.states.origin = this.keys.origin;
      this.#judge(index, () => this.states.take(entry));
    });
  }

  #judge(index: number, take: () => void): void {
    try {
      take();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.fault ??= { index, reason: error.message };
    }
  }

  #note({ type, d }: Entry): void {
    const { hash } = d;
    if (typeof hash !== "string") return;
    if (type === "redact") this.redacted.add(hash);
    else if (type === "constitution.enter") this.named.constitution.add(hash);
    else if (type === "society.found" || type === "society.change") {
      this.named.society.add(hash);
      this.society = hash;
    } else this.named.text.add(hash);
    const format = FORMATS[type];
    if (format !== undefined) this.words.set(hash, format);
    if (!type.startsWith("resolution.")) return;
    const resolution = String(d["resolution"]);
    this.texts.push({ hash, resolution, isFile: type === "resolution.attach" && this.states.resolutions.has(resolution) });
  }

  /* Is the tree of that head the beginning of this one, or this one itself? */
  begins({ size, root }: Head): boolean {
    return size <= this.leaves.length && equal(rootOfHashes(this.leaves.slice(0, size)), root);
  }

  /*
   * RULE docs/rules/witness.md
   * > It is none of this log's: it is larger than the log was before log.continue, or the first entries, as many as it says, do
   * > not give its root.
   */
  get quotedOwn(): number | undefined {
    const own = this.keys.names.find(({ first, quoted }) => quoted !== undefined && quoted.size < first && this.begins(quoted));
    return own === undefined ? undefined : own.first - 1;
  }

  /* The second of the last entry of a tree of that size. */
  secondAt(size: number): number {
    return this.seconds[size - 1] ?? 0;
  }
}

/* As far as it can be read: a log that is cut has a fault, and another root than its checkpoint. */
export async function readLog(tar: Tar, size: number, progress: (done: number) => void): Promise<Log> {
  const log = new Log();
  try {
    for await (const entry of entriesOf(tar, size)) {
      log.take(entry);
      if (log.leaves.length % 4096 === 0) progress(log.leaves.length / size);
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    log.fault ??= { index: log.leaves.length, reason: error.message };
    log.isWhole = false;
  }
  return log;
}

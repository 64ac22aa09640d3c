/* The log as anyone reads it: its entries from the files that it is made of, each proved here, in the browser. */

import { fetchFile } from "./api.ts";
import { must, refuse, Refusal, textOf, unbase64, utf8 } from "./verify/bytes.ts";
import { isObject, readCanonical, type JsonObject } from "./verify/json.ts";
import { readCheckpoint, readKey, readNote, verifyNote, type Checkpoint } from "./verify/notes.ts";
import { splitBundle, tilePath } from "./verify/tiles.ts";
import { includes, leafHash } from "./verify/tree.ts";

export const BUNDLE = 256;

export interface Entry {
  readonly index: number;
  readonly bytes: Uint8Array;
  readonly type: string;
  /* Seconds since 1970. */
  readonly second: number;
  readonly data: JsonObject;
}

function readEntry(index: number, bytes: Uint8Array): Entry {
  const { d: data, t: type, ts: second } = readCanonical(bytes, `entry ${index}`);
  must(isObject(data) && typeof type === "string" && typeof second === "number", `entry ${index} has not its form`);
  return { index, bytes, type, second, data };
}

async function bytesOf(path: string): Promise<Uint8Array> {
  const response = await fetchFile(path);
  return new Uint8Array(await response.arrayBuffer());
}

/* The latest checkpoint, under the key of the log. */
export async function fetchCheckpoint(vkey: string): Promise<Checkpoint & { text: string }> {
  const bytes = await bytesOf("/log/checkpoint");
  const note = readNote(bytes, "the checkpoint");
  verifyNote(note, [readKey(vkey)], "the checkpoint");
  return { ...readCheckpoint(note, "the checkpoint"), text: textOf(bytes, "the checkpoint") };
}

/* The entries of one bundle of a log of that size. */
export async function fetchBundle(bundle: number, size: number): Promise<Entry[]> {
  const first = bundle * BUNDLE;
  const width = Math.min(BUNDLE, size - first);
  const path = tilePath("entries", bundle, width);
  const parts = [...splitBundle(await bytesOf(`/log/${path}`), width, path)];
  return parts.map((bytes, i) => readEntry(first + i, bytes));
}

export async function fetchEntry(index: number, size: number): Promise<Entry> {
  must(Number.isSafeInteger(index) && index >= 0 && index < size, "the log has no such entry");
  const entries = await fetchBundle(Math.floor(index / BUNDLE), size);
  return entries[index % BUNDLE] ?? refuse("the log has no such entry");
}

export interface Proof {
  readonly size: number;
  readonly steps: number;
  readonly checkpoint: string;
}

/*
 * RULE docs/rules/log.md
 * > A proof that travels alone is the line `c2sp.org/tlog-proof@v1`, at will a line `extra` with base64 that we do not
 * > read, the line `index` with the entry's number, one line per hash in base64, a blank line, and the checkpoint.
 */
export function checkProof(file: Uint8Array, entry: Entry, vkey: string): Proof {
  const text = textOf(file, "the proof");
  const blank = text.indexOf("\n\n");
  must(blank > 0, "the proof has no checkpoint");
  const [format, ...lines] = text.slice(0, blank).split("\n");
  must(format === "c2sp.org/tlog-proof@v1", "the proof is of another form");
  if (lines[0]?.startsWith("extra ")) {
    lines.shift();
  }
  must(lines.shift() === `index ${entry.index}`, "the proof is of another entry");
  const hashes = lines.map((line) => unbase64(line, "a hash of the proof"));
  const checkpoint = text.slice(blank + 2);
  const note = readNote(utf8(checkpoint), "the checkpoint");
  verifyNote(note, [readKey(vkey)], "the checkpoint");
  const { root, size } = readCheckpoint(note, "the checkpoint");
  const isThere = includes(root, size, entry.index, leafHash(entry.bytes), hashes);
  must(isThere, "the proof does not lead from this entry to the root that was signed");
  return { size, steps: hashes.length, checkpoint };
}

/* Why the proof does not hold, or what it says. What is not a refusal, the way to the server, is thrown. */
export async function proveEntry(entry: Entry, vkey: string): Promise<Proof | Refusal> {
  const file = await bytesOf(`/log/proof/${entry.index}.tlog-proof`);
  try {
    return checkProof(file, entry, vkey);
  } catch (error) {
    if (error instanceof Refusal) {
      return error;
    }
    throw error;
  }
}

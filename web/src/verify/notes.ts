/* notes.ts - signed notes: a text, and lines of those who signed it; keys, cosignatures, checkpoints. */
import { sha256 } from "@noble/hashes/sha2.js";

import { concat, equal, hex, must, textOf, unbase64, utf8 } from "./bytes.ts";
import { verifyEd25519 } from "./minisign.ts";
import type { Head } from "./tree.ts";

const ED25519 = 1;
export const COSIGNATURE = 4;
const LINES_MAX = 64;
const LINE_MAX = 8192;
const BODY_MAX = 1 << 16;

export type Key = { text: string; name: string; number: Uint8Array; type: number; key: Uint8Array };
export type Note = { body: string; lines: { name: string; blob: Uint8Array }[] };
export type Checkpoint = Head & { origin: string };

const isKeyName = (name: string): boolean => /^[^\s+\u0000-\u0020\u0085]+$/u.test(name);

/*
 * RULE docs/rules/log.md
 * > The number of a key is the first four bytes of SHA-256 of its name, a newline, its type and its public key.
 */
export function readKey(text: string): Key {
  const parts = /^([^+]+)\+([0-9a-f]{8})\+([^+].*)$/.exec(text);
  must(parts !== null && isKeyName(parts[1] ?? ""), `${text} is no verification key`);
  const [, name = "", number = "", spelled = ""] = parts;
  const typed = unbase64(spelled, "a verification key");
  must(typed.length === 33 && (typed[0] === ED25519 || typed[0] === COSIGNATURE), `${text} is of a type that is not known`);
  const made = sha256(concat(utf8(`${name}\n`), typed)).subarray(0, 4);
  must(hex(made) === number, `the number of the key ${text} is not its own`);
  return { text, name, number: made, type: typed[0] ?? 0, key: typed.subarray(1) };
}

/*
 * RULE docs/rules/log.md
 * > The blank line is the last one of the note. The note is UTF-8 and has no control character but the newline.
 */
export function readNote(bytes: Uint8Array, what: string): Note {
  const text = textOf(bytes, what);
  must(!/[\u0000-\u0009\u000b-\u001f]/.test(text), `${what} has control characters`);
  const blank = text.lastIndexOf("\n\n");
  must(blank > 0 && text.endsWith("\n"), `${what} is no signed note`);
  const body = text.slice(0, blank + 1);
  const lines = text.slice(blank + 2).split("\n").slice(0, -1);
  must(utf8(body).length <= BODY_MAX && lines.length <= LINES_MAX, `${what} is too long`);
  must(lines.length > 0, `${what} is signed by nobody`);
  return { body, lines: lines.map((line) => readLine(line, what)) };
}

/*
 * RULE docs/rules/log.md
 * > A signature line is an em dash, a space, the signer's name, a space, and base64 of the key's number and the signature.
 */
function readLine(line: string, what: string): { name: string; blob: Uint8Array } {
  const parts = /^\u2014 ([^ ]+) (.+)$/.exec(line);
  must(parts !== null && isKeyName(parts[1] ?? "") && utf8(line).length <= LINE_MAX, `${what} has a line that is no signature`);
  const blob = unbase64(parts[2] ?? "", "a signature");
  must(blob.length > 4, `${what} has a line that is no signature`);
  return { name: parts[1] ?? "", blob };
}

/* The lines of a note under that key: their signatures, after the number. */
export function linesOf(note: Note, key: Key): Uint8Array[] {
  const own = note.lines.filter(({ name, blob }) => name === key.name && equal(blob.subarray(0, 4), key.number));
  return own.map(({ blob }) => blob.subarray(4));
}

/* Does a signature of the note hold? For a cosignature, the second in which it was made; else 0; null: it does not. */
export function holds(note: Note, key: Key, signature: Uint8Array): bigint | null {
  if (key.type === ED25519) {
    return signature.length === 64 && verifyEd25519(signature, utf8(note.body), key.key) ? 0n : null;
  }
  if (signature.length !== 72) return null;
  const time = BigInt(`0x${hex(signature.subarray(0, 8))}`);
  const message = utf8(`cosignature/v1\ntime ${time}\n${note.body}`);
  return time < 1n << 63n && verifyEd25519(signature.subarray(8), message, key.key) ? time : null;
}

/* One line at least of these keys is there, and every such line holds. */
export function verifyNote(note: Note, keys: Key[], what: string): void {
  const signed = keys.flatMap((key) => linesOf(note, key).map((signature) => ({ key, signature })));
  must(signed.length > 0, `${what} is signed by no key that is believed`);
  for (const { key, signature } of signed) {
    must(holds(note, key, signature) !== null, `the signature of ${key.name} on ${what} does not hold`);
  }
}

/*
 * RULE docs/rules/log.md
 * > A checkpoint is a note of three lines: the log's name, the size in decimal, base64 of the root. It has no further lines.
 */
export function readCheckpoint(note: Note, what: string): Checkpoint {
  const lines = /^([^\n]+)\n(0|[1-9][0-9]{0,15})\n([^\n]+)\n$/.exec(note.body);
  must(lines !== null && Number.isSafeInteger(Number(lines[2])), `${what} is no checkpoint`);
  const root = unbase64(lines[3] ?? "", "the root");
  must(root.length === 32, `${what} has no root`);
  return { origin: lines[1] ?? "", size: Number(lines[2]), root };
}

/* minisign.ts - the signature beside a record. */
import { ed25519 } from "@noble/curves/ed25519.js";
import { blake2b } from "@noble/hashes/blake2.js";

import { concat, equal, must, textOf, unbase64, utf8 } from "./bytes.ts";
import type { Source } from "./source.ts";

const CHUNK = 1 << 20;
const COMMENT_MAX = 1024;
const CONTROL = /[\u0000-\u001f\u007f]/;

export type MinisignKey = { number: Uint8Array; key: Uint8Array };
export type Minisign = { number: Uint8Array; signature: Uint8Array; comment: string; whole: Uint8Array };

/* base64("Ed" || number of eight bytes || key). */
export function readMinisignKey(text: string): MinisignKey {
  const blob = unbase64(text, "minisign's key");
  must(blob.length === 42 && blob[0] === 0x45 && blob[1] === 0x64, "minisign's key has not its form");
  return { number: blob.subarray(2, 10), key: blob.subarray(10) };
}

/* The file of two lines. */
export function readMinisignPub(bytes: Uint8Array): MinisignKey {
  const lines = /^untrusted comment: [^\n]*\n([^\n]*)\n$/.exec(textOf(bytes, "minisign.pub"));
  must(lines !== null, "minisign.pub has not its two lines");
  return readMinisignKey(lines[1] ?? "");
}

export function readMinisign(bytes: Uint8Array): Minisign {
  must(bytes.length <= 4 * COMMENT_MAX, "the signature is too long");
  const text = textOf(bytes, "the signature");
  const lines = /^untrusted comment: ([^\n]*)\n([^\n]*)\ntrusted comment: ([^\n]*)\n([^\n]*)\n$/.exec(text);
  must(lines !== null, "the signature has not its four lines");
  const [, remark = "", first = "", comment = "", second = ""] = lines;
  for (const line of [remark, comment]) {
    must(!CONTROL.test(line) && utf8(line).length <= COMMENT_MAX, "a comment of the signature is refused");
  }
  const blob = unbase64(first, "the signature");
  must(blob.length === 74 && blob[0] === 0x45 && blob[1] === 0x44, "the signature is not one of a hashed file");
  const whole = unbase64(second, "the second signature");
  must(whole.length === 64, "the second signature has not its size");
  return { number: blob.subarray(2, 10), signature: blob.subarray(10), comment, whole };
}

/* BLAKE2b-512 of the whole file, read in pieces. */
export async function hashFile(source: Source, progress: (done: number) => void): Promise<Uint8Array> {
  const hash = blake2b.create({ dkLen: 64 });
  for (let at = 0; at < source.size; at += CHUNK) {
    hash.update(await source.read(at, Math.min(CHUNK, source.size - at)));
    progress(at / source.size);
  }
  return hash.digest();
}

/*
 * RULE docs/rules/record.md
 * > The signature is Ed25519 over the BLAKE2b-512 of the file, and a second one over the first and
 * > the trusted comment.
 */
export function verifyMinisign(signed: Minisign, key: MinisignKey, hash: Uint8Array): void {
  must(equal(signed.number, key.number), "the signature is of another key");
  must(verifyEd25519(signed.signature, hash, key.key), "the signature of the file does not hold");
  const whole = concat(signed.signature, utf8(signed.comment));
  must(verifyEd25519(signed.whole, whole, key.key), "the signature of the comment does not hold");
}

/* As RFC 8032 has it, and libsodium: no second spelling of points or scalars. A key that is no point signs nothing. */
export function verifyEd25519(signature: Uint8Array, message: Uint8Array, key: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, message, key, { zip215: false });
  } catch {
    return false;
  }
}

/* bytes.ts - texts, numbers and bytes, each with one spelling; and what is said when something is wrong. */
import { sha256 } from "@noble/hashes/sha2.js";

import type { Figure } from "./figures.ts";

/* What is read is not what the rules ask for: the check that asked has failed, for this reason. */
export class Refusal extends Error {
  /* The same reason, where a page has words of its own for it. */
  readonly said: Figure;

  constructor(reason: string, said: Figure = []) {
    super(reason);
    this.said = said;
  }
}

/* The check does not apply, or this verifier cannot do it: for this reason. */
export class Absent extends Error {
  readonly what: "not_asked" | "no_such_level";

  constructor(what: Absent["what"]) {
    super(what);
    this.what = what;
  }
}

export function refuse(reason: string): never {
  throw new Refusal(reason);
}

export function must(condition: boolean, reason: string): asserts condition {
  if (!condition) refuse(reason);
}

export function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/* Negative, zero or positive, as bytes are ordered. */
export function compare(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

export function concat(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/* The text of bytes that are UTF-8 and nothing else. */
export function textOf(bytes: Uint8Array, what: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return refuse(`${what} is not UTF-8`);
  }
}

const BYTE_HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

export function hex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += BYTE_HEX[byte];
  return text;
}

export function unhex(text: string, size: number, what: string): Uint8Array {
  must(text.length === 2 * size && /^[0-9a-f]*$/.test(text), `${what} is not ${size} bytes in hexadecimal`);
  return Uint8Array.from({ length: size }, (_, i) => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16));
}

export function base64(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/* Only the spelling that `base64` gives is read. */
export function unbase64(text: string, what: string): Uint8Array {
  const reason = `${what} is not base64`;
  must(/^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0, reason);
  const binary = atob(text);
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  must(base64(bytes) === text, reason);
  return bytes;
}

export function u16be(value: number): Uint8Array {
  return Uint8Array.of(value >>> 8, value & 0xff);
}

export function u32be(value: number): Uint8Array {
  return concat(u16be(value >>> 16), u16be(value & 0xffff));
}

/* Sixteen bytes of an identifier that was written 8-4-4-4-12. */
export function uuidBytes(uuid: string): Uint8Array {
  return unhex(uuid.replaceAll("-", ""), 16, "an identifier");
}

/*
 * RULE docs/rules/log.md
 * > frame(label, item…) = "palabre/v1" 00 || LP(label) || LP(item)…, LP(x) = u32be(len) || x
 */
export function frame(label: string, ...items: Uint8Array[]): Uint8Array {
  return concat(utf8("palabre/v1\0"), ...[utf8(label), ...items].flatMap((item) => [u32be(item.length), item]));
}

/*
 * RULE docs/rules/log.md
 * > Its commitment is SHA-256 of frame("commit", salt, content).
 */
export function commitment(salt: Uint8Array, content: Uint8Array): Uint8Array {
  return sha256(frame("commit", salt, content));
}

export function hashOf(bytes: Uint8Array): string {
  return hex(sha256(bytes));
}

const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* Ten bytes as sixteen symbols in groups of four. */
export function code(bytes: Uint8Array): string {
  let number = BigInt(`0x${hex(bytes)}`);
  let symbols = "";
  for (let i = 0; i < 16; i++, number >>= 5n) symbols = (CROCKFORD[Number(number & 31n)] ?? "") + symbols;
  return symbols.replace(/(.{4})(?=.)/g, "$1-");
}

/* What turns the direction of writing. */
export const TURNS = /[\u202a-\u202e\u2066-\u2069]/;

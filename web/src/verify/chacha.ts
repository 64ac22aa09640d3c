/* chacha.ts - XChaCha20-Poly1305, opening only: RFC 8439, and draft-irtf-cfrg-xchacha-03 for the long nonce. */
import { concat, equal } from "./bytes.ts";

const SIGMA = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574];
const BLOCK_BYTES = 64;
const TAG_BYTES = 16;
const PRIME = (1n << 130n) - 5n;
const CLAMP = 0x0ffffffc0ffffffc0ffffffc0fffffffn;

const words = (bytes: Uint8Array): number[] => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length / 4 }, (_, i) => view.getUint32(4 * i, true));
};

function bytesOf(numbers: number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * numbers.length));
  for (const [i, number] of numbers.entries()) view.setUint32(4 * i, number >>> 0, true);
  return new Uint8Array(view.buffer);
}

function quarter(x: Uint32Array, a: number, b: number, c: number, d: number): void {
  const mix = (to: number, from: number, into: number, by: number) => {
    x[to] = (x[to] as number) + (x[from] as number);
    const turned = (x[into] as number) ^ (x[to] as number);
    x[into] = (turned << by) | (turned >>> (32 - by));
  };
  mix(a, b, d, 16);
  mix(c, d, b, 12);
  mix(a, b, d, 8);
  mix(c, d, b, 7);
}

/* Twenty rounds over sixteen words. */
function rounds(state: number[]): Uint32Array {
  const x = Uint32Array.from(state);
  for (let i = 0; i < 10; i++) {
    for (let column = 0; column < 4; column++) quarter(x, column, 4 + column, 8 + column, 12 + column);
    for (let row = 0; row < 4; row++) quarter(x, row, 4 + ((row + 1) % 4), 8 + ((row + 2) % 4), 12 + ((row + 3) % 4));
  }
  return x;
}

function block(key: number[], counter: number, nonce: number[]): Uint8Array {
  const state = [...SIGMA, ...key, counter, ...nonce];
  const mixed = rounds(state);
  return bytesOf(state.map((word, i) => word + (mixed[i] as number)));
}

const little = (bytes: Uint8Array): bigint => bytes.reduceRight((number, byte) => (number << 8n) | BigInt(byte), 0n);

function tagOf(key: Uint8Array, message: Uint8Array): Uint8Array {
  const [r, s] = [little(key.subarray(0, 16)) & CLAMP, little(key.subarray(16, 32))];
  let sum = 0n;
  for (let at = 0; at < message.length; at += 16) {
    sum = ((sum + little(concat(message.subarray(at, at + 16), Uint8Array.of(1)))) * r) % PRIME;
  }
  const tag = sum + s;
  return Uint8Array.from({ length: TAG_BYTES }, (_, i) => Number((tag >> BigInt(8 * i)) & 0xffn));
}

const padded = (bytes: Uint8Array): Uint8Array => concat(bytes, new Uint8Array((16 - (bytes.length % 16)) % 16));

/* What was sealed under that key of 32 bytes and nonce of 24, or undefined. */
export function openBox(key: Uint8Array, nonce: Uint8Array, associated: Uint8Array, sealed: Uint8Array): Uint8Array | undefined {
  if (sealed.length < TAG_BYTES) return undefined;
  const first = rounds([...SIGMA, ...words(key), ...words(nonce.slice(0, 16))]);
  const inner = [...first.subarray(0, 4), ...first.subarray(12, 16)];
  const rest = [0, ...words(nonce.slice(16, 24))];
  const [body, tag] = [sealed.subarray(0, sealed.length - TAG_BYTES), sealed.subarray(sealed.length - TAG_BYTES)];
  const sizes = bytesOf([associated.length, 0, body.length, 0]);
  if (!equal(tag, tagOf(block(inner, 0, rest), concat(padded(associated), padded(body), sizes)))) return undefined;
  const opened = new Uint8Array(body.length);
  for (let at = 0; at < body.length; at += BLOCK_BYTES) {
    const stream = block(inner, 1 + at / BLOCK_BYTES, rest);
    for (let i = at; i < Math.min(body.length, at + BLOCK_BYTES); i++) opened[i] = (body[i] as number) ^ (stream[i - at] as number);
  }
  return opened;
}

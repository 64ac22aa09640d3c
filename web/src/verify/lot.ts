/* lot.ts - drawing lots from a published seed (docs/rules/lot.md). */
import { sha256 } from "@noble/hashes/sha2.js";

import { concat, hex, utf8 } from "./bytes.ts";

/*
 * RULE docs/rules/lot.md
 * > For k = 1, 2, …, the k-th draw is SHA-256 of the seed, a comma and k in decimal, read as a
 * > big-endian integer, modulo the number of names left, which selects and removes.
 */
export function drawOrder(seed: Uint8Array, names: number): number[] {
  const left = Array.from({ length: names }, (_, i) => i);
  const drawn: number[] = [];
  for (let k = 1; left.length > 0; k++) {
    const number = BigInt(`0x${hex(sha256(concat(seed, utf8(`,${k}`))))}`);
    drawn.push(...left.splice(Number(number % BigInt(left.length)), 1));
  }
  return drawn;
}

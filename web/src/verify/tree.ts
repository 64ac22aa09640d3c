/* tree.ts - the Merkle tree of RFC 6962: roots, and proofs of inclusion and of consistency. */
import { sha256 } from "@noble/hashes/sha2.js";

import { concat, equal } from "./bytes.ts";

/*
 * RULE docs/rules/log.md
 * > A leaf's hash is SHA-256 of a zero byte and the entry. A node's hash is SHA-256 of a byte one, the hash of its left
 * > child and the hash of its right child. The hash of an empty tree is SHA-256 of nothing.
 */
export function leafHash(content: Uint8Array): Uint8Array {
  return sha256(concat(Uint8Array.of(0), content));
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(concat(Uint8Array.of(1), left, right));
}

/* The level above: pairs are joined, and a last one alone goes up as it is. */
function above(level: Uint8Array[]): Uint8Array[] {
  const next: Uint8Array[] = [];
  for (let i = 0; i < level.length; i += 2) {
    const [left, right] = [level[i] as Uint8Array, level[i + 1]];
    next.push(right === undefined ? left : nodeHash(left, right));
  }
  return next;
}

/* The root over hashes of leaves. */
export function rootOfHashes(hashes: Uint8Array[]): Uint8Array {
  if (hashes.length === 0) return sha256(new Uint8Array());
  let level = hashes;
  while (level.length > 1) level = above(level);
  return level[0] as Uint8Array;
}

/* The root over contents of leaves. */
export function rootOf(leaves: Uint8Array[]): Uint8Array {
  return rootOfHashes(leaves.map(leafHash));
}

/* One level of tiles above: the complete subtrees of 256 hashes, and nothing of an incomplete one. */
export function tileLevelAbove(hashes: Uint8Array[]): Uint8Array[] {
  let level = hashes.slice(0, hashes.length - (hashes.length % 256));
  for (let i = 0; i < 8; i++) level = above(level);
  return level;
}

/* The steps of a climb from a leaf: halving until the hash joins something on its left, or is there. */
function* climb(at: number, last: number, proof: Uint8Array[]): Generator<{ hash: Uint8Array; left: boolean } | null> {
  for (const hash of proof) {
    if (last === 0) {
      yield null;
      return;
    }
    const left = at % 2 === 1 || at === last;
    if (left) while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    yield { hash, left };
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  if (last !== 0) yield null;
}

/* Is the leaf with that hash at that index of the tree of that size and root? */
export function includes(root: Uint8Array, size: number, index: number, leaf: Uint8Array, proof: Uint8Array[]): boolean {
  if (index >= size) return false;
  let hash = leaf;
  for (const step of climb(index, size - 1, proof)) {
    if (step === null) return false;
    hash = step.left ? nodeHash(step.hash, hash) : nodeHash(hash, step.hash);
  }
  return equal(hash, root);
}

export type Head = { size: number; root: Uint8Array };

/*
 * RULE docs/rules/log.md
 * > A tree of zero leaves is the beginning of every tree, and a tree is the beginning of itself: the proof is then empty.
 */
export function isBeginning(old: Head, now: Head, proof: Uint8Array[]): boolean {
  if (old.size > now.size) return false;
  if (old.size === now.size) return proof.length === 0 && equal(old.root, now.root);
  if (old.size === 0) return proof.length === 0 && equal(old.root, rootOfHashes([]));
  if (proof.length === 0) return false;

  const isPower = Number.isInteger(Math.log2(old.size));
  const [first, ...rest] = isPower ? [old.root, ...proof] : proof;
  let [at, last] = [old.size - 1, now.size - 1];
  while (at % 2 === 1) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  let before = first as Uint8Array;
  let after = before;
  for (const step of climb(at, last, rest)) {
    if (step === null) return false;
    if (step.left) before = nodeHash(step.hash, before);
    after = step.left ? nodeHash(step.hash, after) : nodeHash(after, step.hash);
  }
  return equal(before, old.root) && equal(after, now.root);
}

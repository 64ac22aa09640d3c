/*
 * tree.ts - the log read from its genesis by other code than the server's: leaves, root, signature.
 */
import assert from "node:assert/strict";
import { createHash, createPublicKey, verify } from "node:crypto";

const sha256 = (...parts: Uint8Array[]): Buffer => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);
/* What comes before the 32 bytes of an Ed25519 key in a SubjectPublicKeyInfo (RFC 8410). */
const SPKI_ED25519 = Buffer.from("302a300506032b6570032100", "hex");

/* The root of RFC 6962: pairs of subtrees, the left one the largest full one. */
export function root(entries: Uint8Array[]): Buffer {
  let level = entries.map((entry) => sha256(LEAF, entry));
  if (level.length === 0) return sha256();
  while (level.length > 1) {
    const next: Buffer[] = [];
    for (let i = 0; i < level.length; i += 2) {
      const [left, right] = [level[i], level[i + 1]];
      if (left) next.push(right ? sha256(NODE, left, right) : left);
    }
    level = next;
  }
  return level[0] ?? sha256();
}

/* Every entry, from the bundles that the server publishes for anybody. */
export async function readEntries(url: string, size: number): Promise<Buffer[]> {
  const entries: Buffer[] = [];
  for (let bundle = 0; entries.length < size; bundle++) {
    const width = Math.min(256, size - bundle * 256);
    const name = groups(bundle) + (width < 256 ? `.p/${width}` : "");
    const answer = await fetch(`${url}/log/tile/entries/${name}`);
    assert.equal(answer.status, 200, name);
    const bytes = Buffer.from(await answer.arrayBuffer());
    for (let at = 0; at < bytes.length;) {
      const length = bytes.readUInt16BE(at);
      entries.push(bytes.subarray(at + 2, at + 2 + length));
      at += 2 + length;
    }
  }
  return entries;
}

/* A tile's number in groups of three digits: 1234067 is x001/x234/067. */
function groups(number: number): string {
  const digits = String(number).padStart(Math.ceil(String(number).length / 3) * 3, "0");
  const parts = digits.match(/.{3}/g) ?? [];
  return parts.map((part, i) => (i < parts.length - 1 ? `x${part}` : part)).join("/");
}

/* Size and root of a checkpoint, whose signature must be that of the key. */
export function openCheckpoint(note: string, vkey: string): { size: number; root: Buffer } {
  const end = note.indexOf("\n\n") + 1;
  const [origin = "", size = "", hash = ""] = note.slice(0, end).split("\n");
  const [, name = "", key = ""] = /^([^+]+)\+[0-9a-f]{8}\+(.+)$/.exec(vkey) ?? []; /* a key may hold + too */
  assert.equal(origin, name);
  const line = note.slice(end + 1).split("\n").find((text) => text.startsWith(`— ${name} `));
  assert.ok(line, "the log has signed");
  const signature = Buffer.from(line.slice(`— ${name} `.length), "base64").subarray(4);
  const raw = Buffer.from(key, "base64").subarray(1);
  const publicKey = createPublicKey({ key: Buffer.concat([SPKI_ED25519, raw]), format: "der", type: "spki" });
  assert.ok(verify(null, Buffer.from(note.slice(0, end)), publicKey, signature), "the signature holds");
  return { size: Number(size), root: Buffer.from(hash, "base64") };
}

/* Reads the whole log and checks that it leads to what was signed. */
export async function verifyLog(url: string, vkey: string): Promise<{ size: number; entries: Buffer[] }> {
  const note = await (await fetch(`${url}/log/checkpoint`)).text();
  const head = openCheckpoint(note, vkey);
  const entries = await readEntries(url, head.size);
  assert.equal(entries.length, head.size);
  assert.equal(root(entries).toString("hex"), head.root.toString("hex"), "the entries give the signed root");
  return { size: head.size, entries };
}

/* What the second verifier knows of logs: trees, notes, witnesses, entries, held against the vectors and against themselves changed. */
import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";

import { base64, concat, frame, hex, Refusal, unhex, utf8 } from "../../web/src/verify/bytes.ts";
import { readCanonical } from "../../web/src/verify/json.ts";
import { Keys } from "../../web/src/verify/keys.ts";
import { Log } from "../../web/src/verify/log.ts";
import { readCheckpoint, readKey, readNote, verifyNote } from "../../web/src/verify/notes.ts";
import { readPolicy, verifyQuorum } from "../../web/src/verify/policy.ts";
import { sourceOfBytes } from "../../web/src/verify/source.ts";
import { contentOf, readTar, writeTar } from "../../web/src/verify/tar.ts";
import { splitBundle, tileNames, tilePath } from "../../web/src/verify/tiles.ts";
import { includes, isBeginning, leafHash, nodeHash, rootOf, rootOfHashes } from "../../web/src/verify/tree.ts";
import { readEntry } from "../../web/src/verify/types.ts";

const VECTORS = new URL("../../../shared/conformance/vectors/log.json", import.meta.url);
const skip = existsSync(VECTORS) ? false : "the vectors are not beside the source";
const vectors = skip ? undefined : JSON.parse(readFileSync(VECTORS, "utf8"));

const hash = (text: string) => unhex(text, 32, "a hash");
const hashes = (texts: string[]) => texts.map(hash);

describe("the vectors", { skip }, () => {
  const entries = () => (vectors.entries as string[]).map(utf8);

  test("of leaves, roots, tiles and bundles", () => {
    assert.deepEqual(entries().map((entry) => hex(leafHash(entry))), vectors.leaf_hashes);
    for (const [size, root] of (vectors.roots as string[]).entries()) {
      assert.equal(hex(rootOf(entries().slice(0, size))), root);
    }
    const tile = concat(...hashes(vectors.leaf_hashes));
    assert.equal(hex(sha256(tile)), vectors.tiles["tile/0/000.p/5"]);
    const bundle = concat(...entries().flatMap((entry) => [Uint8Array.of(entry.length >> 8, entry.length & 255), entry]));
    assert.equal(hex(sha256(bundle)), vectors.entry_bundle_sha256);
    assert.deepEqual([...splitBundle(bundle, 5, "a bundle")].map(hex), entries().map(hex));
  });

  test("of a checkpoint with its cosignature", () => {
    const note = readNote(utf8(vectors.checkpoint), "the note");
    const checkpoint = readCheckpoint(note, "the note");
    assert.deepEqual([checkpoint.size, hex(checkpoint.root)], [5, vectors.roots[5]]);
    verifyNote(note, (vectors.vkeys as string[]).map(readKey), "the note");
    const policy = readPolicy(utf8(`witness w ${vectors.vkeys[1]}\nquorum w\n`));
    assert.ok(verifyQuorum(policy, note) > 1767225600n);
  });

  test("of inclusion and consistency", () => {
    const [root, leaf] = [hash(vectors.roots[5]), hash(vectors.leaf_hashes[2])];
    assert.ok(includes(root, 5, 2, leaf, hashes(vectors.inclusion_2_of_5)));
    const old = { size: 3, root: hash(vectors.roots[3]) };
    assert.ok(isBeginning(old, { size: 5, root }, hashes(vectors.consistency_3_5)));
  });

  test("of a tree of seventy thousand leaves", () => {
    const leaves = Array.from({ length: 70000 }, (_, i) => leafHash(Uint8Array.of(0, i >> 16, (i >> 8) & 255, i & 255)));
    assert.equal(hex(rootOfHashes(leaves)), vectors.tiles_70000.root);
    const names = tileNames(70000).filter((name) => !name.includes("entries"));
    assert.equal(names.length, vectors.tiles_70000.count);
    assert.deepEqual(names.filter((name) => name.includes(".p/")), vectors.tiles_70000.partial);
  });
});

/* The proof that log.md's RFC gives, made by halving. */
function proofOf(leaves: Uint8Array[], index: number): Uint8Array[] {
  if (leaves.length <= 1) return [];
  let left = 1;
  while (left * 2 < leaves.length) left *= 2;
  const [before, after] = [leaves.slice(0, left), leaves.slice(left)];
  return index < left ? [...proofOf(before, index), rootOfHashes(after)] : [...proofOf(after, index - left), rootOfHashes(before)];
}

function consistencyOf(leaves: Uint8Array[], size: number, isWhole = true): Uint8Array[] {
  if (size === leaves.length) return isWhole ? [] : [rootOfHashes(leaves)];
  let left = 1;
  while (left * 2 < leaves.length) left *= 2;
  const [before, after] = [leaves.slice(0, left), leaves.slice(left)];
  return size <= left ? [...consistencyOf(before, size, isWhole), rootOfHashes(after)]
    : [...consistencyOf(after, size - left, false), rootOfHashes(before)];
}

test("every proof up to twenty leaves holds, and no changed, longer or shorter one", () => {
  const all = Array.from({ length: 20 }, (_, i) => leafHash(Uint8Array.of(i)));
  for (let size = 1; size <= 20; size++) {
    const leaves = all.slice(0, size);
    const root = rootOfHashes(leaves);
    for (let index = 0; index < size; index++) {
      const proof = proofOf(leaves, index);
      const leaf = leaves[index] as Uint8Array;
      assert.ok(includes(root, size, index, leaf, proof));
      assert.ok(!includes(root, size, index, leaf, [...proof, leaf]));
      if (proof.length > 0) assert.ok(!includes(root, size, index, leaf, proof.slice(1)));
      assert.ok(!includes(root, size, index, nodeHash(leaf, leaf), proof));
      const old = { size: index + 1, root: rootOfHashes(leaves.slice(0, index + 1)) };
      const steps = index + 1 === size ? [] : consistencyOf(leaves, index + 1);
      assert.ok(isBeginning(old, { size, root }, steps), `${index + 1} in ${size}`);
      assert.ok(!isBeginning(old, { size, root }, [...steps, leaf]));
      assert.ok(!isBeginning({ ...old, root: leafHash(utf8("other")) }, { size, root }, steps));
    }
  }
});

test("a tile has one address", () => {
  assert.equal(tilePath(0, 1234067, 256), "tile/0/x001/x234/067");
  assert.equal(tilePath("entries", 0, 5), "tile/entries/000.p/5");
});

const uncanonical: [string, string][] = [
  ["white space", '{"a": 1}'], ["members out of order", '{"b":1,"a":2}'], ["a member twice", '{"a":1,"a":1}'], ["null", '{"a":null}'],
  ["a fraction", '{"a":1.5}'], ["an exponent", '{"a":1e2}'], ["zero with a sign", '{"a":-0}'], ["a number of 2^53", '{"a":9007199254740992}'],
  ["a name in capitals", '{"A":1}'], ["an escape without need", '{"a":"\\u0041"}'], ["a control character", '{"a":"\\u0001"}'],
  ["half a character", '{"a":"\\ud800"}'], ["a text that is not NFC", '{"a":"e\u0301"}'], ["no object", "[1]"], ["what is cut", '{"a":1'],
  ["31 combining marks in a row", `{"a":"e${"\u0316".repeat(31)}"}`], ["31 once taken apart", `{"a":"\u00e9${"\u0301".repeat(30)}"}`],
  ["31 of which one is moved by nearly none", `{"a":"e${"\u0334".repeat(31)}"}`], ["31 that come after all", `{"a":"e${"\u0345".repeat(31)}"}`],
  ["too many floors", `{"a":${"[".repeat(16)}${"]".repeat(16)}}`],
];
for (const [name, text] of uncanonical) {
  test(`JSON with ${name} is not canonical`, () => assert.throws(() => readCanonical(utf8(text), "it"), Refusal));
}

for (const [name, row] of [["combining marks", "\u0316".repeat(30)], ["vowel signs, which do not combine", "\u093e".repeat(40)]]) {
  test(`JSON with ${row?.length} ${name} in a row is canonical`, () => assert.deepEqual(readCanonical(utf8(`{"a":"e${row}"}`), "it"), { a: `e${row}` }));
}

test("canonical JSON is read", () =>
  assert.deepEqual(readCanonical(utf8('{"a":"é\\n\\t\\"\\\\","b":[true,-3,{"c":"\u2028"}],"__proto__":1}'.replace(',"__proto__":1', "")), "it"),
    { a: 'é\n\t"\\', b: [true, -3, { c: "\u2028" }] }));

describe("a tar", () => {
  const files: [string, Uint8Array][] = [["a.txt", utf8("one")], ["b/c.txt", new Uint8Array(512)], ["z", new Uint8Array()]];

  test("gives back what was written", async () => {
    const tar = await readTar(sourceOfBytes(writeTar(files)));
    assert.deepEqual([...tar.files.keys()], ["a.txt", "b/c.txt", "z"]);
    assert.deepEqual(await contentOf(tar, "a.txt"), utf8("one"));
  });

  /* Every byte of a header, a padding or the end says the one thing that it may say. */
  test("with any other byte outside a content is refused, or has other names or sizes", async () => {
    const whole = writeTar(files);
    const contents = [[512, 3], [1536, 512]] as const;
    for (let at = 0; at < whole.length; at++) {
      if (contents.some(([from, size]) => at >= from && at < from + size)) continue;
      const changed = whole.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      await assert.rejects(readTar(sourceOfBytes(changed)), Refusal, `byte ${at}`);
    }
  });

  const spoilt: [string, (whole: Uint8Array) => Uint8Array][] = [
    ["cut", (whole) => whole.subarray(0, -512)], ["longer", (whole) => concat(whole, new Uint8Array(512))], ["empty", () => new Uint8Array()],
  ];
  for (const [name, spoil] of spoilt) {
    test(`that is ${name} is refused`, () => assert.rejects(readTar(sourceOfBytes(spoil(writeTar(files)))), Refusal));
  }
  for (const name of ["../a", "/a", "a//b", ".a", "a/./b", "a b", "é", "a\\b", "a/"]) {
    test(`with the name ${name} is refused`, () => assert.rejects(readTar(sourceOfBytes(writeTar([[name, utf8("")]]))), Refusal));
  }
});

/* --- a log of this test ---------------------------------------------------------------------------- */

const ORIGIN = "coop.example/log";
const seed = (name: string) => sha256(utf8(name));

function vkey(name: string, secret: Uint8Array, type = 1): string {
  const typed = concat(Uint8Array.of(type), ed25519.getPublicKey(secret));
  return `${name}+${hex(sha256(concat(utf8(`${name}\n`), typed)).subarray(0, 4))}+${base64(typed)}`;
}

const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

function entry(t: string, d: object, ts = 1000): Uint8Array {
  const sorted = Object.fromEntries(Object.entries(d).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return utf8(JSON.stringify({ d: sorted, id: uuid(1), t, ts, v: 1 }));
}

const GENESIS = entry("log.genesis", { origin: ORIGIN, software: "test", spec: "1", vkey: vkey(ORIGIN, seed("first")) });

function rotation(from: string, to: string, changes: object = {}, ts = 1000): Uint8Array {
  const [old, next] = [vkey(ORIGIN, seed(from)), vkey(ORIGIN, seed(to))];
  const signature = base64(ed25519.sign(frame("key-rotate", utf8(ORIGIN), utf8(old), utf8(next)), seed(from)));
  return entry("key.rotate", { old, new: next, signature, ...changes }, ts);
}

function faultOf(...entries: Uint8Array[]): string | undefined {
  const log = new Log();
  for (const bytes of entries) log.take(bytes);
  return log.fault === undefined ? undefined : `${log.fault.index}`;
}

describe("the keys of a log", () => {
  test("are those of its entries, each for its sizes", () => {
    const keys = new Keys();
    const month = 30 * 24 * 3600;
    const entries = [GENESIS, rotation("first", "second"), entry("key.revoke", { key: vkey(ORIGIN, seed("first")), last_size: 1, reason: "lost" }, 2000)];
    for (const [i, bytes] of entries.slice(0, 2).entries()) keys.take(readEntry(bytes, i));
    const names = (size: number, at: number) => keys.goodFor(size, at).map(({ text }) => text);
    assert.deepEqual(names(1, 1000), [vkey(ORIGIN, seed("first"))]);
    assert.equal(names(2, 1000 + month - 1).length, 2);
    assert.deepEqual(names(2, 1000 + month), [vkey(ORIGIN, seed("second"))]);
    keys.take(readEntry(entries[2] as Uint8Array, 2));
    assert.deepEqual(names(2, 1000), [vkey(ORIGIN, seed("second"))]);
    assert.equal(names(1, 1000).length, 1);
  });

  test("are revoked with those of the same seed", () => {
    const keys = new Keys();
    const receipt = (name: string) => entry("key.announce", { key: vkey("coop.example/receipt", seed(name)), purpose: "receipt" });
    const entries = [GENESIS, receipt("r"), rotation("first", "second"), receipt("s"),
      entry("key.revoke", { key: vkey(ORIGIN, seed("first")), last_size: 2, reason: "lost" })];
    entries.forEach((bytes, i) => keys.take(readEntry(bytes, i)));
    assert.deepEqual(keys.receipts.map(({ by }) => [by.revoked, by.last]), [[true, 2], [false, Infinity]]);
    const [first, second] = keys.lives.map(({ key }) => key);
    assert.ok(first !== undefined && second !== undefined);
    assert.deepEqual([keys.believes(first, 2), keys.believes(first, 3), keys.believes(second, 3)], [true, false, true]);
  });

  const refused: [string, Uint8Array[]][] = [
    ["a rotation that another signed", [GENESIS, rotation("first", "second", { signature: base64(new Uint8Array(64)) })]],
    ["a rotation from a key that was never in force", [GENESIS, rotation("other", "second")]],
    ["a rotation back", [GENESIS, rotation("first", "second"), rotation("second", "first")]],
    ["a revocation of the key in force", [GENESIS, entry("key.revoke", { key: vkey(ORIGIN, seed("first")), last_size: 1, reason: "x" })]],
    ["the destruction of a key that signs still", [GENESIS, entry("key.destroy", { key: vkey(ORIGIN, seed("first")) })]],
    ["the destruction of a key within its thirty days", [GENESIS, rotation("first", "second"),
      entry("key.destroy", { key: vkey(ORIGIN, seed("first")) }, 1000 + 30 * 24 * 3600 - 1)]],
    ["the destruction of a key twice", [GENESIS, rotation("first", "second"),
      ...[0, 1].map((more) => entry("key.destroy", { key: vkey(ORIGIN, seed("first")) }, 1000 + 30 * 24 * 3600 + more))]],
    ["a revocation that believes what is to come", [GENESIS, rotation("first", "second"),
      entry("key.revoke", { key: vkey(ORIGIN, seed("first")), last_size: 3, reason: "x" })]],
    ["a key for receipts that is the log's", [GENESIS, entry("key.announce", { key: vkey("coop.example/receipt", seed("first")), purpose: "receipt" })]],
    ["a key for receipts under another name", [GENESIS, entry("key.announce", { key: vkey("other.example/receipt", seed("r")), purpose: "receipt" })]],
    ["a key for something else", [GENESIS, entry("key.announce", { key: "x", purpose: "other" })]],
    ["a policy that names logs", [GENESIS, entry("log.policy", { policy: `log ${vkey(ORIGIN, seed("x"))}\nquorum none\n` })]],
    ["a genesis whose key has another name", [entry("log.genesis", { origin: ORIGIN, software: "x", spec: "1", vkey: vkey("o.example/log", seed("a")) })]],
  ];
  for (const [name, entries] of refused) {
    test(`do not allow ${name}`, () => assert.equal(faultOf(...entries), `${entries.length - 1}`));
  }
});

describe("a log under another name", () => {
  const NEXT = "coop.example/log2";
  const root = base64(new Uint8Array(32).fill(7));

  function signed(name: string, secret: Uint8Array, size: number): string {
    const body = `${name}\n${size}\n${root}\n`;
    const number = unhex(vkey(name, secret).split("+")[1] ?? "", 4, "a number");
    return `${body}\n\u2014 ${name} ${base64(concat(number, ed25519.sign(utf8(body), secret)))}\n`;
  }

  const lost = signed(ORIGIN, seed("first"), 9);
  function continuation(changes: object = {}): Uint8Array {
    const [old, next] = [vkey(ORIGIN, seed("first")), vkey(NEXT, seed("next"))];
    const message = frame("log-continue", utf8(ORIGIN), utf8(old), utf8(next), utf8(lost));
    const signature = base64(ed25519.sign(message, seed("first")));
    return entry("log.continue", { checkpoint: lost, origin: NEXT, reason: "x", signature, vkey: next, ...changes });
  }

  test("has one name up to it and another from it on, each with its own keys", () => {
    const keys = new Keys();
    for (const [i, bytes] of [GENESIS, GENESIS, continuation()].entries()) if (i !== 1) keys.take(readEntry(bytes, i));
    assert.deepEqual([2, 3, 4].map((size) => keys.originAt(size)), [ORIGIN, NEXT, NEXT]);
    assert.deepEqual(keys.goodFor(2, 1000).map(({ text }) => text), [vkey(ORIGIN, seed("first"))]);
    assert.deepEqual(keys.goodFor(3, 1000).map(({ text }) => text), [vkey(NEXT, seed("next"))]);
    const keptOf = (text: string) => {
      const note = readNote(utf8(text), "it");
      return keys.keptOf(note, readCheckpoint(note, "it"));
    };
    assert.equal(keptOf(lost), 2);
    assert.equal(keptOf(signed(ORIGIN, seed("first"), 2)), undefined);
    assert.equal(keptOf(signed(NEXT, seed("next"), 9)), undefined);
    assert.throws(() => keptOf(signed(ORIGIN, seed("other"), 9)), Refusal);
  });

  const refused: [string, object][] = [
    ["its own name", { origin: ORIGIN, vkey: vkey(ORIGIN, seed("next")) }], ["a key of another name", { vkey: vkey("o.example/log", seed("next")) }],
    ["a checkpoint that another signed", { checkpoint: signed(ORIGIN, seed("other"), 9) }],
    ["a checkpoint of another log", { checkpoint: signed("o.example/log", seed("first"), 9) }], ["what is no checkpoint", { checkpoint: "x\n" }],
    ["another checkpoint than the key certified", { checkpoint: signed(ORIGIN, seed("first"), 8) }],
    ["no certificate", { signature: base64(new Uint8Array(64)) }],
  ];
  for (const [name, changes] of refused) {
    test(`does not allow ${name}`, () => assert.equal(faultOf(GENESIS, continuation(changes)), "1"));
  }
  test("is allowed", () => assert.equal(faultOf(GENESIS, continuation()), undefined));
});

describe("a policy", () => {
  const witnesses = ["a", "b", "c"].map((name) => ({ name, secret: seed(`witness ${name}`) }));
  const lines = witnesses.map(({ name, secret }) => `witness ${name} ${vkey(`w.example/${name}`, secret, 4)}\n`).join("");
  const body = `${ORIGIN}\n1\n${base64(new Uint8Array(32))}\n`;

  function cosigned(names: string[], spoil = false): Uint8Array {
    const signatures = witnesses.filter(({ name }) => names.includes(name)).map(({ name, secret }) => {
      const signature = ed25519.sign(utf8(`cosignature/v1\ntime 1234\n${body}${spoil ? "x" : ""}`), secret);
      const number = unhex(vkey(`w.example/${name}`, secret, 4).split("+")[1] ?? "", 4, "a number");
      return `\u2014 w.example/${name} ${base64(concat(number, new Uint8Array(6), Uint8Array.of(4, 210), signature))}\n`;
    });
    return utf8(`${body}\n\u2014 someone.else AAAAAAAA\n${signatures.join("")}`);
  }

  const met: [string, string, string[], boolean][] = [
    ["two of three", "group g 2 a b c\nquorum g\n", ["a", "c"], true], ["one of two", "group g 2 a b c\nquorum g\n", ["a"], false],
    ["any", "group g any a b\nquorum g\n", ["b"], true], ["all but one", "group g all a b\nquorum g\n", ["b"], false],
    ["a group of a group", "group g any a b\ngroup h all g c\nquorum h\n", ["b", "c"], true], ["nobody", "quorum none\n", [], true],
  ];
  for (const [name, rest, names, holds] of met) {
    test(`asks for ${name}`, () => {
      const judge = () => verifyQuorum(readPolicy(utf8(lines + rest)), readNote(cosigned(names), "the note"));
      if (holds) assert.equal(judge(), names.length === 0 ? 0n : 1234n);
      else assert.throws(judge, Refusal);
    });
  }

  test("refuses a line of a witness that does not hold, needed or not", () =>
    assert.throws(() => verifyQuorum(readPolicy(utf8(`${lines}quorum none\n`)), readNote(cosigned(["a"], true), "it")), Refusal));

  const refused = ["", "quorum none", "quorum g\n", "quorum none\nquorum none\n", "group g 3 a b\nquorum none\n", "group g all a a\nquorum none\n",
    "group g all x\nquorum none\n", "group a all b\nquorum none\n", "group none all b\nquorum none\n", "group g 02 a b\nquorum none\n", "other x\nquorum none\n"];
  for (const rest of refused) {
    test(`is not ${JSON.stringify(rest)}`, () => assert.throws(() => readPolicy(utf8(lines + rest)), Refusal));
  }
});

/* --- states ------------------------------------------------------------------------------------------ */

const [A, R, P, C] = [2, 3, 4, 5].map(uuid) as [string, string, string, string];
const HASH = "ab".repeat(32);
const before = [
  GENESIS, entry("constitution.enter", { constitution: C, effective_on: "1970-01-01", hash: HASH, number: 1 }),
  entry("assembly.create", { assembly: A, call: "first", kind: "ordinary", meets_at: 5000, title: "AG" }),
  entry("resolution.table", { assembly: A, class: "ordinary", hash: HASH, origin: "board", position: 1, resolution: R }),
  entry("assembly.convene", { assembly: A, constitution: C }), entry("assembly.open", { assembly: A }),
];
const poll = {
  create: entry("poll.create", { assembly: A, class: "ordinary", closes_at: 3000, kind: "resolution", method: "motion", opens_at: 2000, poll: P,
    question: HASH, resolution: R, secrecy: "open" }),
  call: entry("poll.call", { constitution: C, poll: P, text: HASH }),
  open: entry("poll.open", { colleges: { all: 3 }, manifest: HASH, poll: P, roll_root: HASH, voters: 3 }, 2000),
  cast: entry("ballot.cast", { c: HASH, poll: P }, 2500),
  close: entry("poll.close", { box: HASH, count: 1, poll: P, used: 1 }, 3000),
  count: entry("poll.count", { method: "motion", outcome: HASH, poll: P, verdict: "adopted", version: 1 }, 3000),
  publish: entry("poll.publish", { poll: P }, 3000),
};
const life = Object.values(poll);

describe("the entries", () => {
  test("of a poll follow one another", () => assert.equal(faultOf(...before, ...life), undefined));

  const refused: [string, Uint8Array[]][] = [
    ["a second before the last one", [...before, entry("assembly.end", { assembly: A }, 999)]],
    ["a second genesis", [GENESIS, GENESIS]], ["no genesis", [before[1] as Uint8Array]],
    ["an unknown type", [GENESIS, entry("poll.guess", { poll: P })]],
    ["a field too many", [GENESIS, entry("assembly.open", { assembly: A, more: 1 })]],
    ["a field too few", [GENESIS, entry("assembly.cancel", { assembly: A })]],
    ["a day that is not", [GENESIS, entry("constitution.enter", { constitution: C, effective_on: "2026-02-30", hash: HASH, number: 1 })]],
    ["a version out of order", [GENESIS, entry("constitution.enter", { constitution: C, effective_on: "2026-02-20", hash: HASH, number: 2 })]],
    ["an assembly of nowhere", [GENESIS, entry("assembly.open", { assembly: A })]],
    ["an assembly opened twice", [...before, entry("assembly.open", { assembly: A })]],
    ["a resolution amended after its poll was called", [...before, poll.create, poll.call, entry("resolution.amend", { hash: HASH, resolution: R })]],
    ["a poll opened before it was called", [...before, poll.create, poll.open]],
    ["a ballot before the opening", [...before, poll.create, poll.call, poll.cast]],
    ["a ballot at the close", [...before, ...life.slice(0, 3), entry("ballot.cast", { c: HASH, poll: P }, 3000)]],
    ["a ballot after the close", [...before, ...life.slice(0, 5), poll.cast]],
    ["a close before its time without a reason", [...before, ...life.slice(0, 3), entry("poll.close", { box: HASH, count: 0, poll: P, used: 0 }, 2600)]],
    ["a count before the close", [...before, ...life.slice(0, 4), poll.count]], ["a second count", [...before, ...life.slice(0, 6), poll.count]],
    ["a void after the count", [...before, ...life.slice(0, 6), entry("poll.void", { poll: P, reason: "x" }, 3000)]],
    ["another text than the last version", [...before, poll.create, entry("poll.call", { constitution: C, poll: P, text: "cd".repeat(32) })]],
    ["a ballot opened again in an open poll", [...before, ...life, entry("urn.show", { count: 1, poll: P }, 3000)]],
    ["the urn of an open poll", [...before, ...life, entry("urn.destroy", { count: 1, poll: P }, 3000)]],
  ];
  for (const [name, entries] of refused) {
    test(`do not allow ${name}`, () => assert.equal(faultOf(...entries), `${entries.length - 1}`));
  }

  test("give a resolution without quorum back", () => {
    const count = entry("poll.count", { method: "motion", outcome: HASH, poll: P, verdict: "no_quorum", version: 1 }, 3000);
    assert.equal(faultOf(...before, ...life.slice(0, 5), count, entry("resolution.withdraw", { resolution: R }, 3000)), undefined);
  });
});

test("every type of docs/log.md is known, with its fields", () => {
  const page = readFileSync(new URL("../../docs/log.md", import.meta.url), "utf8");
  const kinds: Record<string, unknown> = { text: "x", uuid: P, hash: HASH, count: 1, instant: 1, date: "2026-01-31", object: {}, bool: true,
    pseudonym: "0123456789ABCDEF", ratio: "1/2", array: [] };
  for (const section of page.split("\n### ").slice(1)) {
    const type = section.slice(0, section.indexOf("\n"));
    const rows = [...section.matchAll(/^\| (\w+) \| (\w+)( or absent)? \|/gm)].filter(([, name]) => name !== "field");
    assert.ok(rows.every(([, , kind]) => kinds[kind ?? ""] !== undefined), type);
    const d = Object.fromEntries(rows.map(([, name, kind]) => [name, kinds[kind ?? ""]]));
    readEntry(entry(type, d), 1);
    for (const [, name = "", , optional] of rows) {
      const { [name]: _, ...less } = d;
      if (optional === undefined) assert.throws(() => readEntry(entry(type, less), 1), Refusal, `${type} without ${name}`);
      else readEntry(entry(type, less), 1);
    }
  }
});

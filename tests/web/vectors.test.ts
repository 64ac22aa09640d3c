/*
 * Bytes that every program writes alike. Those of this file were computed from docs/rules/ by two programs that are neither
 * of the verifiers, and tests/audit/test_own_vectors.c holds the first verifier against the same. Where the vectors beside the
 * source are there, every member of them is held against the second verifier and the booth; where not, the tests say that they are skipped.
 */
import { ed25519 } from "@noble/curves/ed25519.js";
import { blake2b } from "@noble/hashes/blake2.js";
import { sha256 } from "@noble/hashes/sha2.js";
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { before, describe, test } from "node:test";

import { checkReceipt, hashOf, ready, trackerCode } from "../../web/src/booth.ts";
import { base64, code, commitment, concat, frame, hex, unbase64, unhex, utf8 } from "../../web/src/verify/bytes.ts";
import { markLeaf } from "../../web/src/verify/mine.ts";
import { readKey, readNote, verifyNote } from "../../web/src/verify/notes.ts";
import { includes, isBeginning, leafHash, nodeHash, rootOf } from "../../web/src/verify/tree.ts";

const FOLDER = new URL("../../../shared/conformance/vectors/", import.meta.url);
const skip = existsSync(new URL("log.json", FOLDER)) ? false : "the vectors are not beside the source";
const read = (name: string) => (skip ? undefined : JSON.parse(readFileSync(new URL(name, FOLDER), "utf8")));
const [commitments, log] = [read("commitments.json"), read("log.json")];

const hash = (text: string) => unhex(text, 32, "a hash");
const saltOf = (key: Uint8Array, label: string, uuid: Uint8Array) => blake2b(frame(label, uuid), { key, dkLen: 32 });

/* A key as it is spelled, and a note that it signs. */
function spell(name: string, type: number, key: Uint8Array): string {
  const typed = concat(Uint8Array.of(type), key);
  return `${name}+${hex(sha256(concat(utf8(`${name}\n`), typed)).subarray(0, 4))}+${base64(typed)}`;
}
function line(name: string, type: number, seed: Uint8Array, message: Uint8Array, before = new Uint8Array()): string {
  const number = readKey(spell(name, type, ed25519.getPublicKey(seed))).number;
  return `\u2014 ${name} ${base64(concat(number, before, ed25519.sign(message, seed)))}\n`;
}
const proofText = (index: number, hashes: Uint8Array[], note: string) =>
  `c2sp.org/tlog-proof@v1\nindex ${index}\n${hashes.map((each) => `${base64(each)}\n`).join("")}\n${note}`;
const requestText = (old: number, hashes: Uint8Array[], note: string) =>
  `old ${old}\n${hashes.map((each) => `${base64(each)}\n`).join("")}\n${note}`;

before(ready);

describe("our own vectors", () => {
  const KEY = Uint8Array.from({ length: 32 }, (_, i) => i);
  const UUID = KEY.subarray(0, 16);
  const NOTE = "own.example/log\n3\nNmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHsE=\n\n\u2014 own.example/log " +
    "vzyTxcPpjqsrU1YjJmFrpwGmv37hPijNfewu/9oaEL2nAjRkDpzGrHG1yCqSdVpA0fgiqG7ZaVHPZsrxJ9aZrgOdUgE=\n";

  test("of commitments", () => {
    const salt = saltOf(KEY, "entry-salt", UUID);
    assert.equal(hex(salt), "e2466a4fa3b78ba9c3364cf2b0d869a8617357b24a89c653f0028f321162b072");
    assert.equal(hex(saltOf(KEY, "mark-salt", UUID)), "0f1ae91405624c63afe90605d7c502f6822905c1c614e7035e0b85a02dff9d3e");
    assert.equal(hex(commitment(salt, utf8("oui"))), "cb861a69678739e2c5ff24aecb4a3e760e876c7aab5bcef7eb7a2d09b7ececcd");
    assert.equal(markLeaf(salt, 7, true), "04475d5377e6aca1ea366196aabf6ea1b4041eb255885f02318911c1e424f608");
    assert.equal(code(saltOf(KEY, "pseudonym", UUID).subarray(0, 10)).replaceAll("-", ""), "5898VW1DDEK7210K");
  });

  test("of an urn", () => {
    assert.equal(code(KEY.subarray(0, 10)), "000G-40R4-0M30-E209");
    assert.equal(trackerCode(KEY.subarray(0, 10), 42), "000G-40R4-0M30-E209-0042");
    const hashed = hashOf(sha256(utf8("a manifest")), 1, utf8("a sealed ballot"));
    assert.equal(hex(hashed), "b0cfe2d94cee01ddcf3979415365db849542867ec95b259dfe1fe0298db3c41f");
  });

  test("of a receipt", () => {
    const note = "palabre-receipt/v1\nown.example/log\nb1\n5ZYlqCJJfBZNYHBes/1pdcN1yiE7gUATeoJqd3kJhqk=\n" +
      "Aippeebat6pa5MPl5F9+l3ESp+Y1k4INvsHsc4ok+Tw=\n\n\u2014 own.example/receipt " +
      "GFI+Xw8Ln1pMzPIzMh0Xwm8z1qMEZb4S2SQ1qgMy5FQ0fE51EdyHJ+PlOMx+dW6HXtvP2mrxDunr8GQxKsn98IA5RwA=\n";
    const receiptKey = "own.example/receipt+18523e5f+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
    verifyNote(readNote(utf8(note), "the receipt"), [readKey(receiptKey)], "the receipt");
    const urn = { log: "own.example/log", poll: "b1", context: sha256(utf8("a manifest")), key: KEY, size: 96, colleges: [], receiptKey, trackers: true };
    checkReceipt(urn, leafHash(utf8("a")), note);
    assert.throws(() => checkReceipt(urn, leafHash(utf8("b")), note));
  });

  test("of a log", () => {
    const [a, b, c] = ["a", "b", "c"].map((leaf) => leafHash(utf8(leaf))) as [Uint8Array, Uint8Array, Uint8Array];
    const root = rootOf(["a", "b", "c"].map(utf8));
    const body = `own.example/log\n3\n${base64(root)}\n`;
    const key = spell("own.example/log", 1, ed25519.getPublicKey(KEY));
    assert.equal(key, "own.example/log+bf3c93c5+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4");
    assert.equal(`${body}\n${line("own.example/log", 1, KEY, utf8(body))}`, NOTE);
    verifyNote(readNote(utf8(NOTE), "the note"), [readKey(key)], "the note");
    assert.ok(includes(root, 3, 2, c, [nodeHash(a, b)]));
    assert.ok(isBeginning({ size: 1, root: a }, { size: 3, root }, [b, c]));
    assert.equal(proofText(2, [nodeHash(a, b)], NOTE),
      `c2sp.org/tlog-proof@v1\nindex 2\nsTeYX/SE+2ANuTEHx3sDZcgNePW0Kd7Q/Zc2HQd5mes=\n\n${NOTE}`);
    assert.equal(requestText(1, [b, c], NOTE),
      `old 1\nV+s1YV1H807HFMrN9f10YIpejhAnJOgLJLKHwMJ7ajE=\nWX/LMSgtNGVMIA00GPylcFxkjr8ybsc9jd7xGEH4dtg=\n\n${NOTE}`);
  });
});

describe("the vectors of commitments", { skip }, () => {
  test("have the members that are looked at here", () =>
    assert.deepEqual(Object.keys(commitments).sort(), ["commit", "emargement", "receipt", "roll", "tracker", "urn"]));

  test("of a commitment", () => {
    const { person_key: key, entry_uuid: uuid, salt, content, commitment: expected } = commitments.commit;
    const bytes = (text: string) => unhex(text, text.length / 2, "bytes");
    assert.equal(hex(saltOf(bytes(key), "entry-salt", bytes(uuid))), salt);
    assert.equal(hex(commitment(bytes(salt), bytes(content))), expected);
  });

  test("of a roll, a marked register and an urn", () => {
    const { roll, emargement, urn } = commitments;
    const leaves = (roll.records as string[]).map((record, i) => hex(sha256(frame("roll-leaf", hash(roll.salts[i]), utf8(record)))));
    assert.deepEqual(leaves, roll.leaves_sorted);
    for (const [list, root] of [[roll.leaves_sorted, roll.root], [emargement.leaves, emargement.root], [urn.sorted, urn.urn_root]]) {
      assert.equal(hex(rootOf((list as string[]).map(hash))), root);
    }
    assert.deepEqual([...urn.sorted].sort(), urn.sorted);
    assert.ok(urn.sorted.includes(urn.sealed_hash_of_0));
  });

  test("of a tracker and a receipt", () => {
    const { tracker, receipt, urn } = commitments;
    assert.equal(code(unhex(tracker.bytes, 10, "a tracker")), tracker.code);
    const note = readNote(utf8(receipt.note), "the receipt");
    verifyNote(note, [readKey(receipt.vkey)], "the receipt");
    const [format, origin, poll, context, ballot] = note.body.split("\n");
    assert.deepEqual([format, origin, poll], ["palabre-receipt/v1", "vote.example.coop/log", "b1"]);
    assert.deepEqual([hex(unbase64(context ?? "", "ctx")), hex(unbase64(ballot ?? "", "a ballot"))], [urn.ctx, urn.sorted[0]]);
  });
});

describe("the vectors of a log", { skip }, () => {
  test("have the members that are looked at here and in verify_log.test.ts", () =>
    assert.deepEqual(Object.keys(log).sort(), ["checkpoint", "consistency_3_5", "entries", "entry_bundle_sha256", "inclusion_2_of_5",
      "leaf_hashes", "log_seed", "roots", "tiles", "tiles_70000", "tlog_proof_2", "vkeys", "witness_request", "witness_seed"]));

  test("of keys, and of a checkpoint that they sign", () => {
    const [logSeed, witnessSeed] = [hash(log.log_seed), hash(log.witness_seed)];
    const [first, second] = log.vkeys.map(readKey);
    assert.deepEqual([spell(first.name, 1, ed25519.getPublicKey(logSeed)), spell(second.name, 4, ed25519.getPublicKey(witnessSeed))], log.vkeys);
    const note = readNote(utf8(log.checkpoint), "the note");
    const time = note.lines[1]?.blob.slice(4, 12) ?? new Uint8Array();
    const said = `cosignature/v1\ntime ${BigInt(`0x${hex(time)}`)}\n${note.body}`;
    const cosigned = line(second.name, 4, witnessSeed, utf8(said), time);
    assert.equal(`${note.body}\n${line(first.name, 1, logSeed, utf8(note.body))}${cosigned}`, log.checkpoint);
  });

  test("of a proof that travels alone, and of what a witness is asked", () => {
    assert.equal(proofText(2, log.inclusion_2_of_5.map(hash), log.checkpoint), log.tlog_proof_2);
    const signed = log.checkpoint.replace(/\u2014 witness[^\n]*\n/, "");
    assert.equal(requestText(3, log.consistency_3_5.map(hash), signed), log.witness_request);
  });
});

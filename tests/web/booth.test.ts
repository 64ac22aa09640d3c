/* What the booth makes is what docs/rules/urn.md says: opened here by another library than the one that sealed it. */
import { ed25519, ristretto255 } from "@noble/curves/ed25519.js";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import sodium from "libsodium-wrappers-sumo";
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { before, describe, test } from "node:test";

import {
  BoothError, checkReceipt, drawChance, hashOf, makeKeeperKey, openKeeperKey, openShare, readUrn, ready, referenceOf,
  sealBallot, trackerCode, type BoothReason, type KeeperKey, type Urn,
} from "../../web/src/booth.ts";

const VECTORS = new URL("../../../shared/conformance/vectors/commitments.json", import.meta.url);
const skip = existsSync(VECTORS) ? false : "the vectors are not beside the source";
const vectors = skip ? undefined : JSON.parse(readFileSync(VECTORS, "utf8"));

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const unhex = (text: string) => new Uint8Array(Buffer.from(text, "hex"));
const utf8 = (text: string) => new TextEncoder().encode(text);
const refused = (reason: BoothReason) => (error: unknown) => error instanceof BoothError && error.reason === reason;

function u32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

const frame = (label: string, ...items: Uint8Array[]): Uint8Array =>
  Buffer.concat([utf8("palabre/v1\0"), ...[utf8(label), ...items].flatMap((item) => [u32(item.length), item])]);

/* A poll of two colleges whose urn opens with this scalar. */
const SCALAR = 0x1234567890abcdef1234567890abcdef1234567890abcdef1234567890abcdefn % ristretto255.Point.Fn.ORDER;
const RECEIPT_SEED = sha256(utf8("receipts of this test"));

function receiptKey(): string {
  const typed = Buffer.concat([Uint8Array.of(1), ed25519.getPublicKey(RECEIPT_SEED)]);
  const number = hex(sha256(Buffer.concat([utf8("coop.example/receipt\n"), typed])).subarray(0, 4));
  return `coop.example/receipt+${number}+${typed.toString("base64")}`;
}

function manifest(changes: Record<string, unknown> = {}, urn: Record<string, unknown> = {}): Uint8Array {
  return utf8(JSON.stringify({
    format: "palabre-manifest/1", log: "coop.example/log", poll: "0b3f6d4e-2f5a-4a51-9d0e-7c1d1f0a0b01",
    secrecy: "secret", colleges: [{ id: "users", voters: 9 }, { id: "workers", voters: 7 }],
    urn: {
      profile: "keepers", key: ristretto255.Point.BASE.multiply(SCALAR).toHex(), size: 96, trackers: true,
      receipt: receiptKey(), ...urn,
    },
    ...changes,
  }));
}

/* Opens a sealed ballot as the holder of the scalar would; the plain bytes, or a throw. */
function open(urn: Urn, college: number, sealed: Uint8Array): Uint8Array {
  const alpha = ristretto255.Point.fromBytes(sealed.subarray(0, 32));
  const shared = alpha.multiply(SCALAR).toBytes();
  const key = sha512(frame("urn-kem", urn.context, urn.key, sealed.subarray(0, 32), shared)).subarray(0, 32);
  return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
    null, sealed.subarray(32), frame("urn-ad", urn.context, u32(college)), new Uint8Array(24), key);
}

before(ready);

describe("a sealed ballot", () => {
  test("opens to the marks, the college, the poll and the tracker", () => {
    const urn = readUrn(manifest());
    const chance = drawChance(420);
    const tracker = hex(chance.tracker);
    const ballot = sealBallot(urn, "workers", '{"choice":1}', chance);
    assert.equal(ballot.sealed.length, 96 + 48);
    const plain = Buffer.from(open(urn, 1, ballot.sealed));
    assert.equal(plain.length, 96);
    assert.equal(plain.toString("utf8", 0, 8), "PALABRE1");
    assert.equal(plain.toString("hex", 8, 40), hex(sha256(manifest())));
    assert.equal(plain.readUInt16BE(40), 1);
    assert.equal(plain.toString("hex", 42, 52), tracker);
    assert.equal(plain.readUInt16BE(52), 420);
    assert.equal(plain.toString("utf8", 56, 56 + plain.readUInt16BE(54)), '{"choice":1}');
    assert.ok(plain.subarray(56 + 12).every((byte) => byte === 0));
    assert.match(ballot.tracker, /^([0-9A-HJKMNP-TV-Z]{4}-){4}0420$/);
    assert.equal(hex(hashOf(urn.context, 1, ballot.sealed)), hex(ballot.hash));
    assert.equal(hex(ballot.hash), hex(sha256(frame("sealed-ballot", urn.context, u32(1), ballot.sealed))));
  });

  test("does not open for another college", () => {
    const urn = readUrn(manifest());
    assert.throws(() => open(urn, 0, sealBallot(urn, "workers", "{}").sealed));
  });

  test("does not open for another manifest", () => {
    const { sealed } = sealBallot(readUrn(manifest({ title: "Other" })), "users", "{}");
    assert.throws(() => open(readUrn(manifest()), 0, sealed));
  });

  test("never comes out twice the same", () => {
    const urn = readUrn(manifest());
    const made = [1, 2, 3].map(() => sealBallot(urn, "users", "{}").reference);
    assert.equal(new Set(made).size, 3);
  });

  test("wipes the scalar that sealed it", () => {
    const chance = drawChance();
    sealBallot(readUrn(manifest()), "users", "{}", chance);
    assert.ok(chance.scalar.every((byte) => byte === 0));
  });

  test("holds what its size allows, and no byte more", () => {
    const urn = readUrn(manifest());
    assert.equal(Buffer.from(open(urn, 0, sealBallot(urn, "users", "x".repeat(40)).sealed)).readUInt16BE(54), 40);
    assert.throws(() => sealBallot(urn, "users", "x".repeat(41)), refused("marks_too_long"));
    assert.throws(() => sealBallot(urn, "users", "é".repeat(21)), refused("marks_too_long"));
  });

  test("is for a college of the poll", () =>
    assert.throws(() => sealBallot(readUrn(manifest()), "others", "{}"), refused("college_absent")));

  for (const pin of [-1, 10000, 0.5, Number.NaN]) {
    test(`takes no pin ${pin}`, () => assert.throws(() => drawChance(pin), refused("pin_refused")));
  }
});

const manifests: [string, Uint8Array][] = [
  ["that is not JSON", utf8("{")],
  ["that is not UTF-8", Uint8Array.of(0x22, 0xff, 0x22)],
  ["of an open poll", manifest({ secrecy: "open" })],
  ["of another format", manifest({ format: "palabre-manifest/2" })],
  ["without colleges", manifest({ colleges: undefined })],
  ["with a college twice", manifest({ colleges: [{ id: "users" }, { id: "users" }] })],
  ["of another profile", manifest({}, { profile: "trustees" })],
  ["with another size", manifest({}, { size: 100 })],
  ["whose key is the identity", manifest({}, { key: "00".repeat(32) })],
  ["whose key is no point", manifest({}, { key: "ff".repeat(32) })],
  ["whose key is short", manifest({}, { key: "00" })],
  ["without a receipt's key", manifest({}, { receipt: undefined })],
];

for (const [name, bytes] of manifests) {
  test(`a manifest ${name} is refused`, () => assert.throws(() => readUrn(bytes), refused("manifest_refused")));
}

function receipt(urn: Urn, hash: Uint8Array, changes: { poll?: string; seed?: Uint8Array } = {}): string {
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
  const text = ["palabre-receipt/v1", urn.log, changes.poll ?? urn.poll, base64(urn.context), base64(hash), ""].join("\n");
  const signature = ed25519.sign(utf8(text), changes.seed ?? RECEIPT_SEED);
  const number = unhex(urn.receiptKey.split("+")[1] ?? "");
  return `${text}\n\u2014 coop.example/receipt ${base64(Buffer.concat([number, signature]))}\n`;
}

describe("a receipt", () => {
  test("of our ballot holds, with lines of other signers too", () => {
    const urn = readUrn(manifest());
    const { hash } = sealBallot(urn, "users", "{}");
    checkReceipt(urn, hash, receipt(urn, hash));
    checkReceipt(urn, hash, `${receipt(urn, hash)}\u2014 other.example AAAA\n`);
  });

  test("of another ballot or poll is not ours", () => {
    const urn = readUrn(manifest());
    const [mine, other] = [sealBallot(urn, "users", "{}").hash, sealBallot(urn, "users", "{}").hash];
    assert.throws(() => checkReceipt(urn, mine, receipt(urn, other)), refused("receipt_not_ours"));
    assert.throws(() => checkReceipt(urn, mine, receipt(urn, mine, { poll: "b" })), refused("receipt_not_ours"));
  });

  test("of another signer, cut or changed, is refused", () => {
    const urn = readUrn(manifest());
    const { hash } = sealBallot(urn, "users", "{}");
    const note = receipt(urn, hash);
    const notes = [receipt(urn, hash, { seed: sha256(utf8("other")) }), note.replace("palabre", "Palabre"),
      note.slice(0, -1), note.slice(0, -2), note.replace(/\u2014.*\n/, ""), "", "\n\n", note.replace("v1", "v2")];
    for (const changed of notes) assert.throws(() => checkReceipt(urn, hash, changed), refused("receipt_refused"));
  });
});

describe("a keeper's key", () => {
  test("that the server's own program sealed opens here", () => {
    const made = {
      key: "96d474c287e86a0180cab1c6b01165ca65036241da82671df0c8a7bd048fab65", salt: "6039fc9603f09ba5cd8b659397eccf76", ops: 1, mem: 8388608,
      nonce: "4ec12ed6c03ea2186fd613ca054bedf3de91d418a34be300",
      box: "55abba4c040f5d58986a07eddefd34cd27ad74fb9dc6c78a6d0dd2825d1616e877a1f9063596528f15046921cf1d2822",
    };
    assert.equal(openKeeperKey(made, "trois gardiens, deux suffisent").length, 32);
    assert.throws(() => openKeeperKey(made, "trois gardiens, trois suffisent"), refused("passphrase_wrong"));
  });

  const MEM = 8 * 1024 * 1024;
  const PASSPHRASE = "neuf mésanges sous la pluie";
  const made = (): KeeperKey => makeKeeperKey(PASSPHRASE, 1, MEM);

  test("opens with its passphrase, however that was typed, and with no other", () => {
    const kept = made();
    assert.equal(hex(sodium.crypto_scalarmult_base(openKeeperKey(kept, PASSPHRASE))), kept.key);
    assert.equal(hex(openKeeperKey(kept, PASSPHRASE.normalize("NFD"))), hex(openKeeperKey(kept, PASSPHRASE)));
    assert.throws(() => openKeeperKey(kept, `${PASSPHRASE}.`), refused("passphrase_wrong"));
  });

  test("costs a quarter of a gibibyte to try", () => {
    const kept = makeKeeperKey(PASSPHRASE);
    assert.deepEqual([kept.ops, kept.mem], [3, 1 << 28]);
  });

  test("takes no short passphrase", () =>
    assert.throws(() => makeKeeperKey("mésange", 1, MEM), refused("passphrase_too_short")));

  const spoilt: [string, (kept: KeeperKey) => KeeperKey][] = [
    ["another public key", (kept) => ({ ...kept, key: made().key })],
    ["a short box", (kept) => ({ ...kept, box: kept.box.slice(2) })],
    ["no memory", (kept) => ({ ...kept, mem: 0 })],
    ["too much memory", (kept) => ({ ...kept, mem: 1 << 31 })],
    ["too many rounds", (kept) => ({ ...kept, ops: 11 })],
    ["a salt that is not hexadecimal", (kept) => ({ ...kept, salt: "zz".repeat(16) })],
  ];
  for (const [name, spoil] of spoilt) {
    test(`with ${name} is refused`, () =>
      assert.throws(() => openKeeperKey(spoil(made()), PASSPHRASE), refused("key_refused")));
  }

  test("opens the share that was sealed for it, when it is the published one", () => {
    const kept = made();
    const share = sodium.crypto_core_ristretto255_scalar_random();
    const published = sodium.crypto_scalarmult_ristretto255_base(share);
    const sealed = sodium.crypto_box_seal(share, unhex(kept.key));
    assert.equal(hex(openShare(kept, PASSPHRASE, sealed, published)), hex(share));
    const wrong = sodium.crypto_scalarmult_ristretto255_base(sodium.crypto_core_ristretto255_scalar_random());
    assert.throws(() => openShare(kept, PASSPHRASE, sealed, wrong), refused("share_refused"));
    assert.throws(() => openShare(made(), PASSPHRASE, sealed, published), refused("share_refused"));
  });

  test("takes a share in its one spelling only", () => {
    const kept = made();
    const order = unhex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010"); /* L, which is 0 */
    order[0] = (order[0] ?? 0) + 1; /* L + 1, which is 1 */
    const published = sodium.crypto_scalarmult_ristretto255_base(Uint8Array.of(1, ...new Uint8Array(31)));
    const sealed = sodium.crypto_box_seal(order, unhex(kept.key));
    assert.throws(() => openShare(kept, PASSPHRASE, sealed, published), refused("share_refused"));
  });
});

describe("the vectors", { skip }, () => {
  test("of the tracker", () => {
    assert.equal(trackerCode(unhex(vectors.tracker.bytes), 420), `${vectors.tracker.code}-0420`);
    assert.equal(referenceOf(unhex(`${vectors.tracker.bytes}ff`)), vectors.tracker.code);
  });

  test("of the receipt", () => {
    const urn = {
      log: "vote.example.coop/log", poll: "b1", context: unhex(vectors.urn.ctx), receiptKey: vectors.receipt.vkey,
      key: new Uint8Array(32), size: 96, colleges: [], trackers: true,
    };
    checkReceipt(urn, unhex(vectors.urn.sorted[0]), vectors.receipt.note);
    const other = unhex(vectors.urn.sorted[1]);
    assert.throws(() => checkReceipt(urn, other, vectors.receipt.note), refused("receipt_not_ours"));
  });
});

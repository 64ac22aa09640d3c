/*
 * booth.ts - makes what only a member's own browser may make: a sealed ballot, and a keeper's key.
 *
 * The one door to libsodium's wasm. It touches no page and no network: it is given the bytes of the
 * manifest and derives from them all that a ballot is bound to, so that a server that shows one poll
 * and names another gets a ballot that opens nowhere. docs/rules/urn.md gives every byte. What is
 * secret is wiped after use, as far as a browser lets us: texts stay until they are collected.
 */
import sodium from "libsodium-wrappers-sumo";

/* What is refused here: the reason is a word that a screen has a sentence for. */
export class BoothError extends Error {
  readonly reason: BoothReason;

  constructor(reason: BoothReason) {
    super(reason);
    this.reason = reason;
  }
}

export type BoothReason =
  | "manifest_refused" | "college_absent" | "marks_too_long" | "pin_refused" | "receipt_refused" | "receipt_not_ours"
  | "passphrase_too_short" | "passphrase_wrong" | "key_refused" | "share_refused";

/* What a ballot is bound to: one manifest, one poll of one log, one key. */
export type Urn = {
  log: string;
  poll: string;
  context: Uint8Array;
  key: Uint8Array;
  size: number;
  colleges: string[];
  receiptKey: string;
  trackers: boolean;
};

/* What the voter keeps, and `sealed`, which is sent. The reference and the tracker are shown before. */
export type SealedBallot = { sealed: Uint8Array; hash: Uint8Array; reference: string; tracker: string };

/* What a server keeps for a keeper: nothing in it opens without the passphrase. All in hexadecimal. */
export type KeeperKey = { key: string; salt: string; ops: number; mem: number; nonce: string; box: string };

const HEADER_BYTES = 56;
const SIZES = [96, 160, 256, 512, 1024, 2048, 4096, 8192, 16384];
const MANIFEST_BYTES_MAX = 1 << 24;
const NOTE_BYTES_MAX = 65536;
const TRACKER_BYTES = 10;
const PIN_MAX = 9999;
const BASE32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const ED25519_NOTE = 1;

/* A keeper's passphrase: what it costs to try one, and what a record may ask of a browser. */
const OPS = 3;
const MEM_BYTES = 256 * 1024 * 1024;
const OPS_MAX = 10;
const MEM_BYTES_MIN = 8 * 1024 * 1024;
const MEM_BYTES_MAX = 1024 * 1024 * 1024;
const PASSPHRASE_BYTES_MIN = 12;
const PASSPHRASE_BYTES_MAX = 1024;

/* Before any other call. */
export async function ready(): Promise<void> {
  await sodium.ready;
}

function refuseUnless(condition: boolean, reason: BoothReason): asserts condition {
  if (!condition) throw new BoothError(reason);
}

function u16(value: number): Uint8Array {
  return Uint8Array.of(value >>> 8, value & 255);
}

function u32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
}

function join(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((bytes, part) => bytes + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/*
 * RULE docs/rules/log.md
 * > frame(label, item…) = "palabre/v1" 00 || LP(label) || LP(item)…, LP(x) = u32be(len) || x
 */
function frame(label: string, ...items: Uint8Array[]): Uint8Array {
  const prefixed = [utf8(label), ...items].flatMap((item) => [u32(item.length), item]);
  return join(utf8("palabre/v1\0"), ...prefixed);
}

function hexBytes(value: unknown, bytes: number, reason: BoothReason): Uint8Array {
  refuseUnless(typeof value === "string" && value.length === 2 * bytes && /^[0-9a-f]*$/.test(value), reason);
  return sodium.from_hex(value);
}

function isGroupKey(point: Uint8Array): boolean {
  return !sodium.is_zero(point) && sodium.crypto_core_ristretto255_is_valid_point(point);
}

/* Eighty bits as people read them out: sixteen symbols in groups of four. */
function code(bytes: Uint8Array): string {
  const bits = [...bytes.subarray(0, TRACKER_BYTES)].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const symbols = (bits.match(/.{5}/g) ?? []).map((five) => BASE32[Number.parseInt(five, 2)]).join("");
  return (symbols.match(/.{4}/g) ?? []).join("-");
}

/* The tracker of ten bytes as published lists have it, with the voter's four digits. */
export function trackerCode(tracker: Uint8Array, pin: number): string {
  return `${code(tracker)}-${String(pin).padStart(4, "0")}`;
}

/* What is shown to the voter of a ballot's hash. */
export function referenceOf(hash: Uint8Array): string {
  return code(hash);
}

/* Reads the bytes of a manifest of a secret poll, as they were received: they are what is hashed. */
export function readUrn(manifest: Uint8Array): Urn {
  const refused = "manifest_refused";
  refuseUnless(manifest.length <= MANIFEST_BYTES_MAX, refused);
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(manifest));
  } catch {
    throw new BoothError(refused);
  }
  const document = parsed as Record<string, unknown> | null;
  refuseUnless(document?.["format"] === "palabre-manifest/1" && document["secrecy"] === "secret", refused);
  const { log, poll, colleges } = document;
  const urn = document["urn"] as Record<string, unknown> | null | undefined;
  refuseUnless(typeof log === "string" && typeof poll === "string" && Array.isArray(colleges), refused);
  refuseUnless(typeof urn === "object" && urn !== null && urn["profile"] === "keepers", refused);
  const ids = colleges.map((college: { id?: unknown } | null) => college?.id);
  refuseUnless(ids.every((id) => typeof id === "string") && new Set(ids).size === ids.length, refused);
  const { size, trackers, receipt } = urn;
  refuseUnless(typeof size === "number" && SIZES.includes(size) && typeof trackers === "boolean", refused);
  refuseUnless(typeof receipt === "string", refused);
  const key = hexBytes(urn["key"], 32, refused);
  refuseUnless(isGroupKey(key), refused);
  return {
    log, poll, context: sodium.crypto_hash_sha256(manifest), key, size, colleges: ids, receiptKey: receipt, trackers,
  };
}

/* h, under which the urn keeps a sealed ballot. college is its place in the manifest. */
export function hashOf(context: Uint8Array, college: number, sealed: Uint8Array): Uint8Array {
  return sodium.crypto_hash_sha256(frame("sealed-ballot", context, u32(college), sealed));
}

/* The chance that goes into one ballot. */
export type Chance = { tracker: Uint8Array; pin: number; scalar: Uint8Array };

/* Draws it. pin is what the voter chose, 0 to 9999: two voters cannot then be given one tracker. */
export function drawChance(pin: number = sodium.randombytes_uniform(PIN_MAX + 1)): Chance {
  refuseUnless(Number.isInteger(pin) && pin >= 0 && pin <= PIN_MAX, "pin_refused");
  return { tracker: sodium.randombytes_buf(TRACKER_BYTES), pin, scalar: sodium.crypto_core_ristretto255_scalar_random() };
}

/* Seals marks, the one spelling of a ballot (docs/rules/polls.md), cast in the college of that id.
 * The scalar of `chance` is wiped: chance serves once. */
export function sealBallot(urn: Urn, collegeId: string, marks: string, chance: Chance = drawChance()): SealedBallot {
  const college = urn.colleges.indexOf(collegeId);
  refuseUnless(college >= 0, "college_absent");
  const spelled = utf8(marks);
  refuseUnless(spelled.length <= urn.size - HEADER_BYTES, "marks_too_long");

  const plain = new Uint8Array(urn.size);
  plain.set(join(utf8("PALABRE1"), urn.context, u16(college), chance.tracker, u16(chance.pin), u16(spelled.length)));
  plain.set(spelled, HEADER_BYTES);
  const alpha = sodium.crypto_scalarmult_ristretto255_base(chance.scalar);
  const shared = sodium.crypto_scalarmult_ristretto255(chance.scalar, urn.key);
  const framed = frame("urn-kem", urn.context, urn.key, alpha, shared);
  const derived = sodium.crypto_hash_sha512(framed);
  const key = derived.subarray(0, 32);
  const bound = frame("urn-ad", urn.context, u32(college));
  const nonce = new Uint8Array(24); /* The key serves this ballot alone. */
  const body = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, bound, null, nonce, key);
  for (const secret of [plain, spelled, chance.scalar, shared, framed, derived]) sodium.memzero(secret);

  const sealed = join(alpha, body);
  const hash = hashOf(urn.context, college, sealed);
  return { sealed, hash, reference: referenceOf(hash), tracker: trackerCode(chance.tracker, chance.pin) };
}

function base64Bytes(text: string, bytes: number): Uint8Array {
  let read: Uint8Array;
  try {
    read = sodium.from_base64(text, sodium.base64_variants.ORIGINAL);
  } catch {
    throw new BoothError("receipt_refused");
  }
  const spelledOnce = sodium.to_base64(read, sodium.base64_variants.ORIGINAL) === text;
  refuseUnless(read.length === bytes && spelledOnce, "receipt_refused");
  return read;
}

/* The name, the number and the public key of a verification key of type 1. */
function readKey(vkey: string): { name: string; number: Uint8Array; key: Uint8Array } {
  const parts = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/.exec(vkey);
  refuseUnless(parts !== null, "receipt_refused");
  const [, name = "", number = "", spelled = ""] = parts;
  const typed = base64Bytes(spelled, 33);
  const expected = sodium.crypto_hash_sha256(join(utf8(`${name}\n`), typed)).subarray(0, 4);
  refuseUnless(typed[0] === ED25519_NOTE && sodium.to_hex(expected) === number, "receipt_refused");
  return { name, number: expected, key: typed.subarray(1) };
}

/* Refuses a receipt that is not signed by the poll's key, or that speaks of another ballot than ours. */
export function checkReceipt(urn: Urn, hash: Uint8Array, note: string): void {
  const refused = "receipt_refused";
  refuseUnless(note.length <= NOTE_BYTES_MAX, refused);
  const end = note.lastIndexOf("\n\n");
  refuseUnless(end >= 0 && note.endsWith("\n"), refused);
  const text = note.slice(0, end + 1);
  const signer = readKey(urn.receiptKey);
  const signed = note.slice(end + 2, -1).split("\n").filter((line) => line.startsWith(`\u2014 ${signer.name} `));
  let holds = false;
  for (const line of signed) {
    const blob = base64Bytes(line.slice(signer.name.length + 3), 68);
    if (!sodium.memcmp(blob.slice(0, 4), signer.number)) continue;
    refuseUnless(sodium.crypto_sign_verify_detached(blob.subarray(4), utf8(text), signer.key), refused);
    holds = true;
  }
  refuseUnless(holds, refused);
  const base64 = (bytes: Uint8Array) => sodium.to_base64(bytes, sodium.base64_variants.ORIGINAL);
  const ours = ["palabre-receipt/v1", urn.log, urn.poll, base64(urn.context), base64(hash), ""].join("\n");
  refuseUnless(text === ours, "receipt_not_ours");
}

function keyOfPassphrase(passphrase: string, salt: Uint8Array, ops: number, mem: number): Uint8Array {
  const spelled = utf8(passphrase.normalize("NFC"));
  const long = spelled.length >= PASSPHRASE_BYTES_MIN && spelled.length <= PASSPHRASE_BYTES_MAX;
  refuseUnless(long, "passphrase_too_short");
  const bounded = Number.isInteger(ops) && ops >= 1 && ops <= OPS_MAX && Number.isInteger(mem) &&
    mem >= MEM_BYTES_MIN && mem <= MEM_BYTES_MAX;
  refuseUnless(bounded, "key_refused");
  const key = sodium.crypto_pwhash(32, spelled, salt, ops, mem, sodium.crypto_pwhash_ALG_ARGON2ID13);
  sodium.memzero(spelled);
  return key;
}

/* Makes a keeper's key pair; the secret leaves this function only under the passphrase. */
export function makeKeeperKey(passphrase: string, ops: number = OPS, mem: number = MEM_BYTES): KeeperKey {
  const salt = sodium.randombytes_buf(16);
  const wrap = keyOfPassphrase(passphrase, salt, ops, mem);
  const pair = sodium.crypto_box_keypair();
  const nonce = sodium.randombytes_buf(24);
  const box = sodium.crypto_secretbox_easy(pair.privateKey, nonce, wrap);
  sodium.memzero(wrap);
  sodium.memzero(pair.privateKey);
  const hex = sodium.to_hex;
  return { key: hex(pair.publicKey), salt: hex(salt), ops, mem, nonce: hex(nonce), box: hex(box) };
}

/* Opens it again; the caller wipes the 32 bytes. */
export function openKeeperKey(kept: KeeperKey, passphrase: string): Uint8Array {
  const publicKey = hexBytes(kept.key, 32, "key_refused");
  const nonce = hexBytes(kept.nonce, 24, "key_refused");
  const box = hexBytes(kept.box, 48, "key_refused");
  const wrap = keyOfPassphrase(passphrase, hexBytes(kept.salt, 16, "key_refused"), kept.ops, kept.mem);
  let secret: Uint8Array;
  try {
    secret = sodium.crypto_secretbox_open_easy(box, nonce, wrap);
  } catch {
    throw new BoothError("passphrase_wrong");
  } finally {
    sodium.memzero(wrap);
  }
  refuseUnless(sodium.memcmp(sodium.crypto_scalarmult_base(secret), publicKey), "key_refused");
  return secret;
}

/* Opens a keeper's sealed share of an urn's key, and checks it against what the manifest has of it (V_i). */
export function openShare(kept: KeeperKey, passphrase: string, sealed: Uint8Array, published: Uint8Array): Uint8Array {
  const secret = openKeeperKey(kept, passphrase);
  let share: Uint8Array;
  try {
    share = sodium.crypto_box_seal_open(sealed, hexBytes(kept.key, 32, "key_refused"), secret);
  } catch {
    throw new BoothError("share_refused");
  } finally {
    sodium.memzero(secret);
  }
  refuseUnless(share.length === 32 && !sodium.is_zero(share), "share_refused");
  const reduced = sodium.crypto_core_ristretto255_scalar_reduce(join(share, new Uint8Array(32)));
  refuseUnless(sodium.memcmp(reduced, share), "share_refused"); /* One scalar has one spelling. */
  refuseUnless(sodium.memcmp(sodium.crypto_scalarmult_ristretto255_base(share), published), "share_refused");
  return share;
}

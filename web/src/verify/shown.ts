/* shown.ts - a ballot that was opened again before whoever holds its receipt: is it what the list says? */
import { ristretto255 } from "@noble/curves/ed25519.js";
import { sha512, sha256 } from "@noble/hashes/sha2.js";

import { readBallot } from "./ballots.ts";
import { code, equal, frame, hex, must, Refusal, refuse, textOf, u16be, u32be, unhex, utf8 } from "./bytes.ts";
import { openBox } from "./chacha.ts";
import { figure, type Figure } from "./figures.ts";
import { only, readCanonical, text } from "./json.ts";
import { readOpened } from "./opened.ts";
import type { Manifest, PollFiles } from "./polls.ts";

const { Point } = ristretto255;
type GroupPoint = InstanceType<typeof Point>;

const ORDER = Point.Fn.ORDER;
const HEADER_BYTES = 56;
const EXTRA_BYTES = 48;
const PIN_MAX = 9999;
const SPOILT = '{"spoilt":true}';

function point(bytes: Uint8Array, what: string): GroupPoint {
  try {
    const read = Point.fromBytes(bytes);
    return read.is0() ? refuse(`${what} is the neutral point`) : read;
  } catch {
    return refuse(`${what} is no point`);
  }
}

const number = (bytes: Uint8Array): bigint => BigInt(`0x${hex(bytes.toReversed())}`);

/*
 * RULE docs/rules/urn.md
 * > A point is 32 bytes, in the one spelling that RFC 9496 gives it; the neutral point is refused, and so is
 * > every result that would be neutral. A scalar is 32 bytes, the lowest first, and is below L: L and more are refused, whatever a
 * > library would make of them.
 */
function scalar(bytes: Uint8Array): bigint {
  const read = number(bytes);
  must(read < ORDER, "a scalar is not below the order");
  return read;
}

function times(of: GroupPoint, by: bigint): GroupPoint {
  const made = of.multiplyUnsafe(by);
  return made.is0() ? refuse("a product is the neutral point") : made;
}

function plus(a: GroupPoint, b: GroupPoint): GroupPoint {
  const made = a.add(b);
  return made.is0() ? refuse("a sum is the neutral point") : made;
}

export type Sealed = { context: Uint8Array; key: Uint8Array; college: number; bytes: Uint8Array };

/*
 * RULE docs/rules/urn.md
 * > To verify, A is s·B + c·Y and C is s·alpha + c·Z, and c is the challenge that they give.
 */
export function checkProof({ context, key, bytes }: Sealed, proof: Uint8Array): void {
  const [alphaBytes, sharedBytes] = [bytes.subarray(0, 32), proof.subarray(0, 32)];
  const [alpha, shared] = [point(alphaBytes, "the ballot's beginning"), point(sharedBytes, "what opens it")];
  const [challenge, response] = [scalar(proof.subarray(32, 64)), scalar(proof.subarray(64, 96))];
  const a = plus(times(Point.BASE, response), times(point(key, "the key of the urn"), challenge));
  const c = plus(times(alpha, response), times(shared, challenge));
  const made = sha512(frame("urn-opening", context, key, alphaBytes, sharedBytes, a.toBytes(), c.toBytes()));
  must(number(made) % ORDER === challenge, "the proof does not show that the ballot was opened with the key of the urn");
}

export type Plain = { tracker: string; marks: string | undefined };

/*
 * RULE docs/rules/urn.md
 * > What does not open, or opens to anything but a plain ballot of this poll and this college, is spoilt: another
 * > beginning, ctx or college, a pin above 9999, a length beyond the size, a byte after the marks that is not
 * > zero.
 */
export function openSealed({ context, key, college, bytes }: Sealed, shared: Uint8Array): Plain {
  const alpha = bytes.subarray(0, 32);
  const secret = sha512(frame("urn-kem", context, key, alpha, shared)).subarray(0, 32);
  const plain = openBox(secret, new Uint8Array(24), frame("urn-ad", context, u32be(college)), bytes.subarray(32));
  if (plain === undefined || !equal(plain.subarray(0, 8), utf8("PALABRE1"))) return { tracker: "", marks: undefined };
  const at = (place: number) => ((plain[place] ?? 0) << 8) | (plain[place + 1] ?? 0);
  const [pin, length] = [at(52), at(54)];
  if (pin > PIN_MAX) return { tracker: "", marks: undefined };
  const tracker = `${code(plain.subarray(42, 52))}-${String(pin).padStart(4, "0")}`;
  const isOurs = equal(plain.subarray(8, 40), context) && equal(plain.subarray(40, 42), u16be(college)) &&
    HEADER_BYTES + length <= plain.length && plain.subarray(HEADER_BYTES + length).every((byte) => byte === 0);
  if (!isOurs) return { tracker, marks: undefined };
  try {
    return { tracker, marks: textOf(plain.subarray(HEADER_BYTES, HEADER_BYTES + length), "a ballot") };
  } catch {
    return { tracker, marks: undefined };
  }
}

/* The ballot, in the spelling of the list. */
function judged(marks: string | undefined, manifest: Manifest): string {
  if (marks === undefined) return SPOILT;
  try {
    readBallot(marks, manifest.form);
    return marks;
  } catch (error) {
    if (error instanceof Refusal) return SPOILT;
    throw error;
  }
}

/*
 * RULE docs/rules/verify.md
 * > The ballot that an opening shows has its hash in `urn.txt`, its proof holds under the key of the urn, and
 * > what it says stands in `opened.csv`, with its tracker where the poll has them.
 */
export async function checkShown(file: Uint8Array, polls: PollFiles[]): Promise<Figure> {
  const opening = readCanonical(file, "the opening");
  only(opening, ["college", "format", "poll", "proof", "sealed"], "the opening");
  must(text(opening, "format") === "palabre-opening/1", "the opening is of another format");
  const id = text(opening, "poll");
  const files = polls.find((poll) => poll.id === id && poll.log.secret) ?? refuse("the opening is of no secret poll of this record");
  const manifest = await files.manifest();
  const urn = manifest.urn ?? refuse("the manifest has no urn");
  const college = manifest.colleges.findIndex((one) => one.id === text(opening, "college"));
  must(college >= 0, "the opening is of no college of the poll");
  const bytes = unhex(text(opening, "sealed"), urn.size + EXTRA_BYTES, "the sealed ballot");
  const proof = unhex(text(opening, "proof"), 96, "the proof");
  const sealed: Sealed = { context: unhex(manifest.hash, 32, "the manifest's hash"), key: urn.key, college, bytes };

  const hash = hex(sha256(frame("sealed-ballot", sealed.context, u32be(college), bytes)));
  must((await files.leaves("urn.txt")).includes(hash), "the opening is of a ballot that is not in the urn");
  checkProof(sealed, proof);
  const plain = openSealed(sealed, proof.subarray(0, 32));
  const marks = judged(plain.marks, manifest);
  const tracker = urn.trackers ? plain.tracker : "";
  const rows = await readOpened(files, manifest);
  const isThere = rows.some((row) => row.college === college && row.tracker === tracker && row.marks === marks);
  must(isThere, `WHAT THE BALLOT SAYS DOES NOT STAND IN THE OPENED LIST: ${marks}`);
  return figure("opened_again", { marks });
}

/* mine.ts - what one voter or elector can check of their own: a receipt, a tracker, a line of the roll. */
import { base64, commitment, frame, hex, must, refuse, u32be, unbase64, unhex } from "./bytes.ts";
import { sha256 } from "@noble/hashes/sha2.js";
import { figure, part, type Figure } from "./figures.ts";
import { bool, count, get, object, only, readCanonical, text } from "./json.ts";
import type { Keys, Life } from "./keys.ts";
import { readKey, readNote, verifyNote } from "./notes.ts";
import { readOpened } from "./opened.ts";
import type { PollFiles } from "./polls.ts";

/*
 * RULE docs/rules/witness.md
 * > A record that a revoked key signs is not believed, nor is the receipt of a poll that was opened beyond the last size.
 * > That the ballot of an earlier receipt is not in the urn proves nothing any more
 */
function checkSigner(files: PollFiles, signer: { by: Life; last: number } | undefined, isThere: boolean): void {
  if (signer?.by.revoked !== true) return;
  const size = (files.log.open?.index ?? Infinity) + 1;
  must(size <= signer.last, "the key of this receipt was revoked: none of a poll opened so late is believed");
  must(isThere, "its ballot is not in the urn, and its key was revoked: it proves nothing");
}

/*
 * RULE docs/rules/urn.md
 * > A receipt is a signed note of five lines: `palabre-receipt/v1`, the name of the log, the identifier of the poll,
 * > ctx in base64, the hash of the sealed ballot in base64.
 */
export async function checkReceipt(receipt: Uint8Array, polls: PollFiles[], keys: Keys): Promise<Figure> {
  const note = readNote(receipt, "the receipt");
  const [format, log, poll = "", context = "", spelled = "", ...more] = note.body.split("\n");
  must(format === "palabre-receipt/v1" && more.join() === "", "the receipt has not its five lines");
  const files = polls.find(({ id, log }) => id === poll && log.secret) ?? refuse("the receipt is of no secret poll of this record");
  must(log === files.log.log, "the receipt is of another log");
  const manifest = await files.manifest();
  const expected = base64(unhex(manifest.hash, 32, "the manifest's hash"));
  must(context === expected, "the receipt is of another manifest");
  verifyNote(note, [readKey(manifest.urn?.receipt ?? "")], "the receipt");
  const hash = unbase64(spelled, "the receipt's hash");
  must(hash.length === 32, "the receipt has no hash");
  must(files.log.close !== undefined, "its poll was void before it was closed: there is no urn, and no ballot counts");
  const isThere = (await files.leaves("urn.txt")).includes(hex(hash));
  checkSigner(files, keys.receipts.find(({ key }) => key.text === manifest.urn?.receipt), isThere);
  must(isThere, "THE RECEIPT IS GENUINE AND ITS BALLOT IS NOT IN THE URN: it was received and dropped");
  return figure("in_urn", { ballot: hex(hash).slice(0, 20) });
}

/*
 * RULE docs/rules/urn.md
 * > Who types a code may write it in lower case, without its hyphens, o for 0, and i or l for 1.
 */
function readTracker(typed: string): { tracker: string; pin: string } {
  const plain = typed.toUpperCase().replaceAll(/[-\s]/g, "").replaceAll("O", "0").replaceAll(/[IL]/g, "1");
  const parts = /^([0-9A-HJKMNP-TV-Z]{16})([0-9]{4})?$/.exec(plain);
  must(parts !== null, "this is not the code of a tracker");
  return { tracker: (parts[1] ?? "").replace(/(.{4})(?=.)/g, "$1-"), pin: parts[2] ?? "" };
}

export async function findTracker(typed: string, polls: PollFiles[]): Promise<Figure> {
  const { tracker, pin } = readTracker(typed);
  const found: string[] = [];
  for (const files of polls.filter(({ log }) => log.secret && log.counted !== undefined)) {
    const rows = await readOpened(files, await files.manifest());
    const isIt = (code: string) => (pin === "" ? code.slice(0, 19) === tracker : code === `${tracker}-${pin}`);
    found.push(...rows.filter((row) => isIt(row.tracker)).map(({ marks }) => marks));
  }
  must(found.length > 0, "the tracker is not among the opened ballots");
  const said = { tracker, marks: found };
  return found.length === 1 ? figure("voted", said) : figure("voted_often", { ...said, count: found.length });
}

/*
 * RULE docs/rules/urn.md
 * > The leaf of a right is SHA-256 of frame("emargement-leaf", salt, u32be(rank), one byte: 1 when the right was
 * > used, else 0).
 */
export function markLeaf(salt: Uint8Array, rank: number, used: boolean): string {
  return hex(sha256(frame("emargement-leaf", salt, u32be(rank), Uint8Array.of(used ? 1 : 0))));
}

/* The line of an elector is on the roll, and their mark on the marked register. */
export async function checkElector(bytes: Uint8Array, polls: PollFiles[]): Promise<Figure> {
  const elector = readCanonical(bytes, "the elector's file");
  only(elector, ["format", "mark?", "poll", "roll"], "the elector's file");
  must(text(elector, "format") === "palabre-elector/1", "the elector's file is of another format");
  const id = text(elector, "poll");
  const files = polls.find((poll) => poll.id === id && poll.log.open !== undefined) ?? refuse("the poll is not in this record");
  const roll = object(elector, "roll");
  only(roll, ["line", "rank", "salt"], "the line of the roll");
  const [line, rank] = [text(roll, "line"), count(roll, "rank")];
  must(line.length % 2 === 0, "the line is not bytes in hexadecimal");
  const leaf = hex(commitment(unhex(text(roll, "salt"), 32, "a salt"), unhex(line, line.length / 2, "the line")));
  must(rank > 0 && (await files.leaves("roll.txt"))[rank - 1] === leaf, `the line is not the one of rank ${rank} on the roll`);

  const isMarked = files.log.secret && files.log.close !== undefined;
  must(isMarked === (get(elector, "mark") !== undefined), "a mark is there, or is not there, against the poll");
  if (!isMarked) return figure("rank", { rank });
  const mark = object(elector, "mark");
  only(mark, ["salt", "used"], "the mark");
  const expected = markLeaf(unhex(text(mark, "salt"), 32, "a salt"), rank, bool(mark, "used"));
  must((await files.leaves("marks.txt"))[rank - 1] === expected, `the mark is not the one of rank ${rank}`);
  return [[part("rank", { rank }), part(bool(mark, "used") ? "has_voted" : "has_not_voted")]];
}

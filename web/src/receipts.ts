/* What a voter can check of their own without an account: a signed receipt, a place in the urn, a code in the list
 * of the opened ballots. It shares no code with the booth that made them; docs/rules/urn.md says every byte. Pure. */

import { sha256 } from "@noble/hashes/sha2.js";

import { base64, hex, Refusal, unbase64, utf8 } from "./verify/bytes.ts";
import { readKey, readNote, verifyNote } from "./verify/notes.ts";

/* Why something is refused, in a word that a screen has a sentence for. */
export type ReceiptFault =
  | "no_receipt" | "other_log" | "other_poll" | "other_manifest" | "false_signature" | "no_code" | "no_list";

export class ReceiptError extends Error {
  readonly fault: ReceiptFault;

  constructor(fault: ReceiptFault) {
    super(fault);
    this.fault = fault;
  }
}

/* What refuses in the verifier is a fault of ours. */
function orFault<T>(fault: ReceiptFault, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) {
      throw new ReceiptError(fault);
    }
    throw error;
  }
}

/*
 * RULE docs/rules/urn.md
 * > A receipt is a signed note of five lines: `palabre-receipt/v1`, the name of the log, the identifier of the poll,
 * > ctx in base64, the hash of the sealed ballot in base64.
 */
export function readReceipt(text: string, log: string, poll: string, manifest: Uint8Array): string {
  const note = orFault("no_receipt", () => readNote(utf8(text), "the receipt"));
  const [format, origin, id, context, spelled = "", ...more] = note.body.split("\n");
  if (format !== "palabre-receipt/v1" || more.join("") !== "") {
    throw new ReceiptError("no_receipt");
  }
  if (origin !== log) {
    throw new ReceiptError("other_log");
  }
  if (id !== poll) {
    throw new ReceiptError("other_poll");
  }
  if (context !== base64(sha256(manifest))) {
    throw new ReceiptError("other_manifest");
  }
  const { urn } = JSON.parse(new TextDecoder().decode(manifest)) as { urn?: { receipt?: string } };
  orFault("false_signature", () => verifyNote(note, [readKey(urn?.receipt ?? "")], "the receipt"));
  const hash = orFault("no_receipt", () => unbase64(spelled, "the hash"));
  return hex(hash);
}

/* --- references and codes ------------------------------------------------------------------------ */

/*
 * RULE docs/rules/urn.md
 * > Who types a code may write it in lower case, without its hyphens, o for 0, and i or l for 1.
 */
export function readCode(typed: string): { code: string; digits: string } {
  const plain = typed.toUpperCase().replaceAll(/[-\s]/g, "").replaceAll("O", "0").replaceAll(/[IL]/g, "1");
  const parts = /^([0-9A-HJKMNP-TV-Z]{16})([0-9]{4})?$/.exec(plain);
  if (parts === null) {
    throw new ReceiptError("no_code");
  }
  return { code: (parts[1] ?? "").replace(/(.{4})(?=.)/g, "$1-"), digits: parts[2] ?? "" };
}

export interface OpenedRow {
  readonly college: string;
  readonly tracker: string;
  readonly ballot: string;
}

/* One line of RFC 4180: fields between quotes may have commas, and a quote stands twice. */
function fieldsOf(line: string): string[] {
  const fields: string[] = [];
  const pattern = /(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/gy;
  for (const [, quoted, plain] of line.matchAll(pattern)) {
    fields.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
  }
  return fields;
}

/* The list of the opened ballots. */
export function readOpenedList(text: string): OpenedRow[] {
  const lines = text.split("\r\n");
  if (lines[0] !== "college,tracker,ballot" || lines.at(-1) !== "") {
    throw new ReceiptError("no_list");
  }
  return lines.slice(1, -1).map((line) => {
    const [college = "", tracker = "", ballot = ""] = fieldsOf(line);
    return { college, tracker, ballot };
  });
}

/* The rows of that code; with its digits only those that have them. */
export function rowsOf(rows: readonly OpenedRow[], typed: string): OpenedRow[] {
  const { code, digits } = readCode(typed);
  return rows.filter(({ tracker }) =>
    digits === "" ? tracker.slice(0, 19) === code : tracker === `${code}-${digits}`,
  );
}

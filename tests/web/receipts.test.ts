/* What a voter checks of their own: web/src/receipts.ts holds it against docs/rules/urn.md, without the booth that made it. */
import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { ReceiptError, type ReceiptFault, readCode, readOpenedList, readReceipt, rowsOf } from "../../web/src/receipts.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const refused = (fault: ReceiptFault) => (error: unknown) => error instanceof ReceiptError && error.fault === fault;

const LOG = "coop.example/log";
const POLL = "0b3f6d4e-2f5a-4a51-9d0e-7c1d1f0a0b01";
const SEED = sha256(utf8("receipts of this test"));
const HASH = sha256(utf8("a sealed ballot"));

/* A signer's name, the number of their key, and both as a verification key of type 1. */
function signer(name = "coop.example/receipt") {
  const typed = Buffer.concat([Uint8Array.of(1), ed25519.getPublicKey(SEED)]);
  const number = sha256(Buffer.concat([utf8(`${name}\n`), typed])).subarray(0, 4);
  return { name, number, vkey: `${name}+${hex(number)}+${typed.toString("base64")}` };
}

const manifest = (changes: object = {}) =>
  utf8(JSON.stringify({ format: "palabre-manifest/1", poll: POLL, urn: { receipt: signer().vkey }, ...changes }));

function sign(body: string, seed = SEED): string {
  const { name, number } = signer();
  return `${body}\n\u2014 ${name} ${base64(Buffer.concat([number, ed25519.sign(utf8(body), seed)]))}\n`;
}

/* The five lines of a receipt, some of them another's. */
function receipt(changes: { format?: string; log?: string; poll?: string; manifest?: Uint8Array; hash?: string } = {}): string {
  const { format = "palabre-receipt/v1", log = LOG, poll = POLL, hash = base64(HASH) } = changes;
  return sign([format, log, poll, base64(sha256(changes.manifest ?? manifest())), hash, ""].join("\n"));
}

const read = (text: string) => readReceipt(text, LOG, POLL, manifest());

describe("a receipt", () => {
  test("says the hash of the ballot, in hexadecimal", () => assert.equal(read(receipt()), hex(HASH)));

  test("holds with lines of signers that nobody knows here", () =>
    assert.equal(read(`${receipt()}\u2014 other.example/receipt AAAAAAAA\n`), hex(HASH)));

  const faults: [string, string, ReceiptFault][] = [
    ["that is no note", "palabre-receipt/v1", "no_receipt"],
    ["that is empty", "", "no_receipt"],
    ["of another form", receipt({ format: "palabre-receipt/v2" }), "no_receipt"],
    ["with a line more", sign(`${["palabre-receipt/v1", LOG, POLL, base64(sha256(manifest())), base64(HASH), "more"].join("\n")}\n`),
      "no_receipt"],
    ["whose hash is not base64", receipt({ hash: "!" }), "no_receipt"],
    ["of another cooperative", receipt({ log: "other.example/log" }), "other_log"],
    ["of another poll", receipt({ poll: "0b3f6d4e-2f5a-4a51-9d0e-7c1d1f0a0b02" }), "other_poll"],
    ["of another frozen question", receipt({ manifest: manifest({ title: "Other" }) }), "other_manifest"],
    ["that another key signed", sign(receipt().split("\n\n")[0] + "\n", sha256(utf8("other"))), "false_signature"],
    ["whose hash was changed", receipt().replace(base64(HASH), base64(sha256(utf8("other")))), "false_signature"],
  ];
  for (const [name, text, fault] of faults) {
    test(`${name} is refused, with the word for why`, () => assert.throws(() => read(text), refused(fault)));
  }

  test("says nothing where the manifest names no key", () => {
    const bare = utf8("{}");
    assert.throws(() => readReceipt(receipt({ manifest: bare }), LOG, POLL, bare), refused("false_signature"));
  });

  test("lets a mistake of ours through as what it is", () => {
    const broken = utf8("{");
    assert.throws(() => readReceipt(receipt({ manifest: broken }), LOG, POLL, broken), SyntaxError);
  });
});

describe("a code", () => {
  const CODE = "0123-4567-89AB-CDEF";
  const spelled: [string, string, string][] = [
    ["as it is printed", `${CODE}-0420`, "0420"],
    ["without its digits", CODE, ""],
    ["in lower case, without hyphens", "0123456789abcdef0420", "0420"],
    ["with spaces", " 0123 4567 89AB CDEF 0420 ", "0420"],
    ["with letters that look like digits", "oi23-4567-89AB-CDEF-o42O", "0420"],
    ["with the other letter that looks like one", "0L23-4567-89AB-CDEF", ""],
  ];
  for (const [name, typed, digits] of spelled) {
    test(`is read ${name}`, () => assert.deepEqual(readCode(typed), { code: CODE, digits }));
  }

  for (const typed of ["", "0123", "0123-4567-89AB-CDEU", `${CODE}-042`, `${CODE}-04200`, `${CODE}-042A`]) {
    test(`"${typed}" is none`, () => assert.throws(() => readCode(typed), refused("no_code")));
  }
});

describe("the list of the opened ballots", () => {
  const MINE = "0123-4567-89AB-CDEF";
  const LIST = ["college,tracker,ballot", `users,${MINE}-0420,"{""ranks"":[1,2]}"`, `workers,${MINE}-0421,blank`,
    "users,ZZZZ-ZZZZ-ZZZZ-ZZZZ-0420,", ""].join("\r\n");

  test("is read with its quotes and its commas", () =>
    assert.deepEqual(readOpenedList(LIST)[0], { college: "users", tracker: `${MINE}-0420`, ballot: '{"ranks":[1,2]}' }));

  test("may have no ballot, and a ballot no mark", () => {
    assert.deepEqual(readOpenedList("college,tracker,ballot\r\n"), []);
    assert.equal(readOpenedList(LIST)[2]?.ballot, "");
  });

  for (const text of ["", "college,tracker\r\n", "college,tracker,ballot", "college,tracker,ballot\r\nusers,x,y", "<html>"]) {
    test(`${JSON.stringify(text)} is none`, () => assert.throws(() => readOpenedList(text), refused("no_list")));
  }

  test("has the rows of a code, and with its digits the one", () => {
    const rows = readOpenedList(LIST);
    assert.deepEqual(rowsOf(rows, MINE).map(({ college }) => college), ["users", "workers"]);
    assert.deepEqual(rowsOf(rows, `${MINE.toLowerCase()}-0421`).map(({ college }) => college), ["workers"]);
    assert.deepEqual(rowsOf(rows, `${MINE}-0422`), []);
    assert.throws(() => rowsOf(rows, "nothing"), refused("no_code"));
  });
});

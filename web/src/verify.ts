/*
 * verify.ts - the second verifier of records: written from docs/rules/ alone, sharing no code with the program or the booth.
 *
 *     tools/node web/src/verify.ts FILE.tar [--key VKEY]... [--policy FILE] [--since CHECKPOINT]
 *                                  [--receipt FILE] [--tracker CODE] [--opening FILE] [--elector FILE] [--json]
 *
 * A page calls verifyRecord; run as a program, it reads FILE.tar and FILE.tar.minisig beside it, prints
 * one line per check, and exits 0 when none failed, 1 when one did, 2 when it was used wrongly.
 */
export { verifyRecord, type Asked, type Check, type Progress, type Report } from "./verify/record.ts";
export { sourceOfBlob, sourceOfBytes, type Source } from "./verify/source.ts";

/* Kept from bundlers: a browser has neither files nor arguments. */
const PROGRAM: string = "./verify/program.ts";
if (import.meta.main) await import(PROGRAM);

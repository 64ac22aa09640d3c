/* layout.ts - the files that a record has, and no other (docs/rules/record.md). */
import { equal, hex, must } from "./bytes.ts";
import { bool, count, only, readCanonical, text, texts } from "./json.ts";
import { ATTACHMENT, type Log } from "./log.ts";
import type { Checkpoint } from "./notes.ts";
import type { Poll } from "./states.ts";
import type { Tar } from "./tar.ts";
import { tileNames } from "./tiles.ts";

/* What is read is missed by the check that reads it; what is for people proves nothing, there or not. */
const OF_EVERY_RECORD = ["LICENSE", "README.md", "RECORD.json", "keys.txt", "log/checkpoint", "minisign.pub", "receipts/README.md"];
/* Open data, in the order of the names. */
const TABLES = new Set([
  "amendments", "assemblies", "colleges", "contributions", "decisions", "extensions", "incidents", "initiatives", "minutes", "motions",
  "nominations", "notices", "polls", "recusals", "resolutions", "speeches", "suspensions", "temperatures",
]);
const UUID_FOLDER = /^polls\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/[^/]+$/;

/* The identifiers of the polls that have a folder, in their order. */
export function pollFolders(tar: Tar): string[] {
  const ids = [...tar.files.keys()].map((name) => UUID_FOLDER.exec(name)?.[1]);
  return [...new Set(ids.filter((id) => id !== undefined))].sort();
}

/* The files of a poll: those that must be there, and those that may. */
export function filesOfPoll(poll: Poll): { must: string[]; may: string[] } {
  const files = ["question.json"];
  if (poll.open !== undefined) files.push("manifest.json", "roll.txt");
  if (poll.close !== undefined) files.push("box.json");
  /* Of a poll that was annulled the lists are there as long as they are kept. */
  const lists = poll.close !== undefined && poll.secret ? ["marks.txt", "urn.txt"] : [];
  if (poll.state === "void") return { must: files, may: lists };
  files.push(...lists);
  if (poll.counted === undefined) return { must: files, may: [] };
  const ballots = poll.secret ? "opened.csv" : "openings.jsonl";
  return {
    must: [...files, "outcome.json", ballots, "result.json", "result.csv", "result-fr.csv"],
    may: ["ballots.abif", "ballots.blt"],
  };
}

/*
 * RULE docs/rules/verify.md
 * > `RECORD.json` is canonical and has the form of docs/rules/record.md; its log, size and root are those of the checkpoint
 */
export function checkRecordJson(bytes: Uint8Array, tar: Tar, checkpoint: Checkpoint): boolean {
  const record = readCanonical(bytes, "RECORD.json");
  only(record, ["all", "format", "licence", "log", "polls", "root", "size", "society"], "RECORD.json");
  must(text(record, "format") === "palabre-record/1", "RECORD.json is of another format");
  text(record, "licence");
  text(record, "society");
  must(text(record, "log") === checkpoint.origin, "RECORD.json names another log than the checkpoint");
  must(count(record, "size") === checkpoint.size, "RECORD.json gives another size than the checkpoint");
  must(text(record, "root") === hex(checkpoint.root), "RECORD.json gives another root than the checkpoint");
  must(texts(record, "polls").join() === pollFolders(tar).join(), "RECORD.json names other polls than those that are there");
  return bool(record, "all");
}

/* Every name that must be there is; every other one is let by the log or by `all`. How many there are. */
export function checkNames(tar: Tar, log: Log, checkpoint: Checkpoint, all: boolean): number {
  const left = new Set(tar.files.keys());
  const take = (name: string) => must(left.delete(name), `${name} is not there`);
  OF_EVERY_RECORD.forEach((name) => left.delete(name));
  tileNames(checkpoint.size).forEach((name) => take(`log/${name}`));
  for (const id of pollFolders(tar)) {
    const poll = log.states.polls.get(id);
    must(poll !== undefined, `the poll ${id} is not in the log`);
    const files = filesOfPoll(poll);
    files.must.forEach((name) => take(`polls/${id}/${name}`));
    files.may.forEach((name) => left.delete(`polls/${id}/${name}`));
  }
  for (const name of left) must(isLet(name, log, all), `${name} is not a file of a record`);
  return tar.files.size;
}

function isLet(name: string, log: Log, all: boolean): boolean {
  const table = /^tables\/([a-z]+)\.csv$/.exec(name)?.[1];
  if (table !== undefined || name === "tables/README.md") return all && (table === undefined || TABLES.has(table));
  const file = /^attachments\/([0-9a-f]{64})$/.exec(name)?.[1];
  if (file !== undefined) return log.words.get(file) === ATTACHMENT;
  const [, folder, hash = ""] = /^(constitutions|society|texts)\/([0-9a-f]{64})\.json$/.exec(name) ?? [];
  if (folder === "constitutions") return log.named.constitution.has(hash);
  if (folder === "society") return log.named.society.has(hash);
  return folder === "texts" && log.named.text.has(hash);
}

/* Leaves of a file of lines: 64 hexadecimal characters and a line feed each. */
export function readLeaves(content: string, what: string): string[] {
  must(/^([0-9a-f]{64}\n)*$/.test(content), `${what} has a line that is no hash`);
  return content.split("\n").slice(0, -1);
}

export function sameBytes(a: Uint8Array, b: Uint8Array, what: string): void {
  must(equal(a, b), `${what} is not what the documents give`);
}

/*
 * record.ts - verifies an exported record: every check of docs/rules/verify.md, one line each.
 *
 * Written from that page and the pages that it names, with no code of the program that it judges. It
 * reads the file that it is given and nothing else, in the browser or in Node.
 */
import { Absent, equal, hex, must, Refusal, refuse, utf8 } from "./bytes.ts";
import { checkDocuments, checkNamed, checkWhole } from "./documents.ts";
import { figure, part, textOfFigure, type Figure, type What } from "./figures.ts";
import type { Asked as AskedOfStatutes } from "./gates.ts";
import { readCanonical } from "./json.ts";
import { checkNames, checkRecordJson, pollFolders } from "./layout.ts";
import { readLog, type Log } from "./log.ts";
import { checkElector, checkReceipt, findTracker } from "./mine.ts";
import { hashFile, readMinisign, readMinisignPub, verifyMinisign } from "./minisign.ts";
import { linesOf, readCheckpoint, readKey, readNote, verifyNote, type Checkpoint, type Key, type Note } from "./notes.ts";
import { checkOpened, checkOpenings } from "./opened.ts";
import { readPolicy, verifyQuorum, type Policy } from "./policy.ts";
import { PollFiles } from "./polls.ts";
import { recount } from "./recount.ts";
import { checkCounts, checkRoots } from "./roots.ts";
import { checkShown } from "./shown.ts";
import type { Source } from "./source.ts";
import { contentOf, readTar, type Tar } from "./tar.ts";
import { verifyTiles } from "./tiles.ts";

/* The figure of a check in words, and as the data from which a page makes words of its own; why it failed is words alone. */
export type Check = { check: string; state: "ok" | "failed" | "absent"; figure: string; said: Figure };
export type Report = { checks: Check[]; holds: boolean };

/* What whoever verifies knows or asks besides the file. */
export type Asked = {
  minisig?: Uint8Array;
  keys?: string[];
  policy?: Uint8Array;
  since?: Uint8Array;
  receipt?: Uint8Array;
  tracker?: string;
  opening?: Uint8Array;
  elector?: Uint8Array;
};

/* Told what is under way, and how far, from 0 to 1. */
export type Progress = (what: "hash" | "log" | "polls", done: number) => void;

/* A value that is made once; who asks again is refused for the same reason. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

class Exported {
  readonly source: Source;
  readonly asked: Asked;
  readonly progress: Progress;
  readonly tar: () => Promise<Tar>;
  readonly note: () => Promise<Note>;
  readonly checkpoint: () => Promise<Checkpoint>;
  readonly log: () => Promise<Log>;
  readonly polls: () => Promise<PollFiles[]>;

  constructor(source: Source, asked: Asked, progress: Progress) {
    this.source = source;
    this.asked = asked;
    this.progress = progress;
    this.tar = once(() => readTar(source));
    this.note = once(async () => readNote(await contentOf(await this.tar(), "log/checkpoint"), "the checkpoint"));
    this.checkpoint = once(async () => readCheckpoint(await this.note(), "the checkpoint"));
    this.log = once(async () => readLog(await this.tar(), (await this.checkpoint()).size, (done) => progress("log", done)));
    this.polls = once(async () => {
      const [tar, { states }] = [await this.tar(), await this.log()];
      const known = (id: string) => states.polls.get(id) ?? refuse(`the poll ${id} is not in the log`);
      return pollFolders(tar).map((id) => new PollFiles(tar, known(id)));
    });
  }

  file(name: string): Promise<Uint8Array> {
    return this.tar().then((tar) => contentOf(tar, name));
  }

  /* The keys that whoever verifies knows from elsewhere. */
  givenKeys(): Key[] {
    const { keys = [], policy } = this.asked;
    return [...keys.map(readKey), ...(policy === undefined ? [] : readPolicy(policy).logs)];
  }

  /* The keys to believe for a checkpoint of that size. */
  async keysFor(size: number): Promise<Key[]> {
    const given = this.givenKeys();
    const log = await this.log();
    if (given.length > 0) return given.filter((key) => log.keys.believes(key, size));
    return log.keys.goodFor(size, log.secondAt(size));
  }

  /* The policy to meet. */
  policyFor(log: Log): Policy {
    return readPolicy(this.asked.policy ?? utf8(log.keys.policyText()));
  }

  /* Does the same to each poll; what it gives adds up, and the first refusal names its poll. */
  async each(what: What, judge: (files: PollFiles) => Promise<number>): Promise<Figure> {
    const polls = await this.polls();
    let sum = 0;
    for (const [i, files] of polls.entries()) {
      this.progress("polls", i / polls.length);
      try {
        sum += await judge(files);
      } catch (error) {
        if (error instanceof Refusal) refuse(`poll ${files.id}: ${error.message}`);
        throw error;
      }
    }
    return [[part(what, { count: sum }), part("of_polls", { count: polls.length })]];
  }
}

async function signature(record: Exported): Promise<Figure> {
  const { minisig } = record.asked;
  const [tar, checkpoint, log] = [await record.tar(), await record.checkpoint(), await record.log()];
  mustBeRead(log, checkpoint);
  const pub = readMinisignPub(await contentOf(tar, "minisign.pub"));
  const { key: announced, by } = log.keys.records.at(-1) ?? refuse("the log announces no key for records");
  must(!by.revoked, "the key for records was revoked");
  must(equal(pub.key, announced.key) && equal(pub.number, announced.number), "minisign.pub is not the key that the log announced");
  must(minisig !== undefined, "there is no signature beside the file");
  const signed = readMinisign(minisig);
  verifyMinisign(signed, announced, await hashFile(record.source, (done) => record.progress("hash", done)));
  const words = signed.comment.split(" ");
  for (const [name, value] of [["log=", checkpoint.origin], ["size=", checkpoint.size], ["root=", hex(checkpoint.root)]]) {
    const said = words.filter((word) => word.startsWith(`${name}`)).join(" ");
    must(said === `${name}${value}`, `the trusted comment does not say ${name}${value}, or not once`);
  }
  return figure("comment", { comment: signed.comment });
}

/*
 * RULE docs/rules/verify.md
 * > A log of which not every entry can be read says nothing of its keys: V1 and V2 have failed, and V4 where it is asked for.
 */
function mustBeRead(log: Log, { size }: { size: number }): void {
  must(log.isWhole && log.leaves.length === size, "the log cannot be read, which has the keys");
}

/*
 * RULE docs/rules/verify.md
 * > Where no key is given, the figure says that the key is one that the record itself names, and where no policy is, that the witnesses
 * > are: such a check shows that nothing was changed since the key signed it, and not whose key it is.
 */
function believed(record: Exported, keys: Key[], log: Log): Figure {
  const isGiven = record.givenKeys().length > 0;
  const ofKeys = isGiven ? part("given_key") : part("own_keys", { keys: keys.map((key) => key.text) });
  const namesWitnesses = record.asked.policy === undefined && log.keys.policy !== undefined;
  return [[ofKeys], ...(namesWitnesses ? [[part("own_witnesses")]] : [])];
}

async function checkpointSignatures(record: Exported): Promise<Figure> {
  const [note, checkpoint, log] = [await record.note(), await record.checkpoint(), await record.log()];
  mustBeRead(log, checkpoint);
  must(checkpoint.origin === log.keys.origin, "the checkpoint is of another log than the entries say");
  const keys = await record.keysFor(checkpoint.size);
  verifyNote(note, keys, "the checkpoint");
  must(equal(await record.file("keys.txt"), log.keys.file()), "keys.txt is not what the log says");
  const newest = verifyQuorum(record.policyFor(log), note);
  const at = new Date(Number(newest) * 1000).toISOString().replace(".000", "");
  const seen = [part("origin", { origin: checkpoint.origin }), newest === 0n ? part("no_witness") : part("witnessed", { at })];
  return [seen, ...continued(log), ...believed(record, keys, log)];
}

/*
 * RULE docs/rules/verify.md
 * > Where the log was continued the figure says how often, and under which name it was before.
 */
function continued({ keys: { names } }: Log): Figure {
  const said = names.slice(1).map(({ first }, i) => part("continued", { origin: names[i]?.origin ?? "", index: first - 1 }));
  return said.length === 0 ? [] : [[part("renamed", { count: said.length }), ...said]];
}

async function tree(record: Exported): Promise<Figure> {
  const [tar, checkpoint, log] = [await record.tar(), await record.checkpoint(), await record.log()];
  must(log.isWhole && log.leaves.length === checkpoint.size && log.begins(checkpoint), "the entries do not give the root of the checkpoint");
  const tiles = await verifyTiles(tar, log.leaves);
  return [[part("entries", { count: checkpoint.size }), part("tiles", { count: tiles })]];
}

/*
 * RULE docs/rules/witness.md
 * > a checkpoint that no other key signs is believed only where the quorum of the policy cosigned it
 */
function checkRevoked(note: Note, keys: Key[], policy: Policy, log: Log): void {
  const others = keys.filter((key) => log.keys.believes(key, Infinity));
  if (!others.some((key) => linesOf(note, key).length > 0)) verifyQuorum(policy, note);
}

async function earlier(record: Exported): Promise<Figure> {
  const { since } = record.asked;
  if (since === undefined) throw new Absent("not_asked");
  const note = readNote(since, "the earlier checkpoint");
  const [old, now, log] = [readCheckpoint(note, "the earlier checkpoint"), await record.checkpoint(), await record.log()];
  mustBeRead(log, now);
  const kept = log.keys.keptOf(note, old);
  if (kept !== undefined) {
    const said = figure("left_behind", { index: kept, last: old.size - 1 });
    throw new Refusal(textOfFigure(said), said);
  }
  must(old.origin === log.keys.originAt(old.size), "the earlier checkpoint is of another log");
  must(old.size <= now.size, "the earlier checkpoint is larger than this one: entries are gone");
  const keys = await record.keysFor(old.size);
  verifyNote(note, keys, "the earlier checkpoint");
  if (!log.begins(old)) {
    checkRevoked(note, keys, record.policyFor(log), log);
    refuse("THE LOG WAS CHANGED: its beginning is not the tree of the earlier checkpoint");
  }
  return figure("seen_before", { count: old.size, size: now.size });
}

/* Why what an entry says is not so under that version; one that cannot be read lets nothing be so. */
async function whyUnder(record: Exported, hash: string, why: AskedOfStatutes["why"]): Promise<string | undefined> {
  try {
    return why(readCanonical(await record.file(`constitutions/${hash}.json`), "a constitution"));
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

async function entries(record: Exported): Promise<Figure> {
  const log = await record.log();
  if (log.fault !== undefined) refuse(`entry ${log.fault.index}: ${log.fault.reason}`);
  for (const { index, under, why } of log.states.asked) {
    const found = await Promise.all(under.map((hash) => whyUnder(record, hash, why)));
    if (!found.includes(undefined)) refuse(`entry ${index}: ${found[0] ?? "no constitution is in force"}`);
  }
  must(log.leaves.length > 0, "the log is empty");
  must(log.quotedOwn === undefined, `entry ${log.quotedOwn}: the checkpoint that it quotes is one of this log`);
  const lost = [...log.states.polls.values()].find(({ state }) => state === "lost");
  must(lost === undefined, `the poll ${lost?.id} was not counted when the log was continued, and is not void`);
  return figure("entries", { count: log.leaves.length });
}

async function documents(record: Exported): Promise<Figure> {
  const [tar, log] = [await record.tar(), await record.log()];
  const named = await checkNamed(tar, log);
  await checkWhole(tar, log);
  const ofPolls = await record.each("poll_documents", (files) => checkDocuments(files, tar, log));
  return [[part("named_documents", { count: named })], ...ofPolls];
}

async function ballots(record: Exported): Promise<Figure> {
  let twice = 0;
  const checked = await record.each("ballots", async (files) => {
    await files.ground();
    if (!files.isCounted) return 0;
    if (!files.log.secret) return checkOpenings(files);
    const opened = await checkOpened(files);
    twice += opened.twice;
    return opened.ballots;
  });
  return twice === 0 ? checked : [...checked, [part("trackers_twice", { count: twice })]];
}

const counts = (record: Exported): Promise<Figure> => record.each("recounted", async (files) => {
  await files.ground();
  if (!files.isCounted) return 0;
  await recount(files);
  return 1;
});

async function mine(record: Exported): Promise<Figure> {
  const { receipt, tracker, opening } = record.asked;
  if (receipt === undefined && tracker === undefined && opening === undefined) throw new Absent("not_asked");
  const [polls, log] = [await record.polls(), await record.log()];
  const found: Figure[] = [];
  if (receipt !== undefined) found.push(await checkReceipt(receipt, polls, log.keys));
  if (tracker !== undefined) found.push(await findTracker(tracker, polls));
  if (opening !== undefined) found.push(await checkShown(opening, polls));
  return found.flat();
}

async function elector(record: Exported): Promise<Figure> {
  if (record.asked.elector === undefined) throw new Absent("not_asked");
  return checkElector(record.asked.elector, await record.polls());
}

async function layout(record: Exported): Promise<Figure> {
  const [tar, checkpoint, log] = [await record.tar(), await record.checkpoint(), await record.log()];
  const all = checkRecordJson(await contentOf(tar, "RECORD.json"), tar, checkpoint);
  return figure("files", { count: checkNames(tar, log, checkpoint, all) });
}

const notBuilt = async (): Promise<Figure> => {
  throw new Absent("no_such_level");
};

const CHECKS: [string, (record: Exported) => Promise<Figure>][] = [
  ["V1", signature], ["V2", checkpointSignatures], ["V3", tree], ["V4", earlier], ["V5", entries], ["V6", documents],
  ["V7", (record) => record.each("leaves", checkRoots)], ["V8", (record) => record.each("voters", checkCounts)],
  ["V9", ballots], ["V10", notBuilt], ["V11", notBuilt], ["V12", notBuilt], ["V13", notBuilt], ["V14", notBuilt],
  ["V15", notBuilt], ["V16", counts], ["V17", notBuilt], ["V18", mine], ["V19", elector], ["V20", layout],
];

/* A check that meets what nobody foresaw has failed too: what could not be looked at does not hold. */
async function judge(name: string, check: (record: Exported) => Promise<Figure>, record: Exported): Promise<Check> {
  const judged = (state: Check["state"], said: Figure) => ({ check: name, state, figure: textOfFigure(said), said });
  try {
    return judged("ok", await check(record));
  } catch (error) {
    if (error instanceof Absent) return judged("absent", figure(error.what));
    const reason = error instanceof Error ? error.message : String(error);
    if (error instanceof Refusal) return { check: name, state: "failed", figure: reason, said: error.said };
    return { check: name, state: "failed", figure: `cannot be read: ${reason}`, said: [] };
  }
}

/* `tell` hears each check as it is done. */
export async function verifyRecord(
  source: Source, asked: Asked = {}, progress: Progress = () => undefined, tell: (check: Check) => void = () => undefined,
): Promise<Report> {
  const record = new Exported(source, asked, progress);
  const checks: Check[] = [];
  for (const [name, check] of CHECKS) {
    const judged = await judge(name, check, record);
    checks.push(judged);
    tell(judged);
  }
  return { checks, holds: checks.every(({ state }) => state !== "failed") };
}

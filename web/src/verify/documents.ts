/* documents.ts - the documents of a poll are those that the log names, and say what its entries say. */
import { ristretto255 } from "@noble/curves/ed25519.js";

import { checkQuestion } from "./asked.ts";
import { mustBeAttached } from "./attached.ts";
import { hashOf, must, refuse, unhex, utf8 } from "./bytes.ts";
import { readConstitution } from "./constitution.ts";
import { bool, count, get, object, objects, readCanonical, text, textOr, type JsonObject } from "./json.ts";
import { pollFolders } from "./layout.ts";
import { ATTACHMENT, type Log } from "./log.ts";
import { drawOrder } from "./lot.ts";
import { agree, type Manifest, type PollFiles, type Urn } from "./polls.ts";
import { checkRounds } from "./rounds.ts";
import type { Poll } from "./states.ts";
import { checkStatutes } from "./statutes.ts";
import { contentOf, type Tar } from "./tar.ts";

const OF_QUESTION = [
  "title", "seats", "options", "scale", "max_length", "budget", "reserved", "terms", "surplus", "absolute_majority", "first_round",
];
const [DAY, KEPT_DAYS_MAX] = [86_400, 3650];
const OF_CREATE = ["poll", "assembly", "kind", "class", "secrecy", "electorate", "opens_at", "closes_at", "resolution", "amendment"];

async function mustHash(files: PollFiles, name: string, hash: string): Promise<void> {
  must(hashOf(await files.bytes(name)) === hash, `${name} has not the hash that the log gives it`);
}

/* Each document that the log names by its hash is there under it. */
async function checkHashes(files: PollFiles): Promise<number> {
  const { create, open, close, counted } = files.log;
  await mustHash(files, "question.json", text(create.d, "question"));
  if (open === undefined) return 1;
  await mustHash(files, "manifest.json", text(open.d, "manifest"));
  if (close !== undefined) await mustHash(files, "box.json", text(close.d, "box"));
  if (counted !== undefined) await mustHash(files, "outcome.json", text(counted.d, "outcome"));
  return 1 + [open, close, counted].filter((entry) => entry !== undefined).length;
}

function checkEntries(manifest: Manifest, poll: Poll, log: Log): void {
  const { document } = manifest;
  const { create, call, open, counted } = poll;
  for (const name of OF_CREATE) agree(document, create.d, name, "poll.create");
  must(text(document, "log") === poll.log, "the manifest is of another log");
  must((text(document, "call") === "second") === (poll.assembly?.call === "second"), "call of the manifest is not that of the assembly");
  must(call !== undefined && open !== undefined, "the poll was never opened");
  agree(document, call.d, "text", "poll.call");
  const entered = log.states.constitutions.get(manifest.constitution.id);
  must(text(call.d, "constitution") === manifest.constitution.id, "the poll was called under another constitution");
  must(entered?.hash === manifest.constitution.hash && entered.number === manifest.constitution.number,
    "the constitution of the manifest is not the one that was entered");
  for (const name of ["roll_root", "voters"]) agree(document, open.d, name, "poll.open");
  const colleges = object(open.d, "colleges");
  must(Object.keys(colleges).length === manifest.colleges.length, "poll.open has other colleges than the manifest");
  for (const { id, voters } of manifest.colleges) must(get(colleges, id) === voters, `poll.open has other voters in ${id}`);
  must(text(document, "board_opinion") === poll.opinion, "board_opinion is not the one that the log has");
  if (counted !== undefined) {
    const { id, version } = manifest.method;
    must(text(counted.d, "method") === id && count(counted.d, "version") === version, "poll.count names another method");
  }
}

/*
 * RULE docs/rules/verify.md
 * > So are the `parameters`, but that the manifest may add the `seed` of the poll's lot.
 */
function checkSame(manifest: Manifest, question: JsonObject): void {
  const { document } = manifest;
  for (const name of OF_QUESTION) agree(document, question, name, "the question");
  must(text(question, "method") === manifest.method.id, "the manifest names another method than the question");
  must(text(question, "ballot") === manifest.form.kind, "the question announces other ballots than its method takes");
  const [asked, given] = [object(question, "parameters"), object(document, "parameters")];
  for (const name of new Set([...Object.keys(asked), ...Object.keys(given)])) {
    const isSeed = name === "seed" && get(asked, name) === undefined;
    if (isSeed) must(text(given, "seed") === textOr(object(document, "tie_order"), "seed"), "the manifest adds another seed");
    else agree(given, asked, name, "the question's parameters");
  }
}

function checkTies(manifest: Manifest, poll: Poll, constitution: JsonObject): void {
  const ties = object(manifest.document, "tie_order");
  const rule = text(ties, "rule");
  const expected = manifest.method.id === "motion" ? "none" : text(constitution, "tie_break");
  must(rule === expected, "tie_order has another rule than the constitution");
  const seed = textOr(ties, "seed");
  if (rule === "none") {
    must(seed === undefined && manifest.tieOrder.every((option, i) => option === i), "the options of a motion are in another order");
    return;
  }
  const isNobody = (option: number) => get(manifest.options[option]?.document ?? {}, "none") !== undefined;
  const nobody = manifest.tieOrder.filter(isNobody);
  must(nobody.length === 0 || nobody[0] === manifest.tieOrder[0], "who is nobody does not come first");
  const lot = textOr(poll.call?.d ?? {}, "lot");
  must(seed !== undefined && lot !== undefined, "the lot has no seed, or one that the call did not commit to");
  must(hashOf(unhex(seed, 32, "the seed")) === lot, "the seed of the lot is not the one that was committed to");
  if (rule !== "lot") return;
  const drawn = drawOrder(utf8(seed), manifest.options.length);
  const order = [...nobody, ...drawn.filter((option) => !isNobody(option))];
  must(order.join() === manifest.tieOrder.join(), "the order of ties is not the one that the lot gives");
}

function point(bytes: Uint8Array): InstanceType<typeof ristretto255.Point> {
  try {
    const read = ristretto255.Point.fromBytes(bytes);
    return read.is0() ? refuse("a key of the urn is the neutral point") : read;
  } catch {
    return refuse("a key of the urn is no point");
  }
}

/*
 * RULE docs/rules/verify.md
 * > `urn.trackers` is that of `poll.create`, and `urn.kept_until` as many days after `closes_at` as its `kept_days`.
 */
function checkKept({ document }: Manifest, { create: { d } }: Poll): void {
  const [urn, days] = [object(document, "urn"), count(d, "kept_days")];
  must(get(urn, "trackers") === get(d, "trackers"), "the urn has trackers that were not announced, or none");
  const until = count(document, "closes_at") + days * DAY;
  must(days > 0 && days <= KEPT_DAYS_MAX && count(urn, "kept_until") === until, "the urn keeps its ballots otherwise than was announced");
}

/* What is known of a poll besides its own documents. */
type Ground = { poll: Poll; log: Log; constitution: JsonObject };

/*
 * RULE docs/rules/urn.md
 * > The four belong together when 2·V_1 - V_2 = Y and 2·V_2 - V_1 = V_3.
 */
function checkUrn(urn: Urn, manifest: Manifest, { poll, log, constitution }: Ground): void {
  must(log.keys.receipts.some(({ key }) => key.text === urn.receipt), "the key for receipts was never announced");
  const { waive } = poll;
  must(urn.waived === (waive !== undefined), "waived is not what the log has");
  must(count(constitution, "k_min") === urn.kMin, "k_min is not that of the constitution");
  const small = manifest.colleges.find(({ voters }) => voters > 0 && voters < urn.kMin);
  must(urn.waived || small === undefined, `the college ${small?.id} has fewer voters than k_min`);
  const [first, second, third] = urn.keepers.map(({ share }) => point(share));
  const key = point(urn.key);
  must(first !== undefined && second !== undefined && third !== undefined, "the urn has not three shares");
  const isLine = first.add(first).subtract(second).equals(key) && second.add(second).subtract(first).equals(third);
  must(isLine, "the shares of the urn are not those of its key");
}

function checkConstitution(constitution: JsonObject, manifest: Manifest): JsonObject {
  const ids = objects(constitution, "colleges").map((college) => text(college, "id"));
  const colleges = ids.length === 0 ? ["all"] : ids;
  must(manifest.colleges.map(({ id }) => id).join() === colleges.join(), "the manifest has not the colleges of the constitution");
  must(text(manifest.document, "roll_call") === text(constitution, "roll_call"), "roll_call is not that of the constitution");
  return constitution;
}

export async function checkDocuments(files: PollFiles, tar: Tar, log: Log): Promise<number> {
  const poll = files.log;
  await files.ground();
  const documents = await checkHashes(files);
  const question = readCanonical(await files.bytes("question.json"), "the question");
  checkQuestion(question);
  await checkRounds(question, poll, log, tar);
  must(text(question, "format") === "palabre-question/1", "the question is of another format");
  must(text(question, "method") === text(poll.create.d, "method"), "the question names another method than poll.create");
  const called = textOr(poll.call?.d ?? {}, "text");
  const isThere = called === undefined || tar.files.has(`texts/${called}.json`) || log.redacted.has(called);
  must(isThere, "the text that was called is not there");
  if (poll.open === undefined) return documents;
  const manifest = await files.manifest();
  const constitution = checkConstitution((await files.constitution()).document, manifest);
  /* A log without a name has failed already, and says nothing that the manifest could agree with. */
  if (log.keys.origin !== "") {
    checkEntries(manifest, poll, log);
    checkSame(manifest, question);
    checkTies(manifest, poll, constitution);
    checkStatutes(manifest, constitution);
    if (manifest.urn !== undefined) {
      checkUrn(manifest.urn, manifest, { poll, log, constitution });
      checkKept(manifest, poll);
    }
  }
  if (poll.close !== undefined) {
    const box = await files.box();
    const { d } = poll.close;
    must(box.count === count(d, "count") && box.used === count(d, "used"), "the box counts otherwise than poll.close");
  }
  return documents;
}

/*
 * RULE docs/rules/verify.md
 * > Where `all` is true, every poll that was published, or annulled after its call, has a folder, and every text
 * > of a resolution whose assembly was convened is there, or an entry `redact` names it.
 */
function checkAll(tar: Tar, { states, texts, redacted }: Log): void {
  const there = new Set(pollFolders(tar));
  for (const { id, state, call } of states.polls.values()) {
    const isOver = state === "published" || (state === "void" && call !== undefined);
    must(!isOver || there.has(id), `the poll ${id} has no folder`);
  }
  for (const { hash, resolution } of texts) {
    const assembly = states.assemblies.get(states.resolutions.get(resolution)?.assembly ?? "");
    const isDue = assembly?.convened === true && !redacted.has(hash);
    must(!isDue || tar.files.has(`texts/${hash}.json`), `the text ${hash} is not there`);
  }
}

/*
 * RULE docs/rules/verify.md
 * > Every file attached to a resolution that a poll of the record was called on, or on an amendment of which one was, is
 * > there with its document, those taken off included, or an entry `redact` names it.
 */
function checkAttached(tar: Tar, { states, texts, redacted }: Log): void {
  const voted = new Set<string | undefined>();
  for (const id of pollFolders(tar)) {
    const poll = states.polls.get(id);
    if (poll?.call !== undefined) voted.add(poll.amendment?.resolution ?? textOr(poll.create.d, "resolution"));
  }
  const isLacking = ({ hash, resolution, isFile }: Log["texts"][number]) =>
    isFile && voted.has(resolution) && !redacted.has(hash) && !tar.files.has(`texts/${hash}.json`);
  must(!texts.some(isLacking), "a file of a text that was voted is not there");
}

/* V6 of RECORD.json: the society is the one of the log, and the record of all of it lacks nothing. */
export async function checkWhole(tar: Tar, log: Log): Promise<void> {
  const head = readCanonical(await contentOf(tar, "RECORD.json"), "RECORD.json");
  const isAll = bool(head, "all");
  const society = readCanonical(await contentOf(tar, `society/${log.society}.json`), "what the society says of itself");
  must(text(head, "society") === text(society, "name"), "RECORD.json names another society than the log");
  must(text(head, "licence") === text(society, "licence"), "RECORD.json names another licence than the log");
  checkAttached(tar, log);
  if (isAll) checkAll(tar, log);
}

/*
 * RULE docs/rules/verify.md
 * > A text of a resolution, an amendment or a contribution has the format of its kind and a `salt` of 64 lower-case
 * > hexadecimal characters, without which whoever guesses words that were removed would see that they guessed right.
 */
function mustBeSalted(bytes: Uint8Array, format: string, name: string): void {
  const words = readCanonical(bytes, name);
  must(text(words, "format") === format, `${name} is not of the format ${format}`);
  must(/^[0-9a-f]{64}$/.test(text(words, "salt")), `${name} has a salt of another form`);
}

/* V6, but for the polls: every constitution is there in its form, and what has a hash for its name has that hash. */
export async function checkNamed(tar: Tar, log: Log): Promise<number> {
  for (const hash of log.named.constitution) must(tar.files.has(`constitutions/${hash}.json`), `the constitution ${hash} is not there`);
  let documents = 0;
  for (const name of tar.files.keys()) {
    const file = /^attachments\/([0-9a-f]{64})$/.exec(name)?.[1];
    if (file !== undefined) await mustBeAttached(tar, file);
    const [, folder, hash] = /^(constitutions|society|texts)\/([^/]*)\.json$/.exec(name) ?? [];
    if (hash === undefined) continue;
    const bytes = await contentOf(tar, name);
    must(hashOf(bytes) === hash, `${name} has not the hash that is its name`);
    if (folder === "constitutions") readConstitution(bytes);
    const format = folder === "texts" ? log.words.get(hash) : undefined;
    if (format !== undefined) mustBeSalted(bytes, format, name);
    if (format === ATTACHMENT) must(tar.files.has(`attachments/${hash}`), `the file of ${name} is not there`);
    documents++;
  }
  return documents;
}

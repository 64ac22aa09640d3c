/* opened.ts - the ballots of a poll after the count: openings of commitments, or the list of opened ballots. */
import { commitment, frame, hashOf, hex, must, Refusal, refuse, unhex, utf8, uuidBytes } from "./bytes.ts";
import { isSpoilt, readBallot } from "./ballots.ts";
import { count, only, readCanonical, text, textOr } from "./json.ts";
import type { Manifest, PollFiles } from "./polls.ts";

export type Opening = {
  entry: number; college: string; channel: string; voter: string; holder: string; marks: string; salt: Uint8Array;
  void: string | undefined; named: { voter: boolean; holder: boolean };
};
export type OpenedRow = { college: number; tracker: string; marks: string };

const OPENING = ["channel", "college?", "entry", "holder?", "holder_name?", "marks", "salt", "void?", "voter", "voter_name?"];
const CHANNELS = new Set(["in_person", "remote", "paper", "postal", "proxy"]);
const VOIDS = new Set([
  "already_present", "proxy_not_allowed", "postal_not_allowed", "postal_late", "principal_present", "holder_absent", "other_college", "proxy_cap",
]);
const PSEUDONYM = /^[0-9A-HJKMNP-TV-Z]{16}$/;
const TRACKER = /^(?:[0-9A-HJKMNP-TV-Z]{4}-){4}[0-9]{4}$/;
const LINE_FEED = 10;
const HEADER = "college,tracker,ballot\r\n";

function readOpening(line: Uint8Array): Opening {
  const opening = readCanonical(line, "a line of openings.jsonl");
  only(opening, OPENING, "an opening");
  const holder = textOr(opening, "holder");
  const reason = textOr(opening, "void");
  const [channel, voter] = [text(opening, "channel"), text(opening, "voter")];
  must(CHANNELS.has(channel) && (channel === "proxy") === (holder !== undefined), "a ballot came by no known way, or by a proxy that nobody held");
  must(reason === undefined || VOIDS.has(reason), `a ballot is void for ${reason}`);
  const said = [voter, holder, textOr(opening, "college"), textOr(opening, "voter_name"), textOr(opening, "holder_name")];
  must(!said.includes(""), "an opening spells what is absent");
  return {
    entry: count(opening, "entry"), college: textOr(opening, "college") ?? "", channel,
    voter, holder: holder ?? "", marks: text(opening, "marks"),
    salt: unhex(text(opening, "salt"), 32, "a salt"), void: reason,
    named: { voter: textOr(opening, "voter_name") !== undefined, holder: textOr(opening, "holder_name") !== undefined },
  };
}

/* The lines of openings.jsonl: each an opening, or why it is none. */
export async function readOpenings(files: PollFiles): Promise<(Opening | Refusal)[]> {
  const content = await files.bytes("openings.jsonl");
  must(content.length === 0 || content.at(-1) === LINE_FEED, "openings.jsonl has no end");
  const openings: (Opening | Refusal)[] = [];
  for (let at = 0, end = 0; at < content.length; at = end + 1) {
    end = content.indexOf(LINE_FEED, at);
    try {
      openings.push(readOpening(content.subarray(at, end)));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      openings.push(error);
    }
  }
  return openings;
}

/*
 * RULE docs/rules/polls.md
 * > A ballot is frame("ballot", poll, voter, college, channel, holder, marks, void), and what the log
 * > has of it is the commitment to that under a random salt of its own.
 */
function commitmentOf(poll: string, opening: Opening): string {
  const { voter, college, channel, holder, marks } = opening;
  const items = [voter, college, channel, holder, marks, opening.void ?? ""].map(utf8);
  return hex(commitment(opening.salt, frame("ballot", uuidBytes(poll), ...items)));
}

function checkOpening(opening: Opening, manifest: Manifest, colleges: Set<string>): void {
  const byName = text(manifest.document, "roll_call") === "name";
  must(PSEUDONYM.test(opening.voter) && (opening.holder === "" || PSEUDONYM.test(opening.holder)), "a voter is no pseudonym");
  must(opening.named.voter === byName, "a name is there, or is not there, against the constitution");
  must(opening.named.holder === (byName && opening.holder !== ""), "a holder's name is there, or is not there");
  must(colleges.has(opening.college), `a ballot is of the college ${opening.college}`);
  readBallot(opening.marks, manifest.form);
}

/* Refuses openings that are not those of the ballots in the log. How many there are. */
export async function checkOpenings(files: PollFiles): Promise<number> {
  await files.ground();
  await files.suited();
  const manifest = await files.manifest();
  const openings = await readOpenings(files);
  const { casts } = files.log;
  const isWhole = manifest.colleges.length === 1 && manifest.colleges[0]?.id === "all";
  const colleges = new Set(isWhole ? [""] : manifest.colleges.map(({ id }) => id));
  const voters = new Set<string>();
  must(openings.length === casts.length, "there are other openings than ballots in the log");
  for (const [i, opening] of openings.entries()) {
    const cast = casts[i] ?? refuse("an opening of no ballot");
    if (opening instanceof Refusal) throw opening;
    must(opening.entry === cast.index, `the entry ${cast.index} is not opened in its place`);
    must(commitmentOf(files.id, opening) === cast.commitment, `the opening of the entry ${cast.index} does not give its commitment`);
    checkOpening(opening, manifest, colleges);
    if (opening.void !== undefined) continue;
    must(!voters.has(opening.voter), `${opening.voter} has two ballots`);
    voters.add(opening.voter);
  }
  return openings.length;
}

/* The fields of one row of RFC 4180, in its one spelling: quoted where it must be, and nowhere else. */
function readRow(row: string): string[] {
  const fields = row.match(/(?:^|,)(?:"(?:[^"]|"")*"|[^",]*)/g) ?? [];
  must(fields.join("") === row, "a row of opened.csv is not in its form");
  return fields.map((field, i) => {
    const spelled = i === 0 ? field : field.slice(1);
    if (!spelled.startsWith('"')) return spelled;
    const value = spelled.slice(1, -1).replaceAll('""', '"');
    must(/[,;"\r\n]/.test(value), "a field of opened.csv is quoted without need");
    return value;
  });
}

function checkRow({ tracker, marks }: OpenedRow, manifest: Manifest): void {
  const isAbsent = tracker === "";
  must(isAbsent || TRACKER.test(tracker), "a tracker has not its form");
  must(manifest.urn?.trackers ? !isAbsent || isSpoilt(marks) : isAbsent, "a tracker is there, or is not there, against the manifest");
  readBallot(marks, manifest.form);
}

/* The rows of opened.csv, each in its form, in their order. */
export async function readOpened(files: PollFiles, manifest: Manifest): Promise<OpenedRow[]> {
  const content = await files.text("opened.csv");
  must(content.startsWith(HEADER) && content.endsWith("\r\n"), "opened.csv has not its header or its end");
  const places = new Map(manifest.colleges.map(({ id }, place) => [id, place]));
  const rows = content.slice(HEADER.length).split("\r\n").slice(0, -1).map((line) => {
    const [id = "", tracker = "", marks = "", ...more] = readRow(line);
    must(more.length === 0, "a row of opened.csv has more fields than three");
    return { college: places.get(id) ?? refuse(`opened.csv has the college ${id}`), tracker, marks };
  });
  /* Trackers are ASCII and so are ballots: UTF-16 units are bytes. */
  const order = (a: OpenedRow, b: OpenedRow) =>
    a.college - b.college || Number(a.tracker > b.tracker) - Number(a.tracker < b.tracker) ||
    Number(a.marks > b.marks) - Number(a.marks < b.marks);
  for (const row of rows) checkRow(row, manifest);
  must(rows.every((row, i) => i === 0 || order(rows[i - 1] as OpenedRow, row) <= 0), "opened.csv is not in order");
  return rows;
}

export type Checked = { ballots: number; twice: number };

/* Refuses a list of opened ballots that is not the logged one, or does not fit the urn. */
export async function checkOpened(files: PollFiles): Promise<Checked> {
  await files.ground();
  await files.suited();
  const manifest = await files.manifest();
  const box = await files.box();
  const hash = hashOf(await files.bytes("opened.csv"));
  must(textOr(files.log.counted?.d ?? {}, "opened") === hash, "opened.csv is not the one that poll.count names");
  const rows = await readOpened(files, manifest);
  for (const [place, { id, count: sealed }] of box.colleges.entries()) {
    const there = rows.filter(({ college }) => college === place).length;
    must(there === sealed, `${id} has ${sealed} sealed ballots, and ${there} that were opened`);
  }
  const shown = rows.map(({ tracker }) => tracker).filter((tracker) => tracker !== "");
  return { ballots: rows.length, twice: shown.length - new Set(shown).size };
}

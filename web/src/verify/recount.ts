/* recount.ts - makes the outcome of a poll again from what is published, and holds it against the one that was logged. */
import { checkDecides } from "./accepts.ts";
import { equal, hashOf, must, Refusal, refuse, utf8 } from "./bytes.ts";
import { readBallot, type Ballot } from "./ballots.ts";
import type { Constitution } from "./constitution.ts";
import { decide } from "./decide.ts";
import { derive } from "./derived.ts";
import { compact, get, text, textOr, type JsonObject } from "./json.ts";
import { readOpened, readOpenings } from "./opened.ts";
import type { College, Counting, Row } from "./poll_count.ts";
import type { Box, Manifest, PollFiles } from "./polls.ts";

/* What was cast: in the order of the published list, in which college, and why it does not count. */
export type Cast = { college: number; marks: string; void: string | undefined };

async function castsOf(files: PollFiles, manifest: Manifest): Promise<Cast[]> {
  if (manifest.secret) {
    return (await readOpened(files, manifest)).map(({ college, marks }) => ({ college, marks, void: undefined }));
  }
  const places = new Map(manifest.colleges.map(({ id }, place) => [id, place]));
  const voters = new Set<string>();
  return (await readOpenings(files)).map((opening) => {
    if (opening instanceof Refusal) throw opening;
    const { college, marks, voter } = opening;
    must(opening.void !== undefined || !voters.has(voter), `${voter} has two ballots`);
    if (opening.void === undefined) voters.add(voter);
    return { college: places.get(college || "all") ?? refuse(`a ballot is of the college ${college}`), marks, void: opening.void };
  });
}

/*
 * RULE docs/rules/proxies.md
 * > In an election it counts for the candidates that the
 * > board presents, and abstains where there are none, or where a ballot cannot name them all and no
 * > other.
 */
function blankProxyBallot({ document, method, form, options }: Manifest): Ballot {
  const presented = options.flatMap((option, i) => (get(option.document, "by_board") === true ? [i] : []));
  if (method.id === "motion") return { state: "counted", choice: text(document, "board_opinion") === "approved" ? 0 : 1 };
  const [first] = presented;
  const fits = form.maxLength === 0 || presented.length <= form.maxLength;
  if (form.kind === "approves" && presented.length > 0 && fits) return { state: "counted", approves: presented };
  if (first === undefined || presented.length !== 1) return { state: "abstaining" };
  if (form.kind === "choice") return { state: "counted", choice: first };
  return form.kind === "ranks" ? { state: "counted", ranks: [[first]] } : { state: "abstaining" };
}

/* The votes of one college: ballots that say the same stand together. */
function collegeOf(manifest: Manifest, box: Box, place: number, casts: Cast[]): College {
  const { id, voters } = manifest.colleges[place] ?? refuse("a college that is not there");
  const { attending = 0, blankProxies = 0 } = box.colleges[place] ?? {};
  const own = casts.filter((cast) => cast.college === place && cast.void === undefined);
  const counts = new Map<string, number>();
  for (const { marks } of own) counts.set(marks, (counts.get(marks) ?? 0) + 1);
  const rows = [...counts].map(([marks, count]): Row => ({ ballot: readBallot(marks, manifest.form), count }));
  if (blankProxies > 0) rows.push({ ballot: blankProxyBallot(manifest), count: blankProxies });
  return { id, members: voters, present: own.length + attending + blankProxies, blankProxies, rows };
}

export function countingOf(manifest: Manifest, constitution: Constitution, box: Box, casts: Cast[]): Counting {
  const electorate = textOr(manifest.document, "electorate");
  const all = manifest.colleges.map((_, place) => collegeOf(manifest, box, place, casts));
  const colleges = electorate === undefined ? all : all.filter(({ id }) => id === electorate);
  for (const { id, members, present } of colleges) must(present <= members, `more present than voters in ${id}`);
  const voids = casts.flatMap(({ void: reason }, vote) => (reason === undefined ? [] : [{ vote, reason }]));
  return { manifest, constitution, colleges, electorate, voids, steps: [] };
}

/* Do the box, the roll and the ballots say the same figures? */
function addsUp(box: Box, manifest: Manifest, casts: Cast[]): boolean {
  const valid = casts.filter(({ void: reason }) => reason === undefined);
  const voters = manifest.colleges.reduce((sum, college) => sum + college.voters, 0);
  const isWhole = box.count === casts.length && box.void === casts.length - valid.length && box.used === valid.length && voters === manifest.voters;
  return isWhole && box.colleges.every(({ count, used, attending, blankProxies }, place) => {
    const there = valid.filter(({ college }) => college === place).length;
    const isKept = !manifest.secret || (count === there && used === there);
    return isKept && attending + blankProxies + there <= (manifest.colleges[place]?.voters ?? 0);
  });
}

/* The document palabre-outcome/1 of a poll. */
export function outcomeOf(counting: Counting, box: string, opened: string | undefined): JsonObject {
  const { manifest } = counting;
  const { outcome, json } = decide(counting);
  return {
    format: "palabre-outcome/1", poll: manifest.poll, manifest: manifest.hash, box, ...(opened === undefined ? {} : { opened }),
    constitution: manifest.constitution, method: manifest.method, verdict: outcome, decision: compact(json),
  };
}

/* Refuses a poll whose outcome is not the one that its ballots give. */
export async function recount(files: PollFiles): Promise<void> {
  await files.ground();
  const constitution = await files.suited();
  const manifest = await files.manifest();
  checkDecides(manifest, constitution.document);
  const published = await files.bytes("outcome.json");
  const casts = await castsOf(files, manifest);
  await derive(files, manifest, casts.map(({ marks, void: reason }) => ({ marks, counts: reason === undefined })));
  const box = await files.box();
  must(addsUp(box, manifest, casts), "the box does not add up, or not with the ballots");
  const opened = manifest.secret ? hashOf(await files.bytes("opened.csv")) : undefined;
  const made = outcomeOf(countingOf(manifest, constitution, box, casts), box.hash, opened);
  must(equal(utf8(compact(made)), published), "the ballots give another outcome than the one that was published");
  must(files.log.counted?.d["verdict"] === made["verdict"], "poll.count gives another verdict");
}

/* roots.ts - the lists of a poll give the roots that were logged, and as many lines as were counted. */
import { hex, must, Refusal, unhex } from "./bytes.ts";
import { text } from "./json.ts";
import { readOpenings, readOpened, type Opening } from "./opened.ts";
import type { Box, Manifest, PollFiles } from "./polls.ts";
import { rootOf } from "./tree.ts";

const rootOfLines = (lines: string[]): string => hex(rootOf(lines.map((line) => unhex(line, 32, "a leaf"))));

/* V7: how many leaves there are. */
export async function checkRoots(files: PollFiles): Promise<number> {
  const { open, close, casts, secret, state } = files.log;
  await files.ground();
  if (open === undefined || (state === "void" && !files.has("roll.txt"))) return 0;
  const roll = await files.leaves("roll.txt");
  must(rootOfLines(roll) === text((await files.manifest()).document, "roll_root"), "roll.txt does not give the root of the roll");
  if (close === undefined) return roll.length;
  const box = await files.box();
  if (!secret) {
    must(rootOfLines(casts.map(({ commitment }) => commitment)) === box.root, "the ballots of the log do not give the root of the box");
    return roll.length + casts.length;
  }
  if (state === "void" && !(files.has("urn.txt") && files.has("marks.txt"))) return roll.length;
  const [urn, marks] = [await files.leaves("urn.txt"), await files.leaves("marks.txt")];
  must(urn.every((hash, i) => i === 0 || hash > (urn[i - 1] ?? "")), "urn.txt is not in ascending order");
  must(rootOfLines(urn) === box.root, "urn.txt does not give the root of the urn");
  must(rootOfLines(marks) === box.marks, "marks.txt does not give the root of the marked register");
  return roll.length + urn.length + marks.length;
}

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);

/*
 * RULE docs/rules/verify.md
 * > In each college, and so in all, `attending` and `blank_proxies` together with the rights that were used there
 * > are no more than its voters.
 */
function checkColleges(box: Box, manifest: Manifest, used: number[]): void {
  for (const [i, { id, voters }] of manifest.colleges.entries()) {
    const { attending = 0, blankProxies = 0 } = box.colleges[i] ?? {};
    must(attending + blankProxies + (used[i] ?? 0) <= voters, `more votes than voters in ${id}`);
  }
}

async function checkSecretCounts(files: PollFiles, box: Box, manifest: Manifest): Promise<void> {
  must(box.void === 0, "a sealed ballot cannot be void");
  for (const { id, count, used } of box.colleges) must(count === used, `in ${id} there are other ballots than marks`);
  must(sum(box.colleges.map(({ count }) => count)) === box.count, "the colleges do not add up to the ballots");
  must(sum(box.colleges.map(({ used }) => used)) === box.used, "the colleges do not add up to the marks");
  const isDue = (name: string) => files.log.state !== "void" || files.has(name);
  if (isDue("urn.txt")) must((await files.leaves("urn.txt")).length === box.count, "urn.txt has another number of ballots");
  if (isDue("marks.txt")) must((await files.leaves("marks.txt")).length === manifest.voters, "marks.txt has another number of lines");
  if (files.log.counted === undefined) return;
  await files.suited();
  must((await readOpened(files, manifest)).length === box.count, "opened.csv has another number of ballots");
}

async function checkOpenCounts(files: PollFiles, box: Box, manifest: Manifest): Promise<number[]> {
  must(box.count === files.log.casts.length, "the box has another number of ballots than the log");
  must(box.count - box.void === box.used, "the ballots that are not void are not the rights that were used");
  if (files.log.counted === undefined) return [];
  await files.suited();
  const lines = await readOpenings(files);
  must(lines.length === box.count, "openings.jsonl has another number of ballots");
  const openings = lines.filter((line): line is Opening => !(line instanceof Refusal));
  const valid = openings.filter((opening) => opening.void === undefined);
  must(openings.length - valid.length === box.void, "openings.jsonl has another number of void ballots");
  return manifest.colleges.map(({ id }) => valid.filter(({ college }) => (college || "all") === id).length);
}

/* V8: how many voters there were. */
export async function checkCounts(files: PollFiles): Promise<number> {
  const { open, close, secret } = files.log;
  await files.ground();
  if (open === undefined) return 0;
  const manifest = await files.manifest();
  const isKept = files.log.state !== "void" || files.has("roll.txt");
  if (isKept) must((await files.leaves("roll.txt")).length === manifest.voters, "the roll has another number of lines");
  must(sum(manifest.colleges.map(({ voters }) => voters)) === manifest.voters, "the colleges do not add up to the voters");
  if (close === undefined) return manifest.voters;
  const box = await files.box();
  if (secret) {
    await checkSecretCounts(files, box, manifest);
    checkColleges(box, manifest, box.colleges.map(({ used }) => used));
  } else {
    checkColleges(box, manifest, await checkOpenCounts(files, box, manifest));
  }
  return manifest.voters;
}

/* Which words differ between two texts, as docs/rules/diff.md has it and base/diff.c does it. Pure.
 *
 * RULE docs/rules/diff.md
 * > A text is cut into words, blanks and signs, and nothing of it is lost: put one after the other they
 * > are the text again, byte for byte. */

export interface Run {
  readonly op: "keep" | "remove" | "add";
  readonly text: string;
}

export interface Diff {
  readonly runs: readonly Run[];
  /* Words and signs that only one of the texts has. */
  readonly distance: number;
  /* The texts differ too much to be searched word by word. */
  readonly isCoarse: boolean;
}

/* RULE docs/rules/diff.md
 * > The search takes at most 4 194 304 steps and 2048 changes. */
const STEPS_MAX = 4_194_304;
const CHANGES_MAX = 2048;

const PIECE = /[\p{L}\p{M}\p{N}]+|[\p{Z}\t\n\r]+|[^\p{L}\p{M}\p{N}\p{Z}\t\n\r]/gu;
const BLANK = /^[\p{Z}\t\n\r]+$/u;

export function piecesOf(text: string): string[] {
  return text.match(PIECE) ?? [];
}

const isBlank = (piece: string): boolean => BLANK.test(piece);

/* What of both is in no common run: places that go from the old, and places that come in the new. */
interface Changes {
  readonly removed: readonly boolean[];
  readonly added: readonly boolean[];
  readonly isCoarse: boolean;
}

/* The furthest place on each diagonal, a round after the other; null when it takes too long. */
function searchRounds(old: readonly string[], next: readonly string[]): Int32Array[] | null {
  const rounds: Int32Array[] = [];
  let steps = 0;
  for (let round = 0; round <= CHANGES_MAX; round++) {
    const reached = new Int32Array(round + 1);
    rounds.push(reached);
    for (let diagonal = -round; diagonal <= round; diagonal += 2) {
      let x = enter(rounds, round, diagonal);
      while (x < old.length && x - diagonal < next.length && old[x] === next[x - diagonal]) {
        x++;
        steps++;
      }
      steps++;
      reached[(diagonal + round) / 2] = x;
      if (x >= old.length && x - diagonal >= next.length) {
        return rounds;
      }
    }
    if (steps >= STEPS_MAX) {
      return null;
    }
  }
  return null;
}

function reachedAt(rounds: readonly Int32Array[], round: number, diagonal: number): number {
  return rounds[round]?.[(diagonal + round) / 2] ?? 0;
}

/* Does the best way to that diagonal in that round add a piece? Where both are as good it removes one. */
function adds(rounds: readonly Int32Array[], round: number, diagonal: number): boolean {
  if (diagonal === -round || diagonal === round) {
    return diagonal === -round;
  }
  return reachedAt(rounds, round - 1, diagonal - 1) < reachedAt(rounds, round - 1, diagonal + 1);
}

function enter(rounds: readonly Int32Array[], round: number, diagonal: number): number {
  if (round === 0) {
    return 0;
  }
  return adds(rounds, round, diagonal)
    ? reachedAt(rounds, round - 1, diagonal + 1)
    : reachedAt(rounds, round - 1, diagonal - 1) + 1;
}

function search(old: readonly string[], next: readonly string[]): Changes {
  const rounds = searchRounds(old, next);
  const removed = old.map(() => rounds === null);
  const added = next.map(() => rounds === null);
  if (rounds === null) {
    return { removed, added, isCoarse: true };
  }
  let [x, y] = [old.length, next.length];
  for (let round = rounds.length - 1; round > 0; round--) {
    const diagonal = x - y;
    const comes = adds(rounds, round, diagonal);
    const from = comes ? diagonal + 1 : diagonal - 1;
    x = reachedAt(rounds, round - 1, from);
    y = x - from;
    if (comes) {
      added[y] = true;
    } else {
      removed[x] = true;
    }
  }
  return { removed, added, isCoarse: false };
}

/* A change: these pieces of the old text give way to those of the new; either may be none. */
interface Edit {
  at: number;
  end: number;
  newAt: number;
  newEnd: number;
}

/* RULE docs/rules/diff.md
 * > Changes with nothing but blanks between them are one change: the blanks are removed and added with
 * > the words around them. */
function editsOf(changes: Changes, base: readonly string[], head: number): Edit[] {
  const edits: Edit[] = [];
  const { removed, added } = changes;
  let [x, y] = [0, 0];
  while (x < removed.length || y < added.length) {
    const [fromX, fromY] = [x, y];
    while (removed[x] === true) {
      x++;
    }
    while (added[y] === true) {
      y++;
    }
    if (x === fromX && y === fromY) {
      x++;
      y++;
      continue;
    }
    const edit = { at: head + fromX, end: head + x, newAt: head + fromY, newEnd: head + y };
    const last = edits.at(-1);
    if (last !== undefined && base.slice(last.end, edit.at).every(isBlank)) {
      last.end = edit.end;
      last.newEnd = edit.newEnd;
    } else {
      edits.push(edit);
    }
  }
  return edits;
}

/* How many pieces both have in common at the beginning, then at the end of what is left. */
function trim(base: readonly string[], text: readonly string[]): [head: number, tail: number] {
  const shorter = Math.min(base.length, text.length);
  let head = 0;
  while (head < shorter && base[head] === text[head]) {
    head++;
  }
  let tail = 0;
  while (tail < shorter - head && base.at(-1 - tail) === text.at(-1 - tail)) {
    tail++;
  }
  return [head, tail];
}

export function diffWords(baseText: string, newText: string): Diff {
  const [base, text] = [piecesOf(baseText), piecesOf(newText)];
  const [head, tail] = trim(base, text);
  const changes = search(base.slice(head, base.length - tail), text.slice(head, text.length - tail));
  const runs: Run[] = [];
  const add = (op: Run["op"], pieces: readonly string[]) => {
    if (pieces.length > 0) {
      runs.push({ op, text: pieces.join("") });
    }
  };
  const wordsIn = (pieces: readonly string[]) => pieces.filter((piece) => !isBlank(piece)).length;
  let [at, distance] = [0, 0];
  for (const edit of editsOf(changes, base, head)) {
    const [gone, come] = [base.slice(edit.at, edit.end), text.slice(edit.newAt, edit.newEnd)];
    add("keep", base.slice(at, edit.at));
    add("remove", gone);
    add("add", come);
    distance += wordsIn(gone) + wordsIn(come);
    at = edit.end;
  }
  add("keep", base.slice(at));
  return { runs, distance, isCoarse: changes.isCoarse };
}

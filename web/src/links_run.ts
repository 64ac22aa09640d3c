/* Sign-in links that are made one after the other, for many members: it goes on while one looks at other screens,
 * and is found again. One at a time. The links are shown once: nothing keeps them but this page. */

import { useEffect, useState } from "preact/hooks";

import type { Schemas } from "./api.ts";
import { api, ProblemError } from "./api.ts";

export type Row = Schemas["MemberSummary"];

/* What one person carries home: whoever acts for several members has one link for all of them. */
export interface Slip {
  readonly person: string;
  readonly members: readonly Row[];
  readonly link: Schemas["SignInLink"] | null;
  /* Why none could be made for this person. */
  readonly problem: ProblemError | null;
}

export interface Wish {
  readonly college: string;
  readonly category: string;
  /* Only for who has neither a link that still opens nor a session. */
  readonly isForUnreached: boolean;
}

export interface Run {
  /* Who began it: nobody else sees its links. */
  readonly owner: string;
  readonly slips: readonly Slip[];
  /* Members for whom nobody acts: no link can be made for them. */
  readonly orphans: readonly Row[];
  /* Were there more members than one run serves? */
  readonly isCut: boolean;
  readonly state: "reading" | "making" | "stopped" | "done";
  /* What stopped it. */
  readonly problem: ProblemError | null;
}

/* People whom one run serves: a sheet that somebody still prints and cuts. */
export const SLIPS_MAX = 1000;

/* One slip a person, in the order of the register; and the members for whom nobody acts. */
export function slipsOf(rows: readonly Row[], wish: Wish): { slips: Slip[]; orphans: Row[]; isCut: boolean } {
  const wanted = rows.filter(
    ({ acting, category }) =>
      (wish.category === "" || category === wish.category) &&
      (!wish.isForUnreached || acting?.reached !== true),
  );
  const byPerson = new Map<string, Row[]>();
  for (const row of wanted) {
    if (row.acting !== undefined) {
      byPerson.set(row.acting.person, [...(byPerson.get(row.acting.person) ?? []), row]);
    }
  }
  const all = [...byPerson].map(([person, members]) => ({ person, members, link: null, problem: null }));
  return {
    slips: all.slice(0, SLIPS_MAX),
    orphans: wanted.filter(({ acting }) => acting === undefined),
    isCut: all.length > SLIPS_MAX,
  };
}

export const isSettled = ({ link, problem }: Slip) => link !== null || problem !== null;

/* A file that spreadsheets open, in the separator of the language; what would be taken for a formula is not. */
export function linksAsCsv(slips: readonly Slip[], separator: "," | ";", heads: readonly string[]): string {
  const field = (text: string) => {
    const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /["\r\n,;]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
  };
  const rows = slips.flatMap(({ members, link }) =>
    link === null ? [] : members.map(({ name, number }) => [number, name, link.url, link.expires_at]),
  );
  return "\ufeff" + [heads, ...rows].map((row) => `${row.map(field).join(separator)}\r\n`).join("");
}

let current: Run | null = null;
/* A run that was forgotten says nothing any more. */
let turn = 0;
const listeners = new Set<() => void>();

function set(next: Run | null): void {
  current = next;
  for (const listener of listeners) {
    listener();
  }
}

export function forgetLinks(): void {
  turn++;
  set(null);
}

export function useLinks(owner: string): Run | null {
  const [, show] = useState(0);
  useEffect(() => {
    const listener = () => show((count) => count + 1);
    listeners.add(listener);
    listener();
    return () => {
      listeners.delete(listener);
    };
  }, []);
  return current?.owner === owner ? current : null;
}

async function readRegister(wish: Wish): Promise<Row[]> {
  const rows: Row[] = [];
  let after: string | undefined;
  do {
    const { data }: { data: Schemas["MemberSummaryList"] } = await api.get("/api/v1/members", {
      query: {
        state: "admitted",
        limit: 500,
        ...(wish.college === "" ? {} : { college: wish.college }),
        ...(after === undefined ? {} : { after }),
      },
    });
    rows.push(...data.items);
    after = data.next;
  } while (after !== undefined);
  return rows;
}

/* What is about this person, and not about the server or the line: the others go on. */
const isTheirOwn = ({ problem }: ProblemError) => [403, 404, 409, 422].includes(problem.status);

async function makeOne(slip: Slip): Promise<Slip> {
  try {
    const { data } = await api.post("/api/v1/persons/{person}/links", { path: { person: slip.person }, body: {} });
    return { ...slip, link: data };
  } catch (error) {
    if (error instanceof ProblemError && isTheirOwn(error)) {
      return { ...slip, problem: error };
    }
    throw error;
  }
}

/* Those that are settled are left alone; a link whose answer was lost is made anew, and the first opens nothing. */
async function makeAll(mine: number): Promise<void> {
  while (mine === turn && current !== null) {
    const index = current.slips.findIndex((slip) => !isSettled(slip));
    const slip = current.slips[index];
    if (slip === undefined) {
      set({ ...current, state: "done" });
      return;
    }
    const made = await makeOne(slip);
    if (mine === turn && current !== null) {
      set({ ...current, slips: current.slips.with(index, made) });
    }
  }
}

async function going(mine: number, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const problem = error instanceof ProblemError ? error : null;
    if (mine === turn && current !== null) {
      set({ ...current, state: "stopped", problem });
    }
    if (problem === null) {
      throw error;
    }
  }
}

export function beginLinks(owner: string, wish: Wish): Promise<void> {
  forgetLinks();
  const mine = turn;
  set({ owner, slips: [], orphans: [], isCut: false, state: "reading", problem: null });
  return going(mine, async () => {
    const found = slipsOf(await readRegister(wish), wish);
    if (mine === turn && current !== null) {
      set({ ...current, ...found, state: "making" });
      await makeAll(mine);
    }
  });
}

export function stopLinks(): void {
  turn++;
  if (current !== null) {
    set({ ...current, state: "stopped", problem: null });
  }
}

export function resumeLinks(): Promise<void> {
  turn++;
  const mine = turn;
  if (current !== null) {
    set({ ...current, state: "making", problem: null });
  }
  return going(mine, () => makeAll(mine));
}

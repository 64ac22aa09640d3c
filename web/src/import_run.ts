/* The import that this page runs: it goes on while one looks at other screens, and is found again. One at a time. */

import { useEffect, useState } from "preact/hooks";

import type { Schemas } from "./api.ts";
import { api, ProblemError } from "./api.ts";

export type Separator = "," | ";" | "\t";
export const SEPARATORS: readonly Separator[] = [",", ";", "\t"];

export interface Run {
  /* The file; null: the page was loaded anew since it was sent. */
  readonly file: File | null;
  readonly name: string;
  readonly size: number;
  readonly separator: Separator | null;
  /* What is being done, or was done: a look, or the import itself. */
  readonly isTrial: boolean;
  readonly isBusy: boolean;
  /* Bytes of the file that have left; of these, what the server has read. */
  readonly sent: number;
  readonly read: number;
  /* What the server does with it; null: it has not come to that. */
  readonly job: string | null;
  readonly report: Schemas["ImportReport"] | null;
  readonly problem: ProblemError | null;
}

const NOT_SENT = { isBusy: false, sent: 0, read: 0, job: null, report: null, problem: null } as const;
const KEPT = "palabre.import";
const AGAIN_MS = 500;

let current: Run | null = null;
const listeners = new Set<() => void>();

/* What the server does goes on while the page is loaded anew: which it is, is kept as long as that. */
function keep(run: Run | null): void {
  try {
    if (run === null || run.job === null || !run.isBusy) {
      sessionStorage.removeItem(KEPT);
    } else {
      sessionStorage.setItem(KEPT, JSON.stringify({ ...run, file: null }));
    }
  } catch {
    /* A browser that keeps nothing: the run lasts as long as the page. */
  }
}

function kept(): Run | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? "null") as Run | null;
  } catch {
    return null;
  }
}

function set(run: Run | null): void {
  current = run;
  keep(run);
  for (const listener of listeners) {
    listener();
  }
}

/* Another file, or another separator: what was said of the one before no longer holds. */
export function chooseFile(file: File | null, separator: Separator | null): void {
  if (current?.isBusy !== true) {
    set(file && { file, name: file.name, size: file.size, separator, isTrial: true, ...NOT_SENT });
  }
}

/* Does the work of a run, and says what came of it. */
async function settle(started: Run, work: () => Promise<Partial<Run>>): Promise<void> {
  try {
    const ended = await work();
    set({ ...started, ...ended, isBusy: false });
  } catch (error) {
    const problem = error instanceof ProblemError ? error : null;
    set({ ...started, isBusy: false, problem });
    if (problem === null) {
      throw error;
    }
  }
}

/* Asks until the job has ended. A line that drops meanwhile costs no more than another question. */
async function follow(started: Run, job: string): Promise<Partial<Run>> {
  for (;;) {
    const data = await api.get("/api/v1/jobs/{job}", { path: { job } }).then(
      (reply) => reply.data,
      (error: unknown) => {
        if (error instanceof ProblemError && error.problem.status >= 500) {
          return null;
        }
        throw error;
      },
    );
    if (data?.state === "done" || data?.state === "failed") {
      const report = (data.result ?? null) as Schemas["ImportReport"] | null;
      return { report, problem: report === null && data.problem ? new ProblemError(data.problem) : null };
    }
    if (data !== null) {
      set({ ...started, sent: started.size, job, read: data.progress.done });
    }
    await new Promise((done) => setTimeout(done, AGAIN_MS));
  }
}

/* Sends the chosen file: to look at what it would do, or to do it. */
export async function sendFile(isTrial: boolean): Promise<void> {
  if (current === null || current.isBusy || current.file === null) {
    return;
  }
  const { file, separator } = current;
  const started: Run = { ...current, ...NOT_SENT, isTrial, isBusy: true };
  set(started);
  await settle(started, async () => {
    const { data } = await api.post("/api/v1/members/imports", {
      query: { dry_run: isTrial, ...(separator === null ? {} : { separator }) },
      /* The bytes of the file as they are: the type says text, a file is what fetch takes. */
      body: file as unknown as string,
      onSent: (sent) => current?.isBusy === true && set({ ...started, sent }),
    });
    return follow(started, data.job);
  });
}

/* Takes up what this browser was waiting for before its page was loaded anew. */
export function resumeRun(): void {
  const before = current === null ? kept() : null;
  if (before !== null && before.job !== null) {
    const { job } = before;
    set(before);
    void settle(before, () => follow(before, job));
  }
}

export function useImport(): Run | null {
  const [run, setRun] = useState(current);
  useEffect(() => {
    const listener = () => setRun(current);
    resumeRun();
    listener();
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }, []);
  return run;
}

/* --- a look at the file, in the browser --------------------------------------------------------- */

/* The separator that stands most often in the first line, as the server finds it. */
export function findSeparator(text: string): Separator {
  const line = text.split(/\r?\n/, 1)[0] ?? "";
  const counts = SEPARATORS.map((each) => line.split(each).length - 1);
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ",";
}

/* The first lines of a CSV file, for the eye alone: the server reads the file for itself. */
export function firstLines(text: string, separator: Separator, count: number): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = "";
  let isQuoted = false;
  const endRow = () => {
    row.push(field);
    if (row.length > 1 || field !== "") {
      rows.push(row);
    }
    row = [];
    field = "";
  };
  for (let at = text.startsWith("\ufeff") ? 1 : 0; at < text.length && rows.length < count; at++) {
    const letter = text[at] ?? "";
    if (isQuoted) {
      if (letter !== '"') {
        field += letter;
      } else if (text[at + 1] === '"') {
        field += '"';
        at++;
      } else {
        isQuoted = false;
      }
    } else if (letter === '"' && field === "") {
      isQuoted = true;
    } else if (letter === separator) {
      row.push(field);
      field = "";
    } else if (letter === "\n") {
      endRow();
    } else if (letter !== "\r") {
      field += letter;
    }
  }
  if (rows.length < count && (row.length > 0 || field !== "")) {
    endRow();
  }
  return rows;
}

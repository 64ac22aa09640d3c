/* The import that this page runs: it goes on while one looks at other screens, and is found again. One at a time. */

import { useEffect, useState } from "preact/hooks";

import type { Schemas } from "./api.ts";
import { api, ProblemError } from "./api.ts";

export type Separator = "," | ";" | "\t";
export const SEPARATORS: readonly Separator[] = [",", ";", "\t"];

export interface Run {
  readonly file: File;
  readonly separator: Separator | null;
  /* What is being done, or was done: a look, or the import itself. */
  readonly isTrial: boolean;
  readonly isBusy: boolean;
  /* Bytes of the file that have left. */
  readonly sent: number;
  readonly report: Schemas["ImportReport"] | null;
  readonly problem: ProblemError | null;
}

let current: Run | null = null;
const listeners = new Set<() => void>();

function set(run: Run | null): void {
  current = run;
  for (const listener of listeners) {
    listener();
  }
}

/* Another file, or another separator: what was said of the one before no longer holds. */
export function chooseFile(file: File | null, separator: Separator | null): void {
  if (current?.isBusy !== true) {
    set(file && { file, separator, isTrial: true, isBusy: false, sent: 0, report: null, problem: null });
  }
}

/* Sends the chosen file: to look at what it would do, or to do it. */
export async function sendFile(isTrial: boolean): Promise<void> {
  if (current === null || current.isBusy) {
    return;
  }
  const { file, separator } = current;
  const started: Run = { file, separator, isTrial, isBusy: true, sent: 0, report: null, problem: null };
  set(started);
  try {
    const { data } = await api.post("/api/v1/members/imports", {
      query: { dry_run: isTrial, ...(separator === null ? {} : { separator }) },
      /* The bytes of the file as they are: the type says text, a file is what fetch takes. */
      body: file as unknown as string,
      onSent: (sent) => current?.isBusy === true && set({ ...started, sent }),
    });
    set({ ...started, isBusy: false, report: data });
  } catch (error) {
    const problem = error instanceof ProblemError ? error : null;
    set({ ...started, isBusy: false, problem });
    if (problem === null) {
      throw error;
    }
  }
}

export function useImport(): Run | null {
  const [run, setRun] = useState(current);
  useEffect(() => {
    const listener = () => setRun(current);
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

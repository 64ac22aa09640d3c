/*
 * verification.ts - the verification that is under way, if any: it goes on while its reader looks at other screens.
 *
 * The state of the client, not of a screen: whoever comes back finds it where it is.
 */
import { useEffect, useState } from "preact/hooks";

import { api, ProblemError } from "./api.ts";
import type { Check, Report } from "./verify/record.ts";

/* The file that tools/bundle.ts made of verify_worker.ts. */
declare const VERIFY_WORKER: string;

/* How many checks a report has: docs/rules/verify.md. */
export const CHECKS = 20;

/* A record at an address of ours, or a file that somebody has. */
export interface Order {
  tar: Blob | string;
  minisig?: Blob | string | undefined;
  keys?: string[] | undefined;
  receipt?: Blob | undefined;
  elector?: Blob | undefined;
  tracker?: string | undefined;
  /* The last checkpoint that this browser saw to be good. */
  remembered?: string | undefined;
}

export type Told =
  | { told: "progress"; stage: "fetch" | "hash" | "log" | "polls"; done: number }
  | { told: "check"; check: Check }
  | { told: "report"; report: Report; checkpoint: string }
  | { told: "failure"; reason: string };

export interface Verification {
  /* Which record, in the words of who began it. */
  readonly name: string;
  readonly state: "making" | "running" | "done" | "failed";
  readonly stage: "fetch" | "hash" | "log" | "polls" | null;
  /* Of the stage, or of the record that is being made, from 0 to 1. */
  readonly done: number;
  readonly checks: readonly Check[];
  readonly report: Report | null;
  /* The one of the record; "": it has none. */
  readonly checkpoint: string;
  readonly problem: ProblemError | null;
  /* What the worker could not do at all, in its own words. */
  readonly reason: string;
}

let current: Verification | null = null;
let worker: Worker | null = null;
/* A verification that was stopped says nothing any more. */
let turn = 0;
const listeners = new Set<() => void>();

function set(next: Verification | null): void {
  current = next;
  for (const listener of listeners) {
    listener();
  }
}

function change(fields: Partial<Verification>): void {
  if (current !== null) {
    set({ ...current, ...fields });
  }
}

export function useVerification(): Verification | null {
  const [, show] = useState(0);
  useEffect(() => {
    const listener = () => show((count) => count + 1);
    listeners.add(listener);
    listener();
    return () => {
      listeners.delete(listener);
    };
  }, []);
  return current;
}

const REMEMBERED = "palabre.checkpoint";

export function rememberedCheckpoint(): string | undefined {
  try {
    return localStorage.getItem(REMEMBERED) ?? undefined;
  } catch {
    return undefined;
  }
}

const sizeOf = (checkpoint: string | undefined) => Number(checkpoint?.split("\n")[1] ?? 0);

function keep(checkpoint: string): void {
  try {
    localStorage.setItem(REMEMBERED, checkpoint);
  } catch {
    /* A browser that keeps nothing begins anew each time. */
  }
}

/* The largest that held, of the log whose record was verified last. */
function remember(checkpoint: string): void {
  const before = rememberedCheckpoint();
  const isOfSame = before?.split("\n")[0] === checkpoint.split("\n")[0];
  if (isOfSame && sizeOf(before) > sizeOf(checkpoint)) {
    return;
  }
  keep(checkpoint);
}

/* What is remembered is of a log that was continued without it: the reader knows, and goes on from this record. */
export function acceptContinued(): void {
  if (current !== null && isContinued(current)) {
    keep(current.checkpoint);
  }
}

/* Does all hold, but that the log was continued without what this browser saw? */
export function isContinued({ checks }: Verification): boolean {
  const failed = checks.filter(({ state }) => state === "failed");
  return failed.length === 1 && failed[0]?.said[0]?.[0]?.what === "left_behind";
}

export function forgetVerification(): void {
  turn++;
  worker?.terminate();
  worker = null;
  set(null);
}

function hear(told: Told): void {
  if (told.told === "progress") {
    change({ stage: told.stage, done: told.done });
  } else if (told.told === "check") {
    change({ checks: [...(current?.checks ?? []), told.check] });
  } else if (told.told === "report") {
    if (told.report.holds) {
      remember(told.checkpoint);
    }
    worker?.terminate();
    change({ state: "done", report: told.report, checkpoint: told.checkpoint });
  } else {
    worker?.terminate();
    change({ state: "failed", reason: told.reason });
  }
}

function run(order: Order): void {
  change({ state: "running", done: 0 });
  worker = new Worker(VERIFY_WORKER, { type: "module" });
  worker.onmessage = (event: MessageEvent<Told>) => hear(event.data);
  worker.onerror = () => hear({ told: "failure", reason: "the verifier did not start" });
  worker.postMessage(order);
}

const begin = (name: string): number => {
  forgetVerification();
  set({
    name,
    state: "making",
    stage: null,
    done: 0,
    checks: [],
    report: null,
    checkpoint: "",
    problem: null,
    reason: "",
  });
  return turn;
};

const POLL_MS = 500;

/* Where a record is, once the server has made it; null when `goesOn` says that nobody waits any more. Jobs are
 * for who is signed in, and records for anyone: it is asked for again until it is there. */
export async function makeRecord(
  poll: string,
  goesOn: () => boolean = () => true,
  onProgress: (done: number, total: number) => void = () => undefined,
) {
  while (goesOn()) {
    const { data } = await api.get("/api/v1/records/{poll}", { path: { poll } });
    if ("tar" in data) {
      return data;
    }
    if (data.progress !== undefined && goesOn()) {
      onProgress(data.progress.done, data.progress.total);
    }
    await new Promise((rested) => setTimeout(rested, POLL_MS));
  }
  return null;
}

/* Verifies what the server hands out as the record of that poll, or `all`. */
export function verifyServed(name: string, poll: string, asked: Omit<Order, "tar">): void {
  const mine = begin(name);
  const goesOn = () => mine === turn;
  const tell = (made: number, total: number) => change({ done: total === 0 ? 0 : made / total });
  makeRecord(poll, goesOn, tell).then(
    (record) => {
      if (record !== null && goesOn()) {
        run({ ...asked, tar: record.tar, minisig: record.minisig });
      }
    },
    (error: unknown) => {
      if (goesOn() && error instanceof ProblemError) {
        change({ state: "failed", problem: error });
      }
    },
  );
}

/* Verifies a file that the reader has. */
export function verifyFile(name: string, order: Order): void {
  begin(name);
  run(order);
}

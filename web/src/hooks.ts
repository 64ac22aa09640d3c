/* Loading, acting and listening, as screens do it. */

import type { RefObject } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";

import { newKey, ProblemError } from "./api.ts";
import { useApp } from "./app.tsx";
import { holdPage } from "./navigate.ts";

export interface Loaded<T> {
  readonly data: T | null;
  readonly problem: ProblemError | null;
  readonly isLoading: boolean;
  readonly reload: () => void;
}

function asProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) {
    return error;
  }
  throw error;
}

/* Nobody knows what the server did: its answer did not arrive. */
const isLost = ({ slug }: ProblemError) => slug === "unreachable" || slug === "cut-off";

const AGAIN_MS = 10_000;

/* Does something again after a while, and as soon as there is a connection again, for as long as it is wanted. */
function useAgain(isWanted: boolean, again: () => void, ...words: readonly unknown[]): void {
  useEffect(() => {
    if (!isWanted) {
      return undefined;
    }
    const timer = setTimeout(again, AGAIN_MS);
    window.addEventListener("online", again);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("online", again);
    };
  }, [isWanted, ...words]);
}

interface Load<T> extends Omit<Loaded<T>, "reload"> {
  /* What it was loaded for. */
  readonly words: readonly unknown[];
}

/* Loads now, and again when one of the words changes. What was there stays while it loads again, and stays when that
 * fails and nobody said that it is no longer so: people write in what is shown. */
export function useLoad<T>(load: () => Promise<T>, ...words: readonly unknown[]): Loaded<T> {
  const [state, setState] = useState<Load<T>>({ data: null, problem: null, isLoading: true, words });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isCurrent = true;
    const fail = (problem: ProblemError) =>
      setState((before) => {
        const isKept = (problem.problem.status >= 500 || problem.isSignedOut) && words.every((word, at) => word === before.words[at]);
        return { data: isKept ? before.data : null, problem, isLoading: false, words };
      });
    setState((before) => ({ ...before, isLoading: true }));
    load().then(
      (data) => isCurrent && setState({ data, problem: null, isLoading: false, words }),
      (error: unknown) => isCurrent && fail(asProblem(error)),
    );
    return () => {
      isCurrent = false;
    };
  }, [turn, ...words]);
  const reload = useCallback(() => setTurn((before) => before + 1), []);
  const { data, problem, isLoading } = state;
  const mayCome = problem !== null && (isLost(problem) || (data !== null && problem.isSignedOut));
  useAgain(mayCome && !isLoading, reload, problem);
  return { data, problem, isLoading, reload };
}

export interface Action {
  readonly isBusy: boolean;
  readonly problem: ProblemError | null;
  /* Runs, unless it runs already; `key` is the same until one attempt succeeds. */
  readonly run: (work: (key: string) => Promise<void>) => Promise<void>;
  readonly clear: () => void;
}

export function useAction(): Action {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemError | null>(null);
  const running = useRef(false);
  const key = useRef(newKey());
  const run = async (work: (key: string) => Promise<void>) => {
    if (running.current) {
      return;
    }
    running.current = true;
    setBusy(true);
    setProblem(null);
    try {
      await work(key.current);
      key.current = newKey();
    } catch (error) {
      const found = asProblem(error);
      /* A refusal is an answer: what is sent next is another request. */
      if (found.problem.status < 500) {
        key.current = newKey();
      }
      setProblem(found);
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return { isBusy, problem, run, clear: () => setProblem(null) };
}

/* An action whose work is kept as it was when the connection fails, and sent again as the same request when there is
 * one again: the server does it once. */
export function useKeptAction(): Action & { readonly isKept: boolean } {
  const action = useAction();
  const { isBusy, problem } = action;
  const work = useRef<((key: string) => Promise<void>) | null>(null);
  const isKept = work.current !== null && problem !== null && isLost(problem);
  const run = (wanted: (key: string) => Promise<void>) => {
    work.current = wanted;
    return action.run(wanted);
  };
  const again = () => {
    if (work.current !== null) {
      void action.run(work.current);
    }
  };
  useAgain(isKept && !isBusy, again, problem);
  return { ...action, run, isKept };
}

type Listener = (event: { type: string; object?: string }) => void;
const listeners = new Set<Listener>();
let source: EventSource | null = null;

function hear(event: MessageEvent<string>): void {
  let told: { type: string; object?: string };
  try {
    told = JSON.parse(event.data) as { type: string; object?: string };
  } catch {
    return;
  }
  for (const listener of listeners) {
    listener(told);
  }
}

type Watcher = (isOpen: boolean) => void;
const watchers = new Set<Watcher>();
let isLineOpen = true;

function tellLine(isOpen: boolean): void {
  if (isOpen === isLineOpen) {
    return;
  }
  isLineOpen = isOpen;
  for (const watcher of watchers) {
    watcher(isOpen);
  }
  if (isOpen) {
    /* Nobody knows what was said meanwhile. */
    for (const listener of listeners) {
      listener({ type: "reset" });
    }
  }
}

const AGAIN_AFTER = 3000;

/* A browser tries again by itself when the line was cut, but not when something else answered. */
function openLine(): void {
  const line = new EventSource("/api/v1/events");
  source = line;
  line.onmessage = hear;
  line.onopen = () => tellLine(true);
  line.onerror = () => {
    tellLine(false);
    if (line.readyState === EventSource.CLOSED) {
      setTimeout(() => source === line && openLine(), AGAIN_AFTER);
    }
  };
}

/* Listens anew: who signs in hears more than who does not, and who signs out less. */
export function listenAnew(): void {
  if (source !== null) {
    source.close();
    openLine();
  }
}

/* Is what the server tells heard? For a screen that has to say so when it is not. */
export function useLine(): boolean {
  const [isOpen, setOpen] = useState(isLineOpen);
  useEffect(() => {
    watchers.add(setOpen);
    setOpen(isLineOpen);
    return () => {
      watchers.delete(setOpen);
    };
  }, []);
  return isOpen;
}

/* Calls back when the server tells that one of these objects changed, that something of one of these types
 * happened ("contribution.post"), or when it lost count. */
export function useEvents(objects: readonly string[], callback: () => void): void {
  const latest = useRef(callback);
  latest.current = callback;
  const watched = objects.join(" ");
  useEffect(() => {
    const wanted = new Set(watched.split(" "));
    const listener: Listener = ({ type, object }) => {
      if (type === "reset" || wanted.has(type) || (object !== undefined && wanted.has(object))) {
        latest.current();
      }
    };
    listeners.add(listener);
    if (source === null) {
      openLine();
    }
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) {
        source?.close();
        source = null;
        tellLine(true); /* nobody listens any more */
      }
    };
  }, [watched]);
}

/* A value that follows another once it has rested for a while. */
export function useRested<T>(value: T, milliseconds: number): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return rested;
}

export interface Pages<T> extends Loaded<readonly T[]> {
  readonly next: string | undefined;
  readonly more: () => void;
}

interface Page<T> {
  items: T[];
  next?: string;
}

/* A list, page after page: those that were read stay, and are read again with the first. */
export function usePages<T>(
  load: (after: string | undefined) => Promise<{ data: Page<T> }>,
  ...words: readonly unknown[]
): Pages<T> {
  const wanted = useRef({ pages: 1, words });
  const first = useLoad(async () => {
    if (words.some((word, at) => word !== wanted.current.words[at])) {
      wanted.current = { pages: 1, words };
    }
    const read = { ...(await load(undefined)).data };
    for (let pages = 1; pages < wanted.current.pages && read.next !== undefined; pages++) {
      const page = (await load(read.next)).data;
      Object.assign(read, { items: [...read.items, ...page.items], next: page.next });
    }
    return read;
  }, ...words);
  const [rest, setRest] = useState<{ of: Page<T>; items: T[]; next: string | undefined } | null>(
    null,
  );
  const action = useAction();
  const current = rest !== null && rest.of === first.data ? rest : null;
  const next = current === null ? first.data?.next : current.next;
  const more = () =>
    void action.run(async () => {
      const of = first.data;
      if (of === null || next === undefined) {
        return;
      }
      wanted.current.pages += 1; /* before it is there: the list may be read again meanwhile */
      const page = (await load(next)).data;
      setRest({ of, items: [...(current?.items ?? []), ...page.items], next: page.next });
    });
  const data = first.data === null ? null : [...first.data.items, ...(current?.items ?? [])];
  return {
    data,
    problem: first.problem ?? action.problem,
    isLoading: first.isLoading || action.isBusy,
    reload: first.reload,
    next,
    more,
  };
}

/* For a heading: takes the focus when `state` changed and what had it, a button that acted, is gone. */
export function useKeptFocus<T extends HTMLElement>(state: unknown): RefObject<T | null> {
  const heading = useRef<T>(null);
  const before = useRef(state);
  useEffect(() => {
    const hasChanged = before.current !== state;
    before.current = state;
    if (hasChanged && document.activeElement === document.body) {
      heading.current?.focus({ preventScroll: true });
    }
  }, [state]);
  return heading;
}

/* While something is half written, the page is not left without asking. What this gives lets it go: the text was sent. */
export function useUnsent(isBegun: boolean): () => void {
  const { t } = useApp();
  const letGo = useRef(() => {});
  useEffect(() => {
    if (!isBegun) {
      return undefined;
    }
    letGo.current = holdPage(t("form.leave"));
    return () => letGo.current();
  }, [isBegun]);
  return () => letGo.current();
}

/* The time, which goes on: for clocks that people look at. */
export function useClock(milliseconds: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), milliseconds);
    return () => clearInterval(timer);
  }, [milliseconds]);
  return now;
}

/* Calls back every so often while something is under way, for a reader whom no event reaches. */
export function useWatch(isUnderWay: boolean, callback: () => void): void {
  const latest = useRef(callback);
  latest.current = callback;
  useEffect(() => {
    if (!isUnderWay) {
      return undefined;
    }
    const timer = setInterval(() => latest.current(), 2000);
    return () => clearInterval(timer);
  }, [isUnderWay]);
}

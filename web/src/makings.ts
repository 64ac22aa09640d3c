/*
 * makings.ts - what the server makes for this reader, each by its name: it goes on while one looks at other screens, and
 * is found again, where it is. What is being made when the page is loaded anew is asked for again.
 */
import { useEffect, useState } from "preact/hooks";

import { ProblemError } from "./api.ts";

export interface Making<T> {
  readonly state: "making" | "ready" | "failed";
  readonly done: number;
  readonly total: number; /* 0: not known yet */
  readonly made: T | null;
  readonly problem: ProblemError | null;
}

type Work<T> = (name: string, tell: (done: number, total: number) => void) => Promise<T>;

const BEGUN = { state: "making", done: 0, total: 0, made: null, problem: null } as const;

export class Makings<T> {
  readonly #kept: string;
  readonly #work: Work<T>;
  readonly #all = new Map<string, Making<T>>();
  readonly #listeners = new Set<() => void>();

  /* `kept` names them in this browser, until it is closed. */
  constructor(kept: string, work: Work<T>) {
    this.#kept = kept;
    this.#work = work;
  }

  of(name: string): Making<T> | null {
    return this.#all.get(name) ?? null;
  }

  async begin(name: string): Promise<void> {
    if (this.of(name)?.state === "making") {
      return;
    }
    this.#set(name, BEGUN);
    try {
      const made = await this.#work(name, (done, total) => this.#set(name, { ...BEGUN, done, total }));
      this.#set(name, { ...BEGUN, state: "ready", made });
    } catch (error) {
      this.#set(name, { ...BEGUN, state: "failed", problem: error instanceof ProblemError ? error : null });
      if (!(error instanceof ProblemError)) {
        throw error;
      }
    }
  }

  use(name: string): Making<T> | null {
    const [, show] = useState(0);
    useEffect(() => {
      const listener = () => show((count) => count + 1);
      this.#listeners.add(listener);
      if (this.of(name) === null && this.#read().includes(name)) {
        void this.begin(name);
      }
      listener();
      return () => {
        this.#listeners.delete(listener);
      };
    }, [name]);
    return this.of(name);
  }

  #set(name: string, making: Making<T>): void {
    this.#all.set(name, making);
    this.#write();
    for (const listener of this.#listeners) {
      listener();
    }
  }

  #read(): string[] {
    try {
      return (sessionStorage.getItem(this.#kept) ?? "").split("\n");
    } catch {
      return [];
    }
  }

  #write(): void {
    const names = [...this.#all].filter(([, { state }]) => state === "making").map(([name]) => name);
    try {
      sessionStorage.setItem(this.#kept, names.join("\n"));
    } catch {
      /* A browser that keeps nothing: it lasts as long as the page. */
    }
  }
}

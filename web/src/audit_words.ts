/* Acts of office as the log has them: which entries they are, and the words in which each is told. Pure. */

import type { Schemas } from "./api.ts";
import type { Duty } from "./entry_types.ts";
import { dutyOf } from "./entry_types.ts";

export interface Act {
  readonly index: number;
  readonly type: string;
  readonly duty: Duty;
  readonly at: Date;
  readonly d: Readonly<Record<string, unknown>>;
}

/* The act of an entry; null where it is none. */
export function actOf(entry: Schemas["LogEntry"]): Act | null {
  const { d, t, ts } = JSON.parse(entry.entry) as {
    d: Record<string, unknown>;
    t: string;
    ts: number;
  };
  const duty = dutyOf(t);
  return duty === null ? null : { index: entry.index, type: t, duty, at: new Date(ts * 1000), d };
}

export interface Day {
  readonly day: string;
  readonly acts: readonly Act[];
}

/* The acts by day, in their order; `dayOf` reads the day in the zone of the society. */
export function byDay(acts: readonly Act[], dayOf: (at: Date) => string): Day[] {
  const days: { day: string; acts: Act[] }[] = [];
  for (const act of acts) {
    const day = dayOf(act.at);
    const last = days.at(-1);
    if (last?.day === day) {
      last.acts.push(act);
    } else {
      days.push({ day, acts: [act] });
    }
  }
  return days;
}

/* What an entry says that people can read: texts and counts, not hashes nor identifiers. */
export function detailOf(act: Act): { readonly name: string; readonly value: string | number }[] {
  const shown = ["title", "role", "what", "count", "failed", "number", "effective_on", "reason", "ground", "purpose"];
  return shown.flatMap((name) => {
    const value = act.d[name];
    return typeof value === "string" || typeof value === "number" ? [{ name, value }] : [];
  });
}

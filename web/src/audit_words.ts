/* Acts of office as the log has them: which entries they are, whose office they need, and the words in which each is
 * told. Pure. */

import type { Schemas } from "./api.ts";

/* What an act needs of whoever does it; "log" is what the program does by itself. */
export const DUTIES = ["administer", "keep_register", "convene", "run_polls", "moderate", "log"] as const;
export type Duty = (typeof DUTIES)[number];

/* Every type of entry that records an act of office. What members say and do, and ballots, are not here. */
const DUTY_OF: Readonly<Record<string, Duty>> = {
  "log.genesis": "log",
  "key.announce": "log",
  "key.rotate": "log",
  "key.revoke": "log",
  "log.policy": "administer",
  redact: "administer",
  "retention.apply": "log",
  "society.found": "log",
  "society.change": "administer",
  "constitution.enter": "administer",
  "register.change": "keep_register",
  "register.import": "keep_register",
  "link.make": "keep_register",
  "office.grant": "administer",
  "office.end": "administer",
  "assembly.create": "convene",
  "assembly.change": "convene",
  "assembly.convene": "convene",
  "assembly.open": "run_polls",
  "assembly.end": "run_polls",
  "assembly.cancel": "convene",
  "notice.send": "convene",
  "sitting.bureau": "run_polls",
  "sitting.suspend": "run_polls",
  "sitting.resume": "run_polls",
  "sitting.incident": "run_polls",
  "debate.close": "run_polls",
  "debate.open": "run_polls",
  "resolution.table": "convene",
  "resolution.amend": "convene",
  "resolution.opinion": "convene",
  "resolution.withdraw": "convene",
  "contribution.conceal": "moderate",
  "contribution.restore": "moderate",
  "poll.create": "run_polls",
  "poll.waive": "run_polls",
  "poll.call": "run_polls",
  "poll.open": "run_polls",
  "poll.close": "run_polls",
  "poll.count": "log",
  "poll.publish": "log",
  "poll.void": "administer",
  "minutes.draw": "convene",
  "minutes.publish": "log",
  "decision.step": "administer",
  "urn.destroy": "run_polls",
};

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
  const duty = Object.hasOwn(DUTY_OF, t) ? DUTY_OF[t] : undefined;
  return duty === undefined ? null : { index: entry.index, type: t, duty, at: new Date(ts * 1000), d };
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

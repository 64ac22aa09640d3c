/* What the parts of a sitting load and show alike. */

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { elapsed, hour } from "../format.ts";
import { useClock, useLoad } from "../hooks.ts";
import { locales } from "../i18n.ts";

/* A poll that nobody here knows of yet: it is called, and is then in the list. */
export const NEWS: readonly string[] = ["poll.drafted", "poll.called"];

const PAGES_MAX = 50;

/* A list whose end counts more than its beginning: all its pages. */
export async function every<T>(
  page: (after: string | undefined) => Promise<{ data: { items: T[]; next?: string } }>,
): Promise<T[]> {
  const items: T[] = [];
  let after: string | undefined;
  for (let pages = 0; pages < PAGES_MAX; pages++) {
    const { data } = await page(after);
    items.push(...data.items);
    after = data.next;
    if (after === undefined) {
      break;
    }
  }
  return items;
}

/* The name of a college; its identifier where it is not there any more. */
export function useCollege(): (id: string) => string {
  const { label } = useApp();
  const loaded = useLoad(async () => (await api.get("/api/v1/registry")).data.colleges);
  return (id) => {
    const found = loaded.data?.find((college) => college.id === id);
    return found === undefined ? id : label(found.labels);
  };
}

/* How long it has lasted, second after second; silent for who listens. */
export function Clock(props: { from: string }) {
  const now = useClock(1000);
  return (
    <span class="clock" role="timer">
      {elapsed(now - Date.parse(props.from))}
    </span>
  );
}

/* The hour alone: on the day of a sitting everybody knows the day. */
export function Hour(props: { at: string }) {
  const { language, society } = useApp();
  return <time dateTime={props.at}>{hour(props.at, locales[language], society.time_zone)}</time>;
}

export interface Part {
  readonly assembly: Schemas["Assembly"];
  readonly onDone: () => void;
}

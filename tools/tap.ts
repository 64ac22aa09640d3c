/*
 * tap.ts - says what node:test found as flat TAP: one line per test, under the names of the suites
 * around it. Node's own reporter indents what is in a suite, which Meson neither reads nor counts.
 * A suite that passes is no result of its own; one whose set-up fails is.
 */
import type { TestEvent } from "node:test/reporters";
import { inspect } from "node:util";

type Ended = Extract<TestEvent, { type: "test:pass" | "test:fail" }>["data"];

/* A name in one line, without what TAP would read as its own. */
const named = (name: string): string => name.replaceAll(/\s+/g, " ").replaceAll(/#\s*/g, "no. ");

const commented = (text: string): string => text.replaceAll(/^/gm, "# ").concat("\n");

/* What says that it was left out, and why. */
const left = ({ skip }: Ended): string =>
  skip === undefined || skip === false ? "" : ` # SKIP${skip === true ? "" : ` ${skip}`}`;

/* A suite whose tests have said all that there is to say. */
function isSaid({ details, skip }: Ended): boolean {
  if (details.type !== "suite" || skip) return false;
  const error = "error" in details ? details.error as Error & { failureType?: string } : undefined;
  return !error || error.failureType === "subtestsFailed";
}

export default async function* tap(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const names: string[] = []; /* the suites that are under way, and the test */
  let count = 0;
  yield "TAP version 13\n";
  for await (const event of source) {
    if (event.type === "test:start") {
      names.length = event.data.nesting;
      names.push(named(event.data.name));
    } else if (event.type === "test:diagnostic") {
      yield commented(event.data.message);
    } else if (event.type === "test:pass" || event.type === "test:fail") {
      const ended = event.data;
      if (isSaid(ended)) continue;
      count++;
      const name = [...names.slice(0, ended.nesting), named(ended.name)].join(": ");
      yield `${event.type === "test:pass" ? "ok" : "not ok"} ${count} - ${name}${left(ended)}\n`;
      if (event.type === "test:fail") yield commented(inspect(event.data.details.error.cause ?? event.data.details.error));
    }
  }
  yield `1..${count}\n`;
}

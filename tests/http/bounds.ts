/*
 * bounds.ts - how much a server may hold in memory and how long it may take, by the build under test.
 *
 * Sanitizers multiply the work, and keep what was freed for a while, to find who uses it still: the memory
 * of such a build says nothing of the program's, and is not bounded. Its times are, more widely.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";

import { BUILD } from "./support.ts";

const SANITIZED_TAKES = 5; /* times as long */
const isSanitized = readFileSync(join(BUILD, "cli/palabre")).includes("__asan_init");

/* So many milliseconds for the program as it ships, more where the build is slower. */
export const within = (milliseconds: number): number => milliseconds * (isSanitized ? SANITIZED_TAKES : 1);

/* The memory of a process, in KiB. */
export function residentKiB(pid: number): number {
  return Number(/VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
}

/* Holds a server's growth in KiB to its bound, or says why it cannot. */
export function assertHeld(context: TestContext, grownKiB: number, mostKiB: number): void {
  if (isSanitized) {
    context.diagnostic(`memory is not bounded in a build with sanitizers: ${grownKiB} KiB, for ${mostKiB}`);
    return;
  }
  assert.ok(grownKiB < mostKiB, `${grownKiB} KiB were held, not under ${mostKiB}`);
}

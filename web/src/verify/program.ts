/* program.ts - the verifier as a program of Node. */
import { open, readFile } from "node:fs/promises";
import { parseArgs } from "node:util";

import { verifyRecord, type Asked } from "./record.ts";
import type { Source } from "./source.ts";

const USAGE = "usage: tools/node web/src/verify.ts FILE.tar [--key VKEY]... [--policy FILE] [--since CHECKPOINT]\n" +
  "                                    [--receipt FILE] [--tracker CODE] [--opening FILE] [--elector FILE] [--json]";

function usedWrongly(reason: string): never {
  console.error(`${reason}\n${USAGE}`);
  process.exit(2);
}

function readArguments() {
  try {
    const one = { type: "string" } as const;
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        key: { type: "string", multiple: true }, policy: one, since: one, receipt: one, tracker: one, opening: one, elector: one,
        json: { type: "boolean" }, help: { type: "boolean", short: "h" },
      },
    });
    return { values, positionals };
  } catch (error) {
    return usedWrongly((error as Error).message);
  }
}

async function sourceOfFile(path: string): Promise<Source> {
  const file = await open(path);
  const { size } = await file.stat();
  return {
    size,
    read: async (at, length) => {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - at)));
      let done = 0;
      while (done < bytes.length) {
        const { bytesRead } = await file.read(bytes, done, bytes.length - done, at + done);
        if (bytesRead === 0) break;
        done += bytesRead;
      }
      return bytes.subarray(0, done);
    },
  };
}

const { values, positionals } = readArguments();
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const [path, ...more] = positionals;
if (path === undefined || more.length > 0) usedWrongly("One file is verified at a time.");

const given = async (file: string | undefined) => (file === undefined ? undefined : new Uint8Array(await readFile(file)));
try {
  const { policy, since, receipt, opening, elector, tracker, key } = values;
  const minisig = await given(`${path}.minisig`).catch(() => undefined);
  const files = { minisig, policy: await given(policy), since: await given(since), receipt: await given(receipt), opening: await given(opening), elector: await given(elector) };
  const asked = Object.fromEntries(Object.entries({ ...files, tracker, keys: key }).filter(([, value]) => value !== undefined)) as Asked;
  const report = await verifyRecord(await sourceOfFile(path), asked);
  const checks = report.checks.map(({ check, state, figure }) => ({ check, state, figure }));
  if (values.json) console.log(JSON.stringify({ file: path, checks, holds: report.holds }));
  else for (const { check, state, figure } of checks) console.log(`${check.padEnd(4)} ${state.padEnd(7)} ${figure}`);
  process.exitCode = report.holds ? 0 : 1;
} catch (error) {
  usedWrongly((error as Error).message);
}

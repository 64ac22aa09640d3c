/*
 * verify_worker.ts - verifies a record away from the screen, with the second verifier, and tells how far it is.
 *
 * It is loaded when somebody verifies, and only then. Nothing of a record leaves the browser.
 */
import { textOf, utf8 } from "./verify/bytes.ts";
import { readCheckpoint, readNote } from "./verify/notes.ts";
import { readPolicy } from "./verify/policy.ts";
import { verifyRecord, type Asked } from "./verify/record.ts";
import { sourceOfBlob } from "./verify/source.ts";
import { contentOf, readTar } from "./verify/tar.ts";
import type { Order, Told } from "./verification.ts";

/* As a page's own, but without the origin that a window asks for. */
const tell = (told: Told) => (postMessage as (message: Told) => void)(told);

/* A screen has no use for more than this. */
const PAUSE_MS = 100;
let last = 0;

function progress(stage: "fetch" | "hash" | "log" | "polls", done: number): void {
  const now = Date.now();
  if (now - last >= PAUSE_MS) {
    last = now;
    tell({ told: "progress", stage, done });
  }
}

async function open(path: string): Promise<Response> {
  const response = await fetch(path);
  if (!response.ok) {
    throw new Error(`${path}: ${response.status}`);
  }
  return response;
}

/* The browser keeps what is read where it likes: a record may be larger than the memory. */
async function fetchTar(path: string): Promise<Blob> {
  const response = await open(path);
  const size = Number(response.headers.get("Content-Length") ?? 0);
  const parts: BlobPart[] = [];
  let read = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part !== undefined && !part.done; part = await reader?.read()) {
    parts.push(part.value);
    read += part.value.length;
    progress("fetch", size === 0 ? 0 : read / size);
  }
  return new Blob(parts);
}

/* What a record says of itself: its checkpoint, and each name that its log ever had. */
async function readSaid(tar: Blob): Promise<{ checkpoint: string; names: string[] }> {
  const files = await readTar(sourceOfBlob(tar));
  const checkpoint = textOf(await contentOf(files, "log/checkpoint"), "the checkpoint");
  const { logs } = readPolicy(await contentOf(files, "keys.txt"));
  return { checkpoint, names: logs.map(({ name }) => name) };
}

const headOf = (checkpoint: string) =>
  readCheckpoint(readNote(utf8(checkpoint), "the checkpoint"), "the checkpoint");

/* Was the remembered one made before this one, of the same log? A file that was kept may well be older. What the
 * server hands out now may not; nor may what has a name that the log took after the one that is remembered. */
function isEarlier(remembered: string, said: { checkpoint: string; names: string[] }, isServed: boolean): boolean {
  const [before, now] = [headOf(remembered), headOf(said.checkpoint)];
  if (before.origin !== now.origin) return said.names.includes(before.origin);
  return isServed || before.size <= now.size;
}

async function verify(order: Order): Promise<void> {
  const isServed = typeof order.tar === "string";
  const tar = typeof order.tar === "string" ? await fetchTar(order.tar) : order.tar;
  const minisig =
    typeof order.minisig === "string" ? await (await open(order.minisig)).blob() : order.minisig;
  const bytes = async (blob: Blob | undefined) =>
    blob === undefined ? undefined : new Uint8Array(await blob.arrayBuffer());

  const said = await readSaid(tar).catch(() => ({ checkpoint: "", names: [] }));
  const { checkpoint } = said;
  const { remembered } = order;
  const isKnown =
    remembered !== undefined && checkpoint !== "" && isEarlier(remembered, said, isServed);
  const since = isKnown ? utf8(remembered) : undefined;
  const files = {
    minisig: await bytes(minisig),
    receipt: await bytes(order.receipt),
    elector: await bytes(order.elector),
    since,
  };
  const given = { ...files, keys: order.keys, tracker: order.tracker };
  const asked = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as Asked;
  const report = await verifyRecord(sourceOfBlob(tar), asked, progress, (check) =>
    tell({ told: "check", check }),
  );
  tell({ told: "report", report, checkpoint });
}

addEventListener("message", (event: MessageEvent<Order>) => {
  verify(event.data).catch((error: unknown) =>
    tell({ told: "failure", reason: error instanceof Error ? error.message : String(error) }),
  );
});

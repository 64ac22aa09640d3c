/* What the screens of secret polls share around the booth: loading it, its refusals as problems, bytes. This file
 * loads nothing of it before it is called. */

import { refusal } from "../api.ts";
import type { App } from "../app.tsx";
import type { BoothReason } from "../booth.ts";

export type Booth = typeof import("../booth.ts");

/* What was refused, in words. */
const refused = (app: App, reason: BoothReason) => refusal(`booth-${reason}`, app.word("booth", reason));

/* Runs work in the booth, which is loaded now; what it refuses becomes a problem, in words. */
export async function inBooth<T>(app: App, work: (booth: Booth) => T | Promise<T>): Promise<T> {
  let booth: Booth;
  try {
    booth = await import("../booth.ts");
    await booth.ready();
  } catch {
    throw refusal("booth-absent", app.t("booth.absent"), 503);
  }
  try {
    return await work(booth);
  } catch (error) {
    if (error instanceof booth.BoothError) {
      throw refused(app, error.reason);
    }
    throw error;
  }
}

/* What the keepers' worker made; what it refused becomes a problem, in words. */
export async function inWorker<T extends object>(app: App, work: Promise<T | BoothReason>): Promise<T> {
  let made: T | BoothReason;
  try {
    made = await work;
  } catch {
    throw refusal("booth-absent", app.t("keeper.worker_failed"), 503);
  }
  if (typeof made === "string") {
    throw refused(app, made);
  }
  return made;
}

/* The bytes of something public of a poll, as they are sent: they are what is hashed. */
export async function bytesOf(app: App, poll: string, part: string): Promise<Uint8Array> {
  const path = `/api/v1/polls/${encodeURIComponent(poll)}/${part}`;
  let reply: Response;
  try {
    reply = await fetch(path, { credentials: "same-origin", cache: "no-cache" });
  } catch {
    throw refusal("unreachable", app.t("booth.unreachable"), 503);
  }
  if (!reply.ok) {
    throw refusal("not-there", app.t("booth.not_there"), reply.status);
  }
  return new Uint8Array(await reply.arrayBuffer());
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

export function toHex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function fromHex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (two) => Number.parseInt(two, 16));
}

/*
 * palabre_witness.ts - a witness of the log on the loopback, and what a society says of its own.
 */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";

import type { Society } from "./society.ts";
import { BUILD } from "./support.ts";

export type Policy = { policy: string; size: number; witnessed: boolean;
  witnesses: { name: string; key: string; size: number; cosigned_at?: string }[] };

const WAIT_MS = 30_000;
export const LOG = "society.example/log";

/* A palabre-witness of its own. */
export class Witness {
  url = "";
  key = "";
  #child!: ChildProcess;
  readonly name: string;
  readonly #folder: string;

  constructor(name: string, folder: string) {
    this.name = name;
    this.#folder = folder;
  }

  get keyFile(): string {
    return join(this.#folder, `${this.name}.key`);
  }

  async start(log: string, listen = "127.0.0.1:0"): Promise<void> {
    const args = ["--listen", listen, "--state", join(this.#folder, `${this.name}.state`), "--key", this.keyFile,
      "--name", `${this.name}.example`, "--log", log];
    this.#child = spawn(join(BUILD, "cli/palabre-witness"), args, { stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const stream of [this.#child.stdout, this.#child.stderr]) stream?.on("data", (part) => (said += part));
    const end = Date.now() + WAIT_MS;
    while (!/listens on (\S+)\n/.test(said)) {
      if (Date.now() > end || this.#child.exitCode !== null) throw new Error(`the witness says: ${said}`);
      await new Promise((done) => setTimeout(done, 20));
    }
    this.key = said.split("\n")[0] ?? "";
    this.url = /listens on (\S+)\n/.exec(said)?.[1] ?? "";
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill("SIGTERM");
    await once(this.#child, "close");
    assert.equal(this.#child.exitCode, 0);
  }

  async add(body: string): Promise<{ status: number; type: string; text: string }> {
    const answer = await fetch(`${this.url}/add-checkpoint`, { method: "POST", body });
    return { status: answer.status, type: answer.headers.get("content-type") ?? "", text: await answer.text() };
  }

  shown(): Promise<Response> {
    return fetch(`${this.url}/${createHash("sha256").update(LOG).digest("hex")}/checkpoint`);
  }
}

export async function policyOf(day: Society): Promise<Policy> {
  return (await day.anyone().get<Policy>("/api/v1/log/policy", { expect: 200 })).body;
}

/* What the society says of its witnesses, once it is that. */
export async function untilPolicy(day: Society, what: (policy: Policy) => boolean): Promise<Policy> {
  const end = Date.now() + WAIT_MS;
  for (;;) {
    const policy = await policyOf(day);
    if (what(policy)) return policy;
    if (Date.now() > end) throw new Error(`still ${JSON.stringify(policy)}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

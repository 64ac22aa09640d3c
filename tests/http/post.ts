/* post.ts - a real mail server on the loopback, and the letters that it took. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

import type { Society } from "./society.ts";
import { freePort } from "./support.ts";

export type Letter = { sender: string; recipients: string[]; headers: Record<string, string>; count: number; text: string;
  defects: string[]; raw: string; tls: boolean; user: string | null };

const WAIT_MS = 20_000;

export class PostOffice {
  readonly letters: Letter[] = [];
  port = 0;
  #child: ChildProcess | undefined;
  #rest = "";
  #listens = false;

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  /* Takes a port of its own, where it does not listen yet. */
  static async reserve(): Promise<PostOffice> {
    const office = new PostOffice();
    office.port = await freePort();
    return office;
  }

  async start(args: string[] = []): Promise<void> {
    /* The Python for which Debian packages the library, whatever comes first on the path. */
    const script = join(import.meta.dirname, "mail_server.py");
    await this.stop();
    this.#listens = false;
    this.#child = spawn("/usr/bin/python3", [script, "--port", String(this.port), ...args], { stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    this.#child.stderr?.on("data", (part: Buffer) => (said += part.toString()));
    this.#child.stdout?.setEncoding("utf8").on("data", (part: string) => this.#take(part));
    await until(() => {
      if (this.#child?.exitCode !== null) throw new Error(`the mail server ended: ${said}`);
      return this.#listens;
    });
  }

  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "close");
  }

  #take(part: string): void {
    const lines = (this.#rest + part).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line === "listens") this.#listens = true;
      else this.letters.push(JSON.parse(line) as Letter);
    }
  }

  /* The letters to an address. */
  to(address: string): Letter[] {
    return this.letters.filter((letter) => letter.recipients.includes(address));
  }
}

/* Looks again and again until it is so. */
export async function until(isSo: () => boolean | Promise<boolean>, what = "something", wait_ms = WAIT_MS): Promise<void> {
  const end = Date.now() + wait_ms;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/* The tests' clock, which a test moves on. */
export class Time {
  at = new Date(Date.now() + 60_000);
  readonly #society: Society;

  constructor(society: Society) {
    this.#society = society;
  }

  /* Later by so many seconds; a request wakes the server, which looks at its clock. */
  async pass(seconds: number): Promise<void> {
    this.at = new Date(this.at.getTime() + seconds * 1000);
    this.#society.server.setClock(this.at);
    await fetch(`${this.#society.server.url}/healthz`).then((answer) => answer.arrayBuffer());
  }

  /* Passes second by second until it is so. */
  async passUntil(isSo: () => boolean | Promise<boolean>, what = "something"): Promise<void> {
    await until(async () => {
      if (await isSo()) return true;
      await this.pass(1);
      return isSo();
    }, what);
  }
}

/*
 * support.ts - what the tests through HTTP share: the real server on a free port of the loopback,
 * and a client that holds every reply against the API's document.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { Contract } from "./contract.ts";

const SOURCE = resolve(import.meta.dirname, "../..");
export const BUILD = resolve(process.env["PALABRE_BUILD"] ?? join(SOURCE, "build"));
/* A build with sanitizers on a busy machine starts slowly; a test that waits this long has failed. */
const START_MS = 30_000;
const STOP_MS = 30_000;

export const contract = Contract.read(join(SOURCE, "http/openapi.json"));

/* A folder of one test's own, and how to remove it. */
export function scratch(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), "palabre-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/*
 * Runs a command of palabre to its end, under the tests' clock where one is given. Throws with what
 * it said unless it exits with `status`.
 */
export function palabre(args: string[], status = 0, clock?: Date): string {
  const folder = clock ? scratch() : undefined;
  const file = join(folder?.path ?? "", "clock");
  if (clock) writeClock(file, clock);
  const program = join(BUILD, clock ? "tests/palabre_clocked" : "cli/palabre");
  const env = { ...process.env, PALABRE_CLOCK: file };
  const run = spawnSync(program, args, { encoding: "utf8", maxBuffer: 1 << 28, env });
  folder?.remove();
  if (run.error) throw run.error;
  if (run.status !== status) {
    throw new Error(`palabre ${args.join(" ")} exits with ${run.status ?? run.signal}\n${run.stdout}${run.stderr}`);
  }
  return run.stdout;
}

/* A reply, asked for again as long as a job makes what it is to hold. */
export async function settled(url: string, headers: Record<string, string>): Promise<Response> {
  for (;;) {
    const reply = await fetch(url, { headers, redirect: "manual" });
    if (reply.status !== 202) return reply;
    await reply.arrayBuffer();
    await new Promise((done) => setTimeout(done, 20));
  }
}

/* A port of the loopback that is free now, for a server that must be told one. */
export async function freePort(): Promise<number> {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { port } = taken.address() as AddressInfo;
  taken.close();
  await once(taken, "close");
  return port;
}

const BLOCK = 512;

/* The files of a tar whose form others check. */
export function filesOf(tar: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (let at = 0; tar[at] !== 0;) {
    const name = tar.toString("latin1", at, tar.indexOf(0, at));
    const size = Number.parseInt(tar.toString("latin1", at + 124, at + 135), 8);
    files.set(name, tar.subarray(at + BLOCK, at + BLOCK + size));
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}

/* The tokens of the sign-in links in a text, in its order. */
export function tokensIn(text: string): string[] {
  return [...text.matchAll(/\/#t=([\w-]+)/g)].map((match) => match[1] ?? "");
}

export type ServerOptions = {
  db: string;
  command?: "serve" | "demo";
  listen?: string; /* 127.0.0.1:0 unless told: a free port */
  clock?: Date; /* the tests' clock, which then stands still until `setClock` */
  args?: string[]; /* with --url, `listen` names the port: the server then says another address */
  under?: string[]; /* a command that becomes the program: prlimit, with its arguments */
};

export class Server {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #output: { text: string };
  readonly #clockFile: string;

  private constructor(url: string, child: ChildProcess, output: { text: string }, clockFile: string) {
    this.url = url;
    this.#child = child;
    this.#output = output;
    this.#clockFile = clockFile;
  }

  /* Starts the server and waits until it answers. Whoever starts it stops it, in `after`. */
  static async start(options: ServerOptions): Promise<Server> {
    const clockFile = `${options.db}.clock`;
    if (options.clock) writeClock(clockFile, options.clock);
    const program = join(BUILD, options.clock ? "tests/palabre_clocked" : "cli/palabre");
    const args = [options.command ?? "serve", "--db", options.db, "--listen", options.listen ?? "127.0.0.1:0"];
    const [command = program, ...rest] = [...(options.under ?? []), program, ...args, ...(options.args ?? [])];
    const child = spawn(command, rest, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, PALABRE_CLOCK: clockFile },
    });
    const output = { text: "" };
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (part: string) => (output.text += part));
    }
    try {
      const known = options.args?.includes("--url") ? `http://${options.listen}` : undefined;
      return new Server(await ready(child, output, known), child, output, clockFile);
    } catch (error) {
      child.kill("SIGKILL");
      throw error;
    }
  }

  /* What it has printed until now. */
  get output(): string {
    return this.#output.text;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  setClock(instant: Date): void {
    writeClock(this.#clockFile, instant);
  }

  /* Ends it as an operator does, and says how it ended: it must be with 0. */
  async stop(): Promise<void> {
    if (!isRunning(this.#child)) return;
    this.#child.kill("SIGTERM");
    const slow = setTimeout(() => this.#child.kill("SIGKILL"), STOP_MS);
    await once(this.#child, "close");
    clearTimeout(slow);
    if (this.#child.exitCode !== 0) {
      const how = this.#child.exitCode ?? this.#child.signalCode;
      throw new Error(`the server ended with ${how}\n${this.output}`);
    }
  }

  /* Ends it as a power cut does. */
  async kill(): Promise<void> {
    if (!isRunning(this.#child)) return;
    this.#child.kill("SIGKILL");
    await once(this.#child, "close");
  }
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

/* The instant in RFC 3339, in one line. */
function writeClock(file: string, instant: Date): void {
  writeFileSync(file, `${instant.toISOString()}\n`);
}

/* Waits for the address in what the server prints, unless it is known, then for an answer from there. */
async function ready(child: ChildProcess, output: { text: string }, known?: string): Promise<string> {
  const refused = once(child, "error").then(([error]) => { throw error as Error; });
  refused.catch(() => undefined);
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline && isRunning(child)) {
    await Promise.race([new Promise((done) => setTimeout(done, 20)), refused]);
    const url = known ?? /https?:\/\/(?:127\.0\.0\.1|\[::1\]):[1-9]\d*/.exec(output.text)?.[0];
    const answer = url ? await fetch(`${url}/healthz`).catch(() => undefined) : undefined;
    await answer?.arrayBuffer();
    if (url && answer) return url; /* 503 is an answer too: of a server that only reads */
  }
  const how = isRunning(child) ? "does not answer" : `ended with ${child.exitCode ?? child.signalCode}`;
  throw new Error(`the server ${how}\n${output.text}`);
}

export type Reply<T = unknown> = { status: number; headers: Headers; body: T; etag: string };

export type Request = {
  body?: unknown; /* sent as JSON; a string is sent as it is, with the type in `headers` */
  headers?: Record<string, string>;
  expect?: number; /* the status that the test is about; none: any success */
};

/* Someone who speaks to the server: nobody until `signIn`, or a program with a token. */
export class Api {
  readonly url: string;
  readonly #contract: Contract;
  readonly #token: string | undefined;
  #cookie: string | undefined;

  constructor(url: string, { token, described = contract }: { token?: string; described?: Contract } = {}) {
    this.url = url;
    this.#token = token;
    this.#contract = described;
  }

  /* The cookie of the session, `name=value`, for a browser or another Api. */
  get cookie(): string | undefined {
    return this.#cookie;
  }

  async signIn(token: string): Promise<Reply> {
    return this.post("/api/v1/session", { body: { token }, expect: 201 });
  }

  get<T = unknown>(path: string, request: Request = {}): Promise<Reply<T>> {
    return this.request<T>("GET", path, request);
  }

  post<T = unknown>(path: string, request: Request = {}): Promise<Reply<T>> {
    return this.request<T>("POST", path, request);
  }

  put<T = unknown>(path: string, request: Request = {}): Promise<Reply<T>> {
    return this.request<T>("PUT", path, request);
  }

  patch<T = unknown>(path: string, request: Request = {}): Promise<Reply<T>> {
    return this.request<T>("PATCH", path, request);
  }

  delete<T = unknown>(path: string, request: Request = {}): Promise<Reply<T>> {
    return this.request<T>("DELETE", path, request);
  }

  /* Sends, checks the reply against the document, then against what the test expects. */
  async request<T = unknown>(method: string, path: string, request: Request = {}): Promise<Reply<T>> {
    const isText = typeof request.body === "string";
    const headers: Record<string, string> = { accept: "application/json", ...this.credentials(method) };
    if (request.body !== undefined && !isText) headers["content-type"] = "application/json";
    const sent = isText ? request.body as string : JSON.stringify(request.body);
    const answer = await fetch(this.url + path, {
      method,
      redirect: "manual",
      headers: { ...headers, ...request.headers },
      ...(sent === undefined ? {} : { body: sent }),
    });
    const body = await read(answer);
    const { status } = answer;
    const json = isText ? undefined : request.body;
    this.#contract.check({ method, path, sent: json, status, headers: answer.headers, body });
    const expected = request.expect ?? (answer.ok ? status : "a success");
    if (expected !== status) {
      throw new Error(`${method} ${path} → ${status}, not ${expected}\n${JSON.stringify(body, null, 1)}`);
    }
    this.#keepCookie(answer);
    return { status, headers: answer.headers, body: body as T, etag: answer.headers.get("etag") ?? "" };
  }

  /* The headers that say who it is. */
  credentials(method: string): Record<string, string> {
    if (this.#token) return { authorization: `Bearer ${this.#token}` };
    if (!this.#cookie) return {};
    return { cookie: this.#cookie, ...(method === "GET" ? {} : { origin: this.url }) };
  }

  #keepCookie(answer: Response): void {
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair = ""] = cookie.split(";");
      this.#cookie = pair.endsWith("=") || /max-age=0\b/i.test(cookie) ? undefined : pair;
    }
  }
}

async function read(answer: Response): Promise<unknown> {
  const text = await answer.text();
  if (text === "") return undefined;
  return /\bjson\b/.test(answer.headers.get("content-type") ?? "") ? JSON.parse(text) : text;
}

export type Job<R = unknown> = {
  state: "waiting" | "running" | "done" | "failed";
  progress: { done: number; total: number };
  result?: R;
  problem?: { type: string };
};

/* A job, once it has ended. */
export async function ended<R>(api: Api, id: string): Promise<Job<R>> {
  for (;;) {
    const { body } = await api.get<Job<R>>(`/api/v1/jobs/${id}`, { expect: 200 });
    if (body.state === "done" || body.state === "failed") return body;
    await new Promise((done) => setTimeout(done, 20));
  }
}

export type ImportReport = {
  rows: number;
  admitted: number;
  errors: { line: number; column: number; code: string }[];
  colleges: Record<string, number>;
};

/* Sends a register, and waits until it is entered, or is not. */
export async function imported(api: Api, csv: string, query = ""): Promise<Job<ImportReport>> {
  const { body } = await api.post<{ job: string }>(`/api/v1/members/imports${query}`,
    { body: csv, headers: { "content-type": "text/csv" }, expect: 202 });
  return ended(api, body.job);
}

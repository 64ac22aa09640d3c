/*
 * raw.ts - a client that writes bytes on a socket: what no well-behaved client sends.
 */
import { type Socket, connect } from "node:net";
import { once } from "node:events";

export type RawReply = { status: number; headers: Map<string, string>; body: string };

export class Raw {
  readonly socket: Socket;
  #received = Buffer.alloc(0);
  #isEnded = false;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on("data", (part) => (this.#received = Buffer.concat([this.#received, part])));
    socket.on("close", () => (this.#isEnded = true));
    socket.on("error", () => (this.#isEnded = true));
  }

  static async open(url: string): Promise<Raw> {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    await once(socket, "connect");
    return new Raw(socket);
  }

  /* Writes; what cannot be written any more is lost, as on any network. */
  send(bytes: string | Buffer): void {
    if (!this.#isEnded) this.socket.write(bytes);
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  get received(): string {
    return this.#received.toString("utf8");
  }

  /* Waits until what has come satisfies; throws after `ms`, or when the other side has closed. */
  async until(satisfies: (text: string) => boolean, ms = 5000): Promise<string> {
    const deadline = performance.now() + ms;
    while (!satisfies(this.received)) {
      if (this.#isEnded || performance.now() > deadline) throw new Error(`not satisfied by: ${this.received}`);
      await new Promise((done) => setTimeout(done, 1));
    }
    return this.received;
  }

  /* Takes the next reply, of which Content-Length says how long it is. */
  async reply(ms = 5000): Promise<RawReply> {
    const length = (text: string): number => Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1] ?? 0);
    const isWhole = (): boolean => {
      const at = this.#received.indexOf("\r\n\r\n");
      return at >= 0 && this.#received.length >= at + 4 + length(this.#received.toString("latin1", 0, at + 2));
    };
    await this.until(isWhole, ms);
    const at = this.#received.indexOf("\r\n\r\n");
    const head = this.#received.toString("latin1", 0, at + 2);
    const end = at + 4 + length(head);
    const body = this.#received.toString("utf8", at + 4, end);
    this.#received = this.#received.subarray(end);
    const [first = "", ...lines] = head.trimEnd().split("\r\n");
    const headers = new Map(lines.map((line): [string, string] => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }));
    return { status: Number(first.split(" ")[1]), headers, body };
  }

  close(): void {
    this.socket.destroy();
  }
}

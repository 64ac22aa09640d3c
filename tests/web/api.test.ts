/* What the client makes of a server that does not answer, or not to the end: a sentence, never silence. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, type Socket, createServer } from "node:net";
import { after, before, test } from "node:test";

import { api, ProblemError, setApiLanguage } from "../../web/src/api.ts";

let answer = "";
const server = createServer((socket: Socket) => {
  socket.on("error", () => undefined);
  socket.once("data", () => socket.end(answer));
});
const direct = globalThis.fetch;

before(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  /* A page knows where it came from; Node must be told. */
  globalThis.fetch = (path, init) => direct(base + String(path), init);
});
after(() => {
  globalThis.fetch = direct;
  server.close();
});

const head = (status: string, length: number): string =>
  `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\nConnection: close\r\n\r\n`;

/* What it is, what the server sends before it closes, the problem, its sentence in French and in English. */
const rows: [string, string, string, RegExp, RegExp][] = [
  ["a reply that ends in its body", `${head("200 OK", 1000)}{"id":`, "cut-off", /arrivée entière/, /arrive whole/],
  ["a reply that is no whole JSON", `${head("200 OK", 6)}{"id":`, "cut-off", /arrivée entière/, /arrive whole/],
  ["a server that hangs up", "", "unreachable", /ne répond pas/, /does not answer/],
  ["a refusal that ends in its body", `${head("409 Conflict", 1000)}{"type":`, "unreachable", /ne répond pas/, /does not answer/],
];

for (const [name, sent, slug, french, english] of rows) {
  test(`${name} is said, to be tried again`, async () => {
    answer = sent;
    for (const [language, sentence] of [["fr", french], ["en", english]] as const) {
      setApiLanguage(language);
      await assert.rejects(api.get("/api/v1/society"), (error) => {
        assert.ok(error instanceof ProblemError);
        assert.deepEqual([error.slug, error.problem.status], [slug, 503]);
        assert.match(error.message, sentence);
        return true;
      });
    }
  });
}

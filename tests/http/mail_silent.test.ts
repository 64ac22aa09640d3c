/*
 * mail_silent.test.ts - mail servers that take a connection and say nothing, from the start or over a letter: they
 * hold up letters alone, no count and no end of the server, and lose nothing.
 */
import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, type Socket, createServer } from "node:net";
import { after, before, describe, test } from "node:test";

import { Day } from "./assembly_day.ts";
import { PostOffice, Time, until } from "./post.ts";
import { type Named, Society } from "./society.ts";
import { Server } from "./support.ts";

type Mailing = { queued: number; sent: number; failed: number };
type MailServer = { failures: number; error?: string; next_at?: string };

const FOR = { choice: 0 };

/* Greets and answers until a recipient is named, unless it says nothing at all; then it is silent. */
class Silent {
  readonly talking = new Set<Socket>();
  came = 0;
  says = true;
  readonly #server = createServer((socket) => {
    this.came += 1;
    this.talking.add(socket);
    socket.on("close", () => this.talking.delete(socket)).on("error", () => {});
    if (!this.says) return;
    socket.write("220 mail.invalid\r\n");
    socket.on("data", (said: Buffer) => {
      if (!said.toString().startsWith("RCPT ")) socket.write("250 mail.invalid\r\n");
    });
  });

  async start(): Promise<string> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    return `smtp://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }
  stop(): void {
    for (const socket of this.talking) socket.destroy();
    this.#server.close();
  }
}

/* Lets the tests' clock pass until the server speaks with it. */
async function conversation(silent: Silent, society: Society): Promise<void> {
  const time = society instanceof Day ? undefined : new Time(society);
  await until(async () => {
    if (silent.talking.size === 1) return true;
    if (society instanceof Day) society.wait(1000);
    else await time?.pass(1);
    await fetch(`${society.server.url}/healthz`).then((answer) => answer.arrayBuffer());
    return silent.talking.size === 1;
  }, "a conversation");
}

describe("a mail server that falls silent", () => {
  const day = new Day();
  const silent = new Silent();
  const office = PostOffice.reserve();
  let [ada, silence] = ["", ""];
  before(async () => {
    silence = await silent.start();
    await day.open(day.now);
    ada = await day.enter({ category: "employees", name: "Ada Colonna", person: { email: "ada@example.org" } });
    await day.admin.put(`/api/v1/members/${ada}/consents`, { body: { mail: true }, expect: 200 });
    const meets = new Date(day.now.getTime() + 20 * 86_400_000).toISOString();
    day.assembly = (await day.admin.post<Named>("/api/v1/assemblies",
      { body: { kind: "ordinary", title: "Assemblée", place: "Corte", meets_at: meets }, expect: 201 })).body.id;
    const body = { class: "ordinary", origin: "board", title: "Les comptes", text: "Ils sont approuvés." };
    await day.admin.post(`/api/v1/assemblies/${day.assembly}/resolutions`, { body, expect: 201 });
    await day.act(`/api/v1/assemblies/${day.assembly}`, "notice");
    await day.begin();
  });
  after(async () => {
    await day.close();
    silent.stop();
    await (await office).stop();
  });

  const setServer = (url: string) =>
    day.admin.put("/api/v1/society/mail", { body: { url, from: "bureau@lessept.example", starttls: false }, expect: 200 });
  const sending = async () =>
    (await day.admin.get<{ items: Mailing[] }>(`/api/v1/assemblies/${day.assembly}/notice/sending`)).body.items[0];

  test("over a letter holds up no count", async () => {
    await setServer(silence);
    const [resolution] = await day.resolutions();
    const poll = await day.opened(day.motion(resolution));
    await day.vote(await day.browserOf(ada), poll, ada, FOR);
    await day.admin.post(`/api/v1/assemblies/${day.assembly}/notice/sending`, { body: {}, expect: 202 });
    await conversation(silent, day);
    await day.counted(poll);
    assert.equal(silent.talking.size, 1, "the conversation goes on when the poll is counted");
    assert.equal((await sending())?.queued, 1);
  });

  test("over a letter holds up no end of the server, and the letter is not lost", async () => {
    const post = await office;
    await post.start();
    await setServer(post.url);
    assert.equal(silent.talking.size, 1, "the conversation goes on");
    const start = Date.now();
    await day.server.stop();
    const took = Date.now() - start;
    assert.ok(took < 10_000, `it took ${took} ms, of the twenty seconds that a letter may last`);
    const url = new URL(day.server.url);
    day.server = await Server.start({ db: day.db, clock: day.now, listen: url.host });
    await until(async () => {
      day.wait(1000);
      await fetch(`${day.server.url}/healthz`).then((answer) => answer.arrayBuffer());
      return post.to("ada@example.org").length === 1;
    }, "the letter");
    await until(async () => (await sending())?.sent === 1, "the end of the mailing");
  });
});

describe("a mail server that never says a word", () => {
  const society = new Society();
  const silent = new Silent();
  before(() => society.open(new Date(Date.now() + 60_000)));
  after(async () => {
    await society.close();
    silent.stop();
  });

  test("is left alone after a while, for longer each time, and no letter is blamed", async () => {
    silent.says = false;
    const url = await silent.start();
    await society.enter({ name: "Ada", person: { email: "ada@example.org" } });
    await society.admin.put("/api/v1/society/mail", { body: { url, from: "bureau@lessept.example", starttls: false }, expect: 200 });
    await society.anyone().post("/api/v1/session/links", { body: { email: "ada@example.org" }, expect: 202 });
    const read = async () => (await society.admin.get<MailServer>("/api/v1/society/mail")).body;
    await conversation(silent, society);
    const start = Date.now();
    await until(async () => (await read()).failures === 1, "a failure");
    assert.ok(Date.now() - start < 15_000, "sooner than the twenty seconds of a letter");
    assert.match((await read()).error ?? "", /timed? ?out/i);
    assert.ok((await read()).next_at !== undefined);
    assert.equal(silent.came, 1);
  });
});

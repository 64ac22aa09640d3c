/* What is heard live of polls: what is public by everybody, and of a draft only by who may see drafts. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Day } from "./assembly_day.ts";
import { Raw } from "./raw.ts";
import type { Api } from "./support.ts";

const day = new Day();
let officer: Api, member: Api;

before(async () => {
  await day.prepare(2);
  const id = await day.enter();
  await day.begin();
  [officer, member] = [await day.officer("secretary"), await day.browserOf(id)];
});
after(() => day.close());

/* Listens as somebody, or as nobody. */
async function listen(by?: Api): Promise<Raw> {
  const raw = await Raw.open(day.server.url);
  const cookie = by === undefined ? "" : `Cookie: ${by.cookie}\r\n`;
  raw.send(`GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n${cookie}\r\n`);
  await raw.until((text) => text.includes("retry:"));
  return raw;
}

/* The last id that was told. */
const idOf = (raw: Raw): string => [...raw.received.matchAll(/^id: (\d+)\r?$/gm)].at(-1)?.[1] ?? "";

test("who prepares polls hears of a draft, and nobody else knows that there is one", async () => {
  const [first, second, third] = [await listen(officer), await listen(member), await listen()];
  const poll = await day.draft(day.motion((await day.resolutions())[0]));
  await first.until((text) => text.includes(`data: {"type":"poll.drafted","object":"${poll.id}"}`));
  assert.equal(idOf(first), "", "it has no id that others could count");
  await day.act(`/api/v1/polls/${poll.id}`, "call");
  for (const each of [first, second, third]) {
    await each.until((text) => text.includes(`data: {"type":"poll.called","object":"${poll.id}"}`));
  }
  for (const each of [second, third]) assert.doesNotMatch(each.received, /drafted/);
  assert.equal(idOf(third), idOf(first));
  assert.notEqual(idOf(third), "");
  for (const each of [first, second, third]) each.close();
});

test("a text on the agenda of a draft is told to who prepares it, and to everybody once it is convened", async () => {
  const [first, second, third] = [await listen(officer), await listen(member), await listen()];
  const { body: { id: draft } } = await day.admin.post<{ id: string }>("/api/v1/assemblies",
    { body: { kind: "ordinary", title: "Automne", place: "Salle", meets_at: new Date(day.now.getTime() + 60 * 86_400_000).toISOString() }, expect: 201 });
  const tabled = (assembly: string): Promise<{ body: { id: string } }> => day.admin.post(`/api/v1/assemblies/${assembly}/resolutions`,
    { body: { class: "ordinary", origin: "board", title: "Un projet", text: "Pas encore annoncé." }, expect: 201 });
  const hidden = (await tabled(draft)).body.id;
  await first.until((text) => text.includes(`data: {"type":"resolution.changed","object":"${hidden}"}`));
  const [, shown = ""] = await day.resolutions();
  const { etag } = await day.admin.get(`/api/v1/resolutions/${shown}`);
  await day.admin.put(`/api/v1/resolutions/${shown}/opinion`, { body: { opinion: "approved" }, headers: { "if-match": etag } });
  for (const each of [first, second, third]) await each.until((text) => text.includes(`"resolution.changed","object":"${shown}"`));
  for (const each of [second, third]) assert.ok(!each.received.includes(hidden));
  for (const each of [first, second, third]) each.close();
});

test("a program hears of drafts where its key lets it see them", async () => {
  const key = async (scopes: string[]): Promise<string> =>
    (await officer.post<{ token: string }>("/api/v1/tokens", { body: { label: "tests", scopes }, expect: 201 })).body.token;
  const hear = async (token: string): Promise<Raw> => {
    const raw = await Raw.open(day.server.url);
    raw.send(`GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n\r\n`);
    await raw.until((text) => text.includes("retry:"));
    return raw;
  };
  const [polls, read] = [await hear(await key(["read", "polls"])), await hear(await key(["read"]))];
  const { id } = await day.draft(day.motion((await day.resolutions())[1]));
  await polls.until((text) => text.includes(id));
  await day.act(`/api/v1/polls/${id}`, "call");
  await read.until((text) => text.includes(id));
  assert.doesNotMatch(read.received, /drafted/);
  for (const each of [polls, read]) each.close();
});

test("instructions to a proxy, and proxies that a second call takes over, are told", async () => {
  const later = new Date(day.now.getTime() + 40 * 86_400_000).toISOString();
  const [giver, holder] = [await day.enter(), await day.enter()];
  const by = await day.browserOf(giver);
  const { id } = (await by.post<{ id: string }>("/api/v1/proxies",
    { body: { assembly: day.assembly, principal: giver, holder }, expect: 201 })).body;
  const heard = await listen();
  const { etag } = await by.get(`/api/v1/proxies/${id}/instructions`, { expect: 200 });
  const [resolution = ""] = await day.resolutions();
  await by.put(`/api/v1/proxies/${id}/instructions`,
    { body: { instructions: [{ resolution, choice: "for" }] }, headers: { "if-match": etag }, expect: 200 });
  await heard.until((text) => text.includes(`data: {"type":"proxy.changed","object":"${id}"}`));
  await day.act(`/api/v1/assemblies/${day.assembly}`, "ending");
  const { body: { id: second } } = await day.admin.post<{ id: string }>("/api/v1/assemblies", { body: {
    kind: "ordinary", title: "Seconde", place: "", meets_at: later, call: "second", second_of: day.assembly }, expect: 201 });
  await day.act(`/api/v1/assemblies/${second}`, "notice");
  await heard.until((text) => text.includes('data: {"type":"proxy.changed"}'));
  heard.close();
});

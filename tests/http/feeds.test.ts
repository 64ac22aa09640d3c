/*
 * feeds.test.ts - the feeds, held against the grammars of RFC 4287 and RFC 5545, with titles that would break
 * them.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Time } from "./post.ts";
import { type Named, Society } from "./society.ts";

const DAY = 86_400;
const TITLE = "Été; l’hiver, \\ les « 3 < 4 » & \"tout\" le reste, dont la liste est si longue qu’elle tient mal sur une ligne 🌻🌻🌻";

type Property = { name: string; value: string };

/* Reads a stream by the grammar of RFC 5545, §3.1: CRLF, 75 octets, folds between characters. */
function readCalendar(bytes: Buffer): Property[] {
  const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  assert.ok(text.endsWith("\r\n"));
  const lines = text.slice(0, -2).split("\r\n");
  for (const line of lines) {
    assert.ok(!/[\r\n]/.test(line), "no line end but CRLF");
    assert.ok(Buffer.byteLength(line) <= 75, `${line} has more than 75 octets`);
    assert.ok(!/[\u0000-\u0008\u000b-\u001f\u007f]/.test(line));
  }
  return text.slice(0, -2).replaceAll("\r\n ", "").split("\r\n").map((line) => {
    const [, name = "", value = ""] = /^([A-Z-]+):(.*)$/s.exec(line) ?? [];
    assert.notEqual(name, "", line);
    return { name, value };
  });
}

/* The events, each with its properties once. */
function events(properties: Property[]): Map<string, string>[] {
  const [begin, ...rest] = properties;
  assert.deepEqual(begin, { name: "BEGIN", value: "VCALENDAR" });
  assert.deepEqual(rest.pop(), { name: "END", value: "VCALENDAR" });
  assert.ok(rest.some(({ name, value }) => name === "VERSION" && value === "2.0"));
  assert.ok(rest.some(({ name }) => name === "PRODID"));
  const found: Map<string, string>[] = [];
  let event: Map<string, string> | undefined;
  for (const { name, value } of rest) {
    if (name === "BEGIN") {
      assert.equal(value, "VEVENT");
      event = new Map();
    } else if (name === "END") {
      assert.ok(event);
      for (const wanted of ["UID", "DTSTAMP", "DTSTART"]) assert.ok(event.has(wanted), wanted);
      for (const instant of ["DTSTAMP", "DTSTART", "DTEND"]) assert.match(event.get(instant) ?? "20000101T000000Z", /^\d{8}T\d{6}Z$/);
      found.push(event);
      event = undefined;
    } else if (event) {
      assert.ok(!event.has(name), `${name} stands twice`);
      event.set(name, value);
    }
  }
  return found;
}

const unescape = (value = ""): string => value.replace(/\\([\\;,nN])/g, (_, c: string) => (/n/i.test(c) ? "\n" : c));

describe("feeds", () => {
  const society = new Society();
  let time: Time;
  let assembly: string;
  let poll: string;

  const raw = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(society.server.url + path, { headers });
    return { answer, bytes: Buffer.from(await answer.arrayBuffer()) };
  };

  before(async () => {
    time = new Time(society);
    await society.open(time.at);
    const meets = new Date(time.at.getTime() + 30 * DAY * 1000).toISOString();
    const made = await society.admin.post<Named>("/api/v1/assemblies",
      { body: { kind: "ordinary", title: TITLE, place: "Corte; salle 3, étage 2", meets_at: meets }, expect: 201 });
    assembly = made.body.id;
    const resolution = await society.admin.post<Named>(`/api/v1/assemblies/${assembly}/resolutions`,
      { body: { class: "ordinary", origin: "board", title: TITLE, text: "Oui.", reasons: "" }, expect: 201 });
    const member = await society.enter();
    assert.equal(events(readCalendar((await raw("/feeds/assemblies.ics")).bytes)).length, 0);
    assert.equal((await raw(`/feeds/assemblies/${assembly}.ics`)).answer.status, 404);
    await society.act(`/api/v1/assemblies/${assembly}`, "notice");
    const opens = new Date(time.at.getTime() + 1000).toISOString();
    const closes = new Date(time.at.getTime() + 3600_000).toISOString();
    const { body } = await society.admin.post<Named>("/api/v1/polls", { expect: 201, body: { assembly, kind: "resolution",
      resolution: resolution.body.id, method: "motion", parameters: {}, secrecy: "open", opens_at: opens, closes_at: closes } });
    poll = body.id;
    assert.notEqual(member, "");
    await society.act(`/api/v1/polls/${poll}`, "call");
  });
  after(() => society.close());

  const state = async () => (await society.admin.get<{ state: string }>(`/api/v1/polls/${poll}`)).body.state;

  test("assemblies and polls are events, with identifiers that stay", async () => {
    for (const path of ["/feeds/assemblies.ics", `/feeds/assemblies/${assembly}.ics`]) {
      const { answer, bytes } = await raw(path, { "accept-language": "fr" });
      assert.equal(answer.status, 200);
      assert.match(answer.headers.get("content-type") ?? "", /^text\/calendar; ?charset=utf-8$/);
      const [meeting, vote, ...others] = events(readCalendar(bytes));
      assert.equal(others.length, 0);
      assert.equal(meeting?.get("UID"), `${assembly}@society.example`);
      assert.equal(unescape(meeting?.get("SUMMARY")), TITLE);
      assert.equal(unescape(meeting?.get("LOCATION")), "Corte; salle 3, étage 2");
      assert.equal(meeting?.get("STATUS"), "CONFIRMED");
      assert.equal(meeting?.has("DTEND"), false);
      assert.equal(vote?.get("UID"), `${poll}@society.example`);
      assert.equal(unescape(vote?.get("SUMMARY")), `Scrutin\u00a0: ${TITLE}`);
      assert.ok(vote?.has("DTEND"));
    }
    for (const path of ["/feeds/assemblies/x.ics", `/feeds/assemblies/${assembly}.txt`, `/feeds/assemblies/${assembly}`,
      "/feeds/assemblies/00000000-0000-4000-8000-000000000000.ics"]) {
      assert.equal((await raw(path)).answer.status, 404, path);
    }
  });

  test("a decision is an entry of the feed once it is published", async () => {
    const empty = (await raw("/feeds/decisions.atom")).bytes.toString();
    assert.ok(!empty.includes("<entry>"));
    await time.passUntil(async () => (await state()) === "open", "the opening");
    await time.pass(3600);
    await time.passUntil(async () => (await state()) === "published", "the count");
    const { answer, bytes } = await raw("/feeds/decisions.atom", { "accept-language": "en" });
    assert.match(answer.headers.get("content-type") ?? "", /^application\/atom\+xml/);
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const tags = [...text.matchAll(/<(\/?)([a-z]+)([^<>]*?)(\/?)>/g)];
    const open: string[] = [];
    for (const [, end, name = "", , alone] of tags) {
      if (alone) continue;
      if (end) assert.equal(open.pop(), name);
      else open.push(name);
    }
    assert.deepEqual(open, [], "each element ends");
    const rest = text.replace(/<[^<>]*>/g, "");
    assert.ok(!/[<>]/.test(rest) && !/&(?!amp;|lt;|gt;|quot;)/.test(rest), "what is not a tag is escaped");
    assert.match(text, /^<\?xml version="1\.0" encoding="utf-8"\?>\n<feed xmlns="http:\/\/www\.w3\.org\/2005\/Atom" xml:lang="en">/);
    const [head = "", entry = ""] = text.split("<entry>");
    for (const element of ["id", "title", "updated", "author", "rights"]) assert.match(head, new RegExp(`<${element}>`));
    assert.match(head, /<link rel="self" [^>]*href="http[^"]*\/feeds\/decisions\.atom"\/>/);
    assert.match(entry, new RegExp(`<id>urn:uuid:${poll}</id>`));
    assert.match(entry, /<updated>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ<\/updated>/);
    const title = /<title>([^<]*)<\/title>/.exec(entry)?.[1] ?? "";
    const plain = title.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
    assert.equal(plain, TITLE);
    assert.match(entry, /<summary>(?:Rejected|No quorum)\.<\/summary>/);
  });

  test("what is cancelled is told, and not dropped", async () => {
    const revision = async () => Number(events(readCalendar((await raw(`/feeds/assemblies/${assembly}.ics`)).bytes))[0]?.get("SEQUENCE"));
    const before_ = await revision();
    await society.act(`/api/v1/assemblies/${assembly}`, "cancellation", { reason: "Plus personne" });
    const [meeting] = events(readCalendar((await raw(`/feeds/assemblies/${assembly}.ics`)).bytes));
    assert.equal(meeting?.get("STATUS"), "CANCELLED");
    assert.ok((await revision()) > before_);
  });
});

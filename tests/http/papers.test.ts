/* Votes on paper: entered by one teller and again by another; what they do not agree on. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Day } from "./assembly_day.ts";
import { type List, type Named, refusal } from "./society.ts";
import { Api } from "./support.ts";
import { readEntries } from "./tree.ts";

const day = new Day();
const FOR = { choice: 0 };
const AGAINST = { choice: 1 };

let ada: string, bruno: string, chiara: string, dominique: string;
let byAda: Api, tellerOne: Api, tellerTwo: Api;

before(async () => {
  await day.prepare(4);
  ada = await day.enter({ category: "employees" });
  [bruno, chiara, dominique] = [await day.enter({ category: "employees" }), await day.enter(),
    await day.enter({ category: "friends" })];
  await day.begin();
  byAda = await day.browserOf(ada);
  [tellerOne, tellerTwo] = [await day.officer("teller"), await day.officer("teller")];
});
after(() => day.close());

type Paper = Named & { state: string; void?: string; first?: object; second?: object };

test("a paper is cast when two tellers agree, and kept when they do not", async () => {
  const poll = await day.opened(day.motion((await day.resolutions())[0]));
  const papers = `/api/v1/polls/${poll.id}/papers`;
  const enter = { member: ada, channel: "in_person", ballot: FOR };
  const paper = (await tellerOne.post<Paper>(papers, { body: enter, expect: 201 })).body;
  assert.equal(paper.state, "entered");
  assert.equal(paper.first, undefined);
  assert.equal((await refusal(tellerTwo, "POST", papers, 409, { body: enter })).slug, "paper-at-work");
  const confirmation = `${papers}/${paper.id}/confirmation`;
  assert.equal((await refusal(tellerOne, "POST", confirmation, 403, { body: { ballot: FOR } })).slug, "same-teller");
  assert.equal((await refusal(tellerTwo, "POST", confirmation, 409, { body: { ballot: AGAINST } })).slug, "tellers-disagree");
  const kept = await tellerOne.get<List<Paper>>(`${papers}?state=disagreed`);
  assert.deepEqual([kept.body.items[0]?.first, kept.body.items[0]?.second], [FOR, AGAINST]);
  const settled = await tellerTwo.post<Paper>(confirmation, { body: { ballot: FOR }, expect: 200 });
  assert.equal(settled.body.state, "cast");
  assert.equal((await refusal(tellerTwo, "DELETE", `${papers}/${paper.id}`, 409)).slug, "wrong-state");
  assert.equal((await refusal(byAda, "POST", `/api/v1/polls/${poll.id}/ballots`, 409, day.cast(poll, ada, FOR))).slug, "already-voted");
  assert.equal((await refusal(tellerOne, "POST", papers, 409, { body: enter })).slug, "already-voted");

  for (const [body, expected, status] of [
    [{ ...enter, member: bruno, channel: "pigeon" }, "json-value", 400],
    [{ ...enter, member: bruno, channel: "proxy" }, "json-missing", 400],
    [{ ...enter, member: bruno, channel: "proxy", holder: bruno }, "proxy-self", 422],
    [{ ...enter, member: bruno, holder: ada }, "json-value", 400],
    [{ ...enter, member: bruno, ballot: { approves: [0] } }, "ballot-kind", 422],
    [{ ...enter, member: bruno, received_at: "2126-01-01T00:00:00Z" }, "json-value", 400],
  ] as const) {
    assert.equal((await refusal(tellerOne, "POST", papers, status, { body })).slug, expected, JSON.stringify(body));
  }
  /* A form that came on the day is late, and stays with its reason. */
  const late = (await tellerOne.post<Paper>(papers, { body: { ...enter, member: bruno, channel: "postal" }, expect: 201 })).body;
  const voided = await tellerTwo.post<Paper>(`${papers}/${late.id}/confirmation`, { body: { ballot: FOR }, expect: 200 });
  assert.deepEqual([voided.body.state, voided.body.void], ["void", "postal_late"]);
  /* A paper that the method refuses is spoilt, and a right that is used. */
  const odd = (await tellerOne.post<Paper>(papers, { body: { ...enter, member: dominique, ballot: { spoilt: true } }, expect: 201 })).body;
  await tellerTwo.post(`${papers}/${odd.id}/confirmation`, { body: { ballot: { spoilt: true } }, expect: 200 });
  /* One teller's word is no vote: it holds an early close, and is left out at the end. */
  const alone = { body: { ...enter, member: chiara }, expect: 201 };
  const withdrawn = (await tellerOne.post<Paper>(papers, alone)).body;
  const early = { body: { reason: "Vu" }, headers: { "if-match": (await day.admin.get(`/api/v1/polls/${poll.id}`)).etag } };
  assert.equal((await refusal(day.admin, "POST", `/api/v1/polls/${poll.id}/closing`, 409, early)).slug, "paper-waits");
  await tellerTwo.delete(`${papers}/${withdrawn.id}`, { expect: 204 });
  await tellerOne.post(papers, alone);

  const result = await day.counted(poll);
  const note = await (await fetch(`${day.server.url}/log/checkpoint`)).text();
  const entries = (await readEntries(day.server.url, Number(note.split("\n")[1]))).map(String);
  assert.match(entries.find((entry) => entry.includes('"t":"poll.close"'))!, /"left":1,/);
  assert.equal(result.decision["void"].length, 1);
  assert.deepEqual(result.decision["ballots"].supporters, { counted: 0, blank: 0, spoilt: 1, abstaining: 0, blank_proxies: 0 });
  const openings = await day.openings(poll.id);
  assert.deepEqual(openings.map((opening) => opening.void), [undefined, "postal_late", undefined]);
});


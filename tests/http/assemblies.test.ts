/* Assemblies, resolutions, attendance and proxies, through HTTP, as the document says. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { Day } from "./assembly_day.ts";
import { heldByBoth } from "./both.ts";
import { type List, NOBODY, type Named, STATUTES, Society, refusal } from "./society.ts";
import type { Api } from "./support.ts";

const society = new Society();
const DAY = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString();

type Resolution = Named & {
  position: number; version: number; title: string; text: string; hash: string; opinion: string; state: string;
  versions: { number: number }[];
};
type Assembly = Named & { state: string; call: string; agenda: Resolution[]; cancel_reason?: string };
type Proxy = Named & { state: string; blank: boolean; suspended: boolean; holder: Named | null; used_in: string[] };

let admin: Api;
let ada: string, bruno: string, chiara: string;
let byAda: Api, byBruno: Api, byChiara: Api;

before(async () => {
  await society.open();
  admin = society.admin;
  [ada, bruno, chiara] = [await society.enter({ category: "employees" }), await society.enter(), await society.enter()];
  [byAda, byBruno, byChiara] = [await society.browserOf(ada), await society.browserOf(bruno), await society.browserOf(chiara)];
});
after(() => society.close());

async function draft(fields: object = {}): Promise<string> {
  const body = { kind: "ordinary", title: "Assemblée", place: "Corte", meets_at: inDays(40), ...fields };
  return (await admin.post<Named>("/api/v1/assemblies", { body, expect: 201 })).body.id;
}

async function table(assembly: string, fields: object = {}): Promise<Resolution & { etag: string }> {
  const body = { class: "ordinary", origin: "board", title: "Comptes", text: "Approuvés.", ...fields };
  const reply = await admin.post<Resolution>(`/api/v1/assemblies/${assembly}/resolutions`, { body, expect: 201 });
  return { ...reply.body, etag: reply.etag };
}

async function convened(): Promise<string> {
  const assembly = await draft();
  await table(assembly);
  await society.act(`/api/v1/assemblies/${assembly}`, "notice");
  return assembly;
}

/* --- who may --------------------------------------------------------------------------------- */

const WRITES: [string, string][] = [
  ["POST", "/api/v1/assemblies"],
  ["PATCH", `/api/v1/assemblies/${NOBODY}`],
  ["POST", `/api/v1/assemblies/${NOBODY}/notice`],
  ["POST", `/api/v1/assemblies/${NOBODY}/opening`],
  ["POST", `/api/v1/assemblies/${NOBODY}/ending`],
  ["POST", `/api/v1/assemblies/${NOBODY}/cancellation`],
  ["POST", `/api/v1/assemblies/${NOBODY}/resolutions`],
  ["PATCH", `/api/v1/resolutions/${NOBODY}`],
  ["PUT", `/api/v1/resolutions/${NOBODY}/opinion`],
  ["POST", `/api/v1/resolutions/${NOBODY}/withdrawal`],
  ["PUT", `/api/v1/assemblies/${NOBODY}/attendance/${NOBODY}`],
];
const SIGNED_IN: [string, string][] = [
  ["GET", `/api/v1/assemblies/${NOBODY}/holders?q=ada`],
  ["GET", `/api/v1/assemblies/${NOBODY}/entrants?q=ada`],
  ["GET", `/api/v1/assemblies/${NOBODY}/attendance`],
  ["GET", "/api/v1/proxies"],
  ["POST", "/api/v1/proxies"],
  ["GET", `/api/v1/proxies/${NOBODY}`],
  ["POST", `/api/v1/proxies/${NOBODY}/acceptance`],
  ["POST", `/api/v1/proxies/${NOBODY}/refusal`],
  ["POST", `/api/v1/proxies/${NOBODY}/revocation`],
];

for (const [method, path] of [...WRITES, ...SIGNED_IN]) {
  const request = method === "GET" ? {} : { body: {} };
  test(`${method} ${path.replaceAll(NOBODY, "…")} is not for who is not signed in`, async () => {
    assert.equal((await refusal(society.anyone(), method, path, 401, request)).slug, "unauthenticated");
  });
}
for (const [method, path] of WRITES) {
  test(`${method} ${path.replaceAll(NOBODY, "…")} is not for a member without an office`, async () => {
    assert.equal((await refusal(byAda, method, path, 403, { body: {} })).slug, "forbidden");
  });
}

test("a draft is for those who prepare it", async () => {
  const assembly = await draft();
  const resolution = await table(assembly);
  for (const api of [society.anyone(), byAda]) {
    assert.equal((await refusal(api, "GET", `/api/v1/assemblies/${assembly}`, 404)).slug, "not-found");
    assert.equal((await refusal(api, "GET", `/api/v1/resolutions/${resolution.id}`, 404)).slug, "not-found");
    const listed = await api.get<List<Named>>("/api/v1/assemblies");
    assert.ok(!listed.body.items.some(({ id }) => id === assembly));
  }
  const seen = await admin.get<List<Named>>("/api/v1/assemblies?state=draft");
  assert.ok(seen.body.items.some(({ id }) => id === assembly));
});

/* --- assemblies ------------------------------------------------------------------------------ */

test("an assembly goes from draft to its notice, and says so to anybody", async () => {
  const assembly = await draft();
  const path = `/api/v1/assemblies/${assembly}`;
  await table(assembly);
  await society.act(path, "notice");
  const shown = await society.anyone().get<Assembly>(path);
  assert.equal(shown.headers.get("cache-control"), "no-store"); /* its polls change without its version */
  assert.equal(shown.body.state, "convened");
  assert.equal(shown.body.agenda[0]?.title, "Comptes");
  assert.equal((await refusal(admin, "POST", `${path}/opening`, 409, { body: {}, headers: { "if-match": shown.etag } })).slug,
    "assembly-too-early");
});

test("its sitting opens when it was announced, and ends", async () => {
  const day = new Day();
  await day.prepare(1);
  await day.begin();
  const path = `/api/v1/assemblies/${day.assembly}`;
  const ended = await day.act<Assembly>(path, "ending");
  assert.equal(ended.body.state, "ended");
  assert.equal((await refusal(day.admin, "POST", `${path}/opening`, 409, { body: {}, headers: { "if-match": ended.etag } })).slug,
    "wrong-state");
  await day.close();
});

test("a draft is refused where it is wrong, with the place", async () => {
  const good = { kind: "ordinary", title: "Assemblée", place: "", meets_at: inDays(40) };
  for (const [change, expected, pointer, status] of [
    [{ kind: "great" }, "json-value", "/kind", 400],
    [{ title: "" }, "empty-text", "/title", 400],
    [{ title: "x".repeat(201) }, "text-too-long", "/title", 400],
    [{ title: "a\u202eb" }, "control-characters", "/title", 400],
    [{ meets_at: "demain" }, "not-an-instant", "/meets_at", 400],
    [{ meets_at: inDays(-1) }, "assembly-date", "/meets_at", 422],
    [{ call: "second" }, "json-missing", "/second_of", 400],
    [{ call: "third" }, "json-value", "/call", 400],
    [{ kind: "college" }, "unknown-college", "/college", 422],
    [{ agenda: [] }, "json-unknown-member", "/agenda", 400],
  ] as const) {
    const refused = await refusal(admin, "POST", "/api/v1/assemblies", status, { body: { ...good, ...change } });
    assert.deepEqual([refused.slug, refused.pointer], [expected, pointer], JSON.stringify(change));
  }
});

test("a change wants the tag that was read", async () => {
  const path = `/api/v1/assemblies/${await draft()}`;
  const { etag } = await admin.get(path);
  const change = { body: { place: "Ajaccio" } };
  assert.equal((await refusal(admin, "PATCH", path, 428, change)).slug, "match-required");
  const changed = await admin.patch(path, { ...change, headers: { "if-match": etag } });
  assert.notEqual(changed.etag, etag);
  assert.equal((await refusal(admin, "PATCH", path, 412, { ...change, headers: { "if-match": etag } })).slug, "stale");
});

test("a creation sent twice under one key is made once", async () => {
  const body = { kind: "ordinary", title: "Une seule fois", place: "", meets_at: inDays(40) };
  const headers = { "idempotency-key": "assembly-once" };
  const [first, second] = [await admin.post<Named>("/api/v1/assemblies", { body, headers, expect: 201 }),
    await admin.post<Named>("/api/v1/assemblies", { body, headers, expect: 201 })];
  assert.equal(first.body.id, second.body.id);
  assert.equal(second.headers.get("idempotency-replayed"), "true");
  const other = { body: { ...body, title: "Autre" }, headers };
  assert.equal((await refusal(admin, "POST", "/api/v1/assemblies", 422, other)).slug, "idempotency-key-reused");
});

test("a notice is too late when fewer days are left than the statutes want", async () => {
  const assembly = await draft({ meets_at: inDays(14) });
  await table(assembly);
  const path = `/api/v1/assemblies/${assembly}`;
  const { etag } = await admin.get(path);
  assert.equal((await refusal(admin, "POST", `${path}/notice`, 422, { body: {}, headers: { "if-match": etag } })).slug,
    "notice-too-short");
});

test("a cancelled assembly says why", async () => {
  const path = `/api/v1/assemblies/${await convened()}`;
  const { etag } = await admin.get(path);
  const bare = { body: {}, headers: { "if-match": etag } };
  assert.equal((await refusal(admin, "POST", `${path}/cancellation`, 400, bare)).slug, "json-missing");
  const cancelled = await society.act<Assembly>(path, "cancellation", { reason: "Tempête" });
  assert.equal(cancelled.body.cancel_reason, "Tempête");
});

test("lists are paged by the latest first", async () => {
  const seen: string[] = [];
  let next = "";
  do {
    const page = await admin.get<List<Named>>(`/api/v1/assemblies?limit=2${next ? `&after=${next}` : ""}`);
    assert.ok(page.body.items.length <= 2);
    if (page.body.next) assert.match(page.headers.get("link") ?? "", /rel="?next"?/);
    seen.push(...page.body.items.map(({ id }) => id));
    next = page.body.next ?? "";
  } while (next);
  assert.ok(seen.length >= 5);
  assert.equal(new Set(seen).size, seen.length);
  for (const query of ["limit=0", "limit=501", "limit=x", "after=-1", "state=lost", "colour=red"]) {
    assert.equal((await refusal(admin, "GET", `/api/v1/assemblies?${query}`, 400)).slug, "parameter", query);
  }
});

test("a second call follows a first that was held, of the same kind, with its agenda", async () => {
  const day = new Day();
  try {
    await day.prepare();
    const meets = new Date(day.now.getTime() + 60 * DAY).toISOString();
    const second = { kind: "ordinary", title: "Sur seconde convocation", place: "", meets_at: meets, second_of: day.assembly };
    const refused = async (status: number, body: object): Promise<unknown> => {
      const { slug, pointer } = await refusal(day.admin, "POST", "/api/v1/assemblies", status, { body });
      return [slug, pointer];
    };
    assert.deepEqual(await refused(409, second), ["wrong-state", "/second_of"]);
    await day.begin();
    await day.act(`/api/v1/assemblies/${day.assembly}`, "ending");
    assert.deepEqual(await refused(400, { ...second, call: "first" }), ["json-value", "/call"]);
    assert.deepEqual(await refused(400, { ...second, kind: "extraordinary" }), ["json-value", "/kind"]);
    assert.deepEqual(await refused(404, { ...second, second_of: NOBODY }), ["not-found", "/second_of"]);
    const { body } = await day.admin.post<Assembly & { second_of: string }>("/api/v1/assemblies", { body: second, expect: 201 });
    assert.deepEqual([body.call, body.second_of], ["second", day.assembly]);
    assert.deepEqual(body.agenda.map(({ title }) => title), ["Résolution 1"]);
    assert.deepEqual(await refused(409, { ...second, second_of: body.id }), ["wrong-state", "/second_of"]);
    await heldByBoth(day.db, day.folder.path, day.now);
  } finally {
    await day.close();
  }
});

test("a first call that is cancelled has no second, and its polls end with it", async () => {
  const first = await convened();
  const { body: assembly } = await admin.get<Assembly>(`/api/v1/assemblies/${first}`);
  const { body: poll } = await admin.post<Named>("/api/v1/polls", {
    body: { assembly: first, resolution: assembly.agenda[0]?.id, kind: "resolution", method: "motion", secrecy: "open", parameters: {},
      opens_at: inDays(40), closes_at: inDays(41) },
    expect: 201,
  });
  await society.act(`/api/v1/polls/${poll.id}`, "call");
  await society.act(`/api/v1/assemblies/${first}`, "cancellation", { reason: "Faute de salle" });
  const { body: annulled } = await admin.get<{ state: string; void_reason: string }>(`/api/v1/polls/${poll.id}`);
  assert.deepEqual([annulled.state, annulled.void_reason], ["void", "Faute de salle"]);
  const { slug } = await refusal(admin, "POST", "/api/v1/assemblies", 409, {
    body: { kind: "ordinary", title: "Encore", place: "", meets_at: inDays(60), second_of: first },
  });
  assert.equal(slug, "wrong-state");
});

test("a college meets by itself", async () => {
  const college = await draft({ kind: "college", college: "users" });
  const { body } = await admin.get<{ kind: string; college: string }>(`/api/v1/assemblies/${college}`);
  assert.deepEqual([body.kind, body.college], ["college", "users"]);
});

/* --- resolutions ----------------------------------------------------------------------------- */

test("a resolution has versions until the notice fixes it", async () => {
  const assembly = await draft();
  const made = await table(assembly);
  const path = `/api/v1/resolutions/${made.id}`;
  const changed = await admin.patch<Resolution>(path, { body: { text: "Approuvés, avec quitus." }, headers: { "if-match": made.etag } });
  assert.equal(changed.body.version, 2);
  assert.notEqual(changed.body.hash, made.hash);
  const first = await admin.get<Resolution>(`${path}/versions/1`);
  assert.equal(first.body.text, "Approuvés.");
  assert.equal((await refusal(admin, "GET", `${path}/versions/9`, 404)).slug, "not-found");
  await admin.put(`${path}/opinion`, { body: { opinion: "approved" }, headers: { "if-match": changed.etag }, expect: 200 });
  await society.act(`/api/v1/assemblies/${assembly}`, "notice");
  const { etag, body } = await society.anyone().get<Resolution>(path);
  assert.equal(body.opinion, "approved");
  assert.equal(body.versions.length, 2);
  const late = { body: { title: "Autre" }, headers: { "if-match": etag } };
  assert.equal((await refusal(admin, "PATCH", path, 409, late)).slug, "agenda-closed");
});

test("the agenda keeps its order", async () => {
  const assembly = await draft();
  const [, second] = [await table(assembly, { title: "A" }), await table(assembly, { title: "B" })];
  await table(assembly, { title: "C", position: 1 });
  const { etag } = await admin.get(`/api/v1/resolutions/${second.id}`);
  await admin.patch(`/api/v1/resolutions/${second.id}`, { body: { position: 1 }, headers: { "if-match": etag } });
  const { body } = await admin.get<Assembly>(`/api/v1/assemblies/${assembly}`);
  assert.deepEqual(body.agenda.map(({ title }) => title), ["B", "C", "A"]);
});

test("a resolution is refused where it is wrong, with the place", async () => {
  const path = `/api/v1/assemblies/${await draft()}/resolutions`;
  const good = { class: "ordinary", origin: "board", title: "T", text: "T." };
  for (const [change, expected, pointer, status] of [
    [{ class: "whim" }, "decision-class", "/class", 422],
    [{ class: "extraordinary" }, "decision-class", "/class", 422],
    [{ origin: "nobody" }, "json-value", "/origin", 400],
    [{ text: "" }, "empty-text", "/text", 400],
    [{ position: 7 }, "json-value", "/position", 400],
    [{ position: 0 }, "json-value", "/position", 400],
  ] as const) {
    const refused = await refusal(admin, "POST", path, status, { body: { ...good, ...change } });
    assert.deepEqual([refused.slug, refused.pointer], [expected, pointer], JSON.stringify(change));
  }
});

test("a resolution that is withdrawn stays on the agenda and says so", async () => {
  const assembly = await convened();
  const read = async () => (await admin.get<Assembly>(`/api/v1/assemblies/${assembly}`)).body.agenda[0];
  const path = `/api/v1/resolutions/${(await read())?.id}`;
  const withdrawn = await society.act<Resolution>(path, "withdrawal");
  assert.equal(withdrawn.body.state, "withdrawn");
  assert.equal((await read())?.state, "withdrawn");
  const again = { body: {}, headers: { "if-match": withdrawn.etag } };
  assert.equal((await refusal(admin, "POST", `${path}/withdrawal`, 409, again)).slug, "wrong-state");
});

test("the board's opinion is one of the words for it", async () => {
  const { id, etag } = await table(await draft());
  const request = { body: { opinion: "lukewarm" }, headers: { "if-match": etag } };
  const refused = await refusal(admin, "PUT", `/api/v1/resolutions/${id}/opinion`, 400, request);
  assert.deepEqual([refused.slug, refused.pointer], ["json-value", "/opinion"]);
});

/* --- attendance ------------------------------------------------------------------------------ */

test("tellers mark who is there, and the quorum follows", async () => {
  const assembly = await convened();
  const path = `/api/v1/assemblies/${assembly}`;
  const teller = await society.officer("teller");
  type Quorum = { items: { class: string; present: number; members: number; met: boolean; required: string }[] };
  const inPreparation = await draft();
  await admin.get(`/api/v1/assemblies/${inPreparation}/quorum`, { expect: 200 });
  for (const hidden of ["quorum", "holders?q=Membre"]) {
    assert.equal((await refusal(byAda, "GET", `/api/v1/assemblies/${inPreparation}/${hidden}`, 404)).slug, "not-found");
  }
  assert.equal((await refusal(society.anyone(), "GET", `/api/v1/assemblies/${inPreparation}/quorum`, 404)).slug,
    "not-found");
  const before = await byAda.get<Quorum>(`${path}/quorum`);
  assert.equal(before.body.items[0]?.present, 0);
  assert.equal(before.body.items[0]?.required, "1/5");
  for (const member of [ada, bruno, chiara]) {
    await teller.put(`${path}/attendance/${member}`, { body: { present: true }, expect: 200 });
  }
  await teller.put(`${path}/attendance/${chiara}`, { body: { present: false }, expect: 200 });
  const after = await byAda.get<Quorum>(`${path}/quorum`);
  assert.equal(after.body.items[0]?.present, 2);
  const sheet = await admin.get<List<{ member: string; left_at?: string }>>(`${path}/attendance`);
  assert.deepEqual(sheet.body.items.map(({ member, left_at }) => [member, left_at !== undefined]),
    [[ada, false], [bruno, false], [chiara, true]]);
  assert.equal((await refusal(teller, "PUT", `${path}/attendance/${NOBODY}`, 404, { body: { present: true } })).slug, "not-found");
});

/* --- proxies --------------------------------------------------------------------------------- */

test("a proxy is offered, accepted by its holder alone, and revoked by its principal", async () => {
  const assembly = await convened();
  const offered = await byAda.post<Proxy>("/api/v1/proxies", { body: { assembly, principal: ada, holder: bruno }, expect: 201 });
  assert.equal(offered.body.state, "offered");
  const path = `/api/v1/proxies/${offered.body.id}`;
  const match = { body: {}, headers: { "if-match": offered.etag } };
  assert.equal((await refusal(byChiara, "POST", `${path}/acceptance`, 403, match)).slug, "forbidden");
  assert.equal((await refusal(byAda, "POST", `${path}/acceptance`, 403, match)).slug, "forbidden");
  assert.equal((await refusal(byChiara, "GET", path, 404)).slug, "not-found");
  assert.equal((await refusal(byBruno, "POST", `${path}/acceptance`, 428, { body: {} })).slug, "match-required");
  const accepted = await byBruno.post<Proxy>(`${path}/acceptance`, { ...match, expect: 200 });
  assert.equal(accepted.body.state, "accepted");
  assert.deepEqual(accepted.body.used_in, []);
  const again = { body: {}, headers: { "if-match": accepted.etag } };
  assert.equal((await refusal(byBruno, "POST", `${path}/refusal`, 409, again)).slug, "wrong-state");
  const held = await byBruno.get<List<Proxy>>(`/api/v1/proxies?assembly=${assembly}`);
  assert.equal(held.body.items.length, 1);
  const revoked = await byAda.post<Proxy>(`${path}/revocation`, { ...again, expect: 200 });
  assert.equal(revoked.body.state, "revoked");
});

test("what was offered awaits its holder, and nobody else, until it is answered", async () => {
  const assembly = await convened();
  const awaits = async (api: Api): Promise<string[]> =>
    (await api.get<{ proxies_to_answer: Proxy[] }>("/api/v1/me")).body.proxies_to_answer.map(({ id }) => id);
  const offered = await byAda.post<Proxy>("/api/v1/proxies", { body: { assembly, principal: ada, holder: chiara }, expect: 201 });
  assert.ok((await awaits(byChiara)).includes(offered.body.id));
  assert.ok(!(await awaits(byAda)).includes(offered.body.id));
  assert.ok(!(await awaits(byBruno)).includes(offered.body.id));
  const refuse = { body: {}, headers: { "if-match": offered.etag }, expect: 200 };
  await byChiara.post(`/api/v1/proxies/${offered.body.id}/refusal`, refuse);
  assert.ok(!(await awaits(byChiara)).includes(offered.body.id));
  const again = await byAda.post<Proxy>("/api/v1/proxies", { body: { assembly, principal: ada, holder: chiara }, expect: 201 });
  assert.ok((await awaits(byChiara)).includes(again.body.id));
  await society.act(`/api/v1/assemblies/${assembly}`, "cancellation", { reason: "La salle est fermée." });
  assert.ok(!(await awaits(byChiara)).includes(again.body.id), "a proxy ends with its assembly");
});

test("a proxy is refused where the statutes or the principal are against it", async () => {
  const assembly = await convened();
  const offer = (principal: string, holder: string) => ({ body: { assembly, principal, holder } });
  const expect = async (api: Api, status: number, expected: string, request: object, pointer?: string) => {
    const refused = await refusal(api, "POST", "/api/v1/proxies", status, request);
    assert.deepEqual([refused.slug, pointer ?? refused.pointer], [expected, refused.pointer]);
  };
  await expect(byBruno, 403, "forbidden", offer(ada, bruno), "/principal");
  await expect(byAda, 404, "not-found", offer(NOBODY, bruno), "/principal");
  await expect(byAda, 422, "proxy-self", offer(ada, ada));
  await expect(byAda, 404, "not-found", offer(ada, NOBODY), "/holder");
  await expect(byAda, 400, "json-missing", { body: { assembly, principal: ada } });
  await expect(byAda, 400, "json-unknown-member", { body: { assembly, principal: ada, holder: bruno, blank: true } });
  const made = await byAda.post<Proxy>("/api/v1/proxies", { ...offer(ada, bruno), expect: 201 });
  await expect(byAda, 409, "proxy-taken", offer(ada, chiara), "/principal");
  await byBruno.post(`/api/v1/proxies/${made.body.id}/acceptance`, { body: {}, headers: { "if-match": made.etag } });
  await expect(byBruno, 422, "proxy-chain", offer(bruno, chiara));
  await expect(byChiara, 422, "proxy-chain", offer(chiara, ada));
});

test("holders are capped, and blank proxies have none", async () => {
  const assembly = await convened();
  const holder = await society.enter();
  const byHolder = await society.browserOf(holder);
  for (let i = 0; i < 3; i++) {
    const principal = await society.enter();
    const by = await society.browserOf(principal);
    const request = { body: { assembly, principal, holder } };
    if (i === 2) {
      assert.equal((await refusal(by, "POST", "/api/v1/proxies", 409, request)).slug, "proxy-cap");
      const blank = await by.post<Proxy>("/api/v1/proxies", { body: { assembly, principal, blank: true }, expect: 201 });
      assert.deepEqual([blank.body.state, blank.body.blank, blank.body.holder], ["accepted", true, null]);
    } else {
      const made = await by.post<Proxy>("/api/v1/proxies", { ...request, expect: 201 });
      await byHolder.post(`/api/v1/proxies/${made.body.id}/acceptance`, { body: {}, headers: { "if-match": made.etag } });
    }
  }
  const all = await admin.get<List<Proxy>>(`/api/v1/proxies?assembly=${assembly}&all=true`);
  assert.equal(all.body.items.length, 3);
  assert.equal((await refusal(byAda, "GET", "/api/v1/proxies?all=true", 403)).slug, "forbidden");
});

test("where a holder is of the same college, no other is found", async () => {
  const statutes = JSON.parse(readFileSync(STATUTES, "utf8")) as { proxy: object };
  const strict = new Society();
  const file = join(strict.folder.path, "statutes.json");
  writeFileSync(file, JSON.stringify({ ...statutes, proxy: { ...statutes.proxy, scope: "same_college" } }));
  try {
    await strict.open(undefined, file);
    const [worker, user] = [await strict.enter({ category: "employees" }), await strict.enter()];
    const assembly = (await strict.admin.post<Named>("/api/v1/assemblies", {
      body: { kind: "ordinary", title: "Assemblée", place: "Corte", meets_at: inDays(40) }, expect: 201,
    })).body.id;
    await strict.admin.post(`/api/v1/assemblies/${assembly}/resolutions`, {
      body: { class: "ordinary", origin: "board", title: "Comptes", text: "Approuvés." }, expect: 201,
    });
    await strict.act(`/api/v1/assemblies/${assembly}`, "notice");
    const found = async (by: Api) =>
      (await by.get<List<Named>>(`/api/v1/assemblies/${assembly}/holders?q=Membre`)).body.items.map(({ id }) => id);
    const byWorker = await strict.browserOf(worker);
    assert.deepEqual(await found(byWorker), [worker]);
    assert.deepEqual(await found(await strict.browserOf(user)), [user]);
    assert.deepEqual(await found(strict.admin), [worker, user]);
    const offer = { body: { assembly, principal: worker, holder: user } };
    assert.equal((await refusal(byWorker, "POST", "/api/v1/proxies", 422, offer)).slug, "proxy-other-college");
  } finally {
    await strict.close();
  }
});

test("whom to give it to is found by two letters at least", async () => {
  const assembly = await convened();
  const found = await byAda.get<List<{ name: string }>>(`/api/v1/assemblies/${assembly}/holders?q=Membre`);
  assert.ok(found.body.items.length >= 3);
  assert.equal((await refusal(byAda, "GET", `/api/v1/assemblies/${assembly}/holders?q=M`, 400)).slug, "parameter");
});

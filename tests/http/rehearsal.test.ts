/* A rehearsal: made beside the server of a society, it can sit at once, is marked everywhere, and leaves no trace in that society. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { Day } from "./assembly_day.ts";
import { heldByBoth } from "./both.ts";
import { type List, type Named } from "./society.ts";
import { Api, Server, palabre, tokensIn } from "./support.ts";

type Assembly = Named & { title: string; state: string; call: string; agenda: (Named & { title: string; opinion: string })[] };
type Member = Named & { number: string; name: string; state: string };

const day = new Day();
const copy = { db: "", server: undefined as unknown as Server, admin: undefined as unknown as Api };
let before_size = 0;

const sizeOf = async (): Promise<number> =>
  (await day.anyone().get<{ log: { size: number } }>("/api/v1/society")).body.log.size;
const rehearse = (from: string, into: string, status = 0): string => palabre(["rehearse", "--db", from, "--into", into], status);

before(async () => {
  await day.prepare(2);
  const [first = ""] = await day.resolutions();
  const { etag } = await day.admin.get(`/api/v1/resolutions/${first}`);
  await day.admin.put(`/api/v1/resolutions/${first}/opinion`, { body: { opinion: "approved" }, headers: { "if-match": etag } });
  await day.enter({ name: "Ada Colonna", category: "employees", person: { email: "ada@example.org", phone: "+33 6 00 00 00 00", born_on: "1970-01-01" } });
  const bruno = await day.enter({ name: "Bruno Paoli" });
  await day.admin.post("/api/v1/offices", { body: { member: bruno, role: "chair" }, expect: 201 });
  const town = await day.enter({ kind: "legal", name: "Commune de Corte", category: "towns" });
  await day.admin.post(`/api/v1/members/${town}/representatives`, { expect: 201, body: {
    name: "Félix Grimaldi", rank: "full", authority: "Délibération", from_on: day.now.toISOString().slice(0, 10) } });
  const gone = await day.enter({ name: "Chiara Rossi" });
  await day.act(`/api/v1/members/${gone}`, "state", { state: "left", on: day.now.toISOString().slice(0, 10) });
  const late = await day.enter({ name: "Dora Luciani" });
  await day.act(`/api/v1/members/${late}`, "state", { state: "suspended", on: day.now.toISOString().slice(0, 10) });
  before_size = await sizeOf();
  copy.db = join(day.folder.path, "rehearsal.palabre");
  const said = rehearse(day.db, copy.db);
  assert.match(said, /4 members, 1 assemblies, 2 resolutions/);
  copy.server = await Server.start({ db: copy.db });
  copy.admin = new Api(copy.server.url);
  await copy.admin.signIn(tokensIn(said)[0] ?? "");
});
after(async () => {
  await copy.server?.stop();
  await day.close();
});

const list = async <T>(path: string): Promise<T[]> => (await copy.admin.get<List<T>>(path, { expect: 200 })).body.items;

test("has the register, without anything by which somebody could be reached", async () => {
  const members = await list<Member>("/api/v1/members?limit=100");
  assert.deepEqual(members.map(({ name, state }) => [name, state]).sort(), [["Ada Colonna", "admitted"], ["Bruno Paoli", "admitted"],
    ["Commune de Corte", "admitted"], ["Dora Luciani", "suspended"]]);
  const ada = members.find(({ name }) => name === "Ada Colonna");
  const { body } = await copy.admin.get(`/api/v1/members/${ada?.id}`, { expect: 200 });
  assert.doesNotMatch(JSON.stringify(body), /example\.org|\+33|1970/);
  const offices = await list<{ role: string; person: { name: string } }>("/api/v1/offices");
  assert.deepEqual(offices.map(({ role, person }) => [role, person.name]), [["administrator", "Répétition"], ["chair", "Bruno Paoli"]]);
});

test("is marked in its name, its assemblies, its data and every reply", async () => {
  const { body, headers } = await copy.admin.get<{ name: string; rehearsal: boolean; log: { origin: string } }>("/api/v1/society", { expect: 200 });
  assert.deepEqual([body.name, body.rehearsal, body.log.origin], ["Répétition\u00a0: Les Sept", true, "rehearsal.invalid/log"]);
  assert.equal(headers.get("palabre-rehearsal"), "1");
  assert.equal((await fetch(`${copy.server.url}/`)).headers.get("palabre-rehearsal"), "1");
  const real = await day.anyone().get<{ rehearsal?: boolean }>("/api/v1/society");
  assert.deepEqual([real.body.rehearsal, real.headers.get("palabre-rehearsal")], [undefined, null]);
});

test("sits at once, and votes", async () => {
  const [assembly] = await list<Assembly>("/api/v1/assemblies");
  assert.ok(assembly);
  assert.deepEqual([assembly.title, assembly.state], ["Répétition\u00a0: Assemblée", "convened"]);
  const path = `/api/v1/assemblies/${assembly.id}`;
  const { body, etag } = await copy.admin.get<Assembly>(path, { expect: 200 });
  assert.deepEqual(body.agenda.map(({ title, opinion }) => [title, opinion]), [["Résolution 1", "approved"], ["Résolution 2", "none"]]);
  await copy.admin.post(`${path}/opening`, { body: {}, headers: { "if-match": etag }, expect: 200 });
});

test("leaves no trace in the society, and its own record holds", async () => {
  assert.equal(await sizeOf(), before_size);
  const files = await heldByBoth(copy.db, day.folder.path);
  assert.match(files.get("log/checkpoint")?.toString() ?? "", /^rehearsal\.invalid\/log\n/);
});

test("is not made of a rehearsal, nor over a file, nor founded by name", () => {
  rehearse(copy.db, join(day.folder.path, "other.palabre"), 1);
  rehearse(day.db, copy.db, 1);
  palabre(["init", "--db", join(day.folder.path, "new.palabre"), "--log-name", "rehearsal.invalid/log", "--admin-name", "X"], 2);
});

test("of a second call follows a first one to which nobody came", async () => {
  await day.begin();
  await day.act(`/api/v1/assemblies/${day.assembly}`, "ending");
  await day.admin.post("/api/v1/assemblies", { expect: 201, body: { kind: "ordinary", title: "Seconde", place: "Corte",
    meets_at: new Date(day.now.getTime() + 30 * 86_400_000).toISOString(), second_of: day.assembly } });
  const db = join(day.folder.path, "second.palabre");
  const said = rehearse(day.db, db);
  const server = await Server.start({ db });
  try {
    const admin = new Api(server.url);
    await admin.signIn(tokensIn(said)[0] ?? "");
    const { body } = await admin.get<List<Assembly>>("/api/v1/assemblies", { expect: 200 });
    assert.deepEqual(body.items.map(({ call, state }) => [call, state]), [["second", "convened"], ["first", "ended"]]);
  } finally {
    await server.stop();
  }
});

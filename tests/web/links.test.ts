/* Sign-in links for many members: to whom, one slip a person, and the table that a spreadsheet opens. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { linksAsCsv, SLIPS_MAX, slipsOf, type Row, type Slip } from "../../web/src/links_run.ts";

const row = (id: string, more: Partial<Row> = {}): Row => ({
  id, number: `n-${id}`, kind: "natural", name: id, state: "admitted", shares: 1,
  acting: { person: `p-${id}`, reached: false }, ...more,
});
const everybody = { college: "", category: "", isForUnreached: false };
const idsOf = (slips: readonly Slip[]) => slips.map(({ members }) => members.map(({ id }) => id).join("+"));

test("there is one slip for each person, in the order of the register", () => {
  const mayor = { acting: { person: "mayor", reached: false } };
  const { slips, orphans, isCut } = slipsOf([row("a"), row("town", mayor), row("b"), row("port", mayor)], everybody);
  assert.deepEqual(idsOf(slips), ["a", "town+port", "b"]);
  assert.deepEqual([orphans, isCut], [[], false]);
});

test("who is reached already is left alone where that is asked", () => {
  const rows = [row("a", { acting: { person: "p", reached: true } }), row("b")];
  assert.deepEqual(idsOf(slipsOf(rows, { ...everybody, isForUnreached: true }).slips), ["b"]);
  assert.deepEqual(idsOf(slipsOf(rows, everybody).slips), ["a", "b"]);
});

test("one category alone is served where it is chosen", () => {
  const rows = [row("a", { category: "users" }), row("b", { category: "towns" }), row("c")];
  assert.deepEqual(idsOf(slipsOf(rows, { ...everybody, category: "towns" }).slips), ["b"]);
});

test("a member for whom nobody acts has no slip, and is named", () => {
  const { acting: _, ...town } = row("town");
  const { slips, orphans } = slipsOf([town, row("a")], { ...everybody, isForUnreached: true });
  assert.deepEqual([idsOf(slips), orphans.map(({ id }) => id)], [["a"], ["town"]]);
});

test("one run serves so many people and no more, and says so", () => {
  const rows = Array.from({ length: SLIPS_MAX + 1 }, (_, index) => row(String(index)));
  assert.deepEqual([slipsOf(rows, everybody).slips.length, slipsOf(rows, everybody).isCut], [SLIPS_MAX, true]);
  assert.equal(slipsOf(rows.slice(1), everybody).isCut, false);
});

test("the table has a line a member, and no cell that a spreadsheet would compute", () => {
  const link = { url: "http://x/#t=abc", expires_at: "2026-06-20T16:00:00Z" };
  const slips: Slip[] = [
    { person: "p", members: [row("a", { name: '=1+1;"x"' }), row("b")], link, problem: null },
    { person: "q", members: [row("c")], link: null, problem: null },
  ];
  assert.equal(linksAsCsv(slips, ";", ["Numéro", "Nom", "Lien", "Jusqu’au"]), "\ufeffNuméro;Nom;Lien;Jusqu’au\r\n" +
    'n-a;"\'=1+1;""x""";http://x/#t=abc;2026-06-20T16:00:00Z\r\nn-b;b;http://x/#t=abc;2026-06-20T16:00:00Z\r\n');
});

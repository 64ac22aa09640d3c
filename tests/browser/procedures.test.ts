/* How a text comes to its vote, in browsers: members propose one and sponsor it onto the agenda, who convenes says how
 * each is decided, members have the debate made longer, name each other in an election without candidates; a teller
 * finds who comes in, and says on which text a postal form was given; the secretary makes links for everybody. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";

import { pathOf } from "../../web/src/router.ts";
import { Day } from "../http/assembly_day.ts";
import type { Named } from "../http/society.ts";
import { type Api, tokensIn } from "../http/support.ts";
import { NARROW, Visitor, openBrowser } from "./support.ts";

const WIDE = { width: 1280, height: 900 };
const DAYS = 86_400_000;
const STEP = 60_000;
const AHEAD = 40;
const SAYS = `"deliberation": {"sponsors": "1/2", "debate_days": 5, "extension_days": 3, "contract_days": 0,
  "motion_support": "1/2"}, "unknown"`;
const NAMES = ["Bruno Paoli", "Chiara Rossi", "Dora Luca", "Elsa Vico"] as const;
const MEETING = "Assemblée de printemps";
const GARDEN = "Un jardin derrière la boutique";
const ROLE = "Qui coordonne l’atelier";
const ROOF = "Refaire le toit";

const day = new Day();
const members = new Map<string, string>();
let assembly = "";
let [roof, role] = ["", ""];
let browser: Browser;
let clerk = "";

before(async () => {
  await day.open(day.now, day.statutes((text) => text.replace('"unknown"', SAYS)));
  for (const name of NAMES) members.set(name, await day.enter({ name }));
  await day.admin.post("/api/v1/offices", { body: { member: members.get("Bruno Paoli"), role: "secretary" }, expect: 201 });
  const meets_at = new Date(day.now.getTime() + AHEAD * DAYS).toISOString();
  const body = { kind: "ordinary", title: MEETING, place: "Corte", meets_at };
  assembly = (await day.admin.post<Named>("/api/v1/assemblies", { body, expect: 201 })).body.id;
  for (const title of [ROOF, ROLE]) {
    const text = { class: "ordinary", origin: "board", title, text: "Le conseil le propose." };
    const made = await day.admin.post<Named>(`/api/v1/assemblies/${assembly}/resolutions`, { body: text, expect: 201 });
    if (title === ROOF) roof = made.body.id;
    else role = made.body.id;
  }
  const office = { name: "Ysé Mancini", role: "teller" };
  clerk = (await day.admin.post<{ person: Named }>("/api/v1/offices", { body: office, expect: 201 })).body.person.id;
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await day.close();
});

/* Someone comes whose own clock says what the server's says. */
async function come(api: Api, viewport = WIDE): Promise<Visitor> {
  const visitor = await Visitor.enter(browser, day.server.url, { viewport, locale: "fr-FR" });
  visitor.page.setDefaultTimeout(STEP);
  await visitor.page.clock.setFixedTime(day.now);
  const [name = "", value = ""] = (api.cookie ?? "").split("=");
  await visitor.page.context().addCookies([{ name, value, url: day.server.url }]);
  return visitor;
}

const enter = async (name: (typeof NAMES)[number], viewport = WIDE) =>
  come(await day.browserOf(members.get(name) ?? ""), viewport);

async function teller(): Promise<Visitor> {
  const { body } = await day.admin.post<{ url: string }>(`/api/v1/persons/${clerk}/links`, { body: {}, expect: 201 });
  const api = day.anyone();
  await api.signIn(tokensIn(body.url)[0] ?? "");
  return come(api);
}

async function see(visitor: Visitor, heading: string): Promise<void> {
  await visitor.page.getByRole("heading", { name: heading, exact: true }).first().waitFor();
  await visitor.page.waitForFunction(() => document.querySelector(".waiting") === null);
}

/* The text of a resolution changes: an amendment is taken in, and put in it. */
async function amend(resolution: string, text: string): Promise<void> {
  const by = await day.browserOf(members.get("Elsa Vico") ?? "");
  const body = { version: 1, text, reasons: "C’est pressé." };
  const { id } = (await by.post<Named>(`/api/v1/resolutions/${resolution}/amendments`, { body, expect: 201 })).body;
  await day.act(`/api/v1/amendments/${id}`, "acceptance");
  await day.act(`/api/v1/resolutions/${resolution}`, "consolidation");
}

const button = ({ page }: Visitor, name: string) => page.getByRole("button", { name, exact: true });
const says = ({ page }: Visitor, text: string | RegExp) => page.getByText(text).first().waitFor();
const go = async (visitor: Visitor, path: string, heading: string) => {
  await visitor.page.goto(path);
  await see(visitor, heading);
};

test("a member proposes a text, for which two are needed", async () => {
  const chiara = await enter("Chiara Rossi", NARROW);
  const { page } = chiara;
  await go(chiara, "/me", "Ce qui m’attend");
  await go(chiara, `/assemblies/${assembly}/initiatives`, "Propositions des membres");
  await says(chiara, "Aucune proposition pour le moment.");
  await page.locator("summary", { hasText: "Proposer une résolution" }).click();
  await page.getByLabel("Titre").fill(GARDEN);
  await page.getByLabel("Texte").fill("Un jardin est planté derrière la boutique.");
  await page.getByLabel("Exposé des motifs").fill("Les abeilles.");
  await chiara.expectAccessible("a proposal being written");
  await button(chiara, "Proposer une résolution").click();
  await see(chiara, GARDEN);
  await says(chiara, "1 sur 4");
  assert.equal(await button(chiara, "Je parraine cette proposition").getAttribute("aria-pressed"), "true");
  await chiara.expectAccessible("a proposal of one's own");
  await chiara.leave();
});

/* The entry of the log by which a member proposed a text. */
async function proposal(): Promise<string> {
  const { body } = await day.anyone().get<{ items: { index: number; entry: string }[] }>("/api/v1/log?limit=200");
  const found = body.items.find(({ entry }) => entry.includes('"t":"initiative.propose"'));
  return pathOf("entry", { entry: String(found?.index) });
}

/* Someone without an account reads it. */
async function readProposal(): Promise<Visitor> {
  const someone = await Visitor.enter(browser, day.server.url, { viewport: NARROW, locale: "fr-FR" });
  await someone.page.goto(await proposal());
  await says(someone, "Cette entrée est bien dans le journal");
  await someone.page.waitForFunction(() => document.querySelector(".waiting") === null);
  return someone;
}

test("the log names the assembly that is being prepared, and leads nobody to a screen that is closed to them", async () => {
  const someone = await readProposal();
  await says(someone, assembly);
  await says(someone, "en préparation, ou retiré");
  assert.equal(await someone.page.locator(`a[href="/assemblies/${assembly}"]`).count(), 0);
  await someone.expectAccessible("an entry about what is being prepared");
  someone.forgive(new RegExp(`status of 404 .*/assemblies/${assembly}\\)$`));
  await someone.leave();
});

test("and once the second sponsors it, it is on the agenda", async () => {
  const dora = await enter("Dora Luca");
  const { page } = dora;
  await go(dora, `/assemblies/${assembly}/initiatives`, "Propositions des membres");
  await page.getByRole("link", { name: GARDEN }).click();
  await see(dora, GARDEN);
  await button(dora, "Je parraine cette proposition").click();
  await says(dora, "Elle est à l’ordre du jour, que la convocation rendra public.");
  await dora.expectAccessible("a proposal that is on the agenda");
  await go(dora, `/assemblies/${assembly}/initiatives`, "Propositions des membres");
  await page.getByRole("listitem").filter({ hasText: GARDEN }).getByText("2 parrains").waitFor();
  await dora.expectAccessible("proposals of members");
  await dora.leave();
});

test("the secretary says how a text is decided, before the notice", async () => {
  const bruno = await enter("Bruno Paoli");
  const { page } = bruno;
  await go(bruno, `/resolutions/${role}`, ROLE);
  await page.getByLabel("Comment ce texte est décidé").selectOption("election_without_candidates");
  await page.getByRole("heading", { name: "Élection sans candidat" }).waitFor();
  await bruno.expectAccessible("the choice of a procedure");
  await day.act(`/api/v1/assemblies/${assembly}`, "notice");
  const someone = await readProposal();
  await someone.page.getByRole("link", { name: MEETING }).click();
  await see(someone, MEETING);
  await someone.leave();
  await page.reload();
  await see(bruno, ROLE);
  await page.getByRole("heading", { name: "Vers le vote" }).waitFor();
  assert.equal(await page.getByLabel("Comment ce texte est décidé").count(), 0);
  await go(bruno, `/assemblies/${assembly}/initiatives`, "Propositions des membres");
  await page.getByRole("link", { name: GARDEN }).click();
  await page.getByRole("link", { name: "Voir la résolution inscrite à l’ordre du jour" }).click();
  await page.waitForURL(/\/resolutions\//);
  await see(bruno, GARDEN);
  const { body } = await day.anyone().get<{ procedure: string }>(`/api/v1/resolutions/${role}/procedure`, { expect: 200 });
  assert.equal(body.procedure, "election_without_candidates");
  await bruno.leave();
});

test("two members have the debate made longer, once", async () => {
  const chiara = await enter("Chiara Rossi");
  await go(chiara, `/resolutions/${roof}`, ROOF);
  await says(chiara, "Les membres peuvent demander une fois que le débat dure 3 jours de plus.");
  await button(chiara, "Demander que le débat dure plus longtemps").click();
  await says(chiara, "1 sur 4 le demandent.");
  await button(chiara, "Demander que le débat dure plus longtemps").click();
  await says(chiara, "0 sur 4 le demandent.");
  await button(chiara, "Demander que le débat dure plus longtemps").click();
  await says(chiara, "1 sur 4 le demandent.");
  const dora = await enter("Dora Luca", NARROW);
  await go(dora, `/resolutions/${roof}`, ROOF);
  await button(dora, "Demander que le débat dure plus longtemps").click();
  await says(dora, /Le débat a été prolongé de 3 jours/);
  assert.equal(await button(dora, "Demander que le débat dure plus longtemps").count(), 0);
  await dora.expectAccessible("a debate that was made longer");
  await dora.leave();
  await chiara.leave();
});

test("members name each other in an election without candidates, and one would not be elected", async () => {
  const [chiara, dora] = [await enter("Chiara Rossi", NARROW), await enter("Dora Luca")];
  await go(chiara, `/resolutions/${role}`, ROLE);
  await says(chiara, "Personne n’est encore désigné.");
  await chiara.page.getByLabel("Chercher qui désigner").fill("Luc");
  await says(chiara, "1 membre trouvé");
  await chiara.page.getByRole("button", { name: /^Désigner Dora Luca/ }).click();
  const line = (visitor: Visitor, name: string) => visitor.page.getByRole("listitem").filter({ hasText: name });
  await line(chiara, "Dora Luca").getByText("votre choix").waitFor();
  await chiara.expectAccessible("an election without candidates");

  await go(dora, `/resolutions/${role}`, ROLE);
  await button(dora, "Me désigner").click();
  await line(dora, "Dora Luca").getByText("désigné·e par 2 membres").waitFor();
  await button(dora, "Ne plus désigner personne").click();
  await line(dora, "Dora Luca").getByText("désigné·e par 1 membre").waitFor();
  await button(dora, "Je ne souhaite pas être élu·e").click();
  await line(dora, "Dora Luca").getByText("ne souhaite pas être élu·e").waitFor();
  await dora.expectAccessible("an election that one refuses");

  await chiara.page.getByLabel("Chercher qui désigner").fill("Elsa");
  await chiara.page.getByRole("button", { name: /^Désigner Elsa Vico/ }).click();
  await line(chiara, "Elsa Vico").getByText("votre choix").waitFor();
  await dora.leave();
  await chiara.leave();
});

test("a teller who holds no other office finds who comes in, and marks them", async () => {
  await amend(roof, "Le conseil le propose, avant l’hiver.");
  day.wait(AHEAD * DAYS);
  await day.act(`/api/v1/assemblies/${assembly}`, "opening");
  const clerks = await teller();
  const { page } = clerks;
  await go(clerks, `/assemblies/${assembly}`, MEETING);
  await page.getByRole("link", { name: "Feuille de présence" }).click();
  await see(clerks, "Feuille de présence");
  await page.getByLabel("Qui se présente").fill("Elsa");
  await says(clerks, "1 membre trouvé");
  await page.getByRole("button", { name: "Faire entrer Elsa Vico" }).click();
  await page.getByText("dans la salle", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Sortie maintenant Elsa Vico" }).waitFor();
  await clerks.expectAccessible("a teller at the door");
  await clerks.leave();
});

test("and says on which text a postal form was given: on another it is not entered", async () => {
  const poll = await day.opened(day.motion(roof, { assembly }));
  const clerks = await teller();
  const { page } = clerks;
  await go(clerks, `/admin/polls/${poll.id}/papers`, `Votes papier\u00a0: ${ROOF}`);
  await page.getByLabel("Chercher un membre").fill("Dora");
  await page.getByRole("button", { name: /Dora Luca/ }).click();
  await page.getByRole("radio", { name: "par correspondance" }).check();
  await page.getByRole("radio", { name: "Pour", exact: true }).check();
  await page.getByLabel("Reçu le").fill(new Date(day.now.getTime() - 5 * DAYS).toISOString().slice(0, 16));
  const text = page.getByLabel("Le texte que porte le formulaire");
  await text.selectOption({ index: 1 });
  await says(clerks, "Ce formulaire a été donné sur un autre texte que celui qui est mis aux voix");
  assert.ok(await button(clerks, "Saisir un bulletin").isDisabled());
  await clerks.expectAccessible("a form on another text");
  await text.selectOption({ index: 2 });
  assert.match(await text.locator("option:checked").innerText(), /celle qui est mise aux voix/);
  await button(clerks, "Saisir un bulletin").click();
  await page.getByRole("heading", { level: 3, name: "Dora Luca" }).waitFor();
  await says(clerks, /par correspondance/);
  await clerks.leave();
});

test("the secretary makes links for everybody who has none, and they work", async () => {
  const bruno = await enter("Bruno Paoli");
  const { page } = bruno;
  await day.enter({ name: "Fée Nouvelle" });
  await day.enter({ name: "Guy Nouveau" });
  const town = await day.enter({ kind: "legal", name: "Commune de Corte", category: "towns" });
  await go(bruno, "/admin/register", "Registre des membres");
  await page.getByRole("link", { name: "Liens de connexion pour plusieurs membres" }).click();
  await see(bruno, "Liens de connexion pour plusieurs membres");
  await bruno.expectAccessible("a choice of members who get links");
  await button(bruno, "Faire les liens").click();
  await see(bruno, "Les coupons");
  await page.getByRole("listitem").filter({ hasText: "Commune de Corte" }).getByText(/personne n’agit encore/).waitFor();
  assert.equal(await page.getByRole("link", { name: "Commune de Corte" }).getAttribute("href"), `/admin/register/${town}`);
  const slips = page.locator("li.slip");
  const [fairy] = await slips.filter({ hasText: "Fée Nouvelle" }).allInnerTexts();
  assert.equal(await slips.filter({ hasText: "Guy Nouveau" }).count(), 1);
  assert.equal(await slips.filter({ hasText: "Bruno Paoli" }).count(), 0, "who is signed in keeps their way in");
  await bruno.expectAccessible("slips to print");

  await page.emulateMedia({ media: "print" });
  assert.ok(!(await button(bruno, "Imprimer les coupons").isVisible()));
  assert.equal(await slips.first().evaluate((slip) => getComputedStyle(slip).breakInside), "avoid");
  await page.emulateMedia({ media: "screen" });
  const [file] = await Promise.all([page.waitForEvent("download"), button(bruno, "Les emporter en tableau (CSV)").click()]);
  assert.equal(file.suggestedFilename(), "liens-de-connexion.csv");

  /* They are still there after a look elsewhere, and gone when they are forgotten. */
  await page.getByRole("link", { name: "Registre des membres" }).first().click();
  await see(bruno, "Registre des membres");
  await page.getByRole("link", { name: "Liens de connexion pour plusieurs membres" }).click();
  await slips.first().waitFor();
  await button(bruno, "Oublier ces liens").click();
  await button(bruno, "Faire les liens").waitFor();
  assert.equal(await slips.count(), 0);
  await day.anyone().signIn(tokensIn(fairy ?? "")[0] ?? "");
  await bruno.leave();
});

/*
 * support.ts - what the browser tests share: Debian's Chromium, and what no screen may do.
 *
 * A page that throws, that the console complains of, or that asks another server for anything fails
 * its test when it is closed.
 */
import axe from "axe-core";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import {
  type Browser, type BrowserContext, type BrowserContextOptions, type Locator, type Page, chromium,
} from "playwright-core";

const CHROMIUM = "/usr/bin/chromium";
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/* What a screen reader says nothing of. */
const NO_ROLES = new Set(["", "none", "generic", "presentation", "GenericContainer", "Unknown"]);

/* The narrowest screen that must work. */
export const NARROW = { width: 320, height: 640 };

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS, timeout: 60_000 });
}

/* More stops than this between two things on one screen, and no one gets there by the keyboard. */
const TABS_MAX = 60;

/* One person's browser: cookies of their own, and a record of what went wrong. */
export class Visitor {
  readonly page: Page;
  readonly complaints: string[] = [];
  readonly #context: BrowserContext;

  private constructor(context: BrowserContext, page: Page, origin: string) {
    this.#context = context;
    this.page = page;
    page.on("pageerror", (error) => this.complaints.push(`the page throws: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() !== "error") return;
      this.complaints.push(`the console says: ${message.text()} (${message.location().url})`);
    });
    page.on("request", (request) => {
      const url = new URL(request.url());
      const isOurs = url.origin === origin || url.protocol === "data:" || url.protocol === "blob:";
      if (!isOurs) this.complaints.push(`the page asks elsewhere: ${request.url()}`);
    });
  }

  static async enter(browser: Browser, origin: string, options: BrowserContextOptions = {}): Promise<Visitor> {
    const context = await browser.newContext({ baseURL: origin, locale: "en-GB", ...options });
    return new Visitor(context, await context.newPage(), origin);
  }

  /* An error that the test has provoked is no complaint. */
  forgive(pattern: RegExp): void {
    for (let i = this.complaints.length - 1; i >= 0; i--) {
      if (pattern.test(this.complaints[i] ?? "")) this.complaints.splice(i, 1);
    }
  }

  /* Asserts that the screen, as it is now, breaks no rule of accessibility that axe knows, and that
   * nothing of it needs a horizontal scroll. */
  async expectAccessible(screen: string): Promise<void> {
    await this.#expectRules(screen, { type: "tag", values: LEVELS });
    await this.expectFits(screen);
  }

  /* The one rule that a change of theme alone can break. */
  async expectContrast(screen: string): Promise<void> {
    await this.#expectRules(screen, { type: "rule", values: ["color-contrast"] });
  }

  async expectFits(screen: string): Promise<void> {
    const overflow = await this.page.evaluate(() =>
      document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(overflow <= 0, `${screen}: ${overflow} pixels wider than the window`);
    /* Where columns have no room, a table is read downwards; the duels alone are read both ways. */
    const hidden = await this.page.evaluate(() => (innerWidth > 400 ? [] : [...document.querySelectorAll(".scroll")])
      .filter((each) => each.scrollWidth > each.clientWidth && each.querySelector("table:not(.duels)") !== null)
      .map((each) => each.getAttribute("aria-label")));
    assert.deepEqual(hidden, [], `${screen}: tables of which a part is out of sight`);
  }

  /* WCAG 2.2, 2.5.8, without its exception for what has room around it: only a link within a sentence is smaller. */
  async expectTargets(screen: string): Promise<void> {
    const small = await this.page.evaluate(() => {
      const targets = document.querySelectorAll<HTMLElement>("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']");
      const words = (each: Element | null) => (each?.textContent ?? "").trim();
      return [...targets].flatMap((each) => {
        const label = each.closest("label") ?? document.querySelector(`label[for="${CSS.escape(each.id)}"]`);
        const boxes = [each, label].flatMap((part) => (part === null ? [] : [part.getBoundingClientRect()]));
        const [width, height] = [Math.max(...boxes.map((box) => box.width)), Math.max(...boxes.map((box) => box.height))];
        const isInSentence = each.tagName === "A" && getComputedStyle(each).display === "inline" &&
          words(each.parentElement).length > words(each).length;
        const isShown = each.checkVisibility() && getComputedStyle(each).visibility !== "hidden" && width * height > 0;
        return isShown && !isInSentence && Math.min(width, height) < 24
          ? [`${each.tagName} ${Math.round(width)} × ${Math.round(height)}: ${words(each)}`] : [];
      });
    });
    assert.deepEqual(small, [], `${screen}: targets that are too small`);
  }

  /* What a screen reader is told of all that takes the keyboard: a role, and a name. */
  async expectNames(screen: string): Promise<void> {
    const session = await this.page.context().newCDPSession(this.page);
    const { nodes } = await session.send("Accessibility.getFullAXTree");
    await session.detach();
    /* The page has its title, and its main part is where one skips to. */
    const places = ["RootWebArea", "main"];
    const focusable = nodes.filter(({ ignored, properties, role }) => !ignored && !places.includes(String(role?.value)) &&
      properties?.some(({ name, value }) => name === "focusable" && value.value === true));
    const mute = focusable.flatMap(({ name, role }) => {
      const [called, what] = [String(name?.value ?? "").trim(), String(role?.value ?? "")];
      return called === "" || NO_ROLES.has(what) ? [`${what || "no role"}, "${called}"`] : [];
    });
    assert.deepEqual(mute, [], `${screen}: what takes the keyboard without a name or a role`);
    assert.ok(focusable.length > 0, `${screen}: nothing takes the keyboard`);
  }

  /* On paper: no navigation, and every word is dark enough on white, since grounds are not printed. Whatever the theme. */
  async expectPrints(screen: string): Promise<void> {
    await this.page.emulateMedia({ media: "print", colorScheme: "dark" });
    const { ways, faint } = await this.page.evaluate(() => {
      const isShown = (each: Element) => each.checkVisibility({ visibilityProperty: true }) && each.getBoundingClientRect().width > 1;
      const luminance = (colour: string) => {
        const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
          const share = Number(part) / 255;
          return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      };
      const hasWords = (each: Element) => [...each.childNodes].some(({ nodeType, textContent }) => nodeType === 3 && textContent?.trim());
      return {
        ways: [...document.querySelectorAll("nav, .skip")].filter(isShown).map((each) => each.getAttribute("aria-label") ?? each.textContent),
        faint: [...document.querySelectorAll("body *")]
          .filter((each) => hasWords(each) && isShown(each) && 1.05 / (luminance(getComputedStyle(each).color) + 0.05) < 4.5)
          .map((each) => `${each.tagName} ${each.className}: ${(each.textContent ?? "").trim().slice(0, 40)}`),
      };
    });
    assert.deepEqual({ ways, faint }, { ways: [], faint: [] }, `${screen}: on paper`);
    const { stdout } = spawnSync("pdftotext", ["-raw", "-", "-"], { input: await this.page.pdf({ format: "A4" }), encoding: "utf8" });
    const words = (text: string) => text.replace(/\s+/g, "");
    assert.ok(words(stdout).includes(words(await this.page.locator("h1").first().innerText())), `${screen}: its title cannot be read`);
    await this.page.emulateMedia({ media: "screen", colorScheme: "light" });
  }

  /* No word is cut where its box hides what is too long. */
  async expectWhole(screen: string): Promise<void> {
    const cut = await this.page.evaluate(() => [...document.querySelectorAll<HTMLElement>("main *")].filter((each) => {
      const { overflowX, clip, clipPath } = getComputedStyle(each);
      const isForReaders = clip !== "auto" || clipPath !== "none"; /* told, and not shown */
      return !isForReaders && ["hidden", "clip"].includes(overflowX) && each.checkVisibility() && each.clientWidth > 1 &&
        each.scrollWidth > each.clientWidth + 1;
    }).map((each) => `${each.tagName} ${each.className}: ${(each.textContent ?? "").trim().slice(0, 60)}`));
    assert.deepEqual(cut, [], `${screen}: words that are cut`);
  }

  async #expectRules(screen: string, runOnly: axe.RunOnly): Promise<void> {
    await this.page.evaluate(AXE); /* not a script element: the page's policy would refuse it */
    const { violations } = await this.page.evaluate(
      (only) => (window as unknown as { axe: typeof axe }).axe.run(document, { runOnly: only }),
      runOnly,
    );
    const said = violations.map(({ id, help, nodes }) =>
      `${id}: ${help}\n${nodes.map((node) => `  ${node.target.join(" ")}: ${node.html}`).join("\n")}`);
    assert.deepEqual(said, [], `${screen}: not accessible\n${said.join("\n")}`);
  }

  /* Reaches something by the Tab key alone, from where the focus is. */
  async tabTo(target: Locator): Promise<void> {
    await target.waitFor();
    for (let tabs = 0; tabs < TABS_MAX; tabs++) {
      await this.page.keyboard.press("Tab");
      if (await target.evaluate((element) => element === document.activeElement)) return;
    }
    assert.fail(`${TABS_MAX} times Tab do not reach ${target}`);
  }

  /* Closes the browser of this person, and fails if anything went wrong in it but what was provoked to the end: that
   * is complained of as late as the browser likes. */
  async leave(provoked?: RegExp): Promise<void> {
    await this.#context.close();
    if (provoked !== undefined) this.forgive(provoked);
    assert.deepEqual(this.complaints, []);
  }
}

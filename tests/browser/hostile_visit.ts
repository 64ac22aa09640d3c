/* hostile_visit.ts - a browser among what was written to run, and what no page of it may hold. */
import assert from "node:assert/strict";
import type { Browser } from "playwright-core";

import type { Api } from "../http/support.ts";
import { type HostileDay, MARK } from "./hostile_day.ts";
import { NARROW, Visitor } from "./support.ts";

export async function enterHostile(browser: Browser, day: HostileDay, by?: Api): Promise<Visitor> {
  const visitor = await Visitor.enter(browser, day.server.url, { viewport: NARROW });
  const cookie = by?.cookie;
  if (cookie !== undefined) {
    const at = cookie.indexOf("=");
    const url = day.server.url;
    await visitor.page.context().addCookies([{ name: cookie.slice(0, at), value: cookie.slice(at + 1), url }]);
  }
  visitor.page.setDefaultTimeout(30_000);
  visitor.page.on("dialog", (dialog) => {
    /* The browser's own question, where something half written would be lost. */
    if (dialog.type() === "beforeunload") return void dialog.accept();
    visitor.complaints.push(`a dialog opens: ${dialog.message()}`);
    return void dialog.dismiss();
  });
  await visitor.page.exposeFunction(MARK, () => visitor.complaints.push("what was written runs"));
  await visitor.page.clock.setFixedTime(day.now);
  return visitor;
}

/* What of a page was made by what somebody wrote: no element, no attribute that runs, no address that is none. */
export async function expectHarmless({ page }: Visitor, where: string): Promise<void> {
  const found = await page.evaluate((mark) => {
    const told: string[] = [];
    const forbidden = `.${mark}, iframe, object, embed, base, meta[http-equiv], math, .written img, .written style`;
    for (const each of document.querySelectorAll(forbidden)) told.push(each.outerHTML.slice(0, 200));
    for (const each of document.querySelectorAll("*")) {
      for (const { name, value } of each.attributes) {
        if (/^on/.test(name) || name === "style") told.push(`${each.localName} has ${name}="${value}"`);
      }
    }
    for (const link of document.querySelectorAll("a")) {
      if (!["http:", "https:", "mailto:", "blob:"].includes(link.protocol)) told.push(`a link to ${link.href}`);
    }
    for (const script of document.querySelectorAll("script")) {
      if (script.text !== "" || new URL(script.src).origin !== location.origin) told.push(script.outerHTML);
    }
    for (const form of document.querySelectorAll("form")) {
      if (form.hasAttribute("action")) told.push(form.outerHTML.slice(0, 200));
    }
    return told;
  }, MARK);
  assert.deepEqual(found, [], where);
}

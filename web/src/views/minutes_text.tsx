/* The page of the minutes, as the server prints it, within a screen of ours: its elements made anew here,
 * those that a printed page has and no other, so that nothing of it acts. */

import type { ComponentChildren } from "preact";
import { h } from "preact";

import { Scroll } from "../components.tsx";

/* The headings go one level down: the screen has its own. */
const AS: Readonly<Record<string, string>> = {
  H1: "h2",
  H2: "h3",
  H3: "h4",
  P: "p",
  BLOCKQUOTE: "blockquote",
  OL: "ol",
  LI: "li",
  THEAD: "thead",
  TBODY: "tbody",
  TR: "tr",
  TH: "th",
  TD: "td",
};

/* The children of an element that is done, or of the one that is being read. */
interface Open {
  readonly element: Element;
  readonly made: ComponentChildren[];
  next: number;
}

function make(element: Element, made: ComponentChildren[], label: string): ComponentChildren {
  if (element.tagName === "TABLE") {
    return (
      <Scroll label={label}>
        <table>{made}</table>
      </Scroll>
    );
  }
  const tag = AS[element.tagName];
  if (tag === undefined) {
    return made;
  }
  const attributes: Record<string, string> = {};
  if (element.tagName === "TH") {
    attributes["scope"] = "col";
  }
  if (element.classList.contains("note")) {
    attributes["class"] = "quiet";
  }
  return h(tag, attributes, made);
}

/* From the leaves up, without recursion. `label` names the tables for who listens. */
function convert(root: Element, label: string): ComponentChildren {
  const open: Open[] = [{ element: root, made: [], next: 0 }];
  for (;;) {
    const top = open.at(-1);
    if (top === undefined) {
      return null;
    }
    const child = top.element.childNodes[top.next++];
    if (child instanceof Element) {
      open.push({ element: child, made: [], next: 0 });
    } else if (child !== undefined) {
      top.made.push(child.nodeType === Node.TEXT_NODE ? child.textContent : null);
    } else {
      open.pop();
      const whole = make(top.element, top.made, label);
      const parent = open.at(-1);
      if (parent === undefined) {
        return whole;
      }
      parent.made.push(whole);
    }
  }
}

export function MinutesText(props: { page: string; label: string }) {
  const main = new DOMParser().parseFromString(props.page, "text/html").querySelector("main");
  return <div class="minutes">{main !== null && convert(main, props.label)}</div>;
}

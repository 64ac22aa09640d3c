/* Moves from screen to screen with the browser's history, and tells who listens. */

type Listener = () => void;

const listeners = new Set<Listener>();
/* After a move the heading of the new screen takes the focus, once. */
let headingWaits = false;
/* What is asked before this page is left, where something of it would be lost: by each that holds it. */
const holds = new Set<{ readonly question: string }>();
/* How the step that was taken within this screen is undone. */
let undo: (() => void) | null = null;
/* Where the reader is, whatever the browser's own address says for a moment. */
let here = location.href;

function tell(): void {
  headingWaits = true;
  for (const listener of listeners) {
    listener();
  }
}

function mayLeave(): boolean {
  const [first] = holds;
  return first === undefined || window.confirm(first.question);
}

/* Asks before the page is left, by a link, by the history or with the browser, until it is let go. */
export function holdPage(question: string): () => void {
  const ask = (event: BeforeUnloadEvent) => event.preventDefault();
  const hold = { question };
  window.addEventListener("beforeunload", ask);
  holds.add(hold);
  return () => {
    window.removeEventListener("beforeunload", ask);
    holds.delete(hold);
  };
}

/* A step within a screen, which going back undoes instead of leaving the screen. */
export function takeStep(onBack: () => void): void {
  history.pushState(null, "", here);
  undo = onBack;
}

/* Back or forward in the browser's history: done already, unless the page is held. */
function travel(): void {
  if (!mayLeave()) {
    history.pushState(null, "", here);
    return;
  }
  here = location.href;
  const back = undo;
  undo = null;
  if (back !== null) {
    back();
    return;
  }
  tell();
}

export function navigate(path: string, options: { replace?: boolean } = {}): void {
  if (!mayLeave()) {
    return;
  }
  if (options.replace === true) {
    history.replaceState(null, "", path);
  } else {
    history.pushState(null, "", path);
  }
  here = location.href;
  undo = null;
  window.scrollTo(0, 0);
  tell();
}

export function onNavigate(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function takeHeadingFocus(): boolean {
  const waits = headingWaits;
  headingWaits = false;
  return waits;
}

/* Links of ours are followed without loading the page again; what opens elsewhere is left alone. */
function follow(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0) {
    return;
  }
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) {
    return;
  }
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (link === null || link.target !== "" || link.hasAttribute("download")) {
    return;
  }
  const url = new URL(link.href, location.href);
  if (url.origin !== location.origin || /^\/(api|feeds|log)\//.test(url.pathname) || url.hash !== "") {
    return;
  }
  event.preventDefault();
  navigate(url.pathname + url.search);
}

export function startNavigation(): void {
  window.addEventListener("popstate", travel);
  document.addEventListener("click", follow);
}

/* Moves from screen to screen with the browser's history, and tells who listens. */

type Listener = () => void;

const listeners = new Set<Listener>();
/* After a move the heading of the new screen takes the focus, once. */
let headingWaits = false;

function tell(): void {
  headingWaits = true;
  for (const listener of listeners) {
    listener();
  }
}

export function navigate(path: string, options: { replace?: boolean } = {}): void {
  if (options.replace === true) {
    history.replaceState(null, "", path);
  } else {
    history.pushState(null, "", path);
  }
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
  window.addEventListener("popstate", tell);
  document.addEventListener("click", follow);
}

/* Screens whose code is fetched when they are first shown. */

import type { ComponentChildren, FunctionComponent } from "preact";
import { useEffect, useState } from "preact/hooks";

import { useApp } from "./app.tsx";
import { Page, Waiting } from "./components.tsx";
import { pathOf } from "./router.ts";

export interface View<P> {
  readonly Screen: FunctionComponent<{ parameters: P }>;
  /* Fetches the code, unless it was or is being fetched. Never rejects: the screen says what failed. */
  readonly fetch: () => Promise<void>;
}

/* The code did not come: the connection, or a newer version of the program whose files have other names. */
function Unfetched(props: { onRetry: () => void }) {
  const { t } = useApp();
  useEffect(() => {
    window.addEventListener("online", props.onRetry);
    return () => window.removeEventListener("online", props.onRetry);
  }, []);
  return (
    <Page title={t("missing.unloaded")}>
      <div class="notice bad" role="alert">
        <p>{t("state.unfetched")}</p>
        <p class="buttons">
          <button type="button" onClick={props.onRetry}>
            {t("action.retry")}
          </button>
        </p>
      </div>
    </Page>
  );
}

export function view<M, P>(
  load: () => Promise<M>,
  show: (module: M, parameters: P) => ComponentChildren,
): View<P> {
  let module: M | null = null;
  let loading: Promise<void> | null = null;
  const keep = (loaded: M) => {
    module = loaded;
  };
  const forget = () => {
    loading = null;
  };
  const fetch = () => (loading ??= load().then(keep, forget));
  /* Where the server answers and has no such file, the page itself is of another version. */
  const fetchAgain = async () => {
    await fetch();
    if (module === null && navigator.onLine) {
      location.reload();
    }
  };

  function Screen(props: { parameters: P }) {
    const [isDone, setDone] = useState(module !== null);
    const [, setTries] = useState(0);
    useEffect(() => {
      void fetch().then(() => setDone(true));
    }, []);
    if (module !== null) {
      return <>{show(module, props.parameters)}</>;
    }
    const retry = () => void fetchAgain().then(() => setTries((before) => before + 1));
    return isDone ? <Unfetched onRetry={retry} /> : <Waiting />;
  }
  return { Screen, fetch };
}

function NeedsSession(props: { children: ComponentChildren }) {
  const { session, t } = useApp();
  if (session.person !== null) {
    return <>{props.children}</>;
  }
  return (
    <Page title={t("signin.needed")}>
      <p>{t("signin.needed_text")}</p>
      <p>
        <a class="button" href={pathOf("signIn")}>
          {t("code.title")}
        </a>
      </p>
    </Page>
  );
}

/* One that nobody sees without signing in. */
export function signedIn<M, P>(
  load: () => Promise<M>,
  show: (module: M, parameters: P) => ComponentChildren,
): View<P> {
  return view(load, (module, parameters: P) => (
    <NeedsSession>{show(module, parameters)}</NeedsSession>
  ));
}

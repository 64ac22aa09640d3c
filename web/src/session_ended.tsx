/* What is said when the session has ended while somebody is at work: what they wrote stays until they are back. */

import { useEffect, useState } from "preact/hooks";

import type { Schemas } from "./api.ts";
import { api, ProblemError, whenSignedOut } from "./api.ts";
import { useApp } from "./app.tsx";
import { pathOf } from "./router.ts";

export const NOBODY: Schemas["Session"] = { person: null, offices: [], capabilities: [], members: [] };

const SIGNED_OUT = "palabre.signed_out";

/* Who signs out wants nothing of theirs to be seen any more, in other windows either. */
export function tellSignedOut(): void {
  try {
    localStorage.setItem(SIGNED_OUT, String(Date.now()));
  } catch {
    /* A browser that keeps nothing: the other windows find it out when they ask. */
  }
}

export function SessionEnded(props: { path: string }) {
  const { session, setSession, t } = useApp();
  const [hasEnded, setEnded] = useState(false);
  useEffect(() => {
    const hear = ({ key }: StorageEvent) => key === SIGNED_OUT && setSession(NOBODY);
    window.addEventListener("storage", hear);
    return () => window.removeEventListener("storage", hear);
  }, []);
  /* Nobody's session has not ended. */
  const isSomebody = session.person !== null;
  useEffect(() => whenSignedOut(() => setEnded(isSomebody)), [isSomebody]);
  /* Who goes elsewhere leaves nothing behind. */
  useEffect(() => {
    if (hasEnded) {
      setEnded(false);
      setSession(NOBODY);
    }
  }, [props.path]);
  const ask = () =>
    api.get("/api/v1/session").then(
      ({ data }) => {
        if (data.person !== null) {
          setEnded(false);
          setSession(data);
        }
      },
      (error: unknown) => {
        /* A line that is lost is said elsewhere. */
        if (!(error instanceof ProblemError)) {
          throw error;
        }
      },
    );
  useEffect(() => {
    if (!hasEnded) {
      return undefined;
    }
    const look = () => void ask();
    window.addEventListener("focus", look);
    return () => window.removeEventListener("focus", look);
  }, [hasEnded]);
  if (!hasEnded || !isSomebody) {
    return null;
  }
  return (
    <div class="notice bad" role="alert">
      <p>{t("shell.session_ended")}</p>
      <p class="buttons">
        <a class="button" href={pathOf("signIn")} target="_blank" rel="noopener">
          {t("shell.session_sign_in")}
        </a>
        <button type="button" onClick={() => void ask()}>
          {t("shell.session_go_on")}
        </button>
      </p>
    </div>
  );
}

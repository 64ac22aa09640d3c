/* The client: reads who is signed in and which society this is, then shows the screen of the address. */

import { render } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";

import type { Schemas } from "./api.ts";
import { api, lost, ProblemError, setApiLanguage } from "./api.ts";
import { SharedContext } from "./app.tsx";
import { listenAnew } from "./hooks.ts";
import type { Language } from "./i18n.ts";
import { chooseLanguage, loadLanguage } from "./i18n.ts";
import { onNavigate, startNavigation } from "./navigate.ts";
import { signInToken } from "./router.ts";
import { NOBODY } from "./session_ended.tsx";
import { fetchScreen, Shell } from "./shell.tsx";

const LANGUAGE = "palabre.language";

function savedLanguage(): string | null {
  try {
    return localStorage.getItem(LANGUAGE);
  } catch {
    return null;
  }
}

/* The sentences of the language may be what is missing: this screen has its own. */
function NoBeginning(props: { problem: ProblemError; onRetry: () => void }) {
  return (
    <div class="notice bad" role="alert">
      <p>{props.problem.problem.detail}</p>
      <button type="button" onClick={props.onRetry}>
        {document.documentElement.lang === "fr" ? "Réessayer" : "Try again"}
      </button>
    </div>
  );
}

function Client() {
  const [language, setLanguageState] = useState(() =>
    chooseLanguage(savedLanguage(), navigator.languages),
  );
  const [society, setSociety] = useState<Schemas["Society"] | null>(null);
  const [session, setSession] = useState(NOBODY);
  const [problem, setProblem] = useState<ProblemError | null>(null);
  const [announcement, setAnnouncement] = useState("");
  const [path, setPath] = useState(location.pathname);
  const [token, setToken] = useState(() => signInToken(location.hash));

  setApiLanguage(language);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);

  useEffect(() => {
    const read = () => setToken(signInToken(location.hash));
    window.addEventListener("hashchange", read);
    const stop = onNavigate(() => {
      setAnnouncement("");
      setPath(location.pathname);
      read();
    });
    return () => {
      stop();
      window.removeEventListener("hashchange", read);
    };
  }, []);

  const load = useCallback(() => {
    setProblem(null);
    Promise.all([
      api.get("/api/v1/society"),
      api.get("/api/v1/session"),
      loadLanguage(language),
    ]).then(
      ([theSociety, theSession]) => {
        setSession(theSession.data);
        setSociety(theSociety.data);
      },
      (error: unknown) => setProblem(error instanceof ProblemError ? error : lost("unreachable")),
    );
  }, []);
  useEffect(load, []);

  const who = `${session.person?.id} ${session.capabilities.join(" ")}`;
  useEffect(listenAnew, [who]);

  const setLanguage = (chosen: Language) => {
    loadLanguage(chosen).then(
      () => setLanguageState(chosen),
      () => announce(lost("unreachable").message),
    );
    try {
      localStorage.setItem(LANGUAGE, chosen);
    } catch {
      /* A browser that keeps nothing: the choice lasts as long as the page. */
    }
  };

  const announce = useCallback((text: string) => {
    setAnnouncement("");
    setTimeout(() => setAnnouncement(text), 50);
  }, []);
  useEffect(() => {
    const timer = setTimeout(() => setAnnouncement(""), 6000);
    return () => clearTimeout(timer);
  }, [announcement]);

  if (society === null) {
    return <main id="main">{problem !== null && <NoBeginning problem={problem} onRetry={load} />}</main>;
  }
  const shared = { language, society, session, setLanguage, setSociety, setSession, announce };
  return (
    <SharedContext.Provider value={shared}>
      <Shell path={path} token={token} announcement={announcement} />
    </SharedContext.Provider>
  );
}

startNavigation();
fetchScreen(location.pathname);
const root = document.getElementById("app");
if (root !== null) {
  render(<Client />, root);
}

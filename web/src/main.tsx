/* The client: which cooperative this is. */
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";

import type { components } from "#api-types";

import { language, text } from "./text.ts";

type Society = components["schemas"]["Society"];
type State = { society?: Society; failed?: boolean };

function App() {
  const [{ society, failed }, setState] = useState<State>({});
  useEffect(() => {
    fetch("/api/v1/society", { headers: { accept: "application/json" } })
      .then((reply) => (reply.ok ? reply.json() : Promise.reject(new Error(reply.statusText))))
      .then((found: Society) => setState({ society: found }), () => setState({ failed: true }));
  }, []);
  useEffect(() => {
    if (society) document.title = `${society.name} · Palabre`;
  }, [society]);

  if (failed) return <main><p role="alert">{text("society.failed")}</p></main>;
  if (!society) return <main><p role="status">{text("society.loading")}</p></main>;
  return (
    <main>
      <h1>{society.name}</h1>
      <p><a href="/api/v1/society">{text("society.api")}</a></p>
    </main>
  );
}

document.documentElement.lang = language;
render(<App />, document.getElementById("app") as HTMLElement);

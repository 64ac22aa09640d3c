/* A warning on every screen when the log has gone unseen: what this server shows may be old, or its own alone. */

import { useEffect, useState } from "preact/hooks";

import type { Schemas } from "./api.ts";
import { api, ProblemError } from "./api.ts";
import { useApp } from "./app.tsx";
import { pathOf } from "./router.ts";

const DAY_MS = 24 * 3600 * 1000;
/* What is asked for at once is what the reader came for; this can wait. */
const FIRST_MS = 1500;
const AGAIN_MS = 10 * 60 * 1000;

/* When a witness last attested something: an instant, "" for never, null where no witness is asked for. */
function lastSeen(policy: Schemas["LogPolicy"]): string | null {
  if (policy.witnesses.length === 0) {
    return null;
  }
  const seen = policy.witnesses.flatMap((witness) => witness.cosigned_at ?? []);
  return seen.sort((a, b) => Date.parse(a) - Date.parse(b)).at(-1) ?? "";
}

/* Since when nobody has attested the log, or null where all is well: it is attested as it is now and is not due to
 * grow, or was attested within a day. */
async function unseenSince(): Promise<string | null> {
  const { data: policy } = await api.get("/api/v1/log/policy");
  const seen = lastSeen(policy);
  if (seen === null || (seen !== "" && Date.now() - Date.parse(seen) < DAY_MS)) {
    return null;
  }
  if (!policy.witnessed) {
    return seen;
  }
  /* A log at rest is not attested again. One of an open poll grows, and someone who shows it as it was yesterday
   * hides what came since. */
  const open = await api.get("/api/v1/polls", { query: { state: "open", limit: 1 } });
  return open.data.items.length > 0 ? seen : null;
}

export function StaleLog() {
  const { instant, t } = useApp();
  const [since, setSince] = useState<string | null>(null);
  useEffect(() => {
    const ask = () =>
      unseenSince().then(setSince, (error: unknown) => {
        /* Whoever does not answer says so on the screen itself. */
        if (!(error instanceof ProblemError)) {
          throw error;
        }
      });
    const first = setTimeout(ask, FIRST_MS);
    const again = setInterval(ask, AGAIN_MS);
    return () => {
      clearTimeout(first);
      clearInterval(again);
    };
  }, []);
  if (since === null) {
    return null;
  }
  return (
    <div class="notice bad" role="status">
      <p>
        {since === "" ? t("stale.never") : t("stale.since", { instant: instant(since) })}{" "}
        <a href={pathOf("log")}>{t("nav.log")}</a>
      </p>
    </div>
  );
}

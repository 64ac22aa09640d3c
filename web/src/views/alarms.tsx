/* For administrators: that somebody asks for too many letters to sign in with, or guesses codes; silent when nobody does. */

import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { useEvents, useLoad } from "../hooks.ts";

export function Alarms() {
  const { may, session, t, instant, word } = useApp();
  const isTold = may("administer");
  const loaded = useLoad(
    async () => (isTold ? (await api.get("/api/v1/society/alarms")).data.items : []),
    session,
  );
  useEvents(["sign_in.alarm"], loaded.reload);
  const alarms = loaded.data ?? [];
  if (alarms.length === 0) {
    return null;
  }
  return (
    <section class="notice bad" role="alert">
      <h2>{t("alarms.title")}</h2>
      <ul>
        {alarms.map(({ bound, since, last, times }) => (
          <li key={bound}>
            {word("alarm", bound)} {t("alarms.when", { since: instant(since), last: instant(last), times: String(times) })}
          </li>
        ))}
      </ul>
      <p>{t("alarms.text")}</p>
    </section>
  );
}

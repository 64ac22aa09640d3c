/* From an assembly to where it is held, and to what it leaves. */

import type { Schemas } from "../api.ts";
import { useApp } from "../app.tsx";
import { pathOf } from "../router.ts";

export function AssemblyWays(props: { assembly: Schemas["Assembly"] }) {
  const { may, session, t } = useApp();
  const { id, state } = props.assembly;
  const path = { assembly: id };
  const isCalled = state === "convened" || state === "sitting";
  if (!isCalled && state !== "ended" && !may("run_polls")) {
    return null;
  }
  return (
    <p class="buttons">
      {isCalled && session.person !== null && (
        <a class="button" href={pathOf("sitting", path)}>
          {t(may("run_polls") ? "sitting.go" : "sitting.join")}
        </a>
      )}
      {isCalled && (may("convene") || may("enter_paper")) && (
        <a class="button" href={pathOf("attendance", path)}>
          {t("attendance.title")}
        </a>
      )}
      {isCalled && may("convene") && (
        <a class="button" href={pathOf("notices", path)}>
          {t("notices.go")}
        </a>
      )}
      {isCalled && (
        <a class="button" href={pathOf("room", path)} target="_blank">
          {t("room.open")}
        </a>
      )}
      {state === "ended" && (
        <a class="button" href={pathOf("minutes", path)}>
          {t("minutes.title")}
        </a>
      )}
      {may("run_polls") && (isCalled || state === "draft") && (
        <a class="button" href={pathOf("pollNew", path)}>
          {t("poll.new")}
        </a>
      )}
    </p>
  );
}

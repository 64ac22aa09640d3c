/* What was decided, the latest first, and what is being decided. */

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { More, Page, Show, Tag } from "../components.tsx";
import { useEvents, usePages } from "../hooks.ts";
import { pathOf } from "../router.ts";

export function verdictKind(verdict: string | undefined): string {
  return verdict === "adopted" ? "good" : verdict === "rejected" ? "bad" : "";
}

export function PollLine(props: { poll: Schemas["PollSummary"] }) {
  const { instant, t, word } = useApp();
  const { poll } = props;
  return (
    <li class="row">
      <a class="row-title" href={pathOf("poll", { poll: poll.id })}>
        {poll.title}
      </a>
      <span class="row-facts">
        <Tag kind={verdictKind(poll.verdict)}>
          {poll.verdict === undefined
            ? word("poll_state", poll.state)
            : word("verdict", poll.verdict)}
        </Tag>{" "}
        {word("poll_kind", poll.kind)} · {word("class", poll.class)} ·{" "}
        {poll.state === "called" || poll.state === "draft"
          ? t("poll.opens", { instant: instant(poll.opens_at) })
          : t("poll.closes", { instant: instant(poll.closes_at) })}
      </span>
    </li>
  );
}

export function DecisionsView() {
  const { t } = useApp();
  const polls = usePages((after) =>
    api.get("/api/v1/polls", { query: after === undefined ? {} : { after } }),
  );
  useEvents((polls.data ?? []).map((poll) => poll.id), polls.reload);
  return (
    <Page title={t("decisions.title")} lead={t("decisions.lead")}>
      <Show of={polls}>
        {(items) => (
          <>
            {items.length === 0 && <p>{t("decisions.none")}</p>}
            <ul class="rows">
              {items.map((poll) => (
                <PollLine key={poll.id} poll={poll} />
              ))}
            </ul>
            <More next={polls.next} isBusy={polls.isLoading} onMore={polls.more} />
          </>
        )}
      </Show>
    </Page>
  );
}

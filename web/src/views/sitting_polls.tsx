/* One poll within the sitting: called, opened, reminded of, closed where the chair sits. */

import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { About, ActionButton, Failure, Fields, Tag, TextField } from "../components.tsx";
import { useAction, useWatch } from "../hooks.ts";
import { pathOf } from "../router.ts";
import { verdictKind } from "./decisions.tsx";
import { VoteLinks } from "./vote_links.tsx";

type Summary = Schemas["PollSummary"];

/* Before the announced hour a poll is closed for a reason, which is published. */
function Closing(props: { poll: Summary; onDone: () => void }) {
  const { announce, t } = useApp();
  const action = useAction();
  const [reason, setReason] = useState("");
  const path = { poll: props.poll.id };
  return (
    <details>
      <summary>
        <About act={t("poll.close")} what={props.poll.title} />
      </summary>
      <Failure problem={action.problem} />
      <Fields of={action}>
        <TextField
          label={t("poll.reason")}
          hint={t("sitting.close_reason")}
          value={reason}
          onInput={setReason}
          pointer="/reason"
          maxLength={200}
        />
      </Fields>
      <p class="buttons">
        <ActionButton
          action={action}
          kind="primary"
          label={t("poll.close")}
          confirm={t("poll.close_confirm")}
          onAct={async () => {
            const { etag } = await api.get("/api/v1/polls/{poll}", { path });
            await api.post("/api/v1/polls/{poll}/closing", {
              path,
              body: reason.trim() === "" ? {} : { reason },
              match: etag,
            });
            announce(t("poll.counting"));
            props.onDone();
          }}
        />
      </p>
    </details>
  );
}

function Steps(props: { poll: Summary; onDone: () => void }) {
  const { announce, may, t } = useApp();
  const action = useAction();
  const { poll } = props;
  const path = { poll: poll.id };
  const act = (step: "call" | "opening") => async () => {
    const { etag } = await api.get("/api/v1/polls/{poll}", { path });
    await api.post(`/api/v1/polls/{poll}/${step}`, { path, body: {}, match: etag });
    announce(t("state.saved"));
    props.onDone();
  };
  return (
    <>
      <Failure problem={action.problem} />
      <p class="buttons">
        {poll.state === "draft" && (
          <ActionButton
            action={action}
            kind="primary"
            label={t("poll.call")}
            confirm={t("poll.call_confirm")}
            onAct={act("call")}
          />
        )}
        {poll.state === "called" && (
          <ActionButton
            action={action}
            kind="primary"
            label={t("poll.open")}
            confirm={t("poll.open_confirm")}
            onAct={act("opening")}
          />
        )}
        {poll.state === "open" && may("convene") && (
          <ActionButton
            action={action}
            label={t("sitting.remind")}
            confirm={t("sitting.remind_confirm")}
            onAct={async () => {
              await api.post("/api/v1/polls/{poll}/reminders", { path, body: {} });
              announce(t("sitting.reminded"));
            }}
          />
        )}
      </p>
      {poll.state === "open" && <Closing {...props} />}
    </>
  );
}

export function PollSteps(props: { poll: Summary; onDone: () => void }) {
  const { instant, may, session, t, word } = useApp();
  const { poll } = props;
  useWatch(poll.state === "closed" || poll.state === "counted", props.onDone);
  return (
    <li class="row">
      <a class="row-title" href={pathOf("poll", { poll: poll.id })}>
        {poll.title}
      </a>
      <p class="row-facts">
        <Tag kind={verdictKind(poll.verdict)}>
          {poll.verdict === undefined ? word("poll_state", poll.state) : word("verdict", poll.verdict)}
        </Tag>{" "}
        {word("poll_kind", poll.kind)} ·{" "}
        {poll.state === "called" || poll.state === "draft"
          ? t("poll.opens", { instant: instant(poll.opens_at) })
          : t("poll.closes", { instant: instant(poll.closes_at) })}
      </p>
      {poll.state === "open" && session.members.length > 0 && <VoteLinks poll={poll} />}
      {may("run_polls") && <Steps {...props} />}
      {may("enter_paper") && (poll.state === "called" || poll.state === "open") && (
        <p class="buttons">
          <a class="button" href={pathOf("papers", { poll: poll.id })}>
            <About act={t("poll.papers")} what={poll.title} />
          </a>
        </p>
      )}
    </li>
  );
}

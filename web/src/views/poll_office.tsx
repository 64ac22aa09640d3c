/* A poll, for who runs it: the actions that its state allows, and its marked register. */

import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { ActionButton, Failure, Fields, More, Scroll, Show, TextField } from "../components.tsx";
import { useAction, useKeptFocus, usePages } from "../hooks.ts";
import { pathOf } from "../router.ts";
import type { Colleges } from "./poll_ballots.tsx";

type Poll = Schemas["Poll"];

export function Officer(props: { poll: Poll; etag: string; colleges: Colleges; onDone: () => void }) {
  const { announce, may, t } = useApp();
  const action = useAction();
  const [reason, setReason] = useState("");
  const { poll, etag } = props;
  const heading = useKeptFocus<HTMLHeadingElement>(poll.state);
  const path = { poll: poll.id };
  const done = () => {
    announce(t("state.saved"));
    props.onDone();
  };
  const canRun = may("run_polls");
  const hasRoll = poll.manifest !== undefined;
  const canClose = canRun && poll.state === "open";
  const canVoid = may("administer") && ["draft", "called", "open"].includes(poll.state);
  const takesPapers =
    poll.secrecy === "open" && may("enter_paper") && ["called", "open"].includes(poll.state);
  return (
    <section class="office">
      <h2 ref={heading} tabIndex={-1}>
        {t("poll.office")}
      </h2>
      <Failure problem={action.problem} />
      <p class="buttons">
        {canRun && poll.state === "draft" && (
          <ActionButton
            action={action}
            kind="primary"
            label={t("poll.call")}
            confirm={t("poll.call_confirm")}
            onAct={async () => {
              await api.post("/api/v1/polls/{poll}/call", { path, body: {}, match: etag });
              done();
            }}
          />
        )}
        {canRun && poll.state === "called" && (
          <ActionButton
            action={action}
            kind="primary"
            label={t("poll.open")}
            confirm={t("poll.open_confirm")}
            onAct={async () => {
              await api.post("/api/v1/polls/{poll}/opening", { path, body: {}, match: etag });
              done();
            }}
          />
        )}
        {poll.secrecy === "secret" && canRun && (
          <a class="button" href={pathOf("keepers", { poll: poll.id })}>
            {t("poll.keepers")}
          </a>
        )}
        {takesPapers && (
          <a class="button" href={pathOf("papers", { poll: poll.id })}>
            {t("poll.papers")}
          </a>
        )}
      </p>
      {hasRoll && <Roll poll={poll} colleges={props.colleges} />}
      {(canClose || canVoid) && (
        <details>
          <summary>{canClose ? t("poll.close_or_void") : t("poll.void")}</summary>
          <Fields of={action}>
            <TextField
              label={t("poll.reason")}
              hint={t("poll.reason_hint")}
              value={reason}
              onInput={setReason}
              pointer="/reason"
              maxLength={200}
            />
          </Fields>
          <p class="buttons">
            {canClose && (
              <ActionButton
                action={action}
                kind="primary"
                label={t("poll.close")}
                confirm={t("poll.close_confirm")}
                onAct={async () => {
                  await api.post("/api/v1/polls/{poll}/closing", {
                    path,
                    body: reason === "" ? {} : { reason },
                    match: etag,
                  });
                  announce(t("poll.counting"));
                  props.onDone();
                }}
              />
            )}
            {canVoid && (
              <ActionButton
                action={action}
                kind="danger"
                label={t("poll.void")}
                confirm={t("poll.void_confirm")}
                onAct={async () => {
                  await api.post("/api/v1/polls/{poll}/annulment", {
                    path,
                    body: { reason },
                    match: etag,
                  });
                  done();
                }}
              />
            )}
          </p>
        </details>
      )}
    </section>
  );
}

function Roll(props: { poll: Poll; colleges: Colleges }) {
  const { t } = useApp();
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("poll.roll")}</summary>
      {isOpen && <RollTable {...props} />}
    </details>
  );
}

function RollTable(props: { poll: Poll; colleges: Colleges }) {
  const { t, word } = useApp();
  const rows = usePages(
    (after) =>
      api.get("/api/v1/polls/{poll}/roll", {
        path: { poll: props.poll.id },
        query: after === undefined ? {} : { after },
      }),
    props.poll.id,
  );
  return (
    <Show of={rows}>
      {(items) => (
        <>
          {items.length === 0 && <p>{t("poll.no_roll")}</p>}
          <Scroll label={t("poll.roll")}>
            <table>
              <caption>{t("poll.roll_caption")}</caption>
              <thead>
                <tr>
                  <th scope="col">{t("member.number")}</th>
                  <th scope="col">{t("member.name")}</th>
                  <th scope="col">{t("member.college")}</th>
                  <th scope="col">{t("poll.voted")}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((row) => (
                  <tr key={row.member}>
                    <td>{row.number}</td>
                    <th scope="row">{row.name}</th>
                    <td>{props.colleges.get(row.college ?? "") ?? row.college ?? ""}</td>
                    <td>
                      {row.used
                        ? row.channel === undefined
                          ? t("word.yes")
                          : word("channel", row.channel)
                        : t("word.no")}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
          <More next={rows.next} isBusy={rows.isLoading} onMore={rows.more} />
        </>
      )}
    </Show>
  );
}

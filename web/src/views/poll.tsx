/* A decision, for anyone: the question, where it stands, the result explained, the ballots. For who runs
 * polls, the actions that its state allows. */

import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import {
  ActionButton,
  Definition,
  Failure,
  Fields,
  More,
  Page,
  Prose,
  Scroll,
  Show,
  Tag,
  TextField,
} from "../components.tsx";
import { useAction, useEvents, useKeptFocus, useLoad, usePages, useWatch } from "../hooks.ts";
import { Result } from "../result.tsx";
import { pathOf } from "../router.ts";
import { inWords, optionLabel } from "./ballot_words.ts";

type Poll = Schemas["Poll"];

async function load(id: string) {
  const path = { poll: id };
  const { data: poll, etag } = await api.get("/api/v1/polls/{poll}", { path });
  const isPublished = poll.state === "published";
  const [result, explanation, resolution, registry] = await Promise.all([
    isPublished ? api.get("/api/v1/polls/{poll}/result", { path }) : null,
    isPublished ? api.get("/api/v1/polls/{poll}/explanation", { path }) : null,
    poll.resolution === undefined
      ? null
      : api.get("/api/v1/resolutions/{resolution}", { path: { resolution: poll.resolution } }),
    api.get("/api/v1/registry"),
  ]);
  return {
    poll,
    etag,
    result: result?.data ?? null,
    explanation: explanation?.data ?? null,
    resolution: resolution?.data ?? null,
    registry: registry.data,
  };
}

function Facts(props: { poll: Poll }) {
  const app = useApp();
  const { count, instant, t, word } = app;
  const { poll } = props;
  return (
    <dl class="pairs">
      <Definition term={t("poll.state")}>
        <Tag>{word("poll_state", poll.state)}</Tag>
      </Definition>
      <Definition term={t("poll.class")}>{word("class", poll.class)}</Definition>
      <Definition term={t("poll.method")}>{word("method", poll.method)}</Definition>
      {poll.seats > 1 && <Definition term={t("poll.seat_count")}>{count(poll.seats)}</Definition>}
      <Definition term={t("poll.window")}>
        {t("poll.from_to", { from: instant(poll.opens_at), to: instant(poll.closes_at) })}
      </Definition>
      {poll.eligible !== undefined && (
        <Definition term={t("poll.eligible")}>{count(poll.eligible)}</Definition>
      )}
      {poll.void_reason !== undefined && (
        <Definition term={t("poll.void_reason")}>{poll.void_reason}</Definition>
      )}
    </dl>
  );
}

type Colleges = ReadonlyMap<string, string>;

function Officer(props: { poll: Poll; etag: string; colleges: Colleges; onDone: () => void }) {
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
  const takesPapers = may("enter_paper") && ["called", "open"].includes(poll.state);
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

function Ballots(props: { poll: Poll; colleges: Colleges }) {
  const { t } = useApp();
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("poll.ballots")}</summary>
      {isOpen && <BallotTable {...props} />}
    </details>
  );
}

function BallotTable(props: { poll: Poll; colleges: Colleges }) {
  const app = useApp();
  const { t, word } = app;
  const { poll, colleges } = props;
  const ballots = usePages(
    (after) =>
      api.get("/api/v1/polls/{poll}/ballots", {
        path: { poll: poll.id },
        query: after === undefined ? {} : { after },
      }),
    poll.id,
  );
  return (
    <Show of={ballots}>
      {(items) => (
        <>
          <Scroll label={t("poll.ballots")}>
            <table>
              <caption>{t("poll.ballots_caption")}</caption>
              <thead>
                <tr>
                  <th scope="col">{t("ballot.entry")}</th>
                  <th scope="col">{t("poll.voter")}</th>
                  <th scope="col">{t("member.college")}</th>
                  <th scope="col">{t("poll.channel")}</th>
                  <th scope="col">{t("poll.marks")}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((ballot) => (
                  <tr key={ballot.entry}>
                    <td class="number">{ballot.entry}</td>
                    <th scope="row">
                      {ballot.voter_name ?? <span class="code">{ballot.voter}</span>}
                    </th>
                    <td>{colleges.get(ballot.college) ?? ballot.college}</td>
                    <td>
                      {word("channel", ballot.channel)}
                      {ballot.holder !== undefined && <> ({ballot.holder_name ?? ballot.holder})</>}
                    </td>
                    <td>
                      {inWords(app, poll, ballot.marks)}
                      {ballot.void !== undefined && <> · {word("void", ballot.void)}</>}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
          <More next={ballots.next} isBusy={ballots.isLoading} onMore={ballots.more} />
        </>
      )}
    </Show>
  );
}

export function PollView(props: { id: string }) {
  const app = useApp();
  const { label, may, session, t } = app;
  const loaded = useLoad(() => load(props.id), props.id);
  useEvents([props.id], loaded.reload);
  const state = loaded.data?.poll.state;
  useWatch(state === "closed" || state === "counted", loaded.reload);
  const isOfficer = may("run_polls") || may("enter_paper") || may("read_register");
  return (
    <Show of={loaded}>
      {({ poll, etag, result, explanation, resolution, registry }) => {
        const colleges = new Map(
          registry.colleges.map((college) => [college.id, label(college.labels)]),
        );
        return (
          <Page title={poll.title}>
            <p>
              <a href={pathOf("assembly", { assembly: poll.assembly })}>{t("poll.assembly")}</a>
              {resolution !== null && (
                <>
                  {" · "}
                  <a href={pathOf("resolution", { resolution: resolution.id })}>
                    {t("poll.resolution")}
                  </a>
                </>
              )}
            </p>
            {result !== null && (
              <Result
                poll={poll}
                result={result}
                explanation={explanation}
                colleges={colleges}
              />
            )}
            {(poll.state === "closed" || poll.state === "counted") && (
              <p class="notice" role="status">
                {t("poll.counting")}
              </p>
            )}
            {poll.state === "open" && session.person !== null && (
              <p class="buttons">
                <a class="button primary" href={pathOf("me")}>
                  {t("nav.me")}
                </a>
              </p>
            )}
            <Facts poll={poll} />
            {poll.kind !== "resolution" && (
              <section>
                <h2>{t("poll.options")}</h2>
                <ul>
                  {poll.options.map((option) => (
                    <li key={option.id}>
                      {optionLabel(app, poll, option)}
                      {option.by_board && <span class="quiet"> {t("ballot.by_board")}</span>}
                    </li>
                  ))}
                </ul>
              </section>
            )}
            {resolution !== null && (
              <section>
                <h2>{t("resolution.text")}</h2>
                <Prose text={resolution.text} />
              </section>
            )}
            {isOfficer && (
              <Officer poll={poll} etag={etag} colleges={colleges} onDone={loaded.reload} />
            )}
            {poll.state === "published" && <Ballots poll={poll} colleges={colleges} />}
            {poll.manifest !== undefined && (
              <details>
                <summary>{t("poll.proof")}</summary>
                <dl>
                  <Definition term={t("poll.manifest")}>
                    <a href={`/api/v1/polls/${poll.id}/manifest`} class="code">
                      {poll.manifest}
                    </a>
                  </Definition>
                  {poll.text_hash !== undefined && (
                    <Definition term={t("poll.text_hash")}>
                      <span class="code">{poll.text_hash}</span>
                    </Definition>
                  )}
                  {result !== null && (
                    <Definition term={t("poll.outcome")}>
                      <a href={`/api/v1/polls/${poll.id}/result`} class="code">
                        {result.outcome}
                      </a>
                    </Definition>
                  )}
                </dl>
              </details>
            )}
          </Page>
        );
      }}
    </Show>
  );
}

/* A decision, for anyone: the question, where it stands, the result explained, the ballots. */

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { Definition, Page, Prose, Show, Tag } from "../components.tsx";
import { useEvents, useLoad, useWatch } from "../hooks.ts";
import { Result } from "../result.tsx";
import { pathOf } from "../router.ts";
import { optionLabel } from "./ballot_words.ts";
import { Ballots, OpenedBallots } from "./poll_ballots.tsx";
import { Officer } from "./poll_office.tsx";
import { VoteLinks } from "./vote_links.tsx";

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
      {poll.seats > 1 && (
        <Definition term={t(poll.kind === "election" ? "poll.seat_count" : "poll.kept_count")}>
          {count(poll.seats)}
        </Definition>
      )}
      <Definition term={t("poll.window")}>
        {t("poll.from_to", { from: instant(poll.opens_at), to: instant(poll.closes_at) })}
      </Definition>
      <Definition term={t("poll.secrecy_level")}>{word("secrecy", poll.secrecy)}</Definition>
      {poll.eligible !== undefined && (
        <Definition term={t("poll.eligible")}>{count(poll.eligible)}</Definition>
      )}
      {poll.void_reason !== undefined && (
        <Definition term={t("poll.void_reason")}>{poll.void_reason}</Definition>
      )}
    </dl>
  );
}

/* A secret poll that is closed waits for its keepers; any other is being counted. */
function Closed(props: { poll: Poll }) {
  const { session, t } = useApp();
  const { poll } = props;
  if (poll.secrecy === "open" || poll.state === "counted") {
    return (
      <p class="notice" role="status">
        {t("poll.counting")}
      </p>
    );
  }
  return (
    <div class="notice" role="status">
      <p>{t("poll.awaits_keepers")}</p>
      {session.person !== null && (
        <p class="buttons">
          <a class="button" href={pathOf("urn", { poll: poll.id })}>
            {t("poll.open_urn")}
          </a>
        </p>
      )}
    </div>
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
            {(poll.state === "closed" || poll.state === "counted") && <Closed poll={poll} />}
            {poll.state === "open" && session.person !== null && <VoteLinks poll={poll} />}
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
            {poll.state === "published" &&
              (poll.secrecy === "secret" ? (
                <OpenedBallots poll={poll} colleges={colleges} />
              ) : (
                <Ballots poll={poll} colleges={colleges} />
              ))}
            {poll.manifest !== undefined && (
              <p>
                <a href={pathOf("receipt", { poll: poll.id })}>{t("poll.check")}</a>
              </p>
            )}
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

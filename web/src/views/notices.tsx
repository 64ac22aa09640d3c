/* How the notice of an assembly goes out by mail: each round with its progress and its proof, and whom the last
 * one did not reach. It goes on by itself: this page can be left and found again. */

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { ActionButton, Definition, Failure, More, Page, Scroll, Show, Tag } from "../components.tsx";
import { useAction, useLoad, usePages, useWatch } from "../hooks.ts";
import { pathOf } from "../router.ts";

type Mailing = Schemas["Mailing"];

const KNOWN: readonly string[] = ["no_consent", "no_address", "nobody", "expired"];

function Round(props: { mailing: Mailing }) {
  const { count, instant, t } = useApp();
  const { mailing } = props;
  const done = mailing.sent + mailing.failed;
  const total = Math.max(done + mailing.queued, 1);
  const isOver = mailing.ended_at !== undefined;
  return (
    <li class="card">
      <h3>{t("notices.round", { instant: instant(mailing.made_at) })}</h3>
      <p>
        <Tag kind={isOver ? "good" : ""}>{t(isOver ? "notices.over" : "notices.going")}</Tag>
      </p>
      {!isOver && (
        <progress max={total} value={done} aria-label={t("notices.progress")}>
          {done}/{total}
        </progress>
      )}
      <dl>
        <Definition term={t("notices.sent")}>{count(mailing.sent)}</Definition>
        <Definition term={t("notices.queued")}>{count(mailing.queued)}</Definition>
        <Definition term={t("notices.failed")}>{count(mailing.failed)}</Definition>
        {mailing.ended_at !== undefined && (
          <Definition term={t("notices.ended")}>{instant(mailing.ended_at)}</Definition>
        )}
        {mailing.entry !== undefined && (
          <Definition term={t("notices.proof")}>
            <a href={pathOf("entry", { entry: String(mailing.entry) })}>
              {t("notices.entry", { entry: count(mailing.entry) })}
            </a>
          </Definition>
        )}
      </dl>
    </li>
  );
}

function Failures(props: { assembly: string; round: string }) {
  const { t, word } = useApp();
  const rows = usePages(
    (after) =>
      api.get("/api/v1/assemblies/{assembly}/notice/failures", {
        path: { assembly: props.assembly },
        query: after === undefined ? {} : { after },
      }),
    props.round,
  );
  return (
    <section>
      <h2>{t("notices.failures")}</h2>
      <Show of={rows}>
        {(items) =>
          items.length === 0 ? (
            <p>{t("notices.no_failure")}</p>
          ) : (
            <>
              <p>{t("notices.on_paper")}</p>
              <Scroll label={t("notices.failures")}>
                <table>
                  <caption>{t("notices.failures_caption")}</caption>
                  <thead>
                    <tr>
                      <th scope="col">{t("member.number")}</th>
                      <th scope="col">{t("member.name")}</th>
                      <th scope="col">{t("import.reason")}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {items.map((row) => (
                      <tr key={row.member}>
                        <td>{row.number}</td>
                        <th scope="row">{row.name}</th>
                        <td>{KNOWN.includes(row.error) ? word("mail_error", row.error) : row.error}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </Scroll>
              <More next={rows.next} isBusy={rows.isLoading} onMore={rows.more} />
              <p class="buttons">
                <button type="button" onClick={() => window.print()}>
                  {t("notices.print")}
                </button>
              </p>
            </>
          )
        }
      </Show>
    </section>
  );
}

export function NoticesView(props: { assembly: string }) {
  const { announce, instant, t } = useApp();
  const action = useAction();
  const path = { assembly: props.assembly };
  const loaded = useLoad(async () => {
    const [assembly, sending] = await Promise.all([
      api.get("/api/v1/assemblies/{assembly}", { path }),
      api.get("/api/v1/assemblies/{assembly}/notice/sending", { path }),
    ]);
    return { assembly: assembly.data, rounds: sending.data.items };
  }, props.assembly);
  const isGoing = loaded.data?.rounds.some(({ ended_at }) => ended_at === undefined) ?? false;
  useWatch(isGoing, loaded.reload);
  return (
    <Show of={loaded}>
      {({ assembly, rounds }) => (
        <Page title={t("notices.title", { title: assembly.title })} lead={t("notices.lead")}>
          <p>
            <a href={pathOf("assembly", path)}>{t("poll.assembly")}</a>
          </p>
          <p>
            {assembly.noticed_at === undefined
              ? t("notices.not_yet")
              : t("notices.noticed", { instant: instant(assembly.noticed_at) })}
          </p>
          <Failure problem={action.problem} />
          {assembly.state === "convened" && (
            <p class="buttons">
              <ActionButton
                action={action}
                {...(rounds.length === 0 ? { kind: "primary" as const } : {})}
                label={t(rounds.length === 0 ? "notices.send" : "notices.again")}
                confirm={t("notices.send_confirm")}
                onAct={async () => {
                  await api.post("/api/v1/assemblies/{assembly}/notice/sending", { path, body: {} });
                  announce(t("notices.started"));
                  loaded.reload();
                }}
              />
            </p>
          )}
          <section aria-live="polite">
            <h2>{t("notices.rounds")}</h2>
            {rounds.length === 0 && <p>{t("notices.none")}</p>}
            <ul class="cards">
              {rounds.map((mailing) => (
                <Round key={mailing.id} mailing={mailing} />
              ))}
            </ul>
          </section>
          {rounds[0] !== undefined && (
            <Failures
              assembly={props.assembly}
              round={`${rounds[0].id} ${rounds[0].failed} ${rounds[0].ended_at ?? ""}`}
            />
          )}
        </Page>
      )}
    </Show>
  );
}

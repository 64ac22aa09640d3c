/* An assembly: when, where, its agenda and its polls. What those who hold an office do there is
 * assembly_office.tsx. */

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { Definition, Page, Show, Tag } from "../components.tsx";
import { useEvents, useLoad } from "../hooks.ts";
import { pathOf } from "../router.ts";
import { classesFor, classesOf } from "../statutes.ts";
import { AssemblyCalendar, ProxySpread, Questions } from "./assembly_member.tsx";
import { AssemblyOffice } from "./assembly_office.tsx";
import { AssemblyWays } from "./assembly_ways.tsx";
import { PollLine } from "./decisions.tsx";
import { NEWS } from "./sitting_load.tsx";
import { Quorum } from "./sitting_quorum.tsx";

type Assembly = Schemas["Assembly"];

function Facts(props: { assembly: Assembly }) {
  const { instant, t, word } = useApp();
  const { assembly } = props;
  return (
    <dl class="pairs">
      <Definition term={t("assembly.state")}>
        <Tag>{word("assembly_state", assembly.state)}</Tag>
      </Definition>
      <Definition term={t("assembly.kind")}>
        {word("assembly_kind", assembly.kind)}, {word("call", assembly.call)}
      </Definition>
      <Definition term={t("assembly.meets")}>{instant(assembly.meets_at)}</Definition>
      {assembly.place !== "" && (
        <Definition term={t("assembly.place")}>{assembly.place}</Definition>
      )}
      {assembly.noticed_at !== undefined && (
        <Definition term={t("assembly.noticed")}>{instant(assembly.noticed_at)}</Definition>
      )}
      {assembly.opened_at !== undefined && (
        <Definition term={t("assembly.opened")}>{instant(assembly.opened_at)}</Definition>
      )}
      {assembly.ended_at !== undefined && (
        <Definition term={t("assembly.ended")}>{instant(assembly.ended_at)}</Definition>
      )}
      {assembly.cancel_reason !== undefined && (
        <Definition term={t("assembly.cancel_reason")}>{assembly.cancel_reason}</Definition>
      )}
    </dl>
  );
}

function Agenda(props: { assembly: Assembly }) {
  const { t, word } = useApp();
  const { agenda } = props.assembly;
  return (
    <section>
      <h2>{t("assembly.agenda")}</h2>
      {agenda.length === 0 && <p>{t("assembly.no_agenda")}</p>}
      <ol class="rows">
        {agenda.map((resolution) => (
          <li class="row" key={resolution.id} value={resolution.position}>
            <a class="row-title" href={pathOf("resolution", { resolution: resolution.id })}>
              {resolution.position}. {resolution.title}
            </a>
            <span class="row-facts">
              <Tag>{word("resolution_state", resolution.state)}</Tag>{" "}
              {resolution.debate_closed_at !== undefined && (
                <>
                  <Tag>{t("assembly.debate_closed")}</Tag>{" "}
                </>
              )}
              {word("class", resolution.class)} · {word("origin", resolution.origin)} ·{" "}
              {word("opinion", resolution.opinion)}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

export function AssemblyView(props: { id: string }) {
  const { may, session, t } = useApp();
  const loaded = useLoad(async () => {
    const { data, etag } = await api.get("/api/v1/assemblies/{assembly}", {
      path: { assembly: props.id },
    });
    const classes = may("convene") ? classesFor(data.kind, await classesOf()) : [];
    return { assembly: data, etag, classes };
  }, props.id);
  const polls = loaded.data?.assembly.polls ?? [];
  useEvents([props.id, ...polls.map((poll) => poll.id), ...NEWS], loaded.reload);
  const isOfficer = may("convene") || may("run_polls") || may("enter_paper");
  return (
    <Show of={loaded}>
      {({ assembly, etag, classes }) => (
        <Page title={assembly.title}>
          <Facts assembly={assembly} />
          {isOfficer && (
            <AssemblyOffice
              assembly={assembly}
              etag={etag}
              classes={classes}
              onDone={loaded.reload}
            />
          )}
          {!isOfficer && <AssemblyWays assembly={assembly} />}
          <Agenda assembly={assembly} />
          <section>
            <h2>{t("assembly.polls")}</h2>
            {assembly.polls.length === 0 && <p>{t("assembly.no_poll")}</p>}
            <ul class="rows">
              {assembly.polls.map((poll) => (
                <PollLine key={poll.id} poll={poll} />
              ))}
            </ul>
          </section>
          {session.person !== null && assembly.state === "sitting" && (
            <Quorum assembly={assembly.id} />
          )}
          <AssemblyCalendar assembly={assembly.id} words={etag} />
          <Questions assembly={assembly.id} />
          {session.person !== null && assembly.state !== "draft" && (
            <ProxySpread assembly={assembly.id} />
          )}
        </Page>
      )}
    </Show>
  );
}

/* What awaits me: boxes to open, acts of my offices, votes to cast, proxies to answer, and for whom I act. */

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { About, Page, Show, Tag } from "../components.tsx";
import { useEvents, useLoad } from "../hooks.ts";
import { pathOf } from "../router.ts";
import { Alarms } from "./alarms.tsx";
import { RefusedErasures } from "./data_erasure.tsx";
import { BoxesToOpen } from "./me_boxes.tsx";
import { Duties } from "./me_duties.tsx";
import { ProxyCard } from "./proxies.tsx";

function Vote(props: { right: Schemas["VoteRight"] }) {
  const { instant, t } = useApp();
  const { right } = props;
  const canVote = !right.used && !right.suspended;
  const whose =
    right.how === "self"
      ? t("me.for_self")
      : right.how === "representative"
        ? t("me.for_represented", { name: right.member.name })
        : t("me.for_principal", { name: right.member.name });
  return (
    <li class="card">
      <h3>{right.title}</h3>
      <p>
        {whose}
        <br />
        {t("poll.closes", { instant: instant(right.closes_at) })}
      </p>
      <p class="buttons">
        {right.used && <Tag kind="good">{t("me.voted")}</Tag>}
        {right.suspended && <Tag>{t("me.suspended")}</Tag>}
        {canVote && (
          <a
            class="button primary"
            href={pathOf("vote", { poll: right.poll, member: right.member.id })}
          >
            <About act={t("action.vote")} what={`${right.title}, ${whose}`} />
          </a>
        )}
        <a class="button" href={pathOf("poll", { poll: right.poll })}>
          <About act={t("me.see_poll")} what={right.title} />
        </a>
      </p>
    </li>
  );
}

export function MeView() {
  const { day, society, t, word } = useApp();
  /* Nobody is asked for proposals before there are statutes to say until when. */
  const hasStatutes = society.constitution !== null;
  const loaded = useLoad(async () => {
    const [me, called, convened, sitting, calls] = await Promise.all([
      api.get("/api/v1/me"),
      api.get("/api/v1/polls", { query: { state: "called" } }),
      api.get("/api/v1/assemblies", { query: { state: "convened" } }),
      api.get("/api/v1/assemblies", { query: { state: "sitting" } }),
      hasStatutes ? api.get("/api/v1/initiatives/calls") : null,
    ]);
    const assemblies = [...sitting.data.items, ...convened.data.items];
    return { me: me.data, called: called.data.items, assemblies, calls: calls?.data.items ?? [] };
  });
  const votes = loaded.data?.me.votes ?? [];
  useEvents(
    ["proxy.changed", ...votes.map((right) => right.poll), ...(loaded.data?.called ?? []).map((poll) => poll.id)],
    loaded.reload,
  );
  return (
    <Page title={t("me.title")}>
      <Alarms />
      <BoxesToOpen />
      <Duties />
      <Show of={loaded}>
        {({ me, called, assemblies, calls }) => (
          <>
            <RefusedErasures refused={me.erasures_refused} />
            <section>
              <h2>{t("me.votes")}</h2>
              {me.votes.length === 0 && <p>{t("me.no_vote")}</p>}
              <ul class="cards">
                {me.votes.map((right) => (
                  <Vote key={right.poll + right.member.id} right={right} />
                ))}
              </ul>
              {called.length > 0 && (
                <>
                  <h3>{t("me.coming")}</h3>
                  <ul>
                    {called.map((poll) => (
                      <Coming key={poll.id} poll={poll} />
                    ))}
                  </ul>
                </>
              )}
            </section>
            <section>
              <h2>{t("me.proxies")}</h2>
              {me.proxies_to_answer.length === 0 && <p>{t("me.no_proxy")}</p>}
              <ul class="cards">
                {me.proxies_to_answer.map((proxy) => (
                  <ProxyCard key={proxy.id} proxy={proxy} role="holder" onDone={loaded.reload} />
                ))}
              </ul>
              <p>
                <a href={pathOf("proxies")}>{t("nav.proxies")}</a>
              </p>
            </section>
            {calls.length > 0 && (
              <section>
                <h2>{t("me.calls")}</h2>
                <ul class="rows">
                  {calls.map((call) => (
                    <li class="row" key={call.assembly}>
                      <a
                        class="row-title"
                        href={pathOf("initiatives", { assembly: call.assembly })}
                      >
                        {call.title}
                      </a>
                      <span class="row-facts">{t("me.call_until", { day: day(call.until) })}</span>
                    </li>
                  ))}
                </ul>
              </section>
            )}
            {assemblies.length > 0 && (
              <section>
                <h2>{t("me.assemblies")}</h2>
                <ul class="rows">
                  {assemblies.map((assembly) => (
                    <Meeting key={assembly.id} assembly={assembly} />
                  ))}
                </ul>
              </section>
            )}
            <section>
              <h2>{t("me.members")}</h2>
              {me.members.length === 0 && <p>{t("me.no_member")}</p>}
              <ul class="rows">
                {me.members.map((member) => (
                  <li class="row" key={member.id}>
                    <span class="row-title">{member.name}</span>
                    <span class="row-facts">
                      {t("member.number_is", { number: member.number })} ·{" "}
                      {word("acting", member.how)}
                    </span>
                  </li>
                ))}
              </ul>
              {me.offices.length > 0 && (
                <p>
                  {t("me.offices", { count: me.offices.length })}{" "}
                  {me.offices.map((role) => word("role", role)).join(", ")}
                </p>
              )}
              <p>
                <a href={pathOf("data")}>{t("nav.data")}</a>
                {" · "}
                <a href={pathOf("keeper")}>{t("keeper.title")}</a>
                {" · "}
                <a href={pathOf("tokens")}>{t("tokens.title")}</a>
              </p>
            </section>
          </>
        )}
      </Show>
    </Page>
  );
}

function Meeting(props: { assembly: Schemas["AssemblySummary"] }) {
  const { instant, word } = useApp();
  const { assembly } = props;
  return (
    <li class="row">
      <a class="row-title" href={pathOf("assembly", { assembly: assembly.id })}>
        {assembly.title}
      </a>
      <span class="row-facts">
        {instant(assembly.meets_at)} · {word("assembly_state", assembly.state)}
      </span>
    </li>
  );
}

function Coming(props: { poll: Schemas["PollSummary"] }) {
  const { instant, t } = useApp();
  return (
    <li>
      <a href={pathOf("poll", { poll: props.poll.id })}>{props.poll.title}</a>,{" "}
      {t("poll.opens", { instant: instant(props.poll.opens_at) })}
    </li>
  );
}

/* An assembly: when, where, its agenda and its polls. For who convenes, the builder of its agenda, the
 * notice with its deadlines, and the course of the sitting. */

import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import {
  ActionButton,
  Bar,
  Definition,
  Failure,
  Fields,
  Form,
  Fraction,
  Page,
  Select,
  Show,
  Tag,
  TextField,
} from "../components.tsx";
import { fromWallClock, toWallClock } from "../format.ts";
import { useAction, useEvents, useKeptFocus, useLoad } from "../hooks.ts";
import { pathOf } from "../router.ts";
import { classesFor, classesOf } from "../statutes.ts";
import type { AssemblyDraft } from "./assembly_new.tsx";
import { AssemblyFields } from "./assembly_new.tsx";
import { PollLine } from "./decisions.tsx";
import type { ResolutionDraft } from "./resolution.tsx";
import { ResolutionFields } from "./resolution.tsx";

type Assembly = Schemas["Assembly"];

function Facts(props: { assembly: Assembly }) {
  const { day, instant, t, word } = useApp();
  const { assembly } = props;
  const { notice_by, requests_by, postal_by } = assembly.deadlines;
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
      {assembly.noticed_at === undefined && notice_by !== undefined && (
        <Definition term={t("assembly.notice_by")}>{day(notice_by)}</Definition>
      )}
      {requests_by !== undefined && (
        <Definition term={t("assembly.requests_by")}>{day(requests_by)}</Definition>
      )}
      {postal_by !== undefined && (
        <Definition term={t("assembly.postal_by")}>{day(postal_by)}</Definition>
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
              {word("class", resolution.class)} · {word("origin", resolution.origin)} ·{" "}
              {word("opinion", resolution.opinion)}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Quorum(props: { assembly: string }) {
  const { t, word } = useApp();
  const loaded = useLoad(
    async () =>
      (
        await api.get("/api/v1/assemblies/{assembly}/quorum", {
          path: { assembly: props.assembly },
        })
      ).data.items,
    props.assembly,
  );
  useEvents([props.assembly], loaded.reload);
  return (
    <section>
      <h2>{t("quorum.title")}</h2>
      <Show of={loaded}>
        {(items) => (
          <ul class="cards">
            {items.map((quorum) => (
              <li class="card" key={quorum.class}>
                <h3>{word("class", quorum.class)}</h3>
                <p>
                  <Tag kind={quorum.met ? "good" : "bad"}>
                    {quorum.met ? t("quorum.met") : t("quorum.not_met")}
                  </Tag>{" "}
                  {t("quorum.present", {
                    present: quorum.present,
                    members: quorum.members,
                  })}
                </p>
                <Bar
                  parts={[{ value: quorum.reached, kind: "plain" }]}
                  {...(quorum.basis === "none" ? {} : { mark: quorum.required })}
                />
                {quorum.basis !== "none" && (
                  <dl>
                    <Definition term={t("quorum.required")}>
                      <Fraction value={quorum.required} />
                    </Definition>
                    <Definition term={t("quorum.reached")}>
                      <Fraction value={quorum.reached} />
                    </Definition>
                    <Definition term={t("quorum.basis")}>
                      {word("quorum_basis", quorum.basis)}
                    </Definition>
                  </dl>
                )}
              </li>
            ))}
          </ul>
        )}
      </Show>
    </section>
  );
}

const EMPTY: ResolutionDraft = { title: "", text: "", reasons: "" };

function AddResolution(props: {
  assembly: Assembly;
  classes: readonly string[];
  onDone: () => void;
}) {
  const { announce, t, word } = useApp();
  const [draft, setDraft] = useState(EMPTY);
  const [decisionClass, setClass] = useState(props.classes[0] ?? "ordinary");
  const [origin, setOrigin] = useState<"board" | "members">("board");
  const action = useAction();
  const add = async (key: string) => {
    await api.post("/api/v1/assemblies/{assembly}/resolutions", {
      path: { assembly: props.assembly.id },
      body: { class: decisionClass, origin, ...draft },
      key,
    });
    setDraft(EMPTY);
    announce(t("resolution.added"));
    props.onDone();
  };
  return (
    <details>
      <summary>{t("resolution.add")}</summary>
      <Form action={action} submit={t("resolution.add")} onSubmit={add}>
        <ResolutionFields draft={draft} onChange={setDraft} />
        <Select
          label={t("resolution.class")}
          value={decisionClass}
          onInput={setClass}
          pointer="/class"
          choices={props.classes.map((each) => ({ value: each, label: word("class", each) }))}
        />
        <Select
          label={t("resolution.origin")}
          value={origin}
          onInput={(value) => setOrigin(value === "members" ? "members" : "board")}
          choices={(["board", "members"] as const).map((each) => ({
            value: each,
            label: word("origin", each),
          }))}
        />
      </Form>
    </details>
  );
}

function Change(props: { assembly: Assembly; etag: string; onDone: () => void }) {
  const { announce, society, t } = useApp();
  const { assembly, etag } = props;
  const [draft, setDraft] = useState<AssemblyDraft>({
    title: assembly.title,
    place: assembly.place,
    meets: toWallClock(assembly.meets_at, society.time_zone),
  });
  const action = useAction();
  const save = async () => {
    const { title, place, meets } = draft;
    const meets_at = fromWallClock(meets, society.time_zone) ?? assembly.meets_at;
    await api.patch("/api/v1/assemblies/{assembly}", {
      path: { assembly: assembly.id },
      body: { title, place, meets_at },
      match: etag,
    });
    announce(t("state.saved"));
    props.onDone();
  };
  return (
    <details>
      <summary>{t("assembly.change")}</summary>
      <Form action={action} submit={t("action.save")} onSubmit={save}>
        <AssemblyFields draft={draft} onChange={setDraft} />
      </Form>
    </details>
  );
}

function Officer(props: {
  assembly: Assembly;
  etag: string;
  classes: readonly string[];
  onDone: () => void;
}) {
  const { announce, day, may, t } = useApp();
  const action = useAction();
  const [reason, setReason] = useState("");
  const { assembly, etag } = props;
  const path = { assembly: assembly.id };
  const { state } = assembly;
  const heading = useKeptFocus<HTMLHeadingElement>(state);
  const act = (step: "notice" | "opening" | "ending") => async () => {
    await api.post(`/api/v1/assemblies/{assembly}/${step}`, { path, body: {}, match: etag });
    announce(t("state.saved"));
    props.onDone();
  };
  const noticeBy = assembly.deadlines.notice_by;
  const isOver = state === "ended" || state === "cancelled";
  if (isOver) {
    return null;
  }
  return (
    <section class="office">
      <h2 ref={heading} tabIndex={-1}>
        {t("assembly.office")}
      </h2>
      {state === "draft" && may("convene") && (
        <>
          {assembly.call === "first" && <AddResolution {...props} />}
          <Change key={etag} {...props} />
          <p>
            {noticeBy === undefined
              ? t("assembly.notice_free")
              : t("assembly.notice_limit", { day: day(noticeBy) })}
          </p>
        </>
      )}
      <Failure problem={action.problem} />
      <p class="buttons">
        {state === "draft" && may("convene") && (
          <ActionButton
            action={action}
            kind="primary"
            label={t("assembly.convene")}
            confirm={t("assembly.convene_confirm")}
            onAct={act("notice")}
          />
        )}
        {state === "convened" && may("run_polls") && (
          <ActionButton
            action={action}
            kind="primary"
            label={t("assembly.open")}
            confirm={t("assembly.open_confirm")}
            onAct={act("opening")}
          />
        )}
        {may("run_polls") && (
          <a class="button" href={pathOf("pollNew", { assembly: assembly.id })}>
            {t("poll.new")}
          </a>
        )}
        {(may("convene") || may("enter_paper")) && state !== "draft" && (
          <a class="button" href={pathOf("attendance", { assembly: assembly.id })}>
            {t("attendance.title")}
          </a>
        )}
        {state === "sitting" && may("run_polls") && (
          <ActionButton
            action={action}
            label={t("assembly.end")}
            confirm={t("assembly.end_confirm")}
            onAct={act("ending")}
          />
        )}
      </p>
      {may("run_polls") && (
        <details>
          <summary>{t("assembly.cancel")}</summary>
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
            <ActionButton
              action={action}
              kind="danger"
              label={t("assembly.cancel")}
              confirm={t("assembly.cancel_confirm")}
              onAct={async () => {
                await api.post("/api/v1/assemblies/{assembly}/cancellation", {
                  path,
                  body: { reason },
                  match: etag,
                });
                announce(t("state.saved"));
                props.onDone();
              }}
            />
          </p>
        </details>
      )}
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
  useEvents([props.id, ...polls.map((poll) => poll.id)], loaded.reload);
  const isOfficer = may("convene") || may("run_polls") || may("enter_paper");
  return (
    <Show of={loaded}>
      {({ assembly, etag, classes }) => (
        <Page title={assembly.title}>
          <Facts assembly={assembly} />
          {isOfficer && (
            <Officer assembly={assembly} etag={etag} classes={classes} onDone={loaded.reload} />
          )}
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
        </Page>
      )}
    </Show>
  );
}

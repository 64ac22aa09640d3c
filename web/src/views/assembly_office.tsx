/* What those who hold an office do with an assembly: the builder of its agenda, the notice with its
 * deadlines, and the steps of its sitting. */

import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { ActionButton, Failure, Fields, Form, Select, TextField } from "../components.tsx";
import { fromWallClock, toWallClock } from "../format.ts";
import { useAction, useKeptFocus } from "../hooks.ts";
import { pathOf } from "../router.ts";
import type { AssemblyDraft } from "./assembly_new.tsx";
import { AssemblyFields } from "./assembly_new.tsx";
import type { ResolutionDraft } from "./resolution.tsx";
import { ResolutionFields } from "./resolution.tsx";

type Assembly = Schemas["Assembly"];

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

export function AssemblyOffice(props: {
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

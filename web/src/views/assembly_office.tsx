/* What those who hold an office do with an assembly: the builder of its agenda, the notice with its
 * deadlines, and the steps of its sitting. */

import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import {
  About,
  ActionButton,
  Check,
  Failure,
  Fields,
  Form,
  Select,
  TextField,
} from "../components.tsx";
import { fromWallClock, toWallClock } from "../format.ts";
import { useAction, useKeptFocus, useUnsent } from "../hooks.ts";
import type { AssemblyDraft } from "./assembly_new.tsx";
import { AssemblyFields } from "./assembly_new.tsx";
import { AssemblyWays } from "./assembly_ways.tsx";
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
  useUnsent(Object.values(draft).some((written) => written !== ""));
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
          pointer="/origin"
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

/* Each text of a draft's agenda, moved one place up or down. */
function Order(props: { assembly: Assembly; onDone: () => void }) {
  const { announce, t } = useApp();
  const action = useAction();
  const { agenda } = props.assembly;
  const move = (item: Assembly["agenda"][number], position: number) => () =>
    void action.run(async () => {
      const path = { resolution: item.id };
      const { etag } = await api.get("/api/v1/resolutions/{resolution}", { path });
      await api.patch("/api/v1/resolutions/{resolution}", { path, body: { position }, match: etag });
      announce(t("builder.moved", { title: item.title, position }));
      props.onDone();
    });
  if (agenda.length < 2) {
    return null;
  }
  return (
    <details>
      <summary>{t("builder.order")}</summary>
      <Failure problem={action.problem} />
      <ol class="rows">
        {agenda.map((item, index) => (
          <li class="row" key={item.id}>
            <span class="row-title">
              {item.position}. {item.title}
            </span>
            <p class="buttons">
              {index > 0 && (
                <button type="button" aria-disabled={action.isBusy} onClick={move(item, item.position - 1)}>
                  <About act={t("builder.up")} what={item.title} />
                </button>
              )}
              {index < agenda.length - 1 && (
                <button type="button" aria-disabled={action.isBusy} onClick={move(item, item.position + 1)}>
                  <About act={t("builder.down")} what={item.title} />
                </button>
              )}
            </p>
          </li>
        ))}
      </ol>
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
  const [sends, setSends] = useState(false);
  const act = (step: "opening" | "ending") => async () => {
    await api.post(`/api/v1/assemblies/{assembly}/${step}`, { path, body: {}, match: etag });
    announce(t("state.saved"));
    props.onDone();
  };
  const convene = async () => {
    const body = sends ? { send: true } : {};
    await api.post("/api/v1/assemblies/{assembly}/notice", { path, body, match: etag });
    announce(t(sends ? "notices.started" : "state.saved"));
    props.onDone();
  };
  const noticeBy = assembly.deadlines.notice_by;
  if (state === "cancelled") {
    return null;
  }
  return (
    <section class="office">
      <h2 ref={heading} tabIndex={-1}>
        {t("assembly.office")}
      </h2>
      {state === "draft" && may("convene") && (
        <>
          {assembly.call === "first" && (
            <>
              <AddResolution {...props} />
              <Order assembly={assembly} onDone={props.onDone} />
            </>
          )}
          <Change key={etag} {...props} />
          <p>
            {noticeBy === undefined
              ? t("assembly.notice_free")
              : t("assembly.notice_limit", { day: day(noticeBy) })}
          </p>
          <Check label={t("notices.send_too")} checked={sends} onInput={setSends} />
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
            onAct={convene}
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
        {state === "sitting" && may("run_polls") && (
          <ActionButton
            action={action}
            label={t("assembly.end")}
            confirm={t("assembly.end_confirm")}
            onAct={act("ending")}
          />
        )}
      </p>
      <AssemblyWays assembly={assembly} />
      {may("run_polls") && (state === "draft" || state === "convened") && (
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

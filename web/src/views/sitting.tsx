/* The sitting, for who holds it and for the members in the room: what is discussed, who is there, who
 * speaks, what is put to the vote. */

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { ActionButton, Definition, Failure, Page, Show, Tag } from "../components.tsx";
import { useAction, useEvents, useKeptFocus, useLoad } from "../hooks.ts";
import { pathOf } from "../router.ts";
import { SittingAgenda } from "./sitting_agenda.tsx";
import { Bureau, Incidents } from "./sitting_bureau.tsx";
import { Floor } from "./sitting_floor.tsx";
import { Hour, NEWS } from "./sitting_load.tsx";
import { Motions } from "./sitting_motions.tsx";
import { Quorum } from "./sitting_quorum.tsx";

type Assembly = Schemas["Assembly"];
type Sitting = Schemas["Sitting"];

function Course(props: { assembly: Assembly; sitting: Sitting }) {
  const { instant, t, word } = useApp();
  const { assembly, sitting } = props;
  const last = sitting.suspensions.at(-1);
  return (
    <dl class="pairs">
      <Definition term={t("assembly.state")}>
        <Tag kind={sitting.suspended ? "bad" : assembly.state === "sitting" ? "good" : ""}>
          {sitting.suspended ? t("sitting.suspended") : word("assembly_state", assembly.state)}
        </Tag>
      </Definition>
      <Definition term={t("assembly.meets")}>{instant(assembly.meets_at)}</Definition>
      {assembly.opened_at !== undefined && (
        <Definition term={t("assembly.opened")}>{instant(assembly.opened_at)}</Definition>
      )}
      {assembly.ended_at !== undefined && (
        <Definition term={t("assembly.ended")}>{instant(assembly.ended_at)}</Definition>
      )}
      {sitting.suspended && last !== undefined && (
        <Definition term={t("sitting.suspended_at")}>
          <Hour at={last.suspended_at} />
          {last.by_motion && <> · {t("sitting.by_motion")}</>}
        </Definition>
      )}
    </dl>
  );
}

/* The steps of the sitting itself: it begins, stops for a while, ends. */
function Conduct(props: {
  assembly: Assembly;
  sitting: Sitting;
  etag: string;
  onDone: () => void;
}) {
  const { announce, t } = useApp();
  const action = useAction();
  const { assembly, sitting, etag } = props;
  const path = { assembly: assembly.id };
  const heading = useKeptFocus<HTMLHeadingElement>(`${assembly.state} ${sitting.suspended}`);
  const done = () => {
    announce(t("state.saved"));
    props.onDone();
  };
  const step = (name: "opening" | "ending") => async () => {
    await api.post(`/api/v1/assemblies/{assembly}/${name}`, { path, body: {}, match: etag });
    done();
  };
  const pause = (name: "suspension" | "resumption") => async () => {
    await api.post(`/api/v1/assemblies/{assembly}/${name}`, { path, body: {} });
    done();
  };
  if (assembly.state !== "convened" && assembly.state !== "sitting") {
    return null;
  }
  return (
    <section class="office">
      <h2 ref={heading} tabIndex={-1}>
        {t("sitting.conduct")}
      </h2>
      <Failure problem={action.problem} />
      <p class="buttons">
        {assembly.state === "convened" && (
          <ActionButton
            action={action}
            kind="primary"
            label={t("assembly.open")}
            confirm={t("assembly.open_confirm")}
            onAct={step("opening")}
          />
        )}
        {assembly.state === "sitting" && !sitting.suspended && (
          <ActionButton
            action={action}
            label={t("sitting.suspend")}
            confirm={t("sitting.suspend_confirm")}
            onAct={pause("suspension")}
          />
        )}
        {sitting.suspended && (
          <ActionButton
            action={action}
            kind="primary"
            label={t("sitting.resume")}
            onAct={pause("resumption")}
          />
        )}
        {assembly.state === "sitting" && (
          <ActionButton
            action={action}
            label={t("assembly.end")}
            confirm={t("assembly.end_confirm")}
            onAct={step("ending")}
          />
        )}
      </p>
    </section>
  );
}

function Ways(props: { assembly: Assembly }) {
  const { may, t } = useApp();
  const { id, state } = props.assembly;
  const path = { assembly: id };
  return (
    <p class="buttons">
      <a class="button" href={pathOf("assembly", path)}>
        {t("sitting.assembly")}
      </a>
      {(may("convene") || may("enter_paper")) && (
        <a class="button" href={pathOf("attendance", path)}>
          {t("attendance.title")}
        </a>
      )}
      <a class="button" href={pathOf("room", path)} target="_blank">
        {t("room.open")}
      </a>
      {state === "ended" && (
        <a class="button" href={pathOf("minutes", path)}>
          {t("minutes.title")}
        </a>
      )}
    </p>
  );
}

export function SittingView(props: { assembly: string }) {
  const { may, t } = useApp();
  const path = { assembly: props.assembly };
  const loaded = useLoad(async () => {
    const [{ data: assembly, etag }, { data: sitting }] = await Promise.all([
      api.get("/api/v1/assemblies/{assembly}", { path }),
      api.get("/api/v1/assemblies/{assembly}/sitting", { path }),
    ]);
    return { assembly, etag, sitting };
  }, props.assembly);
  const { polls = [], agenda = [] } = loaded.data?.assembly ?? {};
  const ids = [...polls, ...agenda].map(({ id }) => id);
  useEvents([props.assembly, ...ids, ...NEWS], loaded.reload);
  return (
    <Show of={loaded}>
      {({ assembly, etag, sitting }) => (
        <Page title={t("sitting.title", { title: assembly.title })}>
          <Course assembly={assembly} sitting={sitting} />
          <Ways assembly={assembly} />
          {may("run_polls") && (
            <Conduct assembly={assembly} sitting={sitting} etag={etag} onDone={loaded.reload} />
          )}
          <div class="sitting">
            <div>
              <SittingAgenda assembly={assembly} sitting={sitting} onDone={loaded.reload} />
              <Motions assembly={assembly} onDone={loaded.reload} />
            </div>
            <div>
              <Floor assembly={assembly} onDone={loaded.reload} />
              <Quorum assembly={assembly.id} />
              <Bureau assembly={assembly} onDone={loaded.reload} />
              <Incidents assembly={assembly} onDone={loaded.reload} />
            </div>
          </div>
        </Page>
      )}
    </Show>
  );
}

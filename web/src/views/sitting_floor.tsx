/* The speaking list: who has the floor and since when, who waits for it, who had it. */

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { About, ActionButton, Failure, Show, Tag } from "../components.tsx";
import { elapsed } from "../format.ts";
import type { Action } from "../hooks.ts";
import { useAction, useEvents, useLoad } from "../hooks.ts";
import { MemberSearch } from "./attendance.tsx";
import type { Part } from "./sitting_load.tsx";
import { Clock, every, Hour, useCollege } from "./sitting_load.tsx";

type Speech = Schemas["Speech"];

function Speaker(props: {
  speech: Speech;
  college: string;
  action: Action;
  act: (speech: Speech, step: "start" | "end" | "withdrawal") => Promise<void>;
}) {
  const { may, session, t } = useApp();
  const { action, act, college, speech } = props;
  const name = speech.member?.name ?? speech.name ?? speech.pseudonym ?? "";
  const isMine = session.members.some(({ id }) => id === speech.member?.id);
  const button = (step: "start" | "end" | "withdrawal", label: string) => (
    <button
      type="button"
      class={step === "start" ? "primary" : ""}
      aria-disabled={action.isBusy}
      onClick={() => void action.run(() => act(speech, step))}
    >
      <About act={label} what={name} />
    </button>
  );
  return (
    <li class={speech.state === "speaking" ? "row current" : "row"}>
      <span class="row-title">{name}</span>
      <span class="row-facts">
        {speech.state === "speaking" && speech.started_at !== undefined && (
          <>
            <Tag kind="good">
              {t("floor.speaks")} <Clock from={speech.started_at} />
            </Tag>{" "}
          </>
        )}
        {college}
        {speech.state === "waiting" && (
          <>
            {college !== "" && " · "}
            {t("floor.asked")} <Hour at={speech.asked_at} />
          </>
        )}
      </span>
      <p class="buttons">
        {speech.state === "waiting" && may("run_polls") && button("start", t("floor.give"))}
        {speech.state === "speaking" && may("run_polls") && button("end", t("floor.take_back"))}
        {speech.state === "waiting" &&
          (isMine || may("run_polls")) &&
          button("withdrawal", t("floor.withdraw"))}
      </p>
    </li>
  );
}

function Past(props: { speeches: readonly Speech[] }) {
  const { t } = useApp();
  const done = props.speeches.filter(({ state }) => state === "done");
  if (done.length === 0) {
    return null;
  }
  return (
    <details>
      <summary>{t("floor.past", { count: done.length })}</summary>
      <ol class="rows">
        {done.map((speech) => (
          <li class="row" key={speech.id}>
            {speech.member?.name ?? speech.name ?? speech.pseudonym} · <Hour at={speech.started_at ?? speech.asked_at} /> ·{" "}
            {elapsed(Date.parse(speech.ended_at ?? "") - Date.parse(speech.started_at ?? ""))}
          </li>
        ))}
      </ol>
    </details>
  );
}

function Ask(props: { waiting: readonly Speech[]; onAsk: (member: { id: string }) => Promise<void> }) {
  const { may, session, t } = useApp();
  const action = useAction();
  const free = session.members.filter(
    ({ id }) => !props.waiting.some(({ member }) => member?.id === id),
  );
  return (
    <>
      <Failure problem={action.problem} />
      <p class="buttons">
        {free.map((member) => (
          <ActionButton
            key={member.id}
            action={action}
            kind="primary"
            label={
              session.members.length === 1
                ? t("floor.ask")
                : t("floor.ask_for", { name: member.name })
            }
            onAct={() => props.onAsk(member)}
          />
        ))}
      </p>
      {may("run_polls") && may("read_register") && (
        <MemberSearch
          label={t("floor.add")}
          actionLabel={t("floor.add_one")}
          onChoose={props.onAsk}
        />
      )}
    </>
  );
}

export function Floor(props: Part) {
  const { announce, t } = useApp();
  const college = useCollege();
  const action = useAction();
  const { assembly } = props;
  const path = { assembly: assembly.id };
  const loaded = useLoad(
    () =>
      every((after) =>
        api.get("/api/v1/assemblies/{assembly}/speakers", {
          path,
          query: after === undefined ? { limit: 500 } : { limit: 500, after },
        }),
      ),
    assembly.id,
  );
  useEvents([assembly.id], loaded.reload);
  const act = async (speech: Speech, step: "start" | "end" | "withdrawal") => {
    await api.post(`/api/v1/assemblies/{assembly}/speakers/{speech}/${step}`, {
      path: { ...path, speech: speech.id },
      body: {},
    });
    announce(t("state.saved"));
    loaded.reload();
  };
  return (
    <section>
      <h2>{t("floor.title")}</h2>
      <Failure problem={action.problem} />
      <Show of={loaded}>
        {(speeches) => {
          const now = speeches.filter(({ state }) => state === "speaking");
          const waiting = speeches.filter(({ state }) => state === "waiting");
          return (
            <>
              {now.length + waiting.length === 0 && <p>{t("floor.nobody")}</p>}
              <ol class="rows" aria-label={t("floor.title")}>
                {[...now, ...waiting].map((speech) => (
                  <Speaker
                    key={speech.id}
                    speech={speech}
                    college={speech.college === undefined ? "" : college(speech.college)}
                    action={action}
                    act={act}
                  />
                ))}
              </ol>
              {assembly.state === "sitting" && (
                <Ask
                  waiting={waiting}
                  onAsk={async (member) => {
                    await api.post("/api/v1/assemblies/{assembly}/speakers", {
                      path,
                      body: { member: member.id },
                    });
                    announce(t("floor.asked_now"));
                    loaded.reload();
                  }}
                />
              )}
              <Past speeches={speeches} />
            </>
          );
        }}
      </Show>
    </section>
  );
}

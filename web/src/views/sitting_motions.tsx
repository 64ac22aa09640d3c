/* Procedural motions: who supports them carries them, at the share that the statutes say. */

import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { About, Bar, Failure, Form, Select, Show, Tag } from "../components.tsx";
import type { Action } from "../hooks.ts";
import { useAction, useEvents, useLoad } from "../hooks.ts";
import type { Part } from "./sitting_load.tsx";
import { every, Hour, useCollege } from "./sitting_load.tsx";

type Motion = Schemas["Motion"];
type Kind = Motion["kind"];
const KINDS: readonly Kind[] = ["suspend", "close_debate", "secret_ballot", "reclassify"];
/* Those that are always about one text. */
const ON_A_TEXT: readonly Kind[] = ["close_debate", "reclassify"];

function Line(props: {
  motion: Motion;
  about: string;
  action: Action;
  isLive: boolean;
  onSupport: (member: string, value: boolean) => Promise<void>;
}) {
  const { session, t, word } = useApp();
  const { about, action, motion } = props;
  const title = word("motion_kind", motion.kind);
  return (
    <li class="row">
      <span class="row-title">{title}</span>
      <p class="row-facts">
        <Tag kind={motion.carried ? "good" : ""}>
          {t(motion.carried ? "motion.carried" : "motion.pending")}
        </Tag>{" "}
        {about !== "" && <>{about} · </>}
        <Hour at={motion.made_at} /> ·{" "}
        {t("motion.support", { count: motion.support, base: motion.base })}
      </p>
      {motion.base > 0 && (
        <Bar parts={[{ value: `${motion.support}/${motion.base}`, kind: "plain" }]} />
      )}
      {props.isLive && !motion.carried && (
        <p class="buttons">
          {session.members.map((member) =>
            [true, false].map((value) => (
              <button
                key={`${member.id} ${value}`}
                type="button"
                aria-disabled={action.isBusy}
                onClick={() => void action.run(() => props.onSupport(member.id, value))}
              >
                <About
                  act={t(value ? "motion.do_support" : "motion.no_longer")}
                  what={`${title}, ${member.name}`}
                  isShown={session.members.length > 1}
                />
              </button>
            )),
          )}
        </p>
      )}
    </li>
  );
}

function Make(props: Part) {
  const { announce, session, t, word } = useApp();
  const action = useAction();
  const { assembly } = props;
  const [kind, setKind] = useState<Kind>("suspend");
  const [resolution, setResolution] = useState("");
  const [author, setAuthor] = useState(session.members[0]?.id ?? "");
  const texts = assembly.agenda.filter(({ state }) => state === "draft");
  const isOnText = kind !== "suspend";
  return (
    <details>
      <summary>{t("motion.make")}</summary>
      <Form
        action={action}
        submit={t("motion.make")}
        onSubmit={async (key) => {
          await api.post("/api/v1/assemblies/{assembly}/motions", {
            path: { assembly: assembly.id },
            body: { kind, member: author, ...(isOnText && resolution !== "" ? { resolution } : {}) },
            key,
          });
          announce(t("motion.made"));
          props.onDone();
        }}
      >
        <Select
          label={t("motion.kind")}
          value={kind}
          onInput={(value) => setKind(KINDS.find((each) => each === value) ?? "suspend")}
          pointer="/kind"
          choices={KINDS.map((each) => ({ value: each, label: word("motion_kind", each) }))}
        />
        {isOnText && (
          <Select
            label={t("motion.text")}
            value={resolution}
            onInput={setResolution}
            pointer="/resolution"
            required={ON_A_TEXT.includes(kind)}
            choices={[
              { value: "", label: t(ON_A_TEXT.includes(kind) ? "field.choose" : "motion.all_texts") },
              ...texts.map(({ id, position, title }) => ({ value: id, label: `${position}. ${title}` })),
            ]}
          />
        )}
        {session.members.length > 1 && (
          <Select
            label={t("motion.author")}
            value={author}
            onInput={setAuthor}
            pointer="/member"
            choices={session.members.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
      </Form>
    </details>
  );
}

export function Motions(props: Part) {
  const { announce, session, t } = useApp();
  const college = useCollege();
  const action = useAction();
  const { assembly } = props;
  const path = { assembly: assembly.id };
  const loaded = useLoad(
    () =>
      every((after) =>
        api.get("/api/v1/assemblies/{assembly}/motions", {
          path,
          query: after === undefined ? {} : { after },
        }),
      ),
    assembly.id,
  );
  useEvents([assembly.id], loaded.reload);
  const done = () => {
    loaded.reload();
    props.onDone();
  };
  const about = (motion: Motion) => {
    const text = assembly.agenda.find(({ id }) => id === motion.resolution)?.title;
    const parts = [text, motion.college === undefined ? undefined : college(motion.college)];
    return parts.filter((each) => each !== undefined).join(" · ");
  };
  const isLive = assembly.state === "convened" || assembly.state === "sitting";
  return (
    <section>
      <h2>{t("motion.title")}</h2>
      <Failure problem={action.problem} />
      <Show of={loaded}>
        {(motions) => (
          <>
            {motions.length === 0 && <p>{t("motion.none")}</p>}
            <ul class="rows">
              {motions.map((motion) => (
                <Line
                  key={motion.id}
                  motion={motion}
                  isLive={isLive}
                  about={about(motion)}
                  action={action}
                  onSupport={async (member, value) => {
                    await api.put("/api/v1/assemblies/{assembly}/motions/{motion}/support", {
                      path: { ...path, motion: motion.id },
                      body: { member, value },
                    });
                    announce(t("state.saved"));
                    done();
                  }}
                />
              ))}
            </ul>
          </>
        )}
      </Show>
      {isLive && session.members.length > 0 && <Make assembly={assembly} onDone={done} />}
    </section>
  );
}

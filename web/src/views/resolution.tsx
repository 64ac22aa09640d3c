/* A resolution: its text, its reasons, its versions, the polls on it; and for who convenes, its editor. */

import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import {
  ActionButton,
  Definition,
  Failure,
  Form,
  Page,
  Prose,
  Show,
  Tag,
  TextArea,
  TextField,
} from "../components.tsx";
import { useAction, useEvents, useKeptFocus, useLoad } from "../hooks.ts";
import { pathOf } from "../router.ts";
import { PollLine } from "./decisions.tsx";

async function load(id: string) {
  const { data, etag } = await api.get("/api/v1/resolutions/{resolution}", {
    path: { resolution: id },
  });
  const assembly = await api.get("/api/v1/assemblies/{assembly}", {
    path: { assembly: data.assembly },
  });
  const polls = assembly.data.polls.filter((poll) => poll.resolution === id);
  return { resolution: data, etag, assembly: assembly.data, polls };
}

type Opinion = Schemas["Resolution"]["opinion"];

export interface ResolutionDraft {
  title: string;
  text: string;
  reasons: string;
}

/* What a resolution says, as its author writes it. */
export function ResolutionFields(props: {
  draft: ResolutionDraft;
  onChange: (draft: ResolutionDraft) => void;
}) {
  const { t } = useApp();
  const { draft, onChange } = props;
  return (
    <>
      <TextField
        label={t("resolution.title")}
        value={draft.title}
        onInput={(title) => onChange({ ...draft, title })}
        pointer="/title"
        required
        maxLength={200}
      />
      <TextArea
        label={t("resolution.text")}
        value={draft.text}
        onInput={(text) => onChange({ ...draft, text })}
        pointer="/text"
        required
      />
      <TextArea
        label={t("resolution.reasons")}
        hint={t("field.optional")}
        value={draft.reasons}
        onInput={(reasons) => onChange({ ...draft, reasons })}
        pointer="/reasons"
        rows={4}
      />
    </>
  );
}

function Editor(props: { resolution: Schemas["Resolution"]; etag: string; onDone: () => void }) {
  const { announce, t } = useApp();
  const { resolution, etag } = props;
  const { title, text, reasons } = resolution;
  const [draft, setDraft] = useState<ResolutionDraft>({ title, text, reasons });
  const action = useAction();
  const save = async () => {
    await api.patch("/api/v1/resolutions/{resolution}", {
      path: { resolution: resolution.id },
      body: draft,
      match: etag,
    });
    announce(t("state.saved"));
    props.onDone();
  };
  return (
    <details>
      <summary>{t("resolution.edit")}</summary>
      <Form action={action} submit={t("action.save")} onSubmit={save}>
        <ResolutionFields draft={draft} onChange={setDraft} />
      </Form>
    </details>
  );
}

function Officer(props: {
  resolution: Schemas["Resolution"];
  assembly: Schemas["Assembly"];
  etag: string;
  onDone: () => void;
}) {
  const { announce, t, word } = useApp();
  const action = useAction();
  const { resolution, etag } = props;
  const heading = useKeptFocus<HTMLHeadingElement>(etag);
  const path = { resolution: resolution.id };
  const done = () => {
    announce(t("state.saved"));
    props.onDone();
  };
  const opinions: Opinion[] = ["approved", "not_approved", "none"];
  return (
    <section class="office">
      <h2 ref={heading} tabIndex={-1}>
        {t("resolution.office")}
      </h2>
      <Failure problem={action.problem} />
      {resolution.state === "draft" && (
        <div class="buttons" role="group" aria-label={t("resolution.opinion")}>
          <span>{t("resolution.opinion")}</span>
          {opinions.map((opinion) => (
            <button
              key={opinion}
              type="button"
              aria-pressed={resolution.opinion === opinion}
              onClick={() =>
                void action.run(async () => {
                  await api.put("/api/v1/resolutions/{resolution}/opinion", {
                    path,
                    body: { opinion },
                    match: etag,
                  });
                  done();
                })
              }
            >
              {word("opinion", opinion)}
            </button>
          ))}
        </div>
      )}
      {resolution.state === "draft" &&
        props.assembly.state === "draft" &&
        props.assembly.call === "first" && (
          <Editor key={resolution.version} {...props} onDone={props.onDone} />
        )}
      {resolution.state === "draft" && (
        <p class="buttons">
          <ActionButton
            action={action}
            kind="danger"
            label={t("resolution.withdraw")}
            confirm={t("resolution.withdraw_confirm")}
            onAct={async () => {
              await api.post("/api/v1/resolutions/{resolution}/withdrawal", { path, body: {}, match: etag });
              done();
            }}
          />
        </p>
      )}
    </section>
  );
}

function Versions(props: { versions: Schemas["Resolution"]["versions"] }) {
  const { count, instant, t } = useApp();
  return (
    <details>
      <summary>{t("resolution.versions", { count: props.versions.length })}</summary>
      <ul>
        {props.versions.map((version) => (
          <li key={version.number}>
            {count(version.number)} · {version.title} · {instant(version.at)}
            <br />
            <span class="code">{version.hash}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

export function ResolutionView(props: { id: string }) {
  const { count, may, t, word } = useApp();
  const loaded = useLoad(() => load(props.id), props.id);
  useEvents([props.id], loaded.reload);
  return (
    <Show of={loaded}>
      {({ resolution, assembly, polls, etag }) => (
        <Page title={resolution.title}>
          <p>
            <a href={pathOf("assembly", { assembly: assembly.id })}>{assembly.title}</a>
          </p>
          <dl class="pairs">
            <Definition term={t("resolution.state")}>
              <Tag>{word("resolution_state", resolution.state)}</Tag>
            </Definition>
            <Definition term={t("resolution.position")}>{count(resolution.position)}</Definition>
            <Definition term={t("resolution.class")}>{word("class", resolution.class)}</Definition>
            <Definition term={t("resolution.origin")}>
              {word("origin", resolution.origin)}
            </Definition>
            <Definition term={t("resolution.opinion")}>
              {word("opinion", resolution.opinion)}
            </Definition>
          </dl>
          <section>
            <h2>{t("resolution.text")}</h2>
            <Prose text={resolution.text} />
          </section>
          {resolution.reasons !== "" && (
            <section>
              <h2>{t("resolution.reasons")}</h2>
              <Prose text={resolution.reasons} />
            </section>
          )}
          <Versions versions={resolution.versions} />
          <section>
            <h2>{t("resolution.polls")}</h2>
            {polls.length === 0 && <p>{t("resolution.no_poll")}</p>}
            <ul class="rows">
              {polls.map((poll) => (
                <PollLine key={poll.id} poll={poll} />
              ))}
            </ul>
          </section>
          {may("convene") && (
            <Officer
              resolution={resolution}
              assembly={assembly}
              etag={etag}
              onDone={loaded.reload}
            />
          )}
        </Page>
      )}
    </Show>
  );
}

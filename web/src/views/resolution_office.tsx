/* A resolution for who convenes: its editor, the board's opinion, its withdrawal. */

import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { ActionButton, Failure, Form, TextArea, TextField } from "../components.tsx";
import { useAction, useKeptFocus } from "../hooks.ts";

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

export function Officer(props: {
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

/* Proposing an amendment: one edits the text as it should become, and sees which words change. */

import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { DiffOf, Form, Page, Select, Show, TextArea } from "../components.tsx";
import { useAction, useLoad, useRested, useUnsent } from "../hooks.ts";
import { navigate } from "../navigate.ts";
import { pathOf } from "../router.ts";

interface Base {
  readonly resolution: Schemas["Resolution"];
  readonly text: string;
  /* The amendment that is to be changed; none where it is the text. */
  readonly parent: string | undefined;
}

async function loadBase(of: { resolution: string } | { amendment: string }): Promise<Base> {
  if ("resolution" in of) {
    const { data } = await api.get("/api/v1/resolutions/{resolution}", {
      path: { resolution: of.resolution },
    });
    return { resolution: data, text: data.text, parent: undefined };
  }
  const { data } = await api.get("/api/v1/amendments/{amendment}", {
    path: { amendment: of.amendment },
  });
  const resolution = await api.get("/api/v1/resolutions/{resolution}", {
    path: { resolution: data.resolution },
  });
  return { resolution: resolution.data, text: data.text, parent: data.id };
}

function Propose(props: { base: Base }) {
  const { announce, session, t } = useApp();
  const { resolution, parent } = props.base;
  const [text, setText] = useState(props.base.text);
  const [reasons, setReasons] = useState("");
  const [member, setMember] = useState(session.members[0]?.id ?? "");
  const shown = useRested(text, 400);
  const action = useAction();
  const letGo = useUnsent(text !== props.base.text || reasons !== "");
  const propose = async (key: string) => {
    const { data } = await api.post("/api/v1/resolutions/{resolution}/amendments", {
      path: { resolution: resolution.id },
      body: {
        version: resolution.version,
        text,
        reasons,
        ...(parent === undefined ? {} : { parent }),
        ...(session.members.length > 1 ? { member } : {}),
      },
      key,
    });
    announce(t("amendment_new.done"));
    letGo();
    navigate(pathOf("amendment", { amendment: data.id }));
  };
  return (
    <Form
      action={action}
      submit={t("amendment_new.submit")}
      disabled={text === props.base.text}
      onSubmit={propose}
    >
      <TextArea
        label={t("amendment_new.text")}
        hint={t("amendment_new.text_hint")}
        value={text}
        onInput={setText}
        pointer="/text"
        rows={12}
        required
      />
      <section aria-label={t("amendment_new.changes")}>
        <h2>{t("amendment_new.changes")}</h2>
        <DiffOf base={props.base.text} text={shown} />
      </section>
      <TextArea
        label={t("amendment_new.reasons")}
        hint={t("field.optional")}
        value={reasons}
        onInput={setReasons}
        pointer="/reasons"
        rows={4}
      />
      {session.members.length > 1 && (
        <Select
          label={t("debate.voice")}
          value={member}
          onInput={setMember}
          pointer="/member"
          choices={session.members.map((each) => ({ value: each.id, label: each.name }))}
        />
      )}
    </Form>
  );
}

export function AmendmentNewView(props: { resolution: string } | { amendment: string }) {
  const { count, t } = useApp();
  const loaded = useLoad(() => loadBase(props));
  return (
    <Show of={loaded}>
      {(base) => (
        <Page
          title={t("amendment_new.title", { title: base.resolution.title })}
          lead={t(base.parent === undefined ? "amendment_new.lead" : "amendment_new.lead_of")}
        >
          <p>
            <a href={pathOf("resolution", { resolution: base.resolution.id })}>
              {t("amendment_new.back", { number: count(base.resolution.version) })}
            </a>
          </p>
          <Propose key={base.resolution.version} base={base} />
        </Page>
      )}
    </Show>
  );
}

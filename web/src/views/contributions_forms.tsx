/* What is done to a contribution: written anew or settled by its author, hidden or shown by a moderator. */

import { useState } from "preact/hooks";

import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { Form, Radios, ReasonForm, Select, Writing } from "../components.tsx";
import { useAction, useUnsent } from "../hooks.ts";
import type { Said } from "./contributions_shared.tsx";
import { excerpt, useAuthor, useDebate } from "./contributions_shared.tsx";

interface OnOne {
  item: Said;
  onDone: () => void;
}

/* The tag of a contribution as it is now: what is sent with it is sent about this one. */
async function tagOf(contribution: string): Promise<string> {
  return (await api.get("/api/v1/contributions/{contribution}", { path: { contribution } })).etag;
}

function useDone(onDone: () => void): () => void {
  const { announce, t } = useApp();
  const { reload } = useDebate();
  return () => {
    announce(t("state.saved"));
    onDone();
    reload();
  };
}

export function Edit(props: OnOne) {
  const { t } = useApp();
  const [text, setText] = useState(props.item.text ?? "");
  const action = useAction();
  useUnsent(text !== (props.item.text ?? ""));
  const done = useDone(props.onDone);
  const contribution = props.item.id;
  const save = async () => {
    await api.patch("/api/v1/contributions/{contribution}", {
      path: { contribution },
      body: { text },
      match: await tagOf(contribution),
    });
    done();
  };
  return (
    <Form action={action} submit={t("action.save")} label={t("debate.edit")} onSubmit={save}>
      <Writing
        label={t("debate.text")}
        hint={t("debate.edit_hint")}
        value={text}
        onInput={setText}
        pointer="/text"
        rows={6}
      />
    </Form>
  );
}

export function Settle(props: OnOne) {
  const { t, word } = useApp();
  const { items, amendments } = useDebate();
  const author = useAuthor();
  const [how, setHow] = useState<"met" | "maintained">("met");
  const [by, setBy] = useState("");
  const [note, setNote] = useState("");
  const action = useAction();
  const done = useDone(props.onDone);
  const contribution = props.item.id;
  const others = items.filter((each) => each.id !== contribution && each.state === "visible");
  const settle = async () => {
    await api.post("/api/v1/contributions/{contribution}/settlement", {
      path: { contribution },
      body: {
        how,
        ...(how === "met" && by !== "" ? { by } : {}),
        ...(note.trim() === "" ? {} : { note }),
      },
      match: await tagOf(contribution),
    });
    done();
  };
  return (
    <Form action={action} submit={t("action.save")} label={t("debate.settle")} onSubmit={settle}>
      <Radios
        legend={t("debate.settle_how")}
        value={how}
        onInput={(value) => setHow(value === "maintained" ? "maintained" : "met")}
        choices={(["met", "maintained"] as const).map((each) => ({
          value: each,
          label: word("concern", each),
        }))}
      />
      {how === "met" && (
        <Select
          label={t("debate.settle_by")}
          value={by}
          onInput={setBy}
          pointer="/by"
          choices={[
            { value: "", label: t("debate.settle_by_none") },
            ...amendments.map((each) => ({
              value: each.id,
              label: t("debate.amendment_of", { author: author(each) }),
            })),
            ...others.map((each) => ({
              value: each.id,
              label: t("text.pair", { name: author(each), value: excerpt(each.text ?? "") }),
            })),
          ]}
        />
      )}
      <Writing
        label={t("debate.settle_note")}
        hint={t("field.optional")}
        value={note}
        onInput={setNote}
        pointer="/note"
        rows={3}
        isOptional
      />
    </Form>
  );
}

export function Moderate(props: OnOne) {
  const { t } = useApp();
  const done = useDone(props.onDone);
  const { item } = props;
  const hides = item.state === "visible";
  const moderate = async (reason: string) => {
    const request = {
      path: { contribution: item.id },
      body: { reason },
      match: await tagOf(item.id),
    };
    if (hides) {
      await api.post("/api/v1/contributions/{contribution}/concealment", request);
    } else {
      await api.post("/api/v1/contributions/{contribution}/restoration", request);
    }
    done();
  };
  return (
    <ReasonForm
      act={hides ? t("debate.hide") : t("debate.restore")}
      label={t("debate.reason")}
      hint={t("debate.reason_hint")}
      onSend={moderate}
    />
  );
}

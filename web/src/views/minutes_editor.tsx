/* What the secretary writes in the minutes: words, and no figure. Each change is a new version. */

import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { Form, TextArea, TextField } from "../components.tsx";
import { useAction, useUnsent } from "../hooks.ts";

interface Item {
  readonly resolution: string;
  readonly summary: string;
}

interface Words {
  readonly mode: string;
  readonly summary: string;
  readonly remarks: string;
  readonly documents: string; /* one a line */
  readonly items: readonly Item[];
}

/* The document is open in the API's words: what is not a text is none. */
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const member = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;

function wordsOf(document: unknown): Words {
  return {
    mode: text(member(member(document, "notice"), "mode")),
    summary: text(member(document, "summary")),
    remarks: text(member(document, "remarks")),
    documents: list(member(document, "documents")).map(text).join("\n"),
    items: list(member(document, "items")).map((item) => ({
      resolution: text(member(item, "resolution")),
      summary: text(member(item, "summary")),
    })),
  };
}

export function MinutesEditor(props: {
  minutes: Schemas["Minutes"];
  assembly: Schemas["Assembly"];
  etag: string;
  onDone: () => void;
}) {
  const { announce, t } = useApp();
  const { assembly, minutes } = props;
  const [words, setWords] = useState(() => wordsOf(minutes.document));
  const action = useAction();
  const letGo = useUnsent(JSON.stringify(words) !== JSON.stringify(wordsOf(minutes.document)));
  const titleOf = (resolution: string) => {
    const item = assembly.agenda.find(({ id }) => id === resolution);
    return item === undefined ? resolution : `${item.position}. ${item.title}`;
  };
  const save = async () => {
    const documents = words.documents
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "");
    const { mode, summary, remarks, items } = words;
    await api.patch("/api/v1/minutes/{minutes}", {
      path: { minutes: minutes.id },
      body: { mode, summary, remarks, documents, items: [...items] },
      match: props.etag,
    });
    announce(t("minutes.saved"));
    letGo();
    props.onDone();
  };
  return (
    <Form action={action} submit={t("minutes.save")} onSubmit={save}>
      <p>{t("minutes.editor_hint")}</p>
      <TextField
        label={t("minutes.mode")}
        hint={t("minutes.mode_hint")}
        value={words.mode}
        onInput={(mode) => setWords({ ...words, mode })}
        pointer="/mode"
        maxLength={200}
      />
      <TextArea
        label={t("minutes.documents")}
        hint={t("minutes.documents_hint")}
        rows={4}
        value={words.documents}
        onInput={(documents) => setWords({ ...words, documents })}
        pointer="/documents"
      />
      <TextArea
        label={t("minutes.summary")}
        value={words.summary}
        onInput={(summary) => setWords({ ...words, summary })}
        pointer="/summary"
      />
      {words.items.map((item, index) => (
        <TextArea
          key={item.resolution}
          label={t("minutes.item", { title: titleOf(item.resolution) })}
          rows={4}
          value={item.summary}
          onInput={(summary) =>
            setWords({ ...words, items: words.items.with(index, { ...item, summary }) })
          }
          pointer={`/items/${index}/summary`}
        />
      ))}
      <TextArea
        label={t("minutes.remarks")}
        rows={4}
        value={words.remarks}
        onInput={(remarks) => setWords({ ...words, remarks })}
        pointer="/remarks"
      />
    </Form>
  );
}

/* The files of a resolution: read by everyone, attached and taken off by who convenes, as long as its text may change. */

import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api, refusal } from "../api.ts";
import { useApp } from "../app.tsx";
import { Failure, FileDrop, ReasonForm, Tag } from "../components.tsx";
import * as format from "../format.ts";
import { useAction } from "../hooks.ts";

type Attachment = Schemas["Attachment"];

/* What the server takes, and no more: docs/rules/attachments.md. */
const MOST = 8 * 1024 * 1024;
const KINDS = ".pdf,.odt,.ods,.odp,.docx,.xlsx,.pptx,.png,.jpg,.jpeg,.txt,.csv,.md";

interface Owner {
  resolution: string;
  onDone: () => void;
}

function TakeOff(props: Owner & { attachment: Attachment }) {
  const { announce, t } = useApp();
  const { attachment, resolution } = props;
  return (
    <details>
      <summary aria-label={t("attachments.detach_name", { name: attachment.name ?? "" })}>{t("attachments.detach")}</summary>
      <ReasonForm
        act={t("attachments.detach")}
        label={t("attachments.reason")}
        hint={t("attachments.reason_hint")}
        onSend={async (reason) => {
          await api.remove("/api/v1/resolutions/{resolution}/attachments/{attachment}", {
            path: { resolution, attachment: attachment.id },
            query: { reason },
          });
          announce(t("state.saved"));
          props.onDone();
        }}
      />
    </details>
  );
}

function Line(props: Owner & { attachment: Attachment; mayChange: boolean }) {
  const { instant, language, t } = useApp();
  const { attachment, resolution } = props;
  const { detached_at, id, name = "", size = 0 } = attachment;
  if (attachment.removed === true) {
    return <li>{t("attachments.removed")}</li>;
  }
  return (
    <li>
      <a href={`/api/v1/resolutions/${resolution}/attachments/${id}`} download={name}>
        {name}
      </a>{" "}
      <span class="quiet">
        {name.slice(name.lastIndexOf(".") + 1).toUpperCase()}, {format.fileSize(size, language)}
      </span>
      {detached_at !== undefined && (
        <p>
          <Tag>{t("attachments.detached")}</Tag> {t("text.pair", { name: instant(detached_at), value: attachment.reason ?? "" })}
        </p>
      )}
      {props.mayChange && detached_at === undefined && <TakeOff {...props} />}
    </li>
  );
}

function Attach(props: Owner) {
  const { announce, language, t } = useApp();
  const action = useAction();
  const [sending, setSending] = useState<{ name: string; sent: number; size: number } | null>(null);
  const { resolution } = props;
  const attach = (file: File) =>
    action.run(async (key) => {
      const { name, size } = file;
      if (size > MOST) {
        throw refusal("too-large", t("attachments.too_large", { size: format.fileSize(size, language) }));
      }
      setSending({ name, sent: 0, size });
      try {
        await api.post("/api/v1/resolutions/{resolution}/attachments", {
          path: { resolution },
          query: { name },
          key,
          /* The bytes of the file as they are: the type says text, a file is what fetch takes. */
          body: file as unknown as string,
          type: "application/octet-stream",
          onSent: (sent) => setSending({ name, sent, size }),
        });
      } finally {
        setSending(null);
      }
      announce(t("state.saved"));
      props.onDone();
    });
  return (
    <div>
      <Failure problem={action.problem} />
      <FileDrop
        label={t("attachments.add")}
        hint={t("attachments.hint")}
        accept={KINDS}
        onFile={(file) => void attach(file)}
      />
      {sending !== null && (
        <div class="notice" role="status">
          <p>{t("attachments.sending", { name: sending.name })}</p>
          <progress aria-label={t("attachments.sending", { name: sending.name })} value={sending.sent} max={sending.size} />
        </div>
      )}
    </div>
  );
}

export function Attachments(props: {
  resolution: Schemas["Resolution"];
  assembly: Schemas["Assembly"];
  onDone: () => void;
}) {
  const { may, t } = useApp();
  const { assembly, onDone } = props;
  const { attachments, id, state } = props.resolution;
  const mayChange = may("convene") && state === "draft" && assembly.state === "draft" && assembly.call === "first";
  if (attachments.length === 0 && !mayChange) {
    return null;
  }
  return (
    <section>
      <h2>{t("attachments.title")}</h2>
      {attachments.length === 0 && <p>{t("attachments.none")}</p>}
      <ul class="rows">
        {attachments.map((attachment) => (
          <Line key={attachment.id} attachment={attachment} resolution={id} mayChange={mayChange} onDone={onDone} />
        ))}
      </ul>
      {mayChange && <Attach resolution={id} onDone={onDone} />}
    </section>
  );
}

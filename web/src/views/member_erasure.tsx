/* The erasure of a member: what they ask, a refusal with its reason, and the act itself. */

import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { Failure, Form, ReasonForm, TextField } from "../components.tsx";
import { useAction, useEvents, useLoad } from "../hooks.ts";
import { AskedErasure } from "./data_erasure.tsx";

type Member = Schemas["Member"];

function Refuse(props: { member: Member; onDone: () => void }) {
  const { announce, t } = useApp();
  const refuse = async (reason: string) => {
    await api.post("/api/v1/members/{member}/erasure/refusal", {
      path: { member: props.member.id },
      body: { reason },
    });
    announce(t("state.saved"));
    props.onDone();
  };
  return (
    <ReasonForm
      act={t("erasure.refuse")}
      label={t("erasure.reason")}
      hint={t("erasure.reason_hint")}
      onSend={refuse}
    />
  );
}

/* Of a member who left: it is for ever, so that the name is typed again. */
function Erase(props: { member: Member; etag: string; onDone: () => void }) {
  const { announce, t } = useApp();
  const { member, etag } = props;
  const [ground, setGround] = useState("");
  const [typed, setTyped] = useState("");
  const action = useAction();
  const erase = async () => {
    await api.post("/api/v1/members/{member}/erasure", {
      path: { member: member.id },
      body: { ground },
      match: etag,
    });
    announce(t("member.erased"));
    props.onDone();
  };
  return (
    <details>
      <summary>{t("member.erase")}</summary>
      <p>{t("member.erase_text")}</p>
      <Form
        action={action}
        submit={t("member.erase")}
        onSubmit={erase}
        disabled={typed.trim() !== member.number}
      >
        <TextField
          label={t("member.ground")}
          hint={t("member.ground_hint")}
          value={ground}
          onInput={setGround}
          pointer="/ground"
          maxLength={200}
          required
        />
        <TextField
          label={t("member.erase_confirm", { number: member.number })}
          value={typed}
          onInput={setTyped}
          autocomplete="off"
          required
        />
      </Form>
    </details>
  );
}

export function Erasure(props: { member: Member; etag: string; onDone: () => void }) {
  const { t } = useApp();
  const { member } = props;
  const loaded = useLoad(
    async () => (await api.get("/api/v1/members/{member}/erasure", { path: { member: member.id } })).data,
  );
  useEvents(["erasure.asked"], loaded.reload);
  const asked = loaded.data;
  return (
    <>
      <Failure problem={loaded.problem} />
      {asked !== null && asked.state !== "none" && (
        <details open={asked.state === "waiting"}>
          <summary>{t("erasure.request")}</summary>
          <AskedErasure asked={asked} />
          {asked.state === "waiting" && (
            <>
              <p>{t(member.state === "left" ? "erasure.answer" : "erasure.answer_member")}</p>
              <Refuse member={member} onDone={loaded.reload} />
            </>
          )}
        </details>
      )}
      {member.state === "left" && <Erase {...props} />}
    </>
  );
}

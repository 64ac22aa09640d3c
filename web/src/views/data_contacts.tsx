/* How I am reached, which I correct myself: a new address serves once the code that was sent there is entered. */

import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { ActionButton, Definition, Failure, Form, Select, Show, TextField } from "../components.tsx";
import { useAction, useLoad } from "../hooks.ts";

type Contacts = Schemas["Contacts"];
interface Held {
  readonly data: Contacts;
  readonly etag: string;
}

/* The code of the letter that went to the new address. */
function Code(props: { held: Held; onDone: () => void }) {
  const { announce, instant, t } = useApp();
  const { data, etag } = props.held;
  const [code, setCode] = useState("");
  const action = useAction();
  const drop = useAction();
  const prove = async () => {
    await api.post("/api/v1/me/contacts/confirmation", { body: { code: code.replace(/\s/g, "") } });
    announce(t("contacts.proved"));
    props.onDone();
  };
  const forget = async () => {
    await api.patch("/api/v1/me/contacts", { body: { email: data.email ?? "" }, match: etag });
    props.onDone();
  };
  if (data.pending === undefined) {
    return null;
  }
  const { email, expires_at } = data.pending;
  return (
    <div class="notice">
      <p>{t("contacts.waits", { email, instant: instant(expires_at) })}</p>
      <Form action={action} submit={t("contacts.prove")} onSubmit={prove} label={t("contacts.prove")}>
        <TextField
          label={t("contacts.code")}
          value={code}
          onInput={setCode}
          pointer="/code"
          inputMode="numeric"
          autocomplete="one-time-code"
          required
        />
      </Form>
      <p class="buttons">
        <ActionButton action={drop} label={t("contacts.forget", { email })} onAct={forget} />
      </p>
      <Failure problem={drop.problem} />
    </div>
  );
}

function Correct(props: { held: Held; onDone: () => void }) {
  const { announce, t } = useApp();
  const { data, etag } = props.held;
  const [email, setEmail] = useState(data.email ?? "");
  const [phone, setPhone] = useState(data.phone ?? "");
  const [language, setLanguage] = useState<string>(data.language ?? "");
  const action = useAction();
  const correct = async () => {
    const isOther = email.trim() !== (data.email ?? "");
    const body = { phone, language: language as "fr" | "en" | "", ...(isOther ? { email } : {}) };
    const { data: now } = await api.patch("/api/v1/me/contacts", { body, match: etag });
    announce(now.pending === undefined ? t("state.saved") : t("contacts.sent", { email: now.pending.email }));
    props.onDone();
  };
  return (
    <Form action={action} submit={t("contacts.save")} onSubmit={correct} label={t("contacts.correct")}>
      <TextField
        label={t("contacts.email")}
        hint={t("contacts.email_hint")}
        type="email"
        value={email}
        onInput={setEmail}
        pointer="/email"
        autocomplete="email"
      />
      <TextField
        label={t("data.phone")}
        type="tel"
        value={phone}
        onInput={setPhone}
        pointer="/phone"
        autocomplete="tel"
      />
      <Select
        label={t("contacts.language")}
        value={language}
        onInput={setLanguage}
        pointer="/language"
        choices={[
          { value: "", label: t("contacts.language_of_society") },
          { value: "fr", label: t("contacts.fr") },
          { value: "en", label: t("contacts.en") },
        ]}
      />
    </Form>
  );
}

export function MyContacts() {
  const { t } = useApp();
  const loaded = useLoad(async () => api.get("/api/v1/me/contacts"));
  return (
    <section>
      <h2>{t("contacts.title")}</h2>
      <Show of={loaded}>
        {(held) => (
          <>
            <dl class="pairs">
              <Definition term={t("member.email")}>{held.data.email ?? t("data.none")}</Definition>
              <Definition term={t("data.phone")}>{held.data.phone ?? t("data.none")}</Definition>
            </dl>
            <Code held={held} onDone={loaded.reload} />
            <details>
              <summary>{t("contacts.correct")}</summary>
              <Correct key={held.etag} held={held} onDone={loaded.reload} />
            </details>
          </>
        )}
      </Show>
    </section>
  );
}

/* What the society says of itself, and how long it keeps what it knows of people. */
import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { Definition, Form, Page, Select, Show, TextArea, TextField } from "../components.tsx";
import { useAction, useLoad } from "../hooks.ts";
import { languages } from "../i18n.ts";
import { pathOf } from "../router.ts";
import { Alarms } from "./alarms.tsx";
import { FoundingWay } from "./founding_way.tsx";

function Identity(props: { start: Schemas["Society"]; etag: string; onDone: () => void }) {
  const { announce, setSociety, t, word } = useApp();
  const { start } = props;
  const [name, setName] = useState(start.name);
  const [language, setLanguage] = useState(start.language);
  const [licence, setLicence] = useState(start.licence);
  const [contact, setContact] = useState(start.contact);
  const [notice, setNotice] = useState(start.data_notice);
  const action = useAction();
  const save = async () => {
    const { data } = await api.patch("/api/v1/society", {
      body: { name, language, licence, contact, data_notice: notice },
      match: props.etag,
    });
    setSociety(data);
    announce(t("state.saved"));
    props.onDone();
  };
  return (
    <Form action={action} submit={t("action.save")} onSubmit={save} label={t("settings.society")}>
      <TextField
        label={t("field.name")}
        value={name}
        onInput={setName}
        pointer="/name"
        maxLength={200}
        required
      />
      <Select
        label={t("settings.language")}
        hint={t("settings.language_hint")}
        value={language}
        onInput={(value) => setLanguage(value === "en" ? "en" : "fr")}
        choices={languages.map((each) => ({ value: each, label: word("language", each) }))}
      />
      <TextField
        label={t("settings.licence")}
        hint={t("settings.licence_hint")}
        value={licence}
        onInput={setLicence}
        pointer="/licence"
        maxLength={200}
        required
      />
      <TextField
        label={t("settings.contact")}
        hint={t("settings.contact_hint")}
        value={contact}
        onInput={setContact}
        pointer="/contact"
        maxLength={200}
      />
      <TextArea
        label={t("settings.notice")}
        hint={t("settings.notice_hint")}
        value={notice}
        rows={5}
        onInput={setNotice}
        pointer="/data_notice"
      />
      {notice === "" && (
        <p class="buttons">
          <button type="button" onClick={() => setNotice(t("settings.notice_proposed", { name, contact }))}>
            {t("settings.notice_propose")}
          </button>
        </p>
      )}
    </Form>
  );
}

/* Days, as somebody types them: none until it is a number. */
function days(typed: string): number {
  return /^\d{1,5}$/.test(typed) ? Number(typed) : 0;
}

/* The kinds of personal data that have a clock, and what each field says. */
const CLOCKS = [
  ["mail", "settings.retention_mail"],
  ["proofs", "settings.retention_proofs"],
  ["sign_ins", "settings.retention_sign_ins"],
  ["contacts", "settings.retention_contacts"],
  ["consents", "settings.retention_consents"],
  ["tokens", "settings.retention_tokens"],
  ["opinions", "settings.retention_opinions"],
  ["attendance", "settings.retention_attendance"],
  ["proxies", "settings.retention_proxies"],
  ["papers", "settings.retention_papers"],
  ["erasures", "settings.retention_erasures"],
] as const;

function Retention(props: { start: Schemas["Retention"]; onDone: () => void }) {
  const { announce, t } = useApp();
  const [typed, setTyped] = useState<Partial<Record<keyof Schemas["Retention"], string>>>({});
  const action = useAction();
  const save = async () => {
    const body = { ...props.start };
    for (const [kind] of CLOCKS) {
      body[kind] = days(typed[kind] ?? String(props.start[kind]));
    }
    await api.put("/api/v1/society/retention", { body });
    announce(t("state.saved"));
    props.onDone();
  };
  return (
    <Form action={action} submit={t("action.save")} onSubmit={save} label={t("settings.retention")}>
      {CLOCKS.map(([kind, label]) => (
        <TextField
          key={kind}
          label={t(label)}
          type="number"
          inputMode="numeric"
          min="1"
          value={typed[kind] ?? String(props.start[kind])}
          onInput={(value) => setTyped((before) => ({ ...before, [kind]: value }))}
          pointer={`/${kind}`}
          required
        />
      ))}
    </Form>
  );
}

/* What never changes, so that nobody looks for how to change it. */
function Permanent(props: { society: Schemas["Society"] }) {
  const { count, t } = useApp();
  const { society } = props;
  return (
    <section>
      <h2>{t("settings.permanent")}</h2>
      <dl class="pairs">
        <Definition term={t("settings.zone")}>{society.time_zone}</Definition>
        <Definition term={t("settings.log_name")}>{society.log.origin}</Definition>
        <Definition term={t("settings.log_key")}>
          <span class="code">{society.log.vkey}</span>
        </Definition>
        <Definition term={t("settings.log_size")}>{count(society.log.size)}</Definition>
      </dl>
    </section>
  );
}

function Elsewhere() {
  const { t } = useApp();
  return (
    <section>
      <h2>{t("settings.elsewhere")}</h2>
      <ul class="links">
        <li>
          <a href={pathOf("founding")}>{t("founding.title")}</a>
        </li>
        <li>
          <a href={pathOf("mail")}>{t("mail.title")}</a>
        </li>
        <li>
          <a href={pathOf("witnesses")}>{t("witness.title")}</a>
        </li>
        <li>
          <a href={pathOf("audit")}>{t("audit.title")}</a>
        </li>
        <li>
          <a href={pathOf("tokens")}>{t("tokens.title")}</a>
        </li>
      </ul>
    </section>
  );
}

export function SettingsView() {
  const { t } = useApp();
  const society = useLoad(() => api.get("/api/v1/society"));
  const retention = useLoad(async () => (await api.get("/api/v1/society/retention")).data);
  return (
    <Page title={t("settings.title")} lead={t("settings.lead")}>
      <FoundingWay step="society" />
      <Alarms />
      <section>
        <h2>{t("settings.society")}</h2>
        <Show of={society}>
          {({ data, etag }) => (
            <Identity key={etag} start={data} etag={etag} onDone={society.reload} />
          )}
        </Show>
      </section>
      <section>
        <h2>{t("settings.retention")}</h2>
        <p>{t("settings.retention_text")}</p>
        <Show of={retention}>
          {(data) => <Retention start={data} onDone={retention.reload} />}
        </Show>
      </section>
      <Show of={society}>{({ data }) => <Permanent society={data} />}</Show>
      <Elsewhere />
    </Page>
  );
}

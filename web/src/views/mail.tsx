/* The server that takes the society's mail: how it is reached, and whether it could be. */
import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { ActionButton, Check, Failure, Form, Page, Show, TextField } from "../components.tsx";
import { useAction, useLoad } from "../hooks.ts";
import { FoundingWay } from "./founding_way.tsx";

type MailServer = Schemas["MailServer"];

/* Asked for only where there is one. */
async function load(): Promise<MailServer | null> {
  const { data } = await api.get("/api/v1/data");
  return data.mail_server === undefined ? null : (await api.get("/api/v1/society/mail")).data;
}

function State(props: { server: MailServer; onRemoved: () => void }) {
  const { announce, instant, t } = useApp();
  const action = useAction();
  const { server } = props;
  const isWell = server.failures === 0;
  return (
    <div class={isWell ? "notice good" : "notice bad"}>
      <p role="status">
        {isWell ? t("mail.well", { url: server.url }) : t("mail.fails", { count: server.failures })}
      </p>
      {server.error !== undefined && <p>{server.error}</p>}
      {server.next_at !== undefined && <p>{t("mail.next", { instant: instant(server.next_at) })}</p>}
      <Failure problem={action.problem} />
      <p class="buttons">
        <ActionButton
          action={action}
          kind="danger"
          label={t("mail.remove")}
          confirm={t("mail.remove_confirm")}
          onAct={async () => {
            await api.remove("/api/v1/society/mail");
            announce(t("state.saved"));
            props.onRemoved();
          }}
        />
      </p>
    </div>
  );
}

function Server(props: { start: MailServer | null; onSaved: () => void }) {
  const { announce, t } = useApp();
  const { start } = props;
  const [url, setUrl] = useState(start?.url ?? "smtps://");
  const [from, setFrom] = useState(start?.from ?? "");
  const [user, setUser] = useState(start?.user ?? "");
  const [password, setPassword] = useState("");
  const [starttls, setStarttls] = useState(start?.starttls ?? true);
  const action = useAction();
  const save = async () => {
    await api.put("/api/v1/society/mail", {
      body: {
        url,
        from,
        starttls,
        ...(user === "" ? {} : { user }),
        ...(password === "" ? {} : { password }),
      },
    });
    announce(t("state.saved"));
    props.onSaved();
  };
  return (
    <Form action={action} submit={t("action.save")} onSubmit={save} label={t("mail.title")}>
      <TextField
        label={t("mail.url")}
        hint={t("mail.url_hint")}
        value={url}
        onInput={setUrl}
        pointer="/url"
        maxLength={200}
        autocomplete="off"
        required
      />
      <TextField
        label={t("mail.from")}
        type="email"
        value={from}
        onInput={setFrom}
        pointer="/from"
        maxLength={200}
        autocomplete="off"
        required
      />
      <TextField
        label={t("mail.user")}
        hint={t("field.optional")}
        value={user}
        onInput={setUser}
        pointer="/user"
        maxLength={200}
        autocomplete="off"
      />
      <TextField
        label={t("mail.password")}
        hint={t(start?.has_password === true ? "mail.password_again" : "field.optional")}
        type="password"
        value={password}
        onInput={setPassword}
        pointer="/password"
        maxLength={200}
        autocomplete="new-password"
      />
      <Check label={t("mail.starttls")} checked={starttls} onInput={setStarttls} />
    </Form>
  );
}

export function MailView() {
  const { t } = useApp();
  const server = useLoad(load);
  return (
    <Page title={t("mail.title")} lead={t("mail.lead")}>
      <FoundingWay step="mail" />
      <Show of={{ ...server, data: server.isLoading ? null : { start: server.data } }}>
        {({ start }) => (
          <>
            {start === null ? (
              <p>{t("mail.none")}</p>
            ) : (
              <State server={start} onRemoved={server.reload} />
            )}
            <Server start={start} onSaved={server.reload} />
          </>
        )}
      </Show>
    </Page>
  );
}

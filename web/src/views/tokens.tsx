/* Keys for programs: what each may do, until when. One is shown once, when it is made. */
import { useEffect, useRef, useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { ActionButton, Check, Failure, Form, More, Page, Show, Tag, TextField } from "../components.tsx";
import { fromWallClock } from "../format.ts";
import { useAction, usePages } from "../hooks.ts";

type Scope = Schemas["Token"]["scopes"][number];
const SCOPES: readonly Scope[] = ["read", "vote", "register", "assembly", "polls", "papers", "admin"];

/* What a person's offices can fill: nobody gives a program more than they have. */
const NEEDS: Partial<Record<Scope, Schemas["Capability"]>> = {
  register: "keep_register",
  assembly: "convene",
  polls: "run_polls",
  papers: "enter_paper",
  admin: "administer",
};

/* A key that is shown once, to be copied. */
function Secret(props: { secret: Schemas["TokenSecret"] }) {
  const { announce, t } = useApp();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), [props.secret.id]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(props.secret.token);
      announce(t("tokens.copied"));
    } catch {
      input.current?.select();
    }
  };
  return (
    <div class="notice good">
      <label for="token-secret">{t("tokens.secret", { label: props.secret.label })}</label>
      <p class="hint" id="token-secret-hint">
        {t("tokens.secret_hint")}
      </p>
      <input
        id="token-secret"
        ref={input}
        readOnly
        value={props.secret.token}
        aria-describedby="token-secret-hint"
      />
      <p class="buttons">
        <button type="button" onClick={() => void copy()}>
          {t("tokens.copy")}
        </button>
      </p>
    </div>
  );
}

function Make(props: { onMade: (secret: Schemas["TokenSecret"]) => void }) {
  const { may, society, t, word } = useApp();
  const [label, setLabel] = useState("");
  const [scopes, setScopes] = useState<readonly Scope[]>(["read"]);
  const [until, setUntil] = useState("");
  const action = useAction();
  const choices = SCOPES.filter((scope) => {
    const needed = NEEDS[scope];
    return needed === undefined || may(needed);
  });
  const make = async () => {
    const expires = until === "" ? null : fromWallClock(`${until}T23:59`, society.time_zone);
    const { data } = await api.post("/api/v1/tokens", {
      body: { label, scopes: [...scopes], ...(expires === null ? {} : { expires_at: expires }) },
    });
    setLabel("");
    props.onMade(data);
  };
  return (
    <Form
      action={action}
      submit={t("tokens.make")}
      onSubmit={make}
      disabled={scopes.length === 0}
      label={t("tokens.make")}
    >
      <TextField
        label={t("tokens.label")}
        hint={t("tokens.label_hint")}
        value={label}
        onInput={setLabel}
        pointer="/label"
        maxLength={200}
        autocomplete="off"
        required
      />
      <fieldset>
        <legend>{t("tokens.scopes")}</legend>
        {choices.map((scope) => (
          <Check
            key={scope}
            label={word("scope", scope)}
            checked={scopes.includes(scope)}
            onInput={(isIn) =>
              setScopes(isIn ? [...scopes, scope] : scopes.filter((each) => each !== scope))
            }
          />
        ))}
      </fieldset>
      <TextField
        label={t("tokens.until")}
        hint={t("tokens.until_hint")}
        type="date"
        value={until}
        onInput={setUntil}
        pointer="/expires_at"
      />
    </Form>
  );
}

function TokenRow(props: { token: Schemas["Token"]; onDone: () => void }) {
  const { announce, instant, t, word } = useApp();
  const action = useAction();
  const { token } = props;
  return (
    <li class="row">
      <span class="row-title">{token.label}</span>
      <span class="row-facts">
        {token.scopes.map((scope) => word("scope", scope)).join(", ")} ·{" "}
        {t("tokens.made", { instant: instant(token.created_at) })}
        {token.expires_at !== undefined && (
          <> · {t("tokens.expires", { instant: instant(token.expires_at) })}</>
        )}{" "}
        {token.revoked_at !== undefined && <Tag>{t("tokens.revoked")}</Tag>}
      </span>
      <Failure problem={action.problem} />
      {token.revoked_at === undefined && (
        <ActionButton
          action={action}
          kind="danger"
          label={`${t("tokens.revoke")} ${token.label}`}
          confirm={t("tokens.revoke_confirm")}
          onAct={async () => {
            await api.remove("/api/v1/tokens/{token}", { path: { token: token.id } });
            announce(t("state.saved"));
            props.onDone();
          }}
        />
      )}
    </li>
  );
}

export function TokensView() {
  const { t } = useApp();
  const [secret, setSecret] = useState<Schemas["TokenSecret"] | null>(null);
  const tokens = usePages((after) =>
    api.get("/api/v1/tokens", { query: after === undefined ? {} : { after } }),
  );
  return (
    <Page title={t("tokens.title")} lead={t("tokens.lead")}>
      {secret !== null && <Secret secret={secret} />}
      <Show of={tokens}>
        {(items) => (
          <>
            <h2>{t("tokens.mine")}</h2>
            {items.length === 0 && <p>{t("tokens.none")}</p>}
            <ul class="rows">
              {items.map((token) => (
                <TokenRow key={token.id} token={token} onDone={tokens.reload} />
              ))}
            </ul>
            <More next={tokens.next} isBusy={tokens.isLoading} onMore={tokens.more} />
          </>
        )}
      </Show>
      <section>
        <h2>{t("tokens.make")}</h2>
        <Make
          onMade={(made) => {
            setSecret(made);
            tokens.reload();
          }}
        />
      </section>
    </Page>
  );
}

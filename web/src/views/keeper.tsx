/* One's own key as a keeper of ballot boxes: made in this browser, under a passphrase that is never sent. */

import { useState } from "preact/hooks";

import { api, ProblemError, refusal } from "../api.ts";
import { useApp } from "../app.tsx";
import { About, Form, Page, Show, TextField, Waiting } from "../components.tsx";
import { useAction, useLoad } from "../hooks.ts";
import type { KeeperStage } from "../keeper_work.ts";
import { makeKey } from "../keeper_work.ts";
import { pathOf } from "../router.ts";
import { inWorker } from "./booth_tools.ts";

/* One's key, or null where none was made. */
export async function keyOfMine() {
  try {
    return (await api.get("/api/v1/me/keeper")).data;
  } catch (error) {
    if (error instanceof ProblemError && error.problem.status === 404) {
      return null;
    }
    throw error;
  }
}

/* A public key as two people compare it, in fours. */
export function PublicKey(props: { of: string }) {
  return <p class="code">{props.of.replace(/.{4}(?!$)/g, "$& ")}</p>;
}

export function Passphrase(props: {
  label: string;
  hint?: string;
  value: string;
  isNew?: boolean;
  onInput: (value: string) => void;
}) {
  const { t } = useApp();
  const [isShown, setShown] = useState(false);
  return (
    <>
      <TextField
        label={props.label}
        {...(props.hint === undefined ? {} : { hint: props.hint })}
        type={isShown ? "text" : "password"}
        value={props.value}
        onInput={props.onInput}
        autocomplete={props.isNew === true ? "new-password" : "current-password"}
        required
      />
      <p class="buttons">
        <button type="button" aria-pressed={isShown} onClick={() => setShown(!isShown)}>
          <About act={t("keeper.show")} what={props.label} />
        </button>
      </p>
    </>
  );
}

/* How far the work on a key is. It has no measure: the bar only says that it goes on. */
export function KeyWork(props: { stage: KeeperStage; text: string }) {
  const { t } = useApp();
  const text = props.stage === "loading" ? t("keeper.loading") : props.text;
  return (
    <div class="notice">
      <Waiting text={text} />
      <progress aria-label={text} />
    </div>
  );
}

function Make(props: { onDone: () => void }) {
  const app = useApp();
  const { announce, t } = app;
  const [first, setFirst] = useState("");
  const [second, setSecond] = useState("");
  const [stage, setStage] = useState<KeeperStage>("loading");
  const action = useAction();
  const make = async () => {
    if (first !== second) {
      throw refusal("passphrases-differ", t("keeper.differ"));
    }
    const key = await inWorker(app, makeKey(first, setStage));
    await api.put("/api/v1/me/keeper", { body: key });
    setFirst("");
    setSecond("");
    announce(t("keeper.made"));
    props.onDone();
  };
  return (
    <Form action={action} submit={t("keeper.make")} onSubmit={make}>
      <Passphrase
        label={t("keeper.passphrase")}
        hint={t("keeper.passphrase_hint")}
        value={first}
        onInput={setFirst}
        isNew
      />
      <Passphrase label={t("keeper.again")} value={second} onInput={setSecond} isNew />
      {action.isBusy && <KeyWork stage={stage} text={t("keeper.making")} />}
    </Form>
  );
}

export function KeeperView() {
  const { t } = useApp();
  /* None is an answer too, which is shown. */
  const mine = useLoad(async () => ({ key: await keyOfMine() }));
  return (
    <Page title={t("keeper.title")} lead={t("keeper.lead")}>
      <Show of={mine}>
        {({ key }) => (
          <>
            {key === null ? (
              <p>{t("keeper.none")}</p>
            ) : (
              <div class="notice good">
                <p>{t("keeper.have")}</p>
                <PublicKey of={key.key} />
              </div>
            )}
            {key === null ? (
              <Make onDone={mine.reload} />
            ) : (
              <details>
                <summary>{t("keeper.replace")}</summary>
                <p>{t("keeper.replace_text")}</p>
                <Make onDone={mine.reload} />
              </details>
            )}
            <p>
              <a href={pathOf("me")}>{t("nav.me")}</a>
            </p>
          </>
        )}
      </Show>
    </Page>
  );
}

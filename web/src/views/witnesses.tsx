/* The witnesses of the log: who they are, what each has cosigned, and how many must. */
import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { Definition, Form, Page, Show, TextArea } from "../components.tsx";
import { useAction, useLoad } from "../hooks.ts";

type Policy = Schemas["LogPolicy"];

function Witnesses(props: { policy: Policy }) {
  const { count, instant, t } = useApp();
  const { policy } = props;
  if (policy.witnesses.length === 0) {
    return <p>{t("witness.none")}</p>;
  }
  return (
    <>
      <p role="status">{t(policy.witnessed ? "witness.met" : "witness.not_met")}</p>
      <ul class="cards">
        {policy.witnesses.map((witness) => (
          <li class="card" key={witness.key}>
            <h3>{witness.name}</h3>
            <dl>
              <Definition term={t("witness.size")}>{count(witness.size)}</Definition>
              {witness.cosigned_at !== undefined && (
                <Definition term={t("witness.at")}>{instant(witness.cosigned_at)}</Definition>
              )}
            </dl>
            <p class="code">{witness.key}</p>
          </li>
        ))}
      </ul>
    </>
  );
}

function Change(props: { policy: Policy; onDone: () => void }) {
  const { announce, t } = useApp();
  const [typed, setTyped] = useState(props.policy.policy);
  const action = useAction();
  const save = async () => {
    const policy = typed.endsWith("\n") ? typed : `${typed}\n`;
    await api.put("/api/v1/log/policy", { body: { policy } });
    announce(t("state.saved"));
    props.onDone();
  };
  return (
    <Form action={action} submit={t("action.save")} onSubmit={save} label={t("witness.change")}>
      <TextArea
        label={t("witness.policy")}
        hint={t("witness.policy_hint")}
        value={typed}
        rows={8}
        onInput={setTyped}
        pointer="/policy"
        required
      />
      <details>
        <summary>{t("witness.example")}</summary>
        <pre class="code">
          {"witness commune commune.example+1a2b3c4d+BASE64 https://temoin.commune.example\n"}
          {"witness union union.example+5e6f7a8b+BASE64 https://temoin.union.example\n"}
          {"group tous any commune union\nquorum tous\n"}
        </pre>
      </details>
    </Form>
  );
}

export function WitnessesView() {
  const { count, may, t } = useApp();
  const policy = useLoad(async () => (await api.get("/api/v1/log/policy")).data);
  return (
    <Page title={t("witness.title")} lead={t("witness.lead")}>
      <Show of={policy}>
        {(data) => (
          <>
            <p>{t("witness.log", { count: data.size, size: count(data.size) })}</p>
            <Witnesses policy={data} />
            {may("administer") && (
              <section>
                <h2>{t("witness.change")}</h2>
                <Change key={data.policy} policy={data} onDone={policy.reload} />
              </section>
            )}
          </>
        )}
      </Show>
    </Page>
  );
}

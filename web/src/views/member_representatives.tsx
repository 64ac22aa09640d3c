/* Who acts for a member: named by an act, from a day on, in full or as a substitute. */

import { useState } from "preact/hooks";

import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { ActionButton, Failure, Form, Select, TextField } from "../components.tsx";
import { today } from "../format.ts";
import { useAction } from "../hooks.ts";
import type { Editing } from "./member_office.tsx";
import { EmailField, NameField } from "./member_new.tsx";

function Represent(props: Editing) {
  const { announce, society, t, word } = useApp();
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [authority, setAuthority] = useState("");
  const [rank, setRank] = useState<"full" | "substitute">("full");
  const [from, setFrom] = useState(today(new Date(), society.time_zone));
  const action = useAction();
  const create = async (key: string) => {
    await api.post("/api/v1/members/{member}/representatives", {
      path: { member: props.member.id },
      body: { name, ...(email === "" ? {} : { email }), rank, authority, from_on: from },
      key,
    });
    announce(t("state.saved"));
    props.onDone();
  };
  return (
    <details>
      <summary>{t("representative.add")}</summary>
      <Form action={action} submit={t("representative.add")} onSubmit={create}>
        <NameField value={name} onInput={setName} />
        <EmailField value={email} onInput={setEmail} pointer="/email" />
        <Select
          label={t("representative.rank")}
          value={rank}
          onInput={(value) => setRank(value === "substitute" ? "substitute" : "full")}
          choices={(["full", "substitute"] as const).map((each) => ({
            value: each,
            label: word("acting", each),
          }))}
        />
        <TextField
          label={t("representative.authority")}
          hint={t("representative.authority_hint")}
          value={authority}
          onInput={setAuthority}
          pointer="/authority"
          required
        />
        <TextField
          label={t("member.from_on")}
          type="date"
          value={from}
          onInput={setFrom}
          pointer="/from_on"
          required
        />
      </Form>
    </details>
  );
}

export function Representatives(props: Editing) {
  const { announce, day, may, t, word } = useApp();
  const action = useAction();
  const { member } = props;
  return (
    <section>
      <h2>{t("representative.title")}</h2>
      {member.representatives.length === 0 && <p>{t("representative.none")}</p>}
      <Failure problem={action.problem} />
      <ul class="rows">
        {member.representatives.map((each) => (
          <li class="row" key={each.id}>
            <span class="row-title">{each.person.name}</span>
            <span class="row-facts">
              {word("acting", each.rank)} · {each.authority} ·{" "}
              {t("member.since", { day: day(each.from_on) })}
              {each.until_on !== undefined && (
                <> · {t("member.until", { day: day(each.until_on) })}</>
              )}
            </span>
            {may("keep_register") && each.until_on === undefined && (
              <ActionButton
                action={action}
                label={t("representative.end")}
                confirm={t("representative.end_confirm", { name: each.person.name })}
                onAct={async () => {
                  await api.remove(
                    "/api/v1/members/{member}/representatives/{representative}",
                    { path: { member: member.id, representative: each.id } },
                  );
                  announce(t("state.saved"));
                  props.onDone();
                }}
              />
            )}
          </li>
        ))}
      </ul>
      {may("keep_register") && <Represent {...props} />}
    </section>
  );
}

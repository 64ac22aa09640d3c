/* What whoever keeps the register does about one member: correct, move, admit, suspend, note consents, erase. */

import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { ActionButton, Check, Failure, Form, Select, TextField } from "../components.tsx";
import { today } from "../format.ts";
import { useAction, useKeptFocus, useLoad } from "../hooks.ts";
import { languages } from "../i18n.ts";
import { Erasure } from "./member_erasure.tsx";
import type { Groups } from "./member_new.tsx";
import { EmailField, GroupFields, NameField } from "./member_new.tsx";

type Member = Schemas["Member"];
export interface Editing {
  member: Member;
  etag: string;
  groups: Groups;
  onDone: () => void;
}

function Move(props: Editing) {
  const { announce, society, t } = useApp();
  const { member, etag, groups } = props;
  const [category, setCategory] = useState(member.category ?? "");
  const [college, setCollege] = useState(member.college ?? "");
  const [from, setFrom] = useState(today(new Date(), society.time_zone));
  const action = useAction();
  const move = async () => {
    await api.post("/api/v1/members/{member}/memberships", {
      path: { member: member.id },
      body: { category, ...(college === "" ? {} : { college }), from_on: from },
      match: etag,
    });
    announce(t("state.saved"));
    props.onDone();
  };
  return (
    <details>
      <summary>{t("member.move")}</summary>
      <Form action={action} submit={t("member.move")} onSubmit={move}>
        <GroupFields
          groups={groups}
          category={category}
          college={college}
          onCategory={setCategory}
          onCollege={setCollege}
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

type NextState = Schemas["MemberStateChange"]["state"];
const NEXT: Record<Member["state"], readonly NextState[]> = {
  applied: ["admitted", "left"],
  admitted: ["suspended", "left"],
  suspended: ["admitted", "left"],
  left: ["admitted"],
};

function ChangeState(props: Editing) {
  const { announce, society, t, word } = useApp();
  const { member, etag } = props;
  const choices = NEXT[member.state];
  const [state, setState] = useState<NextState>(choices[0] ?? "admitted");
  const [on, setOn] = useState(today(new Date(), society.time_zone));
  const action = useAction();
  const change = async () => {
    await api.post("/api/v1/members/{member}/state", {
      path: { member: member.id },
      body: { state, on },
      match: etag,
    });
    announce(t("state.saved"));
    props.onDone();
  };
  return (
    <details>
      <summary>{t("member.change_state")}</summary>
      <Form action={action} submit={t("member.change_state")} onSubmit={change}>
        <Select
          label={t("member.state")}
          pointer="/state"
          value={state}
          onInput={(value) => setState(choices.find((each) => each === value) ?? state)}
          choices={choices.map((each) => ({ value: each, label: word("member_state", each) }))}
        />
        <TextField
          label={t("member.on")}
          type="date"
          value={on}
          onInput={setOn}
          pointer="/on"
          required
        />
      </Form>
    </details>
  );
}

/* What is not given stays: an empty field is told as one, since the register may have to forget it. */
function Correct(props: Editing) {
  const { announce, t, word } = useApp();
  const { member, etag } = props;
  const person = member.person;
  const [name, setName] = useState(member.name);
  const [number, setNumber] = useState(member.number);
  const [shares, setShares] = useState(String(member.shares));
  const [email, setEmail] = useState(person?.email ?? "");
  const [phone, setPhone] = useState(person?.phone ?? "");
  const [bornOn, setBornOn] = useState(person?.born_on ?? "");
  const [language, setLanguage] = useState<string>(person?.language ?? "");
  const action = useAction();
  const contact = () => {
    const spoken = languages.find((each) => each === language);
    return {
      email,
      phone,
      ...(bornOn === "" ? {} : { born_on: bornOn }),
      ...(spoken === undefined ? {} : { language: spoken }),
    };
  };
  const save = async () => {
    await api.patch("/api/v1/members/{member}", {
      path: { member: member.id },
      body: {
        name,
        number,
        shares: /^\d{1,15}$/.test(shares) ? Number(shares) : 0,
        ...(person === undefined ? {} : { person: contact() }),
      },
      match: etag,
    });
    announce(t("state.saved"));
    props.onDone();
  };
  return (
    <details>
      <summary>{t("member.correct")}</summary>
      <Form action={action} submit={t("action.save")} onSubmit={save}>
        <NameField value={name} onInput={setName} />
        <TextField
          label={t("member.number")}
          value={number}
          onInput={setNumber}
          pointer="/number"
          autocomplete="off"
          required
        />
        <TextField
          label={t("member.shares")}
          hint={t("member.shares_hint")}
          type="number"
          inputMode="numeric"
          min="0"
          value={shares}
          onInput={setShares}
          pointer="/shares"
        />
        {person !== undefined && (
          <>
            <EmailField value={email} onInput={setEmail} pointer="/person/email" />
            <TextField
              label={t("member.phone")}
              hint={t("field.optional")}
              value={phone}
              onInput={setPhone}
              pointer="/person/phone"
              autocomplete="off"
            />
            <TextField
              label={t("member.born_on")}
              hint={t("member.born_hint")}
              type="date"
              value={bornOn}
              onInput={setBornOn}
              pointer="/person/born_on"
            />
            <Select
              label={t("member.language")}
              pointer="/person/language"
              value={language}
              onInput={setLanguage}
              choices={[
                { value: "", label: t("member.language_none") },
                ...languages.map((each) => ({ value: each, label: word("language", each) })),
              ]}
            />
          </>
        )}
      </Form>
    </details>
  );
}

/* What they agreed to on paper, noted here; what they say themselves stands beside it. */
function Consents(props: Editing) {
  const { announce, instant, t, word } = useApp();
  const path = { member: props.member.id };
  const loaded = useLoad(
    async () => (await api.get("/api/v1/members/{member}/consents", { path })).data,
  );
  const action = useAction();
  const consents = loaded.data;
  const note = async (body: { mail?: boolean; name?: boolean }) => {
    await api.put("/api/v1/members/{member}/consents", { path, body });
    announce(t("state.saved"));
    loaded.reload();
  };
  const said = (each: Schemas["ConsentChange"]) => {
    if (each.name !== undefined) return each.name ? "member.name_given" : "member.name_taken";
    return each.mail === true ? "member.consent_given" : "member.consent_taken";
  };
  return (
    <details>
      <summary>{t("member.consents")}</summary>
      <Failure problem={action.problem ?? loaded.problem} />
      {consents !== null && (
        <>
          <Check
            label={t("member.consent_mail")}
            checked={consents.mail}
            onInput={(mail) => void action.run(() => note({ mail }))}
          />
          <p class="hint">{t("member.consent_hint")}</p>
          {consents.name && (
            <p class="buttons">
              {t("member.name_shown")}{" "}
              <ActionButton
                action={action}
                label={t("member.name_withdraw")}
                onAct={() => note({ name: false })}
              />
            </p>
          )}
          <ul class="rows">
            {consents.history.map((each, i) => (
              <li class="row" key={i}>
                {t(said(each), {
                  instant: instant(each.at),
                  source: word("consent_source", each.source),
                })}
              </li>
            ))}
          </ul>
        </>
      )}
    </details>
  );
}

export function Office(props: Editing) {
  const { may, t } = useApp();
  const heading = useKeptFocus<HTMLHeadingElement>(props.etag);
  const { member } = props;
  return (
    <section class="office">
      <h2 ref={heading} tabIndex={-1}>
        {t("member.office")}
      </h2>
      {/* Made again when the member changed, from what the register then says. */}
      <div key={props.etag}>
        <Correct {...props} />
        <Move {...props} />
        <ChangeState {...props} />
        <Consents {...props} />
        {may("administer") && <Erasure member={member} etag={props.etag} onDone={props.onDone} />}
      </div>
    </section>
  );
}

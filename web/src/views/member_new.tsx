/* Entering a member. */

import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { Form, Page, Radios, Select, Show, TextField } from "../components.tsx";
import { today } from "../format.ts";
import { useAction, useLoad, useUnsent } from "../hooks.ts";
import { navigate } from "../navigate.ts";
import { pathOf } from "../router.ts";
import { FoundingWay } from "./founding_way.tsx";

export interface Groups {
  readonly categories: readonly Schemas["Category"][];
  readonly colleges: readonly Schemas["College"][];
}

export async function loadGroups(): Promise<Groups> {
  const [categories, colleges] = await Promise.all([
    api.get("/api/v1/categories", { query: { limit: 100 } }),
    api.get("/api/v1/colleges", { query: { limit: 100 } }),
  ]);
  return { categories: categories.data.items, colleges: colleges.data.items };
}

/* Category and college: two things. The college follows the category where the statutes say so. */
export function GroupFields(props: {
  groups: Groups;
  category: string;
  college: string;
  onCategory: (value: string) => void;
  onCollege: (value: string) => void;
}) {
  const { label, t } = useApp();
  const { categories, colleges } = props.groups;
  const chooseCategory = (value: string) => {
    props.onCategory(value);
    const fits = colleges.filter((college) => college.categories.includes(value));
    if (fits.length === 1 && fits[0] !== undefined) {
      props.onCollege(fits[0].id);
    }
  };
  return (
    <>
      <Select
        label={t("member.category")}
        value={props.category}
        onInput={chooseCategory}
        pointer="/category"
        required
        choices={[
          { value: "", label: t("field.choose") },
          ...categories.map((each) => ({ value: each.id, label: label(each.labels) })),
        ]}
      />
      {colleges.length > 0 && (
        <Select
          label={t("member.college")}
          value={props.college}
          onInput={props.onCollege}
          pointer="/college"
          required
          choices={[
            { value: "", label: t("field.choose") },
            ...colleges.map((each) => ({ value: each.id, label: label(each.labels) })),
          ]}
        />
      )}
    </>
  );
}

export function NameField(props: { value: string; onInput: (value: string) => void }) {
  const { t } = useApp();
  return (
    <TextField
      {...props}
      label={t("member.name")}
      pointer="/name"
      maxLength={200}
      autocomplete="off"
      required
    />
  );
}

/* pointer is where it stands in what is sent. */
export function EmailField(props: {
  value: string;
  onInput: (value: string) => void;
  pointer: string;
}) {
  const { t } = useApp();
  return (
    <TextField
      {...props}
      label={t("member.email")}
      hint={t("field.optional")}
      type="email"
      autocomplete="off"
    />
  );
}

function NewMember(props: { groups: Groups }) {
  const { society, t, word } = useApp();
  const [kind, setKind] = useState<"natural" | "legal">("natural");
  const [name, setName] = useState("");
  const [number, setNumber] = useState("");
  const [email, setEmail] = useState("");
  const [phone, setPhone] = useState("");
  const [bornOn, setBornOn] = useState("");
  const [shares, setShares] = useState("");
  const [category, setCategory] = useState("");
  const [college, setCollege] = useState("");
  const [state, setState] = useState<"admitted" | "applied">("admitted");
  const [on, setOn] = useState(today(new Date(), society.time_zone));
  const action = useAction();
  const letGo = useUnsent([name, number, email, phone, bornOn, shares].some((typed) => typed !== ""));
  const create = async (key: string) => {
    const person = {
      ...(email === "" ? {} : { email }),
      ...(phone === "" ? {} : { phone }),
      ...(bornOn === "" ? {} : { born_on: bornOn }),
    };
    const { data } = await api.post("/api/v1/members", {
      body: {
        kind,
        name,
        ...(number === "" ? {} : { number }),
        ...(kind === "natural" ? { person } : {}),
        category,
        ...(college === "" ? {} : { college }),
        ...(/^\d{1,15}$/.test(shares) ? { shares: Number(shares) } : {}),
        state,
        ...(state === "admitted" ? { admitted_on: on } : { applied_on: on }),
      },
      key,
    });
    letGo();
    navigate(pathOf("member", { member: data.id }));
  };
  return (
    <Form action={action} submit={t("register.add")} onSubmit={create}>
      <Radios
        legend={t("member.kind")}
        value={kind}
        onInput={(value) => setKind(value === "legal" ? "legal" : "natural")}
        choices={(["natural", "legal"] as const).map((each) => ({
          value: each,
          label: word("member_kind", each),
        }))}
      />
      <NameField value={name} onInput={setName} />
      <TextField
        label={t("member.number")}
        hint={t("member.number_hint")}
        value={number}
        onInput={setNumber}
        pointer="/number"
        autocomplete="off"
      />
      {kind === "natural" && (
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
            autocomplete="off"
          />
        </>
      )}
      <GroupFields
        groups={props.groups}
        category={category}
        college={college}
        onCategory={setCategory}
        onCollege={setCollege}
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
      <Radios
        legend={t("member.state")}
        value={state}
        onInput={(value) => setState(value === "applied" ? "applied" : "admitted")}
        choices={(["admitted", "applied"] as const).map((each) => ({
          value: each,
          label: word("member_state", each),
        }))}
      />
      <TextField
        label={t(state === "admitted" ? "member.admitted_on" : "member.applied_on")}
        type="date"
        value={on}
        onInput={setOn}
        pointer={state === "admitted" ? "/admitted_on" : "/applied_on"}
        required
      />
    </Form>
  );
}

export function MemberNewView() {
  const { t } = useApp();
  const groups = useLoad(loadGroups);
  return (
    <Page title={t("register.add")}>
      <FoundingWay step="register" />
      <Show of={groups}>{(data) => <NewMember groups={data} />}</Show>
    </Page>
  );
}

/* Who holds which office; granting and ending them, also to people who are not members. */

import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import {
  ActionButton,
  Failure,
  Form,
  More,
  Page,
  Radios,
  Select,
  Show,
  TextField,
} from "../components.tsx";
import { fromWallClock } from "../format.ts";
import { useAction, usePages } from "../hooks.ts";
import { MemberSearch } from "./attendance.tsx";
import { FoundingWay } from "./founding_way.tsx";
import { SignInLink } from "./member_link.tsx";
import { EmailField, NameField } from "./member_new.tsx";

type Role = Schemas["Role"];
const ROLES: readonly Role[] = [
  "administrator",
  "secretary",
  "chair",
  "teller",
  "moderator",
  "auditor",
];

type Who = "member" | "outside";
type Chosen = { id: string; name: string };

/* Someone of the register, or somebody else, by name and address. */
function Holder(props: {
  who: Who;
  member: Chosen | null;
  name: string;
  email: string;
  onWho: (who: Who) => void;
  onMember: (member: Chosen | null) => void;
  onName: (name: string) => void;
  onEmail: (email: string) => void;
}) {
  const { t, word } = useApp();
  const { who, member } = props;
  return (
    <>
      <Radios
        legend={t("offices.who")}
        value={who}
        onInput={(value) => props.onWho(value === "outside" ? "outside" : "member")}
        choices={(["member", "outside"] as const).map((each) => ({
          value: each,
          label: word("holder", each),
        }))}
      />
      {who === "outside" && (
        <>
          <NameField value={props.name} onInput={props.onName} />
          <EmailField value={props.email} onInput={props.onEmail} pointer="/email" />
        </>
      )}
      {who === "member" && member === null && (
        <MemberSearch
          label={t("offices.member")}
          actionLabel={t("offices.grant")}
          onChoose={(chosen) => {
            props.onMember(chosen);
            return Promise.resolve();
          }}
        />
      )}
      {who === "member" && member !== null && (
        <p class="buttons">
          <strong>{member.name}</strong>
          <button type="button" onClick={() => props.onMember(null)}>
            {t("action.change")}
          </button>
        </p>
      )}
    </>
  );
}

function Grant(props: { onDone: () => void }) {
  const { announce, society, t, word } = useApp();
  const [who, setWho] = useState<Who>("member");
  const [member, setMember] = useState<Chosen | null>(null);
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("secretary");
  const [until, setUntil] = useState("");
  const action = useAction();
  const grant = async (key: string) => {
    const end = until === "" ? null : fromWallClock(`${until}T23:59`, society.time_zone);
    const dated = { role, ...(end === null ? {} : { until: end }) };
    if (who === "outside") {
      const body = { ...dated, name, ...(email === "" ? {} : { email }) };
      await api.post("/api/v1/offices", { body, key });
    } else if (member !== null) {
      await api.post("/api/v1/offices", { body: { ...dated, member: member.id }, key });
    }
    announce(t("state.saved"));
    setMember(null);
    setName("");
    setEmail("");
    props.onDone();
  };
  return (
    <Form
      action={action}
      submit={t("offices.grant")}
      onSubmit={grant}
      disabled={who === "member" ? member === null : name.trim() === ""}
    >
      <Select
        label={t("offices.role")}
        pointer="/role"
        hint={word("role_text", role)}
        value={role}
        onInput={(value) => setRole(ROLES.find((each) => each === value) ?? role)}
        choices={ROLES.map((each) => ({ value: each, label: word("role", each) }))}
      />
      <Holder
        who={who}
        member={member}
        name={name}
        email={email}
        onWho={setWho}
        onMember={setMember}
        onName={setName}
        onEmail={setEmail}
      />
      <TextField
        label={t("offices.until")}
        hint={t("offices.until_hint")}
        type="date"
        value={until}
        onInput={setUntil}
        pointer="/until"
      />
    </Form>
  );
}

function OfficeRow(props: { office: Schemas["Office"]; onDone: () => void }) {
  const { announce, instant, t, word } = useApp();
  const action = useAction();
  const [link, setLink] = useState<Schemas["SignInLink"] | null>(null);
  const { office } = props;
  const person = office.person;
  return (
    <li class="card">
      <h3>
        {word("role", office.role)} · {person?.name ?? office.name ?? ""}
      </h3>
      <p class="quiet">{word("role_text", office.role)}</p>
      <p>
        {t("offices.since", { instant: instant(office.since) })}
        {office.until !== undefined && (
          <>
            <br />
            {t("offices.ends", { instant: instant(office.until) })}
          </>
        )}
      </p>
      <Failure problem={action.problem} />
      <p class="buttons">
        {person !== undefined && link === null && (
          <ActionButton
            action={action}
            label={t("link.make")}
            onAct={async () => {
              const { data } = await api.post("/api/v1/persons/{person}/links", {
                path: { person: person.id },
                body: {},
              });
              setLink(data);
            }}
          />
        )}
        <ActionButton
          action={action}
          kind="danger"
          label={t("offices.end")}
          confirm={t("offices.end_confirm")}
          onAct={async () => {
            await api.remove("/api/v1/offices/{office}", { path: { office: office.id } });
            announce(t("state.saved"));
            props.onDone();
          }}
        />
      </p>
      {link !== null && <SignInLink link={link} />}
    </li>
  );
}

export function OfficesView() {
  const { t } = useApp();
  const offices = usePages((after) =>
    api.get("/api/v1/offices", { query: after === undefined ? {} : { after } }),
  );
  return (
    <Page title={t("offices.title")} lead={t("offices.lead")}>
      <FoundingWay step="offices" />
      <Show of={offices}>
        {(items) => (
          <>
            <h2>{t("offices.held")}</h2>
            <ul class="cards">
              {items.map((office) => (
                <OfficeRow key={office.id} office={office} onDone={offices.reload} />
              ))}
            </ul>
            <More next={offices.next} isBusy={offices.isLoading} onMore={offices.more} />
          </>
        )}
      </Show>
      <section>
        <h2>{t("offices.grant")}</h2>
        <Grant onDone={offices.reload} />
      </section>
    </Page>
  );
}

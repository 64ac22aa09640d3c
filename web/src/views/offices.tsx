/* Who holds which office; granting and ending them. */

import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { ActionButton, Failure, Form, More, Page, Select, Show } from "../components.tsx";
import { useAction, usePages } from "../hooks.ts";
import { MemberSearch } from "./attendance.tsx";
import { SignInLink } from "./member.tsx";

type Role = Schemas["Role"];
const ROLES: readonly Role[] = [
  "administrator",
  "secretary",
  "chair",
  "teller",
  "moderator",
  "auditor",
];

function Grant(props: { onDone: () => void }) {
  const { announce, t, word } = useApp();
  const [member, setMember] = useState<{ id: string; name: string } | null>(null);
  const [role, setRole] = useState<Role>("secretary");
  const action = useAction();
  const grant = async (key: string) => {
    if (member !== null) {
      await api.post("/api/v1/offices", { body: { member: member.id, role }, key });
      announce(t("state.saved"));
      setMember(null);
      props.onDone();
    }
  };
  return (
    <Form
      action={action}
      submit={t("offices.grant")}
      onSubmit={grant}
      disabled={member === null}
    >
      <Select
        label={t("offices.role")}
        value={role}
        onInput={(value) => setRole(ROLES.find((each) => each === value) ?? role)}
        choices={ROLES.map((each) => ({ value: each, label: word("role", each) }))}
      />
      {member === null ? (
        <MemberSearch
          label={t("offices.member")}
          actionLabel={t("offices.grant")}
          onChoose={(chosen) => {
            setMember(chosen);
            return Promise.resolve();
          }}
        />
      ) : (
        <p class="buttons">
          <strong>{member.name}</strong>
          <button type="button" onClick={() => setMember(null)}>
            {t("action.change")}
          </button>
        </p>
      )}
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
        {word("role", office.role)} · {person?.name ?? ""}
      </h3>
      <p>{t("offices.since", { instant: instant(office.since) })}</p>
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

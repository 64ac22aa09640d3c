/* One member of the register: who they are, where they vote, who acts for them, and a link to sign in. */

import { useEffect, useRef, useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import {
  ActionButton,
  Definition,
  Failure,
  Form,
  Page,
  Select,
  Show,
  Tag,
  TextField,
} from "../components.tsx";
import { today } from "../format.ts";
import { useAction, useKeptFocus, useLoad } from "../hooks.ts";
import { pathOf } from "../router.ts";
import type { Groups } from "./member_new.tsx";
import { EmailField, GroupFields, loadGroups, NameField } from "./member_new.tsx";

type Member = Schemas["Member"];
interface Editing {
  member: Member;
  etag: string;
  groups: Groups;
  onDone: () => void;
}

/* A link that is shown once, to be copied and given. */
export function SignInLink(props: { link: Schemas["SignInLink"] }) {
  const { announce, instant, t } = useApp();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), [props.link.url]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(props.link.url);
      announce(t("link.copied"));
    } catch {
      input.current?.select();
    }
  };
  return (
    <div class="notice good">
      <label for="sign-in-link">{t("link.label")}</label>
      <p class="hint" id="sign-in-link-hint">
        {t("link.hint", { instant: instant(props.link.expires_at) })}
      </p>
      <input
        id="sign-in-link"
        ref={input}
        readOnly
        value={props.link.url}
        aria-describedby="sign-in-link-hint"
      />
      <p class="buttons">
        <button type="button" onClick={() => void copy()}>
          {t("link.copy")}
        </button>
      </p>
    </div>
  );
}

function Link(props: { member: Member }) {
  const { t } = useApp();
  const [link, setLink] = useState<Schemas["SignInLink"] | null>(null);
  const action = useAction();
  return (
    <section>
      <h2>{t("link.title")}</h2>
      <p>{t("link.lead")}</p>
      <Failure problem={action.problem} />
      {link === null ? (
        <p class="buttons">
          <ActionButton
            action={action}
            kind="primary"
            label={t("link.make")}
            onAct={async () => {
              const { data } = await api.post("/api/v1/members/{member}/links", {
                path: { member: props.member.id },
                body: {},
              });
              setLink(data);
            }}
          />
        </p>
      ) : (
        <SignInLink link={link} />
      )}
    </section>
  );
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

function Correct(props: Editing) {
  const { announce, t } = useApp();
  const { member, etag } = props;
  const [name, setName] = useState(member.name);
  const [email, setEmail] = useState(member.person?.email ?? "");
  const action = useAction();
  const save = async () => {
    await api.patch("/api/v1/members/{member}", {
      path: { member: member.id },
      body: { name, ...(member.kind === "natural" ? { person: { email } } : {}) },
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
        {member.kind === "natural" && (
          <EmailField value={email} onInput={setEmail} pointer="/person/email" />
        )}
      </Form>
    </details>
  );
}

function Office(props: Editing) {
  const { t } = useApp();
  const heading = useKeptFocus<HTMLHeadingElement>(props.etag);
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
      </div>
    </section>
  );
}

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

function Representatives(props: Editing) {
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

function Facts(props: { member: Member; groups: Groups }) {
  const { count, day, label, t, word } = useApp();
  const { member, groups } = props;
  const college = groups.colleges.find((each) => each.id === member.college);
  const category = groups.categories.find((each) => each.id === member.category);
  return (
    <dl class="pairs">
      <Definition term={t("member.number")}>{member.number}</Definition>
      <Definition term={t("member.state")}>
        <Tag>{word("member_state", member.state)}</Tag>
      </Definition>
      <Definition term={t("member.kind")}>{word("member_kind", member.kind)}</Definition>
      {member.category !== undefined && (
        <Definition term={t("member.category")}>
          {category === undefined ? member.category : label(category.labels)}
        </Definition>
      )}
      {member.college !== undefined && (
        <Definition term={t("member.college")}>
          {college === undefined ? member.college : label(college.labels)}
        </Definition>
      )}
      {member.admitted_on !== undefined && (
        <Definition term={t("member.admitted_on")}>{day(member.admitted_on)}</Definition>
      )}
      {member.left_on !== undefined && (
        <Definition term={t("member.left_on")}>{day(member.left_on)}</Definition>
      )}
      {member.person?.email !== undefined && (
        <Definition term={t("member.email")}>{member.person.email}</Definition>
      )}
      {member.person?.born_on !== undefined && (
        <Definition term={t("member.born_on")}>{day(member.person.born_on)}</Definition>
      )}
      <Definition term={t("member.shares")}>{count(member.shares)}</Definition>
    </dl>
  );
}

export function MemberView(props: { id: string }) {
  const { may, t } = useApp();
  const loaded = useLoad(async () => {
    const [member, groups] = await Promise.all([
      api.get("/api/v1/members/{member}", { path: { member: props.id } }),
      loadGroups(),
    ]);
    return { member: member.data, etag: member.etag, groups };
  }, props.id);
  return (
    <Show of={loaded}>
      {(data) => {
        const editing = { ...data, onDone: loaded.reload };
        const { member } = data;
        const hasRepresentatives = member.kind === "legal" || member.representatives.length > 0;
        return (
          <Page title={member.name}>
            <p>
              <a href={pathOf("register")}>{t("nav.register")}</a>
            </p>
            <Facts {...data} />
            {may("keep_register") && (
              <>
                <Office {...editing} />
                {member.state !== "left" && <Link member={member} />}
              </>
            )}
            {hasRepresentatives && <Representatives {...editing} />}
          </Page>
        );
      }}
    </Show>
  );
}

/* The box of a secret poll, for who runs polls: its three keepers, a waiver for a college that is too small, and
 * the destruction of the sealed ballots after the appeal period. */

import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import {
  About,
  ActionButton,
  Doing,
  Failure,
  Fields,
  Form,
  Page,
  Show,
  TextField,
} from "../components.tsx";
import { useAction, useLoad } from "../hooks.ts";
import { pathOf } from "../router.ts";
import { MemberSearch } from "./attendance.tsx";
import { PublicKey } from "./keeper.tsx";

type Chosen = { readonly id: string; readonly name: string; readonly kind: "person" | "member" };
type Officer = { readonly name: string; readonly hasKey: boolean };
type Officers = ReadonlyMap<string, Officer>;
const KEEPERS = 3;
const LETTERS = 2; /* of a name, at least: the register is not to be read letter by letter */

async function load(id: string) {
  const path = { poll: id };
  const [poll, keepers, offices] = await Promise.all([
    api.get("/api/v1/polls/{poll}", { path }),
    api.get("/api/v1/polls/{poll}/keepers", { path }),
    api.get("/api/v1/offices", { query: { limit: 100 } }),
  ]);
  const persons = new Map<string, Officer>();
  for (const { has_keeper_key, person, until } of offices.data.items) {
    if (person !== undefined && until === undefined) {
      persons.set(person.id, { name: person.name, hasKey: has_keeper_key === true });
    }
  }
  return { poll: poll.data, etag: poll.etag, keepers: keepers.data.items, persons };
}

/* Officers are a press away; any other member is looked for. Who has no key cannot be named, and is told apart. */
function Choose(props: {
  poll: string;
  persons: Officers;
  chosen: readonly Chosen[];
  onChoose: (keeper: Chosen) => void;
}) {
  const { t } = useApp();
  const { persons, chosen, onChoose } = props;
  const left = [...persons].filter(([id]) => !chosen.some((each) => each.id === id));
  const without = left.filter(([, { hasKey }]) => !hasKey).map(([, { name }]) => name);
  const find = async (q: string) => {
    if (q.length < LETTERS) {
      return [];
    }
    const path = { poll: props.poll };
    const { data } = await api.get("/api/v1/polls/{poll}/keepers/candidates", { path, query: { q, limit: 8 } });
    return data.items.map(({ id, name, number, has_keeper_key }) =>
      has_keeper_key ? { id, name, number } : { id, name, number, hindered: t("keepers.no_key") },
    );
  };
  return (
    <>
      <ul class="choices" aria-label={t("keepers.officers")}>
        {left.map(
          ([id, { name, hasKey }]) =>
            hasKey && (
              <li key={id}>
                <button type="button" onClick={() => onChoose({ id, name, kind: "person" })}>
                  <Doing act={t("keepers.add")} />
                  {name}
                </button>
              </li>
            ),
        )}
      </ul>
      {without.length > 0 && <p>{t("keepers.without", { names: without.join(", ") })}</p>}
      <p class="hint">
        {t("keepers.how")} <a href={pathOf("keeper")}>{t("keeper.title")}</a>
      </p>
      <MemberSearch
        label={t("keepers.search")}
        actionLabel={t("keepers.add")}
        find={find}
        onChoose={({ id, name }) => {
          onChoose({ id, name, kind: "member" });
          return Promise.resolve();
        }}
      />
    </>
  );
}

function Name(props: {
  poll: string;
  keepers: Schemas["KeeperList"]["items"];
  persons: Officers;
  onDone: () => void;
}) {
  const { announce, t } = useApp();
  const [chosen, setChosen] = useState<readonly Chosen[]>(() =>
    props.keepers.map(({ person }) => ({ ...person, kind: "person" })),
  );
  const action = useAction();
  const name = async () => {
    await api.put("/api/v1/polls/{poll}/keepers", {
      path: { poll: props.poll },
      body: { keepers: chosen.map(({ id, kind }) => ({ [kind]: id })) },
    });
    announce(t("state.saved"));
    props.onDone();
  };
  return (
    <Form
      action={action}
      submit={t("keepers.name")}
      onSubmit={name}
      disabled={chosen.length !== KEEPERS}
    >
      <p>{t("keepers.text")}</p>
      <ol class="rows" aria-label={t("urn.keepers")}>
        {chosen.map((keeper) => (
          <li class="row buttons" key={keeper.id}>
            <strong>{keeper.name}</strong>
            <button
              type="button"
              onClick={() => setChosen(chosen.filter(({ id }) => id !== keeper.id))}
            >
              <About act={t("action.remove")} what={keeper.name} />
            </button>
          </li>
        ))}
      </ol>
      {chosen.length < KEEPERS && (
        <Choose
          poll={props.poll}
          persons={props.persons}
          chosen={chosen}
          onChoose={(keeper) => setChosen([...chosen, keeper])}
        />
      )}
    </Form>
  );
}

/* Those who are named, with their keys: who was given another key in the place of theirs sees it here. */
function Named(props: { keepers: Schemas["KeeperList"]["items"] }) {
  const { t } = useApp();
  return (
    <section>
      <h2>{t("keepers.named")}</h2>
      <p>{t("keepers.compare")}</p>
      <ol class="cards">
        {props.keepers.map(({ index, person, key }) => (
          <li class="card" key={index}>
            <strong>{person.name}</strong>
            <PublicKey of={key} />
          </li>
        ))}
      </ol>
    </section>
  );
}

/* A college may be too small for secrecy: the reason why the poll is held all the same stands in the log. */
function Waiver(props: { poll: Schemas["Poll"]; etag: string; onDone: () => void }) {
  const { announce, t } = useApp();
  const [reason, setReason] = useState("");
  const action = useAction();
  const waive = async () => {
    await api.post("/api/v1/polls/{poll}/waiver", {
      path: { poll: props.poll.id },
      body: { reason },
      match: props.etag,
    });
    announce(t("state.saved"));
    props.onDone();
  };
  if (props.poll.waived === true) {
    return <p class="notice">{t("keepers.waived")}</p>;
  }
  return (
    <details>
      <summary>{t("keepers.waive")}</summary>
      <p>{t("keepers.waive_text")}</p>
      <Fields of={action}>
        <TextField
          label={t("poll.reason")}
          value={reason}
          onInput={setReason}
          pointer="/reason"
          maxLength={200}
        />
      </Fields>
      <Failure problem={action.problem} />
      <p class="buttons">
        <ActionButton
          action={action}
          kind="danger"
          label={t("keepers.waive")}
          confirm={t("keepers.waive_confirm")}
          onAct={waive}
        />
      </p>
    </details>
  );
}

function Destruction(props: { poll: Schemas["Poll"]; etag: string; onDone: () => void }) {
  const { announce, instant, t } = useApp();
  const { poll, etag } = props;
  const action = useAction();
  if (poll.destroyed_at !== undefined) {
    return <p class="notice">{t("keepers.destroyed", { instant: instant(poll.destroyed_at) })}</p>;
  }
  if (poll.state !== "published" || poll.kept_until === undefined) {
    return null;
  }
  const destroy = async () => {
    await api.post("/api/v1/polls/{poll}/destruction", {
      path: { poll: poll.id },
      body: {},
      match: etag,
    });
    announce(t("keepers.destroying"));
    props.onDone();
  };
  return (
    <section>
      <h2>{t("keepers.destruction")}</h2>
      <p>{t("keepers.kept_until", { instant: instant(poll.kept_until) })}</p>
      <Failure problem={action.problem} />
      <p class="buttons">
        <ActionButton
          action={action}
          kind="danger"
          label={t("keepers.destroy")}
          confirm={t("keepers.destroy_confirm")}
          onAct={destroy}
        />
      </p>
    </section>
  );
}

export function KeepersView(props: { poll: string }) {
  const { t } = useApp();
  const loaded = useLoad(() => load(props.poll), props.poll);
  return (
    <Page title={t("keepers.title")}>
      <Show of={loaded}>
        {({ poll, etag, keepers, persons }) => {
          const isBefore = poll.state === "draft" || poll.state === "called";
          const path = { poll: poll.id };
          return (
            <>
              <p>
                <a href={pathOf("poll", path)}>{poll.title}</a>
                {" · "}
                <a href={pathOf("urn", path)}>{t("urn.title")}</a>
              </p>
              {poll.secrecy !== "secret" ? (
                <p>{t("keepers.open_poll")}</p>
              ) : isBefore ? (
                <>
                  <Name poll={poll.id} keepers={keepers} persons={persons} onDone={loaded.reload} />
                  {keepers.length > 0 && <Named keepers={keepers} />}
                  <Waiver poll={poll} etag={etag} onDone={loaded.reload} />
                </>
              ) : (
                <>
                  <Named keepers={keepers} />
                  <Destruction poll={poll} etag={etag} onDone={loaded.reload} />
                </>
              )}
            </>
          );
        }}
      </Show>
    </Page>
  );
}

/* An election without candidates: whom one names, who was named by how many, who would not be elected. */

import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { Failure, Show, Tag, TextField } from "../components.tsx";
import { useAction, useEvents, useLoad, useRested } from "../hooks.ts";
import { useFirstVoice } from "./procedure.tsx";

type Nominations = Schemas["Nominations"];

/* Members whom one may name. */
function Find(props: { resolution: string; onName: (id: string) => void }) {
  const { t } = useApp();
  const voice = useFirstVoice();
  const [typed, setTyped] = useState("");
  const q = useRested(typed.trim(), 300);
  const found = useLoad(
    async () =>
      q.length < 2
        ? []
        : (
            await api.get("/api/v1/resolutions/{resolution}/nominees", {
              path: { resolution: props.resolution },
              query: { q, limit: 8, ...voice },
            })
          ).data.items,
    props.resolution,
    q,
  );
  return (
    <>
      <TextField
        label={t("nomination.search")}
        hint={t("proxy.search_hint")}
        value={typed}
        onInput={setTyped}
        autocomplete="off"
      />
      <Failure problem={found.problem} />
      <p role="status">
        {q.length >= 2 && found.data !== null && t("proxy.found", { count: found.data.length })}
      </p>
      <ul class="choices">
        {(found.data ?? []).map((member) => (
          <li key={member.id}>
            <button
              type="button"
              onClick={() => {
                setTyped("");
                props.onName(member.id);
              }}
            >
              {t("nomination.name", { name: member.name })}{" "}
              <span class="quiet">{t("member.number_is", { number: member.number })}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function Act(props: { nominations: Nominations; onDone: () => void }) {
  const { announce, session, t } = useApp();
  const voice = useFirstVoice();
  const action = useAction();
  const { nominations } = props;
  const path = { resolution: nominations.resolution };
  const mine = new Set(session.members.map((member) => member.id));
  const named = nominations.items.find(
    ({ nominee }) => nominee.member !== undefined && mine.has(nominee.member),
  );
  const act = (work: () => Promise<unknown>) =>
    void action.run(async () => {
      await work();
      announce(t("state.saved"));
      props.onDone();
    });
  return (
    <>
      <Failure problem={action.problem} />
      <Find
        resolution={nominations.resolution}
        onName={(nominee) =>
          act(() =>
            api.put("/api/v1/resolutions/{resolution}/nomination", {
              path,
              body: { nominee, ...voice },
            }),
          )
        }
      />
      <p class="buttons">
        {session.members.slice(0, 1).map((member) => (
          <button
            key={member.id}
            type="button"
            onClick={() =>
              act(() =>
                api.put("/api/v1/resolutions/{resolution}/nomination", {
                  path,
                  body: { nominee: member.id, ...voice },
                }),
              )
            }
          >
            {t("nomination.myself")}
          </button>
        ))}
        {nominations.mine !== undefined && (
          <button
            type="button"
            onClick={() =>
              act(() =>
                api.remove("/api/v1/resolutions/{resolution}/nomination", { path, query: voice }),
              )
            }
          >
            {t("nomination.take_back")}
          </button>
        )}
        {named !== undefined && (
          <button
            type="button"
            aria-pressed={named.refused}
            onClick={() =>
              act(() =>
                named.refused
                  ? api.remove("/api/v1/resolutions/{resolution}/refusal", { path, query: voice })
                  : api.put("/api/v1/resolutions/{resolution}/refusal", { path, body: voice }),
              )
            }
          >
            {t("nomination.refuse")}
          </button>
        )}
      </p>
    </>
  );
}

export function NominationsSection(props: { resolution: string }) {
  const { session, t } = useApp();
  const path = { resolution: props.resolution };
  const loaded = useLoad(
    async () => (await api.get("/api/v1/resolutions/{resolution}/nominations", { path })).data,
    props.resolution,
    session,
  );
  useEvents([props.resolution], loaded.reload);
  return (
    <section>
      <h2>{t("nomination.title")}</h2>
      <p class="hint">{t("nomination.lead")}</p>
      <Show of={loaded}>
        {(nominations) => (
          <>
            {nominations.items.length === 0 && <p>{t("nomination.nobody")}</p>}
            <ul class="rows">
              {nominations.items.map(({ nominee, named, refused }) => (
                <li class="row" key={nominee.pseudonym}>
                  <span class="row-title">
                    {nominee.name ??
                      t("debate.someone", { pseudonym: nominee.pseudonym.slice(0, 8) })}
                  </span>
                  <span class="row-facts">
                    {t("nomination.by", { count: named })}{" "}
                    {refused && <Tag kind="bad">{t("nomination.refused")}</Tag>}
                    {nominations.mine !== undefined && nominations.mine === nominee.member && (
                      <Tag>{t("nomination.mine")}</Tag>
                    )}
                  </span>
                </li>
              ))}
            </ul>
            {nominations.open && session.members.length > 0 && (
              <Act nominations={nominations} onDone={loaded.reload} />
            )}
          </>
        )}
      </Show>
    </section>
  );
}

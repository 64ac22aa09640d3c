/* The register of members: search, filter, enter, import. */

import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { More, Page, Select, Show, Tag, TextField } from "../components.tsx";
import { useLoad, usePages, useRested } from "../hooks.ts";
import { pathOf } from "../router.ts";
import { FoundingWay } from "./founding_way.tsx";

type State = Schemas["MemberSummary"]["state"];
const STATES: readonly State[] = ["applied", "admitted", "suspended", "left"];

export function RegisterView() {
  const { label, may, t, word } = useApp();
  const [typed, setTyped] = useState("");
  const [state, setState] = useState("");
  const [college, setCollege] = useState("");
  const q = useRested(typed.trim(), 300);
  const colleges = useLoad(
    async () => (await api.get("/api/v1/colleges", { query: { limit: 100 } })).data.items,
  );
  const wanted = STATES.find((each) => each === state);
  const members = usePages(
    (after) =>
      api.get("/api/v1/members", {
        query: {
          ...(q === "" ? {} : { q }),
          ...(wanted === undefined ? {} : { state: wanted }),
          ...(college === "" ? {} : { college }),
          ...(after === undefined ? {} : { after }),
        },
      }),
    q,
    state,
    college,
  );
  const names = new Map((colleges.data ?? []).map((each) => [each.id, label(each.labels)]));
  return (
    <Page title={t("register.title")}>
      <FoundingWay step="register" />
      {may("keep_register") && (
        <p class="buttons">
          <a class="button primary" href={pathOf("memberNew")}>
            {t("register.add")}
          </a>
          <a class="button" href={pathOf("memberImport")}>
            {t("register.import")}
          </a>
          <a class="button" href={pathOf("memberLinks")}>
            {t("links.title")}
          </a>
        </p>
      )}
      <search class="filters">
        <TextField
          label={t("register.search")}
          type="search"
          value={typed}
          onInput={setTyped}
          autocomplete="off"
        />
        <Select
          label={t("member.state")}
          value={state}
          onInput={setState}
          choices={[
            { value: "", label: t("register.all_states") },
            ...STATES.map((each) => ({ value: each, label: word("member_state", each) })),
          ]}
        />
        {names.size > 0 && (
          <Select
            label={t("member.college")}
            value={college}
            onInput={setCollege}
            choices={[
              { value: "", label: t("register.all_colleges") },
              ...[...names].map(([value, name]) => ({ value, label: name })),
            ]}
          />
        )}
      </search>
      <Show of={members}>
        {(items) => (
          <>
            <p role="status">
              {members.next === undefined
                ? t("register.found", { count: items.length })
                : t("register.shown", { count: items.length })}
            </p>
            {items.length === 0 && <p>{t("register.none")}</p>}
            <ul class="rows">
              {items.map((member) => (
                <li class="row" key={member.id}>
                  <a class="row-title" href={pathOf("member", { member: member.id })}>
                    {member.name}
                  </a>
                  <span class="row-facts">
                    {t("member.number_is", { number: member.number })} ·{" "}
                    {word("member_kind", member.kind)}
                    {member.college !== undefined && (
                      <> · {names.get(member.college) ?? member.college}</>
                    )}{" "}
                    {member.state !== "admitted" && (
                      <Tag>{word("member_state", member.state)}</Tag>
                    )}
                  </span>
                </li>
              ))}
            </ul>
            <More next={members.next} isBusy={members.isLoading} onMore={members.more} />
          </>
        )}
      </Show>
    </Page>
  );
}

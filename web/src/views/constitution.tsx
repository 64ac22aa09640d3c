/* The constitution, edited: every field of it, with what the law says as one types, what changes and who would
 * decide. What is saved is a new version; those before it stay. What is not saved waits in this browser. */
import { useEffect, useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { ActionButton, Form, Page, Show, TextField } from "../components.tsx";
import { dropDraft, keepDraft, readDraft } from "../drafts.ts";
import { today } from "../format.ts";
import { useAction, useLoad, useRested } from "../hooks.ts";
import type { Statutes } from "../statutes.ts";
import { newStatutes, readStatutes, writeStatutes } from "../statutes.ts";
import { dropField, lostGroups, tidy } from "../statutes_edit.ts";
import { LostGroups, Opened, WhatChanges } from "./constitution_diff.tsx";
import type { Draft } from "./constitution_fields.tsx";
import { WordSelect } from "./constitution_fields.tsx";
import { Findings } from "./constitution_findings.tsx";
import { CategoriesEditor, CollegesEditor } from "./constitution_groups.tsx";
import { MajoritiesEditor } from "./constitution_majorities.tsx";
import { VotingPower } from "./constitution_power.tsx";
import { Assemblies, Counting, Sources } from "./constitution_rules.tsx";
import { FromFile, FromTemplate, TakeAway } from "./constitution_start.tsx";
import { Versions } from "./constitution_versions.tsx";
import { FoundingWay } from "./founding_way.tsx";
import { loadGroups } from "./member_new.tsx";
import type { Groups } from "./member_new.tsx";

async function loadInForce(): Promise<Schemas["Constitution"] | null> {
  const { data } = await api.get("/api/v1/society");
  return data.constitution === null ? null : (await api.get("/api/v1/constitution")).data;
}

interface Start {
  readonly inForce: Schemas["Constitution"] | null;
  readonly groups: Groups;
}

async function load(): Promise<Start> {
  const [inForce, groups] = await Promise.all([loadInForce(), loadGroups()]);
  return { inForce, groups };
}

/* What was being written, over which version. */
interface Kept {
  readonly base: string | null;
  readonly statutes: Statutes;
}

/* The statutes being written: those that wait in this browser, else those in force, else a proposal. */
function useDraft(inForce: Schemas["Constitution"] | null) {
  const { society } = useApp();
  const base = inForce?.id ?? null;
  const fresh = () =>
    inForce === null ? newStatutes(society.name) : readStatutes(inForce.document);
  const [kept] = useState(() => {
    const draft = readDraft<Kept>("statutes");
    return draft !== null && draft.base === base ? draft.statutes : null;
  });
  const [statutes, setStatutes] = useState(() => kept ?? fresh());
  const [isChanged, setChanged] = useState(kept !== null);
  const change = (changed: Statutes) => {
    setStatutes(changed);
    setChanged(true);
  };
  const forget = () => {
    setStatutes(fresh());
    setChanged(false);
    dropDraft("statutes");
  };
  const rested = useRested(statutes, 500);
  useEffect(() => {
    if (isChanged) {
      keepDraft("statutes", { base, statutes: rested } satisfies Kept);
    }
  }, [rested, isChanged]);
  return { statutes, rested, isChanged, wasKept: kept !== null, change, forget };
}

function Waits(props: { onForget: () => void }) {
  const { t } = useApp();
  const action = useAction();
  return (
    <div class="notice">
      <p role="status">{t("constitution.kept")}</p>
      <p class="buttons">
        <ActionButton
          action={action}
          label={t("constitution.forget")}
          confirm={t("constitution.forget_confirm")}
          onAct={() => {
            props.onForget();
            return Promise.resolve();
          }}
        />
      </p>
    </div>
  );
}

function Beginning(props: {
  statutes: Statutes;
  tidied: Statutes;
  isFirst: boolean;
  onTake: (statutes: Statutes) => void;
}) {
  const { t } = useApp();
  const { isFirst, statutes, onTake } = props;
  return (
    <details open={isFirst}>
      <summary>{t("constitution.begin")}</summary>
      <FromTemplate statutes={statutes} onTake={onTake} confirms={!isFirst} />
      <FromFile statutes={statutes} onTake={onTake} />
      <TakeAway statutes={props.tidied} />
    </details>
  );
}

function Identity(props: Draft) {
  const { t } = useApp();
  const { statutes, onChange } = props;
  const origin = statutes.derived_from;
  return (
    <section>
      <h2>{t("constitution.identity")}</h2>
      <TextField
        label={t("field.name")}
        value={statutes.name}
        onInput={(name) => onChange({ ...statutes, name })}
        maxLength={200}
        required
      />
      <WordSelect {...props} field="regime" />
      <WordSelect {...props} field="legal_form" />
      {origin !== undefined && (
        <>
          <p>{t("constitution.derived", { name: origin.name })}</p>
          <p class="buttons">
            <button type="button" onClick={() => onChange(dropField(statutes, "derived_from"))}>
              {t("constitution.underive")}
            </button>
          </p>
        </>
      )}
    </section>
  );
}

/* The day from which it holds, what it changes, what it would take away. */
function Entering(props: {
  draft: Statutes;
  isLawful: boolean | null;
  start: Start;
  effective: string;
  onEffective: (day: string) => void;
}) {
  const { society, t } = useApp();
  const { draft, start } = props;
  const members = start.groups.categories.reduce((sum, each) => sum + each.members, 0);
  return (
    <>
      <Opened summary={t("power.title")}>
        {() => (
          <VotingPower
            draft={draft}
            isLawful={props.isLawful}
            inForce={start.inForce === null ? null : readStatutes(start.inForce.document)}
            members={members}
          />
        )}
      </Opened>
      <WhatChanges draft={draft} inForce={start.inForce} />
      <h2>{t("constitution.version")}</h2>
      <TextField
        label={t("constitution.effective")}
        hint={t("constitution.effective_hint")}
        type="date"
        min={today(new Date(), society.time_zone)}
        value={props.effective}
        onInput={props.onEffective}
        pointer="/effective_on"
        required
      />
    </>
  );
}

function Editor(props: { start: Start; onSaved: () => void }) {
  const { announce, language, society, setSociety, t } = useApp();
  const { inForce, groups } = props.start;
  const { statutes, rested, isChanged, wasKept, change, forget } = useDraft(inForce);
  const [effective, setEffective] = useState(today(new Date(), society.time_zone));
  const [isMeant, setMeant] = useState(false);
  const action = useAction();
  const document = tidy(rested);
  const check = useLoad(async () => {
    const body = { document: writeStatutes(document) };
    return (await api.post("/api/v1/constitution/checks", { body })).data;
  }, JSON.stringify(document));
  const findings = check.data?.findings ?? [];
  const fixed = new Set([...groups.colleges, ...groups.categories].map(({ id }) => id));
  const lost = lostGroups(statutes, groups.colleges, groups.categories, language);
  const save = async (key: string) => {
    await api.post("/api/v1/constitution/versions", {
      body: { document: writeStatutes(tidy(statutes)), effective_on: effective },
      key,
    });
    dropDraft("statutes");
    announce(t("state.saved"));
    setSociety((await api.get("/api/v1/society")).data);
    props.onSaved();
  };
  const draft = { statutes, onChange: change, findings, problem: check.problem };
  const said = (
    <Findings
      findings={check.data?.findings ?? null}
      problem={check.problem}
      isChecking={check.isLoading}
    />
  );
  return (
    <>
      {wasKept && isChanged && <Waits onForget={forget} />}
      <Beginning
        statutes={statutes}
        tidied={document}
        isFirst={inForce === null && !isChanged}
        onTake={change}
      />
      <Form
        action={action}
        submit={t("constitution.save")}
        onSubmit={save}
        disabled={lost.length > 0 && !isMeant}
      >
        {said}
        <Identity {...draft} />
        <CategoriesEditor {...draft} fixed={fixed} />
        <CollegesEditor {...draft} fixed={fixed} />
        <Counting {...draft} />
        <MajoritiesEditor {...draft} />
        <Assemblies {...draft} />
        <Sources {...draft} />
        <Entering
          draft={document}
          isLawful={check.data?.valid ?? (check.problem === null ? null : false)}
          start={props.start}
          effective={effective}
          onEffective={setEffective}
        />
        {said}
        <LostGroups lost={lost} isMeant={isMeant} onMean={setMeant} />
      </Form>
    </>
  );
}

export function ConstitutionView() {
  const { t } = useApp();
  const loaded = useLoad(load);
  return (
    <Page title={t("constitution.title")} lead={t("constitution.lead")}>
      <FoundingWay step="statutes" />
      <Show of={{ ...loaded, data: loaded.isLoading ? null : loaded.data }}>
        {(start) => (
          <div key={start.inForce?.id ?? "new"}>
            <Editor start={start} onSaved={loaded.reload} />
            <Versions inForce={start.inForce?.id ?? null} />
          </div>
        )}
      </Show>
    </Page>
  );
}

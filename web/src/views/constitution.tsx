/* The constitution, edited: colleges and their weights, with what the law says of them as one types. What
 * is saved is a new version; those before it stay. */
import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api, ProblemError } from "../api.ts";
import { useApp } from "../app.tsx";
import { Check, Form, Page, Select, Show, TextField } from "../components.tsx";
import { addRatios, parseRatio, readShare, today, writeRatio } from "../format.ts";
import { useAction, useLoad, useRested } from "../hooks.ts";
import type { Statutes, WordField } from "../statutes.ts";
import { newStatutes, readStatutes, WORDS, writeStatutes } from "../statutes.ts";
import { CategoriesEditor, CollegesEditor } from "./constitution_groups.tsx";
import { Findings, findingAt } from "./constitution_findings.tsx";
import { MajoritiesEditor } from "./constitution_majorities.tsx";

async function load(): Promise<Schemas["Constitution"] | null> {
  try {
    return (await api.get("/api/v1/constitution")).data;
  } catch (error) {
    if (error instanceof ProblemError && error.problem.status === 404) {
      return null;
    }
    throw error;
  }
}

/* A field that is one word, or that the statutes leave unknown. */
function WordSelect(props: {
  field: WordField;
  statutes: Statutes;
  onChange: (statutes: Statutes) => void;
  error: string | null;
}) {
  const { t, word } = useApp();
  const { field, statutes } = props;
  const mayBeUnknown = field !== "regime";
  const change = (value: string) => {
    const unknown = statutes.unknown.filter((each) => each !== field);
    const { [field]: _, ...rest } = statutes;
    props.onChange(
      value === ""
        ? ({ ...rest, unknown: [...unknown, field] } as Statutes)
        : ({ ...rest, [field]: value, unknown } as Statutes),
    );
  };
  return (
    <Select
      label={word("field", field)}
      value={statutes[field] ?? ""}
      error={props.error}
      onInput={change}
      choices={[
        ...(mayBeUnknown ? [{ value: "", label: t("constitution.unknown") }] : []),
        ...WORDS[field].map((each) => ({ value: each, label: word(field, each) })),
      ]}
    />
  );
}

function NumberField(props: {
  label: string;
  value: number;
  onChange: (value: number) => void;
}) {
  return (
    <TextField
      label={props.label}
      type="number"
      inputMode="numeric"
      min="0"
      value={String(props.value)}
      onInput={(value) => props.onChange(/^\d+$/.test(value) ? Number(value) : 0)}
    />
  );
}

function Delays(props: { statutes: Statutes; onChange: (statutes: Statutes) => void }) {
  const { t } = useApp();
  const { statutes, onChange } = props;
  const { notice, postal } = statutes;
  return (
    <>
      {notice !== undefined && (
        <fieldset class="wide">
          <legend>{t("field.notice")}</legend>
          <NumberField
            label={t("constitution.first_days")}
            value={notice.first_days}
            onChange={(first_days) => onChange({ ...statutes, notice: { ...notice, first_days } })}
          />
          <NumberField
            label={t("constitution.second_days")}
            value={notice.second_days}
            onChange={(second_days) =>
              onChange({ ...statutes, notice: { ...notice, second_days } })
            }
          />
          <NumberField
            label={t("constitution.requests_days")}
            value={notice.requests_days}
            onChange={(requests_days) =>
              onChange({ ...statutes, notice: { ...notice, requests_days } })
            }
          />
        </fieldset>
      )}
      {postal !== undefined && (
        <fieldset class="wide">
          <legend>{t("field.postal")}</legend>
          <Check
            label={t("constitution.postal_allowed")}
            checked={postal.allowed}
            onInput={(allowed) => onChange({ ...statutes, postal: { ...postal, allowed } })}
          />
          <NumberField
            label={t("constitution.days_before")}
            value={postal.days_before}
            onChange={(days_before) =>
              onChange({ ...statutes, postal: { ...postal, days_before } })
            }
          />
        </fieldset>
      )}
    </>
  );
}

function Proxies(props: { statutes: Statutes; onChange: (statutes: Statutes) => void }) {
  const { t, word } = useApp();
  const { statutes } = props;
  const proxy = statutes.proxy;
  if (proxy === undefined) {
    return null;
  }
  const change = (changed: Partial<typeof proxy>) =>
    props.onChange({ ...statutes, proxy: { ...proxy, ...changed } });
  const cap = proxy.max_per_holder;
  return (
    <fieldset class="wide">
      <legend>{t("field.proxy")}</legend>
      <Check
        label={t("constitution.proxy_allowed")}
        checked={proxy.allowed}
        onInput={(allowed) => change({ allowed })}
      />
      <Check
        label={t("constitution.blank_allowed")}
        checked={proxy.blank_allowed}
        onInput={(blank_allowed) => change({ blank_allowed })}
      />
      <Select
        label={t("constitution.cap")}
        value={typeof cap === "number" ? "number" : cap}
        onInput={(value) =>
          change({ max_per_holder: value === "law" || value === "unlimited" ? value : 2 })
        }
        choices={(["number", "unlimited", "law"] as const).map((each) => ({
          value: each,
          label: word("proxy_cap", each),
        }))}
      />
      {typeof cap === "number" && (
        <NumberField
          label={t("constitution.max_per_holder")}
          value={cap}
          onChange={(max_per_holder) => change({ max_per_holder })}
        />
      )}
      <Select
        label={t("constitution.proxy_scope")}
        value={proxy.scope}
        onInput={(scope) => change({ scope })}
        choices={(["any", "same_college"] as const).map((each) => ({
          value: each,
          label: word("proxy_scope", each),
        }))}
      />
    </fieldset>
  );
}

/* A weight that was typed "38 %" becomes the fraction 38/100; a fraction stays as the statutes have it. */
function tidy(statutes: Statutes): Statutes {
  const colleges = statutes.colleges.map((college) => {
    const read = college.weight === undefined ? null : readShare(college.weight);
    return read === null ? college : { ...college, weight: writeRatio(read) };
  });
  return { ...statutes, colleges };
}

function Editor(props: { start: Statutes; onSaved: () => void }) {
  const { announce, language, society, t } = useApp();
  const [statutes, setStatutes] = useState(props.start);
  const [effective, setEffective] = useState(today(new Date(), society.time_zone));
  const action = useAction();
  const rested = useRested(JSON.stringify(tidy(statutes)), 500);
  const check = useLoad(
    async () =>
      (
        await api.post("/api/v1/constitution/checks", {
          body: { document: writeStatutes(JSON.parse(rested) as Statutes) },
        })
      ).data,
    rested,
  );
  const findings = check.data?.findings ?? [];
  const zero = { num: 0n, den: 1n };
  const total = statutes.colleges
    .map((college) => readShare(college.weight ?? "") ?? zero)
    .reduce(addRatios, zero);
  const save = async (key: string) => {
    await api.post("/api/v1/constitution/versions", {
      body: { document: writeStatutes(tidy(statutes)), effective_on: effective },
      key,
    });
    announce(t("state.saved"));
    props.onSaved();
  };
  const words = (...fields: WordField[]) =>
    fields.map((field) => (
      <WordSelect
        key={field}
        field={field}
        statutes={statutes}
        onChange={setStatutes}
        error={findingAt(findings, check.problem, `/${field}`, language)}
      />
    ));
  const openFile = async (file: File | undefined) => {
    if (file !== undefined) {
      try {
        setStatutes(JSON.parse(await file.text()) as Statutes);
      } catch {
        announce(t("constitution.not_json"));
      }
    }
  };
  return (
    <Form action={action} submit={t("constitution.save")} onSubmit={save}>
      <div class="field">
        <label for="constitution-file">{t("constitution.open")}</label>
        <input
          id="constitution-file"
          type="file"
          accept=".json,application/json"
          onChange={(event) => void openFile(event.currentTarget.files?.[0])}
        />
      </div>
      <Findings findings={findings} problem={check.problem} isChecking={check.isLoading} />
      <h2>{t("constitution.identity")}</h2>
      <TextField
        label={t("field.name")}
        value={statutes.name}
        onInput={(name) => setStatutes({ ...statutes, name })}
        maxLength={200}
        required
      />
      {words("regime", "legal_form")}
      <Check
        label={t("field.has_employees")}
        checked={statutes.has_employees ?? false}
        onInput={(has_employees) =>
          setStatutes({
            ...statutes,
            has_employees,
            unknown: statutes.unknown.filter((each) => each !== "has_employees"),
          })
        }
      />
      <CategoriesEditor
        statutes={statutes}
        onChange={setStatutes}
        findings={findings}
        problem={check.problem}
      />
      <CollegesEditor
        statutes={statutes}
        onChange={setStatutes}
        findings={findings}
        problem={check.problem}
        total={writeRatio(total)}
        isWhole={parseRatio(writeRatio(total))?.num === total.den}
      />
      <h2>{t("constitution.counting")}</h2>
      {words("weight_basis", "transfer_rule", "college_base", "college_tie", "abstention")}
      {words("silent_college", "empty_college", "tie_break", "secrecy", "roll_call")}
      <MajoritiesEditor statutes={statutes} onChange={setStatutes} findings={findings} />
      <h2>{t("constitution.assembly")}</h2>
      <Delays statutes={statutes} onChange={setStatutes} />
      <Proxies statutes={statutes} onChange={setStatutes} />
      <h2>{t("constitution.version")}</h2>
      <TextField
        label={t("constitution.effective")}
        hint={t("constitution.effective_hint")}
        type="date"
        min={today(new Date(), society.time_zone)}
        value={effective}
        onInput={setEffective}
        pointer="/effective_on"
        required
      />
      <Findings findings={findings} problem={check.problem} isChecking={check.isLoading} />
    </Form>
  );
}

export function ConstitutionView() {
  const { society, t } = useApp();
  const loaded = useLoad(load);
  return (
    <Page title={t("constitution.title")} lead={t("constitution.lead")}>
      <Show of={{ ...loaded, data: loaded.isLoading ? null : { inForce: loaded.data } }}>
        {({ inForce }) => (
          <Editor
            key={inForce?.id ?? "new"}
            start={inForce === null ? newStatutes(society.name) : readStatutes(inForce.document)}
            onSaved={loaded.reload}
          />
        )}
      </Show>
    </Page>
  );
}

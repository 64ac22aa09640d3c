/* Fields of the statutes being written: one word among some, a share, a number, and what may stay unknown. */
import type { ComponentChildren } from "preact";

import type { ProblemError, Schemas } from "../api.ts";
import { useApp } from "../app.tsx";
import { Check, Select, TextField } from "../components.tsx";
import { readShare } from "../format.ts";
import type { Statutes, WordField } from "../statutes.ts";
import { WORDS } from "../statutes.ts";
import type { UnknownField } from "../statutes_edit.ts";
import { forget, isUnknown, recall, setField } from "../statutes_edit.ts";
import { findingAt } from "./constitution_findings.tsx";

/* What every part of the editor has. */
export interface Draft {
  readonly statutes: Statutes;
  readonly onChange: (statutes: Statutes) => void;
  readonly findings: readonly Schemas["Finding"][];
  readonly problem: ProblemError | null;
}

/* A field that is one word, or that the statutes leave unknown. */
export function WordSelect(props: Draft & { field: WordField }) {
  const { language, t, word } = useApp();
  const { field, statutes, onChange, findings, problem } = props;
  return (
    <Select
      label={word("field", field)}
      value={statutes[field] ?? ""}
      error={findingAt(findings, problem, `/${field}`, language)}
      onInput={(value) =>
        onChange(
          value === "" && field !== "regime"
            ? forget(statutes, field)
            : setField(statutes, field, value),
        )
      }
      choices={[
        ...(field === "regime" ? [] : [{ value: "", label: t("constitution.unknown") }]),
        ...WORDS[field].map((each) => ({ value: each, label: word(field, each) })),
      ]}
    />
  );
}

/* The fields of something that the statutes may not say: they are there once it is known. */
export function Known(props: Draft & { field: UnknownField; children: ComponentChildren }) {
  const { language, t, word } = useApp();
  const { field, statutes, onChange, findings, problem } = props;
  const isMissing = isUnknown(statutes, field);
  const wrong = findingAt(findings, problem, `/${field}`, language);
  return (
    <fieldset class="wide">
      <legend>{word("field", field)}</legend>
      {wrong !== null && <p class="field-error">{wrong}</p>}
      <Check
        label={t("constitution.unknown")}
        checked={isMissing}
        onInput={(missing) => onChange(missing ? forget(statutes, field) : recall(statutes, field))}
      />
      {!isMissing && props.children}
    </fieldset>
  );
}

export function NumberField(props: {
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

/* A share, typed as a fraction or as a percentage. */
export function ShareField(props: {
  label: string;
  hint?: string;
  value: string;
  error?: string | null;
  onInput: (value: string) => void;
}) {
  const { t } = useApp();
  const { error, hint, ...field } = props;
  return (
    <TextField
      {...field}
      hint={hint ?? t("constitution.fraction_hint")}
      error={readShare(props.value) === null ? t("constitution.weight_bad") : (error ?? null)}
      maxLength={40}
      required
    />
  );
}

/* A share that is there if the statutes have it. */
export function OptionalShare(props: {
  ask: string;
  label: string;
  value: string | undefined;
  fresh: string;
  onChange: (value: string | undefined) => void;
}) {
  const { value } = props;
  return (
    <>
      <Check
        label={props.ask}
        checked={value !== undefined}
        onInput={(isIn) => props.onChange(isIn ? props.fresh : undefined)}
      />
      {value !== undefined && (
        <ShareField label={props.label} value={value} onInput={props.onChange} />
      )}
    </>
  );
}

/* The object with a member set, or left out when there is no value. */
export function withMember<T extends object, N extends keyof T>(
  object: T,
  name: N,
  value: T[N] | undefined,
): T {
  const changed = { ...object };
  if (value === undefined) {
    delete changed[name];
  } else {
    changed[name] = value;
  }
  return changed;
}

/* What forms are made of: fields that show what was refused in them, and buttons that act. */

import type { ComponentChildren } from "preact";
import { createContext } from "preact";
import { useContext, useEffect, useId, useRef, useState } from "preact/hooks";

import type { ProblemError } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import type { Action } from "../hooks.ts";
import { useAction } from "../hooks.ts";
import { Failure, SafeHtml } from "./shown.tsx";

const Refused = createContext<ProblemError | null>(null);

/* Fields of what an action sends: each shows what the server refused in it. A form has them. */
export function Fields(props: { of: Action; children: ComponentChildren }) {
  return <Refused.Provider value={props.of.problem}>{props.children}</Refused.Provider>;
}

/* Of "/person/email" and such: does the server's complaint name this field? */
function useComplaint(pointer: string | undefined): string | null {
  const problem = useContext(Refused)?.problem;
  return pointer !== undefined && problem?.pointer === pointer ? problem.detail : null;
}

interface FieldProps {
  label: string;
  hint?: string;
  /* Where the value stands in the body, to show there what is wrong with it. */
  pointer?: string;
  error?: string | null;
}

function useField(props: FieldProps) {
  const id = useId();
  const complaint = useComplaint(props.pointer);
  const error = props.error ?? complaint;
  const described = [
    props.hint === undefined ? "" : `${id}-hint`,
    error === null ? "" : `${id}-error`,
  ].filter((each) => each !== "");
  return {
    id,
    error,
    attributes: {
      id,
      ...(described.length > 0 ? { "aria-describedby": described.join(" ") } : {}),
      ...(error === null ? {} : { "aria-invalid": true }),
    },
  };
}

function FieldFrame(
  props: FieldProps & { id: string; found: string | null; children: ComponentChildren },
) {
  return (
    <div class={props.found === null ? "field" : "field field-bad"}>
      <label for={props.id}>{props.label}</label>
      {props.hint !== undefined && (
        <p class="hint" id={`${props.id}-hint`}>
          {props.hint}
        </p>
      )}
      {props.children}
      {props.found !== null && (
        <p class="field-error" id={`${props.id}-error`}>
          {props.found}
        </p>
      )}
    </div>
  );
}

type TextFieldProps = FieldProps & {
  value: string;
  onInput: (value: string) => void;
  type?: "text" | "search" | "email" | "tel" | "password" | "date" | "datetime-local" | "number";
  inputMode?: "numeric";
  autocomplete?: "off" | "email" | "tel" | "one-time-code" | "new-password" | "current-password";
  required?: boolean;
  maxLength?: number;
  min?: string;
};

export function TextField(props: TextFieldProps) {
  const { label, hint, pointer, error, onInput, type, ...input } = props;
  const field = useField(props);
  /* An object: the types of an input ask for a list of attributes by type of input. */
  const attributes: object = { ...input, ...field.attributes, type: type ?? "text" };
  return (
    <FieldFrame {...props} id={field.id} found={field.error}>
      <input
        {...attributes}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </FieldFrame>
  );
}

export function TextArea(
  props: FieldProps & {
    value: string;
    rows?: number;
    required?: boolean;
    onInput: (value: string) => void;
  },
) {
  const field = useField(props);
  return (
    <FieldFrame {...props} id={field.id} found={field.error}>
      <textarea
        rows={props.rows ?? 8}
        required={props.required ?? false}
        value={props.value}
        {...field.attributes}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
    </FieldFrame>
  );
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

export function Select(
  props: FieldProps & {
    value: string;
    choices: readonly Choice[];
    required?: boolean;
    onInput: (value: string) => void;
  },
) {
  const field = useField(props);
  return (
    <FieldFrame {...props} id={field.id} found={field.error}>
      <select
        value={props.value}
        required={props.required ?? false}
        {...field.attributes}
        onChange={(event) => props.onInput(event.currentTarget.value)}
      >
        {props.choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}

export function Check(props: {
  label: string;
  checked: boolean;
  disabled?: boolean;
  onInput: (checked: boolean) => void;
}) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={props.checked}
        disabled={props.disabled ?? false}
        onChange={(event) => props.onInput(event.currentTarget.checked)}
      />
      <span>{props.label}</span>
    </label>
  );
}

/* One among several, as radio buttons. */
export function Radios(props: {
  legend: string;
  value: string;
  choices: readonly Choice[];
  onInput: (value: string) => void;
}) {
  const name = useId();
  return (
    <fieldset>
      <legend>{props.legend}</legend>
      {props.choices.map((choice) => (
        <label class="check" key={choice.value}>
          <input
            type="radio"
            name={name}
            value={choice.value}
            checked={props.value === choice.value}
            onChange={() => props.onInput(choice.value)}
          />
          <span>{choice.label}</span>
        </label>
      ))}
    </fieldset>
  );
}

/* A form that sends once, says what it does, and shows what was refused above its button. */
export function Form(props: {
  action: Action;
  submit: string;
  onSubmit: (key: string) => Promise<void>;
  disabled?: boolean;
  children?: ComponentChildren;
  label?: string;
}) {
  const { t } = useApp();
  const { action } = props;
  return (
    <form
      aria-label={props.label}
      aria-busy={action.isBusy}
      onSubmit={(event) => {
        event.preventDefault();
        void action.run(props.onSubmit);
      }}
    >
      <Fields of={action}>{props.children}</Fields>
      <Failure problem={action.problem} />
      <p class="buttons">
        <button type="submit" class="primary" disabled={props.disabled ?? false}>
          {action.isBusy ? t("state.sending") : props.submit}
        </button>
      </p>
    </form>
  );
}

/* An act that needs nothing but its reason, in so many words. */
export function ReasonForm(props: { act: string; label: string; hint: string; onSend: (reason: string) => Promise<void> }) {
  const [reason, setReason] = useState("");
  const action = useAction();
  return (
    <Form action={action} submit={props.act} label={props.act} onSubmit={() => props.onSend(reason)}>
      <TextField
        label={props.label}
        hint={props.hint}
        value={reason}
        onInput={setReason}
        pointer="/reason"
        required
        maxLength={200}
      />
    </Form>
  );
}

/* A button that acts at once, or asks "sure?" in place first. */
export function ActionButton(props: {
  label: string;
  confirm?: string;
  kind?: "primary" | "danger";
  onAct: (key: string) => Promise<void>;
  action: Action;
}) {
  const { t } = useApp();
  const [asks, setAsks] = useState(false);
  const yes = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (asks) {
      yes.current?.focus();
    }
  }, [asks]);
  const act = () => {
    setAsks(false);
    void props.action.run(props.onAct);
  };
  if (!asks || props.confirm === undefined) {
    return (
      <button
        type="button"
        class={props.kind ?? ""}
        aria-disabled={props.action.isBusy}
        onClick={() => (props.confirm === undefined ? act() : setAsks(true))}
      >
        {props.label}
      </button>
    );
  }
  return (
    <span class="confirm" role="group" aria-label={props.label}>
      <span>{props.confirm}</span>
      <button type="button" class={props.kind ?? "primary"} ref={yes} onClick={act}>
        {props.label}
      </button>
      <button type="button" onClick={() => setAsks(false)}>
        {t("action.cancel")}
      </button>
    </span>
  );
}

/* A text that members write, in Markdown, with a look at how it will be shown. */
export function Writing(
  props: FieldProps & {
    value: string;
    rows?: number;
    isOptional?: boolean;
    onInput: (value: string) => void;
  },
) {
  const { t } = useApp();
  const [html, setHtml] = useState<string | null>(null);
  const action = useAction();
  const { isOptional, ...area } = props;
  const look = () =>
    void action.run(async () => {
      const { data } = await api.post("/api/v1/previews", { body: { text: props.value } });
      setHtml(data.html);
    });
  const change = (value: string) => {
    setHtml(null);
    props.onInput(value);
  };
  return (
    <>
      <TextArea {...area} required={isOptional !== true} onInput={change} />
      <p class="buttons">
        <button type="button" aria-disabled={props.value.trim() === ""} onClick={look}>
          {t("writing.preview")}
        </button>
      </p>
      <Failure problem={action.problem} />
      <div role="status">
        {html !== null && (
          <div class="preview">
            <p class="hint">{t("writing.preview_title")}</p>
            <SafeHtml html={html} />
          </div>
        )}
      </div>
    </>
  );
}

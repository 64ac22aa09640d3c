/* What screens are made of. */

import type { ComponentChildren } from "preact";
import { createContext } from "preact";
import { useContext, useEffect, useId, useRef, useState } from "preact/hooks";

import type { ProblemError, Schemas } from "./api.ts";
import { useApp } from "./app.tsx";
import { barLength, parseRatio, percent } from "./format.ts";
import type { Action, Loaded } from "./hooks.ts";
import { takeHeadingFocus } from "./navigate.ts";

/* A screen: its title is the page's, and takes the focus when one arrives from another screen. */
export function Page(props: { title: string; lead?: string; children: ComponentChildren }) {
  const { society } = useApp();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${props.title} · ${society.name}`;
  }, [props.title, society.name]);
  useEffect(() => {
    if (takeHeadingFocus()) {
      heading.current?.focus({ preventScroll: true });
    }
  }, []);
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {props.title}
      </h1>
      {props.lead !== undefined && <p class="lead">{props.lead}</p>}
      {props.children}
    </>
  );
}

/* Shows what was loaded, or that it loads, or why it did not. */
export function Show<T>(props: { of: Loaded<T>; children: (data: T) => ComponentChildren }) {
  const { t } = useApp();
  const { data, problem, isLoading } = props.of;
  if (problem !== null) {
    return (
      <Failure problem={problem}>
        <button type="button" onClick={props.of.reload}>
          {t("action.retry")}
        </button>
      </Failure>
    );
  }
  if (data === null) {
    return isLoading ? <Waiting /> : null;
  }
  return <>{props.children(data)}</>;
}

export function Waiting(props: { text?: string }) {
  const { t } = useApp();
  return (
    <p class="waiting" role="status">
      {props.text ?? t("state.loading")}
    </p>
  );
}

/* What the server refused, in its own words, with every finding and every line. */
export function Failure(props: {
  problem: ProblemError | null;
  /* Of a document that people write by hand: where in it. */
  showsPlace?: boolean;
  children?: ComponentChildren;
}) {
  const { t, language } = useApp();
  if (props.problem === null) {
    return null;
  }
  const { detail, pointer, findings, errors, line } = props.problem.problem;
  return (
    <div class="notice bad" role="alert">
      <p>
        <strong>{detail}</strong>
        {props.showsPlace === true && pointer !== undefined && (
          <>
            {" "}
            <code>{pointer}</code>
          </>
        )}
        {line !== undefined && line > 0 && <> {t("problem.line", { line })}</>}
      </p>
      {findings !== undefined && (
        <ul>
          {findings.map((finding) => (
            <li key={finding.code + finding.pointer}>{finding[language]}</li>
          ))}
        </ul>
      )}
      {errors !== undefined && <ImportErrors errors={errors} />}
      {props.children}
    </div>
  );
}

export function ImportErrors(props: { errors: readonly Schemas["ImportError"][] }) {
  const { t, count } = useApp();
  return (
    <Scroll label={t("import.errors")}>
      <table>
        <caption>{t("import.errors")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("import.line")}</th>
            <th scope="col">{t("import.column")}</th>
            <th scope="col">{t("import.reason")}</th>
          </tr>
        </thead>
        <tbody>
          {props.errors.map((error) => (
            <tr key={`${error.line}/${error.column}/${error.code}`}>
              <td class="number">{count(error.line)}</td>
              <td class="number">{error.column === 0 ? "" : count(error.column)}</td>
              <td>{error.detail}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

/* A wide table scrolls inside its own region, which the keyboard reaches. */
export function Scroll(props: { label: string; children: ComponentChildren }) {
  return (
    <div class="scroll" role="region" aria-label={props.label} tabIndex={0}>
      {props.children}
    </div>
  );
}

/* A fraction, exact, with its percentage beside it; "≈" where the percentage is rounded. */
export function Fraction(props: { value: string }) {
  const { figure, language, t } = useApp();
  const ratio = parseRatio(props.value);
  if (ratio === null) {
    return <>{props.value}</>;
  }
  const { text, rounded } = percent(ratio, language);
  return (
    <span class="fraction">
      {figure(props.value)}{" "}
      <span class="percent">
        ({rounded && <abbr title={t("figure.rounded")}>≈</abbr>}
        {rounded && "\u00a0"}
        {text})
      </span>
    </span>
  );
}

export interface BarPart {
  readonly value: string;
  readonly kind: "for" | "against" | "abstain" | "plain" | "faint";
}

/* A picture of figures that stand in words beside it. */
export function Bar(props: { parts: readonly BarPart[]; mark?: string }) {
  let from = 0;
  const mark = props.mark === undefined ? null : parseRatio(props.mark);
  return (
    <svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect class="bar-ground" width="100" height="10" />
      {props.parts.map((part, index) => {
        const ratio = parseRatio(part.value);
        const width = ratio === null ? 0 : barLength(ratio) * 100;
        const x = from;
        from += width;
        return (
          <rect key={index} class={`bar-${part.kind}`} x={x} y="0" width={width} height="10" />
        );
      })}
      {mark !== null && (
        <rect class="bar-mark" x={barLength(mark) * 100 - 0.4} y="0" width="0.8" height="10" />
      )}
    </svg>
  );
}

export function Tag(props: { kind?: string; children: ComponentChildren }) {
  return <span class={`tag ${props.kind ?? ""}`}>{props.children}</span>;
}

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
  type?: "text" | "search" | "email" | "date" | "datetime-local" | "number";
  inputMode?: "numeric";
  autocomplete?: "off";
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

/* The pages of a list, one after the other. */
export function More(props: { next: string | undefined; isBusy: boolean; onMore: () => void }) {
  const { t } = useApp();
  if (props.next === undefined) {
    return null;
  }
  return (
    <p class="buttons">
      <button type="button" aria-disabled={props.isBusy} onClick={props.onMore}>
        {t("action.more")}
      </button>
    </p>
  );
}

export function Definition(props: { term: string; children: ComponentChildren }) {
  return (
    <div class="definition">
      <dt>{props.term}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

/* A text as its author laid it out: a paragraph per empty line. */
export function Prose(props: { text: string }) {
  return (
    <div class="prose">
      {props.text.split(/\n\s*\n/).map((paragraph, index) => (
        <p key={index}>{paragraph}</p>
      ))}
    </div>
  );
}

/* How a poll that is prepared will be counted: its method, what it does in a few words, its parameters and figures. */

import type { Schemas } from "../api.ts";
import { useApp } from "../app.tsx";
import { Select, TextField } from "../components.tsx";
import { hasKey } from "../i18n.ts";
import { ballotOf, hasBudget, isOnText, methodsFor } from "../poll_draft.ts";
import type { PartProps } from "./poll_new.tsx";

function Parameter(props: PartProps & { parameter: Schemas["Method"]["parameters"][number] }) {
  const { t, word } = useApp();
  const { draft, change, parameter } = props;
  const { name, kind, values } = parameter;
  const set = (value: string) => change({ parameters: { ...draft.parameters, [name]: value } });
  if (kind === "word") {
    return (
      <Select
        label={word("parameter", name)}
        value={draft.parameters[name] ?? parameter.default ?? ""}
        onInput={set}
        choices={values.map((value) => ({ value, label: word("parameter_value", value) }))}
      />
    );
  }
  return (
    <TextField
      label={word("parameter", name)}
      {...(parameter.default === undefined
        ? {}
        : { hint: t("poll.parameter_default", { value: parameter.default }) })}
      {...(kind === "integer" ? { inputMode: "numeric" as const } : {})}
      value={draft.parameters[name] ?? ""}
      onInput={set}
      pointer={`/parameters/${name}`}
    />
  );
}

/* The figures that ballots and counts of this method read. */
function Figures(props: PartProps & { method: Schemas["Method"] | undefined }) {
  const { t, word } = useApp();
  const { draft, change, method } = props;
  const ballot = ballotOf(method, draft);
  const number = (name: "seats" | "scale" | "max_length", required: boolean, hint?: string) => (
    <TextField
      label={word("poll_field", name)}
      {...(hint === undefined ? {} : { hint })}
      type="number"
      inputMode="numeric"
      min="1"
      value={draft[name]}
      onInput={(value) => change({ [name]: value })}
      pointer={`/${name}`}
      required={required}
    />
  );
  return (
    <>
      {method?.seats === true && draft.first_round === "" && number("seats", true)}
      {ballot === "scores" && number("scale", true, t("poll.scale_hint"))}
      {ballot !== "choice" && ballot !== "none" && number("max_length", false, t("poll.max_length_hint"))}
      {hasBudget(draft) && (
        <TextField
          label={word("poll_field", "budget")}
          hint={t("poll.amount_hint")}
          value={draft.budget}
          onInput={(budget) => change({ budget })}
          pointer="/budget"
          required
        />
      )}
    </>
  );
}

export function MethodFields(props: PartProps) {
  const { t, word } = useApp();
  const { draft, change, place } = props;
  const methods = methodsFor(draft.kind, place.methods);
  const method = methods.find(({ id }) => id === draft.method);
  const parameters = draft.method === "motion" ? [] : (method?.parameters ?? []);
  return (
    <>
      <Select
        label={t("poll.method")}
        value={draft.method}
        onInput={(value) => change({ method: value, parameters: {} })}
        pointer="/method"
        choices={methods.map(({ id }) => ({ value: id, label: word("method", id) }))}
      />
      {hasKey(`method_help.${draft.method}`) && (
        <p class="quiet">{word("method_help", draft.method)}</p>
      )}
      {!isOnText(draft.kind) && <Figures {...props} method={method} />}
      {parameters.length > 0 && (
        <details>
          <summary>{t("poll.parameters")}</summary>
          {parameters.map((parameter) => (
            <Parameter key={`${draft.method}/${parameter.name}`} {...props} parameter={parameter} />
          ))}
        </details>
      )}
    </>
  );
}

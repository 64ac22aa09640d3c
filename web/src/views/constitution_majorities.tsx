/* Majorities and quorums of each decision class of the statutes being written. */
import { useState } from "preact/hooks";

import { useApp } from "../app.tsx";
import { About, Check, Select, TextField } from "../components.tsx";
import type { MajorityRule, QuorumRule, Statutes, Threshold } from "../statutes.ts";
import { ordinaryFirst } from "../statutes.ts";
import { addClass, forget, idFrom, isUnknown, recall, removeClass, setField } from "../statutes_edit.ts";
import type { Draft } from "./constitution_fields.tsx";
import { OptionalShare, ShareField, withMember } from "./constitution_fields.tsx";
import { findingAt } from "./constitution_findings.tsx";

/* What carries a decision: also what carries it on second call. */
function ThresholdFields(props: {
  rule: Threshold;
  error: string | null;
  onChange: (changed: Partial<Threshold>) => void;
}) {
  const { t, word } = useApp();
  const { rule, onChange } = props;
  return (
    <>
      <ShareField
        label={t("constitution.threshold")}
        value={rule.threshold}
        error={props.error}
        onInput={(threshold) => onChange({ threshold })}
      />
      <Check
        label={t("constitution.strict")}
        checked={rule.strict}
        onInput={(strict) => onChange({ strict })}
      />
      <Select
        label={t("constitution.base")}
        value={rule.base}
        onInput={(base) => onChange({ base })}
        choices={(["expressed", "present", "members"] as const).map((each) => ({
          value: each,
          label: word("majority_base", each),
        }))}
      />
    </>
  );
}

function SecondCall(props: { rule: MajorityRule; onChange: (rule: MajorityRule) => void }) {
  const { t } = useApp();
  const { rule, onChange } = props;
  const { second, threshold, strict, base } = rule;
  return (
    <fieldset class="wide">
      <legend>{t("constitution.second")}</legend>
      <Check
        label={t("constitution.second_differs")}
        checked={second !== undefined}
        onInput={(differs) =>
          onChange(withMember(rule, "second", differs ? { threshold, strict, base } : undefined))
        }
      />
      {second !== undefined && (
        <ThresholdFields
          rule={second}
          error={null}
          onChange={(changed) => onChange({ ...rule, second: { ...second, ...changed } })}
        />
      )}
    </fieldset>
  );
}

/* What the statutes ask on top of the majority. */
function OnTop(props: { rule: MajorityRule; onChange: (rule: MajorityRule) => void }) {
  const { t } = useApp();
  const { rule, onChange } = props;
  return (
    <fieldset class="wide">
      <legend>{t("constitution.on_top")}</legend>
      <Check
        label={t("constitution.every_college")}
        checked={rule.every_college ?? false}
        onInput={(isIn) => onChange(withMember(rule, "every_college", isIn ? true : undefined))}
      />
      <OptionalShare
        ask={t("constitution.each_college_ask")}
        label={t("constitution.each_college_min")}
        value={rule.each_college_min}
        fresh="1/3"
        onChange={(value) => onChange(withMember(rule, "each_college_min", value))}
      />
      <OptionalShare
        ask={t("constitution.members_ask")}
        label={t("constitution.members_min")}
        value={rule.members_min}
        fresh="1/2"
        onChange={(value) => onChange(withMember(rule, "members_min", value))}
      />
    </fieldset>
  );
}

function QuorumFields(props: { rule: QuorumRule; onChange: (rule: QuorumRule) => void }) {
  const { t } = useApp();
  const { rule, onChange } = props;
  return (
    <>
      <ShareField
        label={t("constitution.quorum_first")}
        value={rule.first}
        onInput={(first) => onChange({ ...rule, first })}
      />
      <ShareField
        label={t("constitution.quorum_second")}
        value={rule.second}
        onInput={(second) => onChange({ ...rule, second })}
      />
    </>
  );
}

function DecisionClass(props: Draft & { id: string; rule: MajorityRule | undefined }) {
  const { language, t, word } = useApp();
  const { id, rule, statutes, onChange, findings, problem } = props;
  const { majority, quorum } = statutes;
  const rest = quorum?.[id];
  const setRule = (changed: MajorityRule) =>
    onChange({ ...statutes, majority: { ...majority, [id]: changed } });
  return (
    <fieldset class="wide">
      <legend>{word("class", id)}</legend>
      {rule !== undefined && (
        <ThresholdFields
          rule={rule}
          error={findingAt(findings, problem, `/majority/${id}`, language)}
          onChange={(changed) => setRule({ ...rule, ...changed })}
        />
      )}
      {typeof rest === "object" && (
        <QuorumFields
          rule={rest}
          onChange={(changed) =>
            onChange({
              ...statutes,
              quorum: { ...quorum, [id]: changed } as NonNullable<Statutes["quorum"]>,
            })
          }
        />
      )}
      {rule !== undefined && (
        <>
          <SecondCall rule={rule} onChange={setRule} />
          <OnTop rule={rule} onChange={setRule} />
        </>
      )}
      {id !== "ordinary" && (
        <p class="buttons">
          <button type="button" onClick={() => onChange(removeClass(statutes, id))}>
            <About act={t("action.remove")} what={word("class", id)} />
          </button>
        </p>
      )}
    </fieldset>
  );
}

/* "Règlement intérieur": a class of decisions that the statutes name themselves. */
function NewClass(props: Draft & { taken: readonly string[] }) {
  const { t } = useApp();
  const [name, setName] = useState("");
  const id = idFrom(name);
  const isTaken = props.taken.includes(id);
  return (
    <details>
      <summary>{t("constitution.add_class")}</summary>
      <TextField
        label={t("constitution.class_name")}
        hint={t("constitution.class_hint")}
        error={isTaken ? t("constitution.class_taken") : null}
        value={name}
        onInput={setName}
        maxLength={40}
      />
      <p class="buttons">
        <button
          type="button"
          disabled={id === "" || id === "basis" || isTaken}
          onClick={() => {
            props.onChange(addClass(props.statutes, id));
            setName("");
          }}
        >
          {t("constitution.add_class")}
        </button>
      </p>
    </details>
  );
}

export function MajoritiesEditor(props: Draft) {
  const { t, word } = useApp();
  const { statutes, onChange } = props;
  const { majority, quorum } = statutes;
  const inQuorum = Object.entries(quorum ?? {}).filter(([, rule]) => typeof rule === "object");
  const classes = [...new Set([...Object.keys(majority ?? {}), ...inQuorum.map(([id]) => id)])];
  return (
    <section>
      <h2>{t("constitution.majorities")}</h2>
      {(["majority", "quorum"] as const).map((field) => (
        <Check
          key={field}
          label={t("constitution.unknown_of", { field: word("field", field) })}
          checked={isUnknown(statutes, field)}
          onInput={(missing) => onChange(missing ? forget(statutes, field) : recall(statutes, field))}
        />
      ))}
      {quorum !== undefined && (
        <Select
          label={t("quorum.basis")}
          value={quorum.basis}
          onInput={(basis) => onChange(setField(statutes, "quorum", { ...quorum, basis }))}
          choices={(["members", "weighted", "per_college"] as const).map((each) => ({
            value: each,
            label: word("quorum_basis", each),
          }))}
        />
      )}
      {classes.sort(ordinaryFirst).map((id) => (
        <DecisionClass key={id} {...props} id={id} rule={majority?.[id]} />
      ))}
      {majority !== undefined && <NewClass {...props} taken={classes} />}
    </section>
  );
}

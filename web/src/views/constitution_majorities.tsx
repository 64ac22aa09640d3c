/* Majorities and quorums of each decision class of the statutes being written. */
import type { Schemas } from "../api.ts";
import { useApp } from "../app.tsx";
import { Check, Select, TextField } from "../components.tsx";
import type { MajorityRule, Statutes } from "../statutes.ts";
import { ordinaryFirst } from "../statutes.ts";
import { findingAt } from "./constitution_findings.tsx";

type Quorum = { first: string; second: string };

export function MajoritiesEditor(props: {
  statutes: Statutes;
  onChange: (statutes: Statutes) => void;
  findings: readonly Schemas["Finding"][];
}) {
  const { language, t, word } = useApp();
  const { statutes, onChange, findings } = props;
  const { majority, quorum } = statutes;
  if (majority === undefined) {
    return null;
  }
  const setRule = (id: string, changed: Partial<MajorityRule>) => {
    const rule = majority[id];
    if (rule !== undefined) {
      onChange({ ...statutes, majority: { ...majority, [id]: { ...rule, ...changed } } });
    }
  };
  const setQuorum = (id: string, changed: Partial<Quorum>) => {
    const rule = quorum?.[id];
    if (quorum !== undefined && typeof rule === "object") {
      onChange({ ...statutes, quorum: { ...quorum, [id]: { ...rule, ...changed } } });
    }
  };
  return (
    <section>
      <h2>{t("constitution.majorities")}</h2>
      {quorum !== undefined && (
        <Select
          label={t("quorum.basis")}
          value={quorum.basis}
          onInput={(basis) => onChange({ ...statutes, quorum: { ...quorum, basis } })}
          choices={(["members", "weighted", "per_college"] as const).map((each) => ({
            value: each,
            label: word("quorum_basis", each),
          }))}
        />
      )}
      {Object.entries(majority)
        .sort(([a], [b]) => ordinaryFirst(a, b))
        .map(([id, rule]) => {
        const rest = quorum?.[id];
        return (
          <fieldset class="wide" key={id}>
            <legend>{word("class", id)}</legend>
            <TextField
              label={t("constitution.threshold")}
              hint={t("constitution.fraction_hint")}
              value={rule.threshold}
              error={findingAt(findings, null, `/majority/${id}`, language)}
              onInput={(threshold) => setRule(id, { threshold })}
              maxLength={40}
              required
            />
            <Check
              label={t("constitution.strict")}
              checked={rule.strict}
              onInput={(strict) => setRule(id, { strict })}
            />
            <Select
              label={t("constitution.base")}
              value={rule.base}
              onInput={(base) => setRule(id, { base })}
              choices={(["expressed", "present", "members"] as const).map((each) => ({
                value: each,
                label: word("majority_base", each),
              }))}
            />
            {typeof rest === "object" && (
              <>
                <TextField
                  label={t("constitution.quorum_first")}
                  hint={t("constitution.fraction_hint")}
                  value={rest.first}
                  onInput={(first) => setQuorum(id, { first })}
                  maxLength={40}
                  required
                />
                <TextField
                  label={t("constitution.quorum_second")}
                  value={rest.second}
                  onInput={(second) => setQuorum(id, { second })}
                  maxLength={40}
                  required
                />
              </>
            )}
          </fieldset>
        );
      })}
    </section>
  );
}

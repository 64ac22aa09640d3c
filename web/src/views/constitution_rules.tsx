/* The rules of the statutes being written that are not about one group or one class of decisions. */
import { useState } from "preact/hooks";

import { useApp } from "../app.tsx";
import { About, Check, Select, TextArea } from "../components.tsx";
import type { Deliberation, Statutes } from "../statutes.ts";
import { ordinaryFirst } from "../statutes.ts";
import { dropField, setField, SOURCED } from "../statutes_edit.ts";
import type { Draft } from "./constitution_fields.tsx";
import {
  Known,
  NumberField,
  OptionalShare,
  ShareField,
  withMember,
  WordSelect,
} from "./constitution_fields.tsx";

function CollegeMajority(props: Draft) {
  const { t, word } = useApp();
  const { statutes, onChange } = props;
  const rule = statutes.college_majority ?? "simple";
  const set = (value: Statutes["college_majority"]) =>
    onChange(setField(statutes, "college_majority", value));
  return (
    <Known {...props} field="college_majority">
      <Select
        label={t("constitution.college_majority")}
        value={typeof rule === "object" ? "threshold" : rule}
        onInput={(value) => set(value === "threshold" ? { threshold: "1/2", strict: true } : value)}
        choices={(["simple", "same_as_resolution", "threshold"] as const).map((each) => ({
          value: each,
          label: word("college_majority", each),
        }))}
      />
      {typeof rule === "object" && (
        <>
          <ShareField
            label={t("constitution.threshold")}
            value={rule.threshold}
            onInput={(threshold) => set({ ...rule, threshold })}
          />
          <Check
            label={t("constitution.strict")}
            checked={rule.strict}
            onInput={(strict) => set({ ...rule, strict })}
          />
        </>
      )}
    </Known>
  );
}

/* How votes are counted, from the member to the assembly. */
export function Counting(props: Draft) {
  const { t } = useApp();
  const { statutes, onChange } = props;
  return (
    <section>
      <h2>{t("constitution.counting")}</h2>
      <WordSelect {...props} field="weight_basis" />
      <WordSelect {...props} field="transfer_rule" />
      <WordSelect {...props} field="college_base" />
      <CollegeMajority {...props} />
      <WordSelect {...props} field="college_tie" />
      <WordSelect {...props} field="abstention" />
      <WordSelect {...props} field="silent_college" />
      <WordSelect {...props} field="empty_college" />
      <Known {...props} field="min_colleges_for_weighting">
        <NumberField
          label={t("constitution.min_colleges")}
          value={statutes.min_colleges_for_weighting ?? 0}
          onChange={(value) => onChange(setField(statutes, "min_colleges_for_weighting", value))}
        />
      </Known>
      <Known {...props} field="max_weight">
        <ShareField
          label={t("constitution.max_weight")}
          value={statutes.max_weight ?? ""}
          onInput={(value) => onChange(setField(statutes, "max_weight", value))}
        />
      </Known>
      <h2>{t("constitution.ballots")}</h2>
      <WordSelect {...props} field="secrecy" />
      <Known {...props} field="k_min">
        <NumberField
          label={t("constitution.k_min")}
          value={statutes.k_min ?? 0}
          onChange={(value) => onChange(setField(statutes, "k_min", value))}
        />
      </Known>
      <WordSelect {...props} field="roll_call" />
      <WordSelect {...props} field="tie_break" />
      <Elections {...props} />
    </section>
  );
}

function Elections(props: Draft) {
  const { t, word } = useApp();
  const { statutes, onChange } = props;
  const { elections } = statutes;
  const fresh = { approvals: "any", none_of_these: false, missing: "vacant" };
  const set = (changed: Partial<typeof fresh>) =>
    onChange({ ...statutes, elections: { ...fresh, ...elections, ...changed } });
  return (
    <fieldset class="wide">
      <legend>{t("field.elections")}</legend>
      <Check
        label={t("constitution.elections_stated")}
        checked={elections !== undefined}
        onInput={(isIn) => (isIn ? set({}) : onChange(dropField(statutes, "elections")))}
      />
      {elections !== undefined && (
        <>
          <Select
            label={t("constitution.approvals")}
            value={elections.approvals}
            onInput={(approvals) => set({ approvals })}
            choices={(["any", "seats"] as const).map((each) => ({
              value: each,
              label: word("approvals", each),
            }))}
          />
          <Check
            label={t("constitution.none_of_these")}
            checked={elections.none_of_these}
            onInput={(none_of_these) => set({ none_of_these })}
          />
          <Select
            label={t("constitution.missing")}
            value={elections.missing}
            onInput={(missing) => set({ missing })}
            choices={(["vacant", "released"] as const).map((each) => ({
              value: each,
              label: word("missing_seat", each),
            }))}
          />
        </>
      )}
    </fieldset>
  );
}

/* --- assemblies --------------------------------------------------------------------------------- */

function Notice(props: Draft) {
  const { t } = useApp();
  const { statutes, onChange } = props;
  const notice = statutes.notice ?? { first_days: 0, second_days: 0, requests_days: 0 };
  const set = (changed: Partial<typeof notice>) =>
    onChange(setField(statutes, "notice", { ...notice, ...changed }));
  return (
    <Known {...props} field="notice">
      <NumberField
        label={t("constitution.first_days")}
        value={notice.first_days}
        onChange={(first_days) => set({ first_days })}
      />
      <NumberField
        label={t("constitution.second_days")}
        value={notice.second_days}
        onChange={(second_days) => set({ second_days })}
      />
      <NumberField
        label={t("constitution.requests_days")}
        value={notice.requests_days}
        onChange={(requests_days) => set({ requests_days })}
      />
    </Known>
  );
}

function Postal(props: Draft) {
  const { t } = useApp();
  const { statutes, onChange } = props;
  const postal = statutes.postal ?? { allowed: false, days_before: 0 };
  const set = (changed: Partial<typeof postal>) =>
    onChange(setField(statutes, "postal", { ...postal, ...changed }));
  return (
    <Known {...props} field="postal">
      <Check
        label={t("constitution.postal_allowed")}
        checked={postal.allowed}
        onInput={(allowed) => set({ allowed })}
      />
      <NumberField
        label={t("constitution.days_before")}
        value={postal.days_before}
        onChange={(days_before) => set({ days_before })}
      />
    </Known>
  );
}

type Proxy = NonNullable<Statutes["proxy"]>;
const NO_PROXY: Proxy = { allowed: false, blank_allowed: false, max_per_holder: 0, scope: "any" };

function Proxies(props: Draft) {
  const { t, word } = useApp();
  const { statutes, onChange } = props;
  const proxy = statutes.proxy ?? NO_PROXY;
  const cap = proxy.max_per_holder;
  const set = (changed: Partial<Proxy>) =>
    onChange(setField(statutes, "proxy", { ...proxy, ...changed }));
  return (
    <Known {...props} field="proxy">
      <Check
        label={t("constitution.proxy_allowed")}
        checked={proxy.allowed}
        onInput={(allowed) => set({ allowed })}
      />
      <Check
        label={t("constitution.blank_allowed")}
        checked={proxy.blank_allowed}
        onInput={(blank_allowed) => set({ blank_allowed })}
      />
      <Select
        label={t("constitution.cap")}
        value={typeof cap === "number" ? "number" : cap}
        onInput={(value) =>
          set({ max_per_holder: value === "law" || value === "unlimited" ? value : 2 })
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
          onChange={(max_per_holder) => set({ max_per_holder })}
        />
      )}
      <Select
        label={t("constitution.proxy_scope")}
        value={proxy.scope}
        onInput={(scope) => set({ scope })}
        choices={(["any", "same_college"] as const).map((each) => ({
          value: each,
          label: word("proxy_scope", each),
        }))}
      />
    </Known>
  );
}

export function Assemblies(props: Draft) {
  const { t } = useApp();
  return (
    <section>
      <h2>{t("constitution.assembly")}</h2>
      <Notice {...props} />
      <Postal {...props} />
      <Proxies {...props} />
      <DeliberationRules {...props} />
    </section>
  );
}

/* --- deliberation -------------------------------------------------------------------------------- */

const FRESH_DELIBERATION: Deliberation = { debate_days: 15, extension_days: 7, contract_days: 30 };

/* The shares that may be left out, each with what it is to begin with. */
const SHARES = [
  ["sponsors", "1/20"],
  ["college_sponsors", "1/2"],
  ["motion_support", "1/2"],
  ["secret_on_request", "1/4"],
] as const;

function DeliberationRules(props: Draft) {
  const { t, word } = useApp();
  const { statutes, onChange } = props;
  const { deliberation } = statutes;
  const set = (changed: Deliberation) => onChange({ ...statutes, deliberation: changed });
  const classes = Object.keys(statutes.majority ?? {}).filter((id) => id !== "ordinary");
  return (
    <fieldset class="wide">
      <legend>{t("field.deliberation")}</legend>
      <Check
        label={t("constitution.deliberation_stated")}
        checked={deliberation !== undefined}
        onInput={(isIn) =>
          isIn ? set(FRESH_DELIBERATION) : onChange(dropField(statutes, "deliberation"))
        }
      />
      {deliberation !== undefined && (
        <>
          {(["debate_days", "extension_days", "contract_days"] as const).map((name) => (
            <NumberField
              key={name}
              label={word("deliberation", name)}
              value={deliberation[name]}
              onChange={(value) => set({ ...deliberation, [name]: value })}
            />
          ))}
          {SHARES.map(([name, fresh]) => (
            <OptionalShare
              key={name}
              ask={word("deliberation_ask", name)}
              label={word("deliberation", name)}
              value={deliberation[name]}
              fresh={fresh}
              onChange={(value) => set(withMember(deliberation, name, value))}
            />
          ))}
          <Select
            label={t("deliberation.college_turns")}
            value={deliberation.college_turns ?? ""}
            onInput={(value) =>
              set(withMember(deliberation, "college_turns", value === "" ? undefined : value))
            }
            choices={[
              { value: "", label: t("constitution.never") },
              ...classes
                .sort(ordinaryFirst)
                .map((id) => ({ value: id, label: word("class", id) })),
            ]}
          />
        </>
      )}
    </fieldset>
  );
}

/* --- where each was read ------------------------------------------------------------------------ */

export function Sources(props: Draft) {
  const { t, word } = useApp();
  const { statutes, onChange } = props;
  const [field, setNext] = useState("");
  const { sources } = statutes;
  const set = (changed: Record<string, string>) => onChange({ ...statutes, sources: changed });
  const free = SOURCED.filter((each) => sources[each] === undefined);
  return (
    <details>
      <summary>{t("constitution.sources")}</summary>
      <p>{t("constitution.sources_text")}</p>
      {Object.entries(sources).map(([name, text]) => (
        <div key={name}>
          <TextArea
            label={word("field", name)}
            rows={2}
            value={text}
            onInput={(typed) => set({ ...sources, [name]: typed })}
          />
          <p class="buttons">
            <button type="button" onClick={() => set(withMember(sources, name, undefined))}>
              <About act={t("action.remove")} what={word("field", name)} />
            </button>
          </p>
        </div>
      ))}
      <Select
        label={t("constitution.source_of")}
        value={field}
        onInput={setNext}
        choices={[
          { value: "", label: t("field.choose") },
          ...free.map((name) => ({ value: name, label: word("field", name) })),
        ]}
      />
      <p class="buttons">
        <button
          type="button"
          disabled={field === ""}
          onClick={() => {
            set({ ...sources, [field]: "" });
            setNext("");
          }}
        >
          {t("constitution.add_source")}
        </button>
      </p>
    </details>
  );
}

/* Categories and colleges of the statutes being written: two lists, and what links them. */
import type { Schemas } from "../api.ts";
import { useApp } from "../app.tsx";
import { About, Bar, Check, Fraction, Select, TextField } from "../components.tsx";
import { addRatios, parseRatio, readShare, writeRatio } from "../format.ts";
import type { CategoryRule, CollegeRule } from "../statutes.ts";
import { CATEGORY_KINDS } from "../statutes.ts";
import { idFrom, isUnknown, newCollege, setField } from "../statutes_edit.ts";
import type { Draft } from "./constitution_fields.tsx";
import { Known, NumberField } from "./constitution_fields.tsx";
import { findingAt } from "./constitution_findings.tsx";

/* The identifiers that the version in force has: members stand under them, and they never follow a name. */
export type Groups = Draft & { readonly fixed: ReadonlySet<string> };

function replaceAt<T>(items: readonly T[], index: number, changed: Partial<T>): T[] {
  return items.map((each, at) => (at === index ? { ...each, ...changed } : each));
}

/* Names in both languages. The identifier follows the French name until the group is in a version. */
function Names(props: {
  group: CategoryRule | CollegeRule;
  isFixed: boolean;
  onChange: (changed: { label: Schemas["Labels"]; id?: string }) => void;
  error: string | null;
}) {
  const { t } = useApp();
  const { label, id } = props.group;
  const follows = !props.isFixed && id === idFrom(label.fr);
  return (
    <>
      <TextField
        label={t("constitution.label_fr")}
        value={label.fr}
        error={props.error}
        onInput={(fr) =>
          props.onChange({ label: { ...label, fr }, ...(follows ? { id: idFrom(fr) } : {}) })
        }
        maxLength={200}
        required
      />
      <TextField
        label={t("constitution.label_en")}
        value={label.en}
        onInput={(en) => props.onChange({ label: { ...label, en } })}
        maxLength={200}
        required
      />
      {id !== "" && <p class="quiet">{t("constitution.identifier", { id })}</p>}
    </>
  );
}

function Remove(props: { name: string; onRemove: () => void }) {
  const { t } = useApp();
  return (
    <p class="buttons">
      <button type="button" onClick={props.onRemove}>
        <About act={t("action.remove")} what={props.name} />
      </button>
    </p>
  );
}

export function CategoriesEditor(props: Groups) {
  const { language, t, word } = useApp();
  const { statutes, onChange, findings, problem } = props;
  const categories = statutes.categories ?? [];
  const set = (changed: CategoryRule[]) => onChange(setField(statutes, "categories", changed));
  const fresh = { id: "", label: { fr: "", en: "" }, kind: "other" };
  return (
    <section>
      <h2>{t("registry.categories")}</h2>
      <p>{t("constitution.categories_text")}</p>
      {categories.map((category, index) => (
        <fieldset class="wide" key={index}>
          <legend>{category.label[language] || t("constitution.new_category")}</legend>
          <Names
            group={category}
            isFixed={props.fixed.has(category.id)}
            onChange={(changed) => set(replaceAt(categories, index, changed))}
            error={findingAt(findings, problem, `/categories/${index}`, language)}
          />
          <Select
            label={t("category.kind")}
            value={category.kind}
            onInput={(kind) => set(replaceAt(categories, index, { kind }))}
            choices={CATEGORY_KINDS.map((kind) => ({
              value: kind,
              label: word("category_kind", kind),
            }))}
          />
          <Remove
            name={category.label[language]}
            onRemove={() => set(categories.filter((_, at) => at !== index))}
          />
        </fieldset>
      ))}
      <p class="buttons">
        <button type="button" onClick={() => set([...categories, fresh])}>
          {t("constitution.add_category")}
        </button>
      </p>
      <Known {...props} field="has_employees">
        <Check
          label={t("field.has_employees")}
          checked={statutes.has_employees ?? false}
          onInput={(hasSome) => onChange(setField(statutes, "has_employees", hasSome))}
        />
      </Known>
    </section>
  );
}

interface CollegeProps extends Groups {
  index: number;
  college: CollegeRule;
  set: (changed: Partial<CollegeRule>) => void;
}

function Weight(props: CollegeProps) {
  const { language, t } = useApp();
  const { findings, problem, index, college, set } = props;
  const share = readShare(college.weight ?? "");
  const at = (place: string) =>
    findingAt(findings, problem, `/colleges/${index}${place}`, language);
  return (
    <>
      <TextField
        label={t("college.weight")}
        hint={t("constitution.weight_hint")}
        value={college.weight ?? ""}
        error={share === null ? t("constitution.weight_bad") : (at("/weight") ?? at(""))}
        onInput={(weight) => set({ weight })}
        maxLength={40}
        required
      />
      {share !== null && (
        <>
          <Bar parts={[{ value: writeRatio(share), kind: "plain" }]} />
          <p class="quiet">
            <Fraction value={writeRatio(share)} />
          </p>
        </>
      )}
    </>
  );
}

function CategoriesOf(props: CollegeProps) {
  const { label, t } = useApp();
  const { statutes, college, set } = props;
  const categories = statutes.categories ?? [];
  const chosen = college.categories ?? [];
  if (categories.length === 0) {
    return null;
  }
  return (
    <fieldset>
      <legend>{t("constitution.college_categories")}</legend>
      {categories.map((category) => (
        <Check
          key={category.id}
          label={label(category.label)}
          checked={chosen.includes(category.id)}
          onInput={(isIn) =>
            set({
              categories: isIn
                ? [...chosen, category.id]
                : chosen.filter((each) => each !== category.id),
            })
          }
        />
      ))}
    </fieldset>
  );
}

function College(props: Groups & { index: number; college: CollegeRule }) {
  const { language, t } = useApp();
  const { statutes, onChange, findings, problem, index, college } = props;
  const set = (changed: Partial<CollegeRule>) =>
    onChange({ ...statutes, colleges: replaceAt(statutes.colleges, index, changed) });
  const inner = { ...props, set };
  return (
    <fieldset class="wide">
      <legend>{college.label[language] || t("constitution.new_college")}</legend>
      <Names
        group={college}
        isFixed={props.fixed.has(college.id)}
        onChange={set}
        error={findingAt(findings, problem, `/colleges/${index}/label/fr`, language)}
      />
      {!isUnknown(statutes, "college_weights") && <Weight {...inner} />}
      {!isUnknown(statutes, "college_seats") && (
        <NumberField
          label={t("college.seats")}
          value={college.board_seats ?? 0}
          onChange={(board_seats) => set({ board_seats })}
        />
      )}
      {!isUnknown(statutes, "college_categories") && <CategoriesOf {...inner} />}
      <Remove
        name={college.label[language]}
        onRemove={() =>
          onChange({ ...statutes, colleges: statutes.colleges.filter((_, at) => at !== index) })
        }
      />
    </fieldset>
  );
}

const ZERO = { num: 0n, den: 1n };

function Total(props: Draft) {
  const { t } = useApp();
  const { colleges } = props.statutes;
  const total = writeRatio(
    colleges.map((each) => readShare(each.weight ?? "") ?? ZERO).reduce(addRatios, ZERO),
  );
  const parsed = parseRatio(total);
  const isWhole = parsed !== null && parsed.num === parsed.den;
  return (
    <p role="status" class={isWhole ? "" : "field-error"}>
      {t("constitution.total")} <Fraction value={total} />
    </p>
  );
}

export function CollegesEditor(props: Groups) {
  const { t } = useApp();
  const { statutes, onChange } = props;
  const { colleges } = statutes;
  return (
    <section>
      <h2>{t("registry.colleges")}</h2>
      <p>{t("constitution.colleges_text")}</p>
      {colleges.map((college, index) => (
        <College key={index} {...props} college={college} index={index} />
      ))}
      {colleges.length > 0 && !isUnknown(statutes, "college_weights") && <Total {...props} />}
      <p class="buttons">
        <button
          type="button"
          onClick={() => onChange({ ...statutes, colleges: [...colleges, newCollege(statutes)] })}
        >
          {t("constitution.add_college")}
        </button>
      </p>
      {colleges.length > 0 && (
        <details>
          <summary>{t("constitution.not_found_colleges")}</summary>
          <Known {...props} field="college_weights">
            {null}
          </Known>
          <Known {...props} field="college_seats">
            {null}
          </Known>
          <Known {...props} field="college_categories">
            {null}
          </Known>
        </details>
      )}
    </section>
  );
}

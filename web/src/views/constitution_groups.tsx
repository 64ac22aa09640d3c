/* Categories and colleges of the statutes being written: two lists, and what links them. */
import type { ProblemError, Schemas } from "../api.ts";
import { useApp } from "../app.tsx";
import { Bar, Check, Fraction, Select, TextField } from "../components.tsx";
import { readShare, writeRatio } from "../format.ts";
import type { CategoryRule, CollegeRule, Statutes } from "../statutes.ts";
import { CATEGORY_KINDS } from "../statutes.ts";
import { findingAt } from "./constitution_findings.tsx";

interface GroupsProps {
  statutes: Statutes;
  onChange: (statutes: Statutes) => void;
  findings: readonly Schemas["Finding"][];
  problem: ProblemError | null;
}

/* "Collectivités locales" gives "collectivites_locales". */
function idFrom(name: string): string {
  return name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, 40);
}

function replaceAt<T>(items: readonly T[], index: number, changed: Partial<T>): T[] {
  return items.map((each, at) => (at === index ? { ...each, ...changed } : each));
}

/* Names in both languages. The identifier follows the French name until the group is in a version. */
function Names(props: {
  group: CategoryRule | CollegeRule;
  onChange: (changed: { label: Schemas["Labels"]; id?: string }) => void;
  error: string | null;
}) {
  const { t } = useApp();
  const { label, id } = props.group;
  const isNew = id === idFrom(label.fr);
  return (
    <>
      <TextField
        label={t("constitution.label_fr")}
        value={label.fr}
        error={props.error}
        onInput={(fr) =>
          props.onChange({ label: { ...label, fr }, ...(isNew ? { id: idFrom(fr) } : {}) })
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
    </>
  );
}

export function CategoriesEditor(props: GroupsProps) {
  const { language, t, word } = useApp();
  const { statutes, onChange, findings, problem } = props;
  const categories = statutes.categories ?? [];
  const set = (changed: CategoryRule[]) =>
    onChange({
      ...statutes,
      categories: changed,
      unknown: statutes.unknown.filter((each) => each !== "categories"),
    });
  return (
    <section>
      <h2>{t("registry.categories")}</h2>
      <p>{t("constitution.categories_text")}</p>
      {categories.map((category, index) => (
        <fieldset class="wide" key={index}>
          <legend>{category.label[language] || t("constitution.new_category")}</legend>
          <Names
            group={category}
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
          <p class="buttons">
            <button type="button" onClick={() => set(categories.filter((_, at) => at !== index))}>
              {t("action.remove")} <span class="hidden">: {category.label[language]}</span>
            </button>
          </p>
        </fieldset>
      ))}
      <p class="buttons">
        <button
          type="button"
          onClick={() => set([...categories, { id: "", label: { fr: "", en: "" }, kind: "other" }])}
        >
          {t("constitution.add_category")}
        </button>
      </p>
    </section>
  );
}

function College(props: GroupsProps & { index: number; college: CollegeRule }) {
  const { label, language, t } = useApp();
  const { statutes, onChange, findings, problem, index, college } = props;
  const set = (changed: Partial<CollegeRule>) =>
    onChange({ ...statutes, colleges: replaceAt(statutes.colleges, index, changed) });
  const share = readShare(college.weight ?? "");
  const chosen = college.categories ?? [];
  const at = (place: string) =>
    findingAt(findings, problem, `/colleges/${index}${place}`, language);
  return (
    <fieldset class="wide">
      <legend>{college.label[language] || t("constitution.new_college")}</legend>
      <Names group={college} onChange={set} error={at("/label/fr")} />
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
      <TextField
        label={t("college.seats")}
        type="number"
        inputMode="numeric"
        min="0"
        value={String(college.board_seats ?? 0)}
        onInput={(value) => set({ board_seats: /^\d+$/.test(value) ? Number(value) : 0 })}
      />
      {(statutes.categories ?? []).length > 0 && (
        <fieldset>
          <legend>{t("constitution.college_categories")}</legend>
          {(statutes.categories ?? []).map((category) => (
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
      )}
      <p class="buttons">
        <button
          type="button"
          onClick={() =>
            onChange({
              ...statutes,
              colleges: statutes.colleges.filter((_, each) => each !== index),
            })
          }
        >
          {t("action.remove")} <span class="hidden">: {college.label[language]}</span>
        </button>
      </p>
    </fieldset>
  );
}

export function CollegesEditor(props: GroupsProps & { total: string; isWhole: boolean }) {
  const { t } = useApp();
  const { statutes, onChange } = props;
  return (
    <section>
      <h2>{t("registry.colleges")}</h2>
      <p>{t("constitution.colleges_text")}</p>
      {statutes.colleges.map((college, index) => (
        <College key={index} {...props} college={college} index={index} />
      ))}
      <p role="status" class={props.isWhole ? "" : "field-error"}>
        {t("constitution.total")} <Fraction value={props.total} />
      </p>
      <p class="buttons">
        <button
          type="button"
          onClick={() =>
            onChange({
              ...statutes,
              colleges: [
                ...statutes.colleges,
                { id: "", label: { fr: "", en: "" }, weight: "0/1", board_seats: 0, categories: [] },
              ],
            })
          }
        >
          {t("constitution.add_college")}
        </button>
      </p>
    </section>
  );
}

/* The way through the founding, on the screens where its steps are done; there when one comes from it. */
import { useApp } from "../app.tsx";
import type { Step } from "../founding_steps.ts";
import { stepAfter, STEPS } from "../founding_steps.ts";
import { pathOf } from "../router.ts";

const SEARCH = "?founding";

/* What an address has while one founds: it stays on the links within a step. */
export function foundingSearch(): string {
  return location.search === SEARCH ? SEARCH : "";
}

/* The screen of a step, on the way. */
export function stepPath(step: Step): string {
  const paths: Record<Step, string> = {
    society: pathOf("settings"),
    statutes: pathOf("constitution"),
    register: pathOf("register"),
    offices: pathOf("offices"),
    mail: pathOf("mail"),
  };
  return paths[step] + SEARCH;
}

export function FoundingWay(props: { step: Step }) {
  const { t, word } = useApp();
  if (foundingSearch() === "") {
    return null;
  }
  const { step } = props;
  const next = stepAfter(step);
  return (
    <nav class="way" aria-label={t("founding.title")}>
      <p>
        <strong>
          {t("founding.step_of", {
            number: STEPS.indexOf(step) + 1,
            total: STEPS.length,
            step: word("founding_step", step),
          })}
        </strong>
      </p>
      <ul>
        <li>
          <a href={pathOf("founding")}>{t("founding.all")}</a>
        </li>
        {next !== null && (
          <li>
            <a href={stepPath(next)}>{t("founding.next", { step: word("founding_step", next) })}</a>
          </li>
        )}
      </ul>
    </nav>
  );
}

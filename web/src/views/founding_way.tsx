/* The way through the founding, on the screens where its steps are done; there when one comes from it. */
import { useApp } from "../app.tsx";
import type { Step } from "../founding_steps.ts";
import { stepAfter, STEPS } from "../founding_steps.ts";
import { pathOf } from "../router.ts";

const ON_THE_WAY = "palabre.founding";

/* One who sees the steps is on the way, in this tab, until all of them are done. */
export function setOnTheWay(isOn: boolean): void {
  try {
    if (isOn) {
      sessionStorage.setItem(ON_THE_WAY, "yes");
    } else {
      sessionStorage.removeItem(ON_THE_WAY);
    }
  } catch {
    return;
  }
}

/* A browser that keeps nothing shows no way; the list of steps has it. */
function isOnTheWay(): boolean {
  try {
    return sessionStorage.getItem(ON_THE_WAY) !== null;
  } catch {
    return false;
  }
}

/* The screen of a step. */
export function stepPath(step: Step): string {
  const paths: Record<Step, string> = {
    society: pathOf("settings"),
    statutes: pathOf("constitution"),
    register: pathOf("register"),
    offices: pathOf("offices"),
    mail: pathOf("mail"),
  };
  return paths[step];
}

export function FoundingWay(props: { step: Step }) {
  const { t, word } = useApp();
  if (!isOnTheWay()) {
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

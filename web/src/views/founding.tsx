/* Founding a society in steps: which are done, which is next. It is left and taken up again where it stands. */
import { useEffect } from "preact/hooks";

import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { About, Page, Show, Tag } from "../components.tsx";
import type { Founded, Step } from "../founding_steps.ts";
import { isBlocked, isDone, nextStep, STEPS } from "../founding_steps.ts";
import { useLoad } from "../hooks.ts";
import { pathOf } from "../router.ts";
import { setOnTheWay, stepPath } from "./founding_way.tsx";

async function load(): Promise<Founded> {
  const [society, registry, data] = await Promise.all([
    api.get("/api/v1/society"),
    api.get("/api/v1/registry"),
    api.get("/api/v1/data"),
  ]);
  return {
    society: society.data,
    registry: registry.data,
    hasMail: data.data.mail_server !== undefined,
  };
}

function StepRow(props: { step: Step; founded: Founded; isNext: boolean }) {
  const { t, word } = useApp();
  const { step, founded, isNext } = props;
  const done = isDone(step, founded);
  const state = done ? "done" : isBlocked(step, founded) ? "blocked" : "open";
  const title = word("founding_step", step);
  return (
    <li class="step" aria-current={isNext ? "step" : undefined}>
      <h2>
        {title} <Tag kind={done ? "good" : ""}>{word("founding_state", state)}</Tag>
      </h2>
      <p>{word("founding_text", step)}</p>
      {state !== "blocked" && (
        <p class="buttons">
          <a class={isNext ? "button primary" : "button"} href={stepPath(step)}>
            <About act={t(done ? "founding.again" : "founding.do")} what={title} />
          </a>
        </p>
      )}
    </li>
  );
}

function Assembly() {
  const { t } = useApp();
  return (
    <div class="notice good">
      <p>
        <strong>{t("founding.ready")}</strong>
      </p>
      <p class="buttons">
        <a class="button primary" href={pathOf("assemblyNew")}>
          {t("founding.assembly")}
        </a>
      </p>
    </div>
  );
}

export function FoundingView() {
  const { t } = useApp();
  const founded = useLoad(load);
  const { data: known } = founded;
  useEffect(() => {
    if (known !== null) {
      setOnTheWay(nextStep(known) !== null);
    }
  }, [known]);
  return (
    <Page title={t("founding.title")} lead={t("founding.lead")}>
      <Show of={founded}>
        {(data) => {
          const next = nextStep(data);
          const isReady = isDone("statutes", data) && isDone("register", data);
          return (
            <>
              <p role="status">
                {t("founding.progress", {
                  count: STEPS.filter((step) => isDone(step, data)).length,
                  total: STEPS.length,
                })}
              </p>
              {isReady && <Assembly />}
              <ol class="way-steps">
                {STEPS.map((step) => (
                  <StepRow key={step} step={step} founded={data} isNext={step === next} />
                ))}
              </ol>
            </>
          );
        }}
      </Show>
    </Page>
  );
}

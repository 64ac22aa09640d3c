/* Two texts in one: what goes is struck out, what comes is underlined, and both are said. */

import { useMemo } from "preact/hooks";

import { useApp } from "../app.tsx";
import type { Run } from "../diff.ts";
import { diffWords } from "../diff.ts";

export function DiffRuns(props: { runs: readonly Run[]; isCoarse?: boolean }) {
  const { t } = useApp();
  return (
    <>
      {props.isCoarse === true && <p class="hint">{t("diff.coarse")}</p>}
      <div class="diff">
        {props.runs.map((run, index) => {
          if (run.op === "keep") {
            return <span key={index}>{run.text}</span>;
          }
          const Change = run.op === "remove" ? "del" : "ins";
          return (
            <Change key={index}>
              <span class="hidden">{run.op === "remove" ? t("diff.removed") : t("diff.added")} </span>
              {run.text}
              <span class="hidden"> {t("diff.end")}</span>
            </Change>
          );
        })}
      </div>
    </>
  );
}

/* The words that differ between two texts, or that none does. */
export function DiffOf(props: { base: string; text: string }) {
  const { t } = useApp();
  const diff = useMemo(() => diffWords(props.base, props.text), [props.base, props.text]);
  if (diff.distance === 0 && diff.runs.every((run) => run.op === "keep")) {
    return <p>{t("diff.same")}</p>;
  }
  return <DiffRuns runs={diff.runs} isCoarse={diff.isCoarse} />;
}

/* What the law says of the statutes being written, and where. */
import type { ProblemError, Schemas } from "../api.ts";
import { useApp } from "../app.tsx";
import { Failure } from "../components.tsx";
import type { Language } from "../i18n.ts";

type Finding = Schemas["Finding"];

/* The place of a finding, and the sentence there; also that of a document that cannot be read. */
export function findingAt(
  findings: readonly Finding[],
  problem: ProblemError | null,
  pointer: string,
  language: Language,
): string | null {
  const there = problem?.problem.pointer;
  if (there === pointer || there === `/document${pointer}`) {
    return problem?.problem.detail ?? null;
  }
  const finding = findings.find((each) => each.pointer === pointer);
  return finding === undefined ? null : finding[language];
}

/* `findings` is null until the first check has come back: what nobody judged yet is neither good nor bad. */
export function Findings(props: {
  findings: readonly Finding[] | null;
  problem: ProblemError | null;
  isChecking: boolean;
}) {
  const { language, t } = useApp();
  const { findings, problem } = props;
  if (problem !== null) {
    return <Failure problem={problem} showsPlace />;
  }
  if (findings === null) {
    return (
      <div class="notice" role="status" aria-busy="true">
        <p>{t("constitution.checking")}</p>
      </div>
    );
  }
  const isValid = !findings.some((finding) => finding.severity === "error");
  return (
    <div class={isValid ? "notice good" : "notice bad"} role="status" aria-busy={props.isChecking}>
      <p>
        <strong>{isValid ? t("constitution.valid") : t("constitution.invalid")}</strong>
      </p>
      {findings.length > 0 && (
        <ul>
          {findings.map((finding) => (
            <li key={finding.code + finding.pointer}>
              {finding[language]} <code>{finding.pointer}</code>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

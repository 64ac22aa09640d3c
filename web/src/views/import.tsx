/* Importing the register from a CSV file: first what it would do, then doing it, whole or not at all. One may leave
 * while it goes on. */

import { useEffect } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { useApp } from "../app.tsx";
import { Definition, Failure, FileDrop, ImportErrors, Page, Scroll, Select } from "../components.tsx";
import { useLoad } from "../hooks.ts";
import type { Run } from "../import_run.ts";
import { chooseFile, findSeparator, firstLines, sendFile, SEPARATORS, useImport } from "../import_run.ts";
import { pathOf } from "../router.ts";
import { FoundingWay } from "./founding_way.tsx";
import { loadGroups } from "./member_new.tsx";

/* Lines shown of a file, without its header; and bytes read to show them. */
const LINES = 5;
const BYTES = 65_536;

function Report(props: { report: Schemas["ImportReport"]; isDone: boolean }) {
  const { count, label, t } = useApp();
  const groups = useLoad(loadGroups);
  const { report, isDone } = props;
  const name = (id: string) => {
    const college = groups.data?.colleges.find((each) => each.id === id);
    return college === undefined ? id : label(college.labels);
  };
  return (
    <section class={report.errors.length > 0 ? "notice bad" : "notice good"} role="status">
      <h2>
        {isDone
          ? t("import.done", { count: report.admitted })
          : report.errors.length > 0
            ? t("import.refused", { count: report.errors.length })
            : t("import.would", { count: report.admitted })}
      </h2>
      <dl class="pairs">
        <Definition term={t("import.rows")}>{count(report.rows)}</Definition>
        {Object.entries(report.colleges).map(([id, members]) => (
          <Definition key={id} term={name(id)}>
            {count(members)}
          </Definition>
        ))}
      </dl>
      {report.errors.length > 0 && <ImportErrors errors={report.errors} />}
    </section>
  );
}

/* The first lines as they were read, so that one sees a wrong separator or a wrong file at once. */
function FirstLines(props: { file: File; separator: Run["separator"] }) {
  const { t } = useApp();
  const { file, separator } = props;
  const text = useLoad(() => file.slice(0, BYTES).text(), file);
  if (text.data === null) {
    return null;
  }
  const [header = [], ...rows] = firstLines(
    text.data,
    separator ?? findSeparator(text.data),
    LINES + 1,
  );
  return (
    <Scroll label={t("import.first_lines")}>
      <table>
        <caption>{t("import.first_lines")}</caption>
        <thead>
          <tr>
            {header.map((name, index) => (
              <th scope="col" key={index}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((field, at) => (
                <td key={at}>{field}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Columns() {
  const { t } = useApp();
  return (
    <details>
      <summary>{t("import.columns")}</summary>
      <p>{t("import.columns_text")}</p>
      <p class="code">number,kind,name,email,category,college,admitted_on</p>
    </details>
  );
}

/* How much of the file has left, then how much of it the server has read. */
function Progress(props: { run: Run }) {
  const { language, t } = useApp();
  const { isTrial, job, read, sent, size } = props.run;
  const isSending = sent < size;
  const share = new Intl.NumberFormat(language, { style: "percent" }).format(sent / Math.max(size, 1));
  const text = isSending ? t("import.sending", { share }) : t(isTrial ? "import.reading" : "import.entering");
  const value = isSending ? sent : job === null ? null : read;
  return (
    <div class="notice" role="status">
      <p>{text}</p>
      <progress aria-label={text} {...(value === null ? {} : { value, max: size })} />
      <p class="quiet">{t("import.leave")}</p>
    </div>
  );
}

function Chosen(props: { run: Run }) {
  const { t, word } = useApp();
  const { run } = props;
  const { file, report } = run;
  const isGood = report !== null && report.errors.length === 0;
  const isDone = !run.isTrial && isGood;
  const isReady = run.isTrial && isGood;
  return (
    <>
      <p>{t("import.chosen", { file: run.name })}</p>
      <Select
        label={t("import.separator")}
        value={run.separator ?? ""}
        onInput={(value) =>
          chooseFile(file, SEPARATORS.find((each) => each === value) ?? null)
        }
        choices={[
          { value: "", label: t("import.found") },
          { value: ",", label: word("separator", "comma") },
          { value: ";", label: word("separator", "semicolon") },
          { value: "\t", label: word("separator", "tab") },
        ]}
      />
      {file !== null && <FirstLines file={file} separator={run.separator} />}
      {report !== null && <Report report={report} isDone={isDone} />}
      <Failure problem={run.problem} />
      {run.isBusy && <Progress run={run} />}
      <p class="buttons">
        {isDone ? (
          <a class="button primary" href={pathOf("register")}>
            {t("nav.register")}
          </a>
        ) : (
          file !== null && (
            <button
              type="button"
              class="primary"
              aria-disabled={run.isBusy}
              onClick={() => void sendFile(!isReady)}
            >
              {isReady ? t("import.import") : t("import.preview")}
            </button>
          )
        )}
      </p>
    </>
  );
}

export function ImportView() {
  const { announce, t } = useApp();
  const run = useImport();
  const isDone = run !== null && !run.isTrial && run.report?.errors.length === 0;
  const admitted = isDone ? run.report?.admitted : undefined;
  useEffect(() => {
    if (admitted !== undefined) {
      announce(t("import.done", { count: admitted }));
    }
  }, [admitted]);
  return (
    <Page title={t("import.title")} lead={t("import.lead")}>
      <FoundingWay step="register" />
      <p>
        <a href={pathOf("register")}>{t("nav.register")}</a>
      </p>
      <Columns />
      <FileDrop
        label={t("import.file")}
        hint={t("template.drop")}
        accept=".csv,text/csv"
        onFile={(file) => chooseFile(file, null)}
      />
      {run !== null && <Chosen run={run} />}
    </Page>
  );
}

/* Importing the register from a CSV file: first what it would do, then doing it, whole or not at all. */

import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { Definition, Form, ImportErrors, Page, Select, Waiting } from "../components.tsx";
import { useAction, useLoad } from "../hooks.ts";
import { pathOf } from "../router.ts";
import { loadGroups } from "./member_new.tsx";

type Separator = "," | ";" | "\t";
const SEPARATORS: readonly Separator[] = [",", ";", "\t"];

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

export function ImportView() {
  const { t, word } = useApp();
  const [file, setFile] = useState<File | null>(null);
  const [separator, setSeparator] = useState("");
  const [report, setReport] = useState<Schemas["ImportReport"] | null>(null);
  const [isDone, setDone] = useState(false);
  const action = useAction();
  const forget = () => {
    setReport(null);
    setDone(false);
    action.clear();
  };
  const send = async (dryRun: boolean) => {
    if (file === null) {
      return;
    }
    const wanted = SEPARATORS.find((each) => each === separator);
    const { data } = await api.post("/api/v1/members/imports", {
      query: { dry_run: dryRun, ...(wanted === undefined ? {} : { separator: wanted }) },
      /* The bytes of the file as they are: the type says text, a file is what fetch takes. */
      body: file as unknown as string,
    });
    setReport(data);
    setDone(!dryRun);
  };
  const isReady = report !== null && report.errors.length === 0 && !isDone;
  return (
    <Page title={t("import.title")} lead={t("import.lead")}>
      <p>
        <a href={pathOf("register")}>{t("nav.register")}</a>
      </p>
      <details>
        <summary>{t("import.columns")}</summary>
        <p>{t("import.columns_text")}</p>
        <p class="code">number,kind,name,email,category,college,admitted_on</p>
      </details>
      <Form
        action={action}
        submit={isReady ? t("import.import") : t("import.preview")}
        onSubmit={() => send(!isReady)}
        disabled={file === null || isDone}
      >
        <div class="field">
          <label for="import-file">{t("import.file")}</label>
          <input
            id="import-file"
            type="file"
            accept=".csv,text/csv"
            onChange={(event) => {
              setFile(event.currentTarget.files?.[0] ?? null);
              forget();
            }}
          />
        </div>
        <Select
          label={t("import.separator")}
          value={separator}
          onInput={(value) => {
            setSeparator(value);
            forget();
          }}
          choices={[
            { value: "", label: t("import.found") },
            { value: ",", label: word("separator", "comma") },
            { value: ";", label: word("separator", "semicolon") },
            { value: "\t", label: word("separator", "tab") },
          ]}
        />
        {report !== null && <Report report={report} isDone={isDone} />}
        {action.isBusy && (
          <>
            <Waiting text={t("import.reading")} />
            <progress aria-label={t("import.reading")} />
          </>
        )}
      </Form>
      {isDone && (
        <p class="buttons">
          <a class="button primary" href={pathOf("register")}>
            {t("nav.register")}
          </a>
        </p>
      )}
    </Page>
  );
}

/* The records: what to take away, what each file is, and how to check it without us. */

import { useEffect, useRef } from "preact/hooks";

import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { Failure, More, Page, Scroll, Show, Waiting } from "../components.tsx";
import { usePages } from "../hooks.ts";
import type { Key } from "../i18n.ts";
import { Makings } from "../makings.ts";
import { pathOf } from "../router.ts";
import { makeRecord } from "../verification.ts";

/* In megabytes or kilobytes, as the language writes them. */
function useSize(): (bytes: number) => string {
  const { language } = useApp();
  return (bytes) => {
    const isLarge = bytes >= 1_000_000;
    return new Intl.NumberFormat(language, {
      style: "unit",
      unit: isLarge ? "megabyte" : "kilobyte",
      maximumFractionDigits: isLarge ? 1 : 0,
    }).format(bytes / (isLarge ? 1_000_000 : 1000));
  };
}

/* By the poll, or "all". */
const records = new Makings("palabre.records", (poll, tell) => makeRecord(poll, () => true, tell));

/* How far the server is with a record: in files, once it has counted them. */
function Progress(props: { done: number; total: number }) {
  const { count, t } = useApp();
  const { done, total } = props;
  const text = t("records.making");
  return (
    <div class="notice">
      <Waiting text={text} />
      <progress aria-label={text} {...(total > 0 ? { value: done, max: total } : {})} />
      {total > 0 && <p>{t("records.made_files", { done: count(done), total: count(total) })}</p>}
      <p class="quiet">{t("records.may_leave")}</p>
    </div>
  );
}

/* The server makes a record when it is first asked for. */
function Take(props: { poll: string; title: string }) {
  const { announce, t } = useApp();
  const size = useSize();
  const making = records.use(props.poll);
  const isBusy = making?.state === "making";
  const wasBusy = useRef(isBusy);
  useEffect(() => {
    if (wasBusy.current && making?.state === "ready") {
      announce(t("records.ready"));
    }
    wasBusy.current = isBusy;
  }, [making?.state]);
  const record = making?.made ?? null;
  const verify = (
    <a class="button" href={pathOf("verifyRecord", { poll: props.poll })}>
      {t("records.verify")}
      <span class="hidden"> {props.title}</span>
    </a>
  );
  if (record !== null) {
    return (
      <>
        <ul>
          <li>
            <a href={record.tar} download>
              {t("records.tar", { size: size(record.bytes) })}
            </a>
          </li>
          <li>
            <a href={record.minisig} download>
              {t("records.minisig")}
            </a>
          </li>
        </ul>
        <p class="buttons">{verify}</p>
      </>
    );
  }
  return (
    <>
      <Failure problem={making?.problem ?? null} />
      {making !== null && isBusy && <Progress done={making.done} total={making.total} />}
      <p class="buttons">
        <button type="button" aria-disabled={isBusy} onClick={() => void records.begin(props.poll)}>
          {t("records.take")}
          <span class="hidden"> {props.title}</span>
        </button>
        {verify}
      </p>
    </>
  );
}

const FILES: readonly [string, Key][] = [
  ["README.md", "records.file_readme"],
  ["RECORD.json", "records.file_record"],
  ["log/", "records.file_log"],
  ["keys.txt, minisign.pub", "records.file_keys"],
  ["constitutions/", "records.file_constitutions"],
  ["texts/", "records.file_texts"],
  ["society/", "records.file_society"],
  ["polls/…/manifest.json", "records.file_manifest"],
  ["polls/…/roll.txt", "records.file_roll"],
  ["polls/…/openings.jsonl, opened.csv, urn.txt", "records.file_ballots"],
  ["polls/…/outcome.json, result.json, result.csv", "records.file_result"],
  ["polls/…/ballots.abif, ballots.blt", "records.file_formats"],
  ["tables/", "records.file_tables"],
];

function Files() {
  const { t } = useApp();
  return (
    <section>
      <h2>{t("records.files")}</h2>
      <p>{t("records.files_text")}</p>
      <Scroll label={t("records.files")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("records.file")}</th>
              <th scope="col">{t("records.meaning")}</th>
            </tr>
          </thead>
          <tbody>
            {FILES.map(([name, key]) => (
              <tr key={name}>
                <th scope="row">
                  <code class="code">{name}</code>
                </th>
                <td>{t(key)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
}

function Check() {
  const { society, t } = useApp();
  return (
    <section>
      <h2>{t("records.check")}</h2>
      <p>
        {t("records.check_here")} <a href={pathOf("verify")}>{t("records.check_link")}</a>
      </p>
      <p>{t("records.check_program")}</p>
      <pre class="scroll" tabIndex={0} role="region" aria-label={t("records.check")}>
        {`palabre-verify FILE.tar\nminisign -Vm FILE.tar -p minisign.pub`}
      </pre>
      <p>
        {t("records.key")} <code class="code">{society.log.vkey}</code>
      </p>
      <p>
        <a href="/api/v1/records/minisign.pub" download="minisign.pub">
          {t("records.minisign_pub")}
        </a>
      </p>
    </section>
  );
}

export function RecordsView() {
  const { instant, t } = useApp();
  const published = usePages((after) =>
    api.get("/api/v1/records", { query: after === undefined ? {} : { after } }),
  );
  return (
    <Page title={t("records.title")} lead={t("records.lead")}>
      <section>
        <h2>{t("records.all")}</h2>
        <p>{t("records.all_text")}</p>
        <Take poll="all" title={t("records.all")} />
      </section>
      <section>
        <h2>{t("records.polls")}</h2>
        <Show of={published}>
          {(items) => (
            <>
              {items.length === 0 && <p>{t("records.none")}</p>}
              <ul class="rows">
                {items.map((record) => (
                  <li class="row" key={record.poll}>
                    <a class="row-title" href={pathOf("decision", { decision: record.poll })}>
                      {record.title}
                    </a>
                    <span class="row-facts">
                      {t("records.published", { instant: instant(record.published_at) })}
                    </span>
                    <Take poll={record.poll} title={record.title} />
                  </li>
                ))}
              </ul>
              <More next={published.next} isBusy={published.isLoading} onMore={published.more} />
            </>
          )}
        </Show>
      </section>
      <Files />
      <Check />
    </Page>
  );
}

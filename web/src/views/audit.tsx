/* The audit of administrative acts: what was done by office, the latest first, day by day, from the log. */
import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import type { Act } from "../audit_words.ts";
import { actOf, byDay, detailOf } from "../audit_words.ts";
import { Failure, Page, Select, Show, Tag } from "../components.tsx";
import type { Duty } from "../entry_types.ts";
import { DUTIES } from "../entry_types.ts";
import { hour, today } from "../format.ts";
import { useAction, useLoad } from "../hooks.ts";
import { locales } from "../i18n.ts";
import { pathOf } from "../router.ts";

const PAGE = 500;

interface Read {
  readonly acts: readonly Act[];
  /* Entries before those that were read. */
  readonly before: number;
}

/* The last entries before a place of the log, the latest first. A page is short where its entries are long. */
async function readBefore(end: number): Promise<Read> {
  const before = Math.max(0, end - PAGE);
  const acts: Act[] = [];
  let after: string | undefined = String(before);
  while (after !== undefined && Number(after) < end) {
    const { data }: { data: Schemas["LogEntryList"] } = await api.get("/api/v1/log", {
      query: { after, limit: Math.min(PAGE, end - Number(after)) },
    });
    acts.push(...data.items.flatMap((entry) => actOf(entry) ?? []));
    after = data.next;
  }
  return { acts: acts.reverse(), before };
}

async function readLatest(): Promise<Read> {
  const { data } = await api.get("/api/v1/society");
  return readBefore(data.log.size);
}

/* Names are not in the log: who holds an office that it granted is read from those in force. */
async function readHolders(): Promise<ReadonlyMap<string, string>> {
  const { data } = await api.get("/api/v1/offices", { query: { limit: 500 } });
  return new Map(data.items.map(({ id, person, name }) => [id, person?.name ?? name ?? ""]));
}

function ActRow(props: { act: Act; holders: ReadonlyMap<string, string> }) {
  const { count, day, language, society, t, word } = useApp();
  const { act, holders } = props;
  const time = hour(act.at.toISOString(), locales[language], society.time_zone);
  const holder = typeof act.d["office"] === "string" ? holders.get(act.d["office"]) : undefined;
  const say = (name: string, value: string | number) => {
    if (typeof value === "number") {
      return `${word("audit_detail", name)} ${count(value)}`;
    }
    if (name === "role" || name === "what" || name === "purpose") {
      return name === "role" ? word("role", value) : word("audit_what", value);
    }
    return name === "effective_on" ? t("registry.from", { day: day(value) }) : value;
  };
  return (
    <li class="row">
      <span class="row-title">{word("entry", act.type)}</span>
      <span class="row-facts">
        {time} · <Tag>{word("duty", act.duty)}</Tag>
        {holder !== undefined && holder !== "" && <> · {holder}</>}
        {detailOf(act).map(({ name, value }) => (
          <> · {say(name, value)}</>
        ))}{" "}
        · {t("audit.entry", { index: act.index })}
      </span>
    </li>
  );
}

/* Who can have done it: the log names nobody, the offices do. */
function Holders() {
  const { instant, t, word } = useApp();
  const offices = useLoad(
    async () => (await api.get("/api/v1/offices", { query: { limit: 500 } })).data.items,
  );
  return (
    <details>
      <summary>{t("audit.holders")}</summary>
      <p>{t("audit.holders_text")}</p>
      <Show of={offices}>
        {(items) => (
          <ul class="rows">
            {items.map(({ id, role, person, name, since }) => (
              <li class="row" key={id}>
                <span class="row-title">
                  {word("role", role)} · {person?.name ?? name ?? ""}
                </span>
                <span class="row-facts">{t("offices.since", { instant: instant(since) })}</span>
              </li>
            ))}
          </ul>
        )}
      </Show>
    </details>
  );
}

function Days(props: { acts: readonly Act[]; holders: ReadonlyMap<string, string> }) {
  const { day, society, t } = useApp();
  const days = byDay(props.acts, (at) => today(at, society.time_zone));
  if (days.length === 0) {
    return <p>{t("audit.none")}</p>;
  }
  return (
    <>
      {days.map((each) => (
        <section key={each.day}>
          <h2>{day(each.day)}</h2>
          <ul class="rows">
            {each.acts.map((act) => (
              <ActRow key={act.index} act={act} holders={props.holders} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function Acts(props: { first: Read; holders: ReadonlyMap<string, string> }) {
  const { t, word } = useApp();
  const [read, setRead] = useState(props.first);
  const [duty, setDuty] = useState<Duty | "">("");
  const action = useAction();
  const more = () =>
    void action.run(async () => {
      const earlier = await readBefore(read.before);
      setRead({ acts: [...read.acts, ...earlier.acts], before: earlier.before });
    });
  const shown = read.acts.filter((act) => duty === "" || act.duty === duty);
  return (
    <>
      <Select
        label={t("audit.duty")}
        value={duty}
        onInput={(value) => setDuty(DUTIES.find((each) => each === value) ?? "")}
        choices={[
          { value: "", label: t("audit.all") },
          ...DUTIES.map((each) => ({ value: each, label: word("duty", each) })),
        ]}
      />
      <p role="status">{t("audit.shown", { count: shown.length })}</p>
      <Days acts={shown} holders={props.holders} />
      <Failure problem={action.problem} />
      {read.before > 0 && (
        <p class="buttons">
          <button type="button" aria-disabled={action.isBusy} onClick={more}>
            {t("audit.earlier")}
          </button>
        </p>
      )}
    </>
  );
}

export function AuditView() {
  const { t } = useApp();
  const loaded = useLoad(() => Promise.all([readLatest(), readHolders()]));
  return (
    <Page title={t("audit.title")} lead={t("audit.lead")}>
      <p>
        <a href={pathOf("settings")}>{t("settings.title")}</a>
      </p>
      <Holders />
      <Show of={loaded}>{([first, holders]) => <Acts first={first} holders={holders} />}</Show>
    </Page>
  );
}

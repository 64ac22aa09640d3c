/* The log: every act of the society, the latest first, read from the files that anyone can copy. */

import { useEffect, useState } from "preact/hooks";

import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { Definition, Failure, Page, Select, Show, Tag, TextField } from "../components.tsx";
import { FAMILIES, familyOf } from "../entry_types.ts";
import { useAction, useLoad } from "../hooks.ts";
import { BUNDLE, type Entry, fetchBundle, fetchCheckpoint } from "../logbook.ts";
import { navigate } from "../navigate.ts";
import { pathOf } from "../router.ts";
import { asReader } from "./entry.tsx";

const SHOWN = 50;
/* So many bundles are read for a family before its reader is asked whether to go on. */
const UNASKED = 20;

function EntryLine(props: { entry: Entry }) {
  const { count, instant, t, word } = useApp();
  const { entry } = props;
  return (
    <li class="row">
      <a class="row-title" href={pathOf("entry", { entry: String(entry.index) })}>
        {word("entry", entry.type)}
      </a>
      <span class="row-facts">
        {t("log.entry", { number: count(entry.index) })} ·{" "}
        {instant(new Date(entry.second * 1000).toISOString())}
      </span>
    </li>
  );
}

/* Who keeps copies, and what they have seen. */
function Witnesses() {
  const { count, instant, t } = useApp();
  const policy = useLoad(async () => (await api.get("/api/v1/log/policy")).data);
  return (
    <Show of={policy}>
      {({ witnessed, witnesses }) =>
        witnesses.length === 0 ? (
          <p>{t("log.no_witness")}</p>
        ) : (
          <>
            <p>
              <Tag kind={witnessed ? "good" : "bad"}>
                {witnessed ? t("log.witnessed") : t("log.not_witnessed")}
              </Tag>
            </p>
            <dl class="pairs">
              {witnesses.map((witness) => (
                <Definition key={witness.name} term={witness.name}>
                  {witness.cosigned_at === undefined
                    ? t("log.never_seen")
                    : t("log.seen", {
                        size: count(witness.size),
                        instant: instant(witness.cosigned_at),
                      })}
                </Definition>
              ))}
            </dl>
          </>
        )
      }
    </Show>
  );
}

/* Straight to an entry whose number is on a receipt or in minutes. */
function Jump(props: { size: number }) {
  const { t } = useApp();
  const [number, setNumber] = useState("");
  const go = (event: Event) => {
    event.preventDefault();
    const index = Number(number);
    if (/^\d+$/.test(number) && index < props.size) {
      navigate(pathOf("entry", { entry: String(index) }));
    }
  };
  const isUnknown = number !== "" && !(/^\d+$/.test(number) && Number(number) < props.size);
  return (
    <form onSubmit={go}>
      <TextField
        label={t("log.jump")}
        inputMode="numeric"
        autocomplete="off"
        value={number}
        error={isUnknown ? t("log.no_entry") : null}
        onInput={setNumber}
      />
      <p class="buttons">
        <button type="submit">{t("log.go")}</button>
      </p>
    </form>
  );
}

/* The entries from the last back; earlier bundles are fetched as they are asked for. */
function Entries(props: { latest: readonly Entry[]; size: number }) {
  const app = useApp();
  const { announce, t, word } = app;
  const [earlier, setEarlier] = useState<readonly Entry[]>([]);
  const [limit, setLimit] = useState(SHOWN);
  const [family, setFamily] = useState("");
  const [goodFor, setGoodFor] = useState(UNASKED);
  const action = useAction();
  const all = [...props.latest].reverse().concat(earlier);
  const oldest = all.at(-1)?.index ?? 0;
  const wanted = all.filter(({ type }) => family === "" || familyOf(type) === family);
  const shown = wanted.slice(0, limit);
  const hasMore = shown.length < wanted.length || oldest > 0;
  const readEarlier = async () => {
    const bundle = await asReader(app, fetchBundle(oldest / BUNDLE - 1, props.size));
    setEarlier((before) => [...before, ...bundle.reverse()]);
  };
  /* Who asks for one family is not told to ask again and again, but does not read a whole long log unasked. */
  const isShort = family !== "" && wanted.length < limit && oldest > 0 && goodFor > 0;
  useEffect(() => {
    if (isShort && action.problem === null) {
      setGoodFor(goodFor - 1);
      void action.run(readEarlier);
    }
  }, [isShort, oldest, action.isBusy]);
  const more = () =>
    void action.run(async () => {
      setGoodFor(UNASKED);
      if (wanted.length < limit + SHOWN && oldest > 0) {
        await readEarlier();
      }
      setLimit(limit + SHOWN);
      announce(t("log.more_read"));
    });
  return (
    <>
      <Select
        label={t("log.family")}
        value={family}
        choices={[
          { value: "", label: t("log.all") },
          ...FAMILIES.map((value) => ({ value, label: word("entry_family", value) })),
        ]}
        onInput={(chosen) => {
          setFamily(chosen);
          setGoodFor(UNASKED);
        }}
      />
      {shown.length === 0 && !action.isBusy && <p>{t("log.none_here", { index: oldest })}</p>}
      <ul class="rows">
        {shown.map((entry) => (
          <EntryLine key={entry.index} entry={entry} />
        ))}
      </ul>
      <Failure problem={action.problem} />
      {hasMore && (
        <p class="buttons">
          <button type="button" aria-disabled={action.isBusy} onClick={more}>
            {action.isBusy ? t("state.loading") : t("log.earlier")}
          </button>
        </p>
      )}
    </>
  );
}

export function LogView() {
  const app = useApp();
  const { count, society, t } = app;
  const log = useLoad(async () => {
    const checkpoint = await asReader(app, fetchCheckpoint(society.log.vkey));
    const last = Math.floor((checkpoint.size - 1) / BUNDLE);
    return { checkpoint, latest: await asReader(app, fetchBundle(last, checkpoint.size)) };
  });
  return (
    <Page title={t("log.title")} lead={t("log.lead")}>
      <Show of={log}>
        {({ checkpoint, latest }) => (
          <>
            <dl class="pairs">
              <Definition term={t("log.size")}>{count(checkpoint.size)}</Definition>
              <Definition term={t("log.name")}>{checkpoint.origin}</Definition>
              {society.log.former?.map(({ origin, entry }) => (
                <Definition key={entry} term={t("log.former")}>
                  {origin}{" "}
                  <a href={pathOf("entry", { entry: String(entry) })}>
                    {t("log.continued", { number: count(entry) })}
                  </a>
                </Definition>
              ))}
              <Definition term={t("log.key")}>
                <code class="code">{society.log.vkey}</code>
              </Definition>
            </dl>
            <p>
              <a href="/log/checkpoint">{t("log.checkpoint")}</a>
            </p>
            <h2>{t("log.witnesses")}</h2>
            <Witnesses />
            <h2>{t("log.entries")}</h2>
            <Jump size={checkpoint.size} />
            <Entries latest={latest} size={checkpoint.size} />
          </>
        )}
      </Show>
    </Page>
  );
}

/* One entry of the log: what it says, and the proof that it is there, made and checked in this browser. */

import type { ComponentChildren } from "preact";

import { api, refusal } from "../api.ts";
import { type App, useApp } from "../app.tsx";
import { Definition, Page, Show, Technical } from "../components.tsx";
import { useLoad } from "../hooks.ts";
import { type Entry, fetchCheckpoint, fetchEntry, proveEntry } from "../logbook.ts";
import { pathOf } from "../router.ts";
import { hex, Refusal, textOf } from "../verify/bytes.ts";
import type { Json } from "../verify/json.ts";
import { leafHash } from "../verify/tree.ts";

/* What the files of the log do not allow is told as what the server refuses is. */
export async function asReader<T>({ t }: App, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof Refusal ? refusal("log-refused", t("log.refused"), 422, error.message) : error;
  }
}

/* What an identifier leads to, by the name of its field: its screen, and how it is read. */
interface Way {
  readonly path: (id: string) => string;
  readonly read: (id: string) => Promise<{ data: { title: string } }>;
}

const WAYS: Record<string, Way> = {
  assembly: {
    path: (assembly) => pathOf("assembly", { assembly }),
    read: (assembly) => api.get("/api/v1/assemblies/{assembly}", { path: { assembly } }),
  },
  poll: {
    path: (poll) => pathOf("poll", { poll }),
    read: (poll) => api.get("/api/v1/polls/{poll}", { path: { poll } }),
  },
  resolution: {
    path: (resolution) => pathOf("resolution", { resolution }),
    read: (resolution) => api.get("/api/v1/resolutions/{resolution}", { path: { resolution } }),
  },
};

/* The identifier as the record has it, and what it leads to by its title. The log names what is being prepared before
 * the notice shows it: that is said, and no link leads nowhere. */
function Led(props: { id: string; way: Way }) {
  const { session, t } = useApp();
  const { id, way } = props;
  const thing = useLoad(async () => (await way.read(id)).data, id, session);
  return (
    <>
      {thing.data !== null && (
        <>
          <a href={way.path(id)}>{thing.data.title}</a>{" "}
        </>
      )}
      {thing.problem?.problem.status === 404 && <>{t("entry.not_shown")} </>}
      <span class="code">{id}</span>
    </>
  );
}

/* What a field is, and its exact name, which is the record's. */
function Field(props: { name: string }) {
  const { word } = useApp();
  const { name } = props;
  return (
    <>
      {word("entry_field", name)} <code class="code">{name}</code>
    </>
  );
}

function Value(props: { name: string; value: Json }) {
  const { instant, t } = useApp();
  const { name, value } = props;
  if (typeof value === "boolean") {
    return <>{t(value ? "word.yes" : "word.no")}</>;
  }
  if (typeof value === "number") {
    const isInstant = /(_at|^until|^opens|^closes)$/.test(name);
    return <>{isInstant ? instant(new Date(value * 1000).toISOString()) : value}</>;
  }
  if (typeof value !== "string") {
    return <code class="code">{JSON.stringify(value)}</code>;
  }
  const way = WAYS[name];
  return way === undefined ? <span class="code">{value}</span> : <Led id={value} way={way} />;
}

function ProofOf(props: { entry: Entry }) {
  const { count, society, t } = useApp();
  const { entry } = props;
  const proof = useLoad(() => proveEntry(entry, society.log.vkey), entry.index);
  return (
    <section>
      <h2>{t("entry.proof")}</h2>
      <Show of={proof}>
        {(found): ComponentChildren =>
          found instanceof Refusal ? (
            <div class="notice bad" role="alert">
              <p>{t("entry.not_proved")}</p>
              <Technical text={found.message} />
            </div>
          ) : (
            <>
              <p class="notice good">{t("entry.proved", { size: count(found.size) })}</p>
              <details>
                <summary>{t("entry.how")}</summary>
                <p>{t("entry.how_text", { count: found.steps })}</p>
                <pre class="scroll" tabIndex={0} role="region" aria-label={t("log.checkpoint")}>
                  {found.checkpoint}
                </pre>
              </details>
            </>
          )
        }
      </Show>
      <p>
        <a href={`/log/proof/${entry.index}.tlog-proof`} download>
          {t("entry.download")}
        </a>
      </p>
    </section>
  );
}

function Neighbours(props: { index: number; size: number }) {
  const { t } = useApp();
  const { index, size } = props;
  const at = (entry: number) => pathOf("entry", { entry: String(entry) });
  return (
    <p class="buttons">
      {index > 0 && (
        <a class="button" href={at(index - 1)}>
          {t("entry.before")}
        </a>
      )}
      {index + 1 < size && (
        <a class="button" href={at(index + 1)}>
          {t("entry.after")}
        </a>
      )}
      <a class="button" href={pathOf("log")}>
        {t("entry.log")}
      </a>
    </p>
  );
}

export function EntryView(props: { index: string }) {
  const app = useApp();
  const { count, instant, society, t, word } = app;
  const index = /^\d{1,15}$/.test(props.index) ? Number(props.index) : -1;
  const loaded = useLoad(async () => {
    const { size } = await asReader(app, fetchCheckpoint(society.log.vkey));
    if (index < 0 || index >= size) {
      throw refusal("log-no-entry", t("log.no_entry"), 404);
    }
    return { size, entry: await asReader(app, fetchEntry(index, size)) };
  }, index);
  return (
    <Page title={t("entry.title", { number: props.index })}>
      <Show of={loaded}>
        {({ entry, size }) => (
          <>
            <p class="lead">{word("entry", entry.type)}</p>
            <dl class="pairs">
              <Definition term={t("entry.when")}>
                {instant(new Date(entry.second * 1000).toISOString())}
              </Definition>
              <Definition term={t("entry.place")}>
                {t("entry.of", { number: count(index), size: count(size) })}
              </Definition>
              {Object.entries(entry.data).map(([name, value]) => (
                <Definition key={name} term={<Field name={name} />}>
                  <Value name={name} value={value} />
                </Definition>
              ))}
            </dl>
            <ProofOf entry={entry} />
            <details>
              <summary>{t("entry.bytes")}</summary>
              <p>{t("entry.bytes_text")}</p>
              <p>
                <code class="code">{textOf(entry.bytes, "the entry")}</code>
              </p>
              <dl>
                <Definition term={t("entry.leaf")}>
                  <code class="code">{hex(leafHash(entry.bytes))}</code>
                </Definition>
              </dl>
            </details>
            <Neighbours index={index} size={size} />
          </>
        )}
      </Show>
    </Page>
  );
}

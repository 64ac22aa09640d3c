/* The minutes of an assembly: drawn, written, approved by the officers of the sitting, published. Until then
 * they are for those who prepare and sign them. */

import { useEffect, useRef } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api, ProblemError, refusal } from "../api.ts";
import { useApp } from "../app.tsx";
import { ActionButton, Failure, Page, Show, Tag, Waiting } from "../components.tsx";
import { useAction, useEvents, useKeptFocus, useLoad } from "../hooks.ts";
import { Makings } from "../makings.ts";
import { pathOf } from "../router.ts";
import { verdictKind } from "./decisions.tsx";
import { MinutesEditor } from "./minutes_editor.tsx";
import { MinutesText } from "./minutes_text.tsx";

type Minutes = Schemas["Minutes"];
type Assembly = Schemas["Assembly"];

function fileOf(minutes: Minutes, name: string, language: string): string {
  return `/api/v1/minutes/${minutes.id}/minutes.${name}?language=${language}`;
}

async function readPage(minutes: Minutes, language: string): Promise<string> {
  const response = await fetch(fileOf(minutes, "html", language), { cache: "no-cache" });
  if (!response.ok) {
    throw new ProblemError((await response.json()) as Schemas["Problem"]);
  }
  return response.text();
}

async function load(assembly: string) {
  const path = { assembly };
  const { data } = await api.get("/api/v1/assemblies/{assembly}", { path });
  if (data.minutes === undefined) {
    return { assembly: data, minutes: null, etag: "" };
  }
  const minutes = await api.get("/api/v1/minutes/{minutes}", { path: { minutes: data.minutes } });
  return { assembly: data, minutes: minutes.data, etag: minutes.etag };
}

const PDF_EVERY = 1500;

/* The server prints a PDF when it is first asked for: it is fetched until it is there. By its address, with the hash of
 * what it is of, which is not sent. */
const pdfs = new Makings("palabre.pdfs", async (url) => {
  for (;;) {
    const status = await fetch(url, { cache: "no-store" }).then((response) => response.status, () => 0);
    if (status === 200) {
      return url;
    }
    if (status !== 202) {
      throw refusal("minutes.pdf_failed", "", status);
    }
    await new Promise((rested) => setTimeout(rested, PDF_EVERY));
  }
});

function Pdf(props: { minutes: Minutes }) {
  const { language, t } = useApp();
  const link = useRef<HTMLAnchorElement>(null);
  const url = fileOf(props.minutes, "pdf", language);
  const name = `${url}#${props.minutes.hash}`;
  const state = pdfs.use(name)?.state ?? null;
  const before = useRef(state);
  useEffect(() => {
    if (before.current === "making" && state === "ready") {
      link.current?.focus();
    }
    before.current = state;
  }, [state]);
  if (state === "ready") {
    return (
      <a class="button primary" ref={link} href={url} download="minutes.pdf">
        {t("minutes.pdf_ready")}
      </a>
    );
  }
  return (
    <>
      <button type="button" aria-disabled={state === "making"} onClick={() => void pdfs.begin(name)}>
        {t("minutes.pdf")}
      </button>
      <span role="status">
        {state === "making" && t("minutes.printing")}
        {state === "failed" && t("minutes.pdf_failed")}
      </span>
    </>
  );
}

function Downloads(props: { minutes: Minutes }) {
  const { language, t } = useApp();
  const { minutes } = props;
  return (
    <p class="buttons">
      <a class="button" href={fileOf(minutes, "html", language)} target="_blank">
        {t("minutes.html")}
      </a>
      <a class="button" href={fileOf(minutes, "md", language)} download="minutes.md">
        {t("minutes.markdown")}
      </a>
      <Pdf key={`${minutes.hash} ${language}`} minutes={minutes} />
      <a class="button" href={fileOf(minutes, "json", language)} download="minutes.json">
        {t("minutes.json")}
      </a>
    </p>
  );
}

function Officers(props: { minutes: Minutes; onDone: () => void }) {
  const { announce, instant, t, word } = useApp();
  const action = useAction();
  const { minutes } = props;
  const heading = useKeptFocus<HTMLHeadingElement>(minutes.state + minutes.hash);
  const approve = async () => {
    await api.post("/api/v1/minutes/{minutes}/approval", {
      path: { minutes: minutes.id },
      body: { hash: minutes.hash },
    });
    announce(t("minutes.approved_now"));
    props.onDone();
  };
  const canApprove = minutes.officers.some(({ yours, approved_at }) => yours === true && approved_at === undefined);
  return (
    <section>
      <h2 ref={heading} tabIndex={-1}>
        {t("minutes.officers")}
      </h2>
      <ul class="rows">
        {minutes.officers.map((officer, index) => (
          <li class="row" key={index}>
            <span class="row-title">
              {officer.name === undefined
                ? word("minutes_role", officer.role)
                : `${officer.name}, ${word("minutes_role", officer.role)}`}
            </span>
            <span class="row-facts">
              {officer.approved_at === undefined
                ? t("minutes.not_approved")
                : t("minutes.approved", { instant: instant(officer.approved_at) })}
            </span>
          </li>
        ))}
      </ul>
      <Failure problem={action.problem} />
      {canApprove && minutes.state === "draft" && (
        <p class="buttons">
          <ActionButton
            action={action}
            kind="primary"
            label={t("minutes.approve")}
            confirm={t("minutes.approve_confirm", { version: minutes.version })}
            onAct={approve}
          />
        </p>
      )}
    </section>
  );
}

function Drawing(props: { assembly: Assembly; onDone: () => void }) {
  const { announce, may, t } = useApp();
  const action = useAction();
  if (props.assembly.state !== "ended" || !may("convene")) {
    return <p>{t("minutes.none")}</p>;
  }
  return (
    <>
      <p>{t("minutes.draw_hint")}</p>
      <Failure problem={action.problem} />
      <p class="buttons">
        <ActionButton
          action={action}
          kind="primary"
          label={t("minutes.draw")}
          onAct={async (key) => {
            await api.post("/api/v1/assemblies/{assembly}/minutes", {
              path: { assembly: props.assembly.id },
              body: {},
              key,
            });
            announce(t("minutes.drawn_now"));
            props.onDone();
          }}
        />
      </p>
    </>
  );
}

function Text(props: { minutes: Minutes }) {
  const { language, t } = useApp();
  const page = useLoad(() => readPage(props.minutes, language), props.minutes.hash, props.minutes.state, language);
  return (
    <section>
      <h2>{t("minutes.text")}</h2>
      {page.isLoading && page.data === null && <Waiting />}
      <Show of={page}>{(text) => <MinutesText page={text} label={t("minutes.table")} />}</Show>
    </section>
  );
}

function Versions(props: { minutes: Minutes }) {
  const { count, instant, t } = useApp();
  const { versions } = props.minutes;
  return (
    <details>
      <summary>{t("minutes.versions", { count: versions.length })}</summary>
      <ol class="rows">
        {versions.map((version) => (
          <li class="row" key={version.number}>
            {t("minutes.version", { number: count(version.number) })} · {instant(version.at)}
            <br />
            <span class="code">{version.hash}</span>
          </li>
        ))}
      </ol>
    </details>
  );
}

/* What the assembly decided: each as the register has it, with the way that led there. */
function Decided(props: { assembly: Assembly }) {
  const { t, word } = useApp();
  const decided = props.assembly.polls.filter(({ state }) => state === "published");
  return (
    <section>
      <h2>{t("minutes.decided")}</h2>
      {decided.length === 0 && <p>{t("minutes.decided_none")}</p>}
      <ul class="rows">
        {decided.map(({ id, title, verdict }) => (
          <li class="row" key={id}>
            <a class="row-title" href={pathOf("decision", { decision: id })}>
              {title}
            </a>
            {verdict !== undefined && (
              <span class="row-facts">
                <Tag kind={verdictKind(verdict)}>{word("verdict", verdict)}</Tag>
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Whole(props: { assembly: Assembly; minutes: Minutes; etag: string; onDone: () => void }) {
  const { instant, may, t, word } = useApp();
  const { minutes } = props;
  const isDraft = minutes.state === "draft";
  return (
    <>
      <p>
        <Tag kind={isDraft ? "" : "good"}>{word("minutes_state", minutes.state)}</Tag>{" "}
        {t("minutes.version", { number: minutes.version })} ·{" "}
        {minutes.published_at === undefined
          ? t("minutes.drawn", { instant: instant(minutes.drawn_at) })
          : t("minutes.published", { instant: instant(minutes.published_at) })}
      </p>
      <Downloads minutes={minutes} />
      <Officers minutes={minutes} onDone={props.onDone} />
      <Decided assembly={props.assembly} />
      {isDraft && may("convene") && (
        <section class="office">
          <h2>{t("minutes.write")}</h2>
          <MinutesEditor key={minutes.hash} {...props} />
        </section>
      )}
      <Versions minutes={minutes} />
      <Text minutes={minutes} />
    </>
  );
}

export function MinutesView(props: { assembly: string }) {
  const { t } = useApp();
  const loaded = useLoad(() => load(props.assembly), props.assembly);
  const minutes = loaded.data?.minutes?.id;
  useEvents([props.assembly, ...(minutes === undefined ? [] : [minutes])], loaded.reload);
  return (
    <Show of={loaded}>
      {({ assembly, minutes: now, etag }) => (
        <Page title={t("minutes.of", { title: assembly.title })}>
          <p>
            <a href={pathOf("assembly", { assembly: assembly.id })}>{t("poll.assembly")}</a>
          </p>
          {now === null ? (
            <Drawing assembly={assembly} onDone={loaded.reload} />
          ) : (
            <Whole assembly={assembly} minutes={now} etag={etag} onDone={loaded.reload} />
          )}
        </Page>
      )}
    </Show>
  );
}

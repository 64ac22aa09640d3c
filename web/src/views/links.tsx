/* Sign-in links for many members at once: made one after the other, then printed as slips or taken as a table. */

import { useState } from "preact/hooks";

import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { Check, Failure, Form, Page, Select, Show } from "../components.tsx";
import { download } from "../download.ts";
import { useAction, useKeptFocus, useLoad } from "../hooks.ts";
import type { Run, Slip } from "../links_run.ts";
import {
  beginLinks,
  forgetLinks,
  isSettled,
  linksAsCsv,
  resumeLinks,
  SLIPS_MAX,
  stopLinks,
  useLinks,
} from "../links_run.ts";
import { pathOf } from "../router.ts";

function Choose(props: { owner: string }) {
  const { count, label, t } = useApp();
  const [college, setCollege] = useState("");
  const [category, setCategory] = useState("");
  const [isForUnreached, setForUnreached] = useState(true);
  const action = useAction();
  const groups = useLoad(async () => {
    const [colleges, categories] = await Promise.all([
      api.get("/api/v1/colleges", { query: { limit: 100 } }),
      api.get("/api/v1/categories", { query: { limit: 100 } }),
    ]);
    return { colleges: colleges.data.items, categories: categories.data.items };
  });
  return (
    <Show of={groups}>
      {({ colleges, categories }) => (
        <Form
          label={t("links.title")}
          action={action}
          submit={t("links.make")}
          onSubmit={async () => void beginLinks(props.owner, { college, category, isForUnreached })}
        >
          {colleges.length > 0 && (
            <Select
              label={t("member.college")}
              value={college}
              onInput={setCollege}
              choices={[
                { value: "", label: t("register.all_colleges") },
                ...colleges.map((each) => ({ value: each.id, label: label(each.labels) })),
              ]}
            />
          )}
          {categories.length > 0 && (
            <Select
              label={t("member.category")}
              value={category}
              onInput={setCategory}
              choices={[
                { value: "", label: t("links.all_categories") },
                ...categories.map((each) => ({ value: each.id, label: label(each.labels) })),
              ]}
            />
          )}
          <Check
            label={t("links.unreached")}
            checked={isForUnreached}
            onInput={setForUnreached}
          />
          <p class="hint">{t("links.unreached_hint")}</p>
          <p class="hint">{t("links.bound", { max: count(SLIPS_MAX) })}</p>
        </Form>
      )}
    </Show>
  );
}

function Progress(props: { run: Run }) {
  const { t } = useApp();
  const { slips, state } = props.run;
  const done = slips.filter(isSettled).length;
  const text =
    state === "reading" ? t("links.reading") : t("links.progress", { done, count: slips.length });
  return (
    <div class="slips-work">
      <p>{text}</p>
      <progress
        aria-label={text}
        max={Math.max(slips.length, 1)}
        value={state === "reading" ? undefined : done}
      />
      <p class="quiet">{t("links.may_leave")}</p>
      <p class="buttons">
        <button type="button" onClick={stopLinks}>
          {t("links.stop")}
        </button>
      </p>
    </div>
  );
}

/* What is left to do, and those for whom nothing could be done. */
function Report(props: { run: Run }) {
  const { count, t } = useApp();
  const { isCut, orphans, problem, slips, state } = props.run;
  const made = slips.filter(({ link }) => link !== null).length;
  const failed = slips.filter((slip) => slip.problem !== null);
  return (
    <div class="slips-work">
      <p role="status">{t("links.made", { count: made })}</p>
      <Failure problem={problem} />
      {state === "stopped" && (
        <p class="buttons">
          <button type="button" class="primary" onClick={() => void resumeLinks()}>
            {t("links.resume", { count: slips.length - slips.filter(isSettled).length })}
          </button>
        </p>
      )}
      {isCut && <p class="notice">{t("links.cut", { max: count(SLIPS_MAX) })}</p>}
      {failed.length + orphans.length > 0 && (
        <div class="notice bad">
          <p>{t("links.without", { count: failed.length + orphans.length })}</p>
          <ul>
            {failed.map(({ members, person, problem: why }) => (
              <li key={person}>
                {members.map(({ name }) => name).join(", ")} · {why?.message}
              </li>
            ))}
            {orphans.map(({ id, name }) => (
              <li key={id}>
                <a href={pathOf("member", { member: id })}>{name}</a> · {t("links.nobody")}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

function SlipRow(props: { slip: Slip }) {
  const { instant, society, t } = useApp();
  const { link, members } = props.slip;
  if (link === null) {
    return null;
  }
  return (
    <li class="slip">
      {members.map(({ id, name, number }) => (
        <p key={id}>
          <strong>{name}</strong> · {t("member.number_is", { number })}
        </p>
      ))}
      <p>{t("links.slip", { society: society.name, instant: instant(link.expires_at) })}</p>
      <p class="code">{link.url}</p>
    </li>
  );
}

function Slips(props: { run: Run }) {
  const { language, t } = useApp();
  const made = props.run.slips.filter(({ link }) => link !== null);
  const heads = [t("links.head_number"), t("links.head_name"), t("links.head_link"), t("links.head_until")];
  const take = () =>
    download(t("links.file"), "text/csv;charset=utf-8", linksAsCsv(made, language === "fr" ? ";" : ",", heads));
  return (
    <section>
      <div class="slips-work">
        <h2>{t("links.slips")}</h2>
        <p class="notice">{t("links.once")}</p>
        <p class="buttons">
          <button type="button" class="primary" onClick={() => print()}>
            {t("links.print")}
          </button>
          <button type="button" onClick={take}>
            {t("links.csv")}
          </button>
          <button type="button" onClick={forgetLinks}>
            {t("links.forget")}
          </button>
        </p>
      </div>
      <ul class="slips">
        {made.map((slip) => (
          <SlipRow key={slip.person} slip={slip} />
        ))}
      </ul>
    </section>
  );
}

function Running(props: { run: Run }) {
  const { t } = useApp();
  const { run } = props;
  const heading = useKeptFocus<HTMLHeadingElement>(run.state);
  const isUnderWay = run.state === "reading" || run.state === "making";
  const hasMade = run.slips.some(({ link }) => link !== null);
  const isNobody = run.state === "done" && run.slips.length + run.orphans.length === 0;
  return (
    <section aria-busy={isUnderWay}>
      <h2 class="slips-work" ref={heading} tabIndex={-1}>
        {t(isUnderWay ? "links.under_way" : "links.result")}
      </h2>
      {isUnderWay ? <Progress run={run} /> : <Report run={run} />}
      {isNobody && <p>{t("links.none")}</p>}
      {!isUnderWay && !hasMade && (
        <p class="buttons">
          <button type="button" onClick={forgetLinks}>
            {t("links.again")}
          </button>
        </p>
      )}
      {!isUnderWay && hasMade && <Slips run={run} />}
    </section>
  );
}

export function LinksView() {
  const { session, t } = useApp();
  const owner = session.person?.id ?? "";
  const run = useLinks(owner);
  return (
    <Page title={t("links.title")} lead={t("links.lead")}>
      <p class="slips-work">
        <a href={pathOf("register")}>{t("register.title")}</a>
      </p>
      {run === null ? <Choose owner={owner} /> : <Running run={run} />}
    </Page>
  );
}

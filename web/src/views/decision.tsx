/* One decision: what was decided, how it came to it from the first argument to the vote, and what follows. */

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { Definition, Page, Show } from "../components.tsx";
import { useEvents, useLoad } from "../hooks.ts";
import type { Key } from "../i18n.ts";
import { Verdict } from "../result.tsx";
import { pathOf } from "../router.ts";
import { Steps } from "./decision_steps.tsx";

type DecisionMade = Schemas["DecisionMade"];

async function loadDebate(resolution: string) {
  const path = { resolution };
  const [text, said, amendments] = await Promise.all([
    api.get("/api/v1/resolutions/{resolution}", { path }),
    api.get("/api/v1/resolutions/{resolution}/contributions", { path, query: { limit: 100 } }),
    api.get("/api/v1/resolutions/{resolution}/amendments", { path, query: { limit: 100 } }),
  ]);
  return { text: text.data, said: said.data, amendments: amendments.data };
}

/* The assembly, with its minutes where they are published. */
async function loadMeeting(id: string) {
  const { data: assembly } = await api.get("/api/v1/assemblies/{assembly}", { path: { assembly: id } });
  if (assembly.minutes === undefined) {
    return { assembly, minutes: null };
  }
  const path = { minutes: assembly.minutes };
  const { data } = await api.get("/api/v1/minutes/{minutes}", { path });
  return { assembly, minutes: data.state === "published" ? data : null };
}

async function load(id: string) {
  const { data: decision } = await api.get("/api/v1/decisions/{decision}", {
    path: { decision: id },
  });
  const path = { poll: id };
  const [poll, { assembly, minutes }, debate, result] = await Promise.all([
    api.get("/api/v1/polls/{poll}", { path }),
    loadMeeting(decision.assembly),
    decision.resolution === undefined ? null : loadDebate(decision.resolution),
    api.get("/api/v1/polls/{poll}/result", { path }),
  ]);
  return { decision, poll: poll.data, assembly, minutes, debate, result: result.data };
}

type Loaded = Awaited<ReturnType<typeof load>>;

/* One stage of the way: when, a sentence, and where it can be read. */
interface Stage {
  readonly at: string;
  readonly text: string;
  readonly more?: string;
  readonly href?: string;
}

const SPOKEN: readonly [Schemas["ContributionKind"], Key][] = [
  ["for", "way.said_for"],
  ["against", "way.said_against"],
  ["question", "way.said_question"],
  ["concern", "way.said_concern"],
  ["information", "way.said_information"],
  ["reply", "way.said_reply"],
];

function useDebateStages(): (debate: NonNullable<Loaded["debate"]>) => Stage[] {
  const { t, word } = useApp();
  return ({ text, said, amendments }) => {
    const href = pathOf("resolution", { resolution: text.id });
    const stages: Stage[] = text.versions.map(({ number, at }) => ({
      at,
      text: number === 1 ? t("way.tabled") : t("way.version", { number }),
      href,
    }));
    const counted = SPOKEN.map(([kind, key]) => {
      const count = said.items.filter((each) => each.kind === kind).length;
      return count === 0 ? "" : t(key, { count });
    }).filter(Boolean);
    const [first] = said.items;
    if (first !== undefined) {
      const more = counted.join(", ") + (said.next === undefined ? "" : t("way.and_more"));
      stages.push({ at: first.at, text: t("way.first_said"), more, href });
    }
    const [change] = amendments.items;
    if (change !== undefined) {
      const fates = new Map<string, number>();
      for (const { state } of amendments.items) {
        fates.set(state, (fates.get(state) ?? 0) + 1);
      }
      const more = [...fates].map(([state, count]) => t("text.pair", { name: word("amendment_state", state), value: String(count) }));
      const count = amendments.items.length;
      stages.push({ at: change.at, text: t("way.amended", { count }), more: more.join(", "), href });
    }
    if (text.debate_closed_at !== undefined) {
      stages.push({ at: text.debate_closed_at, text: t("way.debate_closed"), href });
    }
    return stages;
  };
}

/* What happened to an assembly and to a poll, by the field that says when. */
const MEETING: readonly ["noticed_at" | "opened_at" | "ended_at", Key][] = [
  ["noticed_at", "way.noticed"],
  ["opened_at", "way.sitting_opened"],
  ["ended_at", "way.sitting_ended"],
];
const VOTE: readonly ["called_at" | "opened_at" | "closed_at" | "published_at", Key][] = [
  ["called_at", "way.called"],
  ["opened_at", "way.opened"],
  ["closed_at", "way.closed"],
  ["published_at", "way.published"],
];

function Way(props: { of: Loaded }) {
  const { instant, t } = useApp();
  const { assembly, debate, minutes, poll } = props.of;
  const debateStages = useDebateStages();
  const stages = debate === null ? [] : debateStages(debate);
  for (const [field, key] of MEETING) {
    const at = assembly[field];
    if (at !== undefined) {
      stages.push({ at, text: t(key), href: pathOf("assembly", { assembly: assembly.id }) });
    }
  }
  for (const [field, key] of VOTE) {
    const at = poll[field];
    if (at !== undefined) {
      const isOfText = debate !== null || key !== "way.called";
      stages.push({ at, text: t(isOfText ? key : "way.announced"), href: pathOf("poll", { poll: poll.id }) });
    }
  }
  if (minutes?.published_at !== undefined) {
    const href = pathOf("minutes", { assembly: assembly.id });
    stages.push({ at: minutes.published_at, text: t("way.minutes"), href });
  }
  /* A stable order: what happened at the same instant stays as it was added. */
  stages.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return (
    <section>
      <h2>{t("decision.way")}</h2>
      <ol class="stages">
        {stages.map((stage, index) => (
          <li key={index}>
            <time dateTime={stage.at}>{instant(stage.at)}</time>{" "}
            {stage.href === undefined ? stage.text : <a href={stage.href}>{stage.text}</a>}
            {stage.more !== undefined && <p class="quiet">{stage.more}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Facts(props: { of: Loaded }) {
  const { instant, t, word } = useApp();
  const { assembly, debate, decision, minutes, poll, result } = props.of;
  const opinion = debate?.text.opinion;
  return (
    <>
      <Verdict poll={poll} decision={result.decision} />
      <dl class="pairs">
        <Definition term={t("decision.decided")}>{instant(decision.decided_at)}</Definition>
        <Definition term={t("decision.assembly")}>
          <a href={pathOf("assembly", { assembly: assembly.id })}>{assembly.title}</a>
        </Definition>
        <Definition term={t("decision.kind")}>
          {word("poll_kind", decision.kind)}, {word("class", decision.class)}
        </Definition>
        {opinion !== undefined && opinion !== "none" && (
          <Definition term={t("decision.opinion")}>{word("opinion", opinion)}</Definition>
        )}
        <Definition term={t("decision.secrecy")}>{word("secrecy", poll.secrecy)}</Definition>
      </dl>
      <p class="buttons">
        <a class="button primary" href={pathOf("poll", { poll: decision.id })}>
          {t("decision.result")}
        </a>
        {decision.resolution !== undefined && (
          <a class="button" href={pathOf("resolution", { resolution: decision.resolution })}>
            {t("decision.text")}
          </a>
        )}
        {minutes !== null && (
          <a class="button" href={pathOf("minutes", { assembly: assembly.id })}>
            {t("decision.minutes")}
          </a>
        )}
      </p>
    </>
  );
}

/* What lets anyone check it: the hashes that the log names. */
function Proof(props: { decision: DecisionMade }) {
  const { t } = useApp();
  const { decision } = props;
  return (
    <section>
      <h2>{t("decision.proof")}</h2>
      <p>{t("decision.proof_text")}</p>
      <dl class="pairs">
        {decision.text !== undefined && (
          <Definition term={t("decision.text_hash")}>
            <code class="code">{decision.text}</code>
          </Definition>
        )}
        <Definition term={t("decision.outcome_hash")}>
          <code class="code">{decision.outcome}</code>
        </Definition>
      </dl>
    </section>
  );
}

export function DecisionView(props: { id: string }) {
  const { t } = useApp();
  const loaded = useLoad(() => load(props.id), props.id);
  useEvents([props.id], loaded.reload);
  return (
    <Show of={loaded}>
      {(data) => (
        <Page title={data.decision.title}>
          <p>
            <a href={pathOf("decisions")}>{t("decision.all")}</a>
          </p>
          <Facts of={data} />
          <Way of={data} />
          <Steps decision={data.decision} onDone={loaded.reload} />
          <Proof decision={data.decision} />
        </Page>
      )}
    </Show>
  );
}

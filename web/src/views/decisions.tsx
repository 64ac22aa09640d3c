/* The register of decisions: what is being decided, and what was, with what has come of it. */

import { useEffect, useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { More, Page, Select, Show, Tag, TextField } from "../components.tsx";
import { today } from "../format.ts";
import { useEvents, useLoad, usePages } from "../hooks.ts";
import { pathOf } from "../router.ts";
import { useSearch } from "../search.ts";

type DecisionMade = Schemas["DecisionMade"];
type Step = Schemas["Step"];

export function verdictKind(verdict: string | undefined): string {
  return verdict === "adopted" ? "good" : verdict === "rejected" ? "bad" : "";
}

export function PollLine(props: { poll: Schemas["PollSummary"] }) {
  const { instant, t, word } = useApp();
  const { poll } = props;
  return (
    <li class="row">
      <a class="row-title" href={pathOf("poll", { poll: poll.id })}>
        {poll.title}
      </a>
      <span class="row-facts">
        <Tag kind={verdictKind(poll.verdict)}>
          {poll.verdict === undefined
            ? word("poll_state", poll.state)
            : word("verdict", poll.verdict)}
        </Tag>{" "}
        {word("poll_kind", poll.kind)} · {word("class", poll.class)} ·{" "}
        {poll.state === "called" || poll.state === "draft"
          ? t("poll.opens", { instant: instant(poll.opens_at) })
          : t("poll.closes", { instant: instant(poll.closes_at) })}
      </span>
    </li>
  );
}

export function isWaiting(step: Step): boolean {
  return step.state === "to_do" || step.state === "doing";
}

/* On the day itself it is not late. */
export function isLate(step: Step, day: string): boolean {
  return isWaiting(step) && step.due_on !== undefined && step.due_on < day;
}

/* Where the follow-up of a decision stands. */
type Follow = "none" | "late" | "waiting" | "done";

function followOf(decision: DecisionMade, day: string): Follow {
  if (decision.steps.length === 0) {
    return "none";
  }
  if (decision.steps.some((step) => isLate(step, day))) {
    return "late";
  }
  return decision.steps.some(isWaiting) ? "waiting" : "done";
}

const FOLLOWS: readonly Follow[] = ["late", "waiting", "done", "none"];
const VERDICTS: readonly DecisionMade["verdict"][] = ["adopted", "rejected", "no_quorum", "counted"];

function FollowUp(props: { decision: DecisionMade; of: Follow }) {
  const { day, t, word } = useApp();
  const { steps } = props.decision;
  if (props.of === "none") {
    return null;
  }
  const done = steps.filter((step) => !isWaiting(step)).length;
  const due = steps.flatMap((step) => (isWaiting(step) ? (step.due_on ?? []) : [])).sort()[0];
  return (
    <p class="row-facts">
      <Tag kind={props.of === "late" ? "bad" : props.of === "done" ? "good" : ""}>
        {word("follow", props.of)}
      </Tag>{" "}
      {t("decisions.steps_done", { done, count: steps.length })}
      {due !== undefined && <> · {t("decisions.next_due", { day: day(due) })}</>}
    </p>
  );
}

function DecisionLine(props: { decision: DecisionMade; day: string }) {
  const { instant, word } = useApp();
  const { decision } = props;
  return (
    <li class="row">
      <a class="row-title" href={pathOf("decision", { decision: decision.id })}>
        {decision.title}
      </a>
      <span class="row-facts">
        <Tag kind={verdictKind(decision.verdict)}>{word("verdict", decision.verdict)}</Tag>{" "}
        {instant(decision.decided_at)} · {word("poll_kind", decision.kind)} ·{" "}
        {word("class", decision.class)}
      </span>
      <FollowUp decision={decision} of={followOf(decision, props.day)} />
    </li>
  );
}

/* What is open, and what will be. */
function UnderWay() {
  const { t } = useApp();
  const polls = useLoad(async () => {
    const [open, called] = await Promise.all([
      api.get("/api/v1/polls", { query: { state: "open" } }),
      api.get("/api/v1/polls", { query: { state: "called" } }),
    ]);
    return [...open.data.items, ...called.data.items];
  });
  useEvents((polls.data ?? []).map((poll) => poll.id), polls.reload);
  return (
    <section>
      <h2>{t("decisions.under_way")}</h2>
      <Show of={polls}>
        {(items) =>
          items.length === 0 ? (
            <p>{t("decisions.none_under_way")}</p>
          ) : (
            <ul class="rows">
              {items.map((poll) => (
                <PollLine key={poll.id} poll={poll} />
              ))}
            </ul>
          )
        }
      </Show>
    </section>
  );
}

function Register() {
  const { announce, society, t, word } = useApp();
  const [words, setWords] = useState("");
  const [verdict, setVerdict] = useState("");
  const [follow, setFollow] = useState("");
  const decisions = usePages((after) =>
    api.get("/api/v1/decisions", { query: after === undefined ? {} : { after } }),
  );
  const isFiltered = words !== "" || verdict !== "" || follow !== "";
  /* Who searches, searches the whole register. */
  useEffect(() => {
    if (isFiltered && decisions.next !== undefined && !decisions.isLoading) {
      decisions.more();
    }
  }, [isFiltered, decisions.next, decisions.isLoading]);
  const day = today(new Date(), society.time_zone);
  const matches = useSearch(words);
  const shown = (decisions.data ?? []).filter(
    (each) =>
      matches(each.title, ...each.steps.map((step) => step.text)) &&
      (verdict === "" || each.verdict === verdict) &&
      (follow === "" || followOf(each, day) === follow),
  );
  const isWhole = decisions.next === undefined;
  useEffect(() => {
    if (isFiltered && isWhole) {
      announce(t("decisions.found", { count: shown.length }));
    }
  }, [isFiltered, isWhole, shown.length]);
  const any = { value: "", label: t("decisions.any") };
  return (
    <section>
      <h2>{t("decisions.register")}</h2>
      <div class="filters" role="search" aria-label={t("decisions.search")}>
        <TextField type="search" label={t("decisions.words")} value={words} onInput={setWords} />
        <Select
          label={t("decisions.verdict")}
          value={verdict}
          choices={[any, ...VERDICTS.map((value) => ({ value, label: word("verdict", value) }))]}
          onInput={setVerdict}
        />
        <Select
          label={t("decisions.follow")}
          value={follow}
          choices={[any, ...FOLLOWS.map((value) => ({ value, label: word("follow", value) }))]}
          onInput={setFollow}
        />
      </div>
      <Show of={decisions}>
        {(items) => (
          <>
            {items.length === 0 && <p>{t("decisions.none")}</p>}
            {isFiltered && isWhole && <p>{t("decisions.found", { count: shown.length })}</p>}
            <ul class="rows">
              {shown.map((decision) => (
                <DecisionLine key={decision.id} decision={decision} day={day} />
              ))}
            </ul>
            <More next={decisions.next} isBusy={decisions.isLoading} onMore={decisions.more} />
          </>
        )}
      </Show>
    </section>
  );
}

export function DecisionsView() {
  const { t } = useApp();
  return (
    <Page title={t("decisions.title")} lead={t("decisions.lead")}>
      <UnderWay />
      <Register />
      <p>
        <a href="/feeds/decisions.atom">{t("decisions.feed")}</a>
      </p>
    </Page>
  );
}

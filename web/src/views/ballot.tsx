/* The ballot: mark, read it over, confirm, receipt. Nothing is sent before the confirmation. */

import { useEffect, useRef, useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import type { App } from "../app.tsx";
import { useApp } from "../app.tsx";
import { Definition, Failure, Form, Page, Prose, Show } from "../components.tsx";
import { useAction, useLoad } from "../hooks.ts";
import { pathOf } from "../router.ts";

type Poll = Schemas["Poll"];
/* The indexes marked, or a blank ballot; null: nothing marked yet. */
type Marks = { readonly options: readonly number[] } | "blank" | "spoilt" | null;

export function optionLabel(app: App, poll: Poll, option: Schemas["PollOption"]): string {
  return poll.method === "motion" || poll.method === "consent"
    ? app.word("motion", option.label)
    : option.label;
}

function toBallot(poll: Poll, marks: Marks): Schemas["Ballot"] | null {
  if (marks === null) {
    return null;
  }
  if (marks === "blank") {
    return { blank: true };
  }
  if (marks === "spoilt") {
    return { spoilt: true };
  }
  if (poll.ballot === "approves") {
    return { approves: [...marks.options].sort((a, b) => a - b) };
  }
  const choice = marks.options[0];
  return choice === undefined ? null : { choice };
}

/* The boxes of a ballot. Also what tellers fill in from paper. */
export function Boxes(props: {
  poll: Poll;
  marks: Marks;
  onMark: (marks: Marks) => void;
  name: string;
  isPaper?: boolean;
}) {
  const app = useApp();
  const { t } = app;
  const { poll, marks, onMark } = props;
  const several = poll.ballot === "approves";
  const chosen = marks === null || typeof marks === "string" ? [] : marks.options;
  const whole = props.isPaper === true ? (["blank", "spoilt"] as const) : (["blank"] as const);
  const toggle = (id: number, on: boolean) => {
    if (!several) {
      onMark({ options: [id] });
      return;
    }
    const options = on ? [...chosen, id] : chosen.filter((each) => each !== id);
    onMark(options.length === 0 ? null : { options });
  };
  return (
    <fieldset class="ballot">
      <legend>
        {several ? t("ballot.approve") : t("ballot.choose")}
      </legend>
      {poll.options.map((option) => {
        const isChosen = chosen.includes(option.id);
        return (
          <label class="check big" key={option.id}>
            <input
              type={several ? "checkbox" : "radio"}
              name={props.name}
              checked={isChosen}
              onChange={(event) => toggle(option.id, event.currentTarget.checked)}
            />
            <span>
              {optionLabel(app, poll, option)}
              {option.by_board && <span class="quiet"> {t("ballot.by_board")}</span>}
            </span>
          </label>
        );
      })}
      {whole.map((each) => (
        <label class="check big" key={each}>
          <input
            type={several ? "checkbox" : "radio"}
            name={props.name}
            checked={marks === each}
            onChange={(event) => onMark(event.currentTarget.checked ? each : null)}
          />
          <span>{app.word("ballot", each)}</span>
        </label>
      ))}
    </fieldset>
  );
}

export function inWords(app: App, poll: Poll, ballot: Schemas["Ballot"]): string {
  const label = (id: number) => {
    const option = poll.options.find((each) => each.id === id);
    return option === undefined ? String(id) : optionLabel(app, poll, option);
  };
  if (ballot.choice !== undefined) {
    return label(ballot.choice);
  }
  if (ballot.approves !== undefined) {
    return new Intl.ListFormat(app.language).format(ballot.approves.map(label));
  }
  const whole = ballot.spoilt === true ? "spoilt" : ballot.abstains === true ? "abstains" : "blank";
  return app.word("ballot", whole);
}

export function useBallot(poll: Poll) {
  const [marks, setMarks] = useState<Marks>(null);
  return { marks, setMarks, ballot: toBallot(poll, marks) };
}

function Receipt(props: { receipt: Schemas["BallotReceipt"]["receipt"]; words: string }) {
  const { t } = useApp();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section class="notice good">
      <h2 ref={heading} tabIndex={-1}>
        {t("ballot.cast")}
      </h2>
      <p>{t("ballot.cast_text", { marks: props.words })}</p>
      <dl>
        <Definition term={t("ballot.receipt")}>
          <span class="code">{props.receipt.commitment}</span>
        </Definition>
        <Definition term={t("ballot.entry")}>
          <span class="code">{props.receipt.entry}</span>
        </Definition>
      </dl>
      <p>{t("ballot.receipt_text")}</p>
      <p class="buttons">
        <a class="button primary" href={pathOf("me")}>
          {t("nav.me")}
        </a>
      </p>
    </section>
  );
}

function Booth(props: {
  poll: Poll;
  resolution: Schemas["Resolution"] | null;
  member: Schemas["MemberRef"];
}) {
  const app = useApp();
  const { t } = app;
  const { poll, resolution } = props;
  const { marks, setMarks, ballot } = useBallot(poll);
  const [isReview, setReview] = useState(false);
  const [receipt, setReceipt] = useState<Schemas["BallotReceipt"]["receipt"] | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const action = useAction();
  const steps = useRef(0);
  useEffect(() => {
    if (steps.current++ > 0) {
      heading.current?.focus();
    }
  }, [isReview]);

  if (ballot !== null && receipt !== null) {
    return <Receipt receipt={receipt} words={inWords(app, poll, ballot)} />;
  }
  const cast = async (key: string) => {
    if (ballot === null) {
      return;
    }
    const text = poll.text_hash === undefined ? {} : { text_hash: poll.text_hash };
    const { data } = await api.post("/api/v1/polls/{poll}/ballots", {
      path: { poll: poll.id },
      body: { member: props.member.id, ballot, ...text },
      key,
    });
    setReceipt(data.receipt);
  };
  if (ballot !== null && isReview) {
    return (
      <section class="card">
        <h2 ref={heading} tabIndex={-1}>
          {t("ballot.review")}
        </h2>
        <p>{t("ballot.review_for", { name: props.member.name })}</p>
        <p class="marked">{inWords(app, poll, ballot)}</p>
        <p>{t("ballot.final")}</p>
        <Form action={action} submit={t("ballot.confirm")} onSubmit={cast}>
          <p class="buttons">
            <button type="button" onClick={() => setReview(false)}>
              {t("ballot.change")}
            </button>
          </p>
        </Form>
      </section>
    );
  }
  return (
    <>
      {resolution !== null && (
        <section class="card">
          <h2>{t("ballot.text")}</h2>
          <Prose text={resolution.text} />
          <p>
            <a href={pathOf("resolution", { resolution: resolution.id })}>{t("ballot.more")}</a>
          </p>
        </section>
      )}
      <section>
        <h2 ref={heading} tabIndex={-1}>
          {t("ballot.mine", { name: props.member.name })}
        </h2>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            setReview(true);
          }}
        >
          <Boxes poll={poll} marks={marks} onMark={setMarks} name="mark" />
          <p class="buttons">
            <button type="submit" class="primary" disabled={ballot === null}>
              {t("ballot.to_review")}
            </button>
          </p>
        </form>
        <Failure problem={action.problem} />
      </section>
    </>
  );
}

export function BallotView(props: { poll: string; member: string }) {
  const { instant, t, word } = useApp();
  const loaded = useLoad(
    async () => {
      const [poll, me] = await Promise.all([
        api.get("/api/v1/polls/{poll}", { path: { poll: props.poll } }),
        api.get("/api/v1/me"),
      ]);
      const right = me.data.votes.find(
        (each) => each.poll === props.poll && each.member.id === props.member,
      );
      const id = poll.data.resolution;
      const resolution =
        id === undefined
          ? null
          : (await api.get("/api/v1/resolutions/{resolution}", { path: { resolution: id } })).data;
      return { poll: poll.data, resolution, right };
    },
    props.poll,
    props.member,
  );
  return (
    <Show of={loaded}>
      {({ poll, resolution, right }) => (
        <Page title={t("ballot.title", { title: poll.title })}>
          {right === undefined || right.used || right.suspended ? (
            <div class="notice">
              <p>
                {right === undefined
                  ? t("ballot.no_right")
                  : right.used
                    ? t("me.voted")
                    : t("proxy.suspended")}
              </p>
              <p>
                <a href={pathOf("me")}>{t("nav.me")}</a>
              </p>
            </div>
          ) : (
            <>
              <p>
                {word("poll_kind", poll.kind)} ·{" "}
                {t("poll.closes", { instant: instant(poll.closes_at) })}
                {poll.seats > 1 && <> · {t("poll.seats", { count: poll.seats })}</>}
              </p>
              <p class="quiet">{t("ballot.open_vote")}</p>
              <Booth poll={poll} resolution={resolution} member={right.member} />
            </>
          )}
        </Page>
      )}
    </Show>
  );
}

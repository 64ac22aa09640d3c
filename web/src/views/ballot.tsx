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
/* The indexes marked, or a number for each option (a rank, a score, points; null: none), or a blank
   ballot; null: nothing marked yet. */
type Marks =
  | { readonly options: readonly number[] }
  | { readonly numbers: readonly (number | null)[] }
  | "blank"
  | "spoilt"
  | null;

export function optionLabel(app: App, poll: Poll, option: Schemas["PollOption"]): string {
  if (option.none === true) {
    return app.t("ballot.none_of_these");
  }
  return poll.method === "motion" || poll.method === "consent"
    ? app.word("motion", option.label)
    : option.label;
}

/* The options from the best rank down; those of one number are equal. */
function toRanks(numbers: readonly (number | null)[]): number[][] {
  const ranks = new Map<number, number[]>();
  numbers.forEach((number, option) => {
    if (number !== null) {
      ranks.set(number, [...(ranks.get(number) ?? []), option]);
    }
  });
  return [...ranks].sort(([a], [b]) => a - b).map(([, options]) => options);
}

function numbersToBallot(poll: Poll, numbers: readonly (number | null)[]): Schemas["Ballot"] | null {
  if (numbers.every((number) => number === null)) {
    return null;
  }
  if (poll.ballot === "ranks") {
    return { ranks: toRanks(numbers) };
  }
  return poll.ballot === "scores"
    ? { scores: [...numbers] }
    : { points: numbers.map((number) => number ?? 0) };
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
  if ("numbers" in marks) {
    return numbersToBallot(poll, marks.numbers);
  }
  if (poll.ballot === "approves") {
    return { approves: [...marks.options].sort((a, b) => a - b) };
  }
  const choice = marks.options[0];
  return choice === undefined ? null : { choice };
}

type BoxesProps = {
  poll: Poll;
  marks: Marks;
  onMark: (marks: Marks) => void;
  name: string;
  isPaper?: boolean;
};

/* A ballot that has a number for each option: ranks, scores or points. */
function Numbers(props: BoxesProps) {
  const app = useApp();
  const { t } = app;
  const { poll, marks, onMark } = props;
  const whole = props.isPaper === true ? (["blank", "spoilt"] as const) : (["blank"] as const);
  const empty: readonly (number | null)[] = poll.options.map(() => null);
  const numbers = marks !== null && typeof marks !== "string" && "numbers" in marks ? marks.numbers : empty;
  const set = (index: number, text: string) => {
    const number = text === "" ? null : Number(text);
    onMark({ numbers: numbers.map((each, at) => (at === index ? number : each)) });
  };
  const least = poll.ballot === "ranks" ? 1 : 0;
  const most = poll.ballot === "ranks" ? poll.options.length : poll.scale;
  return (
    <fieldset class="ballot">
      <legend>
        {poll.ballot === "ranks"
          ? t("ballot.rank")
          : poll.ballot === "scores"
            ? t("ballot.score", { scale: poll.scale ?? 0 })
            : t("ballot.give_points")}
      </legend>
      {poll.options.map((option, index) => (
        <label class="check big" key={option.id}>
          <input
            type="number"
            name={`${props.name}-${option.id}`}
            inputMode="numeric"
            min={least}
            {...(most === undefined ? {} : { max: most })}
            step={1}
            value={numbers[index] ?? ""}
            onInput={(event) => set(index, event.currentTarget.value)}
          />
          <span>
            {optionLabel(app, poll, option)}
            {option.by_board && <span class="quiet"> {t("ballot.by_board")}</span>}
          </span>
        </label>
      ))}
      {whole.map((each) => (
        <label class="check big" key={each}>
          <input
            type="checkbox"
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

/* The boxes of a ballot. Also what tellers fill in from paper. */
export function Boxes(props: BoxesProps) {
  const { ballot } = props.poll;
  return ballot === "ranks" || ballot === "scores" || ballot === "points" ? (
    <Numbers {...props} />
  ) : (
    <Crosses {...props} />
  );
}

function Crosses(props: BoxesProps) {
  const app = useApp();
  const { t } = app;
  const { poll, marks, onMark } = props;
  const several = poll.ballot === "approves";
  const chosen =
    marks !== null && typeof marks !== "string" && "options" in marks ? marks.options : [];
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
        {!several
          ? t("ballot.choose")
          : poll.max_length === undefined
            ? t("ballot.approve")
            : t("ballot.approve_most", { count: poll.max_length })}
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
  if (ballot.ranks !== undefined) {
    return ballot.ranks
      .map((rank, index) => `${index + 1}. ${rank.map(label).join(" = ")}`)
      .join(" ; ");
  }
  const numbers = ballot.scores ?? ballot.points;
  if (numbers !== undefined) {
    return numbers
      .flatMap((number, option) => (number === null ? [] : [`${label(option)} : ${number}`]))
      .join(" ; ");
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
          {poll.ballot === "none" ? (
            <div class="notice">
              <p>{t("ballot.lots")}</p>
            </div>
          ) : right === undefined || right.used || right.suspended ? (
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

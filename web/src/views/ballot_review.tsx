/* A ballot, read over: what it says, line by line. */

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { useApp } from "../app.tsx";
import { Definition } from "../components.tsx";
import { costOf } from "../marks.ts";
import { useAmount } from "./ballot_boxes.tsx";
import { gradeName, inWords, optionLabel } from "./ballot_words.ts";

export interface CastProps {
  readonly poll: Schemas["Poll"];
  readonly member: Schemas["MemberRef"];
  /* In which the vote counts: its id in the manifest. */
  readonly college: string;
  readonly ballot: Schemas["Ballot"];
  /* Back to the boxes. */
  readonly onChange: () => void;
}

type Props = { poll: Schemas["Poll"]; ballot: Schemas["Ballot"] };

function useLabels(poll: Schemas["Poll"]) {
  const app = useApp();
  const label = (id: number) => {
    const option = poll.options.find((each) => each.id === id);
    return option === undefined ? String(id) : optionLabel(app, poll, option);
  };
  return { app, label };
}

function Ranks(props: { poll: Schemas["Poll"]; ranks: number[][] }) {
  const { app, label } = useLabels(props.poll);
  const left = props.poll.options.length - props.ranks.flat().length;
  return (
    <>
      <ol class="marked">
        {props.ranks.map((rank, index) => (
          <li key={index}>{rank.map(label).join(" = ")}</li>
        ))}
      </ol>
      {left > 0 && <p>{app.t("review.left_out", { count: left })}</p>}
    </>
  );
}

function Scores(props: { poll: Schemas["Poll"]; scores: (number | null)[] }) {
  const { app, label } = useLabels(props.poll);
  return (
    <dl class="marked-list">
      {props.scores.map((score, id) => (
        <Definition key={id} term={label(id)}>
          <strong>
            {score === null ? app.t("ballot.no_opinion") : gradeName(app, props.poll, score)}
          </strong>
        </Definition>
      ))}
    </dl>
  );
}

function Points(props: { poll: Schemas["Poll"]; points: number[] }) {
  const { app, label } = useLabels(props.poll);
  return (
    <dl class="marked-list">
      {props.points.map((points, id) => (
        <Definition key={id} term={label(id)}>
          <strong>{app.count(points)}</strong>
        </Definition>
      ))}
    </dl>
  );
}

function Approvals(props: { poll: Schemas["Poll"]; approves: number[] }) {
  const { app, label } = useLabels(props.poll);
  const inAmount = useAmount();
  const { poll, approves } = props;
  return (
    <>
      <ul class="marked">
        {approves.map((id) => (
          <li key={id}>{label(id)}</li>
        ))}
      </ul>
      {poll.budget !== undefined && (
        <p>
          {app.t("ballot.budget", {
            cost: inAmount(costOf(poll, approves)),
            budget: inAmount(poll.budget),
          })}
        </p>
      )}
    </>
  );
}

export function BallotInWords(props: Props) {
  const app = useApp();
  const { poll, ballot } = props;
  if (ballot.ranks !== undefined) {
    return <Ranks poll={poll} ranks={ballot.ranks} />;
  }
  if (ballot.scores !== undefined) {
    return <Scores poll={poll} scores={ballot.scores} />;
  }
  if (ballot.points !== undefined) {
    return <Points poll={poll} points={ballot.points} />;
  }
  if (ballot.approves !== undefined) {
    return <Approvals poll={poll} approves={ballot.approves} />;
  }
  return <p class="marked">{inWords(app, poll, ballot)}</p>;
}

export function Review(props: CastProps & { children: ComponentChildren }) {
  const { t } = useApp();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section class="card review">
      <h2 ref={heading} tabIndex={-1}>
        {t("ballot.review")}
      </h2>
      <p>{t("ballot.review_for", { name: props.member.name })}</p>
      <BallotInWords poll={props.poll} ballot={props.ballot} />
      <p>{t("ballot.final")}</p>
      {props.children}
    </section>
  );
}

/* The boxes of a ballot of every kind, and what is said beside them. Also what tellers fill in from paper. */

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { useApp } from "../app.tsx";
import { Definition } from "../components.tsx";
import { amount } from "../format.ts";
import { hasKey, locales } from "../i18n.ts";
import type { Marks } from "../marks.ts";
import { chosenOf, costOf, toBallot, warningsOf } from "../marks.ts";
import { Points, Scores } from "./ballot_numbers.tsx";
import { Ranking } from "./ballot_ranking.tsx";
import { optionLabel } from "./ballot_words.ts";

type Poll = Schemas["Poll"];

export interface BoxesProps {
  readonly poll: Poll;
  readonly marks: Marks;
  readonly onMark: (marks: Marks) => void;
  /* Of its fields, told from those of other ballots on the screen. */
  readonly name: string;
  readonly isPaper?: boolean;
}

export function useAmount(): (text: string) => string {
  const { language } = useApp();
  return (text) => amount(text, locales[language]);
}

const SHARES = ["legal_reserve", "statutory_reserve", "interest", "other"] as const;

/* How an option splits a surplus. */
function Split(props: { allocation: Schemas["Allocation"] }) {
  const { t, word } = useApp();
  const inAmount = useAmount();
  return (
    <dl class="split" aria-label={t("ballot.split")}>
      {SHARES.map((share) => {
        const value = props.allocation[share];
        return value === undefined ? null : (
          <Definition key={share} term={word("share", share)}>
            {inAmount(value)}
          </Definition>
        );
      })}
    </dl>
  );
}

/* An option, with what its voter should know of it. */
export function OptionText(props: { poll: Poll; option: Schemas["PollOption"] }) {
  const app = useApp();
  const { t } = app;
  const inAmount = useAmount();
  const { poll, option } = props;
  return (
    <span class="option-text">
      {optionLabel(app, poll, option)}
      {option.by_board && <span class="quiet"> {t("ballot.by_board")}</span>}
      {option.group !== undefined && <span class="quiet"> · {option.group}</span>}
      {option.cost !== undefined && (
        <span class="quiet"> · {t("ballot.costs", { cost: inAmount(option.cost) })}</span>
      )}
    </span>
  );
}

/* Ways to say nothing of any option: a blank ballot, and on paper one that cannot be read. */
export function Wholes(props: BoxesProps & { type: "radio" | "checkbox" }) {
  const { word } = useApp();
  const { marks, onMark, type } = props;
  const wholes = props.isPaper === true ? (["blank", "spoilt"] as const) : (["blank"] as const);
  return (
    <>
      {wholes.map((each) => (
        <label class="check big whole" key={each}>
          <input
            type={type}
            name={type === "radio" ? props.name : `${props.name}-${each}`}
            checked={marks === each}
            onChange={(event) => onMark(event.currentTarget.checked ? each : null)}
          />
          <span>{word("ballot", each)}</span>
        </label>
      ))}
    </>
  );
}

function Crosses(props: BoxesProps) {
  const { t } = useApp();
  const { poll, marks, onMark } = props;
  const several = poll.ballot === "approves";
  const chosen = chosenOf(marks);
  const type = several ? "checkbox" : "radio";
  const toggle = (id: number, on: boolean) => {
    const options = on ? [...chosen, id] : chosen.filter((each) => each !== id);
    onMark(!several ? { options: [id] } : options.length === 0 ? null : { options });
  };
  const legend = !several
    ? t("ballot.choose")
    : poll.max_length === undefined
      ? t("ballot.approve")
      : t("ballot.approve_most", { count: poll.max_length });
  return (
    <fieldset class="ballot">
      <legend>{legend}</legend>
      {poll.options.map((option) => (
        <div key={option.id}>
          <label class="check big">
            <input
              type={type}
              name={props.name}
              checked={chosen.includes(option.id)}
              onChange={(event) => toggle(option.id, event.currentTarget.checked)}
            />
            <OptionText poll={poll} option={option} />
          </label>
          {option.allocation !== undefined && <Split allocation={option.allocation} />}
        </div>
      ))}
      <Wholes {...props} type={type} />
      {several && poll.max_length !== undefined && (
        <p role="status">
          {t("ballot.crossed", { count: chosen.length, most: poll.max_length })}
        </p>
      )}
      {poll.budget !== undefined && several && (
        <BudgetLine poll={poll} chosen={chosen} budget={poll.budget} />
      )}
    </fieldset>
  );
}

/* What the crossed projects cost together, beside what there is. One may cross more: they are not all funded. */
function BudgetLine(props: { poll: Poll; chosen: readonly number[]; budget: string }) {
  const { t } = useApp();
  const inAmount = useAmount();
  const cost = costOf(props.poll, props.chosen);
  return (
    <p class="budget" role="status">
      {t("ballot.budget", { cost: inAmount(cost), budget: inAmount(props.budget) })}
    </p>
  );
}

/* What is wrong with the marks, said as they are made. */
export function Warnings(props: { poll: Poll; marks: Marks; isPaper?: boolean }) {
  const { t } = useApp();
  const found = warningsOf(props.poll, props.marks);
  return (
    <div role="alert" class="warnings">
      {found.map(({ key, values, spoils }) => (
        <p class={spoils ? "notice bad" : "notice"} key={key}>
          <strong>{t(key, values)}</strong>{" "}
          {spoils && t(props.isPaper === true ? "ballot.spoils_paper" : "ballot.spoils")}
        </p>
      ))}
    </div>
  );
}

/* How the votes will be counted, in a few words. */
export function MethodHelp(props: { poll: Poll }) {
  const { word } = useApp();
  const { method } = props.poll;
  return hasKey(`method_help.${method}`) ? <p class="quiet">{word("method_help", method)}</p> : null;
}

function KindOfBoxes(props: BoxesProps): ComponentChildren {
  switch (props.poll.ballot) {
    case "scores":
      return <Scores {...props} />;
    case "points":
      return <Points {...props} />;
    case "ranks":
      return <Ranking {...props} />;
    default:
      return <Crosses {...props} />;
  }
}

export function Boxes(props: BoxesProps) {
  return (
    <>
      {KindOfBoxes(props)}
      <Warnings
        poll={props.poll}
        marks={props.marks}
        {...(props.isPaper === undefined ? {} : { isPaper: props.isPaper })}
      />
    </>
  );
}

/* Marks, the ballot that they make (null: none yet), and whether it would be taken. */
export function useBallot(poll: Poll) {
  const [marks, setMarks] = useState<Marks>(null);
  const ballot = toBallot(poll, marks);
  const isSound = !warningsOf(poll, marks).some(({ spoils }) => spoils);
  return { marks, setMarks, ballot, isReady: ballot !== null && isSound };
}

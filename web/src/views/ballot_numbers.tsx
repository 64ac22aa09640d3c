/* Ballots that have a number for each option: grades and scores among few, or typed; points. */

import type { Schemas } from "../api.ts";
import { useApp } from "../app.tsx";
import { numbersOf } from "../marks.ts";
import type { BoxesProps } from "./ballot_boxes.tsx";
import { OptionText, Wholes } from "./ballot_boxes.tsx";
import { gradeName, optionLabel } from "./ballot_words.ts";

/* Up to this scale each score is a box; above it, it is typed. */
const BOXES_MAX = 10;

function useNumbers(props: BoxesProps) {
  const numbers = numbersOf(props.poll, props.marks);
  const set = (index: number, number: number | null) => {
    const changed = numbers.map((each, at) => (at === index ? number : each));
    props.onMark(changed.every((each) => each === null) ? null : { numbers: changed });
  };
  return { numbers, set };
}

function NumberBox(props: {
  name: string;
  poll: Schemas["Poll"];
  option: Schemas["PollOption"];
  value: number | null;
  most?: number;
  onInput: (value: number | null) => void;
}) {
  const { value } = props;
  return (
    <label class="check big number-box">
      <input
        type="number"
        name={props.name}
        inputMode="numeric"
        min={0}
        {...(props.most === undefined ? {} : { max: props.most })}
        step={1}
        value={value === null || Number.isNaN(value) ? "" : value}
        onInput={(event) => {
          const { value: typed, validity } = event.currentTarget;
          props.onInput(validity.badInput ? Number.NaN : typed === "" ? null : Number(typed));
        }}
      />
      <OptionText poll={props.poll} option={props.option} />
    </label>
  );
}

/* The grades of one option, side by side, the best first; no opinion last. */
function Grades(props: {
  name: string;
  poll: Schemas["Poll"];
  option: Schemas["PollOption"];
  value: number | null;
  onInput: (value: number | null) => void;
}) {
  const app = useApp();
  const { poll, option, value } = props;
  const grades = Array.from({ length: (poll.scale ?? 0) + 1 }, (_, index) => (poll.scale ?? 0) - index);
  return (
    <fieldset class="grades">
      <legend>{optionLabel(app, poll, option)}</legend>
      <div class="grade-row">
        {grades.map((grade) => (
          <label class="grade" key={grade}>
            <input
              type="radio"
              name={props.name}
              checked={value === grade}
              onChange={() => props.onInput(grade)}
            />
            <span>{gradeName(app, poll, grade)}</span>
          </label>
        ))}
        <label class="grade">
          <input
            type="radio"
            name={props.name}
            checked={value === null}
            onChange={() => props.onInput(null)}
          />
          <span>{app.t("ballot.no_opinion")}</span>
        </label>
      </div>
    </fieldset>
  );
}

/* What no opinion counts as, by the parameter of the method. */
function Missing(props: { poll: Schemas["Poll"] }) {
  const { t } = useApp();
  const missing = props.poll.parameters["missing"];
  return (
    <p class="hint">
      {missing === "ignore"
        ? t("ballot.missing_ignored")
        : props.poll.method === "majority-judgment"
          ? t("ballot.missing_worst")
          : t("ballot.missing_zero")}
    </p>
  );
}

export function Scores(props: BoxesProps) {
  const { t } = useApp();
  const { poll } = props;
  const { numbers, set } = useNumbers(props);
  const scale = poll.scale ?? 0;
  const areBoxes = scale <= BOXES_MAX;
  return (
    <fieldset class="ballot">
      <legend>
        {poll.method === "majority-judgment" ? t("ballot.grade") : t("ballot.score", { scale })}
      </legend>
      <Missing poll={poll} />
      {poll.options.map((option, index) => {
        const shared = {
          name: `${props.name}-${option.id}`,
          poll,
          option,
          value: numbers[index] ?? null,
          onInput: (value: number | null) => set(index, value),
        };
        return areBoxes ? (
          <Grades key={option.id} {...shared} />
        ) : (
          <NumberBox key={option.id} {...shared} most={scale} />
        );
      })}
      <Wholes {...props} type="checkbox" />
    </fieldset>
  );
}

export function Points(props: BoxesProps) {
  const { count, t } = useApp();
  const { poll } = props;
  const { numbers, set } = useNumbers(props);
  const total = numbers.reduce<number>((sum, each) => sum + (each ?? 0), 0);
  return (
    <fieldset class="ballot">
      <legend>{t("ballot.give_points")}</legend>
      {poll.options.map((option, index) => (
        <NumberBox
          key={option.id}
          name={`${props.name}-${option.id}`}
          poll={poll}
          option={option}
          value={numbers[index] ?? null}
          onInput={(value) => set(index, value)}
        />
      ))}
      <Wholes {...props} type="checkbox" />
      <p role="status">
        {Number.isNaN(total) ? "" : t("ballot.points_given", { total: count(total) })}
      </p>
    </fieldset>
  );
}

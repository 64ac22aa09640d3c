/* What a ballot says, in words. */

import type { Schemas } from "../api.ts";
import type { App } from "../app.tsx";

type Poll = Schemas["Poll"];

export function optionLabel(app: App, poll: Poll, option: Schemas["PollOption"]): string {
  if (option.none === true) {
    return app.t("ballot.none_of_these");
  }
  return poll.method === "motion" || poll.method === "consent"
    ? app.word("motion", option.label)
    : option.label;
}

/* The options of a poll by the label that results name them by. */
export function labelNamed(app: App, poll: Poll, name: string): string {
  const option = poll.options.find(({ label }) => label === name);
  return option === undefined ? name : optionLabel(app, poll, option);
}

/* A grade of majority judgment in words where we have them for its scale, else its number. */
export function gradeName(app: App, poll: Poll, grade: number): string {
  const number = String(grade);
  switch (poll.method === "majority-judgment" ? poll.scale : undefined) {
    case 3:
      return app.word("grade_3", number);
    case 4:
      return app.word("grade_4", number);
    case 5:
      return app.word("grade_5", number);
    case 6:
      return app.word("grade_6", number);
    default:
      return app.count(grade);
  }
}

/* In one line, for a table. */
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
  if (ballot.scores !== undefined) {
    return ballot.scores
      .flatMap((score, option) =>
        score === null ? [] : [app.t("named.line", { label: label(option), text: gradeName(app, poll, score) })],
      )
      .join(" ; ");
  }
  if (ballot.points !== undefined) {
    return ballot.points
      .flatMap((points, option) => (points === 0 ? [] : [`${label(option)} : ${points}`]))
      .join(" ; ");
  }
  const whole = ballot.spoilt === true ? "spoilt" : ballot.abstains === true ? "abstains" : "blank";
  return app.word("ballot", whole);
}

/* What a count gives: seats, to whom, how and until when; seats of lists; projects and the budget. */

import type { Schemas } from "../api.ts";
import { useApp } from "../app.tsx";
import { Bar, Fraction, Scroll, Tag } from "../components.tsx";
import { ratioOf } from "../counted.ts";
import { reduce, writeRatio } from "../format.ts";
import { useAmount } from "./ballot_boxes.tsx";
import { labelNamed } from "./ballot_words.ts";

type Poll = Schemas["Poll"];
type Count = NonNullable<Schemas["Decision"]["count"]>;
type Colleges = ReadonlyMap<string, string>;

export function Seats(props: {
  poll: Poll;
  seats: Schemas["DecisionSeats"];
  colleges: Colleges;
}) {
  const app = useApp();
  const { day, t, word } = app;
  const { poll, seats, colleges } = props;
  const hasGroups = seats.filled.some(({ group }) => group !== undefined);
  const hasTerms = seats.filled.some(({ until }) => until !== undefined);
  const name = (group: string) => colleges.get(group) ?? group;
  return (
    <section>
      <h3>{t("seats.title")}</h3>
      <Scroll label={t("seats.title")}>
        <table>
          <caption>{t("seats.caption")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("seats.who")}</th>
              <th scope="col">{t("seats.how")}</th>
              {hasGroups && <th scope="col">{t("seats.group")}</th>}
              {hasTerms && <th scope="col">{t("seats.until")}</th>}
            </tr>
          </thead>
          <tbody>
            {seats.filled.map((seat) => (
              <tr key={seat.option}>
                <th scope="row">{labelNamed(app, poll, seat.option)}</th>
                <td>{word("seat_how", seat.how)}</td>
                {hasGroups && <td>{seat.group === undefined ? "" : name(seat.group)}</td>}
                {hasTerms && <td>{seat.until === undefined ? "" : day(seat.until)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {seats.vacant.map(({ count, group }) => (
        <p key={group ?? ""} class="notice">
          {group === undefined
            ? t("seats.vacant", { count })
            : t("seats.vacant_of", { count, group: name(group) })}
        </p>
      ))}
    </section>
  );
}

/* Seats shared out among lists: beside what each gathered. */
export function Lists(props: { poll: Poll; count: Count }) {
  const app = useApp();
  const { count: write, figure, t } = app;
  const { poll, count } = props;
  const seats = count.seats_by_option;
  if (seats === undefined) {
    return null;
  }
  const all = Object.values(seats).reduce((sum, each) => sum + each, 0);
  return (
    <section>
      <h3>{t("lists.title")}</h3>
      <Scroll label={t("lists.title")}>
        <table>
          <caption>{t("lists.caption", { count: all })}</caption>
          <thead>
            <tr>
              <th scope="col">{t("lists.list")}</th>
              <th scope="col">{t("lists.votes")}</th>
              <th scope="col">{t("lists.seats")}</th>
              <th scope="col">
                <span class="hidden">{t("lists.share")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {count.options.map((name) => (
              <tr key={name}>
                <th scope="row">{labelNamed(app, poll, name)}</th>
                <td>{figure(count.totals?.[name] ?? "")}</td>
                <td>{write(seats[name] ?? 0)}</td>
                <td>
                  <Bar parts={[{ value: all === 0 ? "0/1" : `${seats[name] ?? 0}/${all}`, kind: "for" }]} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
}

/* Projects with what they cost, and how much of the budget went to those that are funded. */
export function Budget(props: { poll: Poll; count: Count }) {
  const app = useApp();
  const { t } = app;
  const inAmount = useAmount();
  const { poll, count } = props;
  if (count.funded === undefined || poll.budget === undefined) {
    return null;
  }
  const [cost, budget] = [ratioOf(count.cost), ratioOf(poll.budget)];
  const part =
    budget.num === 0n
      ? "0/1"
      : writeRatio(reduce({ num: cost.num * budget.den, den: cost.den * budget.num }));
  return (
    <section>
      <h3>{t("budget.title")}</h3>
      <p>
        {t("budget.spent", { cost: inAmount(count.cost ?? "0/1"), budget: inAmount(poll.budget) })}{" "}
        <Fraction value={part} />
      </p>
      <Bar parts={[{ value: part, kind: "for" }]} />
      <Scroll label={t("budget.title")}>
        <table>
          <caption>{t("budget.caption")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("rounds.option")}</th>
              <th scope="col">{t("budget.cost")}</th>
              <th scope="col">{t("budget.decision")}</th>
            </tr>
          </thead>
          <tbody>
            {poll.options.map((option) => {
              const isFunded = count.funded?.includes(option.label) === true;
              return (
                <tr key={option.id}>
                  <th scope="row">{option.label}</th>
                  <td>{inAmount(option.cost ?? "0/1")}</td>
                  <td>
                    <Tag kind={isFunded ? "good" : ""}>
                      {t(isFunded ? "budget.funded" : "budget.not_funded")}
                    </Tag>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
}

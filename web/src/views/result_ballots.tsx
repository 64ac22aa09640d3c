/* What published ballots add to a result: how the grades of each option are spread, and what each college named.
 * The figures are made here, from the ballots that anyone can read. */

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import type { App } from "../app.tsx";
import { useApp } from "../app.tsx";
import { Bar, Scroll, Show } from "../components.tsx";
import type { Grades, Published } from "../counted.ts";
import { gradesOf, lengthOf, namedByCollege } from "../counted.ts";
import type { Ratio } from "../format.ts";
import { writeRatio } from "../format.ts";
import { useLoad } from "../hooks.ts";
import { readOpenedList } from "../receipts.ts";
import { gradeName, optionLabel } from "./ballot_words.ts";
import { bytesOf } from "./booth_tools.ts";

type Poll = Schemas["Poll"];
type Decision = Schemas["Decision"];
type Colleges = ReadonlyMap<string, string>;

/* More ballots than this are not fetched to draw a picture. */
const PAGE = 500;
const PAGES_MAX = 20;

/* Null where there are too many. */
async function publishedOf(app: App, poll: Poll): Promise<Published[] | null> {
  if (poll.secrecy === "secret") {
    const list = new TextDecoder().decode(await bytesOf(app, poll.id, "opened.csv"));
    return readOpenedList(list).map(({ college, ballot }) => ({
      college,
      ballot: JSON.parse(ballot) as Schemas["Ballot"],
    }));
  }
  const published: Published[] = [];
  let after: string | undefined;
  for (let page = 0; page < PAGES_MAX; page++) {
    const { data } = await api.get("/api/v1/polls/{poll}/ballots", {
      path: { poll: poll.id },
      query: { limit: PAGE, ...(after === undefined ? {} : { after }) },
    });
    const counted = data.items.filter((each) => each.void === undefined);
    published.push(...counted.map(({ college, marks }) => ({ college, ballot: marks })));
    after = data.next;
    if (after === undefined) {
      return published;
    }
  }
  return null;
}

/* --- grades -------------------------------------------------------------------------------------- */

/* Six colours for any scale: the worst is 0, the best 6. */
const BEST = 6;
const NARROWEST = 11; /* scales above 10 have no picture */

function colourOf(grade: number, scale: number): string {
  return grade > scale ? "grade-none" : `grade-${Math.round((grade * BEST) / scale)}`;
}

/* The best grades first, up to no opinion; the line stands in the middle. */
function Stack(props: { row: readonly Ratio[]; whole: Ratio }) {
  const scale = props.row.length - 2;
  const order = [...Array.from({ length: scale + 1 }, (_, index) => scale - index), scale + 1];
  let x = 0;
  return (
    <svg class="bar stack" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      {order.map((grade) => {
        const width = lengthOf(props.row[grade] ?? { num: 0n, den: 1n }, props.whole) * 100;
        const from = x;
        x += width;
        return (
          <rect key={grade} class={colourOf(grade, scale)} x={from} y="0" width={width} height="10" />
        );
      })}
      <rect class="bar-mark" x="49.7" y="0" width="0.6" height="10" />
    </svg>
  );
}

function GradeTable(props: { poll: Poll; grades: Grades; order: readonly number[] }) {
  const app = useApp();
  const { figure, t } = app;
  const { poll, grades } = props;
  const { order } = props;
  const scale = poll.scale ?? 0;
  return (
    <Scroll label={t("grades.title")}>
      <table>
        <caption>{t(grades.isByHead ? "grades.by_head" : "grades.by_weight")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("rounds.option")}</th>
            {Array.from({ length: scale + 1 }, (_, index) => scale - index).map((grade) => (
              <th scope="col" key={grade}>
                <span class={`key ${colourOf(grade, scale)}`} aria-hidden="true" />
                {gradeName(app, poll, grade)}
              </th>
            ))}
            <th scope="col">
              <span class="key grade-none" aria-hidden="true" />
              {t("ballot.no_opinion")}
            </th>
          </tr>
        </thead>
        <tbody>
          {order.map((at) => {
            const row = grades.byOption[at] ?? [];
            const option = poll.options[at];
            return option === undefined ? null : (
              <tr key={at}>
                <th scope="row">{optionLabel(app, poll, option)}</th>
                {[...Array.from({ length: scale + 1 }, (_, index) => scale - index), scale + 1].map(
                  (grade) => {
                    const part = row[grade];
                    return (
                      <td key={grade}>{part === undefined ? "" : figure(writeRatio(part))}</td>
                    );
                  },
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}

function GradePicture(props: { poll: Poll; decision: Decision; ballots: readonly Published[] }) {
  const app = useApp();
  const { t } = app;
  const { poll, decision, ballots } = props;
  const grades = gradesOf(decision, ballots, poll.options.length, poll.scale ?? 0);
  const ranking = decision.count?.ranking?.flat() ?? poll.options.map(({ label }) => label);
  const order = ranking.map((name) => poll.options.findIndex(({ label }) => label === name));
  return (
    <section>
      <h3>{t("grades.title")}</h3>
      <figure>
        <ul class="rows">
          {order.map((at) => {
            const option = poll.options[at];
            return option === undefined ? null : (
              <li class="row" key={at}>
                <span class="row-title">{optionLabel(app, poll, option)}</span>
                <Stack row={grades.byOption[at] ?? []} whole={grades.whole} />
              </li>
            );
          })}
        </ul>
        <figcaption>{t("grades.caption")}</figcaption>
      </figure>
      <details>
        <summary>{t("grades.figures")}</summary>
        <GradeTable poll={poll} grades={grades} order={order} />
      </details>
    </section>
  );
}

/* --- by college ---------------------------------------------------------------------------------- */

function Named(props: { poll: Poll; decision: Decision; ballots: readonly Published[]; colleges: Colleges }) {
  const app = useApp();
  const { count, t } = app;
  const { poll, decision, ballots, colleges } = props;
  const named = namedByCollege(ballots);
  const order = [...colleges.keys()].filter((id) => named.has(id));
  const known = order.length > 0 ? order : [...named.keys()];
  return (
    <section>
      <h3>{t("named.title")}</h3>
      <ul class="cards">
        {known.map((college) => {
          const valid = decision.ballots[college]?.counted ?? decision.ballots["all"]?.counted ?? 0;
          return (
            <li class="card" key={college}>
              <h4>{colleges.get(college) ?? t("result.everyone")}</h4>
              <ul class="rows">
                {poll.options.map((option) => {
                  const votes = named.get(college)?.get(option.id) ?? 0;
                  return (
                    <li key={option.id}>
                      {optionLabel(app, poll, option)} :{" "}
                      {t("named.of", { votes, count: valid, ballots: count(valid) })}
                      <Bar parts={[{ value: valid === 0 ? "0/1" : `${votes}/${valid}`, kind: "plain" }]} />
                    </li>
                  );
                })}
              </ul>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/* Fetched for the pictures that need them, and only where they are drawn. */
export function FromBallots(props: { poll: Poll; decision: Decision; colleges: Colleges }) {
  const app = useApp();
  const { poll, decision } = props;
  const hasGrades = poll.ballot === "scores" && (poll.scale ?? NARROWEST) < NARROWEST;
  const hasNames = poll.ballot === "choice" || poll.ballot === "approves";
  const isDrawn = decision.count !== undefined && (hasGrades || hasNames);
  const loaded = useLoad(
    async () => ({ ballots: isDrawn ? await publishedOf(app, poll) : null }),
    poll.id,
    isDrawn,
  );
  if (!isDrawn) {
    return null;
  }
  return (
    <Show of={loaded}>
      {({ ballots }) =>
        ballots === null ? null : hasGrades ? (
          <GradePicture poll={poll} decision={decision} ballots={ballots} />
        ) : (
          <Named {...props} ballots={ballots} />
        )
      }
    </Show>
  );
}

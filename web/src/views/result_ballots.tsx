/* What published ballots add to a result: how the grades of each option are spread, and what each college named.
 * The figures are made here, from the ballots that anyone can read. */

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import type { App } from "../app.tsx";
import { useApp } from "../app.tsx";
import { Bar, Scroll, Show } from "../components.tsx";
import type { Grades, Published } from "../counted.ts";
import { byCollege, DRAWN_MAX, givenBy, gradesOf, isDrawable, lengthOf, validOf } from "../counted.ts";
import type { Ratio } from "../format.ts";
import { reduce, writeRatio } from "../format.ts";
import { useLoad } from "../hooks.ts";
import type { Key } from "../i18n.ts";
import { readOpenedList } from "../receipts.ts";
import { pathOf } from "../router.ts";
import { gradeName, optionLabel } from "./ballot_words.ts";
import { bytesOf } from "./booth_tools.ts";

type Poll = Schemas["Poll"];
type Decision = Schemas["Decision"];
type CollegeNames = ReadonlyMap<string, string>;

const PAGE = 500;

async function publishedOf(app: App, poll: Poll): Promise<Published[]> {
  if (poll.secrecy === "secret") {
    const list = new TextDecoder().decode(await bytesOf(app, poll.id, "opened.csv"));
    return readOpenedList(list).map(({ college, ballot }) => ({
      college,
      ballot: JSON.parse(ballot) as Schemas["Ballot"],
    }));
  }
  const published: Published[] = [];
  let after: string | undefined;
  do {
    const { data } = await api.get("/api/v1/polls/{poll}/ballots", {
      path: { poll: poll.id },
      query: { limit: PAGE, ...(after === undefined ? {} : { after }) },
    });
    const counted = data.items.filter((each) => each.void === undefined);
    published.push(...counted.map(({ college, marks }) => ({ college, ballot: marks })));
    after = data.next;
  } while (after !== undefined);
  return published;
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

/* A bar for each option: of the ballots of a college, of its points, of the highest score. */
function Given(props: { poll: Poll; decision: Decision; ballots: readonly Published[]; college: string }) {
  const app = useApp();
  const { count, figure, t } = app;
  const { poll, decision, ballots, college } = props;
  const valid = validOf(decision, college);
  const scale = poll.scale ?? 0;
  const isStacked = poll.ballot === "scores" && scale < NARROWEST;
  const grades = isStacked ? gradesOf(decision, ballots, poll.options.length, scale) : null;
  const all = givenBy(ballots, poll.options.map(({ id }) => id));
  const points = all.reduce((sum, each) => sum + each.sum, 0);
  const said = (sum: number, opinions: number) => {
    if (poll.ballot === "scores") {
      const mean = opinions === 0 ? "0/1" : writeRatio(reduce({ num: BigInt(sum), den: BigInt(opinions) }));
      return { text: t("named.mean", { mean: figure(mean), scale, count: opinions }), sum, whole: opinions * scale };
    }
    if (poll.ballot === "points") {
      return { text: t("named.points", { points: count(sum), count: points, all: count(points) }), sum, whole: points };
    }
    return { text: t("named.of", { votes: sum, count: valid, ballots: count(valid) }), sum, whole: valid };
  };
  return (
    <ul class="rows">
      {poll.options.map((option, at) => {
        const { text, sum, whole } = said(all[at]?.sum ?? 0, all[at]?.opinions ?? 0);
        return (
          <li key={option.id}>
            {t("named.line", { label: optionLabel(app, poll, option), text })}
            {grades === null ? (
              <Bar parts={[{ value: whole === 0 ? "0/1" : `${sum}/${whole}`, kind: "plain" }]} />
            ) : (
              <Stack row={grades.byOption[at] ?? []} whole={grades.whole} />
            )}
          </li>
        );
      })}
    </ul>
  );
}

const TITLES: Partial<Record<Poll["ballot"] & string, Key>> = {
  approves: "named.title",
  choice: "named.title",
  points: "named.points_title",
  ranks: "named.first_title",
  scores: "named.scores_title",
};

function Colleges(props: { title: Key; poll: Poll; decision: Decision; ballots: readonly Published[]; colleges: CollegeNames }) {
  const { t } = useApp();
  const { title, ballots, colleges, ...of } = props;
  const own = byCollege(ballots);
  const order = [...colleges.keys()].filter((id) => own.has(id));
  const known = order.length > 0 ? order : [...own.keys()];
  return (
    <section>
      <h3>{t(title)}</h3>
      <ul class="cards">
        {known.map((college) => (
          <li class="card" key={college}>
            <h4>{colleges.get(college) ?? t("result.everyone")}</h4>
            <Given {...of} college={college} ballots={own.get(college) ?? []} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/* Fetched for the pictures that need them, and only where they are drawn. */
export function FromBallots(props: { poll: Poll; decision: Decision; colleges: CollegeNames }) {
  const app = useApp();
  const { count, t } = app;
  const { poll, decision } = props;
  const hasGrades = poll.ballot === "scores" && (poll.scale ?? NARROWEST) < NARROWEST;
  const title = poll.ballot === undefined ? undefined : TITLES[poll.ballot];
  const isCounted = decision.count !== undefined && title !== undefined;
  const isDrawn = isCounted && isDrawable(decision);
  const loaded = useLoad(async () => (isDrawn ? await publishedOf(app, poll) : []), poll.id, isDrawn);
  if (!isCounted || title === undefined) {
    return null;
  }
  if (!isDrawn) {
    return (
      <p>
        {t("named.left_out", { count: DRAWN_MAX, max: count(DRAWN_MAX) })}{" "}
        <a href={pathOf("records")}>{t("records.title")}</a>
      </p>
    );
  }
  return (
    <Show of={loaded}>
      {(ballots) => (
        <>
          {hasGrades && <GradePicture poll={poll} decision={decision} ballots={ballots} />}
          <Colleges {...props} title={title} ballots={ballots} />
        </>
      )}
    </Show>
  );
}

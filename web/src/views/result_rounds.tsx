/* The rounds of a count: as a table, exact, and as a picture of how votes flow from one option to the next. */

import type { Schemas } from "../api.ts";
import { useApp } from "../app.tsx";
import { Scroll, Tag } from "../components.tsx";
import type { Flow, Round } from "../counted.ts";
import { flowsBetween, lengthOf, ratioOf, roundsOf } from "../counted.ts";
import type { Ratio } from "../format.ts";
import { addRatios, writeRatio } from "../format.ts";
import { labelNamed } from "./ballot_words.ts";

type Count = NonNullable<Schemas["Decision"]["count"]>;
type Props = { poll: Schemas["Poll"]; count: Count };

function Cell(props: { round: Round; name: string }) {
  const { figure, t } = useApp();
  const { round, name } = props;
  const total = round.totals[name];
  return (
    <td>
      {total === undefined ? "" : figure(total)}
      {round.elected.includes(name) && (
        <>
          {" "}
          <Tag kind="good">{t("result.seat")}</Tag>
        </>
      )}
      {round.excluded.includes(name) && (
        <>
          {" "}
          <Tag>{t("rounds.excluded")}</Tag>
        </>
      )}
    </td>
  );
}

function Table(props: Props & { rounds: readonly Round[] }) {
  const app = useApp();
  const { figure, t } = app;
  const { poll, count, rounds } = props;
  const hasQuota = rounds.some(({ quota }) => quota !== undefined);
  const isExhausted = rounds.some(({ exhausted }) => ratioOf(exhausted).num > 0n);
  return (
    <Scroll label={t("rounds.title")}>
      <table>
        <caption>{t("rounds.caption")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("rounds.option")}</th>
            {rounds.map((_, index) => (
              <th scope="col" key={index}>
                {t("rounds.round", { number: index + 1 })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {count.options.map((name) => (
            <tr key={name}>
              <th scope="row">{labelNamed(app, poll, name)}</th>
              {rounds.map((round, index) => (
                <Cell key={index} round={round} name={name} />
              ))}
            </tr>
          ))}
          {isExhausted && (
            <tr>
              <th scope="row">{t("rounds.exhausted")}</th>
              {rounds.map(({ exhausted }, index) => (
                <td key={index}>{figure(exhausted)}</td>
              ))}
            </tr>
          )}
          {hasQuota && (
            <tr>
              <th scope="row">{t("rounds.quota")}</th>
              {rounds.map(({ quota }, index) => (
                <td key={index}>{quota === undefined ? "" : figure(quota)}</td>
              ))}
            </tr>
          )}
        </tbody>
      </table>
    </Scroll>
  );
}

/* --- the picture --------------------------------------------------------------------------------- */

const HEIGHT = 240;
const GAP = 8;
const STEP = 180;
const BAR = 14;
const TOP = 18;
const COLOURS = 6;
const NOBODY = "";

interface Node {
  readonly y: number;
  readonly height: number;
  /* How much of its sides is taken by flows that were drawn. */
  out: number;
  in: number;
}

/* One column: its options from the top, in the order of the question, and what counts for nobody last. */
function columnOf(round: Round, options: readonly string[], whole: Ratio): Map<string, Node> {
  const nodes = new Map<string, Node>();
  let y = TOP;
  const amounts = options.map((name) => [name, ratioOf(round.totals[name])] as const);
  for (const [name, amount] of [...amounts, [NOBODY, ratioOf(round.exhausted)] as const]) {
    const height = lengthOf(amount, whole) * HEIGHT;
    if (height > 0) {
      nodes.set(name, { y, height, out: 0, in: 0 });
      y += height + GAP;
    }
  }
  return nodes;
}

/* A band from the right side of one bar to the left side of another. */
function bandOf(from: Node, to: Node, height: number, x: number): string {
  const [a, b] = [from.y + from.out, to.y + to.in];
  from.out += height;
  to.in += height;
  const [left, right] = [x + BAR, x + STEP];
  const middle = (left + right) / 2;
  return [
    `M ${left} ${a}`,
    `C ${middle} ${a} ${middle} ${b} ${right} ${b}`,
    `L ${right} ${b + height}`,
    `C ${middle} ${b + height} ${middle} ${a + height} ${left} ${a + height}`,
    "Z",
  ].join(" ");
}

function colourOf(options: readonly string[], name: string): string {
  return name === NOBODY ? "flow-nobody" : `flow-${options.indexOf(name) % COLOURS}`;
}

interface Band {
  readonly path: string;
  readonly colour: string;
}

/* What counts for nobody already stays so: it is a flow of its own. */
function allFlows(before: Round, after: Round): Flow[] {
  const still = { from: NOBODY, to: null, amount: ratioOf(before.exhausted) };
  return [...flowsBetween(before, after), ...(still.amount.num > 0n ? [still] : [])];
}

function draw(rounds: readonly Round[], options: readonly string[], whole: Ratio) {
  const columns = rounds.map((round) => columnOf(round, options, whole));
  const bands: Band[] = [];
  for (const [index, before] of rounds.slice(0, -1).entries()) {
    const after = rounds[index + 1];
    for (const { from, to, amount } of after === undefined ? [] : allFlows(before, after)) {
      const [start, end] = [columns[index]?.get(from), columns[index + 1]?.get(to ?? NOBODY)];
      if (start !== undefined && end !== undefined) {
        const path = bandOf(start, end, lengthOf(amount, whole) * HEIGHT, index * STEP);
        bands.push({ path, colour: colourOf(options, from) });
      }
    }
  }
  return { columns, bands };
}

function Picture(props: Props & { rounds: readonly Round[] }) {
  const app = useApp();
  const { t } = app;
  const { poll, count, rounds } = props;
  const first = rounds[0];
  const whole =
    first === undefined
      ? ratioOf(count.ballots.valid)
      : Object.values(first.totals).map(ratioOf).reduce(addRatios, ratioOf(first.exhausted));
  const { columns, bands } = draw(rounds, count.options, whole);
  const width = (rounds.length - 1) * STEP + BAR + 120;
  const height = TOP + HEIGHT + GAP * (count.options.length + 1);
  return (
    <figure>
      <Scroll label={t("rounds.picture")}>
        <svg
          class="flow"
          viewBox={`0 0 ${width} ${height}`}
          width={width}
          height={height}
          role="img"
          aria-label={t("rounds.picture_text")}
        >
          {bands.map(({ path, colour }, index) => (
            <path key={index} class={`band ${colour}`} d={path} />
          ))}
          {columns.map((column, index) => (
            <g key={index}>
              <text class="flow-round" x={index * STEP} y="12">
                {t("rounds.round", { number: index + 1 })}
              </text>
              {[...column].map(([name, { y, height: tall }]) => (
                <g key={name}>
                  <rect class={colourOf(count.options, name)} x={index * STEP} y={y} width={BAR} height={tall} />
                  <text class="flow-name" x={index * STEP + BAR + 4} y={y + Math.min(tall, 16)}>
                    {name === NOBODY ? t("rounds.exhausted") : labelNamed(app, poll, name)}
                  </text>
                </g>
              ))}
            </g>
          ))}
        </svg>
      </Scroll>
      <figcaption>{t("rounds.picture_caption")}</figcaption>
    </figure>
  );
}

/* The same in figures: what goes from whom to whom, which neither the totals say nor a picture that is not seen. */
function Transfers(props: Props & { rounds: readonly Round[] }) {
  const app = useApp();
  const { figure, t } = app;
  const { poll, rounds } = props;
  const label = (name: string) => labelNamed(app, poll, name);
  const flows = rounds.slice(1).flatMap((after, index) =>
    flowsBetween(rounds[index] ?? after, after)
      .filter(({ from, to }) => from !== to)
      .map((flow) => ({ ...flow, round: index + 2 })),
  );
  return (
    <details>
      <summary>{t("rounds.transfers")}</summary>
      <Scroll label={t("rounds.transfers")}>
        <table>
          <caption>{t("rounds.transfers_caption")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("rounds.before")}</th>
              <th scope="col">{t("rounds.from")}</th>
              <th scope="col">{t("rounds.to")}</th>
              <th scope="col">{t("rounds.votes")}</th>
            </tr>
          </thead>
          <tbody>
            {flows.map(({ round, from, to, amount }) => (
              <tr key={`${round} ${from} ${to ?? ""}`}>
                <td>{t("rounds.round", { number: round })}</td>
                <td>{label(from)}</td>
                <td>{to === null ? t("rounds.nobody") : label(to)}</td>
                <td>{figure(writeRatio(amount))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </details>
  );
}

export function Rounds(props: Props) {
  const { t } = useApp();
  const rounds = roundsOf(props.count);
  if (rounds.length < 2) {
    return null;
  }
  const flows = rounds.some(({ transfers }) => transfers.length > 0);
  return (
    <section>
      <h3>{t("rounds.title")}</h3>
      <Table {...props} rounds={rounds} />
      {flows && (
        <>
          <Picture {...props} rounds={rounds} />
          <Transfers {...props} rounds={rounds} />
        </>
      )}
    </section>
  );
}

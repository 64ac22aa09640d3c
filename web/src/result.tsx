/* A result, explained: what was decided, the quorum, what each college said and what it weighed, and the
 * derivation in words. Every fraction is the exact one; a percentage says when it is rounded. */
import type { Schemas } from "./api.ts";
import { useApp } from "./app.tsx";
import { Bar, Definition, Fraction, Tag } from "./components.tsx";
import { addRatios, parseRatio, reduce, writeRatio } from "./format.ts";
import { labelNamed } from "./views/ballot_words.ts";
import { FromBallots } from "./views/result_ballots.tsx";
import { Duels } from "./views/result_duels.tsx";
import { Rounds } from "./views/result_rounds.tsx";
import { Budget, Lists, Seats } from "./views/result_seats.tsx";

type Decision = Schemas["Decision"];
type Colleges = ReadonlyMap<string, string>;

/* part of a whole, as a fraction; "0/1" of nothing. */
function partOf(part: string, whole: string): string {
  const [a, b] = [parseRatio(part), parseRatio(whole)];
  if (a === null || b === null || b.num === 0n) {
    return "0/1";
  }
  return writeRatio(reduce({ num: a.num * b.den, den: a.den * b.num }));
}

/* Who is seated, or funded, or has seats: where the poll keeps seats, not always those first. */
function chosen(decision: Decision): readonly string[] {
  const { count, seats } = decision;
  if (seats !== undefined) {
    return seats.filled.map((seat) => seat.option);
  }
  const lists = Object.entries(count?.seats_by_option ?? {}).flatMap(([name, number]) =>
    number > 0 ? [name] : [],
  );
  return count?.elected ?? count?.funded ?? lists;
}

export function Verdict(props: { poll: Schemas["Poll"]; decision: Decision }) {
  const app = useApp();
  const { language, t, word } = app;
  const { poll, decision } = props;
  const elected = chosen(decision).map((name) => labelNamed(app, poll, name));
  const kind =
    decision.outcome === "adopted" ? "good" : decision.outcome === "counted" ? "good" : "bad";
  const names = new Intl.ListFormat(language).format(elected);
  return (
    <p class={`verdict ${kind}`}>
      <strong>
        {decision.outcome !== "counted"
          ? word("verdict", decision.outcome)
          : elected.length === 0
            ? t("result.nobody")
            : poll.kind === "election"
              ? t("result.elected", { count: elected.length, names })
              : t("result.chosen", { names })}
      </strong>
      {decision.tie === true && <> {t("result.tie")}</>}
    </p>
  );
}

/* The figures of the majority, as the step of that name has them. */
function Majority(props: { decision: Decision }) {
  const { figure, t, word } = useApp();
  const { decision } = props;
  const step = decision.explanation.find((each) => each.step === "majority");
  const [ratio, threshold] = [decision.ratio, step?.threshold];
  if (ratio === undefined || typeof threshold !== "string") {
    return null;
  }
  const strict = step?.strict === true;
  const base = typeof step?.base === "string" ? step.base : "expressed";
  return (
    <>
      <Bar parts={[{ value: ratio, kind: "for" }]} mark={threshold} />
      <dl>
        <Definition term={t("result.ratio")}>
          <Fraction value={ratio} />
        </Definition>
        <Definition term={strict ? t("result.over") : t("result.at_least")}>
          <Fraction value={threshold} /> {word("majority_base", base)}
        </Definition>
        {decision.heads !== undefined && (
          <Definition term={t("result.heads")}>
            {t("result.heads_text", {
              for: figure(`${decision.heads.for}/1`),
              against: figure(`${decision.heads.against}/1`),
            })}
          </Definition>
        )}
        {decision.for_weight !== undefined && (
          <Definition term={t("result.for_weight")}>
            <Fraction value={decision.for_weight} />
          </Definition>
        )}
        {decision.against_weight !== undefined && (
          <Definition term={t("result.against_weight")}>
            <Fraction value={decision.against_weight} />
          </Definition>
        )}
      </dl>
    </>
  );
}

function Quorum(props: { quorum: NonNullable<Decision["quorum"]> }) {
  const { t } = useApp();
  const { quorum } = props;
  return (
    <section>
      <h3>{t("quorum.title")}</h3>
      <p>
        {quorum.met ? t("quorum.met") : t("quorum.not_met")}.{" "}
        {t("quorum.present", { present: quorum.present, members: quorum.members })}
      </p>
      <Bar parts={[{ value: quorum.reached, kind: "plain" }]} mark={quorum.required} />
      <dl>
        <Definition term={t("quorum.reached")}>
          <Fraction value={quorum.reached} />
        </Definition>
        <Definition term={t("quorum.required")}>
          <Fraction value={quorum.required} />
        </Definition>
      </dl>
    </section>
  );
}

function College(props: { name: string; id: string; decision: Decision }) {
  const { count, t, word } = useApp();
  const { decision, id } = props;
  const tally = decision.tallies[id];
  const ballots = decision.ballots[id];
  const part = decision.colleges?.[id];
  if (tally === undefined) {
    return null;
  }
  const { for: yes, against: no, abstain } = tally;
  const share = (votes: number) => partOf(`${votes}/1`, `${tally.present}/1`);
  return (
    <li class="card">
      <h4>{props.name}</h4>
      {yes !== undefined && no !== undefined && abstain !== undefined && (
        <Bar
          parts={[
            { value: share(yes), kind: "for" },
            { value: share(no), kind: "against" },
            { value: share(abstain), kind: "abstain" },
          ]}
        />
      )}
      <dl>
        {yes !== undefined && (
          <Definition term={t("motion.for")}>
            <span class="key key-for" aria-hidden="true" />
            {count(yes)}
          </Definition>
        )}
        {no !== undefined && (
          <Definition term={t("motion.against")}>
            <span class="key key-against" aria-hidden="true" />
            {count(no)}
          </Definition>
        )}
        {abstain !== undefined && (
          <Definition term={t("motion.abstain")}>
            <span class="key key-abstain" aria-hidden="true" />
            {count(abstain)}
          </Definition>
        )}
        <Definition term={t("result.present")}>
          {t("result.present_of", { present: tally.present, members: tally.members })}
        </Definition>
        {yes === undefined && ballots !== undefined && (
          <Definition term={t("result.ballots")}>
            {t("result.ballots_text", { counted: ballots.counted, blank: ballots.blank })}
          </Definition>
        )}
        {ballots !== undefined && ballots.spoilt > 0 && (
          <Definition term={t("result.spoilt")}>{count(ballots.spoilt)}</Definition>
        )}
        {part !== undefined && (
          <Definition term={t("college.weight")}>
            <Fraction value={part.weight} />
          </Definition>
        )}
        {part !== undefined && part.state !== "counted" && (
          <Definition term={t("result.state")}>{word("college_state", part.state)}</Definition>
        )}
        {part?.for_weight !== undefined && (
          <Definition term={t("result.brings_for")}>
            <Fraction value={part.for_weight} />
          </Definition>
        )}
        {part?.against_weight !== undefined && (
          <Definition term={t("result.brings_against")}>
            <Fraction value={part.against_weight} />
          </Definition>
        )}
      </dl>
    </li>
  );
}

/* How the weights of the colleges add up, side by side: for, then against. */
function Carried(props: { decision: Decision }) {
  const { t } = useApp();
  const colleges = Object.values(props.decision.colleges ?? {});
  const zero = { num: 0n, den: 1n };
  const sum = (of: (college: (typeof colleges)[number]) => string | undefined) =>
    colleges.map((each) => parseRatio(of(each) ?? "") ?? zero).reduce(addRatios, zero);
  const [yes, no] = [sum((each) => each.for_weight), sum((each) => each.against_weight)];
  if (yes.num === 0n && no.num === 0n) {
    return null;
  }
  return (
    <figure>
      <Bar
        parts={[
          { value: writeRatio(yes), kind: "for" },
          { value: writeRatio(no), kind: "against" },
        ]}
      />
      <figcaption>{t("result.carried")}</figcaption>
    </figure>
  );
}

/* Is every total a part of what was counted? Scores, points and margins are not. */
function areShares(totals: Readonly<Record<string, string>>, valid: string): boolean {
  return Object.values(totals).every((total) => {
    const share = parseRatio(partOf(total, valid));
    return share !== null && share.num >= 0n && share.num <= share.den;
  });
}

/* Options with what they gathered, the best first. */
function Totals(props: {
  poll: Schemas["Poll"];
  decision: Decision;
  count: NonNullable<Decision["count"]>;
}) {
  const app = useApp();
  const { t } = app;
  const { count, decision } = props;
  const totals = count.totals ?? {};
  const known = count.ranking?.flat() ?? Object.keys(totals);
  const order = known.length > 0 ? known : [...new Set([...chosen(decision), ...count.options])];
  const elected = new Set(chosen(decision));
  const valid = count.ballots.valid;
  const isShared = count.totals !== undefined && areShares(totals, valid);
  return (
    <section>
      <h3>{t("result.totals")}</h3>
      <ol class="rows">
        {order.map((name) => {
          const total = totals[name];
          const share = partOf(total ?? "0/1", valid);
          const seats = count.seats_by_option?.[name];
          return (
            <li class="row" key={name}>
              <span class="row-title">
                {labelNamed(app, props.poll, name)} {elected.has(name) && <Tag kind="good">{t("result.seat")}</Tag>}
                {seats !== undefined && seats > 1 && <> × {seats}</>}
              </span>
              {isShared && (
                <Bar parts={[{ value: share, kind: elected.has(name) ? "for" : "plain" }]} />
              )}
              <dl>
                {isShared && (
                  <Definition term={t("result.share")}>
                    <Fraction value={share} />
                  </Definition>
                )}
                {total !== undefined && !(isShared && share === total) && (
                  <Definition term={t("result.total")}>
                    <Fraction value={total} />
                  </Definition>
                )}
              </dl>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/* What the method found, in the ways that it can be shown. */
function Counted(props: {
  poll: Schemas["Poll"];
  decision: Decision;
  count: NonNullable<Decision["count"]>;
  colleges: Colleges;
}) {
  const { poll, decision, count, colleges } = props;
  return (
    <>
      {decision.seats !== undefined && (
        <Seats poll={poll} seats={decision.seats} colleges={colleges} />
      )}
      <Totals poll={poll} decision={decision} count={count} />
      <Lists poll={poll} count={count} />
      <Budget poll={poll} count={count} />
      <Rounds poll={poll} count={count} />
      <Duels poll={poll} count={count} />
      <FromBallots poll={poll} decision={decision} colleges={colleges} />
    </>
  );
}

function Steps(props: { explanation: Schemas["Explanation"] }) {
  const { language, t } = useApp();
  return (
    <section>
      <h3>{t("result.steps")}</h3>
      <ol class="steps">
        {props.explanation.steps.map((step, index) => (
          <li key={index}>{step[language]}</li>
        ))}
      </ol>
    </section>
  );
}

export function Result(props: {
  poll: Schemas["Poll"];
  result: Schemas["Result"];
  explanation: Schemas["Explanation"] | null;
  colleges: Colleges;
}) {
  const { instant, t } = useApp();
  const { poll, result, explanation, colleges } = props;
  const { decision } = result;
  const ids = Object.keys(decision.tallies);
  /* In the order of the statutes, which the registry has; the record is in the order of names. */
  const known = [...colleges.keys()].filter((id) => ids.includes(id));
  const order = [...known, ...ids.filter((id) => !colleges.has(id))];
  /* Where votes were expressed and none counts, the steps say so: tied colleges were left out. */
  const isWithoutVote = decision.explanation.some(
    ({ step, code }) => step === "majority" && code === "no_vote_expressed",
  );
  return (
    <section class="result">
      <h2>{t("result.title")}</h2>
      <Verdict poll={poll} decision={decision} />
      {isWithoutVote && <p>{t("result.no_vote")}</p>}
      <Majority decision={decision} />
      {decision.count !== undefined && (
        <Counted poll={poll} decision={decision} count={decision.count} colleges={colleges} />
      )}
      {decision.quorum !== undefined && <Quorum quorum={decision.quorum} />}
      <section>
        <h3>{decision.colleges === undefined ? t("result.votes") : t("result.by_college")}</h3>
        {decision.weighting_suspended === true && <p>{t("registry.suspended")}</p>}
        <Carried decision={decision} />
        <ul class="cards">
          {order.map((id) => (
            <College
              key={id}
              id={id}
              name={colleges.get(id) ?? t("result.everyone")}
              decision={decision}
            />
          ))}
        </ul>
        {decision.void.length > 0 && <p>{t("result.void", { count: decision.void.length })}</p>}
      </section>
      {explanation !== null && <Steps explanation={explanation} />}
      <p class="quiet">
        {t("result.counted", { instant: instant(result.counted_at), number: result.constitution.number })}{" "}
        {t("figure.rounded")}
      </p>
    </section>
  );
}

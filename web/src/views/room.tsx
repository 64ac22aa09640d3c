/* The screen on the wall of the room: nobody is signed in, everybody reads it from afar. What is discussed,
 * who speaks, the quorum, the poll that is open, the result once it is published, and nothing before.
 *
 * A connection that is lost leaves what was last known, and says since when. */

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import type { App } from "../app.tsx";
import { useApp } from "../app.tsx";
import { Bar, Fraction, Page, Show, Tag } from "../components.tsx";
import { hour, isSameDay } from "../format.ts";
import { useClock, useEvents, useLine, useLoad, useWatch } from "../hooks.ts";
import { locales } from "../i18n.ts";
import { Clock, every, NEWS, useCollege } from "./sitting_load.tsx";

type Assembly = Schemas["Assembly"];
type Summary = Schemas["PollSummary"];

interface Room {
  readonly assembly: Assembly;
  readonly sitting: Schemas["Sitting"];
  readonly quorum: Schemas["Quorum"];
  readonly speaks: Schemas["Speech"] | undefined;
  readonly waiting: number;
  readonly result: { readonly poll: Summary; readonly decision: Schemas["Decision"] } | null;
  readonly at: string;
}

/* The poll whose result the room waits for: of the text that is discussed, else the last one. */
function lastPublished(assembly: Assembly, sitting: Schemas["Sitting"]): Summary | undefined {
  const published = assembly.polls.filter(({ state }) => state === "published");
  const discussed = sitting.discussed?.resolution;
  const ofText = published.filter(({ resolution }) => resolution === discussed);
  const among = discussed === undefined ? published : ofText;
  return among.toSorted((a, b) => Date.parse(a.closes_at) - Date.parse(b.closes_at)).at(-1);
}

async function loadRoom(id: string): Promise<Room> {
  const path = { assembly: id };
  const [assembly, sitting, quorum, speeches] = await Promise.all([
    api.get("/api/v1/assemblies/{assembly}", { path }),
    api.get("/api/v1/assemblies/{assembly}/sitting", { path }),
    api.get("/api/v1/assemblies/{assembly}/quorum", { path }),
    every((after) =>
      api.get("/api/v1/assemblies/{assembly}/speakers", {
        path,
        query: after === undefined ? { limit: 500 } : { limit: 500, after },
      }),
    ),
  ]);
  const poll = lastPublished(assembly.data, sitting.data);
  const result =
    poll === undefined
      ? null
      : (await api.get("/api/v1/polls/{poll}/result", { path: { poll: poll.id } })).data;
  return {
    assembly: assembly.data,
    sitting: sitting.data,
    quorum: quorum.data,
    speaks: speeches.find(({ state }) => state === "speaking"),
    waiting: speeches.filter(({ state }) => state === "waiting").length,
    result: poll === undefined || result === null ? null : { poll, decision: result.decision },
    at: new Date().toISOString(),
  };
}

function Now(props: { room: Room }) {
  const { instant, t, word } = useApp();
  const college = useCollege();
  const { assembly, sitting, speaks, waiting } = props.room;
  const item = assembly.agenda.find(({ id }) => id === sitting.discussed?.resolution);
  const last = sitting.suspensions.at(-1);
  if (assembly.state !== "sitting") {
    return (
      <p class="room-now">
        {word("assembly_state", assembly.state)}
        {assembly.state === "convened" && <> · {instant(assembly.meets_at)}</>}
      </p>
    );
  }
  return (
    <section aria-live="polite">
      {sitting.suspended && (
        <p class="room-now">
          <Tag kind="bad">{t("sitting.suspended")}</Tag>{" "}
          {last !== undefined && <Clock from={last.suspended_at} />}
        </p>
      )}
      <h2>{t("room.discussed")}</h2>
      <p class="room-now">
        {item === undefined ? t("room.nothing") : `${item.position}. ${item.title}`}
      </p>
      {speaks !== undefined && (
        <p class="room-line">
          {t("room.speaks")}{" "}
          <strong>
            {speaks.member?.name ?? speaks.name ?? (speaks.college === undefined ? speaks.pseudonym : college(speaks.college))}
          </strong>{" "}
          {speaks.started_at !== undefined && <Clock from={speaks.started_at} />}
        </p>
      )}
      {waiting > 0 && <p class="room-line">{t("room.waiting", { count: waiting })}</p>}
    </section>
  );
}

function RoomQuorum(props: { room: Room }) {
  const { t, word } = useApp();
  const college = useCollege();
  const { quorum } = props.room;
  return (
    <section>
      <h2>{t("quorum.title")}</h2>
      <ul class="room-quorum">
        {quorum.items.map((each) => (
          <li key={each.class}>
            <p>
              <Tag kind={each.met ? "good" : "bad"}>
                {t(each.met ? "quorum.met" : "quorum.not_met")}
              </Tag>{" "}
              {word("class", each.class)}
            </p>
            <Bar
              parts={[{ value: each.reached, kind: "plain" }]}
              {...(each.basis === "none" ? {} : { mark: each.required })}
            />
            <p>
              {t("quorum.present", { present: each.present, members: each.members })}
              {each.basis !== "none" && (
                <>
                  {" "}
                  {t("room.required")} <Fraction value={each.required} />
                </>
              )}
            </p>
          </li>
        ))}
      </ul>
      <ul class="room-colleges">
        {quorum.colleges.map((each) => (
          <li key={each.id}>
            {college(each.id)}{" "}
            <strong>
              {each.present} / {each.members}
            </strong>
          </li>
        ))}
      </ul>
    </section>
  );
}

/* The hour alone where everybody knows the day. */
function Until(props: { at: string }) {
  const { instant, language, society, t } = useApp();
  const now = new Date(useClock(60_000));
  const zone = society.time_zone;
  return (
    <p class="room-line">
      {isSameDay(props.at, now, zone)
        ? t("room.until", { hour: hour(props.at, locales[language], zone) })
        : t("room.until_day", { instant: instant(props.at) })}
    </p>
  );
}

/* An amendment is voted under the title of its text. */
function titleOf({ t, word }: App, { kind, title }: Summary): string {
  return kind === "amendment" ? t("named.line", { label: word("poll_kind", kind), text: title }) : title;
}

function Open(props: { polls: readonly Summary[] }) {
  const app = useApp();
  const { t } = app;
  return (
    <>
      {props.polls.map((poll) => (
        <section key={poll.id} class="room-poll">
          <h2>{t(poll.state === "open" ? "room.vote" : "room.counting")}</h2>
          <p class="room-now">{titleOf(app, poll)}</p>
          {poll.state === "open" && <Until at={poll.closes_at} />}
        </section>
      ))}
    </>
  );
}

/* Who is seated or chosen, by name. */
function chosen(decision: Schemas["Decision"]): readonly string[] {
  const { count, seats } = decision;
  return seats?.filled.map(({ option }) => option) ?? count?.elected ?? count?.funded ?? [];
}

function Outcome(props: { result: NonNullable<Room["result"]> }) {
  const app = useApp();
  const { language, t, word } = app;
  const { poll, decision } = props.result;
  const isCounted = decision.outcome === "counted";
  const kind = isCounted || decision.outcome === "adopted" ? "good" : "bad";
  const names = chosen(decision);
  return (
    <section aria-live="polite">
      <h2>{t("result.title")}</h2>
      <p class="room-line">{titleOf(app, poll)}</p>
      <p class={`verdict ${kind}`}>
        {isCounted && names.length > 0
          ? t("result.chosen", { names: new Intl.ListFormat(language).format(names) })
          : word("verdict", decision.outcome)}
      </p>
      {decision.ratio !== undefined && (
        <>
          <Bar parts={[{ value: decision.ratio, kind: "for" }]} />
          <p class="room-line">
            {t("result.ratio")} <Fraction value={decision.ratio} />
          </p>
        </>
      )}
    </section>
  );
}

function Line(props: { at: string; isOpen: boolean }) {
  const { language, society, t } = useApp();
  const now = useClock(1000);
  const zone = society.time_zone;
  return (
    <p class="room-foot">
      <span class="clock">{hour(new Date(now).toISOString(), locales[language], zone)}</span>{" "}
      <span role="status">
        {!props.isOpen && (
          <Tag kind="bad">{t("room.lost", { hour: hour(props.at, locales[language], zone) })}</Tag>
        )}
      </span>
    </p>
  );
}

export function RoomView(props: { assembly: string }) {
  const isLineOpen = useLine();
  const loaded = useLoad(() => loadRoom(props.assembly), props.assembly);
  /* Its foot says since when nothing new came. */
  const room = loaded.data === null ? loaded : { ...loaded, problem: null };
  const ids = [
    ...(room.data?.assembly.polls ?? []).map(({ id }) => id),
    ...(room.data?.assembly.agenda ?? []).map(({ id }) => id),
  ];
  useEvents([props.assembly, ...ids, ...NEWS], loaded.reload);
  const hasFailed = loaded.problem !== null;
  const isCounting = room.data?.assembly.polls.some(({ state }) => state === "closed" || state === "counted");
  /* Where nothing is heard, it asks. */
  useWatch(hasFailed || !isLineOpen || isCounting === true, loaded.reload);
  return (
    <div class="room">
      <Show of={room}>
        {(data) => (
          <Page title={data.assembly.title}>
            <Now room={data} />
            <Open
              polls={data.assembly.polls.filter(({ state }) =>
                ["open", "closed", "counted"].includes(state),
              )}
            />
            {data.result !== null && <Outcome result={data.result} />}
            {data.assembly.state !== "ended" && <RoomQuorum room={data} />}
            <Line at={data.at} isOpen={isLineOpen && !hasFailed} />
          </Page>
        )}
      </Show>
    </div>
  );
}

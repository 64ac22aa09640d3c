/* What awaits the reader in their offices: acts that they may do and that somebody waits for, each a link to where it
 * is done. Silent when there is none. */

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { Show, Tag } from "../components.tsx";
import { today } from "../format.ts";
import { useEvents, useLoad } from "../hooks.ts";
import type { Key } from "../i18n.ts";
import { pathOf } from "../router.ts";

type Duty = Schemas["Duties"]["items"][number];

const TOLD = [
  "amendment.changed",
  "assembly.changed",
  "contribution.post",
  "decision.changed",
  "erasure.asked",
  "minutes.changed",
  "poll.called",
  "poll.drafted",
  "poll.published",
  "poll.void",
];

/* What is to be done, and where one does it. */
const acts: Record<Duty["kind"], readonly [Key, (object: string) => string]> = {
  notice: ["awaits.notice", (assembly) => pathOf("assembly", { assembly })],
  call: ["awaits.call", (poll) => pathOf("poll", { poll })],
  papers: ["awaits.papers", (poll) => pathOf("papers", { poll })],
  questions: ["awaits.questions", (resolution) => pathOf("resolution", { resolution })],
  version: ["awaits.version", (resolution) => pathOf("resolution", { resolution })],
  minutes: ["awaits.minutes", (assembly) => pathOf("minutes", { assembly })],
  approval: ["awaits.approval", (assembly) => pathOf("minutes", { assembly })],
  steps: ["awaits.steps", (decision) => pathOf("decision", { decision })],
  application: ["awaits.application", (member) => pathOf("member", { member })],
  erasure: ["awaits.erasure", (member) => pathOf("member", { member })],
};

function Due(props: { duty: Duty }) {
  const { day, instant, society, t } = useApp();
  const { due_at, due_on } = props.duty;
  if (due_on === undefined && due_at === undefined) {
    return null;
  }
  const isLate =
    due_on === undefined ? Date.parse(due_at ?? "") <= Date.now() : due_on < today(new Date(), society.time_zone);
  return (
    <span class="row-facts">
      {due_on === undefined
        ? t("awaits.before", { instant: instant(due_at ?? "") })
        : t("awaits.until", { day: day(due_on) })}{" "}
      {isLate && <Tag kind="bad">{t("follow.late")}</Tag>}
    </span>
  );
}

function Act(props: { duty: Duty }) {
  const { t } = useApp();
  const { count, kind, object, title } = props.duty;
  const [says, placeOf] = acts[kind];
  return (
    <li class="row">
      <a class="row-title" href={placeOf(object)}>
        {t(says, { count, title })}
      </a>
      <Due duty={props.duty} />
    </li>
  );
}

export function Duties() {
  const { session, t } = useApp();
  /* An officer of a sitting approves its minutes, and may hold no office: they ask too, once. */
  const loaded = useLoad(async () => (await api.get("/api/v1/me/duties")).data.items, session);
  useEvents(session.offices.length > 0 ? TOLD : [], loaded.reload);
  return (
    <Show of={loaded}>
      {(duties) =>
        duties.length === 0 ? null : (
          <section>
            <h2>{t("awaits.title")}</h2>
            <ul class="rows">
              {duties.map((duty) => (
                <Act key={duty.kind + duty.object} duty={duty} />
              ))}
            </ul>
          </section>
        )
      }
    </Show>
  );
}

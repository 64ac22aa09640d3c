/* The agenda during the sitting: which text it is on, and the polls on each. */

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { About, Failure, Tag } from "../components.tsx";
import { useAction } from "../hooks.ts";
import { pathOf } from "../router.ts";
import { Clock } from "./sitting_load.tsx";
import { PollSteps } from "./sitting_polls.tsx";
import { Recusals } from "./sitting_recusals.tsx";

type Assembly = Schemas["Assembly"];
type Sitting = Schemas["Sitting"];
type Item = Assembly["agenda"][number];

interface Common {
  readonly assembly: Assembly;
  readonly sitting: Sitting;
  readonly onDone: () => void;
}

function Steering(props: Common & { item: Item; isOn: boolean }) {
  const { announce, may, t } = useApp();
  const action = useAction();
  const { assembly, item, isOn } = props;
  if (!may("run_polls")) {
    return null;
  }
  const done = () => {
    announce(t("state.saved"));
    props.onDone();
  };
  const path = { resolution: item.id };
  const isLive = assembly.state === "convened" || assembly.state === "sitting";
  const isDebated = item.state === "draft" && isLive;
  return (
    <>
      <Failure problem={action.problem} />
      <p class="buttons">
        {assembly.state === "sitting" && item.state !== "withdrawn" && (
          <button
            type="button"
            class={isOn ? "" : "primary"}
            aria-disabled={action.isBusy}
            onClick={() =>
              void action.run(async () => {
                await api.put("/api/v1/assemblies/{assembly}/discussion", {
                  path: { assembly: assembly.id },
                  body: isOn ? {} : { resolution: item.id },
                });
                announce(isOn ? t("sitting.left") : t("sitting.taken_up", { title: item.title }));
                props.onDone();
              })
            }
          >
            <About act={isOn ? t("sitting.leave") : t("sitting.take_up")} what={item.title} />
          </button>
        )}
        {isDebated && (
          <button
            type="button"
            aria-disabled={action.isBusy}
            onClick={() =>
              void action.run(async () => {
                if (item.debate_closed_at === undefined) {
                  await api.post("/api/v1/resolutions/{resolution}/debate/closing", { path, body: {} });
                } else {
                  await api.post("/api/v1/resolutions/{resolution}/debate/reopening", { path, body: {} });
                }
                done();
              })
            }
          >
            <About act={t(item.debate_closed_at === undefined ? "sitting.close_debate" : "sitting.open_debate")} what={item.title} />
          </button>
        )}
        {isDebated && (
          <a
            class="button"
            href={`${pathOf("pollNew", { assembly: assembly.id })}?resolution=${item.id}`}
          >
            <About act={t("poll.new")} what={item.title} />
          </a>
        )}
      </p>
    </>
  );
}

function AgendaItem(props: Common & { item: Item }) {
  const { t, word } = useApp();
  const { assembly, item, sitting } = props;
  const polls = assembly.polls.filter((poll) => poll.resolution === item.id);
  const on = sitting.discussed?.resolution === item.id ? sitting.discussed : undefined;
  return (
    <li class={on === undefined ? "row" : "row current"} aria-current={on === undefined ? undefined : "step"}>
      <h3 class="row-title">
        <a href={pathOf("resolution", { resolution: item.id })}>
          {item.position}. {item.title}
        </a>
      </h3>
      <p class="row-facts">
        {on !== undefined && (
          <>
            <Tag kind="good">
              {t("sitting.on_it")} <Clock from={on.from} />
            </Tag>{" "}
          </>
        )}
        <Tag>{word("resolution_state", item.state)}</Tag> {word("class", item.class)} ·{" "}
        {word("opinion", item.opinion)}
        {item.debate_closed_at !== undefined && item.state === "draft" && (
          <> · {t("sitting.debate_closed")}</>
        )}
      </p>
      <Steering {...props} isOn={on !== undefined} />
      {polls.length > 0 && (
        <ul class="rows">
          {polls.map((poll) => (
            <PollSteps key={poll.id} poll={poll} onDone={props.onDone} />
          ))}
        </ul>
      )}
      {item.state !== "withdrawn" && assembly.state !== "draft" && (
        <Recusals resolution={item} isLive={item.state !== "decided" && assembly.state !== "ended"} />
      )}
    </li>
  );
}

export function SittingAgenda(props: Common) {
  const { t } = useApp();
  const { agenda, polls } = props.assembly;
  const others = polls.filter((poll) => poll.resolution === undefined);
  return (
    <section>
      <h2>{t("assembly.agenda")}</h2>
      {agenda.length === 0 && <p>{t("assembly.no_agenda")}</p>}
      <ol class="rows">
        {agenda.map((item) => (
          <AgendaItem key={item.id} {...props} item={item} />
        ))}
      </ol>
      {others.length > 0 && (
        <>
          <h3>{t("sitting.other_polls")}</h3>
          <ul class="rows">
            {others.map((poll) => (
              <PollSteps key={poll.id} poll={poll} onDone={props.onDone} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

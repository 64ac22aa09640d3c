/* What colleges think of a text before its vote: one's own word, which nobody is told, and figures by college. */

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { Bar, Failure, Show } from "../components.tsx";
import { useAction, useLoad } from "../hooks.ts";
import { useFirstVoice } from "./procedure.tsx";

type Temperature = Schemas["Temperature"];
type Says = NonNullable<Temperature["mine"]>;
const WORDS: readonly Says[] = ["support", "reserve", "oppose", "none"];

function Say(props: { temperature: Temperature; onDone: () => void }) {
  const { announce, t, word } = useApp();
  const voice = useFirstVoice();
  const action = useAction();
  const { temperature } = props;
  const path = { resolution: temperature.resolution };
  const say = (says: Says) =>
    void action.run(async () => {
      if (temperature.mine === says) {
        await api.remove("/api/v1/resolutions/{resolution}/temperature", { path, query: voice });
      } else {
        await api.put("/api/v1/resolutions/{resolution}/temperature", {
          path,
          body: { says, ...voice },
        });
      }
      announce(t("state.saved"));
      props.onDone();
    });
  return (
    <>
      <div class="buttons" role="group" aria-label={t("temperature.say")}>
        <span>{t("temperature.say")}</span>
        {WORDS.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={temperature.mine === each}
            onClick={() => say(each)}
          >
            {word("temperature_word", each)}
          </button>
        ))}
      </div>
      <p class="hint">{t("temperature.private")}</p>
      <Failure problem={action.problem} />
    </>
  );
}

function Figures(props: {
  figures: Temperature["colleges"][number];
  colleges: readonly Schemas["College"][];
}) {
  const { count, instant, label, t, word } = useApp();
  const { figures } = props;
  const college = props.colleges.find((each) => each.id === figures.college);
  const share = (part: number) => `${part}/${Math.max(1, figures.count)}`;
  return (
    <li class="card">
      <h3>{college === undefined ? (figures.college ?? t("temperature.all")) : label(college.labels)}</h3>
      <Bar
        parts={[
          { value: share(figures.support), kind: "for" },
          { value: share(figures.reserve + figures.none), kind: "abstain" },
          { value: share(figures.oppose), kind: "against" },
        ]}
      />
      <ul>
        {WORDS.map((each) => (
          <li key={each}>
            {t("text.pair", { name: word("temperature_word", each), value: count(figures[each]) })}
          </li>
        ))}
      </ul>
      <p class="quiet">
        {t("temperature.of", { version: count(figures.version), instant: instant(figures.at) })}
      </p>
    </li>
  );
}

export function TemperatureSection(props: { resolution: string; version: number }) {
  const { count, session, t } = useApp();
  const path = { resolution: props.resolution };
  const loaded = useLoad(
    async () => {
      const [temperature, colleges] = await Promise.all([
        api.get("/api/v1/resolutions/{resolution}/temperature", { path }),
        api.get("/api/v1/colleges"),
      ]);
      return { temperature: temperature.data, colleges: colleges.data.items };
    },
    props.resolution,
    props.version,
    session,
  );
  return (
    <Show of={loaded}>
      {({ temperature, colleges }) =>
        !temperature.open && temperature.colleges.length === 0 ? null : (
          <section>
            <h2>{t("temperature.title")}</h2>
            <p class="hint">
              {t("temperature.lead")}{" "}
              {temperature.k_min !== undefined && t("temperature.k_min", { count: temperature.k_min })}
            </p>
            {temperature.open && session.members.length > 0 && (
              <Say temperature={temperature} onDone={loaded.reload} />
            )}
            {temperature.colleges.length === 0 ? (
              <p>{t("temperature.nothing")}</p>
            ) : (
              <ul class="cards">
                {temperature.colleges.map((figures) => (
                  <Figures key={figures.college ?? ""} figures={figures} colleges={colleges} />
                ))}
              </ul>
            )}
            {!temperature.open && <p>{t("temperature.over", { version: count(props.version) })}</p>}
          </section>
        )
      }
    </Show>
  );
}

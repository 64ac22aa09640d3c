/* What a member follows of an assembly: its deadlines, the written questions, how proxies are spread. */

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { Definition, Fraction, SafeHtml, Show, Tag } from "../components.tsx";
import { useEvents, useLoad } from "../hooks.ts";
import { pathOf } from "../router.ts";

/* In the order of their dates. */
export function Deadlines(props: { items: Schemas["Calendar"]["items"] }) {
  const { day, label, word } = useApp();
  return (
    <ol class="rows">
      {props.items.map((item) => (
        <li class="row" key={item.code}>
          <span class="row-title">{day(item.on)}</span>
          <span class="row-facts">
            {label(item.label)}{" "}
            <Tag kind={{ ahead: "", under_way: "", done: "good", late: "bad" }[item.state]}>
              {word("calendar_state", item.state)}
            </Tag>
          </span>
        </li>
      ))}
    </ol>
  );
}

export function AssemblyCalendar(props: { assembly: string; words: string }) {
  const { t } = useApp();
  const path = { assembly: props.assembly };
  const loaded = useLoad(
    async () => (await api.get("/api/v1/assemblies/{assembly}/calendar", { path })).data.items,
    props.assembly,
    props.words,
  );
  return (
    <section>
      <h2>{t("calendar.title")}</h2>
      <Show of={loaded}>
        {(items) => (items.length === 0 ? <p>{t("calendar.none")}</p> : <Deadlines items={items} />)}
      </Show>
      <p>
        <a href={`/feeds/assemblies/${props.assembly}.ics`} download>
          {t("calendar.feed")}
        </a>
      </p>
    </section>
  );
}

/* Those that the board owes an answer come first. */
export function Questions(props: { assembly: string }) {
  const { count, instant, t } = useApp();
  const loaded = useLoad(async () => {
    const { data } = await api.get("/api/v1/assemblies/{assembly}/questions", {
      path: { assembly: props.assembly },
      query: { limit: 200 },
    });
    return data;
  }, props.assembly);
  useEvents(
    ["contribution.post", ...(loaded.data?.items ?? []).map((item) => item.id)],
    loaded.reload,
  );
  return (
    <Show of={loaded}>
      {({ items, next }) => {
        const open = items.filter((item) => item.answered !== true);
        const ordered = [...open, ...items.filter((item) => item.answered === true)];
        return items.length === 0 ? null : (
          <section>
            <h2>{t("questions.title")}</h2>
            <p>
              {next === undefined
                ? t("questions.state", { count: items.length, open: count(open.length) })
                : t("questions.many")}
            </p>
            <ul class="threads">
              {ordered.map((item) => (
                <li class="said" key={item.id}>
                  <p class="row-facts">
                    <Tag kind={item.answered === true ? "good" : ""}>
                      {item.answered === true ? t("debate.answered") : t("debate.awaits")}
                    </Tag>{" "}
                    {instant(item.at)}
                  </p>
                  {item.removed === true && <p class="quiet">{t("debate.removed")}</p>}
                  {item.html !== undefined && <SafeHtml html={item.html} />}
                  <p>
                    <a href={pathOf("resolution", { resolution: item.resolution })}>
                      {t("questions.see")}
                    </a>
                  </p>
                </li>
              ))}
            </ul>
          </section>
        );
      }}
    </Show>
  );
}

/* How many votes are in how few hands, without names. */
export function ProxySpread(props: { assembly: string }) {
  const { count, t } = useApp();
  const path = { assembly: props.assembly };
  const loaded = useLoad(
    async () => (await api.get("/api/v1/assemblies/{assembly}/concentration", { path })).data,
    props.assembly,
  );
  return (
    <Show of={loaded}>
      {(spread) =>
        spread.held + spread.blank === 0 ? null : (
          <section>
            <h2>{t("spread.title")}</h2>
            <dl class="pairs">
              <Definition term={t("spread.held")}>{count(spread.held)}</Definition>
              <Definition term={t("spread.blank")}>{count(spread.blank)}</Definition>
              <Definition term={t("spread.most")}>{count(spread.most)}</Definition>
              <Definition term={t("spread.five")}>
                {count(spread.votes_of_five)} · <Fraction value={spread.share_of_five} />
              </Definition>
            </dl>
          </section>
        )
      }
    </Show>
  );
}

/* The boxes of secret polls that wait for the reader's key: nobody else can be asked to open them. */

import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { About, Show } from "../components.tsx";
import { useEvents, useLoad } from "../hooks.ts";
import { pathOf } from "../router.ts";

/* Closed polls of which that person is a keeper and has not given their share. */
async function boxesOf(person: string | undefined) {
  const { data } = await api.get("/api/v1/polls", { query: { state: "closed" } });
  const boxes = await Promise.all(
    data.items.map(async (poll) => {
      const path = { poll: poll.id };
      const keepers = await api.get("/api/v1/polls/{poll}/keepers", { path });
      const mine = keepers.data.items.find((keeper) => keeper.person.id === person);
      if (mine === undefined) {
        return [];
      }
      const shares = await api.get("/api/v1/polls/{poll}/shares", { path });
      return shares.data.given.includes(mine.index) ? [] : [poll];
    }),
  );
  return boxes.flat();
}

export function BoxesToOpen() {
  const { session, t } = useApp();
  const loaded = useLoad(() => boxesOf(session.person?.id), session);
  useEvents(["poll.closed", "poll.published"], loaded.reload);
  return (
    <Show of={loaded}>
      {(boxes) =>
        boxes.length === 0 ? null : (
          <section>
            <h2>{t("me.boxes")}</h2>
            <p>{t("me.boxes_text")}</p>
            <ul class="cards">
              {boxes.map(({ id, title }) => (
                <li class="card" key={id}>
                  <h3>{title}</h3>
                  <p class="buttons">
                    <a class="button primary" href={pathOf("urn", { poll: id })}>
                      <About act={t("poll.open_urn")} what={title} />
                    </a>
                  </p>
                </li>
              ))}
            </ul>
          </section>
        )
      }
    </Show>
  );
}

/* My erasure: asked for each member for whom the reader acts, taken back, and what was answered. */

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { ActionButton, Failure, Show } from "../components.tsx";
import { useAction, useLoad } from "../hooks.ts";
import { pathOf } from "../router.ts";

type Acting = Pick<Schemas["Me"]["members"][number], "id" | "name">;

/* What one asked last, and how it stands. */
export function AskedErasure(props: { asked: Schemas["ErasureRequest"] }) {
  const { day, instant, t } = useApp();
  const { asked_at, answer_by, refused_at, reason, state } = props.asked;
  if (state === "none" || asked_at === undefined) {
    return null;
  }
  return (
    <>
      <p>{t("erasure.asked", { instant: instant(asked_at) })}</p>
      {state === "waiting" && answer_by !== undefined && <p>{t("erasure.waiting", { day: day(answer_by) })}</p>}
      {state === "refused" && refused_at !== undefined && (
        <p>{t("erasure.refused", { instant: instant(refused_at), reason: reason ?? "" })}</p>
      )}
    </>
  );
}

/* The refusals of late, where one looks first. */
export function RefusedErasures(props: { refused: Schemas["Me"]["erasures_refused"] }) {
  const { instant, t } = useApp();
  return (
    <>
      {props.refused.map(({ member, reason, refused_at }) => (
        <section class="notice" key={member.id}>
          <h2>{t("erasure.refused_of", { name: member.name })}</h2>
          <p>{t("erasure.refused", { instant: instant(refused_at), reason })}</p>
          <p>{t("erasure.recourse")}</p>
          <p>
            <a href={pathOf("data")}>{t("nav.data")}</a>
          </p>
        </section>
      ))}
    </>
  );
}

function Asking(props: { member: Acting; isOne: boolean }) {
  const { announce, t } = useApp();
  const { id, name } = props.member;
  const loaded = useLoad(async () => (await api.get("/api/v1/me/erasure", { query: { member: id } })).data, id);
  const action = useAction();
  const answer = (words: string) => {
    announce(words);
    loaded.reload();
  };
  const ask = async () => {
    await api.put("/api/v1/me/erasure", { body: { member: id } });
    answer(t("erasure.sent"));
  };
  const takeBack = async () => {
    await api.remove("/api/v1/me/erasure", { query: { member: id } });
    answer(t("erasure.taken_back"));
  };
  const label = props.isOne ? t("erasure.ask") : t("erasure.ask_for", { name });
  return (
    <Show of={loaded}>
      {(asked) => (
        <>
          <AskedErasure asked={asked} />
          {asked.state === "refused" && <p>{t("erasure.recourse")}</p>}
          <p class="buttons">
            {asked.state === "waiting" ? (
              <ActionButton
                key="back"
                action={action}
                label={props.isOne ? t("erasure.take_back") : t("erasure.take_back_for", { name })}
                onAct={takeBack}
              />
            ) : (
              <ActionButton key="ask" action={action} label={label} confirm={t("erasure.sure")} onAct={ask} />
            )}
          </p>
          <Failure problem={action.problem} />
        </>
      )}
    </Show>
  );
}

export function MyErasure(props: { members: readonly Acting[] }) {
  const { t } = useApp();
  const { members } = props;
  if (members.length === 0) {
    return null;
  }
  return (
    <section>
      <h2>{t("erasure.title")}</h2>
      <p>{t("erasure.text")}</p>
      {members.map((member) => (
        <Asking key={member.id} member={member} isOne={members.length === 1} />
      ))}
    </section>
  );
}

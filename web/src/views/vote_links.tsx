/* The votes that the reader may still cast in a poll that is open, for themselves and for others. */

import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { About, Show, Tag } from "../components.tsx";
import { useEvents, useLoad } from "../hooks.ts";
import { pathOf } from "../router.ts";

export function VoteLinks(props: { poll: { readonly id: string; readonly title: string } }) {
  const { t } = useApp();
  const { id, title } = props.poll;
  const loaded = useLoad(async () => {
    const { data } = await api.get("/api/v1/me");
    return data.votes.filter(({ poll }) => poll === id);
  }, id);
  useEvents([id], loaded.reload);
  return (
    <Show of={loaded}>
      {(rights) => (
        <p class="buttons">
          {rights.map(({ member, used, suspended }) => {
            const what = `${title}, ${member.name}`;
            return used || suspended ? (
              <Tag key={member.id} kind={used ? "good" : ""}>
                {t(used ? "me.voted" : "me.suspended")}{" "}
                <span class={rights.length === 1 ? "hidden" : ""}>{what}</span>
              </Tag>
            ) : (
              <a class="button primary" key={member.id} href={pathOf("vote", { poll: id, member: member.id })}>
                <About act={t("action.vote")} what={what} isShown={rights.length > 1} />
              </a>
            );
          })}
        </p>
      )}
    </Show>
  );
}

/* Who stays out of the vote on a resolution, and on what ground. */

import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { About, ActionButton, Failure, Fields, Select, Show } from "../components.tsx";
import { useAction, useEvents, useLoad } from "../hooks.ts";
import { MemberSearch } from "./attendance.tsx";

type Resolution = Schemas["ResolutionSummary"];
type Reason = Schemas["RecusalCreate"]["reason"];
const REASONS: readonly Reason[] = ["agreement", "interest", "kinship", "office", "other"];

function Add(props: { resolution: Resolution; onDone: () => void }) {
  const { announce, may, session, t, word } = useApp();
  const action = useAction();
  const [reason, setReason] = useState<Reason>("interest");
  const set = async (member: { id: string; name: string }) => {
    await api.put("/api/v1/resolutions/{resolution}/recusals/{member}", {
      path: { resolution: props.resolution.id, member: member.id },
      body: { reason },
    });
    announce(t("recusal.set", { name: member.name }));
    props.onDone();
  };
  const searches = may("run_polls") && may("read_register");
  if (!searches && session.members.length === 0) {
    return null;
  }
  return (
    <>
      <Fields of={action}>
        <Select
          label={t("recusal.reason")}
          value={reason}
          onInput={(value) => setReason(REASONS.find((each) => each === value) ?? "other")}
          pointer="/reason"
          choices={REASONS.map((each) => ({ value: each, label: word("recusal_reason", each) }))}
        />
      </Fields>
      <Failure problem={action.problem} />
      {searches ? (
        <MemberSearch label={t("recusal.who")} actionLabel={t("recusal.add")} onChoose={set} />
      ) : (
        <p class="buttons">
          {session.members.map((member) => (
            <ActionButton
              key={member.id}
              action={action}
              label={t("recusal.mine", { name: member.name })}
              confirm={t("recusal.mine_confirm")}
              onAct={() => set(member)}
            />
          ))}
        </p>
      )}
    </>
  );
}

function Listed(props: { resolution: Resolution; isLive: boolean }) {
  const { announce, may, session, t, word } = useApp();
  const action = useAction();
  const path = { resolution: props.resolution.id };
  const loaded = useLoad(
    async () => (await api.get("/api/v1/resolutions/{resolution}/recusals", { path })).data.items,
    props.resolution.id,
  );
  useEvents([props.resolution.id], loaded.reload);
  const mayLift = (member: string) =>
    props.isLive && (may("run_polls") || session.members.some(({ id }) => id === member));
  return (
    <>
      <Failure problem={action.problem} />
      <Show of={loaded}>
        {(items) => (
          <>
            {items.length === 0 && <p>{t("recusal.none")}</p>}
            <ul class="rows">
              {items.map(({ member, reason }) => (
                <li class="row" key={member.id}>
                  <span class="row-title">{member.name}</span>
                  <span class="row-facts">{word("recusal_reason", reason)}</span>
                  {mayLift(member.id) && (
                    <p class="buttons">
                      <button
                        type="button"
                        aria-disabled={action.isBusy}
                        onClick={() =>
                          void action.run(async () => {
                            await api.remove("/api/v1/resolutions/{resolution}/recusals/{member}", {
                              path: { ...path, member: member.id },
                            });
                            announce(t("recusal.lifted", { name: member.name }));
                            loaded.reload();
                          })
                        }
                      >
                        <About act={t("recusal.lift")} what={member.name} />
                      </button>
                    </p>
                  )}
                </li>
              ))}
            </ul>
            {props.isLive && <Add resolution={props.resolution} onDone={loaded.reload} />}
          </>
        )}
      </Show>
    </>
  );
}

export function Recusals(props: { resolution: Resolution; isLive: boolean }) {
  const { t } = useApp();
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <About act={t("recusal.title")} what={props.resolution.title} />
      </summary>
      {isOpen && <Listed {...props} />}
    </details>
  );
}

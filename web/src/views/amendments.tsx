/* The amendments of a resolution: those proposed, the order of their vote, the text that they make. */

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { ActionButton, Failure, Show, Tag } from "../components.tsx";
import { useAction, useLoad } from "../hooks.ts";
import { pathOf } from "../router.ts";

type Amendment = Schemas["AmendmentSummary"];

export async function loadAmendments(resolution: string): Promise<Amendment[]> {
  const items: Amendment[] = [];
  let after: string | undefined;
  do {
    const { data } = await api.get("/api/v1/resolutions/{resolution}/amendments", {
      path: { resolution },
      query: { limit: 200, ...(after === undefined ? {} : { after }) },
    });
    items.push(...data.items);
    after = data.next;
  } while (after !== undefined);
  return items;
}

/* Whoever proposed it, as far as the reader may know. */
export function useProposer(): (author: { pseudonym: string; name?: string }) => string {
  const { t } = useApp();
  return (author) => author.name ?? t("debate.someone", { pseudonym: author.pseudonym.slice(0, 8) });
}

export function AmendmentLine(props: { amendment: Amendment }) {
  const { instant, t, word } = useApp();
  const proposer = useProposer();
  const { amendment } = props;
  return (
    <li class="row">
      <a class="row-title" href={pathOf("amendment", { amendment: amendment.id })}>
        {t("amendment.of", { author: proposer(amendment.author) })}
      </a>
      <span class="row-facts">
        <Tag kind={amendment.state === "adopted" || amendment.state === "accepted" ? "good" : ""}>
          {word("amendment_state", amendment.state)}
        </Tag>{" "}
        {t("amendment.words", { count: amendment.distance })} ·{" "}
        {t("amendment.supporters", { count: amendment.supporters })} · {instant(amendment.at)}
      </span>
    </li>
  );
}

const UNDECIDED: readonly Amendment["state"][] = ["proposed", "voting"];

function Order(props: { resolution: string; words: string }) {
  const { t } = useApp();
  const proposer = useProposer();
  const loaded = useLoad(
    async () =>
      (
        await api.get("/api/v1/resolutions/{resolution}/amendments/order", {
          path: { resolution: props.resolution },
        })
      ).data.items,
    props.resolution,
    props.words,
  );
  return (
    <Show of={loaded}>
      {(items) =>
        items.length < 2 ? null : (
          <>
            <h3>{t("amendments.order")}</h3>
            <p class="hint">{t("amendments.order_text")}</p>
            <ol>
              {items.map((item) => (
                <li key={item.id}>
                  <a href={pathOf("amendment", { amendment: item.id })}>
                    {t("amendment.of", { author: proposer(item.author) })}
                  </a>
                  , {t("amendment.words", { count: item.distance })}
                </li>
              ))}
            </ol>
          </>
        )
      }
    </Show>
  );
}

/* The next version of the text, with every change that was adopted or taken in. */
function Consolidation(props: { resolution: Schemas["Resolution"]; onDone: () => void }) {
  const { announce, t } = useApp();
  const action = useAction();
  const path = { resolution: props.resolution.id };
  const consolidate = async () => {
    const { etag } = await api.get("/api/v1/resolutions/{resolution}", { path });
    await api.post("/api/v1/resolutions/{resolution}/consolidation", { path, body: {}, match: etag });
    announce(t("amendments.consolidated"));
    props.onDone();
  };
  return (
    <div class="office">
      <p>{t("amendments.consolidate_text")}</p>
      <Failure problem={action.problem} />
      <p class="buttons">
        <ActionButton
          action={action}
          kind="primary"
          label={t("amendments.consolidate")}
          confirm={t("amendments.consolidate_confirm")}
          onAct={consolidate}
        />
      </p>
    </div>
  );
}

export function Amendments(props: {
  resolution: Schemas["Resolution"];
  assembly: Schemas["Assembly"];
  amendments: readonly Amendment[];
  onDone: () => void;
}) {
  const { may, session, t } = useApp();
  const { resolution, assembly, amendments } = props;
  const isOpen =
    resolution.state === "draft" && assembly.state !== "ended" && assembly.state !== "cancelled";
  const canPropose =
    isOpen && resolution.debate_closed_at === undefined && session.members.length > 0;
  const ofText = amendments.filter((each) => each.parent === undefined);
  const undecided = ofText.filter((each) => UNDECIDED.includes(each.state));
  const waits = ofText.some(
    (each) => !each.consolidated && (each.state === "adopted" || each.state === "accepted"),
  );
  return (
    <section>
      <h2>{t("amendments.title")}</h2>
      {ofText.length === 0 && <p>{t("amendments.none")}</p>}
      <ul class="rows">
        {ofText.map((amendment) => (
          <AmendmentLine key={amendment.id} amendment={amendment} />
        ))}
      </ul>
      {undecided.length > 1 && (
        <Order
          resolution={resolution.id}
          words={amendments.map((each) => `${each.id} ${each.state}`).join()}
        />
      )}
      {canPropose && (
        <p class="buttons">
          <a class="button" href={pathOf("amendmentNew", { resolution: resolution.id })}>
            {t("amendments.propose")}
          </a>
        </p>
      )}
      {may("convene") && isOpen && waits && undecided.length === 0 && (
        <Consolidation resolution={resolution} onDone={props.onDone} />
      )}
    </section>
  );
}

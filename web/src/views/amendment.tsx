/* An amendment: the words that it changes, why, who supports it, and the changes proposed to it. */

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import {
  ActionButton,
  Definition,
  DiffRuns,
  Failure,
  Page,
  Prose,
  Show,
  Tag,
} from "../components.tsx";
import { useAction, useEvents, useKeptFocus, useLoad } from "../hooks.ts";
import { pathOf } from "../router.ts";
import { AmendmentLine, loadAmendments, useProposer } from "./amendments.tsx";

type Amendment = Schemas["Amendment"];

async function load(id: string) {
  const { data, etag } = await api.get("/api/v1/amendments/{amendment}", {
    path: { amendment: id },
  });
  const [resolution, all] = await Promise.all([
    api.get("/api/v1/resolutions/{resolution}", { path: { resolution: data.resolution } }),
    loadAmendments(data.resolution),
  ]);
  return {
    amendment: data,
    etag,
    resolution: resolution.data,
    parent: all.find((each) => each.id === data.parent),
    children: all.filter((each) => each.parent === id),
  };
}

function Facts(props: { amendment: Amendment; resolution: Schemas["Resolution"] }) {
  const { count, instant, t, word } = useApp();
  const { amendment, resolution } = props;
  return (
    <dl class="pairs">
      <Definition term={t("amendment.state")}>
        <Tag>{word("amendment_state", amendment.state)}</Tag>{" "}
        {amendment.consolidated && t("amendment.consolidated")}
      </Definition>
      <Definition term={t("amendment.resolution")}>
        <a href={pathOf("resolution", { resolution: resolution.id })}>{resolution.title}</a>
      </Definition>
      <Definition term={t("amendment.on")}>
        {amendment.parent === undefined ? (
          t("amendment.on_version", { number: count(amendment.version) })
        ) : (
          <a href={pathOf("amendment", { amendment: amendment.parent })}>
            {t("amendment.on_amendment")}
          </a>
        )}
      </Definition>
      <Definition term={t("amendment.proposed")}>{instant(amendment.at)}</Definition>
      <Definition term={t("amendment.distance")}>
        {t("amendment.words", { count: amendment.distance })}
      </Definition>
      <Definition term={t("amendment.support")}>
        {t("amendment.supporters", { count: amendment.supporters })}
      </Definition>
      {amendment.poll !== undefined && (
        <Definition term={t("amendment.poll")}>
          <a href={pathOf("poll", { poll: amendment.poll })}>{t("me.see_poll")}</a>
        </Definition>
      )}
    </dl>
  );
}

/* What a reader may do with it while it is not put to the vote. */
function Actions(props: { amendment: Amendment; etag: string; isOpen: boolean; onDone: () => void }) {
  const { announce, may, session, t } = useApp();
  const action = useAction();
  const { amendment, etag } = props;
  const path = { amendment: amendment.id };
  const heading = useKeptFocus<HTMLHeadingElement>(etag);
  const isMember = session.members.length > 0;
  const isProposed = amendment.state === "proposed" && props.isOpen;
  const done = () => {
    announce(t("state.saved"));
    props.onDone();
  };
  const support = async () => {
    if (amendment.supported === true) {
      await api.remove("/api/v1/amendments/{amendment}/support", { path, query: {} });
    } else {
      const first = session.members[0];
      const voice = amendment.supported === undefined && first !== undefined ? { member: first.id } : {};
      await api.put("/api/v1/amendments/{amendment}/support", { path, body: voice });
    }
    done();
  };
  if (!isProposed || (!isMember && !may("administer"))) {
    return null;
  }
  return (
    <section>
      <h2 ref={heading} tabIndex={-1}>
        {t("amendment.act")}
      </h2>
      <Failure problem={action.problem} />
      <p class="buttons">
        {isMember && amendment.mine !== true && (
          <button
            type="button"
            aria-pressed={amendment.supported === true}
            onClick={() => void action.run(support)}
          >
            {t("amendment.do_support")}
          </button>
        )}
        {isMember && amendment.parent === undefined && (
          <a class="button" href={pathOf("amendmentOf", { amendment: amendment.id })}>
            {t("amendment.change")}
          </a>
        )}
        {amendment.mine === true && (
          <ActionButton
            action={action}
            kind="danger"
            label={t("amendment.withdraw")}
            confirm={t("amendment.withdraw_confirm")}
            onAct={async () => {
              await api.post("/api/v1/amendments/{amendment}/withdrawal", {
                path,
                body: {},
                match: etag,
              });
              done();
            }}
          />
        )}
        {may("administer") && amendment.parent === undefined && (
          <ActionButton
            action={action}
            label={t("amendment.accept")}
            confirm={t("amendment.accept_confirm")}
            onAct={async () => {
              await api.post("/api/v1/amendments/{amendment}/acceptance", {
                path,
                body: {},
                match: etag,
              });
              done();
            }}
          />
        )}
      </p>
    </section>
  );
}

export function AmendmentView(props: { id: string }) {
  const { session, t } = useApp();
  const proposer = useProposer();
  const loaded = useLoad(() => load(props.id), props.id, session);
  useEvents([props.id, loaded.data?.amendment.poll ?? "amendment.changed"], loaded.reload);
  return (
    <Show of={loaded}>
      {({ amendment, etag, resolution, children }) => (
        <Page title={t("amendment.of", { author: proposer(amendment.author) })}>
          <Facts amendment={amendment} resolution={resolution} />
          <section>
            <h2>{t("amendment.changes")}</h2>
            {amendment.removed === true && <p>{t("debate.removed")}</p>}
            {amendment.diff !== undefined && (
              <DiffRuns runs={amendment.diff} isCoarse={amendment.coarse === true} />
            )}
            {amendment.removed !== true && (
              <details>
                <summary>{t("amendment.whole")}</summary>
                <Prose text={amendment.text} />
              </details>
            )}
          </section>
          {amendment.reasons !== "" && (
            <section>
              <h2>{t("amendment.reasons")}</h2>
              <Prose text={amendment.reasons} />
            </section>
          )}
          <Actions
            amendment={amendment}
            etag={etag}
            isOpen={resolution.state === "draft" && resolution.debate_closed_at === undefined}
            onDone={loaded.reload}
          />
          {amendment.parent === undefined && (
            <section>
              <h2>{t("amendment.children")}</h2>
              {children.length === 0 && <p>{t("amendment.no_child")}</p>}
              <ul class="rows">
                {children.map((child) => (
                  <AmendmentLine key={child.id} amendment={child} />
                ))}
              </ul>
            </section>
          )}
        </Page>
      )}
    </Show>
  );
}

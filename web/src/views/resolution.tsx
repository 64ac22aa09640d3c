/* A resolution: its text with its versions, its amendments, what is said of it, the polls on it. */

import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { Definition, Page, Prose, Show, Tag } from "../components.tsx";
import { useEvents, useLoad } from "../hooks.ts";
import { pathOf } from "../router.ts";
import { Amendments, loadAmendments } from "./amendments.tsx";
import { Attachments } from "./attachments.tsx";
import { Deliberation } from "./contributions.tsx";
import { PollLine } from "./decisions.tsx";
import { NominationsSection } from "./nominations.tsx";
import { ProcedureSection } from "./procedure.tsx";
import { Officer } from "./resolution_office.tsx";
import { TemperatureSection } from "./temperature.tsx";
import { ResolutionVersions } from "./versions.tsx";

export type { ResolutionDraft } from "./resolution_office.tsx";
export { ResolutionFields } from "./resolution_office.tsx";

async function load(id: string) {
  const { data, etag } = await api.get("/api/v1/resolutions/{resolution}", {
    path: { resolution: id },
  });
  const [assembly, amendments] = await Promise.all([
    api.get("/api/v1/assemblies/{assembly}", { path: { assembly: data.assembly } }),
    loadAmendments(id),
  ]);
  const polls = assembly.data.polls.filter((poll) => data.polls.includes(poll.id));
  return { resolution: data, etag, assembly: assembly.data, amendments, polls };
}

export function ResolutionView(props: { id: string }) {
  const { count, may, t, word } = useApp();
  const loaded = useLoad(() => load(props.id), props.id);
  const polls = loaded.data?.polls.map((poll) => poll.id) ?? [];
  useEvents([props.id, "amendment.changed", ...polls], loaded.reload);
  return (
    <Show of={loaded}>
      {({ resolution, assembly, amendments, polls, etag }) => (
        <Page title={resolution.title}>
          <p>
            <a href={pathOf("assembly", { assembly: assembly.id })}>{assembly.title}</a>
          </p>
          {resolution.continues !== undefined && (
            <p>
              <a href={pathOf("resolution", { resolution: resolution.continues })}>{t("resolution.continues")}</a>
            </p>
          )}
          {resolution.continued_by !== undefined && (
            <p>
              <a href={pathOf("resolution", { resolution: resolution.continued_by })}>{t("resolution.continued_by")}</a>
            </p>
          )}
          <dl class="pairs">
            <Definition term={t("resolution.state")}>
              <Tag>{word("resolution_state", resolution.state)}</Tag>
            </Definition>
            <Definition term={t("resolution.position")}>{count(resolution.position)}</Definition>
            <Definition term={t("resolution.class")}>{word("class", resolution.class)}</Definition>
            <Definition term={t("resolution.origin")}>
              {word("origin", resolution.origin)}
            </Definition>
            <Definition term={t("resolution.opinion")}>
              {word("opinion", resolution.opinion)}
            </Definition>
          </dl>
          <section>
            <h2>{t("resolution.text")}</h2>
            {resolution.removed === true ? (
              <p>{t("debate.removed")}</p>
            ) : (
              <Prose text={resolution.text} />
            )}
          </section>
          {resolution.reasons !== "" && (
            <section>
              <h2>{t("resolution.reasons")}</h2>
              <Prose text={resolution.reasons} />
            </section>
          )}
          <Attachments resolution={resolution} assembly={assembly} onDone={loaded.reload} />
          <ResolutionVersions
            key={resolution.version}
            resolution={resolution.id}
            versions={resolution.versions}
          />
          <section>
            <h2>{t("resolution.polls")}</h2>
            {polls.length === 0 && <p>{t("resolution.no_poll")}</p>}
            <ul class="rows">
              {polls.map((poll) => (
                <PollLine key={poll.id} poll={poll} />
              ))}
            </ul>
          </section>
          <ProcedureSection resolution={resolution} assembly={assembly} />
          {resolution.procedure === "election_without_candidates" && (
            <NominationsSection resolution={resolution.id} />
          )}
          <TemperatureSection resolution={resolution.id} version={resolution.version} />
          <Amendments
            resolution={resolution}
            assembly={assembly}
            amendments={amendments}
            onDone={loaded.reload}
          />
          <Deliberation resolution={resolution} assembly={assembly} amendments={amendments} />
          {may("convene") && (
            <Officer
              resolution={resolution}
              assembly={assembly}
              etag={etag}
              onDone={loaded.reload}
            />
          )}
        </Page>
      )}
    </Show>
  );
}

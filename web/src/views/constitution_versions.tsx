/* The versions of the constitution: since when each holds, what it changed, and its text to give away. */
import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { More, Show, Tag } from "../components.tsx";
import { useLoad, usePages } from "../hooks.ts";
import { pathOf } from "../router.ts";
import { readStatutes } from "../statutes.ts";
import { Comparison, Opened } from "./constitution_diff.tsx";

type Summary = Schemas["ConstitutionSummary"];

async function load(version: string) {
  const path = { version };
  return (await api.get("/api/v1/constitution/versions/{version}", { path })).data;
}

function SinceParent(props: { version: string; parent: string; number: number }) {
  const { t } = useApp();
  const both = useLoad(
    () => Promise.all([load(props.parent), load(props.version)]),
    props.parent,
    props.version,
  );
  return (
    <Show of={both}>
      {([before, after]) => (
        <Comparison
          from={{ version: before.id }}
          to={{ version: after.id }}
          documents={[readStatutes(before.document), readStatutes(after.document)]}
          caption={t("constitution.changed_by", { number: props.number })}
        />
      )}
    </Show>
  );
}

function Version(props: { version: Summary; isInForce: boolean }) {
  const { day, t } = useApp();
  const { version, isInForce } = props;
  const { id, number, parent, effective_on, adopted_by } = version;
  const file = `/api/v1/constitution/versions/${id}/template`;
  return (
    <li class="card">
      <h3>
        {t("constitution.version_number", { number })} {isInForce && <Tag>{t("constitution.now")}</Tag>}
      </h3>
      {effective_on !== undefined && <p>{t("registry.from", { day: day(effective_on) })}</p>}
      <p>
        {adopted_by === undefined ? (
          t("constitution.by_founders")
        ) : (
          <a href={pathOf("resolution", { resolution: adopted_by })}>{t("constitution.adopted_by")}</a>
        )}
      </p>
      {parent !== undefined && (
        <Opened summary={t("constitution.changed_by", { number })}>
          {() => <SinceParent version={id} parent={parent} number={number} />}
        </Opened>
      )}
      <p>
        <a href={file} download={`statuts-${number}.json`}>
          {t("constitution.give_away", { number })}
        </a>
      </p>
    </li>
  );
}

export function Versions(props: { inForce: string | null }) {
  const { t } = useApp();
  const versions = usePages((after) =>
    api.get("/api/v1/constitution/versions", { query: after === undefined ? {} : { after } }),
  );
  return (
    <section>
      <h2>{t("constitution.versions")}</h2>
      <Show of={versions}>
        {(items) => (
          <>
            {items.length === 0 && <p>{t("registry.none")}</p>}
            <ul class="cards">
              {items.map((version) => (
                <Version key={version.id} version={version} isInForce={version.id === props.inForce} />
              ))}
            </ul>
            <More next={versions.next} isBusy={versions.isLoading} onMore={versions.more} />
          </>
        )}
      </Show>
    </section>
  );
}

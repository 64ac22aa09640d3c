/* The versions of a text, and what changed from one to the next. */

import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { DiffOf, Select, Show } from "../components.tsx";
import { useLoad } from "../hooks.ts";

/* The latest versions are enough for a reader; the API and the record have them all. */
const SHOWN = 20;

async function loadContribution(contribution: string, count: number) {
  const first = Math.max(1, count - SHOWN + 1);
  const numbers = Array.from({ length: count - first + 1 }, (_, i) => first + i);
  return Promise.all(
    numbers.map(
      async (number) =>
        (
          await api.get("/api/v1/contributions/{contribution}/versions/{number}", {
            path: { contribution, number },
          })
        ).data,
    ),
  );
}

function ContributionChanges(props: { contribution: string; count: number }) {
  const { count, instant, t } = useApp();
  const loaded = useLoad(
    () => loadContribution(props.contribution, props.count),
    props.contribution,
    props.count,
  );
  return (
    <Show of={loaded}>
      {(versions) => (
        <ol class="rows">
          {versions.slice(1).map((version, index) => (
            <li class="row" key={version.number}>
              <p class="row-facts">
                {t("versions.change", { number: count(version.number) })} · {instant(version.at)}
              </p>
              <DiffOf base={versions[index]?.text ?? ""} text={version.text ?? ""} />
            </li>
          ))}
        </ol>
      )}
    </Show>
  );
}

/* Loaded when it is opened. */
export function ContributionVersions(props: { contribution: string; count: number }) {
  const { t } = useApp();
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("versions.of_contribution", { count: props.count })}</summary>
      {isOpen && <ContributionChanges {...props} />}
    </details>
  );
}

async function loadResolution(resolution: string, numbers: readonly number[]) {
  return Promise.all(
    numbers.map(
      async (number) =>
        (
          await api.get("/api/v1/resolutions/{resolution}/versions/{number}", {
            path: { resolution, number },
          })
        ).data,
    ),
  );
}

function Comparison(props: { resolution: string; from: number; to: number }) {
  const { t } = useApp();
  const { resolution, from, to } = props;
  const loaded = useLoad(() => loadResolution(resolution, [from, to]), resolution, from, to);
  return (
    <Show of={loaded}>
      {([before, after]) =>
        before === undefined || after === undefined ? null : (
          <>
            {before.title !== after.title && (
              <>
                <h3>{t("resolution.title")}</h3>
                <DiffOf base={before.title} text={after.title} />
              </>
            )}
            <h3>{t("resolution.text")}</h3>
            {before.removed === true || after.removed === true ? (
              <p>{t("debate.removed")}</p>
            ) : (
              <DiffOf base={before.text} text={after.text} />
            )}
            {before.reasons !== after.reasons && (
              <>
                <h3>{t("resolution.reasons")}</h3>
                <DiffOf base={before.reasons} text={after.reasons} />
              </>
            )}
          </>
        )
      }
    </Show>
  );
}

/* Every version of a resolution, and the words that differ between any two of them. */
export function ResolutionVersions(props: {
  resolution: string;
  versions: Schemas["Resolution"]["versions"];
}) {
  const { count, instant, t } = useApp();
  const { resolution, versions } = props;
  const last = versions.at(-1)?.number ?? 1;
  const [from, setFrom] = useState(Math.max(1, last - 1));
  const [to, setTo] = useState(last);
  const [isOpen, setOpen] = useState(false);
  const choices = versions.map((version) => ({
    value: String(version.number),
    label: t("versions.numbered", { number: count(version.number), instant: instant(version.at) }),
  }));
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("resolution.versions", { count: versions.length })}</summary>
      <ul>
        {versions.map((version) => (
          <li key={version.number}>
            {count(version.number)} · {version.title} · {instant(version.at)}
            <br />
            <span class="code">{version.hash}</span>
          </li>
        ))}
      </ul>
      {versions.length > 1 && isOpen && (
        <section>
          <h3>{t("versions.compare")}</h3>
          <fieldset class="wide">
            <legend class="hidden">{t("versions.compare")}</legend>
            <Select
              label={t("versions.from")}
              value={String(from)}
              onInput={(value) => setFrom(Number(value))}
              choices={choices}
            />
            <Select
              label={t("versions.to")}
              value={String(to)}
              onInput={(value) => setTo(Number(value))}
              choices={choices}
            />
          </fieldset>
          <Comparison resolution={resolution} from={from} to={to} />
        </section>
      )}
    </details>
  );
}

/* In what statutes differ from others: what a draft changes, and what it would take from members. */
import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { Check, Scroll, Show } from "../components.tsx";
import { useLoad } from "../hooks.ts";
import type { Statutes } from "../statutes.ts";
import { readStatutes, writeStatutes } from "../statutes.ts";
import type { Change } from "../statutes_diff.ts";
import { groupNames, placeInWords, valueInWords } from "../statutes_diff.ts";
import type { Lost } from "../statutes_edit.ts";

type Side = Schemas["ComparisonSide"];

async function compare(from: Side, to: Side): Promise<Change[]> {
  const { data } = await api.post("/api/v1/constitution/comparisons", { body: { from, to } });
  return data.changes;
}

export function Changes(props: {
  changes: readonly Change[];
  names: ReadonlyMap<string, string>;
  caption: string;
}) {
  const { language, t } = useApp();
  const { changes, names, caption } = props;
  if (changes.length === 0) {
    return <p>{t("constitution.no_change")}</p>;
  }
  return (
    <Scroll label={caption}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t("constitution.place")}</th>
            <th scope="col">{t("constitution.before")}</th>
            <th scope="col">{t("constitution.after")}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr key={change.op + change.at}>
              <th scope="row">{placeInWords(change.at, names, language)}</th>
              <td class="stated">
                {change.op === "add" ? (
                  <span class="quiet">{t("constitution.absent")}</span>
                ) : (
                  <del>{valueInWords(change.at, change.from, names, language)}</del>
                )}
              </td>
              <td class="stated">
                {change.op === "remove" ? (
                  <span class="quiet">{t("constitution.absent")}</span>
                ) : (
                  <ins>{valueInWords(change.at, change.to, names, language)}</ins>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

/* The differences between two texts, asked for when they are to be read. */
export function Comparison(props: {
  from: Side;
  to: Side;
  documents: readonly (Statutes | null)[];
  caption: string;
}) {
  const { language } = useApp();
  const { from, to } = props;
  const loaded = useLoad(() => compare(from, to), JSON.stringify([from, to]));
  return (
    <Show of={loaded}>
      {(changes) => (
        <Changes
          changes={changes}
          names={groupNames(props.documents, language)}
          caption={props.caption}
        />
      )}
    </Show>
  );
}

/* The text that Palabre carries from which these statutes say that they come, if it is one. */
async function originOf(hash: string): Promise<string | null> {
  const { data } = await api.get("/api/v1/constitution/templates");
  const each = await Promise.all(
    data.items.map(async ({ id }) => {
      const path = { template: id };
      const whole = await api.get("/api/v1/constitution/templates/{template}", { path });
      const document = readStatutes(whole.data.document as Schemas["ConstitutionDocument"]);
      return document.derived_from?.hash === hash ? id : null;
    }),
  );
  return each.find((id) => id !== null) ?? null;
}

function Origin(props: { statutes: Statutes; hash: string; name: string }) {
  const { t } = useApp();
  const origin = useLoad(() => originOf(props.hash), props.hash);
  return (
    <Show of={origin}>
      {(id) =>
        id === null ? (
          <p>{t("constitution.origin_elsewhere", { name: props.name })}</p>
        ) : (
          <Comparison
            from={{ template: id }}
            to={{ document: { ...writeStatutes(props.statutes) } }}
            documents={[props.statutes]}
            caption={t("constitution.since_origin", { name: props.name })}
          />
        )
      }
    </Show>
  );
}

/* Shown once it is opened: nothing is asked for what nobody reads. */
export function Opened(props: { summary: string; children: () => preact.ComponentChildren }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{props.summary}</summary>
      {isOpen && props.children()}
    </details>
  );
}

/* What the draft changes in the version in force, and in the text from which it was made. */
export function WhatChanges(props: { draft: Statutes; inForce: Schemas["Constitution"] | null }) {
  const { t } = useApp();
  const { draft, inForce } = props;
  const origin = draft.derived_from;
  if (inForce === null && origin === undefined) {
    return null;
  }
  return (
    <section>
      <h2>{t("constitution.changes")}</h2>
      {inForce !== null && (
        <Opened summary={t("constitution.since_in_force", { number: inForce.number })}>
          {() => (
            <Comparison
              from={{ version: inForce.id }}
              to={{ document: { ...writeStatutes(draft) } }}
              documents={[readStatutes(inForce.document), draft]}
              caption={t("constitution.since_in_force", { number: inForce.number })}
            />
          )}
        </Opened>
      )}
      {origin !== undefined && (
        <Opened summary={t("constitution.since_origin", { name: origin.name })}>
          {() => <Origin statutes={draft} {...origin} />}
        </Opened>
      )}
    </section>
  );
}

/* Whoever takes a college from its members is told, and says that it is meant. */
export function LostGroups(props: {
  lost: readonly Lost[];
  isMeant: boolean;
  onMean: (isMeant: boolean) => void;
}) {
  const { t } = useApp();
  if (props.lost.length === 0) {
    return null;
  }
  return (
    <div class="notice bad" role="alert">
      <p>
        <strong>{t("constitution.lost")}</strong>
      </p>
      <ul>
        {props.lost.map(({ what, id, name, members }) => (
          <li key={what + id}>
            {t(what === "college" ? "constitution.lost_college" : "constitution.lost_category", {
              name,
              id,
              count: members,
            })}
          </li>
        ))}
      </ul>
      <p>{t("constitution.lost_text")}</p>
      <Check label={t("constitution.lost_meant")} checked={props.isMeant} onInput={props.onMean} />
    </div>
  );
}

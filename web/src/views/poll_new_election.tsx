/* What an election has besides its candidates: who may be elected, rounds, seats that are kept, terms. */

import { useApp } from "../app.tsx";
import { About, Check, Select, TextField } from "../components.tsx";
import type { GroupDraft, TermDraft } from "../poll_draft.ts";
import type { PartProps } from "./poll_new.tsx";

function Rounds(props: PartProps) {
  const { t } = useApp();
  const { draft, change, place } = props;
  return (
    <>
      {place.elections.length > 0 && (
        <Select
          label={t("poll.first_round")}
          value={draft.first_round}
          onInput={(first_round) => change({ first_round })}
          pointer="/first_round/poll"
          choices={[
            { value: "", label: t("poll.no_first_round") },
            ...place.elections.map(({ id, title }) => ({ value: id, label: title })),
          ]}
        />
      )}
      {draft.first_round !== "" && (
        <TextField
          label={t("poll.pass")}
          hint={t("poll.pass_hint")}
          type="number"
          inputMode="numeric"
          min="1"
          value={draft.pass}
          onInput={(pass) => change({ pass })}
          pointer="/first_round/pass"
        />
      )}
      <Check
        label={t("poll.absolute_majority")}
        checked={draft.absolute_majority}
        onInput={(absolute_majority) => change({ absolute_majority })}
      />
    </>
  );
}

function Group(props: PartProps & { group: GroupDraft; index: number }) {
  const { label, t } = useApp();
  const { draft, change, place, group, index } = props;
  const set = (changed: Partial<GroupDraft>) =>
    change({ groups: draft.groups.map((each, at) => (at === index ? { ...each, ...changed } : each)) });
  const known = draft.reserved_by === "college" ? place.colleges : place.categories;
  const name = t("poll.group_name", { number: index + 1 });
  return (
    <fieldset class="wide">
      <legend>{name}</legend>
      {draft.reserved_by === "group" ? (
        <TextField label={name} value={group.id} onInput={(id) => set({ id })} maxLength={200} required />
      ) : (
        <Select
          label={name}
          value={group.id}
          onInput={(id) => set({ id })}
          choices={known.map(({ id, labels }) => ({ value: id, label: label(labels) }))}
        />
      )}
      {(["least", "most"] as const).map((bound) => (
        <TextField
          key={bound}
          label={t(bound === "least" ? "poll.group_least" : "poll.group_most")}
          type="number"
          inputMode="numeric"
          min="0"
          value={group[bound]}
          onInput={(value) => set({ [bound]: value })}
          pointer={`/reserved/groups/${index}/${bound}`}
        />
      ))}
      <p class="buttons">
        <button
          type="button"
          onClick={() => change({ groups: draft.groups.filter((_, at) => at !== index) })}
        >
          <About act={t("action.remove")} what={name} />
        </button>
      </p>
    </fieldset>
  );
}

const BASES = ["", "college", "category", "group"] as const;
const MISSING = ["", "vacant", "released"] as const;

/* Seats kept for groups. */
function Reserved(props: PartProps) {
  const { t, word } = useApp();
  const { draft, change, place } = props;
  const first = draft.reserved_by === "college" ? place.colleges[0]?.id : place.categories[0]?.id;
  const id = draft.reserved_by === "group" ? "" : (first ?? "");
  return (
    <>
      <Select
        label={t("poll.reserved")}
        value={draft.reserved_by}
        onInput={(value) =>
          change({ reserved_by: BASES.find((each) => each === value) ?? "", groups: [] })
        }
        pointer="/reserved"
        choices={BASES.map((each) => ({
          value: each,
          label: each === "" ? t("poll.reserved_none") : word("reserved_by", each),
        }))}
      />
      {draft.reserved_by !== "" && (
        <>
          {draft.reserved_by === "college" && <p class="hint">{t("poll.reserved_hint")}</p>}
          {draft.groups.map((group, index) => (
            <Group key={index} {...props} group={group} index={index} />
          ))}
          <p class="buttons">
            <button
              type="button"
              onClick={() => change({ groups: [...draft.groups, { id, least: "", most: "" }] })}
            >
              {t("poll.add_group")}
            </button>
          </p>
          <Select
            label={t("poll.missing")}
            value={draft.missing}
            onInput={(value) => change({ missing: MISSING.find((each) => each === value) ?? "" })}
            pointer="/reserved/missing"
            choices={MISSING.map((each) => ({
              value: each,
              label: each === "" ? t("poll.secrecy_statutes") : word("reserved_missing", each),
            }))}
          />
        </>
      )}
    </>
  );
}

function Terms(props: PartProps) {
  const { t } = useApp();
  const { draft, change } = props;
  const { terms } = draft;
  const set = (index: number, changed: Partial<TermDraft>) =>
    change({ terms: terms.map((each, at) => (at === index ? { ...each, ...changed } : each)) });
  return (
    <>
      {terms.map((term, index) => (
        <fieldset class="wide" key={index}>
          <legend>{t("poll.term", { number: index + 1 })}</legend>
          <TextField
            label={t("poll.term_seats")}
            type="number"
            inputMode="numeric"
            min="1"
            value={term.seats}
            onInput={(seats) => set(index, { seats })}
            pointer={`/terms/${index}/seats`}
            required
          />
          <TextField
            label={t("poll.term_until")}
            type="date"
            value={term.until}
            onInput={(until) => set(index, { until })}
            pointer={`/terms/${index}/until`}
            required
          />
          <p class="buttons">
            <button type="button" onClick={() => change({ terms: terms.filter((_, at) => at !== index) })}>
              <About act={t("action.remove")} what={t("poll.term", { number: index + 1 })} />
            </button>
          </p>
        </fieldset>
      ))}
      <p class="buttons">
        <button type="button" onClick={() => change({ terms: [...terms, { seats: "1", until: "" }] })}>
          {t("poll.add_term")}
        </button>
      </p>
    </>
  );
}

export function Election(props: PartProps) {
  const { label, t } = useApp();
  const { draft, change, place } = props;
  const isOpen = draft.first_round === "";
  return (
    <>
      {isOpen && (
        <Select
          label={t("poll.nominees")}
          value={draft.nominees}
          onInput={(nominees) => change({ nominees })}
          pointer="/nominees"
          choices={[
            { value: "", label: t("poll.nominees_listed") },
            { value: "all", label: t("poll.nominees_all") },
            ...place.colleges.map(({ id, labels }) => ({
              value: `college/${id}`,
              label: t("poll.nominees_college", { college: label(labels) }),
            })),
          ]}
        />
      )}
      <details>
        <summary>{t("poll.election_more")}</summary>
        <Rounds {...props} />
        <Check
          label={t("poll.none_of_these")}
          checked={draft.none_of_these}
          onInput={(none_of_these) => change({ none_of_these })}
        />
        <Reserved {...props} />
        <Terms {...props} />
      </details>
    </>
  );
}

/* The answers of a poll that is prepared: their words, and what its kind and method want of each. */

import type { App } from "../app.tsx";
import { useApp } from "../app.tsx";
import { About, Check, Select, TextField } from "../components.tsx";
import type { OptionDraft, PollDraft } from "../poll_draft.ts";
import { NO_OPTION, SHARES, YEAR, hasBudget } from "../poll_draft.ts";
import { MemberSearch } from "./attendance.tsx";
import type { PartProps } from "./poll_new.tsx";

interface OptionProps extends PartProps {
  readonly option: OptionDraft;
  readonly index: number;
  readonly onChange: (changed: Partial<OptionDraft>) => void;
}

/* What an answer is called until it has words: of an election they are candidates. */
function numbered({ t }: App, draft: PollDraft, index: number): string {
  return t(draft.kind === "election" ? "poll.candidate" : "poll.option", { number: index + 1 });
}

/* Of a candidate: who it is in the register, and whether the board presents them. */
function Candidate(props: OptionProps) {
  const app = useApp();
  const { may, t } = app;
  const { draft, option, index, onChange } = props;
  return (
    <>
      <Check
        label={t("poll.by_board")}
        checked={option.by_board}
        onInput={(by_board) => onChange({ by_board })}
      />
      {may("read_register") && (
        <details>
          <summary>
            <About act={option.member === undefined ? t("poll.find_candidate") : t("poll.is_member")} what={numbered(app, draft, index)} />
          </summary>
          <MemberSearch
            label={t("papers.search")}
            actionLabel={t("poll.find_candidate")}
            onChoose={({ id, name }) => {
              onChange({ label: name, member: id });
              return Promise.resolve();
            }}
          />
        </details>
      )}
    </>
  );
}

/* For which seats a candidate stands, where some are kept. By college and category the register says it of members. */
function Group(props: OptionProps) {
  const { label, t } = useApp();
  const { draft, place, option, index, onChange } = props;
  const shared = {
    label: t("poll.group", { number: index + 1 }),
    value: option.group,
    onInput: (group: string) => onChange({ group }),
    pointer: `/options/${index}/group`,
  };
  const known =
    draft.reserved_by === "college"
      ? place.colleges.map(({ id, labels }) => ({ value: id, label: label(labels) }))
      : draft.reserved_by === "category"
        ? place.categories.map(({ id, labels }) => ({ value: id, label: label(labels) }))
        : draft.groups.map(({ id }) => ({ value: id, label: id }));
  return <Select {...shared} choices={[{ value: "", label: t("poll.group_register") }, ...known]} />;
}

function Split(props: OptionProps) {
  const { t, word } = useApp();
  const { option, index, onChange } = props;
  return (
    <fieldset class="wide">
      <legend>{t("poll.split", { number: index + 1 })}</legend>
      {SHARES.map((share) => (
        <TextField
          key={share}
          label={word("share", share)}
          value={option.allocation[share]}
          onInput={(value) => onChange({ allocation: { ...option.allocation, [share]: value } })}
          pointer={`/options/${index}/allocation/${share}`}
          required={share.endsWith("reserve")}
        />
      ))}
    </fieldset>
  );
}

function Option(props: OptionProps & { canGo: boolean; onGo: () => void }) {
  const app = useApp();
  const { t } = app;
  const { draft, option, index, onChange } = props;
  return (
    <div class="option">
      <TextField
        label={numbered(app, draft, index)}
        value={option.label}
        onInput={(text) => onChange({ label: text })}
        pointer={`/options/${index}/label`}
        maxLength={200}
        required
      />
      {hasBudget(draft) && (
        <TextField
          label={t("poll.cost", { number: index + 1 })}
          value={option.cost}
          onInput={(cost) => onChange({ cost })}
          pointer={`/options/${index}/cost`}
          required
        />
      )}
      {draft.kind === "election" && <Candidate {...props} />}
      {draft.kind === "election" && draft.reserved_by !== "" && <Group {...props} />}
      {draft.kind === "choice" && draft.has_surplus && <Split {...props} />}
      {props.canGo && (
        <button type="button" onClick={props.onGo}>
          <About act={t("action.remove")} what={numbered(app, draft, index)} />
        </button>
      )}
    </div>
  );
}

export function Options(props: PartProps) {
  const { t } = useApp();
  const { draft, change } = props;
  const { options } = draft;
  return (
    <fieldset>
      <legend>{t(draft.kind === "election" ? "poll.candidates" : "poll.options")}</legend>
      {options.map((option, index) => (
        <Option
          key={index}
          {...props}
          option={option}
          index={index}
          onChange={(changed) =>
            change({ options: options.map((each, at) => (at === index ? { ...each, ...changed } : each)) })
          }
          canGo={options.length > 2}
          onGo={() => change({ options: options.filter((_, at) => at !== index) })}
        />
      ))}
      <p class="buttons">
        <button type="button" onClick={() => change({ options: [...options, NO_OPTION] })}>
          {t(draft.kind === "election" ? "poll.add_candidate" : "poll.add_option")}
        </button>
      </p>
    </fieldset>
  );
}

/* A choice that shares out the surplus of a year: its figures, which the law's rule is held against. */
export function Surplus(props: PartProps) {
  const { t, word } = useApp();
  const { draft, change } = props;
  const set = (changed: Partial<PollDraft["surplus"]>) =>
    change({ surplus: { ...draft.surplus, ...changed } });
  return (
    <>
      <Check
        label={t("poll.surplus")}
        checked={draft.has_surplus}
        onInput={(has_surplus) => change({ has_surplus })}
      />
      {draft.has_surplus && (
        <fieldset class="wide">
          <legend>{t("poll.year")}</legend>
          {YEAR.map((figure) => (
            <TextField
              key={figure}
              label={word("year", figure)}
              hint={t("poll.amount_hint")}
              value={draft.surplus[figure]}
              onInput={(value) => set({ [figure]: value })}
              pointer={`/surplus/${figure}`}
              required={figure !== "deficit"}
            />
          ))}
        </fieldset>
      )}
    </>
  );
}

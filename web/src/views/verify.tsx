/* Verification in the reader's browser, with the second verifier: a record of ours, or a file that someone has. */

import { useEffect, useState } from "preact/hooks";

import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { ActionButton, Failure, Page, Show, Tag, Technical, TextField } from "../components.tsx";
import { download } from "../download.ts";
import { useAction, useKeptFocus, useLoad } from "../hooks.ts";
import type { Key } from "../i18n.ts";
import { pathOf } from "../router.ts";
import {
  CHECKS,
  type Order,
  type Verification,
  acceptContinued,
  forgetVerification,
  isContinued,
  rememberedCheckpoint,
  useVerification,
  verifyFile,
  verifyServed,
} from "../verification.ts";
import type { Figure, Part, Value, What } from "../verify/figures.ts";
import type { Check } from "../verify/record.ts";

/* The sentence of each part of a figure. */
const SAID: Record<What, Key> = {
  comment: "figure.comment",
  origin: "figure.origin",
  given_key: "figure.given_key",
  own_keys: "figure.own_keys",
  own_witnesses: "figure.own_witnesses",
  no_witness: "figure.no_witness",
  witnessed: "figure.witnessed",
  renamed: "figure.renamed",
  continued: "figure.continued",
  entries: "figure.entries",
  tiles: "figure.tiles",
  seen_before: "figure.seen_before",
  left_behind: "figure.left_behind",
  named_documents: "figure.named_documents",
  poll_documents: "figure.poll_documents",
  leaves: "figure.leaves",
  voters: "figure.voters",
  ballots: "figure.ballots",
  recounted: "figure.recounted",
  of_polls: "figure.of_polls",
  trackers_twice: "figure.trackers_twice",
  in_urn: "figure.in_urn",
  voted: "figure.voted",
  voted_often: "figure.voted_often",
  opened_again: "figure.opened_again",
  rank: "figure.rank",
  has_voted: "figure.has_voted",
  has_not_voted: "figure.has_not_voted",
  files: "figure.files",
  not_asked: "figure.not_asked",
  no_such_level: "figure.no_such_level",
};

function useSaid(): (said: Figure) => string {
  const { instant, language, t } = useApp();
  const list = new Intl.ListFormat(language);
  const valueOf = (name: string, value: Value) => {
    if (typeof value === "string" && name === "at") {
      return instant(value);
    }
    return typeof value === "string" || typeof value === "number" ? value : list.format(value);
  };
  const partOf = ({ what, values }: Part) =>
    t(
      SAID[what],
      Object.fromEntries(Object.entries(values).map(([name, value]) => [name, valueOf(name, value)])),
    );
  return (said) => said.map((parts) => parts.map(partOf).join(", ")).join(" · ");
}

const KINDS = { ok: "good", failed: "bad", absent: "" } as const;

/* What was found; of what failed, what that means, and the verifier's own words, which are for who will look into it. */
function Found(props: { check: Check }) {
  const { t, word } = useApp();
  const say = useSaid();
  const { check, figure, said, state } = props.check;
  if (state !== "failed") {
    return (
      <span class="row-facts">
        {t("verify.figure", { check, figure: say(said) })}
      </span>
    );
  }
  return (
    <>
      <span>{said.length === 0 ? word("check_failed", check) : say(said)}</span>
      <Technical of={check} text={figure} />
    </>
  );
}

function Checks(props: { of: Verification }) {
  const { t, word } = useApp();
  const { checks, state } = props.of;
  const pending = state === "running" ? `V${checks.length + 1}` : null;
  return (
    <ol class="rows">
      {checks.map((each) => (
        <li class="row" key={each.check}>
          <span class="row-title">
            <Tag kind={KINDS[each.state]}>{word("check_state", each.state)}</Tag>{" "}
            {word("check", each.check)}
          </span>
          <Found check={each} />
        </li>
      ))}
      {pending !== null && checks.length < CHECKS && (
        <li class="row">
          <span class="row-title">{word("check", pending)}</span>
          <span class="row-facts">{t("verify.checking")}</span>
        </li>
      )}
    </ol>
  );
}

/* How far, in words and as a bar. The words are not said each time: a screen reader asks for them. */
function Progress(props: { of: Verification }) {
  const { language, t, word } = useApp();
  const { checks, done, stage, state } = props.of;
  const share = new Intl.NumberFormat(language, { style: "percent" }).format(done);
  const text =
    state === "making"
      ? t("verify.making")
      : t("verify.progress", { done: checks.length, count: CHECKS });
  return (
    <div>
      <p>
        {text} {stage !== null && state === "running" && <>{word("verify_stage", stage)} {share}</>}
        {state === "making" && done > 0 && share}
      </p>
      {state === "making" ? (
        <progress aria-label={text} max={1} value={done > 0 ? done : undefined} />
      ) : (
        <progress aria-label={text} max={CHECKS} value={checks.length} />
      )}
      <p class="quiet">{t("verify.may_leave")}</p>
      <p class="buttons">
        <button type="button" onClick={forgetVerification}>
          {t("verify.stop")}
        </button>
      </p>
    </div>
  );
}

function Outcome(props: { of: Verification }) {
  const { t } = useApp();
  const { checks, problem, reason, report } = props.of;
  if (report === null) {
    return (
      <>
        <Failure problem={problem} />
        {problem === null && (
          <div class="notice bad" role="alert">
            <p>{t("verify.broken")}</p>
            <Technical text={reason} />
          </div>
        )}
      </>
    );
  }
  const failed = checks.filter(({ state }) => state === "failed").length;
  const passed = checks.filter(({ state }) => state === "ok").length;
  return report.holds ? (
    <div class="notice good" role="status">
      <p>
        <strong>{t("verify.holds")}</strong>
      </p>
      <p>{t("verify.holds_text", { count: passed })}</p>
    </div>
  ) : (
    <div class="notice bad" role="alert">
      <p>
        <strong>{t("verify.fails", { count: failed })}</strong>
      </p>
      <p>{t("verify.fails_text")}</p>
    </div>
  );
}

/* What this browser saw is not in the log, which says so itself. Only its reader can find out whether that is as it should be. */
function LeftBehind() {
  const { t } = useApp();
  const action = useAction();
  const [seen] = useState(rememberedCheckpoint);
  const [isAccepted, setAccepted] = useState(false);
  const accept = async () => {
    acceptContinued();
    setAccepted(true);
  };
  return (
    <section class="notice">
      <h3>{t("verify.left_title")}</h3>
      <p>{t("verify.left_text")}</p>
      <p class="buttons">
        <button type="button" onClick={() => download(`${t("verify.left_file")}.txt`, "text/plain", seen ?? "")}>
          {t("verify.left_save")}
        </button>
        {!isAccepted && (
          <ActionButton label={t("verify.left_accept")} confirm={t("verify.left_sure")} action={action} onAct={accept} />
        )}
      </p>
      <p role="status">{isAccepted && t("verify.left_accepted")}</p>
    </section>
  );
}

function Running(props: { of: Verification }) {
  const { t } = useApp();
  const { name, state } = props.of;
  const heading = useKeptFocus<HTMLHeadingElement>(state);
  const isUnderWay = state === "making" || state === "running";
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <section aria-busy={isUnderWay}>
      <h2 ref={heading} tabIndex={-1}>
        {t("verify.of", { name })}
      </h2>
      {isUnderWay ? <Progress of={props.of} /> : <Outcome of={props.of} />}
      <Checks of={props.of} />
      {isContinued(props.of) && state === "done" && <LeftBehind />}
      {!isUnderWay && (
        <p class="buttons">
          <button type="button" onClick={forgetVerification}>
            {t("verify.again")}
          </button>
        </p>
      )}
    </section>
  );
}

/* A file to choose, or to drop on its own field. */
function FileField(props: {
  label: string;
  hint?: string;
  accept?: string;
  onInput: (file: File | undefined) => void;
}) {
  return (
    <label class="field">
      <span>{props.label}</span>
      {props.hint !== undefined && <span class="hint">{props.hint}</span>}
      <input
        type="file"
        accept={props.accept}
        onChange={(event) => props.onInput(event.currentTarget.files?.[0])}
      />
    </label>
  );
}

type Own = Pick<Order, "elector" | "keys" | "receipt" | "tracker">;

/* What whoever verifies has of their own. */
function OwnFields(props: { own: Own; onInput: (own: Own) => void }) {
  const { t } = useApp();
  const { own, onInput } = props;
  return (
    <details>
      <summary>{t("verify.own")}</summary>
      <p>{t("verify.own_text")}</p>
      <FileField
        label={t("verify.receipt")}
        onInput={(receipt) => onInput({ ...own, receipt })}
      />
      <TextField
        label={t("verify.tracker")}
        hint={t("verify.tracker_hint")}
        autocomplete="off"
        value={own.tracker ?? ""}
        onInput={(typed) => onInput({ ...own, tracker: typed === "" ? undefined : typed })}
      />
      <FileField
        label={t("verify.elector")}
        onInput={(elector) => onInput({ ...own, elector })}
      />
      <TextField
        label={t("verify.key")}
        hint={t("verify.key_hint")}
        autocomplete="off"
        value={own.keys?.[0] ?? ""}
        onInput={(key) => onInput({ ...own, keys: key === "" ? undefined : [key] })}
      />
    </details>
  );
}

function Begin(props: { record: { poll: string; title: string } | null }) {
  const { t } = useApp();
  const { record } = props;
  const [own, setOwn] = useState<Own>({});
  const [tar, setTar] = useState<File | undefined>();
  const [minisig, setMinisig] = useState<File | undefined>();
  const remembered = rememberedCheckpoint();
  const begin = (event: Event) => {
    event.preventDefault();
    if (record !== null) {
      verifyServed(record.title, record.poll, { ...own, remembered });
    } else if (tar !== undefined) {
      verifyFile(tar.name, { ...own, tar, minisig, remembered });
    }
  };
  return (
    <form onSubmit={begin} aria-label={t("verify.title")}>
      {record !== null && <p>{t("verify.record", { name: record.title })}</p>}
      {record === null && (
        <>
          <FileField label={t("verify.tar")} accept=".tar" onInput={setTar} />
          <FileField label={t("verify.minisig")} accept=".minisig" onInput={setMinisig} />
        </>
      )}
      <OwnFields own={own} onInput={setOwn} />
      {remembered !== undefined && <p class="quiet">{t("verify.remembered")}</p>}
      <p class="buttons">
        <button type="submit" class="primary" disabled={record === null && tar === undefined}>
          {t("verify.begin")}
        </button>
      </p>
    </form>
  );
}

export function VerifyView(props: { poll: string | null }) {
  const { t } = useApp();
  const verification = useVerification();
  const record = useLoad(async () => {
    if (props.poll === null) {
      return null;
    }
    if (props.poll === "all") {
      return { poll: "all", title: t("records.all") };
    }
    const { data } = await api.get("/api/v1/polls/{poll}", { path: { poll: props.poll } });
    return { poll: data.id, title: data.title };
  }, props.poll);
  return (
    <Page title={t("verify.title")} lead={t("verify.lead")}>
      {verification !== null ? (
        <Running of={verification} />
      ) : (
        <>
          {props.poll === null ? (
            <Begin record={null} />
          ) : (
            <Show of={record}>{(found) => <Begin record={found} />}</Show>
          )}
        </>
      )}
      <p>
        <a href={pathOf("records")}>{t("verify.records")}</a>
      </p>
    </Page>
  );
}

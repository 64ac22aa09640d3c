/* The ballot: what is asked and who will see it, mark, read it over, confirm, receipt. Nothing is sent before
 * the confirmation. What a secret ballot needs is loaded for a secret poll alone. */

import { useEffect, useRef, useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { Definition, Failure, Page, Prose, Show } from "../components.tsx";
import { download } from "../download.ts";
import { useLoad } from "../hooks.ts";
import { takeStep } from "../navigate.ts";
import { pathOf } from "../router.ts";
import { Boxes, MethodHelp, useBallot } from "./ballot_boxes.tsx";
import type { CastProps } from "./ballot_review.tsx";
import { BallotInWords, Review } from "./ballot_review.tsx";
import { OnItsWay, useSending } from "./ballot_send.tsx";
import { ReceiptButtons } from "./receipt_buttons.tsx";

type Poll = Schemas["Poll"];
type Ballot = Schemas["Ballot"];

function Receipt(props: { poll: Poll; ballot: Ballot; receipt: Schemas["BallotReceipt"]["receipt"] }) {
  const { t } = useApp();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { poll, ballot, receipt } = props;
  /* What the screen says, and not the ballot: in a file others may read it. */
  const save = () =>
    download(`${t("receipt.file")}-${receipt.entry}.txt`, "text/plain", [
      poll.title,
      t("text.pair", { name: t("ballot.receipt"), value: receipt.commitment ?? "" }),
      t("text.pair", { name: t("ballot.entry"), value: String(receipt.entry) }),
      new URL(pathOf("receipt", { poll: poll.id }), location.href).href,
      "",
    ].join("\n"));
  return (
    <section class="notice good receipt">
      <h2 ref={heading} tabIndex={-1}>
        {t("ballot.cast")}
      </h2>
      <BallotInWords poll={poll} ballot={ballot} />
      <dl>
        <Definition term={t("ballot.receipt")}>
          <span class="code">{receipt.commitment}</span>
        </Definition>
        <Definition term={t("ballot.entry")}>
          <a class="code" href={pathOf("entry", { entry: String(receipt.entry) })}>
            {receipt.entry}
          </a>
        </Definition>
      </dl>
      <p>{t("ballot.receipt_text")}</p>
      <ReceiptButtons poll={poll} onSave={save} />
    </section>
  );
}

/* Read over, then cast in an open poll. */
function OpenCast(props: CastProps) {
  const { t } = useApp();
  const { poll, member, ballot } = props;
  const sending = useSending();
  const [receipt, setReceipt] = useState<Schemas["BallotReceipt"]["receipt"] | null>(null);
  if (receipt !== null) {
    return <Receipt poll={poll} ballot={ballot} receipt={receipt} />;
  }
  const cast = async (key: string) => {
    const text = poll.text_hash === undefined ? {} : { text_hash: poll.text_hash };
    const { data } = await api.post("/api/v1/polls/{poll}/ballots", {
      path: { poll: poll.id },
      body: { member: member.id, ballot, ...text },
      key,
    });
    setReceipt(data.receipt);
  };
  return (
    <Review {...props}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void sending.send(cast);
        }}
      >
        <Failure problem={sending.problem} />
        <OnItsWay sending={sending} />
        {sending.state === "idle" && (
          <p class="buttons">
            <button type="submit" class="primary">
              {t("ballot.confirm")}
            </button>
            <button type="button" onClick={props.onChange}>
              {t("ballot.change")}
            </button>
          </p>
        )}
      </form>
    </Review>
  );
}

/* What is sealed in the voter's own browser: loaded here and nowhere before. */
function SecretCast(props: CastProps) {
  const loaded = useLoad(() => import("./ballot_secret.tsx"));
  return <Show of={loaded}>{({ SealedCast }) => <SealedCast {...props} />}</Show>;
}

function OpenLevel(props: { poll: Poll }) {
  const { t } = useApp();
  const { roll_call } = props.poll;
  return (
    <section class="notice level">
      <h2>{t("ballot.open_title")}</h2>
      <p>{t("ballot.open_vote")}</p>
      <ul>
        {roll_call !== undefined && (
          <li>{t(roll_call === "name" ? "ballot.open_name" : "ballot.open_pseudonym")}</li>
        )}
        <li>{t("ballot.open_before")}</li>
      </ul>
    </section>
  );
}

/* Who will be able to link the vote to the voter: said before anything is marked. */
function Level(props: { poll: Poll }) {
  const { t } = useApp();
  const { poll } = props;
  if (poll.secrecy === "open") {
    return <OpenLevel poll={poll} />;
  }
  return (
    <section class="notice level">
      <h2>{t("secret.title")}</h2>
      <p>{t("secret.promise")}</p>
      <ul>
        <li>{t("secret.seen")}</li>
        <li>{poll.trackers === false ? t("secret.without_codes") : t("secret.with_codes")}</li>
        {poll.waived === true && <li>{t("secret.small")}</li>}
        <li>{t("secret.not_promised")}</li>
      </ul>
    </section>
  );
}

function Question(props: { resolution: Schemas["Resolution"] }) {
  const { t } = useApp();
  const { resolution } = props;
  return (
    <section class="card">
      <h2>{t("ballot.text")}</h2>
      <Prose text={resolution.text} />
      <p>
        <a href={pathOf("resolution", { resolution: resolution.id })}>{t("ballot.more")}</a>
      </p>
    </section>
  );
}

function Booth(props: {
  poll: Poll;
  resolution: Schemas["Resolution"] | null;
  right: Schemas["VoteRight"];
  /* Has the right been used meanwhile? */
  onReturn: () => void;
}) {
  const { t } = useApp();
  const { poll, resolution, right } = props;
  const { member } = right;
  const { marks, setMarks, ballot, isReady } = useBallot(poll);
  const [isReview, setReview] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const steps = useRef(0);
  useEffect(() => {
    if (steps.current++ > 0 && !isReview) {
      heading.current?.focus();
    }
  }, [isReview]);

  if (ballot !== null && isReview) {
    const college = right.college ?? "all";
    const cast: CastProps = { poll, member, college, ballot, onChange: () => history.back() };
    return poll.secrecy === "secret" ? <SecretCast {...cast} /> : <OpenCast {...cast} />;
  }
  return (
    <>
      {resolution !== null && <Question resolution={resolution} />}
      <Level poll={poll} />
      <section>
        <h2 ref={heading} tabIndex={-1}>
          {t("ballot.mine", { name: member.name })}
        </h2>
        <MethodHelp poll={poll} />
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            setReview(true);
            takeStep(() => {
              setReview(false);
              props.onReturn();
            });
          }}
        >
          <Boxes poll={poll} marks={marks} onMark={setMarks} name="mark" />
          <p class="buttons">
            <button type="submit" class="primary" disabled={!isReady}>
              {t("ballot.to_review")}
            </button>
          </p>
        </form>
      </section>
    </>
  );
}

/* The poll, the text voted and the right of that member, if the reader may use it. */
async function load(pollId: string, memberId: string) {
  const [poll, me] = await Promise.all([
    api.get("/api/v1/polls/{poll}", { path: { poll: pollId } }),
    api.get("/api/v1/me"),
  ]);
  const right = me.data.votes.find(
    (each) => each.poll === pollId && each.member.id === memberId,
  );
  const id = poll.data.resolution;
  const resolution =
    id === undefined
      ? null
      : (await api.get("/api/v1/resolutions/{resolution}", { path: { resolution: id } })).data;
  return { poll: poll.data, resolution, right };
}

function Refusal(props: { right: Schemas["VoteRight"] | undefined }) {
  const { t } = useApp();
  const { right } = props;
  return (
    <div class="notice">
      <p>
        {right === undefined
          ? t("ballot.no_right")
          : right.used
            ? t("me.voted")
            : t("proxy.suspended")}
      </p>
      <p>
        <a href={pathOf("me")}>{t("nav.me")}</a>
      </p>
    </div>
  );
}

export function BallotView(props: { poll: string; member: string }) {
  const { instant, t, word } = useApp();
  const loaded = useLoad(() => load(props.poll, props.member), props.poll, props.member);
  return (
    <Show of={loaded}>
      {({ poll, resolution, right }) => (
        <Page title={t("ballot.title", { title: poll.title })}>
          {poll.ballot === "none" ? (
            <p class="notice">{t("ballot.lots")}</p>
          ) : right === undefined || right.used || right.suspended ? (
            <Refusal right={right} />
          ) : (
            <>
              <p>
                {word("poll_kind", poll.kind)} · {word("method", poll.method)} ·{" "}
                {t("poll.closes", { instant: instant(poll.closes_at) })}
                {poll.seats > 1 && (
                  <> · {t(poll.kind === "election" ? "poll.seats" : "poll.kept", { count: poll.seats })}</>
                )}
              </p>
              <Booth poll={poll} resolution={resolution} right={right} onReturn={loaded.reload} />
            </>
          )}
        </Page>
      )}
    </Show>
  );
}

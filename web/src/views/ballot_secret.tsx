/* Casting a secret ballot: it is sealed here, in the voter's browser, and what the voter keeps is made here too,
 * before anything is sent. A retry sends the same sealed ballot, which the server knows again. */

import { useRef, useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api, refusal } from "../api.ts";
import type { App } from "../app.tsx";
import { useApp } from "../app.tsx";
import { Failure, Show, TextField } from "../components.tsx";
import { useLoad } from "../hooks.ts";
import type { SealedBallot, Urn } from "../booth.ts";
import type { CastProps } from "./ballot_review.tsx";
import { Review } from "./ballot_review.tsx";
import { OnItsWay, useSending } from "./ballot_send.tsx";
import { bytesOf, inBooth, toBase64, toHex } from "./booth_tools.ts";
import { SecretReceipt } from "./receipt_secret.tsx";

interface Prepared {
  readonly urn: Urn;
  readonly college: string;
  /* How many electors that college has. */
  readonly voters: number;
}

/* Does the frozen question ask what the screen shows? A ballot says places, and not names. */
function isShown(document: Record<string, unknown>, poll: Schemas["Poll"]): boolean {
  const options = document["options"] as { label?: unknown }[] | undefined;
  const labels = Array.isArray(options) ? options.map(({ label }) => label) : [];
  return (
    document["poll"] === poll.id &&
    JSON.stringify(labels) === JSON.stringify(poll.options.map(({ label }) => label))
  );
}

async function prepare(app: App, poll: Schemas["Poll"], college: string): Promise<Prepared> {
  const manifest = await bytesOf(app, poll.id, "manifest");
  return inBooth(app, (booth) => {
    const urn = booth.readUrn(manifest);
    const document = JSON.parse(new TextDecoder().decode(manifest)) as Record<string, unknown>;
    if (!isShown(document, poll) || toHex(urn.context) !== poll.manifest) {
      throw refusal("other-question", app.t("booth.other_question"));
    }
    const colleges = document["colleges"] as { id: string; voters: number }[];
    return { urn, college, voters: colleges.find(({ id }) => id === college)?.voters ?? 0 };
  });
}

/* Four digits that no program can guess: two voters cannot then be shown the same ballot as theirs. */
function drawDigits(): string {
  const [number = 0] = crypto.getRandomValues(new Uint32Array(1));
  return String(number % 10_000).padStart(4, "0");
}

function Digits(props: { value: string; onInput: (value: string) => void }) {
  const { t } = useApp();
  const isWrong = !/^[0-9]{4}$/.test(props.value);
  return (
    <TextField
      label={t("secret.digits")}
      hint={t("secret.digits_hint")}
      value={props.value}
      onInput={props.onInput}
      inputMode="numeric"
      autocomplete="off"
      maxLength={4}
      required
      error={isWrong ? t("secret.digits_wrong") : null}
    />
  );
}

/* A college so small that its result may say how somebody voted. */
const FEW = 5;

function Sealing(props: CastProps & { prepared: Prepared }) {
  const app = useApp();
  const { t } = app;
  const { poll, member, ballot, prepared } = props;
  const hasCodes = prepared.urn.trackers;
  const [digits, setDigits] = useState(drawDigits);
  const [sealed, setSealed] = useState<SealedBallot | null>(null);
  const kept = useRef<SealedBallot | null>(null);
  const [note, setNote] = useState<string | null>(null);
  const sending = useSending();

  const cast = async () => {
    await inBooth(app, async (booth) => {
      if (kept.current === null) {
        const chance = hasCodes ? booth.drawChance(Number(digits)) : booth.drawChance();
        kept.current = booth.sealBallot(prepared.urn, prepared.college, JSON.stringify(ballot), chance);
        setSealed(kept.current);
      }
      const { data } = await api.post("/api/v1/polls/{poll}/ballots", {
        path: { poll: poll.id },
        body: {
          member: member.id,
          college: prepared.college,
          sealed: toBase64(kept.current.sealed),
          ...(poll.text_hash === undefined ? {} : { text_hash: poll.text_hash }),
        },
      });
      booth.checkReceipt(prepared.urn, kept.current.hash, data.receipt.note ?? "");
      setNote(data.receipt.note ?? "");
    });
  };
  if (note !== null && sealed !== null) {
    return <SecretReceipt poll={poll} sealed={sealed} note={note} hasCodes={hasCodes} />;
  }
  return (
    <Review {...props}>
      {prepared.voters < FEW && (
        <p class="notice bad">{t("secret.few", { count: prepared.voters })}</p>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void sending.send(cast);
        }}
      >
        {hasCodes && sealed === null && <Digits value={digits} onInput={setDigits} />}
        {sealed !== null && (
          <p>
            {t("secret.reference_now")} <span class="code">{sealed.reference}</span>
          </p>
        )}
        <Failure problem={sending.problem} />
        <OnItsWay sending={sending} />
        {sending.state === "idle" && (
          <p class="buttons">
            <button type="submit" class="primary" disabled={hasCodes && !/^[0-9]{4}$/.test(digits)}>
              {t("ballot.confirm")}
            </button>
            {sealed === null && (
              <button type="button" onClick={props.onChange}>
                {t("ballot.change")}
              </button>
            )}
          </p>
        )}
      </form>
    </Review>
  );
}

export function SealedCast(props: CastProps) {
  const app = useApp();
  const { poll, college } = props;
  const loaded = useLoad(() => prepare(app, poll, college), poll.id, college);
  return <Show of={loaded}>{(prepared) => <Sealing {...props} prepared={prepared} />}</Show>;
}

/* Checking what one kept of a vote, for anyone who has it: nothing that is typed here is sent. A secret poll's receipt
 * is checked by the second verifier's code, which shares nothing with the booth that made it. */

import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api, ProblemError, refusal } from "../api.ts";
import type { App } from "../app.tsx";
import { useApp } from "../app.tsx";
import {
  About,
  ActionButton,
  Failure,
  Form,
  Page,
  Show,
  TextArea,
  TextField,
} from "../components.tsx";
import { download } from "../download.ts";
import { useAction, useLoad } from "../hooks.ts";
import type { OpenedRow } from "../receipts.ts";
import { readOpenedList, readReceipt, ReceiptError, rowsOf } from "../receipts.ts";
import { pathOf } from "../router.ts";
import { inWords } from "./ballot_words.ts";
import { bytesOf } from "./booth_tools.ts";

type Poll = Schemas["Poll"];

/* What it refuses, in words. */
function orRefuse<T>(app: App, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ReceiptError) {
      throw refusal(`receipt-${error.fault}`, app.word("receipt_fault", error.fault));
    }
    throw error;
  }
}

const isClosed = (poll: Poll) => ["closed", "counted", "published"].includes(poll.state);

/* What was found of a receipt: genuine, and in the urn, not there, or not to be said yet. */
type Found = { readonly hash: string; readonly place: "there" | "absent" | "later" };

async function look(app: App, poll: Poll, typed: string): Promise<Found> {
  const manifest = await bytesOf(app, poll.id, "manifest");
  /* The name that the log had when the poll opened. */
  const { log } = JSON.parse(new TextDecoder().decode(manifest)) as { log: string };
  const hash = orRefuse(app, () => readReceipt(asSigned(typed), log, poll.id, manifest));
  if (!isClosed(poll)) {
    return { hash, place: "later" };
  }
  return { hash, place: (await isInUrn(app, poll, hash)) ? "there" : "absent" };
}

/* Page by page, from the first one on: where it is asked for would say what is sought. */
async function isInUrn(app: App, poll: Poll, hash: string): Promise<boolean> {
  for (let after = ""; ; ) {
    const page = `urn?limit=500${after === "" ? "" : `&after=${after}`}`;
    const hashes = new TextDecoder().decode(await bytesOf(app, poll.id, page)).split("\n").slice(0, -1);
    const last = hashes.at(-1);
    if (last === undefined || hashes.includes(hash)) {
      return last !== undefined;
    }
    after = last;
  }
}

/* Whoever doubts what was read of their ballot asks that it be opened again: two keepers give their shares once more. */
function Dispute(props: { poll: Poll; receipt: string }) {
  const { t } = useApp();
  const [dispute, setDispute] = useState<Schemas["Dispute"] | null>(null);
  const action = useAction();
  const ask = async () => {
    const path = { poll: props.poll.id };
    const body = { receipt: props.receipt };
    setDispute((await api.post("/api/v1/polls/{poll}/disputes", { path, body })).data);
  };
  const opening = dispute?.opening;
  return (
    <>
      <Failure problem={action.problem} />
      <p class="buttons">
        <ActionButton
          action={action}
          label={t("receipt.dispute")}
          confirm={t("receipt.dispute_confirm")}
          onAct={ask}
        />
      </p>
      {dispute !== null && (
        <p role="status">
          {t(opening === undefined ? "receipt.dispute_waits" : "receipt.dispute_shown")}
        </p>
      )}
      {opening !== undefined && (
        <p class="buttons">
          <button
            type="button"
            onClick={() =>
              download(`${t("receipt.opening_file")}.json`, "application/json", JSON.stringify(opening))
            }
          >
            {t("receipt.save_opening")}
          </button>
        </p>
      )}
    </>
  );
}

/* A receipt as it was signed: what typing and files add at its end is taken off. */
const asSigned = (typed: string) => `${typed.replaceAll("\r", "").replace(/\n+$/, "")}\n`;

function SignedReceipt(props: { poll: Poll }) {
  const app = useApp();
  const { t } = app;
  const { poll } = props;
  const [typed, setTyped] = useState("");
  const [found, setFound] = useState<Found | null>(null);
  const action = useAction();
  const check = async () => {
    setFound(null);
    setFound(await look(app, poll, typed));
  };
  return (
    <section>
      <h2>{t("receipt.of_urn")}</h2>
      <Form action={action} submit={t("receipt.check")} onSubmit={check} disabled={typed === ""}>
        <div class="field">
          <label for="receipt-file">{t("receipt.open_file")}</label>
          <input
            id="receipt-file"
            type="file"
            accept=".txt,text/plain"
            onChange={(event) =>
              void event.currentTarget.files?.[0]?.text().then((text) => setTyped(text))
            }
          />
        </div>
        <TextArea label={t("receipt.paste")} rows={8} value={typed} onInput={setTyped} />
      </Form>
      <div role="status">
        {found !== null && (
          <div class={found.place === "absent" ? "notice bad" : "notice good"}>
            <p>
              <strong>{t("receipt.genuine")}</strong> {app.word("receipt_place", found.place)}
            </p>
            <p class="code">{found.hash}</p>
            {found.place === "there" && poll.state === "published" && poll.destroyed_at === undefined && (
              <Dispute poll={poll} receipt={asSigned(typed)} />
            )}
          </div>
        )}
      </div>
    </section>
  );
}

function Rows(props: { poll: Poll; rows: readonly OpenedRow[] }) {
  const app = useApp();
  const { t } = app;
  const { poll, rows } = props;
  return rows.length === 0 ? (
    <p class="notice bad">{t("receipt.code_absent")}</p>
  ) : (
    <div class={rows.length > 1 ? "notice bad" : "notice good"}>
      {rows.map((row, index) => (
        <p key={index}>
          {t("receipt.code_says")}{" "}
          <strong>{inWords(app, poll, JSON.parse(row.ballot) as Schemas["Ballot"])}</strong>
        </p>
      ))}
      {rows.length > 1 && <p>{t("receipt.code_twice")}</p>}
    </div>
  );
}

function Code(props: { poll: Poll }) {
  const app = useApp();
  const { t } = app;
  const { poll } = props;
  const [typed, setTyped] = useState("");
  const [rows, setRows] = useState<readonly OpenedRow[] | null>(null);
  const action = useAction();
  if (poll.state !== "published") {
    return (
      <section>
        <h2>{t("receipt.code")}</h2>
        <p>{t("receipt.code_later")}</p>
      </section>
    );
  }
  const check = async () => {
    setRows(null);
    const list = new TextDecoder().decode(await bytesOf(app, poll.id, "opened.csv"));
    setRows(orRefuse(app, () => rowsOf(readOpenedList(list), typed)));
  };
  return (
    <section>
      <h2>{t("receipt.code")}</h2>
      <Form action={action} submit={t("receipt.find")} onSubmit={check} disabled={typed === ""}>
        <TextField
          label={t("secret.code")}
          hint={t("receipt.code_hint")}
          value={typed}
          onInput={setTyped}
          autocomplete="off"
        />
      </Form>
      <div role="status">{rows !== null && <Rows poll={poll} rows={rows} />}</div>
    </section>
  );
}

/* Who is on the roll can see how they are marked, and take the proof away. Somebody else is told that they are not. */
function Mark(props: { poll: Poll; member: Schemas["Acting"] }) {
  const { t } = useApp();
  const { poll, member } = props;
  const path = { poll: poll.id, member: member.id };
  const proof = useLoad(
    async () => {
      try {
        return (await api.get("/api/v1/polls/{poll}/roll/{member}/proof", { path })).data;
      } catch (error) {
        if (error instanceof ProblemError && error.problem.status === 404) {
          return "absent" as const;
        }
        throw error;
      }
    },
    poll.id,
    member.id,
  );
  return (
    <li class="row">
      <span class="row-title">{member.name}</span>
      <Show of={proof}>
        {(data) =>
          data === "absent" ? (
            <p>{t("receipt.not_on_roll")}</p>
          ) : (
            <>
              <p>
                {t("receipt.rank", { rank: data.roll.rank })}{" "}
                {data.mark !== undefined && t(data.mark.used ? "receipt.marked" : "receipt.unmarked")}
              </p>
              <p class="buttons">
                <button
                  type="button"
                  onClick={() =>
                    download(`${t("receipt.proof_file")}-${data.roll.rank}.json`, "application/json", JSON.stringify(data))
                  }
                >
                  <About act={t("receipt.save_proof")} what={member.name} />
                </button>
              </p>
            </>
          )
        }
      </Show>
    </li>
  );
}

/* An open poll: the ballot of an entry of the log. */
function OpenEntry(props: { poll: Poll }) {
  const app = useApp();
  const { t } = app;
  const { poll } = props;
  const [typed, setTyped] = useState("");
  const [found, setFound] = useState<Schemas["BallotOpening"] | "absent" | null>(null);
  const action = useAction();
  if (poll.state !== "published") {
    return <p>{t("receipt.open_later")}</p>;
  }
  const find = async () => {
    setFound(null);
    const entry = Number(typed);
    for (let after: string | undefined, isLast = false; !isLast; ) {
      const { data } = await api.get("/api/v1/polls/{poll}/ballots", {
        path: { poll: poll.id },
        query: { limit: 500, ...(after === undefined ? {} : { after }) },
      });
      const ballot = data.items.find((each) => each.entry === entry);
      if (ballot !== undefined) {
        setFound(ballot);
        return;
      }
      after = data.next;
      isLast = after === undefined;
    }
    setFound("absent");
  };
  return (
    <Form action={action} submit={t("receipt.find")} onSubmit={find} disabled={typed === ""}>
      <TextField
        label={t("ballot.entry")}
        type="number"
        inputMode="numeric"
        min="0"
        value={typed}
        onInput={setTyped}
        required
      />
      <div role="status">
        {found === "absent" && <p class="notice bad">{t("receipt.entry_absent")}</p>}
        {found !== null && found !== "absent" && (
          <div class="notice good">
            <p>
              {t("receipt.entry_says")} <strong>{inWords(app, poll, found.marks)}</strong>
            </p>
            <p>
              <a href={`/log/proof/${found.entry}.tlog-proof`}>{t("receipt.entry_proof")}</a>
            </p>
          </div>
        )}
      </div>
    </Form>
  );
}

function Marks(props: { poll: Poll }) {
  const { session, t } = useApp();
  if (session.members.length === 0) {
    return <p class="quiet">{t("receipt.roll_sign_in")}</p>;
  }
  return (
    <section>
      <h2>{t("receipt.roll")}</h2>
      <ul class="rows">
        {session.members.map((member) => (
          <Mark key={member.id} poll={props.poll} member={member} />
        ))}
      </ul>
    </section>
  );
}

export function ReceiptView(props: { poll: string }) {
  const { t } = useApp();
  const path = { poll: props.poll };
  const loaded = useLoad(async () => (await api.get("/api/v1/polls/{poll}", { path })).data, props.poll);
  return (
    <Page title={t("receipt.title")} lead={t("receipt.lead")}>
      <Show of={loaded}>
        {(poll) => (
          <>
            <p>
              <a href={pathOf("poll", path)}>{poll.title}</a>
            </p>
            {poll.manifest === undefined ? (
              <p>{t("receipt.not_open")}</p>
            ) : poll.secrecy === "open" ? (
              <OpenEntry poll={poll} />
            ) : (
              <>
                <SignedReceipt poll={poll} />
                {poll.trackers !== false && <Code poll={poll} />}
              </>
            )}
            {poll.manifest !== undefined && <Marks poll={poll} />}
          </>
        )}
      </Show>
    </Page>
  );
}

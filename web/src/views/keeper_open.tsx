/* Opening the box of a secret poll: each keeper gives their share, with their passphrase; with two the ballots are
 * opened together and counted. One may leave and come back: the poll says how far it is. */

import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api, refusal } from "../api.ts";
import type { App } from "../app.tsx";
import { useApp } from "../app.tsx";
import { Form, Page, Show, Tag } from "../components.tsx";
import { useAction, useEvents, useLoad, useWatch } from "../hooks.ts";
import type { KeeperStage } from "../keeper_work.ts";
import { openShareOf } from "../keeper_work.ts";
import { pathOf } from "../router.ts";
import { bytesOf, fromBase64, fromHex, inWorker, toHex } from "./booth_tools.ts";
import { KeyWork, keyOfMine, Passphrase, PublicKey } from "./keeper.tsx";

type Keeper = Schemas["KeeperList"]["items"][number];

interface Loaded {
  readonly poll: Schemas["Poll"];
  readonly keepers: readonly Keeper[];
  readonly shares: { readonly given: readonly number[]; readonly needed: number };
}

async function load(poll: string): Promise<Loaded> {
  const path = { poll };
  const thePoll = (await api.get("/api/v1/polls/{poll}", { path })).data;
  if (thePoll.secrecy !== "secret") {
    return { poll: thePoll, keepers: [], shares: { given: [], needed: 0 } };
  }
  const [keepers, shares] = await Promise.all([
    api.get("/api/v1/polls/{poll}/keepers", { path }),
    api.get("/api/v1/polls/{poll}/shares", { path }),
  ]);
  return { poll: thePoll, keepers: keepers.data.items, shares: shares.data };
}

/* What the manifest published of a keeper's share: theirs is held against it before it is given. */
async function publishedShare(app: App, poll: string, index: number): Promise<Uint8Array> {
  const manifest = await bytesOf(app, poll, "manifest");
  const { urn } = JSON.parse(new TextDecoder().decode(manifest)) as {
    urn: { keepers: { share: string }[] };
  };
  return fromHex(urn.keepers[index - 1]?.share ?? "");
}

function Opening(props: { progress: Schemas["Job"]["progress"] | null }) {
  const { t } = useApp();
  const { progress } = props;
  return (
    <div class="notice" role="status">
      <p>{t("urn.opening")}</p>
      <progress
        aria-label={t("urn.opening")}
        {...(progress !== null && progress.total > 0 ? { value: progress.done, max: progress.total } : {})}
      />
      <p>{t("urn.leave")}</p>
    </div>
  );
}

/* Who gave the last share knows the work by its name; others, and who comes back, know that it is under way. */
function Progress(props: { job: string | null; onDone: () => void }) {
  const load = async () =>
    props.job === null ? null : (await api.get("/api/v1/jobs/{job}", { path: { job: props.job } })).data;
  const job = useLoad(load, props.job);
  const state = job.data?.state;
  useWatch(props.job !== null && state !== "done" && state !== "failed", () => {
    job.reload();
    props.onDone();
  });
  if (state === "failed") {
    return (
      <p class="notice bad" role="alert">
        {job.data?.problem?.detail}
      </p>
    );
  }
  return <Opening progress={job.data?.progress ?? null} />;
}

function Give(props: { poll: string; keeper: Keeper; onDone: (job: string | null) => void }) {
  const app = useApp();
  const { announce, t } = app;
  const { poll, keeper } = props;
  const [passphrase, setPassphrase] = useState("");
  const [stage, setStage] = useState<KeeperStage>("loading");
  const action = useAction();
  const give = async () => {
    const [kept, published] = await Promise.all([keyOfMine(), publishedShare(app, poll, keeper.index)]);
    if (kept === null || keeper.sealed === undefined) {
      throw refusal("no-share", t("urn.no_share"), 409);
    }
    const sealed = fromBase64(keeper.sealed);
    const share = await inWorker(app, openShareOf({ kept, passphrase, sealed, published }, setStage));
    const { data } = await api.post("/api/v1/polls/{poll}/shares", {
      path: { poll },
      body: { keeper: keeper.index, share: toHex(share) },
    });
    share.fill(0);
    setPassphrase("");
    announce(t("urn.given"));
    props.onDone("job" in data ? data.job : null);
  };
  return (
    <Form action={action} submit={t("urn.give")} onSubmit={give}>
      <Passphrase label={t("keeper.passphrase")} value={passphrase} onInput={setPassphrase} />
      {action.isBusy && <KeyWork stage={stage} text={t("urn.unlocking")} />}
    </Form>
  );
}

function Keepers(props: { keepers: readonly Keeper[]; given: readonly number[] }) {
  const { t } = useApp();
  return (
    <>
      <ul class="cards" aria-label={t("urn.keepers")}>
        {props.keepers.map(({ index, person, key }) => (
          <li class="card" key={index}>
            <strong>{person.name}</strong>{" "}
            <Tag kind={props.given.includes(index) ? "good" : ""}>
              {props.given.includes(index) ? t("urn.has_given") : t("urn.has_not_given")}
            </Tag>
            <PublicKey of={key} />
          </li>
        ))}
      </ul>
      {props.keepers.length > 0 && <p class="hint">{t("keepers.compare")}</p>}
    </>
  );
}

export function UrnView(props: { poll: string }) {
  const { session, t } = useApp();
  const loaded = useLoad(() => load(props.poll), props.poll);
  const [job, setJob] = useState<string | null>(null);
  useEvents([props.poll], loaded.reload);
  const state = loaded.data?.poll.state;
  useWatch(state === "closed" || state === "counted", loaded.reload);
  return (
    <Page title={t("urn.title")} lead={t("urn.lead")}>
      <Show of={loaded}>
        {({ poll, keepers, shares }) => {
          const mine = keepers.find(({ person }) => person.id === session.person?.id);
          const hasGiven = mine !== undefined && shares.given.includes(mine.index);
          const isUnderWay = job !== null || shares.given.length >= shares.needed;
          const isOver = poll.state === "published" || poll.state === "counted";
          const way = (
            <p>
              <a href={pathOf("poll", { poll: poll.id })}>{poll.title}</a>
            </p>
          );
          if (poll.secrecy !== "secret") {
            return (
              <>
                {way}
                <p>{t("keepers.open_poll")}</p>
              </>
            );
          }
          return (
            <>
              {way}
              <Keepers keepers={keepers} given={shares.given} />
              {isOver && (
                <p class="notice good" role="status">
                  {t("urn.opened")}
                </p>
              )}
              {!isOver && poll.state !== "closed" && <p>{t("urn.not_closed")}</p>}
              {isUnderWay && !isOver && <Progress job={job} onDone={loaded.reload} />}
              {mine === undefined && <p>{t("urn.not_keeper")}</p>}
              {mine !== undefined && hasGiven && !isUnderWay && !isOver && <p role="status">{t("urn.wait")}</p>}
              {mine !== undefined && !hasGiven && poll.state === "closed" && !isUnderWay && (
                <Give
                  poll={poll.id}
                  keeper={mine}
                  onDone={(started) => {
                    setJob(started);
                    loaded.reload();
                  }}
                />
              )}
              {mine !== undefined && !hasGiven && isOver && poll.destroyed_at === undefined && (
                <details>
                  <summary>{t("urn.again")}</summary>
                  <p>{t("urn.again_text")}</p>
                  <Give poll={poll.id} keeper={mine} onDone={() => loaded.reload()} />
                </details>
              )}
            </>
          );
        }}
      </Show>
    </Page>
  );
}

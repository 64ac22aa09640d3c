/* The ballots of a poll that was counted: of an open one, voter by voter; of a secret one, as they came from the box. */

import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { More, Scroll, Show } from "../components.tsx";
import { useLoad, usePages } from "../hooks.ts";
import { readOpenedList } from "../receipts.ts";
import { inWords } from "./ballot_words.ts";
import { bytesOf } from "./booth_tools.ts";

type Poll = Schemas["Poll"];
export type Colleges = ReadonlyMap<string, string>;

export function Ballots(props: { poll: Poll; colleges: Colleges }) {
  const { t } = useApp();
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("poll.ballots")}</summary>
      {isOpen && <BallotTable {...props} />}
    </details>
  );
}

function BallotTable(props: { poll: Poll; colleges: Colleges }) {
  const app = useApp();
  const { t, word } = app;
  const { poll, colleges } = props;
  const ballots = usePages(
    (after) =>
      api.get("/api/v1/polls/{poll}/ballots", {
        path: { poll: poll.id },
        query: after === undefined ? {} : { after },
      }),
    poll.id,
  );
  return (
    <Show of={ballots}>
      {(items) => (
        <>
          {items.length === 0 && <p>{t("poll.no_ballots")}</p>}
          <Scroll label={t("poll.ballots")}>
            <table>
              <caption>{t("poll.ballots_caption")}</caption>
              <thead>
                <tr>
                  <th scope="col">{t("ballot.entry")}</th>
                  <th scope="col">{t("poll.voter")}</th>
                  <th scope="col">{t("member.college")}</th>
                  <th scope="col">{t("poll.channel")}</th>
                  <th scope="col">{t("poll.marks")}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((ballot) => (
                  <tr key={ballot.entry}>
                    <td class="number">{ballot.entry}</td>
                    <th scope="row">
                      {ballot.voter_name ?? <span class="code">{ballot.voter}</span>}
                    </th>
                    <td>{colleges.get(ballot.college) ?? ballot.college}</td>
                    <td>
                      {word("channel", ballot.channel)}
                      {ballot.holder !== undefined && <> ({ballot.holder_name ?? ballot.holder})</>}
                    </td>
                    <td>
                      {inWords(app, poll, ballot.marks)}
                      {ballot.void !== undefined && <> · {word("void", ballot.void)}</>}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
          <More next={ballots.next} isBusy={ballots.isLoading} onMore={ballots.more} />
        </>
      )}
    </Show>
  );
}

/* So many rows are shown at once; the file has them all. */
const ROWS_MAX = 500;

function OpenedTable(props: { poll: Poll; colleges: Colleges }) {
  const app = useApp();
  const { t } = app;
  const { poll, colleges } = props;
  const list = useLoad(
    async () => readOpenedList(new TextDecoder().decode(await bytesOf(app, poll.id, "opened.csv"))),
    poll.id,
  );
  return (
    <Show of={list}>
      {(rows) => (
        <Scroll label={t("poll.opened_list")}>
          {rows.length === 0 && <p>{t("poll.no_ballots")}</p>}
          <table>
            <caption>{t("poll.opened_caption")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("member.college")}</th>
                {poll.trackers !== false && <th scope="col">{t("poll.code")}</th>}
                <th scope="col">{t("poll.marks")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, ROWS_MAX).map((row, index) => (
                <tr key={index}>
                  <td>{colleges.get(row.college) ?? t("result.everyone")}</td>
                  {poll.trackers !== false && <td class="code">{row.tracker}</td>}
                  <td>{inWords(app, poll, JSON.parse(row.ballot) as Schemas["Ballot"])}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </Show>
  );
}

export function OpenedBallots(props: { poll: Poll; colleges: Colleges }) {
  const { t } = useApp();
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("poll.opened_list")}</summary>
      <p>
        <a href={`/api/v1/polls/${props.poll.id}/opened.csv`} download>
          {t("poll.download_list")}
        </a>
      </p>
      {isOpen && <OpenedTable {...props} />}
    </details>
  );
}

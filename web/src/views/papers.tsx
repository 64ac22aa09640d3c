/* Paper votes, entered by one teller and again by another: the second sees the member and not the marks. */

import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import {
  About,
  ActionButton,
  Doing,
  Failure,
  Form,
  More,
  Page,
  Radios,
  Show,
  Tag,
  TextField,
} from "../components.tsx";
import { fromWallClock } from "../format.ts";
import { useAction, useEvents, useKeptFocus, useLoad, usePages, useWatch } from "../hooks.ts";
import { pathOf } from "../router.ts";
import { MemberSearch } from "./attendance.tsx";
import { Boxes, useBallot } from "./ballot_boxes.tsx";
import { inWords } from "./ballot_words.ts";
import { FormText, useFormTexts } from "./papers_text.tsx";

type Poll = Schemas["Poll"];
type Chosen = { id: string; name: string };
const CHANNELS = ["in_person", "postal", "proxy"] as const;

const FOUND_MAX = 8;

/* The whole roll, which tellers may read: they may not read the register. */
async function rollOf(poll: string): Promise<Schemas["RollRow"][]> {
  const rows: Schemas["RollRow"][] = [];
  let after: string | undefined;
  do {
    const query = { limit: 500, ...(after === undefined ? {} : { after }) };
    const { data } = await api.get("/api/v1/polls/{poll}/roll", { path: { poll }, query });
    rows.push(...data.items);
    after = data.next;
  } while (after !== undefined);
  return rows;
}

/* Whoever is on the roll, by name or number. */
function RollSearch(props: { poll: string; legend: string; onChoose: (member: Chosen) => void }) {
  const { t } = useApp();
  const [typed, setTyped] = useState("");
  const roll = useLoad(() => rollOf(props.poll), props.poll);
  const wanted = typed.trim().toLowerCase();
  const isWanted = ({ name, number }: Schemas["RollRow"]) =>
    name.toLowerCase().includes(wanted) || number === wanted;
  const found = wanted === "" ? [] : (roll.data ?? []).filter(isWanted);
  return (
    <>
      <TextField
        label={t("papers.search")}
        hint={t("member.search_hint")}
        value={typed}
        onInput={setTyped}
        autocomplete="off"
      />
      <Failure problem={roll.problem} />
      <p role="status">{wanted !== "" && t("proxy.found", { count: found.length })}</p>
      <ul class="choices">
        {found.slice(0, FOUND_MAX).map(({ member, name, number }) => (
          <li key={member}>
            <button type="button" onClick={() => props.onChoose({ id: member, name })}>
              <Doing act={props.legend} />
              {name} <span class="quiet">{t("member.number_is", { number })}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function ChosenMember(props: {
  poll: Poll;
  legend: string;
  chosen: Chosen | null;
  onChoose: (member: Chosen | null) => void;
}) {
  const { may, t } = useApp();
  /* Before the opening there is no roll; and a holder may be someone who is not on it. */
  const isOfRegister = may("read_register") || props.poll.manifest === undefined;
  return (
    <fieldset>
      <legend>{props.legend}</legend>
      {props.chosen === null && !isOfRegister && (
        <RollSearch poll={props.poll.id} legend={props.legend} onChoose={props.onChoose} />
      )}
      {props.chosen === null && isOfRegister && (
        <MemberSearch
          label={t("papers.search")}
          actionLabel={props.legend}
          onChoose={(member) => {
            props.onChoose(member);
            return Promise.resolve();
          }}
        />
      )}
      {props.chosen !== null && (
        <p class="buttons">
          <strong>{props.chosen.name}</strong>
          <button type="button" onClick={() => props.onChoose(null)}>
            {t("action.change")}
          </button>
        </p>
      )}
    </fieldset>
  );
}

function Enter(props: { poll: Poll; onDone: () => void }) {
  const { announce, society, t, word } = useApp();
  const { poll } = props;
  const [member, setMember] = useState<Chosen | null>(null);
  const [holder, setHolder] = useState<Chosen | null>(null);
  const [channel, setChannel] = useState<Schemas["PaperChannel"]>("in_person");
  const [received, setReceived] = useState("");
  const [text, setText] = useState("");
  const isPostal = channel === "postal";
  const texts = useFormTexts(poll, isPostal);
  const { marks, setMarks, ballot } = useBallot(poll);
  const action = useAction();
  const enter = async (key: string) => {
    if (member === null || ballot === null) {
      return;
    }
    const at = fromWallClock(received, society.time_zone);
    await api.post("/api/v1/polls/{poll}/papers", {
      path: { poll: poll.id },
      body: {
        member: member.id,
        channel,
        ballot,
        ...(channel === "proxy" && holder !== null ? { holder: holder.id } : {}),
        ...(isPostal && at !== null ? { received_at: at } : {}),
        ...(isPostal && text !== "" ? { text_hash: text } : {}),
      },
      key,
    });
    announce(t("papers.entered", { name: member.name }));
    setMember(null);
    setHolder(null);
    setText("");
    setMarks(null);
    props.onDone();
  };
  const isOfText = !isPostal || (!texts.isLoading && (texts.versions.length === 0 || text === poll.text_hash));
  const isReady =
    member !== null && ballot !== null && (channel !== "proxy" || holder !== null) && isOfText;
  return (
    <Form action={action} submit={t("papers.enter")} onSubmit={enter} disabled={!isReady}>
      <ChosenMember poll={poll} legend={t("papers.member")} chosen={member} onChoose={setMember} />
      <Radios
        legend={t("poll.channel")}
        value={channel}
        onInput={(value) => setChannel(CHANNELS.find((each) => each === value) ?? "in_person")}
        choices={CHANNELS.map((each) => ({ value: each, label: word("paper_channel", each) }))}
      />
      {channel === "proxy" && (
        <ChosenMember poll={poll} legend={t("papers.holder")} chosen={holder} onChoose={setHolder} />
      )}
      {isPostal && (
        <FormText poll={poll} texts={texts} value={text} onInput={setText} />
      )}
      {isPostal && (
        <TextField
          label={t("papers.received")}
          hint={t("field.zone", { zone: society.time_zone })}
          type="datetime-local"
          value={received}
          onInput={setReceived}
          pointer="/received_at"
          required
        />
      )}
      <Boxes poll={poll} marks={marks} onMark={setMarks} name="paper" isPaper />
    </Form>
  );
}

function Confirm(props: { poll: Poll; paper: Schemas["Paper"]; onDone: () => void }) {
  const { announce, t } = useApp();
  const { poll, paper } = props;
  const { marks, setMarks, ballot } = useBallot(poll);
  const action = useAction();
  const confirm = async () => {
    if (ballot === null) {
      return;
    }
    await api.post("/api/v1/polls/{poll}/papers/{paper}/confirmation", {
      path: { poll: poll.id, paper: paper.id },
      body: { ballot },
    });
    announce(t("papers.confirmed", { name: paper.member.name }));
    props.onDone();
  };
  return (
    <details>
      <summary>
        <About act={t("papers.confirm")} what={paper.member.name} />
      </summary>
      <Form
        action={action}
        submit={t("papers.confirm")}
        onSubmit={confirm}
        disabled={ballot === null}
      >
        <Boxes poll={poll} marks={marks} onMark={setMarks} name={`paper-${paper.id}`} isPaper />
      </Form>
      {action.problem?.slug === "tellers-disagree" && (
        <p class="buttons">
          <button type="button" onClick={props.onDone}>
            {t("action.reload")}
          </button>
        </p>
      )}
    </details>
  );
}

function PaperCard(props: { poll: Poll; paper: Schemas["Paper"]; onDone: () => void }) {
  const app = useApp();
  const { announce, instant, session, t, word } = app;
  const { poll, paper } = props;
  const action = useAction();
  const heading = useKeptFocus<HTMLHeadingElement>(paper.state);
  const isAtWork = paper.state === "entered" || paper.state === "disagreed";
  const isMine = paper.first_by.id === session.person?.id;
  return (
    <li class="card">
      <h3 ref={heading} tabIndex={-1}>
        {paper.member.name}
      </h3>
      <p>
        <Tag kind={paper.state === "cast" ? "good" : paper.state === "disagreed" ? "bad" : ""}>
          {word("paper_state", paper.state)}
        </Tag>{" "}
        {word("paper_channel", paper.channel)}
        {paper.holder !== undefined && <> ({paper.holder.name})</>} · {instant(paper.received_at)}
        <br />
        {t("papers.by", { name: paper.first_by.name })}
        {paper.second_by !== undefined && (
          <> · {t("papers.then_by", { name: paper.second_by.name })}</>
        )}
        {paper.void !== undefined && (
          <>
            <br />
            {word("void", paper.void)}
          </>
        )}
      </p>
      {paper.first !== undefined && paper.second !== undefined && (
        <p>
          {t("papers.differ", {
            first: inWords(app, poll, paper.first),
            second: inWords(app, poll, paper.second),
          })}
        </p>
      )}
      {paper.state === "entered" && isMine && <p class="quiet">{t("papers.other_teller")}</p>}
      {isAtWork && !isMine && (
        <Confirm poll={poll} paper={paper} onDone={props.onDone} />
      )}
      <Failure problem={action.problem} />
      {isAtWork && (
        <p class="buttons">
          <ActionButton
            action={action}
            kind="danger"
            label={t("papers.withdraw")}
            confirm={t("papers.withdraw_confirm")}
            onAct={async () => {
              await api.remove("/api/v1/polls/{poll}/papers/{paper}", {
                path: { poll: poll.id, paper: paper.id },
              });
              announce(t("state.saved"));
              props.onDone();
            }}
          />
        </p>
      )}
    </li>
  );
}

export function PapersView(props: { poll: string }) {
  const { t } = useApp();
  const path = { poll: props.poll };
  const poll = useLoad(async () => (await api.get("/api/v1/polls/{poll}", { path })).data, props.poll);
  const papers = usePages(
    (after) =>
      api.get("/api/v1/polls/{poll}/papers", {
        path,
        query: after === undefined ? {} : { after },
      }),
    props.poll,
  );
  useEvents([props.poll], () => {
    poll.reload();
    papers.reload();
  });
  /* The server tells nobody of papers: who listens to it is not all tellers, and when one came in is theirs to know. */
  const state = poll.data?.state;
  useWatch((state === "called" || state === "open") && !papers.isLoading, papers.reload);
  return (
    <Show of={poll}>
      {(thePoll) => (
        <Page title={t("papers.title", { title: thePoll.title })} lead={t("papers.lead")}>
          <p>
            <a href={pathOf("poll", path)}>{t("me.see_poll")}</a>
          </p>
          <section>
            <h2>{t("papers.enter")}</h2>
            <Enter poll={thePoll} onDone={papers.reload} />
          </section>
          <section>
            <h2>{t("papers.list")}</h2>
            <Show of={papers}>
              {(items) => (
                <>
                  {items.length === 0 && <p>{t("papers.none")}</p>}
                  <ul class="cards">
                    {items.map((paper) => (
                      <PaperCard
                        key={paper.id}
                        poll={thePoll}
                        paper={paper}
                        onDone={papers.reload}
                      />
                    ))}
                  </ul>
                  <More next={papers.next} isBusy={papers.isLoading} onMore={papers.more} />
                </>
              )}
            </Show>
          </section>
        </Page>
      )}
    </Show>
  );
}

/* What is said under a resolution: its threads by kind, and where a member takes part in them. */

import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { Check, Form, More, Radios, Select, Show, Writing } from "../components.tsx";
import { useEvents, useKeptAction, useLoad, useUnsent } from "../hooks.ts";
import type { Debate, Said } from "./contributions_shared.tsx";
import { DebateContext, useDebate, useVoice } from "./contributions_shared.tsx";
import { Thread } from "./contributions_thread.tsx";

const KINDS = ["question", "for", "against", "concern", "information"] as const;
type Kind = (typeof KINDS)[number];

/* Every reply of ours is a page of the server's; a debate of more than that is read on by a button. */
const PAGES = 4;

async function loadPages(resolution: string, pages: number) {
  const items: Said[] = [];
  let after: string | undefined;
  for (let page = 0; page < pages; page++) {
    const { data } = await api.get("/api/v1/resolutions/{resolution}/contributions", {
      path: { resolution },
      query: { limit: 100, ...(after === undefined ? {} : { after }) },
    });
    items.push(...data.items);
    after = data.next;
    if (after === undefined) {
      break;
    }
  }
  return { items, next: after };
}

/* A contribution as it is written; an officer answers for the board, a member for themselves. */
export function Write(props: {
  parent?: Said;
  onDone: () => void;
}) {
  const { announce, t, word } = useApp();
  const { resolution, reload, canSpeak, canAnswer } = useDebate();
  const voice = useVoice();
  const [kind, setKind] = useState<Kind>("question");
  const [text, setText] = useState("");
  const [official, setOfficial] = useState(!canSpeak);
  const action = useKeptAction();
  useUnsent(text !== "");
  const { parent } = props;
  const say = async (key: string) => {
    await api.post("/api/v1/resolutions/{resolution}/contributions", {
      path: { resolution: resolution.id },
      body: {
        kind: parent === undefined ? kind : "reply",
        text,
        ...(parent === undefined ? {} : { parent: parent.id }),
        ...(official && parent !== undefined ? { official } : voice),
      },
      key,
    });
    setText("");
    announce(t("debate.said"));
    reload();
    props.onDone();
  };
  return (
    <Form
      action={action}
      submit={t("debate.publish")}
      label={parent === undefined ? t("debate.write") : t("debate.reply")}
      onSubmit={say}
    >
      {action.isKept && (
        <p class="notice" role="status">
          {t("debate.kept")}
        </p>
      )}
      {parent === undefined && (
        <Radios
          legend={t("debate.kind")}
          value={kind}
          onInput={(value) => setKind(KINDS.find((each) => each === value) ?? "question")}
          choices={KINDS.map((each) => ({ value: each, label: word("contribution_kind", each) }))}
        />
      )}
      <Writing
        label={parent === undefined ? t("debate.text") : t("debate.reply_text")}
        hint={t("debate.text_hint")}
        value={text}
        onInput={setText}
        pointer="/text"
        rows={parent === undefined ? 6 : 4}
      />
      {parent !== undefined && canAnswer && (
        <Check
          label={t("debate.for_board")}
          checked={official}
          disabled={!canSpeak}
          onInput={setOfficial}
        />
      )}
    </Form>
  );
}

function Kinds(props: { items: readonly Said[] }) {
  const { count, t, word } = useApp();
  const tops = props.items.filter((item) => item.parent === undefined);
  return (
    <>
      {tops.length === 0 && <p>{t("debate.none")}</p>}
      {KINDS.map((kind) => {
        const threads = tops.filter((item) => item.kind === kind);
        return threads.length === 0 ? null : (
          <section key={kind}>
            <h3>
              {word("debate_kind", kind)} ({count(threads.length)})
            </h3>
            <ul class="threads">
              {threads.map((item) => (
                <li key={item.id}>
                  <Thread item={item} depth={0} />
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </>
  );
}

/* Who may still write, and why not. */
function Opening() {
  const { instant, session, t } = useApp();
  const { resolution, isOpen, canSpeak } = useDebate();
  const [asks, setAsks] = useState(false);
  if (resolution.debate_closed_at !== undefined) {
    return <p>{t("debate.closed", { instant: instant(resolution.debate_closed_at) })}</p>;
  }
  if (!isOpen) {
    return <p>{t("debate.over")}</p>;
  }
  if (!canSpeak) {
    return session.person === null ? <p>{t("debate.sign_in")}</p> : null;
  }
  return (
    <>
      <p class="buttons">
        <button
          type="button"
          class="primary"
          aria-expanded={asks}
          onClick={() => setAsks(!asks)}
        >
          {t("debate.write")}
        </button>
      </p>
      {asks && <Write onDone={() => setAsks(false)} />}
    </>
  );
}

const BOARD: readonly string[] = ["administrator", "secretary", "chair"];

export function Deliberation(props: {
  resolution: Schemas["Resolution"];
  assembly: Schemas["Assembly"];
  amendments: readonly Schemas["AmendmentSummary"][];
}) {
  const { session, t } = useApp();
  const { resolution, assembly } = props;
  const [pages, setPages] = useState(PAGES);
  const [member, setMember] = useState(session.members[0]?.id ?? "");
  const loaded = useLoad(() => loadPages(resolution.id, pages), resolution.id, pages, session);
  const colleges = useLoad(async () => (await api.get("/api/v1/colleges")).data.items);
  const items = loaded.data?.items ?? [];
  useEvents(["contribution.post", ...items.map((item) => item.id)], loaded.reload);
  const isOpen =
    (resolution.state === "draft" || resolution.state === "frozen") &&
    resolution.debate_closed_at === undefined &&
    assembly.state !== "ended" &&
    assembly.state !== "cancelled";
  const debate: Debate = {
    resolution,
    amendments: props.amendments,
    items,
    colleges: colleges.data ?? [],
    isOpen,
    canSpeak: isOpen && session.members.length > 0,
    canAnswer: isOpen && session.offices.some((office) => BOARD.includes(office)),
    member,
    reload: loaded.reload,
  };
  return (
    <DebateContext.Provider value={debate}>
      <section>
        <h2>{t("debate.title")}</h2>
        <p class="hint">{t("debate.lead")}</p>
        {session.members.length > 1 && isOpen && (
          <Select
            label={t("debate.voice")}
            value={member}
            onInput={setMember}
            choices={session.members.map((each) => ({ value: each.id, label: each.name }))}
          />
        )}
        <Opening />
        <Show of={loaded}>
          {({ next }) => (
            <>
              <Kinds items={items} />
              <More
                next={next}
                isBusy={loaded.isLoading}
                onMore={() => setPages(pages + PAGES)}
              />
            </>
          )}
        </Show>
      </section>
    </DebateContext.Provider>
  );
}

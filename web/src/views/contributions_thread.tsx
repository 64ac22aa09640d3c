/* One thing said: its text, its state, what a reader may do with it, and its replies below. */

import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { About, ActionButton, Failure, SafeHtml, Tag } from "../components.tsx";
import type { Key } from "../i18n.ts";
import { useAction, useKeptFocus } from "../hooks.ts";
import { pathOf } from "../router.ts";
import { Write } from "./contributions.tsx";
import { Edit, Moderate, Settle } from "./contributions_forms.tsx";
import type { Said } from "./contributions_shared.tsx";
import { excerpt, useAuthor, useDebate, useVoice } from "./contributions_shared.tsx";
import { ContributionVersions } from "./versions.tsx";

function Tags(props: { item: Said }) {
  const { t, word } = useApp();
  const { item } = props;
  return (
    <>
      {item.official && <Tag kind="good">{t("debate.official")}</Tag>}{" "}
      {item.state !== "visible" && <Tag kind="bad">{word("contribution_state", item.state)}</Tag>}{" "}
      {item.kind === "question" && item.state === "visible" && (
        <Tag kind={item.answered === true ? "good" : ""}>
          {item.answered === true ? t("debate.answered") : t("debate.awaits")}
        </Tag>
      )}
      {item.concern !== undefined && item.state === "visible" && (
        <Tag kind={item.concern.how === "met" ? "good" : ""}>
          {word("concern", item.concern.how)}
        </Tag>
      )}
    </>
  );
}

/* How a concern ended, in the words of who had it. */
function Ending(props: { concern: NonNullable<Said["concern"]> }) {
  const { t } = useApp();
  const { amendments, items } = useDebate();
  const author = useAuthor();
  const { by, note } = props.concern;
  const contribution = items.find((item) => item.id === by);
  const amendment = amendments.find((each) => each.id === by);
  if (by === undefined && note === undefined) {
    return null;
  }
  return (
    <div class="notice">
      {contribution !== undefined && (
        <p>
          {t("debate.met_by")}{" "}
          <a href={`#said-${contribution.id}`}>
            {t("text.pair", { name: author(contribution), value: excerpt(contribution.text ?? "") })}
          </a>
        </p>
      )}
      {amendment !== undefined && (
        <p>
          {t("debate.met_by")}{" "}
          <a href={pathOf("amendment", { amendment: amendment.id })}>
            {t("debate.amendment_of", { author: author(amendment) })}
          </a>
        </p>
      )}
      {note?.html !== undefined && <SafeHtml html={note.html} />}
    </div>
  );
}

function Body(props: { item: Said }) {
  const { t } = useApp();
  const { item } = props;
  const text = item.html === undefined ? null : <SafeHtml html={item.html} />;
  if (item.removed === true) {
    return <p class="quiet">{t("debate.removed")}</p>;
  }
  if (item.state !== "hidden") {
    return text;
  }
  return (
    <div class="notice">
      <p>{t("debate.hidden_because", { reason: item.reason ?? "" })}</p>
      {text !== null && (
        <details>
          <summary>{t("debate.hidden_text")}</summary>
          {text}
        </details>
      )}
    </div>
  );
}

function Endorse(props: { item: Said; name: string }) {
  const { announce, count, t } = useApp();
  const { canSpeak, reload } = useDebate();
  const voice = useVoice();
  const action = useAction();
  const { item } = props;
  const path = { contribution: item.id };
  const address = "/api/v1/contributions/{contribution}/endorsement";
  const text = t("debate.endorsements", { count: item.endorsements });
  if (!canSpeak || item.mine === true || item.state !== "visible") {
    return item.endorsements > 0 ? <span>{text}</span> : null;
  }
  const toggle = () =>
    void action.run(async () => {
      if (item.endorsed === true) {
        await api.remove(address, { path, query: voice });
      } else {
        await api.put(address, { path, body: voice });
      }
      announce(t("state.saved"));
      reload();
    });
  return (
    <>
      <button type="button" aria-pressed={item.endorsed === true} onClick={toggle}>
        <About act={`${t("debate.endorse")} (${count(item.endorsements)})`} what={props.name} />
      </button>
      <Failure problem={action.problem} />
    </>
  );
}

type Form = "reply" | "edit" | "settle" | "moderate";

/* Which forms this reader may open on it. */
function useForms(item: Said): [Form, Key][] {
  const { may } = useApp();
  const { canAnswer, canSpeak, isOpen } = useDebate();
  const forms: [Form, Key][] = [];
  const isVisible = item.state === "visible";
  if (isVisible && (canSpeak || canAnswer)) {
    forms.push(["reply", "debate.reply"]);
  }
  if (isVisible && isOpen && item.mine === true && item.removed !== true) {
    forms.push(["edit", "debate.edit"]);
    if (item.kind === "concern") {
      forms.push(["settle", "debate.settle"]);
    }
  }
  if (may("moderate") && item.mine !== true && item.state !== "withdrawn") {
    forms.push(["moderate", isVisible ? "debate.hide" : "debate.restore"]);
  }
  return forms;
}

function Actions(props: { item: Said; name: string }) {
  const { announce, t } = useApp();
  const { isOpen, reload } = useDebate();
  const [open, setOpen] = useState<Form | null>(null);
  const action = useAction();
  const { item, name } = props;
  const close = () => setOpen(null);
  const withdraw = async () => {
    const path = { contribution: item.id };
    const { etag } = await api.get("/api/v1/contributions/{contribution}", { path });
    await api.post("/api/v1/contributions/{contribution}/withdrawal", {
      path,
      body: {},
      match: etag,
    });
    announce(t("state.saved"));
    reload();
  };
  return (
    <>
      <p class="buttons">
        <Endorse item={item} name={name} />
        {useForms(item).map(([form, key]) => (
          <button
            key={form}
            type="button"
            aria-expanded={open === form}
            onClick={() => setOpen(open === form ? null : form)}
          >
            <About act={t(key)} what={name} />
          </button>
        ))}
        {isOpen && item.mine === true && item.state === "visible" && (
          <ActionButton
            action={action}
            kind="danger"
            label={t("debate.withdraw")}
            confirm={t("debate.withdraw_confirm")}
            onAct={withdraw}
          />
        )}
      </p>
      <Failure problem={action.problem} />
      {open === "reply" && <Write parent={item} onDone={close} />}
      {open === "edit" && <Edit item={item} onDone={close} />}
      {open === "settle" && <Settle item={item} onDone={close} />}
      {open === "moderate" && <Moderate item={item} onDone={close} />}
    </>
  );
}

export function Thread(props: { item: Schemas["Contribution"]; depth: number }) {
  const { instant, t } = useApp();
  const { items } = useDebate();
  const author = useAuthor();
  const { item, depth } = props;
  const how = item.concern?.how ?? "";
  const heading = useKeptFocus<HTMLHeadingElement>(
    `${item.state} ${item.version} ${item.replies} ${how} ${item.endorsements}`,
  );
  const replies = items.filter((each) => each.parent === item.id);
  const Heading = depth === 0 ? "h4" : "h5";
  const name = author(item);
  return (
    <article class="said" id={`said-${item.id}`} aria-label={name}>
      <Heading ref={heading} tabIndex={-1}>
        {name}
      </Heading>
      <p class="row-facts">
        {instant(item.at)}
        {item.edited_at !== undefined && <> · {t("debate.edited")}</>} <Tags item={item} />
      </p>
      <Body item={item} />
      {item.concern !== undefined && <Ending concern={item.concern} />}
      {item.version > 1 && item.text !== undefined && (
        <ContributionVersions contribution={item.id} count={item.version} />
      )}
      <Actions item={item} name={name} />
      {replies.length > 0 && (
        <ul class="threads">
          {replies.map((reply) => (
            <li key={reply.id}>
              <Thread item={reply} depth={depth + 1} />
            </li>
          ))}
        </ul>
      )}
    </article>
  );
}

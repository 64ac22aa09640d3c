/* A ranking: by dragging, by buttons, or with the arrow keys on the handle of an option. Each change is said. */

import type { RefObject } from "preact";
import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import type { App } from "../app.tsx";
import { useApp } from "../app.tsx";
import { Doing } from "../components.tsx";
import type { Ranks } from "../marks.ts";
import { joinAbove, moveBy, placeOf, rankAt, ranksOf, unrank } from "../marks.ts";
import type { BoxesProps } from "./ballot_boxes.tsx";
import { OptionText, Wholes } from "./ballot_boxes.tsx";
import { optionLabel } from "./ballot_words.ts";

type Option = Schemas["PollOption"];
type Control = "handle" | "up" | "down" | "equal" | "remove" | "add";

interface Hand {
  readonly app: App;
  readonly poll: Schemas["Poll"];
  readonly ranks: Ranks;
  readonly list: RefObject<HTMLOListElement | null>;
  /* Changes the ranking, says where the option is now, and gives the focus to a control of it. */
  readonly change: (ranks: Ranks, option: number, focus: Control | null) => void;
}

const focusName = (option: number, control: Control) => `${option}-${control}`;

/* Where an option stands, in words. */
function placeInWords(app: App, poll: Schemas["Poll"], ranks: Ranks, id: number): string {
  const option = poll.options.find((each) => each.id === id);
  const label = option === undefined ? "" : optionLabel(app, poll, option);
  const place = placeOf(ranks, id);
  if (place < 0) {
    return app.t("rank.out", { label });
  }
  const values = { label, place: place + 1, count: ranks.length };
  return (ranks[place]?.length ?? 0) > 1 ? app.t("rank.equal_now", values) : app.t("rank.now", values);
}

/* The rank over which the pointer is, by the middle of each row. */
function rankUnder(list: HTMLElement, y: number, dragged: number): number {
  let index = 0;
  const seen = new Set<string>();
  for (const row of list.querySelectorAll<HTMLElement>("li[data-rank]")) {
    const box = row.getBoundingClientRect();
    const rank = row.dataset["rank"] ?? "";
    const isOwn = row.dataset["option"] === String(dragged);
    if (!isOwn && y > box.top + box.height / 2 && !seen.has(rank)) {
      seen.add(rank);
      index += 1;
    }
  }
  return index;
}

/* Follows the pointer while an option is held. The listeners are the window's: a row that moves in the document
 * loses a pointer that it has captured. */
function useDrag(hand: Hand, id: number): { isHeld: boolean; hold: () => void } {
  const [isHeld, setHeld] = useState(false);
  const latest = useRef(hand);
  latest.current = hand;
  useEffect(() => {
    if (!isHeld) {
      return undefined;
    }
    const drag = (event: PointerEvent) => {
      const { list, ranks, change } = latest.current;
      if (list.current === null) {
        return;
      }
      const next = rankAt(ranks, id, rankUnder(list.current, event.clientY, id));
      if (JSON.stringify(next) !== JSON.stringify(ranks)) {
        change(next, id, "handle");
      }
    };
    const release = () => setHeld(false);
    window.addEventListener("pointermove", drag);
    window.addEventListener("pointerup", release);
    window.addEventListener("pointercancel", release);
    return () => {
      window.removeEventListener("pointermove", drag);
      window.removeEventListener("pointerup", release);
      window.removeEventListener("pointercancel", release);
    };
  }, [isHeld, id]);
  return { isHeld, hold: () => setHeld(true) };
}

/* The handle of an option: dragged by pointer or finger, and moved by the arrow keys. */
function Handle(props: { hand: Hand; id: number; describedBy: string }) {
  const { app, poll, ranks, change } = props.hand;
  const { id } = props;
  const { isHeld, hold } = useDrag(props.hand, id);
  const option = poll.options.find((each) => each.id === id);
  const onKey = (event: KeyboardEvent) => {
    const moves: Record<string, () => Ranks> = {
      ArrowUp: () => moveBy(ranks, id, -1),
      ArrowDown: () => moveBy(ranks, id, 1),
      Home: () => rankAt(ranks, id, 0),
      End: () => rankAt(ranks, id, ranks.length),
      "=": () => joinAbove(ranks, id),
    };
    const move = moves[event.key];
    if (move !== undefined) {
      event.preventDefault();
      change(move(), id, "handle");
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      change(unrank(ranks, id), id, "add");
    }
  };
  return (
    <button
      type="button"
      class={isHeld ? "handle held" : "handle"}
      data-focus={focusName(id, "handle")}
      aria-describedby={props.describedBy}
      aria-label={app.t("rank.handle", {
        label: option === undefined ? "" : optionLabel(app, poll, option),
        place: placeOf(ranks, id) + 1,
        count: ranks.length,
      })}
      onPointerDown={(event) => {
        /* A finger is captured by what it touches first, and that one may move. */
        event.currentTarget.releasePointerCapture(event.pointerId);
        hold();
      }}
      onKeyDown={onKey}
    >
      <span aria-hidden="true">⠿</span>
    </button>
  );
}

function RankButton(props: {
  hand: Hand;
  id: number;
  control: Exclude<Control, "handle" | "add">;
  sign: string;
  isOff: boolean;
  next: () => Ranks;
}) {
  const { app, poll, change } = props.hand;
  const option = poll.options.find((each) => each.id === props.id);
  return (
    <button
      type="button"
      data-focus={focusName(props.id, props.control)}
      aria-disabled={props.isOff}
      onClick={() => {
        if (!props.isOff) {
          change(props.next(), props.id, props.control === "remove" ? "add" : props.control);
        }
      }}
    >
      <span aria-hidden="true">{props.sign}</span>
      <span class="hidden">
        {app.t("text.pair", {
          name: app.word("rank", props.control),
          value: option === undefined ? "" : optionLabel(app, poll, option),
        })}
      </span>
    </button>
  );
}

function Ranked(props: { hand: Hand; option: Option; rank: number; describedBy: string }) {
  const { hand, option, rank } = props;
  const { ranks, poll } = hand;
  const isAlone = ranks[rank]?.length === 1;
  const { id } = option;
  return (
    <li class={isAlone ? "ranked" : "ranked equal"} data-rank={rank} data-option={id}>
      <Handle hand={hand} id={id} describedBy={props.describedBy} />
      <span class="place" aria-hidden="true">
        {rank + 1}
      </span>
      <OptionText poll={poll} option={option} />
      <span class="rank-buttons">
        <RankButton hand={hand} id={id} control="up" sign="↑" isOff={rank === 0 && isAlone}
          next={() => moveBy(ranks, id, -1)} />
        <RankButton hand={hand} id={id} control="down" sign="↓"
          isOff={rank === ranks.length - 1 && isAlone} next={() => moveBy(ranks, id, 1)} />
        <RankButton hand={hand} id={id} control="equal" sign="=" isOff={rank === 0}
          next={() => joinAbove(ranks, id)} />
        <RankButton hand={hand} id={id} control="remove" sign="×" isOff={false}
          next={() => unrank(ranks, id)} />
      </span>
    </li>
  );
}

/* Moving a row in the document takes the focus from it: it is given back, before the next key is pressed. */
function useFocusWanted(ranks: Ranks): RefObject<string | null> {
  const wanted = useRef<string>(null);
  useLayoutEffect(() => {
    if (wanted.current !== null) {
      document.querySelector<HTMLElement>(`[data-focus="${wanted.current}"]`)?.focus();
      wanted.current = null;
    }
  }, [ranks]);
  return wanted;
}

export function Ranking(props: BoxesProps) {
  const app = useApp();
  const { t, announce } = app;
  const { poll, onMark } = props;
  const ranks = ranksOf(props.marks);
  const hint = useId();
  const list = useRef<HTMLOListElement>(null);
  const wanted = useFocusWanted(ranks);
  const change = (next: Ranks, option: number, focus: Control | null) => {
    wanted.current = focus === null ? null : focusName(option, focus);
    onMark(next.length === 0 ? null : { ranks: next });
    announce(placeInWords(app, poll, next, option));
  };
  const hand: Hand = { app, poll, ranks, list, change };
  const rows = ranks.flatMap((rank, index) => rank.map((id) => ({ id, index })));
  const out = poll.options.filter(({ id }) => placeOf(ranks, id) < 0);
  return (
    <fieldset class="ballot">
      <legend>{t("ballot.rank")}</legend>
      <p class="hint" id={hint}>
        {t("rank.hint")}
      </p>
      {rows.length === 0 && <p class="quiet">{t("rank.none")}</p>}
      <ol class="ranking" ref={list} aria-label={t("rank.list")}>
        {rows.map(({ id, index }) => {
          const option = poll.options.find((each) => each.id === id);
          return option === undefined ? null : (
            <Ranked key={id} hand={hand} option={option} rank={index} describedBy={hint} />
          );
        })}
      </ol>
      {out.length > 0 && <h3>{t("rank.left")}</h3>}
      <ul class="unranked">
        {out.map((option) => (
          <li key={option.id}>
            <button
              type="button"
              class="rank-add"
              data-focus={focusName(option.id, "add")}
              onClick={() => change(rankAt(ranks, option.id, ranks.length), option.id, "handle")}
            >
              <Doing act={t("rank.add")} />
              <span aria-hidden="true">+ </span>
              <OptionText poll={poll} option={option} />
            </button>
          </li>
        ))}
      </ul>
      <Wholes {...props} type="checkbox" />
    </fieldset>
  );
}

/* What the parts of a debate share: the resolution, who reads, for whom they speak, what is known. */

import { createContext } from "preact";
import { useContext } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { useApp } from "../app.tsx";

export type Said = Schemas["Contribution"];

export interface Debate {
  readonly resolution: Schemas["Resolution"];
  readonly amendments: readonly Schemas["AmendmentSummary"][];
  readonly items: readonly Said[];
  readonly colleges: readonly Schemas["College"][];
  readonly isOpen: boolean;
  /* As a member; and for the board, which an office allows. */
  readonly canSpeak: boolean;
  readonly canAnswer: boolean;
  /* For whom the reader speaks, of those for whom they act. */
  readonly member: string;
  readonly reload: () => void;
}

export const DebateContext = createContext<Debate | null>(null);

export function useDebate(): Debate {
  const debate = useContext(DebateContext);
  if (debate === null) {
    throw new Error("no debate here");
  }
  return debate;
}

/* The field of a request that says for whom, where one acts for several. */
export function useVoice(): { member?: string } {
  const { session } = useApp();
  const { member } = useDebate();
  return session.members.length > 1 ? { member } : {};
}

/* The first words of a text, to name it in a list. */
export function excerpt(text: string, length = 60): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`;
}

/* Who wrote, as far as the reader may know. */
export function useAuthor(): (item: { author: Said["author"]; official?: boolean }) => string {
  const { label, t } = useApp();
  const { colleges } = useDebate();
  return ({ author, official }) => {
    const college = colleges.find((each) => each.id === author.college);
    const who = author.name ?? t("debate.someone", { pseudonym: author.pseudonym.slice(0, 8) });
    if (official === true) {
      return t("debate.board", { name: who });
    }
    return college === undefined ? who : `${who}, ${label(college.labels)}`;
  };
}

/* What every screen shares: the language, the society, who is signed in. */

import { createContext } from "preact";
import { useContext } from "preact/hooks";

import type { Schemas } from "./api.ts";
import * as format from "./format.ts";
import type { Key, Language, Values } from "./i18n.ts";
import { hasKey, locales, translate } from "./i18n.ts";

export interface Shared {
  readonly language: Language;
  readonly society: Schemas["Society"];
  readonly session: Schemas["Session"];
  readonly setLanguage: (language: Language) => void;
  /* After its settings changed, or its first constitution was entered. */
  readonly setSociety: (society: Schemas["Society"]) => void;
  readonly setSession: (session: Schemas["Session"]) => void;
  /* Says something to a reader who does not see the screen change, and to all for a moment. */
  readonly announce: (text: string) => void;
}

export const SharedContext = createContext<Shared | null>(null);

export interface App extends Shared {
  readonly t: (key: Key, values?: Values) => string;
  /* A word of the API ("poll.state" and "open"); itself when there is no sentence for it. */
  readonly word: (family: string, word: string) => string;
  readonly label: (labels: Schemas["Labels"]) => string;
  readonly instant: (iso: string) => string;
  readonly day: (date: string) => string;
  readonly figure: (ratio: string) => string;
  readonly count: (value: number) => string;
  readonly may: (capability: Schemas["Capability"]) => boolean;
}

export function useApp(): App {
  const shared = useContext(SharedContext);
  if (shared === null) {
    throw new Error("no shared state");
  }
  const { language, society, session } = shared;
  return {
    ...shared,
    t: (key, values) => translate(language, key, values),
    word: (family, word) => {
      const key = `${family}.${word}`;
      return hasKey(key) ? translate(language, key) : word;
    },
    label: (labels) => labels[language],
    instant: (iso) => format.instant(iso, locales[language], society.time_zone),
    day: (date) => format.day(date, locales[language]),
    figure: (ratio) => format.figure(ratio, locales[language]),
    count: (value) => format.count(value, locales[language]),
    may: (capability) => session.capabilities.includes(capability),
  };
}

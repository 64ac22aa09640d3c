/* Searching what is already here: by the words that people type, without their accents. */

import { useMemo } from "preact/hooks";

/* Without accents and capitals: "Épicerie" is found by "epicerie". */
export function plain(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase();
}

/* Does one of these texts, or all together, have every word that was typed? Nothing typed: yes. */
export function useSearch(typed: string): (...texts: readonly string[]) => boolean {
  return useMemo(() => {
    const words = plain(typed).split(/\s+/).filter(Boolean);
    return (...texts) => {
      const all = plain(texts.join(" "));
      return words.every((word) => all.includes(word));
    };
  }, [typed]);
}

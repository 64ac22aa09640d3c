/* The words of the page, in the first of the reader's languages that we have. */
import en from "./locales/en.json" with { type: "json" };
import fr from "./locales/fr.json" with { type: "json" };

export type Key = keyof typeof en;

const locales: Record<string, Record<Key, string>> = { en, fr };

export function chooseLanguage(wanted: readonly string[]): string {
  return wanted.map((tag) => tag.split("-")[0] ?? "").find((language) => language in locales) ?? "en";
}

export const language = chooseLanguage(navigator.languages);

export function text(key: Key): string {
  return (locales[language] ?? en)[key];
}

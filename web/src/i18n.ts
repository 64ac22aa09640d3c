/* The two languages: which one, and its sentences, which are fetched for the language that is read. */

export const languages = ["fr", "en"] as const;
export type Language = (typeof languages)[number];
/* How each writes dates and numbers: in Europe, English puts the day first and has 24 hours. */
export const locales: Record<Language, string> = { en: "en-GB", fr: "fr-FR" };
export type Key = keyof typeof import("./locales/en.json", { with: { type: "json" } });
export type Values = Readonly<Record<string, string | number>>;

/* A sentence, or one for one thing and one for several. */
type Message = string | { readonly one: string; readonly other: string };
type Messages = Readonly<Record<string, Message>>;
const messages: Partial<Record<Language, Messages>> = {};

/* Both literally, so that the bundler finds them. */
const sources: Record<Language, () => Promise<{ default: Messages }>> = {
  en: () => import("./locales/en.json", { with: { type: "json" } }),
  fr: () => import("./locales/fr.json", { with: { type: "json" } }),
};

/* Before the first sentence of a language is asked for. */
export async function loadLanguage(language: Language): Promise<void> {
  messages[language] ??= (await sources[language]()).default;
}

export function isLanguage(value: unknown): value is Language {
  return languages.some((each) => each === value);
}

/* The reader's choice, else the first of the browser's languages that we speak, else French. */
export function chooseLanguage(saved: string | null, accepted: readonly string[]): Language {
  if (isLanguage(saved)) {
    return saved;
  }
  return accepted.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? "fr";
}

export function hasKey(key: string): key is Key {
  return languages.some((each) => Object.hasOwn(messages[each] ?? {}, key));
}

/* The sentence of a key. `count` chooses between singular and plural; numbers are written as the
 * language writes them. */
export function translate(language: Language, key: Key, values: Values = {}): string {
  const message = messages[language]?.[key] ?? key;
  const number = new Intl.NumberFormat(language);
  const rule = new Intl.PluralRules(language).select(Number(values["count"] ?? 0));
  const pattern = typeof message === "string" ? message : message[rule === "one" ? "one" : "other"];
  return pattern.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) {
      return whole;
    }
    return typeof value === "number" ? number.format(value) : value;
  });
}

/*
 * figures.ts - what a check found, as data and in the words of this verifier.
 *
 * A page says the parts in the language of its reader; the program prints them in the words below.
 */

/* The words of each part; its values stand in braces. */
export const WORDS = {
  comment: "{comment}",
  origin: "{origin}",
  given_key: "the key is one that was given",
  own_keys: "the key is one that the record itself names ({keys}): give one that you know from elsewhere to check whose it is",
  own_witnesses: "the witnesses are those that it names too",
  no_witness: "no witness",
  witnessed: "last seen by a witness {at}",
  renamed: "CONTINUED UNDER ANOTHER NAME {count} TIMES",
  continued: "{origin} before entry {index}",
  entries: "{count} entries",
  tiles: "{count} tiles",
  seen_before: "{count} of {size} entries were seen before",
  left_behind: "the log was continued under another name at entry {index}: of the entries seen before, {index} to {last} are not in it",
  named_documents: "{count} documents under their hash",
  poll_documents: "{count} documents of polls",
  leaves: "{count} leaves",
  voters: "{count} voters",
  ballots: "{count} ballots",
  recounted: "{count} polls counted again",
  of_polls: "{count} polls",
  trackers_twice: "{count} TRACKERS STAND MORE THAN ONCE",
  in_urn: "the ballot {ballot}… is in the urn",
  voted: "{tracker} voted {marks}",
  voted_often: "{tracker} voted {marks} (it stands {count} times)",
  opened_again: "the ballot opened again says {marks}",
  rank: "rank {rank} of the roll",
  has_voted: "has voted",
  has_not_voted: "has not voted",
  files: "{count} files",
  not_asked: "not asked for",
  no_such_level: "a level of secrecy that this version does not have",
} as const;

export type What = keyof typeof WORDS;
export type Value = string | number | readonly string[];
export interface Part {
  readonly what: What;
  readonly values: Readonly<Record<string, Value>>;
}

/* Sentences, each of parts. */
export type Figure = readonly (readonly Part[])[];

export const part = (what: What, values: Part["values"] = {}): Part => ({ what, values });

/* One sentence of one part. */
export const figure = (what: What, values: Part["values"] = {}): Figure => [[part(what, values)]];

const textOfValue = (value: Value | undefined) => (Array.isArray(value) ? value.join(" and ") : String(value));

const textOfPart = ({ what, values }: Part) => WORDS[what].replaceAll(/\{(\w+)\}/g, (_, name: string) => textOfValue(values[name]));

export const textOfFigure = (sentences: Figure): string =>
  sentences.map((parts) => parts.map(textOfPart).join(", ")).join("; ");

/* attaching.ts - the files of resolutions, as the entries of a log attach them and take them off. */
import type { Let } from "./gates.ts";
import { text, type JsonObject } from "./json.ts";
import type { Entry } from "./types.ts";

type File = { id: string; resolution: string; document: string; takenBy: string | undefined };

/* Where a file is attached: the resolution that it takes up, and may its text be changed? */
export type Place = { id: string; follows: string | undefined; isDraft: boolean; isSecond: boolean };

const FILES_MAX = 20;

export class Attaching {
  readonly #known = new Map<string, File>();
  /* Of each resolution, those that were not taken off. */
  readonly #there = new Map<string, File[]>();
  readonly #let: Let;

  constructor(judge: Let) {
    this.#let = judge;
  }

  /*
   * RULE docs/rules/attachments.md
   * > A file is attached to a resolution, and taken off it with a reason, by who may change its text, and as long as
   * > the text may be changed.
   */
  take({ type, d }: Entry, place: Place): void {
    this.#let(place.isDraft, `${type} of a text that may not be changed`);
    if (type === "resolution.attach") this.#attach(d, place);
    else this.#detach(d, place);
  }

  /*
   * RULE docs/rules/attachments.md
   * > A file has at most 8 MiB, a resolution at most 20 that are attached
   */
  #attach(d: JsonObject, { id: resolution, follows, isSecond }: Place): void {
    const id = text(d, "attachment");
    if (!this.#let(!this.#known.has(id), "a file is attached twice")) return;
    const file: File = { id, resolution, document: text(d, "hash"), takenBy: undefined };
    this.#known.set(id, file);
    const there = this.#there.get(resolution) ?? [];
    if (!this.#let(there.length < FILES_MAX, "more files are attached than may be")) return;
    this.#there.set(resolution, [...there, file]);
    if (isSecond) this.#takeOver(file, follows);
  }

  /*
   * RULE docs/rules/attachments.md
   * > A resolution of a second call has
   * > what was attached to the one that it takes up: the same documents.
   *
   * Each once. That none is missing the log does not say: those that were removed by then are not taken over.
   */
  #takeOver({ document, resolution }: File, follows: string | undefined): void {
    const before = (this.#there.get(follows ?? "") ?? []).find((file) => file.document === document && file.takenBy !== resolution);
    this.#let(before !== undefined, "a second call attaches what the first did not have");
    if (before !== undefined) before.takenBy = resolution;
  }

  #detach(d: JsonObject, { id: resolution, isSecond }: Place): void {
    const file = this.#known.get(text(d, "attachment"));
    this.#let(!isSecond && file?.resolution === resolution, "a file is taken off another resolution than it is attached to, or in a second call");
    const there = this.#there.get(resolution) ?? [];
    if (!this.#let(file !== undefined && there.includes(file), "a file is taken off that is not attached")) return;
    this.#there.set(resolution, there.filter((other) => other !== file));
  }
}

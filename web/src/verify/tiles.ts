/* tiles.ts - how a log lies in files: tiles of hashes, bundles of entries, and their addresses. */
import { concat, equal, must } from "./bytes.ts";
import { contentOf, type Tar } from "./tar.ts";
import { tileLevelAbove } from "./tree.ts";

const WIDTH = 256;
const LEVELS = 8;

/*
 * RULE docs/rules/log.md
 * > The index is written in groups of three digits, all but the last preceded by x: 1234067 is x001/x234/067.
 */
export function tilePath(level: number | "entries", index: number, width: number): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, "0").match(/.{3}/g) ?? [];
  const path = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join("/");
  return `tile/${level}/${path}${width < WIDTH ? `.p/${width}` : ""}`;
}

/* The tiles over so many hashes or entries: their index and their width. */
export function* tilesOver(count: number): Generator<{ index: number; width: number }> {
  for (let at = 0; at < count; at += WIDTH) yield { index: at / WIDTH, width: Math.min(WIDTH, count - at) };
}

/* The names of all tiles of a log of that size. */
export function tileNames(size: number): string[] {
  const names = [...tilesOver(size)].map(({ index, width }) => tilePath("entries", index, width));
  for (let level = 0, count = size; level < LEVELS && count > 0; level++, count = Math.floor(count / WIDTH)) {
    for (const { index, width } of tilesOver(count)) names.push(tilePath(level, index, width));
  }
  return names;
}

/*
 * RULE docs/rules/log.md
 * > A bundle holds the entries of the tile of level 0, each after its size in two bytes, the high one first.
 */
export function* splitBundle(bundle: Uint8Array, width: number, name: string): Generator<Uint8Array> {
  let at = 0;
  for (let i = 0; i < width; i++) {
    const size = (bundle[at] ?? 0) * 256 + (bundle[at + 1] ?? 0);
    must(at + 2 + size <= bundle.length, `${name} is cut`);
    yield bundle.subarray(at + 2, at + 2 + size);
    at += 2 + size;
  }
  must(at === bundle.length, `${name} has more than ${width} entries`);
}

/* The entries of a log of that size, one after the other. */
export async function* entriesOf(tar: Tar, size: number): AsyncGenerator<Uint8Array> {
  for (const { index, width } of tilesOver(size)) {
    const name = `log/${tilePath("entries", index, width)}`;
    yield* splitBundle(await contentOf(tar, name), width, name);
  }
}

/* Refuses tiles of hashes that are not those of these leaves. How many there are. */
export async function verifyTiles(tar: Tar, leaves: Uint8Array[]): Promise<number> {
  let tiles = 0;
  for (let level = 0, hashes = leaves; level < LEVELS && hashes.length > 0; level++, hashes = tileLevelAbove(hashes)) {
    for (const { index, width } of tilesOver(hashes.length)) {
      const name = `log/${tilePath(level, index, width)}`;
      const made = concat(...hashes.slice(index * WIDTH, index * WIDTH + width));
      must(equal(await contentOf(tar, name), made), `${name} is not the tile of these entries`);
      tiles++;
    }
  }
  return tiles;
}

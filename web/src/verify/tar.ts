/* tar.ts - the one form of tar in which a record travels, read strictly. */
import { concat, equal, must, refuse, textOf, utf8 } from "./bytes.ts";
import { readAll, type Source } from "./source.ts";

const BLOCK = 512;
const NAME_SIZE = 100;
const FILES_MAX = 4_000_000;
const CONTENT_MAX = 1 << 30;

export type TarFile = { name: string; at: number; size: number };
export type Tar = { source: Source; files: Map<string, TarFile> };

/*
 * RULE docs/rules/record.md
 * > A name has from 1 to 99 bytes: parts made of ASCII letters, digits, '.', '-' and '_', with one '/'
 * > between two of them. No part is empty, and none begins with '.'.
 */
function isName(name: string): boolean {
  return name.length < NAME_SIZE && /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/.test(name);
}

/* The header that a file of that name and size has. */
function headerOf(name: string, size: number): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const put = (at: number, text: string) => block.set(utf8(text), at);
  put(0, name);
  put(100, "0000644");
  put(108, "0000000");
  put(116, "0000000");
  put(124, size.toString(8).padStart(11, "0"));
  put(136, "00000000000");
  put(148, "        ");
  put(156, "0");
  put(257, "ustar");
  put(263, "00");
  put(329, "0000000");
  put(337, "0000000");
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(148, `${sum.toString(8).padStart(6, "0")}\0 `);
  return block;
}

const isZero = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);

/*
 * RULE docs/rules/record.md
 * > A reader makes each header again from the name and the size that it finds, and refuses one that differs in any byte.
 */
export async function readTar(source: Source): Promise<Tar> {
  const files = new Map<string, TarFile>();
  let previous = "";
  let at = 0;
  for (;;) {
    must(at + 2 * BLOCK <= source.size, "the tar has no end");
    const header = await readAll(source, at, BLOCK);
    if (isZero(header)) break;
    const end = header.indexOf(0);
    const name = textOf(header.subarray(0, end < 0 ? 0 : end), "a name");
    must(isName(name), `at byte ${at} there is no name that a record has`);
    const digits = textOf(header.subarray(124, 135), "a size");
    must(/^[0-7]{11}$/.test(digits), `the size of ${name} is not octal`);
    const size = Number.parseInt(digits, 8);
    must(equal(header, headerOf(name, size)), `the header of ${name} is not ours`);
    must(name > previous, `${name} is not in order`); /* ASCII: UTF-16 units are bytes */
    must(files.size < FILES_MAX, "too many files");
    const padding = (BLOCK - (size % BLOCK)) % BLOCK;
    must(at + BLOCK + size + padding <= source.size, `${name} is cut`);
    const pad = await readAll(source, at + BLOCK + size, padding);
    must(isZero(pad), `something follows ${name}`);
    files.set(name, { name, at: at + BLOCK, size });
    previous = name;
    at += BLOCK + size + padding;
  }
  must(source.size === at + 2 * BLOCK && isZero(await readAll(source, at, 2 * BLOCK)), "the tar does not end with its end");
  return { source, files };
}

/* The content of a file, or refused. */
export async function contentOf(tar: Tar, name: string): Promise<Uint8Array> {
  const file = tar.files.get(name) ?? refuse(`${name} is not there`);
  must(file.size <= CONTENT_MAX, `${name} is too large`);
  return readAll(tar.source, file.at, file.size);
}

/* A tar of those files, as records have them: for tests, and to see that both directions agree. */
export function writeTar(files: [name: string, content: Uint8Array][]): Uint8Array {
  const sorted = files.toSorted(([a], [b]) => (a < b ? -1 : 1));
  const parts = sorted.flatMap(([name, content]) =>
    [headerOf(name, content.length), content, new Uint8Array((BLOCK - (content.length % BLOCK)) % BLOCK)]);
  return concat(...parts, new Uint8Array(2 * BLOCK));
}

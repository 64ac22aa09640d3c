/* json.ts - canonical JSON, read so that one value has one spelling; and values of the kinds that documents have. */
import { compare, must, refuse, textOf, utf8 } from "./bytes.ts";

export type Json = string | number | boolean | Json[] | { [name: string]: Json };
export type JsonObject = { [name: string]: Json };

const DEPTH_MAX = 16;
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;

/* Is it moved by one that stands before nearly all, or by one that stands after all but itself? Then it has a class. */
const isCombining = (mark: string): boolean => {
  const [low, high] = ["\u0334", "\u0345"];
  return (mark + low).normalize("NFD") !== mark + low || (high + mark).normalize("NFD") !== high + mark;
};

/*
 * RULE docs/rules/canon.md
 * > Taken apart, a text has no more than 30
 * > combining marks in a row
 *
 * Nothing combines but what is called a mark, of which some do not.
 */
function hasLongRow(text: string): boolean {
  const rows = text.normalize("NFD").match(/\p{M}{31,}/gu) ?? [];
  return rows.some((row) => {
    let length = 0;
    return [...row].some((mark) => (length = isCombining(mark) ? length + 1 : 0) > 30);
  });
}

/*
 * RULE docs/rules/canon.md
 * > Texts are UTF-8 in normal form C; in them only the quotation mark, the backslash, the line feed and the
 * > tabulation are escaped, as \" \\ \n and \t, and there is no other control character.
 */
function writeText(text: string): string {
  const isNormal = !/\p{Surrogate}/u.test(text) && text.normalize("NFC") === text && !hasLongRow(text);
  must(isNormal && !CONTROL.test(text), "a text is not canonical");
  return JSON.stringify(text);
}

/* The canonical spelling of a value that JSON.parse gave; it stands below so many others. */
function write(value: unknown, depth: number): string {
  if (typeof value === "string") return writeText(value);
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number") {
    must(Number.isSafeInteger(value) && !Object.is(value, -0), "a number is not a whole one of less than 2^53");
    return String(value);
  }
  must(typeof value === "object" && value !== null && depth < DEPTH_MAX, "a value is null, or too deep");
  if (Array.isArray(value)) return `[${value.map((item) => write(item, depth + 1)).join(",")}]`;
  const names = Object.keys(value).sort();
  must(names.every((name) => /^[a-z0-9_]+$/.test(name)), "a name is not canonical");
  return `{${names.map((name) => `"${name}":${write((value as JsonObject)[name], depth + 1)}`).join(",")}}`;
}

/*
 * RULE docs/rules/canon.md
 * > the bytes that were received are hashed as they are, and are refused when writing their value gives other bytes.
 */
export function readCanonical(bytes: Uint8Array, what: string): JsonObject {
  const text = textOf(bytes, what);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    refuse(`${what} is not JSON`);
  }
  must(isObject(value as Json), `${what} is not an object`);
  must(write(value, 0) === text, `${what} is not spelled canonically`);
  return value as JsonObject;
}

/* Compact JSON with sorted members, whose names may be any text: what outcomes hold. */
export function compact(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(compact).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const names = Object.keys(value).map((name) => ({ name, bytes: utf8(name) }));
  names.sort((a, b) => compare(a.bytes, b.bytes));
  return `{${names.map(({ name }) => `${JSON.stringify(name)}:${compact(value[name] as Json)}`).join(",")}}`;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const own = (object: JsonObject, name: string): Json | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined;

export function get(object: JsonObject, name: string): Json | undefined {
  return own(object, name);
}

export function text(object: JsonObject, name: string): string {
  const value = own(object, name);
  return typeof value === "string" ? value : refuse(`${name} is not a text`);
}

export function textOr(object: JsonObject, name: string): string | undefined {
  return own(object, name) === undefined ? undefined : text(object, name);
}

export function count(object: JsonObject, name: string): number {
  const value = own(object, name);
  return typeof value === "number" && value >= 0 ? value : refuse(`${name} is not a count`);
}

export function bool(object: JsonObject, name: string): boolean {
  const value = own(object, name);
  return typeof value === "boolean" ? value : refuse(`${name} is neither true nor false`);
}

export function array(object: JsonObject, name: string): Json[] {
  const value = own(object, name);
  return Array.isArray(value) ? value : refuse(`${name} is not a list`);
}

export function object(from: JsonObject, name: string): JsonObject {
  const value = own(from, name);
  return isObject(value) ? value : refuse(`${name} is not an object`);
}

export function objects(from: JsonObject, name: string): JsonObject[] {
  return array(from, name).map((value) => (isObject(value) ? value : refuse(`${name} has what is no object`)));
}

export function texts(from: JsonObject, name: string): string[] {
  return array(from, name).map((value) => (typeof value === "string" ? value : refuse(`${name} has what is no text`)));
}

/* No other members than these, and those without "?" all of them. */
export function only(value: JsonObject, names: string[], what: string): void {
  const known = new Set(names.map((name) => name.replace("?", "")));
  for (const name of Object.keys(value)) must(known.has(name), `${what} has ${name}, which is not known`);
  for (const name of names) must(name.endsWith("?") || Object.hasOwn(value, name), `${what} has no ${name}`);
}

/* Are both absent, or the same? */
export function same(a: Json | undefined, b: Json | undefined): boolean {
  return a === undefined || b === undefined ? a === b : compact(a) === compact(b);
}

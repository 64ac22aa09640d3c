/* policy.ts - which witnesses must have seen a checkpoint: the policy, and whether it is met. */
import { must, refuse, textOf, utf8 } from "./bytes.ts";
import { COSIGNATURE, holds, linesOf, readKey, type Key, type Note } from "./notes.ts";

const BYTES_MAX = 12000;
const LOGS_MAX = 64;
const NAMED_MAX = 32;

type Group = { name: string; least: number; members: string[] };
export type Policy = { logs: Key[]; witnesses: Map<string, Key>; groups: Map<string, Group>; quorum: string };

function decimal(word: string): number {
  return /^[1-9][0-9]{0,2}$/.test(word) ? Number(word) : 0;
}

function addGroup(policy: Policy, name: string, word: string, members: string[]): void {
  must(members.length > 0 && new Set(members).size === members.length, `the group ${name} has not its members once each`);
  const known = members.every((member) => policy.witnesses.has(member) || policy.groups.has(member));
  must(known, `the group ${name} has a member that is not above it`);
  const least = word === "all" ? members.length : word === "any" ? 1 : decimal(word);
  must(least >= 1 && least <= members.length, `the group ${name} asks for more members than it has`);
  must(policy.groups.size < NAMED_MAX, "too many groups");
  policy.groups.set(name, { name, least, members });
}

const isFree = (policy: Policy, name: string): boolean =>
  name !== "none" && !policy.witnesses.has(name) && !policy.groups.has(name);

const isKnownKey = (keys: Iterable<Key>, key: Key): boolean =>
  [...keys].some((other) => other.key.every((byte, i) => byte === key.key[i]));

function addLine(policy: Policy, words: string[]): void {
  const [what = "", name = "", third = "", ...rest] = words;
  const refused = `the policy has a line that is refused: ${words.join(" ")}`;
  if (what === "log" && words.length >= 2 && words.length <= 3) {
    const key = readKey(name);
    must(key.type !== COSIGNATURE && !isKnownKey(policy.logs, key) && policy.logs.length < LOGS_MAX, refused);
    policy.logs.push(key);
  } else if (what === "witness" && words.length >= 3 && words.length <= 4) {
    const key = readKey(third);
    must(key.type === COSIGNATURE && !isKnownKey(policy.witnesses.values(), key), refused);
    must(isFree(policy, name) && policy.witnesses.size < NAMED_MAX, refused);
    policy.witnesses.set(name, key);
  } else if (what === "group" && words.length >= 4) {
    must(isFree(policy, name), refused);
    addGroup(policy, name, third, rest);
  } else if (what === "quorum" && words.length === 2) {
    must(policy.quorum === "" && (name === "none" || !isFree(policy, name)), refused);
    policy.quorum = name;
  } else {
    refuse(refused);
  }
}

/*
 * RULE docs/rules/witness.md
 * > It is lines of words apart by spaces or tabs; empty lines and lines that begin with `#` say nothing.
 */
export function readPolicy(bytes: Uint8Array): Policy {
  must(bytes.length <= BYTES_MAX, "the policy is too long");
  const text = textOf(bytes, "the policy");
  const clean = bytes.every((byte) => byte === 9 || byte === 10 || (byte >= 0x20 && byte !== 0x7f));
  must(clean && text.endsWith("\n"), "the policy has bytes that are refused, or no end");
  const policy: Policy = { logs: [], witnesses: new Map(), groups: new Map(), quorum: "" };
  for (const line of text.split("\n")) {
    const words = line.split(/[ \t]+/).filter((word) => word !== "");
    if (words.length > 0 && !line.startsWith("#")) addLine(policy, words);
  }
  must(policy.quorum !== "", "the policy has no quorum");
  return policy;
}

/* Refuses a note whose quorum is not there, or on which a witness signed what does not hold; the newest second. */
export function verifyQuorum(policy: Policy, note: Note): bigint {
  const seen = new Map<string, bigint>();
  for (const [name, key] of policy.witnesses) {
    for (const signature of linesOf(note, key)) {
      const time = holds(note, key, signature);
      must(time !== null, `the cosignature of ${name} does not hold`);
      seen.set(name, time);
    }
  }
  /* Groups name only what stands above them: one pass in order is enough. */
  const met = new Set(seen.keys());
  for (const { name, least, members } of policy.groups.values()) {
    if (members.filter((member) => met.has(member)).length >= least) met.add(name);
  }
  must(policy.quorum === "none" || met.has(policy.quorum), "fewer witnesses have cosigned than the policy asks for");
  return [...seen.values()].reduce((newest, time) => (time > newest ? time : newest), 0n);
}

/* A policy that asks for nobody, in front of which lines of keys may stand. */
export const NO_POLICY: string = "quorum none\n";

export function keysText(keys: Key[], policy: string): Uint8Array {
  return utf8(keys.map(({ text }) => `log ${text}\n`).join("") + policy);
}

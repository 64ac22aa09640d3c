/* types.ts - the types of entries with their fields, as docs/log.md has them; "?" follows what may be absent. */
import { must } from "./bytes.ts";
import { count, get, isObject, object, only, readCanonical, text, type Json, type JsonObject } from "./json.ts";

export type Entry = { index: number; type: string; at: number; d: JsonObject };

const ENTRY_MAX = 16384;
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const TYPES: Record<string, string> = {
  "log.genesis": "origin:text software:text spec:text vkey:text",
  "key.announce": "key:text purpose:text",
  "key.rotate": "new:text old:text signature:text",
  "key.revoke": "key:text last_size:count reason:text",
  "key.destroy": "key:text",
  "log.continue": "checkpoint:text origin:text reason:text signature:text vkey:text",
  "log.policy": "policy:text",
  "redact": "entry:count ground:text hash:hash role:text",
  "society.found": "hash:hash society:uuid",
  "society.change": "hash:hash society:uuid",
  "constitution.enter": "adopted_by?:uuid constitution:uuid effective_on:date hash:hash number:count parent?:uuid",
  "register.change": "c:hash what:text",
  "register.import": "c:hash colleges:object count:count",
  "link.make": "count:count",
  "office.grant": "holder:hash office:uuid role:text until?:count",
  "office.end": "office:uuid",
  "assembly.create": "assembly:uuid call:text college?:text kind:text meets_at:count place?:text second_of?:uuid title:text",
  "assembly.change": "assembly:uuid meets_at:count place?:text title:text",
  "assembly.convene": "assembly:uuid constitution:uuid",
  "assembly.open": "assembly:uuid",
  "assembly.end": "assembly:uuid",
  "assembly.cancel": "assembly:uuid reason:text",
  "notice.send": "assembly:uuid count:count failed:count hash:hash root:hash",
  "retention.apply": "count:count days:count kind:text",
  "attendance.mark": "assembly:uuid c:hash",
  "sitting.bureau": "assembly:uuid c:hash count:count",
  "sitting.suspend": "assembly:uuid motion?:uuid",
  "sitting.resume": "assembly:uuid",
  "sitting.discuss": "assembly:uuid resolution?:uuid",
  "sitting.incident": "assembly:uuid c:hash incident:uuid",
  "sitting.speech": "assembly:uuid resolution?:uuid seconds:count speaker:pseudonym",
  "debate.close": "motion?:uuid resolution:uuid",
  "debate.open": "resolution:uuid",
  "debate.ask": "asker:pseudonym resolution:uuid value:bool",
  "debate.extend": "base:count days:count required:ratio resolution:uuid support:count",
  "motion.make": "assembly:uuid author:pseudonym college?:text kind:text motion:uuid resolution?:uuid",
  "motion.support": "motion:uuid supporter:pseudonym value:bool",
  "motion.carry": "base:count class?:text motion:uuid required:ratio support:count",
  "recusal.set": "c:hash reason?:text resolution:uuid value:bool",
  "resolution.table": "assembly:uuid class:text continues?:uuid hash:hash origin:text position:count resolution:uuid",
  "resolution.amend": "hash:hash resolution:uuid",
  "resolution.move": "position:count resolution:uuid",
  "resolution.opinion": "opinion:text resolution:uuid",
  "resolution.withdraw": "resolution:uuid",
  "resolution.attach": "attachment:uuid hash:hash resolution:uuid",
  "resolution.detach": "attachment:uuid reason:text resolution:uuid",
  "resolution.procedure": "procedure:text resolution:uuid",
  "initiative.propose": "assembly:uuid author:pseudonym class:text hash:hash initiative:uuid",
  "initiative.sponsor": "initiative:uuid sponsor:pseudonym value:bool",
  "initiative.withdraw": "initiative:uuid",
  "initiative.table": "base:count college?:text initiative:uuid required:ratio resolution:uuid sponsors:count",
  "nomination.make": "nominator:pseudonym nominee:pseudonym resolution:uuid",
  "nomination.withdraw": "nominator:pseudonym resolution:uuid",
  "nomination.refuse": "nominee:pseudonym resolution:uuid value:bool",
  "temperature.show": "college?:text none:count oppose:count reserve:count resolution:uuid support:count version:count",
  "resolution.consolidate": "adopted:array hash:hash resolution:uuid",
  "amendment.propose": "amendment:uuid author:pseudonym distance:count hash:hash parent?:uuid resolution:uuid version:count",
  "amendment.amend": "amendment:uuid distance:count hash:hash",
  "amendment.support": "amendment:uuid supporter:pseudonym value:bool",
  "amendment.withdraw": "amendment:uuid",
  "amendment.accept": "amendment:uuid",
  "amendment.fate": "amendment:uuid fate:text poll:uuid",
  "contribution.post": "author:pseudonym college?:text contribution:uuid hash:hash kind:text official?:bool parent?:uuid " +
    "resolution:uuid",
  "contribution.edit": "contribution:uuid hash:hash version:count",
  "contribution.endorse": "contribution:uuid endorser:pseudonym value:bool",
  "contribution.withdraw": "contribution:uuid",
  "contribution.conceal": "contribution:uuid reason:text role:text",
  "contribution.restore": "contribution:uuid reason:text role:text",
  "concern.settle": "by?:uuid contribution:uuid hash?:hash how:text",
  "proxy.offer": "assembly:uuid c:hash proxy:uuid",
  "proxy.instruct": "assembly:uuid c:hash proxy:uuid",
  "proxy.carry": "assembly:uuid c:hash proxy:uuid",
  "proxy.accept": "assembly:uuid c:hash proxy:uuid",
  "proxy.refuse": "assembly:uuid c:hash proxy:uuid",
  "proxy.revoke": "assembly:uuid c:hash proxy:uuid",
  "poll.create": "amendment?:uuid assembly:uuid class:text closes_at:count electorate?:text kept_days?:count kind:text " +
    "method:text opens_at:count poll:uuid question:hash resolution?:uuid secrecy:text trackers?:bool",
  "poll.call": "constitution:uuid lot?:hash poll:uuid text?:hash",
  "poll.waive": "k_min:count poll:uuid reason:text",
  "poll.open": "colleges:object manifest:hash poll:uuid roll_root:hash voters:count",
  "ballot.cast": "c:hash poll:uuid",
  "poll.close": "box:hash count:count left?:count poll:uuid reason?:text used:count",
  "poll.count": "method:text opened?:hash outcome:hash poll:uuid verdict:text version:count",
  "poll.publish": "poll:uuid",
  "poll.void": "poll:uuid reason:text",
  "minutes.draw": "assembly:uuid hash:hash minutes:uuid version:count",
  "minutes.approve": "c:hash hash:hash minutes:uuid role:text",
  "minutes.publish": "hash:hash minutes:uuid",
  "decision.step": "due_on?:date hash:hash poll:uuid state:text step:uuid",
  "urn.show": "count:count poll:uuid",
  "urn.destroy": "count:count poll:uuid",
};

/* A day that is in the calendar. */
function isDate(text: string): boolean {
  const days = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (days === null) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/* Of two numbers in lowest terms, not negative. */
function isRatio(text: string): boolean {
  const parts = /^(0|[1-9]\d*)\/([1-9]\d*)$/.exec(text);
  if (parts === null) return false;
  let [a, b] = [BigInt(parts[1]!), BigInt(parts[2]!)];
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 1n;
}

function isOfKind(value: Json, kind: string): boolean {
  switch (kind) {
    case "text": return typeof value === "string" && value !== "";
    case "uuid": return typeof value === "string" && UUID.test(value);
    case "hash": return typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
    case "date": return typeof value === "string" && isDate(value);
    case "ratio": return typeof value === "string" && isRatio(value);
    case "bool": return typeof value === "boolean";
    case "array": return Array.isArray(value);
    case "pseudonym": return typeof value === "string" && /^[0-9A-HJKMNP-TV-Z]{16}$/.test(value);
    case "count": return typeof value === "number" && value >= 0;
    default: return kind === "object" && isObject(value);
  }
}

/* Has it those members, each of its kind, and no other? They are spelled as those of an entry. */
export function checkForm(what: string, d: JsonObject, spelled: string): void {
  const fields = spelled.split(" ").map((field) => field.split(":") as [string, string]);
  only(d, fields.map(([name]) => name), what);
  for (const [name, kind] of fields) {
    const value = get(d, name.replace("?", ""));
    must(value === undefined || isOfKind(value, kind), `${name} of ${what} is not a ${kind}`);
  }
}

function checkFields(type: string, d: JsonObject): void {
  const spelled = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
  must(spelled !== undefined, `its type, ${type}, is not known`);
  checkForm(type, d, spelled);
}

/*
 * RULE docs/rules/log.md
 * > An entry is one object of canonical JSON with exactly five members: d, what it says; id, a UUID of its own; t,
 * > its type; ts, the second in which it was made; v, the version of its type.
 */
export function readEntry(bytes: Uint8Array, index: number): Entry {
  must(bytes.length <= ENTRY_MAX, "it is too long");
  const entry = readCanonical(bytes, "it");
  only(entry, ["d", "id", "t", "ts", "v"], "it");
  must(UUID.test(text(entry, "id")) && entry["v"] === 1, "its id or its version is refused");
  const [type, d] = [text(entry, "t"), object(entry, "d")];
  checkFields(type, d);
  return { index, type, at: count(entry, "ts"), d };
}

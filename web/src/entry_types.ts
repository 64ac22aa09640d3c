/* The types of the entries of the log, in one table: of what each is, and whose office it needs. Pure. */

/* What an act needs of whoever does it; "log" is what the program does by itself. */
export const DUTIES = ["administer", "keep_register", "convene", "run_polls", "moderate", "log"] as const;
export type Duty = (typeof DUTIES)[number];

/* In the order in which a reader chooses among them. */
export const FAMILIES = ["society", "constitution", "register", "office", "assembly", "sitting", "motion", "resolution",
  "initiative", "nomination", "debate", "contribution", "amendment", "proxy", "poll", "ballot", "minutes", "decision",
  "log", "removal"] as const;
export type Family = (typeof FAMILIES)[number];

/* What members say and do, and ballots, need no office. */
const TYPES: Readonly<Record<string, readonly [Family, Duty?]>> = {
  "log.genesis": ["log", "log"],
  "key.announce": ["log", "log"],
  "key.rotate": ["log", "log"],
  "key.revoke": ["log", "log"],
  "log.policy": ["log", "administer"],
  redact: ["removal", "administer"],
  "retention.apply": ["removal", "log"],
  "society.found": ["society", "log"],
  "society.change": ["society", "administer"],
  "constitution.enter": ["constitution", "administer"],
  "register.change": ["register", "keep_register"],
  "register.import": ["register", "keep_register"],
  "link.make": ["register", "keep_register"],
  "office.grant": ["office", "administer"],
  "office.end": ["office", "administer"],
  "assembly.create": ["assembly", "convene"],
  "assembly.change": ["assembly", "convene"],
  "assembly.convene": ["assembly", "convene"],
  "assembly.open": ["assembly", "run_polls"],
  "assembly.end": ["assembly", "run_polls"],
  "assembly.cancel": ["assembly", "convene"],
  "notice.send": ["assembly", "convene"],
  "attendance.mark": ["sitting"],
  "sitting.bureau": ["sitting", "run_polls"],
  "sitting.suspend": ["sitting", "run_polls"],
  "sitting.resume": ["sitting", "run_polls"],
  "sitting.discuss": ["sitting", "run_polls"],
  "sitting.incident": ["sitting", "run_polls"],
  "sitting.speech": ["sitting"],
  "recusal.set": ["sitting"],
  "motion.make": ["motion"],
  "motion.support": ["motion"],
  "motion.carry": ["motion"],
  "debate.close": ["debate", "run_polls"],
  "debate.open": ["debate", "run_polls"],
  "debate.ask": ["debate"],
  "debate.extend": ["debate"],
  "temperature.show": ["debate"],
  "resolution.table": ["resolution", "convene"],
  "resolution.amend": ["resolution", "convene"],
  "resolution.move": ["resolution", "convene"],
  "resolution.opinion": ["resolution", "convene"],
  "resolution.withdraw": ["resolution", "convene"],
  "resolution.procedure": ["resolution"],
  "resolution.consolidate": ["resolution"],
  "initiative.propose": ["initiative"],
  "initiative.sponsor": ["initiative"],
  "initiative.withdraw": ["initiative"],
  "initiative.table": ["initiative"],
  "nomination.make": ["nomination"],
  "nomination.withdraw": ["nomination"],
  "nomination.refuse": ["nomination"],
  "amendment.propose": ["amendment"],
  "amendment.amend": ["amendment"],
  "amendment.support": ["amendment"],
  "amendment.withdraw": ["amendment"],
  "amendment.accept": ["amendment"],
  "amendment.fate": ["amendment"],
  "contribution.post": ["contribution"],
  "contribution.edit": ["contribution"],
  "contribution.endorse": ["contribution"],
  "contribution.withdraw": ["contribution"],
  "contribution.conceal": ["contribution", "moderate"],
  "contribution.restore": ["contribution", "moderate"],
  "concern.settle": ["contribution"],
  "proxy.offer": ["proxy"],
  "proxy.instruct": ["proxy"],
  "proxy.carry": ["proxy"],
  "proxy.accept": ["proxy"],
  "proxy.refuse": ["proxy"],
  "proxy.revoke": ["proxy"],
  "poll.create": ["poll", "run_polls"],
  "poll.waive": ["poll", "run_polls"],
  "poll.call": ["poll", "run_polls"],
  "poll.open": ["poll", "run_polls"],
  "poll.close": ["poll", "run_polls"],
  "poll.count": ["poll", "log"],
  "poll.publish": ["poll", "log"],
  "poll.void": ["poll", "administer"],
  "ballot.cast": ["ballot"],
  "urn.show": ["ballot"],
  "urn.destroy": ["ballot", "run_polls"],
  "minutes.draw": ["minutes", "convene"],
  "minutes.approve": ["minutes"],
  "minutes.publish": ["minutes", "log"],
  "decision.step": ["decision", "administer"],
};

const rowOf = (type: string) => (Object.hasOwn(TYPES, type) ? TYPES[type] : undefined);

/* Of what an entry is; null for a type that is newer than this program. */
export const familyOf = (type: string): Family | null => rowOf(type)?.[0] ?? null;

/* Whose office it needs; null for what is no act of office. */
export const dutyOf = (type: string): Duty | null => rowOf(type)?.[1] ?? null;

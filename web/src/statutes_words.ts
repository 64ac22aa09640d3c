/* The statutes in sentences, one for each field that they state. Pure. */

import type { Schemas } from "./api.ts";
import { figure, parseRatio, percent } from "./format.ts";
import type { Language } from "./i18n.ts";
import { hasKey, translate } from "./i18n.ts";
import { ordinaryFirst, readStatutes } from "./statutes.ts";
import type { Deliberation, MajorityRule, QuorumRule, Statutes, Threshold } from "./statutes.ts";

export interface Sentence {
  readonly field: string;
  readonly title: string;
  readonly text: string;
}

/* How one language says things. */
interface Speaker {
  readonly language: Language;
  readonly say: (key: string, values?: Record<string, string | number>) => string;
  readonly share: (ratio: string) => string;
  readonly list: (items: readonly string[]) => string;
}

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);

function speaker(language: Language): Speaker {
  return {
    language,
    say: (key, values) => (hasKey(key) ? translate(language, key, values) : key),
    share: (ratio) => {
      const parsed = parseRatio(ratio);
      /* One is everything: "100 %" reads better than "1". */
      return parsed !== null && parsed.den === 1n ? percent(parsed, language).text : figure(ratio, language);
    },
    list: (items) => new Intl.ListFormat(language).format(items),
  };
}

/* A class of the statutes' own keeps its name. */
const className = (id: string, { say }: Speaker) => say(`class.${id}`).replace(/^class\./, "");

/* What a field says; null where there is nothing to say of it. */
type Teller = (statutes: Statutes, speaker: Speaker) => string | null;

/* A field whose value is one word, and whose word is a sentence. */
const word =
  (field: keyof Statutes): Teller =>
  (statutes, { say }) =>
    statutes[field] === undefined ? null : say(`${field}.${String(statutes[field])}`);

/* What says nothing where nobody is in a college. */
const ofColleges =
  (tell: Teller): Teller =>
  (statutes, to) =>
    statutes.colleges.length === 0 ? null : tell(statutes, to);

const regime: Teller = ({ regime: law }, { say }) => `${say(`regime.${law}`)}.`;

const legalForm: Teller = ({ legal_form }, { say }) =>
  legal_form === undefined ? null : `${capital(say(`legal_form.${legal_form}`))}.`;

const weightBasis: Teller = ({ weight_basis }, { say }) =>
  weight_basis === undefined ? null : say("statutes.weight_basis", { basis: say(`weight_basis.${weight_basis}`) });

const categories: Teller = ({ categories: stated }, { language, list, say }) =>
  stated === undefined || stated.length === 0
    ? null
    : `${list(stated.map(({ label, kind }) => say("statutes.category", { name: label[language], kind: say(`category_kind.${kind}`) })))}.`;

const hasEmployees: Teller = ({ has_employees }, { say }) =>
  has_employees === undefined ? null : say(has_employees ? "statutes.employees" : "statutes.no_employees");

const colleges: Teller = (statutes, { language, list, say, share }) => {
  if (statutes.colleges.length === 0) {
    return say("statutes.no_college");
  }
  const nameOf = (id: string) => statutes.categories?.find((each) => each.id === id)?.label[language] ?? id;
  const sentences = statutes.colleges.map(({ label, weight, board_seats, categories: taken = [] }) => {
    const facts = [
      ...(weight === undefined ? [] : [say("statutes.college_weight", { weight: share(weight) })]),
      ...(board_seats === undefined ? [] : [say("statutes.college_seats", { count: board_seats })]),
      ...(taken.length === 0 ? [] : [say("statutes.college_takes", { categories: list(taken.map(nameOf)) })]),
    ];
    const name = label[language];
    return facts.length === 0 ? `${name}.` : say("statutes.college", { name, facts: facts.join(", ") });
  });
  return sentences.join(" ");
};

const collegeMajority: Teller = ({ college_majority: rule }, { say, share }) => {
  if (rule === undefined) {
    return null;
  }
  return typeof rule === "string"
    ? `${capital(say(`college_majority.${rule}`))}.`
    : say(rule.strict ? "statutes.college_over" : "statutes.college_reached", { threshold: share(rule.threshold) });
};

const minColleges: Teller = ({ min_colleges_for_weighting: count }, { say }) =>
  count === undefined ? null : say(count === 0 ? "statutes.always_weighted" : "statutes.min_colleges", { count });

const maxWeight: Teller = ({ max_weight }, { say, share }) =>
  max_weight === undefined ? null : say("statutes.max_weight", { weight: share(max_weight) });

const thresholdOf = ({ threshold, strict, base }: Threshold, { say, share }: Speaker) =>
  say(strict ? "statutes.over" : "statutes.reached", { threshold: share(threshold), base: say(`majority_base.${base}`) });

function majorityOf(id: string, rule: MajorityRule, to: Speaker): string {
  const { say, share } = to;
  const more = [
    ...(rule.second === undefined ? [] : [say("statutes.and_second", { rule: thresholdOf(rule.second, to) })]),
    ...(rule.every_college === true ? [say("statutes.every_college")] : []),
    ...(rule.each_college_min === undefined ? [] : [say("statutes.each_college_min", { share: share(rule.each_college_min) })]),
    ...(rule.members_min === undefined ? [] : [say("statutes.members_min", { share: share(rule.members_min) })]),
  ];
  return say("statutes.majority", {
    class: capital(className(id, to)),
    rule: [thresholdOf(rule, to), ...more].join(", "),
  });
}

const majority: Teller = ({ majority: rules }, to) => {
  const each = Object.entries(rules ?? {}).sort(([a], [b]) => ordinaryFirst(a, b));
  return each.length === 0 ? null : each.map(([id, rule]) => majorityOf(id, rule, to)).join(" ");
};

function quorumOf(id: string, rule: QuorumRule, to: Speaker): string {
  const { say, share } = to;
  const call = (ratio: string) => (parseRatio(ratio)?.num === 0n ? say("statutes.no_quorum") : share(ratio));
  return say("statutes.quorum_of", {
    class: capital(className(id, to)),
    first: call(rule.first),
    second: call(rule.second),
  });
}

const quorum: Teller = ({ quorum: rules }, to) => {
  if (rules === undefined) {
    return null;
  }
  const each = Object.entries(rules)
    .sort(([a], [b]) => ordinaryFirst(a, b))
    .flatMap(([id, rule]) => (typeof rule === "string" ? [] : [quorumOf(id, rule, to)]));
  const basis = to.say("statutes.quorum_basis", { basis: to.say(`quorum_basis.${rules.basis}`) });
  return [basis, ...each].join(" ");
};

const proxy: Teller = ({ proxy: rule }, { say }) => {
  if (rule === undefined) {
    return null;
  }
  if (!rule.allowed) {
    return say("statutes.proxy_none");
  }
  const scope = say(`proxy_scope.${rule.scope}`);
  const cap =
    typeof rule.max_per_holder === "number"
      ? say("statutes.proxy_cap", { count: rule.max_per_holder, scope })
      : say(`statutes.proxy_${rule.max_per_holder}`, { scope });
  return `${cap} ${say(rule.blank_allowed ? "statutes.proxy_blank" : "statutes.proxy_no_blank")}`;
};

const postal: Teller = ({ postal: rule }, { say }) => {
  if (rule === undefined) {
    return null;
  }
  return rule.allowed ? say("statutes.postal", { count: rule.days_before }) : say("statutes.postal_none");
};

const notice: Teller = ({ notice: rule }, { say }) =>
  rule === undefined
    ? null
    : say("statutes.notice", { first: rule.first_days, second: rule.second_days, requests: rule.requests_days });

const elections: Teller = ({ elections: rule }, { say }) => {
  if (rule === undefined) {
    return null;
  }
  return [
    say("statutes.approvals", { many: say(`approvals.${rule.approvals}`) }),
    say(rule.none_of_these ? "statutes.none_of_these" : "statutes.no_none_of_these"),
    say("statutes.missing", { what: say(`missing_seat.${rule.missing}`) }),
  ].join(" ");
};

function sponsorsOf({ sponsors, college_sponsors }: Deliberation, { say, share }: Speaker): string {
  if (sponsors !== undefined && college_sponsors !== undefined) {
    return say("statutes.sponsors_either", { share: share(sponsors), college: share(college_sponsors) });
  }
  if (sponsors !== undefined) {
    return say("statutes.sponsors", { share: share(sponsors) });
  }
  return college_sponsors === undefined
    ? say("statutes.no_sponsors")
    : say("statutes.college_sponsors", { share: share(college_sponsors) });
}

function secretOf({ secret_on_request: asked }: Deliberation, { say, share }: Speaker): string {
  if (asked === undefined) {
    return say("statutes.no_secret_on_request");
  }
  return parseRatio(asked)?.num === 0n
    ? say("statutes.secret_for_one")
    : say("statutes.secret_on_request", { share: share(asked) });
}

const deliberation: Teller = ({ deliberation: rule }, to) => {
  if (rule === undefined) {
    return null;
  }
  const { say, share } = to;
  const { debate_days, extension_days, contract_days, motion_support, college_turns } = rule;
  return [
    sponsorsOf(rule, to),
    say(debate_days === 0 ? "statutes.no_debate_days" : "statutes.debate_days", { count: debate_days }),
    say(extension_days === 0 ? "statutes.no_extension" : "statutes.extension", { count: extension_days }),
    say(contract_days === 0 ? "statutes.no_contract_days" : "statutes.contract_days", { count: contract_days }),
    motion_support === undefined
      ? say("statutes.no_motions")
      : say("statutes.motions", { share: share(motion_support) }),
    secretOf(rule, to),
    college_turns === undefined
      ? say("statutes.no_college_turns")
      : say("statutes.college_turns", { class: className(college_turns, to) }),
  ].join(" ");
};

const secrecy: Teller = ({ secrecy: level }, { say }) =>
  level === undefined ? null : say("statutes.secrecy", { secrecy: capital(say(`secrecy.${level}`)) });

const smallest: Teller = ({ k_min: count }, { say }) =>
  count === undefined ? null : say(count <= 1 ? "statutes.no_k_min" : "statutes.k_min", { count });

const derivedFrom: Teller = ({ derived_from: from }, { say }) =>
  from === undefined ? null : say("constitution.derived", { name: from.name });

/* In the order in which they are told. Not here: the name, which is the title; what is unknown, which is listed;
 * where each field was read, which the editor shows. */
const TELLERS: Readonly<Record<string, Teller>> = {
  regime,
  legal_form: legalForm,
  derived_from: derivedFrom,
  categories,
  has_employees: hasEmployees,
  colleges,
  weight_basis: ofColleges(weightBasis),
  transfer_rule: ofColleges(word("transfer_rule")),
  college_base: ofColleges(word("college_base")),
  college_majority: ofColleges(collegeMajority),
  college_tie: ofColleges(word("college_tie")),
  silent_college: ofColleges(word("silent_college")),
  empty_college: ofColleges(word("empty_college")),
  min_colleges_for_weighting: ofColleges(minColleges),
  max_weight: ofColleges(maxWeight),
  abstention: word("abstention"),
  majority,
  quorum,
  secrecy,
  k_min: smallest,
  roll_call: word("roll_call"),
  elections,
  tie_break: word("tie_break"),
  proxy,
  postal,
  notice,
  deliberation,
};

/* The statutes in sentences, and the names of what they leave unknown. */
export function statutesInWords(
  document: Schemas["ConstitutionDocument"],
  language: Language,
): { sentences: Sentence[]; unknown: string[] } {
  const statutes = readStatutes(document);
  const to = speaker(language);
  const sentences = Object.entries(TELLERS).flatMap(([field, tell]) => {
    const text = tell(statutes, to);
    return text === null ? [] : [{ field, title: to.say(`field.${field}`), text }];
  });
  return { sentences, unknown: statutes.unknown.map((field) => to.say(`field.${field}`)) };
}

/*
 * bastia.ts - Sporting Club de Bastia as its press publishes it, and a register of ten thousand.
 *
 * Sourced: the five colleges, their weights and their seats on the board (2019). Everything else is
 * chosen here, because no source says it: categories, transfer rule, quorum, majorities, proxies,
 * notice, what happens to ties, to silent and to empty colleges. Its members are invented.
 */
export const COLLEGES = [
  { id: "founders", fr: "Fondateurs", en: "Founders", percent: 38, seats: 4, members: 40 },
  { id: "businesses", fr: "Acteurs économiques", en: "Businesses", percent: 22, seats: 2, members: 360 },
  { id: "supporters", fr: "Supporters", en: "Supporters", percent: 20, seats: 2, members: 9500 },
  { id: "employees", fr: "Salariés, anciens salariés et licenciés", en: "Employees and licence holders",
    percent: 10, seats: 1, members: 80 },
  { id: "public", fr: "Collectivités", en: "Local authorities", percent: 10, seats: 1, members: 20 },
] as const;

export type CollegeId = (typeof COLLEGES)[number]["id"];

export const MEMBERS = COLLEGES.reduce((sum, college) => sum + college.members, 0);

const KINDS: Record<CollegeId, string> = {
  founders: "other", businesses: "other", supporters: "beneficiary", employees: "employee", public: "public",
};

/* The constitution; `changes` replaces what a test is about. */
export function constitution(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    format: "palabre-constitution/1",
    name: "Sporting Club de Bastia",
    regime: "fr-scic",
    legal_form: "SA",
    weight_basis: "statutes",
    categories: COLLEGES.map(({ id, fr, en }) => ({ id, label: { fr, en }, kind: KINDS[id] })),
    has_employees: true,
    colleges: COLLEGES.map(({ id, fr, en, percent, seats }) => ({
      id, label: { fr, en }, weight: `${percent}/100`, board_seats: seats, categories: [id],
    })),
    transfer_rule: "proportional",
    college_base: "expressed",
    college_majority: "simple",
    college_tie: "excluded",
    abstention: "excluded",
    silent_college: "renormalise",
    empty_college: "redistribute_equal",
    min_colleges_for_weighting: 3,
    max_weight: "1/2",
    quorum: {
      basis: "members",
      ordinary: { first: "1/5", second: "0/1" },
      extraordinary: { first: "1/4", second: "1/5" },
    },
    majority: {
      ordinary: { threshold: "1/2", strict: true, base: "expressed" },
      extraordinary: { threshold: "2/3", strict: false, base: "expressed" },
    },
    proxy: { allowed: true, blank_allowed: true, max_per_holder: 2, scope: "any" },
    postal: { allowed: true, days_before: 3 },
    notice: { first_days: 15, second_days: 10, requests_days: 25 },
    tie_break: "elder",
    secrecy: "open",
    roll_call: "pseudonym",
    k_min: 5,
    sources: { colleges: "corsenetinfos.corsica, 2019" },
    unknown: [],
    ...changes,
  };
}

/* The college of a member, by number from 1: one college after the other. */
export function collegeOf(number: number): CollegeId {
  let last = 0;
  for (const college of COLLEGES) {
    last += college.members;
    if (number <= last) return college.id;
  }
  throw new RangeError(`there is no member ${number}`);
}

/* The register as a spreadsheet would export it. */
export function register(count = MEMBERS): string {
  const lines = ["number,name,category,college,born_on,admitted_on,shares"];
  for (let number = 1; number <= count; number++) {
    const college = collegeOf(number);
    const born = new Date(Date.UTC(1930, 0, 1 + number * 2)).toISOString().slice(0, 10);
    lines.push(`${number},"Membre, ${number}",${college},${college},${born},2019-09-01,${1 + (number % 7)}`);
  }
  return `${lines.join("\r\n")}\r\n`;
}

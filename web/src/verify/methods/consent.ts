/* consent.ts - a text is adopted if nobody objects to it. */
import { Fraction } from "../fraction.ts";
import { reason, type Method } from "../poll_count.ts";
import { crosses, totalsJson } from "./shared.ts";

const [RESERVE, OBJECT, ABSTAIN] = [1, 2, 3];
const SENTENCES: Record<string, string> = {
  "nobody-objects": "Nobody objects: {consent} consent and {reserve} have reservations, so it is adopted.",
  "somebody-objects": "{object} object, so it is not adopted.",
  "nobody-consents": "Nobody objects, but nobody consents either, so it is not adopted.",
};

/*
 * RULE docs/rules/consent.md
 * > A ballot consents, consents with a reservation, objects, or abstains. The text is adopted if nobody
 * > objects and somebody consents, with a reservation or without. Otherwise it is rejected.
 */
export const consent: Method = {
  version: 1,
  rule: "docs/rules/consent.md",
  takesSeats: false,
  elects: "nobody",
  parameters: {},
  judge: ({ choice }) => (choice === ABSTAIN ? "abstaining" : "counted"),
  count: (question, profile) => {
    const totals = crosses(question, profile).map((total, option) => (option === ABSTAIN ? profile.abstaining : total));
    const [consenting = Fraction.ZERO, reserve = Fraction.ZERO, object = Fraction.ZERO] = [totals[0], totals[RESERVE], totals[OBJECT]];
    const because = !object.isZero() ? "somebody-objects" : profile.valid.isZero() ? "nobody-consents" : "nobody-objects";
    const valid = profile.valid.plus(profile.abstaining);
    return {
      parts: { totals: totalsJson(question, totals) }, elected: [], totals, ties: [],
      profile: { ...profile, valid, abstaining: Fraction.ZERO }, verdict: because === "nobody-objects" ? "adopted" : "rejected",
      reasons: [reason(because, SENTENCES[because] ?? "", { consent: consenting, reserve, object })],
    };
  },
};

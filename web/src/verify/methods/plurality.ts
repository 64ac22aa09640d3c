/* plurality.ts - one choice each, and the option with the most votes. */
import type { Method } from "../poll_count.ts";
import { answerByTotals, crosses, decidesByRanking } from "./shared.ts";

/*
 * RULE docs/rules/plurality.md
 * > A ballot names one option. The option that most ballots name, by weight, is elected.
 */
export const plurality: Method = {
  version: 1,
  rule: "docs/rules/plurality.md",
  takesSeats: false,
  elects: "ranking",
  parameters: {},
  count: (question, profile) => answerByTotals(question, profile, crosses(question, profile)),
  decides: decidesByRanking,
};

/* approval.ts - each ballot approves what it likes, and the options most approved are elected. */
import type { Method } from "../poll_count.ts";
import { answerByTotals, crosses, decidesByRanking } from "./shared.ts";

/*
 * RULE docs/rules/approval.md
 * > A ballot approves as many options as its voter likes, each with the whole weight of the ballot. The
 * > total of an option is the weight of the ballots that approve it.
 */
export const approval: Method = {
  version: 1,
  rule: "docs/rules/approval.md",
  takesSeats: true,
  elects: "ranking",
  parameters: {},
  count: (question, profile) => answerByTotals(question, profile, crosses(question, profile)),
  decides: decidesByRanking,
};

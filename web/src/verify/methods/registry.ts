/* registry.ts - the methods that this verifier counts, but `motion`, which motion.ts decides. */
import type { Method } from "../poll_count.ts";
import { approval } from "./approval.ts";
import { borda } from "./borda.ts";
import { budgetEqualShares } from "./budget_equal_shares.ts";
import { budgetGreedy } from "./budgets.ts";
import { equalShares, seqPav, seqPhragmen } from "./committees.ts";
import { consent } from "./consent.ts";
import { copeland } from "./copeland.ts";
import { irv } from "./irv.ts";
import { dhondt, largestRemainder, sainteLague, sainteLagueModified } from "./lists.ts";
import { majorityJudgment } from "./majority_judgment.ts";
import { minimax } from "./minimax.ts";
import { plurality } from "./plurality.ts";
import { rankedPairs } from "./ranked_pairs.ts";
import { schulze } from "./schulze.ts";
import { score } from "./score.ts";
import { sortition } from "./sortition.ts";
import { star } from "./star.ts";
import { stvScottish, stvWigm } from "./stv.ts";
import { stvMeek } from "./stv_meek.ts";
import { twoRound } from "./two_round.ts";

export const METHODS: Record<string, Method> = {
  approval, borda, "budget-equal-shares": budgetEqualShares, "budget-greedy": budgetGreedy, consent, copeland, dhondt, "equal-shares": equalShares, irv, "largest-remainder": largestRemainder, "majority-judgment": majorityJudgment, minimax,
  plurality, "ranked-pairs": rankedPairs, "sainte-lague": sainteLague, "sainte-lague-modified": sainteLagueModified, schulze, score,
  "seq-pav": seqPav, "seq-phragmen": seqPhragmen, sortition, star, "stv-meek": stvMeek, "stv-scottish": stvScottish, "stv-wigm": stvWigm, "two-round": twoRound,
};

/* The method of that name, which may be any text. */
export const methodOf = (id: string): Method | undefined => (Object.hasOwn(METHODS, id) ? METHODS[id] : undefined);

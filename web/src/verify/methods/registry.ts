/* registry.ts - the methods that this verifier counts, but `motion`, which motion.ts decides. */
import type { Method } from "../poll_count.ts";
import { approval } from "./approval.ts";
import { borda } from "./borda.ts";
import { copeland } from "./copeland.ts";
import { irv } from "./irv.ts";
import { majorityJudgment } from "./majority_judgment.ts";
import { minimax } from "./minimax.ts";
import { plurality } from "./plurality.ts";
import { rankedPairs } from "./ranked_pairs.ts";
import { schulze } from "./schulze.ts";
import { score } from "./score.ts";
import { stvScottish, stvWigm } from "./stv.ts";
import { twoRound } from "./two_round.ts";

export const METHODS: Record<string, Method> = {
  approval, borda, copeland, irv, "majority-judgment": majorityJudgment, minimax, plurality, "ranked-pairs": rankedPairs, schulze, score,
  "stv-scottish": stvScottish, "stv-wigm": stvWigm, "two-round": twoRound,
};

/* registry.ts - the methods that this verifier counts, but `motion`, which motion.ts decides. */
import type { Method } from "../poll_count.ts";
import { approval } from "./approval.ts";
import { plurality } from "./plurality.ts";

export const METHODS: Record<string, Method> = { approval, plurality };

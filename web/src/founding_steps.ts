/* The steps in which a society is founded, and which of them are done: read from what the server has. Pure. */

import type { Schemas } from "./api.ts";

export const STEPS = ["society", "statutes", "register", "offices", "mail"] as const;
export type Step = (typeof STEPS)[number];

export interface Founded {
  readonly society: Schemas["Society"];
  readonly registry: Schemas["Registry"];
  readonly hasMail: boolean;
}

/* Some office besides the administrators': somebody else can act. */
function isShared(offices: Schemas["Registry"]["offices"]): boolean {
  return offices.some(({ role }) => role !== "administrator");
}

export function isDone(step: Step, founded: Founded): boolean {
  const { society, registry, hasMail } = founded;
  switch (step) {
    case "society":
      return society.contact !== "" && society.data_notice !== "";
    case "statutes":
      return society.constitution !== null;
    case "register":
      return registry.members.admitted > 0;
    case "offices":
      return isShared(registry.offices);
    case "mail":
      return hasMail;
  }
}

/* A step waits for another: nobody is a member before there are statutes. */
export function isBlocked(step: Step, founded: Founded): boolean {
  return step === "register" && !isDone("statutes", founded);
}

/* The first that is to be done; null when all are. */
export function nextStep(founded: Founded): Step | null {
  return STEPS.find((step) => !isDone(step, founded)) ?? null;
}

/* The one that follows. */
export function stepAfter(step: Step): Step | null {
  return STEPS[STEPS.indexOf(step) + 1] ?? null;
}

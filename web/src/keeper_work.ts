/*
 * keeper_work.ts - what takes seconds with a keeper's passphrase, done beside the page: it stays awake meanwhile.
 *
 * The worker is loaded for one order and ends with it, and with it all that it knew of the passphrase and of the key.
 */
import type { BoothReason, KeeperKey } from "./booth.ts";

/* The file that tools/bundle.ts made of keeper_worker.ts. */
declare const KEEPER_WORKER: string;

export type KeeperOrder =
  | { order: "make"; passphrase: string }
  | { order: "open"; kept: KeeperKey; passphrase: string; sealed: Uint8Array; published: Uint8Array };

export type KeeperTold =
  | { told: "loaded" }
  | { told: "key"; key: KeeperKey }
  | { told: "share"; share: Uint8Array }
  | { told: "refused"; reason: BoothReason }
  | { told: "failure"; reason: string };

/* How far it is. What hardens a passphrase says nothing of its own progress. */
export type KeeperStage = "loading" | "working";

type Answer = Extract<KeeperTold, { told: "key" | "share" | "refused" }>;

/* Throws where the worker could not do the work at all. */
function ask(order: KeeperOrder, onStage: (stage: KeeperStage) => void): Promise<Answer> {
  return new Promise((done, fail) => {
    onStage("loading");
    const worker = new Worker(KEEPER_WORKER, { type: "module" });
    const end = (settle: () => void) => {
      worker.terminate();
      settle();
    };
    worker.onerror = () => end(() => fail(new Error("the worker did not start")));
    worker.onmessage = ({ data }: MessageEvent<KeeperTold>) => {
      if (data.told === "loaded") {
        onStage("working");
      } else if (data.told === "failure") {
        end(() => fail(new Error(data.reason)));
      } else {
        end(() => done(data));
      }
    };
    worker.postMessage(order);
  });
}

/* A new key under that passphrase, or the word for why not. */
export async function makeKey(passphrase: string, onStage: (stage: KeeperStage) => void): Promise<KeeperKey | BoothReason> {
  const answer = await ask({ order: "make", passphrase }, onStage);
  if (answer.told === "share") {
    throw new Error("the worker gave a share for a key");
  }
  return answer.told === "key" ? answer.key : answer.reason;
}

/* The keeper's share, which the caller wipes, or the word for why not. */
export async function openShareOf(
  order: Omit<Extract<KeeperOrder, { order: "open" }>, "order">, onStage: (stage: KeeperStage) => void,
): Promise<Uint8Array | BoothReason> {
  const answer = await ask({ order: "open", ...order }, onStage);
  if (answer.told === "key") {
    throw new Error("the worker gave a key for a share");
  }
  return answer.told === "share" ? answer.share : answer.reason;
}

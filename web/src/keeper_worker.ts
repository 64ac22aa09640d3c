/*
 * keeper_worker.ts - makes and opens a keeper's key away from the screen: to try one passphrase costs seconds and a
 * quarter of a gibibyte, on purpose (booth.ts).
 *
 * It is loaded when a keeper types a passphrase, and only then. It asks nobody for anything: what it is told comes from
 * its own page, and what it tells goes there.
 */
import { BoothError, makeKeeperKey, openShare, ready } from "./booth.ts";
import type { KeeperOrder, KeeperTold } from "./keeper_work.ts";

/* As a page's own, but without the origin that a window asks for. */
const tell = (told: KeeperTold) => (postMessage as (message: KeeperTold) => void)(told);

async function work(order: KeeperOrder): Promise<KeeperTold> {
  await ready();
  tell({ told: "loaded" });
  if (order.order === "make") {
    return { told: "key", key: makeKeeperKey(order.passphrase) };
  }
  const { kept, passphrase, sealed, published } = order;
  return { told: "share", share: openShare(kept, passphrase, sealed, published) };
}

addEventListener("message", (event: MessageEvent<KeeperOrder>) => {
  work(event.data).then(tell, (error: unknown) =>
    tell(error instanceof BoothError
      ? { told: "refused", reason: error.reason }
      : { told: "failure", reason: error instanceof Error ? error.message : String(error) }),
  );
});

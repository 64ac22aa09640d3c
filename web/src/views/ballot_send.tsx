/* Sending a ballot when the connection may fail: it is kept in the page and sent again until the server has answered.
 * Whoever sends makes each attempt the same request, so that it counts once. */

import { useEffect, useRef, useState } from "preact/hooks";

import { newKey, ProblemError } from "../api.ts";
import { useApp } from "../app.tsx";
import { holdPage } from "../navigate.ts";

export interface Sending {
  /* waiting: for a connection, with the ballot in hand. */
  readonly state: "idle" | "sending" | "waiting";
  readonly problem: ProblemError | null;
  /* Sends until it is answered; `key` is the same in every attempt. */
  readonly send: (work: (key: string) => Promise<void>) => Promise<void>;
  readonly retry: () => void;
}

const FIRST_MS = 2000;
const LONGEST_MS = 30_000;

/* Nobody knows what the server did: its answer did not arrive, or it could not keep anything. */
function isLost(error: unknown): boolean {
  return error instanceof ProblemError && error.problem.status >= 500;
}

export function useSending(): Sending {
  const { t } = useApp();
  const [state, setState] = useState<Sending["state"]>("idle");
  const [problem, setProblem] = useState<ProblemError | null>(null);
  const wake = useRef<(() => void) | null>(null);
  const isGone = useRef(false);
  const isKept = state !== "idle";
  useEffect(() => (isKept ? holdPage(t("ballot.leave")) : undefined), [isKept]);
  useEffect(() => {
    const retry = () => wake.current?.();
    window.addEventListener("online", retry);
    return () => {
      isGone.current = true;
      window.removeEventListener("online", retry);
      wake.current?.();
    };
  }, []);

  const rest = (milliseconds: number) =>
    new Promise<void>((done) => {
      const timer = setTimeout(done, milliseconds);
      wake.current = () => {
        clearTimeout(timer);
        done();
      };
    });
  const attempt = async (work: (key: string) => Promise<void>, key: string) => {
    for (let pause = FIRST_MS; !isGone.current; pause = Math.min(2 * pause, LONGEST_MS)) {
      setState("sending");
      try {
        await work(key);
        return;
      } catch (error) {
        if (!isLost(error)) {
          throw error;
        }
      }
      setState("waiting");
      await rest(pause);
    }
  };
  const send = async (work: (key: string) => Promise<void>) => {
    if (state !== "idle") {
      return;
    }
    setProblem(null);
    try {
      await attempt(work, newKey());
    } catch (error) {
      if (!(error instanceof ProblemError)) {
        throw error;
      }
      setProblem(error);
    } finally {
      setState("idle");
    }
  };
  return { state, problem, send, retry: () => wake.current?.() };
}

/* What is said while a ballot is on its way. */
export function OnItsWay(props: { sending: Sending }) {
  const { t } = useApp();
  const { state, retry } = props.sending;
  const box = useRef<HTMLDivElement>(null);
  /* The button that was pressed is gone, and the focus with it. */
  useEffect(() => {
    if (state !== "idle" && document.activeElement === document.body) {
      box.current?.focus();
    }
  }, [state]);
  return (
    <div role="status" aria-label={t("ballot.on_its_way")} tabIndex={-1} ref={box}>
      {state === "sending" && <p class="waiting">{t("state.sending")}</p>}
      {state === "waiting" && (
        <div class="notice">
          <p>
            <strong>{t("ballot.lost")}</strong>
          </p>
          <p>{t("ballot.lost_text")}</p>
          <p class="buttons">
            <button type="button" onClick={retry}>
              {t("ballot.send_now")}
            </button>
          </p>
        </div>
      )}
    </div>
  );
}

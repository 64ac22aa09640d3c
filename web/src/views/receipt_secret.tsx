/* What the voter of a secret poll keeps: a signed receipt, which does not say the vote, and a code that finds the
 * ballot in the list of the opened ones, which does. Saved, printed, and checked on a page of its own. */

import { useEffect, useRef } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { useApp } from "../app.tsx";
import type { SealedBallot } from "../booth.ts";
import { Definition } from "../components.tsx";
import { download } from "../download.ts";
import { ReceiptButtons } from "./receipt_buttons.tsx";

export function SecretReceipt(props: {
  poll: Schemas["Poll"];
  sealed: SealedBallot;
  note: string;
  hasCodes: boolean;
}) {
  const { t } = useApp();
  const { poll, sealed, note, hasCodes } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  const signed = useRef<HTMLDetailsElement>(null);
  useEffect(() => heading.current?.focus(), []);
  /* On paper nothing can be unfolded, and only the whole note can be checked. */
  useEffect(() => {
    const fold = (isOpen: boolean) => () => signed.current?.toggleAttribute("open", isOpen);
    const [unfolded, folded] = [fold(true), fold(false)];
    window.addEventListener("beforeprint", unfolded);
    window.addEventListener("afterprint", folded);
    return () => {
      window.removeEventListener("beforeprint", unfolded);
      window.removeEventListener("afterprint", folded);
    };
  }, []);
  return (
    <section class="notice good receipt">
      <h2 ref={heading} tabIndex={-1}>
        {t("ballot.cast")}
      </h2>
      <p>{t("secret.cast")}</p>
      <dl>
        <Definition term={t("receipt.poll")}>{poll.title}</Definition>
        <Definition term={t("secret.reference")}>
          <span class="code">{sealed.reference}</span>
        </Definition>
        {hasCodes && (
          <Definition term={t("secret.code")}>
            <span class="code">{sealed.tracker}</span>
          </Definition>
        )}
      </dl>
      {hasCodes && <p>{t("secret.code_text")}</p>}
      <p>{t("secret.receipt_text")}</p>
      <details ref={signed}>
        <summary>{t("receipt.signed")}</summary>
        <pre class="code note">{note}</pre>
      </details>
      <ReceiptButtons
        poll={poll}
        onSave={() => download(`${t("receipt.file")}-${sealed.reference}.txt`, "text/plain", note)}
      />
    </section>
  );
}

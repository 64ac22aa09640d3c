/* What is done with a receipt once a ballot is in the box. */

import type { Schemas } from "../api.ts";
import { useApp } from "../app.tsx";
import { pathOf } from "../router.ts";

export function ReceiptButtons(props: { poll: Schemas["Poll"]; onSave: () => void }) {
  const { t } = useApp();
  return (
    <p class="buttons">
      <button type="button" onClick={props.onSave}>
        {t("receipt.save")}
      </button>
      <button type="button" onClick={() => window.print()}>
        {t("receipt.print")}
      </button>
      <a class="button" href={pathOf("receipt", { poll: props.poll.id })}>
        {t("receipt.check_later")}
      </a>
      <a class="button primary" href={pathOf("me")}>
        {t("nav.me")}
      </a>
    </p>
  );
}

/* A link that signs in a member, or whoever acts for them. */

import { useEffect, useId, useRef, useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { ActionButton, Failure } from "../components.tsx";
import { useAction } from "../hooks.ts";

type Member = Schemas["Member"];

/* A link that is shown once, to be copied and given. */
export function SignInLink(props: { link: Schemas["SignInLink"] }) {
  const { announce, instant, t } = useApp();
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  useEffect(() => input.current?.focus(), [props.link.url]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(props.link.url);
      announce(t("link.copied"));
    } catch {
      input.current?.select();
    }
  };
  return (
    <div class="notice good">
      <label for={id}>{t("link.label")}</label>
      <p class="hint" id={`${id}-hint`}>
        {t("link.hint", { instant: instant(props.link.expires_at) })}
      </p>
      <input
        id={id}
        ref={input}
        readOnly
        value={props.link.url}
        aria-describedby={`${id}-hint`}
      />
      <p class="buttons">
        <button type="button" onClick={() => void copy()}>
          {t("link.copy")}
        </button>
      </p>
    </div>
  );
}

export function MakeLink(props: { member: Member }) {
  const { t } = useApp();
  const [link, setLink] = useState<Schemas["SignInLink"] | null>(null);
  const action = useAction();
  return (
    <section>
      <h2>{t("link.title")}</h2>
      <p>{t("link.lead")}</p>
      <Failure problem={action.problem} />
      {link === null ? (
        <p class="buttons">
          <ActionButton
            action={action}
            kind="primary"
            label={t("link.make")}
            onAct={async () => {
              const { data } = await api.post("/api/v1/members/{member}/links", {
                path: { member: props.member.id },
                body: {},
              });
              setLink(data);
            }}
          />
        </p>
      ) : (
        <SignInLink link={link} />
      )}
    </section>
  );
}

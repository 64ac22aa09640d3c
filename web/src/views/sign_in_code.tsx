/* Signing in without a link at hand: a code comes by mail, and is good in this browser alone. */

import { useState } from "preact/hooks";

import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { Form, Page, TextField } from "../components.tsx";
import { useAction } from "../hooks.ts";
import { navigate } from "../navigate.ts";
import { pathOf } from "../router.ts";

/* Whoever reads the letter on this very phone may find the page loaded anew when they come back. */
const TICKET = "palabre.ticket";

interface Ticket {
  readonly ticket: string;
  readonly email: string;
  readonly expires_at: string;
}

function savedTicket(): Ticket | null {
  try {
    const saved: unknown = JSON.parse(sessionStorage.getItem(TICKET) ?? "null");
    const ticket = saved as Ticket | null;
    return ticket !== null && Date.parse(ticket.expires_at) > Date.now() ? ticket : null;
  } catch {
    return null;
  }
}

function saveTicket(ticket: Ticket | null): void {
  try {
    if (ticket === null) {
      sessionStorage.removeItem(TICKET);
    } else {
      sessionStorage.setItem(TICKET, JSON.stringify(ticket));
    }
  } catch {
    /* A browser that keeps nothing: the ticket lasts as long as the page. */
  }
}

function Ask(props: { onTicket: (ticket: Ticket) => void }) {
  const { announce, t } = useApp();
  const [email, setEmail] = useState("");
  const action = useAction();
  const ask = async () => {
    const { data } = await api.post("/api/v1/session/links", { body: { email: email.trim() } });
    announce(t("code.asked"));
    props.onTicket({ ...data, email: email.trim() });
  };
  return (
    <Form action={action} submit={t("code.ask")} onSubmit={ask}>
      <TextField
        label={t("code.email")}
        hint={t("code.email_hint")}
        type="email"
        value={email}
        onInput={setEmail}
        pointer="/email"
        maxLength={200}
        required
      />
    </Form>
  );
}

function Enter(props: { ticket: Ticket; onAgain: () => void }) {
  const { announce, instant, setSession, t } = useApp();
  const [code, setCode] = useState("");
  const action = useAction();
  const { ticket, email, expires_at } = props.ticket;
  const enter = async () => {
    const { data } = await api.post("/api/v1/session", {
      body: { ticket, code: code.replace(/\s/g, "") },
    });
    saveTicket(null);
    setSession(data);
    announce(t("signin.done", { name: data.person?.name ?? "" }));
    navigate(pathOf("me"), { replace: true });
  };
  return (
    <>
      <p>{t("code.sent", { email, instant: instant(expires_at) })}</p>
      <Form action={action} submit={t("action.sign_in")} onSubmit={enter}>
        <TextField
          label={t("code.code")}
          hint={t("code.code_hint")}
          inputMode="numeric"
          autocomplete="one-time-code"
          value={code}
          onInput={setCode}
          pointer="/code"
          maxLength={20}
          required
        />
      </Form>
      <p class="buttons">
        <button type="button" onClick={props.onAgain}>
          {t("code.again")}
        </button>
      </p>
    </>
  );
}

export function SignInCodeView() {
  const { t } = useApp();
  const [ticket, setTicket] = useState(savedTicket);
  const keep = (next: Ticket | null) => {
    saveTicket(next);
    setTicket(next);
  };
  return (
    <Page title={t("code.title")} lead={t("code.lead")}>
      {ticket === null ? (
        <Ask onTicket={keep} />
      ) : (
        <Enter key={ticket.ticket} ticket={ticket} onAgain={() => keep(null)} />
      )}
    </Page>
  );
}

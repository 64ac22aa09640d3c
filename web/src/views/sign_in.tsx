/* A sign-in link, opened: one button, whose request consumes the link. Opening it consumes nothing, so
 * that a mail program that looks at links spends none. */

import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { Form, Page } from "../components.tsx";
import { useAction } from "../hooks.ts";
import { navigate } from "../navigate.ts";
import { pathOf } from "../router.ts";

export function SignInView(props: { token: string }) {
  const { announce, setSession, society, t } = useApp();
  const action = useAction();
  const signIn = async () => {
    const { data } = await api.post("/api/v1/session", { body: { token: props.token } });
    setSession(data);
    announce(t("signin.done", { name: data.person?.name ?? "" }));
    navigate(pathOf("me"), { replace: true });
  };
  return (
    <Page title={t("signin.title", { society: society.name })} lead={t("signin.lead")}>
      <Form action={action} submit={t("action.sign_in")} onSubmit={signIn} />
    </Page>
  );
}

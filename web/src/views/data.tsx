/* My data: what is kept of me, what I agreed to, all of it to take away, and whom to ask for the rest. */

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import {
  ActionButton,
  Definition,
  Failure,
  Page,
  Scroll,
  Show,
  Tag,
} from "../components.tsx";
import type { Loaded } from "../hooks.ts";
import { useAction, useLoad } from "../hooks.ts";
import { pathOf } from "../router.ts";
import { MyContacts } from "./data_contacts.tsx";
import { MyErasure } from "./data_erasure.tsx";

/* Nothing else that someone may have written as a contact becomes a link. */
const ADDRESS = /^[^\s@<>"?&]+@[^\s@<>"?&]+$/;

function Mine(props: { of: Loaded<Schemas["Me"]> }) {
  const { day, t } = useApp();
  return (
    <Show of={props.of}>
      {({ person, members }) => (
        <section>
          <h2>{t("data.mine")}</h2>
          <dl class="pairs">
            <Definition term={t("member.name")}>{person.name}</Definition>
            <Definition term={t("member.born_on")}>
              {person.born_on === undefined ? t("data.none") : day(person.born_on)}
            </Definition>
          </dl>
          {members.length > 0 && (
            <ul>
              {members.map((member) => (
                <li key={member.id}>
                  {member.name}, {t("member.number_is", { number: member.number })}
                </li>
              ))}
            </ul>
          )}
        </section>
      )}
    </Show>
  );
}

type Consent = "mail" | "name";

/* One of the two things that somebody may agree to, as it stands, and the way to change it. */
function Agreement(props: { kind: Consent; isGiven: boolean; set: (isGiven: boolean) => Promise<void> }) {
  const { t } = useApp();
  const { isGiven, set } = props;
  const action = useAction();
  const words = {
    mail: [t("data.consent_text"), t("data.mail_yes"), t("data.mail_no"), t("data.mail_stop"), t("data.mail_start")],
    name: [t("data.name_text"), t("data.name_yes"), t("data.name_no"), t("data.name_stop"), t("data.name_start")],
  } as const;
  const [text, yes, no, stop, start] = words[props.kind];
  return (
    <>
      <p>{text}</p>
      <p>
        <Tag kind={isGiven ? "good" : ""}>{isGiven ? yes : no}</Tag>
      </p>
      <p class="buttons">
        <ActionButton action={action} label={isGiven ? stop : start} onAct={() => set(!isGiven)} />
      </p>
      <Failure problem={action.problem} />
    </>
  );
}

function Consents() {
  const { announce, instant, t, word } = useApp();
  const loaded = useLoad(async () => (await api.get("/api/v1/me/consents")).data);
  const set = async (change: Partial<Record<Consent, boolean>>) => {
    await api.put("/api/v1/me/consents", { body: change });
    announce(t("state.saved"));
    loaded.reload();
  };
  const said = (change: Schemas["ConsentChange"]) => {
    if (change.name !== undefined) {
      return change.name ? t("data.name_agreed") : t("data.name_took_back");
    }
    return change.mail === true ? t("data.mail_agreed") : t("data.mail_took_back");
  };
  return (
    <section>
      <h2>{t("data.consents")}</h2>
      <p>{t("data.consent_any")}</p>
      <Show of={loaded}>
        {(consents) => (
          <>
            <Agreement kind="mail" isGiven={consents.mail} set={(mail) => set({ mail })} />
            <Agreement kind="name" isGiven={consents.name} set={(name) => set({ name })} />
            {consents.history.length > 0 && (
              <details>
                <summary>{t("data.history")}</summary>
                <ul>
                  {consents.history.map((change, i) => (
                    <li key={i}>
                      {t("text.pair", {
                        name: instant(change.at),
                        value: `${said(change)}, ${word("own_consent_source", change.source)}`,
                      })}
                    </li>
                  ))}
                </ul>
              </details>
            )}
          </>
        )}
      </Show>
    </section>
  );
}

function Kept(props: { data: Schemas["Data"] }) {
  const { label, t } = useApp();
  return (
    <section>
      <h2>{t("data.kept")}</h2>
      <Scroll label={t("data.kept_caption")}>
        <table>
          <caption>{t("data.kept_caption")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("data.what")}</th>
              <th scope="col">{t("data.why")}</th>
              <th scope="col">{t("data.until")}</th>
            </tr>
          </thead>
          <tbody>
            {props.data.items.map((item) => (
              <tr key={item.code}>
                <th scope="row">{label(item.what)}</th>
                <td>{label(item.why)}</td>
                <td>
                  {label(item.until)}
                  {item.days !== undefined && <> ({t("data.days", { count: item.days })})</>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {props.data.mail_server !== undefined && (
        <p>{t("data.mail_server", { server: props.data.mail_server })}</p>
      )}
    </section>
  );
}

/* A letter to the society, begun: people answer these requests, as the law asks. */
function Ask(props: { contact: string }) {
  const { session, t } = useApp();
  const { contact } = props;
  const name = session.person?.name ?? "";
  const letter = `mailto:${contact}?subject=${encodeURIComponent(`${t("data.ask_correct")} (${name})`)}`;
  return (
    <section>
      <h2>{t("data.ask")}</h2>
      <p>{t("data.ask_text")}</p>
      {ADDRESS.test(contact) ? (
        <p>
          <a href={letter}>{t("data.ask_correct")}</a>
        </p>
      ) : (
        <p>{contact === "" ? t("data.no_contact") : contact}</p>
      )}
    </section>
  );
}

export function DataView() {
  const { t } = useApp();
  const mine = useLoad(async () => (await api.get("/api/v1/me")).data);
  const loaded = useLoad(async () => (await api.get("/api/v1/data")).data);
  return (
    <Page title={t("data.title")} lead={t("data.lead")}>
      <Mine of={mine} />
      <MyContacts />
      <Consents />
      <section>
        <h2>{t("data.export")}</h2>
        <p>{t("data.export_text")}</p>
        <p class="buttons">
          <a class="button" href="/api/v1/me/export" download="palabre.json">
            {t("data.download")}
          </a>
        </p>
      </section>
      <Show of={loaded}>
        {(data) => (
          <>
            <Kept data={data} />
            <Ask contact={data.contact} />
            {mine.data !== null && <MyErasure members={mine.data.members} />}
            <p>
              {data.controller}. {data.notice}
            </p>
          </>
        )}
      </Show>
      <p>
        <a href={pathOf("me")}>{t("nav.me")}</a>
      </p>
    </Page>
  );
}

/* My proxies: those I gave and those I was given; giving one to a member, or a blank one to the chair. */

import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import {
  ActionButton,
  Failure,
  Form,
  More,
  Page,
  Radios,
  Select,
  Show,
  Tag,
  TextField,
} from "../components.tsx";
import { useAction, useEvents, useKeptFocus, useLoad, usePages, useRested } from "../hooks.ts";
import { pathOf } from "../router.ts";
import { Instructions } from "./proxies_instructions.tsx";

type Answer = "acceptance" | "refusal" | "revocation";

async function answerProxy(id: string, answer: Answer): Promise<void> {
  const path = { proxy: id };
  const { etag } = await api.get("/api/v1/proxies/{proxy}", { path });
  await api.post(`/api/v1/proxies/{proxy}/${answer}`, { path, body: {}, match: etag });
}

export function ProxyCard(props: {
  proxy: Schemas["Proxy"];
  role: "holder" | "principal";
  onDone: () => void;
}) {
  const { announce, instant, t, word } = useApp();
  const action = useAction();
  const { proxy, role } = props;
  const heading = useKeptFocus<HTMLHeadingElement>(proxy.state);
  const act = (answer: Answer) => async () => {
    await answerProxy(proxy.id, answer);
    announce(t("state.saved"));
    props.onDone();
  };
  const holder = proxy.holder?.name ?? t("proxy.chair");
  const isLive = !proxy.expired && (proxy.state === "offered" || proxy.state === "accepted");
  return (
    <li class="card">
      <h3 ref={heading} tabIndex={-1}>
        {t("proxy.from_to", { principal: proxy.principal.name, holder })}
      </h3>
      <p>
        <Tag kind={proxy.state === "accepted" ? "good" : ""}>
          {word("proxy_state", proxy.state)}
        </Tag>{" "}
        {proxy.expired && <Tag>{t("proxy.expired")}</Tag>}{" "}
        {proxy.suspended && <Tag>{t("proxy.suspended")}</Tag>}{" "}
        {t("proxy.offered", { instant: instant(proxy.offered_at) })}
        {proxy.used_in.length > 0 && <> · {t("proxy.used", { count: proxy.used_in.length })}</>}
      </p>
      <p>
        <a href={pathOf("assembly", { assembly: proxy.assembly })}>{proxy.assembly_title}</a>
      </p>
      <Instructions proxy={proxy} role={role} />
      <Failure problem={action.problem} />
      <p class="buttons">
        {role === "holder" && isLive && proxy.state === "offered" && (
          <>
            <ActionButton
              action={action}
              kind="primary"
              label={t("proxy.accept")}
              onAct={act("acceptance")}
            />
            <ActionButton action={action} label={t("proxy.refuse")} onAct={act("refusal")} />
          </>
        )}
        {role === "principal" && isLive && proxy.used_in.length === 0 && (
          <ActionButton
            action={action}
            kind="danger"
            label={t("proxy.revoke")}
            confirm={t("proxy.revoke_confirm")}
            onAct={act("revocation")}
          />
        )}
      </p>
    </li>
  );
}

function Holders(props: {
  assembly: string;
  chosen: Schemas["Holder"] | null;
  onChoose: (holder: Schemas["Holder"] | null) => void;
}) {
  const { t } = useApp();
  const [typed, setTyped] = useState("");
  const q = useRested(typed.trim(), 300);
  const found = useLoad(
    async () =>
      q.length < 2
        ? []
        : (
            await api.get("/api/v1/assemblies/{assembly}/holders", {
              path: { assembly: props.assembly },
              query: { q, limit: 8 },
            })
          ).data.items,
    props.assembly,
    q,
  );
  if (props.chosen !== null) {
    return (
      <p class="buttons">
        <strong>{t("proxy.holder_is", { name: props.chosen.name })}</strong>
        <button type="button" onClick={() => props.onChoose(null)}>
          {t("action.change")}
        </button>
      </p>
    );
  }
  const items = found.data ?? [];
  return (
    <>
      <TextField
        label={t("proxy.search")}
        hint={t("proxy.search_hint")}
        value={typed}
        onInput={setTyped}
        autocomplete="off"
      />
      <Failure problem={found.problem} />
      <p role="status">
        {q.length >= 2 && !found.isLoading && t("proxy.found", { count: items.length })}
      </p>
      <ul class="choices">
        {items.map((holder) => (
          <li key={holder.id}>
            <button type="button" onClick={() => props.onChoose(holder)}>
              {holder.name}{" "}
              <span class="quiet">{t("member.number_is", { number: holder.number })}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function Give(props: {
  assemblies: readonly Schemas["AssemblySummary"][];
  members: readonly Schemas["Acting"][];
  onDone: () => void;
}) {
  const { announce, instant, t } = useApp();
  const [assembly, setAssembly] = useState(props.assemblies[0]?.id ?? "");
  const [principal, setPrincipal] = useState(props.members[0]?.id ?? "");
  const [kind, setKind] = useState("member");
  const [holder, setHolder] = useState<Schemas["Holder"] | null>(null);
  const action = useAction();
  const give = async (key: string) => {
    const to = kind === "blank" ? { blank: true as const } : { holder: holder?.id ?? "" };
    await api.post("/api/v1/proxies", { body: { assembly, principal, ...to }, key });
    announce(t("proxy.given"));
    setHolder(null);
    props.onDone();
  };
  return (
    <Form
      action={action}
      submit={t("proxy.give")}
      onSubmit={give}
      disabled={kind === "member" && holder === null}
    >
      <Select
        label={t("proxy.assembly")}
        value={assembly}
        onInput={setAssembly}
        pointer="/assembly"
        choices={props.assemblies.map((each) => ({
          value: each.id,
          label: `${each.title}, ${instant(each.meets_at)}`,
        }))}
      />
      {props.members.length > 1 && (
        <Select
          label={t("proxy.principal")}
          value={principal}
          onInput={setPrincipal}
          pointer="/principal"
          choices={props.members.map((each) => ({ value: each.id, label: each.name }))}
        />
      )}
      <Radios
        legend={t("proxy.to")}
        value={kind}
        onInput={setKind}
        choices={[
          { value: "member", label: t("proxy.to_member") },
          { value: "blank", label: t("proxy.to_chair") },
        ]}
      />
      {kind === "member" && (
        <Holders key={assembly} assembly={assembly} chosen={holder} onChoose={setHolder} />
      )}
    </Form>
  );
}

export function ProxiesView() {
  const { session, t } = useApp();
  const proxies = usePages((after) =>
    api.get("/api/v1/proxies", { query: after === undefined ? {} : { after } }),
  );
  useEvents(["proxy.changed", "attendance.changed", "assembly.changed"], proxies.reload);
  const assemblies = useLoad(async () => {
    const lists = await Promise.all([
      api.get("/api/v1/assemblies", { query: { state: "convened" } }),
      api.get("/api/v1/assemblies", { query: { state: "sitting" } }),
    ]);
    return lists.flatMap((list) => list.data.items);
  });
  const mine = new Set(session.members.map((member) => member.id));
  return (
    <Page title={t("proxies.title")} lead={t("proxies.lead")}>
      <Show of={proxies}>
        {(items) => {
          const given = items.filter((proxy) => mine.has(proxy.principal.id));
          const held = items.filter((proxy) => proxy.holder !== null && mine.has(proxy.holder.id));
          return (
            <>
              <section>
                <h2>{t("proxies.given")}</h2>
                {given.length === 0 && <p>{t("proxies.none_given")}</p>}
                <ul class="cards">
                  {given.map((proxy) => (
                    <ProxyCard
                      key={proxy.id}
                      proxy={proxy}
                      role="principal"
                      onDone={proxies.reload}
                    />
                  ))}
                </ul>
              </section>
              <section>
                <h2>{t("proxies.held")}</h2>
                {held.length === 0 && <p>{t("proxies.none_held")}</p>}
                <ul class="cards">
                  {held.map((proxy) => (
                    <ProxyCard key={proxy.id} proxy={proxy} role="holder" onDone={proxies.reload} />
                  ))}
                </ul>
              </section>
              <More next={proxies.next} isBusy={proxies.isLoading} onMore={proxies.more} />
            </>
          );
        }}
      </Show>
      <section>
        <h2>{t("proxies.give")}</h2>
        <Show of={assemblies}>
          {(items) =>
            items.length === 0 || session.members.length === 0 ? (
              <p>{t("proxies.cannot_give")}</p>
            ) : (
              <Give assemblies={items} members={session.members} onDone={proxies.reload} />
            )
          }
        </Show>
      </section>
    </Page>
  );
}

/* How the holder of a proxy is to vote: said by its principal, read by its holder. */

import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { Form, Select, Show } from "../components.tsx";
import { useAction, useEvents, useLoad } from "../hooks.ts";
import { pathOf } from "../router.ts";

type Instruction = Schemas["Instructions"]["instructions"][number];
type Choice = Instruction["choice"];
const CHOICES: readonly Choice[] = ["for", "against", "abstain"];

async function load(proxy: Schemas["Proxy"]) {
  const [said, assembly] = await Promise.all([
    api.get("/api/v1/proxies/{proxy}/instructions", { path: { proxy: proxy.id } }),
    api.get("/api/v1/assemblies/{assembly}", { path: { assembly: proxy.assembly } }),
  ]);
  return {
    said: said.data.instructions,
    etag: said.etag,
    agenda: assembly.data.agenda.filter((resolution) => resolution.state !== "withdrawn"),
  };
}

function Instruct(props: {
  proxy: string;
  said: readonly Instruction[];
  etag: string;
  agenda: readonly Schemas["ResolutionSummary"][];
  onDone: () => void;
}) {
  const { announce, t, word } = useApp();
  const [choices, setChoices] = useState<Record<string, string>>(() =>
    Object.fromEntries(
      props.said.flatMap(({ resolution, choice, amended }) => (amended ? [] : [[resolution, choice]])),
    ),
  );
  const action = useAction();
  const save = async () => {
    const instructions = props.agenda.flatMap(({ id }) => {
      const choice = CHOICES.find((each) => each === choices[id]);
      return choice === undefined ? [] : [{ resolution: id, choice }];
    });
    await api.put("/api/v1/proxies/{proxy}/instructions", {
      path: { proxy: props.proxy },
      body: { instructions },
      match: props.etag,
    });
    announce(t("state.saved"));
    props.onDone();
  };
  return (
    <Form action={action} submit={t("action.save")} label={t("instructions.title")} onSubmit={save}>
      {props.said.some(({ amended }) => amended) && <p class="hint">{t("instructions.again")}</p>}
      {props.agenda.map((resolution) => (
        <Select
          key={resolution.id}
          label={`${resolution.position}. ${resolution.title}`}
          value={choices[resolution.id] ?? ""}
          onInput={(choice) => setChoices({ ...choices, [resolution.id]: choice })}
          choices={[
            { value: "", label: t("instructions.free") },
            ...CHOICES.map((each) => ({ value: each, label: word("instruction", each) })),
          ]}
        />
      ))}
    </Form>
  );
}

function Body(props: { proxy: Schemas["Proxy"]; mayInstruct: boolean }) {
  const { t, word } = useApp();
  const loaded = useLoad(() => load(props.proxy), props.proxy.id);
  useEvents([props.proxy.id], loaded.reload);
  return (
    <Show of={loaded}>
      {({ said, etag, agenda }) =>
        props.mayInstruct ? (
          <>
            <p class="hint">{t("instructions.text")}</p>
            {agenda.length === 0 ? (
              <p>{t("assembly.no_agenda")}</p>
            ) : (
              <Instruct
                key={etag}
                proxy={props.proxy.id}
                said={said}
                etag={etag}
                agenda={agenda}
                onDone={loaded.reload}
              />
            )}
          </>
        ) : (
          <>
            {said.length === 0 && <p>{t("instructions.none")}</p>}
            <ul>
              {said.map(({ resolution, choice, amended }) => {
                const item = agenda.find((each) => each.id === resolution);
                return (
                  <li key={resolution}>
                    <a href={pathOf("resolution", { resolution })}>{item?.title ?? resolution}</a>
                    {t("text.pair", { name: "", value: word("instruction", choice) })}
                    {amended && ` (${t("instructions.amended")})`}
                  </li>
                );
              })}
            </ul>
          </>
        )
      }
    </Show>
  );
}

/* Loaded when they are opened. A blank proxy has none: it follows the board. */
export function Instructions(props: { proxy: Schemas["Proxy"]; role: "holder" | "principal" }) {
  const { t } = useApp();
  const [isOpen, setOpen] = useState(false);
  const { proxy, role } = props;
  if (proxy.blank || (proxy.state !== "offered" && proxy.state !== "accepted")) {
    return null;
  }
  const mayInstruct = role === "principal" && proxy.used_in.length === 0 && !proxy.expired;
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{mayInstruct ? t("instructions.give") : t("instructions.title")}</summary>
      {isOpen && <Body proxy={proxy} mayInstruct={mayInstruct} />}
    </details>
  );
}

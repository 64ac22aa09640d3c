/* The officers of the sitting, and what happens in it that the minutes have to tell. */

import { useState } from "preact/hooks";

import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { Definition, Form, More, Radios, Select, Show, TextArea, TextField } from "../components.tsx";
import { useAction, useEvents, useLoad, usePages } from "../hooks.ts";
import type { Part } from "./sitting_load.tsx";
import { every, Hour } from "./sitting_load.tsx";

interface Named {
  readonly id: string;
  readonly name: string;
}

/* Who is in the room now, once each, by name. */
async function inTheRoom(assembly: string): Promise<Named[]> {
  const stays = await every((after) =>
    api.get("/api/v1/assemblies/{assembly}/attendance", {
      path: { assembly },
      query: after === undefined ? { limit: 500 } : { limit: 500, after },
    }),
  );
  return stays
    .filter(({ left_at }) => left_at === undefined)
    .map(({ member, name }) => ({ id: member, name }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

function Former(props: Part) {
  const { announce, t } = useApp();
  const action = useAction();
  const { assembly } = props;
  const room = useLoad(() => inTheRoom(assembly.id), assembly.id);
  useEvents([assembly.id], room.reload);
  const [chair, setChair] = useState("");
  const [first, setFirst] = useState("");
  const [second, setSecond] = useState("");
  const [secretary, setSecretary] = useState("");
  const [name, setName] = useState("");
  const [isMember, setMember] = useState("member");
  const form = async () => {
    await api.put("/api/v1/assemblies/{assembly}/bureau", {
      path: { assembly: assembly.id },
      body: {
        chair,
        scrutineers: [first, second],
        ...(isMember === "member" ? { secretary } : { secretary_name: name }),
      },
    });
    announce(t("bureau.formed"));
    props.onDone();
  };
  return (
    <Show of={room}>
      {(members) => {
        const choices = [
          { value: "", label: t("field.choose") },
          ...members.map((each) => ({ value: each.id, label: each.name })),
        ];
        const place = (label: string, value: string, onInput: (value: string) => void, pointer: string) => (
          <Select label={label} value={value} onInput={onInput} pointer={pointer} choices={choices} required />
        );
        return (
          <Form action={action} submit={t("bureau.form")} onSubmit={form}>
            <p>{t("bureau.hint")}</p>
            {place(t("bureau.chair"), chair, setChair, "/chair")}
            {place(t("bureau.scrutineer", { number: 1 }), first, setFirst, "/scrutineers/0")}
            {place(t("bureau.scrutineer", { number: 2 }), second, setSecond, "/scrutineers/1")}
            <Radios
              legend={t("bureau.secretary")}
              value={isMember}
              onInput={setMember}
              choices={[
                { value: "member", label: t("bureau.in_room") },
                { value: "other", label: t("bureau.somebody") },
              ]}
            />
            {isMember === "member" ? (
              place(t("bureau.secretary"), secretary, setSecretary, "/secretary")
            ) : (
              <TextField
                label={t("bureau.name")}
                value={name}
                onInput={setName}
                pointer="/secretary_name"
                maxLength={200}
                required
              />
            )}
          </Form>
        );
      }}
    </Show>
  );
}

export function Bureau(props: Part) {
  const { may, t } = useApp();
  const { assembly } = props;
  const path = { assembly: assembly.id };
  const loaded = useLoad(
    async () => (await api.get("/api/v1/assemblies/{assembly}/bureau", { path })).data,
    assembly.id,
  );
  useEvents([assembly.id], loaded.reload);
  const isLive = assembly.state === "convened" || assembly.state === "sitting";
  return (
    <section>
      <h2>{t("bureau.title")}</h2>
      <Show of={loaded}>
        {(bureau) => (
          <>
            {!bureau.formed && <p>{t("bureau.none")}</p>}
            {bureau.formed && (
              <dl class="pairs">
                <Definition term={t("bureau.chair")}>{bureau.chair?.name}</Definition>
                <Definition term={t("bureau.secretary")}>
                  {bureau.secretary?.name ?? bureau.secretary_name}
                </Definition>
                {bureau.scrutineers.map((scrutineer, index) => (
                  <Definition key={scrutineer.id} term={t("bureau.scrutineer", { number: index + 1 })}>
                    {scrutineer.name}
                  </Definition>
                ))}
              </dl>
            )}
          </>
        )}
      </Show>
      {isLive && may("run_polls") && may("read_register") && (
        <details>
          <summary>{t(loaded.data?.formed === true ? "bureau.change" : "bureau.form")}</summary>
          <Former assembly={assembly} onDone={loaded.reload} />
        </details>
      )}
    </section>
  );
}

export function Incidents(props: Part) {
  const { announce, may, t } = useApp();
  const action = useAction();
  const [text, setText] = useState("");
  const { assembly } = props;
  const path = { assembly: assembly.id };
  const loaded = usePages(
    (after) =>
      api.get("/api/v1/assemblies/{assembly}/incidents", {
        path,
        query: after === undefined ? {} : { after },
      }),
    assembly.id,
  );
  useEvents([assembly.id], loaded.reload);
  const isLive = ["convened", "sitting", "ended"].includes(assembly.state);
  return (
    <section>
      <h2>{t("incident.title")}</h2>
      <Show of={loaded}>
        {(items) => (
          <>
            {items.length === 0 && <p>{t("incident.none")}</p>}
            <ul class="rows">
              {items.map((incident) => (
                <li class="row" key={incident.id}>
                  <Hour at={incident.at} /> · {incident.text}
                </li>
              ))}
            </ul>
            <More next={loaded.next} isBusy={loaded.isLoading} onMore={loaded.more} />
          </>
        )}
      </Show>
      {isLive && may("run_polls") && (
        <details>
          <summary>{t("incident.note")}</summary>
          <Form
            action={action}
            submit={t("incident.note")}
            onSubmit={async (key) => {
              await api.post("/api/v1/assemblies/{assembly}/incidents", { path, body: { text }, key });
              setText("");
              announce(t("incident.noted"));
              loaded.reload();
            }}
          >
            <TextArea
              label={t("incident.words")}
              hint={t("incident.hint")}
              rows={3}
              value={text}
              onInput={setText}
              pointer="/text"
              required
            />
          </Form>
        </details>
      )}
    </section>
  );
}

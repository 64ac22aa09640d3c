/* Preparing an assembly. */

import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { Form, Page, Select, TextField } from "../components.tsx";
import { fromWallClock } from "../format.ts";
import { useAction, useLoad, useRested, useUnsent } from "../hooks.ts";
import { navigate } from "../navigate.ts";
import { pathOf } from "../router.ts";
import { Deadlines } from "./assembly_member.tsx";

type Kind = Schemas["AssemblyCreate"]["kind"];
const KINDS: readonly Kind[] = ["ordinary", "extraordinary", "combined", "college", "written"];

export interface AssemblyDraft {
  title: string;
  place: string;
  meets: string; /* on the wall clock of the society */
}

/* What is said of an assembly until its notice is sent. */
export function AssemblyFields(props: {
  draft: AssemblyDraft;
  onChange: (draft: AssemblyDraft) => void;
}) {
  const { society, t } = useApp();
  const { draft, onChange } = props;
  return (
    <>
      <TextField
        label={t("assembly.title")}
        value={draft.title}
        onInput={(title) => onChange({ ...draft, title })}
        pointer="/title"
        maxLength={200}
        required
      />
      <TextField
        label={t("assembly.meets")}
        hint={t("field.zone", { zone: society.time_zone })}
        type="datetime-local"
        value={draft.meets}
        onInput={(meets) => onChange({ ...draft, meets })}
        pointer="/meets_at"
        required
      />
      <TextField
        label={t("assembly.place")}
        hint={t("field.optional")}
        value={draft.place}
        onInput={(place) => onChange({ ...draft, place })}
        pointer="/place"
        maxLength={200}
      />
    </>
  );
}

/* What the statutes make of the date that is being typed: until when what is to be done, and what is too late already. */
function DeadlinesOf(props: { meets: string; call: "first" | "second" }) {
  const { society, t } = useApp();
  const { call } = props;
  const meets_at = useRested(fromWallClock(props.meets, society.time_zone) ?? "", 400);
  const isAsked = meets_at !== "" && society.constitution !== null;
  const loaded = useLoad(
    async () => (isAsked ? (await api.get("/api/v1/calendar", { query: { meets_at, call } })).data.items : []),
    meets_at,
    call,
  );
  const items = loaded.data ?? [];
  return (
    <section aria-live="polite">
      {isAsked && items.length > 0 && (
        <>
          <h2>{t("calendar.of_date")}</h2>
          <Deadlines items={items} />
        </>
      )}
    </section>
  );
}

export function AssemblyNewView() {
  const { label, society, t, word } = useApp();
  const [kind, setKind] = useState<Kind>("ordinary");
  const [draft, setDraft] = useState<AssemblyDraft>({ title: "", place: "", meets: "" });
  const [college, setCollege] = useState("");
  const [secondOf, setSecondOf] = useState("");
  const action = useAction();
  const letGo = useUnsent(Object.values(draft).some((written) => written !== ""));
  const colleges = useLoad(
    async () => (await api.get("/api/v1/colleges", { query: { limit: 100 } })).data.items,
  );
  /* A second call is that of an assembly that was held. */
  const earlier = useLoad(async () => {
    const { data } = await api.get("/api/v1/assemblies", { query: { state: "ended" } });
    return data.items.filter(({ call }) => call === "first");
  });
  const create = async (key: string) => {
    const body: Schemas["AssemblyCreate"] = {
      kind,
      title: draft.title,
      place: draft.place,
      meets_at: fromWallClock(draft.meets, society.time_zone) ?? "",
      ...(kind === "college" ? { college } : {}),
      ...(secondOf === "" ? {} : { call: "second" as const, second_of: secondOf }),
    };
    const { data } = await api.post("/api/v1/assemblies", { body, key });
    letGo();
    navigate(pathOf("assembly", { assembly: data.id }));
  };
  return (
    <Page title={t("assemblies.new")}>
      <Form action={action} submit={t("assembly.create")} onSubmit={create}>
        <Select
          label={t("assembly.kind")}
          value={kind}
          onInput={(value) => setKind(KINDS.find((each) => each === value) ?? "ordinary")}
          pointer="/kind"
          choices={KINDS.map((each) => ({ value: each, label: word("assembly_kind", each) }))}
        />
        {kind === "college" && (
          <Select
            label={t("member.college")}
            value={college}
            onInput={setCollege}
            pointer="/college"
            required
            choices={[
              { value: "", label: t("field.choose") },
              ...(colleges.data ?? []).map((each) => ({
                value: each.id,
                label: label(each.labels),
              })),
            ]}
          />
        )}
        <AssemblyFields draft={draft} onChange={setDraft} />
        <DeadlinesOf meets={draft.meets} call={secondOf === "" ? "first" : "second"} />
        {(earlier.data ?? []).length > 0 && (
          <Select
            label={t("assembly.second_of")}
            hint={t("assembly.second_of_hint")}
            value={secondOf}
            onInput={setSecondOf}
            pointer="/second_of"
            choices={[
              { value: "", label: t("call.first") },
              ...(earlier.data ?? []).map((each) => ({ value: each.id, label: each.title })),
            ]}
          />
        )}
      </Form>
    </Page>
  );
}

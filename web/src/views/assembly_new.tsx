/* Preparing an assembly. */

import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { Form, Page, Select, TextField } from "../components.tsx";
import { fromWallClock } from "../format.ts";
import { useAction, useLoad } from "../hooks.ts";
import { navigate } from "../navigate.ts";
import { pathOf } from "../router.ts";

type Kind = Schemas["AssemblyCreate"]["kind"];
const KINDS: readonly Kind[] = ["ordinary", "extraordinary", "combined", "college", "written"];

export function AssemblyNewView() {
  const { label, society, t, word } = useApp();
  const [kind, setKind] = useState<Kind>("ordinary");
  const [title, setTitle] = useState("");
  const [place, setPlace] = useState("");
  const [meets, setMeets] = useState("");
  const [college, setCollege] = useState("");
  const [secondOf, setSecondOf] = useState("");
  const action = useAction();
  const colleges = useLoad(
    async () => (await api.get("/api/v1/colleges", { query: { limit: 100 } })).data.items,
  );
  const earlier = useLoad(async () => (await api.get("/api/v1/assemblies")).data.items);
  const create = async (key: string) => {
    const body: Schemas["AssemblyCreate"] = {
      kind,
      title,
      place,
      meets_at: fromWallClock(meets, society.time_zone) ?? "",
      ...(kind === "college" ? { college } : {}),
      ...(secondOf === "" ? {} : { call: "second" as const, second_of: secondOf }),
    };
    const { data } = await api.post("/api/v1/assemblies", { body, key });
    navigate(pathOf("assembly", { assembly: data.id }));
  };
  const problem = action.problem;
  return (
    <Page title={t("assemblies.new")}>
      <Form action={action} submit={t("assembly.create")} onSubmit={create}>
        <TextField
          label={t("assembly.title")}
          value={title}
          onInput={setTitle}
          pointer="/title"
          problem={problem}
          maxLength={200}
          required
        />
        <Select
          label={t("assembly.kind")}
          value={kind}
          onInput={(value) => setKind(KINDS.find((each) => each === value) ?? "ordinary")}
          pointer="/kind"
          problem={problem}
          choices={KINDS.map((each) => ({ value: each, label: word("assembly_kind", each) }))}
        />
        {kind === "college" && (
          <Select
            label={t("member.college")}
            value={college}
            onInput={setCollege}
            pointer="/college"
            problem={problem}
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
        <TextField
          label={t("assembly.meets")}
          hint={t("field.zone", { zone: society.time_zone })}
          type="datetime-local"
          value={meets}
          onInput={setMeets}
          pointer="/meets_at"
          problem={problem}
          required
        />
        <TextField
          label={t("assembly.place")}
          hint={t("field.optional")}
          value={place}
          onInput={setPlace}
          pointer="/place"
          problem={problem}
          maxLength={200}
        />
        {(earlier.data ?? []).length > 0 && (
          <Select
            label={t("assembly.second_of")}
            hint={t("assembly.second_of_hint")}
            value={secondOf}
            onInput={setSecondOf}
            pointer="/second_of"
            problem={problem}
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

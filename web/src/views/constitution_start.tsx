/* Where statutes being written begin, and how they are taken elsewhere: a text that Palabre carries, a file. */
import { useRef, useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { ActionButton, Failure, FileDrop, Select, Show, Waiting } from "../components.tsx";
import { download } from "../download.ts";
import { useAction, useLoad } from "../hooks.ts";
import type { Statutes } from "../statutes.ts";
import { readStatutes, writeStatutes } from "../statutes.ts";

type Template = Schemas["ConstitutionTemplate"];

function TemplateFacts(props: { template: Template }) {
  const { language, t, word } = useApp();
  const { template } = props;
  return (
    <>
      <p>{template.summary[language]}</p>
      {template.warnings.length > 0 && (
        <div class="notice">
          <p>
            <strong>{t("template.warnings")}</strong>
          </p>
          <ul>
            {template.warnings.map((each) => (
              <li key={each.en}>{each[language]}</li>
            ))}
          </ul>
        </div>
      )}
      {template.unknown.length > 0 && (
        <p>
          {t("template.unknown")}{" "}
          {template.unknown.map((field) => word("field", field)).join(", ")}.
        </p>
      )}
      {template.findings.some(({ severity }) => severity === "error") && (
        <ul>
          {template.findings.map((finding) => (
            <li key={finding.code + finding.pointer}>{finding[language]}</li>
          ))}
        </ul>
      )}
    </>
  );
}

/* What is being written, and what takes its place. */
type Taking = { statutes: Statutes; onTake: (statutes: Statutes) => void };

/* Takes a text that has to arrive first. What is typed meanwhile stays, and the text is not taken. */
function useTaking({ statutes, onTake }: Taking) {
  const { announce, t } = useApp();
  const latest = useRef(statutes);
  latest.current = statutes;
  return async (arrive: () => Promise<Statutes | null>, taken: string) => {
    const before = latest.current;
    const text = await arrive();
    if (text !== null && latest.current === before) {
      onTake(text);
      announce(taken);
    } else if (text !== null) {
      announce(t("template.late"));
    }
  };
}

/* A text to begin from, with what must not be taken as it is. */
export function FromTemplate(props: Taking & { confirms: boolean }) {
  const { language, society, t } = useApp();
  const taking = useTaking(props);
  const templates = useLoad(async () => (await api.get("/api/v1/constitution/templates")).data.items);
  const [chosen, setChosen] = useState("");
  const action = useAction();
  const arrive = async () => {
    const path = { template: chosen };
    const { data } = await api.get("/api/v1/constitution/templates/{template}", { path });
    const document = readStatutes(data.document as Schemas["ConstitutionDocument"]);
    return { ...document, name: society.name };
  };
  const choices = (items: readonly Template[], kind: Template["kind"]) =>
    items
      .filter((each) => each.kind === kind)
      .map(({ id, title }) => ({ value: id, label: title[language] }));
  return (
    <Show of={templates}>
      {(items) => (
        <>
          <Select
            label={t("template.choose")}
            hint={t("template.hint")}
            value={chosen}
            onInput={setChosen}
            choices={[
              { value: "", label: t("field.choose") },
              ...choices(items, "profile"),
              ...choices(items, "example"),
            ]}
          />
          <Failure problem={action.problem} />
          {items
            .filter(({ id }) => id === chosen)
            .map((template) => (
              <div key={template.id}>
                <TemplateFacts template={template} />
                <p class="buttons">
                  <ActionButton
                    action={action}
                    kind="primary"
                    label={t("template.take")}
                    {...(props.confirms ? { confirm: t("template.confirm") } : {})}
                    onAct={() => taking(arrive, t("template.taken"))}
                  />
                </p>
              </div>
            ))}
        </>
      )}
    </Show>
  );
}

/* A document of a file, or that of a reply that has it inside. Null where it is no JSON object. */
async function readFile(file: File): Promise<Schemas["ConstitutionDocument"] | null> {
  try {
    const read = JSON.parse(await file.text()) as unknown;
    if (typeof read !== "object" || read === null || Array.isArray(read)) {
      return null;
    }
    const inside = "document" in read ? read.document : read;
    return inside as Schemas["ConstitutionDocument"];
  } catch {
    return null;
  }
}

/* A file is taken once the server has read it: its form is then what every part of the editor expects. */
export function FromFile(props: Taking) {
  const { t } = useApp();
  const [isBad, setBad] = useState(false);
  const taking = useTaking(props);
  const action = useAction();
  const arrive = async (file: File) => {
    const document = await readFile(file);
    setBad(document === null);
    if (document === null) {
      return null;
    }
    await api.post("/api/v1/constitution/checks", { body: { document } });
    return readStatutes(document);
  };
  const open = (file: File) =>
    void action.run(() => taking(() => arrive(file), t("template.opened", { file: file.name })));
  return (
    <>
      <FileDrop
        label={t("constitution.open")}
        hint={t("template.drop")}
        accept=".json,application/json"
        onFile={open}
      />
      {action.isBusy && <Waiting />}
      {isBad && (
        <p class="field-error" role="alert">
          {t("constitution.not_json")}
        </p>
      )}
      <Failure problem={action.problem} showsPlace />
    </>
  );
}

/* "La Ruche du Marais" is the file "la-ruche-du-marais.json". */
function fileName(name: string): string {
  const plain = name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return `${plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "") || "statuts"}.json`;
}

export function TakeAway(props: { statutes: Statutes }) {
  const { t } = useApp();
  const { statutes } = props;
  return (
    <p class="buttons">
      <button
        type="button"
        onClick={() =>
          download(
            fileName(statutes.name),
            "application/json",
            `${JSON.stringify(writeStatutes(statutes), null, 2)}\n`,
          )
        }
      >
        {t("constitution.take_away")}
      </button>
    </p>
  );
}

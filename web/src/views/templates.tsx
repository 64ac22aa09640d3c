/* Statutes to read: profiles of legal forms, and what real cooperatives published, each in words. */

import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { Definition, Page, Show, Tag } from "../components.tsx";
import { useLoad } from "../hooks.ts";
import { statutesInWords } from "../statutes_words.ts";

type Template = Schemas["ConstitutionTemplate"];

/* Fetched when it is unfolded. */
function InWords(props: { id: string }) {
  const { language } = useApp();
  const loaded = useLoad(
    async () =>
      (
        await api.get("/api/v1/constitution/templates/{template}", {
          path: { template: props.id },
        })
      ).data,
    props.id,
  );
  return (
    <Show of={loaded}>
      {({ document }) => (
        <dl class="sentences">
          {statutesInWords(document ?? {}, language).sentences.map(({ field, title, text }) => (
            <Definition key={field} term={title}>
              {text}
            </Definition>
          ))}
        </dl>
      )}
    </Show>
  );
}

function TemplateCard(props: { template: Template }) {
  const { label, t, word } = useApp();
  const { template } = props;
  const [isOpen, setOpen] = useState(false);
  return (
    <li class="row">
      <h2>{label(template.title)}</h2>
      <p>
        <Tag>{word("template_kind", template.kind)}</Tag> {word("regime", template.regime)}
      </p>
      <p>{label(template.summary)}</p>
      {template.warnings.length > 0 && (
        <div class="notice">
          <ul>
            {template.warnings.map((warning) => (
              <li key={warning.en}>{label(warning)}</li>
            ))}
          </ul>
        </div>
      )}
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{t("templates.read", { title: label(template.title) })}</summary>
        {isOpen && <InWords id={template.id} />}
      </details>
      <p>
        <a href={`/api/v1/constitution/templates/${template.id}`} download={`${template.id}.json`}>
          {t("templates.download")}
          <span class="hidden"> {label(template.title)}</span>
        </a>
      </p>
    </li>
  );
}

export function TemplatesView() {
  const { t } = useApp();
  const templates = useLoad(async () => (await api.get("/api/v1/constitution/templates")).data);
  return (
    <Page title={t("templates.title")} lead={t("templates.lead")}>
      <Show of={templates}>
        {({ items }) => (
          <ul class="rows">
            {items.map((template) => (
              <TemplateCard key={template.id} template={template} />
            ))}
          </ul>
        )}
      </Show>
    </Page>
  );
}

/* Assemblies, the latest first. */

import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { More, Page, Show, Tag } from "../components.tsx";
import { usePages } from "../hooks.ts";
import { pathOf } from "../router.ts";

export function AssembliesView() {
  const { instant, may, t, word } = useApp();
  const assemblies = usePages((after) =>
    api.get("/api/v1/assemblies", { query: after === undefined ? {} : { after } }),
  );
  return (
    <Page title={t("assemblies.title")}>
      {may("convene") && (
        <p class="buttons">
          <a class="button primary" href={pathOf("assemblyNew")}>
            {t("assemblies.new")}
          </a>
        </p>
      )}
      <Show of={assemblies}>
        {(items) => (
          <>
            {items.length === 0 && <p>{t("assemblies.none")}</p>}
            <ul class="rows">
              {items.map((assembly) => (
                <li class="row" key={assembly.id}>
                  <a class="row-title" href={pathOf("assembly", { assembly: assembly.id })}>
                    {assembly.title}
                  </a>
                  <span class="row-facts">
                    <Tag>{word("assembly_state", assembly.state)}</Tag>{" "}
                    {word("assembly_kind", assembly.kind)} · {instant(assembly.meets_at)}
                    {assembly.place !== "" && <> · {assembly.place}</>}
                  </span>
                </li>
              ))}
            </ul>
            <More next={assemblies.next} isBusy={assemblies.isLoading} onMore={assemblies.more} />
          </>
        )}
      </Show>
    </Page>
  );
}

/* On which text a postal form was given: asked where the resolution has had several. */

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { Failure, Select } from "../components.tsx";
import { useLoad } from "../hooks.ts";
import { pathOf } from "../router.ts";

type Version = Schemas["Resolution"]["versions"][number];

/* The versions of a poll's text, the first first; none where nothing is to be chosen. */
export function useFormTexts(poll: Schemas["Poll"], isPostal: boolean) {
  const { resolution } = poll;
  const loaded = useLoad(
    async () => {
      if (!isPostal || resolution === undefined) {
        return [];
      }
      const { data } = await api.get("/api/v1/resolutions/{resolution}", { path: { resolution } });
      return data.versions.length > 1 ? data.versions : [];
    },
    poll.id,
    isPostal,
  );
  return { versions: loaded.data ?? [], problem: loaded.problem, isLoading: loaded.isLoading };
}

/*
 * RULE docs/rules/amendments.md
 * > A postal form is a vote on the text that it was given on. On another text it is not entered, and where
 * > amendments were put in the text its form says on which one it was given.
 */
export function FormText(props: {
  poll: Schemas["Poll"];
  texts: ReturnType<typeof useFormTexts>;
  value: string;
  onInput: (hash: string) => void;
}) {
  const { instant, t } = useApp();
  const { poll, texts, value } = props;
  const nameOf = ({ hash, number, at }: Version) => {
    const values = { number, instant: instant(at) };
    return hash === poll.text_hash ? t("papers.text_voted", values) : t("papers.text_version", values);
  };
  if (texts.versions.length === 0) {
    return <Failure problem={texts.problem} />;
  }
  const isOther = value !== "" && value !== poll.text_hash;
  return (
    <>
      <Select
        label={t("papers.text")}
        hint={t("papers.text_hint")}
        pointer="/text_hash"
        required
        value={value}
        onInput={props.onInput}
        choices={[
          { value: "", label: t("field.choose") },
          ...texts.versions.map((version) => ({ value: version.hash, label: nameOf(version) })),
        ]}
      />
      {isOther && (
        <div class="notice bad" role="status">
          <p>{t("papers.text_other")}</p>
          {poll.resolution !== undefined && (
            <p>
              <a href={pathOf("resolution", { resolution: poll.resolution })}>{t("papers.text_compare")}</a>
            </p>
          )}
        </div>
      )}
    </>
  );
}

/* The quorum of an assembly as it is now, for each class of decision on its agenda. */

import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { Bar, Definition, Fraction, Show, Tag } from "../components.tsx";
import { useEvents, useLoad } from "../hooks.ts";

export function Quorum(props: { assembly: string }) {
  const { t, word } = useApp();
  const loaded = useLoad(
    async () =>
      (
        await api.get("/api/v1/assemblies/{assembly}/quorum", {
          path: { assembly: props.assembly },
        })
      ).data.items,
    props.assembly,
  );
  useEvents([props.assembly], loaded.reload);
  return (
    <section>
      <h2>{t("quorum.title")}</h2>
      <Show of={loaded}>
        {(items) => (
          <ul class="cards">
            {items.map((quorum) => (
              <li class="card" key={quorum.class}>
                <h3>{word("class", quorum.class)}</h3>
                <p>
                  <Tag kind={quorum.met ? "good" : "bad"}>
                    {quorum.met ? t("quorum.met") : t("quorum.not_met")}
                  </Tag>{" "}
                  {t("quorum.present", {
                    present: quorum.present,
                    members: quorum.members,
                  })}
                </p>
                <Bar
                  parts={[{ value: quorum.reached, kind: "plain" }]}
                  {...(quorum.basis === "none" ? {} : { mark: quorum.required })}
                />
                {quorum.basis !== "none" && (
                  <dl>
                    <Definition term={t("quorum.required")}>
                      <Fraction value={quorum.required} />
                    </Definition>
                    <Definition term={t("quorum.reached")}>
                      <Fraction value={quorum.reached} />
                    </Definition>
                    <Definition term={t("quorum.basis")}>
                      {word("quorum_basis", quorum.basis)}
                    </Definition>
                  </dl>
                )}
              </li>
            ))}
          </ul>
        )}
      </Show>
    </section>
  );
}

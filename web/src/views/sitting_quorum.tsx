/* The quorum of an assembly as it is now: for each class of decision on its agenda, by heads, by the
 * weights of the colleges, and in each college. */

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { Bar, Definition, Fraction, Scroll, Show, Tag } from "../components.tsx";
import { useEvents, useLoad } from "../hooks.ts";
import { useCollege } from "./sitting_load.tsx";

type Live = Schemas["Quorum"];

function OfClass(props: { quorum: Live["items"][number] }) {
  const { t, word } = useApp();
  const { quorum } = props;
  return (
    <li class="card">
      <h3>{word("class", quorum.class)}</h3>
      <p>
        <Tag kind={quorum.met ? "good" : "bad"}>
          {quorum.met ? t("quorum.met") : t("quorum.not_met")}
        </Tag>{" "}
        {t("quorum.present", { present: quorum.present, members: quorum.members })}
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
          <Definition term={t("quorum.basis")}>{word("quorum_basis", quorum.basis)}</Definition>
        </dl>
      )}
    </li>
  );
}

function Reached(props: { name: string; of: Live["heads"] }) {
  const { count } = useApp();
  const { present, members, reached } = props.of;
  return (
    <tr>
      <th scope="row">{props.name}</th>
      <td class="number">
        {count(present)} / {count(members)}
      </td>
      <td>
        <Fraction value={reached} />
        <Bar parts={[{ value: reached, kind: "plain" }]} />
      </td>
    </tr>
  );
}

export function Quorum(props: { assembly: string }) {
  const { t } = useApp();
  const college = useCollege();
  const loaded = useLoad(
    async () =>
      (await api.get("/api/v1/assemblies/{assembly}/quorum", { path: { assembly: props.assembly } }))
        .data,
    props.assembly,
  );
  useEvents([props.assembly], loaded.reload);
  return (
    <section>
      <h2>{t("quorum.title")}</h2>
      <Show of={loaded}>
        {(quorum) => (
          <>
            <ul class="cards">
              {quorum.items.map((each) => (
                <OfClass key={each.class} quorum={each} />
              ))}
            </ul>
            <Scroll label={t("quorum.now")}>
              <table class="reached">
                <caption>{t("quorum.now")}</caption>
                <thead>
                  <tr>
                    <th scope="col">{t("quorum.counted_by")}</th>
                    <th scope="col" class="number">
                      {t("quorum.there")}
                    </th>
                    <th scope="col">{t("quorum.reached")}</th>
                  </tr>
                </thead>
                <tbody>
                  <Reached name={t("quorum.heads")} of={quorum.heads} />
                  {quorum.weights !== undefined && (
                    <Reached name={t("quorum.weights")} of={quorum.weights} />
                  )}
                  {quorum.colleges.map((each) => (
                    <Reached key={each.id} name={college(each.id)} of={each} />
                  ))}
                </tbody>
              </table>
            </Scroll>
          </>
        )}
      </Show>
    </section>
  );
}

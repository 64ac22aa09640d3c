/* How often each college decides: under the version in force, and under the draft. Weight is not power. */
import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { Failure, Fraction, Scroll, Tag, Waiting } from "../components.tsx";
import { useLoad } from "../hooks.ts";
import type { Statutes } from "../statutes.ts";
import { writeStatutes } from "../statutes.ts";

type Power = Schemas["Power"];
type Class = Power["classes"][number];
type OfCollege = Schemas["PowerOfCollege"];

/* Where nobody is a member yet, as if each college had one. */
async function ofDraft(statutes: Statutes, isEmpty: boolean): Promise<Power> {
  const one = Object.fromEntries(statutes.colleges.map(({ id }) => [id, 1]));
  const { data } = await api.post("/api/v1/constitution/power", {
    body: { document: { ...writeStatutes(statutes) }, ...(isEmpty ? { members: one } : {}) },
  });
  return data;
}

/* Statutes without colleges give every member the same power: there is nothing to measure. */
async function ofVersion(inForce: Statutes | null): Promise<Power | null> {
  return inForce === null || inForce.colleges.length === 0
    ? null
    : (await api.get("/api/v1/constitution/power")).data;
}

function Share(props: { of: OfCollege | undefined }) {
  const { t } = useApp();
  const { of } = props;
  if (of === undefined) {
    return <span class="quiet">{t("power.absent")}</span>;
  }
  return (
    <>
      <Fraction value={of.share} />{" "}
      {of.decides ? (
        <Tag>{t("power.decides")}</Tag>
      ) : (
        of.veto && <Tag>{t("power.veto")}</Tag>
      )}
    </>
  );
}

function ClassPower(props: {
  draft: Class;
  now: Class | undefined;
  hasNow: boolean;
  name: (college: string) => string;
}) {
  const { t, word } = useApp();
  const { draft, now, hasNow, name } = props;
  const caption = t(draft.call === "second" ? "power.second" : "power.first", {
    class: word("class", draft.class),
  });
  const isUnweighted = draft.colleges.length > 0 && !draft.weighted;
  return (
    <>
      <Scroll label={caption}>
        <table>
          <caption>{caption}</caption>
          <thead>
            <tr>
              <th scope="col">{t("power.college")}</th>
              <th scope="col">{t("power.weight")}</th>
              {hasNow && <th scope="col">{t("power.now")}</th>}
              <th scope="col">{t("power.draft")}</th>
            </tr>
          </thead>
          <tbody>
            {draft.colleges.map((college) => (
              <tr key={college.college}>
                <th scope="row">{name(college.college)}</th>
                <td>
                  <Fraction value={college.weight} />
                </td>
                {hasNow && (
                  <td>
                    <Share of={now?.colleges.find((each) => each.college === college.college)} />
                  </td>
                )}
                <td>
                  <Share of={college} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {isUnweighted && <p class="quiet">{t("power.heads")}</p>}
    </>
  );
}

function Measured(props: { draft: Statutes; inForce: Statutes | null; isEmpty: boolean }) {
  const { language } = useApp();
  const { draft, inForce, isEmpty } = props;
  const now = useLoad(() => ofVersion(inForce));
  const power = useLoad(() => ofDraft(draft, isEmpty), JSON.stringify(draft), isEmpty);
  const names = new Map(draft.colleges.map(({ id, label }) => [id, label[language]]));
  if (power.problem !== null || now.problem !== null) {
    return <Failure problem={power.problem ?? now.problem} />;
  }
  if (power.data === null || now.isLoading) {
    return <Waiting />;
  }
  return (
    <div aria-busy={power.isLoading}>
      {power.data.classes.map((each) => (
        <ClassPower
          key={each.class + each.call}
          draft={each}
          now={now.data?.classes.find(
            (other) => other.class === each.class && other.call === each.call,
          )}
          hasNow={now.data !== null}
          name={(college) => names.get(college) ?? college}
        />
      ))}
    </div>
  );
}

/* Of a lawful draft: what breaks a rule of the law is not measured. `isLawful` is null until somebody judged it. */
export function VotingPower(props: {
  draft: Statutes;
  isLawful: boolean | null;
  inForce: Statutes | null;
  members: number;
}) {
  const { t } = useApp();
  const { draft, inForce } = props;
  const isEmpty = props.members === 0;
  if (draft.colleges.length === 0) {
    return <p>{t("power.none")}</p>;
  }
  return (
    <>
      <p>{t("power.text")}</p>
      {isEmpty && <p class="quiet">{t("power.nobody")}</p>}
      {props.isLawful === null && <Waiting />}
      {props.isLawful === true && <Measured draft={draft} inForce={inForce} isEmpty={isEmpty} />}
      {props.isLawful === false && <p>{t("power.unlawful")}</p>}
    </>
  );
}

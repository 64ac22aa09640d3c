/* Who decides here, for anyone: colleges and what they weigh, categories, offices, and the statutes in
 * words. */

import type { Schemas } from "../api.ts";
import { api, ProblemError } from "../api.ts";
import { useApp } from "../app.tsx";
import { Bar, Definition, Fraction, Page, Scroll, Show, Tag } from "../components.tsx";
import { statutesInWords } from "../statutes_words.ts";
import { useLoad } from "../hooks.ts";
import { pathOf } from "../router.ts";

/* A society may not have entered its statutes yet. */
async function loadConstitution() {
  try {
    return (await api.get("/api/v1/constitution")).data;
  } catch (error) {
    if (error instanceof ProblemError && error.problem.status === 404) {
      return null;
    }
    throw error;
  }
}

async function load() {
  const [registry, constitution, versions] = await Promise.all([
    api.get("/api/v1/registry"),
    loadConstitution(),
    api.get("/api/v1/constitution/versions", { query: { limit: 100 } }),
  ]);
  return { registry: registry.data, constitution, versions: versions.data.items };
}

function College(props: { college: Schemas["College"]; isSuspended: boolean }) {
  const { count, label, t } = useApp();
  const { college } = props;
  const weight = props.isSuspended ? college.weight : college.effective_weight;
  return (
    <li class="card">
      <h3>{label(college.labels)}</h3>
      <Bar parts={[{ value: weight, kind: props.isSuspended ? "faint" : "plain" }]} />
      <dl>
        <Definition term={t("college.weight")}>
          <Fraction value={college.weight} />
        </Definition>
        {weight !== college.weight && (
          <Definition term={t("college.effective")}>
            <Fraction value={weight} />
          </Definition>
        )}
        <Definition term={t("college.members")}>
          {count(college.members)} {college.members === 0 && <Tag>{t("college.empty")}</Tag>}
        </Definition>
        {college.board_seats !== undefined && (
          <Definition term={t("college.seats")}>{count(college.board_seats)}</Definition>
        )}
      </dl>
    </li>
  );
}

function Categories(props: { categories: readonly Schemas["Category"][] }) {
  const { count, label, t, word } = useApp();
  return (
    <Scroll label={t("registry.categories")}>
      <table>
        <caption>{t("registry.categories_caption")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("category.name")}</th>
            <th scope="col">{t("category.kind")}</th>
            <th scope="col" class="number">
              {t("category.members")}
            </th>
          </tr>
        </thead>
        <tbody>
          {props.categories.map((category) => (
            <tr key={category.id}>
              <th scope="row">{label(category.labels)}</th>
              <td>{word("category_kind", category.kind)}</td>
              <td class="number">{count(category.members)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

/* Every version of the statutes, with the day it took effect. */
function Versions(props: { versions: readonly Schemas["ConstitutionSummary"][] }) {
  const { day, t, word } = useApp();
  return (
    <details>
      <summary>{t("registry.versions", { count: props.versions.length })}</summary>
      <ul>
        {props.versions.map((version) => (
          <li key={version.id}>
            {t("registry.version", { number: version.number })}{" "}
            {word("constitution_state", version.state)}
            {version.effective_on !== undefined && (
              <>, {t("registry.from", { day: day(version.effective_on) })}</>
            )}
            <br />
            <span class="code">{version.hash}</span>
            <br />
            <a
              href={`/api/v1/constitution/versions/${version.id}/template`}
              download={`constitution-${version.number}.json`}
            >
              {t("registry.take", { number: version.number })}
            </a>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Statutes(props: { constitution: Schemas["Constitution"] }) {
  const { day, language, t } = useApp();
  const { constitution } = props;
  const { sentences, unknown } = statutesInWords(constitution.document, language);
  return (
    <section>
      <h2>{t("registry.statutes")}</h2>
      <p>
        {t("registry.version", { number: constitution.number })}
        {constitution.effective_on !== undefined && (
          <> {t("registry.in_force", { day: day(constitution.effective_on) })}</>
        )}
      </p>
      <dl class="sentences">
        {sentences.map(({ field, title, text }) => (
          <Definition key={field} term={title}>
            {text}
          </Definition>
        ))}
      </dl>
      {unknown.length > 0 && (
        <div class="notice">
          <p>{t("registry.unknown")}</p>
          <ul>
            {unknown.map((field) => (
              <li key={field}>{field}</li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

export function RegistryView() {
  const { count, instant, t, word } = useApp();
  const loaded = useLoad(load);
  return (
    <Page title={t("registry.title")} lead={t("registry.lead")}>
      <Show of={loaded}>
        {({ registry, constitution, versions }) => (
          <>
            <p>
              {t("registry.members", { count: registry.members.admitted })}
              {registry.members.applied > 0 && (
                <> {t("registry.applied", { count: registry.members.applied })}</>
              )}{" "}
              <span class="quiet">{t("registry.as_of", { instant: instant(registry.as_of) })}</span>
            </p>
            {registry.constitution === null && <p class="notice">{t("registry.none")}</p>}
            {registry.colleges.length > 0 && (
              <section>
                <h2>{t("registry.colleges")}</h2>
                <p>
                  {registry.weighting_suspended
                    ? t("registry.suspended")
                    : t("registry.colleges_text")}
                </p>
                <ul class="cards">
                  {registry.colleges.map((college) => (
                    <College
                      key={college.id}
                      college={college}
                      isSuspended={registry.weighting_suspended}
                    />
                  ))}
                </ul>
              </section>
            )}
            {registry.categories.length > 0 && (
              <section>
                <h2>{t("registry.categories")}</h2>
                <Categories categories={registry.categories} />
              </section>
            )}
            <section>
              <h2>{t("registry.offices")}</h2>
              {registry.offices.length === 0 && <p>{t("registry.no_office")}</p>}
              <dl class="pairs">
                {registry.offices.map((office) => (
                  <Definition key={office.role} term={word("role", office.role)}>
                    {count(office.holders)}
                  </Definition>
                ))}
              </dl>
            </section>
            {constitution !== null && <Statutes constitution={constitution} />}
            {versions.length > 0 && <Versions versions={versions} />}
            <p>
              <a href={pathOf("templates")}>{t("registry.templates")}</a>
            </p>
          </>
        )}
      </Show>
    </Page>
  );
}

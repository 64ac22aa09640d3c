/* One member of the register: who they are, where they vote and voted, who acts for them, a link to sign in. */

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { Definition, Page, Scroll, Show, Tag } from "../components.tsx";
import { useLoad } from "../hooks.ts";
import { pathOf } from "../router.ts";
import { FoundingWay } from "./founding_way.tsx";
import { MakeLink } from "./member_link.tsx";
import type { Groups } from "./member_new.tsx";
import { loadGroups } from "./member_new.tsx";
import { Office } from "./member_office.tsx";
import { Representatives } from "./member_representatives.tsx";

type Member = Schemas["Member"];

/* Where the member stood, and from when to when: today's votes are counted by the row of today. */
function Places(props: { member: Member; groups: Groups }) {
  const { day, label, t } = useApp();
  const { member, groups } = props;
  const name = (items: readonly { id: string; labels: Schemas["Labels"] }[], id: string) => {
    const found = items.find((each) => each.id === id);
    return found === undefined ? id : label(found.labels);
  };
  if (member.memberships.length === 0) {
    return null;
  }
  return (
    <Scroll label={t("member.places")}>
      <table>
        <caption>{t("member.places")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("member.category")}</th>
            <th scope="col">{t("member.college")}</th>
            <th scope="col">{t("member.from_on")}</th>
            <th scope="col">{t("member.until_on")}</th>
          </tr>
        </thead>
        <tbody>
          {member.memberships.map((each) => (
            <tr key={each.from_on + each.category + (each.college ?? "")}>
              <td>{name(groups.categories, each.category)}</td>
              <td>{each.college === undefined ? "" : name(groups.colleges, each.college)}</td>
              <td>{day(each.from_on)}</td>
              <td>{each.until_on === undefined ? "" : day(each.until_on)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Facts(props: { member: Member; groups: Groups }) {
  const { count, day, label, t, word } = useApp();
  const { member, groups } = props;
  const college = groups.colleges.find((each) => each.id === member.college);
  const category = groups.categories.find((each) => each.id === member.category);
  return (
    <dl class="pairs">
      <Definition term={t("member.number")}>{member.number}</Definition>
      <Definition term={t("member.state")}>
        <Tag>{word("member_state", member.state)}</Tag>
      </Definition>
      <Definition term={t("member.kind")}>{word("member_kind", member.kind)}</Definition>
      {member.category !== undefined && (
        <Definition term={t("member.category")}>
          {category === undefined ? member.category : label(category.labels)}
        </Definition>
      )}
      {member.college !== undefined && (
        <Definition term={t("member.college")}>
          {college === undefined ? member.college : label(college.labels)}
        </Definition>
      )}
      {member.admitted_on !== undefined && (
        <Definition term={t("member.admitted_on")}>{day(member.admitted_on)}</Definition>
      )}
      {member.left_on !== undefined && (
        <Definition term={t("member.left_on")}>{day(member.left_on)}</Definition>
      )}
      {member.person?.email !== undefined && (
        <Definition term={t("member.email")}>{member.person.email}</Definition>
      )}
      {member.person?.phone !== undefined && (
        <Definition term={t("member.phone")}>{member.person.phone}</Definition>
      )}
      {member.person?.born_on !== undefined && (
        <Definition term={t("member.born_on")}>{day(member.person.born_on)}</Definition>
      )}
      <Definition term={t("member.shares")}>{count(member.shares)}</Definition>
    </dl>
  );
}

export function MemberView(props: { id: string }) {
  const { may, t } = useApp();
  const loaded = useLoad(async () => {
    const [member, groups] = await Promise.all([
      api.get("/api/v1/members/{member}", { path: { member: props.id } }),
      loadGroups(),
    ]);
    return { member: member.data, etag: member.etag, groups };
  }, props.id);
  return (
    <Show of={loaded}>
      {(data) => {
        const editing = { ...data, onDone: loaded.reload };
        const { member } = data;
        const hasRepresentatives = member.kind === "legal" || member.representatives.length > 0;
        return (
          <Page title={member.name}>
            <FoundingWay step="register" />
            <p>
              <a href={pathOf("register")}>{t("nav.register")}</a>
            </p>
            <Facts {...data} />
            <Places {...data} />
            {may("keep_register") && (
              <>
                <Office {...editing} />
                {member.state !== "left" && <MakeLink member={member} />}
              </>
            )}
            {hasRepresentatives && <Representatives {...editing} />}
          </Page>
        );
      }}
    </Show>
  );
}

/* The attendance sheet: who is in the room, and entering or leaving, now. */

import { useState } from "preact/hooks";

import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { Failure, More, Page, Scroll, Show, TextField } from "../components.tsx";
import { useAction, useEvents, useLoad, usePages, useRested } from "../hooks.ts";
import { pathOf } from "../router.ts";

export function MemberSearch(props: {
  label: string;
  actionLabel: string;
  onChoose: (member: { id: string; name: string }) => Promise<void>;
}) {
  const { t } = useApp();
  const [typed, setTyped] = useState("");
  const q = useRested(typed.trim(), 300);
  const action = useAction();
  const found = useLoad(
    async () =>
      q === ""
        ? []
        : (await api.get("/api/v1/members", { query: { q, state: "admitted", limit: 8 } })).data
            .items,
    q,
  );
  const items = found.data ?? [];
  return (
    <>
      <TextField
        label={props.label}
        hint={t("member.search_hint")}
        value={typed}
        onInput={setTyped}
        autocomplete="off"
      />
      <Failure problem={found.problem ?? action.problem} />
      <p role="status">{q !== "" && !found.isLoading && t("proxy.found", { count: items.length })}</p>
      <ul class="choices">
        {items.map((member) => (
          <li key={member.id}>
            <button
              type="button"
              onClick={() => void action.run(() => props.onChoose(member))}
            >
              <span class="hidden">{props.actionLabel} : </span>
              {member.name}{" "}
              <span class="quiet">{t("member.number_is", { number: member.number })}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

export function AttendanceView(props: { assembly: string }) {
  const { announce, instant, t } = useApp();
  const action = useAction();
  const path = { assembly: props.assembly };
  const sheet = usePages(
    (after) =>
      api.get("/api/v1/assemblies/{assembly}/attendance", {
        path,
        query: after === undefined ? {} : { after },
      }),
    props.assembly,
  );
  useEvents([props.assembly], sheet.reload);
  const mark = async (member: string, name: string, present: boolean) => {
    await api.put("/api/v1/assemblies/{assembly}/attendance/{member}", {
      path: { ...path, member },
      body: { present },
    });
    announce(t(present ? "attendance.entered" : "attendance.left", { name }));
    sheet.reload();
  };
  return (
    <Page title={t("attendance.title")}>
      <p>
        <a href={pathOf("assembly", { assembly: props.assembly })}>{t("poll.assembly")}</a>
      </p>
      <MemberSearch
        label={t("attendance.add")}
        actionLabel={t("attendance.enter")}
        onChoose={(member) => mark(member.id, member.name, true)}
      />
      <Failure problem={action.problem} />
      <Show of={sheet}>
        {(items) => (
          <>
            <p>{t("attendance.present", { count: items.filter((row) => !row.left_at).length })}</p>
            <Scroll label={t("attendance.title")}>
              <table>
                <caption>{t("attendance.caption")}</caption>
                <thead>
                  <tr>
                    <th scope="col">{t("member.number")}</th>
                    <th scope="col">{t("member.name")}</th>
                    <th scope="col">{t("attendance.entry")}</th>
                    <th scope="col">{t("attendance.exit")}</th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((row) => (
                    <tr key={row.member + row.entered_at}>
                      <td>{row.number}</td>
                      <th scope="row">{row.name}</th>
                      <td>{instant(row.entered_at)}</td>
                      <td>
                        {row.left_at !== undefined ? (
                          instant(row.left_at)
                        ) : (
                          <button
                            type="button"
                            onClick={() =>
                              void action.run(() => mark(row.member, row.name, false))
                            }
                          >
                            {t("attendance.leave")}
                            <span class="hidden"> : {row.name}</span>
                          </button>
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroll>
            <More next={sheet.next} isBusy={sheet.isLoading} onMore={sheet.more} />
          </>
        )}
      </Show>
    </Page>
  );
}

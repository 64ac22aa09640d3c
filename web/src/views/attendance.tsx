/* The attendance sheet: who is in the room, and entering or leaving, now. */

import { useState } from "preact/hooks";

import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { About, Doing, Failure, More, Page, Scroll, Show, Tag, TextField } from "../components.tsx";
import { useAction, useEvents, useLoad, usePages, useRested } from "../hooks.ts";
import { pathOf } from "../router.ts";
import { Hour } from "./sitting_load.tsx";

interface Found {
  readonly id: string;
  readonly name: string;
  readonly number: string;
  readonly hindered?: string; /* why they cannot be chosen */
}

/* In the register: members whose name or number has these letters. */
async function findAdmitted(q: string): Promise<readonly Found[]> {
  return q === "" ? [] : (await api.get("/api/v1/members", { query: { q, state: "admitted", limit: 8 } })).data.items;
}

export function MemberSearch(props: {
  label: string;
  actionLabel: string;
  find?: (q: string) => Promise<readonly Found[]>;
  onChoose: (member: Found) => Promise<void>;
}) {
  const { t } = useApp();
  const [typed, setTyped] = useState("");
  const q = useRested(typed.trim(), 300);
  const action = useAction();
  const found = useLoad(() => (props.find ?? findAdmitted)(q), q);
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
            {member.hindered === undefined ? (
              <button
                type="button"
                onClick={() => void action.run(() => props.onChoose(member))}
              >
                <Doing act={props.actionLabel} />
                {member.name}{" "}
                <span class="quiet">{t("member.number_is", { number: member.number })}</span>
              </button>
            ) : (
              <>
                {member.name} <span class="quiet">{member.hindered}</span>
              </>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

/* Who was there, was represented or voted from afar, with their votes: what the sheet will have. */
function SheetTable(props: { assembly: string }) {
  const { count, t, word } = useApp();
  const rows = usePages(
    (after) =>
      api.get("/api/v1/assemblies/{assembly}/sheet", {
        path: { assembly: props.assembly },
        query: after === undefined ? {} : { after },
      }),
    props.assembly,
  );
  useEvents([props.assembly], rows.reload);
  return (
    <Show of={rows}>
      {(items) => (
        <>
          {items.length === 0 && <p>{t("attendance.sheet_none")}</p>}
          <Scroll label={t("attendance.sheet")}>
            <table>
              <caption>{t("attendance.sheet")}</caption>
              <thead>
                <tr>
                  <th scope="col">{t("member.number")}</th>
                  <th scope="col">{t("member.name")}</th>
                  <th scope="col">{t("attendance.part")}</th>
                  <th scope="col" class="number">
                    {t("attendance.votes")}
                  </th>
                  <th scope="col">{t("attendance.stays")}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((row) => (
                  <tr key={row.member}>
                    <td>{row.number}</td>
                    <th scope="row">{row.name}</th>
                    <td>
                      {row.blank === true
                        ? t("taking_part.blank")
                        : row.holder === undefined
                          ? word("taking_part", row.part)
                          : t("taking_part.by", { name: row.holder })}
                    </td>
                    <td class="number">{count(row.votes)}</td>
                    <td>
                      {row.stays.map((stay) => (
                        <span class="stay" key={stay.entered_at}>
                          <Hour at={stay.entered_at} />–
                          {stay.left_at !== undefined && <Hour at={stay.left_at} />}{" "}
                        </span>
                      ))}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
          <More next={rows.next} isBusy={rows.isLoading} onMore={rows.more} />
        </>
      )}
    </Show>
  );
}

function Sheet(props: { assembly: string }) {
  const { t } = useApp();
  const [isOpen, setOpen] = useState(false);
  const at = `/api/v1/assemblies/${props.assembly}`;
  return (
    <section>
      <p class="buttons">
        <a class="button" href={`${at}/sheet.html`} target="_blank">
          {t("attendance.print")}
        </a>
        <a class="button" href={`${at}/sheet.csv`} download="sheet.csv">
          {t("attendance.csv")}
        </a>
      </p>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{t("attendance.sheet")}</summary>
        {isOpen && <SheetTable {...props} />}
      </details>
    </section>
  );
}

/* For a teller who does not read the register: one finds who stands at the door, and marks them. */
function Door(props: { assembly: string; onMark: (member: string, name: string, present: boolean) => Promise<void> }) {
  const { t } = useApp();
  const [typed, setTyped] = useState("");
  const q = useRested(typed.trim(), 300);
  const action = useAction();
  const found = useLoad(
    async () =>
      q.length < 2
        ? []
        : (
            await api.get("/api/v1/assemblies/{assembly}/entrants", {
              path: { assembly: props.assembly },
              query: { q, limit: 8 },
            })
          ).data.items,
    props.assembly,
    q,
  );
  useEvents([props.assembly], found.reload);
  const items = found.data ?? [];
  return (
    <>
      <TextField
        label={t("attendance.find")}
        hint={t("attendance.find_hint")}
        value={typed}
        onInput={setTyped}
        autocomplete="off"
      />
      <Failure problem={found.problem ?? action.problem} />
      <p role="status">
        {q.length >= 2 && found.data !== null && t("proxy.found", { count: items.length })}
      </p>
      <ul class="rows">
        {items.map(({ id, name, number, present }) => (
          <li class="row" key={id}>
            <span class="row-title">{name}</span>
            <span class="row-facts">
              {t("member.number_is", { number })}{" "}
              {present && <Tag kind="good">{t("attendance.is_present")}</Tag>}
            </span>
            <p class="buttons">
              <button
                type="button"
                onClick={() => void action.run(() => props.onMark(id, name, !present).then(found.reload))}
              >
                {t(present ? "attendance.leave" : "attendance.enter")}
                <span class="hidden"> {name}</span>
              </button>
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}

function useMark(assembly: string) {
  const { announce, t } = useApp();
  return async (member: string, name: string, present: boolean) => {
    await api.put("/api/v1/assemblies/{assembly}/attendance/{member}", {
      path: { assembly, member },
      body: { present },
    });
    announce(t(present ? "attendance.entered" : "attendance.left", { name }));
  };
}

/* Who is in the room, for who reads the register. */
function Room(props: { assembly: string }) {
  const { instant, t } = useApp();
  const action = useAction();
  const put = useMark(props.assembly);
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
    await put(member, name, present);
    sheet.reload();
  };
  return (
    <>
      <MemberSearch
        label={t("attendance.add")}
        actionLabel={t("attendance.enter")}
        onChoose={(member) => mark(member.id, member.name, true)}
      />
      <Failure problem={action.problem} />
      <Show of={sheet}>
        {(items) => (
          <>
            {items.length === 0 ? (
              <p>{t("attendance.none")}</p>
            ) : (
              <p>{t("attendance.present", { count: items.filter((row) => !row.left_at).length })}</p>
            )}
            <ul class="rows" aria-label={t("attendance.caption")}>
              {items.map((row) => (
                <li class="row" key={row.member + row.entered_at}>
                  <span class="row-title">{row.name}</span>
                  <span class="row-facts">
                    {t("member.number_is", { number: row.number })} ·{" "}
                    {t("attendance.entry", { instant: instant(row.entered_at) })}
                    {row.left_at !== undefined && (
                      <> · {t("attendance.exit", { instant: instant(row.left_at) })}</>
                    )}
                  </span>
                  {row.left_at === undefined && (
                    <p class="buttons">
                      <button
                        type="button"
                        onClick={() => void action.run(() => mark(row.member, row.name, false))}
                      >
                        <About act={t("attendance.leave")} what={row.name} />
                      </button>
                    </p>
                  )}
                </li>
              ))}
            </ul>
            <More next={sheet.next} isBusy={sheet.isLoading} onMore={sheet.more} />
          </>
        )}
      </Show>
      <Sheet assembly={props.assembly} />
    </>
  );
}

export function AttendanceView(props: { assembly: string }) {
  const { may, t } = useApp();
  const mark = useMark(props.assembly);
  return (
    <Page title={t("attendance.title")}>
      <p>
        <a href={pathOf("assembly", { assembly: props.assembly })}>{t("poll.assembly")}</a>
      </p>
      {may("read_register") ? (
        <Room assembly={props.assembly} />
      ) : (
        <Door assembly={props.assembly} onMark={mark} />
      )}
    </Page>
  );
}

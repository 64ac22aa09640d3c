/* Preparing a poll: on a resolution of the agenda, or an election. */

import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { Check, Form, Page, Radios, Select, Show, TextField } from "../components.tsx";
import { fromWallClock, toWallClock } from "../format.ts";
import { useAction, useLoad } from "../hooks.ts";
import { navigate } from "../navigate.ts";
import { pathOf } from "../router.ts";
import { classesFor, classesOf } from "../statutes.ts";
import { MemberSearch } from "./attendance.tsx";

type Assembly = Schemas["Assembly"];
type Kind = Schemas["PollCreate"]["kind"];
interface Option {
  label: string;
  by_board: boolean;
  /* Ties between candidates are settled by what the register says of them. */
  member?: string;
}

function Options(props: {
  options: readonly Option[];
  kind: Kind;
  onChange: (options: Option[]) => void;
}) {
  const { may, t } = useApp();
  const { options, onChange } = props;
  const change = (index: number, changed: Partial<Option>) =>
    onChange(options.map((each, at) => (at === index ? { ...each, ...changed } : each)));
  return (
    <fieldset>
      <legend>{t(props.kind === "election" ? "poll.candidates" : "poll.options")}</legend>
      {options.map((option, index) => (
        <div class="option" key={index}>
          <TextField
            label={t("poll.option", { number: index + 1 })}
            value={option.label}
            onInput={(label) => change(index, { label })}
            maxLength={200}
            required
          />
          {props.kind === "election" && (
            <Check
              label={t("poll.by_board")}
              checked={option.by_board}
              onInput={(by_board) => change(index, { by_board })}
            />
          )}
          {props.kind === "election" && may("read_register") && (
            <details>
              <summary>
                {option.member === undefined ? t("poll.find_candidate") : t("poll.is_member")}
                <span class="hidden"> : {t("poll.option", { number: index + 1 })}</span>
              </summary>
              <MemberSearch
                label={t("papers.search")}
                actionLabel={t("poll.find_candidate")}
                onChoose={({ id, name }) => {
                  change(index, { label: name, member: id });
                  return Promise.resolve();
                }}
              />
            </details>
          )}
          {options.length > 2 && (
            <button
              type="button"
              onClick={() => onChange(options.filter((_, at) => at !== index))}
            >
              {t("action.remove")}
              <span class="hidden"> : {t("poll.option", { number: index + 1 })}</span>
            </button>
          )}
        </div>
      ))}
      <p class="buttons">
        <button
          type="button"
          onClick={() => onChange([...options, { label: "", by_board: false }])}
        >
          {t("poll.add_option")}
        </button>
      </p>
    </fieldset>
  );
}

function NewPoll(props: { assembly: Assembly; classes: readonly string[] }) {
  const { label, society, t, word } = useApp();
  const { assembly } = props;
  const zone = society.time_zone;
  const free = assembly.agenda.filter(
    (resolution) =>
      resolution.state === "draft" &&
      !assembly.polls.some((poll) => poll.resolution === resolution.id && poll.state !== "void"),
  );
  /* While the assembly sits, polls open at once; before, at its hour. */
  const from = assembly.state === "sitting" ? Date.now() : Date.parse(assembly.meets_at);
  const start = toWallClock(new Date(from).toISOString(), zone);
  const end = toWallClock(new Date(from + 2 * 3_600_000).toISOString(), zone);
  const [kind, setKind] = useState<Kind>(free.length > 0 ? "resolution" : "election");
  const [resolution, setResolution] = useState(free[0]?.id ?? "");
  const [title, setTitle] = useState("");
  const [decisionClass, setClass] = useState(props.classes[0] ?? "ordinary");
  const [method, setMethod] = useState("approval");
  const [seats, setSeats] = useState("1");
  const [options, setOptions] = useState<Option[]>([
    { label: "", by_board: false },
    { label: "", by_board: false },
  ]);
  const [electorate, setElectorate] = useState("");
  const [opens, setOpens] = useState(start);
  const [closes, setCloses] = useState(end);
  const colleges = useLoad(
    async () => (await api.get("/api/v1/colleges", { query: { limit: 100 } })).data.items,
  );
  const action = useAction();
  const create = async (key: string) => {
    const question =
      kind === "resolution"
        ? { resolution, method: "motion" }
        : { title, class: decisionClass, method, seats: Number(seats), options };
    const { data } = await api.post("/api/v1/polls", {
      body: {
        assembly: assembly.id,
        kind,
        ...question,
        parameters: {},
        secrecy: "open",
        ...(electorate === "" ? {} : { electorate }),
        opens_at: fromWallClock(opens, zone) ?? "",
        closes_at: fromWallClock(closes, zone) ?? "",
      },
      key,
    });
    navigate(pathOf("poll", { poll: data.id }));
  };
  const kinds: Kind[] = free.length > 0 ? ["resolution", "election", "choice"] : ["election", "choice"];
  return (
    <Form action={action} submit={t("poll.create")} onSubmit={create}>
      <Radios
        legend={t("poll.kind")}
        value={kind}
        onInput={(value) => setKind(kinds.find((each) => each === value) ?? kind)}
        choices={kinds.map((each) => ({ value: each, label: word("poll_kind", each) }))}
      />
      {kind === "resolution" ? (
        <Select
          label={t("poll.resolution")}
          value={resolution}
          onInput={setResolution}
          pointer="/resolution"
          choices={free.map((each) => ({
            value: each.id,
            label: `${each.position}. ${each.title}`,
          }))}
        />
      ) : (
        <>
          <TextField
            label={t("poll.title")}
            value={title}
            onInput={setTitle}
            pointer="/title"
            maxLength={200}
            required
          />
          <Options options={options} kind={kind} onChange={setOptions} />
          <Select
            label={t("poll.method")}
            value={method}
            onInput={setMethod}
            pointer="/method"
            choices={["approval", "plurality"].map((each) => ({
              value: each,
              label: word("method", each),
            }))}
          />
          <TextField
            label={t("poll.seat_count")}
            type="number"
            inputMode="numeric"
            min="1"
            value={seats}
            onInput={setSeats}
            pointer="/seats"
            required
          />
          <Select
            label={t("poll.class")}
            value={decisionClass}
            onInput={setClass}
            pointer="/class"
            choices={props.classes.map((each) => ({ value: each, label: word("class", each) }))}
          />
        </>
      )}
      <Select
        label={t("poll.electorate")}
        value={electorate}
        onInput={setElectorate}
        pointer="/electorate"
        choices={[
          { value: "", label: t("poll.everyone") },
          ...(colleges.data ?? []).map((each) => ({ value: each.id, label: label(each.labels) })),
        ]}
      />
      <TextField
        label={t("poll.opens_at")}
        hint={t("field.zone", { zone })}
        type="datetime-local"
        value={opens}
        onInput={setOpens}
        pointer="/opens_at"
        required
      />
      <TextField
        label={t("poll.closes_at")}
        hint={t("poll.closes_hint")}
        type="datetime-local"
        value={closes}
        onInput={setCloses}
        pointer="/closes_at"
        required
      />
    </Form>
  );
}

export function PollNewView(props: { assembly: string }) {
  const { t } = useApp();
  const loaded = useLoad(async () => {
    const [assembly, classes] = await Promise.all([
      api.get("/api/v1/assemblies/{assembly}", { path: { assembly: props.assembly } }),
      classesOf(),
    ]);
    return { assembly: assembly.data, classes: classesFor(assembly.data.kind, classes) };
  }, props.assembly);
  return (
    <Page title={t("poll.new")}>
      <Show of={loaded}>{(data) => <NewPoll {...data} />}</Show>
    </Page>
  );
}

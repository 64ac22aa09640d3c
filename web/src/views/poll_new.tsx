/* Preparing a poll: on a text of the agenda, which the address may name, an election, or a choice; by any method, open
 * or secret. */

import { useRef, useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { Form, Page, Radios, Select, Show, TextField } from "../components.tsx";
import { toWallClock } from "../format.ts";
import { useAction, useLoad, useUnsent } from "../hooks.ts";
import { navigate } from "../navigate.ts";
import type { PollDraft } from "../poll_draft.ts";
import { bodyOf, hasOptions, isOnText, methodsFor, newDraft } from "../poll_draft.ts";
import { pathOf } from "../router.ts";
import { classesFor, classesOf } from "../statutes.ts";
import { Election } from "./poll_new_election.tsx";
import { MethodFields } from "./poll_new_method.tsx";
import { Options, Surplus } from "./poll_new_options.tsx";

type Assembly = Schemas["Assembly"];
type Summary = Assembly["agenda"][number];

export interface Place {
  readonly assembly: Assembly;
  readonly classes: readonly string[];
  readonly methods: readonly Schemas["Method"][];
  readonly colleges: readonly Schemas["College"][];
  readonly categories: readonly Schemas["Category"][];
  /* Elections of this assembly that are published: second rounds follow them. */
  readonly elections: readonly Schemas["PollSummary"][];
}

export interface PartProps {
  readonly draft: PollDraft;
  readonly place: Place;
  readonly change: (changed: Partial<PollDraft>) => void;
}

/* The amendments of a text that await a vote, in the order in which they are put to it. */
function AmendmentChoice(props: PartProps & { agenda: readonly Summary[] }) {
  const { t } = useApp();
  const { draft, change, agenda } = props;
  const loaded = useLoad(async () => {
    const orders = await Promise.all(
      agenda.map(async (resolution) => {
        const path = { resolution: resolution.id };
        const order = await api.get("/api/v1/resolutions/{resolution}/amendments/order", { path });
        return order.data.items.map((amendment, index) => ({ amendment, resolution, index }));
      }),
    );
    const rows = orders.flat();
    const first = rows[0]?.amendment.id;
    if (draft.amendment === "" && first !== undefined) {
      change({ amendment: first });
    }
    return rows;
  });
  return (
    <Show of={loaded}>
      {(rows) =>
        rows.length === 0 ? (
          <p>{t("poll.no_amendment")}</p>
        ) : (
          <Select
            label={t("poll.amendment")}
            value={draft.amendment}
            onInput={(amendment) => change({ amendment })}
            pointer="/amendment"
            choices={rows.map(({ amendment, resolution, index }) => ({
              value: amendment.id,
              label: t("poll.amendment_of", {
                number: index + 1,
                title: resolution.title,
                name: amendment.author.name ?? amendment.author.pseudonym,
              }),
            }))}
          />
        )
      }
    </Show>
  );
}

function Text(props: PartProps & { free: readonly Summary[] }) {
  const { t } = useApp();
  const { draft, change, free } = props;
  if (draft.kind === "amendment") {
    return <AmendmentChoice {...props} agenda={props.place.assembly.agenda} />;
  }
  return (
    <Select
      label={t("poll.resolution")}
      value={draft.resolution}
      onInput={(resolution) => change({ resolution })}
      pointer="/resolution"
      choices={free.map((each) => ({ value: each.id, label: `${each.position}. ${each.title}` }))}
    />
  );
}

function Question(props: PartProps) {
  const { t, word } = useApp();
  const { draft, change, place } = props;
  return (
    <>
      <TextField
        label={t("poll.title")}
        value={draft.title}
        onInput={(title) => change({ title })}
        pointer="/title"
        maxLength={200}
        required
      />
      {draft.kind === "election" && <Election {...props} />}
      {draft.kind === "choice" && <Surplus {...props} />}
      {hasOptions(draft) && <Options {...props} />}
      <Select
        label={t("poll.class")}
        value={draft.class}
        onInput={(decisionClass) => change({ class: decisionClass })}
        pointer="/class"
        choices={place.classes.map((each) => ({ value: each, label: word("class", each) }))}
      />
    </>
  );
}

/* Who votes, who will see it, and when. */
function Frame(props: PartProps) {
  const { label, society, t } = useApp();
  const { draft, change, place } = props;
  return (
    <>
      <Select
        label={t("poll.electorate")}
        value={draft.electorate}
        onInput={(electorate) => change({ electorate })}
        pointer="/electorate"
        choices={[
          { value: "", label: t("poll.everyone") },
          ...place.colleges.map((each) => ({ value: each.id, label: label(each.labels) })),
        ]}
      />
      <Secrecy {...props} />
      <TextField
        label={t("poll.opens_at")}
        hint={t("field.zone", { zone: society.time_zone })}
        type="datetime-local"
        value={draft.opens}
        onInput={(opens) => change({ opens })}
        pointer="/opens_at"
        required
      />
      <TextField
        label={t("poll.closes_at")}
        hint={t("poll.closes_hint")}
        type="datetime-local"
        value={draft.closes}
        onInput={(closes) => change({ closes })}
        pointer="/closes_at"
        required
      />
    </>
  );
}

const LEVELS = ["", "open", "secret"] as const;

function Secrecy(props: PartProps) {
  const { t } = useApp();
  const { draft, change } = props;
  return (
    <>
      <Radios
        legend={t("poll.secrecy")}
        value={draft.secrecy}
        onInput={(value) => change({ secrecy: LEVELS.find((each) => each === value) ?? "" })}
        choices={[
          { value: "", label: t("poll.secrecy_statutes") },
          { value: "open", label: t("poll.secrecy_open") },
          { value: "secret", label: t("poll.secrecy_secret") },
        ]}
      />
      {draft.secrecy === "secret" && (
        <>
          <Radios
            legend={t("poll.trackers")}
            value={String(draft.trackers)}
            onInput={(value) => change({ trackers: value === "true" })}
            choices={[
              { value: "true", label: t("poll.trackers_on") },
              { value: "false", label: t("poll.trackers_off") },
            ]}
          />
          <TextField
            label={t("poll.kept_days")}
            hint={t("poll.kept_days_hint")}
            type="number"
            inputMode="numeric"
            min="1"
            value={draft.kept_days}
            onInput={(kept_days) => change({ kept_days })}
            pointer="/kept_days"
            required
          />
        </>
      )}
    </>
  );
}

const TWO_HOURS = 2 * 3_600_000;

function NewPoll(props: { place: Place }) {
  const { society, t, word } = useApp();
  const { place } = props;
  const { assembly } = place;
  const zone = society.time_zone;
  const free = assembly.agenda.filter(
    (resolution) =>
      resolution.state === "draft" &&
      !assembly.polls.some((poll) => poll.resolution === resolution.id && poll.state !== "void"),
  );
  const kinds: PollDraft["kind"][] =
    assembly.agenda.length > 0 ? ["resolution", "amendment", "election", "choice"] : ["election", "choice"];
  const [draft, setDraft] = useState(() => {
    /* While the assembly sits, polls open at once; before, at its hour. */
    const from = assembly.state === "sitting" ? Date.now() : Date.parse(assembly.meets_at);
    const isText = free.length > 0;
    const wanted = new URLSearchParams(location.search).get("resolution");
    return newDraft({
      kind: isText ? "resolution" : "election",
      method: isText ? "motion" : "approval",
      resolution: (free.find(({ id }) => id === wanted) ?? free[0])?.id ?? "",
      class: place.classes[0] ?? "ordinary",
      opens: toWallClock(new Date(from).toISOString(), zone),
      closes: toWallClock(new Date(from + TWO_HOURS).toISOString(), zone),
    });
  });
  const offered = useRef(draft);
  const letGo = useUnsent(JSON.stringify(draft) !== JSON.stringify(offered.current));
  const change = (changed: Partial<PollDraft>) => setDraft((before) => ({ ...before, ...changed }));
  const setKind = (value: string) => {
    const kind = kinds.find((each) => each === value) ?? draft.kind;
    const methods = methodsFor(kind, place.methods);
    const isKept = methods.some(({ id }) => id === draft.method);
    const usual = isOnText(kind) ? "motion" : "approval";
    change({ kind, ...(isKept ? {} : { method: usual, parameters: {} }) });
  };
  const action = useAction();
  const create = async (key: string) => {
    const body = bodyOf(draft, { assembly: assembly.id, zone, methods: place.methods });
    const { data } = await api.post("/api/v1/polls", { body, key });
    letGo();
    navigate(pathOf("poll", { poll: data.id }));
  };
  const part: PartProps = { draft, place, change };
  return (
    <Form action={action} submit={t("poll.create")} onSubmit={create}>
      <Radios
        legend={t("poll.kind")}
        value={draft.kind}
        onInput={setKind}
        choices={kinds.map((each) => ({ value: each, label: word("poll_kind", each) }))}
      />
      {isOnText(draft.kind) ? <Text {...part} free={free} /> : <Question {...part} />}
      <MethodFields {...part} />
      <Frame {...part} />
    </Form>
  );
}

async function load(assemblyId: string): Promise<Place> {
  const [assembly, classes, methods, colleges, categories, polls] = await Promise.all([
    api.get("/api/v1/assemblies/{assembly}", { path: { assembly: assemblyId } }),
    classesOf(),
    api.get("/api/v1/methods"),
    api.get("/api/v1/colleges", { query: { limit: 100 } }),
    api.get("/api/v1/categories", { query: { limit: 100 } }),
    api.get("/api/v1/polls", { query: { assembly: assemblyId, state: "published", limit: 100 } }),
  ]);
  return {
    assembly: assembly.data,
    classes: classesFor(assembly.data.kind, classes),
    methods: methods.data.items,
    colleges: colleges.data.items,
    categories: categories.data.items,
    elections: polls.data.items.filter(({ kind }) => kind === "election"),
  };
}

export function PollNewView(props: { assembly: string }) {
  const { t } = useApp();
  const loaded = useLoad(() => load(props.assembly), props.assembly);
  return (
    <Page title={t("poll.new")}>
      <Show of={loaded}>{(place) => <NewPoll place={place} />}</Show>
    </Page>
  );
}

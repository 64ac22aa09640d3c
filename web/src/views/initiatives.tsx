/* Texts that members would have on an agenda: proposed, sponsored, and on it once enough do. */

import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import {
  ActionButton,
  Definition,
  Failure,
  Form,
  Fraction,
  More,
  Page,
  Prose,
  Select,
  Show,
  Tag,
} from "../components.tsx";
import { useAction, useEvents, useKeptFocus, useLoad, usePages, useUnsent } from "../hooks.ts";
import { navigate } from "../navigate.ts";
import { pathOf } from "../router.ts";
import { classesFor, classesOf } from "../statutes.ts";
import { useProposer } from "./amendments.tsx";
import { useFirstVoice } from "./procedure.tsx";
import type { ResolutionDraft } from "./resolution_office.tsx";
import { ResolutionFields } from "./resolution_office.tsx";

type Call = Schemas["InitiativeCalls"]["items"][number];

function Propose(props: { call: Call; classes: readonly string[] }) {
  const { announce, t, word } = useApp();
  const voice = useFirstVoice();
  const { call, classes } = props;
  const [draft, setDraft] = useState<ResolutionDraft>({ title: "", text: "", reasons: "" });
  const [decisionClass, setClass] = useState(classes[0] ?? "ordinary");
  const action = useAction();
  const letGo = useUnsent(Object.values(draft).some((written) => written !== ""));
  const propose = async (key: string) => {
    const { data } = await api.post("/api/v1/assemblies/{assembly}/initiatives", {
      path: { assembly: call.assembly },
      body: { class: decisionClass, ...draft, ...voice },
      key,
    });
    announce(t("initiative.proposed"));
    letGo();
    navigate(pathOf("initiative", { initiative: data.id }));
  };
  return (
    <details>
      <summary>{t("initiative.propose")}</summary>
      <Form action={action} submit={t("initiative.propose")} onSubmit={propose}>
        <ResolutionFields draft={draft} onChange={setDraft} />
        <Select
          label={t("resolution.class")}
          value={decisionClass}
          onInput={setClass}
          pointer="/class"
          choices={classes.map((each) => ({ value: each, label: word("class", each) }))}
        />
      </Form>
    </details>
  );
}

function Required(props: { required?: string | undefined; college_required?: string | undefined }) {
  const { t } = useApp();
  return (
    <>
      {props.required !== undefined && (
        <Definition term={t("initiative.required")}>
          <Fraction value={props.required} />
        </Definition>
      )}
      {props.college_required !== undefined && (
        <Definition term={t("initiative.college_required")}>
          <Fraction value={props.college_required} />
        </Definition>
      )}
    </>
  );
}

/* Of one assembly: those proposed, and while it takes any, where one proposes. */
export function InitiativesView(props: { assembly: string }) {
  const { day, session, t, word } = useApp();
  const proposer = useProposer();
  const path = { assembly: props.assembly };
  const list = usePages(
    (after) =>
      api.get("/api/v1/assemblies/{assembly}/initiatives", {
        path,
        query: after === undefined ? {} : { after },
      }),
    props.assembly,
  );
  const about = useLoad(async () => {
    const { data } = await api.get("/api/v1/initiatives/calls");
    const call = data.items.find((each) => each.assembly === props.assembly);
    return { call, classes: call === undefined ? [] : classesFor(call.kind, await classesOf()) };
  }, props.assembly);
  useEvents(["initiative.changed"], list.reload);
  return (
    <Page title={t("initiatives.title")} lead={t("initiatives.lead")}>
      <Show of={about}>
        {({ call, classes }) =>
          call === undefined ? (
            <p>{t("initiatives.closed")}</p>
          ) : (
            <>
              <dl class="pairs">
                <Definition term={t("decision.assembly")}>{call.title}</Definition>
                <Definition term={t("initiative.until")}>{day(call.until)}</Definition>
                <Required required={call.required} college_required={call.college_required} />
              </dl>
              {session.members.length > 0 && <Propose call={call} classes={classes} />}
            </>
          )
        }
      </Show>
      <Show of={list}>
        {(items) => (
          <>
            {items.length === 0 && <p>{t("initiatives.none")}</p>}
            <ul class="rows">
              {items.map((item) => (
                <li class="row" key={item.id}>
                  <a class="row-title" href={pathOf("initiative", { initiative: item.id })}>
                    {item.title}
                  </a>
                  <span class="row-facts">
                    <Tag kind={item.state === "tabled" ? "good" : ""}>
                      {word("initiative_state", item.state)}
                    </Tag>{" "}
                    {proposer(item.author)} · {t("initiative.sponsors", { count: item.sponsors })}
                  </span>
                </li>
              ))}
            </ul>
            <More next={list.next} isBusy={list.isLoading} onMore={list.more} />
          </>
        )}
      </Show>
    </Page>
  );
}

function Sponsor(props: { initiative: Schemas["InitiativeWhole"]; onDone: () => void }) {
  const { announce, session, t } = useApp();
  const voice = useFirstVoice();
  const action = useAction();
  const { initiative } = props;
  const heading = useKeptFocus<HTMLHeadingElement>(initiative.state);
  const path = { initiative: initiative.id };
  const mine = session.members.some((member) => member.id === initiative.author.member);
  const done = () => {
    announce(t("state.saved"));
    props.onDone();
  };
  const toggle = async () => {
    if (initiative.sponsored === true) {
      await api.remove("/api/v1/initiatives/{initiative}/sponsorship", { path, query: voice });
    } else {
      await api.put("/api/v1/initiatives/{initiative}/sponsorship", { path, body: voice });
    }
    done();
  };
  if (!initiative.open || session.members.length === 0) {
    return null;
  }
  return (
    <section>
      <h2 ref={heading} tabIndex={-1}>
        {t("amendment.act")}
      </h2>
      <Failure problem={action.problem} />
      <p class="buttons">
        <button
          type="button"
          aria-pressed={initiative.sponsored === true}
          onClick={() => void action.run(toggle)}
        >
          {t("initiative.sponsor")}
        </button>
        {mine && (
          <ActionButton
            action={action}
            kind="danger"
            label={t("initiative.withdraw")}
            confirm={t("initiative.withdraw_confirm")}
            onAct={async () => {
              await api.post("/api/v1/initiatives/{initiative}/withdrawal", { path, body: voice });
              done();
            }}
          />
        )}
      </p>
    </section>
  );
}

export function InitiativeView(props: { id: string }) {
  const { count, day, label, session, t, word } = useApp();
  const proposer = useProposer();
  const loaded = useLoad(
    async () => {
      const [initiative, colleges] = await Promise.all([
        api.get("/api/v1/initiatives/{initiative}", { path: { initiative: props.id } }),
        api.get("/api/v1/colleges"),
      ]);
      return { initiative: initiative.data, colleges: colleges.data.items };
    },
    props.id,
    session,
  );
  useEvents([props.id], loaded.reload);
  return (
    <Show of={loaded}>
      {({ initiative, colleges }) => (
        <Page title={initiative.title}>
          <p>
            <a href={pathOf("initiatives", { assembly: initiative.assembly })}>
              {t("initiatives.title")}
            </a>
          </p>
          <dl class="pairs">
            <Definition term={t("amendment.state")}>
              <Tag kind={initiative.state === "tabled" ? "good" : ""}>
                {word("initiative_state", initiative.state)}
              </Tag>
            </Definition>
            <Definition term={t("initiative.author")}>{proposer(initiative.author)}</Definition>
            <Definition term={t("resolution.class")}>{word("class", initiative.class)}</Definition>
            {initiative.until !== undefined && (
              <Definition term={t("initiative.until")}>{day(initiative.until)}</Definition>
            )}
            <Definition term={t("initiative.counted")}>
              {t("initiative.of", { part: count(initiative.counted), base: count(initiative.base) })}
            </Definition>
            <Required
              required={initiative.required}
              college_required={initiative.college_required}
            />
            {initiative.college_required !== undefined &&
              initiative.colleges.map((each) => {
                const college = colleges.find(({ id }) => id === each.college);
                return (
                  <Definition
                    key={each.college}
                    term={college === undefined ? each.college : label(college.labels)}
                  >
                    {t("initiative.of", { part: count(each.sponsors), base: count(each.base) })}
                  </Definition>
                );
              })}
          </dl>
          {initiative.resolution !== undefined && initiative.shown !== true && <p>{t("initiative.on_agenda")}</p>}
          {initiative.resolution !== undefined && initiative.shown === true && (
            <p>
              <a href={pathOf("resolution", { resolution: initiative.resolution })}>
                {t("initiative.tabled")}
              </a>
            </p>
          )}
          <section>
            <h2>{t("resolution.text")}</h2>
            {initiative.removed === true ? (
              <p>{t("debate.removed")}</p>
            ) : (
              <Prose text={initiative.text} />
            )}
          </section>
          {initiative.reasons !== "" && (
            <section>
              <h2>{t("resolution.reasons")}</h2>
              <Prose text={initiative.reasons} />
            </section>
          )}
          <Sponsor initiative={initiative} onDone={loaded.reload} />
        </Page>
      )}
    </Show>
  );
}

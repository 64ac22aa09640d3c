/* How a resolution comes to its vote: its procedure, how long its debate lasts, and who asks for longer. */

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { Definition, Failure, Fraction, Select, Show, Tag } from "../components.tsx";
import { useAction, useEvents, useLoad } from "../hooks.ts";

type Procedure = Schemas["Procedure"];

const PROCEDURES = ["resolution", "consent", "election_without_candidates", "contract_change"] as const;

/* Whom one speaks for, where one acts for several: the first of them, as the debate does. */
export function useFirstVoice(): { member?: string } {
  const { session } = useApp();
  const first = session.members[0];
  return session.members.length > 1 && first !== undefined ? { member: first.id } : {};
}

function Extension(props: { procedure: Procedure; onDone: () => void }) {
  const { announce, count, instant, session, t } = useApp();
  const voice = useFirstVoice();
  const action = useAction();
  const { extension, resolution } = props.procedure;
  const path = { resolution };
  if (extension.carried_at !== undefined) {
    return <p>{t("extension.carried", { count: extension.days, instant: instant(extension.carried_at) })}</p>;
  }
  if (!extension.open) {
    return null;
  }
  const ask = () =>
    void action.run(async () => {
      if (extension.asked === true) {
        await api.remove("/api/v1/resolutions/{resolution}/extension", { path, query: voice });
      } else {
        await api.put("/api/v1/resolutions/{resolution}/extension", { path, body: voice });
      }
      announce(t("state.saved"));
      props.onDone();
    });
  return (
    <>
      <p>
        {t("extension.text", { count: extension.days })}{" "}
        {t("extension.support", { support: count(extension.support), base: count(extension.base) })}
        {extension.required !== undefined && (
          <>
            {" "}
            {t("extension.required")} <Fraction value={extension.required} />.
          </>
        )}
      </p>
      <Failure problem={action.problem} />
      {session.members.length > 0 && (
        <p class="buttons">
          <button type="button" aria-pressed={extension.asked === true} onClick={ask}>
            {t("extension.ask")}
          </button>
        </p>
      )}
    </>
  );
}

function Facts(props: { procedure: Procedure }) {
  const { count, day, t, word } = useApp();
  const { procedure, debate, contract, concerns, opens_from, obstacles } = props.procedure;
  return (
    <>
      <p>
        <Tag>{word("procedure", procedure)}</Tag> {word("procedure_text", procedure)}
      </p>
      <dl class="pairs">
        {debate.from !== undefined && debate.until !== undefined && (
          <Definition term={t("procedure.debate")}>
            {t("procedure.from_until", { from: day(debate.from), until: day(debate.until) })}
          </Definition>
        )}
        {contract?.until !== undefined && (
          <Definition term={t("procedure.contract")}>{day(contract.until)}</Definition>
        )}
        {opens_from !== undefined && (
          <Definition term={t("procedure.opens")}>{day(opens_from)}</Definition>
        )}
        {procedure === "consent" && (
          <Definition term={t("procedure.concerns")}>
            {t("procedure.concerns_text", {
              open: count(concerns.open),
              met: count(concerns.met),
              maintained: count(concerns.maintained),
            })}
          </Definition>
        )}
      </dl>
      {obstacles.length > 0 && (
        <div class="notice">
          <p>{t("procedure.obstacles")}</p>
          <ul>
            {obstacles.map((obstacle) => (
              <li key={obstacle}>{word("obstacle", obstacle)}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

/* Said by who convenes, with the text, before the notice. */
function Choose(props: { procedure: Procedure; onDone: () => void }) {
  const { announce, t, word } = useApp();
  const action = useAction();
  const path = { resolution: props.procedure.resolution };
  const choose = (value: string) =>
    void action.run(async () => {
      const procedure = PROCEDURES.find((each) => each === value) ?? "resolution";
      const { etag } = await api.get("/api/v1/resolutions/{resolution}", { path });
      await api.put("/api/v1/resolutions/{resolution}/procedure", {
        path,
        body: { procedure },
        match: etag,
      });
      announce(t("state.saved"));
      props.onDone();
    });
  return (
    <>
      <Select
        label={t("procedure.choose")}
        value={props.procedure.procedure}
        onInput={choose}
        choices={PROCEDURES.map((each) => ({ value: each, label: word("procedure", each) }))}
      />
      <Failure problem={action.problem} />
    </>
  );
}

export function ProcedureSection(props: {
  resolution: Schemas["Resolution"];
  assembly: Schemas["Assembly"];
}) {
  const { may, session, t } = useApp();
  const { resolution, assembly } = props;
  const path = { resolution: resolution.id };
  const loaded = useLoad(
    async () => (await api.get("/api/v1/resolutions/{resolution}/procedure", { path })).data,
    resolution.id,
    resolution.version,
    session,
  );
  useEvents([resolution.id, assembly.id], loaded.reload);
  const mayChoose = may("convene") && assembly.state === "draft" && assembly.call === "first";
  return (
    <section>
      <h2>{t("procedure.title")}</h2>
      <Show of={loaded}>
        {(procedure) => (
          <>
            <Facts procedure={procedure} />
            {mayChoose && <Choose procedure={procedure} onDone={loaded.reload} />}
            <Extension procedure={procedure} onDone={loaded.reload} />
          </>
        )}
      </Show>
    </section>
  );
}

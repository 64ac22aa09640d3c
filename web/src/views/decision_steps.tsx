/* What follows a decision: its steps, with who administers able to add and to change them. */

import { useState } from "preact/hooks";

import type { Schemas } from "../api.ts";
import { api } from "../api.ts";
import { useApp } from "../app.tsx";
import { Form, Select, Tag, TextArea, TextField } from "../components.tsx";
import { today } from "../format.ts";
import { useAction } from "../hooks.ts";
import { isLate } from "./decisions.tsx";

type Step = Schemas["Step"];

const STATES: readonly Step["state"][] = ["to_do", "doing", "done", "dropped"];

interface Draft {
  readonly text: string;
  readonly state: Step["state"];
  readonly due: string;
}

function StepFields(props: { draft: Draft; onInput: (draft: Draft) => void }) {
  const { t, word } = useApp();
  const { draft, onInput } = props;
  return (
    <>
      <TextArea
        label={t("step.text")}
        pointer="/text"
        rows={3}
        required
        value={draft.text}
        onInput={(text) => onInput({ ...draft, text })}
      />
      <Select
        label={t("step.state")}
        pointer="/state"
        value={draft.state}
        choices={STATES.map((value) => ({ value, label: word("step_state", value) }))}
        onInput={(state) => onInput({ ...draft, state: state as Step["state"] })}
      />
      <TextField
        type="date"
        label={t("step.due")}
        hint={t("step.due_hint")}
        pointer="/due_on"
        value={draft.due}
        onInput={(due) => onInput({ ...draft, due })}
      />
    </>
  );
}

const bodyOf = ({ text, state, due }: Draft) => ({ text, state, due_on: due === "" ? null : due });

function ChangeStep(props: { decision: string; step: Step; onDone: () => void }) {
  const { announce, t } = useApp();
  const { step } = props;
  const [draft, setDraft] = useState<Draft>({
    text: step.text,
    state: step.state,
    due: step.due_on ?? "",
  });
  const action = useAction();
  const path = { decision: props.decision, step: step.id };
  const change = async () => {
    const { etag } = await api.get("/api/v1/decisions/{decision}/steps/{step}", { path });
    await api.patch("/api/v1/decisions/{decision}/steps/{step}", {
      path,
      body: bodyOf(draft),
      match: etag,
    });
    announce(t("state.saved"));
    props.onDone();
  };
  return (
    <details>
      <summary>{t("step.change")}</summary>
      <Form label={t("step.change")} action={action} submit={t("action.save")} onSubmit={change}>
        <StepFields draft={draft} onInput={setDraft} />
      </Form>
    </details>
  );
}

const NEW: Draft = { text: "", state: "to_do", due: "" };

function AddStep(props: { decision: string; onDone: () => void }) {
  const { announce, t } = useApp();
  const [draft, setDraft] = useState(NEW);
  const action = useAction();
  const add = async (key: string) => {
    await api.post("/api/v1/decisions/{decision}/steps", {
      path: { decision: props.decision },
      body: bodyOf(draft),
      key,
    });
    setDraft(NEW);
    announce(t("state.saved"));
    props.onDone();
  };
  return (
    <details class="office">
      <summary>{t("step.add")}</summary>
      <Form label={t("step.add")} action={action} submit={t("step.add")} onSubmit={add}>
        <StepFields draft={draft} onInput={setDraft} />
      </Form>
    </details>
  );
}

export function Steps(props: { decision: Schemas["DecisionMade"]; onDone: () => void }) {
  const { day, instant, may, society, t, word } = useApp();
  const { id, steps } = props.decision;
  const now = today(new Date(), society.time_zone);
  return (
    <section>
      <h2>{t("decision.follow_up")}</h2>
      {steps.length === 0 && <p>{t("decision.no_steps")}</p>}
      <ul class="rows">
        {steps.map((step) => (
          <li class="row" key={step.id}>
            <span class="row-title">{step.text}</span>
            <span class="row-facts">
              <Tag kind={step.state === "done" ? "good" : ""}>{word("step_state", step.state)}</Tag>{" "}
              {step.due_on !== undefined && (
                <>
                  {t("step.due_on", { day: day(step.due_on) })}{" "}
                  {isLate(step, now) && <Tag kind="bad">{t("step.late")}</Tag>}{" "}
                </>
              )}
              {t("step.changed", { instant: instant(step.at) })}
            </span>
            {may("administer") && (
              <ChangeStep
                key={`${step.at}${step.state}`}
                decision={id}
                step={step}
                onDone={props.onDone}
              />
            )}
          </li>
        ))}
      </ul>
      {may("administer") && <AddStep decision={id} onDone={props.onDone} />}
    </section>
  );
}

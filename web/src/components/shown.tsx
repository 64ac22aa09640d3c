/* What screens show: their frame, what loads or fails, figures, texts. */

import { type ComponentChildren, createContext } from "preact";
import { useContext, useEffect, useLayoutEffect, useRef } from "preact/hooks";

import type { ProblemError, Schemas } from "../api.ts";
import { useApp } from "../app.tsx";
import { barLength, parseRatio, percent } from "../format.ts";
import type { Loaded } from "../hooks.ts";
import { takeHeadingFocus } from "../navigate.ts";

/* Is there a heading above already? */
const InPage = createContext(false);

/* A screen: its title is the page's, and takes the focus when one arrives from another screen. */
export function Page(props: { title: string; lead?: string; children: ComponentChildren }) {
  const { society } = useApp();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${props.title} · ${society.name}`;
  }, [props.title, society.name]);
  useEffect(() => {
    if (takeHeadingFocus()) {
      heading.current?.focus({ preventScroll: true });
    }
  }, []);
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {props.title}
      </h1>
      {props.lead !== undefined && <p class="lead">{props.lead}</p>}
      <InPage.Provider value={true}>{props.children}</InPage.Provider>
    </>
  );
}

/* What went wrong, and to try again where that may help. */
function Unloaded(props: { problem: ProblemError; onRetry: () => void }) {
  const { t } = useApp();
  const isForGood = [403, 404].includes(props.problem.problem.status);
  return (
    <Failure problem={props.problem}>
      {!isForGood && (
        <button type="button" onClick={props.onRetry}>
          {t("action.retry")}
        </button>
      )}
    </Failure>
  );
}

/* A screen of which nothing came: it has a title all the same, and a way out. */
function Missing(props: { problem: ProblemError; children: ComponentChildren }) {
  const { t } = useApp();
  return (
    <Page title={t(props.problem.problem.status === 404 ? "missing.title" : "missing.unloaded")}>
      {props.children}
      <p>
        <a href="/">{t("nav.registry")}</a>
      </p>
    </Page>
  );
}

/* Shows what was loaded, or that it loads, or why it did not. What could not be loaded again is shown as it was, under
 * what went wrong, in its place: a field that someone fills in stays the same field. */
export function Show<T>(props: { of: Loaded<T>; children: (data: T) => ComponentChildren }) {
  const { data, problem, isLoading, reload } = props.of;
  const isInPage = useContext(InPage);
  const said = problem === null ? null : <Unloaded problem={problem} onRetry={reload} />;
  return (
    <>
      {problem !== null && data === null && !isInPage ? <Missing problem={problem}>{said}</Missing> : said}
      {data === null && problem === null && isLoading && <Waiting />}
      {data !== null && props.children(data)}
    </>
  );
}

export function Waiting(props: { text?: string }) {
  const { t } = useApp();
  return (
    <p class="waiting" role="status">
      {props.text ?? t("state.loading")}
    </p>
  );
}

/* The words of a program, which are English, for who will look into what it found. */
export function Technical(props: { of?: string; text: string }) {
  const { t } = useApp();
  return (
    <details>
      <summary>
        {props.of === undefined ? t("technical.title") : t("technical.of", { of: props.of })}
      </summary>
      <p lang="en">{props.text}</p>
    </details>
  );
}

/* What the server refused, in its own words, with every finding and every line. */
export function Failure(props: {
  problem: ProblemError | null;
  /* Of a document that people write by hand: where in it. */
  showsPlace?: boolean;
  children?: ComponentChildren;
}) {
  const { t, language } = useApp();
  if (props.problem === null) {
    return null;
  }
  const { detail, pointer, findings, line } = props.problem.problem;
  return (
    <div class="notice bad" role="alert">
      <p>
        <strong>{detail}</strong>
        {props.showsPlace === true && pointer !== undefined && (
          <>
            {" "}
            <code>{pointer}</code>
          </>
        )}
        {line !== undefined && line > 0 && <> {t("problem.line", { line })}</>}
      </p>
      {findings !== undefined && (
        <ul>
          {findings.map((finding) => (
            <li key={finding.code + finding.pointer}>{finding[language]}</li>
          ))}
        </ul>
      )}
      {props.problem.technical !== "" && <Technical text={props.problem.technical} />}
      {props.children}
    </div>
  );
}

export function ImportErrors(props: { errors: readonly Schemas["ImportError"][] }) {
  const { t, count } = useApp();
  return (
    <Scroll label={t("import.errors")}>
      <table>
        <caption>{t("import.errors")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("import.line")}</th>
            <th scope="col">{t("import.column")}</th>
            <th scope="col">{t("import.reason")}</th>
          </tr>
        </thead>
        <tbody>
          {props.errors.map((error) => (
            <tr key={`${error.line}/${error.column}/${error.code}`}>
              <td class="number">{count(error.line)}</td>
              <td class="number">{error.column === 0 ? "" : count(error.column)}</td>
              <td>{error.detail}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

/* Each cell says under which heading it stands, for a screen too narrow for columns: see shown.css. */
function nameCells(table: HTMLTableElement): void {
  const headings = [...(table.tHead?.rows[0]?.cells ?? [])].map(({ textContent }) => textContent.trim());
  for (const body of table.tBodies) {
    for (const row of body.rows) {
      for (const cell of row.querySelectorAll("td")) {
        cell.dataset["column"] = headings[cell.cellIndex] ?? "";
      }
    }
  }
}

/* A wide table scrolls inside its own region, which the keyboard reaches. */
export function Scroll(props: { label: string; children: ComponentChildren }) {
  const region = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => region.current?.querySelectorAll("table").forEach(nameCells));
  return (
    <div class="scroll" role="region" aria-label={props.label} tabIndex={0} ref={region}>
      {props.children}
    </div>
  );
}

/* A fraction, exact, with its percentage beside it; "≈" where the percentage is rounded. */
export function Fraction(props: { value: string }) {
  const { figure, language, t } = useApp();
  const ratio = parseRatio(props.value);
  if (ratio === null) {
    return <>{props.value}</>;
  }
  const { text, rounded } = percent(ratio, language);
  return (
    <span class="fraction">
      {figure(props.value)}{" "}
      <span class="percent">
        ({rounded && <abbr title={t("figure.rounded")}>≈</abbr>}
        {rounded && "\u00a0"}
        {text})
      </span>
    </span>
  );
}

export interface BarPart {
  readonly value: string;
  readonly kind: "for" | "against" | "abstain" | "plain" | "faint";
}

/* A picture of figures that stand in words beside it. */
export function Bar(props: { parts: readonly BarPart[]; mark?: string }) {
  let from = 0;
  const mark = props.mark === undefined ? null : parseRatio(props.mark);
  return (
    <svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect class="bar-ground" width="100" height="10" />
      {props.parts.map((part, index) => {
        const ratio = parseRatio(part.value);
        const width = ratio === null ? 0 : barLength(ratio) * 100;
        const x = from;
        from += width;
        return (
          <rect key={index} class={`bar-${part.kind}`} x={x} y="0" width={width} height="10" />
        );
      })}
      {mark !== null && (
        <rect class="bar-mark" x={barLength(mark) * 100 - 0.4} y="0" width="0.8" height="10" />
      )}
    </svg>
  );
}

export function Tag(props: { kind?: string; children: ComponentChildren }) {
  return <span class={`tag ${props.kind ?? ""}`}>{props.children}</span>;
}

/* The pages of a list, one after the other. */
export function More(props: { next: string | undefined; isBusy: boolean; onMore: () => void }) {
  const { t } = useApp();
  if (props.next === undefined) {
    return null;
  }
  return (
    <p class="buttons">
      <button type="button" aria-disabled={props.isBusy} onClick={props.onMore}>
        {t("action.more")}
      </button>
    </p>
  );
}

export function Definition(props: { term: ComponentChildren; children: ComponentChildren }) {
  return (
    <div class="definition">
      <dt>{props.term}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

/* A text as its author laid it out: a paragraph per empty line. */
export function Prose(props: { text: string }) {
  return (
    <div class="prose">
      {props.text.split(/\n\s*\n/).map((paragraph, index) => (
        <p key={index}>{paragraph}</p>
      ))}
    </div>
  );
}

/* What the server made of a text that somebody wrote, safe to hold in a page: the one place that sets HTML.
 * Its headings go below those of the screen, whose outline is the screen's own. */
export function SafeHtml(props: { html: string }) {
  const html = props.html.replace(
    /<(\/?)h([1-6])>/g,
    (_, slash: string, level: string) => `<${slash}h${Math.min(6, Number(level) + 3)}>`,
  );
  return <div class="written" dangerouslySetInnerHTML={{ __html: html }} />;
}

/* The name of a control that shows its act alone: what it is about is told to who does not see where it stands. */
export function About(props: { act: string; what: string; isShown?: boolean }) {
  const { t } = useApp();
  const whole = t("text.pair", { name: props.act, value: props.what });
  if (props.isShown === true) {
    return <>{whole}</>;
  }
  return (
    <>
      <span aria-hidden="true">{props.act}</span>
      <span class="hidden">{whole}</span>
    </>
  );
}

/* The act of a control that shows alone what it is about, which follows. */
export function Doing(props: { act: string }) {
  const { t } = useApp();
  return <span class="hidden">{t("text.pair", { name: props.act, value: "" })}</span>;
}

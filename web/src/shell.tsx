/* The frame around every screen: name of the society, navigation, language, who is signed in. */

import { api } from "./api.ts";
import { useApp } from "./app.tsx";
import { Page } from "./components.tsx";
import type { Key } from "./i18n.ts";
import { useAction, useLine, useRested } from "./hooks.ts";
import { languages } from "./i18n.ts";
import type { View } from "./lazy.tsx";
import { signedIn, view } from "./lazy.tsx";
import { navigate } from "./navigate.ts";
import type { Match, Parameters, Screen } from "./router.ts";
import { matchPath, pathOf } from "./router.ts";
import { NOBODY, SessionEnded, tellSignedOut } from "./session_ended.tsx";
import { StaleLog } from "./stale.tsx";
import { CHECKS, useVerification } from "./verification.ts";
function NotFound() {
  const { t } = useApp();
  return (
    <Page title={t("missing.title")}>
      <p>{t("missing.text")}</p>
      <p>
        <a href="/">{t("nav.registry")}</a>
      </p>
    </Page>
  );
}

/* The screens. The code of each is fetched when it is first shown: what is loaded first stays small. */
const views: { readonly [S in Screen]: View<Parameters<S>> } = {
  registry: view(() => import("./views/registry.tsx"), (m) => <m.RegistryView />),
  signIn: view(() => import("./views/sign_in_code.tsx"), (m) => <m.SignInCodeView />),
  assemblies: view(() => import("./views/assemblies.tsx"), (m) => <m.AssembliesView />),
  assembly: view(() => import("./views/assembly.tsx"), (m, p) => <m.AssemblyView id={p.assembly} />),
  room: view(() => import("./views/room.tsx"), (m, p) => <m.RoomView assembly={p.assembly} />),
  minutes: view(() => import("./views/minutes.tsx"), (m, p) => <m.MinutesView assembly={p.assembly} />),
  resolution: view(() => import("./views/resolution.tsx"), (m, p) => <m.ResolutionView id={p.resolution} />),
  amendment: view(() => import("./views/amendment.tsx"), (m, p) => <m.AmendmentView id={p.amendment} />),
  decisions: view(() => import("./views/decisions.tsx"), (m) => <m.DecisionsView />),
  decision: view(() => import("./views/decision.tsx"), (m, p) => <m.DecisionView id={p.decision} />),
  log: view(() => import("./views/log.tsx"), (m) => <m.LogView />),
  entry: view(() => import("./views/entry.tsx"), (m, p) => <m.EntryView index={p.entry} />),
  records: view(() => import("./views/records.tsx"), (m) => <m.RecordsView />),
  verifyRecord: view(() => import("./views/verify.tsx"), (m, p) => <m.VerifyView poll={p.poll} />),
  verify: view(() => import("./views/verify.tsx"), (m) => <m.VerifyView poll={null} />),
  templates: view(() => import("./views/templates.tsx"), (m) => <m.TemplatesView />),
  poll: view(() => import("./views/poll.tsx"), (m, p) => <m.PollView id={p.poll} />),
  receipt: view(() => import("./views/receipt.tsx"), (m, p) => <m.ReceiptView poll={p.poll} />),

  vote: signedIn(() => import("./views/ballot.tsx"), (m, p) => <m.BallotView poll={p.poll} member={p.member} />),
  sitting: signedIn(() => import("./views/sitting.tsx"), (m, p) => <m.SittingView assembly={p.assembly} />),
  urn: signedIn(() => import("./views/keeper_open.tsx"), (m, p) => <m.UrnView poll={p.poll} />),
  keeper: signedIn(() => import("./views/keeper.tsx"), (m) => <m.KeeperView />),
  me: signedIn(() => import("./views/me.tsx"), (m) => <m.MeView />),
  amendmentNew: signedIn(
    () => import("./views/amendment_new.tsx"),
    (m, p) => <m.AmendmentNewView key={p.resolution} resolution={p.resolution} />,
  ),
  amendmentOf: signedIn(
    () => import("./views/amendment_new.tsx"),
    (m, p) => <m.AmendmentNewView key={p.amendment} amendment={p.amendment} />,
  ),
  initiatives: signedIn(
    () => import("./views/initiatives.tsx"),
    (m, p) => <m.InitiativesView assembly={p.assembly} />,
  ),
  initiative: signedIn(
    () => import("./views/initiatives.tsx"),
    (m, p) => <m.InitiativeView id={p.initiative} />,
  ),
  data: signedIn(() => import("./views/data.tsx"), (m) => <m.DataView />),
  proxies: signedIn(() => import("./views/proxies.tsx"), (m) => <m.ProxiesView />),
  tokens: signedIn(() => import("./views/tokens.tsx"), (m) => <m.TokensView />),

  founding: signedIn(() => import("./views/founding.tsx"), (m) => <m.FoundingView />),
  settings: signedIn(() => import("./views/settings.tsx"), (m) => <m.SettingsView />),
  mail: signedIn(() => import("./views/mail.tsx"), (m) => <m.MailView />),
  witnesses: signedIn(() => import("./views/witnesses.tsx"), (m) => <m.WitnessesView />),
  audit: signedIn(() => import("./views/audit.tsx"), (m) => <m.AuditView />),
  constitution: signedIn(() => import("./views/constitution.tsx"), (m) => <m.ConstitutionView />),
  offices: signedIn(() => import("./views/offices.tsx"), (m) => <m.OfficesView />),
  register: signedIn(() => import("./views/register.tsx"), (m) => <m.RegisterView />),
  memberNew: signedIn(() => import("./views/member_new.tsx"), (m) => <m.MemberNewView />),
  memberImport: signedIn(() => import("./views/import.tsx"), (m) => <m.ImportView />),
  memberLinks: signedIn(() => import("./views/links.tsx"), (m) => <m.LinksView />),
  member: signedIn(() => import("./views/member.tsx"), (m, p) => <m.MemberView id={p.member} />),
  assemblyNew: signedIn(() => import("./views/assembly_new.tsx"), (m) => <m.AssemblyNewView />),
  notices: signedIn(() => import("./views/notices.tsx"), (m, p) => <m.NoticesView assembly={p.assembly} />),
  attendance: signedIn(() => import("./views/attendance.tsx"), (m, p) => <m.AttendanceView assembly={p.assembly} />),
  pollNew: signedIn(() => import("./views/poll_new.tsx"), (m, p) => <m.PollNewView assembly={p.assembly} />),
  papers: signedIn(() => import("./views/papers.tsx"), (m, p) => <m.PapersView poll={p.poll} />),
  keepers: signedIn(() => import("./views/keeper_office.tsx"), (m, p) => <m.KeepersView poll={p.poll} />),
};

/* Not the screen of an address: any may come with a token. */
const enter = view(
  () => import("./views/sign_in.tsx"),
  (m, p: { token: string }) => <m.SignInView token={p.token} />,
);

/* Fetches the code of the screen of a path before there is anything to show on it. */
export function fetchScreen(path: string): void {
  const match = matchPath(path);
  if (match !== null) {
    void views[match.screen].fetch();
  }
}

function Shown(props: { match: Match }) {
  /* The router made the parameters from the pattern of this very screen. */
  const { Screen } = views[props.match.screen] as View<Match["parameters"]>;
  return <Screen parameters={props.match.parameters} />;
}

function Links(props: { label: string; here: string; links: readonly (readonly [string, Key])[] }) {
  const { t } = useApp();
  if (props.links.length === 0) {
    return null;
  }
  return (
    <nav aria-label={props.label}>
      <ul>
        {props.links.map(([path, key]) => (
          <li key={path}>
            <a href={path} aria-current={props.here === path ? "page" : undefined}>
              {t(key)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Account() {
  const { session, setSession, t } = useApp();
  const action = useAction();
  if (session.person === null) {
    return (
      <div class="account">
        <a class="button" href={pathOf("signIn")}>
          {t("code.title")}
        </a>
      </div>
    );
  }
  const signOut = () =>
    action.run(async () => {
      await api.remove("/api/v1/session");
      tellSignedOut();
      setSession(NOBODY);
      navigate("/");
    });
  return (
    <div class="account">
      <span>{session.person.name}</span>
      <button type="button" onClick={() => void signOut()}>
        {t("action.sign_out")}
      </button>
    </div>
  );
}

function LanguageChoice() {
  const { language, setLanguage, t } = useApp();
  return (
    <div class="languages" role="group" aria-label={t("nav.language")}>
      {languages.map((each) => (
        <button
          key={each}
          type="button"
          lang={each}
          aria-pressed={each === language}
          onClick={() => setLanguage(each)}
        >
          {each === "fr" ? "Français" : "English"}
        </button>
      ))}
    </div>
  );
}

/* A verification goes on while its reader is elsewhere: a line leads back to it. */
function UnderWay(props: { path: string }) {
  const { t } = useApp();
  const verification = useVerification();
  const isThere = ["verify", "verifyRecord"].includes(matchPath(props.path)?.screen ?? "");
  if (verification === null || isThere) {
    return null;
  }
  const { checks, state } = verification;
  const isDone = state === "done" || state === "failed";
  return (
    <p class="under-way">
      <a href={pathOf("verify")}>
        {isDone ? t("verify.banner_done") : t("verify.banner", { done: checks.length, count: CHECKS })}
      </a>
    </p>
  );
}

/* Longer than a server takes to start again. */
const LOST_AFTER = 2000;

/* What is shown follows what happens, until the line is lost: then it is as it was. The room says so itself, with the hour. */
function LineLost(props: { path: string }) {
  const { t } = useApp();
  const isOpen = useLine();
  const wasLost = useRested(!isOpen, LOST_AFTER);
  if (matchPath(props.path)?.screen === "room") {
    return null;
  }
  return <div role="status">{!isOpen && wasLost && <p class="notice bad">{t("shell.line_lost")}</p>}</div>;
}

export function Shell(props: { path: string; token: string | null; announcement: string }) {
  const { may, session, society, t } = useApp();
  const match: Match | null = matchPath(props.path);
  const open: (readonly [string, Key])[] = [
    [pathOf("registry"), "nav.registry"],
    [pathOf("assemblies"), "nav.assemblies"],
    [pathOf("decisions"), "nav.decisions"],
    [pathOf("records"), "nav.records"],
  ];
  const mine: (readonly [string, Key])[] =
    session.person === null
      ? []
      : [
          [pathOf("me"), "nav.me"],
          [pathOf("proxies"), "nav.proxies"],
        ];
  const office: (readonly [string, Key])[] = [];
  if (may("read_register")) {
    office.push([pathOf("register"), "nav.register"]);
  }
  if (may("administer")) {
    office.push(
      [pathOf("constitution"), "nav.constitution"],
      [pathOf("offices"), "nav.offices"],
      [pathOf("settings"), "nav.settings"],
    );
    if (society.constitution === null) {
      office.unshift([pathOf("founding"), "nav.founding"]);
    }
  }
  return (
    <>
      <a class="skip" href="#main">
        {t("nav.skip")}
      </a>
      <header>
        <div class="banner">
          <a class="name" href="/">
            {society.name}
          </a>
          <LanguageChoice />
          <Account />
        </div>
        <Links label={t("nav.public")} here={props.path} links={open} />
        <Links label={t("nav.mine")} here={props.path} links={mine} />
        <Links label={t("nav.office")} here={props.path} links={office} />
        <UnderWay path={props.path} />
      </header>
      {society.rehearsal === true && <p class="rehearsal">{t("shell.rehearsal")}</p>}
      <main id="main" tabIndex={-1}>
        <StaleLog />
        <LineLost path={props.path} />
        <SessionEnded path={props.path} />
        {props.token !== null ? (
          <enter.Screen parameters={{ token: props.token }} />
        ) : match === null ? (
          <NotFound />
        ) : (
          <div key={props.path}>
            <Shown match={match} />
          </div>
        )}
      </main>
      <p class="announcement" role="status" aria-live="polite">
        {props.announcement}
      </p>
      <footer>
        <p>
          {society.licence}
          {society.contact !== "" && <> · {society.contact}</>} ·{" "}
          <a href={pathOf("log")}>{t("nav.log")}</a>
        </p>
        {society.data_notice !== "" && <p>{society.data_notice}</p>}
      </footer>
    </>
  );
}

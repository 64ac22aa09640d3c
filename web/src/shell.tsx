/* The frame around every screen: name of the society, navigation, language, who is signed in. */

import type { ComponentChildren } from "preact";

import { api } from "./api.ts";
import { useApp } from "./app.tsx";
import { Page } from "./components.tsx";
import type { Key } from "./i18n.ts";
import { useAction } from "./hooks.ts";
import { languages } from "./i18n.ts";
import { navigate } from "./navigate.ts";
import type { Match, Screen } from "./router.ts";
import { matchPath, pathOf } from "./router.ts";
import { AssembliesView } from "./views/assemblies.tsx";
import { AssemblyView } from "./views/assembly.tsx";
import { AssemblyNewView } from "./views/assembly_new.tsx";
import { AttendanceView } from "./views/attendance.tsx";
import { BallotView } from "./views/ballot.tsx";
import { ConstitutionView } from "./views/constitution.tsx";
import { DecisionsView } from "./views/decisions.tsx";
import { ImportView } from "./views/import.tsx";
import { MeView } from "./views/me.tsx";
import { MemberView } from "./views/member.tsx";
import { MemberNewView } from "./views/member_new.tsx";
import { OfficesView } from "./views/offices.tsx";
import { PapersView } from "./views/papers.tsx";
import { PollView } from "./views/poll.tsx";
import { PollNewView } from "./views/poll_new.tsx";
import { ProxiesView } from "./views/proxies.tsx";
import { RegisterView } from "./views/register.tsx";
import { RegistryView } from "./views/registry.tsx";
import { ResolutionView } from "./views/resolution.tsx";
import { SignInView } from "./views/sign_in.tsx";

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

function NeedsSession(props: { children: ComponentChildren }) {
  const { session, t } = useApp();
  if (session.person !== null) {
    return <>{props.children}</>;
  }
  return (
    <Page title={t("signin.needed")}>
      <p>{t("signin.needed_text")}</p>
    </Page>
  );
}

const views: Record<Screen, (parameters: Readonly<Record<string, string>>) => ComponentChildren> = {
  registry: () => <RegistryView />,
  assemblies: () => <AssembliesView />,
  assembly: (p) => <AssemblyView id={p["assembly"] ?? ""} />,
  resolution: (p) => <ResolutionView id={p["resolution"] ?? ""} />,
  decisions: () => <DecisionsView />,
  poll: (p) => <PollView id={p["poll"] ?? ""} />,
  vote: (p) => (
    <NeedsSession>
      <BallotView poll={p["poll"] ?? ""} member={p["member"] ?? ""} />
    </NeedsSession>
  ),
  me: () => (
    <NeedsSession>
      <MeView />
    </NeedsSession>
  ),
  proxies: () => (
    <NeedsSession>
      <ProxiesView />
    </NeedsSession>
  ),
  constitution: () => (
    <NeedsSession>
      <ConstitutionView />
    </NeedsSession>
  ),
  offices: () => (
    <NeedsSession>
      <OfficesView />
    </NeedsSession>
  ),
  register: () => (
    <NeedsSession>
      <RegisterView />
    </NeedsSession>
  ),
  memberNew: () => (
    <NeedsSession>
      <MemberNewView />
    </NeedsSession>
  ),
  memberImport: () => (
    <NeedsSession>
      <ImportView />
    </NeedsSession>
  ),
  member: (p) => (
    <NeedsSession>
      <MemberView id={p["member"] ?? ""} />
    </NeedsSession>
  ),
  assemblyNew: () => (
    <NeedsSession>
      <AssemblyNewView />
    </NeedsSession>
  ),
  attendance: (p) => (
    <NeedsSession>
      <AttendanceView assembly={p["assembly"] ?? ""} />
    </NeedsSession>
  ),
  pollNew: (p) => (
    <NeedsSession>
      <PollNewView assembly={p["assembly"] ?? ""} />
    </NeedsSession>
  ),
  papers: (p) => (
    <NeedsSession>
      <PapersView poll={p["poll"] ?? ""} />
    </NeedsSession>
  ),
};

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
    return null;
  }
  const signOut = () =>
    action.run(async () => {
      await api.remove("/api/v1/session");
      setSession({ person: null, offices: [], capabilities: [], members: [] });
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

export function Shell(props: { path: string; token: string | null; announcement: string }) {
  const { may, session, society, t } = useApp();
  const match: Match | null = matchPath(props.path);
  const open: (readonly [string, Key])[] = [
    [pathOf("registry"), "nav.registry"],
    [pathOf("assemblies"), "nav.assemblies"],
    [pathOf("decisions"), "nav.decisions"],
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
    office.push([pathOf("constitution"), "nav.constitution"], [pathOf("offices"), "nav.offices"]);
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
      </header>
      <main id="main" tabIndex={-1}>
        {props.token !== null ? (
          <SignInView token={props.token} />
        ) : match === null ? (
          <NotFound />
        ) : (
          <div key={props.path}>{views[match.screen](match.parameters)}</div>
        )}
      </main>
      <p class="announcement" role="status" aria-live="polite">
        {props.announcement}
      </p>
      <footer>
        <p>
          {society.licence}
          {society.contact !== "" && <> · {society.contact}</>} ·{" "}
          <a href="/log/checkpoint">{t("nav.log")}</a>
        </p>
        {society.data_notice !== "" && <p>{society.data_notice}</p>}
      </footer>
    </>
  );
}

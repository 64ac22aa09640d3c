/* Addresses: which screen a path leads to, and how links are made. Pure; navigation is navigate.ts. */

/* Every screen of the client. A word between braces is a parameter. */
export const routes = {
  registry: "/",
  signIn: "/sign-in",
  assemblies: "/assemblies",
  assembly: "/assemblies/{assembly}",
  room: "/assemblies/{assembly}/room",
  minutes: "/assemblies/{assembly}/minutes",
  resolution: "/resolutions/{resolution}",
  amendmentNew: "/resolutions/{resolution}/amendments/new",
  amendment: "/amendments/{amendment}",
  amendmentOf: "/amendments/{amendment}/amendments/new",
  decisions: "/decisions",
  decision: "/decisions/{decision}",
  log: "/log",
  entry: "/entries/{entry}",
  records: "/records",
  verifyRecord: "/records/{poll}/verify",
  verify: "/verify",
  templates: "/templates",
  poll: "/polls/{poll}",
  receipt: "/polls/{poll}/receipt",
  vote: "/polls/{poll}/vote/{member}",
  sitting: "/assemblies/{assembly}/sitting",
  urn: "/polls/{poll}/urn",
  keeper: "/me/keeper",
  me: "/me",
  initiatives: "/assemblies/{assembly}/initiatives",
  initiative: "/initiatives/{initiative}",
  data: "/me/data",
  proxies: "/proxies",
  tokens: "/me/tokens",
  founding: "/admin/founding",
  settings: "/admin/settings",
  mail: "/admin/mail",
  witnesses: "/admin/witnesses",
  audit: "/admin/audit",
  constitution: "/admin/constitution",
  offices: "/admin/offices",
  register: "/admin/register",
  memberNew: "/admin/register/new",
  memberImport: "/admin/register/import",
  memberLinks: "/admin/register/links",
  member: "/admin/register/{member}",
  assemblyNew: "/admin/assemblies/new",
  notices: "/admin/assemblies/{assembly}/notice",
  attendance: "/admin/assemblies/{assembly}/attendance",
  pollNew: "/admin/assemblies/{assembly}/polls/new",
  papers: "/admin/polls/{poll}/papers",
  keepers: "/admin/polls/{poll}/keepers",
} as const;

export type Screen = keyof typeof routes;

type Names<Pattern extends string> = Pattern extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never;
export type Parameters<S extends Screen> = Record<Names<(typeof routes)[S]>, string>;

export interface Match {
  readonly screen: Screen;
  readonly parameters: Readonly<Record<string, string>>;
}

function matchPattern(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) {
    return null;
  }
  const parameters: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const value = given[index] ?? "";
    if (segment.startsWith("{")) {
      if (value === "") {
        return null;
      }
      try {
        parameters[segment.slice(1, -1)] = decodeURIComponent(value);
      } catch {
        return null;
      }
    } else if (segment !== value) {
      return null;
    }
  }
  return parameters;
}

/* The screen of a path, or null. A pattern that stands first wins: "new" is not a member. */
export function matchPath(path: string): Match | null {
  const plain = path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
  for (const [screen, pattern] of Object.entries(routes)) {
    const parameters = matchPattern(pattern, plain);
    if (parameters !== null) {
      return { screen: screen as Screen, parameters };
    }
  }
  return null;
}

/* The path of a screen. */
export function pathOf<S extends Screen>(
  screen: S,
  ...[parameters]: [Names<(typeof routes)[S]>] extends [never] ? [] : [Parameters<S>]
): string {
  const values: Record<string, string> = parameters ?? {};
  return routes[screen].replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(values[name] ?? ""),
  );
}

/* The token of a sign-in link, which stands after # so that no server ever logs it. */
export function signInToken(hash: string): string | null {
  return /^#t=([A-Za-z0-9_=-]{1,200})$/.exec(hash)?.[1] ?? null;
}

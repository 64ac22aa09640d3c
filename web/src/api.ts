/* The API as the client calls it: every path, body and reply has the type that http/openapi.json gives. */

import type { components, paths } from "#api-types";

export type Schemas = components["schemas"];

type Verb = "get" | "post" | "put" | "patch" | "delete";
type PathWith<V extends Verb> = {
  [P in keyof paths]: paths[P] extends Record<V, { responses: unknown }> ? P : never;
}[keyof paths];
type Operation<P extends keyof paths, V extends Verb> = paths[P][V];

type PathOf<O> = O extends { parameters: { path: infer Path } } ? { path: Path } : { path?: never };
type QueryOf<O> = O extends { parameters: { query?: infer Query } } ? { query?: Query } : object;
type BodyOf<O> = O extends { requestBody: { content: infer Content } }
  ? { body: Content[keyof Content] }
  : O extends { requestBody?: { content: infer Content } }
    ? { body?: Content[keyof Content] }
    : object;
type MatchOf<O> = O extends { parameters: { header: { "If-Match": string } } }
  ? { match: string }
  : object;
type Request<O> = PathOf<O> & QueryOf<O> & BodyOf<O> & MatchOf<O> & Sending;

interface Sending {
  key?: string;
  /* Of a file: what it is sent as; a table where nothing is said. */
  type?: string;
  /* Of a file: how many of its bytes have left. */
  onSent?: (bytes: number) => void;
}

type ContentOf<R> = R extends { content: infer Content } ? Content[keyof Content] : undefined;
type Answer<O, S extends number> = O extends { responses: Record<S, infer R> } ? ContentOf<R> : never;
type Success<O> = Answer<O, 200> | Answer<O, 201> | Answer<O, 202>;

export interface Reply<T> {
  readonly data: T;
  readonly etag: string;
}

/* What the server said is wrong, or that it could not be reached. */
export class ProblemError extends Error {
  readonly problem: Schemas["Problem"];
  /* What a program of this browser found, in its own words, which are English; else empty. */
  readonly technical: string;

  constructor(problem: Schemas["Problem"], technical = "") {
    super(problem.detail);
    this.problem = problem;
    this.technical = technical;
  }

  /* "poll-closed", of urn:palabre:problem:poll-closed. */
  get slug(): string {
    return this.problem.type.split(":").at(-1) ?? "";
  }

  /* Whoever signs in goes on. A link that was spent is answered 401 too, and ends no session. */
  get isSignedOut(): boolean {
    return this.slug === "unauthenticated";
  }
}

/* The language in which the server explains what is wrong. */
let language = "fr";
export function setApiLanguage(value: string): void {
  language = value;
}

/* Called when a reply says that the session has ended. */
let onSignedOut = () => {};
export function whenSignedOut(callback: () => void): void {
  onSignedOut = callback;
}

/* A key under which a request that creates is retried without creating twice. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

interface Loose extends Sending {
  path?: Record<string, string | number>;
  query?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
  match?: string;
}

function address(path: string, request: Loose): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(request.path?.[name] ?? "")),
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined && value !== "") {
      query.set(name, String(value));
    }
  }
  return query.size === 0 ? filled : `${filled}?${query}`;
}

/* A problem of the way to the server: nobody knows what it did, and the same request may be sent again. */
export function lost(slug: "unreachable" | "cut-off"): ProblemError {
  const details = {
    unreachable: {
      fr: "Le serveur ne répond pas. Vérifiez votre connexion et réessayez.",
      en: "The server does not answer. Check your connection and try again.",
    },
    "cut-off": {
      fr: "La réponse du serveur n’est pas arrivée entière. Vérifiez votre connexion et réessayez.",
      en: "The server’s answer did not arrive whole. Check your connection and try again.",
    },
  }[slug];
  return refusal(slug, language === "fr" ? details.fr : details.en, 503);
}

/* A refusal of our own, said as those of the server are. */
export function refusal(slug: string, detail: string, status = 422, technical = ""): ProblemError {
  return new ProblemError({ type: `urn:palabre:problem:${slug}`, title: slug, status, detail }, technical);
}

/* A connection may end in the middle of a reply, after its status. */
async function dataOf(response: Response): Promise<unknown> {
  try {
    return response.status === 204 ? undefined : ((await response.json()) as unknown);
  } catch {
    throw lost("cut-off");
  }
}

async function problemOf(response: Response): Promise<ProblemError> {
  try {
    return new ProblemError((await response.json()) as Schemas["Problem"]);
  } catch {
    return lost("unreachable");
  }
}

/* A file that is no answer of the API: a tile of the log, a proof, a record. */
export async function fetchFile(path: string): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: "same-origin" });
  } catch {
    throw lost("unreachable");
  }
  if (!response.ok) {
    throw await problemOf(response);
  }
  return response;
}

/* Sends a file as fetch() would, which does not tell how much of it has left. */
function upload(url: string, headers: Headers, file: Blob, onSent: (bytes: number) => void): Promise<Response> {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    headers.forEach((value, name) => request.setRequestHeader(name, value));
    request.upload.onprogress = ({ loaded }) => onSent(loaded);
    request.upload.onload = () => onSent(file.size);
    request.onload = () => done(new Response(request.responseText, { status: request.status }));
    request.onerror = () => fail(lost("unreachable"));
    request.onabort = request.onerror;
    request.send(file);
  });
}

async function send(verb: Verb, path: string, request: Loose): Promise<Reply<unknown>> {
  const headers = new Headers({ Accept: "application/json", "Accept-Language": language });
  const body = request.body;
  const isText = typeof body === "string" || body instanceof Blob;
  if (body !== undefined) {
    headers.set("Content-Type", isText ? (request.type ?? "text/csv") : "application/json");
  }
  if (request.match !== undefined) {
    headers.set("If-Match", request.match);
  }
  if (request.key !== undefined) {
    headers.set("Idempotency-Key", request.key);
  }
  let response: Response;
  try {
    response = request.onSent !== undefined && body instanceof Blob
      ? await upload(address(path, request), headers, body, request.onSent)
      : await fetch(address(path, request), {
      method: verb.toUpperCase(),
      headers,
      credentials: "same-origin",
      cache: verb === "get" ? "no-cache" : "no-store",
      ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
    });
  } catch {
    throw lost("unreachable");
  }
  if (!response.ok) {
    const error = await problemOf(response);
    if (error.isSignedOut) {
      onSignedOut();
    }
    throw error;
  }
  const data = await dataOf(response);
  return { data, etag: response.headers.get("ETag") ?? "*" };
}

type Arguments<O> = object extends Request<O> ? [request?: Request<O>] : [request: Request<O>];
type Caller<V extends Verb> = <P extends PathWith<V>>(
  path: P,
  ...request: Arguments<Operation<P, V>>
) => Promise<Reply<Success<Operation<P, V>>>>;

/* The types of the arguments are checked where it is called; here they are what all have in common. */
function caller<V extends Verb>(verb: V): Caller<V> {
  const call = (path: string, request: Loose = {}) => send(verb, path, request);
  return call as unknown as Caller<V>;
}

export const api = {
  get: caller("get"),
  post: caller("post"),
  put: caller("put"),
  patch: caller("patch"),
  remove: caller("delete"),
};

/*
 * contract.ts - the API's document, held against what the server says.
 *
 * Every reply must be one that http/openapi.json describes: the status, the media type, the headers
 * that it requires, the body. Every request that the server accepts must be one too: a document
 * stricter or laxer than the server is wrong.
 */
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { AssertionError } from "node:assert";
import { readFileSync } from "node:fs";

export type Exchange = {
  method: string;
  path: string; /* with its query */
  sent: unknown; /* the JSON body, or undefined */
  status: number;
  headers: Headers;
  body: unknown; /* parsed where it is JSON, else text or undefined */
};

/* Any object of the document; what is not one is asked for by a cast. */
interface Json { [key: string]: Json }
type Operation = { template: string; method: string; at: string; value: Json };

const METHODS = ["get", "head", "post", "put", "patch", "delete"];

function fail(exchange: Exchange, what: string): never {
  const { method, path, status, body } = exchange;
  const message = `${method} ${path} → ${status}: ${what}\n${JSON.stringify(body, null, 1)?.slice(0, 2000)}`;
  throw new AssertionError({ message });
}

function escapePointer(name: string): string {
  return encodeURIComponent(name.replaceAll("~", "~0").replaceAll("/", "~1"));
}

function isJson(type: string): boolean {
  return /^application\/([\w.-]+\+)?json$/.test(type);
}

export class Contract {
  readonly operations: Operation[];
  readonly #document: Json;
  readonly #ajv: Ajv2020;

  constructor(document: unknown) {
    this.#document = document as Json;
    this.#ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true, allowUnionTypes: true });
    addFormats.default(this.#ajv);
    /* What OpenAPI adds to JSON Schema, and the parts of the document around its schemas. */
    this.#ajv.addVocabulary(["discriminator", "example", "externalDocs", "xml", ...Object.keys(this.#document)]);
    this.#ajv.addSchema(this.#document, "openapi");
    this.operations = Object.entries(this.#document["paths"] ?? {}).flatMap(([template, item]) =>
      METHODS.filter((method) => method in item).map((method) => ({
        template,
        method: method.toUpperCase(),
        at: `/paths/${escapePointer(template)}/${method}`,
        value: item[method] as Json,
      })));
  }

  static read(file: string | URL): Contract {
    return new Contract(JSON.parse(readFileSync(file, "utf8")));
  }

  /* The operation that a request names. A template without parameters is preferred to one with. */
  operation(method: string, path: string): Operation | undefined {
    const wanted = method === "HEAD" ? "GET" : method;
    const bare = path.split("?")[0] ?? "";
    const matches = ({ template }: Operation) =>
      new RegExp(`^${template.replaceAll(/[.*+?^$()|[\]\\]/g, "\\$&").replaceAll(/\{path\}/g, ".+")
        .replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(bare);
    return this.operations.filter((operation) => operation.method === wanted && matches(operation))
      .sort((a, b) => a.template.split("{").length - b.template.split("{").length)[0];
  }

  /* The names that its address may have after '?'. */
  queries(operation: Operation): string[] {
    const parameters = (operation.value["parameters"] ?? []) as unknown as Json[];
    return parameters.map((parameter) => this.#resolve(parameter, "").value as unknown as { in: string; name: string })
      .filter((parameter) => parameter.in === "query").map(({ name }) => name);
  }

  /* Follows a reference, once. */
  #resolve(value: Json, at: string): { value: Json; at: string } {
    const reference = value["$ref"] as unknown as string | undefined;
    if (reference === undefined) return { value, at };
    const parts = reference.replace(/^#\//, "").split("/").map(decodeURIComponent);
    const found = parts.reduce((node, part) =>
      node[part.replaceAll("~1", "/").replaceAll("~0", "~")] as Json, this.#document);
    return { value: found, at: reference.slice(1) };
  }

  #conforms(exchange: Exchange, at: string, value: unknown, what: string): void {
    const validate = this.#ajv.getSchema(`openapi#${at}`);
    if (validate === undefined) fail(exchange, `the document has no schema at ${at}`);
    if (!validate(value)) fail(exchange, `${what}: ${this.#ajv.errorsText(validate.errors)}`);
  }

  /* What is wrong in the document itself: a schema that cannot be used, an example that breaks it. */
  faults(): string[] {
    const faults: string[] = [];
    const visit = (value: Json, at: string): void => {
      if (typeof value !== "object" || value === null) return;
      if (typeof value["schema"] === "object") faults.push(...this.#faultsOf(value, `${at}/schema`));
      for (const [name, part] of Object.entries(value)) visit(part, `${at}/${escapePointer(name)}`);
    };
    visit(this.#document["paths"] as Json, "/paths");
    visit(this.#document["components"] as Json, "/components");
    return faults;
  }

  #faultsOf(described: Json, at: string): string[] {
    try {
      const validate = this.#ajv.getSchema(`openapi#${at}`);
      if (validate === undefined) return [`${at}: cannot be used`];
      if (!("example" in described) || validate(described["example"])) return [];
      return [`${at}: its example is refused: ${this.#ajv.errorsText(validate.errors)}`];
    } catch (error) {
      return [`${at}: ${(error as Error).message}`];
    }
  }

  /* Throws unless the document describes this exchange. */
  check(exchange: Exchange): void {
    const operation = this.operation(exchange.method, exchange.path);
    if (operation === undefined) fail(exchange, "the document has no such operation");
    this.#checkReply(exchange, operation);
    if (exchange.status < 300 && exchange.sent !== undefined) this.#checkRequest(exchange, operation);
  }

  #checkReply(exchange: Exchange, { at, value }: Operation): void {
    const responses = value["responses"] as Json;
    const known = String(exchange.status) in responses ? String(exchange.status) : "default";
    /* `default` stands for the errors that any operation may meet, never for a success. */
    if (!(known in responses) || (known === "default" && exchange.status < 400)) {
      fail(exchange, "the document has no such status here");
    }
    const response = this.#resolve(responses[known] as Json, `${at}/responses/${known}`);
    for (const [name, header] of Object.entries((response.value["headers"] ?? {}) as Json)) {
      const described = this.#resolve(header, `${response.at}/headers/${escapePointer(name)}`);
      const given = exchange.headers.get(name);
      if (given !== null) this.#conforms(exchange, `${described.at}/schema`, given, `header ${name}`);
      else if (described.value["required"]) fail(exchange, `the header ${name} is missing`);
    }

    const contents = (response.value["content"] ?? {}) as Json;
    const type = (exchange.headers.get("content-type") ?? "").split(";")[0] ?? "";
    if (Object.keys(contents).length === 0) {
      if (exchange.body !== undefined) fail(exchange, "the document has no body here");
      return;
    }
    if (!(type in contents)) fail(exchange, `the document has no media type '${type}' here`);
    if (exchange.method === "HEAD" || !isJson(type)) return;
    const schema = `${response.at}/content/${escapePointer(type)}/schema`;
    if (contents[type]?.["schema"]) this.#conforms(exchange, schema, exchange.body, "body");
    if (type === "application/problem+json") this.#checkProblem(exchange);
  }

  /* RFC 9457, beyond what its schema can say. */
  #checkProblem(exchange: Exchange): void {
    const problem = exchange.body as { status?: number };
    if (problem.status !== exchange.status) fail(exchange, "the problem's status is not that of the reply");
    if (exchange.status < 400) fail(exchange, "a problem is not a success");
  }

  #checkRequest(exchange: Exchange, { at, value }: Operation): void {
    if (value["requestBody"] === undefined) fail(exchange, "the document has no body in this request");
    const request = this.#resolve(value["requestBody"], `${at}/requestBody`);
    const type = Object.keys(request.value["content"] as Json).find(isJson);
    if (type === undefined) fail(exchange, "the document has no JSON in this request");
    const schema = `${request.at}/content/${escapePointer(type)}/schema`;
    this.#conforms(exchange, schema, exchange.sent, "the server accepted a body that the document refuses");
  }
}

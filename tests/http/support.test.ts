/* The tests' own instruments: a reply that the document does not describe must not pass. */
import assert from "node:assert/strict";
import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";

import { Contract } from "./contract.ts";
import { Api, contract, tokensIn } from "./support.ts";

const PROBLEM = {
  type: "object",
  required: ["type", "status"],
  properties: { type: { type: "string" }, status: { type: "integer" } },
};
const described = new Contract({
  openapi: "3.1.0",
  info: { title: "A small API", version: "1" },
  components: {
    schemas: { Problem: PROBLEM },
    responses: {
      Problem: {
        description: "No.",
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    },
  },
  paths: {
    "/things/{thing}": {
      get: {
        responses: {
          200: {
            description: "Yes.",
            headers: { ETag: { required: true, schema: { type: "string", pattern: '^"\\d+"$' } } },
            content: {
              "application/json": {
                schema: {
                  type: "object",
                  additionalProperties: false,
                  required: ["id"],
                  properties: { id: { type: "string", format: "uuid" } },
                },
              },
            },
          },
          default: { $ref: "#/components/responses/Problem" },
        },
      },
      put: {
        requestBody: { content: { "application/json": { schema: { type: "object", required: ["name"] } } } },
        responses: { 204: { description: "Done." }, default: { $ref: "#/components/responses/Problem" } },
      },
    },
  },
});

const ID = "0b3f6d4e-2f5a-4a51-9d0e-7c1d1f0a0b01";
const JSON_TYPE = "application/json; charset=utf-8";
const PROBLEM_TYPE = "application/problem+json";

type Answer = { status: number; type?: string; body?: string; etag?: string };
const good: Answer = { status: 200, type: JSON_TYPE, etag: '"3"', body: JSON.stringify({ id: ID }) };
const done: Answer = { status: 204 };
let answer = good;
let seen: IncomingMessage | undefined;

function respond(request: IncomingMessage, response: ServerResponse): void {
  seen = request;
  request.resume();
  const headers = { ...(answer.type && { "content-type": answer.type }), ...(answer.etag && { etag: answer.etag }) };
  response.writeHead(answer.status, { ...headers, "set-cookie": "palabre=abc; HttpOnly" }).end(answer.body);
}

const server = createServer(respond);
let api: Api;

before(async () => {
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  api = new Api(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { described });
});

after(() => server.close());

const problem = (status: number, said = status): Answer =>
  ({ status, type: PROBLEM_TYPE, body: JSON.stringify({ type: "urn:x", status: said }) });

const refused: [string, Answer, RegExp][] = [
  ["a success that is not described", { ...good, status: 201 }, /no such status/],
  ["a redirection", { status: 303, type: JSON_TYPE, body: "{}" }, /no such status/],
  ["another media type", { ...good, type: "text/html" }, /no media type 'text\/html'/],
  ["a body that is not of its schema", { ...good, body: '{"id":"one"}' }, /body: .*uuid/],
  ["a field too many", { ...good, body: `{"id":"${ID}","secret":1}` }, /additional properties/],
  ["a required header that is missing", { status: 200, type: JSON_TYPE, body: good.body ?? "" }, /ETag is missing/],
  ["a header that is malformed", { ...good, etag: '"three"' }, /header ETag/],
  ["an error that is no problem", { status: 500, type: JSON_TYPE, body: "{}" }, /no media type/],
  ["a problem of another status", problem(404, 403), /not that of the reply/],
];

for (const [name, given, said] of refused) {
  test(`refuses ${name}`, async () => {
    answer = given;
    await assert.rejects(api.get("/things/1"), said);
  });
}

test("accepts what the document describes", async () => {
  answer = good;
  assert.equal((await api.get<{ id: string }>("/things/1?full=true")).body.id, ID);
  answer = problem(404);
  assert.equal((await api.get("/things/1", { expect: 404 })).status, 404);
});

test("refuses an error where the test expects a success", async () => {
  answer = problem(404);
  await assert.rejects(api.get("/things/1"), /not a success/);
});

test("refuses a path that is not described", async () => {
  answer = good;
  await assert.rejects(api.get("/things"), /no such operation/);
});

test("refuses a body where there is none, and a request laxer than the document", async () => {
  answer = done;
  await api.put("/things/1", { body: { name: "one" } });
  await assert.rejects(api.put("/things/1", { body: {} }), /accepted a body that the document refuses/);
});

test("keeps the cookie of its session, and says where a write comes from", async () => {
  answer = done;
  await api.put("/things/1", { body: { name: "one" } });
  assert.equal(seen?.headers.cookie, "palabre=abc");
  assert.equal(seen?.headers.origin, api.url);
});

test("reads the tokens of links", () => {
  assert.deepEqual(tokensIn("Member: http://127.0.0.1:1/#t=aB-_9\nChair: /#t=x\n"), ["aB-_9", "x"]);
});

test("the API's document can be used, and its examples are of its schemas", () => {
  assert.deepEqual(contract.faults(), []);
});

test("a broken reference and a false example are faults of a document", () => {
  const content = (schema: object, example: unknown) =>
    ({ paths: { "/": { get: { responses: { 200: { content: { "text/plain": { schema, example } } } } } } } });
  assert.match(new Contract(content({ $ref: "#/components/schemas/None" }, "a")).faults().join(), /None/);
  assert.match(new Contract(content({ type: "string" }, 1)).faults().join(), /its example is refused/);
});

test("each operation of the API's document is found by its path", () => {
  for (const { method, template } of contract.operations) {
    assert.equal(contract.operation(method, template.replaceAll(/\{\w+\}/g, "1"))?.template, template);
  }
});

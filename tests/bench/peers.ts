/*
 * peers.ts FOLDER PACKAGE METHOD SEATS - counts by a package of npm the ballots that stand on
 * standard input as one JSON array of orders or ranks (bench/elections.h).
 *
 * The packages lie in FOLDER: npm install --prefix FOLDER votes@3.0.0 stv@0.0.2
 */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

import { build } from "esbuild";

type Ballots = readonly (readonly number[])[];
interface Counted {
  ranking(): string[][];
}
type Votes = Record<string, new (input: object) => Counted>;
interface Stv {
  stv(input: object): unknown;
}

const [folder = ".", name = "", method = "", seats = "1"] = process.argv.slice(2);
/* stv 0.0.2 was published without its compiled modules: they are compiled from its sources. */
async function load(): Promise<unknown> {
  if (name !== "stv") {
    const found = createRequire(`${folder}/package.json`).resolve(name);
    return import(pathToFileURL(found).href);
  }
  const { outputFiles } = await build({
    entryPoints: [`${folder}/node_modules/stv/src/index.ts`],
    bundle: true,
    format: "esm",
    platform: "node",
    write: false,
  });
  const code = Buffer.from(outputFiles[0]?.contents ?? []).toString("base64");
  return import(`data:text/javascript;base64,${code}`);
}

const peer = await load();
const ballots = JSON.parse(readFileSync(0, "utf8")) as Ballots;
const width = ballots.reduce((most, ballot) => Math.max(most, ...ballot), 0);
const candidates = Array.from({ length: width + 1 }, (_, i) => String(i));

if (name === "votes") {
  const { [method]: Method, utils } = peer as Votes & {
    utils: { matrixFromBallots(all: object, candidates: string[]): object };
  };
  if (Method === undefined) {
    throw new Error(`${name} has no ${method}`);
  }
  const weighted = ballots.map((order) => ({
    ranking: order.map((option) => [String(option)]),
    weight: 1,
  }));
  const { needsMatrix } = Method as unknown as { needsMatrix: boolean };
  const input = needsMatrix
    ? utils.matrixFromBallots(weighted, candidates)
    : { ballots: weighted, candidates };
  console.log(new Method(input).ranking());
} else {
  const { stv } = peer as Stv;
  const votes = ballots.map((order) => ({ weight: 1, preferences: order.map(String) }));
  console.log(stv({ seatsToFill: Number(seats), candidates, votes }));
}

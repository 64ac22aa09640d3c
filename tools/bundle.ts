/*
 * bundle.ts WEB OUT [DEPFILE] - makes the web client: everything in it under a name that changes with its content.
 *
 * Writes to OUT: app-<hash>.js and the parts that it fetches, booth-<hash>.js, which seals ballots, verify-<hash>.js and
 * keeper-<hash>.js, the workers that verify records and open keepers' keys,
 * style-<hash>.css, index.html, which names them, what WEB/static holds, licences.txt, the licences of the packages
 * within, and client.json, which lists them all for the server: path, file, media type, whether a browser may keep
 * it for ever, and the file of its compressed form, where that is smaller. Files of an earlier run are removed. DEPFILE
 * is for ninja.
 */
import { type Metafile, type Plugin, build } from "esbuild";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { basename, extname, join, relative } from "node:path";
import { gzipSync } from "node:zlib";

const TYPES: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
};

type Asset = { path: string; file: string; type: string; immutable: boolean; gzip?: string };

function asset(file: string, immutable: boolean): Asset {
  const type = TYPES[extname(file)];
  if (type === undefined) throw new Error(`${file}: its media type is unknown: add it to tools/bundle.ts`);
  return { path: file === "index.html" ? "/" : `/${file}`, file, type, immutable };
}

/* The byte of gzip's header that names the system which compressed, and the one that names none (RFC 1952). */
const SYSTEM = 9;
const SYSTEM_UNKNOWN = 255;

/* Writes the compressed form beside the file: the same bytes wherever and whenever it is built. */
async function compress(out: string, each: Asset): Promise<Asset> {
  const bytes = await readFile(join(out, each.file));
  const compressed = gzipSync(bytes, { level: 9 });
  if (compressed.length >= bytes.length) return each;
  compressed[SYSTEM] = SYSTEM_UNKNOWN;
  const gzip = `${each.file}.gz`;
  await writeFile(join(out, gzip), compressed);
  return { ...each, gzip };
}

async function removeEarlier(out: string): Promise<void> {
  const earlier = await readFile(join(out, "client.json"), "utf8").catch(() => '{"files":[]}');
  const { files } = JSON.parse(earlier) as { files: Asset[] };
  await Promise.all(files.flatMap(({ file, gzip }) => [file, gzip ?? file])
    .map((file) => rm(join(out, basename(file)), { force: true })));
}

/* index.html names /app.js and /style.css; each must be there, and becomes the hashed name. */
function rename(html: string, names: Record<string, string>): string {
  return Object.entries(names).reduce((text, [from, to]) => {
    if (!text.includes(`"/${from}"`)) throw new Error(`index.html does not name "/${from}"`);
    return text.replaceAll(`"/${from}"`, `"/${to}"`);
  }, html);
}

/* The licences of the packages whose sources went in: they ask to go with every copy. */
async function licences(inputs: string[]): Promise<string> {
  const folders = inputs.map((path) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(path)?.[0]);
  const packages = [...new Set(folders.filter((folder) => folder !== undefined))].sort();
  const texts = await Promise.all(packages.map((folder) => readFile(join(folder, "LICENSE"), "utf8")));
  return packages.map((folder, i) => `${basename(folder)}\n\n${texts[i]}`).join("\n\n");
}

/* What the client and its workers have in common. */
const COMMON = {
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "eof",
  entryNames: "[name]-[hash]",
  metafile: true,
  logLevel: "warning",
} as const;

/* The file that came of that entry, as a browser asks for it. */
function addressOf(metafile: Metafile, entry: string): string {
  const [path = ""] = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint?.endsWith(entry)) ?? [];
  return `/${basename(path)}`;
}

/* The booth is made before the client, which fetches it from there: a worker has it too, and it is large. */
function fetchesBooth(address: string): Plugin {
  return {
    name: "booth",
    setup: ({ onResolve }) =>
      onResolve({ filter: /\/booth\.ts$/ }, ({ kind }) => kind === "dynamic-import" ? { path: address, external: true } : null),
  };
}

async function bundle(web: string, out: string, depfile: string | undefined): Promise<void> {
  await mkdir(out, { recursive: true });
  await removeEarlier(out);
  const source = (file: string) => join(web, "src", file);
  const verify = await build({ ...COMMON, entryPoints: { verify: source("verify_worker.ts") }, outdir: out });
  const booth = await build({
    ...COMMON,
    entryPoints: { booth: source("booth.ts"), keeper: source("keeper_worker.ts") },
    outdir: out,
    splitting: true,
    chunkNames: "part-[hash]",
  });
  const client = await build({
    ...COMMON,
    entryPoints: { app: source("main.tsx"), style: source("style.css") },
    outdir: out,
    splitting: true,
    jsx: "automatic",
    jsxImportSource: "preact",
    chunkNames: "part-[hash]",
    assetNames: "[name]-[hash]",
    define: {
      VERIFY_WORKER: JSON.stringify(addressOf(verify.metafile, "verify_worker.ts")),
      KEEPER_WORKER: JSON.stringify(addressOf(booth.metafile, "keeper_worker.ts")),
    },
    plugins: [fetchesBooth(addressOf(booth.metafile, "booth.ts"))],
  });
  const metafiles = [verify, booth, client].map(({ metafile }) => metafile);
  const inputs = Object.assign({}, ...metafiles.map((each) => each.inputs)) as Metafile["inputs"];
  const outputs = Object.assign({}, ...metafiles.map((each) => each.outputs)) as Metafile["outputs"];

  const made = Object.keys(outputs).map((path) => relative(out, path));
  const named = (start: string) => made.find((file) => file.startsWith(start)) ?? "";
  const page = join(web, "index.html");
  const names = { "app.js": named("app-"), "style.css": named("style-") };
  await writeFile(join(out, "index.html"), rename(await readFile(page, "utf8"), names));

  const fixed = join(web, "static");
  const kept = (await readdir(fixed).catch(() => [])).sort();
  await Promise.all(kept.map(async (file) => writeFile(join(out, file), await readFile(join(fixed, file)))));

  await writeFile(join(out, "licences.txt"), await licences(Object.keys(inputs)));

  const files = [asset("index.html", false), ...made.sort().map((file) => asset(file, true)),
    ...["licences.txt", ...kept].map((file) => asset(file, false))];
  const listed = await Promise.all(files.map((each) => compress(out, each)));
  await writeFile(join(out, "client.json"), `${JSON.stringify({ files: listed }, null, 1)}\n`);
  if (depfile !== undefined) {
    const read = [page, ...Object.keys(inputs), ...kept.map((file) => join(fixed, file))];
    await writeFile(depfile, `${join(out, "client.json")}: ${read.join(" ")}\n`);
  }
}

const [web, out, depfile] = process.argv.slice(2);
if (web === undefined || out === undefined) {
  console.error("usage: tools/node tools/bundle.ts WEB OUT [DEPFILE]");
  process.exit(2);
}
await bundle(web, out, depfile);

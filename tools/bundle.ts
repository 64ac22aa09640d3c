/*
 * bundle.ts WEB OUT [DEPFILE] - makes the web client: everything in it under a name that changes with its content.
 *
 * Writes to OUT: app-<hash>.js and the parts that it fetches, verify-<hash>.js, the worker that verifies records,
 * style-<hash>.css, index.html, which names them, what WEB/static holds, licences.txt, the licences of the packages
 * within, and client.json, which lists them all for the server: path, file, media type, and whether a browser may keep
 * it for ever. Files of an earlier run are removed. DEPFILE is for ninja.
 */
import { build } from "esbuild";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { basename, extname, join, relative } from "node:path";

const TYPES: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
};

type Asset = { path: string; file: string; type: string; immutable: boolean };

function asset(file: string, immutable: boolean): Asset {
  const type = TYPES[extname(file)];
  if (type === undefined) throw new Error(`${file}: its media type is unknown: add it to tools/bundle.ts`);
  return { path: file === "index.html" ? "/" : `/${file}`, file, type, immutable };
}

async function removeEarlier(out: string): Promise<void> {
  const earlier = await readFile(join(out, "client.json"), "utf8").catch(() => '{"files":[]}');
  const { files } = JSON.parse(earlier) as { files: Asset[] };
  await Promise.all(files.map(({ file }) => rm(join(out, basename(file)), { force: true })));
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

/* What the client and its worker have in common. */
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

async function bundle(web: string, out: string, depfile: string | undefined): Promise<void> {
  await mkdir(out, { recursive: true });
  await removeEarlier(out);
  const worker = await build({ ...COMMON, entryPoints: { verify: join(web, "src/verify_worker.ts") }, outdir: out });
  const [workerFile = ""] = Object.keys(worker.metafile.outputs);
  const client = await build({
    ...COMMON,
    entryPoints: { app: join(web, "src/main.tsx"), style: join(web, "src/style.css") },
    outdir: out,
    splitting: true,
    jsx: "automatic",
    jsxImportSource: "preact",
    chunkNames: "part-[hash]",
    assetNames: "[name]-[hash]",
    define: { VERIFY_WORKER: JSON.stringify(`/${basename(workerFile)}`) },
  });
  const inputs = { ...worker.metafile.inputs, ...client.metafile.inputs };
  const outputs = { ...worker.metafile.outputs, ...client.metafile.outputs };

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
  await writeFile(join(out, "client.json"), `${JSON.stringify({ files }, null, 1)}\n`);
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

/* tools/bundle.ts: what it writes, what it lists, what it removes, what it refuses. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { gunzipSync } from "node:zlib";

const SOURCE = resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "palabre-"));
const web = join(folder, "web");
const out = join(folder, "out");

mkdirSync(join(web, "src"), { recursive: true });
mkdirSync(join(web, "static"));
symlinkSync(join(SOURCE, "node_modules"), join(folder, "node_modules"));
cpSync(join(SOURCE, "web/index.html"), join(web, "index.html"));
writeFileSync(join(web, "src/main.tsx"), 'import { render } from "preact"; render(<p>One</p>, document.body);');
writeFileSync(join(web, "src/verify_worker.ts"), "self.onmessage = () => undefined;");
writeFileSync(join(web, "src/booth.ts"), 'export const seal = () => "sealed here";');
writeFileSync(join(web, "src/keeper_worker.ts"), 'import { seal } from "./booth.ts"; self.onmessage = seal;');
writeFileSync(join(web, "src/style.css"), "p { color: black; }");
writeFileSync(join(web, "static/robots.txt"), "User-agent: *\n");
after(() => rmSync(folder, { recursive: true, force: true }));

type Asset = { path: string; file: string; type: string; immutable: boolean; gzip?: string };

function bundle(): { status: number | null; said: string } {
  const args = [join(SOURCE, "tools/bundle.ts"), web, out, join(folder, "out.d")];
  const run = spawnSync(process.execPath, args, { encoding: "utf8" });
  return { status: run.status, said: run.stdout + run.stderr };
}

function listed(): Asset[] {
  return (JSON.parse(readFileSync(join(out, "client.json"), "utf8")) as { files: Asset[] }).files;
}

test("lists each file that it writes, once, with its media type", () => {
  assert.deepEqual(bundle(), { status: 0, said: "" });
  assert.deepEqual(listed().flatMap(({ file, gzip }) => gzip === undefined ? [file] : [file, gzip]).sort(),
    readdirSync(out).filter((file) => file !== "client.json").sort());
  const app = listed().find(({ file }) => file.startsWith("app-"));
  assert.match(app?.file ?? "", /^app-[A-Z0-9]{8}\.js$/);
  assert.deepEqual([app?.path, app?.type, app?.immutable], [`/${app?.file}`, "text/javascript; charset=utf-8", true]);
  const page = listed().find(({ path }) => path === "/");
  assert.deepEqual([page?.file, page?.immutable], ["index.html", false]);
});

test("the page names the files by their hashed names", () => {
  const html = readFileSync(join(out, "index.html"), "utf8");
  /* The client names its workers and its parts itself. */
  const hashed = listed().filter(({ immutable, file }) => immutable && /^(app|style)-/.test(file));
  for (const { path } of hashed) assert.ok(html.includes(`"${path}"`), path);
  assert.equal(hashed.length, 2);
});

test("what compresses has its compressed form beside it, and nothing else has", () => {
  for (const { file, gzip } of listed()) {
    const bytes = readFileSync(join(out, file));
    if (gzip === undefined) continue;
    const compressed = readFileSync(join(out, gzip));
    assert.equal(gzip, `${file}.gz`);
    assert.ok(compressed.length < bytes.length, file);
    assert.deepEqual(gunzipSync(compressed), bytes, file);
  }
  assert.ok(listed().some(({ file, gzip }) => file.startsWith("app-") && gzip !== undefined));
  assert.equal(listed().find(({ file }) => file === "robots.txt")?.gzip, undefined, "too short to be shorter");
});

test("the compressed form says neither when nor where it was made", () => {
  const { gzip } = listed().find(({ file }) => file === "index.html") ?? {};
  const head = readFileSync(join(out, gzip ?? "")).subarray(0, 10);
  assert.deepEqual([...head.subarray(4, 8), head[9]], [0, 0, 0, 0, 255]);
});

test("the licences of the packages within go with them, and no other", () => {
  const text = readFileSync(join(out, "licences.txt"), "utf8");
  assert.match(text, /^preact\n\n/);
  assert.doesNotMatch(text, /esbuild/);
});

test("says what it read, for the build to make it again", () => {
  const depends = readFileSync(join(folder, "out.d"), "utf8");
  for (const file of ["index.html", "src/main.tsx", "src/style.css", "static/robots.txt"]) {
    assert.ok(depends.includes(file), file);
  }
});

test("the booth is fetched under its own name, and its worker has no second copy", () => {
  writeFileSync(join(web, "src/main.tsx"), 'document.onclick = async () => (await import("./booth.ts")).seal();');
  assert.deepEqual(bundle(), { status: 0, said: "" });
  const files = listed().map(({ file }) => file);
  const read = (file: string | undefined) => readFileSync(join(out, file ?? ""), "utf8");
  const booth = files.find((file) => /^booth-[A-Z0-9]{8}\.js$/.test(file));
  assert.ok(read(files.find((file) => file.startsWith("app-"))).includes(`import("/${booth}")`));
  assert.equal(files.filter((file) => read(file).includes("sealed here")).length, 1);
});

test("another content has another name, and the former is gone", () => {
  const former = listed();
  writeFileSync(join(web, "src/main.tsx"), 'import { render } from "preact"; render(<p>Two</p>, document.body);');
  assert.equal(bundle().status, 0);
  const changed = listed().filter(({ file }) => !former.some((earlier) => earlier.file === file));
  assert.deepEqual(changed.map(({ file }) => file.slice(0, 4)), ["app-"]);
  assert.equal(readdirSync(out).filter((file) => /^app-.*\.js$/.test(file)).length, 1);
  assert.equal(readdirSync(out).filter((file) => /^app-.*\.gz$/.test(file)).length, 1);
});

test("a file of an unknown media type is refused", () => {
  writeFileSync(join(web, "static/data.bin"), "");
  const { status, said } = bundle();
  assert.notEqual(status, 0);
  assert.match(said, /data\.bin: its media type is unknown/);
});

/**
 * Builds what is out of date: the page, the command line, the library. `npm run build` builds all three; `npm start` and
 * bin/circledast.js what they need. Nothing goes to standard output: that belongs to the command that is about to run.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { load, root } from "./bootstrap.js";

const dist = join(root, "dist");

const sources = [
  "src",
  "shaders",
  "tests/cases",
  "build",
  "public",
  "index.html",
  "headless.html",
  "verify.html",
  "vite.config.ts",
  "package-lock.json",
];

/** What stands in dist/, and the entry it is made from. */
const targets = {
  "cli.js": "src/cli/main.ts",
  library: "src/index.ts",
  page: "index.html",
  // What bench/peers needs beside the library: in Node all systems wait for Dawn in the same way.
  "pollSeldom.js": "src/cli/pollSeldom.ts",
  "soak.js": "src/cli/soak/soak.ts",
};

/** @param {(keyof typeof targets)[]} names */
export async function build(...names) {
  const stale = names.filter(isStale);
  if (stale.length === 0) return;
  // Loaded only when there is something to build: it takes longer than most commands.
  const vite = await import("vite");
  mkdirSync(dist, { recursive: true });
  // Vite leaves here what it last ran for, which may have been this project's own scripts in TypeScript; and makes of it what the page believes
  // it is.
  const { NODE_ENV } = process.env;
  process.env.NODE_ENV = "production";
  try {
    for (const name of stale) await buildOne(vite, name);
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
  }
}

async function buildOne(vite, name) {
  const begun = new Date();
  // Built aside and renamed when whole: a command that starts meanwhile never reads half a file.
  const outDir = mkdtempSync(join(dist, ".building-"));
  try {
    const common = { root, logLevel: "warn", build: { outDir, emptyOutDir: true } };
    if (name === "page") {
      // The first time takes a while: MNIST is packed.
      console.error("Building the page.");
      await vite.build({ ...common, configFile: join(root, "vite.config.ts") });
      replaceFolder(outDir, name);
    } else if (name === "library") {
      const { libraryBuild, entries } = await load("/build/library.ts");
      await vite.build(vite.mergeConfig(libraryBuild(), common));
      const { writeLibraryTypes } = await load("/build/libraryTypes.ts");
      writeLibraryTypes(root, outDir, Object.keys(entries));
      replaceFolder(outDir, name);
    } else {
      const { nodeBuild } = await load("/build/node.ts");
      await vite.build(vite.mergeConfig(nodeBuild(targets[name], name), common));
      renameSync(join(outDir, name), join(dist, name));
    }
    // What was edited while it was building is newer than it.
    utimesSync(join(dist, name), begun, begun);
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}

function replaceFolder(outDir, name) {
  rmSync(join(dist, name), { recursive: true, force: true });
  renameSync(outDir, join(dist, name));
}

function isStale(name) {
  const result = join(dist, name);
  if (!existsSync(result)) return true;
  const built = statSync(result).mtimeMs;
  return sources.some((source) => newest(join(root, source)) > built);
}

function newest(path) {
  if (!existsSync(path)) return 0;
  const { mtimeMs } = statSync(path);
  // A folder's own date tells of files that were removed.
  return statSync(path).isDirectory()
    ? Math.max(mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
    : mtimeMs;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const named = process.argv.slice(2);
  await build(...(named.length > 0 ? named : ["cli.js", "library", "page"]));
}

/**
 * `npm run docs`: pages of the library's exports in dist/docs, from the declarations that the package carries. Ends with status 1 where an
 * export or a part of one has no words, or names a type that is not exported. TypeDoc reads TypeScript by an older compiler than ours: both are
 * installed beside, in scripts/docs.
 */
import { spawnSync } from "node:child_process";
import { existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./bootstrap.js";
import { build } from "./build.js";

const place = join(root, "scripts", "docs");
const library = join(root, "dist", "library");

await run(async () => {
  await build("library");
  const [installed, wanted] = ["node_modules/.package-lock.json", "package-lock.json"].map((name) => join(place, name));
  if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(wanted).mtimeMs) {
    console.error("Installing TypeDoc in scripts/docs.");
    call("npm", ["ci", "--no-audit", "--no-fund"], { cwd: place, shell: process.platform === "win32" });
  }
  const options = join(root, "dist", "typedoc.json");
  writeFileSync(options, JSON.stringify(settings()));
  call(process.execPath, [join(place, "node_modules", "typedoc", "bin", "typedoc"), "--options", options], {});
});

function settings() {
  const tsconfig = join(root, "dist", "typedoc.tsconfig.json");
  const files = ["index", "onnx", "pytorch"].map((name) => join(library, `${name}.d.ts`));
  const lib = ["ES2023", "DOM", "DOM.Iterable"];
  const compilerOptions = {
    target: "ES2023",
    lib,
    module: "ESNext",
    moduleResolution: "bundler",
    strict: true,
    types: [],
  };
  writeFileSync(tsconfig, JSON.stringify({ compilerOptions, files }));
  return {
    name: "circledast",
    tsconfig,
    entryPoints: files,
    basePath: library,
    out: join(root, "dist", "docs"),
    readme: "none",
    excludePrivate: true,
    disableSources: true,
    // Every export, and what can be called of it. A property may speak for itself: its interface has words.
    requiredToBeDocumented: [
      "Variable",
      "Function",
      "Class",
      "Interface",
      "TypeAlias",
      "Method",
      "Accessor",
      "CallSignature",
    ],
    // A table of all operations, of which the names are meant.
    intentionallyNotExported: ["operations"],
    validation: { notExported: true, invalidLink: true, notDocumented: true },
    treatWarningsAsErrors: true,
  };
}

function call(command, args, options) {
  const { status } = spawnSync(command, args, { stdio: "inherit", ...options });
  if (status !== 0) throw new Error(`${command}: exit status ${status}; 0 was expected. See its output above.`);
}

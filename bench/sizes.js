/** Measures what is sent to a browser, gzipped, of what is built: `node bench/sizes.js`. The results go to bench/results/sizes.json. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { load, root, run } from "../scripts/bootstrap.js";
import { build } from "../scripts/build.js";

const page = join(root, "dist", "page");

/** Bytes of the library, and of what each page loads. */
export function measureSizes() {
  const data = join(page, "data", "mnist");
  const mnist = readdirSync(data).reduce((sum, name) => sum + readFileSync(join(data, name)).length, 0);
  return {
    pages: { "index.html": { ...pageSizes("index.html"), data: mnist }, "verify.html": pageSizes("verify.html") },
    library: packed(join(root, "dist", "index.js")),
  };
}

/**
 * Of the files that a page names, and those that these name: scripts that it begins with (its own, what they import, their worker), those that are
 * fetched when they are wanted, and style of both.
 */
export function pageSizes(name) {
  const assets = readdirSync(join(page, "assets"));
  const text = (file) => readFileSync(join(page, file), "utf8");
  const namedIn = (words) => assets.filter((asset) => words.includes(asset));
  /** All that are reached from these, by what `next` finds in each. */
  function reached(begin, next) {
    const found = new Set();
    const follow = (asset) => {
      if (found.has(asset)) return;
      found.add(asset);
      for (const other of next(text(join("assets", asset)))) follow(other);
    };
    begin.forEach(follow);
    return [...found];
  }
  const begun = namedIn(text(name));
  const atOnce = /(?:\bfrom|\bimport|\bnew URL\()\s*["'`](?:\.\/)?([^"'`]+)["'`]/g;
  const first = reached(begun, (code) => namedIn([...code.matchAll(atOnce)].map(([, file]) => file)));
  const all = reached(begun, namedIn);
  const total = (files, extension) =>
    files
      .filter((asset) => asset.endsWith(extension))
      .reduce((sum, asset) => sum + packed(join(page, "assets", asset)), 0);
  const script = total(first, ".js");
  return { script, later: total(all, ".js") - script, style: total(all, ".css") };
}

function packed(file) {
  return gzipSync(readFileSync(file), { level: 9 }).length;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await run(async () => {
    await build("page", "index.js");
    const folder = join(root, "bench", "results");
    mkdirSync(folder, { recursive: true });
    const { provenance } = await load("/src/cli/bench/provenance.ts");
    const result = { ...provenance("node bench/sizes.js"), ...measureSizes() };
    writeFileSync(join(folder, "sizes.json"), `${JSON.stringify(result, null, 2)}\n`);
  });
}

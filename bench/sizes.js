/** Measures what is sent to a browser, gzipped, of what is built: `node bench/sizes.js`. The results go to bench/results/sizes.json. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { load, root, run } from "../scripts/bootstrap.js";
import { build } from "../scripts/build.js";

const page = join(root, "dist", "page");

/** Gzipped bytes of what each page loads, and of the library in the bundle of a user. */
export async function measureSizes() {
  const data = join(page, "data", "mnist");
  const mnist = readdirSync(data).reduce((sum, name) => sum + readFileSync(join(data, name)).length, 0);
  return {
    pages: { "index.html": { ...pageSizes("index.html"), data: mnist }, "verify.html": pageSizes("verify.html") },
    library: await librarySizes(),
  };
}

/** Bytes of the library in a user's bundle, minified by Vite, for what it is used for. */
async function librarySizes() {
  const library = join(root, "dist", "library");
  const { bundledSizes } = await load("/build/bundledSizes.ts");
  const of = (code) => bundledSizes(code, library);
  const training = await of('export { encodeWeights, fetchSplits, fit, openRun, presets } from "circledast";');
  const convolution = await of('export { convolve } from "circledast";');
  const shaders = (await shadersOf("lenet", library)).map((name) => `/shaders/code/${name}.js`);
  return {
    training: training.atOnce,
    gpu: training.fetched("/gpu/device.js", "/gpu/engine.js"),
    lenet: training.fetched("/gpu/device.js", "/gpu/engine.js", ...shaders),
    reference: training.fetched("/train/referenceEngine.js"),
    convolution: convolution.atOnce,
  };
}

/** Names of the shaders of a preset's programs, on a device without subgroups. */
async function shadersOf(preset, library) {
  const part = (file) => import(pathToFileURL(join(library, file)).href);
  const { presets } = await part("model/presets.js");
  const { programsOf } = await part("gpu/programs.js");
  const { planProgram } = await part("plan/plan.js");
  const data = { count: 10_000, shape: [1, 28, 28] };
  const programs = Object.values(programsOf(presets[preset], { train: data, test: data }));
  return [...new Set(programs.flatMap((program) => planProgram(program).dispatches.map(({ shader }) => shader)))];
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
    await build("page", "library");
    const folder = join(root, "bench", "results");
    mkdirSync(folder, { recursive: true });
    const { provenance } = await load("/src/cli/bench/provenance.ts");
    const result = { ...provenance("node bench/sizes.js"), ...(await measureSizes()) };
    writeFileSync(join(folder, "sizes.json"), `${JSON.stringify(result, null, 2)}\n`);
  });
}

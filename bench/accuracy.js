/**
 * Trains presets for one epoch from several seeds and writes what came out: `node bench/accuracy.js [PRESET …]`, by default classic, lenet
 * and convnet with seeds 1, 2, 3. Each run is the command line's `train`, as anyone would type it. The results go to
 * bench/results/accuracy-ADAPTER.json, next to those of presets trained before.
 */
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { promisify } from "node:util";
import { load } from "../scripts/bootstrap.js";

const seeds = [1, 2, 3];
const presets = process.argv.length > 2 ? process.argv.slice(2) : ["classic", "lenet", "convnet"];
const here = (path) => new URL(path, import.meta.url);

async function train(preset, seed) {
  const command = ["train", "--preset", preset, "--epochs", "1", "--seed", String(seed)];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [here("../bin/circledast.js").pathname, ...command, "--json"],
    { maxBuffer: 2 ** 28 },
  );
  const events = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const { device } = events.find(({ event }) => event === "start");
  const { testAccuracy, imagesPerSecond, weightsSha256 } = events.find(({ event }) => event === "end");
  console.log(`${preset}, seed ${seed}: ${(100 * testAccuracy).toFixed(2)} %, ${Math.round(imagesPerSecond)} images/s`);
  return { device, run: { seed, testAccuracy, weightsSha256 }, command };
}

const { provenance } = await load("/src/cli/bench/provenance.ts");
mkdirSync(here("results"), { recursive: true });
for (const preset of presets) {
  const runs = [];
  for (const seed of seeds) runs.push(await train(preset, seed));
  const { device } = runs[0];
  const file = here(`results/accuracy-${device.architecture === "software" ? "lavapipe" : device.architecture}.json`);
  const known = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : { presets: {} };
  const accuracies = runs.map(({ run }) => run.testAccuracy);
  known.adapter = device.description;
  known.presets[preset] = {
    ...provenance(`node bench/accuracy.js ${preset}`),
    meanTestAccuracy: accuracies.reduce((sum, accuracy) => sum + accuracy, 0) / accuracies.length,
    runs: runs.map(({ run }) => run),
  };
  writeFileSync(file, `${JSON.stringify(known, null, 2)}\n`);
}

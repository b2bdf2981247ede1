/**
 * Trains for hours in one process, as `train --checkpoint` does, judging on the way as the page does, and looks whether anything grows:
 * resident memory, JavaScript's heap, buffers on the device, the time of a step.
 * `node bench/soak.js [--minutes 60] [--preset lenet | --model FILE.json] [--batch N] [--samples N] [--losses N]`, on the adapter of
 * CIRCLEDAST_ADAPTER. bench/everything.json is a model with whatever a run has that could be forgotten.
 *
 * With `--losses N` the device is lost so many times, at random moments: while steps are under way, the test set is judged, a copy of the
 * state is read back, the next device is prepared, or at any time. The run is over when all have been lost; then the same run without any is
 * made, and has to come to the same weights and losses, to the bit. `--minutes` is then how long it may be expected to take.
 *
 * The results go to bench/results/soak-ADAPTER.json or losses-ADAPTER.json, of a model to losses-FILE-ADAPTER.json. Exit status 1 where something grows, is left behind or differs.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { load, root, run } from "../scripts/bootstrap.js";
import { build } from "../scripts/build.js";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "60" },
    preset: { type: "string" },
    model: { type: "string" },
    batch: { type: "string" },
    samples: { type: "string" },
    losses: { type: "string" },
  },
});

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

/** The option's number, undefined where it is not given. */
function numberOf(name, isRight, expected) {
  const value = Number(values[name]);
  if (values[name] === undefined || isRight(value)) return values[name] === undefined ? undefined : value;
  throw new Error(`--${name}: ${values[name]} found; ${expected} expected. Give another.`);
}
const isCount = (value) => Number.isSafeInteger(value) && value > 0;

await run(async () => {
  const minutes = numberOf("minutes", (value) => value > 0 && value < Infinity, "a positive number");
  const [batch, samples, losses] = ["batch", "samples", "losses"].map((name) =>
    numberOf(name, isCount, "a whole number from 1"),
  );
  await build("soak.js");
  const { soak } = await import("../dist/soak.js");
  const { provenance } = await load("/src/cli/bench/provenance.ts");
  const { chooseRecipe, adjustRecipe } = await load("/src/cli/recipe.ts");
  const { presets } = await load("/src/model/presets.ts");
  const { preset, model } = values;
  if (preset !== undefined && !Object.hasOwn(presets, preset)) {
    throw new Error(`--preset: ${preset} found; one of ${Object.keys(presets).join(", ")} expected.`);
  }
  const soaked = await soak({
    recipe: adjustRecipe(await chooseRecipe({ preset, model }), { batch }),
    ...{ minutes, samples, losses },
    onSample: ({ seconds, steps, lost, resident, heap, buffers, bufferBytes, stepMs }) =>
      console.error(
        [
          `${(seconds / 60).toFixed(1)} min`,
          `step ${steps}`,
          ...(losses === undefined ? [] : [`${lost} lost`]),
          `${megabytes(resident)} resident`,
          `${megabytes(heap)} heap`,
          `${buffers} buffers of ${megabytes(bufferBytes)}`,
          ...(stepMs === undefined ? [] : [`a step ${stepMs.median.toFixed(2)} ms, 99 % ${stepMs.p99.toFixed(2)} ms`]),
        ].join(", "),
      ),
  });
  const { adapter, growth, faults } = soaked;
  for (const [name, { rise, bound, grows }] of Object.entries(growth)) {
    console.log(
      `${name}: ${rise.toPrecision(3)} over the second half, at most ${bound.toPrecision(3)}${grows ? ": IT GROWS" : ""}`,
    );
  }
  console.log(faults.length === 0 ? "All is well." : faults.join("\n"));
  const result = { ...provenance(["node bench/soak.js", ...process.argv.slice(2)].join(" ")), ...soaked };
  const folder = join(root, "bench", "results");
  mkdirSync(folder, { recursive: true });
  const names = [losses === undefined ? "soak" : "losses", ...(model === undefined ? [] : [basename(model, ".json")])];
  const file = join(folder, `${[...names, adapter.split(/[ :]/)[0].toLowerCase()].join("-")}.json`);
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
  if (faults.length > 0) process.exitCode = 1;
});

/** `bench kernels`: how near each dispatch of a training step comes to what the adapter can do. */
import { finiteJson } from "../../core/finiteJson.ts";
import { formatTable } from "../../core/table.ts";
import { openDevice } from "../../gpu/device.ts";
import { peakWords } from "../../gpu/peak.ts";
import { type KernelFigures, type KernelsMeasured, measureKernels } from "../../tune/measureKernels.ts";
import { shareWords } from "../../verify/certificate.ts";
import { command } from "../command.ts";
import { dawn } from "../dawn.ts";
import { INTERRUPTED, interruptible } from "../interrupt.ts";
import { chosenKernels, kernelsOption } from "../kernels.ts";
import { loadChosen, placeOptions } from "../openChosen.ts";
import { flag, text } from "../option.ts";
import { deviceName, endProgress, note, showProgress } from "../printEvents.ts";
import { adjustRecipe, chooseRecipe, networkOptions, trainingOptions } from "../recipe.ts";
import { checkWritable } from "../writeFile.ts";
import { writeResults } from "./results.ts";

const HEADER = ["kernel", "reads", "ms", "predicted", "GFLOP/s", "GB/s", "of peak", "roof", "worst error"];

function kernelsText(rows: readonly KernelFigures[]): string {
  const cells = rows.map((row) => [
    row.label,
    row.shape,
    row.ms.toPrecision(3),
    row.predictedMs.toPrecision(3),
    row.gflops.toPrecision(3),
    row.gbs.toPrecision(3),
    `${(100 * row.shareOfPeak).toFixed(1)} %`,
    row.roof,
    row.worst === undefined ? "" : shareWords(row.worst),
  ]);
  const total = rows.reduce((sum, { ms }) => sum + ms, 0);
  const table = formatTable(HEADER, cells, new Set(["ms", "predicted", "GFLOP/s", "GB/s", "of peak", "worst error"]));
  return `${table}\n\n${rows.length} dispatches, ${total.toPrecision(3)} ms a step.`;
}

export const benchKernels = command({
  name: "bench kernels",
  summary: "times every dispatch of a training step, beside what the adapter can do at best",
  usage: ["[--preset NAME | --model FILE.json] [--batch N] [options]"],
  options: {
    ...networkOptions,
    data: placeOptions.data,
    ...trainingOptions,
    kernels: kernelsOption,
    storage: placeOptions.storage,
    out: text("FILE", "where the results go too, with machine, versions, date and command"),
    json: flag("one JSON object a line on standard output, one for each dispatch"),
  },
  notes: [
    "Each dispatch is compared with the reference, in a step of few samples or where it updates in place as it is, and what it writes is looked at",
    "after it was timed. --data is for --kernels tuned, which chooses for judging the test set, too.",
    "Exit status: 0 done; 1 a dispatch did not do its work; 3 there is no WebGPU adapter. Without --preset and --model: lenet.",
  ],
  async run(given) {
    const { out, json, storage = "f32" } = given;
    const recipe = adjustRecipe(await chooseRecipe(given), given);
    if (out !== undefined) await checkWritable("--out", out);
    const open = await openDevice(dawn);
    const work = async (signal: AbortSignal): Promise<KernelsMeasured | undefined> => {
      try {
        // A network's kernels depend on its pictures' number and size alone.
        const data = given.kernels === undefined ? undefined : await loadChosen(given.data, recipe);
        const chosen = data && (await chosenKernels(given, { recipe, data, signal }));
        const fixed = await chosen?.fix?.(open);
        showProgress(`Measuring ${recipe.name} and the adapter.`);
        return await measureKernels(open, {
          recipe,
          storage,
          kernels: chosen?.kernels,
          only: fixed?.training,
          signal,
        });
      } catch (error) {
        if (signal.aborted) return undefined;
        throw error;
      } finally {
        open.device.destroy();
      }
    };
    const measured = await interruptible(work, () => note("Stopping."));
    if (measured === undefined) return INTERRUPTED;
    const { peak, rows } = measured;
    endProgress();
    const { name: preset, batch } = recipe;
    const roofs = Object.entries(peakWords(peak)).map((words) => words.join(" "));
    const kept = storage === "f16" ? ", tensors kept as f16" : "";
    const title = `${preset}, batch ${batch}${kept}, on ${deviceName(open.description)}; at best: ${roofs.join(", ")}`;
    const lines = json ? rows.map(finiteJson) : [title, "", kernelsText(rows)];
    process.stdout.write(`${lines.join("\n")}\n`);
    if (out !== undefined) {
      await writeResults(out, { adapter: open.description.description, preset, batch, storage, peak, rows });
    }
    return 0;
  },
});

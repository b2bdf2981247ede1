/** `bench train`: how long a training step takes here, and what goes into it. */
import { SpecError } from "../../core/errors.ts";
import { finiteJson } from "../../core/finiteJson.ts";
import { formatTable } from "../../core/table.ts";
import { positive, runNumbers } from "../../train/runNumbers.ts";
import { command } from "../command.ts";
import { INTERRUPTED, interruptible, unlessStopped } from "../interrupt.ts";
import { chosenKernels, kernelsOption } from "../kernels.ts";
import { loadChosen, placeOptions } from "../openChosen.ts";
import { choice, flag, number, numbers, text } from "../option.ts";
import { count, endProgress, note, showProgress } from "../printEvents.ts";
import { adjustRecipe, chooseRecipe, networkOptions, trainingOptions } from "../recipe.ts";
import { checkWritable } from "../writeFile.ts";
import { measureTraining, type TrainingFigures } from "./measureTraining.ts";
import { writeResults } from "./results.ts";

const HEADER = [
  "batch",
  "ms a step",
  "min",
  "max",
  "images/s",
  "dispatches",
  "submits",
  "host µs",
  "encoding µs",
  "its CPU µs",
  "first step ms",
  "planned MB",
];

/** The runs of one network on one adapter, for people. */
function trainingText(rows: readonly TrainingFigures[]): string {
  const cells = rows.map((row) => [
    count(row.batch),
    row.msPerStep.median.toPrecision(3),
    row.msPerStep.min.toPrecision(3),
    row.msPerStep.max.toPrecision(3),
    count(row.imagesPerSecond),
    count(row.dispatchesPerStep),
    row.submitsPerStep.toPrecision(2),
    row.hostMicrosecondsPerStep?.toFixed(0) ?? "",
    row.encodeMicrosecondsPerStep?.toFixed(1) ?? "",
    row.hostCpuMicrosecondsPerStep?.toFixed(0) ?? "",
    count(row.firstStepMs),
    row.plannedBytes === undefined ? "" : (row.plannedBytes / 1e6).toFixed(1),
  ]);
  return `${rows[0].preset} on ${rows[0].adapter}: training\n\n${formatTable(HEADER, cells, "all")}`;
}

export const benchTrain = command({
  name: "bench train",
  summary: "times training steps: images a second, dispatches, submits, the host's share",
  usage: ["[--preset NAME | --model FILE.json] [--batches LIST] [options]"],
  options: {
    ...networkOptions,
    data: placeOptions.data,
    ...trainingOptions,
    batches: numbers("LIST", runNumbers.batch, "several batches, one after the other: 32,128,512"),
    device: choice("NAME", ["gpu", "cpu"], "gpu (default), or cpu: the float64 reference"),
    rounds: number("N", runNumbers.steps, "rounds that are timed (default: 5)"),
    seconds: number("S", positive, "length of a round; at least a step is done (default: 1)"),
    kernels: kernelsOption,
    storage: placeOptions.storage,
    out: text("FILE", "where the results go too, with machine, versions, date and command"),
    json: flag("one JSON object a line on standard output, one for each batch"),
  },
  notes: [
    "The first step is timed from asking for the adapter on; a round that is not counted comes before the others.",
    "Without --preset and --model it trains lenet.",
  ],
  async run(given) {
    const { batch, batches, device = "gpu", storage, rounds = 5, seconds = 1, out, json } = given;
    if (batch !== undefined && batches !== undefined) {
      throw new SpecError("--batches: it is given beside --batch; one of them was expected. Leave one out.");
    }
    const recipe = adjustRecipe(await chooseRecipe(given), given);
    if (out !== undefined) await checkWritable("--out", out);
    showProgress("Loading the data.");
    const data = await loadChosen(given.data, recipe);
    const rows: TrainingFigures[] = [];
    const work = async (signal: AbortSignal) => {
      for (const size of batches ?? [recipe.batch]) {
        const onRound = (done: number) => showProgress(`Batch ${size}: round ${done} of ${rounds}.`);
        showProgress(`Batch ${size}: the first step.`);
        const sized = { ...recipe, batch: size };
        const { kernels, fix } = await chosenKernels(given, { recipe: sized, data, signal });
        const bench = { recipe: sized, data, device, rounds, seconds, signal, onRound, kernels, storage, fix };
        // While kernels are timed there are no steps to finish: that ends with the signal's reason.
        const figures = await unlessStopped(signal, () => measureTraining(bench));
        if (figures === undefined) return false;
        rows.push(figures);
        endProgress();
        if (json) process.stdout.write(`${finiteJson(figures)}\n`);
      }
      return true;
    };
    const isWhole = await interruptible(work, () => note("Stopping after the steps under way."));
    if (!json && rows.length > 0) process.stdout.write(`${trainingText(rows)}\n`);
    if (!isWhole) return INTERRUPTED;
    if (out !== undefined) await writeResults(out, { rows });
    return 0;
  },
});

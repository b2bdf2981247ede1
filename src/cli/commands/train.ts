import { SpecError } from "../../core/errors.ts";
import { runNumbers } from "../../train/runNumbers.ts";
import { checkpointOptions, openFolder, type Planned, plannedBy } from "../checkpointing.ts";
import { command } from "../command.ts";
import { chosenKernels, kernelsOption } from "../kernels.ts";
import { loadChosen, openChosen, placeOptions } from "../openChosen.ts";
import { flag, number, numbers, text } from "../option.ts";
import { eventPrinter, note, showProgress } from "../printEvents.ts";
import { ofFile, readWeights, recipeFor } from "../readWeights.ts";
import {
  adjustRecipe,
  chooseRecipe,
  lengthOf,
  lengthOptions,
  networkOptions,
  seedOption,
  trainingOptions,
} from "../recipe.ts";
import { trainRun } from "../trainRun.ts";
import { checkWritable } from "../writeFile.ts";

export const train = command({
  name: "train",
  summary: "trains a network and tells how it goes",
  usage: ["[--preset NAME | --model FILE.json] [--epochs N | --steps N] [options]"],
  options: {
    ...networkOptions,
    data: placeOptions.data,
    ...lengthOptions,
    ...trainingOptions,
    seed: seedOption,
    weights: text(
      "FILE",
      "starts with these, as --save or import wrote them, at step 0; the network is that of the file where nothing else is said",
    ),
    device: placeOptions.device,
    kernels: kernelsOption,
    storage: placeOptions.storage,
    shadow: number(
      "N",
      runNumbers.steps,
      "every N steps one is computed by the reference as well: shows how far each layer is off; exit status 1 where it is too far",
    ),
    ...checkpointOptions,
    "lose-device-at": numbers(
      "LIST",
      runNumbers.steps,
      "steps after which the device is taken away, to see the run survive it: 100,300",
    ),
    save: text("FILE", "where the weights go in the end: safetensors, with the recipe in its notes"),
    json: flag("one JSON object a line on standard output, and nothing else there"),
  },
  notes: [
    "The test set is judged after each epoch and at the end. Ctrl-C ends the training in order: the steps under way are",
    "finished, the test set is judged, the weights are saved, and the exit status is 130. A second Ctrl-C quits at once.",
    "Without --preset and --model it trains lenet.",
  ],
  async run(given) {
    const { weights } = given;
    if (weights !== undefined && given.resume) {
      throw new SpecError(
        "--weights: it is given beside --resume, which has weights; one start was expected. Leave one out.",
      );
    }
    const saved = weights === undefined ? undefined : await readWeights(weights);
    const network = saved === undefined ? chooseRecipe(given) : recipeFor(weights!, saved, given);
    const asked: Planned = {
      recipe: adjustRecipe(await network, given),
      seed: given.seed ?? 1,
      length: lengthOf(given),
    };
    if (given.save !== undefined) await checkWritable("--save", given.save);
    const folder = await openFolder(given);
    try {
      const from = folder?.from;
      if (given.resume && from === undefined) note(`${given.checkpoint}: no checkpoint is there yet, the run begins.`);
      const isAsked = planning.some((name) => given[name] !== undefined);
      const { recipe, seed, length } = from === undefined ? asked : plannedBy(from, isAsked ? asked : undefined);
      showProgress("Loading the data.");
      const data = await loadChosen(given.data, recipe);
      showProgress(`Preparing ${recipe.name}.`);
      const onEvent = eventPrinter(given.json ?? false);
      const { kernels, fix, used } = await chosenKernels(given, { recipe, data, onEvent });
      const { device, storage, save, shadow, "lose-device-at": loseDeviceAt } = given;
      const run = await openChosen({ recipe, data, device, seed, length, kernels, storage, fix });
      const keeper = await folder?.keeperOf(run.session, data, used);
      if (from !== undefined) run.session.resume(from);
      if (saved !== undefined) {
        ofFile(weights!, () => run.session.load(saved.tensors));
        await keeper?.begin();
      }
      return await trainRun(run, { onEvent, save, shadowEvery: shadow, kernels: used, keeper, loseDeviceAt });
    } finally {
      await folder?.release();
    }
  },
});

/** Options that say what the run is. */
const planning = Object.keys({ ...networkOptions, ...lengthOptions, ...trainingOptions, seed: seedOption }) as (
  | keyof typeof networkOptions
  | keyof typeof lengthOptions
  | keyof typeof trainingOptions
  | "seed"
)[];

import { openDevice } from "../../gpu/device.ts";
import { positive } from "../../train/runNumbers.ts";
import { formatTuning } from "../../tune/formatTuning.ts";
import { command } from "../command.ts";
import { dawn } from "../dawn.ts";
import { INTERRUPTED, interruptible, unlessStopped } from "../interrupt.ts";
import { encodeTuning, tuneHere } from "../kernels.ts";
import { loadChosen, placeOptions } from "../openChosen.ts";
import { flag, number, text } from "../option.ts";
import { endProgress, note, showProgress } from "../printEvents.ts";
import { adjustRecipe, chooseRecipe, networkOptions, trainingOptions } from "../recipe.ts";
import { checkWritable, writeWhole } from "../writeFile.ts";

export const tune = command({
  name: "tune",
  summary: "times the kernels on the adapter at hand and keeps which are fastest: for train --kernels tuned",
  usage: ["[--preset NAME | --model FILE.json] [options]"],
  options: {
    ...networkOptions,
    data: placeOptions.data,
    storage: placeOptions.storage,
    ...trainingOptions,
    seconds: number(
      "S",
      positive,
      "how long to measure (default: 1 or, where that is longer, the time that four steps are predicted to take)",
    ),
    anew: flag("measures again what has been kept"),
    out: text("FILE.json", "where the choice goes too: for train --kernels FILE.json"),
    json: flag("the choice as one JSON object on standard output"),
  },
  notes: [
    "Nothing is chosen that disagrees with the float64 reference. The choice is kept for the adapter, its driver, the network and the",
    "version of the kernels, in circledast/kernels of the cache folder (XDG_CACHE_HOME, ~/.cache).",
    "Without --preset and --model it tunes for lenet.",
  ],
  async run(given) {
    const recipe = adjustRecipe(await chooseRecipe(given), given);
    if (given.out !== undefined) await checkWritable("--out", given.out);
    showProgress("Loading the data.");
    const data = await loadChosen(given.data, recipe);
    const open = await openDevice(dawn);
    try {
      const budget = given.seconds === undefined ? undefined : 1000 * given.seconds;
      // Stopped between two turns: what was measured so far is no choice.
      const work = (signal: AbortSignal) =>
        unlessStopped(signal, () =>
          tuneHere({ open, recipe, data, signal, budget, storage: given.storage, anew: given.anew }),
        );
      const found = await interruptible(work, () => note("Stopping. Nothing is kept."));
      endProgress();
      if (found === undefined) return INTERRUPTED;
      const { tuning, isStored } = found;
      process.stdout.write(given.json ? `${JSON.stringify(tuning)}\n` : `${formatTuning(tuning)}\n`);
      if (isStored) note("This was kept from before; --anew measures again.");
      if (given.out !== undefined) await writeWhole(given.out, encodeTuning(tuning));
      return 0;
    } finally {
      open.device.destroy();
    }
  },
});

import { formatTable } from "../../core/table.ts";
import { confusionMatrix } from "../../data/confusion.ts";
import { summarize } from "../../train/fit.ts";
import { command } from "../command.ts";
import { loadChosen, openChosen, placeOptions } from "../openChosen.ts";
import { flag, text } from "../option.ts";
import { count, deviceName, endProgress, note, percent, showProgress } from "../printEvents.ts";
import { readWeights, recipeFor, required } from "../readWeights.ts";
import { networkOptions } from "../recipe.ts";

/** Rows are the labels, columns what they were taken for; the last column is the share of the row that is right. */
function formatConfusion(confusion: readonly (readonly number[])[]): string {
  const header = ["label", ...confusion.keys(), "right"].map(String);
  const rows = confusion.map((row, label) => {
    const total = row.reduce((sum, cell) => sum + cell, 0);
    return [String(label), ...row.map(String), total === 0 ? "" : percent(row[label] / total)];
  });
  return formatTable(header, rows, "all");
}

export const evaluate = command({
  name: "evaluate",
  summary: "judges saved weights on a test set",
  usage: ["--weights FILE [--preset NAME | --model FILE.json] [options]"],
  options: {
    weights: text("FILE", "safetensors, as train --save writes it"),
    preset: { ...networkOptions.preset, help: "the network (default: the one that the file says it is for)" },
    model: networkOptions.model,
    ...placeOptions,
    json: flag("the result as one JSON object on standard output"),
  },
  async run(given) {
    const weights = required("weights", given.weights, "a file that train --save wrote");
    showProgress("Loading weights and data.");
    const saved = await readWeights(weights);
    const recipe = await recipeFor(weights, saved, given);
    const data = await loadChosen(given.data, recipe);
    // The training set plays no part: it may be smaller than the batch the weights were trained with.
    const fitting = { ...recipe, batch: Math.min(recipe.batch, data.train.count) };
    showProgress(`Judging ${recipe.name}.`);
    const run = await openChosen({ recipe: fitting, data, device: given.device, seed: 1, length: { steps: 1 } });
    const { session, reason } = run;
    session.load(saved.tensors);
    const { device } = session.engine;
    if (reason !== undefined) note(`${reason} Judging on ${deviceName(device)} instead.`);

    const { test } = data;
    const judgement = await session.judge();
    const { testLoss, testAccuracy } = summarize(judgement, test.labels);
    const outputs = session.network.features;
    const confusion = confusionMatrix(test.labels, judgement.predictions, outputs === 1 ? 2 : outputs);
    endProgress();
    const step = saved.step === undefined ? {} : { step: saved.step };
    const why = reason === undefined ? {} : { reason };
    const result = { event: "evaluate", device, preset: recipe.name, data: test.name, samples: test.count, ...step };
    process.stdout.write(
      given.json
        ? `${JSON.stringify({ ...result, testLoss, testAccuracy, confusion, ...why })}\n`
        : [
            `${recipe.name} on the ${count(test.count)} test samples of ${test.name}, computed on ${deviceName(device)}.`,
            `Test accuracy ${percent(testAccuracy)}, test loss ${testLoss.toFixed(4)}.`,
            "",
            "Rows are labels, columns what they were taken for:",
            "",
            formatConfusion(confusion),
            "",
          ].join("\n"),
    );
    return 0;
  },
});

/** What the page shows of classic, as the reference computes it. */
import { loadData } from "../../src/cli/data.ts";
import { confusionMatrix } from "../../src/data/confusion.ts";
import { Inspector } from "../../src/inspect/inspector.ts";
import type { NamedTensor } from "../../src/io/safetensors.ts";
import { presets } from "../../src/model/presets.ts";
import { summarize } from "../../src/train/fit.ts";
import { openRun } from "../../src/train/openRun.ts";
import { Predictor } from "../../src/train/predictor.ts";

/**
 * Two steps of classic as the page takes them on the reference: the losses of the first test picture before each, and after both; and what 97 in
 * 100 of the first layer's weights moved by less than in each.
 */
export async function twoSteps(): Promise<{ losses: number[]; moved: number[] }> {
  const recipe = { ...presets.classic, batch: 10 };
  const data = await loadData("mnist");
  const { session } = await openRun({ recipe, data, seed: 1, length: { epochs: 1 }, device: "cpu" });
  const inspector = new Inspector(recipe);
  const picture = Float64Array.from(data.test.images.subarray(0, 784), (byte) => byte / 255);
  const [losses, weights]: [number[], Float32Array[]] = [[], []];
  for (let until = 0; until <= 2; until++) {
    if (until > 0) await session.train({ until });
    await session.parameters();
    const { array, program } = inspector.inspect(session.judgedParameters, picture, data.test.labels[0]);
    losses.push(array(program.loss).data[0]);
    weights.push(Float32Array.from(session.knownParameters()[0].data));
  }
  const moved = [1, 2].map((step) => {
    const moves = weights[step].map((weight, i) => Math.abs(weight - weights[step - 1][i])).sort();
    return moves[Math.floor(0.97 * (moves.length - 1))];
  });
  return { losses, moved };
}

/** Classic on the reference, as its seed has it or with these weights: its answers for the test set, and its outputs for a picture. */
export async function classicWith(weights?: readonly NamedTensor[]) {
  const data = await loadData("mnist");
  const { session } = await openRun({ recipe: presets.classic, data, seed: 1, length: { steps: 1 }, device: "cpu" });
  if (weights !== undefined) session.load(weights);
  await session.parameters();
  const judgement = await session.judge();
  return {
    accuracy: summarize(judgement, data.test.labels).testAccuracy,
    confusion: confusionMatrix(data.test.labels, judgement.predictions, 10),
    outputs: (picture: ArrayLike<number>) => new Predictor(presets.classic).predict(session.judgedParameters, picture),
  };
}

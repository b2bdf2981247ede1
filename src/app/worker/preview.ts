/** Pictures as a run would change them in its first step, computed by the reference. */
import { deriveKey } from "../../core/random.ts";
import type { DataSplits } from "../../data/dataset.ts";
import { augment } from "../../layers/augment.ts";
import { SEED, STEP } from "../../layers/network.ts";
import type { Recipe } from "../../model/recipe.ts";
import { ProgramBuilder } from "../../operations/program.ts";
import { Interpreter } from "../../reference/interpreter.ts";
import { orderOf } from "../../train/order.ts";
import { type Message, picturesPreviewed } from "../protocol.ts";

/**
 * The first pictures of the run's first batch, as they are and as the network would see them.
 *
 * @throws SpecError where the recipe's augmentation or order cannot be read
 */
export function previewMessage(id: number, recipe: Recipe, seed: number, { train }: DataSplits): Message {
  const size = train.images.length / train.count;
  const samples = orderOf(recipe.order)(train, seed, 0).slice(0, Math.min(picturesPreviewed, recipe.batch));
  const before = new Float64Array(samples.length * size);
  samples.forEach((sample, at) => {
    const bytes = train.images.subarray(sample * size, (sample + 1) * size);
    before.set(
      Float64Array.from(bytes, (byte) => byte / 255),
      at * size,
    );
  });
  const builder = new ProgramBuilder();
  const x = builder.persistent("input", [samples.length, ...train.shape]);
  builder.persistent(STEP, [1], "u32");
  const changed = augment(builder, recipe.augmentation, x);
  const interpreter = new Interpreter(builder);
  interpreter.array(x).data.set(before);
  if (builder.tensors.has(SEED)) interpreter.array(SEED).data.set(deriveKey(seed, "training"));
  interpreter.run();
  return {
    type: "previewed",
    id,
    shape: train.shape,
    before: Float32Array.from(before),
    after: Float32Array.from(interpreter.array(changed).data),
  };
}

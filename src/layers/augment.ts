import { streamNumber } from "../core/random.ts";
import { optional, readFields } from "../model/fields.ts";
import type { AugmentationSpec } from "../model/recipe.ts";
import { amount } from "../operations/addNoise.ts";
import { affineRanges } from "../operations/affineTransforms.ts";
import type { ProgramBuilder } from "../operations/program.ts";
import { SEED, STEP } from "./network.ts";

/** What a recipe's augmentation may say; what it leaves out is 0. */
export const augmentationFields = {
  shift: optional(affineRanges.shift, 0),
  rotation: optional(affineRanges.rotation, 0),
  scale: optional(affineRanges.scaling, 0),
  shear: optional(affineRanges.shear, 0),
  noise: optional(amount, 0),
};

/**
 * Appends what changes the pictures of a training step at random, each in another way in every step: first where their pixels lie, then
 * noise on the pixels.
 *
 * @param x the pictures of the batch [N, C, H, W]
 * @returns the tensor of the changed pictures; `x` itself where nothing is asked for
 * @throws SpecError naming the field that cannot be meant
 */
export function augment(builder: ProgramBuilder, spec: AugmentationSpec | undefined, x: string): string {
  const {
    scale: scaling,
    noise,
    ...rest
  } = readFields("augmentation", augmentationFields, { ...spec }, [], "augmentation");
  const moves = { ...rest, scaling };
  const random = () => ({ seed: builder.input(SEED, [2], "u32"), step: STEP });
  let pictures = x;
  if (Object.values(moves).some((range) => range > 0)) {
    const [batch] = builder.tensors.get(x)!.shape;
    const stream = streamNumber("augmentation.affine");
    const { theta } = builder.emit("augment", "affineTransforms", random(), { batch, stream, ...moves });
    pictures = builder.emit("augment", "affineSample", { x: pictures, theta }).y;
  }
  if (noise > 0) {
    const stream = streamNumber("augmentation.noise");
    pictures = builder.emit("augment", "addNoise", { x: pictures, ...random() }, { amount: noise, stream }).y;
  }
  return pictures;
}

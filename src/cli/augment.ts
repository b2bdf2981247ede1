/** The option --augment: how far the pictures of a training step are changed at random. */
import { gentleAugmentation, readAmounts, writeAmounts } from "../model/augmentation.ts";
import type { AugmentationSpec } from "../model/recipe.ts";
import type { Option } from "./option.ts";

const DEFAULT = writeAmounts(gentleAugmentation);

export const augmentOption: Option<AugmentationSpec> = {
  value: "LIST",
  alone: DEFAULT,
  help: `changes the pictures at random: shift=PIXELS, rotation=DEGREES, scale=SHARE, shear=DEGREES, noise=AMOUNT (alone: ${DEFAULT})`,
  read: readAmounts,
};

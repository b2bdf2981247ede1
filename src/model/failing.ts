/** Presets that fail on purpose: what goes wrong is best learned where it is meant to. */
import deadRelu from "./presets/failing/deadRelu.json" with { type: "json" };
import noShuffling from "./presets/failing/noShuffling.json" with { type: "json" };
import rateTooHigh from "./presets/failing/rateTooHigh.json" with { type: "json" };
import zeroInitialization from "./presets/failing/zeroInitialization.json" with { type: "json" };
import { presets } from "./presets.ts";
import type { Recipe } from "./recipe.ts";

export const failing = {
  rateTooHigh,
  deadRelu,
  noShuffling,
  zeroInitialization,
} as unknown as Readonly<Record<string, Recipe>>;

/** What to watch in each: `tests/unit/failing.test.ts` sees it happen. */
export const watchWords: Readonly<Record<string, string>> = {
  rateTooHigh:
    "The learning rate is far too high: watch the loss leap instead of falling, far above the 2.30 of guessing among ten, since each step goes past what it aims at.",
  deadRelu:
    "A few steps too large have made every ReLU of a layer 0 for every picture: watch its cells go out, and the gradients with them, so that the loss stays at the 2.30 of guessing.",
  noShuffling:
    "It sees all zeros first and all nines last: watch the test accuracy stay that of guessing, since each digit makes it forget those before.",
  zeroInitialization:
    "All weights start as 0, so all kernels get the same gradient: watch the six of them stay one and the same, and do the work of one, however long it learns.",
};

/** All that a preset's name can mean. */
export const allPresets: Readonly<Record<string, Recipe>> = { ...presets, ...failing };

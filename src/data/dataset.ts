import { DataError } from "../core/errors.ts";
import type { InputShape } from "../model/recipe.ts";

/** Labelled images as they come from a file and as they live on the device: one byte a pixel, one byte a label. */
export interface Dataset {
  readonly name: string;
  /** [C, H, W] of one image. */
  readonly shape: readonly [C: number, H: number, W: number];
  readonly count: number;
  /** Number of classes: labels are 0 … classes − 1. */
  readonly classes: number;
  /** count·C·H·W bytes, row-major; the network sees byte / 255. */
  readonly images: Uint8Array;
  /** count bytes. */
  readonly labels: Uint8Array;
  /** Names of the files it came from, for messages; absent where it was made. */
  readonly files?: { readonly images: string; readonly labels: string };
}

/** What a training run needs: one set to learn from, one to be judged on. */
export interface DataSplits {
  readonly train: Dataset;
  readonly test: Dataset;
}

/**
 * Whether a network can learn `dataset`: its input must be one picture, and it needs an output for each class, or a
 * single output for two (a number near 0 or near 1).
 *
 * @param input [C, H, W] of the network's input
 * @param outputs how many numbers the network gives for one picture
 * @throws DataError where it does not fit
 */
export function checkFits(dataset: Dataset, input: InputShape, outputs: number): void {
  const found = dataset.shape.join("×");
  const expected = input.join("×");
  if (found !== expected) {
    throw new DataError(
      `${dataset.files?.images ?? dataset.name}: images are ${found} but the model's input is ${expected}. ` +
        "Change the model's input or choose other data.",
    );
  }
  const classes = outputs === 1 ? 2 : outputs;
  const wrong = dataset.labels.findIndex((label) => label >= classes);
  if (wrong >= 0) {
    const capacity = outputs === 1 ? "1 output tells" : `${outputs} outputs tell`;
    throw new DataError(
      `${dataset.files?.labels ?? dataset.name}: label ${dataset.labels[wrong]} found at index ${wrong}; labels from 0 to ` +
        `${classes - 1} were expected, since the model's ${capacity} ${classes} classes apart. ` +
        `Give its last layer ${dataset.classes} outputs or choose other data.`,
    );
  }
}

/** Teaching a trained network a few pictures more, all of its layers, without it forgetting what it knows. */

import type { AdapterSource } from "../core/device.ts";
import { permutation } from "../core/random.ts";
import type { Dataset } from "../data/dataset.ts";
import type { NamedTensor } from "../io/safetensors.ts";
import { gentleAugmentation } from "../model/augmentation.ts";
import type { Recipe } from "../model/recipe.ts";
import { type DeviceChoice, openRun } from "./openRun.ts";

/** A picture and what it is. */
export interface Lesson {
  /** C·H·W bytes, as in a data set. */
  readonly picture: Uint8Array;
  readonly label: number;
}

/** What it is taught with. */
export interface Mix {
  readonly steps: number;
  /** Pictures of one step, and how many of them are lessons; the others are of the training set, so that it does not forget. */
  readonly batch: number;
  readonly lessons: number;
  /** Of the recipe's learning rate. */
  readonly rate: number;
}

export const usualMix: Mix = { steps: 48, batch: 64, lessons: 16, rate: 0.2 };

export interface TeachOptions {
  readonly recipe: Recipe;
  /** What the network knows. */
  readonly parameters: readonly NamedTensor[];
  readonly lessons: readonly Lesson[];
  /** What it learned from. */
  readonly train: Dataset;
  readonly seed: number;
  readonly device: DeviceChoice;
  readonly gpu?: AdapterSource | undefined;
  readonly mix?: Mix;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * The pictures of all steps: each lesson as often as another, and the others drawn from the training set without repetition while there
 * are enough. The run's order shuffles them.
 */
export function lessonSet(lessons: readonly Lesson[], train: Dataset, seed: number, mix: Mix): Dataset {
  const count = mix.steps * mix.batch;
  const size = train.images.length / train.count;
  const images = new Uint8Array(count * size);
  const labels = new Uint8Array(count);
  const order = permutation(train.count, seed, 0);
  for (let i = 0; i < count; i++) {
    const isLesson = i < mix.steps * mix.lessons;
    const from = isLesson ? 0 : order[(i - mix.steps * mix.lessons) % train.count];
    const { picture, label } = isLesson
      ? lessons[i % lessons.length]
      : { picture: train.images.subarray(from * size, (from + 1) * size), label: train.labels[from] };
    images.set(picture, i * size);
    labels[i] = label;
  }
  return { ...train, name: "lessons", count, images, labels };
}

/** Its network, its loss and its kind of optimiser; at a small and constant rate, with every picture varied anew in every step. */
function teachingRecipe(recipe: Recipe, { batch, rate }: Mix): Recipe {
  const { schedule: _, order: __, optimizer, ...rest } = recipe;
  const learningRate = rate * optimizer.learningRate;
  return { ...rest, optimizer: { ...optimizer, learningRate }, augmentation: gentleAugmentation, batch };
}

/**
 * Trains the whole network for a moment on lessons, each varied at random in every step, among pictures of the training set.
 *
 * @returns the parameters as they are then
 * @throws the signal's reason, should it come before the end; as {@link openRun} and training do
 */
export async function teach(options: TeachOptions): Promise<NamedTensor[]> {
  const { parameters, lessons, train, seed, device, gpu, mix = usualMix, signal, onProgress } = options;
  const recipe = teachingRecipe(options.recipe, mix);
  const set = lessonSet(lessons, train, seed, mix);
  // Nothing is judged: any test set will do.
  const test = {
    ...set,
    count: 1,
    images: set.images.subarray(0, set.images.length / set.count),
    labels: set.labels.subarray(0, 1),
  };
  const { session } = await openRun({ recipe, data: { train: set, test }, seed, length: { epochs: 1 }, device, gpu });
  try {
    session.load(parameters);
    await session.train({
      until: session.totalSteps,
      onProgress: ({ step }) => onProgress?.(step, session.totalSteps),
      ...(signal ? { signal } : {}),
    });
    signal?.throwIfAborted();
    return await session.parameters();
  } finally {
    session.engine.destroy();
  }
}

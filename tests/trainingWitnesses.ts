/** Whole runs of training beside PyTorch's. */
import { deriveKey, RandomStream } from "../src/core/random.ts";
import { elements } from "../src/core/shape.ts";
import { initializeParameters } from "../src/layers/initialize.ts";
import { arraysOf, SEED } from "../src/layers/network.ts";
import type { Recipe } from "../src/model/recipe.ts";
import { optimizerOf } from "../src/optimizers/index.ts";
import { type Compiled, compileTraining } from "../src/plan/compile.ts";
import { scheduleOf } from "../src/train/schedule.ts";
import { type Values, witnessFiles } from "./witnesses.ts";

/** A recipe, the program of its training step, what its tensors hold before the first, and PyTorch's numbers by name. */
export interface TrainingWitness {
  readonly name: string;
  readonly recipe: Recipe;
  readonly program: Compiled;
  readonly start: Values;
  /** Learning rate of each step. */
  readonly rates: readonly number[];
  /** The numbers of that name; see `train` in scripts/witness/training.py. */
  readonly expected: (name: string) => Float64Array;
}

/** Elements kept of an array, as in scripts/witness/training.py. */
const MOST_KEPT = 200;

/** A sum without the errors of adding up: what each addition loses is added at the end (Neumaier, 1974). */
function sum(values: readonly number[]): number {
  let [total, lost] = [0, 0];
  for (const value of values) {
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return total + lost;
}

/**
 * What is noted down of an array: some elements, evenly spread, the sum of all and their Euclidean norm. Made of bounds on elements it is
 * their bounds: |‖a‖ − ‖b‖| ≤ ‖a − b‖.
 */
function noted(array: ArrayLike<number>): number[] {
  const values = Array.from(array);
  const distance = Math.ceil(values.length / MOST_KEPT) | 1;
  const norm = Math.sqrt(sum(values.map((value) => value * value)));
  return [...values.filter((_, i) => i % distance === 0), sum(values), norm];
}

/** What is noted down of every trained parameter's part of a flat array. */
export function notedParameters({ network }: Compiled, flat: ArrayLike<number>): number[] {
  const values = Array.from(flat);
  return network.parameters.flatMap(({ offset, shape }) => noted(values.slice(offset, offset + elements(shape))));
}

/** PyTorch's gradients of every trained parameter. */
export function witnessedGradients({ program, expected }: TrainingWitness): number[] {
  return program.network.parameters.flatMap(({ name }) => Array.from(expected(`gradient/${name}`)));
}

/** What is noted down of every parameter and running statistic, in a flat array of all of them. */
export function notedArrays({ network }: Compiled, flat: ArrayLike<number>): number[] {
  const values = Array.from(flat);
  return arraysOf(network).flatMap(({ offset, shape }) => noted(values.slice(offset, offset + elements(shape))));
}

/** PyTorch's numbers of every parameter and running statistic after the last step, or of their moving average. */
export function witnessedArrays({ program, expected }: TrainingWitness, of: "final" | "average"): number[] {
  return arraysOf(program.network).flatMap(({ name }) => Array.from(expected(`${of}/${name}`)));
}

/** Ten steps' images and labels, in the order in which they stand; initial parameters; and the rows of the schedule. */
function startOf(program: Compiled, recipe: Recipe, rates: readonly number[], seed: number, classes: number): Values {
  const lengthOf = (tensor: string) => elements(program.tensors.get(tensor)!.shape);
  const below = (tensor: string, limit: number) => {
    const random = new RandomStream(seed, tensor);
    return Float64Array.from({ length: lengthOf(tensor) }, () => random.word() % limit);
  };
  const parameters = initializeParameters(arraysOf(program.network), seed, recipe.initialization);
  const schedule = new Float64Array(lengthOf("schedule"));
  schedule.set(rates.flatMap((rate, step) => [...optimizerOf(recipe.optimizer).row(rate, step + 1)]));
  return new Map<string, ArrayLike<number>>([
    ["images", below("images", 256)],
    ["labels", below("labels", classes)],
    ["order", Uint32Array.from({ length: lengthOf("order") }, (_, i) => i)],
    ["schedule", schedule],
    ["step", [0]],
    ["metrics", new Float64Array(lengthOf("metrics"))],
    ...program.state.map((tensor): [string, ArrayLike<number>] => [tensor, new Float64Array(lengthOf(tensor))]),
    ["parameters", parameters],
    ...(program.tensors.has(SEED) ? [[SEED, deriveKey(seed, "training")] as [string, ArrayLike<number>]] : []),
  ]);
}

/** Every run: each preset's, and those of small networks with what the presets lack. */
export const trainingWitnesses: readonly TrainingWitness[] = witnessFiles("training").map(({ name, notes, arrays }) => {
  const recipe = JSON.parse(notes.recipe) as Recipe;
  const expected = (wanted: string) => arrays.get(wanted)!.data;
  const steps = expected("loss").length;
  const program = compileTraining(recipe, { count: 2 * recipe.batch, shape: recipe.input });
  const rates = Array.from({ length: steps }, (_, step) => scheduleOf(recipe)(step, steps));
  const start = startOf(program, recipe, rates, Number(notes.seed), Number(notes.classes));
  return { name, recipe, program, start, rates, expected };
});

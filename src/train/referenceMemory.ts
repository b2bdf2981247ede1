/** What the reference takes for a run, known before any of it is taken, and the largest batch that would fit. */
import { SpecError } from "../core/errors.ts";
import { elements } from "../core/shape.ts";
import type { Dataset } from "../data/dataset.ts";
import { largestBatch, smallerBatch } from "../gpu/memory.ts";
import { megabytes } from "../gpu/refusal.ts";
import type { Recipe } from "../model/recipe.ts";
import type { Program } from "../operations/program.ts";
import { compileTraining } from "../plan/compile.ts";

/** As the interpreter keeps them: floats in float64. */
const bytesEach = { f32: 8, u32: 4, u8: 1 };

type Arrays = Pick<Program, "tensors">;

/** Bytes of a program's arrays. */
export function programBytes({ tensors }: Arrays): number {
  const own = [...tensors.values()].filter(({ name, storage }) => storage.of === name);
  return own.reduce((sum, { shape, type }) => sum + elements(shape) * bytesEach[type], 0);
}

/** Bytes that this machine has, or the process may take of them; in a browser nobody says. */
function memoryHere(): number {
  const { process } = globalThis as {
    process?: {
      getBuiltinModule?: (name: "os") => { totalmem(): number };
      constrainedMemory?: () => number | undefined;
    };
  };
  const all = process?.getBuiltinModule?.("os").totalmem() || Infinity;
  return Math.min(all, process?.constrainedMemory?.() || Infinity);
}

/**
 * Takes the memory of a run on the reference.
 *
 * @param programs of the recipe: its training, and what else is taken whatever the batch
 * @param take makes the arrays
 * @throws SpecError where they are more than the machine has, or it does not give them: it says which batch would fit
 */
export function takeMemory<T>(
  recipe: Recipe,
  train: Dataset,
  programs: { readonly training: Arrays; readonly others: readonly Arrays[] },
  take: () => T,
  memory: number = memoryHere(),
): T {
  const besides = programs.others.reduce((sum, program) => sum + programBytes(program), 0);
  // Compiled anew for other batches only, where it does not fit.
  const bytesWith = (batch: number) => programBytes(compileTraining({ ...recipe, batch }, train)) + besides;
  const largest = (most: number) => largestBatch(recipe.batch, (batch) => bytesWith(batch) <= most);
  const bytes = programBytes(programs.training) + besides;
  const found = `device: on the CPU it takes ${megabytes(bytes)} with a batch of ${recipe.batch.toLocaleString("en-US")}`;
  if (bytes > memory) {
    throw new SpecError(
      `${found}; at most ${megabytes(memory)} were expected, what there is. ${smallerBatch(largest(memory))}`,
    );
  }
  try {
    return take();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    const half = largest(bytes / 2);
    const smaller =
      half === 0
        ? "Make the network or the data set smaller."
        : `Try a batch of ${half.toLocaleString("en-US")}, with which it takes half, or make the network smaller.`;
    throw new SpecError(`${found}, which it is not given (${cause.message}); it was expected to be. ${smaller}`, {
      cause,
    });
  }
}

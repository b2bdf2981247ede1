/** Times and checks the kernels of a recipe on a device. */
import type { Programs } from "../gpu/programs.ts";
import type { Recipe } from "../model/recipe.ts";
import type { Program } from "../operations/program.ts";
import { compileEvaluation } from "../plan/compile.ts";
import { trainingFor } from "../plan/splitStatistics.ts";
import { affordableBatch } from "../verify/networkChecks.ts";
import { GpuBench } from "./gpuBench.ts";
import type { Place } from "./identity.ts";

/** Of the batch that a reference can bear in `verify`, the part that it is asked for here: nobody waits for the tuner. */
const CHECKED_PART = 16;

export function benchFor(
  { open, storage, recipe }: Pick<Place, "open" | "storage"> & { readonly recipe: Recipe },
  { training, evaluation }: Programs<Program & { readonly batch: number }>,
): Promise<GpuBench> {
  return GpuBench.create({
    open,
    storage,
    programOf: (which, batch) => {
      const size = { count: 2 * batch, shape: recipe.input };
      return which === "training"
        ? trainingFor({ ...recipe, batch }, size, open.traits)
        : compileEvaluation(recipe, size, batch);
    },
    batches: {
      small: Math.ceil(affordableBatch(recipe) / CHECKED_PART),
      training: training.batch,
      evaluation: evaluation.batch,
      prediction: 1,
    },
  });
}

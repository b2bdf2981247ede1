/** The programs that an engine runs. */
import type { DeviceTraits } from "../core/device.ts";
import type { Recipe } from "../model/recipe.ts";
import { type Compiled, compileEvaluation, compilePrediction, type DataSize } from "../plan/compile.ts";
import { trainingFor } from "../plan/splitStatistics.ts";

/** Samples of the test set judged at once. */
const JUDGED = 250;

/** Something for each of them: a training step, a step of judging, the forward pass of one input. */
export interface Programs<T> {
  readonly training: T;
  readonly evaluation: T;
  readonly prediction: T;
}

/** Names of the groups that each is planned with: see `only` of planProgram. */
export type FixedKernels = Programs<readonly string[]>;

/** The step that judges so many samples; those of the last step that are none of them are fillers. */
function judgingProgram(recipe: Recipe, { count, shape }: DataSize): Compiled {
  const batch = Math.min(JUDGED, count);
  return compileEvaluation(recipe, { count: Math.ceil(count / batch) * batch, shape }, batch);
}

/**
 * @param device what they are for
 * @throws SpecError or ShapeError where the recipe cannot be built
 */
export function programsOf(
  recipe: Recipe,
  data: { readonly train: DataSize; readonly test: DataSize },
  device?: DeviceTraits,
): Programs<Compiled> {
  return {
    training: trainingFor(recipe, data.train, device),
    evaluation: judgingProgram(recipe, data.test),
    prediction: compilePrediction(recipe, 1),
  };
}

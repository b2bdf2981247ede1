import type { DeviceTraits } from "../core/device.ts";
import type { Recipe } from "../model/recipe.ts";
import type { Program } from "../operations/program.ts";
import { compileEvaluation } from "../plan/compile.ts";
import { type Plan, type PlanOptions, planProgram } from "../plan/plan.ts";
import { trainingFor } from "../plan/splitStatistics.ts";
import { type Check, opsOf } from "./check.ts";
import { checkDispatch } from "./checkDispatch.ts";
import { plausible } from "./fill.ts";

/**
 * Arithmetic operations of one training step that the reference evaluates in a time one likes to wait for: it is plain loops, and
 * evaluates each operation three times (its values, its bounds, and both again for the plain kernels).
 */
const PATIENCE = 5e8;

/** The batch that checks of a network use unless one is given: the recipe's own or, where the reference would take too long, a smaller one. */
export function affordableBatch(recipe: Recipe): number {
  const one = planProgram(trainingOf(recipe, 1), "plain").dispatches.reduce((sum, { flops }) => sum + flops, 0);
  return Math.max(1, Math.min(recipe.batch, Math.floor(PATIENCE / one)));
}

function trainingOf(recipe: Recipe, batch: number, device?: DeviceTraits): Program {
  return trainingFor({ ...recipe, batch }, { count: 2 * batch, shape: recipe.input }, device);
}

/**
 * Every dispatch of a training step and of a step of judging, with fast and with plain kernels, at the network's shapes. What is
 * the same to the last constant in several of them is checked once.
 *
 * @param options what is planned for, and how tensors are kept; left out, what every device can do
 * @throws SpecError or ShapeError where the recipe cannot be built
 */
export function networkChecks(recipe: Recipe, batch: number, options: PlanOptions = {}): Check[] {
  const training = trainingOf(recipe, batch, options.device);
  const evaluation = compileEvaluation(recipe, { count: 2 * batch, shape: recipe.input }, batch);
  const known = new Set<string>();
  return [
    ...checksOf("training step", training, planProgram(training, "fast", options)),
    ...checksOf("training step, plain kernels", training, planProgram(training, "plain", options)),
    ...checksOf("evaluation", evaluation, planProgram(evaluation, "fast", options)),
    ...checksOf("evaluation, plain kernels", evaluation, planProgram(evaluation, "plain", options)),
  ].filter(({ key }) => !known.has(key) && known.add(key));
}

/** A check for each dispatch of a plan; `key` is the same for those that are the same to the last constant. */
export function checksOf(part: string, program: Program, plan: Plan): (Check & { readonly key: string })[] {
  return plan.dispatches.map((dispatch) => ({
    name: dispatch.operations[0].label,
    op: opsOf(dispatch),
    kernel: dispatch.shader,
    part,
    program,
    dispatch,
    key: JSON.stringify([
      dispatch.shader,
      dispatch.constants,
      dispatch.halves,
      dispatch.workgroups,
      dispatch.operations.map(({ op }) => op),
    ]),
    run: (bench) => checkDispatch({ ...bench, program, plan }, dispatch, plausible(program)),
  }));
}

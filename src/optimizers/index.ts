import { SpecError } from "../core/errors.ts";
import { number, readFields } from "../model/fields.ts";
import type { OptimizerSpec } from "../model/recipe.ts";
import { adam } from "./adam.ts";
import { momentum } from "./momentum.ts";
import type { Optimizer, OptimizerKind } from "./optimizer.ts";
import { sgd } from "./sgd.ts";

export type { Optimizer } from "./optimizer.ts";

/** Every kind of optimiser, by the `type` a recipe names it with. */
const optimizers: Readonly<Record<string, OptimizerKind>> = { sgd, momentum, adam };

/** @throws SpecError where the spec names no optimiser or its constants are out of range */
export function optimizerOf(spec: OptimizerSpec): Optimizer {
  if (typeof spec !== "object" || spec === null || !Object.hasOwn(optimizers, spec.type)) {
    throw new SpecError(
      `optimizer: it is ${JSON.stringify(spec?.type)}; one of ${Object.keys(optimizers).join(", ")} was expected. Choose one of them.`,
    );
  }
  const kind = optimizers[spec.type];
  number({ min: 0 })("optimizer", "learningRate", spec.learningRate);
  const attributes = readFields("optimizer", kind.fields, spec as never, ["type", "learningRate"]);
  return {
    op: kind.op,
    attributes,
    state: kind.state,
    row: (learningRate, t) => kind.row(attributes as never, learningRate, t),
  };
}

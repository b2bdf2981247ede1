import { SpecError } from "../core/errors.ts";
import { isNameIn } from "../core/nameIn.ts";
import { type Field, fromZero, readFields } from "../model/fields.ts";
import type { OptimizerSpec } from "../model/recipe.ts";
import { adam, adamW } from "./adam.ts";
import { momentum, nesterov } from "./momentum.ts";
import { commonFields, type Optimizer, type OptimizerKind } from "./optimizer.ts";
import { rmsProp } from "./rmsProp.ts";
import { sgd } from "./sgd.ts";

export type { Optimizer } from "./optimizer.ts";

/** Every kind of optimiser, by the `type` a recipe names it with. */
const optimizers = { sgd, momentum, nesterov, adam, adamW, rmsProp } satisfies Record<string, OptimizerKind>;

export type OptimizerName = keyof typeof optimizers;

export const optimizerNames = Object.keys(optimizers) as OptimizerName[];

/** The constants that an optimiser may have in a recipe, the learning rate first. */
export function optimizerFields(name: OptimizerName): Readonly<Record<string, Field<unknown>>> {
  return { learningRate: fromZero, ...optimizers[name].fields, ...commonFields };
}

/** Each optimiser's constants, should the recipe have another. */
const starts: Readonly<Record<OptimizerName, { readonly learningRate: number; readonly momentum?: number }>> = {
  sgd: { learningRate: 0.1 },
  momentum: { learningRate: 0.01, momentum: 0.9 },
  nesterov: { learningRate: 0.01, momentum: 0.9 },
  adam: { learningRate: 0.001 },
  adamW: { learningRate: 0.001 },
  rmsProp: { learningRate: 0.001 },
};

/** The optimiser of this name; another than the recipe's own comes with constants of its own. */
export function withOptimizer(own: OptimizerSpec, type: OptimizerName): OptimizerSpec {
  return type === own.type ? own : { type, ...starts[type] };
}

/** @throws SpecError where the spec names no optimiser or its constants are out of range */
export function optimizerOf(spec: OptimizerSpec): Optimizer {
  if (typeof spec !== "object" || spec === null || !isNameIn(optimizers, spec.type)) {
    throw new SpecError(
      `optimizer: it is ${JSON.stringify(spec?.type)}; one of ${optimizerNames.join(", ")} was expected. Choose one of them.`,
    );
  }
  const kind: OptimizerKind = optimizers[spec.type as OptimizerName];
  fromZero("optimizer", "learningRate", spec.learningRate);
  const fields = { ...kind.fields, ...commonFields };
  const read = readFields("optimizer", fields, spec as never, ["type", "learningRate"]);
  const { clipNorm, averageDecay, ...attributes } = read;
  return {
    op: kind.op,
    attributes: { ...attributes, ...kind.fixed },
    state: kind.state,
    clipNorm,
    averageDecay,
    row: (learningRate, t) => kind.row(attributes as never, learningRate, t),
  };
}

import { SpecError } from "../core/errors.ts";
import type { Attributes, Names } from "../operations/operation.ts";
import { softmaxCrossEntropy } from "./softmaxCrossEntropy.ts";
import { squaredError } from "./squaredError.ts";

/** Where a loss is being built: the network's output, the labels, and the means to add operations. */
export interface LossSite {
  /** [N, F] */
  readonly output: string;
  readonly features: number;
  /** [N] */
  readonly label: string;
  emit(op: string, inputs: Names, attributes?: Attributes): Names;
}

/** Adds a loss's operations and returns the name of the losses of the samples, [N]. */
export type Loss = (site: LossSite) => string;

const losses: Readonly<Record<string, Loss>> = { softmaxCrossEntropy, squaredError };

/** @throws SpecError where there is no loss of that name */
export function lossOf(name: string): Loss {
  if (!Object.hasOwn(losses, name)) {
    throw new SpecError(
      `loss: it is ${JSON.stringify(name)}; one of ${Object.keys(losses).join(", ")} was expected. Choose one of them.`,
    );
  }
  return losses[name];
}

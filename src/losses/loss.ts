import type { Attributes, Names } from "../operations/operation.ts";

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

import type { Field, FieldsOf } from "../model/fields.ts";
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

/** A loss with its constants read. */
export interface Loss {
  /** Adds the loss's operations and returns the name of the losses of the samples, [N]. */
  readonly build: (site: LossSite) => string;
  /** From where on a single output names class 1. */
  readonly threshold: number;
}

/** A kind of loss: its constants in a recipe, and the operations it stands for. */
export interface LossKind {
  readonly fields: Readonly<Record<string, Field<unknown>>>;
  readonly build: (fields: never, site: LossSite) => string;
  readonly threshold: number;
}

/** Declares a kind of loss; the constants arrive in `build` with the types their readers give them. */
export function loss<F extends Readonly<Record<string, Field<unknown>>>>(
  fields: F,
  build: (fields: FieldsOf<F>, site: LossSite) => string,
  threshold = 0.5,
): LossKind {
  return { fields, build: build as LossKind["build"], threshold };
}

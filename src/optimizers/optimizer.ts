import type { Field, FieldsOf } from "../model/fields.ts";
import type { Attributes } from "../operations/operation.ts";

/** What the update of one step reads beside gradients and state: the learning rate, and what depends on the step's number. */
export type ScheduleRow = readonly [learningRate: number, correction1: number, correction2: number, unused: number];

/** A way to change the weights: its constants in a recipe, its state, and the operation that updates. */
export interface OptimizerKind {
  /** The operation, of the same name as the kind. */
  readonly op: string;
  readonly fields: Readonly<Record<string, Field<unknown>>>;
  /** Arrays as long as the parameters that it keeps from step to step, all 0 at first. */
  readonly state: readonly string[];
  /** The row of the schedule for step t = 1, 2, … */
  readonly row: (attributes: never, learningRate: number, t: number) => ScheduleRow;
}

/** An optimiser with its constants read. */
export interface Optimizer {
  readonly op: string;
  readonly attributes: Attributes;
  readonly state: readonly string[];
  row(learningRate: number, t: number): ScheduleRow;
}

/** Declares a kind of optimiser; its constants arrive in `row` with the types their readers give them. */
export function optimizer<F extends Readonly<Record<string, Field<unknown>>>>(
  op: string,
  fields: F,
  state: readonly string[],
  row: (attributes: FieldsOf<F>, learningRate: number, t: number) => ScheduleRow,
): OptimizerKind {
  return { op, fields, state, row: row as OptimizerKind["row"] };
}

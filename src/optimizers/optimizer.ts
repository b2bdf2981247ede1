import { type Field, type FieldsOf, fromZero, optional, positive, share } from "../model/fields.ts";
import type { Attributes } from "../operations/operation.ts";

/** What the update of one step reads beside gradients and state: the learning rate, and what depends on the step's number. */
export type ScheduleRow = readonly [learningRate: number, correction1: number, correction2: number, unused: number];

/** A way to change the weights: its constants in a recipe, its state, and the operation that updates. */
export interface OptimizerKind {
  readonly op: string;
  readonly fields: Readonly<Record<string, Field<unknown>>>;
  /** Arrays as long as the parameters that it keeps from step to step, all 0 at first. */
  readonly state: readonly string[];
  /** The row of the schedule for step t = 1, 2, … */
  readonly row: (attributes: never, learningRate: number, t: number) => ScheduleRow;
  /** Attributes of the operation that make it this kind. */
  readonly fixed: Attributes;
}

/** What a recipe may say of every kind: of the gradient before the update, and of the weights after it. */
export const commonFields = {
  /** Greatest length of the gradient with respect to all parameters; absent: any. */
  clipNorm: optional(positive),
  /** Share of the old in the moving average of the weights, which is then what is judged; absent: there is none. */
  averageDecay: optional(share),
};

/** An optimiser with its constants read. */
export interface Optimizer extends FieldsOf<typeof commonFields> {
  readonly op: string;
  readonly attributes: Attributes;
  readonly state: readonly string[];
  row(learningRate: number, t: number): ScheduleRow;
}

/** λ, the share of each weight that is added to its gradient. */
const weightDecay = optional(fromZero, 0);

/** Rows of an optimiser that needs nothing but the learning rate. */
export function rateAlone(_: unknown, learningRate: number): ScheduleRow {
  return [learningRate, 0, 0, 0];
}

/** Declares a kind of optimiser; its constants arrive in `row` with the types their readers give them. All have weight decay. */
export function optimizer<F extends Readonly<Record<string, Field<unknown>>>>(
  op: string,
  fields: F,
  state: readonly string[],
  row: (attributes: FieldsOf<F>, learningRate: number, t: number) => ScheduleRow,
  fixed: Attributes = {},
): OptimizerKind {
  return { op, fields: { weightDecay, ...fields }, state, row: row as OptimizerKind["row"], fixed };
}

/** A run of training in float64, and how far rounding may have carried it by each step. */
import { expect } from "vitest";
import { RandomStream } from "../src/core/random.ts";
import type { OperationName } from "../src/operations/index.ts";
import type { Names, Operation } from "../src/operations/operation.ts";
import type { Compiled } from "../src/plan/compile.ts";
import { reference } from "../src/reference/index.ts";
import { Oracle } from "../src/verify/oracle.ts";
import { notedArrays, notedParameters, type TrainingWitness, witnessedGradients } from "./trainingWitnesses.ts";
import { compareWith, wronged } from "./witnesses.ts";

/** Numbers of a run, and the same of one in which all of them were moved by rounding. */
export interface Traced {
  readonly exact: ArrayLike<number>;
  readonly moved: ArrayLike<number>;
}

export interface Trace {
  /** Loss of each step. */
  readonly losses: Traced;
  /** Samples that each step predicts rightly. */
  readonly correct: readonly number[];
  /** The flat gradients of the first step, its loss, and bounds on both in single precision. */
  readonly first: { readonly gradients: Traced; readonly loss: number; readonly bounds: Bounds };
  /** A tensor after the last step. */
  readonly end: (tensor: string) => Traced;
}

interface Bounds {
  readonly gradients: ArrayLike<number>;
  readonly loss: number;
}

function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Math.hypot(...Array.from(a, (value, i) => value - b[i]));
}

/**
 * Expects numbers to be no farther from PyTorch's than rounding carried the moved run; and that they would be, had one of PyTorch's the
 * other sign.
 */
export function expectNear(found: ArrayLike<number>, witnessed: ArrayLike<number>, { exact, moved }: Traced): void {
  const carried = distance(moved, exact);
  expect(distance(found, witnessed)).toBeLessThanOrEqual(carried);
  expect(distance(found, wronged(witnessed)), "a wrong sign is found").toBeGreaterThan(carried);
}

/** An operation's values, without bounds. */
function evaluate(oracle: Oracle, { op, inputs, outputs, attributes }: Operation): void {
  const arrays = (names: Names) =>
    Object.fromEntries(Object.entries(names).map(([role, name]) => [role, oracle.value(name)]));
  reference[op as OperationName].evaluate(arrays(inputs), arrays(outputs), attributes);
}

/** One step in which every result is moved by all that rounding allows it alone, up or down at random. */
function doMovedStep(oracle: Oracle, { operations, tensors }: Compiled, share: number, random: RandomStream): void {
  for (const operation of operations) {
    oracle.compute(operation);
    for (const tensor of Object.values(operation.outputs)) {
      const { data } = oracle.value(tensor);
      const bounds = oracle.bound(tensor).data;
      const isReal = tensors.get(tensor)!.type === "f32";
      for (let i = 0; i < data.length; i++) {
        // What is 0 stays so: it comes of a unit that is off, say, rather than of sums.
        if (isReal && data[i] !== 0) data[i] += share * bounds[i] * (random.word() % 2 === 0 ? 1 : -1);
      }
      bounds.fill(0);
    }
  }
}

/**
 * Bounds that are composed over several steps soon say nothing: all errors at their greatest, each in the worst direction, multiply. So
 * they are composed over the first step alone. How far rounding carries a run is measured beside it, on one in which the result of every
 * operation is moved by its own derived bound, up or down at random (Parker's Monte Carlo arithmetic).
 *
 * @param share of the bounds on single precision by which results are moved; see `allowed`
 */
export function traceOf({ program, start }: TrainingWitness, steps: number, share: number): Trace {
  const [exact, moved] = [new Oracle(program), new Oracle(program)];
  for (const oracle of [exact, moved]) for (const [tensor, values] of start) oracle.set(tensor, values);
  const random = new RandomStream(1, "moved");
  const end = (tensor: string): Traced => ({ exact: exact.value(tensor).data, moved: moved.value(tensor).data });
  const copyOf = (tensor: string): Traced => ({
    exact: exact.value(tensor).data.slice(),
    moved: moved.value(tensor).data.slice(),
  });
  for (const operation of program.operations) exact.compute(operation);
  doMovedStep(moved, program, share, random);
  const bounds = { gradients: exact.bound("gradients").data, loss: exact.bound("metrics").data[0] };
  const first = { gradients: copyOf("gradients"), loss: exact.value("metrics").data[0], bounds };
  for (let step = 1; step < steps; step++) {
    for (const operation of program.operations) evaluate(exact, operation);
    doMovedStep(moved, program, share, random);
  }
  const column = (metrics: ArrayLike<number>, place: number) =>
    Array.from({ length: steps }, (_, step) => metrics[2 * step + place]);
  const metrics = end("metrics");
  const losses = { exact: column(metrics.exact, 0), moved: column(metrics.moved, 0) };
  return { losses, correct: column(metrics.exact, 1), first, end };
}

/** Expects the loss of the first step, and its gradients as noted down, within a share of their bounds on single precision. */
export function expectFirstStep(
  witness: TrainingWitness,
  { first: { bounds } }: Trace,
  share: number,
  loss: number,
  gradients: readonly number[],
): void {
  const most = [bounds.loss, ...notedParameters(witness.program, bounds.gradients)];
  const witnessed = [witness.expected("loss")[0], ...witnessedGradients(witness)];
  expect(compareWith("first step", witnessed, most, share, [loss, ...gradients])).toMatchObject({ wrong: 0 });
}

/** Two runs' flat gradients of all trained parameters, as noted down. */
export function notedGradients({ program }: TrainingWitness, { exact, moved }: Traced): Traced {
  return { exact: notedParameters(program, exact), moved: notedParameters(program, moved) };
}

/** Two runs' flat arrays of all parameters and running statistics, as noted down. */
export function notedBoth({ program }: TrainingWitness, { exact, moved }: Traced): Traced {
  return { exact: notedArrays(program, exact), moved: notedArrays(program, moved) };
}

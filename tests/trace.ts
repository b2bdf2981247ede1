/** A run of training in float64, and how far rounding may have carried it by each step. */
import { RandomStream } from "../src/core/random.ts";
import type { OperationName } from "../src/operations/index.ts";
import type { Names, Operation } from "../src/operations/operation.ts";
import type { Compiled } from "../src/plan/compile.ts";
import { reference } from "../src/reference/index.ts";
import { Oracle } from "../src/verify/oracle.ts";
import type { TrainingWitness } from "./trainingWitnesses.ts";

/** Runs in which every number is moved. */
const MOVED = 2;

export interface Trace {
  /** Loss of each step, and how far it may be off. */
  readonly losses: readonly number[];
  readonly reach: readonly number[];
  /** Samples that each step predicts rightly. */
  readonly correct: readonly number[];
  /** What holds after the last step. */
  readonly end: Oracle;
  /** How far rounding may have carried some numbers of it, as a distance. */
  readonly distance: (numbersOf: (run: Oracle) => readonly number[]) => number;
}

/** Euclidean distance. */
export function distanceOf(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Math.hypot(...Array.from(a, (value, i) => value - b[i]));
}

function started({ program, start }: TrainingWitness): Oracle {
  const oracle = new Oracle(program);
  for (const [tensor, values] of start) oracle.set(tensor, values);
  return oracle;
}

/** An operation's values, without bounds. */
function evaluate(oracle: Oracle, { op, inputs, outputs, attributes }: Operation): void {
  const arrays = (names: Names) =>
    Object.fromEntries(Object.entries(names).map(([role, name]) => [role, oracle.value(name)]));
  reference[op as OperationName].evaluate(arrays(inputs), arrays(outputs), attributes);
}

/** One step, with a bound on its loss that is composed of those of all operations before it. */
function doStep(oracle: Oracle, { operations, loss }: Compiled): void {
  const last = operations.findIndex(({ outputs }) => Object.values(outputs).includes(loss!));
  for (const [place, operation] of operations.entries()) {
    if (place <= last || operation.op === "record") oracle.compute(operation);
    else evaluate(oracle, operation);
  }
}

/** One step in which every result is moved by all that rounding allows it alone, up or down at random. */
function doMovedStep(oracle: Oracle, program: Compiled, share: number, random: RandomStream): void {
  for (const operation of program.operations) {
    oracle.compute(operation);
    for (const tensor of Object.values(operation.outputs)) {
      const { data } = oracle.value(tensor);
      const bounds = oracle.bound(tensor).data;
      // What is 0 stays so: it comes of a unit that is off, say, rather than of sums.
      const isMoved = (value: number) => program.tensors.get(tensor)!.type === "f32" && value !== 0;
      for (let i = 0; i < data.length; i++) {
        if (isMoved(data[i])) data[i] += share * bounds[i] * (random.word() % 2 === 0 ? 1 : -1);
      }
      bounds.fill(0);
    }
  }
}

/**
 * Bounds that are composed over several steps soon say nothing: all errors at their greatest, each in the worst direction, multiply. So the
 * bound on a step's loss is composed over that step alone; and how errors of the steps before it travel is measured, on runs in which
 * the result of every operation is moved by its own derived bound, up or down at random (Parker's Monte Carlo arithmetic).
 *
 * @param share of the bounds on single precision; see `allowed`
 */
export function traceOf(witness: TrainingWitness, steps: number, share: number): Trace {
  const { program } = witness;
  const exact = started(witness);
  const moved = Array.from({ length: MOVED }, (_, run) => ({
    oracle: started(witness),
    random: new RandomStream(1, "moved", run),
  }));
  const losses: number[] = [];
  const reach: number[] = [];
  const correct: number[] = [];
  for (let step = 0; step < steps; step++) {
    doStep(exact, program);
    for (const { oracle, random } of moved) doMovedStep(oracle, program, share, random);
    const lossOf = (oracle: Oracle) => oracle.value("metrics").data[2 * step];
    losses.push(lossOf(exact));
    correct.push(exact.value("metrics").data[2 * step + 1]);
    const own = share * exact.bound("metrics").data[2 * step];
    reach.push(moved.reduce((sum, { oracle }) => sum + Math.abs(lossOf(oracle) - lossOf(exact)), own));
  }
  const distance: Trace["distance"] = (numbersOf) =>
    moved.reduce((sum, { oracle }) => sum + distanceOf(numbersOf(oracle), numbersOf(exact)), 0);
  return { losses, reach, correct, end: exact, distance };
}

/** One thing to be checked on an adapter, and what was found. */
import type { PipelineCache } from "../gpu/pipelines.ts";
import type { Program } from "../operations/program.ts";
import type { Dispatch } from "../plan/plan.ts";
import type { Comparison } from "./compare.ts";

/** Where checks are run. */
export interface Bench {
  readonly device: GPUDevice;
  readonly pipelines: PipelineCache;
}

/** What the checks of the tables of cases belong to. */
export const CASES = "cases";

/** What the checks of a user's own cases belong to. */
export const USER_CASES = "your cases";

/** A kernel in one of its cases, or a dispatch of a network, about to be compared with the reference. */
export interface Check {
  readonly name: string;
  /** The operations it computes, in order: `conv2d+addBias`. */
  readonly op: string;
  readonly kernel: string;
  /** What it belongs to: the tables of cases, or a step of a network. */
  readonly part: string;
  readonly program: Program;
  /** What will be dispatched: its kernel can be compiled beforehand. */
  readonly dispatch: Dispatch;
  readonly run: (bench: Bench) => Promise<readonly Comparison[]>;
}

/** A tensor that is not what it should be, told by its worst element. */
export interface Mistake {
  readonly tensor: string;
  /** Coordinates of the element: `[1, 0, 3, 2]`. */
  readonly element: string;
  readonly expected: number;
  readonly found: number;
  /** How far from the expected value it may be. */
  readonly allowed: number;
  /** Elements outside their bound, and those that differ between two runs on the same inputs. */
  readonly wrong: number;
  readonly unstable: number;
  readonly elements: number;
}

/** What a check found. */
export interface CheckResult {
  readonly name: string;
  readonly op: string;
  readonly kernel: string;
  readonly part: string;
  readonly pass: boolean;
  /** The greatest error of any element as a share of its bound: 1 is just allowed. */
  readonly worst: number;
  /** How many elements were compared. */
  readonly elements: number;
  /** Empty where it passes. */
  readonly mistakes: readonly Mistake[];
  /** What there was to say where numbers could not be compared: the device would not compile the kernel, say. */
  readonly problem?: string;
  /** What we lack of a case that a user brings: neither passed nor failed, for it was not run. */
  readonly unsupported?: string;
}

/** Whether a check was run and found something wrong. */
export const isFailure = ({ pass, unsupported }: CheckResult) => !pass && unsupported === undefined;

/** The operations that a dispatch computes, in order. */
export function opsOf({ operations }: Dispatch): string {
  return operations.map(({ op }) => op).join("+");
}

/** `[1, 0, 3, 2]`: the coordinates of an element, counted row by row. */
function coordinatesOf(shape: readonly number[], index: number): string {
  const coordinates: number[] = [];
  let rest = index;
  for (const size of shape.toReversed()) {
    coordinates.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return `[${coordinates.join(", ")}]`;
}

const isRight = ({ wrong, unstable }: Comparison) => wrong === 0 && unstable === 0;

/** What is wrong with a tensor of this shape. */
export function mistakeOf(comparison: Comparison, shape: readonly number[]): Mistake {
  const { tensor, at, actual, expected, bound, wrong, unstable, elements } = comparison;
  const element = coordinatesOf(shape, at);
  return { tensor, element, expected, found: actual, allowed: bound, wrong, unstable, elements };
}

/** The result of a check that could be run. */
export function resultOf({ name, op, kernel, part, program }: Check, comparisons: readonly Comparison[]): CheckResult {
  return {
    name,
    op,
    kernel,
    part,
    pass: comparisons.length > 0 && comparisons.every(isRight),
    worst: Math.max(...comparisons.map(({ worst }) => worst)),
    elements: comparisons.reduce((sum, { elements }) => sum + elements, 0),
    mistakes: comparisons
      .filter((comparison) => !isRight(comparison))
      .map((comparison) => mistakeOf(comparison, program.tensors.get(comparison.tensor)!.shape)),
  };
}

/** The result of a check that the device would not do. */
export function refusedResult({ name, op, kernel, part }: Check, problem: string): CheckResult {
  const words = `the device refused it (${problem.split("\n")[0]})`;
  return { name, op, kernel, part, pass: false, worst: Infinity, elements: 0, mistakes: [], problem: words };
}

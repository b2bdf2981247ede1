import { RandomStream } from "../core/random.ts";
import type { Operation } from "../operations/operation.ts";
import type { Program } from "../operations/program.ts";
import { inside, type Size2d } from "../operations/spatial.ts";
import { windowOf } from "../operations/window.ts";

/** Numbers that f32 and float64 share, asked for in the order of a tensor's elements. */
export type Fill = (tensor: string, index: number) => number;

/** The value of element `i`. */
type Draw = (random: RandomStream, i: number) => number;

const share: Draw = (random) => random.uniform();
const signed = (random: RandomStream) => 2 * random.uniform() - 1;
/** Eighths: of several, some are equal. */
const eighths: Draw = (random) => Math.floor(8 * random.uniform()) / 8;
const below =
  (limit: number): Draw =>
  (random) =>
    random.below(limit);

/** Number of classes that a label may name. */
function classesOf(program: Program, { op, inputs, attributes }: Operation): number {
  if (op === "oneHot") return attributes.features === 1 ? 2 : (attributes.features as number);
  return op === "record" ? 2 : program.tensors.get(inputs.x)!.shape[1];
}

/** Places in pooling windows, of cells inside the input. */
function placeIn(program: Program, { inputs, attributes }: Operation): Draw {
  const { kernel, stride, padding } = windowOf(attributes);
  const [, , P, Q] = program.tensors.get(inputs.index)!.shape;
  const [H, W] = attributes.input as Size2d;
  return (random, o) => {
    const [i0, i1] = inside(kernel[0], (Math.floor(o / Q) % P) * stride[0] - padding[0], 1, H);
    const [j0, j1] = inside(kernel[1], (o % Q) * stride[1] - padding[2], 1, W);
    return (i0 + random.below(i1 - i0)) * kernel[1] + j0 + random.below(j1 - j0);
  };
}

/** How values are drawn, by the role they play in an operation that reads them; where nothing is said, of both signs. */
const draws: Readonly<Record<string, (program: Program, operation: Operation) => Draw>> = {
  images: () => below(256),
  labels: () => below(256),
  order: (program, { inputs }) => below(program.tensors.get(inputs.labels)!.shape[0]),
  step: () => () => 2,
  seed: () => below(2 ** 32),
  label: (program, operation) => below(classesOf(program, operation)),
  prediction: () => below(2),
  index: placeIn,
  schedule: () => (random) => 0.5 + random.uniform(),
  moment2: () => share,
  variance: () => (random) => 1 / 16 + random.uniform(),
  runningVariance: () => share,
  norm: () => share,
  y: (_, { op }) => (op === "reluGrad" ? (random) => Math.max(signed(random), 0) : op === "tanhGrad" ? signed : share),
  target: (_, { op }) => (op.startsWith("binary") ? (random) => [0, 1, random.uniform()][random.below(3)] : signed),
  x: (_, { op }) => (/maxPool|classify|softmax|squared/.test(op) ? eighths : signed),
};

/**
 * Values such as tensors may have in training: indices in range, outputs of σ between 0 and 1 and of a ReLU often 0, moments that are
 * squares, equal ones where a maximum is chosen.
 */
export function plausible(program: Program, seed = 1): Fill {
  const drawn = new Map<string, (i: number) => number>();
  return (name, index) => {
    const known = drawn.get(name);
    if (known !== undefined) return known(index);
    const random = new RandomStream(seed, name);
    const draw = drawOf(program, name);
    const next = (i: number) => draw(random, i);
    drawn.set(name, next);
    return next(index);
  };
}

function drawOf(program: Program, name: string): Draw {
  const uses = program.operations.flatMap((operation) =>
    Object.entries(operation.inputs)
      .filter(([, tensor]) => tensor === name)
      .map(([role]) => ({ role, operation })),
  );
  // That an activation left it says more than that another operation reads it: behind a ReLU there are zeros.
  const use = uses.find(({ role }) => role === "y") ?? uses[0];
  return (use && draws[use.role]?.(program, use.operation)) ?? signed;
}

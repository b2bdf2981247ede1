import { RandomStream } from "../core/random.ts";
import type { Operation } from "../operations/operation.ts";
import type { Program } from "../operations/program.ts";
import { windowOf } from "../operations/window.ts";

/** Numbers that f32 and float64 share, asked for in the order of a tensor's elements. */
export type Fill = (tensor: string, index: number) => number;

type Draw = (random: RandomStream) => number;

const share: Draw = (random) => random.uniform();
const signed: Draw = (random) => 2 * random.uniform() - 1;
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

/** How values are drawn, by the role they play in the first operation that reads them; where nothing is said, of both signs. */
const draws: Readonly<Record<string, (program: Program, operation: Operation) => Draw>> = {
  images: () => below(256),
  labels: () => below(256),
  order: (program, { inputs }) => below(program.tensors.get(inputs.labels)!.shape[0]),
  step: () => () => 2,
  label: (program, operation) => below(classesOf(program, operation)),
  prediction: () => below(2),
  index: (_, { attributes }) => {
    const { kernel } = windowOf(attributes);
    return below(kernel[0] * kernel[1]);
  },
  schedule: () => (random) => 0.5 + random.uniform(),
  moment2: () => share,
  y: (_, { op }) => (op === "reluGrad" ? (random) => Math.max(signed(random), 0) : share),
  x: (_, { op }) => (/maxPool|classify|softmax|squared/.test(op) ? eighths : signed),
};

/**
 * Values such as tensors may have in training: indices in range, outputs of σ between 0 and 1, moments that are squares, equal ones where
 * a maximum is chosen.
 */
export function plausible(program: Program, seed = 1): Fill {
  const drawn = new Map<string, () => number>();
  return (name) => {
    const known = drawn.get(name);
    if (known !== undefined) return known();
    const random = new RandomStream(seed, name);
    const draw = drawOf(program, name);
    const next = () => draw(random);
    drawn.set(name, next);
    return next();
  };
}

function drawOf(program: Program, name: string): Draw {
  for (const operation of program.operations) {
    for (const [role, tensor] of Object.entries(operation.inputs)) {
      if (tensor === name) return draws[role]?.(program, operation) ?? signed;
    }
  }
  return signed;
}

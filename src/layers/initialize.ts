import { SpecError } from "../core/errors.ts";
import { isNameIn } from "../core/nameIn.ts";
import { RandomStream } from "../core/random.ts";
import { elements } from "../core/shape.ts";
import { flatLength, type Parameter } from "./flat.ts";
import type { Fans } from "./layer.ts";

/** Draws one initial value. */
type Draw = (random: RandomStream) => number;

const zero: Draw = () => 0;

const uniform =
  (range: number): Draw =>
  (random) =>
    (2 * random.uniform() - 1) * range;

const normal =
  (deviation: number): Draw =>
  (random) =>
    deviation * random.normal();

/** The same for every weight of an array; biases start as 0. */
const forWeights =
  (draw: (fans: Fans) => Draw) =>
  (role: Parameter["role"], fans: Fans): Draw =>
    role === "bias" ? zero : draw(fans);

/** Every way to start, by the name a recipe gives. */
const initializations: Readonly<Record<string, (role: Parameter["role"], fans: Fans) => Draw>> = {
  /** Uniform in ±1/√fanIn, weights and biases: PyTorch's default for convolutions and dense layers. */
  fanInUniform: (_, { fanIn }) => uniform(1 / Math.sqrt(fanIn)),
  /** Variance 2/(fanIn + fanOut) (Glorot and Bengio, 2010): made for σ, whose signals it neither swells nor fades. */
  glorotUniform: forWeights(({ fanIn, fanOut }) => uniform(Math.sqrt(6 / (fanIn + fanOut)))),
  glorotNormal: forWeights(({ fanIn, fanOut }) => normal(Math.sqrt(2 / (fanIn + fanOut)))),
  /** Variance 2/fanIn (He, Zhang, Ren and Sun, 2015): made for ReLU, which lets half of the signal through. */
  heUniform: forWeights(({ fanIn }) => uniform(Math.sqrt(6 / fanIn))),
  heNormal: forWeights(({ fanIn }) => normal(Math.sqrt(2 / fanIn))),
  /** Everything 0: units of a layer that start the same stay the same, whatever is learned. To see that it does not work. */
  zero: () => zero,
};

export const initializationNames = Object.keys(initializations);

/** @throws SpecError where there is no initialisation of that name */
export function initializationOf(name = "fanInUniform"): (role: Parameter["role"], fans: Fans) => Draw {
  if (isNameIn(initializations, name)) return initializations[name];
  throw new SpecError(
    `initialization: it is ${JSON.stringify(name)}; one of ${Object.keys(initializations).join(", ")} was expected. ` +
      "Choose one of them.",
  );
}

/**
 * Initial parameters, each array from a stream of random numbers of its own, so that a layer starts the same whatever stands before
 * it.
 *
 * @param initialization the recipe's; default `fanInUniform`
 * @returns the flat array of all parameters, gaps 0
 * @throws SpecError where there is no initialisation of that name
 */
export function initializeParameters(
  parameters: readonly Parameter[],
  seed: number,
  initialization?: string,
): Float32Array {
  const drawOf = initializationOf(initialization);
  const flat = new Float32Array(flatLength(parameters));
  for (const { name, shape, offset, role, fans, initial } of parameters) {
    if (initial !== undefined) {
      flat.fill(initial, offset, offset + elements(shape));
      continue;
    }
    const random = new RandomStream(seed, name);
    const draw = drawOf(role, fans);
    for (let i = 0; i < elements(shape); i++) flat[offset + i] = draw(random);
  }
  return flat;
}

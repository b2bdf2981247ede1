import { SpecError } from "../core/errors.ts";
import { RandomStream } from "../core/random.ts";
import { elements } from "../core/shape.ts";
import type { Fans } from "./layer.ts";
import { flatLength, type Parameter } from "./network.ts";

/** Half the width of the interval around 0 that initial values are uniform in; 0: they are 0. */
type Range = (role: Parameter["role"], fans: Fans) => number;

/** Every way to start, by the name a recipe gives. */
const initializations: Readonly<Record<string, Range>> = {
  /** ±1/√fanIn for weights and biases: PyTorch's default for convolutions and dense layers. */
  fanInUniform: (_, { fanIn }) => 1 / Math.sqrt(fanIn),
  /** ±√(6/(fanIn + fanOut)) for weights, biases 0 (Glorot and Bengio, 2010): made for σ, whose signals it neither swells nor fades. */
  glorotUniform: (role, { fanIn, fanOut }) => (role === "bias" ? 0 : Math.sqrt(6 / (fanIn + fanOut))),
};

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
  initialization = "fanInUniform",
): Float32Array {
  if (!Object.hasOwn(initializations, initialization)) {
    throw new SpecError(
      `initialization: it is ${JSON.stringify(initialization)}; one of ${Object.keys(initializations).join(", ")} was ` +
        "expected. Choose one of them.",
    );
  }
  const flat = new Float32Array(flatLength(parameters));
  for (const { name, shape, offset, role, fans } of parameters) {
    const random = new RandomStream(seed, name);
    const range = initializations[initialization](role, fans);
    for (let i = 0; i < elements(shape); i++) flat[offset + i] = (2 * random.uniform() - 1) * range;
  }
  return flat;
}

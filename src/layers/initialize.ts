import { RandomStream } from "../core/random.ts";
import { elements } from "../core/shape.ts";
import { flatLength, type Parameter } from "./network.ts";

/**
 * Initial parameters: every weight and bias uniform in ±1/√fanIn (PyTorch's default for convolutions and dense layers), from a stream
 * of random numbers of its own, so that a layer starts the same whatever stands before it.
 *
 * @returns the flat array of all parameters, gaps 0
 */
export function initializeParameters(parameters: readonly Parameter[], seed: number): Float32Array {
  const flat = new Float32Array(flatLength(parameters));
  for (const { name, shape, offset, fanIn } of parameters) {
    const random = new RandomStream(seed, name);
    const range = 1 / Math.sqrt(fanIn);
    for (let i = 0; i < elements(shape); i++) flat[offset + i] = (2 * random.uniform() - 1) * range;
  }
  return flat;
}

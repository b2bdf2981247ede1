/** A trained network that answers. */
import type { NamedTensor } from "../io/safetensors.ts";
import type { ModelSpec } from "../model/recipe.ts";
import { compilePrediction } from "../plan/compile.ts";
import { flattenParameters } from "./parameters.ts";
import { Predictor } from "./predictor.ts";

/** Answers to single inputs. */
export interface LoadedNetwork {
  /**
   * @param input C·H·W values, row-major; pixels from 0 to 1
   * @returns the outputs: of a classifier the numbers before softmax, the greatest of which is the answer
   */
  predict(input: ArrayLike<number>): readonly number[];
}

/**
 * A network with saved weights, which answers in float64 on the processor: for single inputs, without a device.
 *
 * @param tensors as `decodeWeights` gives them
 * @throws SpecError or ShapeError where the network cannot be built, a weight is missing or has another shape
 */
export function loadNetwork(spec: ModelSpec, tensors: readonly NamedTensor[]): LoadedNetwork {
  const parameters = flattenParameters(compilePrediction(spec, 1).network, tensors);
  const predictor = new Predictor(spec);
  return { predict: (input) => predictor.predict(parameters, input) };
}

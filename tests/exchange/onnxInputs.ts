/** Networks with weights, and inputs for them, that other programs are given. */
import { loadData } from "../../src/cli/data.ts";
import { RandomStream } from "../../src/core/random.ts";
import { elements } from "../../src/core/shape.ts";
import type { NamedTensor } from "../../src/io/safetensors.ts";
import { initializeParameters } from "../../src/layers/initialize.ts";
import { arraysOf } from "../../src/layers/network.ts";
import type { Recipe } from "../../src/model/recipe.ts";
import { compilePrediction } from "../../src/plan/compile.ts";
import { nameParameters } from "../../src/train/parameters.ts";

const { test: mnist } = await loadData("mnist");

/** Weights as a run begins with, and statistics as batches have them: means other than 0, variances other than 1. */
export function weightsOf(recipe: Recipe): { flat: Float32Array; tensors: NamedTensor[] } {
  const { network } = compilePrediction(recipe, 1);
  const flat = initializeParameters(arraysOf(network), 7, recipe.initialization);
  const random = new RandomStream(3, "statistics");
  for (const { name, offset, shape } of network.statistics) {
    for (let i = 0; i < elements(shape); i++) flat[offset + i] = random.uniform() + (name.endsWith("var") ? 0.5 : -0.5);
  }
  return { flat, tensors: nameParameters(network, flat) };
}

/** Test images, or for other inputs than theirs numbers from 0 to 1. */
export function inputsOf({ input }: Recipe, count: number): Float32Array {
  const size = elements(input);
  if (size === 784) return Float32Array.from(mnist.images.subarray(0, count * size), (byte) => byte / 255);
  const random = new RandomStream(5, "inputs");
  return Float32Array.from({ length: count * size }, () => random.uniform());
}

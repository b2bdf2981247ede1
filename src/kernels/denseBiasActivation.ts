import shader from "#shaders/denseBiasActivation.wgsl";
import { kernel, type Site } from "./kernel.ts";
import { activationOf } from "./tiling.ts";

const weighted = ["d = dense(x, weight)"];

/** A dense layer and what may follow it. */
export const denseActivations = [
  [...weighted, "b = addBias(d, bias)", "y = relu(b)"],
  [...weighted, "b = addBias(d, bias)", "y = sigmoid(b)"],
  [...weighted, "y = addBias(d, bias)"],
];

/** Invocations: 4 samples × 4 outputs each. */
function tiles(site: Site): number {
  const [N, O] = site.shape("y");
  return Math.ceil(N / 4) * Math.ceil(O / 4);
}

/** Dense layer, bias and activation, 4 samples × 4 outputs at once. */
export const denseBiasActivation = kernel(shader, {
  covers: denseActivations,
  applies: (site) => site.shape("x")[1] % 4 === 0,
  constants: (site) => ({
    N: site.shape("x")[0],
    F: site.shape("x")[1],
    O: site.shape("y")[1],
    ACTIVATION: activationOf(site),
  }),
  invocations: tiles,
  effort: (site) => ({ loads: tiles(site) * (8 * site.shape("x")[1] + 16), registers: 60 }),
});

import shader from "#shaders/denseBiasActivation.wgsl";
import { kernel } from "./kernel.ts";
import { activationOf } from "./tiling.ts";

const weighted = ["d = dense(x, weight)"];

/** Dense layer, bias and activation, 4 samples × 4 outputs at once. */
export const denseBiasActivation = kernel(shader, {
  covers: [
    [...weighted, "b = addBias(d, bias)", "y = relu(b)"],
    [...weighted, "b = addBias(d, bias)", "y = sigmoid(b)"],
    [...weighted, "y = addBias(d, bias)"],
  ],
  applies: (site) => site.shape("x")[1] % 4 === 0,
  constants: (site) => ({
    N: site.shape("x")[0],
    F: site.shape("x")[1],
    O: site.shape("y")[1],
    ACTIVATION: activationOf(site),
  }),
  invocations: (site) => Math.ceil(site.shape("y")[0] / 4) * Math.ceil(site.shape("y")[1] / 4),
});

import shader from "#shaders/denseInputGradActivation.wgsl";
import { kernel } from "./kernel.ts";
import { activationOf } from "./tiling.ts";

/** ∂L/∂x of a dense layer and of the activation before it, 4 samples × 4 features at once. */
export const denseInputGradActivation = kernel(shader, {
  covers: [
    ["g = denseInputGrad(dy, weight)", "dx = reluGrad(g, y)"],
    ["g = denseInputGrad(dy, weight)", "dx = sigmoidGrad(g, y)"],
  ],
  applies: (site) => site.shape("dx")[1] % 4 === 0,
  constants: (site) => ({
    N: site.shape("dx")[0],
    F: site.shape("dx")[1],
    O: site.shape("dy")[1],
    ACTIVATION: activationOf(site),
  }),
  invocations: (site) => Math.ceil(site.shape("dx")[0] / 4) * (site.shape("dx")[1] / 4),
});

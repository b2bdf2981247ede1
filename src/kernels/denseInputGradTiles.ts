import shader from "#shaders/denseInputGradTiles.wgsl";
import { kernel } from "./kernel.ts";

/** ∂L/∂x of a dense layer, 4 samples × 4 features at once. */
export const denseInputGradTiles = kernel(shader, {
  covers: [["dx = denseInputGrad(dy, weight)"]],
  applies: (site) => site.shape("dx")[1] % 4 === 0,
  constants: (site) => ({ N: site.shape("dx")[0], F: site.shape("dx")[1], O: site.shape("dy")[1] }),
  invocations: (site) => Math.ceil(site.shape("dx")[0] / 4) * (site.shape("dx")[1] / 4),
});

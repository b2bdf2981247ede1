import shader from "#shaders/reluMaxPool2dGrad.wgsl";
import { windowOf } from "../operations/window.ts";
import { kernel, type Site } from "./kernel.ts";
import { isTiled } from "./tiling.ts";

/** Windows, and what is left of some at the edge. */
function windows(site: Site): number {
  const [N, C, H, W] = site.shape("dx");
  const [KH, KW] = windowOf(site.attributes("maxPool2dGrad")).kernel;
  return N * C * Math.ceil(H / KH) * Math.ceil(W / KW);
}

/** ∂L/∂x of maximum pooling followed by ReLU, for windows that lie side by side. */
export const reluMaxPool2dGrad = kernel(shader, {
  covers: [["g = reluGrad(dy, y)", "dx = maxPool2dGrad(g, index)"]],
  applies: (site) => isTiled(site.attributes("maxPool2dGrad"), site.shape("dx")),
  constants: (site) => {
    const [N, C, H, W] = site.shape("dx");
    const [KH, KW] = windowOf(site.attributes("maxPool2dGrad")).kernel;
    return { NC: N * C, H, W, KH, KW };
  },
  invocations: windows,
  effort: (site) => ({ loads: 3 * windows(site), registers: 16 }),
});

import shader from "#shaders/avgPool2dGradSigmoid.wgsl";
import { windowOf } from "../operations/window.ts";
import { kernel } from "./kernel.ts";
import { isTiled } from "./tiling.ts";

/** ∂L/∂x of the logistic function followed by mean pooling, for windows that lie side by side. */
export const avgPool2dGradSigmoid = kernel(shader, {
  covers: [["g = avgPool2dGrad(dy)", "dx = sigmoidGrad(g, y)"]],
  applies: (site) => isTiled(site.attributes("avgPool2dGrad"), site.shape("dx")),
  constants: (site) => {
    const [N, C, H, W] = site.shape("dx");
    const [KH, KW] = windowOf(site.attributes("avgPool2dGrad")).kernel;
    return { NC: N * C, H, W, KH, KW };
  },
  invocations: (site) => site.size("dx"),
  effort: (site) => ({ loads: 2 * site.size("dx"), registers: 12 }),
});

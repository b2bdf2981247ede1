import shader from "#shaders/avgPool2dGradSigmoid.wgsl";
import { kernel } from "./kernel.ts";
import { isTiled, sideBySide } from "./tiling.ts";

/** ∂L/∂x of the logistic function followed by mean pooling, for windows that lie side by side. */
export const avgPool2dGradSigmoid = kernel(shader, {
  covers: [["g = avgPool2dGrad(dy)", "dx = sigmoidGrad(g, y)"]],
  applies: (site) => isTiled(site.attributes("avgPool2dGrad"), site.shape("dx")),
  constants: (site) => sideBySide(site.attributes("avgPool2dGrad"), site.shape("dx")),
  invocations: (site) => site.size("dx"),
  effort: (site) => ({ loads: 2 * site.size("dx"), registers: 12 }),
});

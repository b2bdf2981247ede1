import shader from "#shaders/reluMaxPool2dGrad.wgsl";
import { kernel, type Site } from "./kernel.ts";
import { isTiled, sideBySide, windowsOf } from "./tiling.ts";

const windows = (site: Site) => windowsOf(site.attributes("maxPool2dGrad"), site.shape("dx"));

/** ∂L/∂x of maximum pooling followed by ReLU, for windows that lie side by side. */
export const reluMaxPool2dGrad = kernel(shader, {
  covers: [["g = reluGrad(dy, y)", "dx = maxPool2dGrad(g, index)"]],
  applies: (site) => isTiled(site.attributes("maxPool2dGrad"), site.shape("dx")),
  constants: (site) => sideBySide(site.attributes("maxPool2dGrad"), site.shape("dx")),
  invocations: windows,
  effort: (site) => ({ loads: 3 * windows(site), registers: 16 }),
});

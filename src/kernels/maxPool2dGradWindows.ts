import shader from "#shaders/maxPool2dGradWindows.wgsl";
import { kernel, type Site } from "./kernel.ts";
import { isTiled, sideBySide, windowsOf } from "./tiling.ts";

const windows = (site: Site) => windowsOf(site.attributes("maxPool2dGrad"), site.shape("dx"));

/** ∂L/∂x of maximum pooling, for windows that lie side by side. */
export const maxPool2dGradWindows = kernel(shader, {
  covers: [["dx = maxPool2dGrad(dy, index)"]],
  applies: (site) => isTiled(site.attributes("maxPool2dGrad"), site.shape("dx")),
  constants: (site) => sideBySide(site.attributes("maxPool2dGrad"), site.shape("dx")),
  invocations: windows,
  effort: (site) => ({ loads: 2 * windows(site), registers: 16 }),
});

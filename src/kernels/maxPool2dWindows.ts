import shader from "#shaders/maxPool2dWindows.wgsl";
import { windowOf } from "../operations/window.ts";
import { kernel } from "./kernel.ts";
import { isTiled, sideBySide } from "./tiling.ts";

/** Maximum pooling for windows that lie side by side. */
export const maxPool2dWindows = kernel(shader, {
  covers: [["y, index = maxPool2d(x)"]],
  applies: (site) => isTiled(site.attributes("maxPool2d"), site.shape("x")),
  constants: (site) => sideBySide(site.attributes("maxPool2d"), site.shape("x")),
  invocations: (site) => site.size("y"),
  effort: (site) => {
    const [KH, KW] = windowOf(site.attributes("maxPool2d")).kernel;
    return { loads: site.size("y") * KH * KW, registers: 10 };
  },
});

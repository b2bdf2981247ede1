import shader from "#shaders/maxPool2dGrad.wgsl";
import { windowOf } from "../operations/window.ts";
import { poolingMoves } from "./constants.ts";
import { kernel } from "./kernel.ts";
/** The plain kernel of maxPool2dGrad. */
export const maxPool2dGrad = kernel(shader, {
  covers: [["dx = maxPool2dGrad(dy, index)"]],
  constants: (site) => poolingMoves(site.shape("dx"), site.shape("dy"), site.attributes("maxPool2dGrad")),
  invocations: (site) => site.size("dx"),
  // Every cell of a window reads its index, and the gradient of those it has won: lanes that have not wait for those that have.
  effort: (site) => {
    const [height, width] = windowOf(site.attributes("maxPool2dGrad")).kernel;
    return { loads: 2 * site.size("dy") * height * width, registers: 16 };
  },
});

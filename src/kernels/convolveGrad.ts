import shader from "#shaders/convolveGrad.wgsl";
import type { Size2d } from "../operations/spatial.ts";
import { kernel } from "./kernel.ts";

/** The plain kernel of convolveGrad. */
export const convolveGrad = kernel(shader, {
  covers: [["d = convolveGrad(dy, factor)"]],
  constants: (site) => {
    const { offset, circular } = site.attributes("convolveGrad");
    const [[P, Q], [KH, KW], [A, B]] = [site.shape("dy"), site.shape("factor"), site.shape("d")];
    const [TOP, LEFT] = offset as Size2d;
    return { P, Q, KH, KW, A, B, TOP, LEFT, CIRCULAR: Number(circular) };
  },
  invocations: (site) => site.size("d"),
});

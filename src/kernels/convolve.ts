import shader from "#shaders/convolve.wgsl";
import { convolutionOffset, type Form } from "../operations/convolve.ts";
import type { Size2d } from "../operations/spatial.ts";
import { kernel } from "./kernel.ts";

/** The plain kernel of convolve. */
export const convolve = kernel(shader, {
  covers: [["y = convolve(x, g)"]],
  constants: (site) => {
    const form = site.attributes("convolve").form as Form;
    const [[H, W], [KH, KW], [P, Q]] = [site.shape("x"), site.shape("g"), site.shape("y")];
    const [TOP, LEFT] = convolutionOffset(form, site.shape("g") as Size2d);
    return { H, W, KH, KW, P, Q, TOP, LEFT, CIRCULAR: Number(form === "circular") };
  },
  invocations: (site) => site.size("y"),
});

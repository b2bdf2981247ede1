import shader from "#shaders/affineTransforms.wgsl";
import { type AffineAttributes, affineRanges } from "../operations/affine.ts";
import { kernel } from "./kernel.ts";

/** The plain kernel of affineTransforms. */
export const affineTransforms = kernel(shader, {
  covers: [["theta = affineTransforms(seed, step)"]],
  constants: (site) => {
    const attributes = site.attributes("affineTransforms") as unknown as AffineAttributes & { stream: number };
    const { shift, halfAngle, scaling, shear } = affineRanges(attributes);
    return {
      N: site.shape("theta")[0],
      STREAM: attributes.stream,
      SHIFT: shift,
      HALF_ANGLE: halfAngle,
      SCALING: scaling,
      SHEAR: shear,
    };
  },
  invocations: (site) => site.shape("theta")[0],
});

import shader from "#shaders/conv2dInputGradStrips.wgsl";
import { convolutionSizes } from "./constants.ts";
import { kernel } from "./kernel.ts";
import { isSimpleConvolution, mapsPerInvocation } from "./tiling.ts";

/** ∂L/∂x of a convolution, two rows of four neighbouring pixels of several maps at once. */
export const conv2dInputGradStrips = kernel(shader, {
  covers: [["dx = conv2dInputGrad(dy, weight)"]],
  applies: (site) => isSimpleConvolution(site.attributes("conv2dInputGrad")),
  constants: (site) => ({
    ...convolutionSizes(site.shape("dx"), site.shape("weight")),
    MAPS: mapsPerInvocation(site.shape("dx")[1]),
  }),
  workgroups: (site) => {
    const [N, C, H, W] = site.shape("dx");
    return [Math.ceil((N * Math.ceil(H / 2) * Math.ceil(W / 4)) / 64), C / mapsPerInvocation(C), 1];
  },
});

import shader from "#shaders/conv2dInputGradStrips.wgsl";
import { convolutionSizes } from "./constants.ts";
import { kernel, type Site } from "./kernel.ts";
import { isSimpleConvolution, mapsPerInvocation, stripEffort, stripWorkgroups } from "./tiling.ts";

/** Pairs of rows of four neighbours. */
function strips(site: Site): number {
  const [N, , H, W] = site.shape("dx");
  return N * Math.ceil(H / 2) * Math.ceil(W / 4);
}

/** ∂L/∂x of a convolution, two rows of four neighbouring pixels of several maps at once. */
export const conv2dInputGradStrips = kernel(shader, {
  covers: [["dx = conv2dInputGrad(dy, weight)"]],
  applies: (site) => isSimpleConvolution(site.attributes("conv2dInputGrad")),
  constants: (site) => ({
    ...convolutionSizes(site.shape("dx"), site.shape("weight")),
    MAPS: mapsPerInvocation(site, strips(site), site.shape("dx")[1]),
  }),
  workgroups: (site) => stripWorkgroups(site, strips(site), site.shape("dx")[1]),
  effort: (site) => {
    const [M, C, KH, KW] = site.shape("weight");
    return stripEffort(site, strips(site), C, M * KH, KW);
  },
});

import shader from "#shaders/conv2dBiasActivation.wgsl";
import { convolutionSizes } from "./constants.ts";
import { kernel, type Site } from "./kernel.ts";
import { activationOf, isSimpleConvolution, mapsPerInvocation, stripEffort, stripWorkgroups } from "./tiling.ts";

const biased = ["c = conv2d(x, weight)"];

/** Pairs of rows of four neighbours. */
function strips(site: Site): number {
  const [N, , P, Q] = site.shape("y");
  return N * Math.ceil(P / 2) * Math.ceil(Q / 4);
}

/** Convolution, bias and activation, two rows of four neighbouring pixels of several maps at once. */
export const conv2dBiasActivation = kernel(shader, {
  covers: [
    [...biased, "b = addBias(c, bias)", "y = relu(b)"],
    [...biased, "b = addBias(c, bias)", "y = sigmoid(b)"],
    [...biased, "y = addBias(c, bias)"],
  ],
  applies: (site) => isSimpleConvolution(site.attributes("conv2d")),
  constants: (site) => ({
    ...convolutionSizes(site.shape("x"), site.shape("weight")),
    MAPS: mapsPerInvocation(site, strips(site), site.shape("weight")[0]),
    ACTIVATION: activationOf(site),
  }),
  workgroups: (site) => stripWorkgroups(site, strips(site), site.shape("weight")[0]),
  effort: (site) => {
    const [M, C, KH, KW] = site.shape("weight");
    return stripEffort(site, strips(site), M, C * KH, KW);
  },
});

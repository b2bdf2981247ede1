import shader from "#shaders/conv2dBiasMaxPoolRelu.wgsl";
import { convolutionSizes } from "./constants.ts";
import { kernel, type Site } from "./kernel.ts";
import {
  activationOf,
  isSimpleConvolution,
  mapsPerInvocation,
  poolsPairs,
  stripEffort,
  stripWorkgroups,
} from "./tiling.ts";

const pooled = ["c = conv2d(x, weight)", "b = addBias(c, bias)"];

/** Pairs of neighbouring windows. */
function pairs(site: Site): number {
  const [N, , U, V] = site.shape("y");
  return N * U * Math.ceil(V / 2);
}

/** Convolution, bias, 2×2 maximum pooling and ReLU: the map before pooling is never written. */
export const conv2dBiasMaxPoolRelu = kernel(shader, {
  covers: [
    [...pooled, "p, index = maxPool2d(b)", "y = relu(p)"],
    [...pooled, "y, index = maxPool2d(b)"],
  ],
  applies: (site) =>
    poolsPairs(site.attributes("maxPool2d"), site.shape("b")) && isSimpleConvolution(site.attributes("conv2d")),
  constants: (site) => ({
    ...convolutionSizes(site.shape("x"), site.shape("weight")),
    MAPS: mapsPerInvocation(site, pairs(site), site.shape("weight")[0]),
    ACTIVATION: activationOf(site),
  }),
  workgroups: (site) => stripWorkgroups(site, pairs(site), site.shape("weight")[0]),
  effort: (site) => {
    const [M, C, KH, KW] = site.shape("weight");
    return stripEffort(site, pairs(site), M, C * KH, KW);
  },
});

import shader from "#shaders/conv2dBiasActivation.wgsl";
import { convolutionSizes } from "./constants.ts";
import { kernel } from "./kernel.ts";
import { activationOf, isSimpleConvolution, mapsPerInvocation } from "./tiling.ts";

const biased = ["c = conv2d(x, weight)"];

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
    MAPS: mapsPerInvocation(site.shape("weight")[0]),
    ACTIVATION: activationOf(site),
  }),
  workgroups: (site) => {
    const [N, M, P, Q] = site.shape("y");
    return [Math.ceil((N * Math.ceil(P / 2) * Math.ceil(Q / 4)) / 64), M / mapsPerInvocation(M), 1];
  },
});

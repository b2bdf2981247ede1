import shader from "#shaders/conv2dBiasActivationTiles.wgsl";
import {
  convolutionTileConstants,
  convolutionTileEffort,
  convolutionTileWorkgroups,
  suitsConvolutionTile,
} from "./convolutionTile.ts";
import { kernel, type Site } from "./kernel.ts";
import { activationOf } from "./tiling.ts";

const biased = ["c = conv2d(x, weight)"];

const constantsOf = (site: Site) => convolutionTileConstants(site, site.shape("y"), 1);
const rowsOf = (site: Site) => Math.ceil(site.shape("y")[2] / 2);

/** Convolution, bias and activation, two rows of up to twelve neighbouring pixels of several maps at once. */
export const conv2dBiasActivationTiles = kernel(shader, {
  covers: [
    [...biased, "b = addBias(c, bias)", "y = relu(b)"],
    [...biased, "b = addBias(c, bias)", "y = sigmoid(b)"],
    [...biased, "y = addBias(c, bias)"],
  ],
  applies: suitsConvolutionTile,
  constants: (site) => ({ ...constantsOf(site), ACTIVATION: activationOf(site) }),
  workgroups: (site) => convolutionTileWorkgroups(constantsOf(site), rowsOf(site)),
  effort: (site) => convolutionTileEffort(constantsOf(site), rowsOf(site)),
});

import shader from "#shaders/conv2dBiasMaxPoolReluTiles.wgsl";
import {
  convolutionTileConstants,
  convolutionTileEffort,
  convolutionTileWorkgroups,
  suitsConvolutionTile,
} from "./convolutionTile.ts";
import { kernel, type Site } from "./kernel.ts";
import { activationOf, poolsPairs } from "./tiling.ts";

const pooled = ["c = conv2d(x, weight)", "b = addBias(c, bias)"];

const constantsOf = (site: Site) => convolutionTileConstants(site, site.shape("b"), 2);
const rowsOf = (site: Site) => site.shape("y")[2];

/** Convolution, bias, 2×2 maximum pooling and ReLU, up to six neighbouring windows of several maps at once. */
export const conv2dBiasMaxPoolReluTiles = kernel(shader, {
  covers: [
    [...pooled, "p, index = maxPool2d(b)", "y = relu(p)"],
    [...pooled, "y, index = maxPool2d(b)"],
  ],
  applies: (site) => poolsPairs(site.attributes("maxPool2d"), site.shape("b")) && suitsConvolutionTile(site),
  constants: (site) => ({ ...constantsOf(site), ACTIVATION: activationOf(site) }),
  workgroups: (site) => convolutionTileWorkgroups(constantsOf(site), rowsOf(site)),
  effort: (site) => convolutionTileEffort(constantsOf(site), rowsOf(site)),
});

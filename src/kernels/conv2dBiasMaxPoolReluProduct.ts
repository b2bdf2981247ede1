import shader from "#shaders/conv2dBiasMaxPoolReluProduct.wgsl";
import { isUngrouped, ungroupedMoves } from "./convolutionProduct.ts";
import { kernel, type Site } from "./kernel.ts";
import { productEffort, productInvocations, productTile } from "./productTile.ts";
import { activationOf, poolsPairs } from "./tiling.ts";

const pooled = ["c = conv2d(x, weight)", "b = addBias(c, bias)"];

/** Maps × the pixels of all windows. */
function productOf(site: Site) {
  const [M, C, KH, KW] = site.shape("weight");
  const [N, , U, V] = site.shape("y");
  return { rows: M, columns: 4 * N * U * V, terms: C * KH * KW };
}

const tileOf = (site: Site) => productTile(productOf(site), site);

/** Convolution, bias, 2×2 maximum pooling and ReLU as a product of matrices, whose tiles hold whole windows. */
export const conv2dBiasMaxPoolReluProduct = kernel(shader, {
  covers: [
    [...pooled, "p, index = maxPool2d(b)", "y = relu(p)"],
    [...pooled, "y, index = maxPool2d(b)"],
  ],
  applies: (site) =>
    poolsPairs(site.attributes("maxPool2d"), site.shape("b")) && isUngrouped(site.attributes("conv2d")),
  constants: (site) => {
    const { PARTS, ...tile } = tileOf(site);
    const moves = ungroupedMoves(site.shape("x"), site.shape("weight"), site.shape("b"), site.attributes("conv2d"));
    return { ...moves, ...tile, ACTIVATION: activationOf(site) };
  },
  invocations: (site) => productInvocations(productOf(site), tileOf(site)),
  effort: (site) => productEffort(productOf(site), tileOf(site), { others: site.size("y") }),
});

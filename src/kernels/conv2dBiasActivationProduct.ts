import shader from "#shaders/conv2dBiasActivationProduct.wgsl";
import { isUngrouped, ungroupedMoves } from "./convolutionProduct.ts";
import { kernel, type Site } from "./kernel.ts";
import { productEffort, productInvocations, productTile } from "./productTile.ts";
import { activationOf } from "./tiling.ts";

const biased = ["c = conv2d(x, weight)"];

/** Maps × pixels. */
function productOf(site: Site) {
  const [M, C, KH, KW] = site.shape("weight");
  const [N, , P, Q] = site.shape("y");
  return { rows: M, columns: N * P * Q, terms: C * KH * KW };
}

const tileOf = (site: Site) => productTile(productOf(site), site);

/** Convolution, bias and activation as a product of matrices in tiles that a workgroup shares. */
export const conv2dBiasActivationProduct = kernel(shader, {
  covers: [
    [...biased, "b = addBias(c, bias)", "y = relu(b)"],
    [...biased, "b = addBias(c, bias)", "y = sigmoid(b)"],
    [...biased, "y = addBias(c, bias)"],
  ],
  applies: (site) => isUngrouped(site.attributes("conv2d")),
  constants: (site) => {
    const { PARTS, ...tile } = tileOf(site);
    const moves = ungroupedMoves(site.shape("x"), site.shape("weight"), site.shape("y"), site.attributes("conv2d"));
    return { ...moves, ...tile, ACTIVATION: activationOf(site) };
  },
  invocations: (site) => productInvocations(productOf(site), tileOf(site)),
  effort: (site) => productEffort(productOf(site), tileOf(site), { others: site.size("y") / 4 }),
});

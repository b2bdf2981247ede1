/** What the kernels that compute a convolution's input gradient as a product of matrices have in common. */
import { isUngrouped, ungroupedMoves } from "./convolutionProduct.ts";
import type { Effort, Site } from "./kernel.ts";
import { productEffort, productInvocations, productTile } from "./productTile.ts";

/** Input maps × pixels. */
function productOf(site: Site) {
  const [M, C, KH, KW] = site.shape("weight");
  const [N, , H, W] = site.shape("dx");
  return { rows: C, columns: N * H * W, terms: M * KH * KW };
}

const tileOf = (site: Site) => productTile(productOf(site), site);

export function suitsInputGradProduct(site: Site): boolean {
  return isUngrouped(site.attributes("conv2dInputGrad"));
}

export function inputGradProductConstants(site: Site) {
  const { PARTS, ...tile } = tileOf(site);
  const attributes = site.attributes("conv2dInputGrad");
  return { ...ungroupedMoves(site.shape("dx"), site.shape("weight"), site.shape("dy"), attributes), ...tile };
}

export function inputGradProductInvocations(site: Site): number {
  return productInvocations(productOf(site), tileOf(site));
}

/** @param others words loaded for each element of dx */
export function inputGradProductEffort(site: Site, others: number): Effort {
  return productEffort(productOf(site), tileOf(site), { others: others * site.size("dx") });
}

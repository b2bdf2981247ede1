/** What the kernels that compute a convolution's parameter gradients as a product of matrices have in common. */
import type { Shape } from "../core/shape.ts";
import { isUngrouped, ungroupedMoves } from "./convolutionProduct.ts";
import type { Effort, Site } from "./kernel.ts";
import { productEffort, productInvocations, productTile } from "./productTile.ts";

export function suitsWeightGradProduct(site: Site): boolean {
  return isUngrouped(site.attributes("conv2dWeightGrad"));
}

/** Maps × taps, and a column of ones for the bias; `dy` is the shape of the gradient of the convolution's output. */
function productOf(site: Site, dy: Shape) {
  const [M, C, KH, KW] = site.shape("dw");
  const [N, , P, Q] = dy;
  return { rows: M, columns: C * KH * KW + 1, terms: N * P * Q, parts: N };
}

const tileOf = (site: Site, dy: Shape) => productTile(productOf(site, dy), site);

export function weightGradProductConstants(site: Site, dy: Shape) {
  const moves = ungroupedMoves(site.shape("x"), site.shape("dw"), dy, site.attributes("conv2dWeightGrad"));
  return { ...moves, ...tileOf(site, dy) };
}

export function weightGradProductInvocations(site: Site, dy: Shape): number {
  return productInvocations(productOf(site, dy), tileOf(site, dy));
}

/** Partial sums that the gradients of weight and bias are left as. */
export function weightGradProductParts(site: Site, dy: Shape) {
  const { PARTS } = tileOf(site, dy);
  return { dw: PARTS, db: PARTS };
}

/** @param words loaded for each gradient */
export function weightGradProductEffort(site: Site, dy: Shape, words: number): Effort {
  const product = productOf(site, dy);
  return productEffort(product, tileOf(site, dy), { leftWords: words });
}

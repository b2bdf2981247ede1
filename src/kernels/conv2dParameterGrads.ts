import shader from "#shaders/conv2dParameterGrads.wgsl";
import { convolutionSizes } from "./constants.ts";
import { kernel, type Site } from "./kernel.ts";
import { isSimpleConvolution, partsFor } from "./tiling.ts";

/** Invocations of one part: a row of up to eight taps of four maps each. */
function perPart(site: Site): number {
  const [M, C, KH, KW] = site.shape("dw");
  return Math.ceil(M / 4) * C * KH * Math.ceil(KW / 8);
}

/** Number of partial sums. A processor is busy with few; a card that is not fed loses more than what partial sums cost. */
export function tapParts(site: Site): number {
  const [N] = site.shape("x");
  return partsFor(site, N, perPart(site), site.device.software ? 64 : N);
}

/** Invocations of all parts. */
export function tapTiles(site: Site): number {
  return tapParts(site) * perPart(site);
}

export function tapEffort(site: Site) {
  const [N, , P, Q] = site.shape("dy");
  const taps = Math.min(site.shape("dw")[3], 8);
  // For each row of dy the first inputs, then one input and four gradients for each pixel; every sample is in one part.
  return { loads: perPart(site) * N * P * (taps - 1 + 5 * Q), registers: 4 * taps + taps + 14 };
}

/** ∂L/∂weight and ∂L/∂bias of a convolution, as partial sums over the batch. */
export const conv2dParameterGrads = kernel(shader, {
  covers: [["dw = conv2dWeightGrad(x, dy)", "db = addBiasGrad(dy)"]],
  applies: (site) => isSimpleConvolution(site.attributes("conv2dWeightGrad")),
  constants: (site) => ({ ...convolutionSizes(site.shape("x"), site.shape("dw")), PARTS: tapParts(site) }),
  invocations: tapTiles,
  partials: (site) => ({ dw: tapParts(site), db: tapParts(site) }),
  effort: tapEffort,
});

import shader from "#shaders/denseBiasActivationProduct.wgsl";
import { denseActivations } from "./denseBiasActivation.ts";
import { kernel, type Site } from "./kernel.ts";
import { productEffort, productInvocations, productTile } from "./productTile.ts";
import { activationOf } from "./tiling.ts";

/** Outputs × samples. */
function productOf(site: Site) {
  const [N, F] = site.shape("x");
  return { rows: site.shape("y")[1], columns: N, terms: F };
}

const tileOf = (site: Site) => productTile(productOf(site), site);

/** Dense layer, bias and activation as a product of matrices in tiles that a workgroup shares. */
export const denseBiasActivationProduct = kernel(shader, {
  covers: denseActivations,
  constants: (site) => {
    const { PARTS, ...tile } = tileOf(site);
    const [N, F] = site.shape("x");
    return { N, F, O: site.shape("y")[1], ...tile, ACTIVATION: activationOf(site) };
  },
  invocations: (site) => productInvocations(productOf(site), tileOf(site)),
  effort: (site) => productEffort(productOf(site), tileOf(site), { others: site.size("y") / 4 }),
});

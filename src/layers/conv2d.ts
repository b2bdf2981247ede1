import { positiveInteger, size2d } from "../model/fields.ts";
import { layer } from "./layer.ts";

/**
 * C_m = Σ_c x_c ⊛ k_{c,m} ⊕ b_m: valid cross-correlation with `filters` kernels of side `kernel`, and a bias for each map.
 *
 * [N, C, H, W] → [N, filters, H − KH + 1, W − KW + 1]. Parameters: weight [filters, C, KH, KW], bias [filters].
 */
export const conv2d = layer("conv", { filters: positiveInteger, kernel: size2d }, ({ filters, kernel }, site) => {
  const maps = site.shape[1];
  const taps = kernel[0] * kernel[1];
  const fans = { fanIn: maps * taps, fanOut: filters * taps };
  const weight = site.parameter("weight", [filters, maps, ...kernel], fans);
  const bias = site.parameter("bias", [filters], fans);
  const { y } = site.emit("conv2d", { x: site.x, weight });
  return site.emit("addBias", { x: y, bias }).y;
});

import { oneOf, optional, padding2d, positiveInteger, size2d, trueOrFalse } from "../model/fields.ts";
import { extentOf, mapsPerGroup } from "../operations/convolution.ts";
import { expectAxes } from "../operations/operation.ts";
import { layer } from "./layer.ts";
import { paddingOf } from "./padding.ts";

const fields = {
  filters: positiveInteger,
  kernel: size2d,
  stride: optional(size2d, [1, 1]),
  padding: optional(padding2d, "valid"),
  dilation: optional(size2d, [1, 1]),
  groups: optional((...field) => (field[2] === "depthwise" ? field[2] : positiveInteger(...field)), 1),
  mode: optional(oneOf("crossCorrelation", "convolution"), "crossCorrelation"),
  bias: optional(trueOrFalse, true),
};

/**
 * C_m = Σ_c x_c ⊛ k_{c,m} ⊕ b_m: `filters` kernels of side `kernel`, and a bias for each map unless `bias` is false. The kernels are not
 * flipped (cross-correlation), except where `mode` is `convolution`. `groups` divides the maps into parts, each convolved for itself;
 * `depthwise`: one for each input map.
 *
 * [N, C, H, W] → [N, filters, P, Q] with P = ⌊(top + H + bottom − (KH − 1)·dilation − 1)/stride⌋ + 1, Q likewise.
 * Parameters: weight [filters, C/groups, KH, KW], bias [filters].
 */
export const conv2d = layer("conv", fields, (spec, site) => {
  const { filters, kernel, stride, dilation, mode } = spec;
  expectAxes("conv2d", "x", site.shape, "N, C, H, W");
  const [, C, H, W] = site.shape;
  const groups = spec.groups === "depthwise" ? C : spec.groups;
  const maps = mapsPerGroup("conv2d", C, filters, groups);
  const taps = kernel[0] * kernel[1];
  const fans = { fanIn: maps * taps, fanOut: (filters / groups) * taps };
  const weight = site.parameter("weight", [filters, maps, ...kernel], fans);
  const turned = mode === "convolution" ? site.emit("flip2d", { x: weight }).y : weight;
  const padding = paddingOf(spec.padding, [H, W], extentOf(kernel, dilation), stride);
  const { y } = site.emit("conv2d", { x: site.x, weight: turned }, { stride, padding, dilation, groups });
  if (!spec.bias) return y;
  return site.emit("addBias", { x: y, bias: site.parameter("bias", [filters], fans) }).y;
});

import { optional } from "../core/fields.ts";
import { elements } from "../core/shape.ts";
import { convolutionAttributes, convolutionOf, expectConvolved, extentOf } from "./convolution.ts";
import { expectAxes, type OperationDefinition } from "./operation.ts";
import { type Size2d, whole } from "./spatial.ts";

const inputSize = whole("height, width", 1);

/**
 * ∂L/∂x of a convolution: each dy goes back to the cells that it came from.
 *
 *     dx[n,c,h,w] = Σ_m Σ_i Σ_j dy[n, m, (h + top − i·dh)/sh, (w + left − j·dw)/sw] · weight[m, c mod C/G, i, j]
 *
 * over the maps m of the group of c; terms outside dy, or between its cells, are 0.
 * dy [N, M, P, Q], weight [M, C/G, KH, KW] → dx [N, C, H, W]. Attributes: those of conv2d, and `input` [H, W]; left out, it is the least
 * that gives P and Q.
 *
 * @throws ShapeError where dy is not what such a convolution gives
 */
export const conv2dInputGrad: OperationDefinition = {
  inputs: ["dy", "weight"],
  outputs: { dx: "f32" },
  attributes: { ...convolutionAttributes, input: optional(inputSize) },
  shapes: ({ dy, weight }, attributes) => {
    expectAxes("conv2dInputGrad", "dy", dy, "N, M, P, Q");
    expectAxes("conv2dInputGrad", "weight", weight, "M, C, KH, KW");
    const { stride, padding, dilation, groups } = convolutionOf(attributes);
    const [N, , P, Q] = dy as number[];
    const [, C, KH, KW] = weight as number[];
    const [top, bottom, left, right] = padding;
    const [height, width] = extentOf([KH, KW], dilation);
    const least = [(P - 1) * stride[0] + height - top - bottom, (Q - 1) * stride[1] + width - left - right];
    const input = inputSize("conv2dInputGrad", "input", attributes.input ?? least) as Size2d;
    const dx = [N, C * groups, ...input];
    expectConvolved("conv2dInputGrad", dy, dx, weight, attributes);
    return { dx };
  },
  flops: ({ dy, weight }) => (2 * elements(dy) * elements(weight)) / weight[0],
};

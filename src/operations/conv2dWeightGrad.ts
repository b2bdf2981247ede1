import { optional } from "../core/fields.ts";
import { elements } from "../core/shape.ts";
import { convolutionAttributes, convolutionOf, expectConvolved, mapsPerGroup } from "./convolution.ts";
import { expectAxes, type OperationDefinition } from "./operation.ts";
import { padded, type Size2d, whole } from "./spatial.ts";

const kernelSize = whole("height, width", 1);

/**
 * ∂L/∂weight of a convolution: the correlation of its input with dy, over all samples.
 *
 *     dw[m,c,i,j] = Σ_n Σ_p Σ_q x[n, g·C/G + c, p·sh + i·dh − top, q·sw + j·dw − left] · dy[n,m,p,q]
 *
 * with g = ⌊m·G/M⌋ the group of map m. Terms outside x are 0.
 * x [N, C, H, W], dy [N, M, P, Q] → dw [M, C/G, KH, KW]. Attributes: those of conv2d, and `kernel` [KH, KW]; left out, it is the greatest
 * that gives P and Q.
 *
 * @throws ShapeError where dy is not what such a convolution gives
 */
export const conv2dWeightGrad: OperationDefinition = {
  inputs: ["x", "dy"],
  outputs: { dw: "f32" },
  attributes: { ...convolutionAttributes, kernel: optional(kernelSize) },
  shapes: ({ x, dy }, attributes) => {
    expectAxes("conv2dWeightGrad", "x", x, "N, C, H, W");
    expectAxes("conv2dWeightGrad", "dy", dy, "N, M, P, Q");
    const { stride, padding, dilation, groups } = convolutionOf(attributes);
    const [, C, H, W] = x as number[];
    const [, M, ...map] = dy as number[];
    const size = padded([H, W], padding);
    const greatest = [0, 1].map(
      (axis) => Math.floor((size[axis] - (map[axis] - 1) * stride[axis] - 1) / dilation[axis]) + 1,
    );
    const kernel = kernelSize("conv2dWeightGrad", "kernel", attributes.kernel ?? greatest) as Size2d;
    const dw = [M, mapsPerGroup("conv2dWeightGrad", C, M, groups), ...kernel];
    expectConvolved("conv2dWeightGrad", dy, x, dw, attributes);
    return { dw };
  },
  flops: ({ dy }, { dw }) => (2 * elements(dy) * elements(dw)) / dw[0],
};

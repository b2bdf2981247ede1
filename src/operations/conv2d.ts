import { elements } from "../core/shape.ts";
import { convolutionAttributes, convolutionOf, convolvedShape } from "./convolution.ts";
import type { OperationDefinition } from "./operation.ts";

/**
 * Convolution as CNNs mean it: cross-correlation. The kernel is not flipped; `flip2d` before it makes it true convolution.
 *
 *     y[n,m,p,q] = Σ_c Σ_i Σ_j x[n, g·C/G + c, p·sh + i·dh − top, q·sw + j·dw − left] · weight[m,c,i,j]
 *
 * with c < C/G, and g = ⌊m·G/M⌋ the group of map m. Terms outside x are 0.
 * x [N, C, H, W], weight [M, C/G, KH, KW] → y [N, M, P, Q] with P = ⌊(top + H + bottom − (KH − 1)·dh − 1)/sh⌋ + 1, Q likewise.
 * Attributes: those of ConvolutionAttributes.
 *
 * @throws ShapeError where the maps differ or the kernel does not fit
 */
export const conv2d: OperationDefinition = {
  inputs: ["x", "weight"],
  outputs: { y: "f32" },
  attributes: convolutionAttributes,
  shapes: ({ x, weight }, attributes) => ({ y: convolvedShape("conv2d", x, weight, attributes) }),
  gradient: ({ inputs, shapes, attributes, dy, emit }) => {
    const moves = convolutionOf(attributes);
    const [input, kernel] = [shapes.x.slice(2), shapes.weight.slice(2)];
    return {
      x: emit("conv2dInputGrad", { dy, weight: inputs.weight }, { ...moves, input }).dx,
      weight: emit("conv2dWeightGrad", { x: inputs.x, dy }, { ...moves, kernel }).dw,
    };
  },
  flops: ({ weight }, { y }) => (2 * elements(y) * elements(weight)) / weight[0],
};

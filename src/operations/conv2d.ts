import { ShapeError } from "../core/errors.ts";
import { elements } from "../core/shape.ts";
import { expectAxes, type OperationDefinition } from "./operation.ts";

/**
 * Convolution as CNNs mean it: valid cross-correlation (the kernel is not flipped), stride 1.
 *
 *     y[n,m,p,q] = Σ_c Σ_i Σ_j x[n, c, p+i, q+j] · weight[m,c,i,j]
 *
 * x [N, C, H, W], weight [M, C, KH, KW] → y [N, M, P, Q] with P = H − KH + 1, Q = W − KW + 1.
 *
 * @throws ShapeError where the maps differ or the kernel does not fit
 */
export const conv2d: OperationDefinition = {
  inputs: ["x", "weight"],
  outputs: { y: "f32" },
  shapes: ({ x, weight }) => {
    expectAxes("conv2d", "x", x, "N, C, H, W");
    expectAxes("conv2d", "weight", weight, "M, C, KH, KW");
    const [N, C, H, W] = x as number[];
    const [M, inMaps, KH, KW] = weight as number[];
    if (C !== inMaps) {
      throw new ShapeError(
        `conv2d: the kernel has ${inMaps} input maps; ${C} were expected, those of its input. Give it weight [M, ${C}, KH, KW].`,
      );
    }
    if (KH > H || KW > W) {
      throw new ShapeError(
        `conv2d: kernel ${KH}×${KW} does not fit its ${H}×${W} input. Use a kernel of at most ${H}×${W}.`,
      );
    }
    return { y: [N, M, H - KH + 1, W - KW + 1] };
  },
  gradient: ({ inputs, dy, emit }) => ({
    x: emit("conv2dInputGrad", { dy, weight: inputs.weight }).dx,
    weight: emit("conv2dWeightGrad", { x: inputs.x, dy }).dw,
  }),
  flops: ({ weight }, { y }) => (2 * elements(y) * elements(weight)) / weight[0],
};

import { ShapeError } from "../core/errors.ts";
import { oneOf } from "../core/fields.ts";
import { elements, formatShape, type Shape } from "../core/shape.ts";
import type { OperationDefinition } from "./operation.ts";
import type { Size2d } from "./spatial.ts";

/** Which part of a convolution is computed, or that it goes round. */
export type Form = "full" | "same" | "valid" | "circular";
export const FORMS = ["full", "same", "valid", "circular"] as const satisfies readonly Form[];

function expectTwoAxes(role: string, shape: Shape): void {
  if (shape.length !== 2) {
    throw new ShapeError(
      `convolve: ${role} has ${shape.length} axes (${formatShape(shape)}); 2 were expected. Make a signal of one axis [1, W].`,
    );
  }
}

/**
 * Where the first value of a form lies in the full convolution: (h − 1, w − 1) where the kernel has to fit, half of it rounded
 * down where it may reach out at both sides, and the origin elsewhere.
 *
 * @param kernel shape of g, [h, w]
 */
export function convolutionOffset(form: Form, [h, w]: Size2d): Size2d {
  if (form === "valid") return [h - 1, w - 1];
  return form === "same" ? [Math.floor((h - 1) / 2), Math.floor((w - 1) / 2)] : [0, 0];
}

/**
 * The operator ⊛, true convolution: the kernel is flipped.
 *
 *     y[p,q] = Σ_i Σ_j x[p+top−i, q+left−j] · g[i,j]
 *
 * x [H, W], g [h, w]; a signal of one axis is [1, W]. Attribute `form`:
 * "full" → y [H+h−1, W+w−1] with (top, left) = (0, 0), x being 0 outside;
 * "same" → y [H, W], the part of it from (⌊(h−1)/2⌋, ⌊(w−1)/2⌋) on;
 * "valid" → y [H−h+1, W−w+1], the part from (h−1, w−1) on, where the kernel lies wholly within x;
 * "circular" → y [H, W], x going on with the periods H and W; g may be larger than they are, and then goes round too.
 *
 * @throws ShapeError where an array has not two axes, or the kernel of a valid convolution does not fit
 */
export const convolve: OperationDefinition = {
  inputs: ["x", "g"],
  outputs: { y: "f32" },
  attributes: { form: oneOf(...FORMS) },
  shapes: ({ x, g }, attributes) => {
    const form = attributes.form as Form;
    expectTwoAxes("x", x);
    expectTwoAxes("g", g);
    const [[H, W], [h, w]] = [x as Size2d, g as Size2d];
    if (form === "full") return { y: [H + h - 1, W + w - 1] };
    if (form !== "valid") return { y: [H, W] };
    if (h > H || w > W) {
      throw new ShapeError(
        `convolve: kernel ${h}×${w} does not fit its ${H}×${W} input. Use a kernel of at most ${H}×${W}, or the form full or same.`,
      );
    }
    return { y: [H - h + 1, W - w + 1] };
  },
  gradient: ({ inputs, attributes, shapes, dy, emit }) => {
    const form = attributes.form as Form;
    const offset = convolutionOffset(form, shapes.g as Size2d);
    const gradient = (factor: string, shape: readonly number[]) =>
      emit("convolveGrad", { dy, factor }, { shape, offset, circular: form === "circular" }).d;
    return { x: gradient(inputs.g, shapes.x), g: gradient(inputs.x, shapes.g) };
  },
  flops: ({ g }, { y }) => 2 * elements(y) * elements(g),
};

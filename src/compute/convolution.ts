/** The operator ⊛ on plain arrays [H, W]; a signal of one axis is [1, W]. Each function computes on the engine `on`. */

import { ShapeError, SpecError } from "../core/errors.ts";
import type { Form } from "../operations/convolve.ts";
import type { NumericArray } from "./arrays.ts";
import type { Compute, ComputedArray } from "./compute.ts";
import { reference } from "./reference.ts";

/** Where something is computed; default: the float64 reference. */
export interface On {
  readonly on?: Compute;
}

export interface ConvolveOptions extends On {
  /** Default: "full". */
  readonly form?: Form;
}

/** δ, the identity of ⊛: δ ⊛ g = g. */
export const identityKernel: NumericArray = { shape: [1, 1], data: [1] };

/**
 * x ⊛ g, true convolution: the kernel is flipped.
 *
 *     y[p,q] = Σ_i Σ_j x[p+top−i, q+left−j] · g[i,j]
 *
 * x [H, W], g [h, w]. "full" → [H+h−1, W+w−1], (top, left) = (0, 0); "same" → [H, W], the part from (⌊(h−1)/2⌋, ⌊(w−1)/2⌋) on;
 * "valid" → [H−h+1, W−w+1], the part from (h−1, w−1) on; "circular" → [H, W], x going on with the periods H and W.
 *
 * @throws ShapeError where the kernel of a valid convolution does not fit, or an array has not two axes
 */
export async function convolve(
  x: NumericArray,
  g: NumericArray,
  { form = "full", on = reference }: ConvolveOptions = {},
): Promise<ComputedArray> {
  return (await on.run("convolve", { x, g }, { form })).y;
}

/**
 * The kernel turned by half a turn, which changes convolution into cross-correlation and back, exactly.
 *
 *     g'[i,j] = g[h−1−i, w−1−j]
 *
 * [.., h, w] → the same shape; of several kernels, each is turned.
 */
export function flip({ shape, data }: NumericArray): NumericArray {
  const size = shape.slice(-2).reduce((product, side) => product * side, 1);
  const flipped = Array.from({ length: data.length }, (_, at) => {
    const place = at % size;
    return data[at - place + (size - 1 - place)];
  });
  return { shape, data: flipped };
}

/**
 * x ⋆ g, cross-correlation: what networks call convolution. It is the convolution with the flipped kernel.
 *
 *     y[p,q] = Σ_i Σ_j x[p+top−(h−1)+i, q+left−(w−1)+j] · g[i,j]
 *
 * Shapes, forms, (top, left) and errors as of `convolve`: the valid form begins with x[i,j] · g[i,j].
 */
export function correlate(x: NumericArray, g: NumericArray, options: ConvolveOptions = {}): Promise<ComputedArray> {
  return convolve(x, flip(g), options);
}

/**
 * ⊛ᵢ gᵢ = g₁ ⊛ g₂ ⊛ … ⊛ gₙ, in full: [Σ hᵢ − n + 1, Σ wᵢ − n + 1]. Of no kernels it is δ.
 */
export async function convolveAll(
  kernels: readonly NumericArray[],
  { on = reference }: On = {},
): Promise<NumericArray> {
  let [product, ...others] = kernels.length === 0 ? [identityKernel] : kernels;
  for (const kernel of others) product = await convolve(product, kernel, { on });
  return product;
}

/**
 * g^⊛m = g ⊛ g ⊛ … ⊛ g, m times, in full: [m(h − 1) + 1, m(w − 1) + 1], by repeated squaring. g^⊛0 is δ.
 *
 * @throws SpecError unless m is a whole number of at least 0
 */
export async function convolutionPower(g: NumericArray, m: number, { on = reference }: On = {}): Promise<NumericArray> {
  if (!Number.isSafeInteger(m) || m < 0) {
    throw new SpecError(`convolutionPower: m is ${m}; a whole number of at least 0 was expected. Change it.`);
  }
  let power = identityKernel;
  let square = g;
  for (let rest = m; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) power = await convolve(power, square, { on });
    if (rest > 1) square = await convolve(square, square, { on });
  }
  return power;
}

/**
 * The one kernel that does what a stack of linear convolutions with maps does, one after the other.
 *
 *     K[m,c] = Σ_b k₂[m,b] ⊛ k₁[b,c]                           and so on: (k₁, …, kₙ) → Kₙ ⊛ … ⊛ K₁, summed over the maps between
 *
 * kᵢ [Mᵢ, Mᵢ₋₁, hᵢ, wᵢ] → [Mₙ, M₀, Σ hᵢ − n + 1, Σ wᵢ − n + 1]; its support is the stack's receptive field. The law is the same whether
 * the layers convolve or, as `conv2d` does, correlate: x ⋆ k₁ ⋆ k₂ = x ⋆ (k₁ ⊛ k₂), the kernels unflipped in both. It holds for stride and
 * dilation 1 and one group, and for whole outputs without padding.
 *
 * @throws SpecError where there are no kernels
 * @throws ShapeError where the maps of two neighbours differ
 */
export async function effectiveKernel(
  kernels: readonly NumericArray[],
  { on = reference }: On = {},
): Promise<NumericArray> {
  if (kernels.length === 0) {
    throw new SpecError(
      "effectiveKernel: there are no kernels; a list of at least one was expected. Give [M, C, h, w] each.",
    );
  }
  let [effective, ...others] = kernels;
  for (const next of others) {
    if (next.shape[1] !== effective.shape[0]) {
      throw new ShapeError(
        `effectiveKernel: a kernel has ${next.shape[1]} input maps; ${effective.shape[0]} were expected, the output maps of the one ` +
          `before. Give it [M, ${effective.shape[0]}, h, w].`,
      );
    }
    // The full convolution that sums over the maps between: what ∂L/∂x of a convolution is, too.
    effective = (await on.run("conv2dInputGrad", { dy: next, weight: effective })).dx;
  }
  return effective;
}

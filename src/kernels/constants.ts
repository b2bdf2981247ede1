import type { Shape } from "../core/shape.ts";
import type { Attributes } from "../operations/operation.ts";
import { windowOf } from "../operations/window.ts";

/** Sizes of a convolution from its larger side's map x [N, C, H, W] and its kernel [M, C, KH, KW]. */
export function convolutionSizes(x: Shape, weight: Shape) {
  const [N, C, H, W] = x;
  const [M, , KH, KW] = weight;
  return { N, C, H, W, M, KH, KW };
}

/** Sizes of pooling: its input [N, C, H, W] with batch and maps as one axis, its window and stride. */
export function poolingSizes(x: Shape, attributes: Attributes) {
  const { kernel, stride } = windowOf(attributes);
  const [N, C, H, W] = x;
  return { NC: N * C, H, W, KH: kernel[0], KW: kernel[1], SH: stride[0], SW: stride[1] };
}

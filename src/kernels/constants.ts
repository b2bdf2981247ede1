import type { Shape } from "../core/shape.ts";
import { convolutionOf } from "../operations/convolution.ts";
import type { Attributes } from "../operations/operation.ts";
import { countedOf, windowOf } from "../operations/window.ts";

/** Sizes of a convolution from its larger side's map x [N, C, H, W] and its kernel [M, C, KH, KW]. */
export function convolutionSizes(x: Shape, weight: Shape) {
  const [N, C, H, W] = x;
  const [M, , KH, KW] = weight;
  return { N, C, H, W, M, KH, KW };
}

/** Sizes of a convolution x ⊛ weight → y of any kind, and how the kernel moves. */
export function convolutionMoves(x: Shape, weight: Shape, y: Shape, attributes: Attributes) {
  const { stride, padding, dilation, groups } = convolutionOf(attributes);
  const [SH, SW] = stride;
  const [TOP, , LEFT] = padding;
  const [DH, DW] = dilation;
  const [, , P, Q] = y;
  return { ...convolutionSizes(x, weight), P, Q, SH, SW, TOP, LEFT, DH, DW, GROUPS: groups };
}

/** Sizes of pooling x → y, batch and maps as one axis, and how the window moves. */
export function poolingMoves(x: Shape, y: Shape, attributes: Attributes) {
  const { kernel, stride, padding } = windowOf(attributes);
  const [KH, KW] = kernel;
  const [SH, SW] = stride;
  const [TOP, , LEFT] = padding;
  const [N, C, H, W] = x;
  const [, , P, Q] = y;
  return { NC: N * C, H, W, KH, KW, SH, SW, TOP, LEFT, P, Q };
}

/** The same, and the rows and columns that a mean counts. */
export function meanMoves(x: Shape, y: Shape, attributes: Attributes) {
  const { rows, columns } = countedOf(windowOf(attributes), [x[2], x[3]]);
  const [[ROW0, ROW1], [COLUMN0, COLUMN1]] = [rows, columns];
  return { ...poolingMoves(x, y, attributes), ROW0, ROW1, COLUMN0, COLUMN1 };
}

import { ShapeError } from "../core/errors.ts";
import type { Shape } from "../core/shape.ts";
import { type Attributes, expectAxes } from "./operation.ts";

/** Height and width. */
export type Size2d = readonly [number, number];

/** How a pooling window moves: `kernel` its size, `stride` its step, both [height, width]. */
export interface WindowAttributes {
  readonly kernel: Size2d;
  readonly stride: Size2d;
}

export function windowOf(attributes: Attributes): WindowAttributes {
  return attributes as unknown as WindowAttributes;
}

/**
 * Shape after pooling: P = ⌊(H − kh)/sh⌋ + 1, Q likewise.
 *
 * @throws ShapeError where the window does not fit
 */
export function pooledShape(op: string, x: Shape, attributes: Attributes): Shape {
  expectAxes(op, "x", x, "N, C, H, W");
  const { kernel, stride } = windowOf(attributes);
  const [N, C, H, W] = x as number[];
  if (kernel[0] > H || kernel[1] > W) {
    throw new ShapeError(
      `${op}: window ${kernel[0]}×${kernel[1]} does not fit its ${H}×${W} input. Use a window of at most ${H}×${W}.`,
    );
  }
  return [N, C, Math.floor((H - kernel[0]) / stride[0]) + 1, Math.floor((W - kernel[1]) / stride[1]) + 1];
}

/** Shape before pooling, from the gradient's: attribute `input` keeps the height and width that the windows covered. */
export function unpooledShape(dy: Shape, attributes: Attributes): Shape {
  const [H, W] = attributes.input as Size2d;
  return [dy[0], dy[1], H, W];
}

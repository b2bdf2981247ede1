import { ShapeError } from "../core/errors.ts";
import { optional, trueOrFalse } from "../core/fields.ts";
import { formatShape, type Shape, sameShape } from "../core/shape.ts";
import { type Attributes, expectAxes } from "./operation.ts";
import { formatSize, type Padding2d, padded, type Size2d, whole } from "./spatial.ts";

/** What the attributes of pooling may be. */
export const windowAttributes = {
  kernel: whole("height, width", 1),
  stride: optional(whole("height, width", 1)),
  padding: optional(whole("top, bottom, left, right", 0)),
  ceilMode: optional(trueOrFalse),
  countIncludePad: optional(trueOrFalse),
};

/** How a pooling window moves. */
export interface WindowAttributes {
  /** Its size. */
  readonly kernel: Size2d;
  /** Its step; default: its size, so that windows lie side by side. */
  readonly stride: Size2d;
  /** Default: none. A maximum never takes it; to a mean it is 0. */
  readonly padding: Padding2d;
  /** Whether a last window may reach beyond the padded input; default false. */
  readonly ceilMode: boolean;
  /** Whether a mean divides by the cells of the padding too; default true. */
  readonly countIncludePad: boolean;
}

export function windowOf(attributes: Attributes): WindowAttributes {
  const { kernel, ...given } = attributes as Partial<WindowAttributes> & Pick<WindowAttributes, "kernel">;
  const { stride = kernel, padding = [0, 0, 0, 0], ceilMode = false, countIncludePad = true } = given;
  return { kernel, stride, padding, ceilMode, countIncludePad };
}

/** Windows along one axis, `size` being that of the padded input, of which the last `after` are padding. */
function windowsAlong(size: number, after: number, kernel: number, stride: number, ceilMode: boolean): number {
  if (!ceilMode) return Math.floor((size - kernel) / stride) + 1;
  const windows = Math.ceil((size - kernel) / stride) + 1;
  // None that begins behind the input.
  return (windows - 1) * stride >= size - after ? windows - 1 : windows;
}

/**
 * Shape after pooling: P = ⌊(top + H + bottom − kh)/sh⌋ + 1, Q likewise; with ceilMode ⌈…⌉ instead of ⌊…⌋, but no window that
 * begins behind the input. PyTorch's rules.
 *
 * @throws ShapeError where the window does not fit, or the padding is more than half of it: a window must see a cell of the input
 */
export function pooledShape(op: string, x: Shape, attributes: Attributes): Shape {
  expectAxes(op, "x", x, "N, C, H, W");
  const { kernel, stride, padding, ceilMode } = windowOf(attributes);
  const [N, C, H, W] = x as number[];
  const [top, bottom, left, right] = padding;
  const half = kernel.map((side) => Math.floor(side / 2));
  if (Math.max(top, bottom) > half[0] || Math.max(left, right) > half[1]) {
    throw new ShapeError(
      `${op}: padding is ${JSON.stringify(padding)}; at most half of window ${formatSize(kernel)} was expected, ` +
        `${half[0]} above and below, ${half[1]} left and right. Use less padding or a larger window.`,
    );
  }
  const size = padded([H, W], padding);
  const P = windowsAlong(size[0], bottom, kernel[0], stride[0], ceilMode);
  const Q = windowsAlong(size[1], right, kernel[1], stride[1], ceilMode);
  if (P < 1 || Q < 1) {
    throw new ShapeError(
      `${op}: window ${formatSize(kernel)} does not fit its ${formatSize(size)} input. Use a window of at most ${formatSize(size)}.`,
    );
  }
  return [N, C, P, Q];
}

/**
 * Shape before pooling, from the gradient's: attribute `input` keeps the height and width that the windows covered.
 *
 * @throws ShapeError where pooling of such an input gives something else
 */
export function unpooledShape(op: string, dy: Shape, attributes: Attributes): Shape {
  expectAxes(op, "dy", dy, "N, C, P, Q");
  const dx = [dy[0], dy[1], ...(attributes.input as Size2d)];
  const pooled = pooledShape(op, dx, attributes);
  if (!sameShape(pooled, dy)) {
    throw new ShapeError(
      `${op}: dy is ${formatShape(dy)}; ${formatShape(pooled)} was expected, what pooling makes of ${formatShape(dx)}. ` +
        "Correct dy or input.",
    );
  }
  return dx;
}

/**
 * Which rows and columns a mean counts, from the first to before the second, numbered from the corner of the padded input: with
 * the padding or without. A window that begins at row r divides by those of r … r + kh − 1 among them, times the columns.
 */
export function countedOf({ padding, countIncludePad }: WindowAttributes, [H, W]: Size2d) {
  const [top, , left] = padding;
  const [height, width] = padded([H, W], padding);
  return countIncludePad
    ? ({ rows: [0, height], columns: [0, width] } as const)
    : ({ rows: [top, top + H], columns: [left, left + W] } as const);
}

import { ShapeError } from "../core/errors.ts";
import { optional } from "../core/fields.ts";
import { formatShape, type Shape, sameShape } from "../core/shape.ts";
import { type Attributes, expectAxes } from "./operation.ts";
import { formatSize, type Padding2d, padded, type Size2d, whole } from "./spatial.ts";

/** What the attributes of a convolution may be. */
export const convolutionAttributes = {
  stride: optional(whole("height, width", 1)),
  padding: optional(whole("top, bottom, left, right", 0)),
  dilation: optional(whole("height, width", 1)),
  // What it may be depends on the maps: `shapes` looks at it.
  groups: (_: string, __: string, value: unknown) => value,
};

/** How a kernel moves over a map; each may be left out. */
export interface ConvolutionAttributes {
  /** Its step; default 1. */
  readonly stride: Size2d;
  /** Zeros around the input; default none. */
  readonly padding: Padding2d;
  /** Distance of neighbouring taps in the input; default 1. */
  readonly dilation: Size2d;
  /** Parts that the maps are divided into, each convolved for itself; default 1. As many as input maps: depthwise. */
  readonly groups: number;
}

export function convolutionOf(attributes: Attributes): ConvolutionAttributes {
  const {
    stride = [1, 1],
    padding = [0, 0, 0, 0],
    dilation = [1, 1],
    groups = 1,
  } = attributes as Partial<ConvolutionAttributes>;
  return { stride, padding, dilation, groups };
}

/** Height and width from the first tap of a kernel to its last: (K − 1)·d + 1. */
export function extentOf([KH, KW]: Size2d, [dh, dw]: Size2d): Size2d {
  return [(KH - 1) * dh + 1, (KW - 1) * dw + 1];
}

/**
 * Input maps that each output map sees.
 *
 * @throws ShapeError where the groups do not divide the maps
 */
export function mapsPerGroup(op: string, C: number, M: number, groups: number): number {
  if (!Number.isSafeInteger(groups) || groups < 1 || C % groups !== 0 || M % groups !== 0) {
    throw new ShapeError(
      `${op}: groups is ${JSON.stringify(groups)}; a divisor of its ${C} input maps and ${M} output maps was expected. ` +
        "Set it to 1, or change the number of maps.",
    );
  }
  return C / groups;
}

/**
 * Shape after convolution: P = ⌊(top + H + bottom − (KH − 1)·dh − 1)/sh⌋ + 1, Q likewise.
 *
 * @throws ShapeError where the maps do not fit each other or the kernel does not fit the input
 */
export function convolvedShape(op: string, x: Shape, weight: Shape, attributes: Attributes): Shape {
  expectAxes(op, "x", x, "N, C, H, W");
  expectAxes(op, "weight", weight, "M, C, KH, KW");
  const { stride, padding, dilation, groups } = convolutionOf(attributes);
  const [N, C, H, W] = x as number[];
  const [M, inMaps, KH, KW] = weight as number[];
  const expected = mapsPerGroup(op, C, M, groups);
  if (inMaps !== expected) {
    const whose = groups === 1 ? "those of its input" : `the ${C} of its input in ${groups} groups`;
    throw new ShapeError(
      `${op}: the kernel has ${inMaps} input maps; ${expected} were expected, ${whose}. Give it weight [M, ${expected}, KH, KW].`,
    );
  }
  const size = padded([H, W], padding);
  const extent = extentOf([KH, KW], dilation);
  if (extent[0] > size[0] || extent[1] > size[1]) throw doesNotFit(op, [KH, KW], [H, W], size, dilation);
  const [P, Q] = [0, 1].map((axis) => Math.floor((size[axis] - extent[axis]) / stride[axis]) + 1);
  return [N, M, P, Q];
}

function doesNotFit(op: string, kernel: Size2d, input: Size2d, size: Size2d, dilation: Size2d): ShapeError {
  const extent = extentOf(kernel, dilation);
  const spread = sameShape(extent, kernel) ? "" : `, dilated to ${formatSize(extent)},`;
  const around = sameShape(size, input) ? "" : `, padded to ${formatSize(size)}`;
  const most: Size2d = [Math.ceil(size[0] / dilation[0]), Math.ceil(size[1] / dilation[1])];
  return new ShapeError(
    `${op}: kernel ${formatSize(kernel)}${spread} does not fit its ${formatSize(input)} input${around}. ` +
      `Use a kernel of at most ${formatSize(most)}, or more padding.`,
  );
}

/** @throws ShapeError unless dy is what such a convolution gives a gradient for */
export function expectConvolved(op: string, dy: Shape, x: Shape, weight: Shape, attributes: Attributes): void {
  const y = convolvedShape(op, x, weight, attributes);
  if (!sameShape(y, dy)) {
    throw new ShapeError(
      `${op}: dy is ${formatShape(dy)}; ${formatShape(y)} was expected, what kernel ${formatShape(weight)} makes of ` +
        `${formatShape(x)}. Correct the shapes or attributes.`,
    );
  }
}

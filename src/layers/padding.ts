import type { Padding } from "../model/fields.ts";
import type { Padding2d, Size2d } from "../operations/spatial.ts";

/**
 * Rows and columns around a map, from what a recipe says. `same`: so many that the output has ⌈H/stride⌉ rows and ⌈W/stride⌉ columns;
 * of an odd number the one more stands below or at the right. That is ONNX's and TensorFlow's SAME_UPPER, and PyTorch's `same`, which
 * knows stride 1 only.
 *
 * @param input height and width of the map
 * @param extent of the kernel or window, from its first cell to its last
 */
export function paddingOf(padding: Padding, input: Size2d, extent: Size2d, stride: Size2d): Padding2d {
  if (padding === "valid") return [0, 0, 0, 0];
  if (padding !== "same") return padding;
  const [rows, columns] = [0, 1].map((axis) => {
    const outputs = Math.ceil(input[axis] / stride[axis]);
    return Math.max(0, (outputs - 1) * stride[axis] + extent[axis] - input[axis]);
  });
  return [Math.floor(rows / 2), Math.ceil(rows / 2), Math.floor(columns / 2), Math.ceil(columns / 2)];
}

import { ShapeError } from "../core/errors.ts";
import { type Field, refuse } from "../core/fields.ts";
import { elements, formatShape, type Shape } from "../core/shape.ts";
import { expectAxes, type OperationDefinition } from "./operation.ts";

const sides: Field<Shape> = (op, name, value) =>
  Array.isArray(value) && value.every((side) => Number.isSafeInteger(side) && side > 0)
    ? value
    : refuse(op, name, value, "a list of positive whole numbers", "Change it.");

/**
 * The way back from flatten: x [N, F] → y [N, …attribute `shape`], the same memory.
 *
 * @throws ShapeError where a sample has another number of values than such a shape
 */
export const unflatten: OperationDefinition = {
  inputs: ["x"],
  outputs: { y: "f32" },
  attributes: { shape: sides },
  shapes: ({ x }, attributes) => {
    expectAxes("unflatten", "x", x, "N, F");
    const shape = attributes.shape as Shape;
    if (elements(shape) !== x[1]) {
      throw new ShapeError(
        `unflatten: shape is ${formatShape(shape)}; one of ${x[1]} values was expected, as a sample has. Change it.`,
      );
    }
    return { y: [x[0], ...shape] };
  },
  flops: () => 0,
  view: true,
};

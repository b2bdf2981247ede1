import { expectSame, likeFirst, type OperationDefinition } from "./operation.ts";

/**
 * The sum of two arrays, element by element.
 *
 *     y = a + b
 *
 * a, b any shape, the same → y like them.
 *
 * @throws ShapeError where the shapes differ
 */
export const add: OperationDefinition = {
  inputs: ["a", "b"],
  outputs: { y: "f32" },
  shapes: (inputs, attributes) => {
    expectSame("add", "a", inputs.a, "b", inputs.b);
    return likeFirst("a", "y")(inputs, attributes);
  },
  gradient: ({ dy }) => ({ a: dy, b: dy }),
};

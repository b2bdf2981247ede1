import { expectAxes, type OperationDefinition } from "./operation.ts";

/**
 * A kernel turned round: what makes cross-correlation true convolution, and true convolution cross-correlation.
 *
 *     y[m,c,i,j] = x[m, c, KH − 1 − i, KW − 1 − j]
 *
 * x [M, C, KH, KW] → y like x.
 *
 * @throws ShapeError where x has not four axes
 */
export const flip2d: OperationDefinition = {
  inputs: ["x"],
  outputs: { y: "f32" },
  shapes: ({ x }) => {
    expectAxes("flip2d", "x", x, "M, C, KH, KW");
    return { y: x };
  },
  gradient: ({ dy, emit }) => ({ x: emit("flip2d", { x: dy }).y }),
};

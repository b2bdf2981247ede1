import { likeFirst, type OperationDefinition } from "./operation.ts";

/**
 * The rectified linear unit, element by element.
 *
 *     y = max(x, 0)
 *
 * x any shape → y like x.
 */
export const relu: OperationDefinition = {
  inputs: ["x"],
  outputs: { y: "f32" },
  shapes: likeFirst("x", "y"),
  gradient: ({ outputs, dy, emit }) => ({ x: emit("reluGrad", { dy, y: outputs.y }).dx }),
};

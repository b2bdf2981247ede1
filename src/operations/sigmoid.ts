import { likeFirst, type OperationDefinition } from "./operation.ts";

/**
 * The logistic function, element by element.
 *
 *     y = σ(x) = 1 / (1 + e^(−x))
 *
 * x any shape → y like x.
 */
export const sigmoid: OperationDefinition = {
  inputs: ["x"],
  outputs: { y: "f32" },
  shapes: likeFirst("x", "y"),
  gradient: ({ outputs, dy, emit }) => ({ x: emit("sigmoidGrad", { dy, y: outputs.y }).dx }),
};

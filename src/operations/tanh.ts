import { likeFirst, type OperationDefinition } from "./operation.ts";

/**
 * The hyperbolic tangent, element by element.
 *
 *     y = tanh(x) = (e^x − e^(−x)) / (e^x + e^(−x))
 *
 * x any shape → y like x.
 */
export const tanh: OperationDefinition = {
  inputs: ["x"],
  outputs: { y: "f32" },
  shapes: likeFirst("x", "y"),
  gradient: ({ outputs, dy, emit }) => ({ x: emit("tanhGrad", { dy, y: outputs.y }).dx }),
};

import { likeFirst, type OperationDefinition } from "./operation.ts";

/**
 * The sigmoid linear unit, also called swish, element by element.
 *
 *     y = x · σ(x) = x / (1 + e^(−x))
 *
 * x any shape → y like x.
 */
export const silu: OperationDefinition = {
  inputs: ["x"],
  outputs: { y: "f32" },
  shapes: likeFirst("x", "y"),
  gradient: ({ inputs, dy, emit }) => ({ x: emit("siluGrad", { dy, x: inputs.x }).dx }),
};

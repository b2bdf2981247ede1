import { elements } from "../core/shape.ts";
import { expectSame, type OperationDefinition } from "./operation.ts";

/**
 * ∂L/∂x of softmax, from its output.
 *
 *     dx[n,f] = y[n,f] · (dy[n,f] − Σ_k dy[n,k] · y[n,k])
 *
 * dy, y [N, F] → dx [N, F].
 */
export const softmaxGrad: OperationDefinition = {
  inputs: ["dy", "y"],
  outputs: { dx: "f32" },
  shapes: ({ dy, y }) => {
    expectSame("softmaxGrad", "dy", dy, "y", y);
    return { dx: y };
  },
  flops: ({ y }) => 4 * elements(y),
};

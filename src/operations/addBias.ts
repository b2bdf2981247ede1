import { ShapeError } from "../core/errors.ts";
import { formatShape } from "../core/shape.ts";
import type { OperationDefinition } from "./operation.ts";

/**
 * ⊕: a bias added to every element of its map.
 *
 *     y[n,m,…] = x[n,m,…] + bias[m]
 *
 * x [N, M, …], bias [M] → y like x.
 *
 * @throws ShapeError unless there is one bias for each map
 */
export const addBias: OperationDefinition = {
  inputs: ["x", "bias"],
  outputs: { y: "f32" },
  shapes: ({ x, bias }) => {
    if (bias.length !== 1 || bias[0] !== x[1]) {
      throw new ShapeError(
        `addBias: bias is ${formatShape(bias)}; ${x[1]} was expected, one for each map of x. Give it shape [${x[1]}].`,
      );
    }
    return { y: x };
  },
  gradient: ({ dy, emit }) => ({ x: dy, bias: emit("addBiasGrad", { dy }).db }),
};

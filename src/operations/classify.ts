import { elements } from "../core/shape.ts";
import { expectAxes, type OperationDefinition } from "./operation.ts";

/**
 * The class that a sample's outputs name: the place of the greatest, the first where several are equal. With a single output
 * the class is 1 from 0.5 on.
 *
 *     prediction[n] = argmax_f x[n,f]          prediction[n] = 1{x[n,0] ≥ ½} where F = 1
 *
 * x [N, F] → prediction [N].
 */
export const classify: OperationDefinition = {
  inputs: ["x"],
  outputs: { prediction: "u32" },
  shapes: ({ x }) => {
    expectAxes("classify", "x", x, "N, F");
    return { prediction: [x[0]] };
  },
  flops: ({ x }) => elements(x),
};

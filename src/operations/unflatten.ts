import type { Shape } from "../core/shape.ts";
import type { OperationDefinition } from "./operation.ts";

/** The way back from flatten: x [N, F] → y [N, …attribute `shape`], the same memory. */
export const unflatten: OperationDefinition = {
  inputs: ["x"],
  outputs: { y: "f32" },
  attributes: ["shape"],
  shapes: ({ x }, { shape }) => ({ y: [x[0], ...(shape as Shape)] }),
  flops: () => 0,
  view: true,
};

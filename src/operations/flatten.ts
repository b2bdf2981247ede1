import { elements } from "../core/shape.ts";
import type { OperationDefinition } from "./operation.ts";

/** Everything of a sample in one row: x [N, …] → y [N, F], the same memory. */
export const flatten: OperationDefinition = {
  inputs: ["x"],
  outputs: { y: "f32" },
  shapes: ({ x }) => ({ y: [x[0], elements(x.slice(1))] }),
  gradient: ({ shapes, dy, emit }) => ({ x: emit("unflatten", { x: dy }, { shape: shapes.x.slice(1) }).y }),
  flops: () => 0,
  view: true,
};

import { referenceDevice } from "../core/device.ts";
import { Interpreter } from "../reference/interpreter.ts";
import type { Compute, ComputedArrays } from "./compute.ts";
import { gradientWork, operationWork, type Work } from "./singleOperation.ts";

function evaluate({ program, given, wanted }: Work): ComputedArrays {
  const interpreter = new Interpreter(program);
  for (const [name, { data }] of Object.entries(given)) interpreter.array(name).data.set(data);
  interpreter.run();
  const computed = Object.entries(wanted).map(([role, name]) => {
    const { shape, data } = interpreter.array(name);
    return [role, { shape, data: data.slice() }];
  });
  return Object.fromEntries(computed);
}

/** Computes in float64 on the processor: the reference of every kernel. */
export const reference: Compute = {
  device: referenceDevice,
  run: async (op, inputs, attributes = {}) => evaluate(operationWork(op, inputs, attributes)),
  gradient: async (op, inputs, attributes, outputGrad) => evaluate(gradientWork(op, inputs, attributes, outputGrad)),
  destroy() {},
};

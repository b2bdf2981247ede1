import type { DeviceDescription } from "../core/device.ts";
import type { OperationName } from "../operations/index.ts";
import type { Attributes } from "../operations/operation.ts";
import type { NumericArray, NumericArrays } from "./arrays.ts";

/** An array that was computed: float64 of the reference, f32 of the GPU; indices, predictions and counters are u32. */
export interface ComputedArray extends NumericArray {
  readonly data: Float64Array | Float32Array | Uint32Array;
}

/** Arrays that were computed, by their roles. */
export type ComputedArrays = Readonly<Record<string, ComputedArray>>;

/** What computes any single operation of `src/operations`: the reference or a GPU. */
export interface Compute {
  readonly device: DeviceDescription;
  /**
   * Computes one operation. Its formula, the roles and shapes of its arrays and its attributes stand in `src/operations/NAME.ts`. What it
   * changes in place (parameters, moments) is among the outputs, under the same role; the arrays given stay as they are.
   *
   * @returns every output by its role
   * @throws SpecError where an operation, role or attribute is not known, or a number is none that f32 has
   * @throws ShapeError where shapes do not fit each other
   */
  run(op: OperationName, inputs: NumericArrays, attributes?: Attributes): Promise<ComputedArrays>;
  /**
   * Computes the gradients of one operation by its own rule.
   *
   * @param outputGrad ∂L/∂(first output), of that output's shape; to be left out for a loss, whose L is the mean over its samples
   * @returns ∂L/∂input of every differentiable input, by the input's role
   * @throws as `run` does, and where the operation has no gradient
   */
  gradient(
    op: OperationName,
    inputs: NumericArrays,
    attributes: Attributes,
    outputGrad?: NumericArray,
  ): Promise<ComputedArrays>;
  /** Gives the device back; nothing can be computed afterwards. */
  destroy(): void;
}

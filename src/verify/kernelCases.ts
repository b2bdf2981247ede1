/** Every kernel at every case of the operations it covers. */

import type { Given } from "#cases/case.ts";
import { fusedCases } from "#cases/fused.ts";
import { operationCases } from "#cases/index.ts";
import { patternOf, programOf } from "../compute/patternProgram.ts";
import { anyDevice, type DeviceTraits } from "../core/device.ts";
import type { Kernel } from "../kernels/kernel.ts";
import type { OperationName } from "../operations/index.ts";
import type { ProgramBuilder } from "../operations/program.ts";
import type { KernelChoice } from "../plan/chooseKernels.ts";
import type { Storage } from "../plan/halfStorage.ts";
import { type Plan, planProgram } from "../plan/plan.ts";
import { fillOf } from "./caseFill.ts";
import type { Fill } from "./fill.ts";

/** A program of a few operations, ready to be checked. */
export interface ReadyCase {
  readonly given: Given;
  readonly program: ProgramBuilder;
  readonly plan: Plan;
  readonly fill: Fill;
}

export interface KernelCase extends ReadyCase {
  readonly name: string;
  /** Whether the kernel was chosen; others were, where it does not apply. */
  readonly chosen: boolean;
}

export function caseOf(
  program: ProgramBuilder,
  given: Given,
  kernels: KernelChoice = "fast",
  device: DeviceTraits = anyDevice,
  storage: Storage = "f32",
): ReadyCase {
  const partials = new Map(given.partials === undefined ? [] : [["gradient", given.partials as number]]);
  return {
    given,
    program,
    plan: planProgram(program, kernels, { given: partials, device, storage }),
    fill: fillOf(program, given),
  };
}

/** @param device what is planned for: left out, a kernel that asks for an extension is chosen in no case */
export function casesOf(kernel: Kernel, device: DeviceTraits = anyDevice, storage: Storage = "f32"): KernelCase[] {
  return kernel.patterns.flatMap((pattern, index) => {
    const op = pattern[0].op as OperationName;
    const isSingle = pattern.length === 1;
    const table = isSingle ? operationCases[op] : fusedCases[kernel.name];
    return (table?.cases ?? []).map(({ name, given }) => {
      const ready = caseOf(programOf(isSingle ? patternOf(op) : pattern, given), given, [kernel], device, storage);
      return {
        ...ready,
        name: kernel.patterns.length === 1 ? name : `${pattern.at(-1)!.op} ${index + 1}: ${name}`,
        chosen: ready.plan.dispatches.some(({ shader }) => shader === kernel.name),
      };
    });
  });
}

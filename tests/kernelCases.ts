/** Every kernel at every case of the operations it covers. */
import type { Kernel } from "../src/kernels/kernel.ts";
import type { OperationName } from "../src/operations/index.ts";
import type { ProgramBuilder } from "../src/operations/program.ts";
import { type Plan, planProgram } from "../src/plan/plan.ts";
import type { Fill } from "../src/verify/fill.ts";
import { fillOf, patternOf, programOf } from "./caseProgram.ts";
import type { Given } from "./cases/case.ts";
import { fusedCases } from "./cases/fused.ts";
import { operationCases } from "./cases/index.ts";

export interface KernelCase {
  readonly name: string;
  readonly given: Given;
  readonly program: ProgramBuilder;
  readonly plan: Plan;
  readonly fill: Fill;
  /** Whether the kernel was chosen; others were, where it does not apply. */
  readonly chosen: boolean;
}

export function casesOf(kernel: Kernel): KernelCase[] {
  return kernel.patterns.flatMap((pattern, index) => {
    const op = pattern[0].op as OperationName;
    const isSingle = pattern.length === 1;
    const table = isSingle ? operationCases[op] : fusedCases[kernel.name];
    return (table?.cases ?? []).map(({ name, given }) => {
      const program = programOf(isSingle ? patternOf(op) : pattern, given);
      const plan = planProgram(program, [kernel]);
      return {
        name: kernel.patterns.length === 1 ? name : `${pattern.at(-1)!.op} ${index + 1}: ${name}`,
        given,
        program,
        plan,
        fill: fillOf(program, given),
        chosen: plan.dispatches.some(({ shader }) => shader === kernel.name),
      };
    });
  });
}

import { elements } from "../core/shape.ts";
import type { Effort } from "../kernels/kernel.ts";
import type { Program } from "../operations/program.ts";
import type { Group } from "./match.ts";
import { type Profile, predictSeconds, type Task } from "./profile.ts";
import { bytesTouched, flopsOf } from "./work.ts";

/** Seconds that a group of operations takes with its kernel. */
export type Cost = (group: Group) => number;

/** Registers of a plain kernel's invocation: a sum, two operands, indices. */
const PLAIN_REGISTERS = 16;

/** What a kernel that does not say it asks of its device: two loads for each multiply-add, or one for each word. */
function plainEffort(flops: number, bytes: number): Effort {
  return { loads: Math.max(flops, bytes / 4), registers: PLAIN_REGISTERS };
}

/** What a group has to do with its kernel. */
export function taskOf(program: Program, { kernel, members, site, variables }: Group): Task {
  const operations = members.map((place) => program.operations[place]);
  const flops = operations.reduce((sum, operation) => sum + flopsOf(program, operation), 0);
  const partials = kernel.partials(site);
  const bytes = Object.keys(kernel.shader.bindings).reduce((sum, variable) => {
    const name = variables.get(variable);
    if (name === undefined) return sum;
    const { shape, type } = program.tensors.get(name)!;
    const all = elements(shape) * (type === "u8" ? 1 : 4);
    return sum + bytesTouched(program, operations, name, all) * (partials[variable] ?? 1);
  }, 0);
  const constants = kernel.constants(site);
  return {
    flops,
    bytes,
    workgroups: kernel.workgroups(site, constants).reduce((product, count) => product * count, 1),
    lanes: kernel.lanes(constants),
    effort: kernel.effort?.(site) ?? plainEffort(flops, bytes),
  };
}

/** Costs as a profile predicts them. */
export function predictedCost(program: Program, profile: Profile): Cost {
  return (group) => predictSeconds(profile, taskOf(program, group));
}

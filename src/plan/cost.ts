import { elements } from "../core/shape.ts";
import type { Effort, Kernel, Site } from "../kernels/kernel.ts";
import type { Program } from "../operations/program.ts";
import type { Group } from "./match.ts";
import { type Profile, predict, type Task } from "./profile.ts";
import { bytesTouched, flopsOf } from "./work.ts";

/** Seconds that a group of operations takes with its kernel. */
export type Cost = (group: Group) => number;

/** Registers of a plain kernel's invocation: a sum, two operands, indices. */
const PLAIN_REGISTERS = 16;

/** What a kernel asks of its device; one that does not say it, two loads for each multiply-add, or one for each word. */
export function effortOf(kernel: Kernel, site: Site, flops: number, bytes: number): Effort {
  return kernel.effort?.(site) ?? { loads: Math.max(flops, bytes / 4), registers: PLAIN_REGISTERS };
}

/** What a group has to do with its kernel. */
function taskOf(program: Program, { kernel, members, site, variables }: Group): Task {
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
    effort: effortOf(kernel, site, flops, bytes),
  };
}

/** Costs as a profile predicts them. */
export function predictedCost(program: Program, profile: Profile): Cost {
  return (group) => predict(profile, taskOf(program, group)).seconds;
}

import { elements } from "../core/shape.ts";
import type { Effort, Kernel, Site } from "../kernels/kernel.ts";
import type { Program } from "../operations/program.ts";
import { halvesOf, type Storage, widthOf } from "./halfStorage.ts";
import type { Group } from "./match.ts";
import { type Profile, predict } from "./profile.ts";
import { bytesTouched, flopsOf } from "./work.ts";

/** Seconds that a group of operations takes with its kernel. */
export type Cost = (group: Group) => number;

/** Registers of a plain kernel's invocation: a sum, two operands, indices. */
const PLAIN_REGISTERS = 16;

/** What a kernel asks of its device; one that does not say it, two loads for each multiply-add, or one for each word. */
function effortOf(kernel: Kernel, site: Site, flops: number, bytes: number): Effort {
  return kernel.effort?.(site) ?? { loads: Math.max(flops, bytes / 4), registers: PLAIN_REGISTERS };
}

/**
 * What a group has to do with its kernel.
 *
 * @param bytesOf bytes of what lies behind a binding of the shader
 */
export function workOf(
  program: Program,
  { kernel, members, site, variables }: Group,
  bytesOf: (binding: string) => number,
) {
  const operations = members.map((place) => program.operations[place]);
  const flops = operations.reduce((sum, operation) => sum + flopsOf(program, operation), 0);
  const bytes = Object.keys(kernel.shader.bindings).reduce((sum, binding) => {
    const [name, all] = [variables.get(binding), bytesOf(binding)];
    return sum + (name === undefined ? all : bytesTouched(program, operations, name, all));
  }, 0);
  const constants = kernel.constants(site);
  return {
    operations,
    constants,
    flops,
    bytes,
    workgroups: kernel.workgroups(site, constants),
    lanes: kernel.lanes(constants),
    effort: effortOf(kernel, site, flops, bytes),
  };
}

/** Costs as a profile predicts them, with tensors kept as they are to be; tables of the planner, which nobody waits for, count nothing. */
export function predictedCost(program: Program, profile: Profile, storage: Storage = "f32"): Cost {
  const halves = storage === "f16" ? halvesOf(program) : new Map<string, number>();
  return (group) => {
    const partials = group.kernel.partials(group.site);
    const bytesOf = (binding: string) => {
      const tensor = program.tensors.get(group.variables.get(binding) ?? "");
      if (tensor === undefined) return 0;
      return elements(tensor.shape) * widthOf(tensor, halves) * (partials[binding] ?? 1);
    };
    const { workgroups, ...work } = workOf(program, group, bytesOf);
    return predict(profile, { ...work, workgroups: workgroups.reduce((product, count) => product * count, 1) }).seconds;
  };
}

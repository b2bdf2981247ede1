import { fastKernels, plainKernels } from "../kernels/index.ts";
import type { Kernel } from "../kernels/kernel.ts";
import { type ComputedName, definitionOf } from "../operations/index.ts";
import type { Program } from "../operations/program.ts";
import { dependsOn, type Group, matchKernel } from "./match.ts";

/** Which kernels may be chosen: every one, the plain ones only, or any other list to be preferred over the plain ones. */
export type KernelChoice = "fast" | "plain" | readonly Kernel[];

/**
 * Covers the list of operations with kernels: at each operation that is still free, the first kernel in order of preference whose
 * pattern is found there; the plain kernel of a single operation always is. Then puts the groups in an order that respects
 * who reads what.
 */
export function chooseKernels(program: Program, choice: KernelChoice = "fast"): Group[] {
  const preferred = choice === "fast" ? fastKernels : choice === "plain" ? [] : choice;
  const groups: Group[] = [];
  const covered = new Set<number>();
  for (const [place, { op }] of program.operations.entries()) {
    if (covered.has(place) || definitionOf(op).view) continue;
    const group = [...preferred, plainKernels[op as ComputedName]]
      .map((kernel) => matchKernel(program, kernel, place, (other) => !covered.has(other)))
      .find((found) => found !== undefined);
    if (group === undefined) throw new Error(`no kernel covers ${op}`);
    for (const member of group.members) covered.add(member);
    groups.push(group);
  }
  return inOrder(program, groups);
}

/** Orders the groups so that each comes after those it depends on; of several that could come next, the earliest in the list. */
function inOrder(program: Program, groups: readonly Group[]): Group[] {
  const mustFollow = (later: Group, earlier: Group) =>
    later.members.some((b) =>
      earlier.members.some((a) => a < b && dependsOn(program, program.operations[a], program.operations[b])),
    );
  const waiting = [...groups];
  const ordered: Group[] = [];
  while (waiting.length > 0) {
    const next = waiting.findIndex((group) => waiting.every((other) => other === group || !mustFollow(group, other)));
    if (next < 0) throw new Error("the chosen kernels wait for each other in a circle");
    ordered.push(...waiting.splice(next, 1));
  }
  return ordered;
}

import { anyDevice, type DeviceTraits } from "../core/device.ts";
import { fastKernels, plainKernels } from "../kernels/index.ts";
import type { Kernel } from "../kernels/kernel.ts";
import { type ComputedName, definitionOf } from "../operations/index.ts";
import type { Program } from "../operations/program.ts";
import { type Cost, predictedCost } from "./cost.ts";
import { dependsOn, type Group, matchKernel } from "./match.ts";
import { profileFor } from "./profiles.ts";

/** Which kernels may be chosen: every one, the plain ones only, or any other list, whose first match is taken whatever it costs. */
export type KernelChoice = "fast" | "plain" | readonly Kernel[];

export interface ChooseOptions {
  /** What the plan is for; left out, what every device can do. */
  readonly device?: DeviceTraits;
  /** Seconds that a group of operations takes with its kernel; left out, what the device's profile predicts. */
  readonly cost?: Cost;
}

type Candidates = (place: number, isFree: (place: number) => boolean) => readonly Group[];

/**
 * Covers the list of operations with kernels and puts the groups in an order that respects who reads what. Where kernels compete for
 * operations, the cheapest way to cover all that they could cover is taken; of equally cheap ones the first in order of
 * preference, and the plain kernel of a single operation last.
 */
export function chooseKernels(
  program: Program,
  choice: KernelChoice = "fast",
  { device = anyDevice, cost = predictedCost(program, profileFor(device)) }: ChooseOptions = {},
): Group[] {
  const preferred = choice === "fast" ? fastKernels : choice === "plain" ? [] : choice;
  const groups: Group[] = [];
  const covered = new Set<number>();
  const candidatesAt: Candidates = (place, isFree) =>
    [...preferred, plainKernels[program.operations[place].op as ComputedName]]
      .map((kernel) => matchKernel(program, kernel, place, isFree, device))
      .filter((group) => group !== undefined);
  for (const [place, { op }] of program.operations.entries()) {
    if (covered.has(place) || definitionOf(op).view) continue;
    const candidates = candidatesAt(place, (other) => !covered.has(other));
    if (candidates.length === 0) throw new Error(`no kernel covers ${op}`);
    const chosen = choice === "fast" ? cheapestCover(candidates, candidatesAt, cost) : candidates.slice(0, 1);
    for (const group of chosen) {
      groups.push(group);
      for (const member of group.members) covered.add(member);
    }
  }
  return inOrder(program, groups);
}

/** Of all ways to cover what these candidates cover together, the one of least cost. */
function cheapestCover(candidates: readonly Group[], candidatesAt: Candidates, cost: Cost): readonly Group[] {
  if (candidates.length === 1) return candidates;
  const all = [...new Set(candidates.flatMap(({ members }) => members))].toSorted((a, b) => a - b);
  const known = new Map<string, Cover>();
  const best = (rest: readonly number[]): Cover => {
    if (rest.length === 0) return { seconds: 0, groups: [] };
    const key = rest.join();
    const cover =
      known.get(key) ??
      candidatesAt(rest[0], (other) => rest.includes(other))
        .map((group): Cover => {
          const others = best(rest.filter((member) => !group.members.includes(member)));
          return { seconds: cost(group) + others.seconds, groups: [group, ...others.groups] };
        })
        // A sort keeps the order of equals: the order of preference.
        .toSorted((a, b) => a.seconds - b.seconds)[0];
    known.set(key, cover);
    return cover;
  };
  return best(all).groups;
}

/** Groups that together cover some operations, and what they cost. */
interface Cover {
  readonly seconds: number;
  readonly groups: readonly Group[];
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

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
 * operations, the cheapest way to cover all that they compete for is taken; of equally cheap ones the first in order of
 * preference, and the plain kernel of a single operation last.
 */
export function chooseKernels(
  program: Program,
  choice: KernelChoice = "fast",
  { device = anyDevice, cost = predictedCost(program, profileFor(device)) }: ChooseOptions = {},
): Group[] {
  const preferred = choice === "fast" ? fastKernels : choice === "plain" ? [] : choice;
  const candidatesAt: Candidates = (place, isFree) => {
    const { op } = program.operations[place];
    const groups = [...preferred, plainKernels[op as ComputedName]]
      .map((kernel) => matchKernel(program, kernel, place, isFree, device))
      .filter((group) => group !== undefined);
    if (groups.length === 0) throw new Error(`no kernel covers ${op}`);
    return groups;
  };
  const places = [...program.operations.keys()].filter((place) => !definitionOf(program.operations[place].op).view);
  const groups =
    choice === "fast"
      ? contested(places, candidatesAt).flatMap((those) => cheapestCover(those, candidatesAt, cost))
      : firstCover(places, candidatesAt);
  return inOrder(program, groups);
}

/** Covers place after place with the first candidate. */
function firstCover(places: readonly number[], candidatesAt: Candidates): readonly Group[] {
  const groups: Group[] = [];
  const free = new Set(places);
  for (const place of places) {
    if (!free.has(place)) continue;
    const [first] = candidatesAt(place, (other) => free.has(other));
    groups.push(first);
    for (const member of first.members) free.delete(member);
  }
  return groups;
}

/** Parts the operations so that no candidate has members in two parts: in each, how one is covered touches how others can be. */
function contested(places: readonly number[], candidatesAt: Candidates): readonly (readonly number[])[] {
  const among = new Set(places);
  const partOf = new Map(places.map((place) => [place, [place]]));
  for (const place of places) {
    for (const { members } of candidatesAt(place, (other) => among.has(other))) {
      const joined = [...new Set(members.flatMap((member) => partOf.get(member)!))].toSorted((a, b) => a - b);
      for (const member of joined) partOf.set(member, joined);
    }
  }
  return [...new Set(partOf.values())];
}

/** Of all ways to cover these operations, the one of least cost. */
function cheapestCover(all: readonly number[], candidatesAt: Candidates, cost: Cost): readonly Group[] {
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

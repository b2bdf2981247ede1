import { anyDevice, type DeviceTraits } from "../core/device.ts";
import { SpecError } from "../core/errors.ts";
import { fastKernels, plainKernels } from "../kernels/index.ts";
import type { Kernel } from "../kernels/kernel.ts";
import { type ComputedName, definitionOf } from "../operations/index.ts";
import type { Program } from "../operations/program.ts";
import { type Candidates, type Contest, contestsOf, groupName } from "./contest.ts";
import { type Cost, predictedCost } from "./cost.ts";
import type { Storage } from "./halfStorage.ts";
import { dependsOn, type Group, matchKernel } from "./match.ts";
import { profileFor } from "./profiles.ts";

/** Which kernels may be chosen: every one, the plain ones only, or any other list, whose first match is taken whatever it costs. */
export type KernelChoice = "fast" | "plain" | readonly Kernel[];

export interface ChooseOptions {
  /** What the plan is for; left out, what every device can do. */
  readonly device?: DeviceTraits;
  /** How the tensors that grow with the batch are kept; f16 asks for a device that has it. */
  readonly storage?: Storage;
  /** Seconds that a group of operations takes with its kernel; left out, what the device's profile predicts. */
  readonly cost?: Cost;
  /** Of the fast kernels, names of the groups to plan with, each of them and no other: a choice made once, to be had again. */
  readonly only?: readonly string[] | undefined;
}

/**
 * Covers the list of operations with kernels and puts the groups in an order that respects who reads what. Where kernels compete for
 * operations, the cheapest way to cover all that they compete for is taken; of equally cheap ones the first in order of
 * preference, and the plain kernel of a single operation last.
 */
export function chooseKernels(
  program: Program,
  choice: KernelChoice = "fast",
  { device = anyDevice, storage, cost = predictedCost(program, profileFor(device), storage), only }: ChooseOptions = {},
): Group[] {
  if (choice === "fast") {
    const groups =
      only === undefined
        ? kernelContests(program, device).flatMap((contest) => contest.cheapest(cost).groups)
        : namedGroups(program, device, only);
    return inOrder(program, groups);
  }
  const candidatesAt = candidatesFrom(program, choice === "plain" ? [] : choice, device);
  return inOrder(program, firstCover(computedPlaces(program), candidatesAt));
}

/** What the kernels compete for on a device. */
export function kernelContests(program: Program, device: DeviceTraits): readonly Contest[] {
  return contestsOf(computedPlaces(program), candidatesFrom(program, fastKernels, device));
}

/** Places of the operations that something computes: a view is only another name. */
function computedPlaces({ operations }: Program): readonly number[] {
  return [...operations.keys()].filter((place) => !definitionOf(operations[place].op).view);
}

function candidatesFrom(program: Program, preferred: readonly Kernel[], device: DeviceTraits): Candidates {
  return (place, isFree) => {
    const { op } = program.operations[place];
    // Nothing computes a view: whatever stands before and behind it may be covered with it.
    const isOpen = (other: number) => isFree(other) || definitionOf(program.operations[other].op).view === true;
    const groups = [...preferred, plainKernels[op as ComputedName]]
      .map((kernel) => matchKernel(program, kernel, place, isOpen, device))
      .filter((group) => group !== undefined);
    if (groups.length === 0) throw new Error(`no kernel covers ${op}`);
    return groups;
  };
}

/**
 * The groups of these names.
 *
 * @throws SpecError where they do not cover the program as they are: one is not found, or an operation is left over
 */
function namedGroups(program: Program, device: DeviceTraits, names: readonly string[]): readonly Group[] {
  const wanted = new Set(names);
  const covers = kernelContests(program, device).map(({ places, cheapest }) => {
    const cover = cheapest((group) => (wanted.has(groupName(program, group)) ? 0 : Infinity));
    const { label, op } = program.operations[places[0]];
    if (cover.seconds > 0) refuseNames(`it has nothing that computes ${label}.${op} on this adapter`);
    return cover.groups;
  });
  const groups = covers.flat();
  const used = new Set(groups.map((group) => groupName(program, group)));
  const strange = names.find((name) => !used.has(name));
  if (strange !== undefined) refuseNames(`it has ${strange}, which this network does not ask for`);
  return groups;
}

function refuseNames(found: string): never {
  throw new SpecError(
    `kernels: the choice given does not fit: ${found}; one for this network and kind of adapter was expected. Tune for them.`,
  );
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

/** Orders the groups so that each comes after those it depends on; of several that could come next, the earliest in the list. */
export function inOrder(program: Program, groups: readonly Group[]): Group[] {
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

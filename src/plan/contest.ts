import type { Program } from "../operations/program.ts";
import type { Cost } from "./cost.ts";
import type { Group } from "./match.ts";

/** Groups that together cover some operations, and what they cost. */
export interface Cover {
  readonly seconds: number;
  readonly groups: readonly Group[];
}

/** The groups that can begin at a place, in order of preference, of operations at free places alone. */
export type Candidates = (place: number, isFree: (place: number) => boolean) => readonly Group[];

/** Operations that kernels compete for: how one of them is covered touches how the others can be. */
export interface Contest {
  /** Places in the program's list, ascending. */
  readonly places: readonly number[];
  /** Every group that a way to cover them may have. */
  candidates(): readonly Group[];
  /** Of all ways to cover them, the one of least cost; of equally cheap ones the first in order of preference. */
  cheapest(cost: Cost): Cover;
}

/** Parts the operations so that no candidate has members in two parts. */
export function contestsOf(places: readonly number[], candidatesAt: Candidates): readonly Contest[] {
  const among = new Set(places);
  const partOf = new Map(places.map((place) => [place, [place]]));
  for (const place of places) {
    for (const { members } of candidatesAt(place, (other) => among.has(other))) {
      const joined = [...new Set(members.flatMap((member) => partOf.get(member) ?? []))].toSorted((a, b) => a - b);
      for (const member of joined) partOf.set(member, joined);
    }
  }
  return [...new Set(partOf.values())].map((part) => contestOf(part, candidatesAt));
}

function contestOf(places: readonly number[], candidatesAt: Candidates): Contest {
  const found = new Map<string, readonly Group[]>();
  const candidatesOf = (free: readonly number[]) => {
    const key = free.join();
    const groups = found.get(key) ?? candidatesAt(free[0], (place) => free.includes(place));
    found.set(key, groups);
    return groups;
  };
  const cheapest = (cost: Cost): Cover => {
    const known = new Map<string, Cover>();
    const best = (free: readonly number[]): Cover => {
      if (free.length === 0) return { seconds: 0, groups: [] };
      const key = free.join();
      const cover =
        known.get(key) ??
        candidatesOf(free)
          .map((group): Cover => {
            const others = best(free.filter((member) => !group.members.includes(member)));
            return { seconds: cost(group) + others.seconds, groups: [group, ...others.groups] };
          })
          // Of equals, endless costs among them, the first stays: the order of preference.
          .reduce((least, other) => (other.seconds < least.seconds ? other : least));
      known.set(key, cover);
      return cover;
    };
    return best(places);
  };
  const candidates = () => {
    const all = new Map<string, Group>();
    // Looking for the cheapest way asks for the cost of every group that any way may have.
    cheapest((group) => {
      const key = `${group.kernel.name} ${group.members}`;
      if (!all.has(key)) all.set(key, group);
      return 0;
    });
    return [...all.values()];
  };
  return { places, candidates, cheapest };
}

/** A group by name: `conv2dBiasActivation(conv1.conv2d, conv1.addBias)`. */
export function groupName({ operations }: Program, { kernel, members }: Group): string {
  const names = members.map((place) => `${operations[place].label}.${operations[place].op}`);
  return `${kernel.name}(${names.join(", ")})`;
}

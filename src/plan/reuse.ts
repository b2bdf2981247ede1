import type { Program } from "../operations/program.ts";
import { ancestorsInTwoSteps } from "./dependencies.ts";
import type { Dispatch, Plan, PlannedBuffer } from "./dispatch.ts";

/** An array that lives for a part of a step: from the first dispatch that uses it, which computes it, to the last. */
interface Life {
  readonly buffer: PlannedBuffer;
  /** The dispatches that use it: places in the row, ascending. */
  readonly users: readonly number[];
  /** Whether it is read from outside when the step is over. */
  readonly isResult: boolean;
}

/** The arrays that every step computes anew. What outlives a step, what is there from the start and what the host writes is none. */
function livesOf({ tensors, results }: Program, { dispatches, buffers }: Plan): Life[] {
  const arrayOf = (name: string) => tensors.get(name)!.storage.of;
  const wanted = new Set(results.map(arrayOf));
  return buffers.flatMap((buffer) => {
    const { label, content } = buffer;
    if (content !== undefined || tensors.get(label)!.persistent) return [];
    const users = [...dispatches.keys()].filter((place) => usesBuffer(dispatches[place], label));
    const computes = ({ operations }: Dispatch) =>
      operations.some(({ outputs }) => Object.values(outputs).some((name) => arrayOf(name) === label));
    if (!computes(dispatches[users[0]])) return [];
    return [{ buffer, users, isResult: wanted.has(label) }];
  });
}

/** Memory that a plan takes on the device. */
export function plannedBytes({ buffers }: Pick<Plan, "buffers">): number {
  return buffers.reduce((sum, { bytes }) => sum + bytes, 0);
}

function usesBuffer({ bindings }: Dispatch, label: string): boolean {
  return Object.values(bindings).some(({ buffer }) => buffer === label);
}

/**
 * Lets arrays take turns in a buffer: largest first, each into the smallest buffer that is free whenever it lives, else into one of its own.
 *
 * One array may follow another in a buffer where the dispatch that computes it waits for every use of the other in any case. The same is
 * asked of the next step, which comes after this one in the same row and computes the other again. So nothing waits that would not have
 * waited else, and no barrier is added. Nor does a dispatch use two arrays of one buffer, which WebGPU would refuse: it does not wait for
 * itself.
 */
export function reuseBuffers(program: Program, plan: Plan): Plan {
  const { dispatches, buffers, places } = plan;
  const twoSteps = ancestorsInTwoSteps(dispatches);
  const waitsFor = (place: number, { users }: Life) => users.every((user) => twoSteps[place].has(user));
  const fit = (a: Life, b: Life): boolean => {
    const [one, other] = a.users[0] < b.users[0] ? [a, b] : [b, a];
    const [[again], [computed]] = [one.users, other.users];
    return !one.isResult && waitsFor(computed, one) && waitsFor(dispatches.length + again, other);
  };
  const shared: Life[][] = [];
  for (const life of livesOf(program, plan).toSorted((a, b) => b.buffer.bytes - a.buffer.bytes)) {
    const free = shared.filter((lives) => lives.every((other) => fit(life, other)));
    const [best] = free.toSorted(([a], [b]) => a.buffer.bytes - b.buffer.bytes);
    if (best === undefined) shared.push([life]);
    else best.push(life);
  }
  const sharers = shared.filter((lives) => lives.length > 1);
  const bufferOf = new Map(
    sharers.flatMap((lives) => lives.map(({ buffer }) => [buffer.label, lives[0].buffer.label])),
  );
  const moved = <R extends { readonly buffer: string }>(range: R): R => ({
    ...range,
    buffer: bufferOf.get(range.buffer) ?? range.buffer,
  });
  const holds = new Map(
    sharers.map((lives) => [
      lives[0].buffer.label,
      lives.toSorted((a, b) => a.users[0] - b.users[0]).map(({ buffer }) => buffer.label),
    ]),
  );
  return {
    dispatches: dispatches.map((dispatch) => ({
      ...dispatch,
      bindings: Object.fromEntries(Object.entries(dispatch.bindings).map(([name, range]) => [name, moved(range)])),
    })),
    buffers: buffers
      .filter(({ label }) => (bufferOf.get(label) ?? label) === label)
      .map((buffer) => (holds.has(buffer.label) ? { ...buffer, holds: holds.get(buffer.label)! } : buffer)),
    places: new Map([...places].map(([name, place]) => [name, moved(place)])),
  };
}

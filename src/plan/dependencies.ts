/** Which dispatches wait for which: implementations of WebGPU order them by the buffers that they use. */
import { shaders } from "../kernels/index.ts";
import type { Dispatch, Range } from "./dispatch.ts";

interface Use extends Range {
  readonly writes: boolean;
}

function usesOf({ shader, bindings }: Dispatch): readonly Use[] {
  const interfaceOf = shaders.get(shader)!.bindings;
  return Object.entries(bindings).map(([name, range]) => ({
    ...range,
    writes: interfaceOf[name].access === "read_write",
  }));
}

function overlap(a: Range, b: Range): boolean {
  return a.offset < b.offset + b.bytes && b.offset < a.offset + a.bytes;
}

/** Finds it out once for each row of dispatches, which does not change: the passes ask for the same again and again. */
function once<T>(find: (dispatches: readonly Dispatch[]) => T): (dispatches: readonly Dispatch[]) => T {
  const known = new WeakMap<readonly Dispatch[], { readonly found: T }>();
  return (dispatches) => {
    const entry = known.get(dispatches) ?? { found: find(dispatches) };
    known.set(dispatches, entry);
    return entry.found;
  };
}

function findPredecessors(dispatches: readonly Dispatch[], of: "bytes" | "buffers"): readonly (readonly number[])[] {
  const uses = dispatches.map(usesOf);
  const isBefore = (a: Use, b: Use) =>
    a.buffer === b.buffer && (a.writes || b.writes) && (of === "buffers" || overlap(a, b));
  return uses.map((own, place) =>
    [...Array(place).keys()].filter((earlier) => uses[earlier].some((a) => own.some((b) => isBefore(a, b)))),
  );
}

const predecessors = {
  bytes: once((dispatches) => findPredecessors(dispatches, "bytes")),
  buffers: once((dispatches) => findPredecessors(dispatches, "buffers")),
};

/**
 * For each dispatch of a row those before it that it must not pass: places in the row, ascending.
 *
 * @param of `bytes`: those that it touches the same bytes as, unless both only read them. `buffers`: those that it is made to wait for, since
 *   both use one buffer, unless both only read it
 */
export function predecessorsOf(
  dispatches: readonly Dispatch[],
  of: "bytes" | "buffers" = "buffers",
): readonly (readonly number[])[] {
  return predecessors[of](dispatches);
}

/** For each dispatch of a row all that it waits for, directly or because those wait for them. */
export function ancestorsOf(dispatches: readonly Dispatch[]): readonly ReadonlySet<number>[] {
  const ancestors: Set<number>[] = [];
  for (const earlier of predecessorsOf(dispatches)) {
    ancestors.push(new Set(earlier.flatMap((place) => [place, ...ancestors[place]])));
  }
  return ancestors;
}

/**
 * For each dispatch of a row the number of its stage, from 0: neighbours that wait for none of each other. Between two stages stands a
 * barrier; within one a driver may run dispatches at the same time.
 */
export function stagesOf(dispatches: readonly Dispatch[]): readonly number[] {
  let [stage, start] = [0, 0];
  return predecessorsOf(dispatches).map((earlier, place) => {
    if (earlier.some((other) => other >= start)) [stage, start] = [stage + 1, place];
    return stage;
  });
}

/** The same for two steps in a row. */
export const ancestorsInTwoSteps = once((dispatches) => ancestorsOf([...dispatches, ...dispatches]));

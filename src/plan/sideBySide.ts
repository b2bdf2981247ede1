import type { Program } from "../operations/program.ts";
import { predecessorsOf, stagesOf } from "./dependencies.ts";
import type { Dispatch, Plan } from "./dispatch.ts";
import { plannedBytes, reuseBuffers } from "./reuse.ts";

/**
 * Puts dispatches side by side that wait for none of each other, so that fewer barriers stand between them. The order changes only where
 * that makes fewer stages, and where no more memory is taken because arrays live longer.
 */
export function sideBySide(program: Program, plan: Plan): Plan {
  const moved = { ...plan, dispatches: inStages(plan.dispatches) };
  if (Math.max(...stagesOf(moved.dispatches)) >= Math.max(...stagesOf(plan.dispatches))) return plan;
  const [before, after] = [plan, moved].map((some) => plannedBytes(reuseBuffers(program, some)));
  return after <= before ? moved : plan;
}

/**
 * Makes stage after stage of what could come next: first what most dispatches wait for in a chain, and then whatever waits for nothing in
 * the stage. What touches the same bytes keeps its order. What only uses one buffer does not share a stage, but either may be first: so
 * running statistics, which lie beside the parameters, are updated while a pooling runs that uses neither.
 */
function inStages(dispatches: readonly Dispatch[]): readonly Dispatch[] {
  const [before, apart] = [predecessorsOf(dispatches, "bytes"), predecessorsOf(dispatches)];
  const places = [...dispatches.keys()];
  const chain = places.map(() => 1);
  for (const place of places.toReversed()) {
    for (const earlier of before[place]) chain[earlier] = Math.max(chain[earlier], chain[place] + 1);
  }
  // A sort keeps the order of equals.
  let waiting = places.toSorted((a, b) => chain[b] - chain[a]);
  const order: number[] = [];
  while (waiting.length > 0) {
    const left = new Set(waiting);
    const stage: number[] = [];
    for (const place of waiting) {
      const isReady = before[place].every((earlier) => !left.has(earlier));
      const isApart = stage.every((other) => !apart[Math.max(place, other)].includes(Math.min(place, other)));
      if (isReady && isApart) stage.push(place);
    }
    order.push(...stage.toSorted((a, b) => a - b));
    waiting = waiting.filter((place) => !stage.includes(place));
  }
  return order.map((place) => dispatches[place]);
}

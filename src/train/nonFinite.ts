/** Where the first value came from that is no finite number. */
import { DivergedError } from "../core/errors.ts";
import { elements } from "../core/shape.ts";
import { arraysOf, type Network } from "../layers/network.ts";
import type { Recipe } from "../model/recipe.ts";
import type { Engine, Observation, Snapshot, TrainingState } from "../plan/engine.ts";
import type { Feed } from "./feed.ts";

/** Thrown where something is seen that is not finite, after so many steps; where it began is still to be found. */
export class NotFinite extends Error {
  readonly step: number;

  constructor(step: number) {
    super(`a value is not finite after step ${step}`);
    this.step = step;
  }
}

export function isFiniteState(state: TrainingState): boolean {
  return [...state.values()].every((values) => values.every(Number.isFinite));
}

/** The first tensor of a step, in the order of computation, that has a value which is not finite. */
interface Origin {
  readonly layer: string;
  /** The tensor or, where it holds all parameters, the one of them. */
  readonly tensor: string;
  readonly value: number;
}

/** @returns undefined where everything the step came to is finite */
async function findOrigin(
  { program, stages, before, read }: Observation,
  network: Network,
): Promise<Origin | undefined> {
  for (const { layers, outputs } of stages) {
    for (const tensor of outputs) {
      const { type, storage } = program.tensors.get(tensor)!;
      if (type !== "f32") continue;
      const values = await read(tensor);
      // What outlives a step may hold more than this one wrote: a ring of results, say.
      const old = before.get(tensor);
      const isNew = (value: number, i: number) => !Number.isFinite(value) && Number.isFinite(old?.[i] ?? 0);
      const place = Array.from(values).findIndex(isNew);
      if (place < 0) continue;
      const at = storage.offset + place;
      const owner =
        storage.of === "parameters"
          ? arraysOf(network).find(({ offset, shape }) => at >= offset && at < offset + elements(shape))
          : undefined;
      const layer = owner === undefined ? layers.join(" + ") : owner.name.slice(0, owner.name.lastIndexOf("."));
      return { layer, tensor: owner?.name ?? tensor, value: values[place] };
    }
  }
  return undefined;
}

/**
 * Finds the first value that is not finite: steps are the same to the bit when they are done again, so that the last one before it is
 * found by halving, and the one after that is looked at from the inside.
 *
 * @param good where everything was finite
 * @param bad steps after which something is not
 * @returns what to say of it: the first such step and, unless it hides, the place
 */
export async function locate(
  engine: Engine,
  feed: Feed,
  network: Network,
  good: Snapshot,
  bad: number,
): Promise<string> {
  let [last, end] = [good, Math.max(bad, good.step + 1)];
  while (end - last.step > 1) {
    const middle = Math.floor((last.step + end) / 2);
    const after = await again(engine, feed, last, middle);
    if (after === undefined) end = middle;
    else last = after;
  }
  engine.writeState(last.state, last.step);
  const [row] = feed.rows(last.step, end);
  const origin = await findOrigin(await engine.observe(row), network);
  if (origin === undefined) return `step ${end} came to a value that is not finite`;
  return `step ${end} came to ${origin.value} in ${origin.layer}, first in ${origin.tensor}`;
}

/** Does steps again, from a snapshot on; undefined where a loss or the state is not finite on the way. */
async function again(engine: Engine, feed: Feed, from: Snapshot, until: number): Promise<Snapshot | undefined> {
  engine.writeState(from.state, from.step);
  for (let step = from.step; step < until; ) {
    const rows = feed.rows(step, until);
    const results = await engine.steps(rows);
    if (!results.every(({ loss }) => Number.isFinite(loss))) return undefined;
    step += rows.length;
  }
  const state = await engine.readState();
  return isFiniteState(state) ? { step: until, state } : undefined;
}

/** What to say of a run that came to a value which is not finite, and what to try. */
export function diverged({ optimizer }: Recipe, what: string): DivergedError {
  const clip = optimizer.clipNorm === undefined ? ", clipping the gradient (clipNorm 1)" : "";
  return new DivergedError(
    `training: ${what}; finite numbers were expected. Try a learning rate far below ${optimizer.learningRate}${clip} or a larger batch.`,
  );
}

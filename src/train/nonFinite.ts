/** Where the first value came from that is no finite number. */
import { DivergedError } from "../core/errors.ts";
import { elements } from "../core/shape.ts";
import { arraysOf, type Network } from "../layers/network.ts";
import type { Recipe } from "../model/recipe.ts";
import type { Observation, TrainingState } from "../plan/engine.ts";

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
export async function findOrigin(
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

/** What to say of a run that came to a value which is not finite, and what to try. */
export function diverged({ optimizer }: Recipe, what: string): DivergedError {
  const clip = optimizer.clipNorm === undefined ? ", clipping the gradient (clipNorm 1)" : "";
  return new DivergedError(
    `training: ${what}; finite numbers were expected. Try a learning rate far below ${optimizer.learningRate}${clip} or a larger batch.`,
  );
}

/** The same of a step whose first such value is known. */
export function divergedAt(recipe: Recipe, step: number, { layer, tensor, value }: Origin): DivergedError {
  return diverged(recipe, `step ${step} came to ${value} in ${layer}, first in ${tensor}`);
}

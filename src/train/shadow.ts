/** The drift monitor: now and then a step is computed by the reference as well, and each layer compared. */
import type { Observation } from "../plan/engine.ts";
import { checkStep } from "../verify/checkStep.ts";

/** How far the layers of one training step were from the reference on the same values. */
export interface ShadowReport {
  /** The step, counted from 1. */
  readonly step: number;
  /** The greatest error of any value as a share of its derived bound: 1 is just allowed. */
  readonly worst: number;
  /** In the order in which they are first computed; kernels that compute several layers at one go give one line. */
  readonly layers: readonly { readonly layer: string; readonly worst: number }[];
  /** Where the first value outside its bound was computed; absent where all are within. */
  readonly outside?: { readonly layer: string; readonly tensor: string };
}

/** Compares everything that a step came to, forward, backward and update, with the reference. */
export async function shadow(step: number, observation: Observation): Promise<ShadowReport> {
  const layers = new Map<string, number>();
  let outside: ShadowReport["outside"];
  for await (const { stage, comparisons } of checkStep(observation)) {
    const layer = stage.layers.join(" + ");
    for (const { tensor, worst } of comparisons) {
      layers.set(layer, Math.max(layers.get(layer) ?? 0, worst));
      if (worst > 1) outside ??= { layer, tensor };
    }
  }
  return {
    step,
    worst: Math.max(...layers.values()),
    layers: [...layers].map(([layer, worst]) => ({ layer, worst })),
    ...(outside === undefined ? {} : { outside }),
  };
}

/** Where the gradient of a pooled number goes. */
import type { Inspection } from "./inspector.ts";
import type { Factor } from "./opened.ts";
import { Site } from "./site.ts";
import { avgPool2dTerms, maxPool2dCandidates } from "./windowTerms.ts";

/** Where the gradient of a pooled number goes: to the greatest cell of its window, or to all of them in equal parts. */
export interface GradientWay {
  readonly gradient: Factor;
  /** The window's cells; and what the loss changes with each, where that is known. */
  readonly cells: readonly Factor[];
  readonly cellGradients: readonly Factor[];
  /** Which of them gets all of it; absent of a mean. */
  readonly chosen?: number;
  /** Of a mean: by what the gradient is divided for each. */
  readonly divisor: number;
}

/** @returns undefined where the number is neither a pooled one nor a pooled one's gradient */
export function gradientWay(inspection: Inspection, tensor: string, place: number): GradientWay | undefined {
  const { operations, gradients } = inspection.program;
  for (const operation of operations) {
    const { op, inputs, outputs } = operation;
    const dy = gradients.get(outputs.y);
    const isMax = op === "maxPool2d";
    if ((!isMax && op !== "avgPool2d") || dy === undefined || (tensor !== outputs.y && tensor !== dy)) continue;
    const site = new Site(inspection, operation);
    const mean = isMax ? [] : avgPool2dTerms(site, place);
    const { candidates, ...choice } = isMax
      ? maxPool2dCandidates(site, place)
      : { candidates: mean.map(({ factors }) => factors[0]) };
    const valueIn = (name: string, one: Factor) => ({
      ...one,
      tensor: name,
      value: inspection.array(name).data[one.place],
    });
    const dx = gradients.get(inputs.x);
    return {
      gradient: { ...site.factor("y", place), tensor: dy, value: inspection.array(dy).data[place] },
      cells: candidates,
      cellGradients: dx === undefined ? [] : candidates.map((cell) => valueIn(dx, cell)),
      ...choice,
      divisor: mean[0]?.divisor ?? 1,
    };
  }
  return undefined;
}

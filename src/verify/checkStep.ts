import type { Observation, Stage } from "../plan/engine.ts";
import { type Comparison, compare } from "./compare.ts";
import { storedBounds } from "./halfBounds.ts";
import { Oracle } from "./oracle.ts";

/** What was found out about one stage of a step. */
export interface StageCheck {
  readonly stage: Stage;
  readonly comparisons: readonly Comparison[];
}

/**
 * Checks a whole training step, stage by stage: each on the values that the step itself came to, so that no error is handed on and
 * every bound is as narrow as that of the stage alone.
 */
export async function* checkStep({ program, stages, before, read, halfOf }: Observation): AsyncGenerator<StageCheck> {
  const oracle = new Oracle(program);
  for (const [name, values] of before) oracle.set(name, values);
  for (const stage of stages) {
    for (const operation of stage.operations) oracle.compute(operation);
    const comparisons: Comparison[] = [];
    for (const tensor of stage.outputs) {
      const actual = await read(tensor);
      const expected = oracle.value(tensor).data;
      const bounds = storedBounds(expected, oracle.bound(tensor).data, halfOf?.(tensor));
      comparisons.push(compare({ tensor, expected, bounds }, actual));
      // No tensor is written by two stages of a step: what is there at its end is what the next one read.
      oracle.set(tensor, actual);
    }
    yield { stage, comparisons };
  }
}

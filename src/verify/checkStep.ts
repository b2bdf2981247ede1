import type { Executor } from "../gpu/executor.ts";
import type { Program } from "../operations/program.ts";
import { outputsOf } from "./boundary.ts";
import { compare } from "./compare.ts";
import { checked, type DispatchCheck } from "./dispatchCheck.ts";
import { Oracle } from "./oracle.ts";

/** Values that tensors have before a step: all that it reads without having computed them. */
export type Before = ReadonlyMap<string, ArrayLike<number>>;

/**
 * Checks a whole step after the device has done it, dispatch by dispatch: each on the values that the step itself came to, so that no
 * error is handed on and every bound is as narrow as that of the dispatch alone.
 *
 * @param executor has encoded the step once, and nothing since
 */
export async function* checkStep(program: Program, executor: Executor, before: Before): AsyncGenerator<DispatchCheck> {
  const oracle = new Oracle(program);
  for (const [name, values] of before) oracle.set(name, values);
  for (const dispatch of executor.plan.dispatches) {
    for (const operation of dispatch.operations) oracle.compute(operation);
    const comparisons = [];
    for (const tensor of outputsOf(executor.plan, dispatch)) {
      const actual = await executor.read(tensor);
      comparisons.push(
        compare({ tensor, expected: oracle.value(tensor).data, bounds: oracle.bound(tensor).data }, actual),
      );
      // No tensor is written by two dispatches of a step: what is there at its end is what the next one read.
      oracle.set(tensor, actual);
    }
    yield checked(dispatch, comparisons);
  }
}

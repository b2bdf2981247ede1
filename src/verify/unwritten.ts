import type { Executor } from "../gpu/executor.ts";
import type { Program } from "../operations/program.ts";
import { spoiled } from "./checkDispatch.ts";

/** An element that is not as a kernel leaves it. */
interface Unwritten {
  readonly name: string;
  readonly element: number;
  readonly value: number;
}

/**
 * The first element of these tensors that is not finite, or still what {@link spoiled} put there and no kernel computes; undefined where
 * all of them were written.
 */
export async function unwritten(
  executor: Executor,
  program: Program,
  names: readonly string[],
): Promise<Unwritten | undefined> {
  for (const name of names) {
    const values = await executor.read(name);
    const [nothing] = spoiled(program, name);
    const element = values.findIndex((value) => !Number.isFinite(value) || value === nothing);
    if (element >= 0) return { name, element, value: values[element] };
  }
  return undefined;
}

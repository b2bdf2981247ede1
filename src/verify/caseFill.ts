import type { Given } from "#cases/case.ts";
import type { ProgramBuilder } from "../operations/program.ts";
import { type Fill, plausible } from "./fill.ts";

/** Values for the inputs of a case. */
export function fillOf(program: ProgramBuilder, { scale = 1, exact = false, nth = 2 }: Given, seed = 1): Fill {
  const fill = plausible(program, seed);
  return (name, index) => {
    if (name === "step") return nth as number;
    const value = fill(name, index);
    if (program.tensors.get(name)!.type !== "f32") return value;
    if (name === "target") return value;
    return exact ? Math.round(2 * value) : value * (scale as number);
  };
}

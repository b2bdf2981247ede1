import { SpecError } from "../core/errors.ts";
import type { ModelSpec } from "../model/recipe.ts";
import { ProgramBuilder } from "../operations/program.ts";
import { type BuiltLayer, buildNetwork } from "./network.ts";

/**
 * Layer by layer what a spec builds: names, output shapes, numbers of parameters.
 *
 * @throws SpecError or ShapeError, naming the layer, where it cannot be built
 */
export function describeLayers(spec: ModelSpec): readonly BuiltLayer[] {
  const builder = new ProgramBuilder();
  return buildNetwork(builder, spec, builder.persistent("input", [1, ...spec.input]), "evaluation").layers;
}

/** What can be built of a list of layers: all before the first that does not fit, and why that one does not. */
export interface PartlyBuilt {
  readonly built: readonly BuiltLayer[];
  /** In the words of whoever refused it, without its name. */
  readonly refused?: string;
}

/** Layer by layer what a list builds that is still being written: it need not end as a network does. */
export function describeBeginning({ input, layers }: ModelSpec): PartlyBuilt {
  let built: readonly BuiltLayer[] = [];
  for (let length = 1; length <= layers.length; length++) {
    try {
      // Flat at the end, as a network has to be.
      const flat = { type: "flatten", name: "end-of-beginning" };
      built = describeLayers({ input, layers: [...layers.slice(0, length), flat] }).slice(0, -1);
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      return { built, refused: error.message.replace(/^[^:]*: /, "") };
    }
  }
  return { built };
}

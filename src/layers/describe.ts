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

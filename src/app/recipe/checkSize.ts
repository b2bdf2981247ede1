/** What the page can draw, and a browser keep, without standing still: far more than digits need. */
import { SpecError } from "../../core/errors.ts";
import { elements } from "../../core/shape.ts";
import { describeLayers } from "../../layers/describe.ts";
import type { ModelSpec } from "../../model/recipe.ts";

const most = { layers: 100, values: 1_000_000, parameters: 20_000_000 };

/** @throws SpecError or ShapeError, naming the layer, where a network is too large for the page or cannot be built */
export function checkSize(model: ModelSpec): void {
  const refuse = (what: string, found: number, limit: number, where = "model"): never => {
    throw new SpecError(
      `${where}: it has ${found.toLocaleString("en")} ${what}; at most ${limit.toLocaleString("en")} were expected on this page. ` +
        "Make it smaller, or train it on the command line.",
    );
  };
  if (Array.isArray(model.layers) && model.layers.length > most.layers) {
    refuse("layers", model.layers.length, most.layers);
  }
  for (const { name, output, parameters } of describeLayers(model)) {
    if (elements(output) > most.values) refuse("values a picture", elements(output), most.values, name);
    if (parameters > most.parameters) refuse("parameters", parameters, most.parameters, name);
  }
}

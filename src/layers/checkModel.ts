/** What can be said of a model before it is built. */
import { SpecError } from "../core/errors.ts";
import { positiveInteger } from "../model/fields.ts";
import type { LayerSpec, ModelSpec } from "../model/recipe.ts";
import { layers } from "./index.ts";

/** Names for all layers: the one given, else the kind's short name, numbered where the list has several of that name. */
export function layerNames(specs: readonly LayerSpec[]): string[] {
  const short = specs.map(({ type, name }, index) => {
    if (name !== undefined && (typeof name !== "string" || !/^[A-Za-z_][\w-]*$/.test(name))) {
      throw new SpecError(
        `layer ${index + 1}: its name is ${JSON.stringify(name)}; a word of letters, digits, "_" and "-" was expected. Rename it.`,
      );
    }
    return layers[type].shortName;
  });
  const seen = new Map<string, number>();
  const names = specs.map(({ name }, index) => {
    const base = short[index];
    const count = (seen.get(base) ?? 0) + 1;
    seen.set(base, count);
    return name ?? (short.filter((other) => other === base).length > 1 ? `${base}${count}` : base);
  });
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) !== index) {
      throw new SpecError(`${name}: two layers have this name; each was expected to have its own. Rename one of them.`);
    }
  }
  return names;
}

/**
 * @param prefix begins the names in messages: that of the layer the list stands in, and a dot; empty for the model's own
 * @throws SpecError unless it is a list of layers of known kinds, each with a name of its own
 */
function checkLayers(list: unknown, prefix: string): void {
  const owner = prefix === "" ? "model" : prefix.slice(0, -1);
  if (!Array.isArray(list) || list.length === 0) {
    throw new SpecError(`${owner}: it has no layers; a list of at least one was expected. Add a dense layer.`);
  }
  for (const [index, layer] of list.entries()) {
    const subject = `${prefix}layer ${index + 1}`;
    if (typeof layer !== "object" || layer === null || Array.isArray(layer)) {
      throw new SpecError(
        `${subject}: it is ${JSON.stringify(layer)}; an object such as {"type": "relu"} was expected. Correct the list.`,
      );
    }
    if (typeof layer.type !== "string" || !Object.hasOwn(layers, layer.type)) {
      throw new SpecError(
        `${subject}: its type is ${JSON.stringify(layer.type) ?? "missing"}; one of ${Object.keys(layers).join(", ")} was ` +
          "expected. Choose one of them.",
      );
    }
  }
  const names = layerNames(list);
  for (const [index, layer] of list.entries()) {
    for (const field of layers[layer.type].lists) {
      if (layer[field] !== undefined) checkLayers(layer[field], `${prefix}${names[index]}.`);
    }
  }
}

/** @throws SpecError unless the input shape and the list of layers are of the right form, which passes over them rely on */
export function checkModel({ input, layers: list }: ModelSpec): void {
  if (!Array.isArray(input) || input.length !== 3) {
    throw new SpecError(
      `model: its input is ${JSON.stringify(input)}; [maps, height, width] was expected. For MNIST set it to [1, 28, 28].`,
    );
  }
  for (const [axis, size] of input.entries()) positiveInteger("model", `input[${axis}]`, size);
  checkLayers(list, "");
}

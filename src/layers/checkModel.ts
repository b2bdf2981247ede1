/** What can be said of a model before it is built. */

import { SpecError } from "../core/errors.ts";
import { isNameIn } from "../core/nameIn.ts";
import { shortJson } from "../core/shortJson.ts";
import { positiveInteger } from "../model/fields.ts";
import type { LayerSpec, ModelSpec } from "../model/recipe.ts";
import { layers } from "./index.ts";
import { prefixInside } from "./layer.ts";

/**
 * Names for all layers: the one given, else the kind's short name, numbered where the list has several of that name.
 *
 * @param prefix begins the names in messages
 */
export function layerNames(specs: readonly LayerSpec[], prefix: string): string[] {
  const short = specs.map(({ type, name }, index) => {
    if (name !== undefined && (typeof name !== "string" || !/^[A-Za-z_][\w-]*$/.test(name))) {
      throw new SpecError(
        `${prefix}layer ${index + 1}: its name is ${shortJson(name)}; a word of letters, digits, "_" and "-" was expected. Rename it.`,
      );
    }
    return layers[type].shortName;
  });
  const of = new Map<string, number>();
  for (const base of short) of.set(base, (of.get(base) ?? 0) + 1);
  const seen = new Map<string, number>();
  const names = specs.map(({ name }, index) => {
    const base = short[index];
    const count = (seen.get(base) ?? 0) + 1;
    seen.set(base, count);
    return name ?? (of.get(base)! > 1 ? `${base}${count}` : base);
  });
  const taken = new Set<string>();
  for (const name of names) {
    if (taken.has(name)) {
      throw new SpecError(
        `${prefix}${name}: two layers have this name; each was expected to have its own. Rename one of them.`,
      );
    }
    taken.add(name);
  }
  return names;
}

/** More than any network that a machine trains: what is read from a stranger takes no more time and stack than that. */
const most = { layers: 4096, depth: 16 };

/** The field of a layer that a list stands in. */
interface Inside {
  readonly name: string;
  readonly type: string;
  readonly field: string;
}

/**
 * @param sum layers met so far
 * @param inside absent for the model's own list
 * @throws SpecError unless it is a list of layers of known kinds, each with a name of its own
 */
function checkLayers(list: unknown, sum: { layers: number }, depth = 1, inside?: Inside): void {
  const prefix = inside === undefined ? "" : prefixInside(inside.name, inside.field);
  if (!Array.isArray(list) || list.length === 0) {
    const owner = prefix === "" ? "model" : prefix.slice(0, -1);
    const remedy = inside?.field === "layers" ? "Add one." : `Add one, or leave "${inside?.field}" out.`;
    throw new SpecError(
      `${owner}: it has no layers; a list of at least one was expected. ${inside === undefined ? "Add a dense layer." : remedy}`,
    );
  }
  sum.layers += list.length;
  if (sum.layers > most.layers) {
    throw new SpecError(
      `model: it has more than ${most.layers} layers; no more were expected, those inside others counted. Make it smaller.`,
    );
  }
  if (depth > most.depth) {
    throw new SpecError(
      `model: more than ${most.depth} lists of layers stand one inside the other; no more were expected. Make it flatter.`,
    );
  }
  for (const [index, layer] of list.entries()) {
    const subject = `${prefix}layer ${index + 1}`;
    if (typeof layer !== "object" || layer === null || Array.isArray(layer)) {
      throw new SpecError(
        `${subject}: it is ${shortJson(layer)}; an object such as {"type": "relu"} was expected. Correct the list.`,
      );
    }
    if (!isNameIn(layers, layer.type)) {
      throw new SpecError(
        `${subject}: its type is ${shortJson(layer.type) ?? "missing"}; one of ${Object.keys(layers).join(", ")} was ` +
          "expected. Choose one of them.",
      );
    }
  }
  const names = layerNames(list, prefix);
  // A layer named as a list beside it would have the prefix of that list's layers.
  const clash = names.find((name) => inside?.field === "layers" && layers[inside.type].lists.includes(name));
  if (clash !== undefined) {
    throw new SpecError(
      `${prefix}${clash}: it has the name of a field of ${inside!.type}; another was expected. Rename the layer.`,
    );
  }
  for (const [index, layer] of list.entries()) {
    for (const field of layers[layer.type].lists) {
      if (layer[field] === undefined) continue;
      checkLayers(layer[field], sum, depth + 1, { name: `${prefix}${names[index]}`, type: layer.type, field });
    }
  }
}

/** @throws SpecError unless the input shape and the list of layers are of the right form, which passes over them rely on */
export function checkModel({ input, layers: list }: ModelSpec): void {
  if (!Array.isArray(input) || input.length !== 3) {
    throw new SpecError(
      `model: its input is ${shortJson(input)}; [maps, height, width] was expected. For MNIST set it to [1, 28, 28].`,
    );
  }
  for (const [axis, size] of input.entries()) positiveInteger("model", `input[${axis}]`, size);
  checkLayers(list, { layers: 0 });
}

import { layers as kinds } from "../layers/index.ts";
import type { LayerSpec, ModelSpec } from "../model/recipe.ts";

/**
 * Moves maximum pooling before a ReLU that stands directly in front of it. Values and gradients stay the same to the last
 * bit, since max(max(a, 0), max(b, 0)) = max(max(a, b), 0), padding never wins, and a gradient that the ReLU stops is 0 either
 * way, while the ReLU has a quarter of the work (with windows of 2) and convolution, bias and pooling become neighbours that one
 * kernel can cover.
 */
export function poolFirst<T extends ModelSpec>(spec: T): T {
  return { ...spec, layers: reordered(spec.layers) };
}

function reordered(list: readonly LayerSpec[]): readonly LayerSpec[] {
  const layers = list.map((layer): LayerSpec => {
    const inner = kinds[layer.type].lists.filter((field) => layer[field] !== undefined);
    return { ...layer, ...Object.fromEntries(inner.map((field) => [field, reordered(layer[field] as LayerSpec[])])) };
  });
  for (let i = 0; i + 1 < layers.length; i++) {
    if (layers[i].type === "relu" && layers[i + 1].type === "maxPool2d") {
      [layers[i], layers[i + 1]] = [layers[i + 1], layers[i]];
    }
  }
  return layers;
}

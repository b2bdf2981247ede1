import { presets } from "../src/model/presets.ts";
import type { LayerSpec, Recipe } from "../src/model/recipe.ts";

const fewer: Readonly<Record<string, (layer: LayerSpec) => object>> = {
  conv2d: ({ filters }) => ({ filters: Math.min(filters as number, 3), kernel: 3 }),
  dense: ({ units }) => ({ units: Math.min(units as number, 7) }),
};

/** The presets with the same layers at small sizes: 14 × 14 inputs, kernels of 3, at most 3 maps and 7 features. */
export const smallNetworks: Readonly<Record<string, Recipe>> = Object.fromEntries(
  Object.entries(presets).map(([name, recipe]) => {
    const input: Recipe["input"] = name === "sigmoid2" ? recipe.input : [1, 14, 14];
    const layers = recipe.layers.map((layer) => ({ ...layer, ...fewer[layer.type]?.(layer) }));
    return [name, { ...recipe, input, layers, batch: 4 }];
  }),
);

/** Whole networks with what the presets lack, or in another order. */
export const oddNetworks: Readonly<Record<string, Recipe>> = Object.fromEntries(
  (
    [
      [
        "ReLU before mean pooling",
        [{ type: "conv2d", filters: 2, kernel: [3, 2] }, { type: "relu" }, { type: "avgPool2d", size: 3 }],
      ],
      [
        "σ before maximum pooling",
        [{ type: "conv2d", filters: 2, kernel: [2, 3] }, { type: "sigmoid" }, { type: "maxPool2d", size: [2, 3] }],
      ],
      [
        "pooling alone",
        [
          { type: "avgPool2d", size: 2 },
          { type: "maxPool2d", size: 2 },
        ],
      ],
      [
        "two convolutions in a row",
        [{ type: "conv2d", filters: 3, kernel: 3 }, { type: "conv2d", filters: 2, kernel: 3 }, { type: "relu" }],
      ],
    ] as [string, LayerSpec[]][]
  ).map(([name, layers]) => [
    name,
    {
      ...presets.lenet,
      name,
      input: [2, 11, 10],
      layers: [...layers, { type: "flatten" }, { type: "dense", units: 5 }],
      batch: 3,
    } as Recipe,
  ]),
);

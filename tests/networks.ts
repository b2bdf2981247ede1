import { presets } from "../src/model/presets.ts";
import type { LayerSpec, Recipe } from "../src/model/recipe.ts";

/** Whether bounds that are composed over a whole step say anything: through the ten sums of `deep`, two of them over a batch, they do not. */
export const isComposable = (name: string) => name !== "deep";

const fewer: Readonly<Record<string, (layer: LayerSpec) => object>> = {
  conv2d: ({ filters }) => ({ filters: Math.min(filters as number, 3), kernel: 3 }),
  dense: ({ units }) => ({ units: Math.min(units as number, 7) }),
};

/** Inputs of those that can do with less, or need more, than 14 × 14. */
const inputs: Readonly<Record<string, Recipe["input"]>> = { sigmoid2: presets.sigmoid2.input, deep: [1, 18, 18] };

/** The presets with the same layers at small sizes: kernels of 3, at most 3 maps and 7 features. */
export const smallNetworks: Readonly<Record<string, Recipe>> = Object.fromEntries(
  Object.entries(presets).map(([name, recipe]) => {
    const input = inputs[name] ?? [1, 14, 14];
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
      [
        "true convolution, depthwise and with stride",
        [
          { type: "conv2d", filters: 4, kernel: [3, 2], mode: "convolution", groups: "depthwise", padding: "same" },
          { type: "relu" },
          { type: "maxPool2d", size: 3, stride: 2, padding: 1 },
          { type: "conv2d", filters: 3, kernel: 3, stride: 2, padding: [1, 2], bias: false },
        ],
      ],
      [
        "dilation and the mean of every map",
        [
          { type: "conv2d", filters: 4, kernel: 3, dilation: [2, 3], groups: 2, mode: "convolution" },
          { type: "avgPool2d", size: 3, stride: 2, padding: 1, ceilMode: true, countIncludePad: false },
          { type: "sigmoid" },
          { type: "globalAvgPool" },
        ],
      ],
      [
        "what goes two ways",
        [
          { type: "residual", layers: [{ type: "conv2d", filters: 2, kernel: 1 }, { type: "sigmoid" }] },
          { type: "residual", layers: [{ type: "residual", layers: [{ type: "sigmoid" }] }] },
        ],
      ],
      [
        "a shortcut of its own",
        [
          {
            type: "residual",
            layers: [{ type: "conv2d", filters: 3, kernel: 2 }, { type: "sigmoid" }],
            shortcut: [{ type: "conv2d", filters: 3, kernel: 2 }],
          },
          { type: "relu" },
        ],
      ],
      [
        "batch normalisation and dropout",
        [
          { type: "conv2d", filters: 3, kernel: 3 },
          { type: "sigmoid" },
          { type: "batchNorm" },
          { type: "dropout", rate: 0.3 },
        ],
      ],
      [
        "the smooth activations",
        [
          { type: "conv2d", filters: 2, kernel: 3 },
          { type: "tanh" },
          { type: "conv2d", filters: 2, kernel: 3 },
          { type: "gelu" },
          { type: "conv2d", filters: 2, kernel: 2 },
          { type: "gelu", approximate: "tanh" },
          { type: "conv2d", filters: 2, kernel: 2 },
          { type: "silu" },
        ],
        { loss: { type: "softmaxCrossEntropy", labelSmoothing: 0.1 } },
      ],
      [
        "softmax inside, an output for each class",
        [
          { type: "conv2d", filters: 2, kernel: 3 },
          { type: "leakyRelu", slope: 0.1 },
          { type: "flatten" },
          { type: "dense", units: 4 },
          { type: "softmax" },
        ],
        { loss: "binaryCrossEntropyWithLogits" },
      ],
      [
        "a clipped gradient and averaged weights",
        [{ type: "conv2d", filters: 3, kernel: 3 }, { type: "relu" }],
        {
          optimizer: {
            type: "rmsProp",
            learningRate: 0.01,
            momentum: 0.9,
            weightDecay: 1e-3,
            clipNorm: 0.1,
            averageDecay: 0.9,
          },
        },
      ],
    ] as [string, LayerSpec[], Partial<Recipe>?][]
  ).map(([name, layers, change]) => [
    name,
    {
      ...presets.lenet,
      name,
      input: [2, 11, 10],
      layers: [...layers, { type: "flatten" }, { type: "dense", units: 5 }],
      batch: 3,
      ...change,
    } as Recipe,
  ]),
);

/** Recipes whose scripts are tried: between them every layer with every attribute, loss, optimiser, schedule and order; nothing is drawn at random. */
import { presets } from "../../src/model/presets.ts";
import type { LayerSpec, Recipe } from "../../src/model/recipe.ts";
import { oddNetworks } from "../networks.ts";

/** Dropout draws other numbers there. */
const settled = (layers: readonly LayerSpec[]) =>
  layers.map((layer) => (layer.type === "dropout" ? { type: "leakyRelu", slope: 0.2 } : layer));

const BATCH = 8;

const end: readonly LayerSpec[] = [{ type: "flatten" }, { type: "dense", units: 4 }];
const base = { ...presets.lenet, input: [2, 11, 10], batch: BATCH } as const;

const layers: Readonly<Record<string, readonly LayerSpec[]>> = {
  "uneven padding, convolution": [
    { type: "conv2d", filters: 4, kernel: [4, 3], stride: [2, 1], padding: "same", groups: 2 },
    { type: "tanh" },
    { type: "conv2d", filters: 3, kernel: 2, padding: { top: 1, left: 2 }, dilation: 2, mode: "convolution" },
  ],
  "uneven padding, maximum": [
    { type: "conv2d", filters: 3, kernel: 2 },
    { type: "maxPool2d", size: [4, 3], stride: 3, padding: { top: 1, bottom: 2, right: 1 }, ceilMode: true },
  ],
  "uneven padding, mean": [
    { type: "conv2d", filters: 3, kernel: 2 },
    { type: "avgPool2d", size: 4, stride: 3, padding: { top: 1, bottom: 2, right: 1 }, ceilMode: true },
  ],
  "uneven padding, mean without it": [
    { type: "conv2d", filters: 3, kernel: 2 },
    { type: "avgPool2d", size: 3, stride: 2, padding: { bottom: 1, left: 1 }, countIncludePad: false },
  ],
  "batch normalisation of lists, and in a shortcut": [
    {
      type: "residual",
      layers: [
        { type: "conv2d", filters: 3, kernel: 3, padding: "same" },
        { type: "batchNorm", epsilon: 1e-3, momentum: 0.3 },
        { type: "silu" },
        { type: "residual", layers: [{ type: "conv2d", filters: 3, kernel: 1, bias: false }, { type: "relu" }] },
      ],
      shortcut: [{ type: "conv2d", name: "way", filters: 3, kernel: 1 }, { type: "batchNorm" }],
    },
    { type: "flatten" },
    { type: "dense", units: 6 },
    { type: "batchNorm" },
    { type: "residual", layers: [{ type: "dense", units: 6 }, { type: "gelu" }] },
  ],
};

const trainings: Readonly<Record<string, Partial<Recipe>>> = {
  "weight decay, warm-up as a share": {
    optimizer: { type: "sgd", learningRate: 0.05, weightDecay: 0.01 },
    schedule: { type: "constant", warmup: 0.3 },
  },
  "momentum looking ahead, down a stair": {
    optimizer: { type: "momentum", learningRate: 0.02, momentum: 0.8, nesterov: true, weightDecay: 0.01 },
    schedule: { type: "step", every: 2, factor: 0.5, warmup: 3 },
  },
  "Nesterov's momentum, along a cosine": {
    optimizer: { type: "nesterov", learningRate: 0.02, momentum: 0.8 },
    schedule: { type: "cosine", end: 0.1, warmup: 2 },
  },
  "momentum of nothing": {
    optimizer: { type: "nesterov", learningRate: 0.02, momentum: 0 },
    schedule: { type: "step" },
    loss: "squaredError",
  },
  "Adam, one cycle": {
    optimizer: { type: "adam", learningRate: 0.01, beta1: 0.8, beta2: 0.95, epsilon: 1e-3, weightDecay: 0.02 },
    schedule: { type: "oneCycle", warmup: 0.4, startDivisor: 10, endDivisor: 100 },
    loss: { type: "softmaxCrossEntropy", labelSmoothing: 0.2 },
  },
  "AdamW, the samples as stored": {
    optimizer: { type: "adamW", learningRate: 0.003, weightDecay: 0.1 },
    schedule: { type: "cosine" },
    order: "stored",
  },
  "AdamW as it is, by label": { optimizer: { type: "adamW", learningRate: 0.003 }, order: "byLabel" },
  RMSprop: { optimizer: { type: "rmsProp", learningRate: 0.002, alpha: 0.9, epsilon: 1e-4 } },
  "averaged, normalised": {
    optimizer: { type: "momentum", learningRate: 0.02, momentum: 0.9, clipNorm: 0.5, averageDecay: 0.7 },
    layers: [{ type: "conv2d", filters: 3, kernel: 3 }, { type: "batchNorm" }, { type: "sigmoid" }, ...end],
  },
  "one output, binary cross-entropy": {
    loss: "binaryCrossEntropyWithLogits",
    layers: [
      { type: "conv2d", filters: 2, kernel: 3 },
      { type: "tanh" },
      { type: "flatten" },
      { type: "dense", units: 1 },
    ],
  },
};

const smooth: readonly LayerSpec[] = [{ type: "conv2d", filters: 3, kernel: 3 }, { type: "tanh" }, ...end];

export const scriptRecipes: Readonly<Record<string, Recipe>> = {
  ...Object.fromEntries(
    Object.entries({ ...presets, ...oddNetworks }).map(([name, recipe]) => [
      name,
      { ...recipe, layers: settled(recipe.layers), batch: BATCH },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(layers).map(([name, list]) => [name, { ...base, name, layers: [...list, ...end] } as Recipe]),
  ),
  ...Object.fromEntries(
    Object.entries(trainings).map(([name, change]) => [name, { ...base, name, layers: smooth, ...change } as Recipe]),
  ),
};

import { type Cases, cases } from "../case.ts";

const denseForward = cases({
  control: { x: [3, 8], weight: [5, 8], bias: [5] },
  deviations: [
    { x: [1, 8] },
    { x: [4, 8] },
    { x: [5, 8] },
    { x: [8, 8], weight: [8, 8], bias: [8] },
    { weight: [1, 8], bias: [1] },
    { weight: [2, 8], bias: [2] },
    { weight: [3, 8], bias: [3] },
    { weight: [4, 8], bias: [4] },
    { x: [3, 4], weight: [5, 4] },
    { x: [3, 7], weight: [5, 7], applies: false },
    { x: [36, 4], weight: [28, 4], bias: [28] },
    { x: [32, 4], weight: [32, 4], bias: [32] },
    { x: [64, 4], weight: [64, 4], bias: [64] },
    { x: [13, 68], weight: [67, 68], bias: [67] },
    { x: [33, 12], weight: [16, 12], bias: [16] },
  ],
});

const denseParameters = cases({
  control: { x: [3, 8], dy: [3, 5] },
  deviations: [
    { x: [1, 8], dy: [1, 5] },
    { dy: [3, 1] },
    { dy: [3, 2] },
    { dy: [3, 3] },
    { dy: [3, 4] },
    { dy: [3, 8] },
    { x: [3, 4], dy: [3, 8] },
    { x: [4, 8], dy: [4, 64] },
    { x: [3, 4] },
    { x: [3, 7], applies: false },
    { x: [8, 28], dy: [8, 4] },
    { x: [9, 32], dy: [9, 4] },
    { x: [67, 36], dy: [67, 4] },
    { x: [21, 132], dy: [21, 65] },
    { x: [4, 64], dy: [4, 16] },
  ],
});

/** Samples, features and outputs of a dense layer whose input gradient is computed too. */
const layer = (N: number, F: number, O: number) => ({ x: [N, F], dy: [N, O], weight: [O, F] });

const denseAll = cases({
  control: layer(3, 8, 5),
  deviations: [
    layer(1, 8, 5),
    layer(4, 8, 5),
    layer(5, 8, 5),
    layer(8, 8, 1),
    layer(3, 8, 2),
    layer(3, 8, 3),
    layer(3, 8, 4),
    layer(3, 4, 8),
    { ...layer(3, 7, 5), applies: false },
    layer(16, 32, 16),
    layer(17, 36, 17),
    layer(33, 16, 12),
    layer(3, 252, 5),
    layer(3, 1024, 5),
    layer(13, 132, 67),
    layer(67, 12, 33),
  ],
});

/** The same where the features are windows of a pooling, in so many maps of so many rows and columns, over `input` rows and columns of cells. */
const pooledLayer = (
  N: number,
  [C, PP, PQ]: readonly [number, number, number],
  O: number,
  input: readonly number[],
  kernel = [2, 2],
) => ({
  ...layer(N, C * PP * PQ, O),
  y: [N, C, PP, PQ],
  index: [N, C, PP, PQ],
  shape: [C, PP, PQ],
  maxPool2dGrad: { input: [...input], kernel, stride: kernel },
});

/** Dense layers, forward and backward. */
export const dense: Readonly<Record<string, Cases>> = {
  denseBiasActivationProduct: cases({
    control: { x: [3, 7], weight: [5, 7], bias: [5] },
    deviations: [
      { x: [1, 1], weight: [1, 1], bias: [1] },
      { x: [4, 1], weight: [4, 1], bias: [4] },
      { x: [33, 3], weight: [9, 3], bias: [9] },
      { x: [67, 65], weight: [67, 65], bias: [67] },
      { x: [5, 257], weight: [12, 257], bias: [12] },
    ],
  }),
  denseBiasActivation: denseForward,
  denseBiasActivationBroadcast: denseForward,
  denseParameterGrads: denseParameters,
  denseParameterGradsBroadcast: denseParameters,
  denseGrads: denseAll,
  denseGradsBroadcast: denseAll,
  denseGradsMaxPoolRelu: cases({
    control: pooledLayer(3, [2, 2, 3], 5, [4, 6]),
    deviations: [
      { exact: true },
      pooledLayer(1, [4, 1, 1], 1, [2, 2]),
      pooledLayer(4, [4, 1, 1], 2, [3, 2]),
      pooledLayer(5, [1, 2, 2], 3, [4, 5]),
      pooledLayer(3, [2, 2, 3], 4, [5, 7]),
      pooledLayer(3, [2, 2, 3], 5, [7, 11], [3, 3]),
      pooledLayer(2, [2, 3, 4], 5, [3, 8], [1, 2]),
      pooledLayer(17, [3, 4, 5], 17, [8, 10]),
      pooledLayer(67, [1, 3, 4], 33, [6, 8]),
      { ...pooledLayer(3, [1, 2, 3], 5, [4, 6]), applies: false },
      {
        ...pooledLayer(3, [2, 2, 3], 5, [4, 6]),
        maxPool2dGrad: { input: [3, 4], kernel: [2, 2], stride: [1, 1] },
        applies: false,
      },
    ],
  }),
};

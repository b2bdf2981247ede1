import { type Cases, cases } from "../case.ts";
import { pooled } from "./backward.ts";

/** A pooled convolution, with the weights that its input's gradient needs. */
const pooledLayer = (x: readonly number[], [M, KH, KW]: readonly [number, number, number]) => ({
  ...pooledConvolution(x, M, [x[2] - KH + 1, x[3] - KW + 1]),
  weight: [M, x[1], KH, KW],
  input: x.slice(2),
});

/** A convolution's input and, behind 2 × 2 pooling of its output of `input` rows and columns, what comes back to a ReLU. */
const pooledConvolution = (x: readonly number[], M: number, input: readonly number[], kernel = [2, 2]) => ({
  x: [...x],
  ...pooled(x[0], M, Math.floor(input[0] / kernel[0]), Math.floor(input[1] / kernel[1])),
  maxPool2dGrad: { input: [...input], kernel, stride: kernel },
});

/** A convolution of x with M kernels: what all of its gradients are made of. */
const layer = (x: readonly number[], [M, KH, KW]: readonly [number, number, number]) => ({
  x: [...x],
  dy: [x[0], M, x[2] - KH + 1, x[3] - KW + 1],
  weight: [M, x[1], KH, KW],
});

/** The same where x is what a ReLU made of pooled cells, `input` rows and columns of them a map. */
const pooledInput = (
  x: readonly number[],
  kernels: readonly [number, number, number],
  input: readonly number[],
  kernel = [2, 2],
) => ({ ...layer(x, kernels), index: [...x], maxPool2dGrad: { input: [...input], kernel, stride: kernel } });

/** Gradients of convolutions, and of what stands behind them. */
export const convolutionGrads: Readonly<Record<string, Cases>> = {
  conv2dInputGradActivationProduct: cases({
    control: { dy: [2, 4, 5, 8], weight: [4, 3, 3, 2], y: [2, 3, 7, 9] },
    deviations: [
      { dy: [1, 2, 3, 21], weight: [2, 11, 2, 5], y: [1, 11, 4, 25] },
      { weight: [4, 5, 1, 1], y: [2, 5, 5, 8] },
      { stride: [2, 3], padding: [1, 2, 0, 3], dilation: [2, 1], input: [11, 20], y: [2, 3, 11, 20] },
      { dy: [2, 6, 5, 8], weight: [6, 2, 3, 2], y: [2, 4, 7, 9], groups: 2, applies: false },
    ],
  }),
  conv2dParameterGradsProduct: cases({
    control: { x: [2, 3, 7, 9], dy: [2, 4, 5, 8] },
    deviations: [
      { x: [1, 1, 1, 1], dy: [1, 1, 1, 1] },
      { dy: [2, 5, 4, 2] },
      { x: [3, 3, 5, 3], dy: [3, 9, 3, 3] },
      { x: [65, 1, 3, 3], dy: [65, 24, 2, 2] },
      { x: [7, 7, 6, 5], dy: [7, 67, 4, 4] },
      { x: [4, 16, 5, 5], dy: [4, 12, 2, 3] },
      { x: [33, 1, 12, 6], dy: [33, 4, 12, 6] },
      { dy: [2, 4, 3, 3], stride: [2, 3], kernel: [3, 3] },
      { dy: [2, 4, 6, 8], padding: [1, 0, 0, 0] },
      { dy: [2, 4, 6, 8], padding: [0, 1, 0, 0] },
      { dy: [2, 4, 5, 9], padding: [0, 0, 1, 0] },
      { dy: [2, 4, 5, 9], padding: [0, 0, 0, 1] },
      { dy: [2, 4, 3, 6], dilation: [2, 3], kernel: [3, 2] },
      { dy: [2, 4, 3, 4], stride: [2, 3], padding: [1, 2, 0, 3], dilation: [2, 1], kernel: [3, 2] },
      { x: [2, 4, 7, 9], groups: 2, applies: false },
    ],
  }),
  conv2dInputGradRowsActivation: cases({
    control: { dy: [2, 4, 5, 8], weight: [4, 3, 3, 2], y: [2, 3, 7, 9] },
    deviations: [
      { dy: [9, 4, 5, 8], y: [9, 3, 7, 9] },
      { weight: [4, 11, 3, 5], y: [2, 11, 7, 12] },
      { weight: [4, 5, 1, 1], y: [2, 5, 5, 8] },
      { dy: [1, 2, 3, 21], weight: [2, 2, 2, 5], y: [1, 2, 4, 25] },
      { padding: [1, 0, 1, 0], y: [2, 3, 6, 8] },
      { weight: [4, 3, 3, 6], y: [2, 3, 7, 13], applies: false },
      { stride: [1, 2], y: [2, 3, 7, 16], input: [7, 16], applies: false },
    ],
  }),
  conv2dParameterGrads: cases({
    control: { x: [2, 3, 7, 9], dy: [2, 4, 5, 8] },
    deviations: [
      { x: [1, 3, 7, 9], dy: [1, 4, 5, 8] },
      { dy: [2, 1, 5, 8] },
      { dy: [2, 3, 5, 8] },
      { dy: [2, 5, 5, 8] },
      { dy: [2, 4, 7, 9] },
      { dy: [2, 4, 7, 7] },
      { dy: [2, 4, 7, 6] },
      { dy: [2, 4, 7, 5] },
      { dy: [2, 4, 7, 4] },
      { dy: [2, 4, 7, 3] },
      { dy: [2, 4, 7, 2] },
      { dy: [2, 4, 7, 1] },
      { x: [2, 1, 7, 17], dy: [2, 2, 5, 3] },
      { x: [2, 1, 7, 17], dy: [2, 2, 5, 1] },
      { x: [65, 1, 3, 3], dy: [65, 5, 2, 2] },
      { x: [7, 11, 6, 5], dy: [7, 13, 2, 3] },
      { x: [4, 16, 5, 5], dy: [4, 4, 2, 2] },
      { dy: [2, 4, 3, 8], stride: [2, 1], applies: false },
      { dy: [2, 4, 7, 8], padding: [1, 1, 0, 0], applies: false },
      { dy: [2, 4, 5, 7], dilation: [1, 2], applies: false },
      { x: [2, 4, 7, 9], groups: 2, applies: false },
    ],
  }),
  conv2dParameterGradsLanes: cases({
    control: { x: [2, 3, 7, 9], dy: [2, 4, 5, 8] },
    deviations: [
      { x: [1, 3, 7, 9], dy: [1, 1, 5, 8] },
      { x: [17, 1, 5, 4], dy: [17, 2, 4, 2] },
      { dy: [2, 8, 7, 9] },
      { dy: [2, 9, 6, 7] },
      { dy: [2, 4, 4, 6] },
      { dy: [2, 4, 3, 5] },
      { dy: [2, 4, 3, 4], applies: false },
      { dy: [2, 4, 2, 5], applies: false },
      { x: [2, 2, 7, 9] },
      { x: [2, 5, 5, 9], dy: [2, 4, 1, 8] },
      { x: [2, 8, 5, 17], dy: [2, 2, 3, 15] },
      { x: [2, 8, 4, 17], dy: [2, 17, 2, 13] },
      { dy: [2, 4, 8, 11], padding: [2, 1, 1, 2] },
      { dy: [2, 4, 5, 9], padding: [0, 0, 0, 1] },
      { dy: [2, 4, 3, 8], stride: [2, 1], applies: false },
      { dy: [2, 4, 5, 7], dilation: [1, 2], applies: false },
      { x: [2, 4, 7, 9], groups: 2, applies: false },
    ],
  }),
  conv2dParameterGradsQuads: cases({
    control: { x: [2, 4, 7, 9], dy: [2, 5, 5, 8] },
    deviations: [
      { x: [1, 4, 7, 9], dy: [1, 1, 5, 8] },
      { x: [17, 4, 5, 4], dy: [17, 2, 4, 2] },
      { x: [2, 8, 7, 9], dy: [2, 8, 7, 9] },
      { dy: [2, 9, 6, 7] },
      { dy: [2, 4, 4, 6] },
      { dy: [2, 4, 3, 5] },
      { dy: [2, 4, 3, 4], applies: false },
      { dy: [2, 4, 2, 5], applies: false },
      { x: [3, 16, 5, 9], dy: [3, 4, 1, 8] },
      { x: [2, 8, 5, 17], dy: [2, 2, 3, 15] },
      { x: [2, 8, 4, 17], dy: [2, 17, 2, 13] },
      { dy: [2, 4, 8, 11], padding: [2, 1, 1, 2] },
      { dy: [2, 4, 6, 8], padding: [1, 0, 0, 0] },
      { dy: [2, 4, 5, 9], padding: [0, 1, 0, 0] },
      { dy: [2, 4, 5, 9], padding: [0, 0, 0, 1] },
      { x: [2, 3, 7, 9], applies: false },
      { x: [2, 6, 7, 9], applies: false },
      { dy: [2, 4, 3, 8], stride: [2, 1], applies: false },
      { dy: [2, 4, 5, 7], dilation: [1, 2], applies: false },
      { x: [2, 4, 7, 9], dy: [2, 4, 5, 8], groups: 2, applies: false },
    ],
  }),
  conv2dParameterGradsLanesMaxPoolRelu: cases({
    control: pooledConvolution([2, 3, 7, 9], 4, [5, 8]),
    deviations: [
      { exact: true },
      pooledConvolution([1, 2, 6, 9], 9, [4, 7]),
      pooledConvolution([17, 1, 5, 5], 2, [4, 4]),
      pooledConvolution([2, 4, 8, 17], 8, [4, 13]),
      pooledConvolution([2, 4, 5, 17], 3, [5, 15]),
      { ...pooledConvolution([2, 3, 7, 9], 4, [7, 10]), padding: [1, 1, 0, 3] },
      { ...pooledConvolution([2, 3, 7, 9], 4, [2, 8]), applies: false },
      { ...pooledConvolution([2, 3, 7, 9], 4, [6, 8], [3, 2]), applies: false },
      { ...pooledConvolution([2, 3, 7, 9], 4, [3, 8]), conv2dWeightGrad: { stride: [2, 1] }, applies: false },
    ],
  }),
  conv2dGrads: cases({
    control: layer([2, 3, 7, 9], [4, 3, 2]),
    deviations: [
      layer([1, 1, 1, 1], [1, 1, 1]),
      layer([1, 2, 4, 8], [1, 2, 5]),
      layer([1, 5, 9, 7], [5, 5, 3]),
      layer([2, 11, 5, 9], [3, 2, 1]),
      layer([3, 4, 8, 8], [8, 3, 8]),
      layer([9, 8, 6, 17], [2, 3, 9]),
      layer([65, 1, 4, 5], [5, 2, 4]),
      layer([33, 7, 3, 5], [4, 1, 2]),
      layer([17, 6, 5, 6], [2, 4, 6]),
      layer([7, 5, 6, 13], [6, 2, 7]),
      layer([9, 9, 7, 9], [2, 3, 5]),
      // Enough of them for strips of two rows.
      layer([32, 3, 4, 8], [2, 3, 3]),
      layer([32, 2, 7, 12], [1, 3, 9]),
      { dy: [2, 4, 3, 8], stride: [2, 1], input: [7, 9], kernel: [3, 2], applies: false },
      { dy: [2, 4, 7, 8], padding: [1, 1, 0, 0], applies: false },
      { dy: [2, 4, 5, 7], dilation: [1, 2], applies: false },
      { x: [2, 6, 7, 9], groups: 2, applies: false },
    ],
  }),
  conv2dGradsMaxPoolRelu: cases({
    control: pooledInput([2, 3, 4, 5], [4, 3, 2], [8, 10]),
    deviations: [
      { exact: true },
      pooledInput([1, 1, 1, 1], [1, 1, 1], [2, 2]),
      pooledInput([2, 3, 4, 5], [4, 3, 2], [9, 11]),
      pooledInput([2, 3, 4, 5], [4, 3, 2], [14, 15], [3, 3]),
      pooledInput([9, 8, 6, 17], [2, 3, 9], [6, 51], [1, 3]),
      pooledInput([33, 7, 3, 5], [4, 1, 2], [7, 10]),
      pooledInput([17, 6, 5, 6], [2, 4, 6], [10, 12]),
      pooledInput([1, 5, 9, 7], [5, 5, 3], [18, 15]),
      pooledInput([32, 3, 4, 8], [2, 3, 3], [8, 16]),
      pooledInput([32, 2, 7, 12], [1, 3, 9], [15, 25]),
      { ...pooledInput([2, 3, 4, 5], [4, 3, 2], [8, 10]), padding: [1, 1, 0, 0], dy: [2, 4, 4, 4], applies: false },
      {
        ...pooledInput([2, 3, 4, 5], [4, 3, 2], [8, 10]),
        maxPool2dGrad: { input: [5, 6], kernel: [2, 2], stride: [1, 1] },
        applies: false,
      },
    ],
  }),
  conv2dGradsLanesMaxPoolRelu: cases({
    control: pooledLayer([2, 3, 7, 10], [4, 3, 3]),
    deviations: [
      pooledLayer([1, 1, 4, 4], [1, 1, 1]),
      pooledLayer([8, 2, 8, 8], [8, 5, 5]),
      pooledLayer([9, 6, 9, 9], [9, 4, 2]),
      pooledLayer([2, 9, 5, 7], [2, 2, 4]),
      pooledLayer([2, 4, 5, 13], [3, 2, 3]),
      pooledLayer([2, 5, 4, 27], [2, 3, 5]),
      {
        ...pooledLayer([2, 3, 7, 10], [4, 3, 3]),
        ...pooledConvolution([2, 3, 7, 10], 4, [7, 9]),
        padding: [1, 1, 0, 1],
      },
      { ...pooledLayer([2, 3, 7, 10], [4, 3, 6]), applies: false },
      { ...pooledLayer([2, 3, 7, 10], [4, 6, 3]), applies: false },
      {
        ...pooledLayer([2, 3, 8, 10], [4, 3, 3]),
        ...pooledConvolution([2, 3, 8, 10], 4, [6, 8], [3, 2]),
        applies: false,
      },
      {
        ...pooledLayer([2, 3, 7, 10], [4, 3, 3]),
        ...pooledConvolution([2, 3, 7, 10], 4, [3, 8]),
        stride: [2, 1],
        applies: false,
      },
    ],
  }),
  conv2dParameterGradsProductMaxPoolRelu: cases({
    control: pooledConvolution([2, 3, 7, 9], 4, [5, 8]),
    deviations: [
      { exact: true },
      pooledConvolution([1, 2, 6, 9], 9, [4, 7]),
      pooledConvolution([17, 1, 5, 5], 2, [5, 5]),
      { ...pooledConvolution([2, 3, 7, 9], 4, [7, 10]), padding: [1, 1, 0, 3] },
      { ...pooledConvolution([2, 3, 7, 9], 4, [3, 8]), conv2dWeightGrad: { stride: [2, 1], kernel: [3, 2] } },
      { ...pooledConvolution([2, 3, 7, 9], 4, [6, 8], [3, 2]), applies: false },
      { ...pooledConvolution([2, 4, 7, 9], 4, [5, 8]), conv2dWeightGrad: { groups: 2 }, applies: false },
    ],
  }),
};

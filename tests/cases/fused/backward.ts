import { all, type Cases, cases } from "../case.ts";

/** What comes back to a pooling behind a ReLU, all of one shape. */
export const pooled = (...shape: number[]) => all(["dy", "y", "index"], shape);

/** What batch normalisation of [N, C, …] has to go back through. */
const normalized = (N: number, C: number, ...rest: number[]) => ({
  ...all(["dy", "x"], [N, C, ...rest]),
  ...all(["mean", "variance", "weight", "dw", "db"], [C]),
});

/** Gradients of poolings and batch normalisation, with the activation before them. */
export const backward: Readonly<Record<string, Cases>> = {
  batchNormInputGradLanes: cases({
    control: { ...normalized(3, 4, 5, 2), epsilon: 1e-5, training: true },
    deviations: [
      { training: false },
      normalized(1, 3, 8),
      { ...normalized(3, 7), applies: false },
      normalized(2, 3, 7, 11),
      normalized(2, 1, 32),
      normalized(5, 2, 33),
      { epsilon: 0.5 },
    ],
  }),
  reluMaxPool2dGrad: cases({
    control: { ...pooled(2, 3, 4, 4), input: [8, 8], kernel: [2, 2], stride: [2, 2] },
    deviations: [
      { ...pooled(1, 1, 1, 1), input: [2, 2] },
      { ...pooled(2, 3, 4, 3), input: [9, 7] },
      { ...pooled(2, 3, 3, 4), input: [7, 9] },
      { ...pooled(2, 3, 7, 7), stride: [1, 1], applies: false },
      { ...pooled(2, 3, 2, 4), kernel: [3, 2], stride: [3, 2] },
      { ...pooled(2, 3, 4, 2), input: [8, 7], kernel: [2, 3], stride: [2, 3] },
      { ...pooled(2, 3, 1, 1), kernel: [8, 8], stride: [8, 8] },
      { ...pooled(1, 63, 1, 1), input: [2, 2] },
      { ...pooled(1, 65, 1, 1), input: [2, 3] },
      { ...pooled(1, 256, 1, 1), input: [2, 2] },
      { ceilMode: true },
      { ...pooled(2, 3, 4, 5), input: [7, 9], ceilMode: true, applies: false },
      { ...pooled(2, 3, 4, 5), padding: [0, 0, 1, 1], applies: false },
    ],
  }),
  avgPool2dGradSigmoid: cases({
    control: { dy: [2, 3, 4, 4], y: [2, 3, 8, 8], input: [8, 8], kernel: [2, 2], stride: [2, 2] },
    deviations: [
      { dy: [1, 1, 1, 1], y: [1, 1, 2, 2], input: [2, 2] },
      { dy: [2, 3, 3, 4], y: [2, 3, 7, 9], input: [7, 9] },
      { dy: [2, 3, 7, 7], stride: [1, 1], applies: false },
      { dy: [2, 3, 2, 4], kernel: [3, 2], stride: [3, 2] },
      { dy: [2, 3, 1, 1], kernel: [8, 8], stride: [8, 8] },
      { dy: [1, 16, 1, 1], y: [1, 16, 2, 2], input: [2, 2] },
      { dy: [1, 64, 1, 1], y: [1, 64, 2, 2], input: [2, 2] },
      { ceilMode: true },
      { dy: [2, 3, 4, 5], y: [2, 3, 7, 9], input: [7, 9], ceilMode: true, applies: false },
      { dy: [2, 3, 4, 5], padding: [0, 0, 1, 1], applies: false },
      { dy: [1, 21, 1, 1], y: [1, 21, 3, 1], input: [3, 1], kernel: [2, 1], stride: [2, 1] },
    ],
  }),
};
